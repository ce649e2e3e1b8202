//! Putting and getting records.

use super::operation;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;
use crate::aws::model::{Bounds, Member, OperationModel, Shape, Structure};

/// One record of `PutRecords`.
const PUT_RECORDS_REQUEST_ENTRY: Structure = Structure {
    name: "PutRecordsRequestEntry",
    members: &[DATA.required().checked(2), EXPLICIT_HASH_KEY.checked(1), PARTITION_KEY.checked(0)],
};

const PUT_RECORDS_RESULT_ENTRY: Structure = Structure {
    name: "PutRecordsResultEntry",
    members: &[
        Member::new("SequenceNumber", SEQUENCE_NUMBER, "The number that the record got."),
        SHARD_ID,
        Member::new("ErrorCode", Shape::TEXT, "Why the record was not stored, as an exception's name."),
        Member::new("ErrorMessage", Shape::TEXT, "Why the record was not stored, in words."),
    ],
};

const SHARD_ITERATOR: Member =
    Member::new("ShardIterator", Shape::text(1, 512), "Where to read; good for five minutes.");

pub const OPERATIONS: &[OperationModel] = &[
    operation(
        "PutRecord",
        "Puts one record into a stream.",
        &[
            STREAM_NAME.checked(4),
            DATA.required().checked(3),
            PARTITION_KEY.checked(1),
            EXPLICIT_HASH_KEY.checked(2),
            Member::new(
                "SequenceNumberForOrdering",
                SEQUENCE_NUMBER,
                "The number of an earlier record; this one's will be greater.",
            )
            .checked(0),
            STREAM_ARN,
            STREAM_ID,
            DRY_RUN,
        ],
        &[
            SHARD_ID.required(),
            Member::new("SequenceNumber", SEQUENCE_NUMBER, "The number that the record got.").required(),
            ENCRYPTION,
        ],
    ),
    operation(
        "PutRecords",
        "Puts up to 500 records into a stream; each may succeed or fail on its own.",
        &[
            Member::new(
                "Records",
                Shape::List { member: &Shape::Structure(&PUT_RECORDS_REQUEST_ENTRY), length: Bounds::between(1, 500) },
                "The records.",
            )
            .required()
            .checked(0),
            STREAM_NAME.checked(1),
            STREAM_ARN,
            STREAM_ID,
            DRY_RUN,
        ],
        &[
            Member::new("FailedRecordCount", POSITIVE, "How many records were not stored."),
            Member::new(
                "Records",
                Shape::list(&Shape::Structure(&PUT_RECORDS_RESULT_ENTRY)),
                "What became of each record, in the order of the request.",
            )
            .required(),
            ENCRYPTION,
        ],
    ),
    operation(
        "GetShardIterator",
        "Gives an iterator with which a shard is read from a given place on.",
        &[
            STREAM_NAME.checked(3),
            SHARD_ID.required().checked(0),
            Member::new("ShardIteratorType", ITERATOR_TYPE, "Where reading begins.").required().checked(1),
            Member::new("StartingSequenceNumber", SEQUENCE_NUMBER, "The number at or after which to begin.").checked(2),
            TIMESTAMP.checked(4),
            STREAM_ARN,
            STREAM_ID,
            DRY_RUN,
        ],
        &[SHARD_ITERATOR],
    ),
    operation(
        "GetRecords",
        "Reads the next records of a shard.",
        &[
            SHARD_ITERATOR.required().checked(1),
            Member::new("Limit", PAGE, "The most records to read.").checked(0),
            STREAM_ARN,
            STREAM_ID,
            DRY_RUN,
        ],
        &[
            RECORDS.required(),
            SHARD_ITERATOR.named("NextShardIterator", "Where to read on; not there at the end of a closed shard."),
            MILLIS_BEHIND_LATEST,
            CHILD_SHARDS,
        ],
    ),
];
