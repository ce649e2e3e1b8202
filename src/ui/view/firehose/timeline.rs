//! Flushes by their cause and the freshness of the data, on one axis of time.

use super::words::span;
use crate::engine::time::{Micros, SimTime};
use crate::learn::catalogue::{clock_seconds, number};
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::scene::firehose::timeline::{HEIGHT, Timeline};
use crate::worker::firehose::series::{SeriesFrame, SlotFrame};
use yew::prelude::*;

/// Rows of the table.
const ROWS: usize = 30;

/// Both pictures.
pub fn panel(page: &Context, series: &SeriesFrame, now: Option<Micros>) -> Html {
    let scene = Timeline::of(series);
    let sum = |count: fn(&SlotFrame) -> u32| series.slots.iter().map(count).map(u64::from).sum::<u64>();
    let flushes = Message::new("timeline-flushes")
        .number("size", sum(|slot| slot.by_size))
        .number("interval", sum(|slot| slot.by_interval))
        .text("span", span(Micros(series.slot.0 * series.slots.len() as u64)));
    let oldest = series.slots.iter().map(|slot| slot.freshness).max().unwrap_or_default();
    let freshness =
        Message::new("timeline-freshness").text("now", span(now.unwrap_or_default())).text("oldest", span(oldest));
    let (flushes, freshness) = (page.say(&flushes), page.say(&freshness));
    let width = scene.width;
    html! {
        <div class="timeline">
            <figure>
                <figcaption class="summary">{ &flushes }</figcaption>
                <div class="ages-plot">
                    <span class="ages-top">{ number(f64::from(scene.most), 0) }</span>
                    <svg viewBox={format!("0 0 {width} {HEIGHT}")} preserveAspectRatio="none" role="img" aria-label={flushes.clone()}>
                        <rect class="bar-back" width={width.to_string()} height={HEIGHT.to_string()} />
                        { for series.slots.iter().enumerate().map(|(place, slot)| bars(&scene, place, slot)) }
                    </svg>
                </div>
            </figure>
            <figure>
                <figcaption class="summary">{ &freshness }{ " " }<code>{ "DataFreshness" }</code></figcaption>
                <div class="ages-plot">
                    <span class="ages-top">{ span(Micros((scene.oldest_s * 1e6) as u64)) }</span>
                    <svg viewBox={format!("0 0 {width} {HEIGHT}")} preserveAspectRatio="none" role="img" aria-label={freshness.clone()}>
                        <rect class="bar-back" width={width.to_string()} height={HEIGHT.to_string()} />
                        <polyline class="freshness" points={scene.freshness.clone()} vector-effect="non-scaling-stroke" />
                    </svg>
                </div>
                { axis(&scene) }
            </figure>
            { legend(page) }
            <details><summary>{ page.text("chart-table") }</summary>{ table(page, series) }</details>
        </div>
    }
}

fn bars(scene: &Timeline, place: usize, slot: &SlotFrame) -> Html {
    let (by_size, by_interval) = scene.heights(slot);
    let bar = |class: &'static str, y: f64, height: f64| {
        html! {
            if height > 0.0 {
                <rect class={classes!("flush-bar", class)} x={format!("{:.2}", place as f64 + 0.06)} width="0.88" y={format!("{y:.1}")} height={format!("{height:.1}")} />
            }
        }
    };
    html! { <>{ bar("by-size", HEIGHT - by_size, by_size) }{ bar("by-interval", HEIGHT - by_size - by_interval, by_interval) }</> }
}

fn axis(scene: &Timeline) -> Html {
    let label = |(place, words): &(f64, String)| {
        let x = place / scene.width as f64 * 1_000.0;
        // What stands at the edge would be cut.
        let anchor = if x > 940.0 { "end" } else { "start" };
        html! { <text key={words.clone()} class="axis-label" text-anchor={anchor} x={format!("{x:.1}")} y="13">{ words }</text> }
    };
    html! { <svg class="timeline-axis" viewBox="0 0 1000 18" aria-hidden="true">{ for scene.labels.iter().map(label) }</svg> }
}

/// What the colours of both causes stand for.
pub fn legend(page: &Context) -> Html {
    let item = |class: &'static str, id: &'static str| {
        html! { <li><svg viewBox="0 0 14 8" aria-hidden="true"><rect class={classes!("flush-bar", class)} width="14" height="8" /></svg>{ page.text(id) }</li> }
    };
    html! { <ul class="legend">{ item("by-size", "cause-size") }{ item("by-interval", "cause-interval") }</ul> }
}

/// The slots in which something happened, newest first.
fn table(page: &Context, series: &SeriesFrame) -> Html {
    const COLUMNS: [&str; 6] =
        ["timeline-from", "cause-size", "cause-interval", "timeline-records", "timeline-delivered", "timeline-age"];
    let row = |(place, slot): (usize, &SlotFrame)| {
        let from = SimTime(series.start.0 + series.slot.0 * place as u64);
        html! {
            <tr key={place.to_string()}>
                <th scope="row">{ clock_seconds(from) }</th>
                <td class="number">{ slot.by_size }</td>
                <td class="number">{ slot.by_interval }</td>
                <td class="number">{ number(slot.records as f64, 0) }</td>
                <td class="number">{ number(slot.delivered as f64, 0) }</td>
                <td class="number">{ span(slot.freshness) }</td>
            </tr>
        }
    };
    let has_something = |(_, slot): &(usize, &SlotFrame)| **slot != SlotFrame::default();
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={page.text("tab-timeline")}>
            <table class="stages">
                <thead><tr>{ for COLUMNS.iter().map(|id| html! { <th scope="col" key={*id}>{ page.text(id) }</th> }) }</tr></thead>
                <tbody>{ for series.slots.iter().enumerate().rev().filter(has_something).take(ROWS).map(row) }</tbody>
            </table>
        </div>
    }
}
