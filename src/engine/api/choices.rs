//! The enumerations of the API model.

use serde::{Deserialize, Serialize};

/// Defines an enumeration of the API model by its values, in the model's order.
macro_rules! values {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "the values are those of the API model")]
        pub enum $name {
            #[default]
            $(#[serde(rename = $text)] $variant),*
        }

        impl $name {
            /// The API's text.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),*
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

pub(crate) use values;

values!(
    /// Where an iterator begins.
    ShardIteratorType {
        AtSequenceNumber = "AT_SEQUENCE_NUMBER",
        AfterSequenceNumber = "AFTER_SEQUENCE_NUMBER",
        TrimHorizon = "TRIM_HORIZON",
        Latest = "LATEST",
        AtTimestamp = "AT_TIMESTAMP",
    }
);
values!(
    /// Which shards `ListShards` lists.
    ShardFilterType {
        AfterShardId = "AFTER_SHARD_ID",
        AtTrimHorizon = "AT_TRIM_HORIZON",
        FromTrimHorizon = "FROM_TRIM_HORIZON",
        AtLatest = "AT_LATEST",
        AtTimestamp = "AT_TIMESTAMP",
        FromTimestamp = "FROM_TIMESTAMP",
    }
);
values!(
    /// Whether records are encrypted.
    EncryptionType { None = "NONE", Kms = "KMS" }
);
values!(
    /// A stream's capacity mode.
    StreamMode { Provisioned = "PROVISIONED", OnDemand = "ON_DEMAND" }
);
values!(
    /// How `UpdateShardCount` scales.
    ScalingType { UniformScaling = "UNIFORM_SCALING" }
);
values!(
    /// Who decides which shard takes a record.
    RecordDistributionStrategy { UserPartitionKey = "USER_PARTITION_KEY", Auto = "AUTO" }
);
values!(
    /// The switch of On-demand Advantage.
    BillingCommitmentStatus { Enabled = "ENABLED", Disabled = "DISABLED" }
);
values!(
    /// A shard-level metric.
    ShardLevelMetric {
        IncomingBytes = "IncomingBytes",
        IncomingRecords = "IncomingRecords",
        OutgoingBytes = "OutgoingBytes",
        OutgoingRecords = "OutgoingRecords",
        WriteProvisionedThroughputExceeded = "WriteProvisionedThroughputExceeded",
        ReadProvisionedThroughputExceeded = "ReadProvisionedThroughputExceeded",
        IteratorAgeMilliseconds = "IteratorAgeMilliseconds",
        All = "ALL",
    }
);
values!(
    /// The state of a stream.
    StreamStatus { Creating = "CREATING", Deleting = "DELETING", Active = "ACTIVE", Updating = "UPDATING" }
);
values!(
    /// The state of an enhanced fan-out consumer.
    ConsumerStatus { Creating = "CREATING", Deleting = "DELETING", Active = "ACTIVE" }
);
values!(
    /// The state of On-demand Advantage.
    BillingCommitmentState {
        Enabled = "ENABLED",
        Disabled = "DISABLED",
        EnabledUntilEarliestAllowedEnd = "ENABLED_UNTIL_EARLIEST_ALLOWED_END",
    }
);

impl ShardLevelMetric {
    /// The metrics that `ALL` stands for.
    pub const EACH: [Self; 7] = [
        Self::IncomingBytes,
        Self::IncomingRecords,
        Self::OutgoingBytes,
        Self::OutgoingRecords,
        Self::WriteProvisionedThroughputExceeded,
        Self::ReadProvisionedThroughputExceeded,
        Self::IteratorAgeMilliseconds,
    ];
}
