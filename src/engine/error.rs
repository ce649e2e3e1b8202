//! Why the engine refuses: typed causes from which the AWS error, the explanation, the metric and the log are rendered.
//!
//! Nothing here is a sentence for people; `learn` makes those from the same values.

use super::api::error::ApiError;
use super::firehose::api::error::FirehoseError;
use super::firehose::format::prefix::PrefixFault;
use super::ids::{Bytes, ShardId, StreamId};
use super::kms::api::KmsError;
use super::limits::LimitId;
use super::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The name of an AWS exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorCode {
    /// `ProvisionedThroughputExceededException`: a shard's rate was passed.
    ProvisionedThroughputExceeded,
    /// `ValidationException`: an argument breaks a documented constraint.
    Validation,
    /// `InvalidArgumentException`: an argument is invalid in this state.
    InvalidArgument,
    /// `LimitExceededException`: an account's or an operation's quota was passed.
    LimitExceeded,
    /// `ResourceNotFoundException`: no such stream.
    ResourceNotFound,
    /// `ResourceInUseException`: not while the resource is in this state.
    ResourceInUse,
    /// `ExpiredIteratorException`: the iterator is too old.
    ExpiredIterator,
    /// `ExpiredNextTokenException`: the token is too old.
    ExpiredNextToken,
    /// `ServiceUnavailableException`: a delivery stream's rate was passed.
    ServiceUnavailable,
    /// `ThrottlingException`: an operation was called too often.
    Throttling,
}

impl ErrorCode {
    /// What AWS calls the exception.
    pub const fn exception(self) -> &'static str {
        match self {
            Self::ProvisionedThroughputExceeded => "ProvisionedThroughputExceededException",
            Self::Validation => "ValidationException",
            Self::InvalidArgument => "InvalidArgumentException",
            Self::LimitExceeded => "LimitExceededException",
            Self::ResourceNotFound => "ResourceNotFoundException",
            Self::ResourceInUse => "ResourceInUseException",
            Self::ExpiredIterator => "ExpiredIteratorException",
            Self::ExpiredNextToken => "ExpiredNextTokenException",
            Self::ServiceUnavailable => "ServiceUnavailableException",
            Self::Throttling => "ThrottlingException",
        }
    }
}

/// A refusal because a shard's write limit was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Throttle {
    /// The limit that was reached first.
    pub limit: LimitId,
    /// The stream.
    pub stream: StreamId,
    /// The shard.
    pub shard: ShardId,
    /// When.
    pub at: SimTime,
    /// The time over which the limit counts.
    pub window: Micros,
    /// What was asked of the shard within the window up to and with this request, in the limit's unit: at least what it
    /// had not yet recovered from and this request, as the limit counts them, and so always more than `allowed`.
    pub asked: u64,
    /// What the limit allows within the window.
    pub allowed: u64,
    /// What the shard still had room for when the request came.
    pub room: u64,
    /// Records of this request that were refused.
    pub refused_records: u64,
    /// Their bytes.
    pub refused_bytes: Bytes,
}

/// A value that breaks a rule: which field, what it was, and what is allowed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Violation {
    /// The field as a path, such as `producers[0].rate_records_per_s`.
    pub field: String,
    /// What it was, shortened.
    pub value: String,
    /// What is allowed.
    pub rule: Rule,
    /// At which character of a longer text it begins, counted from 1.
    pub character: Option<usize>,
}

/// What a field allows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Rule {
    /// A number within these bounds, both included; the unit's name as in the knob table.
    Between {
        /// The least.
        min: f64,
        /// The greatest.
        max: f64,
        /// What the number counts.
        unit: String,
    },
    /// No more than a quota of AWS.
    WithinLimit {
        /// The quota.
        limit: LimitId,
        /// Its value in the world's profile.
        allowed: u64,
    },
    /// Two numbers of which the first is not greater than the second.
    Ascending,
    /// Something rather than nothing.
    NotEmpty,
    /// Letters, digits, `_`, `.` and `-`.
    NameCharacters,
    /// A decimal number from 0 to 2^128 - 1 without leading zeros.
    HashKey,
    /// A name that no other has.
    Unique,
    /// Settings of the kind of consumer that it is.
    SameKind,
    /// Ranges of open shards that meet without gap or overlap, from 0 to 2^128 - 1.
    Partition,
    /// Twelve digits.
    AccountId,
    /// A Region's code, such as `us-east-1`.
    RegionCode,
    /// One of those that exist.
    Known {
        /// The names there are.
        known: Vec<String>,
    },
    /// A name of an index: small letters, and none of the signs that search domains refuse.
    IndexName,
    /// Something that is possible together with what else is set.
    Beside {
        /// What stands against it.
        beside: Box<str>,
        /// What is possible.
        possible: Box<[String]>,
    },
    /// A prefix of objects as AWS has it.
    Prefix {
        /// What is wrong with it.
        fault: Box<PrefixFault>,
    },
    /// Something of a form that these have.
    Like {
        /// What is allowed, for instance.
        examples: Vec<String>,
    },
    /// No more than the simulator itself has room for, which is no limit of AWS.
    OwnBound {
        /// How many.
        max: usize,
        /// What is counted.
        unit: String,
    },
    /// AWS does not let it be changed so once the delivery stream is there; here, until its first record has come.
    Settled,
    /// Not in the limits profile of the course notes, because it came later.
    Later {
        /// What there is in its place, if something is.
        known: Vec<String>,
    },
}

/// Why a command was not applied. The world is unchanged, except that a throttled request counts as refused.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Rejection {
    /// A request was refused as AWS refuses it.
    #[error(transparent)]
    Refused(#[from] ApiError),
    /// KMS refused a request.
    #[error(transparent)]
    Kms(#[from] KmsError),
    /// Firehose refused a request.
    #[error(transparent)]
    Firehose(#[from] FirehoseError),
    /// An argument breaks a rule of the simulator.
    #[error("invalid: {0:?}")]
    Invalid(Violation),
}

impl Violation {
    /// A violation of `rule` by `value` in `field`.
    #[expect(clippy::needless_pass_by_value, reason = "numbers and texts are given alike")]
    pub fn new(field: impl Into<String>, value: impl ToString, rule: Rule) -> Self {
        const SHOWN: usize = 60;
        let mut value = value.to_string();
        if value.chars().count() > SHOWN {
            value = value.chars().take(SHOWN).chain("…".chars()).collect();
        }
        Self { field: field.into(), value, rule, character: None }
    }

    /// The same violation with `prefix` before its field.
    #[must_use]
    pub fn within(mut self, prefix: &str) -> Self {
        self.field = format!("{prefix}{}", self.field);
        self
    }
}
