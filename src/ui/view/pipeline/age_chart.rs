//! How old a consumer's records are: lines along time, and how they are distributed.

use super::facts::length_text;
use crate::learn::catalogue::number;
use crate::learn::message::Message;
use crate::ui::app::Context;
use crate::ui::scene::ages::{AgeLines, HEIGHT, bars};
use crate::worker::pipeline::ages::{AgesFrame, SECONDS, StageFrame};
use yew::prelude::*;

/// Bars of a distribution at most.
const BARS: usize = 24;

/// Iterator age and distance from the tip in the last two minutes.
pub fn chart(page: &Context, ages: &AgesFrame) -> Html {
    let lines = AgeLines::of(ages);
    let seconds = |values: &[u32]| f64::from(values.last().copied().unwrap_or(0)) / 1e3;
    let highest = f64::from(ages.iterator_age_ms.iter().copied().max().unwrap_or(0)) / 1e3;
    let summary = Message::new("ages-summary")
        .decimal("now", seconds(&ages.iterator_age_ms), 1)
        .decimal("behind", seconds(&ages.behind_ms), 1)
        .decimal("highest", highest, 1);
    let summary = page.say(&summary);
    html! {
        <figure class="ages">
            <figcaption class="summary">{ &summary }</figcaption>
            <div class="ages-plot">
                <span class="ages-top">{ format!("{} s", number(lines.top_ms / 1e3, 0)) }</span>
                <svg viewBox={format!("0 0 {SECONDS} {HEIGHT}")} preserveAspectRatio="none" role="img" aria-label={summary.clone()}>
                    <rect class="bar-back" width={SECONDS.to_string()} height={HEIGHT.to_string()} />
                    <polyline class="age-behind" points={lines.behind} vector-effect="non-scaling-stroke" />
                    <polyline class="age-iterator" points={lines.iterator_age} vector-effect="non-scaling-stroke" />
                </svg>
            </div>
            <ul class="legend">
                <li><svg viewBox="0 0 14 8" aria-hidden="true"><line class="age-iterator" x2="14" y1="4" y2="4" /></svg>{ page.text("ages-iterator") }</li>
                <li><svg viewBox="0 0 14 8" aria-hidden="true"><line class="age-behind" x2="14" y1="4" y2="4" /></svg>{ page.text("ages-behind") }</li>
            </ul>
            <details>
                <summary>{ page.text("chart-table") }</summary>
                { table(page, ages) }
            </details>
        </figure>
    }
}

/// The last seconds as rows, the newest first.
fn table(page: &Context, ages: &AgesFrame) -> Html {
    const ROWS: usize = 20;
    let count = ages.iterator_age_ms.len();
    let row = |back: usize| {
        let place = count - 1 - back;
        let text = |values: &[u32]| number(f64::from(values.get(place).copied().unwrap_or(0)) / 1e3, 2);
        html! {
            <tr key={back.to_string()}>
                <th scope="row" class="number">{ ages.newest - back as u64 }</th>
                <td class="number">{ text(&ages.iterator_age_ms) }</td>
                <td class="number">{ text(&ages.behind_ms) }</td>
                <td class="number">{ ages.processed.get(place).copied().unwrap_or(0) }</td>
            </tr>
        }
    };
    html! {
        <table class="stages">
            <thead><tr>{ for ["ages-second", "ages-iterator", "ages-behind", "fact-processed"].iter().map(|id| html! { <th scope="col" key={*id}>{ page.text(id) }</th> }) }</tr></thead>
            <tbody>{ for (0..count.min(ROWS)).map(row) }</tbody>
        </table>
    }
}

/// How the ages at the end of the way are distributed, in the last minute.
pub fn distribution(page: &Context, stages: &[StageFrame]) -> Html {
    let Some(stage) = stages.iter().find(|stage| stage.id == "stage-end") else { return Html::default() };
    let bars = bars(&stage.buckets, BARS);
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else { return Html::default() };
    let words =
        Message::new("distribution-summary").text("p50", length_text(stage.p50)).text("p99", length_text(stage.p99));
    let summary = page.say(&words);
    let (from, to) = (length_text(first.from), length_text(last.to));
    html! {
        <figure class="distribution">
            <figcaption class="summary">{ &summary }</figcaption>
            <svg viewBox={format!("0 0 {} 40", bars.len())} preserveAspectRatio="none" role="img" aria-label={summary.clone()}>
                { for bars.iter().enumerate().map(|(place, bar)| html! {
                    <rect key={place.to_string()} class="bar-stream" x={format!("{:.2}", place as f64 + 0.08)} y={format!("{:.2}", 40.0 - 40.0 * bar.height)} width="0.84" height={format!("{:.2}", 40.0 * bar.height)}>
                        <title>{ format!("{} – {}: {}", length_text(bar.from), length_text(bar.to), bar.records) }</title>
                    </rect>
                }) }
            </svg>
            <div class="plot-times"><span>{ from }</span><span>{ to }</span></div>
        </figure>
    }
}
