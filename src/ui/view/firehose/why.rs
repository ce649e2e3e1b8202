//! Why a buffer went: the rule, the numbers of that moment, what would make it otherwise, and a button that tries it.

use super::tabs::TabProps;
use super::words::{route, span};
use crate::engine::command::Command;
use crate::engine::firehose::MIB;
use crate::engine::firehose::buffer::Cause;
use crate::engine::firehose::command::DeliveryCommand;
use crate::engine::firehose::lane::Route;
use crate::engine::firehose::plan::BufferingHints;
use crate::learn::message::Message;
use crate::ui::format;
use crate::worker::firehose::deliveries::DeliveryRow;
use crate::worker::firehose::intake::SourceKind;
use yew::prelude::*;

/// An interval that is called long by those who have next to none.
const LONGER_S: u32 = 60;

/// Something that would make it otherwise.
struct Advice {
    /// What it would come to.
    words: Message,
    /// What the button says, and what it does.
    tries: Option<(Message, Vec<Command>)>,
}

/// Why this delivery went.
pub fn panel(tab: &TabProps<'_>, row: &DeliveryRow) -> Html {
    let page = tab.page;
    let id = match row.cause {
        Cause::Size => "flush-why-size",
        Cause::Interval => "flush-why-interval",
    };
    let is_main = row.route == Route::Destination;
    html! {
        <section class="flush-why" aria-labelledby="flush-why-title">
            <h3 id="flush-why-title" class="headline">{ page.text(id) }</h3>
            <p class="rule">{ page.text("flush-rule") }</p>
            if is_main {
                <p>{ page.say(&numbers(row)) }</p>
                if tab.delivery.hints.interval_s == 0 {
                    <p class="hint">{ page.text("flush-zero") }</p>
                }
                if tab.delivery.plan.destination.transformation.is_some() {
                    <p class="hint">{ page.text("flush-function") }</p>
                }
                if row.is_outdated {
                    <p class="hint">{ page.text("flush-outdated") }</p>
                }
            } else {
                <p>{ page.say(&Message::new("flush-other-route").text("route", route(page, row.route)).text("bytes", format::bytes(row.amount.bytes as f64))) }</p>
            }
            <p>{ page.say(&Message::new("flush-took").text("took", span(row.at.since(row.began))).number("attempts", row.attempts).text("age", span(row.oldest_age))) }</p>
            if is_main && !row.is_outdated {
                <h4>{ page.text("why-what-helps") }</h4>
                <ul class="advice">{ for advice(tab, row).into_iter().map(|advice| said(tab, advice)) }</ul>
            }
        </section>
    }
}

fn said(tab: &TabProps<'_>, advice: Advice) -> Html {
    html! {
        <li>
            <p>{ tab.page.say(&advice.words) }</p>
            if let Some((label, commands)) = advice.tries {
                <button type="button" class="try" onclick={{
                    let asking = tab.asking.clone();
                    Callback::from(move |_: MouseEvent| commands.iter().for_each(|command| asking.command(command.clone())))
                }}>{ tab.page.say(&label) }</button>
            }
        </li>
    }
}

fn numbers(row: &DeliveryRow) -> Message {
    let size_bytes = row.thresholds.size_bytes;
    Message::new("flush-numbers")
        .text("bytes", format::bytes(row.amount.bytes as f64))
        .text("size", format::bytes(size_bytes as f64))
        .text("part", format::use_percent(row.amount.bytes as f64 / size_bytes.max(1) as f64))
        .text("age", span(row.age_at_flush()))
        .text("interval", span(row.thresholds.interval))
}

/// What would make records arrive sooner, and what would make objects larger.
fn advice(tab: &TabProps<'_>, row: &DeliveryRow) -> Vec<Advice> {
    let hints = tab.delivery.hints;
    let bounds = tab.delivery.plan.destination.bounds(tab.profile);
    let mut found = Vec::new();
    let mut set = |words: Message, hints: BufferingHints, label: Message| {
        let is_allowed = (bounds.size_mib.0..=bounds.size_mib.1).contains(&hints.size_mib)
            && (bounds.interval_s.0..=bounds.interval_s.1).contains(&hints.interval_s);
        if is_allowed && hints != tab.delivery.hints {
            found.push(Advice { words, tries: Some((label, vec![set_hints(tab, hints)])) });
        }
    };
    let size = |size_mib: u32| Message::new("try-size").number("size", size_mib);
    let interval = |interval_s: u32| Message::new("try-interval").number("interval", interval_s);
    let filled = row.age_at_flush();
    match row.cause {
        Cause::Interval => {
            let shorter = (hints.interval_s / 2).max(bounds.interval_s.0);
            set(
                Message::new("advice-shorter").number("interval", shorter),
                BufferingHints { interval_s: shorter, ..hints },
                interval(shorter),
            );
            let reached = ((row.amount.bytes / MIB) as u32).max(bounds.size_mib.0);
            if reached < hints.size_mib && u64::from(reached) * MIB <= row.amount.bytes {
                set(
                    Message::new("advice-smaller-reached").number("size", reached),
                    BufferingHints { size_mib: reached, ..hints },
                    size(reached),
                );
            }
            let longer = (hints.interval_s * 2).max(LONGER_S).clamp(bounds.interval_s.0, bounds.interval_s.1);
            set(
                Message::new("advice-longer").number("interval", longer),
                BufferingHints { interval_s: longer, ..hints },
                interval(longer),
            );
            found.push(more_traffic(tab, row));
        }
        Cause::Size => {
            let smaller = (hints.size_mib / 2).max(bounds.size_mib.0);
            set(
                Message::new("advice-smaller")
                    .number("size", smaller)
                    .text("part", format::percent(f64::from(smaller) / f64::from(hints.size_mib.max(1)))),
                BufferingHints { size_mib: smaller, ..hints },
                size(smaller),
            );
            let larger = (hints.size_mib * 2).min(bounds.size_mib.1);
            set(Message::new("advice-larger"), BufferingHints { size_mib: larger, ..hints }, size(larger));
            let words = Message::new("advice-interval-useless").text("filled", span(filled));
            found.push(Advice { words, tries: None });
        }
    }
    found
}

/// The command that sets other hints.
fn set_hints(tab: &TabProps<'_>, hints: BufferingHints) -> Command {
    let mut destination = tab.delivery.plan.destination.clone();
    destination.buffering = Some(hints);
    Command::Delivery(DeliveryCommand::Set {
        delivery_stream: tab.delivery.plan.name.clone(),
        destination: Box::new(destination),
    })
}

/// How much more would have to come for the size to be reached first.
fn more_traffic(tab: &TabProps<'_>, row: &DeliveryRow) -> Advice {
    let hint_bytes = u64::from(tab.delivery.hints.size_mib) * MIB;
    let times = (hint_bytes / row.amount.bytes.max(1) + 1).max(2);
    let words = Message::new("advice-traffic").number("times", times);
    let SourceKind::Puts { callers, .. } = &tab.delivery.source.kind else {
        return Advice { words, tries: None };
    };
    let more = |rate: u32| u32::try_from(u64::from(rate) * times).unwrap_or(u32::MAX);
    let commands: Vec<Command> = callers
        .iter()
        .map(|caller| {
            let mut traffic = caller.traffic.clone();
            traffic.rate_records_per_s = more(traffic.rate_records_per_s);
            Command::SetTraffic { producer: caller.name.clone(), traffic }
        })
        .collect();
    let label = Message::new("try-traffic").number("times", times);
    Advice { words, tries: (!commands.is_empty()).then_some((label, commands)) }
}
