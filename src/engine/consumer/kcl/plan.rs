//! What an application of the Kinesis Client Library is made from.

use crate::engine::consumer::work::Work;
use crate::engine::error::Violation;
use crate::engine::limits::Profile;
use crate::engine::settings::SettingId;
use serde::{Deserialize, Serialize};

/// What an application is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationPlan {
    /// Workers from the start, each on an EC2 instance of its own.
    pub workers: u32,
    /// The settings of the library.
    #[serde(default)]
    pub settings: KclSettings,
    /// What processing a record takes.
    #[serde(default)]
    pub work: Work,
}

/// Where an application begins to read a shard for which it has no checkpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InitialPosition {
    /// At the oldest record.
    #[default]
    TrimHorizon,
    /// After the newest record.
    Latest,
}

/// The settings of the library, by AWS's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct KclSettings {
    /// `InitialPositionInStream`.
    pub initial_position: InitialPosition,
    /// `failoverTimeMillis`.
    pub failover_time_ms: u32,
    /// `idleTimeBetweenReadsInMillis`.
    pub idle_time_between_reads_ms: u32,
    /// `maxRecords`.
    pub max_records: u32,
    /// `shardSyncIntervalMillis`.
    pub shard_sync_interval_ms: u32,
    /// `parentShardPollIntervalMillis`.
    pub parent_shard_poll_interval_ms: u32,
    /// `maxLeasesForWorker`.
    pub max_leases_for_worker: u32,
    /// `maxLeasesToStealAtOneTime`.
    pub max_leases_to_steal_at_one_time: u32,
    /// Milliseconds between two checkpoints of a shard; zero: after each batch.
    pub checkpoint_interval_ms: u32,
    /// Writes a second that the lease table takes; zero: on demand.
    pub write_capacity_units: u32,
    /// Processors of each worker's EC2 instance.
    pub processors: u32,
}

impl KclSettings {
    /// The defaults of `profile`.
    pub const fn of(profile: Profile) -> Self {
        const fn value(id: SettingId, profile: Profile) -> u32 {
            id.default_in(profile) as u32
        }
        Self {
            initial_position: InitialPosition::TrimHorizon,
            failover_time_ms: value(SettingId::FailoverTime, profile),
            idle_time_between_reads_ms: value(SettingId::IdleTime, profile),
            max_records: value(SettingId::MaxRecords, profile),
            shard_sync_interval_ms: value(SettingId::ShardSyncInterval, profile),
            parent_shard_poll_interval_ms: value(SettingId::ParentPollInterval, profile),
            max_leases_for_worker: value(SettingId::MaxLeases, profile),
            max_leases_to_steal_at_one_time: value(SettingId::MaxStolen, profile),
            checkpoint_interval_ms: value(SettingId::CheckpointInterval, profile),
            write_capacity_units: value(SettingId::WriteCapacity, profile),
            processors: value(SettingId::Processors, profile),
        }
    }

    /// Each number with the row of its setting.
    pub const fn numbers(&self) -> [(SettingId, u32); 10] {
        [
            (SettingId::FailoverTime, self.failover_time_ms),
            (SettingId::IdleTime, self.idle_time_between_reads_ms),
            (SettingId::MaxRecords, self.max_records),
            (SettingId::ShardSyncInterval, self.shard_sync_interval_ms),
            (SettingId::ParentPollInterval, self.parent_shard_poll_interval_ms),
            (SettingId::MaxLeases, self.max_leases_for_worker),
            (SettingId::MaxStolen, self.max_leases_to_steal_at_one_time),
            (SettingId::CheckpointInterval, self.checkpoint_interval_ms),
            (SettingId::WriteCapacity, self.write_capacity_units),
            (SettingId::Processors, self.processors),
        ]
    }

    /// Checks every number; `prefix` is what stands before the fields.
    pub fn validate(&self, prefix: &str) -> Result<(), Violation> {
        self.numbers().into_iter().try_for_each(|(id, value)| id.check(prefix, u64::from(value)))
    }
}

impl Default for KclSettings {
    fn default() -> Self {
        Self::of(Profile::Current)
    }
}
