//! The readers below the bands, on the same axis of time: a row each, from its slowest shard to its newest; and the table
//! of all of them. Pointing at a row or going to it by key brings its marks out; pressing it points at its slowest shard.

use super::marks::danger_class;
use crate::engine::ids::ShardId;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::scene::lineage::LineageScene;
use crate::ui::scene::readers::ReaderRow;
use std::rc::Rc;
use yew::prelude::*;

/// Properties of [`ReaderRows`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The picture.
    pub scene: Rc<LineageScene>,
    /// Told which reader is pointed at.
    pub onreader: Callback<Option<usize>>,
    /// Told which shard is pointed at.
    pub onpoint: Callback<Option<ShardId>>,
}

/// The rows.
#[component]
pub fn ReaderRows(props: &Props) -> Html {
    let page = use_page();
    let scene = &props.scene;
    let readers = &scene.readers;
    if readers.rows.is_empty() {
        return html! { <p class="hint readers-none">{ page.text("readers-none") }</p> };
    }
    html! {
        <div class="readers">
            <ul aria-label={page.text("readers")}>
                { for readers.shown().into_iter().map(|place| row(&page, props, place)) }
            </ul>
            if let Some(left_out) = readers.left_out() {
                <p class="hint">{ page.say(&left_out) }</p>
            }
        </div>
    }
}

fn row(page: &Context, props: &Props, place: usize) -> Html {
    let row = &props.scene.readers.rows[place];
    let begin = || props.onreader.reform(move |()| Some(place));
    let end = || props.onreader.reform(|()| None);
    let onclick = {
        let (onpoint, slowest) = (props.onpoint.clone(), row.slowest);
        Callback::from(move |_: MouseEvent| onpoint.emit(slowest))
    };
    let about = row.is_polling.then(|| page.text("reader-polling"));
    html! {
        <li key={row.name.clone()}>
            <button type="button" class={classes!("reader", danger_class(row.danger))} title={about} {onclick}
                onmouseenter={begin().reform(|_: MouseEvent| ())} onmouseleave={end().reform(|_: MouseEvent| ())}
                onfocus={begin().reform(|_: FocusEvent| ())} onblur={end().reform(|_: FocusEvent| ())}>
                { back(&props.scene) }
                <span class="reader-words">
                    <span class="reader-letter" aria-hidden="true">{ &row.letter }</span>
                    <strong>{ &row.name }</strong>
                    { " " }
                    <span>{ page.say(&row.words) }</span>
                    { for row.states.iter().map(|state| html! { <span class="reader-state">{ " " }{ page.say(state) }</span> }) }
                </span>
                { bar(&props.scene, row) }
            </button>
        </li>
    }
}

/// A part of the axis of time.
fn percent(part: f64) -> String {
    format!("{:.2}%", 100.0 * part)
}

/// The trim horizon, which goes through bands and rows alike.
fn back(scene: &LineageScene) -> Html {
    let Some(horizon_s) = scene.horizon_s else { return Html::default() };
    let x = percent(scene.x(horizon_s));
    html! {
        <svg class="reader-back" aria-hidden="true">
            <rect class="reader-gone" width={x.clone()} height="100%" />
            <line class="reader-horizon" x1={x.clone()} x2={x} y1="0" y2="100%" />
        </svg>
    }
}

/// From the slowest shard to the newest.
fn bar(scene: &LineageScene, row: &ReaderRow) -> Html {
    let axis = html! { <line class="reader-axis" x1="0" x2="100%" y1="50%" y2="50%" /> };
    let Some((slowest_s, newest_s)) = row.reach_s else {
        return html! { <svg class="reader-bar" aria-hidden="true">{ axis }</svg> };
    };
    let (from, to) = (percent(scene.x(slowest_s)), percent(scene.x(newest_s)));
    html! {
        <svg class="reader-bar" aria-hidden="true">
            { axis }
            <line class="reader-reach" x1={from.clone()} x2={to.clone()} y1="50%" y2="50%" />
            <line class="reader-newest" x1={to.clone()} x2={to} y1="0" y2="100%" />
            if slowest_s < scene.from_s {
                <svg x="0" overflow="visible"><path d="M-6 4l7 -4v8z" /></svg>
            } else {
                <circle cx={from} cy="50%" r="3.5" />
            }
        </svg>
    }
}

/// What the signs in a row mean.
pub fn key(page: &Context, scene: &LineageScene) -> Html {
    if scene.readers.rows.is_empty() {
        return Html::default();
    }
    html! {
        <span class="reader-key">
            <svg viewBox="0 0 30 10" aria-hidden="true">
                <line class="reader-reach" x1="5" x2="26" y1="5" y2="5" />
                <line class="reader-newest" x1="26" x2="26" y1="1" y2="9" />
                <circle cx="5" cy="5" r="3.5" />
            </svg>
            { page.text("reader-key") }
        </span>
    }
}

/// The table of all readers.
pub fn table(page: &Context, scene: &LineageScene) -> Html {
    const HEADINGS: [&str; 9] = [
        "reader-consumer",
        "reader-positions",
        "reader-slowest-shard",
        "reader-slowest-at",
        "reader-behind",
        "reader-newest",
        "reader-lost",
        "reader-letter",
        "reader-state",
    ];
    if scene.readers.rows.is_empty() {
        return Html::default();
    }
    let row = |row: &ReaderRow| {
        let states: Vec<String> = row.states.iter().map(|state| page.say(state)).collect();
        html! {
            <tr key={row.name.clone()}>
                <th scope="row">{ &row.cells[0] }</th>
                { for row.cells[1..].iter().map(|cell| html! { <td class="mono">{ cell }</td> }) }
                <td>{ &row.letter }</td>
                <td>{ states.join(" ") }</td>
            </tr>
        }
    };
    html! {
        <table aria-label={page.text("readers")}>
            <thead><tr>{ for HEADINGS.iter().map(|id| html! { <th scope="col">{ page.say(&Message::new(id)) }</th> }) }</tr></thead>
            <tbody>{ for scene.readers.rows.iter().map(row) }</tbody>
        </table>
    }
}
