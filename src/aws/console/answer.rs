//! Reads what a service answers: the members of the model in its order, instants as ISO 8601; or an error's code and text.

use super::timestamp;
use super::tree::Tree;
use crate::aws::model::{Member, Service, Shape};
use serde_json::Value;

/// A refusal by a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceError {
    /// The exception's name.
    pub code: String,
    /// What AWS says of it.
    pub message: String,
    /// The HTTP status.
    pub status: u16,
}

/// Codes at which the AWS CLI tries again by itself, after a while.
const THROTTLED: [&str; 14] = [
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "RequestThrottled",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
];
const TRANSIENT_STATUS: [u16; 4] = [500, 502, 503, 504];

/// The codes of `CloudWatch`'s exceptions in its older protocol, which the AWS CLI goes on to show.
const QUERY_CODES: [(&str, &str); 4] = [
    ("InvalidParameterCombinationException", "InvalidParameterCombination"),
    ("InvalidParameterValueException", "InvalidParameterValue"),
    ("MissingRequiredParameterException", "MissingParameter"),
    ("ValidationException", "ValidationError"),
];

impl ServiceError {
    /// Reads the body of a refusal: `__type`, perhaps with a prefix up to `#`, and a message.
    pub fn read(service: Service, status: u16, body: &Value) -> Self {
        let text = |name: &str| body.get(name).and_then(Value::as_str);
        let code = text("__type").map_or("Unknown", |kind| kind.rsplit('#').next().unwrap_or(kind));
        let shown = QUERY_CODES.iter().find(|(name, _)| service == Service::CloudWatch && *name == code);
        let code = shown.map_or(code, |(_, shown)| shown);
        let message = text("message").or_else(|| text("Message")).unwrap_or_default();
        Self { code: code.to_owned(), message: message.to_owned(), status }
    }

    /// Whether the AWS CLI tries again by itself (its standard retry mode).
    pub fn is_retried(&self) -> bool {
        THROTTLED.contains(&self.code.as_str()) || TRANSIENT_STATUS.contains(&self.status)
    }

    /// What is printed.
    pub fn output(&self, operation: &str, retries: Option<u32>) -> String {
        let retries = retries.map_or(String::new(), |count| format!(" (reached max retries: {count})"));
        let (code, message) = (&self.code, &self.message);
        format!("\nAn error occurred ({code}) when calling the {operation} operation{retries}: {message}\n")
    }
}

/// The answer as the command line shows it. Members that the model does not know are dropped, as there, unless it knows
/// none at all.
pub fn read(members: &[Member], body: &Value) -> Tree {
    match body {
        Value::Object(_) if !members.is_empty() => structure(members, body),
        Value::Object(_) => Tree::from(body),
        _ => Tree::EMPTY,
    }
}

fn structure(members: &[Member], body: &Value) -> Tree {
    let present = members.iter().filter_map(|member| match body.get(member.name) {
        None | Some(Value::Null) => None,
        Some(value) => Some((member.name.to_owned(), shaped(&member.shape, value))),
    });
    Tree::Map(present.collect())
}

fn shaped(shape: &Shape, value: &Value) -> Tree {
    match (shape, value) {
        (Shape::Timestamp, Value::Number(seconds)) => {
            Tree::Text(timestamp::iso(libm::round(seconds.as_f64().unwrap_or_default() * 1e3) as i64))
        }
        (Shape::Structure(structure_shape), Value::Object(_)) => structure(structure_shape.members, value),
        (Shape::List { member, .. }, Value::Array(list)) => {
            Tree::List(list.iter().map(|v| shaped(member, v)).collect())
        }
        (Shape::Map { value: entry, .. }, Value::Object(entries)) => {
            Tree::Map(entries.iter().map(|(key, value)| (key.clone(), shaped(entry, value))).collect())
        }
        _ => Tree::from(value),
    }
}
