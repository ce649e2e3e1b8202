//! A metric as CloudWatch shows it, minute by minute, and what happened within the minutes, second by second.

use crate::engine::metrics::cloudwatch::MINUTE;
use crate::engine::metrics::cloudwatch::names::{Level, MetricName, Statistic, Unit};
use crate::engine::time::{Micros, SimTime};
use crate::learn::catalogue::{clock, number};
use crate::ui::format;
use crate::worker::region::metrics::{MetricChoice, MetricOf, MetricsFrame, Seconds};
use std::fmt::Write;

/// The box of a plot: its painter stretches it.
pub const WIDTH: f64 = 1_000.0;
/// Its height.
pub const HEIGHT: f64 = 100.0;
const SECONDS: usize = 60;

/// Steps over a time axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// The greatest value of the axis.
    pub top: f64,
    /// How the greatest value is written.
    pub top_label: String,
    /// Areas from bottom to top, each with the name of its looks.
    pub areas: Vec<(&'static str, String)>,
    /// Where the limit lies, from above, and what it is.
    pub limit: Option<(f64, String)>,
    /// Beginning, middle and end of the time axis.
    pub times: [String; 3],
}

/// A minute whose sum hides that records were refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Lens {
    /// The minute.
    pub from: SimTime,
    /// What CloudWatch tells of it.
    pub stored: f64,
    /// That as a part of sixty times the limit.
    pub share: f64,
    /// What was refused.
    pub refused: f64,
    /// In how many of its seconds.
    pub seconds: usize,
}

/// The metrics that there are of something.
pub fn metrics_of(of: &MetricOf) -> impl Iterator<Item = MetricName> + use<> {
    let levels = match of {
        MetricOf::Stream => [Level::Stream, Level::StreamAndShard],
        MetricOf::Shard(_) => [Level::Shard, Level::StreamAndShard],
        MetricOf::Consumer(_) => [Level::Consumer, Level::Consumer],
    };
    MetricName::ALL.iter().copied().filter(move |metric| levels.contains(&metric.row().level))
}

/// A choice in which metric, statistic and time fit each other.
pub fn fitting(choice: MetricChoice) -> MetricChoice {
    let metric = Some(choice.metric).filter(|metric| metrics_of(&choice.of).any(|known| known == *metric));
    let metric = metric.or_else(|| metrics_of(&choice.of).next()).unwrap_or(choice.metric);
    let statistics = metric.row().statistics;
    let preferred = if metric.row().unit == Unit::Milliseconds { Statistic::Average } else { Statistic::Sum };
    let statistic = [choice.statistic, preferred].into_iter().find(|statistic| statistics.contains(statistic));
    let statistic = statistic.unwrap_or(statistics[0]);
    // Seconds are kept for ten minutes, and are to stand beside the minutes.
    let minutes = if is_written(metric) { 10 } else { 60 };
    MetricChoice { metric, statistic, minutes, ..choice }
}

/// Whether the engine knows the seconds of a metric.
fn is_written(metric: MetricName) -> bool {
    let written =
        [MetricName::IncomingBytes, MetricName::IncomingRecords, MetricName::WriteProvisionedThroughputExceeded];
    written.contains(&metric)
}

/// The minutes of a metric.
pub fn minutes(frame: &MetricsFrame, unit: Unit) -> Plot {
    let limit = frame.limit_per_s.filter(|_| frame.choice.statistic == Statistic::Sum);
    let limit = limit.map(|limit| (limit * SECONDS as u64) as f64);
    let highest = frame.points.iter().map(|(_, value)| *value).fold(limit.unwrap_or(0.0), f64::max);
    let top = round_up(highest * 1.05);
    let minutes = f64::from(frame.choice.minutes.max(1));
    let mut path = String::new();
    for (at, value) in &frame.points {
        let place = at.since(frame.start).0 as f64 / MINUTE.0 as f64;
        // A gap between minutes tells them from seconds.
        bar(&mut path, (place + 0.04) / minutes, (place + 0.96) / minutes, (0.0, *value / top));
    }
    plot(frame, top, vec![("stored", path)], limit, |value| amount(value, unit, frame.choice.statistic))
}

/// The seconds of a metric.
pub fn seconds(frame: &MetricsFrame, seconds: &Seconds, unit: Unit) -> Plot {
    let limit = frame.limit_per_s.map(|limit| limit as f64);
    let sums = seconds.stored.iter().zip(&seconds.refused).map(|(stored, refused)| f64::from(stored + refused));
    let top = round_up(sums.fold(limit.unwrap_or(0.0), f64::max) * 1.05);
    let count = f64::from(frame.choice.minutes.max(1)) * SECONDS as f64;
    let (mut stored, mut refused) = (String::new(), String::new());
    for (place, (kept, lost)) in seconds.stored.iter().zip(&seconds.refused).enumerate() {
        let (from, to) = (place as f64 / count, (place + 1) as f64 / count);
        let (low, high) = (f64::from(*kept) / top, f64::from(kept + lost) / top);
        bar(&mut stored, from, to, (0.0, low));
        bar(&mut refused, from, to, (low, high));
    }
    let areas = vec![("stored", stored), ("refused-area", refused)];
    plot(frame, top, areas, limit, |value| amount(value, unit, Statistic::Sum))
}

fn plot(
    frame: &MetricsFrame,
    top: f64,
    areas: Vec<(&'static str, String)>,
    limit: Option<f64>,
    label: impl Fn(f64) -> String,
) -> Plot {
    let time = |part: u64| time(SimTime(frame.start.0 + u64::from(frame.choice.minutes) * MINUTE.0 * part / 2));
    Plot {
        top,
        top_label: label(top),
        areas,
        limit: limit.map(|limit| (HEIGHT * (1.0 - limit / top), label(limit))),
        times: [time(0), time(1), time(2)],
    }
}

/// The last full minute that was under its limit as a sum and had records refused.
pub fn lens(frame: &MetricsFrame) -> Option<Lens> {
    let (seconds, limit) = (frame.seconds.as_ref()?, frame.limit_per_s? as f64 * SECONDS as f64);
    let of = |values: &[f32], minute: usize| -> f64 {
        values[minute * SECONDS..(minute + 1) * SECONDS].iter().map(|value| f64::from(*value)).sum()
    };
    (0..seconds.stored.len() / SECONDS).rev().find_map(|minute| {
        let (stored, refused) = (of(&seconds.stored, minute), of(&seconds.refused, minute));
        let throttled = &seconds.refused[minute * SECONDS..(minute + 1) * SECONDS];
        (refused > 0.0 && stored < limit).then(|| Lens {
            from: SimTime(frame.start.0 + minute as u64 * MINUTE.0),
            stored,
            share: stored / limit,
            refused,
            seconds: throttled.iter().filter(|refused| **refused > 0.0).count(),
        })
    })
}

/// In how many seconds of a minute something was refused.
pub fn throttled(frame: &MetricsFrame, seconds: &Seconds, minute: SimTime) -> usize {
    let first = (minute.since(frame.start).0 / Micros::SECOND.0) as usize;
    seconds.refused.iter().skip(first).take(SECONDS).filter(|refused| **refused > 0.0).count()
}

/// A value of a metric as it is written.
pub fn amount(value: f64, unit: Unit, statistic: Statistic) -> String {
    match (unit, statistic) {
        (_, Statistic::SampleCount) | (Unit::Count, _) => number(value, usize::from(value.fract() > 0.005) * 2),
        (Unit::Bytes, _) => format::bytes(value),
        (Unit::BytesPerSecond, _) => format!("{}/s", format::bytes(value)),
        (Unit::Seconds, _) => format!("{} s", number(value, usize::from(value.fract() > 0.005) * 2)),
        (Unit::Milliseconds, _) => format!("{} ms", number(value, usize::from(value.fract() > 0.005) * 2)),
    }
}

/// The time of day of an instant, in whole seconds.
pub fn time(at: SimTime) -> String {
    let text = clock(at);
    text.split('.').next().unwrap_or_default().to_owned()
}

/// Adds a rectangle, from and to as parts of both axes.
fn bar(path: &mut String, from: f64, to: f64, (low, high): (f64, f64)) {
    if high > low {
        let y = |part: f64| HEIGHT * (1.0 - part);
        // Writing to memory does not fail.
        let _ =
            write!(path, "M{:.1} {:.1}H{:.1}V{:.1}H{:.1}Z", from * WIDTH, y(low), to * WIDTH, y(high), from * WIDTH);
    }
}

/// The next round number.
fn round_up(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(value)));
    let steps = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.5, 10.0];
    steps.iter().map(|step| step * power).find(|top| *top >= value).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> MetricsFrame {
        let mut stored = vec![100.0; 90];
        let mut refused = vec![0.0; 90];
        for second in 30..35 {
            stored[second] = 1_000.0;
            refused[second] = 200.0;
        }
        MetricsFrame {
            choice: MetricChoice::default(),
            dimensions: Vec::new(),
            start: SimTime(600_000_000),
            points: vec![(SimTime(600_000_000), 10_500.0)],
            seconds: Some(Seconds { stored, refused }),
            limit_per_s: Some(1_000),
            monitoring: Vec::new(),
            consumers: Vec::new(),
            command: String::new(),
        }
    }

    #[test]
    fn another_metric_brings_a_statistic_and_a_time_that_fit() {
        let choice = MetricChoice { metric: MetricName::PutRecordsLatency, ..MetricChoice::default() };
        let found = fitting(choice);
        assert_eq!((found.statistic, found.minutes), (Statistic::Average, 60));
        let found = fitting(MetricChoice { of: MetricOf::Consumer("c".to_owned()), ..found });
        assert_eq!(found.metric.row().level, Level::Consumer);
        assert_eq!(fitting(MetricChoice::default()), MetricChoice::default());
    }

    #[test]
    fn a_minute_under_its_limit_hides_a_burst() {
        let found = lens(&frame()).unwrap();
        assert_eq!((found.from, found.seconds), (SimTime(600_000_000), 5));
        let frame = frame();
        assert_eq!(throttled(&frame, frame.seconds.as_ref().unwrap(), SimTime(600_000_000)), 5);
        assert!((found.stored - 10_500.0).abs() < 1e-6 && (found.refused - 1_000.0).abs() < 1e-6);
        assert!((found.share - 0.175).abs() < 1e-9);
    }

    #[test]
    fn the_limit_of_a_minute_is_sixty_times_that_of_a_second() {
        let frame = frame();
        let plot = minutes(&frame, Unit::Count);
        assert_eq!((plot.top_label.as_str(), plot.limit.unwrap().1.as_str()), ("75,000", "60,000"));
        assert_eq!(plot.times, ["00:10:00", "00:15:00", "00:20:00"]);
        let plot = seconds(&frame, frame.seconds.as_ref().unwrap(), Unit::Count);
        assert_eq!(plot.limit.unwrap().1, "1,000");
        assert!(plot.areas.iter().all(|(_, path)| !path.is_empty()));
    }
}
