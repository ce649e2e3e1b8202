//! A delivery stream along time: flushes by their cause as bars, freshness as a line.

use super::round_up;
use crate::engine::time::SimTime;
use crate::ui::scene::axis::{ticks, time_label};
use crate::worker::firehose::series::{SeriesFrame, SlotFrame};

/// The height of a picture; its width is one for each slot.
pub const HEIGHT: f64 = 100.0;
/// Labels of the axis at most.
const LABELS: usize = 6;

/// The pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// How many slots are side by side.
    pub width: usize,
    /// The most flushes in a slot, as a round number.
    pub most: u32,
    /// What the upper edge of the freshness stands for, in seconds: a round number.
    pub oldest_s: f64,
    /// The freshness.
    pub freshness: String,
    /// Where labels of the axis are, in slots, and what they say.
    pub labels: Vec<(f64, String)>,
}

impl Timeline {
    /// The pictures of `series`.
    pub fn of(series: &SeriesFrame) -> Self {
        let most = series.slots.iter().map(|slot| slot.by_size + slot.by_interval).max().unwrap_or(0);
        let seconds = |slot: &SlotFrame| slot.freshness.as_seconds();
        let oldest_s = round_up(series.slots.iter().map(seconds).fold(1.0, f64::max));
        let (from_s, slot_s) = (series.start.as_seconds(), series.slot.as_seconds().max(1e-6));
        let now = (series.now.as_seconds() - from_s) / slot_s;
        // Freshness is that at the end of a slot, or by now.
        let point = |(place, slot): (usize, &SlotFrame)| {
            let at = (place as f64 + 1.0).min(now);
            format!("{at:.2},{:.1}", HEIGHT - seconds(slot) / oldest_s * HEIGHT)
        };
        // At the very beginning nothing had come.
        let zero = (series.start == SimTime::ZERO).then(|| format!("0.00,{HEIGHT:.1}"));
        let points: Vec<String> = zero.into_iter().chain(series.slots.iter().enumerate().map(point)).collect();
        let to_s = from_s + slot_s * series.slots.len() as f64;
        let label = |at: f64| ((at - from_s) / slot_s, time_label(at, to_s - from_s));
        Self {
            width: series.slots.len().max(1),
            most: round_up(f64::from(most.max(1))) as u32,
            oldest_s,
            freshness: points.join(" "),
            labels: ticks(from_s, to_s, LABELS).into_iter().map(label).collect(),
        }
    }

    /// The heights of a slot's flushes: by size, by interval.
    pub fn heights(&self, slot: &SlotFrame) -> (f64, f64) {
        let height = |count: u32| f64::from(count) / f64::from(self.most) * HEIGHT;
        (height(slot.by_size), height(slot.by_interval))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::Micros;

    #[test]
    fn tops_are_round_and_the_line_follows_the_slots() {
        let slot = |by_size, by_interval, freshness_s| SlotFrame {
            by_size,
            by_interval,
            freshness: Micros::seconds(freshness_s),
            ..SlotFrame::default()
        };
        let series = SeriesFrame {
            start: SimTime(60_000_000),
            slot: Micros::seconds(5),
            now: SimTime(72_000_000),
            slots: vec![slot(0, 1, 10), slot(2, 1, 40), slot(0, 0, 0)],
        };
        let timeline = Timeline::of(&series);
        assert_eq!((timeline.width, timeline.most, timeline.oldest_s as u32), (3, 5, 50));
        assert_eq!(timeline.freshness, "1.00,80.0 2.00,20.0 2.40,100.0");
        assert_eq!(timeline.heights(&series.slots[1]), (40.0, 20.0));
        assert_eq!(timeline.labels[0], (0.0, "01:00".to_owned()));
        let from_zero = SeriesFrame { start: SimTime::ZERO, now: SimTime(12_000_000), ..series };
        assert_eq!(Timeline::of(&from_zero).freshness, "0.00,100.0 1.00,80.0 2.00,20.0 2.40,100.0");
    }

    #[test]
    fn nothing_yet_is_a_picture_too() {
        let timeline = Timeline::of(&SeriesFrame::default());
        assert_eq!((timeline.width, timeline.most), (1, 1));
    }
}
