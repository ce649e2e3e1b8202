//! What a delivery stream takes from callers: records, requests and bytes in each second.
//!
//! Documented: the three quotas, and that a request beyond them is answered with `ServiceUnavailableException`. Assumed:
//! they are kept as buckets of one second's worth; of a batch, records are taken as long as there is room. Leaves out: that
//! AWS raises the quotas by itself when a delivery stream is throttled, since it does not say by how much.

use crate::engine::bucket::Bucket;
use crate::engine::limits::Profile;
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
    /// Full buckets.
    pub fn new(profile: Profile, now: SimTime) -> Self {
        let [records, requests, bytes] = rates(profile).map(|rate| Bucket::full(rate, now));
        Self { records, requests, bytes }
    }

    /// Other quotas hold.
    pub fn set_profile(&mut self, profile: Profile, now: SimTime) {
        let [records, requests, bytes] = rates(profile);
        self.records.set_rate(records, now);
        self.requests.set_rate(requests, now);
        self.bytes.set_rate(bytes, now);
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

/// Records, requests and bytes in each second, in the three large Regions.
const fn rates(profile: Profile) -> [u64; 3] {
    match profile {
        Profile::CourseNotes => [5_000, 2_000, 5 * 1_048_576],
        Profile::Current => [500_000, 2_000, 5 * 1_048_576],
    }
}
