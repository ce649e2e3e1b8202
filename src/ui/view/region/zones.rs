//! Three zones: how they do, a put in them, and what they hold.

use super::{Chosen, fact, head, legend, refusals};
use crate::engine::command::Command;
use crate::engine::stream::replication::{Zone, ZoneState};
use crate::engine::time::Micros;
use crate::learn::catalogue::number;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;
use crate::ui::scene::region::put::{PutScene, ms};
use crate::worker::region::RegionFrame;
use crate::worker::region::zones::{ZoneFrame, ZonesFrame};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The slowest that the slider makes a zone, in milliseconds, and its step.
const SLOW_MAX_MS: u64 = 500;
const SLOW_STEP_MS: u64 = 10;

/// The panel of the zones.
pub fn panel(page: &Context, region: &RegionFrame, chosen: &UseStateHandle<Chosen>) -> Html {
    let zones = &region.zones;
    html! {
        <section class="panel" aria-labelledby="zones-title">
            <h2 id="zones-title">{ page.text("zones-title") }</h2>
            <p class="about">{ page.text("zones-about") }</p>
            <div class="zone-cards">
                { for Zone::ALL.into_iter().map(|zone| card(page, region, zone, chosen)) }
            </div>
            { put(page, region) }
            { refusals(page, zones.refusal.as_ref(), zones.failures, "zones-failed-puts") }
            { kept(page, zones) }
        </section>
    }
}

fn name(region: &RegionFrame, zone: Zone) -> String {
    format!("{}{}", region.region, zone.letter())
}

fn card(page: &Context, region: &RegionFrame, zone: Zone, chosen: &UseStateHandle<Chosen>) -> Html {
    let frame = &region.zones.zones[zone as usize];
    let (name, slow_ms) = (name(region, zone), chosen.slow_ms[zone as usize]);
    let (sign, looks, words) = match frame.state {
        ZoneState::Healthy => ("●", "healthy", Message::new("zone-healthy")),
        ZoneState::Slow { extra } => ("◐", "slow", Message::new("zone-slow-by").decimal("ms", ms(extra), 0)),
        ZoneState::Failed => ("✕", "failed", Message::new("zone-failed")),
    };
    let slow = ZoneState::Slow { extra: Micros::millis(slow_ms) };
    let choice = |id, state: ZoneState, is_on| {
        let page_sends = page.clone();
        let onclick = Callback::from(move |_| page_sends.command(Command::SetZone { zone, state }));
        html! { <button type="button" class="segment" aria-pressed={is_on_text(is_on)} {onclick}>{ page.text(id) }</button> }
    };
    html! {
        <div class={classes!("zone", looks)} role="group" aria-label={name.clone()}>
            <h3>{ name }</h3>
            <p class="zone-state"><span aria-hidden="true">{ sign }{ " " }</span>{ page.say(&words) }</p>
            <div class="segments">
                { choice("zone-make-healthy", ZoneState::Healthy, frame.state == ZoneState::Healthy) }
                { choice("zone-make-slow", slow, matches!(frame.state, ZoneState::Slow { .. })) }
                { choice("zone-make-failed", ZoneState::Failed, frame.state == ZoneState::Failed) }
            </div>
            <label class="zone-slow">
                <span>{ page.text("zone-slow-label") }</span>
                <input type="range" min="0" max={SLOW_MAX_MS.to_string()} step={SLOW_STEP_MS.to_string()} value={slow_ms.to_string()}
                    oninput={slide(page, zone, frame.state, chosen)} aria-valuetext={format!("{slow_ms} ms")} />
                <span class="number">{ format!("{slow_ms} ms") }</span>
            </label>
            { facts(page, frame) }
        </div>
    }
}

const fn is_on_text(is_on: bool) -> &'static str {
    if is_on { "true" } else { "false" }
}

/// The slider sets how slow a zone is, unless it has failed: then it only says how slow it will be.
fn slide(page: &Context, zone: Zone, state: ZoneState, chosen: &UseStateHandle<Chosen>) -> Callback<InputEvent> {
    let (page, chosen) = (page.clone(), chosen.clone());
    Callback::from(move |event: InputEvent| {
        let slow_ms = event.target_unchecked_into::<HtmlInputElement>().value_as_number() as u64;
        let mut next = (*chosen).clone();
        next.slow_ms[zone as usize] = slow_ms;
        chosen.set(next);
        if state != ZoneState::Failed {
            let extra = Micros::millis(slow_ms);
            let state = if slow_ms == 0 { ZoneState::Healthy } else { ZoneState::Slow { extra } };
            page.command(Command::SetZone { zone, state });
        }
    })
}

fn facts(page: &Context, zone: &ZoneFrame) -> Html {
    let store = match zone.store {
        Some([median, p99]) if zone.state != ZoneState::Failed => {
            format!("{} / {} ms", number(ms(median), 1), number(ms(p99), 1))
        }
        _ => "–".to_owned(),
    };
    let volume = |volume: crate::engine::stream::retention::Volume| {
        Message::new("zone-volume")
            .text("records", format::short(volume.records as f64))
            .text("bytes", format::bytes(volume.bytes.0 as f64))
    };
    let missing = zone.copy.missing;
    let catch_up = match (missing.records, zone.state) {
        (0, _) => Message::new("zone-complete"),
        (_, ZoneState::Failed) => {
            Message::new("zone-will-catch-up").decimal("seconds", zone.copy.catch_up.as_seconds(), 2)
        }
        _ => Message::new("zone-catches-up").decimal("seconds", zone.copy.catch_up.as_seconds(), 2),
    };
    html! {
        <dl class="facts">
            { fact(page.text("zone-store"), store) }
            { fact(page.text("zone-holds"), page.say(&volume(zone.copy.held))) }
            { fact(page.text("zone-missing"), page.say(&volume(missing))) }
            { fact(page.text("zone-catch-up"), page.say(&catch_up)) }
        </dl>
    }
}

/// The last put, as a picture, in words, and as a table.
fn put(page: &Context, region: &RegionFrame) -> Html {
    let zones = &region.zones;
    let (Some(put), Some([median, p99, longest])) = (&zones.last_put, zones.whole) else {
        return html! { <p class="hint">{ page.text("put-none") }</p> };
    };
    let scene = PutScene::new(put, longest);
    let binds = Zone::ALL[scene.slowest];
    let summary = Message::new("put-summary")
        .text("zone", name(region, binds))
        .decimal("whole", scene.whole_ms, 1)
        .number("puts", zones.puts)
        .decimal("median", ms(median), 1)
        .decimal("most", ms(p99), 1);
    let summary = page.say(&summary);
    let title = page.text("put-title");
    html! {
        <figure class="put">
            <figcaption><strong>{ &title }</strong><span class="summary" data-put="">{ &summary }</span></figcaption>
            <div class="put-rows" role="img" aria-label={format!("{title}. {summary}")}>
                { for Zone::ALL.into_iter().map(|zone| put_row(page, &scene, name(region, zone), zone)) }
                <span></span>
                <div class="plot-times"><span>{ "0" }</span><span>{ format!("{} ms", number(scene.top_ms, 0)) }</span></div>
            </div>
            { legend(page, &[("put-request", "put-request"), ("put-store", "put-store"), ("put-binds", "put-slowest"), ("limit-line", "put-answered")]) }
            <details>
                <summary>{ page.text("chart-table") }</summary>
                <table>
                    { head(page, &["put-zone", "put-stored"]) }
                    <tbody>{ for Zone::ALL.into_iter().map(|zone| html! {
                        <tr><td>{ name(region, zone) }</td><td class="number">{ store_text(page, &scene, zone) }</td></tr>
                    }) }</tbody>
                </table>
            </details>
        </figure>
    }
}

fn store_text(page: &Context, scene: &PutScene, zone: Zone) -> String {
    scene.stored_ms(zone as usize).map_or_else(|| page.text("put-out"), |store| format!("{} ms", number(store, 1)))
}

/// A zone's bar: the request, storing, and the line at which the put is answered.
fn put_row(page: &Context, scene: &PutScene, name: String, zone: Zone) -> Html {
    let part = |ms: f64| format!("{:.2}", scene.part(ms));
    let binds = scene.slowest == zone as usize && scene.store_ms[zone as usize].is_some();
    let text = store_text(page, scene, zone);
    html! {
        <>
            <span class="put-name">{ name }</span>
            <div class="put-bar">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="gauge-back" width="100" height="10" />
                    if let Some(store) = scene.store_ms[zone as usize] {
                        <rect class="put-request" x="0" y="2" width={part(scene.request_ms)} height="6" />
                        <rect class={if binds { "put-binds" } else { "put-store" }} x={part(scene.request_ms)} y="2" width={part(store)} height="6" />
                    }
                    <line class="put-answer" x1={part(scene.whole_ms)} x2={part(scene.whole_ms)} y1="0" y2="10" />
                </svg>
                <span class={classes!("put-text", binds.then_some("binds"))}>{ text }{ if binds { page.text("put-binds") } else { String::new() } }</span>
            </div>
        </>
    }
}

/// Whether everything that was acknowledged is there, counted.
fn kept(page: &Context, zones: &ZonesFrame) -> Html {
    let [lost, in_one, in_two, in_three] = zones.by_holders;
    let id = if lost == 0 { "zones-nothing-lost" } else { "zones-lost" };
    let words = Message::new(id)
        .number("kept", zones.kept.records)
        .number("three", in_three)
        .number("two", in_two)
        .number("one", in_one)
        .number("none", lost);
    html! { <p class={classes!("verdict", (lost > 0).then_some("over"))}>{ page.say(&words) }</p> }
}
