//! The key frequencies of a data set: each distinct partition key, where it hashes, and how many records it has.
//!
//! A sample is bounded: what does not fit is folded into a *tail* over the hash space by lossy counting, in which
//! totals stay exact, the hottest keys stay named, and the counts of kept keys are low by a known bound at most.
//! Leaves out: the order and the times of the records; nothing but frequencies and sizes is kept.

mod builder;
mod table;

pub use builder::{SampleBounds, SampleBuilder};

use crate::engine::hash::HashKey;
use crate::engine::limits::{LimitId, Profile};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most distinct keys that a sample keeps by name, unless a builder is told another bound.
pub const MAX_KEYS: usize = 2_000_000;
/// The most bytes that the kept keys' names take together, unless a builder is told another bound.
pub const NAME_BYTES_MAX: usize = 128 << 20;
/// The most records that a sample stands for: so many that bytes, too, always fit 64 bits.
pub const RECORDS_MAX: u64 = 1_000_000_000_000;
/// Buckets of the tail; bucket b holds the hash keys whose highest 16 bits are b.
pub const TAIL_BUCKETS: usize = 1 << 16;

/// The longest partition key in characters; the same in every profile.
const KEY_CHARACTERS_MAX: u64 = LimitId::PartitionKeyCharacters.value(Profile::Current);
/// The largest data of one record in bytes.
const DATA_BYTES_MAX: u64 = LimitId::RecordDataBytes.value(Profile::Current);

/// Which columns of a file mean what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnChoice {
    /// The column whose text is the partition key.
    pub key: String,
    /// The column that says how many records a row stands for; without it a row is one record.
    pub weight: Option<String>,
    /// The column that says how many bytes of data each record of a row has.
    pub size: Option<String>,
}

/// Why a row of a file was not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SkipReason {
    /// The key is empty, or the row has no such column or field.
    NoKey,
    /// The key has more characters than a partition key may have.
    KeyTooLong,
    /// The key is not UTF-8 text, and partition keys are.
    NotUtf8,
    /// The line is not a JSON object.
    Unreadable,
    /// The weight is not a whole number of 1 or more.
    BadWeight,
    /// The size is not a whole number of 0 or more, or is more than a record's data may have.
    BadSize,
    /// With this row the sample would stand for more than [`RECORDS_MAX`] records.
    TooManyRecords,
}

impl SkipReason {
    /// Every reason, in the order in which samples count them.
    pub const ALL: [Self; 7] = [
        Self::NoKey,
        Self::KeyTooLong,
        Self::NotUtf8,
        Self::Unreadable,
        Self::BadWeight,
        Self::BadSize,
        Self::TooManyRecords,
    ];
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKey => write!(f, "the key is empty or missing"),
            Self::KeyTooLong => write!(f, "the key is longer than {KEY_CHARACTERS_MAX} characters"),
            Self::NotUtf8 => write!(f, "the key is not UTF-8 text"),
            Self::Unreadable => write!(f, "the line is not a JSON object"),
            Self::BadWeight => write!(f, "the weight is not a whole number of 1 or more"),
            Self::BadSize => write!(f, "the size is not a whole number from 0 to {DATA_BYTES_MAX} bytes"),
            Self::TooManyRecords => write!(f, "the sample already stands for {RECORDS_MAX} records"),
        }
    }
}

/// The rows that were not used for one reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Why they were not used.
    pub reason: SkipReason,
    /// How many there are.
    pub rows: u64,
    /// The line, counted from 1, on which the first of them begins.
    pub first_line: u64,
}

/// What a bucket of the tail holds of keys that are no longer kept by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TailBucket {
    /// Their records.
    pub records: u64,
    /// The data bytes of those records; zero when no size column was chosen.
    pub data_bytes: u64,
    /// The bytes of those records' partition keys.
    pub key_bytes: u64,
    /// How often a key was moved here; the same key may have come back and been moved again.
    pub evictions: u64,
}

/// The key frequencies of a data set. Entries run from the most records to the fewest, then by hash key.
#[derive(Clone, Debug, PartialEq)]
pub struct KeySample {
    label: String,
    columns: ColumnChoice,
    entries: Vec<Entry>,
    names: String,
    tail: Vec<TailBucket>,
    records: u64,
    data_bytes: u64,
    distinct_keys: u64,
    undercount_max: u64,
    rows_read: u64,
    skipped: Vec<Skipped>,
}

/// One kept key. The hash is in two halves, highest first, because a `u128` would pad the entry by a third.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    hash: [u64; 2],
    records: u64,
    data_bytes: u64,
    /// How many records of this key the tail may have: what had been given up when the key came in.
    slack: u64,
    name_start: u32,
    name_len: u16,
}

impl Entry {
    const fn hash_key(&self) -> HashKey {
        HashKey((self.hash[0] as u128) << 64 | self.hash[1] as u128)
    }

    fn name<'a>(&self, names: &'a str) -> &'a str {
        let start = self.name_start as usize;
        &names[start..start + usize::from(self.name_len)]
    }
}

impl KeySample {
    /// How many keys are kept by name.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether no key was usable.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The partition key at `index`; 0 is the one with the most records.
    pub fn name(&self, index: usize) -> &str {
        self.entries[index].name(&self.names)
    }

    /// The hash key of the key at `index`.
    pub fn hash(&self, index: usize) -> HashKey {
        self.entries[index].hash_key()
    }

    /// The records of the key at `index`; low by [`Self::undercount_max`] at most.
    pub fn records(&self, index: usize) -> u64 {
        self.entries[index].records
    }

    /// The data bytes of all records of the key at `index`; zero without a size column.
    pub fn data_bytes(&self, index: usize) -> u64 {
        self.entries[index].data_bytes
    }

    /// The mean data size of the records of the key at `index`, rounded; `None` without a size column.
    pub fn mean_size_bytes(&self, index: usize) -> Option<u32> {
        let entry = &self.entries[index];
        self.has_sizes().then(|| ((entry.data_bytes + entry.records / 2) / entry.records) as u32)
    }

    /// Whether a size column was chosen, so that data bytes are known.
    pub fn has_sizes(&self) -> bool {
        self.columns.size.is_some()
    }

    /// The records of the whole data set, exact.
    pub fn total_records(&self) -> u64 {
        self.records
    }

    /// The data bytes of the whole data set, exact; zero without a size column.
    pub fn total_data_bytes(&self) -> u64 {
        self.data_bytes
    }

    /// How many distinct keys the data set has, or has at least when [`Self::distinct_is_exact`] says no.
    pub fn distinct_keys(&self) -> u64 {
        self.distinct_keys
    }

    /// Whether every distinct key is kept by name.
    pub fn distinct_is_exact(&self) -> bool {
        self.tail.is_empty()
    }

    /// The most records by which a kept key's count is low, and that a key that is not kept can have.
    pub fn undercount_max(&self) -> u64 {
        self.undercount_max
    }

    /// The keys that are not kept by name, as [`TAIL_BUCKETS`] buckets of the hash space; empty when all are kept.
    pub fn tail(&self) -> &[TailBucket] {
        &self.tail
    }

    /// The rows of the file, skipped ones counted, the header and blank lines not.
    pub fn rows_read(&self) -> u64 {
        self.rows_read
    }

    /// The rows that were not used, one item a reason that occurred.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// The rows that were not used, for whatever reason.
    pub fn rows_skipped(&self) -> u64 {
        self.skipped.iter().map(|s| s.rows).sum()
    }

    /// What the data set is called, such as its file name.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The columns that were read.
    pub fn columns(&self) -> &ColumnChoice {
        &self.columns
    }
}
