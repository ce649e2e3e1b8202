//! One example of each operation for its help: the options that a first try needs.

use crate::aws::model::{OperationModel, Service};

const STREAM_ARN: &str = "arn:aws:kinesis:us-east-1:123456789012:stream/orders";
const CONSUMER_ARN: &str = "arn:aws:kinesis:us-east-1:123456789012:stream/orders/consumer/billing:1767225600";
const KEY_ID: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

/// Operations with the options of their example; `{stream}`, `{consumer}` and `{key}` stand for ARNs and ids.
const EXAMPLES: [(&str, &str); 53] = [
    ("AddTagsToStream", "--stream-name orders --tags team=web,stage=test"),
    ("CreateStream", "--stream-name orders --shard-count 2"),
    ("DecreaseStreamRetentionPeriod", "--stream-name orders --retention-period-hours 24"),
    ("DeleteResourcePolicy", "--resource-arn {stream}"),
    ("DeleteStream", "--stream-name orders --enforce-consumer-deletion"),
    ("DeregisterStreamConsumer", "--consumer-arn {consumer}"),
    ("DescribeAccountSettings", ""),
    ("DescribeLimits", ""),
    ("DescribeStream", "--stream-name orders"),
    ("DescribeStreamConsumer", "--stream-arn {stream} --consumer-name billing"),
    ("DescribeStreamSummary", "--stream-name orders"),
    ("DisableEnhancedMonitoring", "--stream-name orders --shard-level-metrics ALL"),
    ("EnableEnhancedMonitoring", "--stream-name orders --shard-level-metrics IncomingBytes IncomingRecords"),
    ("GetRecords", "--shard-iterator AAAAAAAAAAE7ShardIteratorOfGetShardIterator --limit 10"),
    ("GetResourcePolicy", "--resource-arn {stream}"),
    (
        "GetShardIterator",
        "--stream-name orders --shard-id shardId-000000000000 --shard-iterator-type TRIM_HORIZON --query ShardIterator \
         --output text",
    ),
    ("IncreaseStreamRetentionPeriod", "--stream-name orders --retention-period-hours 168"),
    ("ListShards", "--stream-name orders --shard-filter Type=AT_LATEST"),
    ("ListStreamConsumers", "--stream-arn {stream}"),
    ("ListStreams", "--output text"),
    ("ListTagsForResource", "--resource-arn {stream}"),
    ("ListTagsForStream", "--stream-name orders"),
    (
        "MergeShards",
        "--stream-name orders --shard-to-merge shardId-000000000000 --adjacent-shard-to-merge shardId-000000000001",
    ),
    ("PutRecord", "--stream-name orders --partition-key user-1 --data aGVsbG8="),
    ("PutRecords", "--stream-name orders --records Data=aGVsbG8=,PartitionKey=a Data=d29ybGQ=,PartitionKey=b"),
    ("PutResourcePolicy", "--resource-arn {stream} --policy '{\"Version\":\"2012-10-17\",\"Statement\":[]}'"),
    ("RegisterStreamConsumer", "--stream-arn {stream} --consumer-name billing"),
    ("RemoveTagsFromStream", "--stream-name orders --tag-keys team stage"),
    (
        "SplitShard",
        "--stream-name orders --shard-to-split shardId-000000000000 --new-starting-hash-key \
         85070591730234615865843651857942052864",
    ),
    ("StartStreamEncryption", "--stream-name orders --encryption-type KMS --key-id alias/aws/kinesis"),
    ("StopStreamEncryption", "--stream-name orders --encryption-type KMS --key-id alias/aws/kinesis"),
    ("SubscribeToShard", "--consumer-arn {consumer} --shard-id shardId-000000000000 --starting-position Type=LATEST"),
    ("TagResource", "--resource-arn {stream} --tags team=web"),
    ("UntagResource", "--resource-arn {stream} --tag-keys team"),
    ("UpdateAccountSettings", "--minimum-throughput-billing-commitment Status=ENABLED"),
    ("UpdateMaxRecordSize", "--stream-arn {stream} --max-record-size-in-ki-b 2048"),
    ("UpdateShardCount", "--stream-name orders --target-shard-count 4 --scaling-type UNIFORM_SCALING"),
    ("UpdateStreamMode", "--stream-arn {stream} --stream-mode-details StreamMode=ON_DEMAND"),
    (
        "UpdateStreamRecordDistributionStrategy",
        "--stream-arn {stream} --record-distribution-strategy USER_PARTITION_KEY",
    ),
    ("UpdateStreamWarmThroughput", "--stream-name orders --warm-throughput-mi-bps 100"),
    ("CancelKeyDeletion", "--key-id {key}"),
    ("CreateAlias", "--alias-name alias/orders --target-key-id {key}"),
    ("CreateGrant", "--key-id {key} --grantee-principal kinesis.amazonaws.com --operations GenerateDataKey Decrypt"),
    ("CreateKey", "--description 'Key of the stream orders'"),
    ("DescribeKey", "--key-id alias/aws/kinesis"),
    ("DisableKey", "--key-id {key}"),
    ("EnableKey", "--key-id {key}"),
    ("ListAliases", ""),
    ("ListGrants", "--key-id {key}"),
    ("ListKeys", ""),
    ("RevokeGrant", "--key-id {key} --grant-id 0c237476b39f8bc44e45212e08498fbe3151305030726c0590dd8d3e9f3d6a60"),
    ("ScheduleKeyDeletion", "--key-id {key} --pending-window-in-days 7"),
    ("ListMetrics", "--namespace AWS/Kinesis --dimensions Name=StreamName,Value=orders"),
];
/// The same for Firehose, some of whose operations have names of Kinesis'.
const FIREHOSE_EXAMPLES: [(&str, &str); 12] = [
    (
        "CreateDeliveryStream",
        "--delivery-stream-name lake --extended-s3-destination-configuration \
         RoleARN={role},BucketARN=arn:aws:s3:::bucket,BufferingHints={SizeInMBs=5,IntervalInSeconds=60}",
    ),
    ("DeleteDeliveryStream", "--delivery-stream-name lake"),
    ("DescribeDeliveryStream", "--delivery-stream-name lake"),
    ("ListDeliveryStreams", "--delivery-stream-type DirectPut"),
    ("ListTagsForDeliveryStream", "--delivery-stream-name lake"),
    ("PutRecord", "--delivery-stream-name lake --record Data=aGVsbG8K"),
    ("PutRecordBatch", "--delivery-stream-name lake --records Data=aGVsbG8K Data=d29ybGQK"),
    (
        "StartDeliveryStreamEncryption",
        "--delivery-stream-name lake --delivery-stream-encryption-configuration-input KeyType=AWS_OWNED_CMK",
    ),
    ("StopDeliveryStreamEncryption", "--delivery-stream-name lake"),
    ("TagDeliveryStream", "--delivery-stream-name lake --tags Key=team,Value=web Key=stage,Value=test"),
    ("UntagDeliveryStream", "--delivery-stream-name lake --tag-keys team stage"),
    (
        "UpdateDestination",
        "--delivery-stream-name lake --current-delivery-stream-version-id 1 --destination-id \
         destinationId-000000000001 --extended-s3-destination-update \
         BufferingHints={SizeInMBs=64,IntervalInSeconds=300},CompressionFormat=GZIP",
    ),
];
const ROLE_ARN: &str = "arn:aws:iam::123456789012:role/firehose";
const METRIC_EXAMPLE: &str = "--namespace AWS/Kinesis --metric-name IncomingRecords --dimensions \
    Name=StreamName,Value=orders --start-time 2026-01-01T00:00:00Z --end-time 2026-01-01T01:00:00Z --period 60 \
    --statistics Sum";

/// A command that shows `operation` in use.
pub fn of(operation: &OperationModel) -> Option<String> {
    let options = match operation.name {
        "GetMetricStatistics" => METRIC_EXAMPLE,
        name if operation.service == Service::Firehose => {
            FIREHOSE_EXAMPLES.iter().find(|(other, _)| *other == name).map(|(_, options)| *options)?
        }
        name => EXAMPLES.iter().find(|(other, _)| *other == name).map(|(_, options)| *options)?,
    };
    let options = options.replace("{stream}", STREAM_ARN).replace("{consumer}", CONSUMER_ARN).replace("{key}", KEY_ID);
    let options = options.replace("{role}", ROLE_ARN);
    let service: Service = operation.service;
    Some(format!("aws {} {} {options}", service.cli_name(), operation.cli_name()).trim_end().to_owned())
}
