//! The rows of the table of limits.

use super::{Limit, Scope, Unit};
use crate::engine::error::ErrorCode;
use serde::{Deserialize, Serialize};

const MIB: u64 = 1_048_576;
/// When the sources were last read, year and month.
const CHECKED: &str = "2026-11";

/// Defines the ids and their rows together, so that each row stands at its id.
macro_rules! limits {
    ($($(#[$doc:meta])* $id:ident { $name:literal, $unit:ident, $scope:ident, $course_notes:expr, $current:expr, $error:ident, $source:literal })*) => {
        /// Names a row of [`LIMITS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum LimitId {
            $($(#[$doc])* $id),*
        }

        /// The table of limits, one row an id, in the order of [`LimitId`].
        pub const LIMITS: &[Limit] = &[$(Limit {
            id: LimitId::$id,
            name: $name,
            unit: Unit::$unit,
            scope: Scope::$scope,
            course_notes: $course_notes,
            current: $current,
            error: ErrorCode::$error,
            source: $source,
            checked: CHECKED,
        }),*];
    };
}

limits! {
    /// Bytes that a shard takes in a second, partition keys counted.
    ShardWriteBytes { "Shard write throughput, bytes", BytesPerSecond, Shard, MIB, MIB, ProvisionedThroughputExceeded, "Course notes; Kinesis Data Streams Developer Guide, Quotas and limits" }
    /// Records that a shard takes in a second.
    ShardWriteRecords { "Shard write throughput, records", RecordsPerSecond, Shard, 1_000, 1_000, ProvisionedThroughputExceeded, "Course notes; Kinesis Data Streams Developer Guide, Quotas and limits" }
    /// Bytes of one record's data, before base64, unless the stream takes larger ones.
    RecordDataBytes { "Record data payload size", Bytes, Record, MIB, MIB, Validation, "Course notes; Kinesis API model 2013-12-02, MaxRecordSizeInKiB" }
    /// Characters of a partition key.
    PartitionKeyCharacters { "Partition key length", Characters, Record, 256, 256, Validation, "Kinesis API model 2013-12-02, PartitionKey" }
    /// Records of one `PutRecords` request.
    PutRecordsRecords { "PutRecords records per request", Records, Request, 500, 500, Validation, "Kinesis API model 2013-12-02, PutRecords" }
    /// Bytes of one `PutRecords` request, partition keys counted.
    PutRecordsBytes { "PutRecords size per request", Bytes, Request, 5 * MIB, 10 * MIB, InvalidArgument, "Kinesis Data Streams Developer Guide of 2019; Quotas and limits of 2026" }
    /// Bytes of the data of a record that the Kinesis Agent sends; what is beyond is cut off.
    AgentRecordBytes { "Kinesis Agent record size", Bytes, Record, 1_024_000, 1_024_000, Validation, "Kinesis Data Streams Developer Guide of 2019, Kinesis Agent (records over 1,000 KB are truncated)" }
    /// Shards of an account in a Region.
    Shards { "Shards per account and Region", Shards, AccountAndRegion, 500, 20_000, LimitExceeded, "Course notes; Kinesis Data Streams Developer Guide, Quotas and limits (us-east-1, us-west-2, eu-west-1)" }
    /// Characters of a stream's name.
    StreamNameCharacters { "Stream name length", Characters, Stream, 128, 128, Validation, "Kinesis API model 2013-12-02, StreamName" }
    /// The retention period of a new stream.
    RetentionDefault { "Default retention period", Hours, Stream, 24, 24, InvalidArgument, "Course notes; Kinesis API model 2013-12-02" }
    /// The longest retention period.
    RetentionMaximum { "Maximum retention period", Hours, Stream, 168, 8_760, InvalidArgument, "Course notes; Kinesis API model 2013-12-02, IncreaseStreamRetentionPeriod" }
    /// The shortest retention period.
    RetentionMinimum { "Minimum retention period", Hours, Stream, 24, 24, InvalidArgument, "Kinesis API model 2013-12-02, DecreaseStreamRetentionPeriod" }
    /// Bytes of one record's data in a stream that takes large records.
    RecordDataBytesRaised { "Record data payload size, raised", Bytes, Record, MIB, 10 * MIB, Validation, "Kinesis API model 2013-12-02, MaxRecordSizeInKiB (since October 2025)" }
    /// Bytes that a shard gives in a second to all who poll it.
    ShardReadBytes { "Shard read throughput, shared", BytesPerSecond, Shard, 2 * MIB, 2 * MIB, ProvisionedThroughputExceeded, "Course notes; Kinesis Data Streams Developer Guide, Quotas and limits" }
    /// Bytes of one `GetRecords` answer.
    GetRecordsBytes { "GetRecords size per call", Bytes, Request, 10 * MIB, 10 * MIB, ProvisionedThroughputExceeded, "Kinesis API model 2013-12-02, GetRecords" }
    /// Records of one `GetRecords` answer.
    GetRecordsRecords { "GetRecords records per call", Records, Request, 10_000, 10_000, Validation, "Kinesis API model 2013-12-02, GetRecords" }
    /// How long an iterator can be used.
    IteratorLifetime { "Shard iterator lifetime", Seconds, Request, 300, 300, ExpiredIterator, "Kinesis API model 2013-12-02, GetShardIterator" }
    /// How long a token for the next page can be used.
    NextTokenLifetime { "Next token lifetime", Seconds, Request, 300, 300, ExpiredNextToken, "Kinesis API model 2013-12-02, ListShards" }
    /// Streams that may be CREATING at once.
    StreamsInCreation { "Streams in CREATING", Streams, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, CreateStream" }
    /// On-demand streams of an account in a Region.
    OnDemandStreams { "On-demand streams per account and Region", Streams, AccountAndRegion, 50, 50, LimitExceeded, "Kinesis Data Streams Developer Guide, Quotas and limits" }
    /// Enhanced fan-out consumers of a stream.
    FanOutConsumers { "Enhanced fan-out consumers per stream", Consumers, Stream, 20, 20, LimitExceeded, "Kinesis Data Streams Developer Guide of 2019 (5 at launch); Quotas and limits" }
    /// Enhanced fan-out consumers of a stream with On-demand Advantage.
    FanOutConsumersAdvantage { "Enhanced fan-out consumers per stream, On-demand Advantage", Consumers, Stream, 20, 50, LimitExceeded, "Kinesis Data Streams Developer Guide, Quotas and limits" }
    /// Enhanced fan-out consumers of a stream that may be CREATING at once.
    ConsumersInCreation { "Consumers in CREATING", Consumers, Stream, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, RegisterStreamConsumer" }
    /// Bytes that a shard pushes in a second to one enhanced fan-out consumer.
    FanOutReadBytes { "Shard read throughput, enhanced fan-out", BytesPerSecond, ConsumerAndShard, 2 * MIB, 2 * MIB, ProvisionedThroughputExceeded, "Kinesis Data Streams Developer Guide, Quotas and limits" }
    /// How long a subscription to a shard lasts.
    SubscriptionLifetime { "SubscribeToShard duration", Seconds, ConsumerAndShard, 300, 300, LimitExceeded, "Kinesis API model 2013-12-02, SubscribeToShard" }
    /// How soon after a subscription the same one may be asked for again.
    ResubscribeAfter { "SubscribeToShard again", Seconds, ConsumerAndShard, 5, 5, ResourceInUse, "Kinesis API model 2013-12-02, SubscribeToShard" }
    /// Calls of `UpdateShardCount` in a rolling day.
    UpdateShardCountPerDay { "UpdateShardCount calls per rolling 24 hours", Calls, Stream, 2, 10, LimitExceeded, "Reports of 2016 to 2018 (2); Kinesis API model 2013-12-02, UpdateShardCount (10)" }
    /// Shards that `UpdateShardCount` can ask for.
    UpdateShardCountTarget { "UpdateShardCount target", Shards, Stream, 500, 10_000, LimitExceeded, "Kinesis Data Streams Developer Guide of 2019; Kinesis API model 2013-12-02, UpdateShardCount" }
    /// Changes of the capacity mode in a rolling day.
    StreamModeChangesPerDay { "Capacity mode changes per 24 hours", Calls, Stream, 2, 2, LimitExceeded, "Kinesis Data Streams Developer Guide, Quotas and limits" }
    /// Starts and stops of encryption in a rolling day, each counted on its own.
    EncryptionChangesPerDay { "Start- and StopStreamEncryption calls per rolling 24 hours", Calls, Stream, 25, 25, LimitExceeded, "Kinesis API model 2013-12-02, StartStreamEncryption" }
    /// Tags of a stream.
    TagsPerStream { "Tags per stream", Tags, Stream, 50, 50, InvalidArgument, "Kinesis API model 2013-12-02, AddTagsToStream" }
    /// Bytes that an on-demand stream takes in a second when it is new.
    OnDemandWriteBytes { "On-demand stream, write throughput at the start", BytesPerSecond, Stream, 4 * MIB, 4 * MIB, ProvisionedThroughputExceeded, "Kinesis Data Streams Developer Guide of 2022 and 2026" }
    /// Records that an on-demand stream takes in a second when it is new.
    OnDemandWriteRecords { "On-demand stream, records at the start", RecordsPerSecond, Stream, 4_000, 4_000, ProvisionedThroughputExceeded, "Kinesis Data Streams Developer Guide of 2022 and 2026" }
    /// Bytes that an on-demand stream takes in a second at most.
    OnDemandMaximumBytes { "On-demand stream, maximum write throughput", BytesPerSecond, Stream, 200 * MIB, 10_240 * MIB, ProvisionedThroughputExceeded, "Kinesis Data Streams Developer Guide of 2022; Kinesis Data Streams Developer Guide, Quotas and limits (us-east-1, us-west-2, eu-west-1)" }
    /// MiB in each second that can be kept ready.
    WarmThroughput { "Warm throughput", MebibytesPerSecond, Stream, 0, 10_240, Validation, "Kinesis API model 2013-12-02, UpdateStreamWarmThroughput" }
    /// Calls of `AddTagsToStream` in a second.
    RateAddTagsToStream { "AddTagsToStream calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, AddTagsToStream" }
    /// Calls of `CreateStream` in a second.
    RateCreateStream { "CreateStream calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, CreateStream" }
    /// Calls of `DecreaseStreamRetentionPeriod` in a second.
    RateDecreaseStreamRetentionPeriod { "DecreaseStreamRetentionPeriod calls", CallsPerSecond, Stream, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, DecreaseStreamRetentionPeriod" }
    /// Calls of `DeleteResourcePolicy` in a second.
    RateDeleteResourcePolicy { "DeleteResourcePolicy calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, DeleteResourcePolicy" }
    /// Calls of `DeleteStream` in a second.
    RateDeleteStream { "DeleteStream calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, DeleteStream" }
    /// Calls of `DeregisterStreamConsumer` in a second.
    RateDeregisterStreamConsumer { "DeregisterStreamConsumer calls", CallsPerSecond, Stream, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, DeregisterStreamConsumer" }
    /// Calls of `DescribeAccountSettings` in a second.
    RateDescribeAccountSettings { "DescribeAccountSettings calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, DescribeAccountSettings" }
    /// Calls of `DescribeLimits` in a second.
    RateDescribeLimits { "DescribeLimits calls", CallsPerSecond, AccountAndRegion, 1, 1, LimitExceeded, "Kinesis API model 2013-12-02, DescribeLimits" }
    /// Calls of `DescribeStream` in a second.
    RateDescribeStream { "DescribeStream calls", CallsPerSecond, AccountAndRegion, 10, 10, LimitExceeded, "Kinesis Data Streams Developer Guide, Quotas and limits" }
    /// Calls of `DescribeStreamConsumer` in a second.
    RateDescribeStreamConsumer { "DescribeStreamConsumer calls", CallsPerSecond, Stream, 20, 20, LimitExceeded, "Kinesis Data Streams Developer Guide, Quotas and limits" }
    /// Calls of `DescribeStreamSummary` in a second.
    RateDescribeStreamSummary { "DescribeStreamSummary calls", CallsPerSecond, AccountAndRegion, 20, 20, LimitExceeded, "Kinesis Data Streams Developer Guide, Quotas and limits" }
    /// Calls of `DisableEnhancedMonitoring` in a second.
    RateDisableEnhancedMonitoring { "DisableEnhancedMonitoring calls", CallsPerSecond, Stream, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, DisableEnhancedMonitoring" }
    /// Calls of `EnableEnhancedMonitoring` in a second.
    RateEnableEnhancedMonitoring { "EnableEnhancedMonitoring calls", CallsPerSecond, Stream, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, EnableEnhancedMonitoring" }
    /// Calls of `GetRecords` in a second.
    RateGetRecords { "GetRecords calls", CallsPerSecond, Shard, 5, 5, ProvisionedThroughputExceeded, "Kinesis API model 2013-12-02, GetRecords" }
    /// Calls of `GetResourcePolicy` in a second.
    RateGetResourcePolicy { "GetResourcePolicy calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, GetResourcePolicy" }
    /// Calls of `GetShardIterator` in a second.
    RateGetShardIterator { "GetShardIterator calls", CallsPerSecond, Shard, 5, 5, ProvisionedThroughputExceeded, "Kinesis API model 2013-12-02, GetShardIterator" }
    /// Calls of `IncreaseStreamRetentionPeriod` in a second.
    RateIncreaseStreamRetentionPeriod { "IncreaseStreamRetentionPeriod calls", CallsPerSecond, Stream, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, IncreaseStreamRetentionPeriod" }
    /// Calls of `ListShards` in a second.
    RateListShards { "ListShards calls", CallsPerSecond, Stream, 100, 1_000, LimitExceeded, "Kinesis Data Streams Developer Guide of 2022; Kinesis API model 2013-12-02, ListShards" }
    /// Calls of `ListStreamConsumers` in a second.
    RateListStreamConsumers { "ListStreamConsumers calls", CallsPerSecond, Stream, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, ListStreamConsumers" }
    /// Calls of `ListStreams` in a second.
    RateListStreams { "ListStreams calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, ListStreams" }
    /// Calls of `ListTagsForResource` in a second.
    RateListTagsForResource { "ListTagsForResource calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis Data Streams Developer Guide, Quotas and limits; assumed to be the rate of the older tag operations" }
    /// Calls of `ListTagsForStream` in a second.
    RateListTagsForStream { "ListTagsForStream calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, ListTagsForStream" }
    /// Calls of `MergeShards` in a second.
    RateMergeShards { "MergeShards calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, MergeShards" }
    /// Calls of `PutResourcePolicy` in a second.
    RatePutResourcePolicy { "PutResourcePolicy calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, PutResourcePolicy" }
    /// Calls of `RegisterStreamConsumer` in a second.
    RateRegisterStreamConsumer { "RegisterStreamConsumer calls", CallsPerSecond, Stream, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, RegisterStreamConsumer" }
    /// Calls of `RemoveTagsFromStream` in a second.
    RateRemoveTagsFromStream { "RemoveTagsFromStream calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, RemoveTagsFromStream" }
    /// Calls of `SplitShard` in a second.
    RateSplitShard { "SplitShard calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, SplitShard" }
    /// Calls of `SubscribeToShard` in a second.
    RateSubscribeToShard { "SubscribeToShard calls", CallsPerSecond, ConsumerAndShard, 1, 1, LimitExceeded, "Kinesis API model 2013-12-02, SubscribeToShard" }
    /// Calls of `TagResource` in a second.
    RateTagResource { "TagResource calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis Data Streams Developer Guide, Quotas and limits; assumed to be the rate of the older tag operations" }
    /// Calls of `UntagResource` in a second.
    RateUntagResource { "UntagResource calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis Data Streams Developer Guide, Quotas and limits; assumed to be the rate of the older tag operations" }
    /// Calls of `UpdateAccountSettings` in a second.
    RateUpdateAccountSettings { "UpdateAccountSettings calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, UpdateAccountSettings" }
    /// Calls of `UpdateMaxRecordSize` in a second.
    RateUpdateMaxRecordSize { "UpdateMaxRecordSize calls", CallsPerSecond, Stream, 5, 5, LimitExceeded, "Assumed: AWS publishes no rate; the usual one of control operations" }
    /// Calls of `UpdateShardCount` in a second.
    RateUpdateShardCount { "UpdateShardCount calls", CallsPerSecond, AccountAndRegion, 10, 10, LimitExceeded, "Kinesis API model 2013-12-02, UpdateShardCount" }
    /// Calls of `UpdateStreamRecordDistributionStrategy` in a second.
    RateUpdateStreamRecordDistributionStrategy { "UpdateStreamRecordDistributionStrategy calls", CallsPerSecond, Stream, 5, 5, LimitExceeded, "Assumed: AWS publishes no rate; the usual one of control operations" }
    /// Calls of `UpdateStreamWarmThroughput` in a second.
    RateUpdateStreamWarmThroughput { "UpdateStreamWarmThroughput calls", CallsPerSecond, AccountAndRegion, 5, 5, LimitExceeded, "Kinesis API model 2013-12-02, UpdateStreamWarmThroughput" }
    /// Bytes of one record of a delivery stream, before base64.
    FirehoseRecordBytes { "Firehose record size", Bytes, Record, 1_024_000, 1_024_000, Validation, "Firehose API model 2015-08-04, Record (1,000 KiB)" }
    /// Records of one `PutRecordBatch` request.
    FirehoseBatchRecords { "PutRecordBatch records per request", Records, Request, 500, 500, Validation, "Firehose API model 2015-08-04, PutRecordBatch" }
    /// Bytes of one `PutRecordBatch` request.
    FirehoseBatchBytes { "PutRecordBatch size per request", Bytes, Request, 4 * MIB, 4 * MIB, InvalidArgument, "Firehose API model 2015-08-04, PutRecordBatch" }
    /// Records that a delivery stream takes directly in a second.
    FirehoseRecords { "Direct PUT, records", RecordsPerSecond, DeliveryStream, 5_000, 500_000, ServiceUnavailable, "Firehose Developer Guide of 2018 and 2023, Quota (us-east-1, us-west-2, eu-west-1)" }
    /// Requests that a delivery stream takes in a second.
    FirehoseRequests { "Direct PUT, requests", CallsPerSecond, DeliveryStream, 2_000, 2_000, ServiceUnavailable, "Firehose Developer Guide, Quota (us-east-1, us-west-2, eu-west-1)" }
    /// Bytes that a delivery stream takes directly in a second.
    FirehoseBytes { "Direct PUT, bytes", BytesPerSecond, DeliveryStream, 5 * MIB, 5 * MIB, ServiceUnavailable, "Firehose Developer Guide, Quota (us-east-1, us-west-2, eu-west-1)" }
    /// Records that a delivery stream takes directly in a second, in the other Regions.
    FirehoseRecordsElsewhere { "Direct PUT, records, other Regions", RecordsPerSecond, DeliveryStream, 1_000, 100_000, ServiceUnavailable, "Firehose Developer Guide of 2018 and 2023, Quota" }
    /// Requests that a delivery stream takes in a second, in the other Regions.
    FirehoseRequestsElsewhere { "Direct PUT, requests, other Regions", CallsPerSecond, DeliveryStream, 1_000, 1_000, ServiceUnavailable, "Firehose Developer Guide, Quota" }
    /// Bytes that a delivery stream takes directly in a second, in the other Regions.
    FirehoseBytesElsewhere { "Direct PUT, bytes, other Regions", BytesPerSecond, DeliveryStream, MIB, MIB, ServiceUnavailable, "Firehose Developer Guide, Quota" }
    /// Delivery streams of an account in a Region.
    DeliveryStreams { "Delivery streams per account and Region", DeliveryStreams, AccountAndRegion, 50, 5_000, LimitExceeded, "Firehose Developer Guide of 2018 and Quota of 2026 (us-east-1, us-west-2, eu-west-1)" }
    /// Characters of a delivery stream's name.
    DeliveryStreamNameCharacters { "Delivery stream name length", Characters, DeliveryStream, 64, 64, Validation, "Firehose API model 2015-08-04, DeliveryStreamName" }
    /// Tags of a delivery stream.
    TagsPerDeliveryStream { "Tags per delivery stream", Tags, DeliveryStream, 50, 50, LimitExceeded, "Firehose API model 2015-08-04, TagDeliveryStream" }
    /// Starts and stops of a delivery stream's encryption in a rolling day, counted together.
    DeliveryStreamEncryptionChangesPerDay { "Start- and StopDeliveryStreamEncryption calls per rolling 24 hours", Calls, DeliveryStream, 25, 25, LimitExceeded, "Firehose API model 2015-08-04, StartDeliveryStreamEncryption" }
    /// Delivery streams that one customer managed key encrypts.
    DeliveryStreamsPerKey { "Delivery streams per customer managed key", DeliveryStreams, AccountAndRegion, 500, 500, LimitExceeded, "Firehose API model 2015-08-04, StartDeliveryStreamEncryption" }
    /// Partitions of dynamic partitioning that are gathered at once.
    FirehoseActivePartitions { "Dynamic partitioning, active partitions", Partitions, DeliveryStream, 500, 500, LimitExceeded, "Firehose Developer Guide, Quota (more are written below the error prefix)" }
    /// Characters of a prefix of objects, once its expressions are evaluated.
    FirehosePrefixCharacters { "Prefix length, evaluated", Characters, DeliveryStream, 512, 512, InvalidArgument, "Firehose Developer Guide, Custom prefixes" }
    /// Keys of dynamic partitioning.
    FirehosePartitionKeys { "Dynamic partitioning, keys", PartitionKeys, DeliveryStream, 50, 50, InvalidArgument, "Firehose Developer Guide, Dynamic partitioning" }
    /// Bytes that a partition of dynamic partitioning takes in a second.
    FirehosePartitionBytes { "Dynamic partitioning, throughput of a partition", BytesPerSecond, Partition, 1_073_741_824, 1_073_741_824, ServiceUnavailable, "Firehose Developer Guide, Quota" }
    /// Calls of `CreateDeliveryStream` in a second.
    RateCreateDeliveryStream { "CreateDeliveryStream calls", CallsPerSecond, AccountAndRegion, 5, 5, Throttling, "Firehose Developer Guide, Quota" }
    /// Calls of `DeleteDeliveryStream` in a second.
    RateDeleteDeliveryStream { "DeleteDeliveryStream calls", CallsPerSecond, AccountAndRegion, 5, 5, Throttling, "Firehose Developer Guide, Quota" }
    /// Calls of `DescribeDeliveryStream` in a second.
    RateDescribeDeliveryStream { "DescribeDeliveryStream calls", CallsPerSecond, AccountAndRegion, 5, 5, Throttling, "Firehose Developer Guide, Quota" }
    /// Calls of `ListDeliveryStreams` in a second.
    RateListDeliveryStreams { "ListDeliveryStreams calls", CallsPerSecond, AccountAndRegion, 5, 5, Throttling, "Firehose Developer Guide, Quota" }
    /// Calls of `ListTagsForDeliveryStream` in a second.
    RateListTagsForDeliveryStream { "ListTagsForDeliveryStream calls", CallsPerSecond, AccountAndRegion, 5, 5, Throttling, "Firehose Developer Guide, Quota" }
    /// Calls of `StartDeliveryStreamEncryption` in a second.
    RateStartDeliveryStreamEncryption { "StartDeliveryStreamEncryption calls", CallsPerSecond, AccountAndRegion, 5, 5, Throttling, "Firehose Developer Guide, Quota" }
    /// Calls of `StopDeliveryStreamEncryption` in a second.
    RateStopDeliveryStreamEncryption { "StopDeliveryStreamEncryption calls", CallsPerSecond, AccountAndRegion, 5, 5, Throttling, "Firehose Developer Guide, Quota" }
    /// Calls of `TagDeliveryStream` in a second.
    RateTagDeliveryStream { "TagDeliveryStream calls", CallsPerSecond, AccountAndRegion, 5, 5, Throttling, "Firehose Developer Guide, Quota" }
    /// Calls of `UntagDeliveryStream` in a second.
    RateUntagDeliveryStream { "UntagDeliveryStream calls", CallsPerSecond, AccountAndRegion, 5, 5, Throttling, "Firehose Developer Guide, Quota" }
    /// Calls of `UpdateDestination` in a second.
    RateUpdateDestination { "UpdateDestination calls", CallsPerSecond, AccountAndRegion, 5, 5, Throttling, "Firehose Developer Guide, Quota" }
}
