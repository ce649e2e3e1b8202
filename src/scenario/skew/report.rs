//! The skew report as data: what is printed as JSON and drawn by the page.

use super::SHARDS_MAX;
use crate::engine::hash::{HashKey, HashRange};
use crate::engine::limits::{LimitId, Profile};
use crate::scenario::sample::{ColumnChoice, KeySample, Skipped};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What a skew report is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkewOptions {
    /// The number of evenly split shards that are shown one by one.
    pub shards: u32,
    /// The edition of AWS's limits.
    pub profile: Profile,
    /// The rate that the stream should carry, in records a second, when there is one in mind.
    pub rate_records_per_s: Option<u64>,
    /// The data of each record when the sample has no size column.
    pub record_size_bytes: u32,
}

impl Default for SkewOptions {
    fn default() -> Self {
        Self { shards: 4, profile: Profile::default(), rate_records_per_s: None, record_size_bytes: 512 }
    }
}

impl SkewOptions {
    pub(super) fn check(&self, sample: &KeySample) -> Result<(), SkewError> {
        let bytes_max = LimitId::RecordDataBytes.value(self.profile);
        if !(1..=SHARDS_MAX).contains(&self.shards) {
            return Err(SkewError::Shards { shards: self.shards });
        }
        if !sample.has_sizes() && u64::from(self.record_size_bytes) > bytes_max {
            return Err(SkewError::RecordSize { record_size_bytes: self.record_size_bytes, bytes_max });
        }
        if sample.is_empty() {
            return Err(SkewError::NoRecords);
        }
        Ok(())
    }
}

/// Why there is no skew report.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum SkewError {
    /// The number of shards to show is out of bounds; ask for another.
    #[error("shards: {shards} is not allowed; from 1 to {SHARDS_MAX} are")]
    Shards {
        /// The number that was asked for.
        shards: u32,
    },
    /// The fixed record size is more than a record may have; ask for another.
    #[error("record size: {record_size_bytes} bytes are not allowed; up to {bytes_max} are")]
    RecordSize {
        /// The size that was asked for.
        record_size_bytes: u32,
        /// The most bytes allowed.
        bytes_max: u64,
    },
    /// The sample is empty, which an imported one never is.
    #[error("the sample has no records")]
    NoRecords,
}

/// How a sample's keys load streams of every size up to [`SHARDS_MAX`] shards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SkewReport {
    /// What the data set is called.
    pub label: String,
    /// The columns that were read.
    pub columns: ColumnChoice,
    /// The edition of AWS's limits.
    pub profile: Profile,
    /// The data that each record was taken to have; `None` when sizes came from a column.
    pub record_size_bytes: Option<u32>,
    /// The rows of the file, skipped ones counted.
    pub rows_read: u64,
    /// The rows that were not used, by reason.
    pub skipped: Vec<Skipped>,
    /// The records of the data set.
    pub records: u64,
    /// Their bytes, data and partition keys.
    pub bytes: u64,
    /// Its distinct keys, or a lower bound of them.
    pub distinct_keys: u64,
    /// Whether `distinct_keys` is exact and every key was kept.
    pub distinct_is_exact: bool,
    /// The most records by which a key's count may be low; zero when every key was kept.
    pub undercount_records_max: u64,
    /// The keys with the most records, most first.
    pub top_keys: Vec<TopKey>,
    /// The key that fills a shard first, and so bounds every stream.
    pub hottest_key: HottestKey,
    /// The shards of the stream that was asked for, lowest range first.
    pub shards: Vec<ShardLoad>,
    /// Streams of 1, 2, … [`SHARDS_MAX`] evenly split shards.
    pub streams: Vec<StreamLoad>,
    /// The rate that was asked for.
    pub rate_records_per_s: Option<u64>,
    /// The fewest shards that carry that rate; more may carry less, when their borders fall worse.
    pub shards_needed: Option<u32>,
    /// Whether that rate can be carried; `None` when none was asked for.
    pub verdict: Option<Verdict>,
}

/// One of the keys with the most records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopKey {
    /// The partition key.
    pub name: String,
    /// Where it hashes.
    pub hash_key: HashKey,
    /// Its records.
    pub records: u64,
    /// Their bytes, data and partition keys.
    pub bytes: u64,
    /// Its share of all records, 0 to 1.
    pub records_share: f64,
    /// Its share of all bytes, 0 to 1.
    pub bytes_share: f64,
    /// The index, from 0, of the shard it falls in.
    pub shard: u32,
}

/// The key that alone fills a shard at the lowest rate of the stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HottestKey {
    /// The partition key.
    pub name: String,
    /// Where it hashes.
    pub hash_key: HashKey,
    /// Its records.
    pub records: u64,
    /// Their bytes, data and partition keys.
    pub bytes: u64,
    /// Its share of all records, 0 to 1.
    pub records_share: f64,
    /// Its share of all bytes, 0 to 1.
    pub bytes_share: f64,
    /// The stream's rate at which this key alone fills a shard: no number of shards carries more.
    pub rate_max_records_per_s: u64,
    /// The limit of the shard that is met at that rate.
    pub binding: LimitId,
}

/// What one shard gets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShardLoad {
    /// The shard, from 0.
    pub index: u32,
    /// Its hash key range.
    pub range: HashRange,
    /// Its records.
    pub records: u64,
    /// Their bytes, data and partition keys.
    pub bytes: u64,
    /// Its share of all records, 0 to 1.
    pub records_share: f64,
    /// Its share of all bytes, 0 to 1.
    pub bytes_share: f64,
    /// Its distinct keys; a lower bound unless the report's `distinct_is_exact`.
    pub distinct_keys: u64,
}

/// What a stream of so many evenly split shards makes of the keys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StreamLoad {
    /// The number of shards.
    pub shards: u32,
    /// The shard, from 0, that is full first.
    pub hottest_shard: u32,
    /// The largest share of all records that a shard gets.
    pub records_share_max: f64,
    /// The largest share of all bytes that a shard gets, perhaps another shard.
    pub bytes_share_max: f64,
    /// The share that every shard would get if keys were spread evenly.
    pub ideal_share: f64,
    /// The records of the fullest shard as a multiple of the mean: 1 is even.
    pub records_imbalance: f64,
    /// The bytes of the fullest shard as a multiple of the mean.
    pub bytes_imbalance: f64,
    /// The highest rate, in records a second, at which no shard is over a limit.
    pub rate_max_records_per_s: u64,
    /// The limit that the hottest shard meets at that rate.
    pub binding: LimitId,
}

/// Whether a rate can be carried, and if not, what would help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// So many evenly split shards carry it, and no fewer do.
    Carried {
        /// The fewest shards.
        shards: u32,
    },
    /// No stream of the report does, yet no single key is over a limit: more shards would, or splits at chosen hash keys.
    NeedsMoreThanTable {
        /// The most shards that were tried.
        shards_tried_max: u32,
    },
    /// One key alone is over a shard's limit: no number of shards helps, other keys would.
    NeverWithThisKey {
        /// The partition key.
        key: String,
        /// The limit that it is over.
        limit: LimitId,
        /// What the key brings in a second, in the limit's unit.
        key_rate_per_s: u64,
        /// What the limit allows in a second.
        limit_per_s: u64,
        /// The highest rate of the stream, in records a second, at which this key still fits a shard.
        rate_max_records_per_s: u64,
    },
}
