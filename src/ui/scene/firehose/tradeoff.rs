//! Size against interval as a picture: how old records are at delivery, against objects an hour, both on axes of powers of
//! ten. What delivered nothing has no place in it.

use crate::engine::firehose::plan::BufferingHints;
use crate::engine::time::Micros;
use crate::scenario::hint_sweep::HintRow;

/// The width and the height of the picture.
pub const SIZE: (f64, f64) = (520.0, 250.0);
/// Where the axes are: left, right, top, bottom.
pub const AXES: (f64, f64, f64, f64) = (58.0, 506.0, 12.0, 214.0);

/// A run in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Its hints.
    pub hints: BufferingHints,
    /// Where it is.
    pub at: (f64, f64),
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
    fn without_a_delivery_there_is_nothing_to_draw() {
        assert_eq!(Tradeoff::of(&[row(1, 60, 0, 0.0)]), Tradeoff::default());
    }
}
