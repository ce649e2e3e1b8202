//! Size against interval: what other buffering hints would make of this very traffic, measured in copies of the world.

use super::changing::set_hints;
use super::tradeoff::{chart, table};
use super::words::span;
use crate::engine::firehose::plan::BufferingHints;
use crate::engine::time::Micros;
use crate::learn::catalogue::number;
use crate::learn::message::Message;
use crate::scenario::hint_sweep::HintRow;
use crate::ui::app::{Context, use_page};
use crate::ui::format;
use crate::ui::view::asking::use_asking;
use crate::worker::firehose::FirehoseFrame;
use crate::worker::firehose::desk::DeskTask;
use crate::worker::firehose::sweep::SweepFrame;
use crate::worker::messages::Task;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Properties of [`Sweep`].
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Firehose.
    pub firehose: Rc<FirehoseFrame>,
}

/// The tab.
#[component]
pub fn Sweep(props: &Props) -> Html {
    let page = use_page();
    let asking = use_asking();
    let picked = use_state(|| None::<BufferingHints>);
    let Some(delivery) = props.firehose.shown.as_deref() else {
        return Html::default();
    };
    let Some(sweep) = &props.firehose.sweep else {
        return html! {
            <div class="sweep">
                <p class="about">{ page.text("sweep-about") }</p>
                { begin(&page, &delivery.plan.name, "sweep-begin") }
            </div>
        };
    };
    let chosen = picked.filter(|hints| sweep.rows.iter().any(|row| row.hints == *hints)).unwrap_or(sweep.present);
    let onuse = {
        let (asking, command) = (asking.clone(), set_hints(delivery, chosen));
        Callback::from(move |_: MouseEvent| asking.command(command.clone()))
    };
    let is_in_force = delivery.hints == chosen;
    html! {
        <div class="sweep">
            { head(&page, &delivery.plan.name, sweep) }
            <div class="sweep-body">
                <div>
                    { sliders(&page, sweep, chosen, &picked) }
                    <p class="summary" role="status">{ words(&page, sweep, chosen) }</p>
                    <p class="buttons"><button type="button" disabled={is_in_force} onclick={onuse}>{ page.say(&Message::new("sweep-use").number("size", chosen.size_mib).number("interval", chosen.interval_s)) }</button></p>
                    if is_in_force {
                        <p class="hint">{ page.text("sweep-in-force") }</p>
                    }
                    { asking.refusal() }
                </div>
                { chart(&page, sweep, delivery.hints, chosen) }
            </div>
            { table(&page, sweep, delivery.hints, chosen) }
            <p class="hint">{ page.text("sweep-how") }</p>
        </div>
    }
}

fn begin(page: &Context, name: &str, label: &'static str) -> Html {
    let (asked, task) = (page.clone(), DeskTask::Sweep { delivery_stream: name.to_owned() });
    let onclick = Callback::from(move |_: MouseEvent| asked.ask(&Task::Firehose(task.clone())));
    html! { <button type="button" {onclick}>{ page.text(label) }</button> }
}

/// How far it is, and what can be done with it.
fn head(page: &Context, name: &str, sweep: &SweepFrame) -> Html {
    let stop = {
        let page = page.clone();
        Callback::from(move |_: MouseEvent| page.ask(&Task::Firehose(DeskTask::StopSweep)))
    };
    let progress = f64::from(sweep.progress) / 1_000.0;
    let label = page.text("sweep-progress");
    html! {
        <div class="sweep-head">
            if sweep.is_running {
                <progress value={sweep.progress.to_string()} max="1000" aria-label={label}></progress>
                <span class="number">{ format::percent(progress) }</span>
                <button type="button" onclick={stop}>{ page.text("sweep-stop") }</button>
            } else {
                <span>{ page.say(&Message::new("sweep-done").number("runs", sweep.rows.len())) }</span>
                { begin(page, name, "sweep-again") }
            }
            if sweep.is_stale {
                <span class="over" role="status">{ page.text("sweep-stale") }</span>
            }
        </div>
    }
}

/// Both sliders; each goes through what was measured with the other hint as it was.
fn sliders(
    page: &Context,
    sweep: &SweepFrame,
    chosen: BufferingHints,
    picked: &UseStateHandle<Option<BufferingHints>>,
) -> Html {
    let present = sweep.present;
    let sizes = |hints: &BufferingHints| hints.interval_s == present.interval_s;
    let intervals = |hints: &BufferingHints| hints.size_mib == present.size_mib;
    let of = |belongs: &dyn Fn(&BufferingHints) -> bool| {
        let mut found: Vec<BufferingHints> =
            sweep.rows.iter().map(|row| row.hints).filter(|hints| belongs(hints)).collect();
        found.sort_by_key(|hints| (hints.size_mib, hints.interval_s));
        found
    };
    html! {
        <div class="sweep-sliders">
            { slider("sweep-size", "SizeInMBs", of(&sizes), chosen, picked, |hints| format!("{} MiB", hints.size_mib)) }
            { slider("sweep-interval", "IntervalInSeconds", of(&intervals), chosen, picked, |hints| format!("{} s", hints.interval_s)) }
            <p class="hint">{ page.text("sweep-one-by-one") }</p>
        </div>
    }
}

fn slider(
    id: &'static str,
    name: &'static str,
    steps: Vec<BufferingHints>,
    chosen: BufferingHints,
    picked: &UseStateHandle<Option<BufferingHints>>,
    say: fn(&BufferingHints) -> String,
) -> Html {
    let text = say(&chosen);
    let position = steps.iter().position(|hints| say(hints) == text).unwrap_or_default();
    let most = steps.len().saturating_sub(1);
    let oninput = {
        let picked = picked.clone();
        Callback::from(move |event: InputEvent| {
            let place = event.target_unchecked_into::<HtmlInputElement>().value().parse::<usize>();
            picked.set(place.ok().and_then(|place| steps.get(place).copied()));
        })
    };
    html! {
        <div class="sweep-slider">
            <label for={id}>{ name }</label>
            <input {id} type="range" min="0" max={most.to_string()} step="1" value={position.to_string()} {oninput} disabled={most == 0} aria-valuetext={text.clone()} />
            <output for={id} class="mono">{ text }</output>
        </div>
    }
}

/// The trade in words: what the chosen hints come to, against those that were in force.
fn words(page: &Context, sweep: &SweepFrame, chosen: BufferingHints) -> String {
    let find = |hints: BufferingHints| sweep.rows.iter().find(|row| row.hints == hints);
    let Some(row) = find(chosen) else {
        return page.text("sweep-not-yet");
    };
    let Some((p50, p99)) = row.ages else {
        return page.say(&Message::new("sweep-nothing").text("span", span(row.lasted)));
    };
    let says = Message::new("sweep-words")
        .number("size", chosen.size_mib)
        .number("interval", chosen.interval_s)
        .text("p50", span(p50))
        .text("p99", span(p99))
        .text("objects", rate(row.objects_per_hour))
        .text("mean", format::bytes(row.mean_bytes as f64));
    let against =
        find(sweep.present).filter(|present| present.hints != chosen).and_then(|present| against(row, present));
    let parts = [Some(says), against].into_iter().flatten().map(|message| page.say(&message));
    parts.collect::<Vec<_>>().join(" ")
}

/// What is won and what is paid.
fn against(row: &HintRow, present: &HintRow) -> Option<Message> {
    let (ours, theirs) = (row.ages?.1, present.ages?.1);
    let (more, fewer) =
        (row.objects_per_hour / present.objects_per_hour, present.objects_per_hour / row.objects_per_hour);
    let times = |value: f64| number(value, usize::from(value < 10.0));
    let is_as_many = (0.95..1.05).contains(&more);
    let is_same = (more - 1.0).abs() < 0.03 && ours.0.abs_diff(theirs.0) * 30 < theirs.0;
    Some(match () {
        () if is_same => Message::new("sweep-same"),
        () if ours < theirs && is_as_many => {
            Message::new("sweep-sooner-as-many").text("sooner", span(Micros(theirs.0 - ours.0)))
        }
        () if is_as_many => {
            Message::new("sweep-later-as-many").text("later", span(Micros(ours.0.saturating_sub(theirs.0))))
        }
        () if ours < theirs => {
            Message::new("sweep-sooner").text("sooner", span(Micros(theirs.0 - ours.0))).text("times", times(more))
        }
        () => Message::new("sweep-later")
            .text("later", span(Micros(ours.0.saturating_sub(theirs.0))))
            .text("times", times(fewer)),
    })
}

/// Objects in an hour.
pub fn rate(per_hour: f64) -> String {
    number(per_hour, usize::from(per_hour < 10.0))
}
