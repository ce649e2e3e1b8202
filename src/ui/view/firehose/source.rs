//! The source: what callers put, against the quotas, or what is read from a data stream.

use super::adding::AddProducer;
use super::words::{bytes_rate, span};
use crate::learn::catalogue::number;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;
use crate::ui::scene::region::money::dollars;
use crate::ui::screen::Screen;
use crate::ui::state::Action;
use crate::worker::firehose::DeliveryFrame;
use crate::worker::firehose::intake::{SourceFrame, SourceKind};
use yew::prelude::*;

/// The source of a delivery stream; `producers` are the names of all.
pub fn panel(page: &Context, delivery: &DeliveryFrame, producers: &[String]) -> Html {
    let source = &delivery.source;
    let title = if delivery.takes_puts() { "source-puts" } else { "source-stream" };
    html! {
        <section class="panel flow-part flow-source" aria-labelledby="source-title">
            <h2 id="source-title">{ page.text("source-title") }</h2>
            <p class="flow-kind">{ page.text(title) }</p>
            <p class="flow-main">{ page.say(&Message::new("source-rate").text("rate", format::count(source.records_per_s))) }</p>
            <p class="hint">{ bytes_rate(source.bytes_per_s) }</p>
            { inside(page, delivery, source, producers) }
            if delivery.outcome.split[0] > 0 {
                <p class="hint">{ page.say(&Message::new("source-split").text("records", format::short(delivery.outcome.split[0] as f64)).text("parts", format::short(delivery.outcome.split[1] as f64))) }</p>
            }
            if delivery.outcome.billed.0 > 0 {
                <p class="hint">{ page.say(&bill(delivery)) }</p>
            }
        </section>
    }
}

/// What was billed so far.
fn bill(delivery: &DeliveryFrame) -> Message {
    let outcome = &delivery.outcome;
    let cost = dollars(u128::from(outcome.cost_nano_dollars));
    Message::new("source-bill").text("bytes", format::bytes(outcome.billed.0 as f64)).text("cost", cost)
}

fn inside(page: &Context, delivery: &DeliveryFrame, source: &SourceFrame, producers: &[String]) -> Html {
    match &source.kind {
        SourceKind::Puts { allowed, throttled, too_large, key_refused, callers, .. } => {
            let [records, requests, bytes] = *allowed;
            html! {
                <>
                    <dl class="quotas">
                        { gauge(page, "quota-records", source.records_per_s, records) }
                        { gauge(page, "quota-requests", source.requests_per_s, requests) }
                        { gauge(page, "quota-bytes", source.bytes_per_s, bytes) }
                    </dl>
                    if *throttled > 0 {
                        <p class="over">{ "▲ " }{ page.say(&Message::new("source-throttled").text("records", format::short(*throttled as f64)).text("rate", format::count(source.throttled_per_s))) }</p>
                    }
                    if *too_large > 0 {
                        <p class="over">{ "▲ " }{ page.say(&Message::new("source-too-large").text("records", format::short(*too_large as f64))) }</p>
                    }
                    if *key_refused > 0 {
                        <p class="over">{ "▲ " }{ page.say(&Message::new("source-key-refused").text("records", format::short(*key_refused as f64))) }</p>
                    }
                    if callers.is_empty() {
                        <p class="hint">{ page.text("source-no-caller") }</p>
                    } else {
                        <p class="hint">{ page.say(&Message::new("source-callers").text("names", callers.iter().map(|caller| caller.name.as_str()).collect::<Vec<_>>().join(", "))) }</p>
                    }
                    <AddProducer delivery_stream={delivery.plan.name.clone()} producers={producers.to_vec()} />
                </>
            }
        }
        SourceKind::Stream { stream, is_there, shards, reads_per_s, reads, throttled, behind, expired } => {
            let state = page.state.clone();
            let open = Callback::from(move |_: MouseEvent| state.dispatch(Action::Open(Screen::Pipeline)));
            html! {
                <>
                    <p class="flow-name">{ stream }</p>
                    if *is_there {
                        <p class="hint">{ page.say(&Message::new("source-reads").number("shards", *shards).number("times", *reads_per_s).text("reads", format::short(*reads as f64))) }</p>
                        <p class={classes!((behind.as_seconds() >= 2.0).then_some("over"))}>{ page.say(&Message::new("source-behind").text("behind", span(*behind))) }</p>
                    } else {
                        <p class="over">{ "▲ " }{ page.text("source-no-stream") }</p>
                    }
                    if *throttled > 0 {
                        <p class="over">{ "▲ " }{ page.say(&Message::new("source-reads-throttled").text("reads", format::short(*throttled as f64))) }</p>
                    }
                    if *expired > 0 {
                        <p class="over">{ "▲ " }{ page.say(&Message::new("source-expired").text("records", format::short(*expired as f64))) }</p>
                    }
                    <p><button type="button" class="link" onclick={open}>{ page.text("source-in-pipeline") }</button></p>
                </>
            }
        }
    }
}

/// How much of a quota is used.
fn gauge(page: &Context, id: &'static str, value: f64, allowed: u64) -> Html {
    let part = value / allowed.max(1) as f64;
    let class = if part >= 1.0 { "over" } else { "" };
    let limit = if id == "quota-bytes" { format::bytes(allowed as f64) } else { number(allowed as f64, 0) };
    html! {
        <div class={classes!("quota", class)}>
            <dt>{ page.say(&Message::new(id).text("limit", limit)) }</dt>
            <dd>
                <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="bar-back" width="100" height="6" /><rect class={classes!("quota-bar", class)} width={format!("{:.1}", (part * 100.0).clamp(0.0, 100.0))} height="6" /></svg>
                <span>{ format::percent(part) }</span>
            </dd>
        </div>
    }
}
