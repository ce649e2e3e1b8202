//! What a caller asks: one type an operation, with AWS's field names.

use super::choices::{
    BillingCommitmentStatus, EncryptionType, RecordDistributionStrategy, ScalingType, ShardFilterType,
    ShardIteratorType, ShardLevelMetric, StreamMode,
};
use super::values::{Blob, Timestamp};
use crate::engine::hash::HashKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a request names its stream: by any of these; AWS refuses names that contradict each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StreamReference<'a> {
    /// The name.
    pub name: Option<&'a str>,
    /// The Amazon Resource Name.
    pub arn: Option<&'a str>,
    /// The id that the stream got when it was created.
    pub id: Option<&'a str>,
}

/// Defines a request that names a stream by name, ARN or id, with further fields of its own.
macro_rules! stream_request {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "PascalCase")]
        #[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
        pub struct $name {
            pub stream_name: Option<String>,
            #[serde(rename = "StreamARN")]
            pub stream_arn: Option<String>,
            pub stream_id: Option<String>,
            $($(#[$field_doc])* pub $field: $kind),*
        }

        impl $name {
            /// The stream that it names.
            pub fn stream(&self) -> StreamReference<'_> {
                StreamReference {
                    name: self.stream_name.as_deref(),
                    arn: self.stream_arn.as_deref(),
                    id: self.stream_id.as_deref(),
                }
            }
        }
    };
}

/// Defines any other request.
macro_rules! request {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "PascalCase")]
        #[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind),*
        }
    };
}

stream_request!(
    /// `AddTagsToStream`.
    AddTagsToStream { tags: BTreeMap<String, Option<String>> }
);
request!(
    /// `CreateStream`.
    CreateStream {
        stream_name: String,
        shard_count: Option<u32>,
        stream_mode_details: Option<StreamModeDetails>,
        tags: Option<BTreeMap<String, Option<String>>>,
        #[serde(rename = "WarmThroughputMiBps")]
        warm_throughput_mibps: Option<u32>,
        #[serde(rename = "MaxRecordSizeInKiB")]
        max_record_size_in_kib: Option<u32>,
        record_distribution_strategy: Option<RecordDistributionStrategy>,
    }
);
stream_request!(
    /// `DecreaseStreamRetentionPeriod`.
    DecreaseStreamRetentionPeriod { retention_period_hours: i32 }
);
stream_request!(
    /// `DeleteStream`.
    DeleteStream { enforce_consumer_deletion: Option<bool> }
);
request!(
    /// Names a resource: `DeleteResourcePolicy`, `GetResourcePolicy`, `ListTagsForResource`.
    ResourceRequest {
        #[serde(rename = "ResourceARN")]
        resource_arn: String,
        stream_id: Option<String>,
    }
);
request!(
    /// Names a consumer by its ARN, or by its stream's and its name: `DeregisterStreamConsumer`, `DescribeStreamConsumer`.
    ConsumerRequest {
        #[serde(rename = "StreamARN")]
        stream_arn: Option<String>,
        consumer_name: Option<String>,
        #[serde(rename = "ConsumerARN")]
        consumer_arn: Option<String>,
        stream_id: Option<String>,
    }
);
stream_request!(
    /// `DescribeStream`.
    DescribeStream { limit: Option<u32>, exclusive_start_shard_id: Option<String> }
);
stream_request!(
    /// `DescribeStreamSummary`.
    DescribeStreamSummary {}
);
stream_request!(
    /// `EnableEnhancedMonitoring`, `DisableEnhancedMonitoring`.
    EnhancedMonitoring { shard_level_metrics: Vec<ShardLevelMetric> }
);
request!(
    /// `GetRecords`.
    GetRecords {
        shard_iterator: String,
        limit: Option<u32>,
        #[serde(rename = "StreamARN")]
        stream_arn: Option<String>,
        stream_id: Option<String>,
        dry_run: Option<bool>,
    }
);
stream_request!(
    /// `GetShardIterator`.
    GetShardIterator {
        shard_id: String,
        shard_iterator_type: ShardIteratorType,
        starting_sequence_number: Option<String>,
        timestamp: Option<Timestamp>,
        dry_run: Option<bool>,
    }
);
stream_request!(
    /// `IncreaseStreamRetentionPeriod`.
    IncreaseStreamRetentionPeriod { retention_period_hours: i32 }
);
stream_request!(
    /// `ListShards`.
    ListShards {
        next_token: Option<String>,
        exclusive_start_shard_id: Option<String>,
        max_results: Option<u32>,
        stream_creation_timestamp: Option<Timestamp>,
        shard_filter: Option<ShardFilter>,
    }
);
request!(
    /// `ListStreamConsumers`.
    ListStreamConsumers {
        #[serde(rename = "StreamARN")]
        stream_arn: String,
        next_token: Option<String>,
        max_results: Option<u32>,
        stream_creation_timestamp: Option<Timestamp>,
        stream_id: Option<String>,
    }
);
request!(
    /// `ListStreams`.
    ListStreams { limit: Option<u32>, exclusive_start_stream_name: Option<String>, next_token: Option<String> }
);
stream_request!(
    /// `ListTagsForStream`.
    ListTagsForStream { exclusive_start_tag_key: Option<String>, limit: Option<u32> }
);
stream_request!(
    /// `MergeShards`.
    MergeShards { shard_to_merge: String, adjacent_shard_to_merge: String }
);
stream_request!(
    /// `PutRecord`.
    PutRecord {
        data: Blob,
        partition_key: Option<String>,
        explicit_hash_key: Option<String>,
        sequence_number_for_ordering: Option<String>,
        dry_run: Option<bool>,
    }
);
stream_request!(
    /// `PutRecords`.
    PutRecords { records: Vec<PutRecordsEntry>, dry_run: Option<bool> }
);
request!(
    /// One record of `PutRecords`.
    PutRecordsEntry { data: Blob, partition_key: Option<String>, explicit_hash_key: Option<String> }
);
request!(
    /// `PutResourcePolicy`.
    PutResourcePolicy {
        #[serde(rename = "ResourceARN")]
        resource_arn: String,
        stream_id: Option<String>,
        policy: String,
    }
);
request!(
    /// `RegisterStreamConsumer`.
    RegisterStreamConsumer {
        #[serde(rename = "StreamARN")]
        stream_arn: String,
        consumer_name: String,
        stream_id: Option<String>,
        tags: Option<BTreeMap<String, Option<String>>>,
    }
);
stream_request!(
    /// `RemoveTagsFromStream`.
    RemoveTagsFromStream { tag_keys: Vec<String> }
);
stream_request!(
    /// `SplitShard`.
    SplitShard { shard_to_split: String, new_starting_hash_key: String }
);
stream_request!(
    /// `StartStreamEncryption`, `StopStreamEncryption`.
    StreamEncryption { encryption_type: EncryptionType, key_id: String }
);
request!(
    /// `SubscribeToShard`.
    SubscribeToShard {
        #[serde(rename = "ConsumerARN")]
        consumer_arn: String,
        stream_id: Option<String>,
        shard_id: String,
        starting_position: StartingPosition,
        dry_run: Option<bool>,
    }
);
request!(
    /// `TagResource`.
    TagResource {
        #[serde(rename = "ResourceARN")]
        resource_arn: String,
        stream_id: Option<String>,
        tags: BTreeMap<String, Option<String>>,
    }
);
request!(
    /// `UntagResource`.
    UntagResource {
        #[serde(rename = "ResourceARN")]
        resource_arn: String,
        stream_id: Option<String>,
        tag_keys: Vec<String>,
    }
);
request!(
    /// `UpdateAccountSettings`.
    UpdateAccountSettings { minimum_throughput_billing_commitment: BillingCommitment }
);
stream_request!(
    /// `UpdateMaxRecordSize`.
    UpdateMaxRecordSize {
        #[serde(rename = "MaxRecordSizeInKiB")]
        max_record_size_in_kib: u32,
    }
);
stream_request!(
    /// `UpdateShardCount`.
    UpdateShardCount { target_shard_count: u32, scaling_type: ScalingType }
);
stream_request!(
    /// `UpdateStreamMode`.
    UpdateStreamMode {
        stream_mode_details: StreamModeDetails,
        #[serde(rename = "WarmThroughputMiBps")]
        warm_throughput_mibps: Option<u32>,
    }
);
stream_request!(
    /// `UpdateStreamRecordDistributionStrategy`.
    UpdateStreamRecordDistributionStrategy { record_distribution_strategy: RecordDistributionStrategy }
);
stream_request!(
    /// `UpdateStreamWarmThroughput`.
    UpdateStreamWarmThroughput {
        #[serde(rename = "WarmThroughputMiBps")]
        warm_throughput_mibps: u32,
    }
);
request!(
    /// A stream's capacity mode.
    StreamModeDetails { stream_mode: StreamMode }
);
request!(
    /// Where a subscription begins.
    StartingPosition {
        #[serde(rename = "Type")]
        kind: ShardIteratorType,
        sequence_number: Option<String>,
        timestamp: Option<Timestamp>,
    }
);
request!(
    /// Which shards `ListShards` lists.
    ShardFilter {
        #[serde(rename = "Type")]
        kind: ShardFilterType,
        shard_id: Option<String>,
        timestamp: Option<Timestamp>,
    }
);
request!(
    /// The switch of On-demand Advantage.
    BillingCommitment { status: BillingCommitmentStatus }
);

/// A request without fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nothing {}

impl PutRecordsEntry {
    /// The hash key under which it is stored, where it names a legal one: its explicit one, or its partition key's.
    pub fn hash_key(&self) -> Option<HashKey> {
        hash_key(self.explicit_hash_key.as_deref(), self.partition_key.as_deref())
    }
}

/// The hash key of a record with these fields; `None` where an explicit one is beyond 2^128 - 1.
pub fn hash_key(explicit: Option<&str>, partition_key: Option<&str>) -> Option<HashKey> {
    match explicit {
        Some(decimal) => HashKey::parse(decimal),
        None => Some(HashKey::of(partition_key.unwrap_or_default())),
    }
}
