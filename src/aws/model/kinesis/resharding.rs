//! Listing shards, and changing how many there are.

use super::operation;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;
use crate::aws::model::{Member, OperationModel, Shape, Structure};

const SHARD_FILTER: Structure = Structure {
    name: "ShardFilter",
    members: &[
        Member::new(
            "Type",
            Shape::Enum(&[
                "AFTER_SHARD_ID",
                "AT_TRIM_HORIZON",
                "FROM_TRIM_HORIZON",
                "AT_LATEST",
                "AT_TIMESTAMP",
                "FROM_TIMESTAMP",
            ]),
            "Which shards are meant.",
        )
        .required(),
        SHARD_ID.named("ShardId", "The shard after which to begin."),
        TIMESTAMP.named("Timestamp", "The instant that the type speaks of."),
    ],
};

pub const OPERATIONS: &[OperationModel] = &[
    operation(
        "ListShards",
        "Lists the shards of a stream page by page.",
        &[
            STREAM_NAME.checked(4),
            NEXT_TOKEN.checked(2),
            EXCLUSIVE_START_SHARD_ID.checked(0),
            MAX_RESULTS.checked(1),
            STREAM_CREATION_TIMESTAMP.checked(3),
            Member::new("ShardFilter", Shape::Structure(&SHARD_FILTER), "Which shards to list."),
            STREAM_ARN,
            STREAM_ID,
        ],
        &[SHARDS, NEXT_TOKEN],
    ),
    operation(
        "SplitShard",
        "Splits a shard into two, which makes room for more records.",
        &[
            STREAM_NAME.checked(1),
            SHARD_ID.named("ShardToSplit", "The shard to split.").required().checked(2),
            Member::new("NewStartingHashKey", HASH_KEY, "Where the hash keys of the upper one of the two begin.")
                .required()
                .checked(0),
            STREAM_ARN,
            STREAM_ID,
        ],
        &[],
    ),
    operation(
        "MergeShards",
        "Merges two shards that lie side by side into one, which saves the price of one.",
        &[
            STREAM_NAME.checked(2),
            SHARD_ID.named("ShardToMerge", "The shard to merge.").required().checked(0),
            SHARD_ID.named("AdjacentShardToMerge", "The shard next to it.").required().checked(1),
            STREAM_ARN,
            STREAM_ID,
        ],
        &[],
    ),
    operation(
        "UpdateShardCount",
        "Splits and merges shards until a stream has a given number of them.",
        &[
            STREAM_NAME,
            Member::new("TargetShardCount", POSITIVE, "How many shards there shall be.").required(),
            Member::new("ScalingType", Shape::Enum(&["UNIFORM_SCALING"]), "How to get there.").required(),
            STREAM_ARN,
            STREAM_ID,
        ],
        &[
            STREAM_NAME,
            Member::new("CurrentShardCount", POSITIVE, "How many shards there are now."),
            Member::new("TargetShardCount", POSITIVE, "How many shards there shall be."),
            STREAM_ARN,
        ],
    ),
];
