//! The function: what waits for it, what it works at, what it made of records.

use super::field::breakable;
use super::words::span;
use crate::engine::time::Micros;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;
use crate::worker::firehose::DeliveryFrame;
use crate::worker::firehose::intake::{IntakeBuffer, IntakeFrame};
use yew::prelude::*;

/// The function of a delivery stream, or that there is none.
pub fn panel(page: &Context, delivery: &DeliveryFrame) -> Html {
    html! {
        <section class="panel flow-part flow-transform" aria-labelledby="transform-title">
            <h2 id="transform-title">{ page.text("transform-title") }</h2>
            if let Some(intake) = &delivery.intake {
                { inside(page, delivery, intake) }
            } else {
                <p class="flow-none hint">{ page.text("transform-none") }</p>
            }
        </section>
    }
}

fn inside(page: &Context, delivery: &DeliveryFrame, intake: &IntakeFrame) -> Html {
    let asked = delivery.plan.destination.transformation.as_ref();
    let name = asked.map(|transformation| transformation.function.clone()).unwrap_or_default();
    let under_way = Message::new(if intake.under_way == 0 { "transform-idle" } else { "transform-under-way" })
        .number("invocations", intake.under_way)
        .text("records", format::short(intake.under_way_records as f64));
    html! {
        <>
            <p class="flow-name">{ name }</p>
            if intake.function.is_none() {
                <p class="over">{ "▲ " }{ page.text("transform-gone") }</p>
            }
            if let Some(buffer) = &intake.buffer {
                { waiting(page, delivery, buffer) }
            }
            <p class={classes!("flow-main", (intake.under_way > 0).then_some("busy"))}>{ page.say(&under_way) }</p>
            if intake.attempts > 1 {
                <p class="over">{ "▲ " }{ page.say(&Message::new("transform-attempts").number("attempts", intake.attempts)) }</p>
            }
            <dl class="outcomes">
                { count(page, "transform-ok", intake.ok, false) }
                { count(page, "transform-dropped", intake.dropped, false) }
                { count(page, "transform-failed", intake.failed, true) }
                { count(page, "transform-invocations", intake.invocations, false) }
                { count(page, "transform-failed-invocations", intake.failed_invocations, true) }
            </dl>
        </>
    }
}

/// The buffer before the function, as two bars: how full, how long it has waited.
fn waiting(page: &Context, delivery: &DeliveryFrame, buffer: &IntakeBuffer) -> Html {
    let fullness = buffer.bytes as f64 / buffer.size_bytes.max(1) as f64;
    let left = buffer.due_at.map_or(buffer.interval, |due| due.since(delivery.at));
    let waited = 1.0 - left.0 as f64 / buffer.interval.0.max(1) as f64;
    let words = Message::new("transform-buffer")
        .text("bytes", format::bytes(buffer.bytes as f64))
        .text("size", format::bytes(buffer.size_bytes as f64))
        .text("left", buffer.due_at.map_or_else(|| "–".to_owned(), |_| span(left)))
        .text("interval", span(Micros(buffer.interval.0)));
    html! {
        <div class="intake">
            <svg viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">
                <rect class="bar-back" width="100" height="6" /><rect class="tank-level by-size" width={bar(fullness)} height="6" />
                <rect class="bar-back" y="8" width="100" height="6" /><rect class="tank-level by-interval" y="8" width={bar(waited)} height="6" />
            </svg>
            <p class="hint">{ page.say(&words) }</p>
        </div>
    }
}

fn bar(part: f64) -> String {
    format!("{:.1}", (part * 100.0).clamp(0.0, 100.0))
}

fn count(page: &Context, id: &'static str, count: u64, is_bad: bool) -> Html {
    let class = (is_bad && count > 0).then_some("over");
    html! { <div class={classes!(class)}><dt>{ breakable(&page.text(id)) }</dt><dd>{ format::short(count as f64) }</dd></div> }
}
