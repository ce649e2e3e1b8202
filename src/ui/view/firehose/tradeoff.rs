//! The runs of a sweep as a picture and as a table: ages at delivery against objects an hour.

use super::sweep::rate;
use super::words::span;
use crate::engine::firehose::plan::BufferingHints;
use crate::engine::time::Micros;
use crate::learn::catalogue::number;
use crate::scenario::hint_sweep::HintRow;
use crate::ui::app::Context;
use crate::ui::format;
use crate::ui::scene::firehose::tradeoff::{AXES, Label, Point, SIZE, Tradeoff};
use crate::worker::firehose::sweep::SweepFrame;
use yew::prelude::*;

/// Hours of a month, as AWS's calculator reckons.
const MONTH_HOURS: f64 = 730.0;

/// The picture: a line of sizes and one of intervals; the hints in force have a ring, the chosen ones are filled.
pub fn chart(page: &Context, sweep: &SweepFrame, in_force: BufferingHints, chosen: BufferingHints) -> Html {
    let scene = Tradeoff::of(&sweep.rows);
    let present = sweep.present;
    let (left, right, top, bottom) = AXES;
    let sizes = scene.line(|hints| hints.size_mib, |hints| hints.interval_s == present.interval_s);
    let intervals = scene.line(|hints| hints.interval_s, |hints| hints.size_mib == present.size_mib);
    let column = |(x, value): &(f64, f64)| {
        let anchor = if *x > right - 20.0 { "end" } else { "middle" };
        html! { <g key={format!("x{value}")}><line class="plot-grid" x1={x.to_string()} x2={x.to_string()} y1={top.to_string()} y2={bottom.to_string()} /><text class="axis-label" text-anchor={anchor} x={x.to_string()} y={(bottom + 14.0).to_string()}>{ number(*value, usize::from(*value < 1.0)) }</text></g> }
    };
    let line = |(y, value): &(f64, f64)| {
        html! { <g key={format!("y{value}")}><line class="plot-grid" x1={left.to_string()} x2={right.to_string()} y1={y.to_string()} y2={y.to_string()} /><text class="axis-label" text-anchor="end" x={(left - 5.0).to_string()} y={(y + 4.0).to_string()}>{ span(Micros((value * 1e6) as u64)) }</text></g> }
    };
    let point = |point: &Point| {
        let class = if point.hints.interval_s == present.interval_s { "by-size" } else { "by-interval" };
        let is_chosen = (point.hints == chosen).then_some("chosen");
        let (x, y) = (format!("{:.1}", point.at.0), format!("{:.1}", point.at.1));
        html! {
            <g key={format!("{}-{}", point.hints.size_mib, point.hints.interval_s)}>
                if point.hints == in_force {
                    <circle class="plot-present" cx={x.clone()} cy={y.clone()} r="9" />
                }
                <circle class={classes!("plot-point", class, is_chosen)} cx={x} cy={y} r={if is_chosen.is_some() { "6" } else { "4" }} />
            </g>
        }
    };
    html! {
        <figure class="sweep-figure">
            <figcaption class="summary">{ page.text("sweep-chart") }</figcaption>
            <svg class="sweep-plot" viewBox={format!("0 0 {} {}", SIZE.0, SIZE.1)} role="img" aria-label={page.text("sweep-chart")}>
                { for scene.columns.iter().map(column) }
                { for scene.lines.iter().map(line) }
                <polyline class="plot-line by-size" points={sizes} />
                <polyline class="plot-line by-interval" points={intervals} />
                { for scene.points.iter().map(point) }
                { for scene.labels(present).iter().map(name) }
                <text class="axis-label" text-anchor="end" x={right.to_string()} y={(bottom + 30.0).to_string()}>{ page.text("sweep-axis-objects") }</text>
            </svg>
            <p class="legend sweep-legend"><span class="cause">{ page.text("sweep-sizes") }</span><span class="cause by-interval">{ page.text("sweep-intervals") }</span><span>{ page.text("sweep-ring") }</span></p>
        </figure>
    }
}

/// The name of what stands at one place.
fn name(label: &Label) -> Html {
    let (_, right, top, _) = AXES;
    let parts = [(&label.sizes, "MiB"), (&label.intervals, "s")];
    let text: Vec<String> = parts
        .iter()
        .filter(|(values, _)| !values.is_empty())
        .map(|(values, unit)| format!("{} {unit}", range(values)))
        .collect();
    let is_right = label.at.0 > right - 130.0;
    let x = label.at.0 + if is_right { -11.0 } else { 11.0 };
    let y = (label.at.1 - 8.0).max(top + 8.0);
    let anchor = if is_right { "end" } else { "start" };
    html! { <text key={format!("{x} {y}")} class="axis-label" text-anchor={anchor} x={format!("{x:.1}")} y={format!("{y:.1}")}>{ text.join(" · ") }</text> }
}

/// `5`, `5, 16` or `5–128`.
fn range(values: &[u32]) -> String {
    let (least, most) = (values.iter().min(), values.iter().max());
    match (least.zip(most), values.len()) {
        (Some((least, most)), 3..) => format!("{least}–{most}"),
        _ => values.iter().map(u32::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// All numbers.
pub fn table(page: &Context, sweep: &SweepFrame, in_force: BufferingHints, chosen: BufferingHints) -> Html {
    let columns = [
        "sweep-column-p50",
        "sweep-column-p99",
        "sweep-column-objects",
        "sweep-column-mean",
        "sweep-column-month",
        "sweep-column-causes",
        "sweep-column-lasted",
    ];
    let mut rows: Vec<&HintRow> = sweep.rows.iter().collect();
    rows.sort_by_key(|row| {
        (row.hints.interval_s != sweep.present.interval_s, row.hints.size_mib, row.hints.interval_s)
    });
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={page.text("tab-sweep")}>
            <table class="stages sweep-rows">
                <thead><tr>
                    <th scope="col">{ "SizeInMBs" }</th>
                    <th scope="col">{ "IntervalInSeconds" }</th>
                    { for columns.iter().map(|id| html! { <th scope="col" key={*id}>{ page.text(id) }</th> }) }
                </tr></thead>
                <tbody>{ for rows.into_iter().map(|row| one(page, row, in_force, chosen)) }</tbody>
            </table>
        </div>
    }
}

fn one(page: &Context, row: &HintRow, in_force: BufferingHints, chosen: BufferingHints) -> Html {
    let hints = row.hints;
    let age = |age: Option<Micros>| age.map_or_else(|| "–".to_owned(), span);
    let mark = (hints == in_force).then(|| page.text("sweep-present"));
    html! {
        <tr key={format!("{}-{}", hints.size_mib, hints.interval_s)} class={classes!((hints == chosen).then_some("chosen"))}>
            <th scope="row" class="number">{ format!("{} MiB", hints.size_mib) }{ for mark.map(|mark| html! { <span class="hint">{ format!(" {mark}") }</span> }) }</th>
            <td class="number">{ format!("{} s", hints.interval_s) }</td>
            <td class="number">{ age(row.ages.map(|ages| ages.0)) }</td>
            <td class="number">{ age(row.ages.map(|ages| ages.1)) }</td>
            <td class="number">{ rate(row.objects_per_hour) }</td>
            <td class="number">{ format::bytes(row.mean_bytes as f64) }</td>
            <td class="number">{ format::short(row.objects_per_hour * MONTH_HOURS) }</td>
            <td class="number">{ format!("{} / {}", row.by_size, row.by_interval) }</td>
            <td class="number">{ span(row.lasted) }</td>
        </tr>
    }
}
