//! Why the API refuses: one value a case, with what the texts, the explanations and the metrics need to know.
//!
//! The texts themselves are the AWS surface's. Which exception each case is follows the API model; where AWS publishes
//! neither case nor text, the case is marked `assumed`.

use super::choices::{ShardIteratorType, StreamStatus};
use super::operation::Operation;
use super::values::Timestamp;
use crate::engine::error::Throttle;
use crate::engine::hash::HashKey;
use crate::engine::ids::{Bytes, ShardId};
use crate::engine::kms::key::GrantOperation;
use crate::engine::limits::LimitId;
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a request is refused. The world is as before, except that a throttled request counts as refused.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("refused: {self:?}")]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields say what they are")]
pub enum ApiError {
    // ResourceNotFoundException
    StreamNotFound {
        stream: String,
    },
    /// The shard that is to be split, merged or listed from.
    ShardNotFound {
        shard: String,
        stream: String,
    },
    /// The shard that is to be read.
    ShardToReadNotFound {
        shard: String,
        stream: String,
    },
    ConsumerNotFound {
        consumer: String,
    },
    ResourceNotFound {
        arn: String,
    },
    PolicyNotFound {
        arn: String,
    },

    // ResourceInUseException
    StreamExists {
        stream: String,
    },
    StreamNotActive {
        stream: String,
        status: StreamStatus,
    },
    StreamHasConsumers {
        stream: String,
    },
    ConsumerExists {
        consumer: String,
        stream: String,
    },
    ConsumerNotActive {
        consumer: String,
        stream: String,
        created: SimTime,
    },
    /// Within 5 seconds of a subscription that was accepted.
    SubscribedRecently {
        consumer: String,
        stream: String,
        shard: ShardId,
    },

    // LimitExceededException
    ShardQuota {
        current: u32,
        limit: u32,
        additional: u32,
    },
    OnDemandStreamQuota {
        current: u32,
        limit: u32,
    },
    StreamsInCreation {
        limit: u32,
    },
    ConsumersInCreation {
        stream: String,
        limit: u32,
    },
    ConsumerQuota {
        stream: String,
        limit: u32,
    },
    /// A control operation was called more often than its rate allows.
    CallRate {
        operation: Operation,
        limit: LimitId,
        allowed: u64,
        stream: Option<String>,
    },
    /// More calls within a rolling day than allowed.
    CallsPerDay {
        operation: Operation,
        limit: LimitId,
        allowed: u64,
        stream: String,
    },
    ShardCountAboveDouble {
        open: u32,
        target: u32,
    },
    ShardCountBelowHalf {
        open: u32,
        target: u32,
    },
    ShardCountAboveLimit {
        open: u32,
        target: u32,
        limit: u32,
    },

    // InvalidArgumentException
    TagQuota {
        stream: String,
        limit: u32,
    },
    SplitPoint {
        hash_key: String,
        shard: ShardId,
        stream: String,
        start: HashKey,
        end: HashKey,
    },
    ShardClosed {
        shard: ShardId,
        stream: String,
    },
    NotAdjacent {
        shard: ShardId,
        other: ShardId,
        stream: String,
    },
    HashKeyTooLarge {
        hash_key: String,
    },
    OrderingNumber {
        number: String,
        stream: String,
    },
    RequestBytes {
        bytes: Bytes,
        limit: Bytes,
    },
    /// A record's data, or data and key together, is larger than the stream takes.
    RecordBytes {
        /// Its place in `PutRecords`, from 0.
        index: Option<usize>,
        data: Bytes,
        key: Bytes,
        limit: Bytes,
    },
    MalformedIterator,
    SequenceNumberNotWanted {
        iterator_type: ShardIteratorType,
    },
    SequenceNumberMissing {
        iterator_type: ShardIteratorType,
    },
    SequenceNumberOfOtherShard {
        encoded: ShardId,
        shard: ShardId,
    },
    SequenceNumberInvalid {
        number: String,
        shard: ShardId,
        stream: String,
        is_of_other_stream: bool,
    },
    TimestampMissing,
    TimestampInFuture {
        timestamp: Timestamp,
        now: Timestamp,
    },
    RetentionTooShort {
        hours: i32,
        minimum: u32,
    },
    RetentionTooLong {
        hours: i32,
        maximum: u32,
    },
    RetentionShorter {
        hours: i32,
        stream: String,
        existing: u32,
    },
    RetentionLonger {
        hours: i32,
        stream: String,
        existing: u32,
    },
    ListShardsNeedsOne,
    /// `NextToken` beside a member that it stands for, such as `StreamName` or `ShardFilter`.
    ListShardsNotBoth {
        member: &'static str,
    },
    NextTokenInvalid,
    /// `ShardFilter` lacks the field that its type needs, or has one that it must not have.
    ShardFilterField {
        message: ShardFilterFault,
    },
    /// No stream was named at all.
    StreamNotNamed,
    /// The names given for one stream do not name the same one.
    StreamNamesDiffer,
    /// The ARNs and the name that a request gives are not those of one consumer.
    ConsumerNamesDiffer,
    /// Neither a consumer's ARN nor its stream's and its name, or both.
    ConsumerNotNamed,
    /// `EncryptionType` NONE where KMS is wanted.
    EncryptionTypeNotKms,
    /// The iterator is of another stream than the one named beside it.
    IteratorOfOtherStream,
    SystemTag {
        key: String,
    },
    /// A tag has characters other than letters, digits, white space and `_ . / = + - % @ :`.
    TagCharacters,
    /// A tag has a `%`, which AWS refuses with words of their own.
    TagPercent {
        stream: String,
        operation: Operation,
    },
    PolicyMalformed,

    // ValidationException
    StreamOnDemand {
        stream: String,
    },
    /// An operation or value that on-demand streams alone have.
    StreamProvisioned {
        stream: String,
        operation: Operation,
    },
    ShardCountMissing,
    ShardCountWithOnDemand,
    /// A partition key is needed unless the stream distributes records by itself.
    PartitionKeyMissing {
        /// Its place in `PutRecords`, from 0.
        index: Option<usize>,
    },
    NeedsAdvantage {
        operation: Operation,
    },
    /// The arguments of this operation must differ from what is already so.
    NothingToChange {
        operation: Operation,
        stream: String,
    },

    // ExpiredIteratorException, ExpiredNextTokenException
    IteratorExpired {
        created: SimTime,
        now: SimTime,
        tolerated: Micros,
    },
    NextTokenExpired {
        created: SimTime,
        now: SimTime,
        tolerated: Micros,
    },

    // ProvisionedThroughputExceededException
    WriteThrottled {
        stream: String,
        throttle: Throttle,
    },
    ReadThrottled(ReadThrottle),

    // KMS
    Kms(KmsFault),

    /// `DryRunOperationException`: the request would have been carried out.
    DryRun,
    /// `InternalFailureException`, status 500: fewer than two zones can store a record.
    ZonesUnavailable {
        stream: String,
    },
}

/// Which field of a `ShardFilter` is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShardFilterFault {
    /// `ShardId` is needed.
    ShardIdMissing,
    /// `Timestamp` is needed.
    TimestampMissing,
    /// `ShardId` is for `AFTER_SHARD_ID` alone.
    ShardIdNotWanted,
    /// `Timestamp` is for the timestamp types alone.
    TimestampNotWanted,
}

/// A read that was refused because the shard's read limits were reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadThrottle {
    /// The operation.
    pub operation: Operation,
    /// The limit that was reached: calls or bytes.
    pub limit: LimitId,
    /// The stream.
    pub stream: String,
    /// The shard.
    pub shard: ShardId,
    /// When.
    pub at: SimTime,
    /// The time over which the limit counts.
    pub window: Micros,
    /// What the limit allows within the window.
    pub allowed: u64,
    /// When the shard can be read again.
    pub again_at: SimTime,
}

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is the exception of its name, with the key and who may not do what with it")]
pub enum KmsFault {
    AccessDenied { key: String, principal: String, operation: GrantOperation },
    Disabled { key: String },
    InvalidState { key: String },
    NotFound { key: String },
    OptInRequired,
    Throttling,
}
