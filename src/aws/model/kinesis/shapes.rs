//! The types and members that several Kinesis operations share.

use crate::aws::model::{Bounds, Member, Pattern, Shape, Structure};

const NAME: Shape = Shape::pattern(1, 128, Pattern::Name);
pub const SEQUENCE_NUMBER: Shape = Shape::String { length: Bounds::ANY, pattern: Pattern::SequenceNumber };
pub const HASH_KEY: Shape = Shape::String { length: Bounds::ANY, pattern: Pattern::HashKey };
pub const NATURAL: Shape = Shape::integer(Bounds::at_least(0));
pub const POSITIVE: Shape = Shape::integer(Bounds::at_least(1));
/// `Limit` and `MaxResults` of what is listed page by page.
pub const PAGE: Shape = Shape::integer(Bounds::between(1, 10_000));
pub const COUNT: Shape = Shape::integer(Bounds::between(0, 1_000_000));
const TOKEN: Shape = Shape::text(1, 1_048_576);
pub const ENCRYPTION_TYPE: Shape = Shape::Enum(&["NONE", "KMS"]);
/// In the order in which AWS was seen to list them in its messages.
pub const ITERATOR_TYPE: Shape =
    Shape::Enum(&["AFTER_SEQUENCE_NUMBER", "LATEST", "AT_TIMESTAMP", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON"]);

pub const STREAM_NAME: Member = Member::new("StreamName", NAME, "The name of the stream.");
pub const STREAM_ARN: Member =
    Member::new("StreamARN", Shape::pattern(1, 2_048, Pattern::StreamArn), "The ARN of the stream.");
pub const STREAM_ID: Member = Member::new(
    "StreamId",
    Shape::pattern(1, 24, Pattern::StreamId),
    "The id that the stream got when it was created.",
);
pub const SHARD_ID: Member = Member::new("ShardId", NAME, "The id of the shard.");
pub const RESOURCE_ARN: Member =
    Member::new("ResourceARN", Shape::pattern(1, 2_048, Pattern::ResourceArn), "The ARN of the stream or consumer.");
pub const CONSUMER_NAME: Member = Member::new("ConsumerName", NAME, "The name of the consumer.");
pub const CONSUMER_ARN: Member =
    Member::new("ConsumerARN", Shape::pattern(1, 2_048, Pattern::ConsumerArn), "The ARN of the consumer.");
pub const EXCLUSIVE_START_SHARD_ID: Member =
    SHARD_ID.named("ExclusiveStartShardId", "The list begins after the shard of this id.");
pub const NEXT_TOKEN: Member = Member::new("NextToken", TOKEN, "The token with which the next page is asked for.");
pub const MAX_RESULTS: Member = Member::new("MaxResults", PAGE, "The most entries that a page may have.");
pub const DRY_RUN: Member =
    Member::new("DryRun", Shape::Boolean, "Whether the request is only checked and not carried out.");
pub const TIMESTAMP: Member = Member::new("Timestamp", Shape::Timestamp, "The instant at or after which to begin.");
pub const STREAM_CREATION_TIMESTAMP: Member =
    Member::new("StreamCreationTimestamp", Shape::Timestamp, "When the stream was created.");

const TAG_KEY_SHAPE: Shape = Shape::text(1, 128);
const TAG_VALUE_SHAPE: Shape = Shape::text(0, 256);
pub const TAG_KEY: Member = Member::new("Key", TAG_KEY_SHAPE, "The key of the tag.");
pub const TAGS: Member = Member::new(
    "Tags",
    Shape::Map { key: &TAG_KEY_SHAPE, value: &TAG_VALUE_SHAPE, length: Bounds::between(1, 200) },
    "The tags, as keys with their values.",
);
pub const TAG_KEYS: Member = Member::new(
    "TagKeys",
    Shape::List { member: &TAG_KEY_SHAPE, length: Bounds::between(1, 50) },
    "The keys of the tags that are to go.",
);
const TAG: Structure = Structure {
    name: "Tag",
    members: &[TAG_KEY.required(), Member::new("Value", TAG_VALUE_SHAPE, "The value of the tag.")],
};
/// Tags as they are listed.
pub const TAG_LIST: Member =
    Member::new("Tags", Shape::List { member: &Shape::Structure(&TAG), length: Bounds::between(0, 200) }, "The tags.");

pub const STREAM_MODE_DETAILS: Member = Member::new(
    "StreamModeDetails",
    Shape::Structure(&Structure {
        name: "StreamModeDetails",
        members: &[Member::new(
            "StreamMode",
            Shape::Enum(&["PROVISIONED", "ON_DEMAND"]),
            "Whether shards are provisioned or come on demand.",
        )
        .required()],
    }),
    "The capacity mode of the stream.",
);
pub const STREAM_STATUS: Member = Member::new(
    "StreamStatus",
    Shape::Enum(&["CREATING", "DELETING", "ACTIVE", "UPDATING"]),
    "The state of the stream.",
);
pub const WARM_THROUGHPUT_MIBPS: Member =
    Member::new("WarmThroughputMiBps", NATURAL, "The throughput to keep ready, in MiB/s.");
pub const WARM_THROUGHPUT: Member = Member::new(
    "WarmThroughput",
    Shape::Structure(&Structure {
        name: "WarmThroughputObject",
        members: &[
            Member::new("TargetMiBps", NATURAL, "The throughput that is being prepared, in MiB/s."),
            Member::new("CurrentMiBps", NATURAL, "The throughput that is ready, in MiB/s."),
        ],
    }),
    "The throughput that is kept ready.",
);
pub const MAX_RECORD_SIZE_IN_KIB: Member = Member::new(
    "MaxRecordSizeInKiB",
    Shape::integer(Bounds::between(1_024, 10_240)),
    "The largest record that the stream takes, in KiB.",
);
pub const RECORD_DISTRIBUTION_STRATEGY: Member = Member::new(
    "RecordDistributionStrategy",
    Shape::Enum(&["AUTO", "USER_PARTITION_KEY"]),
    "Whether partition keys or AWS decide which shard takes a record.",
);
pub const RETENTION_PERIOD_HOURS: Member =
    Member::new("RetentionPeriodHours", Shape::integer(Bounds::ANY), "How long records are kept, in hours.");
pub const ENCRYPTION: Member = Member::new("EncryptionType", ENCRYPTION_TYPE, "Whether records are encrypted.");
pub const KEY_ID: Member =
    Member::new("KeyId", Shape::text(1, 2_048), "The KMS key: its id, its ARN, or an alias of it.");
const METRIC: Shape = Shape::Enum(&[
    "IncomingBytes",
    "IncomingRecords",
    "OutgoingBytes",
    "OutgoingRecords",
    "WriteProvisionedThroughputExceeded",
    "ReadProvisionedThroughputExceeded",
    "IteratorAgeMilliseconds",
    "ALL",
]);
pub const SHARD_LEVEL_METRICS: Member = Member::new(
    "ShardLevelMetrics",
    Shape::List { member: &METRIC, length: Bounds::between(1, 7) },
    "The shard-level metrics.",
);
pub const ENHANCED_MONITORING: Member = Member::new(
    "EnhancedMonitoring",
    Shape::list(&Shape::Structure(&Structure { name: "EnhancedMetrics", members: &[SHARD_LEVEL_METRICS] })),
    "The shard-level metrics that are switched on.",
);

const HASH_KEY_RANGE: Member = Member::new(
    "HashKeyRange",
    Shape::Structure(&Structure {
        name: "HashKeyRange",
        members: &[
            Member::new("StartingHashKey", HASH_KEY, "The lowest hash key of the range.").required(),
            Member::new("EndingHashKey", HASH_KEY, "The highest hash key of the range.").required(),
        ],
    }),
    "The hash keys that belong to the shard.",
);
const SHARD: Structure = Structure {
    name: "Shard",
    members: &[
        SHARD_ID.required(),
        SHARD_ID.named("ParentShardId", "The shard that this one came from."),
        SHARD_ID.named("AdjacentParentShardId", "The other shard, where this one was merged from two."),
        HASH_KEY_RANGE.required(),
        Member::new(
            "SequenceNumberRange",
            Shape::Structure(&Structure {
                name: "SequenceNumberRange",
                members: &[
                    Member::new("StartingSequenceNumber", SEQUENCE_NUMBER, "Where the shard's numbers begin.")
                        .required(),
                    Member::new("EndingSequenceNumber", SEQUENCE_NUMBER, "Where they end, once the shard is closed."),
                ],
            }),
            "The sequence numbers that the shard may give.",
        )
        .required(),
    ],
};
pub const SHARDS: Member = Member::new("Shards", Shape::list(&Shape::Structure(&SHARD)), "The shards.");

const CHILD_SHARD: Structure = Structure {
    name: "ChildShard",
    members: &[
        SHARD_ID.required(),
        Member::new("ParentShards", Shape::list(&NAME), "The shards that this one continues.").required(),
        HASH_KEY_RANGE.required(),
    ],
};
pub const CHILD_SHARDS: Member = Member::new(
    "ChildShards",
    Shape::list(&Shape::Structure(&CHILD_SHARD)),
    "The shards that go on where this one has ended.",
);

/// The model allows 10 MiB; what a stream takes is the stream's setting, which the engine checks.
pub const DATA: Member =
    Member::new("Data", Shape::Blob { length: Bounds::between(0, 10_485_760) }, "The payload, in base64.");
pub const PARTITION_KEY: Member =
    Member::new("PartitionKey", Shape::text(1, 256), "The key whose MD5 decides which shard takes the record.");
pub const EXPLICIT_HASH_KEY: Member =
    Member::new("ExplicitHashKey", HASH_KEY, "A hash key to use instead of the MD5 of the partition key.");
const RECORD: Structure = Structure {
    name: "Record",
    members: &[
        Member::new("SequenceNumber", SEQUENCE_NUMBER, "The number of the record within its shard.").required(),
        Member::new("ApproximateArrivalTimestamp", Shape::Timestamp, "About when the record arrived."),
        DATA.required(),
        PARTITION_KEY,
        ENCRYPTION,
    ],
};
pub const RECORDS: Member = Member::new("Records", Shape::list(&Shape::Structure(&RECORD)), "The records.");
pub const MILLIS_BEHIND_LATEST: Member = Member::new(
    "MillisBehindLatest",
    Shape::Long { range: Bounds::at_least(0) },
    "How far behind the newest record the reader is, in milliseconds.",
);

pub const STREAM_NAMES: Member = Member::new("StreamNames", Shape::list(&NAME), "The names of the streams.");
