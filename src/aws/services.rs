//! The services beside Kinesis that a stream needs: KMS, whose keys encrypt it, and `CloudWatch`, which measures it.
//!
//! Texts of refusals are those that users of AWS report, except where `assumed` stands.

use super::error::Refusal;
use super::model::OperationModel;
use super::{Backend, Reply, check};
use crate::engine::kms::api::{KmsError, KmsOperation, KmsRequest, KmsResponse};
use crate::engine::kms::key::KeyState;
use crate::engine::metrics::cloudwatch::api::MetricsError;
use serde::de::DeserializeOwned;
use serde_json::Value;

const BAD_REQUEST: u16 = 400;

/// Has a request of key management carried out.
pub(super) fn manage_keys<B: Backend + ?Sized>(
    operation: &'static OperationModel,
    body: Value,
    backend: &mut B,
) -> Result<KmsResponse, Refusal> {
    let fields = Value::Object(check::check(operation, body)?);
    let known = KmsOperation::ALL.iter().find(|known| known.name() == operation.name);
    let request = known.and_then(|known| KmsRequest::read(*known, fields).ok()).ok_or_else(Refusal::unreadable)?;
    backend.manage_keys(request).map_err(|error| Refusal::of_keys(&error))
}

/// Answers a request for metrics.
pub(super) fn read_metrics<B: Backend + ?Sized>(
    operation: &'static OperationModel,
    body: Value,
    backend: &B,
) -> Result<Reply, Refusal> {
    let fields = Value::Object(check::check(operation, body)?);
    let (metrics, now) = (backend.metrics(), backend.now());
    let refuse =
        |error: MetricsError| Refusal { status: BAD_REQUEST, code: error.code(), message: Some(metrics_text(&error)) };
    if operation.name == "ListMetrics" {
        let listed = metrics.list_metrics(&read(fields)?, now).map_err(refuse)?;
        return Ok(Reply::new(200, &listed));
    }
    let found = metrics.get_metric_statistics(&read(fields)?, now).map_err(refuse)?;
    Ok(Reply::new(200, &found))
}

fn read<T: DeserializeOwned>(fields: Value) -> Result<T, Refusal> {
    serde_json::from_value(fields).map_err(|_| Refusal::unreadable())
}

impl Refusal {
    /// What key management refused, in AWS's words.
    pub fn of_keys(error: &KmsError) -> Self {
        let status = if matches!(error, KmsError::OptInRequired) { 403 } else { BAD_REQUEST };
        Self { status, code: error.exception(), message: Some(keys_text(error)) }
    }
}

fn keys_text(error: &KmsError) -> String {
    match error {
        KmsError::KeyNotFound { reference } if reference.contains("alias/") => {
            format!("Alias {reference} is not found.")
        }
        KmsError::KeyNotFound { reference } => format!("Key '{reference}' does not exist"),
        // assumed
        KmsError::GrantNotFound { grant, key } => format!("Grant {grant} of key {key} is not found."),
        KmsError::InvalidState { key, state: KeyState::PendingDeletion { .. } } => {
            format!("{key} is pending deletion.")
        }
        // assumed
        KmsError::InvalidState { key, .. } => format!("{key} is not pending deletion."),
        KmsError::Disabled { key } => format!("{key} is disabled."),
        KmsError::AliasExists { arn } => format!("An alias with the name {arn} already exists"),
        // assumed
        KmsError::InvalidAliasName { alias } => format!("{alias} is not a valid alias name."),
        // assumed
        KmsError::AliasReserved { alias } => format!("{alias}: names that begin with alias/aws/ are reserved for AWS."),
        // assumed
        KmsError::AwsManagedKey { operation, key } => {
            format!("{} is not allowed: {key} is managed by AWS.", operation.name())
        }
        // assumed
        KmsError::InvalidMarker => "The marker is not valid.".to_owned(),
        // assumed
        KmsError::KeyKindNotSimulated => "Streams are encrypted with symmetric encryption keys only.".to_owned(),
        KmsError::AliasPattern { alias } => {
            breach(alias, "aliasName", "satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$")
        }
        KmsError::PendingWindow { days, shortest, longest } => {
            let bounds = format!("have value between {shortest} and {longest}");
            breach(&days.to_string(), "pendingWindowInDays", &bounds)
        }
        KmsError::PageSize { asked, largest } => {
            breach(&asked.to_string(), "limit", &format!("have value between 1 and {largest}"))
        }
        KmsError::GrantIncomplete => breach("", "operations", "not be empty"),
        KmsError::Throttling => {
            "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.".to_owned()
        }
        KmsError::OptInRequired => "The AWS Access Key Id needs a subscription for the service".to_owned(),
    }
}

fn breach(value: &str, place: &str, constraint: &str) -> String {
    format!(
        "1 validation error detected: Value '{value}' at '{place}' failed to satisfy constraint: Member must {constraint}"
    )
}

fn metrics_text(error: &MetricsError) -> String {
    match error {
        MetricsError::Missing { parameter } => format!("The parameter {parameter} is required."),
        // assumed
        MetricsError::Period { .. } => {
            "The parameter Period must be a multiple of 60, or 1, 5, 10, 20 or 30.".to_owned()
        }
        MetricsError::TimesNotInOrder { are_equal: true } => {
            "The parameter StartTime must not equal parameter EndTime.".to_owned()
        }
        MetricsError::TimesNotInOrder { .. } => {
            "The parameter StartTime must be less than the parameter EndTime.".to_owned()
        }
        MetricsError::TooManyDatapoints { asked, limit } => format!(
            "You have requested up to {asked} datapoints, which exceeds the limit of {limit}. You may reduce the \
             datapoints requested by increasing Period, or decreasing the time range."
        ),
        // assumed
        MetricsError::StatisticsNeitherOrBoth { are_both: true } => {
            "The parameters Statistics and ExtendedStatistics must not both be specified.".to_owned()
        }
        MetricsError::StatisticsNeitherOrBoth { .. } => {
            "At least one of the parameters Statistics and ExtendedStatistics must be specified.".to_owned()
        }
        // assumed
        MetricsError::RecentlyActive { .. } => "The parameter RecentlyActive must be PT3H.".to_owned(),
        // assumed
        MetricsError::NextToken => "The parameter NextToken is not valid.".to_owned(),
    }
}
