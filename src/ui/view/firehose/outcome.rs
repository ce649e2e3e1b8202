//! What is on its way, what the destination got, and where everything else went.

use super::words::{cause, cause_class, lane, route, span};
use crate::engine::firehose::amount::Amount;
use crate::engine::firehose::lane::{Route, Stage};
use crate::engine::firehose::plan::{Backup, DestinationKind};
use crate::engine::time::SimTime;
use crate::learn::catalogue::clock_seconds;
use crate::learn::fields::kind_name;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;
use crate::worker::firehose::DeliveryFrame;
use crate::worker::firehose::tanks::FlightRow;
use yew::prelude::*;

/// Deliveries on their way, the destination, the branches.
pub fn panel(page: &Context, delivery: &DeliveryFrame) -> Html {
    html! {
        <div class="flow-part flow-outcome">
            <section class="panel flights" aria-labelledby="flights-title">
                <h2 id="flights-title">{ page.text("flights-title") }</h2>
                if delivery.flights.is_empty() {
                    <p class="hint">{ page.text("flights-none") }</p>
                } else {
                    <ul aria-labelledby="flights-title" tabindex="0">{ for delivery.flights.iter().map(|flight| row(page, delivery, flight)) }</ul>
                }
                if delivery.flights_untold > 0 {
                    <p class="hint">{ page.say(&Message::new("tank-more").number("count", delivery.flights_untold)) }</p>
                }
            </section>
            { destination(page, delivery) }
        </div>
    }
}

fn row(page: &Context, delivery: &DeliveryFrame, flight: &FlightRow) -> Html {
    let now = delivery.at;
    let words = Message::new("flight")
        .text("bytes", format::bytes(flight.amount.bytes as f64))
        .text("cause", cause(page, flight.cause))
        .text("lane", lane(page, flight.shard, flight.partition.as_deref()));
    let stage = page.text(match flight.stage {
        Stage::Upload => "stage-upload",
        Stage::Copy => "stage-copy",
        Stage::Request => "stage-request",
    });
    let what = match (flight.route, flight.failing_since) {
        (Route::Destination, Some(_)) => String::new(),
        (Route::Destination, None) => format!("{stage} · "),
        (other, Some(_)) => format!("{} · ", route(page, other)),
        (other, None) => format!("{stage}: {} · ", route(page, other)),
    };
    let condition = match flight.failing_since {
        Some(since) if flight.is_waiting => Message::new("flight-waits")
            .number("attempts", flight.attempts)
            .number("next", flight.attempts + 1)
            .text("wait", span(flight.until.since(now)))
            .text("since", clock_seconds(since)),
        Some(since) => {
            Message::new("flight-again").number("attempts", flight.attempts).text("since", clock_seconds(since))
        }
        None => Message::new("flight-goes").text("wait", span(flight.until.since(now))),
    };
    // When an attempt other than the first began is not known.
    let is_first = flight.attempts == 1 && !flight.is_waiting && flight.stage != Stage::Copy;
    let whole = flight.until.since(flight.began).0.max(1) as f64;
    let part = if is_first { now.since(flight.began).0 as f64 / whole } else { 1.0 };
    let class = classes!("flight-bar", cause_class(flight.cause), flight.failing_since.is_some().then_some("failing"));
    html! {
        <li key={format!("{} {:?} {:?}", flight.lane, flight.route, flight.partition)}>
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="bar-back" width="100" height="6" /><rect {class} width={format!("{:.1}", part.clamp(0.03, 1.0) * 100.0)} height="6" /></svg>
            <p>{ page.say(&words) }</p>
            <p class={classes!("hint", flight.failing_since.is_some().then_some("over"))}>{ what }{ page.say(&condition) }</p>
            if flight.stage == Stage::Copy && !delivery.plan.destination.can_copy() {
                <p class="hint over">{ "▲ " }{ page.text("flight-cannot-copy") }</p>
            }
        </li>
    }
}

fn destination(page: &Context, delivery: &DeliveryFrame) -> Html {
    let plan = &delivery.plan.destination;
    let outcome = &delivery.outcome;
    let condition = delivery.condition;
    let latest = delivery.deliveries.iter().find(|done| done.route == Route::Destination);
    let has_backup = plan.backup == Backup::All || !outcome.backed_up.is_empty();
    html! {
        <section class={classes!("panel", "destination", condition.is_destination_out.then_some("troubled"))} aria-labelledby="destination-title">
            <h2 id="destination-title">{ page.text("destination-title") }</h2>
            <p class="flow-kind">{ kind_name(&plan.kind) }</p>
            <p class="flow-name">{ place(delivery) }</p>
            if let Some(index) = &delivery.index {
                <p class="hint">{ page.say(&Message::new("destination-index").text("index", index)) }</p>
            }
            if condition.is_destination_out {
                <p class="over">{ "▲ " }{ page.text("destination-out") }{ back(page, condition.destination_back_at) }</p>
            }
            if condition.is_bucket_out {
                <p class="over">{ "▲ " }{ page.text("bucket-out") }{ back(page, condition.bucket_back_at) }</p>
            }
            if delivery.is_key_refused {
                <p class="over">{ "▲ " }{ page.text("bucket-key-refused") }</p>
            }
            if !plan.can_copy() {
                <p class="over">{ "▲ " }{ page.text("flight-cannot-copy") }</p>
            }
            if condition.slow_factor > 1 {
                <p class="raised">{ "▲ " }{ page.say(&Message::new("destination-slow").number("factor", condition.slow_factor)) }</p>
            }
            <p class="flow-main">{ page.say(&amount("destination-got", outcome.delivered)) }</p>
            <p class="hint">{ page.say(&Message::new("destination-deliveries").text("size", format::short(outcome.by_size as f64)).text("interval", format::short(outcome.by_interval as f64))) }</p>
            if let Some(latest) = latest {
                <p class="hint">{ page.say(&Message::new("destination-latest").text("at", clock_seconds(latest.at)).text("bytes", format::bytes(latest.amount.bytes as f64)).text("cause", cause(page, latest.cause))) }</p>
            }
            <dl class="branches">
                { branch(page, "branch-failed", outcome.failed, true) }
                if has_backup {
                    { branch(page, "branch-backup", outcome.backed_up, false) }
                }
                { branch(page, "branch-lost", outcome.lost, true) }
            </dl>
            if !outcome.lost.is_empty() {
                <p class="hint">{ page.text(if delivery.takes_puts() { "lost-puts" } else { "lost-stream" }) }</p>
            }
        </section>
    }
}

/// Until when something is out of service, where that is settled.
fn back(page: &Context, at: Option<SimTime>) -> String {
    at.map_or_else(String::new, |at| page.say(&Message::new("out-until").text("at", clock_seconds(at))))
}

/// What the destination is called.
fn place(delivery: &DeliveryFrame) -> String {
    let plan = &delivery.plan.destination;
    match &plan.kind {
        DestinationKind::S3 => format!("s3://{}/{}", plan.bucket.bucket, plan.bucket.prefix),
        DestinationKind::Redshift { table, .. } => table.clone(),
        DestinationKind::Elasticsearch { index, .. } | DestinationKind::OpenSearch { index, .. } => index.clone(),
        DestinationKind::HttpEndpoint { url } => url.clone(),
        DestinationKind::Splunk { endpoint } => endpoint.clone(),
    }
}

fn amount(id: &'static str, amount: Amount) -> Message {
    Message::new(id)
        .text("records", format::short(amount.records as f64))
        .text("bytes", format::bytes(amount.bytes as f64))
}

fn branch(page: &Context, id: &'static str, sum: Amount, is_bad: bool) -> Html {
    let class = (is_bad && !sum.is_empty()).then_some("over");
    html! { <div class={classes!(class)}><dt>{ "↳ " }{ page.text(id) }</dt><dd>{ page.say(&amount("branch-amount", sum)) }</dd></div> }
}
