//! The settings of a producer that calls the Streams API through an AWS SDK.
//!
//! Where the SDK for Java has a default it is that one; how records are gathered is the application's own affair, and the
//! network's round trip and losses are those of the producer's place.

use crate::engine::api::operation::Operation;
use crate::engine::error::Violation;
use crate::engine::producer::traffic::Backoff;
use crate::engine::settings::SettingId;
use crate::engine::time::Micros;
use serde::{Deserialize, Serialize};

/// The operation with which records are put.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PutOperation {
    /// `PutRecords`: several records a request, of which some can fail.
    #[default]
    PutRecords,
    /// `PutRecord`: each record by itself, several under way at once.
    PutRecord,
    /// `PutRecord` with `SequenceNumberForOrdering`: a record is sent only after the answer to the one before it that has
    /// the same partition key.
    PutRecordInOrder,
}

/// The settings of a producer that calls the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ApiSettings {
    /// Which operation.
    pub operation: PutOperation,
    /// Records of a `PutRecords` request at most.
    pub batch_size: u32,
    /// How long records are gathered for a `PutRecords` request that is not full.
    pub linger_ms: u32,
    /// Requests under way at most.
    pub max_connections: u32,
    /// How long an answer is waited for.
    pub request_timeout_ms: u32,
    /// What the network adds to each request and its answer.
    pub round_trip_ms: u32,
    /// Attempts in all, the first included.
    pub max_attempts: u32,
    /// The longest wait before the second attempt; it doubles from attempt to attempt.
    pub backoff_base_ms: u32,
    /// The longest wait of all.
    pub backoff_cap_ms: u32,
    /// Whether each wait is drawn evenly from zero to its length.
    pub has_jitter: bool,
    /// Of a thousand requests that reach the stream, how many answers get lost.
    pub lost_answers_per_mille: u32,
}

impl Default for ApiSettings {
    fn default() -> Self {
        let value = |id: SettingId| id.row().current as u32;
        Self {
            operation: PutOperation::default(),
            batch_size: value(SettingId::PutBatchSize),
            linger_ms: value(SettingId::Linger),
            max_connections: value(SettingId::SdkMaxConnections),
            request_timeout_ms: value(SettingId::SdkRequestTimeout),
            round_trip_ms: value(SettingId::RoundTrip),
            max_attempts: value(SettingId::MaxAttempts),
            backoff_base_ms: value(SettingId::BackoffBase),
            backoff_cap_ms: value(SettingId::BackoffCap),
            has_jitter: true,
            lost_answers_per_mille: value(SettingId::LostAnswers),
        }
    }
}

impl PutOperation {
    /// The operation of the API.
    pub const fn operation(self) -> Operation {
        match self {
            Self::PutRecords => Operation::PutRecords,
            Self::PutRecord | Self::PutRecordInOrder => Operation::PutRecord,
        }
    }
}

impl ApiSettings {
    /// Each number with the row of its setting.
    pub const fn numbers(&self) -> [(SettingId, u32); 9] {
        [
            (SettingId::PutBatchSize, self.batch_size),
            (SettingId::Linger, self.linger_ms),
            (SettingId::SdkMaxConnections, self.max_connections),
            (SettingId::SdkRequestTimeout, self.request_timeout_ms),
            (SettingId::RoundTrip, self.round_trip_ms),
            (SettingId::MaxAttempts, self.max_attempts),
            (SettingId::BackoffBase, self.backoff_base_ms),
            (SettingId::BackoffCap, self.backoff_cap_ms),
            (SettingId::LostAnswers, self.lost_answers_per_mille),
        ]
    }

    /// Checks every number; `prefix` is what stands before the fields.
    pub fn validate(&self, prefix: &str) -> Result<(), Violation> {
        self.numbers().into_iter().try_for_each(|(id, value)| id.check(prefix, u64::from(value)))
    }

    /// How long records are gathered at most.
    pub const fn linger(&self) -> Micros {
        Micros::millis(self.linger_ms as u64)
    }

    /// How long an answer is waited for.
    pub const fn request_timeout(&self) -> Micros {
        Micros::millis(self.request_timeout_ms as u64)
    }

    /// What the network takes, there and back.
    pub const fn round_trip(&self) -> Micros {
        Micros::millis(self.round_trip_ms as u64)
    }

    /// The waits between attempts.
    pub const fn backoff(&self) -> Backoff {
        Backoff {
            base_ms: self.backoff_base_ms,
            cap_ms: self.backoff_cap_ms,
            attempts_max: self.max_attempts,
            jitter: self.has_jitter,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_bounds_names_its_field() {
        let settings = ApiSettings { lost_answers_per_mille: 1_001, ..ApiSettings::default() };
        assert_eq!(settings.validate("api.").unwrap_err().field, "api.lost_answers_per_mille");
    }
}
