//! Stores behind consumers: what they take in how much time, what they refuse, and what has reached them.
//!
//! Each kind has the one or two limits by which it is felt as a sink; see [`capacity`]. What is in a store is known as
//! runs of records, see [`contents`]; items are made again from the stream when somebody looks. A consumer's repeats and
//! its producers' are told apart from first records, and dropped where writes are idempotent. Leaves out: reading,
//! queries, what storing costs.

pub mod capacity;
pub mod command;
pub mod contents;
pub mod settings;

use super::metrics::slots::{History, Sample};
use super::time::SimTime;
use capacity::{Answer, Capacity, Run};
use contents::Contents;
use serde::{Deserialize, Serialize};
use settings::{BucketSettings, ClusterSettings, DomainSettings, TableSettings};

/// What a store is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StorePlan {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: StoreKind,
    /// Whether a record that comes again is dropped: its key is made from the record itself, by who produced it.
    #[serde(default)]
    pub idempotent: bool,
}

/// What a store is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum StoreKind {
    /// A `DynamoDB` table.
    DynamoDb(TableSettings),
    /// An S3 bucket.
    S3(BucketSettings),
    /// A table of a Redshift cluster.
    Redshift(ClusterSettings),
    /// An index of an Elasticsearch domain.
    Elasticsearch(DomainSettings),
}

/// One store.
#[derive(Clone, Debug)]
pub struct Store {
    /// Its name.
    pub name: String,
    /// Whether repeats are dropped.
    pub is_idempotent: bool,
    /// Whether it takes nothing now.
    pub is_out: bool,
    /// How many times as long as it should everything takes.
    pub slow_factor: u32,
    /// What came to it.
    pub totals: StoreTotals,
    /// The same along time.
    pub history: History<StoreSample>,
    /// What is in it.
    pub contents: Contents,
    capacity: Capacity,
}

/// What came to a store. An item is a user record, or a Kinesis record where nobody takes aggregates apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoreTotals {
    /// Requests that were carried out, at least in part.
    pub writes: u64,
    /// Requests that were refused, at least in part: too many, or the store is out.
    pub refused_writes: u64,
    /// Kinesis records that came, each time counted.
    pub records: u64,
    /// Bytes that came.
    pub bytes: u64,
    /// Items that came for the first time.
    pub distinct: u64,
    /// Items that came again: processed again by a consumer, or put again by a producer.
    pub duplicates: u64,
    /// Of these, items that were dropped because writes are idempotent.
    pub dropped: u64,
    /// Items that are too large for the store, and will never be in it.
    pub rejected: u64,
}

/// What came to a store in one slot of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoreSample {
    /// Items that came.
    pub items: u64,
    /// Of these, items that came again.
    pub duplicates: u64,
    /// Bytes that came.
    pub bytes: u64,
    /// Requests that were carried out.
    pub writes: u64,
    /// Requests that were refused.
    pub refused_writes: u64,
}

impl Sample for StoreSample {
    fn add(&mut self, other: &Self) {
        self.items += other.items;
        self.duplicates += other.duplicates;
        self.bytes += other.bytes;
        self.writes += other.writes;
        self.refused_writes += other.refused_writes;
    }
}

impl StoreTotals {
    /// Items that came.
    pub const fn written(&self) -> u64 {
        self.distinct + self.duplicates
    }

    /// Items that are there.
    pub const fn stored(&self) -> u64 {
        self.written() - self.dropped
    }
}

impl Store {
    /// An empty store.
    pub fn new(plan: &StorePlan, now: SimTime) -> Self {
        Self {
            name: plan.name.clone(),
            is_idempotent: plan.idempotent,
            is_out: false,
            slow_factor: 1,
            totals: StoreTotals::default(),
            history: History::default(),
            contents: Contents::default(),
            capacity: Capacity::new(plan.kind, now),
        }
    }

    /// What it would be made from, with the settings that hold now.
    pub fn plan(&self) -> StorePlan {
        StorePlan { name: self.name.clone(), kind: self.kind(), idempotent: self.is_idempotent }
    }

    /// What it is, with the settings that hold now.
    pub const fn kind(&self) -> StoreKind {
        self.capacity.kind()
    }

    /// It has other settings from now on.
    pub(in crate::engine) fn set(&mut self, kind: StoreKind, now: SimTime) {
        self.capacity.set(kind, now);
    }

    /// Somebody writes these runs, in order; the answer says how many records the store has taken.
    pub(in crate::engine) fn write<'a>(&mut self, runs: impl Iterator<Item = &'a Run>, now: SimTime) -> Answer {
        let answer = if self.is_out {
            Answer::refused()
        } else {
            self.capacity.write(runs, self.is_idempotent, self.slow_factor, now)
        };
        self.totals.writes += answer.writes;
        self.totals.refused_writes += answer.refused_writes;
        let (writes, refused_writes) = (answer.writes, answer.refused_writes);
        self.history.add(now, &StoreSample { writes, refused_writes, ..StoreSample::default() });
        answer
    }
}
