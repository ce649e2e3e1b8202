//! Charts as numbers: lines over one time axis, a limit line, and the words and the table that stand beside the picture.

use crate::engine::time::SimTime;
use crate::learn::message::Message;
use crate::ui::format;
use crate::ui::scene::axis::time_label;
use crate::worker::frame::{Charts, Rate};

const KIB: f64 = 1_024.0;

/// What a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Records stored per second, against the limit of records.
    WrittenRecords,
    /// KiB stored per second, against the limit of bytes.
    WrittenBytes,
    /// Records refused per second.
    Refused,
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartScene {
    /// What it shows.
    pub measure: Measure,
    /// The time axis in seconds since the beginning.
    pub from_s: f64,
    /// Its end.
    pub to_s: f64,
    /// The greatest value of the vertical axis.
    pub top: f64,
    /// The limit line.
    pub limit: Option<f64>,
    /// Whether all shards of the stream have a line.
    pub is_complete: bool,
    /// One line a shard: its place and its points (seconds, value).
    pub lines: Vec<(u32, Vec<(f64, f64)>)>,
}

impl ChartScene {
    /// The chart of `measure`.
    pub fn new(measure: Measure, charts: &Charts, allowed: Rate, shards: usize) -> Self {
        let width = charts.slot.as_seconds();
        let from_s = charts.start.as_seconds();
        let unit = if measure == Measure::WrittenBytes { KIB } else { 1.0 };
        let points = |values: &[f32]| -> Vec<(f64, f64)> {
            values
                .iter()
                .enumerate()
                .map(|(place, value)| (from_s + (place as f64 + 1.0) * width, f64::from(*value) / unit))
                .collect()
        };
        let lines: Vec<(u32, Vec<(f64, f64)>)> = charts
            .lines
            .iter()
            .map(|line| {
                let values = match measure {
                    Measure::WrittenRecords => &line.accepted_records,
                    Measure::WrittenBytes => &line.accepted_bytes,
                    Measure::Refused => &line.refused_records,
                };
                (line.shard.0, points(values))
            })
            .collect();
        let limit = match measure {
            Measure::WrittenRecords => Some(allowed.records as f64),
            Measure::WrittenBytes => Some(allowed.bytes.0 as f64 / KIB),
            Measure::Refused => None,
        };
        let highest = lines.iter().flat_map(|(_, points)| points).map(|(_, value)| *value).fold(0.0, f64::max);
        let top = nice_top(highest.max(limit.unwrap_or(0.0)) * 1.08);
        let is_complete = lines.len() == shards;
        Self { is_complete, measure, from_s, to_s: charts.end.as_seconds(), top, limit, lines }
    }

    /// A value as the axis writes it.
    pub fn label(&self, value: f64) -> String {
        match self.measure {
            Measure::WrittenBytes => format::bytes(value * KIB),
            Measure::WrittenRecords | Measure::Refused => format::short(value),
        }
    }

    /// A value as the vertical axis writes it, without the unit that the title has.
    pub fn axis_label(value: f64) -> String {
        format::short(value)
    }

    /// The axis's time labels: minutes and seconds, or hours and minutes on long axes.
    pub fn time_label(&self, seconds: f64) -> String {
        time_label(seconds, self.to_s - self.from_s)
    }

    /// The sentence that says what the picture shows.
    pub fn summary(&self) -> Message {
        let last = |points: &[(f64, f64)]| points.last().map_or(0.0, |(_, value)| *value);
        let hottest = self.lines.iter().max_by(|a, b| last(&a.1).total_cmp(&last(&b.1)));
        if hottest.is_none_or(|(_, points)| last(points) <= 0.0) {
            return Message::new("chart-summary-none");
        }
        let id = if self.is_complete { "chart-summary" } else { "chart-summary-part" };
        let (shard, value) = hottest.map_or((0, 0.0), |(shard, points)| (*shard, last(points)));
        let sum: f64 = self.lines.iter().map(|(_, points)| last(points)).sum();
        Message::new(id)
            .text("shard", format::shard(shard))
            .text("value", self.label(value))
            .text("sum", self.label(sum))
    }

    /// The rows of the table: for each line the shard, the last value, the mean and the greatest.
    pub fn rows(&self) -> Vec<[String; 4]> {
        self.lines
            .iter()
            .map(|(shard, points)| {
                let values = || points.iter().map(|(_, value)| *value);
                let mean = values().sum::<f64>() / points.len().max(1) as f64;
                let (last, most) = (values().next_back().unwrap_or(0.0), values().fold(0.0, f64::max));
                [format::shard(*shard), self.label(last), self.label(mean), self.label(most)]
            })
            .collect()
    }

    /// The instants of the time axis in order, for a test of what is on it.
    pub fn covers(&self, at: SimTime) -> bool {
        (self.from_s..=self.to_s).contains(&at.as_seconds())
    }
}

/// The next round number: 1, 2, 2.5 or 5 times a power of ten.
fn nice_top(value: f64) -> f64 {
    if value <= 0.0 {
        return 10.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(value)));
    [1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.5, 10.0]
        .iter()
        .map(|step| step * power)
        .find(|top| *top >= value)
        .unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ids::{Bytes, ShardId};
    use crate::engine::time::Micros;
    use crate::worker::frame::ChartLine;

    fn charts() -> Charts {
        let line = |shard, value: f32| ChartLine {
            shard: ShardId(shard),
            accepted_records: vec![value; 3],
            refused_records: vec![0.0, value, 2.0 * value],
            accepted_bytes: vec![value * 100.0; 3],
            refused_bytes: vec![0.0; 3],
        };
        Charts {
            slot: Micros::SECOND,
            start: SimTime(5_000_000),
            end: SimTime(65_000_000),
            lines: vec![line(0, 300.0), line(1, 1_000.0)],
        }
    }

    const ALLOWED: Rate = Rate { records: 1_000, bytes: Bytes(1_048_576) };

    #[test]
    fn the_limit_is_always_on_the_chart() {
        for measure in [Measure::WrittenRecords, Measure::WrittenBytes] {
            let scene = ChartScene::new(measure, &charts(), ALLOWED, 2);
            assert!(scene.limit.is_some_and(|limit| limit < scene.top), "{measure:?}");
        }
    }

    #[test]
    fn values_stand_at_the_end_of_their_slots() {
        let scene = ChartScene::new(Measure::Refused, &charts(), ALLOWED, 2);
        assert_eq!(scene.lines[1].1, [(6.0, 0.0), (7.0, 1_000.0), (8.0, 2_000.0)]);
        assert_eq!(scene.rows()[1], ["0001", "2,000", "1,000", "2,000"]);
        assert!(scene.covers(SimTime(65_000_000)) && !scene.covers(SimTime(66_000_000)));
    }

    #[test]
    fn axes_end_at_round_numbers() {
        for (value, top) in [(0.0, 10.0), (9.0, 10.0), (1_080.0, 1_250.0), (1_400.0, 1_500.0), (3_100.0, 4_000.0)] {
            assert!((nice_top(value) - top).abs() < 1e-9, "{value}");
        }
    }
}
