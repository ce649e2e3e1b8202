//! Charts as numbers: lines over one time axis, a limit line, and the words and the table that stand beside the picture.

use crate::engine::time::SimTime;
use crate::learn::message::Message;
use crate::ui::format;
use crate::ui::scene::axis::time_label;
use crate::worker::charts::Charts;
use crate::worker::frame::Rate;

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
    /// One line a shard.
    pub lines: Vec<Line>,
}

/// A shard's line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The shard.
    pub shard: u32,
    /// Whether it is open.
    pub is_open: bool,
    /// Its points (seconds, value), from its birth to its end.
    pub points: Vec<(f64, f64)>,
}

impl Line {
    /// Its newest value; none where the shard is closed.
    fn last(&self) -> Option<f64> {
        self.points.last().filter(|_| self.is_open).map(|(_, value)| *value)
    }
}

impl ChartScene {
    /// The chart of `measure`.
    pub fn new(measure: Measure, charts: &Charts, allowed: Rate, shards: usize) -> Self {
        let width = charts.slot.as_seconds();
        let from_s = charts.start.as_seconds();
        let unit = if measure == Measure::WrittenBytes { KIB } else { 1.0 };
        let points = |first: u32, values: &[f32]| -> Vec<(f64, f64)> {
            (first + 1..)
                .zip(values)
                .map(|(slot, value)| (from_s + f64::from(slot) * width, f64::from(*value) / unit))
                .collect()
        };
        let lines: Vec<Line> = charts
            .lines
            .iter()
            .map(|line| {
                let values = match measure {
                    Measure::WrittenRecords => &line.accepted_records,
                    Measure::WrittenBytes => &line.accepted_bytes,
                    Measure::Refused => &line.refused_records,
                };
                Line { shard: line.shard.0, is_open: line.is_open, points: points(line.first, values) }
            })
            .collect();
        let limit = match measure {
            Measure::WrittenRecords => Some(allowed.records as f64),
            Measure::WrittenBytes => Some(allowed.bytes.0 as f64 / KIB),
            Measure::Refused => None,
        };
        let highest = lines.iter().flat_map(|line| &line.points).map(|(_, value)| *value).fold(0.0, f64::max);
        let top = nice_top(highest.max(limit.unwrap_or(0.0)) * 1.08);
        let is_complete = lines.iter().filter(|line| line.is_open).count() == shards;
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
        let last = |line: &Line| line.last().unwrap_or(0.0);
        let hottest = self.lines.iter().max_by(|a, b| last(a).total_cmp(&last(b)));
        let Some(hottest) = hottest.filter(|line| last(line) > 0.0) else {
            return Message::new("chart-summary-none");
        };
        let id = if self.is_complete { "chart-summary" } else { "chart-summary-part" };
        let sum: f64 = self.lines.iter().map(last).sum();
        Message::new(id)
            .text("shard", format::shard(hottest.shard))
            .text("value", self.label(last(hottest)))
            .text("sum", self.label(sum))
    }

    /// The rows of the table: for each line the shard, the last value while it is open, the mean and the greatest.
    pub fn rows(&self) -> Vec<[String; 4]> {
        let row = |line: &Line| {
            let values = || line.points.iter().map(|(_, value)| *value);
            let mean = values().sum::<f64>() / line.points.len().max(1) as f64;
            let last = line.last().map_or_else(|| "–".to_owned(), |last| self.label(last));
            [format::shard(line.shard), last, self.label(mean), self.label(values().fold(0.0, f64::max))]
        };
        self.lines.iter().map(row).collect()
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
    use crate::worker::charts::ChartLine;

    fn charts() -> Charts {
        let line = |shard, value: f32| ChartLine {
            shard: ShardId(shard),
            is_open: true,
            first: 0,
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
        assert_eq!(scene.lines[1].points, [(6.0, 0.0), (7.0, 1_000.0), (8.0, 2_000.0)]);
        assert_eq!(scene.rows()[1], ["0001", "2,000", "1,000", "2,000"]);
        assert!(scene.covers(SimTime(65_000_000)) && !scene.covers(SimTime(66_000_000)));
    }

    #[test]
    fn children_begin_at_their_birth_and_parents_end() {
        let mut charts = charts();
        charts.lines[0].is_open = false;
        charts.lines[1].first = 2;
        let scene = ChartScene::new(Measure::WrittenRecords, &charts, ALLOWED, 1);
        assert_eq!(scene.lines[1].points[0], (8.0, 1_000.0));
        assert_eq!(scene.rows()[0], ["0000", "–", "300", "300"]);
        assert!(scene.is_complete, "every open shard has a line");
        assert_eq!(scene.summary().id, "chart-summary");
    }

    #[test]
    fn axes_end_at_round_numbers() {
        for (value, top) in [(0.0, 10.0), (9.0, 10.0), (1_080.0, 1_250.0), (1_400.0, 1_500.0), (3_100.0, 4_000.0)] {
            assert!((nice_top(value) - top).abs() < 1e-9, "{value}");
        }
    }
}
