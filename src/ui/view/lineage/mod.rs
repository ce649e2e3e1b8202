//! The lineage of the shards: the picture, what is told of the band that is pointed at, and the table.

mod overlay;
mod plot;

use super::stage_tabs::StageTabs;
use crate::engine::ids::ShardId;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::scene::lineage::{Band, LineageScene};
use crate::ui::state::Action;
use crate::worker::frame::{Frame, Loaded};
use plot::Plot;
use std::rc::Rc;
use yew::prelude::*;

/// Rows of the table at most: the shards that came last.
const ROWS_MAX: usize = 200;

/// Properties of [`LineageView`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// The scenario and its stream.
    pub loaded: Rc<Loaded>,
}

/// The lineage.
#[component]
pub fn LineageView(props: &Props) -> Html {
    let page = use_page();
    let pointed = use_state(|| None::<ShardId>);
    let frame = &props.frame;
    let found = props.loaded.stream.as_ref().zip(frame.heat.as_ref());
    let scene = found.map(|(stream, heat)| Rc::new(LineageScene::new(stream, heat, frame)));
    let chosen = frame.explanation.as_ref().map(|explanation| explanation.shard);
    html! {
        <section class="panel charts lineage" aria-labelledby="lineage-title">
            <h2 id="lineage-title" class="visually-hidden">{ page.text("lineage") }</h2>
            <div class="chart-tools">
                <StageTabs />
                { key(&page) }
            </div>
            if let Some(scene) = scene {
                <figure class="chart lineage-figure">
                    <figcaption>{ told(&page, &scene, *pointed) }</figcaption>
                    <Plot scene={Rc::clone(&scene)} {chosen} pointed={*pointed} onpoint={Callback::from(move |shard| pointed.set(shard))} />
                    { table(&page, &scene) }
                </figure>
            }
        </section>
    }
}

/// What the colours and the hatch mean.
fn key(page: &Context) -> Html {
    const STEPS: [(&str, &str); 5] = [
        ("heat-none", "0"),
        ("heat-low", "< 40 %"),
        ("heat-more", "< 80 %"),
        ("heat-near", "≤ 100 %"),
        ("heat-over", "> 100 %"),
    ];
    html! {
        <ul class="legend" aria-label={page.text("lineage-key")}>
            <li>{ page.text("lineage-key") }</li>
            { for STEPS.into_iter().map(|(class, words)| html! {
                <li key={class}><svg viewBox="0 0 14 10" aria-hidden="true"><rect {class} width="14" height="10" /></svg>{ words }</li>
            }) }
            <li><svg viewBox="0 0 14 10" aria-hidden="true"><rect class="heat-over" width="14" height="10" /><path class="heat-hatch" d="M2 10L9 0M8 10L15 0" /></svg>{ page.text("lineage-throttled") }</li>
        </ul>
    }
}

/// The band that is pointed at, or the whole picture, in words.
fn told(page: &Context, scene: &LineageScene, pointed: Option<ShardId>) -> Html {
    let band = pointed.and_then(|shard| scene.band(shard));
    let words = page.say(&band.map_or_else(|| scene.summary(), Band::words));
    html! { <span class="summary" role="status" aria-live={if band.is_some() { "polite" } else { "off" }} title={words.clone()}>{ words }</span> }
}

fn table(page: &Context, scene: &LineageScene) -> Html {
    const HEADINGS: [&str; 8] = [
        "chart-shard",
        "lineage-keys",
        "lineage-parents",
        "lineage-children",
        "lineage-opened",
        "lineage-closed",
        "lineage-stored",
        "lineage-refused",
    ];
    let rows = scene.table();
    let skipped = rows.len().saturating_sub(ROWS_MAX);
    html! {
        <details class="lineage-table">
            <summary>{ page.text("chart-table") }</summary>
            <div class="table-scroll">
                if skipped > 0 {
                    <p class="hint">{ page.say(&Message::new("lineage-table-part").number("shown", ROWS_MAX).number("shards", rows.len())) }</p>
                }
                <table aria-label={page.text("lineage")}>
                    <thead><tr>{ for HEADINGS.iter().map(|id| html! { <th scope="col">{ page.say(&Message::new(id)) }</th> }) }</tr></thead>
                    <tbody>{ for rows.into_iter().skip(skipped).map(|(id, cells)| row(page, id, &cells)) }</tbody>
                </table>
            </div>
        </details>
    }
}

fn row(page: &Context, id: ShardId, cells: &[String; 8]) -> Html {
    let state = page.state.clone();
    let open = Callback::from(move |event: MouseEvent| {
        state.dispatch(Action::OpenMenu(id, (event.client_x(), event.client_y()), false));
    });
    html! {
        <tr key={id.0}>
            <th scope="row"><button type="button" class="link mono" onclick={open} aria-haspopup="dialog">{ &cells[0] }</button></th>
            { for cells[1..].iter().map(|cell| html! { <td class="mono">{ cell }</td> }) }
        </tr>
    }
}
