//! A shard's write history: sums by tenth of a second (the last second), by second (ten minutes) and by minute (25 h).
//!
//! Every sum is exact; what lies further back than a resolution keeps is known at the next one only. Slots are aligned to
//! simulated time zero, so charts of several shards share one axis. Records of a slot are counted up to 2^32 - 1, which
//! only many hasty retries at the highest rates pass within a minute; the shard's totals have no such bound.

use super::slots::{History, Sample};
pub use super::slots::{MINUTES_KEPT, Resolution, SECONDS_KEPT};
use crate::engine::ids::Bytes;
use crate::engine::time::{Micros, SimTime};

/// The tenths of a second, and the one in progress.
const TENTHS: usize = 11;
const TENTH: Micros = Micros::millis(100);

/// What happened at a shard's write side in one slot of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteSample {
    /// Records stored.
    pub accepted_records: u32,
    /// Records refused because the bytes limit was reached.
    pub refused_by_bytes: u32,
    /// Records refused because the records limit was reached.
    pub refused_by_records: u32,
    /// Bytes stored.
    pub accepted_bytes: Bytes,
    /// Bytes refused.
    pub refused_bytes: Bytes,
}

/// The history of one shard.
#[derive(Clone, Debug, Default)]
pub struct WriteSeries {
    tenths: [WriteSample; TENTHS],
    tenth: u64,
    history: History<WriteSample>,
}

impl WriteSample {
    /// Records refused for either reason.
    pub const fn refused_records(&self) -> u32 {
        self.refused_by_bytes.saturating_add(self.refused_by_records)
    }

    /// Records that were asked to be stored.
    pub const fn offered_records(&self) -> u32 {
        self.accepted_records.saturating_add(self.refused_records())
    }

    /// Bytes that were asked to be stored.
    pub fn offered_bytes(&self) -> Bytes {
        self.accepted_bytes + self.refused_bytes
    }
}

impl Sample for WriteSample {
    fn add(&mut self, other: &Self) {
        self.accepted_records = self.accepted_records.saturating_add(other.accepted_records);
        self.refused_by_bytes = self.refused_by_bytes.saturating_add(other.refused_by_bytes);
        self.refused_by_records = self.refused_by_records.saturating_add(other.refused_by_records);
        self.accepted_bytes += other.accepted_bytes;
        self.refused_bytes += other.refused_bytes;
    }
}

impl WriteSeries {
    /// Adds what happened at `now`.
    pub fn add(&mut self, now: SimTime, sample: &WriteSample) {
        let tenth = now.slot(TENTH);
        self.roll_tenths(tenth);
        self.tenths[(tenth % TENTHS as u64) as usize].add(sample);
        self.history.add(now, sample);
    }

    fn roll_tenths(&mut self, tenth: u64) {
        let passed = (tenth - self.tenth).min(TENTHS as u64);
        for back in 0..passed {
            self.tenths[((tenth - back) % TENTHS as u64) as usize] = WriteSample::default();
        }
        self.tenth = tenth;
    }

    /// The sum of the tenth of a second of `now` so far and the nine before it.
    pub fn last_second(&self, now: SimTime) -> WriteSample {
        self.sum_of_tenths(now, 0)
    }

    /// The sum of the ten complete tenths of a second before that of `now`: exactly one second.
    pub fn complete_second(&self, now: SimTime) -> WriteSample {
        self.sum_of_tenths(now, 1)
    }

    /// What to show of the last second: the complete one, unless the first refusals are newer than that. A shard that is
    /// said to have refused something is not at the same time said to keep up.
    pub fn shown_second(&self, now: SimTime) -> WriteSample {
        let (complete, newest) = (self.complete_second(now), self.last_second(now));
        if complete.refused_records() == 0 && newest.refused_records() > 0 { newest } else { complete }
    }

    fn sum_of_tenths(&self, now: SimTime, back_from: u64) -> WriteSample {
        let current = now.slot(TENTH).max(self.tenth);
        let mut sum = WriteSample::default();
        for back in back_from..back_from + 10 {
            // What lies before the oldest kept tenth, or after the newest, is no part of the ring.
            let is_kept =
                current >= back && current - back <= self.tenth && self.tenth - (current - back) < TENTHS as u64;
            if is_kept {
                sum.add(&self.tenths[((current - back) % TENTHS as u64) as usize]);
            }
        }
        sum
    }

    /// The sum of slot number `slot`; zero where nothing happened or is not kept any more.
    pub fn slot(&self, resolution: Resolution, slot: u64) -> WriteSample {
        self.history.slot(resolution, slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(records: u32) -> WriteSample {
        WriteSample { accepted_records: records, ..WriteSample::default() }
    }

    #[test]
    fn sums_are_kept_by_second_and_by_minute_across_gaps() {
        let mut series = WriteSeries::default();
        series.add(SimTime(0), &accepted(1));
        series.add(SimTime(999_999), &accepted(2));
        series.add(SimTime(5_000_000), &accepted(4));
        series.add(SimTime(61_000_000), &accepted(8));
        let second = |slot| series.slot(Resolution::Second, slot).accepted_records;
        assert_eq!([second(0), second(1), second(5), second(61), second(62)], [3, 0, 4, 8, 0]);
        assert_eq!(series.slot(Resolution::Minute, 0).accepted_records, 7);
        assert_eq!(series.slot(Resolution::Minute, 1).accepted_records, 8);
    }

    #[test]
    fn a_slot_that_is_full_stays_full() {
        let mut series = WriteSeries::default();
        for _ in 0..3 {
            series.add(SimTime(0), &accepted(u32::MAX / 2));
        }
        let sum = series.slot(Resolution::Minute, 0);
        assert_eq!((sum.accepted_records, sum.offered_records()), (u32::MAX, u32::MAX));
    }

    #[test]
    fn the_last_second_forgets_what_is_older() {
        let mut series = WriteSeries::default();
        series.add(SimTime(100_000), &accepted(1));
        series.add(SimTime(950_000), &accepted(2));
        assert_eq!(series.last_second(SimTime(950_000)).accepted_records, 3);
        assert_eq!(series.last_second(SimTime(1_150_000)).accepted_records, 2);
        assert_eq!(series.last_second(SimTime(9_000_000)).accepted_records, 0);
    }

    #[test]
    fn the_first_refusal_is_shown_at_once() {
        let mut series = WriteSeries::default();
        for tick in 1..=100 {
            series.add(SimTime(tick * 10_000), &accepted(10));
        }
        assert_eq!(series.shown_second(SimTime(1_000_000)), series.complete_second(SimTime(1_000_000)));
        series.add(SimTime(1_010_000), &WriteSample { refused_by_records: 3, ..accepted(7) });
        assert_eq!(series.complete_second(SimTime(1_010_000)).refused_records(), 0);
        assert_eq!(series.shown_second(SimTime(1_010_000)).refused_records(), 3);
    }

    #[test]
    fn a_complete_second_is_neither_longer_nor_shorter() {
        let mut series = WriteSeries::default();
        for tick in 1..=1_000 {
            series.add(SimTime(tick * 10_000), &accepted(10));
            if tick > 110 {
                assert_eq!(series.complete_second(SimTime(tick * 10_000)).accepted_records, 1_000, "tick {tick}");
            }
        }
    }
}
