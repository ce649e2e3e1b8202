//! A shard's read limits, shared by all who poll it.
//!
//! Documented: 5 calls of `GetRecords` a second; 2 MB/s; an answer of the full 10 MB closes the shard for 5 seconds.
//! Assumed: the bytes are a bucket of one second's worth; an answer larger than what is left in it is given, and the
//! shard is then closed to readers until the bucket is full again, which makes 10 MB cost the documented 5 seconds.

use crate::engine::bucket::Bucket;
use crate::engine::limits::{LimitId, Profile};
use crate::engine::time::{Micros, SimTime};

/// The read side of a shard's limits.
#[derive(Clone, Debug)]
pub struct ReadThrottle {
    calls: Bucket,
    iterators: Bucket,
    bytes: Bucket,
    is_closed: bool,
}

/// The limit that refuses a read, and how long it will.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadRefusal {
    /// The limit.
    pub limit: LimitId,
    /// When it will not refuse any more, if nobody else reads.
    pub again_in: Micros,
}

impl ReadThrottle {
    /// The limits of a shard that nobody has read.
    pub fn new(profile: Profile, now: SimTime) -> Self {
        let bucket = |limit: LimitId| Bucket::full(limit.value(profile), now);
        Self {
            calls: bucket(LimitId::RateGetRecords),
            iterators: bucket(LimitId::RateGetShardIterator),
            bytes: bucket(LimitId::ShardReadBytes),
            is_closed: false,
        }
    }

    /// Admits a call of `GetRecords`, or says why not.
    pub fn admit_read(&mut self, now: SimTime, has_call_rates: bool) -> Result<(), ReadRefusal> {
        if has_call_rates && self.calls.available(now) == 0 {
            let again_in = self.calls.wait_for(1, now);
            return Err(ReadRefusal { limit: LimitId::RateGetRecords, again_in });
        }
        if self.is_closed && !self.bytes.is_full(now) {
            let again_in = self.bytes.wait_for(self.bytes.rate_per_s(), now);
            return Err(ReadRefusal { limit: LimitId::ShardReadBytes, again_in });
        }
        self.is_closed = false;
        if has_call_rates {
            self.calls.take(1);
        }
        Ok(())
    }

    /// Books the bytes of an answer.
    pub fn book(&mut self, bytes: u64, now: SimTime) {
        // Refilled first, so that the time before the answer counts.
        let _level = self.bytes.available(now);
        self.bytes.take(bytes);
        self.is_closed |= self.bytes.owes();
    }

    /// Admits a call of `GetShardIterator`, or says why not.
    pub fn admit_iterator(&mut self, now: SimTime) -> Result<(), ReadRefusal> {
        if self.iterators.available(now) == 0 {
            let again_in = self.iterators.wait_for(1, now);
            return Err(ReadRefusal { limit: LimitId::RateGetShardIterator, again_in });
        }
        self.iterators.take(1);
        Ok(())
    }

    /// Follows another limits profile from now on.
    pub fn set_profile(&mut self, profile: Profile, now: SimTime) {
        self.calls.set_rate(LimitId::RateGetRecords.value(profile), now);
        self.iterators.set_rate(LimitId::RateGetShardIterator.value(profile), now);
        self.bytes.set_rate(LimitId::ShardReadBytes.value(profile), now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1_048_576;

    fn at(ms: u64) -> SimTime {
        SimTime(ms * 1_000)
    }

    #[test]
    fn five_calls_a_second_are_admitted() {
        let mut throttle = ReadThrottle::new(Profile::Current, at(0));
        for _ in 0..5 {
            assert_eq!(throttle.admit_read(at(0), true), Ok(()));
        }
        let refusal = throttle.admit_read(at(0), true).unwrap_err();
        assert_eq!(refusal, ReadRefusal { limit: LimitId::RateGetRecords, again_in: Micros::millis(200) });
        assert_eq!(throttle.admit_read(at(200), true), Ok(()));
    }

    #[test]
    fn a_full_answer_closes_the_shard_for_five_seconds() {
        let mut throttle = ReadThrottle::new(Profile::Current, at(0));
        assert_eq!(throttle.admit_read(at(0), true), Ok(()));
        throttle.book(10 * MIB, at(0));
        for ms in [1, 1_000, 4_999] {
            assert_eq!(throttle.admit_read(at(ms), true).unwrap_err().limit, LimitId::ShardReadBytes, "{ms}");
        }
        assert_eq!(throttle.admit_read(at(5_000), true), Ok(()));
    }

    #[test]
    fn two_mebibytes_a_second_go_on_for_ever() {
        let mut throttle = ReadThrottle::new(Profile::Current, at(0));
        for second in 0..100 {
            for half in 0..2 {
                let now = at(second * 1_000 + half * 500);
                assert_eq!(throttle.admit_read(now, true), Ok(()), "{now:?}");
                throttle.book(MIB, now);
            }
        }
    }
}
