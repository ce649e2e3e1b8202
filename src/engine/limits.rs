//! Every quota of the simulator, as one table: the engine, the pages, the lessons and the tests read these rows.
//!
//! Two *limits profiles* stand side by side: what the course notes and the exams of their time say, and what AWS says
//! now. One MB of AWS's pages is 1,048,576 bytes here (`1 MiB`) in both profiles, which is what AWS enforces.
//! Leaves out: quotas of operations that are not simulated yet.

use super::error::ErrorCode;
use serde::{Deserialize, Serialize};

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

/// What a limit's value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Bytes in each second.
    BytesPerSecond,
    /// Records in each second.
    RecordsPerSecond,
    /// Bytes.
    Bytes,
    /// Unicode characters.
    Characters,
    /// Records.
    Records,
    /// Shards.
    Shards,
    /// Hours.
    Hours,
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
    /// One account in one Region.
    AccountAndRegion,
}

/// Names a row of [`LIMITS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitId {
    /// Bytes that a shard takes in a second, partition keys counted.
    ShardWriteBytes,
    /// Records that a shard takes in a second.
    ShardWriteRecords,
    /// Bytes of one record's data, before base64.
    RecordDataBytes,
    /// Characters of a partition key.
    PartitionKeyCharacters,
    /// Records of one `PutRecords` request.
    PutRecordsRecords,
    /// Bytes of one `PutRecords` request, partition keys counted.
    PutRecordsBytes,
    /// Shards of an account in a Region.
    Shards,
    /// Characters of a stream's name.
    StreamNameCharacters,
    /// The retention period of a new stream.
    RetentionDefault,
    /// The longest retention period.
    RetentionMaximum,
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

const MIB: u64 = 1_048_576;

/// The table of limits, one row an id, in the order of [`LimitId`].
pub const LIMITS: [Limit; 10] = [
    Limit {
        id: LimitId::ShardWriteBytes,
        name: "Shard write throughput, bytes",
        unit: Unit::BytesPerSecond,
        scope: Scope::Shard,
        course_notes: MIB,
        current: MIB,
        error: ErrorCode::ProvisionedThroughputExceeded,
        source: "Course notes; Kinesis Data Streams Developer Guide, Quotas and limits",
        checked: "2026-11",
    },
    Limit {
        id: LimitId::ShardWriteRecords,
        name: "Shard write throughput, records",
        unit: Unit::RecordsPerSecond,
        scope: Scope::Shard,
        course_notes: 1_000,
        current: 1_000,
        error: ErrorCode::ProvisionedThroughputExceeded,
        source: "Course notes; Kinesis Data Streams Developer Guide, Quotas and limits",
        checked: "2026-11",
    },
    Limit {
        id: LimitId::RecordDataBytes,
        name: "Record data payload size",
        unit: Unit::Bytes,
        scope: Scope::Record,
        course_notes: MIB,
        current: MIB,
        error: ErrorCode::Validation,
        source: "Course notes; Kinesis API model 2013-12-02 (up to 10 MiB where MaxRecordSizeInKiB is raised, not simulated yet)",
        checked: "2026-11",
    },
    Limit {
        id: LimitId::PartitionKeyCharacters,
        name: "Partition key length",
        unit: Unit::Characters,
        scope: Scope::Record,
        course_notes: 256,
        current: 256,
        error: ErrorCode::Validation,
        source: "Kinesis API model 2013-12-02, PartitionKey",
        checked: "2026-11",
    },
    Limit {
        id: LimitId::PutRecordsRecords,
        name: "PutRecords records per request",
        unit: Unit::Records,
        scope: Scope::Request,
        course_notes: 500,
        current: 500,
        error: ErrorCode::Validation,
        source: "Kinesis API model 2013-12-02, PutRecords",
        checked: "2026-11",
    },
    Limit {
        id: LimitId::PutRecordsBytes,
        name: "PutRecords size per request",
        unit: Unit::Bytes,
        scope: Scope::Request,
        course_notes: 5 * MIB,
        current: 10 * MIB,
        error: ErrorCode::InvalidArgument,
        source: "Kinesis Data Streams Developer Guide of 2019; Quotas and limits of 2026",
        checked: "2026-11",
    },
    Limit {
        id: LimitId::Shards,
        name: "Shards per account and Region",
        unit: Unit::Shards,
        scope: Scope::AccountAndRegion,
        course_notes: 500,
        current: 20_000,
        error: ErrorCode::LimitExceeded,
        source: "Course notes; Kinesis Data Streams Developer Guide, Quotas and limits (us-east-1, us-west-2, eu-west-1)",
        checked: "2026-11",
    },
    Limit {
        id: LimitId::StreamNameCharacters,
        name: "Stream name length",
        unit: Unit::Characters,
        scope: Scope::Stream,
        course_notes: 128,
        current: 128,
        error: ErrorCode::Validation,
        source: "Kinesis API model 2013-12-02, StreamName",
        checked: "2026-11",
    },
    Limit {
        id: LimitId::RetentionDefault,
        name: "Default retention period",
        unit: Unit::Hours,
        scope: Scope::Stream,
        course_notes: 24,
        current: 24,
        error: ErrorCode::InvalidArgument,
        source: "Course notes; Kinesis API model 2013-12-02",
        checked: "2026-11",
    },
    Limit {
        id: LimitId::RetentionMaximum,
        name: "Maximum retention period",
        unit: Unit::Hours,
        scope: Scope::Stream,
        course_notes: 168,
        current: 8_760,
        error: ErrorCode::InvalidArgument,
        source: "Course notes; Kinesis API model 2013-12-02, IncreaseStreamRetentionPeriod",
        checked: "2026-11",
    },
];

impl LimitId {
    /// The row of this limit.
    pub const fn row(self) -> &'static Limit {
        &LIMITS[self as usize]
    }

    /// What the limit allows in `profile`, in the row's unit.
    pub const fn value(self, profile: Profile) -> u64 {
        match profile {
            Profile::CourseNotes => self.row().course_notes,
            Profile::Current => self.row().current,
        }
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
