//! How old records were when they were delivered, both causes apart, and how large what was written is, against the hints.

use super::timeline::legend;
use super::words::{cause, span};
use crate::engine::firehose::MIB;
use crate::engine::time::Micros;
use crate::learn::catalogue::{clock_seconds, number};
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::format;
use crate::ui::scene::firehose::distribution::{Bar, Bars, HEIGHT, ages, sizes};
use crate::worker::firehose::DeliveryFrame;
use crate::worker::firehose::deliveries::AgeFrame;
use yew::prelude::*;

/// Both distributions, side by side.
pub fn panel(page: &Context, delivery: &DeliveryFrame) -> Html {
    if delivery.ages.is_empty() {
        return html! { <p class="hint">{ page.text("latency-none") }</p> };
    }
    html! {
        <>
            if let Some(updated) = delivery.updated {
                <p class="hint">{ page.say(&Message::new("latency-since").text("at", clock_seconds(updated))) }</p>
            }
            <div class="distributions">
                <div>{ latency(page, &delivery.ages) }</div>
                <div>{ objects(page, delivery) }</div>
            </div>
            { legend(page) }
        </>
    }
}

fn latency(page: &Context, frames: &[AgeFrame]) -> Html {
    let Some(whole) = frames.iter().find(|frame| frame.cause.is_none()) else {
        return Html::default();
    };
    let bars = ages(frames);
    let summary = page.say(&Message::new("latency-summary").text("p50", span(whole.p50)).text("p99", span(whole.p99)));
    let marks = [("p50", whole.p50), ("p99", whole.p99)]
        .map(|(name, age)| bars.place(age.as_seconds()).map(|place| (name.to_owned(), place)));
    let ends = bars.bars.first().zip(bars.bars.last());
    let seconds = |value: f64| span(Micros((value * 1e6) as u64));
    html! {
        <figure class="distribution-figure">
            <figcaption class="summary">{ &summary }</figcaption>
            { picture(&bars, &summary, &marks.into_iter().flatten().collect::<Vec<_>>()) }
            if let Some((first, last)) = ends {
                <div class="plot-times"><span>{ seconds(first.from) }</span><span>{ seconds(last.to) }</span></div>
            }
            <table class="stages">
                <thead><tr>{ for ["latency-cause", "latency-records"].iter().map(|id| html! { <th scope="col" key={*id}>{ page.text(id) }</th> }) }<th scope="col">{ "p50" }</th><th scope="col">{ "p99" }</th><th scope="col">{ page.text("stages-longest") }</th></tr></thead>
                <tbody>{ for frames.iter().map(|frame| age_row(page, frame)) }</tbody>
            </table>
        </figure>
    }
}

fn age_row(page: &Context, frame: &AgeFrame) -> Html {
    let name = frame.cause.map_or_else(|| page.text("latency-all"), |known| cause(page, known));
    html! {
        <tr key={name.clone()}>
            <th scope="row">{ name }</th>
            <td class="number">{ format::short(frame.records as f64) }</td>
            <td class="number">{ span(frame.p50) }</td>
            <td class="number">{ span(frame.p99) }</td>
            <td class="number">{ span(frame.longest) }</td>
        </tr>
    }
}

fn objects(page: &Context, delivery: &DeliveryFrame) -> Html {
    let objects = &delivery.objects;
    let hint_bytes = u64::from(delivery.hints.size_mib) * MIB;
    let bars = sizes(&objects.sizes, hint_bytes);
    let sum: u64 = objects.sizes.iter().map(|(bytes, _)| bytes).sum();
    let mean = sum as f64 / objects.sizes.len().max(1) as f64;
    let hours = objects.hour.as_seconds() / 3_600.0;
    let per_hour = if hours > 0.0 { objects.in_hour as f64 / hours } else { 0.0 };
    let is_bucket = delivery.plan.destination.is_bucket();
    let summary = Message::new(if is_bucket { "objects-summary" } else { "requests-summary" })
        .text("mean", format::bytes(mean))
        .text("part", format::percent(mean / hint_bytes.max(1) as f64))
        .text("hint", format::bytes(hint_bytes as f64))
        .text("hour", number(per_hour, usize::from(per_hour < 10.0)));
    let summary = page.say(&summary);
    let mark = bars.place(hint_bytes as f64).map(|place| (format::bytes(hint_bytes as f64), place));
    let top = bars.bars.last().map_or(0.0, |bar| bar.to);
    html! {
        <figure class="distribution-figure">
            <figcaption class="summary">{ &summary }</figcaption>
            { picture(&bars, &summary, &mark.into_iter().collect::<Vec<_>>()) }
            <div class="plot-times"><span>{ "0" }</span><span>{ format::bytes(top) }</span></div>
            <p class="hint">{ page.say(&Message::new("objects-about").number("count", objects.sizes.len())) }</p>
        </figure>
    }
}

/// Bars in two colours, with marks at values.
fn picture(bars: &Bars, label: &str, marks: &[(String, f64)]) -> Html {
    let width = bars.bars.len().max(1) as f64;
    let bar = |(place, bar): (usize, &Bar)| {
        let (by_size, by_interval) = bars.heights(bar);
        let part = |class: &'static str, y: f64, height: f64| {
            html! {
                if height > 0.0 {
                    <rect class={classes!("flush-bar", class)} x={format!("{:.2}", place as f64 + 0.06)} width="0.88" y={format!("{y:.1}")} height={format!("{height:.1}")} />
                }
            }
        };
        html! { <>{ part("by-size", HEIGHT - by_size, by_size) }{ part("by-interval", HEIGHT - by_size - by_interval, by_interval) }</> }
    };
    let line = |(name, place): &(String, f64)| {
        let x = format!("{place:.2}");
        html! { <line key={name.clone()} class="mark-line" x1={x.clone()} x2={x} y1="0" y2={HEIGHT.to_string()} vector-effect="non-scaling-stroke" /> }
    };
    let name = |(name, place): &(String, f64)| {
        let anchor = if place / width > 0.5 { "end" } else { "start" };
        let x = place / width * 500.0 + if anchor == "end" { -4.0 } else { 4.0 };
        html! { <text key={name.clone()} class="axis-label" text-anchor={anchor} x={format!("{x:.1}")} y="11">{ name }</text> }
    };
    html! {
        <>
            <svg class="mark-names" viewBox="0 0 500 14" aria-hidden="true">{ for marks.iter().map(name) }</svg>
            <svg class="distribution-plot" viewBox={format!("0 0 {width} {HEIGHT}")} preserveAspectRatio="none" role="img" aria-label={label.to_owned()}>
                <rect class="bar-back" width={width.to_string()} height={HEIGHT.to_string()} />
                { for bars.bars.iter().enumerate().map(bar) }
                { for marks.iter().map(line) }
            </svg>
        </>
    }
}
