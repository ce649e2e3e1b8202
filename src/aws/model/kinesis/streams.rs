//! Creating, describing, listing, changing and deleting streams.

use super::operation;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;
use crate::aws::model::{Member, OperationModel, Shape, Structure};

const STREAM_DESCRIPTION: Structure = Structure {
    name: "StreamDescription",
    members: &[
        STREAM_NAME.required(),
        STREAM_ARN.required(),
        STREAM_STATUS.required(),
        STREAM_MODE_DETAILS,
        SHARDS.required(),
        Member::new("HasMoreShards", Shape::Boolean, "Whether there are more shards to list.").required(),
        RETENTION_PERIOD_HOURS.required(),
        STREAM_CREATION_TIMESTAMP.required(),
        ENHANCED_MONITORING.required(),
        ENCRYPTION,
        KEY_ID,
    ],
};

const STREAM_DESCRIPTION_SUMMARY: Structure = Structure {
    name: "StreamDescriptionSummary",
    members: &[
        STREAM_NAME.required(),
        STREAM_ARN.required(),
        STREAM_ID,
        STREAM_STATUS.required(),
        STREAM_MODE_DETAILS,
        RETENTION_PERIOD_HOURS.required(),
        STREAM_CREATION_TIMESTAMP.required(),
        ENHANCED_MONITORING.required(),
        ENCRYPTION,
        KEY_ID,
        Member::new("OpenShardCount", COUNT, "How many shards are open.").required(),
        Member::new("ConsumerCount", COUNT, "How many enhanced fan-out consumers are registered."),
        WARM_THROUGHPUT,
        MAX_RECORD_SIZE_IN_KIB,
        RECORD_DISTRIBUTION_STRATEGY,
    ],
};

const STREAM_SUMMARY: Structure = Structure {
    name: "StreamSummary",
    members: &[
        STREAM_NAME.required(),
        STREAM_ARN.required(),
        STREAM_STATUS.required(),
        STREAM_MODE_DETAILS,
        STREAM_CREATION_TIMESTAMP,
    ],
};

pub const OPERATIONS: &[OperationModel] = &[
    operation(
        "CreateStream",
        "Creates a stream, with a number of shards or with capacity on demand.",
        &[
            STREAM_NAME.required().checked(1),
            Member::new("ShardCount", POSITIVE, "How many shards a provisioned stream begins with.").checked(0),
            STREAM_MODE_DETAILS,
            TAGS,
            WARM_THROUGHPUT_MIBPS,
            MAX_RECORD_SIZE_IN_KIB,
            RECORD_DISTRIBUTION_STRATEGY,
        ],
        &[],
    ),
    operation(
        "DeleteStream",
        "Deletes a stream with its shards and all that is in them.",
        &[
            STREAM_NAME,
            Member::new(
                "EnforceConsumerDeletion",
                Shape::Boolean,
                "Whether the stream goes even if it has registered consumers, and they with it.",
            ),
            STREAM_ARN,
            STREAM_ID,
        ],
        &[],
    ),
    operation(
        "DescribeStream",
        "Describes a stream and lists its shards page by page.",
        &[
            STREAM_NAME.checked(2),
            Member::new("Limit", PAGE, "The most shards that a page may have.").checked(0),
            EXCLUSIVE_START_SHARD_ID.checked(1),
            STREAM_ARN,
            STREAM_ID,
        ],
        &[Member::new("StreamDescription", Shape::Structure(&STREAM_DESCRIPTION), "The stream.").required()],
    ),
    operation(
        "DescribeStreamSummary",
        "Describes a stream without its shards.",
        &[STREAM_NAME, STREAM_ARN, STREAM_ID],
        &[Member::new("StreamDescriptionSummary", Shape::Structure(&STREAM_DESCRIPTION_SUMMARY), "The stream.")
            .required()],
    ),
    operation(
        "ListStreams",
        "Lists the streams of the account in its Region, by name, page by page.",
        &[
            Member::new("Limit", PAGE, "The most streams that a page may have.").checked(0),
            STREAM_NAME.named("ExclusiveStartStreamName", "The list begins after the stream of this name.").checked(1),
            NEXT_TOKEN,
        ],
        &[
            STREAM_NAMES.required(),
            Member::new("HasMoreStreams", Shape::Boolean, "Whether there are more streams to list.").required(),
            NEXT_TOKEN,
            Member::new("StreamSummaries", Shape::list(&Shape::Structure(&STREAM_SUMMARY)), "The streams in short."),
        ],
    ),
    operation(
        "IncreaseStreamRetentionPeriod",
        "Keeps the records of a stream for longer.",
        &[STREAM_NAME.checked(1), RETENTION_PERIOD_HOURS.required().checked(0), STREAM_ARN, STREAM_ID],
        &[],
    ),
    operation(
        "DecreaseStreamRetentionPeriod",
        "Keeps the records of a stream for less time; older ones are gone at once.",
        &[STREAM_NAME.checked(1), RETENTION_PERIOD_HOURS.required().checked(0), STREAM_ARN, STREAM_ID],
        &[],
    ),
    operation(
        "UpdateStreamMode",
        "Switches a stream between provisioned capacity and capacity on demand.",
        &[STREAM_ARN.required(), STREAM_ID, STREAM_MODE_DETAILS.required(), WARM_THROUGHPUT_MIBPS],
        &[],
    ),
    operation(
        "UpdateMaxRecordSize",
        "Changes how large a record of a stream may be.",
        &[STREAM_ARN, STREAM_ID, MAX_RECORD_SIZE_IN_KIB.required()],
        &[],
    ),
    operation(
        "UpdateStreamRecordDistributionStrategy",
        "Changes who decides which shard takes a record.",
        &[STREAM_ARN.required(), STREAM_ID, RECORD_DISTRIBUTION_STRATEGY.required()],
        &[],
    ),
    operation(
        "UpdateStreamWarmThroughput",
        "Prepares an on-demand stream for a peak that is to come.",
        &[STREAM_ARN, STREAM_NAME, STREAM_ID, WARM_THROUGHPUT_MIBPS.required()],
        &[STREAM_ARN, STREAM_NAME, WARM_THROUGHPUT],
    ),
];
