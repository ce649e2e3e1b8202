//! The CloudWatch API of 2010-08-01 as types, as far as it is simulated: `GetMetricStatistics` and `ListMetrics`. Fields
//! have AWS's names in JSON.
//!
//! Leaves out: linked accounts and percentiles (a request for percentiles is understood and has no data points).

use super::names::Statistic;
use crate::engine::api::values::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A name and a value that a metric is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
pub struct MetricDimension {
    pub name: String,
    pub value: String,
}

/// Which dimensions a listed metric must have; without a value, any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
pub struct DimensionFilter {
    pub name: String,
    #[serde(default)]
    pub value: Option<String>,
}

/// `GetMetricStatistics`. Members that the model requires may be missing here: that is answered as CloudWatch does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
pub struct GetMetricStatistics {
    pub namespace: Option<String>,
    pub metric_name: Option<String>,
    pub dimensions: Vec<MetricDimension>,
    pub start_time: Option<Timestamp>,
    pub end_time: Option<Timestamp>,
    pub period: Option<u32>,
    pub statistics: Vec<Statistic>,
    pub extended_statistics: Vec<String>,
    pub unit: Option<String>,
}

/// `ListMetrics`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
pub struct ListMetrics {
    pub namespace: Option<String>,
    pub metric_name: Option<String>,
    pub dimensions: Vec<DimensionFilter>,
    pub next_token: Option<String>,
    /// `PT3H` or nothing.
    pub recently_active: Option<String>,
}

/// One period's statistics, those that were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
pub struct Datapoint {
    pub timestamp: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample_count: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub average: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sum: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<f64>,
    pub unit: &'static str,
}

/// What `GetMetricStatistics` answers. The data points are in the order of time, which CloudWatch does not promise.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
pub struct MetricStatistics {
    pub label: String,
    pub datapoints: Vec<Datapoint>,
}

/// A metric that exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
pub struct ListedMetric {
    pub namespace: &'static str,
    pub metric_name: &'static str,
    pub dimensions: Vec<MetricDimension>,
}

/// What `ListMetrics` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
pub struct ListedMetrics {
    pub metrics: Vec<ListedMetric>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Why CloudWatch refuses.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("refused: {self:?}")]
#[expect(missing_docs, reason = "the fields say what they are")]
pub enum MetricsError {
    /// `MissingRequiredParameterException`.
    Missing { parameter: String },
    /// `InvalidParameterValueException`: neither a multiple of 60 nor one of the periods of high resolution.
    Period { seconds: u32 },
    /// `InvalidParameterValueException` (observed): the end is not after the start.
    TimesNotInOrder { are_equal: bool },
    /// `InvalidParameterCombinationException` (observed): more data points than one answer has.
    TooManyDatapoints { asked: u64, limit: u64 },
    /// `InvalidParameterCombinationException`: neither or both of `Statistics` and `ExtendedStatistics`.
    StatisticsNeitherOrBoth { are_both: bool },
    /// `InvalidParameterValueException`: `RecentlyActive` is not `PT3H`.
    RecentlyActive { value: String },
    /// `InvalidParameterValueException`: the token is none that was given.
    NextToken,
}

impl MetricsError {
    /// The name of AWS's exception in the API model.
    pub const fn exception(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "MissingRequiredParameterException",
            Self::Period { .. } | Self::TimesNotInOrder { .. } | Self::RecentlyActive { .. } | Self::NextToken => {
                "InvalidParameterValueException"
            }
            Self::TooManyDatapoints { .. } | Self::StatisticsNeitherOrBoth { .. } => {
                "InvalidParameterCombinationException"
            }
        }
    }

    /// The error code that callers see, such as the AWS CLI.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "MissingParameter",
            Self::Period { .. } | Self::TimesNotInOrder { .. } | Self::RecentlyActive { .. } | Self::NextToken => {
                "InvalidParameterValue"
            }
            Self::TooManyDatapoints { .. } | Self::StatisticsNeitherOrBoth { .. } => "InvalidParameterCombination",
        }
    }
}
