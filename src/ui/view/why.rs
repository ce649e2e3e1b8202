//! The WHY panel: the shard in view explained with this moment's numbers, who contributed, what would help, and a button
//! that tries it.

use crate::engine::command::Command;
use crate::engine::limits::LimitId;
use crate::engine::producer::traffic::{KeyModel, Traffic};
use crate::learn::explanation::{Explanation, Judgement};
use crate::learn::failure::FailureNote;
use crate::learn::message::Message;
use crate::ui::app::{Context, use_page};
use crate::ui::format;
use crate::ui::state::Action;
use crate::worker::frame::{Frame, Loaded};
use std::rc::Rc;
use yew::prelude::*;

/// How many shards the page tries at most when it tries more of them.
const SHARDS_TRIED_MAX: u32 = 500;
/// How much more than the mean load the tried shards can take, because keys never spread quite evenly.
const ROOM: f64 = 1.25;

/// Properties of [`Why`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The newest frame.
    pub frame: Rc<Frame>,
    /// The scenario.
    pub loaded: Rc<Loaded>,
}

/// The WHY panel.
#[component]
pub fn Why(props: &Props) -> Html {
    let page = use_page();
    let clear = {
        let state = page.state.clone();
        Callback::from(move |_| state.dispatch(Action::ChooseShard(None)))
    };
    html! {
        <section class="panel why" aria-labelledby="why-title">
            <h2 id="why-title">{ page.text("why") }</h2>
            { failures(&page, &props.frame) }
            if let Some(explanation) = props.frame.explanation.as_ref().filter(|why| !is_cut_off(&props.frame, why)) {
                { body(&page, props, explanation) }
                <p class="hint">
                    if explanation.episode.is_some() {
                        <button type="button" class="link" onclick={clear.clone()}>{ page.text("why-now") }</button>
                    } else if page.state.shard.is_some() {
                        <button type="button" class="link" onclick={clear}>{ page.text("why-hottest") }</button>
                    } else {
                        { page.text("why-follows-hottest") }
                    }
                </p>
            }
        </section>
    }
}

/// Whether a shard gets nothing because requests fail before they come to it: then that is what is to be explained.
fn is_cut_off(frame: &Frame, why: &Explanation) -> bool {
    why.episode.is_none() && why.judgement == Judgement::Idle && frame.failures.iter().any(|note| note.is_going_on)
}

/// The requests that fail as a whole, with what, and what would help.
fn failures(page: &Context, frame: &Frame) -> Html {
    let failure = |note: &FailureNote| {
        html! {
            <div key={note.number.to_string()} class="failure">
                <p class="headline over">{ page.say(&note.headline()) }</p>
                <p class="rule mono">{ &note.exception }if !note.text.is_empty() { { ": " }{ &note.text } }</p>
                <h3>{ page.text("why-what-helps") }</h3>
                <ul class="advice"><li>{ page.say(&note.remedy()) }</li></ul>
            </div>
        }
    };
    html! { <>{ for frame.failures.iter().filter(|note| note.is_going_on).map(failure) }</> }
}

fn body(page: &Context, props: &Props, why: &Explanation) -> Html {
    let source = why.limit.row();
    html! {
        <>
            <p class={classes!("headline", why.is_refusing.then_some("over"))}>{ page.say(&why.headline()) }</p>
            <p class="rule">{ page.say(&why.rule()) }</p>
            if let Some(repeats) = why.repeats() {
                <p>{ page.say(&repeats) }</p>
            }
            if let Some(who) = why.who() {
                <p>{ page.say(&who) }</p>
                { key_table(page, why) }
            }
            <h3>{ page.text("why-what-helps") }</h3>
            <ul class="advice">{ for why.advice().iter().map(|advice| html! { <li key={advice.id.to_string()}>{ page.say(advice) }</li> }) }</ul>
            { try_it(page, props, why) }
            <p class="source">{ page.say(&Message::new("why-source").text("limit", source.name).text("source", source.source)) }</p>
        </>
    }
}

/// The keys that sent most, as a table with bars.
fn key_table(page: &Context, why: &Explanation) -> Html {
    let amount = |asked: u64| match why.limit {
        LimitId::ShardWriteBytes => format!("{}/s", format::bytes(asked as f64)),
        _ => format!("{}/s", format::short(asked as f64)),
    };
    html! {
        <table class="keys">
            <thead><tr><th scope="col">{ page.text("why-key") }</th><th scope="col">{ page.text("why-asked") }</th><th scope="col">{ page.text("why-share") }</th></tr></thead>
            <tbody>
                { for why.top.iter().map(|key| html! {
                    <tr key={key.partition_key.clone()}>
                        <td class="mono key-name">{ &key.partition_key }</td>
                        <td class="number">{ amount(key.asked) }</td>
                        <td class="number">
                            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="share" width={(100.0 * key.share).to_string()} height="8" /></svg>
                            { format::percent(key.share) }
                        </td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

/// The button that tries what would help.
fn try_it(page: &Context, props: &Props, why: &Explanation) -> Html {
    let producer = props.frame.producers.iter().find(|producer| why.can_spread(&producer.traffic.keys));
    if let Some(producer) = producer {
        let (context, name, traffic) = (page.clone(), producer.name.clone(), spread(&producer.traffic));
        let onclick = Callback::from(move |_| {
            context.command(Command::SetTraffic { producer: name.clone(), traffic: traffic.clone() });
        });
        return html! { <button type="button" class="primary try" {onclick}>{ page.text("try-spread") }</button> };
    }
    if !matches!(why.judgement, Judgement::ManyKeys | Judgement::TooFewShards) {
        return Html::default();
    }
    // As many as the whole stream needs with a little room, and at least twice as many as there are.
    let present = props.loaded.shards().len() as u32;
    let needed = libm::ceil(f64::from(present) * why.stream_use * ROOM) as u32;
    let shards = needed.max(present * 2).min(SHARDS_TRIED_MAX);
    if shards == present {
        return Html::default();
    }
    let context = page.clone();
    let onclick = Callback::from(move |_| {
        let Some(mut scenario) = context.present_scenario() else { return };
        scenario.plan.set_shards(shards);
        context.load(&scenario);
    });
    html! { <button type="button" class="primary try" {onclick}>{ page.say(&Message::new("try-shards").number("shards", shards)) }</button> }
}

/// The same traffic over the same number of keys, evenly.
fn spread(traffic: &Traffic) -> Traffic {
    let keys = match traffic.keys {
        KeyModel::HotKey { keys, .. } | KeyModel::Zipf { keys, .. } => keys,
        _ => 1_000,
    };
    Traffic { keys: KeyModel::Uniform { keys }, ..traffic.clone() }
}
