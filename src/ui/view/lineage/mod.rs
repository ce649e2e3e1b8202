//! The lineage of the shards: the picture, what is told of the band that is pointed at, and the table.

mod marks;
mod overlay;
mod plot;
mod readers;

use super::stage_tabs::StageTabs;
use crate::engine::ids::ShardId;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::scene::lineage::{Band, LineageScene};
use crate::ui::state::Action;
use crate::worker::frame::{Frame, Loaded};
use plot::Plot;
use readers::ReaderRows;
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
    let reader = use_state(|| None::<usize>);
    let frame = &props.frame;
    let found = props.loaded.stream.as_ref().zip(frame.heat.as_ref());
    let scene = found.map(|(stream, heat)| Rc::new(LineageScene::new(stream, heat, frame)));
    let chosen = frame.explanation.as_ref().map(|explanation| explanation.shard);
    let onpoint = {
        let pointed = pointed.clone();
        Callback::from(move |shard| pointed.set(shard))
    };
    html! {
        <section class="panel charts lineage" aria-labelledby="lineage-title">
            <h2 id="lineage-title" class="visually-hidden">{ page.text("lineage") }</h2>
            <div class="chart-tools">
                <StageTabs />
                { key(&page) }
            </div>
            if let Some(scene) = scene {
                <figure class="chart lineage-figure">
                    <figcaption>{ told(&page, &scene, *pointed) }{ readers::key(&page, &scene) }</figcaption>
                    <Plot scene={Rc::clone(&scene)} {chosen} pointed={*pointed} reader={*reader} onpoint={onpoint.clone()} />
                    <ReaderRows scene={Rc::clone(&scene)} {onpoint} onreader={Callback::from(move |place| reader.set(place))} />
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
    let mut words = page.say(&band.map_or_else(|| scene.summary(), Band::words));
    if let Some(readers) = band.and_then(|band| scene.readers.of_shard(band.id)) {
        words.push_str(&page.say(&Message::new("lineage-band-readers").text("readers", readers)));
    }
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
                { readers::table(page, scene) }
                if skipped > 0 {
                    <p class="hint">{ page.say(&Message::new("lineage-table-part").number("shown", ROWS_MAX).number("shards", rows.len())) }</p>
                }
                <table aria-label={page.text("lineage")}>
                    <thead><tr>{ for HEADINGS.iter().map(|id| html! { <th scope="col">{ page.say(&Message::new(id)) }</th> }) }</tr></thead>
                    <tbody>{ for rows.into_iter().skip(skipped).map(|(id, cells)| row(page, scene, id, &cells)) }</tbody>
                </table>
            </div>
        </details>
    }
}

fn row(page: &Context, scene: &LineageScene, id: ShardId, cells: &[String; 8]) -> Html {
    let is_expired = scene.band(id).is_some_and(|band| band.expired.is_some());
    let state = page.state.clone();
    let open = Callback::from(move |event: MouseEvent| {
        state.dispatch(Action::OpenMenu(id, (event.client_x(), event.client_y()), false));
    });
    html! {
        <tr key={id.0}>
            <th scope="row">
                if is_expired {
                    <span class="mono">{ &cells[0] }</span>
                } else {
                    <button type="button" class="link mono" onclick={open} aria-haspopup="dialog">{ &cells[0] }</button>
                }
            </th>
            { for cells[1..].iter().map(|cell| html! { <td class="mono">{ cell }</td> }) }
        </tr>
    }
}
