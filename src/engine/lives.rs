//! Lives of single records, followed from their making to the end of their way: one of each second.
//!
//! Records travel in runs; what happens to one of them is told by the events of its run. Bounded: the last
//! [`RECENT_KEPT`] lives and [`OLDER_KEPT`] older ones, ever more spaced; at most [`STEPS_MAX`] steps a life. Following
//! changes nothing: it takes no chance, and leaves no mark in the trace. Leaves out: records put by hand.

use super::api::error::ApiError;
use super::ids::{ConsumerId, ProducerId, ShardId, StreamId};
use super::stream::replication::PutLatency;
use super::time::{Micros, SimTime};
use std::collections::VecDeque;
use std::ops::Range;

/// Newest lives that are kept.
pub const RECENT_KEPT: usize = 24;
/// Older lives that are kept.
pub const OLDER_KEPT: usize = 24;
/// Steps of a life that are kept; the first ones, and then no more.
pub const STEPS_MAX: usize = 48;
/// How often a record is chosen.
const EVERY: Micros = Micros::SECOND;

/// The life of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// Its number, from 0.
    pub number: u64,
    /// Who made it.
    pub producer: ProducerId,
    /// Its ordinal.
    pub ordinal: u64,
    /// What happened to it, in order.
    pub steps: Vec<Step>,
    /// Where it was stored first.
    pub place: Option<(StreamId, ShardId, u64)>,
    /// Whether its producer has no more to do with it, or it is too old for that to be followed.
    is_over: bool,
}

/// Something that happened to a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// When.
    pub at: SimTime,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The application made it.
    Made,
    /// It went with a request.
    Sent,
    /// The request was answered, and the record was not taken.
    Refused,
    /// The request failed as a whole.
    Failed(ApiError),
    /// The shard took it; how long that took in each zone until the answer.
    Stored {
        /// The shard.
        shard: ShardId,
        /// Its index there.
        index: u64,
        /// From the request to its answer.
        latency: PutLatency,
    },
    /// A consumer came so far with it.
    Passed(ConsumerId, Passage),
}

/// How far a consumer has come with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// It was read or pushed.
    Read,
    /// Its batch was processed.
    Processed,
    /// Its store has taken it.
    Delivered,
}

/// The lives of a world.
#[derive(Clone, Debug, Default)]
pub struct Lives {
    recent: VecDeque<Life>,
    older: VecDeque<Life>,
    /// Every so many-th life grows old, as a power of two.
    spacing: u32,
    made: u64,
    next_at: SimTime,
    /// Lives with which their producers are not done.
    open: usize,
}

impl Life {
    fn note(&mut self, at: SimTime, what: What) {
        if self.steps.len() < STEPS_MAX {
            self.steps.push(Step { at, what });
        }
    }
}

impl Lives {
    /// All that are kept, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Life> {
        self.older.iter().chain(&self.recent)
    }

    fn iter_mut(&mut self) -> impl Iterator<Item = &mut Life> {
        self.older.iter_mut().chain(&mut self.recent)
    }

    /// Whether a record should be chosen among those that are made now.
    pub fn is_due(&self, now: SimTime) -> bool {
        now >= self.next_at
    }

    /// Follows a record that was made just now.
    pub fn begin(&mut self, producer: ProducerId, ordinal: u64, now: SimTime) {
        if self.recent.len() == RECENT_KEPT
            && let Some(life) = self.recent.pop_front()
        {
            self.grow_old(life);
        }
        let steps = vec![Step { at: now, what: What::Made }];
        self.recent.push_back(Life { number: self.made, producer, ordinal, steps, place: None, is_over: false });
        self.made += 1;
        self.next_at = now + EVERY;
        self.open = self.iter().filter(|life| !life.is_over).count();
    }

    fn grow_old(&mut self, mut life: Life) {
        life.is_over = true;
        let is_spaced = |spacing: u32, life: &Life| life.number.is_multiple_of(1 << spacing.min(63));
        if !is_spaced(self.spacing, &life) {
            return;
        }
        self.older.push_back(life);
        while self.older.len() > OLDER_KEPT {
            self.spacing += 1;
            let spacing = self.spacing;
            self.older.retain(|life| is_spaced(spacing, life));
        }
    }

    /// Whether a producer has more to do with a record of its own.
    pub fn awaits(&self, producer: ProducerId) -> bool {
        self.open > 0 && self.awaited(producer).next().is_some()
    }

    /// The ordinals of this producer's records with which it is not done.
    pub fn awaited(&self, producer: ProducerId) -> impl Iterator<Item = u64> {
        let lives = self.iter().filter(move |life| !life.is_over && life.producer == producer);
        lives.map(|life| life.ordinal)
    }

    /// Something happened to a record with which its producer is not done.
    pub fn note(&mut self, producer: ProducerId, ordinal: u64, now: SimTime, what: &What) {
        let is_it = |life: &&mut Life| !life.is_over && life.producer == producer && life.ordinal == ordinal;
        if let Some(life) = self.iter_mut().find(is_it) {
            life.note(now, what.clone());
        }
    }

    /// A record was stored.
    pub fn store(
        &mut self,
        (producer, ordinal): (ProducerId, u64),
        place: (StreamId, ShardId, u64),
        (now, latency): (SimTime, PutLatency),
    ) {
        let is_it = |life: &&mut Life| life.producer == producer && life.ordinal == ordinal;
        if let Some(life) = self.iter_mut().find(is_it) {
            let (_, shard, index) = place;
            life.note(now, What::Stored { shard, index, latency });
            life.place = life.place.or(Some(place));
        }
    }

    /// The producer is done with those of these records that are stored: it sends them no more.
    pub fn close(&mut self, producer: ProducerId, holds: impl Fn(u64) -> bool) {
        if self.open == 0 {
            return;
        }
        let is_stored = |life: &&mut Life| !life.is_over && life.producer == producer && life.place.is_some();
        let mut closed = 0;
        for life in self.iter_mut().filter(is_stored).filter(|life| holds(life.ordinal)) {
            life.is_over = true;
            closed += 1;
        }
        self.open -= closed;
    }

    /// The records of a request of this producer that are not stored were refused, or failed.
    pub fn end_request(
        &mut self,
        producer: ProducerId,
        now: SimTime,
        fault: Option<&ApiError>,
        holds: impl Fn(u64) -> bool,
    ) {
        if self.open == 0 {
            return;
        }
        let is_sent = |life: &&mut Life| {
            !life.is_over && life.producer == producer && life.steps.last().is_some_and(|step| step.what == What::Sent)
        };
        for life in self.iter_mut().filter(is_sent).filter(|life| holds(life.ordinal)) {
            life.note(now, fault.map_or(What::Refused, |fault| What::Failed(fault.clone())));
        }
    }

    /// A consumer has come so far with these records of a shard.
    pub fn pass(
        &mut self,
        records: (StreamId, ShardId, &Range<u64>),
        consumer: ConsumerId,
        passage: Passage,
        now: SimTime,
    ) {
        let (stream, shard, range) = records;
        let is_in = |life: &&mut Life| {
            life.place.is_some_and(|(of, at, index)| of == stream && at == shard && range.contains(&index))
        };
        for life in self.iter_mut().filter(is_in) {
            life.note(now, What::Passed(consumer, passage));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_are_kept_and_older_ones_ever_more_spaced() {
        let mut lives = Lives::default();
        for number in 0..10_000 {
            let now = SimTime(number * EVERY.0);
            assert!(lives.is_due(now));
            lives.begin(ProducerId(0), number, now);
            assert!(!lives.is_due(SimTime(now.0 + 1)));
        }
        let numbers: Vec<u64> = lives.iter().map(|life| life.number).collect();
        assert!(numbers.len() <= RECENT_KEPT + OLDER_KEPT && numbers.is_sorted());
        assert_eq!(numbers[numbers.len() - RECENT_KEPT..], (10_000 - RECENT_KEPT as u64..10_000).collect::<Vec<_>>());
        assert_eq!(numbers[0], 0, "the first is always among the spaced ones");
        assert!(numbers.len() > RECENT_KEPT + OLDER_KEPT / 3);
    }

    #[test]
    fn what_is_sent_and_not_stored_was_refused() {
        let mut lives = Lives::default();
        let (me, other, now) = (ProducerId(0), ProducerId(1), SimTime(5));
        lives.begin(me, 7, now);
        assert!(lives.awaits(me) && !lives.awaits(other));
        lives.note(me, 7, now, &What::Sent);
        lives.end_request(other, now, None, |_| true);
        lives.end_request(me, now, None, |ordinal| ordinal != 7);
        lives.end_request(me, now, None, |_| true);
        lives.end_request(me, now, None, |_| true);
        let whats: Vec<&What> = lives.iter().flat_map(|life| &life.steps).map(|step| &step.what).collect();
        assert_eq!(whats, [&What::Made, &What::Sent, &What::Refused]);
    }
}
