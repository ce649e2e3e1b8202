//! Splitting a shard: in the middle with one button, or at a hash key that is typed or slid to. Shows both children and
//! how today's keys would load them.

use super::Subject;
use crate::engine::api::Request;
use crate::engine::api::request::SplitShard;
use crate::engine::hash::{HashKey, HashRange};
use crate::engine::ids::ShardId;
use crate::engine::stream::reshard::{may_split, middle};
use crate::learn::explanation::KeyShare;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::format;
use crate::ui::scene::ring::short_hex;
use crate::ui::scene::split::{POSITIONS, children, key_at, legal, load_below, position_of};
use crate::ui::view::asking::use_asking;
use crate::worker::frame::Frame;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Split`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The shard.
    pub subject: Subject,
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// Told when the split was asked for.
    pub ondone: Callback<()>,
}

/// The middle of a range as it is typed; its start where it is too narrow to be split, which AWS then refuses.
fn middle_text(range: HashRange) -> String {
    middle(range).unwrap_or(range.start).to_string()
}

/// Both ways to split.
#[component]
pub fn Split(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let Subject { stream, shard, range, obstacle } = &props.subject;
    let typed = use_state(|| middle_text(*range));
    let (legal, at) = (legal(*range), HashKey::parse(typed.trim()));
    let is_blocked = obstacle.is_some() || legal.is_none();
    let is_legal = at.is_some_and(|at| may_split(*range, at));
    let ask = {
        let (asking, ondone, stream, shard, range) =
            (asking.clone(), props.ondone.clone(), stream.name.clone(), *shard, *range);
        move |text: &str| {
            asking.request(Request::SplitShard(SplitShard {
                stream_name: Some(stream.clone()),
                shard_to_split: shard.to_string(),
                new_starting_hash_key: text.to_owned(),
                ..SplitShard::default()
            }));
            // What AWS refuses can be mended here.
            if HashKey::parse(text).is_some_and(|at| may_split(range, at)) {
                ondone.emit(());
            }
        }
    };
    let in_middle = {
        let (ask, range) = (ask.clone(), *range);
        Callback::from(move |_: MouseEvent| ask(&middle_text(range)))
    };
    let there = {
        let typed = typed.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            ask(typed.trim());
        })
    };
    let on_type = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let top = props.frame.explanation.as_ref().filter(|why| why.shard == *shard).map(|why| why.top.clone());
    html! {
        <section aria-labelledby="split-title">
            <h3 id="split-title">{ "SplitShard" }</h3>
            if legal.is_none() {
                <p class="obstacle">{ page.text("split-narrow") }</p>
            }
            <p class="buttons">
                <button type="button" data-split="" class="primary" disabled={is_blocked} onclick={in_middle}>{ page.text("split-middle") }</button>
            </p>
            <form class="split-at" onsubmit={there}>
                <label for="split-key">{ page.text("split-at") }</label>
                <input id="split-key" type="text" inputmode="numeric" class="mono" autocomplete="off" spellcheck="false" value={(*typed).clone()}
                    oninput={on_type} disabled={is_blocked} aria-invalid={(!is_legal).to_string()} aria-describedby="split-rule" />
                { slider(&page, legal.filter(|_| !is_blocked), at, typed.setter()) }
                if !is_blocked {
                    if let Some(at) = at.filter(|_| is_legal) {
                        { outcome(&page, &props.subject, at, top.as_deref().unwrap_or_default()) }
                    }
                    <p id="split-rule" class={if is_legal { "hint" } else { "wrong" }}>{ page.text("split-rule") }</p>
                }
                { asking.refusal() }
                <button type="submit" disabled={is_blocked}>{ page.text("split-there") }</button>
            </form>
        </section>
    }
}

fn slider(page: &Context, legal: Option<HashRange>, at: Option<HashKey>, typed: UseStateSetter<String>) -> Html {
    let Some(legal) = legal else { return Html::default() };
    let oninput = Callback::from(move |event: InputEvent| {
        let position = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
        typed.set(key_at(legal, position as u32).to_string());
    });
    let position = at.map_or(POSITIONS / 2, |at| position_of(legal, at));
    let part = format::percent(f64::from(position) / f64::from(POSITIONS));
    html! {
        <input type="range" min="0" max={POSITIONS.to_string()} value={position.to_string()} {oninput}
            aria-label={page.text("split-slider")} aria-valuetext={part} />
    }
}

/// Both children, with the keys that send most on the line of hash keys between them.
fn outcome(page: &Context, subject: &Subject, at: HashKey, top: &[KeyShare]) -> Html {
    let next = subject.stream.lineage.iter().map(|shard| shard.id.0 + 1).max().unwrap_or(0);
    let below = load_below(subject.range, at, top);
    let row = |(place, range): (u32, HashRange)| {
        let load = if place == 0 { below } else { 1.0 - below };
        html! {
            <tr key={place}>
                <th scope="row" class="mono">{ format::shard(next + place) }</th>
                <td class="mono">{ format!("{}–{}", short_hex(range.start), short_hex(range.end)) }</td>
                <td class="number">{ format::percent(range.share() / subject.range.share().max(f64::MIN_POSITIVE)) }</td>
                <td class="number">{ if top.is_empty() { "–".to_owned() } else { format!("≈ {}", format::percent(load)) } }</td>
            </tr>
        }
    };
    html! {
        <>
            { line(subject.range, at, top) }
            <table class="outcome" aria-label={page.text("split-outcome")}>
                <thead><tr>
                    <th scope="col">{ page.text("split-child") }</th><th scope="col">{ page.text("lineage-keys") }</th>
                    <th scope="col" class="number">{ page.text("split-part") }</th><th scope="col" class="number">{ page.text("split-load") }</th>
                </tr></thead>
                <tbody>{ for (0..).zip(children(subject.range, at)).map(row) }</tbody>
            </table>
            if let Some(hot) = top.first().filter(|key| key.share >= 0.25) {
                <p class="hint">{ page.say(&hot_key(subject.shard, hot)) }</p>
            }
        </>
    }
}

fn hot_key(shard: ShardId, hot: &KeyShare) -> Message {
    Message::new("split-hot-key")
        .text("key", &hot.partition_key)
        .text("share", format::percent(hot.share))
        .text("shard", format::shard(shard.0))
}

/// The shard's hash keys as a line from left to right, cut where it is split; a needle for each key that sends much.
fn line(range: HashRange, at: HashKey, top: &[KeyShare]) -> Html {
    const WIDTH: f64 = 1_000.0;
    let x = |key: HashKey| {
        let part = (key.0.clamp(range.start.0, range.end.0) - range.start.0) as f64 / u128::MAX as f64;
        WIDTH * part / range.share().max(f64::MIN_POSITIVE)
    };
    let needle = |key: &KeyShare| {
        let (x, height) = (x(HashKey::of(&key.partition_key)), 4.0 + 22.0 * key.share);
        html! { <line key={key.partition_key.clone()} class="needle" x1={x.to_string()} x2={x.to_string()} y1="28" y2={(28.0 - height).to_string()} /> }
    };
    let cut = x(at);
    html! {
        <svg class="split-line" viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true">
            <rect class="half" y="28" width={cut.to_string()} height="12" />
            <rect class="half upper" x={cut.to_string()} y="28" width={(WIDTH - cut).to_string()} height="12" />
            { for top.iter().map(needle) }
            <line class="cut" x1={cut.to_string()} x2={cut.to_string()} y1="0" y2="40" />
        </svg>
    }
}
