//! What an event source mapping and its function are made from.

use crate::engine::consumer::kcl::plan::InitialPosition;
use crate::engine::consumer::work::Work;
use crate::engine::error::Violation;
use crate::engine::settings::SettingId;
use serde::{Deserialize, Serialize};

/// What an event source mapping is made from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingPlan {
    /// The settings of the mapping.
    #[serde(default)]
    pub settings: MappingSettings,
    /// The function.
    #[serde(default)]
    pub function: Function,
}

/// The settings of an event source mapping, by AWS's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MappingSettings {
    /// `StartingPosition`.
    pub starting_position: InitialPosition,
    /// `BatchSize`.
    pub batch_size: u32,
    /// `MaximumBatchingWindowInSeconds`.
    pub maximum_batching_window_s: u32,
    /// `ParallelizationFactor`.
    pub parallelization_factor: u32,
    /// `BisectBatchOnFunctionError`.
    pub bisect_batch_on_function_error: bool,
    /// `MaximumRetryAttempts`; without it, until the data expire.
    pub maximum_retry_attempts: Option<u32>,
    /// `MaximumRecordAgeInSeconds`; without it, until the data expire.
    pub maximum_record_age_s: Option<u32>,
    /// Whether there is an on-failure destination.
    pub has_on_failure_destination: bool,
    /// `TumblingWindowInSeconds`; zero: none.
    pub tumbling_window_s: u32,
    /// `ReportBatchItemFailures`.
    pub report_batch_item_failures: bool,
}

/// The function that a mapping invokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Function {
    /// Milliseconds that every invocation takes beside its records.
    pub invoke_time_ms: u32,
    /// What a record takes, and which fail.
    pub work: Work,
    /// `Timeout`: how many seconds an invocation may last.
    pub timeout_s: u32,
    /// Whether the function takes aggregated records apart with the library for that.
    pub deaggregates: bool,
}

impl Default for MappingSettings {
    fn default() -> Self {
        let value = |id: SettingId| id.row().current as u32;
        Self {
            starting_position: InitialPosition::TrimHorizon,
            batch_size: value(SettingId::BatchSize),
            maximum_batching_window_s: value(SettingId::BatchingWindow),
            parallelization_factor: value(SettingId::ParallelizationFactor),
            bisect_batch_on_function_error: false,
            maximum_retry_attempts: None,
            maximum_record_age_s: None,
            has_on_failure_destination: false,
            tumbling_window_s: value(SettingId::TumblingWindow),
            report_batch_item_failures: false,
        }
    }
}

impl Default for Function {
    fn default() -> Self {
        Self {
            invoke_time_ms: SettingId::InvokeTime.row().current as u32,
            work: Work::default(),
            timeout_s: SettingId::FunctionTimeout.row().current as u32,
            deaggregates: false,
        }
    }
}

impl MappingPlan {
    /// Checks every number; `prefix` is what stands before the fields.
    pub fn validate(&self, prefix: &str) -> Result<(), Violation> {
        let settings = &self.settings;
        let numbers = [
            (SettingId::BatchSize, Some(settings.batch_size)),
            (SettingId::BatchingWindow, Some(settings.maximum_batching_window_s)),
            (SettingId::ParallelizationFactor, Some(settings.parallelization_factor)),
            (SettingId::MaximumRetryAttempts, settings.maximum_retry_attempts),
            (SettingId::MaximumRecordAge, settings.maximum_record_age_s),
            (SettingId::TumblingWindow, Some(settings.tumbling_window_s)),
        ];
        let mut given = numbers.into_iter().filter_map(|(id, value)| Some((id, value?)));
        let prefix_settings = format!("{prefix}settings.");
        given.try_for_each(|(id, value)| id.check(&prefix_settings, u64::from(value)))?;
        SettingId::InvokeTime.check(&format!("{prefix}function."), u64::from(self.function.invoke_time_ms))?;
        SettingId::FunctionTimeout.check(&format!("{prefix}function."), u64::from(self.function.timeout_s))?;
        self.function.work.validate(&format!("{prefix}function.work."))
    }
}
