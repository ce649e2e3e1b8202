//! A shard's two write limits, as token buckets.
//!
//! Documented: a shard takes 1 MB/s (partition keys counted) or 1,000 records/s, whichever is reached first; a request is
//! counted in whole KiB, rounded up: `PutRecord` each record, `PutRecords` the sum.
//! Assumed (AWS publishes no refill rule): each limit is a bucket that holds one second's worth and refills evenly, so a
//! shard that was idle takes a burst of one second's worth at once. A request is admitted while the bucket covers its
//! bytes before rounding; the rounding may leave the bucket up to 1,023 bytes short. A record larger than the bucket
//! (1 MiB of data and its key) is charged as one full bucket. The records of a request that go to one shard are taken
//! in order until one does not fit; that one and those after it are refused.

use crate::engine::ids::Bytes;
use crate::engine::limits::{LimitId, Profile};
use crate::engine::time::{Micros, SimTime};

/// The time over which a write limit is counted.
pub const WINDOW: Micros = Micros::SECOND;

/// One limit's bucket. The level is kept in millionths, which makes the refill exact in whole microseconds.
#[derive(Clone, Debug)]
struct Bucket {
    rate_per_s: u64,
    level_millionths: i64,
}

/// Both buckets of a shard.
#[derive(Clone, Debug)]
pub struct WriteThrottle {
    records: Bucket,
    bytes: Bucket,
    refilled: SimTime,
}

/// What a shard takes at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Records that fit.
    pub records: u64,
    /// Bytes that fit.
    pub bytes: u64,
}

impl Bucket {
    fn full(rate_per_s: u64) -> Self {
        Self { rate_per_s, level_millionths: Self::capacity(rate_per_s) }
    }

    fn capacity(rate_per_s: u64) -> i64 {
        i64::try_from(rate_per_s * WINDOW.0).expect("a limit's second's worth in millionths fits 63 bits")
    }

    fn refill(&mut self, elapsed: Micros) {
        let elapsed = elapsed.0.min(2 * WINDOW.0);
        let added = i64::try_from(self.rate_per_s * elapsed).expect("two seconds' worth in millionths fits 63 bits");
        self.level_millionths = (self.level_millionths + added).min(Self::capacity(self.rate_per_s));
    }

    fn available(&self) -> u64 {
        u64::try_from(self.level_millionths / 1_000_000).unwrap_or(0)
    }

    fn take(&mut self, amount: u64) {
        self.level_millionths -= i64::try_from(amount * 1_000_000).expect("an admitted amount is at most a bucket");
    }
}

impl WriteThrottle {
    /// Full buckets at `now`: a new shard has taken nothing yet.
    pub fn new(profile: Profile, now: SimTime) -> Self {
        Self {
            records: Bucket::full(LimitId::ShardWriteRecords.value(profile)),
            bytes: Bucket::full(LimitId::ShardWriteBytes.value(profile)),
            refilled: now,
        }
    }

    /// Refills up to `now` and says what fits.
    pub fn allowance(&mut self, now: SimTime) -> Allowance {
        let elapsed = now.since(self.refilled);
        self.refilled = now;
        self.records.refill(elapsed);
        self.bytes.refill(elapsed);
        Allowance { records: self.records.available(), bytes: self.bytes.available() }
    }

    /// Takes what a request stored: its records, and its bytes in whole KiB.
    pub fn take(&mut self, records: u64, bytes: Bytes) {
        self.records.take(records);
        self.bytes.take(bytes.metered().0);
    }

    /// Follows the limits of another profile from now on; levels above a smaller bucket spill.
    pub fn set_profile(&mut self, profile: Profile) {
        self.records.rate_per_s = LimitId::ShardWriteRecords.value(profile);
        self.bytes.rate_per_s = LimitId::ShardWriteBytes.value(profile);
        self.records.refill(Micros(0));
        self.bytes.refill(Micros(0));
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
