//! Many shards at a glance: a thin bar for each in hash order with the five hottest named, and beyond 64 a table of the
//! twenty hottest instead of lanes.

use crate::engine::ids::ShardId;
use crate::engine::limits::LimitId;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::browser;
use crate::ui::format;
use crate::ui::scene::strip::{Bar, HotShard, LIMIT_AT, bars, hot_shards, summary};
use crate::ui::state::Action;
use crate::ui::view::ring::heat_class;
use crate::worker::frame::{Frame, Loaded};
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// Rows of the table of the hottest.
pub const HOTTEST: usize = 20;
/// The bars end here, in pixels of the page; names stand beyond.
const BARS: f64 = 72.0;
/// So much of its height a bar fills: the rest is the gap to the next.
const FILLED: f64 = 0.88;

/// Properties of [`Strip`] and [`Hottest`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// The stream.
    pub loaded: Rc<Loaded>,
}

/// The bars of all shards.
#[component]
pub fn Strip(props: &Props) -> Html {
    let page = use_page();
    let bars = bars(&props.frame, &props.loaded);
    let words = page.say(&summary(&bars));
    let limit = (BARS * LIMIT_AT).to_string();
    html! {
        <figure class="strip">
            <svg role="img" aria-label={words.clone()}>
                { for bars.iter().map(|bar| thin(&page, bar)) }
                <line class="strip-limit" x1={limit.clone()} x2={limit} y1="0" y2="100%" />
                { for bars.iter().filter_map(name) }
            </svg>
            <figcaption class="visually-hidden">{ words }</figcaption>
        </figure>
    }
}

/// A part of the strip's height.
fn percent(part: f64) -> String {
    format!("{:.3}%", 100.0 * part)
}

fn thin(page: &Context, bar: &Bar) -> Html {
    let (top, height) = (percent(bar.sides.0), percent((bar.sides.1 - bar.sides.0) * FILLED));
    let length = (bar.length * BARS).max(1.0);
    let (state, id) = (page.state.clone(), bar.id);
    let onclick = Callback::from(move |event: MouseEvent| {
        state.dispatch(Action::OpenMenu(id, (event.client_x(), event.client_y()), false));
    });
    html! {
        <g key={bar.id.0} class={classes!("thin", heat_class(bar.load, bar.is_refusing))} {onclick}>
            <title>{ format!("{} {}", format::shard(bar.id.0), format::percent(bar.load)) }</title>
            <rect class="thin-back" y={top.clone()} width={BARS.to_string()} height={height.clone()} />
            <rect class="thin-fill" y={top} width={length.to_string()} {height} />
        </g>
    }
}

fn name(bar: &Bar) -> Option<Html> {
    let y = percent(bar.label?);
    let words = format!("{}{}", format::shard(bar.id.0), if bar.is_refusing { " ✕" } else { "" });
    Some(html! { <text key={bar.id.0} x={(BARS + 4.0).to_string()} {y}>{ words }</text> })
}

/// The table of the hottest.
#[component]
pub fn Hottest(props: &Props) -> Html {
    const HEADINGS: [&str; 5] = ["chart-shard", "lineage-keys", "hottest-load", "hottest-limit", "hottest-refused"];
    let page = use_page();
    let chosen = props.frame.explanation.as_ref().map(|explanation| explanation.shard);
    let rows = hot_shards(&props.frame, &props.loaded, HOTTEST);
    html! {
        <div class="hottest table-scroll">
            <table aria-label={page.text("hottest")}>
                <thead><tr>{ for HEADINGS.iter().map(|id| html! { <th scope="col">{ page.say(&Message::new(id)) }</th> }) }</tr></thead>
                <tbody>{ for rows.iter().map(|row| hot_row(&page, row, chosen == Some(row.id))) }</tbody>
            </table>
        </div>
    }
}

fn hot_row(page: &Context, row: &HotShard, is_chosen: bool) -> Html {
    let is_refusing = row.shard.refused() > 0;
    let class = heat_class(row.load, is_refusing);
    let choose = {
        let (state, id) = (page.state.clone(), row.id);
        Callback::from(move |_: MouseEvent| state.dispatch(Action::ChooseShard(Some(id))))
    };
    let limit = if row.limit == LimitId::ShardWriteBytes { "gauge-bytes" } else { "gauge-records" };
    html! {
        <tr key={row.id.0} class={classes!(class, is_chosen.then_some("chosen"))}>
            <th scope="row">
                <button type="button" class="link mono" aria-pressed={is_chosen.to_string()} onclick={choose} onkeydown={menu_keys(page, row.id)}
                    title={page.say(&Message::new("lane-why").text("shard", row.id))}>{ format::shard(row.id.0) }</button>
                { menu_button(page, row.id) }
            </th>
            <td class="mono">{ &row.keys }</td>
            <td class="number">
                <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class={classes!("share", class)} width={(row.load / 1.5 * 100.0).min(100.0).to_string()} height="8" /></svg>
                { format::percent(row.load) }
            </td>
            <td>{ page.say(&Message::new(limit)) }</td>
            <td class="number">{ if is_refusing { format!("✕ {}", format::short(row.shard.refused() as f64)) } else { "0".to_owned() } }</td>
        </tr>
    }
}

/// The button that opens the menu of a shard.
pub fn menu_button(page: &Context, shard: ShardId) -> Html {
    let state = page.state.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        let at = browser::corner(&event.target_unchecked_into::<Element>());
        state.dispatch(Action::OpenMenu(shard, at, false));
    });
    let is_deleting = page.state.is_deleting();
    let words = page.say(&Message::new("lane-menu").text("shard", shard));
    html! {
        <button type="button" class="lane-menu" disabled={is_deleting} aria-haspopup="dialog" aria-label={words.clone()} title={format!("{words} (S, M)")} {onclick}>
            <svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path class="fork" d="M2 8h4M6 8c3 0 3-4.5 8-4.5M6 8c3 0 3 4.5 8 4.5" /></svg>
        </button>
    }
}

/// The keys that open the menu of the shard whose control has the focus: S to split it, M to merge it.
pub fn menu_keys(page: &Context, shard: ShardId) -> Callback<KeyboardEvent> {
    let state = page.state.clone();
    Callback::from(move |event: KeyboardEvent| {
        let wants_merge = match event.key().as_str() {
            "s" => false,
            "m" => true,
            _ => return,
        };
        if !(state.is_deleting() || event.ctrl_key() || event.meta_key() || event.alt_key()) {
            event.prevent_default();
            let at = browser::corner(&event.target_unchecked_into::<Element>());
            state.dispatch(Action::OpenMenu(shard, at, wants_merge));
        }
    })
}
