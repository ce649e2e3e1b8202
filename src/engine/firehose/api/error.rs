//! Why Firehose refuses: one value a case. The texts are the AWS surface's.

use crate::engine::api::error::KmsFault;
use crate::engine::error::Violation;
use crate::engine::firehose::DeliveryStreamStatus;
use crate::engine::ids::Bytes;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a request of Firehose is refused. Nothing has changed then, except that a throttled request counts as refused.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("refused: {self:?}")]
#[expect(missing_docs, reason = "the fields say what they are")]
pub enum FirehoseError {
    // ResourceNotFoundException
    NotFound {
        stream: String,
    },
    /// A direct put while it is created or deleted.
    NotActive {
        stream: String,
    },

    // ResourceInUseException
    Exists {
        stream: String,
    },
    /// A change while it is in this state.
    Busy {
        stream: String,
        status: DeliveryStreamStatus,
    },
    /// Encryption is being switched.
    EncryptionBusy {
        stream: String,
    },

    // LimitExceededException
    StreamQuota {
        limit: u64,
        names: Vec<String>,
    },
    TagQuota {
        stream: String,
        limit: u64,
    },
    EncryptionSwitches {
        stream: String,
        limit: u64,
    },
    KeyQuota {
        key: String,
        limit: u64,
    },

    // ConcurrentModificationException
    Version {
        stream: String,
        current: u32,
        given: String,
    },

    // InvalidArgumentException
    Argument(ArgumentFault),
    /// The plan that the settings make is one that the simulator does not take.
    Plan(Violation),

    // InvalidKMSResourceException
    Kms(KmsFault),

    // ServiceUnavailableException: no room for the request.
    Throttled {
        stream: String,
    },

    // ThrottlingException: a control operation was called too often.
    CallRate,

    /// A member or value that AWS takes and the simulator does not.
    NotSimulated {
        what: String,
    },
    /// The simulator has room for no more delivery streams; AWS's quota is larger.
    OwnBound {
        max: usize,
        quota: u64,
    },
    /// A member or value that AWS takes now, and did not at the time of the course notes, whose limits hold.
    Later {
        what: String,
    },
}

/// What is wrong with an argument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields say what they are")]
pub enum ArgumentFault {
    /// No destination, or several.
    DestinationCount,
    /// A member that is needed, such as `BucketARN` where the type of the destination changes.
    Missing {
        member: String,
    },
    /// A value that is none of the enumeration.
    Value {
        member: String,
        value: String,
    },
    DestinationId {
        id: String,
    },
    /// The type of the destination cannot become or cease to be this one.
    DestinationType {
        name: String,
    },
    SourceMissing,
    /// A stream is named that is not read, since records are put directly.
    SourceNotWanted,
    SourceStreamNotFound {
        stream: String,
        account: String,
    },
    FunctionNotFound {
        arn: String,
    },
    /// What stands for a function is not its ARN.
    LambdaArn {
        arn: String,
    },
    /// Neither the ARN of a search domain nor its address.
    DomainMissing,
    /// Both of them.
    DomainTwice,
    IndexName {
        index: String,
    },
    HecEndpoint,
    /// A direct put to a delivery stream that reads a stream.
    PutToStreamSource,
    BatchBytes {
        bytes: Bytes,
        limit: Bytes,
    },
    HintsNeedBoth,
    /// A hint that is not within the bounds of its destination.
    HintBounds {
        member: String,
        least: u32,
        most: u32,
    },
    ConversionSize {
        least: u32,
    },
    ConversionCompression,
    SerializerCount {
        count: usize,
    },
    DeserializerCount {
        count: usize,
    },
    PartitioningSize {
        least: u32,
    },
    PartitioningInterval {
        least: u32,
    },
    PartitioningLater,
    PartitioningPrefix,
    PartitionKeysInPrefix,
    /// The prefix has names of partition keys, without dynamic partitioning.
    PartitionNamespace,
    /// Keys are taken from records, without dynamic partitioning.
    MetadataWithoutPartitioning,
    PartitionKeys {
        limit: u64,
    },
    MetadataQuery {
        query: String,
    },
    JsonParsingEngine,
    ErrorPrefixMissing,
    PrefixInvalid,
    /// A prefix is too long even where every expression has one character.
    PrefixLength {
        is_of_errors: bool,
        limit: u64,
    },
    /// The pattern of a time is wrong.
    PrefixPattern {
        is_of_errors: bool,
    },
    /// The error prefix has expressions, but not its type.
    ErrorTypeMissing,
    PrefixErrorType,
    PrefixNamespace {
        namespace: String,
    },
    PrefixOfRedshift,
    RedshiftCompression,
    BackupOff,
    BackupBucketMissing,
    BucketEncryption,
    BucketKeyRegion {
        key: String,
    },
    ProcessorCount,
    ProcessorTwice {
        kind: String,
    },
    LambdaArnMissing,
    LambdaHintsNeedBoth,
    LambdaHint {
        parameter: String,
        least: String,
        most: String,
    },
    LambdaRetries {
        most: u32,
    },
    KeyArnMissing,
    KeyArnNotWanted,
    KeyRegion,
    EncryptionOfStreamSource,
    /// A tag whose key is AWS's.
    SystemTag {
        key: String,
    },
    /// A tag whose key another one of the same request has.
    TagTwice {
        key: String,
    },
}

impl From<ArgumentFault> for FirehoseError {
    fn from(fault: ArgumentFault) -> Self {
        Self::Argument(fault)
    }
}
