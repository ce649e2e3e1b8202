//! What a reader without a library is made from.

use crate::engine::consumer::kcl::plan::InitialPosition;
use crate::engine::consumer::work::Work;
use crate::engine::error::Violation;
use crate::engine::settings::SettingId;
use serde::{Deserialize, Serialize};

/// What a loop of `GetRecords` is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PollingPlan {
    /// Where it begins.
    pub starting_position: InitialPosition,
    /// Milliseconds from one read of a shard to the next.
    pub interval_ms: u32,
    /// `Limit` of each read.
    pub max_records: u32,
    /// Processors of its machine.
    pub processors: u32,
    /// What processing a record takes.
    pub work: Work,
    /// Whether it takes aggregated records apart with the library for that.
    pub deaggregates: bool,
}

/// What a consumer of enhanced fan-out is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FanOutPlan {
    /// Where it begins.
    pub starting_position: InitialPosition,
    /// Processors of its machine.
    pub processors: u32,
    /// What processing a record takes.
    pub work: Work,
    /// Whether it takes aggregated records apart with the library for that.
    pub deaggregates: bool,
}

impl Default for PollingPlan {
    fn default() -> Self {
        Self {
            starting_position: InitialPosition::TrimHorizon,
            interval_ms: SettingId::PollInterval.row().current as u32,
            max_records: SettingId::MaxRecords.row().current as u32,
            processors: SettingId::Processors.row().current as u32,
            work: Work::default(),
            deaggregates: false,
        }
    }
}

impl Default for FanOutPlan {
    fn default() -> Self {
        Self {
            starting_position: InitialPosition::TrimHorizon,
            processors: SettingId::Processors.row().current as u32,
            work: Work::default(),
            deaggregates: false,
        }
    }
}

impl PollingPlan {
    /// Checks every number; `prefix` is what stands before the fields.
    pub fn validate(&self, prefix: &str) -> Result<(), Violation> {
        SettingId::PollInterval.check(prefix, self.interval_ms.into())?;
        SettingId::MaxRecords.check(prefix, self.max_records.into())?;
        SettingId::Processors.check(prefix, self.processors.into())?;
        self.work.validate(&format!("{prefix}work."))
    }
}

impl FanOutPlan {
    /// Checks every number; `prefix` is what stands before the fields.
    pub fn validate(&self, prefix: &str) -> Result<(), Violation> {
        SettingId::Processors.check(prefix, self.processors.into())?;
        self.work.validate(&format!("{prefix}work."))
    }
}
