//! A stream rebuilt from what AWS told of a real one: its shards with their ranges and parents, and what is set about it.
//!
//! Leaves out: records and sequence numbers. Numbers that are missing are those of shards that have expired; closed shards
//! are empty and expire once the retention period has passed.

use super::Stream;
use super::shard::{Lineage, Shard};
use crate::engine::api::choices::{ShardLevelMetric, StreamMode, StreamStatus};
use crate::engine::error::{Rule, Violation};
use crate::engine::hash::{HashKey, HashRange};
use crate::engine::ids::{Bytes, ShardId, StreamId};
use crate::engine::limits::{LimitId, Profile};
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};

/// The highest shard number that is rebuilt; every number below takes a place.
const SHARD_NUMBER_MAX: u32 = 99_999;

/// What a stream is rebuilt from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blueprint {
    /// Its name.
    pub stream_name: String,
    /// Its shards, in the order of their numbers.
    pub shards: Vec<BlueprintShard>,
    /// How long records can be read, in hours.
    pub retention_hours: Option<u32>,
    /// Its capacity mode.
    pub mode: Option<StreamMode>,
    /// The key with which records are encrypted.
    pub key_id: Option<String>,
    /// The shard-level metrics that are on.
    pub shard_level_metrics: Vec<ShardLevelMetric>,
    /// The largest record, in KiB.
    pub max_record_size_kib: Option<u32>,
}

/// One shard of a [`Blueprint`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlueprintShard {
    /// Its number.
    pub id: ShardId,
    /// The shard it came from.
    pub parent: Option<ShardId>,
    /// The other one, where it was merged from two.
    pub adjacent_parent: Option<ShardId>,
    /// Its hash keys.
    pub range: HashRange,
    /// Whether it takes records.
    pub is_open: bool,
}

impl Blueprint {
    /// Checks what the engine relies on: numbers rise, and the open ranges partition the hash space.
    pub fn validate(&self, profile: Profile) -> Result<(), Violation> {
        crate::engine::validate::check_stream_name("StreamName", &self.stream_name, profile)?;
        let rises = self.shards.windows(2).all(|pair| pair[0].id < pair[1].id);
        let highest = self.shards.last().map_or(0, |shard| shard.id.0);
        if !rises || highest > SHARD_NUMBER_MAX {
            let rule = Rule::Between { min: 0.0, max: f64::from(SHARD_NUMBER_MAX), unit: "shards".to_owned() };
            return Err(Violation::new("Shards", highest, rule));
        }
        let mut open: Vec<HashRange> =
            self.shards.iter().filter(|shard| shard.is_open).map(|shard| shard.range).collect();
        open.sort_by_key(|range| range.start);
        let mut next = Some(0);
        for range in &open {
            if next != Some(range.start.0) || range.end < range.start {
                return Err(Violation::new("Shards", range.start, Rule::Partition));
            }
            next = range.end.0.checked_add(1);
        }
        if open.is_empty() || next.is_some() {
            return Err(Violation::new("Shards", open.len(), Rule::Partition));
        }
        let most = LimitId::RetentionMaximum.value(profile);
        if let Some(hours) = self.retention_hours.filter(|hours| !(24..=most).contains(&u64::from(*hours))) {
            let rule = Rule::Between { min: 24.0, max: most as f64, unit: "hours".to_owned() };
            return Err(Violation::new("RetentionPeriodHours", hours, rule));
        }
        Ok(())
    }

    /// The stream, ACTIVE at `now`.
    pub fn build(&self, id: StreamId, profile: Profile, now: SimTime) -> Stream {
        let mut stream = Stream::creating(id, self.stream_name.clone(), Vec::new(), profile, now);
        let count = self.shards.last().map_or(0, |shard| shard.id.0 + 1);
        let forgotten = BlueprintShard {
            id: ShardId(0),
            parent: None,
            adjacent_parent: None,
            range: HashRange { start: HashKey::MIN, end: HashKey::MIN },
            is_open: false,
        };
        let mut told = self.shards.iter().peekable();
        for number in 0..count {
            let known = told.next_if(|shard| shard.id.0 == number);
            let shard = known.copied().unwrap_or(BlueprintShard { id: ShardId(number), ..forgotten });
            let lineage = Lineage {
                parent: shard.parent,
                adjacent_parent: shard.adjacent_parent,
                opened: now,
                closed: (!shard.is_open).then_some(now),
                expired: known.is_none().then_some(now),
            };
            stream.shards.push(Shard::new(shard.id, shard.range, now, lineage, profile, now));
        }
        for shard in &self.shards {
            for parent in [shard.parent, shard.adjacent_parent].into_iter().flatten() {
                if let Some(parent) = stream.shards.get_mut(parent.0 as usize) {
                    parent.children.push(shard.id);
                }
            }
        }
        stream.status = StreamStatus::Active;
        stream.mode = self.mode.unwrap_or_default();
        stream.monitoring = self.shard_level_metrics.iter().copied().collect();
        stream.encryption.key_id.clone_from(&self.key_id);
        if let Some(hours) = self.retention_hours {
            stream.retention = Micros::hours(u64::from(hours));
        }
        if let Some(kib) = self.max_record_size_kib {
            stream.record_bytes_max = Bytes(u64::from(kib) * 1_024);
        }
        stream.lay_out();
        stream.encryption.mark(&mut stream.shards);
        stream
    }
}
