//! Requests of producers that failed as a whole: whose, with what, how many records were in them, and for how long.
//!
//! What a shard's limit refuses is no part of this (see [`super::episodes`]): these requests came to no shard, because
//! there is no stream that serves, too few zones, or a key that cannot be used.

use super::episodes::QUIET;
use crate::engine::api::error::ApiError;
use crate::engine::ids::ProducerId;
use crate::engine::time::{Micros, SimTime};
use std::collections::VecDeque;

/// How many are kept; the oldest go first.
pub const FAILURES_KEPT: usize = 100;

/// A producer's requests that failed with one cause, one after the other.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Its number in the world, from 0.
    pub number: u64,
    /// Whose requests.
    pub producer: ProducerId,
    /// With what they failed.
    pub cause: ApiError,
    /// When the first one failed.
    pub began: SimTime,
    /// When the last one so far failed.
    pub last: SimTime,
    /// How many requests.
    pub requests: u64,
    /// The records in them, each attempt counted.
    pub records: u64,
    /// What failed within the last second: when, and how many records.
    recent: VecDeque<(SimTime, u64)>,
}

/// The failures of a world, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Failures {
    kept: VecDeque<Failure>,
    begun: u64,
}

impl Failure {
    /// The records in the requests that failed within the second before `now`.
    pub fn last_second(&self, now: SimTime) -> u64 {
        let within = |at: &SimTime| now.since(*at) < Micros::SECOND;
        self.recent.iter().filter(|(at, _)| within(at)).map(|(_, records)| records).sum()
    }

    /// Whether requests fail so at present.
    pub fn is_going_on(&self, now: SimTime) -> bool {
        now.since(self.last) < QUIET
    }

    fn add(&mut self, records: u64, now: SimTime) {
        self.last = now;
        self.requests += 1;
        self.records += records;
        self.recent.push_back((now, records));
        while self.recent.front().is_some_and(|(at, _)| now.since(*at) >= Micros::SECOND) {
            self.recent.pop_front();
        }
    }
}

impl Failures {
    /// Counts a request of `records` records that failed at `now`.
    pub fn add(&mut self, producer: ProducerId, cause: &ApiError, records: u64, now: SimTime) {
        let goes_on =
            |known: &&mut Failure| known.producer == producer && known.is_going_on(now) && known.cause == *cause;
        if let Some(known) = self.kept.iter_mut().rev().find(goes_on) {
            known.add(records, now);
            return;
        }
        if self.kept.len() == FAILURES_KEPT {
            self.kept.pop_front();
        }
        let mut failure = Failure {
            number: self.begun,
            producer,
            cause: cause.clone(),
            began: now,
            last: now,
            requests: 0,
            records: 0,
            recent: VecDeque::new(),
        };
        failure.add(records, now);
        self.begun += 1;
        self.kept.push_back(failure);
    }

    /// The kept failures, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Failure> {
        self.kept.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_told_apart_by_producer_cause_and_pause() {
        let mut failures = Failures::default();
        let gone = |stream: &str| ApiError::StreamNotFound { stream: stream.to_owned() };
        let at = |seconds: u64| SimTime::ZERO + Micros::seconds(seconds);
        for (producer, stream, seconds) in
            [(0, "a", 0), (0, "a", 1), (1, "a", 1), (0, "b", 1), (0, "a", 2), (0, "a", 9)]
        {
            failures.add(ProducerId(producer), &gone(stream), 10, at(seconds));
        }
        let found: Vec<_> = failures.iter().map(|known| (known.number, known.requests, known.records)).collect();
        assert_eq!(found, [(0, 3, 30), (1, 1, 10), (2, 1, 10), (3, 1, 10)]);
        let last = failures.iter().next_back().expect("the last one");
        assert_eq!([last.last_second(at(9)), last.last_second(at(10))], [10, 0]);
        assert!(last.is_going_on(at(10)) && !last.is_going_on(at(11)));
    }
}
