//! What is answered: one type an operation, with AWS's field names. Fields that AWS leaves out are left out.

use super::choices::{
    BillingCommitmentState, ConsumerStatus, EncryptionType, RecordDistributionStrategy, ShardLevelMetric, StreamMode,
    StreamStatus,
};
use super::error::ApiError;
use super::values::{Blob, Timestamp, optional_text, text};
use crate::engine::command::Stored;
use crate::engine::error::Throttle;
use crate::engine::hash::HashKey;
use crate::engine::ids::{ShardId, SubscriptionId};
use crate::engine::stream::sequence::SequenceNumber;
use crate::engine::time::SimTime;
use serde::Serialize;

/// Defines an answer; fields without a value are left out.
macro_rules! response {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(rename_all = "PascalCase")]
        #[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind),*
        }
    };
}

response!(
    /// A range of hash keys.
    HashKeyRange { starting_hash_key: HashKey, ending_hash_key: HashKey }
);
response!(
    /// The numbers that a shard gave; the end is there once the shard is closed.
    SequenceNumberRange {
        #[serde(serialize_with = "text")]
        starting_sequence_number: SequenceNumber,
        #[serde(serialize_with = "optional_text", skip_serializing_if = "Option::is_none")]
        ending_sequence_number: Option<SequenceNumber>,
    }
);
response!(
    /// A shard, as `DescribeStream` and `ListShards` list it.
    Shard {
        #[serde(serialize_with = "text")]
        shard_id: ShardId,
        #[serde(serialize_with = "optional_text", skip_serializing_if = "Option::is_none")]
        parent_shard_id: Option<ShardId>,
        #[serde(serialize_with = "optional_text", skip_serializing_if = "Option::is_none")]
        adjacent_parent_shard_id: Option<ShardId>,
        hash_key_range: HashKeyRange,
        sequence_number_range: SequenceNumberRange,
    }
);
response!(
    /// A shard that continues one that was read to its end.
    ChildShard {
        #[serde(serialize_with = "text")]
        shard_id: ShardId,
        parent_shards: Vec<String>,
        hash_key_range: HashKeyRange,
    }
);
response!(
    /// A capacity mode.
    StreamModeDetails { stream_mode: StreamMode }
);
response!(
    /// Shard-level metrics that are switched on.
    EnhancedMetrics { shard_level_metrics: Vec<ShardLevelMetric> }
);
response!(
    /// `DescribeStream`.
    StreamDescription {
        stream_name: String,
        #[serde(rename = "StreamARN")]
        stream_arn: String,
        stream_status: StreamStatus,
        stream_mode_details: StreamModeDetails,
        shards: Vec<Shard>,
        has_more_shards: bool,
        retention_period_hours: u32,
        stream_creation_timestamp: Timestamp,
        enhanced_monitoring: Vec<EnhancedMetrics>,
        encryption_type: EncryptionType,
        #[serde(skip_serializing_if = "Option::is_none")]
        key_id: Option<String>,
    }
);
response!(
    /// `DescribeStreamSummary`.
    StreamDescriptionSummary {
        stream_name: String,
        #[serde(rename = "StreamARN")]
        stream_arn: String,
        stream_id: String,
        stream_status: StreamStatus,
        stream_mode_details: StreamModeDetails,
        retention_period_hours: u32,
        stream_creation_timestamp: Timestamp,
        enhanced_monitoring: Vec<EnhancedMetrics>,
        encryption_type: EncryptionType,
        #[serde(skip_serializing_if = "Option::is_none")]
        key_id: Option<String>,
        open_shard_count: u32,
        consumer_count: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        warm_throughput: Option<WarmThroughput>,
        #[serde(rename = "MaxRecordSizeInKiB")]
        max_record_size_in_kib: u32,
        record_distribution_strategy: RecordDistributionStrategy,
    }
);
response!(
    /// Throughput that is kept ready.
    WarmThroughput {
        #[serde(rename = "TargetMiBps")]
        target_mibps: u32,
        #[serde(rename = "CurrentMiBps")]
        current_mibps: u32,
    }
);
response!(
    /// One stream of `ListStreams`.
    StreamSummary {
        stream_name: String,
        #[serde(rename = "StreamARN")]
        stream_arn: String,
        stream_status: StreamStatus,
        stream_mode_details: StreamModeDetails,
        stream_creation_timestamp: Timestamp,
    }
);
response!(
    /// An enhanced fan-out consumer; its stream is told by `DescribeStreamConsumer` alone.
    Consumer {
        consumer_name: String,
        #[serde(rename = "ConsumerARN")]
        consumer_arn: String,
        consumer_status: ConsumerStatus,
        consumer_creation_timestamp: Timestamp,
        #[serde(rename = "StreamARN", skip_serializing_if = "Option::is_none")]
        stream_arn: Option<String>,
    }
);
response!(
    /// One record that was read.
    Record {
        #[serde(serialize_with = "text")]
        sequence_number: SequenceNumber,
        approximate_arrival_timestamp: Timestamp,
        data: Blob,
        partition_key: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        encryption_type: Option<EncryptionType>,
    }
);
response!(
    /// A key and its value.
    Tag {
        key: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    }
);
response!(
    /// The state of On-demand Advantage.
    BillingCommitment {
        status: BillingCommitmentState,
        #[serde(skip_serializing_if = "Option::is_none")]
        started_at: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        ended_at: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        earliest_allowed_end_at: Option<Timestamp>,
    }
);
response!(
    /// Records that are pushed to a consumer.
    SubscribeToShardEvent {
        records: Vec<Record>,
        #[serde(flatten)]
        onward: Onward,
        millis_behind_latest: u64,
    }
);

/// Where a consumer goes on after what was pushed to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
pub enum Onward {
    /// In the same shard, when it subscribes again.
    #[serde(rename_all = "PascalCase")]
    InShard {
        #[serde(serialize_with = "text")]
        continuation_sequence_number: SequenceNumber,
    },
    /// The shard has come to its end.
    #[serde(rename_all = "PascalCase")]
    InChildren { child_shards: Vec<ChildShard> },
}

/// What a subscription sends some time after it began.
#[derive(Clone, Debug, PartialEq)]
pub struct Push {
    /// The subscription.
    pub subscription: SubscriptionId,
    /// When.
    pub at: SimTime,
    /// What.
    pub content: PushContent,
}

/// What is in a [`Push`].
#[derive(Clone, Debug, PartialEq)]
pub enum PushContent {
    /// Records, or the news that there are none.
    Event(SubscribeToShardEvent),
    /// The subscription breaks off.
    Exception(ApiError),
    /// The subscription is over: its five minutes have passed, another took its place, or its shard has ended.
    End,
}

/// Why one record of `PutRecords` was not stored while others may have been.
#[derive(Clone, Debug, PartialEq)]
pub enum PutFault {
    /// A limit of its shard was reached.
    Throttled(Throttle),
    /// Fewer than two zones could store it.
    Internal,
}

/// Any answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
pub enum Response {
    /// Operations that answer with an empty body.
    Done,
    #[serde(rename_all = "PascalCase")]
    DescribeStream { stream_description: StreamDescription },
    #[serde(rename_all = "PascalCase")]
    DescribeStreamSummary { stream_description_summary: StreamDescriptionSummary },
    #[serde(rename_all = "PascalCase")]
    DescribeLimits {
        shard_limit: u32,
        open_shard_count: u32,
        on_demand_stream_count: u32,
        on_demand_stream_count_limit: u32,
    },
    #[serde(rename_all = "PascalCase")]
    AccountSettings { minimum_throughput_billing_commitment: BillingCommitment },
    #[serde(rename_all = "PascalCase")]
    ListStreams {
        stream_names: Vec<String>,
        has_more_streams: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        next_token: Option<String>,
        stream_summaries: Vec<StreamSummary>,
    },
    #[serde(rename_all = "PascalCase")]
    ListShards {
        shards: Vec<Shard>,
        #[serde(skip_serializing_if = "Option::is_none")]
        next_token: Option<String>,
    },
    #[serde(rename_all = "PascalCase")]
    PutRecord {
        #[serde(serialize_with = "text")]
        shard_id: ShardId,
        #[serde(serialize_with = "text")]
        sequence_number: SequenceNumber,
        encryption_type: EncryptionType,
    },
    /// What became of each record, in the order of the request. The AWS surface writes it, as the refusals have texts.
    #[serde(skip)]
    PutRecords { stream: String, records: Vec<Result<Stored, PutFault>>, encryption_type: EncryptionType },
    #[serde(rename_all = "PascalCase")]
    GetShardIterator { shard_iterator: String },
    #[serde(rename_all = "PascalCase")]
    GetRecords {
        records: Vec<Record>,
        #[serde(skip_serializing_if = "Option::is_none")]
        next_shard_iterator: Option<String>,
        millis_behind_latest: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        child_shards: Option<Vec<ChildShard>>,
    },
    #[serde(rename_all = "PascalCase")]
    RegisterStreamConsumer { consumer: Consumer },
    #[serde(rename_all = "PascalCase")]
    DescribeStreamConsumer { consumer_description: Consumer },
    #[serde(rename_all = "PascalCase")]
    ListStreamConsumers {
        consumers: Vec<Consumer>,
        #[serde(skip_serializing_if = "Option::is_none")]
        next_token: Option<String>,
    },
    /// A subscription has begun: what it pushes at once; the rest comes as [`Push`]es of this number.
    #[serde(skip)]
    SubscribeToShard { subscription: SubscriptionId, events: Vec<SubscribeToShardEvent> },
    #[serde(rename_all = "PascalCase")]
    ListTagsForStream { tags: Vec<Tag>, has_more_tags: bool },
    #[serde(rename_all = "PascalCase")]
    ListTagsForResource { tags: Vec<Tag> },
    #[serde(rename_all = "PascalCase")]
    EnhancedMonitoring {
        stream_name: String,
        current_shard_level_metrics: Vec<ShardLevelMetric>,
        desired_shard_level_metrics: Vec<ShardLevelMetric>,
        #[serde(rename = "StreamARN")]
        stream_arn: String,
    },
    #[serde(rename_all = "PascalCase")]
    ResourcePolicy { policy: String },
    #[serde(rename_all = "PascalCase")]
    UpdateShardCount {
        stream_name: String,
        current_shard_count: u32,
        target_shard_count: u32,
        #[serde(rename = "StreamARN")]
        stream_arn: String,
    },
    #[serde(rename_all = "PascalCase")]
    UpdateStreamWarmThroughput {
        #[serde(rename = "StreamARN")]
        stream_arn: String,
        stream_name: String,
        warm_throughput: WarmThroughput,
    },
}
