//! A shard's two write limits, as token buckets.
//!
//! Documented: a shard takes 1 MB/s (partition keys counted) or 1,000 records/s, whichever is reached first; a request is
//! counted in whole KiB, rounded up: `PutRecord` each record, `PutRecords` the sum.
//! Assumed (AWS publishes no refill rule): each limit is a bucket that holds one second's worth and refills evenly, so a
//! shard that was idle takes a burst of one second's worth at once. A request is admitted while the bucket covers its
//! bytes before rounding; the rounding may leave the bucket up to 1,023 bytes short. A record of the bucket's size and
//! its key is charged as one full bucket; a larger one (up to 10 MiB where a stream takes them) needs a full bucket too,
//! and the bucket then owes the rest. The records of a request that go to one shard are taken
//! in order until one does not fit; that one and those after it are refused.

use crate::engine::bucket::Bucket;
use crate::engine::ids::Bytes;
use crate::engine::limits::{LimitId, Profile};
use crate::engine::time::SimTime;

pub use crate::engine::bucket::WINDOW;

/// Both buckets of a shard.
#[derive(Clone, Debug)]
pub struct WriteThrottle {
    records: Bucket,
    bytes: Bucket,
}

/// What a shard takes at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Records that fit.
    pub records: u64,
    /// Bytes that fit.
    pub bytes: u64,
}

impl WriteThrottle {
    /// Full buckets at `now`: a new shard has taken nothing yet.
    pub fn new(profile: Profile, now: SimTime) -> Self {
        Self {
            records: Bucket::full(LimitId::ShardWriteRecords.value(profile), now),
            bytes: Bucket::full(LimitId::ShardWriteBytes.value(profile), now),
        }
    }

    /// Refills up to `now` and says what fits.
    pub fn allowance(&mut self, now: SimTime) -> Allowance {
        Allowance { records: self.records.available(now), bytes: self.bytes.available(now) }
    }

    /// Takes what a request stored: its records, and its bytes in whole KiB.
    pub fn take(&mut self, records: u64, bytes: Bytes) {
        self.records.take(records);
        self.bytes.take(bytes.metered().0);
    }

    /// Follows the limits of another profile from now on; levels above a smaller bucket spill.
    pub fn set_profile(&mut self, profile: Profile, now: SimTime) {
        self.records.set_rate(LimitId::ShardWriteRecords.value(profile), now);
        self.bytes.set_rate(LimitId::ShardWriteBytes.value(profile), now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1_048_576;

    #[test]
    fn an_idle_shard_takes_one_second_at_once_and_then_its_rate() {
        let mut throttle = WriteThrottle::new(Profile::Current, SimTime(0));
        assert_eq!(throttle.allowance(SimTime(0)), Allowance { records: 1_000, bytes: MIB });
        throttle.take(1_000, Bytes(100 * 1_024));
        assert_eq!(throttle.allowance(SimTime(0)).records, 0);
        assert_eq!(throttle.allowance(SimTime(10_000)).records, 10);
        assert_eq!(throttle.allowance(SimTime(60_000_000)), Allowance { records: 1_000, bytes: MIB });
    }

    #[test]
    fn requests_are_counted_in_whole_kib() {
        for (bytes, counted) in [(1, 1_024), (1_024, 1_024), (1_025, 2_048), (MIB, MIB)] {
            let mut throttle = WriteThrottle::new(Profile::Current, SimTime(0));
            throttle.take(1, Bytes(bytes));
            assert_eq!(throttle.allowance(SimTime(0)).bytes, MIB - counted, "{bytes}");
        }
    }
}
