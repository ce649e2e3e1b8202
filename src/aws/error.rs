//! How AWS says no: a status, an exception's name and a text.

use super::error_texts;
use crate::engine::account::Account;
use crate::engine::api::error::{ApiError, KmsFault};
use crate::engine::error::ErrorCode;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// A refused request, as AWS answers it. Its JSON is the body of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The name of the exception.
    pub code: &'static str,
    /// The text, where AWS gives one.
    pub message: Option<String>,
}

const SERIALIZATION: &str = "SerializationException";
const BAD_REQUEST: u16 = 400;
const INTERNAL: u16 = 500;
const NOT_IMPLEMENTED: u16 = 501;

impl Refusal {
    /// What the engine refused, in AWS's words.
    pub fn of(error: &ApiError, account: &Account) -> Self {
        let (status, code) = exception(error);
        Self { status, code, message: Some(error_texts::text(error, account)) }
    }

    /// The body is no JSON object. AWS gives no text.
    pub const fn unreadable() -> Self {
        Self { status: BAD_REQUEST, code: SERIALIZATION, message: None }
    }

    /// A value has another type than the model's.
    pub const fn serialization(message: String) -> Self {
        Self { status: BAD_REQUEST, code: SERIALIZATION, message: Some(message) }
    }

    /// Constraints of the model are breached.
    pub const fn validation(message: String) -> Self {
        Self { status: BAD_REQUEST, code: "ValidationException", message: Some(message) }
    }

    /// An argument is wrong in a way that the model does not say.
    pub const fn invalid_argument(message: String) -> Self {
        Self { status: BAD_REQUEST, code: name(ErrorCode::InvalidArgument), message: Some(message) }
    }

    /// There is no such operation or service. AWS gives no text.
    pub const fn unknown_operation() -> Self {
        Self { status: BAD_REQUEST, code: "UnknownOperationException", message: None }
    }

    /// AWS has the operation, but Shardscope has not. The exception is not one of AWS's.
    pub const fn not_simulated(message: String) -> Self {
        Self { status: NOT_IMPLEMENTED, code: "NotSimulatedException", message: Some(message) }
    }
}

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_map(None)?;
        body.serialize_entry("__type", self.code)?;
        if let Some(message) = &self.message {
            // AWS's framework, which reads the JSON, spells the name in its own way.
            let name = if self.code == SERIALIZATION { "Message" } else { "message" };
            body.serialize_entry(name, message)?;
        }
        body.end()
    }
}

/// The exception that a refusal is, with its HTTP status.
fn exception(error: &ApiError) -> (u16, &'static str) {
    use ApiError as E;
    let code = match error {
        E::StreamNotFound { .. }
        | E::ShardNotFound { .. }
        | E::ShardToReadNotFound { .. }
        | E::ConsumerNotFound { .. }
        | E::ResourceNotFound { .. }
        | E::PolicyNotFound { .. } => name(ErrorCode::ResourceNotFound),

        E::StreamExists { .. }
        | E::StreamNotActive { .. }
        | E::StreamHasConsumers { .. }
        | E::ConsumerExists { .. }
        | E::ConsumerNotActive { .. }
        | E::SubscribedRecently { .. } => name(ErrorCode::ResourceInUse),

        // A rate of calls knows which exception it is: iterators are refused like reads.
        E::CallRate { limit, .. } => name(limit.row().error),
        E::ShardQuota { .. }
        | E::OnDemandStreamQuota { .. }
        | E::StreamsInCreation { .. }
        | E::ConsumersInCreation { .. }
        | E::ConsumerQuota { .. }
        | E::CallsPerDay { .. }
        | E::ShardCountAboveDouble { .. }
        | E::ShardCountBelowHalf { .. }
        | E::ShardCountAboveLimit { .. } => name(ErrorCode::LimitExceeded),

        // Data alone breaches a constraint on lengths, as it always did; with its key it is an argument.
        E::RecordBytes { data, limit, .. } if data > limit => name(ErrorCode::Validation),
        E::StreamOnDemand { .. }
        | E::StreamProvisioned { .. }
        | E::ShardCountMissing
        | E::ShardCountWithOnDemand
        | E::PartitionKeyMissing { .. }
        | E::NeedsAdvantage { .. }
        | E::NothingToChange { .. } => name(ErrorCode::Validation),

        E::IteratorExpired { .. } => name(ErrorCode::ExpiredIterator),
        E::NextTokenExpired { .. } => name(ErrorCode::ExpiredNextToken),
        E::WriteThrottled { .. } | E::ReadThrottled(_) => name(ErrorCode::ProvisionedThroughputExceeded),
        E::Kms(fault) => kms(fault),
        E::DryRun => "DryRunOperationException",
        E::ZonesUnavailable { .. } => return (INTERNAL, "InternalFailureException"),
        _ => name(ErrorCode::InvalidArgument),
    };
    (BAD_REQUEST, code)
}

/// The name that AWS writes.
pub const fn name(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::ProvisionedThroughputExceeded => "ProvisionedThroughputExceededException",
        ErrorCode::Validation => "ValidationException",
        ErrorCode::InvalidArgument => "InvalidArgumentException",
        ErrorCode::LimitExceeded => "LimitExceededException",
        ErrorCode::ResourceNotFound => "ResourceNotFoundException",
        ErrorCode::ResourceInUse => "ResourceInUseException",
        ErrorCode::ExpiredIterator => "ExpiredIteratorException",
        ErrorCode::ExpiredNextToken => "ExpiredNextTokenException",
        ErrorCode::ServiceUnavailable => "ServiceUnavailableException",
        ErrorCode::Throttling => "ThrottlingException",
    }
}

const fn kms(fault: &KmsFault) -> &'static str {
    match fault {
        KmsFault::AccessDenied { .. } => "KMSAccessDeniedException",
        KmsFault::Disabled { .. } => "KMSDisabledException",
        KmsFault::InvalidState { .. } => "KMSInvalidStateException",
        KmsFault::NotFound { .. } => "KMSNotFoundException",
        KmsFault::OptInRequired => "KMSOptInRequired",
        KmsFault::Throttling => "KMSThrottlingException",
    }
}
