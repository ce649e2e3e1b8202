//! What became of puts, for display: how long the last ones took in each zone, and how many requests failed as a whole.

use super::{PutLatency, Zone};
use crate::engine::api::error::{ApiError, KmsFault};
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// How many puts are remembered.
pub const PUTS_KEPT: usize = 100;

/// The last puts that were acknowledged.
#[derive(Clone, Debug, Default)]
pub struct RecentPuts(VecDeque<PutLatency>);

/// Requests of producers that failed as a whole, and the records in them.
#[derive(Clone, Debug, Default)]
pub struct FailedPuts {
    /// Too few zones were in service.
    pub by_zones: Failures,
    /// The key could not be used.
    pub by_key: Failures,
    /// Why it could not, the last time.
    pub key_fault: Option<KmsFault>,
    /// The stream was CREATING or DELETING.
    pub by_state: Failures,
}

/// What producers did about records that their stream did not take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// Records sent again.
    pub retried: u64,
    /// Records given up.
    pub given_up: u64,
}

/// Failed requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures {
    /// How many.
    pub requests: u64,
    /// The records in them, each attempt counted.
    pub records: u64,
    /// When the last one failed.
    pub last: Option<SimTime>,
}

impl RecentPuts {
    /// Adds a put.
    #[inline]
    pub fn add(&mut self, put: PutLatency) {
        if self.0.len() == PUTS_KEPT {
            self.0.pop_front();
        }
        self.0.push_back(put);
    }

    /// The last put.
    pub fn last(&self) -> Option<&PutLatency> {
        self.0.back()
    }

    /// How many are remembered.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What these hundredths of the puts did not pass when they were stored in `zone`, or as a whole. Puts that a zone
    /// took no part in do not count for it.
    pub fn percentiles<const N: usize>(&self, zone: Option<Zone>, hundredths: [usize; N]) -> Option<[Micros; N]> {
        let of = |put: &PutLatency| zone.map_or(Some(put.whole), |zone| put.zones[zone as usize]);
        let mut lengths: Vec<Micros> = self.0.iter().filter_map(of).collect();
        lengths.sort_unstable();
        (!lengths.is_empty())
            .then(|| hundredths.map(|hundredth| lengths[(lengths.len() * hundredth).div_ceil(100).max(1) - 1]))
    }
}

impl FailedPuts {
    /// Counts a request that failed at `now`.
    pub fn add(&mut self, fault: &ApiError, records: u64, now: SimTime) {
        let failures = match fault {
            ApiError::Kms(fault) => {
                self.key_fault = Some(fault.clone());
                &mut self.by_key
            }
            ApiError::StreamNotFound { .. } => &mut self.by_state,
            _ => &mut self.by_zones,
        };
        failures.requests += 1;
        failures.records += records;
        failures.last = Some(now);
    }

    /// The records in all of them.
    pub const fn records(&self) -> u64 {
        self.by_zones.records + self.by_key.records + self.by_state.records
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_last_puts_in_which_the_zone_took_part() {
        let mut puts = RecentPuts::default();
        assert_eq!(puts.percentiles(None, [50]), None);
        for length in 1..=200 {
            let b = (length > 190).then_some(Micros(1_000 + length));
            puts.add(PutLatency { zones: [Some(Micros(length)), b, None], whole: Micros(length + 1) });
        }
        assert_eq!(puts.len(), PUTS_KEPT);
        assert_eq!(puts.percentiles(None, [50, 99]), Some([Micros(151), Micros(200)]));
        assert_eq!(puts.percentiles(Some(Zone::A), [1, 100]), Some([Micros(101), Micros(200)]));
        assert_eq!(puts.percentiles(Some(Zone::B), [50, 99]), Some([Micros(1_195), Micros(1_200)]));
        assert_eq!(puts.percentiles(Some(Zone::C), [50]), None);
    }
}
