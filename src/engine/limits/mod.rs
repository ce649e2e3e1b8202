//! Every quota of the simulator, as one table: the engine, the pages, the lessons and the tests read these rows.
//!
//! Two *limits profiles* stand side by side: what the course notes and the exams of their time say, and what AWS says
//! now. One MB of AWS's pages is 1,048,576 bytes here (`1 MiB`) in both profiles, which is what AWS enforces.
//! Leaves out: quotas of what is not simulated.

use super::error::ErrorCode;
use serde::{Deserialize, Serialize};

/// The Regions with the largest quotas.
const LARGEST_REGIONS: [&str; 3] = ["us-east-1", "us-west-2", "eu-west-1"];

/// Which edition of AWS's rules a world follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// What the course notes and the exams of about 2018 to 2021 say.
    CourseNotes,
    /// What AWS documents now.
    #[default]
    Current,
}

mod rows;
mod topic;

pub use rows::{LIMITS, LimitId};
pub use topic::Topic;

impl Profile {
    /// The other edition.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::CourseNotes => Self::Current,
            Self::Current => Self::CourseNotes,
        }
    }
}

/// What a limit's value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Bytes in each second.
    BytesPerSecond,
    /// Records in each second.
    RecordsPerSecond,
    /// Calls in each second.
    CallsPerSecond,
    /// MiB in each second.
    MebibytesPerSecond,
    /// Bytes.
    Bytes,
    /// Unicode characters.
    Characters,
    /// Records.
    Records,
    /// Shards.
    Shards,
    /// Streams.
    Streams,
    /// Enhanced fan-out consumers.
    Consumers,
    /// Calls.
    Calls,
    /// Tags.
    Tags,
    /// Seconds.
    Seconds,
    /// Hours.
    Hours,
    /// Delivery streams of Firehose.
    DeliveryStreams,
    /// Partitions of dynamic partitioning.
    Partitions,
    /// Keys of dynamic partitioning.
    PartitionKeys,
}

/// What a limit applies to, each on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// One shard.
    Shard,
    /// One record.
    Record,
    /// One request.
    Request,
    /// One stream.
    Stream,
    /// One consumer at one shard.
    ConsumerAndShard,
    /// One account in one Region.
    AccountAndRegion,
    /// One delivery stream of Firehose.
    DeliveryStream,
    /// One partition of dynamic partitioning.
    Partition,
}

/// One quota: what AWS calls it, what it allows in each profile, how its breach is answered, and who says so.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// The row's name in code.
    pub id: LimitId,
    /// What AWS's pages call it.
    pub name: &'static str,
    /// What the values count.
    pub unit: Unit,
    /// What it applies to.
    pub scope: Scope,
    /// The value in the course-notes profile.
    pub course_notes: u64,
    /// The value in the current profile.
    pub current: u64,
    /// How AWS answers what goes over it.
    pub error: ErrorCode,
    /// Where the values come from.
    pub source: &'static str,
    /// When the source was last read, year and month.
    pub checked: &'static str,
}

impl LimitId {
    /// The row of this limit.
    pub const fn row(self) -> &'static Limit {
        &LIMITS[self as usize]
    }

    /// What the limit allows in `profile`, in the row's unit.
    pub const fn value(self, profile: Profile) -> u64 {
        self.row().value(profile)
    }

    /// The limit that holds in `region`: AWS allows direct puts less outside of its three largest Regions.
    #[must_use]
    pub fn in_region(self, region: &str) -> Self {
        match self {
            _ if LARGEST_REGIONS.contains(&region) => self,
            Self::FirehoseRecords => Self::FirehoseRecordsElsewhere,
            Self::FirehoseRequests => Self::FirehoseRequestsElsewhere,
            Self::FirehoseBytes => Self::FirehoseBytesElsewhere,
            other => other,
        }
    }
}

impl Limit {
    /// What the limit allows in `profile`, in the row's unit.
    pub const fn value(&self, profile: Profile) -> u64 {
        match profile {
            Profile::CourseNotes => self.course_notes,
            Profile::Current => self.current,
        }
    }

    /// Whether the profiles allow different values.
    pub const fn differs(&self) -> bool {
        self.course_notes != self.current
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_stands_at_its_id_and_names_its_source() {
        for (index, limit) in LIMITS.iter().enumerate() {
            assert_eq!(limit.id as usize, index, "{:?}", limit.id);
            assert!(!limit.source.is_empty() && limit.checked.len() == "2026-11".len(), "{:?}", limit.id);
        }
    }
}
