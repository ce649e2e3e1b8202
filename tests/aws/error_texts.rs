//! The exception and the text of every refusal that AWS's words are known of.

use crate::support::Fake;
use serde_json::{Value, json};
use shardscope::aws::error::Refusal;
use shardscope::aws::{self};
use shardscope::engine::account::Account;
use shardscope::engine::api::choices::{EncryptionType, ShardIteratorType, StreamStatus};
use shardscope::engine::api::error::{ApiError, KmsFault, ReadThrottle};
use shardscope::engine::api::operation::Operation;
use shardscope::engine::api::response::{PutFault, Response};
use shardscope::engine::api::values::Timestamp;
use shardscope::engine::command::Stored;
use shardscope::engine::error::Throttle;
use shardscope::engine::hash::HashKey;
use shardscope::engine::ids::{Bytes, ShardId, StreamId};
use shardscope::engine::kms::key::GrantOperation;
use shardscope::engine::limits::LimitId;
use shardscope::engine::stream::sequence::SequenceNumber;
use shardscope::engine::time::{Micros, SimTime};

fn told(error: &ApiError) -> (u16, &'static str, String) {
    let refusal = Refusal::of(error, &Account::default());
    (refusal.status, refusal.code, refusal.message.unwrap_or_default())
}

/// Asserts that a refusal is an exception of status 400 with a text.
fn assert_told(error: &ApiError, exception: &str, text: &str) {
    assert_eq!(told(error), (400, exception, text.to_owned()));
}

fn s() -> String {
    "s".to_owned()
}

#[test]
fn resources_that_are_not_there() {
    let not_found = "ResourceNotFoundException";
    let shard = || "shardId-000000000007".to_owned();
    assert_told(&ApiError::StreamNotFound { stream: s() }, not_found, "Stream s under account 123456789012 not found.");
    assert_told(
        &ApiError::ShardNotFound { shard: shard(), stream: s() },
        not_found,
        "Could not find shard shardId-000000000007 in stream s under account 123456789012.",
    );
    assert_told(
        &ApiError::ShardToReadNotFound { shard: shard(), stream: s() },
        not_found,
        "Shard shardId-000000000007 in stream s under account 123456789012 does not exist",
    );
}

#[test]
fn resources_in_use() {
    let in_use = "ResourceInUseException";
    assert_told(&ApiError::StreamExists { stream: s() }, in_use, "Stream s under account 123456789012 already exists.");
    assert_told(
        &ApiError::StreamNotActive { stream: s(), status: StreamStatus::Updating },
        in_use,
        "Stream s under account 123456789012 not ACTIVE, instead in state UPDATING",
    );
    assert_told(
        &ApiError::SubscribedRecently { consumer: "c".to_owned(), stream: s(), shard: ShardId(2) },
        in_use,
        "Another active subscription exists for this consumer: 123456789012:s:shardId-000000000002:c",
    );
    let created = SimTime::ZERO + Micros::seconds(5);
    assert_told(
        &ApiError::ConsumerNotActive { consumer: "c".to_owned(), stream: s(), created },
        in_use,
        "Consumer c with creation timestamp 1767225605 under stream: s , account 123456789012 is not in ACTIVE status.",
    );
}

#[test]
fn limits_that_are_exceeded() {
    let exceeded = "LimitExceededException";
    assert_told(
        &ApiError::ShardQuota { current: 3, limit: 4, additional: 2 },
        exceeded,
        "This request would exceed the shard limit for the account 123456789012 in us-east-1. Current shard count for the \
         account: 3. Limit: 4. Number of additional shards that would have resulted from this request: 2. Refer to the AWS \
         Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits \
         and how to request higher limits.",
    );
    let rate = |operation, limit, stream| ApiError::CallRate { operation, limit, allowed: 5, stream };
    assert_told(
        &rate(Operation::DescribeStream, LimitId::RateDescribeStream, Some(s())),
        exceeded,
        "Rate exceeded for stream s under account 123456789012.",
    );
    let iterators = rate(Operation::GetShardIterator, LimitId::RateGetShardIterator, Some(s()));
    assert_eq!(told(&iterators).1, "ProvisionedThroughputExceededException");
    assert_told(
        &ApiError::ShardCountAboveDouble { open: 2, target: 5 },
        exceeded,
        "UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 2 Target \
         shard count: 5",
    );
    assert_told(
        &ApiError::ShardCountBelowHalf { open: 6, target: 2 },
        exceeded,
        "UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: 6 Target \
         shard count: 2",
    );
    assert_told(
        &ApiError::ShardCountAboveLimit { open: 9_000, target: 10_001, limit: 10_000 },
        exceeded,
        "Target shard count or number of open shards cannot be greater than 10000. Current open shard count: 9000, Target \
         shard count: 10001",
    );
}

#[test]
fn arguments_of_resharding() {
    let invalid = "InvalidArgumentException";
    assert_told(
        &ApiError::SplitPoint {
            hash_key: "1".to_owned(),
            shard: ShardId(0),
            stream: s(),
            start: HashKey::MIN,
            end: HashKey(9),
        },
        invalid,
        "NewStartingHashKey 1 used in SplitShard() on shard shardId-000000000000 in stream s under account 123456789012 is \
         not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey 9.",
    );
    assert_told(
        &ApiError::ShardClosed { shard: ShardId(0), stream: s() },
        invalid,
        "Shard shardId-000000000000 in stream s under account 123456789012 has already been merged or split, and thus is \
         not eligible for merging or splitting.",
    );
    assert_told(
        &ApiError::NotAdjacent { shard: ShardId(0), other: ShardId(2), stream: s() },
        invalid,
        "Shards shardId-000000000000 and shardId-000000000002 in stream s under account 123456789012 are not an adjacent \
         pair of shards eligible for merging",
    );
}

#[test]
fn arguments_of_reading() {
    let invalid = "InvalidArgumentException";
    let number = || "5".to_owned();
    assert_told(&ApiError::MalformedIterator, invalid, "Invalid ShardIterator.");
    let either = "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) \
                  TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified";
    assert_told(
        &ApiError::SequenceNumberNotWanted { iterator_type: ShardIteratorType::Latest },
        invalid,
        &format!("{either} LATEST and also a StartingSequenceNumber."),
    );
    assert_told(
        &ApiError::SequenceNumberMissing { iterator_type: ShardIteratorType::AtSequenceNumber },
        invalid,
        &format!("{either} AT_SEQUENCE_NUMBER and no StartingSequenceNumber."),
    );
    assert_told(
        &ApiError::SequenceNumberOfOtherShard { encoded: ShardId(5), shard: ShardId(0) },
        invalid,
        "Invalid StartingSequenceNumber. It encodes shardId-000000000005, while it was used in a call to a shard with \
         shardId-000000000000",
    );
    assert_told(
        &ApiError::SequenceNumberOfOtherShard { encoded: ShardId(1 << 31), shard: ShardId(0) },
        invalid,
        "Invalid StartingSequenceNumber. It encodes shardId--02147483648, while it was used in a call to a shard with \
         shardId-000000000000",
    );
    let used = "StartingSequenceNumber 5 used in GetShardIterator on shard shardId-000000000000 in stream s under account \
                123456789012 is invalid";
    for (is_of_other_stream, end) in [(false, "."), (true, " because it did not come from this stream.")] {
        let error =
            ApiError::SequenceNumberInvalid { number: number(), shard: ShardId(0), stream: s(), is_of_other_stream };
        assert_told(&error, invalid, &format!("{used}{end}"));
    }
    assert_told(
        &ApiError::TimestampMissing,
        invalid,
        "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp \
         parameter.",
    );
    assert_told(
        &ApiError::TimestampInFuture { timestamp: Timestamp { unix_ms: 20 }, now: Timestamp { unix_ms: 10 } },
        invalid,
        "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: 20, \
         currentTimestampInMillis: 10",
    );
    assert_told(&ApiError::ListShardsNeedsOne, invalid, "Either NextToken or StreamName should be provided.");
    assert_told(
        &ApiError::ListShardsNotBoth { member: "StreamName" },
        invalid,
        "NextToken and StreamName cannot be provided together.",
    );
    assert_told(
        &ApiError::IteratorExpired {
            created: SimTime::ZERO,
            now: SimTime::ZERO + Micros::seconds(301),
            tolerated: Micros::seconds(300),
        },
        "ExpiredIteratorException",
        "Iterator expired. The iterator was created at time Thu Jan 01 00:00:00 UTC 2026 while right now it is Thu Jan 01 \
         00:05:01 UTC 2026 which is further in the future than the tolerated delay of 300000 milliseconds.",
    );
}

#[test]
fn arguments_of_writing() {
    let invalid = "InvalidArgumentException";
    assert_told(
        &ApiError::HashKeyTooLarge { hash_key: "340282366920938463463374607431768211456".to_owned() },
        invalid,
        "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was \
         340282366920938463463374607431768211456",
    );
    assert_told(
        &ApiError::OrderingNumber { number: "5".to_owned(), stream: s() },
        invalid,
        "ExclusiveMinimumSequenceNumber 5 used in PutRecord on stream s under account 123456789012 is invalid.",
    );
    let mebibytes = |count: u64| Bytes(count << 20);
    assert_told(
        &ApiError::RequestBytes { bytes: mebibytes(6), limit: mebibytes(5) },
        invalid,
        "Records size exceeds 5 MB limit",
    );
    assert_told(
        &ApiError::RecordBytes { index: Some(2), data: Bytes(1_048_577), key: Bytes(1), limit: mebibytes(1) },
        "ValidationException",
        "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=1048577 cap=1048577]' at \
         'records.3.member.data' failed to satisfy constraint: Member must have length less than or equal to 1048576",
    );
    assert_told(
        &ApiError::PartitionKeyMissing { index: None },
        "ValidationException",
        "1 validation error detected: Value null at 'partitionKey' failed to satisfy constraint: Member must not be null",
    );
}

#[test]
fn retention_and_tags() {
    let invalid = "InvalidArgumentException";
    let cases = [
        (
            ApiError::RetentionTooShort { hours: 23, minimum: 24 },
            "Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.",
        ),
        (
            ApiError::RetentionTooLong { hours: 8_761, maximum: 8_760 },
            "Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.",
        ),
        (
            ApiError::RetentionShorter { hours: 24, stream: s(), existing: 48 },
            "Requested retention period (24 hours) for stream s can not be shorter than existing retention period (48 \
             hours). Use DecreaseRetentionPeriod API.",
        ),
        (
            ApiError::RetentionLonger { hours: 72, stream: s(), existing: 48 },
            "Requested retention period (72 hours) for stream s can not be longer than existing retention period (48 \
             hours). Use IncreaseRetentionPeriod API.",
        ),
        (
            ApiError::TagQuota { stream: s(), limit: 50 },
            "Failed to add tags to stream s under account 123456789012 because a given stream cannot have more than 10 \
             tags associated with it.",
        ),
        (
            ApiError::TagCharacters,
            "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @ \
             :.",
        ),
        (
            ApiError::TagPercent { stream: s(), operation: Operation::RemoveTagsFromStream },
            "Failed to remove tags from stream s under account 123456789012 because some tags contained illegal \
             characters. The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@',':'.",
        ),
    ];
    for (error, text) in cases {
        assert_told(&error, invalid, text);
    }
    assert_told(
        &ApiError::StreamOnDemand { stream: s() },
        "ValidationException",
        "Request is invalid. Stream s under account 123456789012 is in On-Demand mode.",
    );
}

fn throttle() -> Throttle {
    Throttle {
        limit: LimitId::ShardWriteRecords,
        stream: StreamId(0),
        shard: ShardId(1),
        at: SimTime::ZERO,
        window: Micros::SECOND,
        asked: 1_001,
        allowed: 1_000,
        room: 0,
        refused_records: 1,
        refused_bytes: Bytes(10),
    }
}

#[test]
fn throttles() {
    let exceeded = "ProvisionedThroughputExceededException";
    assert_told(
        &ApiError::WriteThrottled { stream: s(), throttle: throttle() },
        exceeded,
        "Rate exceeded for shard shardId-000000000001 in stream s under account 123456789012.",
    );
    let read = ReadThrottle {
        operation: Operation::GetRecords,
        limit: LimitId::RateGetRecords,
        stream: s(),
        shard: ShardId(1),
        at: SimTime::ZERO,
        window: Micros::SECOND,
        allowed: 5,
        again_at: SimTime::ZERO,
    };
    assert_told(
        &ApiError::ReadThrottled(read),
        exceeded,
        "Rate exceeded for Shard - 123456789012/s/shardId-000000000001",
    );
}

#[test]
fn records_of_a_request_succeed_and_fail_each_on_its_own() {
    let number = SequenceNumber { shard_created: SimTime::ZERO, shard: ShardId(0), index: 1, stored: SimTime::ZERO };
    let records = vec![
        Ok(Stored { shard: ShardId(0), sequence_number: number }),
        Err(PutFault::Throttled(throttle())),
        Err(PutFault::Internal),
    ];
    let answer = Ok(Response::PutRecords { stream: s(), records, encryption_type: EncryptionType::None });
    let body = json!({ "StreamName": "s", "Records": [{ "Data": "", "PartitionKey": "k" }] }).to_string();
    let reply = aws::answer("Kinesis_20131202.PutRecords", body.as_bytes(), &mut Fake { answer, ..Fake::default() });
    let told: Value = serde_json::from_str(&reply.body).expect("it is JSON");
    assert_eq!(reply.status, 200);
    assert_eq!(
        told,
        json!({
            "FailedRecordCount": 2,
            "Records": [
                { "SequenceNumber": number.to_string(), "ShardId": "shardId-000000000000" },
                {
                    "ErrorCode": "ProvisionedThroughputExceededException",
                    "ErrorMessage": "Rate exceeded for shard shardId-000000000001 in stream s under account 123456789012.",
                },
                { "ErrorCode": "InternalFailure", "ErrorMessage": "Internal service failure." },
            ],
            "EncryptionType": "NONE",
        })
    );
}

#[test]
fn other_exceptions_have_their_names_and_statuses() {
    let key = || "k".to_owned();
    let denied = KmsFault::AccessDenied { key: key(), principal: "p".to_owned(), operation: GrantOperation::Decrypt };
    let cases = [
        (ApiError::Kms(denied), 400, "KMSAccessDeniedException"),
        (ApiError::Kms(KmsFault::Disabled { key: key() }), 400, "KMSDisabledException"),
        (ApiError::Kms(KmsFault::InvalidState { key: key() }), 400, "KMSInvalidStateException"),
        (ApiError::Kms(KmsFault::NotFound { key: key() }), 400, "KMSNotFoundException"),
        (ApiError::Kms(KmsFault::OptInRequired), 400, "KMSOptInRequired"),
        (ApiError::Kms(KmsFault::Throttling), 400, "KMSThrottlingException"),
        (ApiError::DryRun, 400, "DryRunOperationException"),
        (ApiError::ZonesUnavailable { stream: s() }, 500, "InternalFailureException"),
        (
            ApiError::NextTokenExpired { created: SimTime::ZERO, now: SimTime::ZERO, tolerated: Micros::SECOND },
            400,
            "ExpiredNextTokenException",
        ),
    ];
    for (error, status, exception) in cases {
        let (told_status, told_exception, text) = told(&error);
        assert_eq!((told_status, told_exception), (status, exception));
        assert!(!text.is_empty());
    }
}
