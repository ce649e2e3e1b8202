//! The life of one record, from its making to the end of its way, as a waterfall of stages.

use super::facts::length_text;
use crate::engine::stream::replication::{PutLatency, Zone};
use crate::learn::catalogue::clock;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;
use crate::ui::scene::waterfall::{Bar, Stage, Waterfall};
use crate::ui::state::Action;
use crate::worker::pipeline::lives::{LifeFrame, LifeName, LivesFrame};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The panel.
pub fn panel(page: &Context, lives: &LivesFrame) -> Html {
    html! {
        <section class="panel waterfall" aria-labelledby="waterfall-title">
            <div class="waterfall-head">
                <h2 id="waterfall-title">{ page.text("waterfall-title") }</h2>
                if !lives.listed.is_empty() {
                    { choice(page, lives) }
                }
            </div>
            if let Some(life) = &lives.shown {
                { shown(page, life) }
            } else {
                <p class="hint">{ page.text("waterfall-none") }</p>
            }
        </section>
    }
}

/// Which record is followed: the newest that has come to its end, or a chosen one.
fn choice(page: &Context, lives: &LivesFrame) -> Html {
    let state = page.state.clone();
    let onchange = Callback::from(move |event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        state.dispatch(Action::ChooseLife(value.parse().ok()));
    });
    let chosen = page.state.life;
    let gone = chosen.filter(|number| !lives.listed.iter().any(|life| life.number == *number));
    let option = |life: &LifeName| {
        let words = Message::new("waterfall-record").text("number", life.number + 1).text("made", clock(life.made));
        html! { <option key={life.number.to_string()} value={life.number.to_string()} selected={chosen == Some(life.number)}>{ page.say(&words) }</option> }
    };
    html! {
        <label class="waterfall-choice">
            <span>{ page.text("waterfall-choose") }</span>
            <select {onchange}>
                <option value="" selected={chosen.is_none()}>{ page.text("waterfall-newest") }</option>
                if let Some(number) = gone {
                    <option value={number.to_string()} selected=true>{ format!("{}", number + 1) }</option>
                }
                { for lives.listed.iter().map(option) }
            </select>
        </label>
    }
}

fn shown(page: &Context, life: &LifeFrame) -> Html {
    let waterfall = Waterfall::of(life);
    let (stream, shard) = life
        .stored
        .clone()
        .map_or_else(|| ("–".to_owned(), "–".to_owned()), |(stream, shard)| (stream, format::shard(shard.0)));
    let summary = Message::new("waterfall-summary")
        .text("producer", &life.producer)
        .text("key", life.key.clone().unwrap_or_else(|| "–".to_owned()))
        .text("stream", stream)
        .text("shard", shard)
        .text("whole", length_text(waterfall.whole));
    html! {
        <>
            <p class="about" data-life={life.number.to_string()}>{ page.say(&summary) }</p>
            <table class="bars">
                <thead class="visually-hidden"><tr><th scope="col">{ page.text("waterfall-stage") }</th><th></th><th scope="col">{ page.text("waterfall-length") }</th></tr></thead>
                <tbody>{ for waterfall.bars.iter().enumerate().map(|(place, bar)| row(page, &waterfall, place, bar)) }</tbody>
            </table>
        </>
    }
}

fn row(page: &Context, waterfall: &Waterfall, place: usize, bar: &Bar) -> Html {
    let (left, width) = waterfall.reach(bar);
    let (name, cause) = words(page, &bar.stage);
    let length = bar.length.map_or_else(|| page.text("waterfall-still"), length_text);
    // What took no time is a mark that can be seen.
    let width = width.max(0.4);
    html! {
        <tr key={place.to_string()}>
            <th scope="row"><span>{ name }</span><span class="hint">{ cause }</span></th>
            <td class="bar-cell">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="bar-back" width="100" height="10" />
                    <rect class={bar.stage.looks()} x={format!("{:.3}", left.min(99.6))} y="1" width={format!("{width:.3}")} height="8" />
                </svg>
            </td>
            <td class="number">{ length }</td>
        </tr>
    }
}

/// A stage's name, and why the record was there.
fn words(page: &Context, stage: &Stage) -> (String, String) {
    let say = |id: &'static str| page.text(id);
    match stage {
        Stage::Buffered => (say("life-buffered"), say("life-buffered-why")),
        Stage::Refused(attempt, exception) => {
            let why = exception.clone().unwrap_or_else(|| "ProvisionedThroughputExceededException".to_owned());
            (page.say(&Message::new("life-refused").number("attempt", *attempt)), why)
        }
        Stage::WaitsAgain => (say("life-waits"), say("life-waits-why")),
        Stage::Stored(attempt, latency) => {
            (page.say(&Message::new("life-stored").number("attempt", *attempt)), zones(latency))
        }
        Stage::Unanswered => (say("life-unanswered"), say("life-unanswered-why")),
        Stage::InStream(consumer, 0) => {
            (page.say(&Message::new("life-in-stream").text("consumer", consumer)), say("life-in-stream-why"))
        }
        Stage::InStream(consumer, _) => {
            (page.say(&Message::new("life-again").text("consumer", consumer)), say("life-again-why"))
        }
        Stage::Processing(consumer) => {
            (page.say(&Message::new("life-processing").text("consumer", consumer)), say("life-processing-why"))
        }
        Stage::Delivering(consumer) => {
            (page.say(&Message::new("life-delivering").text("consumer", consumer)), say("life-delivering-why"))
        }
    }
}

/// How long each zone took.
fn zones(latency: &PutLatency) -> String {
    let zone = |zone: &Zone| {
        let taken = latency.zones[*zone as usize].map_or_else(|| "✕".to_owned(), length_text);
        format!("{} {taken}", zone.letter())
    };
    Zone::ALL.iter().map(zone).collect::<Vec<_>>().join(" · ")
}
