//! What a consumer has processed of a shard: every record at least once, and how many more than once.
//!
//! The records below `reached` are accounted for: processed, or passed over for a reason that is counted. A consumer that
//! would leave a gap for no reason stops the simulation: that would be a record missed.

use std::ops::Range;

/// A consumer's account of one shard, in records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The index from which on the consumer answers for records.
    pub start: u64,
    /// The index below which all are accounted for.
    pub reached: u64,
    /// Processed for the first time.
    pub first: u64,
    /// Processed once more.
    pub repeated: u64,
    /// Passed over because they had expired before they were read.
    pub expired: u64,
    /// Passed over because a reader began anew at LATEST.
    pub passed: u64,
    /// Passed over because processing them failed and the library went on.
    pub skipped: u64,
}

/// Why records between what was reached and what is read next are not processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// They have expired: the oldest record that is left has this index.
    Expired {
        /// Index of the oldest record.
        horizon: u64,
    },
    /// The reader began at LATEST.
    Latest,
}

impl Coverage {
    /// An account that begins at `start`.
    pub const fn from(start: u64) -> Self {
        Self { start, reached: start, first: 0, repeated: 0, expired: 0, passed: 0, skipped: 0 }
    }

    /// The reader begins, or goes on, at `index`.
    pub fn begin(&mut self, index: u64, gap: Gap) {
        let missing = index.saturating_sub(self.reached);
        match gap {
            Gap::Expired { horizon } => {
                assert!(missing == 0 || index <= horizon, "a reader passes over nothing but what has expired");
                self.expired += missing;
            }
            Gap::Latest => self.passed += missing,
        }
        self.reached = self.reached.max(index);
    }

    /// Records were processed; the answer is how many of them for the first time.
    pub fn process(&mut self, records: &Range<u64>) -> u64 {
        assert!(records.start <= self.reached, "records are processed in order, without a gap");
        let first = records.end.saturating_sub(self.reached.max(records.start));
        self.first += first;
        self.repeated += (records.end - records.start) - first;
        self.reached = self.reached.max(records.end);
        first
    }

    /// Records were not processed because processing failed; those that had been processed before do not count.
    pub fn skip(&mut self, records: &Range<u64>) {
        assert!(records.start <= self.reached, "records are passed over in order, without a gap");
        self.skipped += records.end.saturating_sub(self.reached.max(records.start));
        self.reached = self.reached.max(records.end);
    }

    /// Adds another account, for sums over shards.
    pub fn add(&mut self, other: &Self) {
        self.first += other.first;
        self.repeated += other.repeated;
        self.expired += other.expired;
        self.passed += other.passed;
        self.skipped += other.skipped;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_are_what_lies_below_what_was_reached() {
        let mut coverage = Coverage::from(1);
        assert_eq!(coverage.process(&(1..11)), 10);
        assert_eq!(coverage.process(&(5..15)), 4);
        coverage.skip(&(12..20));
        assert_eq!((coverage.first, coverage.repeated, coverage.skipped, coverage.reached), (14, 6, 5, 20));
    }

    #[test]
    fn what_expired_unread_is_counted() {
        let mut coverage = Coverage::from(1);
        coverage.begin(41, Gap::Expired { horizon: 41 });
        coverage.begin(51, Gap::Latest);
        assert_eq!((coverage.expired, coverage.passed, coverage.reached), (40, 10, 51));
    }

    #[test]
    #[should_panic(expected = "without a gap")]
    fn a_gap_without_a_reason_stops_the_simulation() {
        Coverage::from(1).process(&(2..3));
    }
}
