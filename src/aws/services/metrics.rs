//! Requests of `CloudWatch`: checked, carried out, and refused in its words.
//!
//! Texts are those that users of AWS report, except where `assumed` stands. `CloudWatch` words breached constraints in its
//! own way: that of members that are not there and of enumerations is told so, other constraints as the other services
//! tell them (assumed).

use crate::aws::error::Refusal;
use crate::aws::model::{Member, OperationModel, Shape};
use crate::aws::{Backend, check};
use crate::engine::metrics::cloudwatch::api::{ListedMetrics, MetricStatistics, MetricsError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

const BAD_REQUEST: u16 = 400;

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// `GetMetricStatistics`.
    Statistics(MetricStatistics),
    /// `ListMetrics`.
    Listed(ListedMetrics),
}

/// Has a request carried out whose body was read already.
pub fn perform<B: Backend + ?Sized>(
    operation: &'static OperationModel,
    body: Value,
    backend: &B,
) -> Result<Answer, Refusal> {
    if body.is_object() {
        check_members(operation.input, &body)?;
    }
    let fields = Value::Object(check::check(operation, body)?);
    let (metrics, now) = (backend.metrics(), backend.now());
    let answer = match operation.name {
        "ListMetrics" => metrics.list_metrics(&read(fields)?, now).map(Answer::Listed),
        _ => metrics.get_metric_statistics(&read(fields)?, now).map(Answer::Statistics),
    };
    answer.map_err(|error| Refusal::of_metrics(&error))
}

fn read<T: DeserializeOwned>(fields: Value) -> Result<T, Refusal> {
    serde_json::from_value(fields).map_err(|_| Refusal::unreadable())
}

/// Refuses what `CloudWatch` has words of its own for.
fn check_members(members: &[Member], body: &Value) -> Result<(), Refusal> {
    let given = |member: &Member| body.get(member.name).filter(|value| !value.is_null());
    if let Some(missing) = members.iter().find(|member| member.is_required && given(member).is_none()) {
        return Err(Refusal::of_metrics(&MetricsError::Missing { parameter: missing.name.to_owned() }));
    }
    for member in members {
        let (path, values, allowed) = match (given(member), member.shape) {
            (Some(value), Shape::Enum(allowed)) => (member.name.to_owned(), std::slice::from_ref(value), allowed),
            (Some(Value::Array(entries)), Shape::List { member: Shape::Enum(allowed), .. }) => {
                (format!("{}.member.", member.name), entries.as_slice(), *allowed)
            }
            _ => continue,
        };
        let wrong = |value: &Value| value.as_str().is_some_and(|text| !allowed.contains(&text));
        if let Some(place) = values.iter().position(wrong) {
            let number = if path.ends_with('.') { (place + 1).to_string() } else { String::new() };
            let message = format!("The parameter {path}{number} must be a value in the set [{}].", allowed.join(", "));
            return Err(Refusal {
                status: BAD_REQUEST,
                code: "InvalidParameterValueException",
                message: Some(message),
            });
        }
    }
    Ok(())
}

impl Refusal {
    /// Why metrics were not told, in AWS's words.
    pub fn of_metrics(error: &MetricsError) -> Self {
        Self { status: BAD_REQUEST, code: error.exception(), message: Some(text(error)) }
    }
}

fn text(error: &MetricsError) -> String {
    use MetricsError as E;
    match error {
        E::Missing { parameter } => format!("The parameter {parameter} is required."),
        // assumed
        E::Period { .. } => "The parameter Period must be a multiple of 60, or 1, 5, 10, 20 or 30.".to_owned(),
        E::TimesNotInOrder { are_equal: true } => {
            "The parameter StartTime must not equal parameter EndTime.".to_owned()
        }
        E::TimesNotInOrder { .. } => "The parameter StartTime must be less than the parameter EndTime.".to_owned(),
        E::TooManyDatapoints { asked, limit } => format!(
            "You have requested up to {} datapoints, which exceeds the limit of {}. You may reduce the datapoints \
             requested by increasing Period, or decreasing the time range.",
            in_thousands(*asked),
            in_thousands(*limit)
        ),
        // assumed
        E::StatisticsNeitherOrBoth { are_both: true } => {
            "Only one of the parameters Statistics and ExtendedStatistics may be specified.".to_owned()
        }
        // assumed, after emulators
        E::StatisticsNeitherOrBoth { .. } => "Must specify either Statistics or ExtendedStatistics.".to_owned(),
        // assumed
        E::RecentlyActive { .. } => "The parameter RecentlyActive must be a value in the set [PT3H].".to_owned(),
        // assumed
        E::NextToken => "The parameter NextToken is invalid.".to_owned(),
    }
}

/// A number with a comma after each three digits.
fn in_thousands(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut groups: Vec<&str> = if first > 0 { vec![&digits[..first]] } else { Vec::new() };
    groups.extend((first..digits.len()).step_by(3).map(|start| &digits[start..start + 3]));
    groups.join(",")
}
