//! Tags, resource policies, encryption, monitoring and the account.

use super::operation;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;
use crate::aws::model::{Bounds, Member, OperationModel, Shape, Structure};

const ENHANCED_MONITORING_OUTPUT: &[Member] = &[
    STREAM_NAME,
    SHARD_LEVEL_METRICS.named("CurrentShardLevelMetrics", "The metrics that were on before."),
    SHARD_LEVEL_METRICS.named("DesiredShardLevelMetrics", "The metrics that are on from now on."),
    STREAM_ARN,
];

const POLICY: Member = Member::new("Policy", Shape::TEXT, "The policy, as JSON.").required();

const COMMITMENT_INPUT: Member = Member::new(
    "MinimumThroughputBillingCommitment",
    Shape::Structure(&Structure {
        name: "MinimumThroughputBillingCommitmentInput",
        members: &[Member::new(
            "Status",
            Shape::Enum(&["ENABLED", "DISABLED"]),
            "Whether On-demand Advantage shall be on.",
        )
        .required()],
    }),
    "The commitment to pay for a least throughput.",
);

const COMMITMENT_OUTPUT: Member = Member::new(
    "MinimumThroughputBillingCommitment",
    Shape::Structure(&Structure {
        name: "MinimumThroughputBillingCommitmentOutput",
        members: &[
            Member::new(
                "Status",
                Shape::Enum(&["ENABLED", "DISABLED", "ENABLED_UNTIL_EARLIEST_ALLOWED_END"]),
                "Whether On-demand Advantage is on.",
            )
            .required(),
            Member::new("StartedAt", Shape::Timestamp, "When the commitment began."),
            Member::new("EndedAt", Shape::Timestamp, "When it ended."),
            Member::new("EarliestAllowedEndAt", Shape::Timestamp, "When it may end at the earliest."),
        ],
    }),
    "The commitment to pay for a least throughput.",
);

pub const OPERATIONS: &[OperationModel] = &[
    operation(
        "AddTagsToStream",
        "Puts tags on a stream, or changes their values.",
        &[STREAM_NAME.checked(1), TAGS.required().checked(0), STREAM_ARN, STREAM_ID],
        &[],
    ),
    operation(
        "RemoveTagsFromStream",
        "Takes tags off a stream.",
        &[STREAM_NAME.checked(1), TAG_KEYS.required().checked(0), STREAM_ARN, STREAM_ID],
        &[],
    ),
    operation(
        "ListTagsForStream",
        "Lists the tags of a stream page by page.",
        &[
            STREAM_NAME.checked(2),
            TAG_KEY.named("ExclusiveStartTagKey", "The list begins after the tag of this key.").checked(1),
            Member::new("Limit", Shape::integer(Bounds::between(1, 50)), "The most tags that a page may have.")
                .checked(0),
            STREAM_ARN,
            STREAM_ID,
        ],
        &[
            TAG_LIST.required(),
            Member::new("HasMoreTags", Shape::Boolean, "Whether there are more tags to list.").required(),
        ],
    ),
    operation(
        "TagResource",
        "Puts tags on a stream or consumer.",
        &[TAGS.required(), RESOURCE_ARN.required(), STREAM_ID],
        &[],
    ),
    operation(
        "UntagResource",
        "Takes tags off a stream or consumer.",
        &[TAG_KEYS.required(), RESOURCE_ARN.required(), STREAM_ID],
        &[],
    ),
    operation(
        "ListTagsForResource",
        "Lists the tags of a stream or consumer.",
        &[RESOURCE_ARN.required(), STREAM_ID],
        &[TAG_LIST],
    ),
    operation(
        "PutResourcePolicy",
        "Lets other accounts use a stream or consumer, as a policy says.",
        &[RESOURCE_ARN.required(), STREAM_ID, POLICY],
        &[],
    ),
    operation(
        "GetResourcePolicy",
        "Shows the policy of a stream or consumer.",
        &[RESOURCE_ARN.required(), STREAM_ID],
        &[POLICY],
    ),
    operation(
        "DeleteResourcePolicy",
        "Removes the policy of a stream or consumer.",
        &[RESOURCE_ARN.required(), STREAM_ID],
        &[],
    ),
    operation(
        "StartStreamEncryption",
        "Encrypts the records that come from now on with a KMS key.",
        &[STREAM_NAME, ENCRYPTION.required(), KEY_ID.required(), STREAM_ARN, STREAM_ID],
        &[],
    ),
    operation(
        "StopStreamEncryption",
        "Stores the records that come from now on as they are.",
        &[STREAM_NAME, ENCRYPTION.required(), KEY_ID.required(), STREAM_ARN, STREAM_ID],
        &[],
    ),
    operation(
        "EnableEnhancedMonitoring",
        "Switches shard-level metrics on.",
        &[STREAM_NAME, SHARD_LEVEL_METRICS.required(), STREAM_ARN, STREAM_ID],
        ENHANCED_MONITORING_OUTPUT,
    ),
    operation(
        "DisableEnhancedMonitoring",
        "Switches shard-level metrics off.",
        &[STREAM_NAME, SHARD_LEVEL_METRICS.required(), STREAM_ARN, STREAM_ID],
        ENHANCED_MONITORING_OUTPUT,
    ),
    operation(
        "DescribeLimits",
        "Tells how many shards and on-demand streams the account has and may have.",
        &[],
        &[
            Member::new("ShardLimit", COUNT, "How many shards there may be.").required(),
            Member::new("OpenShardCount", COUNT, "How many shards are open.").required(),
            Member::new("OnDemandStreamCount", COUNT, "How many on-demand streams there are.").required(),
            Member::new("OnDemandStreamCountLimit", COUNT, "How many on-demand streams there may be.").required(),
        ],
    ),
    operation("DescribeAccountSettings", "Tells whether On-demand Advantage is on.", &[], &[COMMITMENT_OUTPUT]),
    operation(
        "UpdateAccountSettings",
        "Switches On-demand Advantage on or off for the account in its Region.",
        &[COMMITMENT_INPUT.required()],
        &[COMMITMENT_OUTPUT],
    ),
];
