//! Enhanced fan-out: registering consumers, and subscribing them to shards.

use super::operation;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;
use crate::aws::model::{Member, OperationModel, Shape, Structure};

const CONSUMER_STATUS: Member =
    Member::new("ConsumerStatus", Shape::Enum(&["CREATING", "DELETING", "ACTIVE"]), "The state of the consumer.");
const CONSUMER_CREATION_TIMESTAMP: Member =
    Member::new("ConsumerCreationTimestamp", Shape::Timestamp, "When the consumer was registered.");

const CONSUMER: Structure = Structure {
    name: "Consumer",
    members: &[
        CONSUMER_NAME.required(),
        CONSUMER_ARN.required(),
        CONSUMER_STATUS.required(),
        CONSUMER_CREATION_TIMESTAMP.required(),
    ],
};

const CONSUMER_DESCRIPTION: Structure = Structure {
    name: "ConsumerDescription",
    members: &[
        CONSUMER_NAME.required(),
        CONSUMER_ARN.required(),
        CONSUMER_STATUS.required(),
        CONSUMER_CREATION_TIMESTAMP.required(),
        STREAM_ARN.required(),
    ],
};

const STARTING_POSITION: Structure = Structure {
    name: "StartingPosition",
    members: &[
        Member::new("Type", ITERATOR_TYPE, "Where reading begins.").required(),
        Member::new("SequenceNumber", SEQUENCE_NUMBER, "The number at or after which to begin."),
        TIMESTAMP,
    ],
};

const SUBSCRIBE_TO_SHARD_EVENT: Structure = Structure {
    name: "SubscribeToShardEvent",
    members: &[
        RECORDS.required(),
        Member::new("ContinuationSequenceNumber", SEQUENCE_NUMBER, "Where to go on when subscribing again.").required(),
        MILLIS_BEHIND_LATEST.required(),
        CHILD_SHARDS,
    ],
};

const EVENT_STREAM: Structure = Structure {
    name: "SubscribeToShardEventStream",
    members: &[Member::new(
        "SubscribeToShardEvent",
        Shape::Structure(&SUBSCRIBE_TO_SHARD_EVENT),
        "Records that were pushed.",
    )
    .required()],
};

pub const OPERATIONS: &[OperationModel] = &[
    operation(
        "RegisterStreamConsumer",
        "Registers an enhanced fan-out consumer, which gets the throughput of every shard for itself.",
        &[STREAM_ARN.required(), CONSUMER_NAME.required(), STREAM_ID, TAGS],
        &[Member::new("Consumer", Shape::Structure(&CONSUMER), "The consumer.").required()],
    ),
    operation(
        "DeregisterStreamConsumer",
        "Removes an enhanced fan-out consumer.",
        &[STREAM_ARN, CONSUMER_NAME, CONSUMER_ARN, STREAM_ID],
        &[],
    ),
    operation(
        "DescribeStreamConsumer",
        "Describes an enhanced fan-out consumer.",
        &[STREAM_ARN, CONSUMER_NAME, CONSUMER_ARN, STREAM_ID],
        &[Member::new("ConsumerDescription", Shape::Structure(&CONSUMER_DESCRIPTION), "The consumer.").required()],
    ),
    operation(
        "ListStreamConsumers",
        "Lists the enhanced fan-out consumers of a stream page by page.",
        &[STREAM_ARN.required(), NEXT_TOKEN, MAX_RESULTS, STREAM_CREATION_TIMESTAMP, STREAM_ID],
        &[Member::new("Consumers", Shape::list(&Shape::Structure(&CONSUMER)), "The consumers."), NEXT_TOKEN],
    ),
    operation(
        "SubscribeToShard",
        "Has a shard's records pushed to a consumer for up to five minutes.",
        &[
            CONSUMER_ARN.required(),
            STREAM_ID,
            SHARD_ID.required(),
            Member::new("StartingPosition", Shape::Structure(&STARTING_POSITION), "Where reading begins.").required(),
            DRY_RUN,
        ],
        &[Member::new("EventStream", Shape::Structure(&EVENT_STREAM), "What is pushed.").required()],
    ),
];
