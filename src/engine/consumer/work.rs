//! What processing a record takes, and whether it fails.
//!
//! Assumed: every record takes the same time; the shards that a machine works on at once share its processors evenly;
//! which records cannot be processed is decided by their place in the shard, so that trying again does not help.

use crate::engine::error::Violation;
use crate::engine::settings::SettingId;
use crate::engine::time::Micros;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The work of a consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// Microseconds that one processor needs for a record.
    pub record_time_us: u32,
    /// Every so many-th record of a shard cannot be processed; none if zero.
    #[serde(default)]
    pub failing_every: u32,
}

impl Default for Work {
    fn default() -> Self {
        Self { record_time_us: SettingId::RecordTime.row().current as u32, failing_every: 0 }
    }
}

impl Work {
    /// Checks both numbers; `prefix` is where they stand.
    pub fn validate(&self, prefix: &str) -> Result<(), Violation> {
        SettingId::RecordTime.check(prefix, u64::from(self.record_time_us))?;
        SettingId::FailingEvery.check(prefix, u64::from(self.failing_every))
    }

    /// How long `records` take while `busy` shards share `processors`, this one among them.
    pub fn time(&self, records: u64, busy: u32, processors: u32) -> Micros {
        let alone = u128::from(records) * u128::from(self.record_time_us);
        let share = u128::from(busy.max(processors)) * alone / u128::from(processors.max(1));
        Micros(u64::try_from(share).unwrap_or(u64::MAX))
    }

    /// The first record of `records` that cannot be processed.
    pub fn first_failing(&self, records: &Range<u64>) -> Option<u64> {
        let every = u64::from(self.failing_every);
        let first = records.start.checked_next_multiple_of(every)?;
        (every > 0 && records.contains(&first)).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_the_processors() {
        let work = Work { record_time_us: 100, failing_every: 0 };
        let times = [(1, 2), (2, 2), (3, 2), (4, 1)].map(|(busy, processors)| work.time(10, busy, processors).0);
        assert_eq!(times, [1_000, 1_000, 1_500, 4_000]);
    }

    #[test]
    fn the_failing_records_are_those_at_every_so_many_places() {
        let failing =
            |every, records: Range<u64>| Work { record_time_us: 1, failing_every: every }.first_failing(&records);
        assert_eq!(failing(10, 1..10), None);
        assert_eq!(failing(10, 1..11), Some(10));
        assert_eq!(failing(10, 20..25), Some(20));
        assert_eq!(failing(0, 0..25), None);
    }
}
