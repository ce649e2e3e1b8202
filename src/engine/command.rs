//! Commands: everything that a person, a lesson, a console or an SDK does to a world.
//!
//! A command is validated, written to the journal, then applied; plan, seed and journal are the whole state. What a
//! command answers is an [`Outcome`] or a typed [`Rejection`](super::error::Rejection).

use super::error::Throttle;
use super::ids::ShardId;
use super::limits::Profile;
use super::producer::traffic::Traffic;
use super::stream::sequence::SequenceNumber;
use super::time::SimTime;
use serde::{Deserialize, Serialize};

/// Something done to the world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// AWS `PutRecord`.
    PutRecord(PutEntry),
    /// AWS `PutRecords`: at most 500 entries; some may be refused while others are stored.
    PutRecords(Vec<PutEntry>),
    /// A producer sends other traffic from now on.
    SetTraffic {
        /// The producer's name.
        producer: String,
        /// Its traffic.
        traffic: Traffic,
    },
    /// Another edition of the limits holds from now on.
    SetLimitsProfile(Profile),
}

/// One record to put.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutEntry {
    /// The partition key, 1 to 256 characters.
    pub partition_key: String,
    /// A hash key that overrides the partition key's MD5, in decimal.
    pub explicit_hash_key: Option<String>,
    /// The data blob.
    pub data: Vec<u8>,
}

/// What a command answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The record was stored.
    Stored(Stored),
    /// What became of each entry, in the order of the request.
    Entries(Vec<Result<Stored, Throttle>>),
    /// The world was changed.
    Changed,
}

/// Where a record was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The shard.
    pub shard: ShardId,
    /// Its number there.
    pub sequence_number: SequenceNumber,
}

/// A command in the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// When it was applied.
    pub at: SimTime,
    /// What was done.
    pub command: Command,
}
