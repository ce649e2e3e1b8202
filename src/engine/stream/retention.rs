//! The record log of a shard: batches from the newest to the trim horizon, merged as they age, trimmed when they expire.
//!
//! Documented: a record can be read for the retention period and is gone after it. Assumed: AWS trims at an unstated
//! granularity; here a batch goes when its last record has expired, so a record is kept at least its retention period
//! and at most one width of the coarsest tier longer.
//!
//! Tiers bound memory: a batch moves on when it is old enough for the next tier and merges with its neighbour if both lie
//! in the same slot of that tier's width. Counts, bytes and order survive; arrival resolution does not.

use super::batch::Batch;
use crate::engine::ids::Bytes;
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::ops::Range;

/// A step of the coarsening: batches older than `from` are merged into slots of `width`.
struct Tier {
    from: Micros,
    width: Micros,
}

const TIERS: [Tier; 3] = [
    Tier { from: Micros::seconds(10), width: Micros::seconds(1) },
    Tier { from: Micros::seconds(600), width: Micros::seconds(60) },
    Tier { from: Micros::hours(6), width: Micros::seconds(600) },
];

const COARSEN_EVERY: Micros = Micros::seconds(1);

/// How long after its expiry a record may still be there: the width of the coarsest tier.
pub const TRIM_GRANULARITY: Micros = TIERS[TIERS.len() - 1].width;

/// What a log holds or has let go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    /// Records.
    pub records: u64,
    /// Bytes, partition keys counted.
    pub bytes: Bytes,
}

/// A shard's stored batches.
#[derive(Clone, Debug, Default)]
pub struct RecordLog {
    /// `levels[0]` holds fresh batches; `levels[i]` those of `TIERS[i - 1]`; each oldest first.
    levels: [VecDeque<Batch>; TIERS.len() + 1],
    stored: Volume,
    trimmed: Volume,
    /// When the newest of what has gone had arrived.
    trimmed_until: SimTime,
    /// When batches are moved on next: many at once, because one at a time would miss the cache each time.
    coarsen_at: SimTime,
}

/// What a run of records of one batch weighs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Their indices.
    pub records: Range<u64>,
    /// The user records that they hold.
    pub users: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Volume {
    fn add(&mut self, batch: &Batch) {
        self.records += batch.records;
        self.bytes += batch.bytes;
    }
}

impl RecordLog {
    /// Adds the newest batch.
    pub fn append(&mut self, batch: Batch) {
        if let Some(last) = self.newest() {
            assert_eq!(last.first_index + last.records, batch.first_index, "indices have no gaps");
            assert!(last.last_arrival <= batch.first_arrival, "records arrive in order");
        }
        self.stored.add(&batch);
        let now = batch.last_arrival;
        match self.levels[0].back_mut() {
            Some(last) if last.is_mergeable() && batch.is_mergeable() && last.first_arrival == batch.last_arrival => {
                last.join(batch);
            }
            _ => self.levels[0].push_back(batch),
        }
        if now >= self.coarsen_at {
            self.coarsen(now);
            self.coarsen_at = now + COARSEN_EVERY;
        }
    }

    /// Lets go of what expired before `horizon`; returns what went.
    pub fn trim(&mut self, now: SimTime, retention: Micros) -> Volume {
        self.coarsen(now);
        let mut gone = Volume::default();
        for level in (0..self.levels.len()).rev() {
            while self.levels[level].front().is_some_and(|batch| now.since(batch.last_arrival) > retention) {
                let Some(batch) = self.levels[level].pop_front() else {
                    break;
                };
                gone.add(&batch);
                self.trimmed_until = batch.last_arrival;
            }
            if !self.levels[level].is_empty() {
                break;
            }
        }
        self.stored.records -= gone.records;
        self.stored.bytes -= gone.bytes;
        self.trimmed.records += gone.records;
        self.trimmed.bytes += gone.bytes;
        gone
    }

    fn coarsen(&mut self, now: SimTime) {
        for (level, tier) in TIERS.iter().enumerate() {
            while self.levels[level].front().is_some_and(|batch| now.since(batch.last_arrival) > tier.from) {
                let Some(batch) = self.levels[level].pop_front() else {
                    break;
                };
                match self.levels[level + 1].back_mut() {
                    Some(last)
                        if last.is_mergeable()
                            && batch.is_mergeable()
                            && last.first_arrival.slot(tier.width) == batch.last_arrival.slot(tier.width) =>
                    {
                        last.merge(batch);
                    }
                    _ => self.levels[level + 1].push_back(batch),
                }
            }
        }
    }

    /// The newest batch.
    pub fn newest(&self) -> Option<&Batch> {
        self.levels.iter().find_map(|level| level.back())
    }

    /// The oldest batch.
    pub fn oldest(&self) -> Option<&Batch> {
        self.levels.iter().rev().find_map(|level| level.front())
    }

    /// The batches from the one that holds record `index` on, oldest first; all of them where that one is gone.
    pub fn batches_from(&self, index: u64) -> impl Iterator<Item = &Batch> {
        self.levels.iter().rev().flat_map(move |level| {
            let passed = level.partition_point(|batch| batch.first_index + batch.records <= index);
            level.range(passed..)
        })
    }

    /// How many user records in the records of these indices had been stored before by their producer, of those that are
    /// kept. Where records were merged, what was stored twice is taken to be spread evenly; the parts of a range always
    /// add up to the whole.
    pub fn repeats_in(&self, range: Range<u64>) -> u64 {
        let within = |batch: &&Batch| batch.first_index < range.end;
        let repeats = |batch: &Batch| {
            let before = |index: u64| batch.repeats_before(index.saturating_sub(batch.first_index));
            before(range.end) - before(range.start)
        };
        self.batches_from(range.start).take_while(within).map(repeats).sum()
    }

    /// What is kept of the records of these indices, batch by batch, oldest first. Where records were merged, sizes and
    /// user records are taken to be spread evenly; the parts of a range always add up to the whole.
    pub fn weights_in(&self, range: Range<u64>) -> impl Iterator<Item = Weight> {
        let (start, end) = (range.start, range.end);
        self.batches_from(start).take_while(move |batch| batch.first_index < end).map(move |batch| {
            let from = start.saturating_sub(batch.first_index);
            let to = (end - batch.first_index).min(batch.records);
            Weight {
                records: batch.first_index + from..batch.first_index + to,
                users: batch.users_before(to) - batch.users_before(from),
                bytes: batch.bytes_before(to) - batch.bytes_before(from),
            }
        })
    }

    /// How many user records the records of these indices hold, of those that are kept; additive over splits of a range.
    pub fn users_in(&self, range: Range<u64>) -> u64 {
        self.weights_in(range).map(|weight| weight.users).sum()
    }

    /// The index of the first record that arrived at `at` or later, if there is one. Between merged records arrivals are
    /// taken to be even.
    pub fn first_since(&self, at: SimTime) -> Option<u64> {
        self.levels.iter().rev().find_map(|level| {
            let passed = level.partition_point(|batch| batch.last_arrival < at);
            level.get(passed).map(|batch| batch.first_since(at))
        })
    }

    /// The bytes of records that are older than `age`.
    pub fn older_than(&self, age: Micros, now: SimTime) -> Bytes {
        self.batches().take_while(|batch| now.since(batch.last_arrival) > age).map(|batch| batch.bytes).sum()
    }

    /// All batches, oldest first.
    pub fn batches(&self) -> impl Iterator<Item = &Batch> {
        self.levels.iter().rev().flatten()
    }

    /// How many batches are kept: what memory depends on.
    pub fn batch_count(&self) -> usize {
        self.levels.iter().map(VecDeque::len).sum()
    }

    /// What can be read now.
    pub const fn stored(&self) -> Volume {
        self.stored
    }

    /// What has expired and gone.
    pub const fn trimmed(&self) -> Volume {
        self.trimmed
    }

    /// How many records among these indices have gone, and how old they are at least: as old as the newest that went.
    pub fn gone_of(&self, range: &Range<u64>, now: SimTime) -> (u64, Micros) {
        // Indices begin with 1.
        let gone = range.end.min(1 + self.trimmed.records).saturating_sub(range.start);
        (gone, now.since(self.trimmed_until))
    }
}
