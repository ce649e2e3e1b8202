//! The picture: a column for each sort of part, with lines between them.

use super::adding::{Adding, Sort};
use super::card;
use crate::engine::limits::Profile;
use crate::ui::app::Context;
use crate::ui::scene::pipeline::{ROW, Wire, consumer_wires, producer_wires, store_wires};
use crate::worker::pipeline::PipelineFrame;
use std::rc::Rc;
use yew::prelude::*;

/// The board.
pub fn panel(page: &Context, pipeline: &Rc<PipelineFrame>, profile: Profile) -> Html {
    let producers = pipeline.producers.iter().map(|producer| card::producer(page, producer));
    let streams = pipeline.streams.iter().map(|stream| card::stream(page, stream));
    let consumers = pipeline.consumers.iter().map(|consumer| card::consumer(page, consumer));
    let stores = pipeline.stores.iter().map(|store| card::store(page, store));
    let column = |sort: Sort, cards: Vec<Html>| column(page, pipeline, profile, sort, cards);
    html! {
        <section class="panel board" aria-label={page.text("pipeline-board")}>
            { column(Sort::Producer, producers.collect()) }
            { wires(&producer_wires(pipeline), pipeline.producers.len().max(pipeline.streams.len())) }
            { column(Sort::Stream, streams.collect()) }
            { wires(&consumer_wires(pipeline), pipeline.consumers.len().max(pipeline.streams.len())) }
            { column(Sort::Consumer, consumers.collect()) }
            { wires(&store_wires(pipeline), pipeline.consumers.len().max(pipeline.stores.len())) }
            { column(Sort::Store, stores.collect()) }
        </section>
    }
}

fn column(page: &Context, pipeline: &Rc<PipelineFrame>, profile: Profile, sort: Sort, cards: Vec<Html>) -> Html {
    let title = sort.title();
    html! {
        <div class="board-column">
            <h2 id={title}>{ page.text(title) }</h2>
            if cards.is_empty() {
                <p class="part-none hint">{ page.text(sort.none()) }</p>
            } else {
                <ul aria-labelledby={title}>{ for cards }</ul>
            }
            <Adding {sort} pipeline={pipeline.clone()} {profile} />
        </div>
    }
}

/// The lines between two columns. What they tell stands on the cards too.
fn wires(wires: &[Wire], rows: usize) -> Html {
    let whole = rows.max(1) as f64 * ROW;
    let line = |wire: &Wire| {
        let looks = classes!("wire", format!("wire-{}", wire.weight), wire.is_troubled.then_some("troubled"));
        html! { <path key={format!("{} {}", wire.from, wire.to)} class={looks} d={wire.path()} vector-effect="non-scaling-stroke" /> }
    };
    html! {
        <svg class="wires" viewBox={format!("0 0 100 {whole}")} height={format!("{}rem", whole / 100.0)} preserveAspectRatio="none" aria-hidden="true">
            { for wires.iter().map(line) }
        </svg>
    }
}
