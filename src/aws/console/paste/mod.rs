//! Reads what a real `aws kinesis list-shards`, `describe-stream` or `describe-stream-summary` printed as JSON, so that
//! a stream of a student's own account can be simulated.
//!
//! Shards are checked: they are numbered as AWS does, the open ones divide the hash space without gap or overlap, and
//! parents fit their children. Parents may be missing, since AWS forgets shards whose records are all gone.
//! Leaves out: sequence numbers, and names of consumers, which these commands do not tell.

mod check;
mod error;
mod read;

pub use error::PasteError;
pub use read::read;

use crate::engine::api::choices::{EncryptionType, ShardLevelMetric, StreamMode};
use crate::engine::hash::HashRange;
use crate::engine::ids::ShardId;

/// A stream as an output tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamLayout {
    /// The name, where it was told.
    pub stream_name: Option<String>,
    /// The shards in the order of their ids.
    pub shards: Vec<ShardLayout>,
    /// Whether only the number of shards was told, so that the ranges are those of a new stream.
    pub has_assumed_ranges: bool,
    /// How long records are kept, in hours.
    pub retention_hours: Option<u32>,
    /// The capacity mode. `describe-stream` does not print it.
    pub mode: Option<StreamMode>,
    /// Whether records are encrypted.
    pub encryption: Option<EncryptionType>,
    /// With which key.
    pub key_id: Option<String>,
    /// The shard-level metrics that are on.
    pub shard_level_metrics: Vec<ShardLevelMetric>,
    /// The largest record, in KiB.
    pub max_record_size_kib: Option<u32>,
}

/// A shard as an output tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShardLayout {
    /// Its number.
    pub id: ShardId,
    /// The shard it came from.
    pub parent: Option<ShardId>,
    /// The other one, where it was merged from two.
    pub adjacent_parent: Option<ShardId>,
    /// Its hash keys.
    pub range: HashRange,
    /// Whether it takes records.
    pub is_open: bool,
}

#[cfg(test)]
mod tests;
