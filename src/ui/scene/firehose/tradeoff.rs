//! Size against interval as a picture: how old records are at delivery, against objects an hour, both on axes of powers of
//! ten. What delivered nothing has no place in it.

use crate::engine::firehose::plan::BufferingHints;
use crate::engine::time::Micros;
use crate::scenario::hint_sweep::HintRow;

/// The width and the height of the picture.
pub const SIZE: (f64, f64) = (520.0, 250.0);
/// Where the axes are: left, right, top, bottom.
pub const AXES: (f64, f64, f64, f64) = (84.0, 506.0, 12.0, 214.0);

/// A run in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Its hints.
    pub hints: BufferingHints,
    /// Where it is.
    pub at: (f64, f64),
}

/// What stands at one place of the picture: runs that came to the same are named together.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Where it is.
    pub at: (f64, f64),
    /// Its sizes in MiB.
    pub sizes: Vec<u32>,
    /// Its intervals in seconds.
    pub intervals: Vec<u32>,
}

/// The picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tradeoff {
    /// The runs.
    pub points: Vec<Point>,
    /// Objects an hour: where they are written, and how many.
    pub columns: Vec<(f64, f64)>,
    /// Seconds: where they are written, and how many.
    pub lines: Vec<(f64, f64)>,
}

/// How near labels come to each other at least.
const NEAR: (f64, f64) = (24.0, 10.0);

/// An axis of powers of ten.
struct Axis {
    from: f64,
    to: f64,
}

impl Axis {
    fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let least = values.clone().fold(f64::INFINITY, f64::min);
        let most = values.fold(0.0, f64::max);
        let from = libm::floor(libm::log10(least));
        Self { from, to: libm::ceil(libm::log10(most)).max(from + 1.0) }
    }

    /// Where a value is: 0 at the least, 1 at the most.
    fn place(&self, value: f64) -> f64 {
        (libm::log10(value) - self.from) / (self.to - self.from)
    }

    fn powers(&self) -> impl Iterator<Item = f64> + use<> {
        (self.from as i32..=self.to as i32).map(|power| libm::pow(10.0, f64::from(power)))
    }
}

impl Tradeoff {
    /// The picture of these runs.
    pub fn of(rows: &[HintRow]) -> Self {
        let seconds = |age: Micros| age.as_seconds().max(0.001);
        let known = rows.iter().filter_map(|row| Some((row.hints, row.objects_per_hour, seconds(row.ages?.1))));
        let known: Vec<_> = known.filter(|(_, objects, _)| *objects > 0.0).collect();
        if known.is_empty() {
            return Self::default();
        }
        let across = Axis::of(known.iter().map(|(_, objects, _)| *objects));
        let up = Axis::of(known.iter().map(|(_, _, age)| *age));
        let (left, right, top, bottom) = AXES;
        let x = |value: f64| left + across.place(value) * (right - left);
        let y = |value: f64| bottom - up.place(value) * (bottom - top);
        Self {
            points: known
                .iter()
                .map(|(hints, objects, age)| Point { hints: *hints, at: (x(*objects), y(*age)) })
                .collect(),
            columns: across.powers().map(|value| (x(value), value)).collect(),
            lines: up.powers().map(|value| (y(value), value)).collect(),
        }
    }

    /// The names of the runs: sizes where the size was varied, intervals where the interval was.
    pub fn labels(&self, present: BufferingHints) -> Vec<Label> {
        let mut labels: Vec<Label> = Vec::new();
        for Point { hints, at } in &self.points {
            let is_near = |label: &Label| (label.at.0 - at.0).abs() < NEAR.0 && (label.at.1 - at.1).abs() < NEAR.1;
            let known = labels.iter().position(is_near);
            if known.is_none() {
                labels.push(Label { at: *at, sizes: Vec::new(), intervals: Vec::new() });
            }
            let place = known.unwrap_or(labels.len() - 1);
            let Label { sizes, intervals, .. } = &mut labels[place];
            sizes.extend((hints.interval_s == present.interval_s).then_some(hints.size_mib));
            intervals.extend((hints.size_mib == present.size_mib).then_some(hints.interval_s));
        }
        labels
    }

    /// The runs in which one hint alone varies, as the points of a line.
    pub fn line(
        &self,
        mut is_varied: impl FnMut(&BufferingHints) -> u32,
        belongs: impl Fn(&BufferingHints) -> bool,
    ) -> String {
        let mut points: Vec<&Point> = self.points.iter().filter(|point| belongs(&point.hints)).collect();
        points.sort_by_key(|point| is_varied(&point.hints));
        let text = points.iter().map(|point| format!("{:.1},{:.1}", point.at.0, point.at.1));
        text.collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(size_mib: u32, interval_s: u32, seconds: u64, objects_per_hour: f64) -> HintRow {
        let ages = (seconds > 0).then(|| (Micros::seconds(seconds / 2), Micros::seconds(seconds)));
        let hints = BufferingHints { size_mib, interval_s };
        let lasted = Micros::seconds(600);
        HintRow { hints, lasted, by_size: 3, by_interval: 0, ages, mean_bytes: 1, objects_per_hour }
    }

    #[test]
    fn more_objects_are_further_right_and_older_records_higher() {
        let scene =
            Tradeoff::of(&[row(1, 60, 9, 360.0), row(5, 60, 60, 60.0), row(5, 300, 300, 12.0), row(9, 60, 0, 0.0)]);
        let [small, present, long] = scene.points[..] else { panic!("{scene:?}") };
        assert!(small.at.0 > present.at.0 && present.at.0 > long.at.0);
        assert!(small.at.1 > present.at.1 && present.at.1 > long.at.1);
        assert_eq!(scene.columns.iter().map(|(_, value)| *value).collect::<Vec<_>>(), [10.0, 100.0, 1_000.0]);
        assert_eq!(scene.line(|hints| hints.size_mib, |hints| hints.interval_s == 60).matches(',').count(), 2);
    }

    #[test]
    fn runs_that_came_to_the_same_are_named_together() {
        let present = BufferingHints { size_mib: 1, interval_s: 60 };
        let scene =
            Tradeoff::of(&[row(1, 60, 7, 536.0), row(5, 60, 34, 107.0), row(1, 120, 7, 536.0), row(1, 0, 2, 3_598.0)]);
        let labels = scene.labels(present);
        let told: Vec<_> = labels.iter().map(|label| (&label.sizes[..], &label.intervals[..])).collect();
        assert_eq!(told, [(&[1][..], &[60, 120][..]), (&[5], &[]), (&[], &[0])]);
    }

    #[test]
    fn without_a_delivery_there_is_nothing_to_draw() {
        assert_eq!(Tradeoff::of(&[row(1, 60, 0, 0.0)]), Tradeoff::default());
    }
}
