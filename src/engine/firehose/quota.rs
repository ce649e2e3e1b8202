//! What a delivery stream takes from callers: records, requests and bytes in each second.
//!
//! Documented: the three quotas, and that a request beyond them is answered with `ServiceUnavailableException`. Assumed:
//! they are kept as buckets of one second's worth; of a batch, records are taken as long as there is room. Leaves out: that
//! AWS raises the quotas by itself when a delivery stream is throttled, since it does not say by how much.

use crate::engine::bucket::Bucket;
use crate::engine::limits::{LimitId, Profile};
use crate::engine::time::SimTime;

/// The room of a delivery stream for direct puts.
#[derive(Clone, Debug)]
pub struct Quota {
    records: Bucket,
    requests: Bucket,
    bytes: Bucket,
}

/// What of a request was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// There was no room for the request.
    Refused,
    /// So many of its records were taken, the first ones.
    Taken(u64),
}

impl Quota {
    /// Full buckets, as in the largest Regions.
    pub fn new(profile: Profile, now: SimTime) -> Self {
        let bucket = |limit: LimitId| Bucket::full(limit.value(profile), now);
        Self {
            records: bucket(LimitId::FirehoseRecords),
            requests: bucket(LimitId::FirehoseRequests),
            bytes: bucket(LimitId::FirehoseBytes),
        }
    }

    /// The quotas of `region` in `profile` hold from now on.
    pub fn set(&mut self, profile: Profile, region: &str, now: SimTime) {
        let allowed = |limit: LimitId| limit.in_region(region).value(profile);
        self.records.set_rate(allowed(LimitId::FirehoseRecords), now);
        self.requests.set_rate(allowed(LimitId::FirehoseRequests), now);
        self.bytes.set_rate(allowed(LimitId::FirehoseBytes), now);
    }

    /// Records, requests and bytes that it takes in each second.
    pub const fn allowed(&self) -> [u64; 3] {
        [self.records.rate_per_s(), self.requests.rate_per_s(), self.bytes.rate_per_s()]
    }

    /// A request with records of these sizes comes.
    pub fn admit(&mut self, sizes: impl Iterator<Item = u64>, now: SimTime) -> Admission {
        if self.requests.available(now) == 0 {
            return Admission::Refused;
        }
        self.requests.take(1);
        let (mut records, mut bytes) = (self.records.available(now), self.bytes.available(now));
        let mut taken = (0, 0);
        for size in sizes {
            if records == 0 || bytes < size {
                break;
            }
            records -= 1;
            bytes -= size;
            taken = (taken.0 + 1, taken.1 + size);
        }
        self.records.take(taken.0);
        self.bytes.take(taken.1);
        Admission::Taken(taken.0)
    }
}
