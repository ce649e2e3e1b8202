//! The buffer: the tank that goes next drawn large with its size line and its interval, the others in a row, and in words
//! which condition comes first.

use super::words::{bytes_rate, cause_class, countdown, lane, route, span};
use crate::engine::firehose::lane::Route;
use crate::engine::time::{Micros, SimTime};
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;
use crate::ui::scene::firehose::tank::{Forecast, HEIGHT, RADIUS, TankScene};
use crate::worker::firehose::tanks::TankFrame;
use crate::worker::firehose::{DeliveryFrame, FirehoseView};
use crate::worker::messages::{Playback, Task, ToWorker};
use yew::prelude::*;

/// The buffers of a delivery stream.
pub fn panel(page: &Context, delivery: &DeliveryFrame, is_searching: bool) -> Html {
    let main = delivery.tanks.first().filter(|tank| tank.route == Route::Destination);
    let others = &delivery.tanks[usize::from(main.is_some())..];
    html! {
        <section class="panel flow-part flow-tank" aria-labelledby="tank-title">
            <div class="flow-head">
                <h2 id="tank-title">{ page.text("tank-title") }</h2>
                { next_flush(page, is_searching) }
            </div>
            if let Some(tank) = main {
                { large(page, tank, delivery.at) }
            } else {
                { empty(page, delivery) }
            }
            if !others.is_empty() {
                <ul class="tanks" aria-label={page.text("tank-others")}>{ for others.iter().map(|tank| small(page, tank, delivery.at)) }</ul>
            }
            if delivery.tanks_untold > 0 {
                <p class="hint">{ page.say(&Message::new("tank-more").number("count", delivery.tanks_untold)) }</p>
            }
            if delivery.tanks.len() > 1 {
                <details><summary>{ page.text("chart-table") }</summary>{ table(page, delivery) }</details>
            }
        </section>
    }
}

/// Goes on to where the next delivery leaves its buffer, or stops looking for it.
fn next_flush(page: &Context, is_searching: bool) -> Html {
    let onclick = {
        let page = page.clone();
        Callback::from(move |_: MouseEvent| {
            if is_searching {
                page.send(&ToWorker::Playback(Playback::Pause));
            } else {
                page.ask(&Task::NextFlush(FirehoseView { chosen: page.state.delivery_stream.clone() }));
            }
        })
    };
    let label = page.text(if is_searching { "next-flush-stop" } else { "next-flush" });
    html! { <button type="button" class="primary" {onclick} aria-keyshortcuts="b" title={page.text("next-flush-about")}>{ label }</button> }
}

fn large(page: &Context, tank: &TankFrame, now: SimTime) -> Html {
    let scene = TankScene::of(tank, now);
    let forecast = Forecast::of(tank, now);
    let summary = page.say(&headline(forecast));
    html! {
        <>
            <p class="tank-lane hint">{ lane(page, tank.shard, tank.partition.as_deref()) }</p>
            <div key={format!("{} {:?}", tank.lane, tank.partition)} class="tank-body">
                { vessel(&scene, tank, forecast) }
                <p class={classes!("headline", forecast.cause().map(cause_class))}>{ summary }</p>
                { ring(page, &scene, tank, now) }
                <div class="tank-words">
                    <p>{ page.say(&fullness(tank, &scene)) }</p>
                    <p class="hint">{ page.say(&other(tank, forecast)) }</p>
                    if scene.hint_line.is_some() {
                        <p class="raised">{ "▲ " }{ page.say(&Message::new("tank-raised").text("hint", format::bytes(tank.hint_bytes as f64)).text("size", format::bytes(tank.size_bytes as f64))) }</p>
                    }
                </div>
            </div>
        </>
    }
}

/// What stands where nothing has come yet, or everything has gone.
fn empty(page: &Context, delivery: &DeliveryFrame) -> Html {
    let hints = delivery.hints;
    let words = Message::new("tank-empty")
        .number("size", hints.size_mib)
        .text("interval", span(Micros::seconds(u64::from(hints.interval_s))));
    html! {
        <div class="tank-body">
            <svg class="vessel" viewBox="0 0 124 216" aria-hidden="true"><rect class="tank-wall" x="2" y="8" width="120" height={(HEIGHT + 4.0).to_string()} rx="10" /></svg>
            <p class="headline">{ page.text("forecast-empty") }</p>
            <div class="tank-words"><p class="hint">{ page.say(&words) }</p></div>
        </div>
    }
}

/// The tank itself: wall, level, the line of its size, and that of the size asked for where it was raised.
fn vessel(scene: &TankScene, tank: &TankFrame, forecast: Forecast) -> Html {
    let floor = 10.0 + HEIGHT;
    // Their labels stand on both sides of the tank, one above its line and one below: lines may be close together.
    let line = |class: &'static str, height: f64, (x, below): (&'static str, f64), bytes: u64| {
        let y = floor - height;
        html! {
            <>
                <line {class} x1="2" x2="122" y1={format!("{y:.1}")} y2={format!("{y:.1}")} />
                <text class={classes!("tank-label", class)} {x} y={format!("{:.1}", y + below)}>{ format::bytes(bytes as f64) }</text>
            </>
        }
    };
    let level = classes!("tank-level", forecast.cause().map(cause_class));
    html! {
        <svg class="vessel" viewBox="0 0 124 216" aria-hidden="true">
            <rect class="tank-wall" x="2" y="8" width="120" height={(HEIGHT + 4.0).to_string()} rx="10" />
            <rect class={level} x="5" width="114" y={format!("{:.1}", floor - scene.level)} height={format!("{:.1}", scene.level)} rx="6" />
            { line("tank-size", scene.size_line, ("115", -6.0), tank.size_bytes) }
            if let Some(hint) = scene.hint_line {
                { line("tank-hint", hint, ("9", 16.0), tank.hint_bytes) }
            }
            <text class="tank-percent" x="62" y={format!("{:.1}", floor - 10.0)}>{ format::use_percent(scene.fullness) }</text>
        </svg>
    }
}

/// The interval, counted down on a ring.
fn ring(page: &Context, scene: &TankScene, tank: &TankFrame, now: SimTime) -> Html {
    let left = tank.due_at().map_or_else(|| "–".to_owned(), |due| countdown(due.since(now)));
    let of = page.say(&Message::new("tank-interval-of").text("interval", countdown(tank.interval)));
    html! {
        <svg class="interval-ring" viewBox="0 0 110 110" aria-hidden="true">
            <circle class="ring-back" cx="55" cy="55" r={RADIUS.to_string()} />
            <circle class="ring-left" cx="55" cy="55" r={RADIUS.to_string()} stroke-dasharray={scene.ring()} transform="rotate(-90 55 55)" />
            <text class="ring-time" x="55" y="53">{ left }</text>
            <text class="ring-of" x="55" y="69">{ of }</text>
        </svg>
    }
}

fn headline(forecast: Forecast) -> Message {
    match forecast {
        Forecast::Empty => Message::new("forecast-empty"),
        Forecast::Waits => Message::new("forecast-waits"),
        Forecast::Size { wait, .. } => Message::new("forecast-size").text("wait", span(wait)),
        Forecast::Interval { wait, .. } => Message::new("forecast-interval").text("wait", span(wait)),
    }
}

fn fullness(tank: &TankFrame, scene: &TankScene) -> Message {
    Message::new("tank-holds")
        .text("bytes", format::bytes(tank.amount.bytes as f64))
        .text("size", format::bytes(tank.size_bytes as f64))
        .text("part", format::use_percent(scene.fullness))
        .text("records", format::short(tank.amount.records as f64))
        .text("rate", bytes_rate(tank.rate_bytes_per_s))
}

/// When the other condition would be met.
fn other(tank: &TankFrame, forecast: Forecast) -> Message {
    match forecast {
        Forecast::Size { interval, .. } => Message::new("forecast-other-interval").text("wait", span(interval)),
        Forecast::Interval { size: Some(size), .. } => Message::new("forecast-other-size").text("wait", span(size)),
        Forecast::Interval { size: None, .. } => Message::new("forecast-other-none"),
        Forecast::Waits => Message::new("forecast-other-waits"),
        Forecast::Empty => Message::new("forecast-other-empty").text("interval", span(tank.interval)),
    }
}

fn small(page: &Context, tank: &TankFrame, now: SimTime) -> Html {
    let scene = TankScene::of(tank, now);
    let forecast = Forecast::of(tank, now);
    let name = if tank.route == Route::Destination {
        lane(page, tank.shard, tank.partition.as_deref())
    } else {
        route(page, tank.route)
    };
    let class = classes!("tank-level", forecast.cause().map(cause_class));
    let height = (scene.fullness * 34.0).min(38.0);
    html! {
        <li key={format!("{} {:?} {:?}", tank.lane, tank.route, tank.partition)} class="small-tank">
            <svg viewBox="0 0 26 42" aria-hidden="true">
                <rect class="tank-wall" x="1" y="1" width="24" height="40" rx="4" />
                <rect {class} x="3" width="20" y={format!("{:.1}", 39.0 - height)} height={format!("{height:.1}")} rx="2" />
                <line class="tank-size" x1="1" x2="25" y1="5" y2="5" />
            </svg>
            <span class="small-name">{ name }</span>
            <span class="small-words">{ page.say(&headline(forecast)) }</span>
        </li>
    }
}

fn table(page: &Context, delivery: &DeliveryFrame) -> Html {
    const COLUMNS: [&str; 6] = [
        "tank-column-buffer",
        "tank-column-route",
        "tank-column-holds",
        "tank-column-size",
        "tank-column-rate",
        "tank-column-next",
    ];
    let row = |tank: &TankFrame| {
        let forecast = Forecast::of(tank, delivery.at);
        html! {
            <tr key={format!("{} {:?} {:?}", tank.lane, tank.route, tank.partition)}>
                <th scope="row">{ lane(page, tank.shard, tank.partition.as_deref()) }</th>
                <td>{ route(page, tank.route) }</td>
                <td class="number">{ format::bytes(tank.amount.bytes as f64) }</td>
                <td class="number">{ format::bytes(tank.size_bytes as f64) }</td>
                <td class="number">{ bytes_rate(tank.rate_bytes_per_s) }</td>
                <td>{ page.say(&headline(forecast)) }</td>
            </tr>
        }
    };
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={page.text("tank-others")}>
            <table class="stages">
                <thead><tr>{ for COLUMNS.iter().map(|id| html! { <th scope="col" key={*id}>{ page.text(id) }</th> }) }</tr></thead>
                <tbody>{ for delivery.tanks.iter().map(row) }</tbody>
            </table>
        </div>
    }
}
