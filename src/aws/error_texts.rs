//! The texts of AWS's refusals, one for each cause.
//!
//! They are quoted exactly: from what the kinesalite emulator recorded against AWS, from what the moto emulator has, and
//! from what users of AWS report (`reported`). Where no text is known, a plain one stands in its place (`assumed`). Odd
//! spaces and wrong numbers are AWS's.

use super::date;
use super::services::keys;
use crate::engine::account::Account;
use crate::engine::api::error::{ApiError, KmsFault, ShardFilterFault};
use crate::engine::api::operation::Operation;
use crate::engine::ids::{Bytes, ShardId};
use crate::engine::time::{Micros, SimTime};

/// The text of a shard that is written to beyond its limits, as `PutRecord` and the entries of `PutRecords` have it.
pub fn write_throttled(shard: ShardId, stream: &str, account: &Account) -> String {
    format!("Rate exceeded for shard {shard} in stream {stream} under account {}.", account.id)
}

/// The text of a record that could not be stored for no fault of its own.
pub const INTERNAL_FAILURE: &str = "Internal service failure.";

/// Where a record's member stands, as messages about constraints tell it.
fn member_of_record(index: Option<usize>, member: &str) -> String {
    index.map_or_else(|| member.to_owned(), |index| format!("records.{}.member.{member}", index + 1))
}

/// One constraint that is breached, in the words of the checks before the engine.
fn breach(value: &str, place: &str, constraint: &str) -> String {
    format!(
        "1 validation error detected: Value {value} at '{place}' failed to satisfy constraint: Member must {constraint}"
    )
}

/// The text of a refusal.
#[expect(clippy::too_many_lines, reason = "it is a table: a text for each cause")]
pub fn text(error: &ApiError, account: &Account) -> String {
    use ApiError as E;
    let (id, region) = (&account.id, &account.region);
    match error {
        E::StreamNotFound { stream } => format!("Stream {stream} under account {id} not found."),
        E::ShardNotFound { shard, stream } => {
            format!("Could not find shard {shard} in stream {stream} under account {id}.")
        }
        E::ShardToReadNotFound { shard, stream } => {
            format!("Shard {shard} in stream {stream} under account {id} does not exist")
        }
        // moto
        E::ConsumerNotFound { consumer } => format!("Consumer {consumer}, account {id} not found."),
        // assumed
        E::ResourceNotFound { arn } => format!("Resource {arn} under account {id} not found."),
        // moto
        E::PolicyNotFound { arn } => format!("No resource policy found for resource ARN {arn}."),

        E::StreamExists { stream } => format!("Stream {stream} under account {id} already exists."),
        E::StreamNotActive { stream, status } => {
            format!("Stream {stream} under account {id} not ACTIVE, instead in state {status}")
        }
        // reported
        E::StreamHasConsumers { stream } => format!(
            "DeleteStream can't delete {id}:{stream} because there are consumers associated with this data stream. To \
             delete {stream} anyway, set the EnforceConsumerDeletion parameter to true to force the deletion of all the \
             consumers that are associated with it."
        ),
        // assumed
        E::ConsumerExists { consumer, stream } => {
            format!("Consumer {consumer} under stream {stream} and account {id} already exists.")
        }
        // reported
        E::ConsumerNotActive { consumer, stream, created } => format!(
            "Consumer {consumer} with creation timestamp {} under stream: {stream} , account {id} is not in ACTIVE \
             status.",
            created.unix_seconds()
        ),
        // reported
        E::SubscribedRecently { consumer, stream, shard } => {
            format!("Another active subscription exists for this consumer: {id}:{stream}:{shard}:{consumer}")
        }

        E::ShardQuota { current, limit, additional } => format!(
            "This request would exceed the shard limit for the account {id} in {region}. Current shard count for the \
             account: {current}. Limit: {limit}. Number of additional shards that would have resulted from this request: \
             {additional}. Refer to the AWS Service Limits page \
             (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request \
             higher limits."
        ),
        // reported
        E::OnDemandStreamQuota { current, limit } => format!(
            "This request would exceed the limit on the number of On-Demand streams for the account {id} in {region}. \
             Current On-Demand streams count: {current}. Limit: {limit}."
        ),
        // reported
        E::StreamsInCreation { limit } => format!(
            "This request would have exceed the limit on the number  of streams that can simultaneously be in CREATING \
             or DELETING for the account {id}. Limit: {limit}."
        ),
        // assumed
        E::ConsumersInCreation { stream, limit } => format!(
            "This request would exceed the limit on the number of consumers that can simultaneously be in CREATING for \
             stream {stream} under account {id}. Limit: {limit}."
        ),
        // assumed
        E::ConsumerQuota { stream, limit } => format!(
            "This request would exceed the limit on the number of consumers for stream {stream} under account {id}. \
             Limit: {limit}."
        ),
        // reported
        E::CallRate { stream: Some(stream), .. } => format!("Rate exceeded for stream {stream} under account {id}."),
        // assumed
        E::CallRate { stream: None, .. } => format!("Rate exceeded for account {id}."),
        // assumed
        E::CallsPerDay { operation, allowed, stream, .. } => format!(
            "{} can be called no more than {allowed} times in a rolling 24-hour period for stream {stream} under account \
             {id}.",
            operation.name()
        ),
        // reported
        E::ShardCountAboveDouble { open, target } => format!(
            "UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: \
             {open} Target shard count: {target}"
        ),
        // reported
        E::ShardCountBelowHalf { open, target } => format!(
            "UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: \
             {open} Target shard count: {target}"
        ),
        // moto
        E::ShardCountAboveLimit { open, target, limit } => format!(
            "Target shard count or number of open shards cannot be greater than {limit}. Current open shard count: \
             {open}, Target shard count: {target}"
        ),

        // The limit was 50 already when this was recorded.
        E::TagQuota { stream, .. } => format!(
            "Failed to add tags to stream {stream} under account {id} because a given stream cannot have more than 10 \
             tags associated with it."
        ),
        E::SplitPoint { hash_key, shard, stream, start, end } => format!(
            "NewStartingHashKey {hash_key} used in SplitShard() on shard {shard} in stream {stream} under account {id} is \
             not both greater than one plus the shard's StartingHashKey {start} and less than the shard's EndingHashKey \
             {end}."
        ),
        // moto
        E::ShardClosed { shard, stream } => format!(
            "Shard {shard} in stream {stream} under account {id} has already been merged or split, and thus is not \
             eligible for merging or splitting."
        ),
        E::NotAdjacent { shard, other, stream } => format!(
            "Shards {shard} and {other} in stream {stream} under account {id} are not an adjacent pair of shards eligible \
             for merging"
        ),
        E::HashKeyTooLarge { hash_key } => format!(
            "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {hash_key}"
        ),
        E::OrderingNumber { number, stream } => format!(
            "ExclusiveMinimumSequenceNumber {number} used in PutRecord on stream {stream} under account {id} is invalid."
        ),
        // moto
        E::RequestBytes { limit, .. } => format!("Records size exceeds {} MB limit", mebibytes(*limit)),
        E::RecordBytes { index, data, limit, .. } if data > limit => breach(
            &format!("'java.nio.HeapByteBuffer[pos=0 lim={} cap={0}]'", data.0),
            &member_of_record(*index, "data"),
            &format!("have length less than or equal to {}", limit.0),
        ),
        // assumed
        E::RecordBytes { data, key, limit, .. } => format!(
            "The record's data and partition key have {} bytes together, which exceeds the maximum record size of {} \
             bytes.",
            data.0 + key.0,
            limit.0
        ),
        E::MalformedIterator => "Invalid ShardIterator.".to_owned(),
        E::SequenceNumberNotWanted { iterator_type } => iterator_needs(iterator_type.name(), "also a"),
        E::SequenceNumberMissing { iterator_type } => iterator_needs(iterator_type.name(), "no"),
        E::SequenceNumberOfOtherShard { encoded, shard } => format!(
            "Invalid StartingSequenceNumber. It encodes {}, while it was used in a call to a shard with {shard}",
            encoded_shard(*encoded)
        ),
        E::SequenceNumberInvalid { number, shard, stream, is_of_other_stream } => format!(
            "StartingSequenceNumber {number} used in GetShardIterator on shard {shard} in stream {stream} under account \
             {id} is invalid{}.",
            if *is_of_other_stream { " because it did not come from this stream" } else { "" }
        ),
        E::TimestampMissing => "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current \
                                request has no timestamp parameter."
            .to_owned(),
        E::TimestampInFuture { timestamp, now } => format!(
            "The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: {}, \
             currentTimestampInMillis: {}",
            timestamp.unix_ms, now.unix_ms
        ),
        E::RetentionTooShort { hours, minimum } => format!(
            "Minimum allowed retention period is {minimum} hours. Requested retention period ({hours} hours) is too \
             short."
        ),
        // moto
        E::RetentionTooLong { hours, maximum } => format!(
            "Maximum allowed retention period is {maximum} hours. Requested retention period ({hours} hours) is too long."
        ),
        E::RetentionShorter { hours, stream, existing } => format!(
            "Requested retention period ({hours} hours) for stream {stream} can not be shorter than existing retention \
             period ({existing} hours). Use DecreaseRetentionPeriod API."
        ),
        E::RetentionLonger { hours, stream, existing } => format!(
            "Requested retention period ({hours} hours) for stream {stream} can not be longer than existing retention \
             period ({existing} hours). Use IncreaseRetentionPeriod API."
        ),
        E::ListShardsNeedsOne => "Either NextToken or StreamName should be provided.".to_owned(),
        E::ListShardsNotBoth { member } => format!("NextToken and {member} cannot be provided together."),
        // assumed
        E::NextTokenInvalid => "Invalid NextToken.".to_owned(),
        // assumed
        E::ShardFilterField { message } => shard_filter(*message).to_owned(),
        // assumed, after the one of ListShards
        E::StreamNotNamed => "Either StreamName or StreamARN should be provided.".to_owned(),
        // assumed
        // assumed
        E::ConsumerNamesDiffer => "ConsumerARN, StreamARN and ConsumerName must name the same consumer.".to_owned(),
        E::StreamNamesDiffer => "StreamName, StreamARN and StreamId must name the same stream.".to_owned(),
        // assumed
        E::ConsumerNotNamed => "Either ConsumerARN or both StreamARN and ConsumerName should be provided.".to_owned(),
        // assumed
        E::EncryptionTypeNotKms => "EncryptionType must be KMS.".to_owned(),
        // assumed
        E::IteratorOfOtherStream => {
            "Invalid ShardIterator. It was issued for another stream than the one that the request names.".to_owned()
        }
        // assumed
        E::SystemTag { key } => format!("Tag key {key} is invalid. Tag keys that begin with aws: are reserved."),
        E::TagCharacters => "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white \
                             space, _ . / = + - % @ :."
            .to_owned(),
        E::TagPercent { stream, operation } => format!(
            "Failed to {} stream {stream} under account {id} because some tags contained illegal characters. The allowed \
             characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@',':'.",
            if takes_tags_off(*operation) { "remove tags from" } else { "add tags to" }
        ),
        // assumed
        E::PolicyMalformed => "The policy is malformed.".to_owned(),

        // moto
        E::StreamOnDemand { stream } => {
            format!("Request is invalid. Stream {stream} under account {id} is in On-Demand mode.")
        }
        // assumed, after the one before
        E::StreamProvisioned { stream, .. } => {
            format!("Request is invalid. Stream {stream} under account {id} is in Provisioned mode.")
        }
        // Recorded when the member was still a required one.
        E::ShardCountMissing => breach("null", "shardCount", "not be null"),
        // assumed
        E::ShardCountWithOnDemand => {
            "ShardCount cannot be provided for a stream whose StreamMode is ON_DEMAND.".to_owned()
        }
        // Recorded when the member was still a required one.
        E::PartitionKeyMissing { index } => breach("null", &member_of_record(*index, "partitionKey"), "not be null"),
        // assumed
        E::NeedsAdvantage { operation } => format!(
            "{} with warm throughput needs On-demand Advantage, which is not enabled for account {id} in {region}.",
            operation.name()
        ),
        // assumed
        E::NothingToChange { operation, stream } => {
            format!("{} would change nothing for stream {stream} under account {id}.", operation.name())
        }

        E::IteratorExpired { created, now, tolerated } => {
            format!("Iterator expired. The iterator {}", expired(*created, *now, *tolerated))
        }
        // assumed, after the one before
        E::NextTokenExpired { created, now, tolerated } => {
            format!("NextToken expired. The token {}", expired(*created, *now, *tolerated))
        }

        E::WriteThrottled { stream, throttle } => write_throttled(throttle.shard, stream, account),
        // reported since about 2023; before, reads had the text of writes
        E::ReadThrottled(throttle) => {
            format!("Rate exceeded for Shard - {id}/{}/{}", throttle.stream, throttle.shard)
        }
        E::Kms(fault) => kms(fault, account),
        // assumed
        E::DryRun => "Request would have succeeded, but DryRun flag is set.".to_owned(),
        E::ZonesUnavailable { .. } => INTERNAL_FAILURE.to_owned(),
    }
}

/// A shard as Java prints the number that a sequence number has for it: what is beyond its range is negative.
fn encoded_shard(shard: ShardId) -> String {
    match shard.0.cast_signed() {
        number @ ..0 => format!("shardId-{number:012}"),
        _ => shard.to_string(),
    }
}

fn iterator_needs(iterator_type: &str, has: &str) -> String {
    format!(
        "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) \
         TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified {iterator_type} and {has} \
         StartingSequenceNumber."
    )
}

fn expired(created: SimTime, now: SimTime, tolerated: Micros) -> String {
    format!(
        "was created at time {} while right now it is {} which is further in the future than the tolerated delay of {} \
         milliseconds.",
        date::written(created),
        date::written(now),
        tolerated.0 / 1_000
    )
}

const fn takes_tags_off(operation: Operation) -> bool {
    matches!(operation, Operation::RemoveTagsFromStream | Operation::UntagResource)
}

const fn shard_filter(fault: ShardFilterFault) -> &'static str {
    match fault {
        ShardFilterFault::ShardIdMissing => "ShardId should be provided for a ShardFilter of type AFTER_SHARD_ID.",
        ShardFilterFault::TimestampMissing => {
            "Timestamp should be provided for a ShardFilter of type AT_TIMESTAMP or FROM_TIMESTAMP."
        }
        ShardFilterFault::ShardIdNotWanted => "ShardId can be provided for a ShardFilter of type AFTER_SHARD_ID only.",
        ShardFilterFault::TimestampNotWanted => {
            "Timestamp can be provided for a ShardFilter of type AT_TIMESTAMP or FROM_TIMESTAMP only."
        }
    }
}

/// What a key keeps a stream from. AWS passes on the words of KMS (assumed, but for the one that is marked).
pub fn kms(fault: &KmsFault, account: &Account) -> String {
    match fault {
        // reported, of puts
        KmsFault::AccessDenied { key, principal, operation } => {
            format!("User: {principal} is not authorized to perform: kms:{} on resource: {key}", operation.name())
        }
        KmsFault::Disabled { key } => format!("{key} is disabled."),
        KmsFault::InvalidState { key } => format!("{key} is pending deletion."),
        KmsFault::NotFound { key } => keys::not_found(key, account),
        KmsFault::OptInRequired => keys::OPT_IN_REQUIRED.to_owned(),
        KmsFault::Throttling => keys::THROTTLING.to_owned(),
    }
}

const fn mebibytes(bytes: Bytes) -> u64 {
    bytes.0 >> 20
}
