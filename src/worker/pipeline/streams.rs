//! Streams of the pipeline.

use crate::engine::api::choices::{StreamMode, StreamStatus};
use crate::engine::ids::Bytes;
use crate::engine::limits::LimitId;
use crate::engine::stream::Stream;
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// A stream, in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StreamCard {
    /// Its name.
    pub name: String,
    /// Its state.
    pub status: StreamStatus,
    /// Its capacity mode.
    pub mode: StreamMode,
    /// Its open shards.
    pub shards: u32,
    /// Records stored in the last second.
    pub records_per_s: u64,
    /// Their bytes.
    pub bytes_per_s: Bytes,
    /// Records refused in the last second.
    pub refused_per_s: u64,
    /// How much of a limit the fullest shard was asked for, 1 being all of it.
    pub fullest: f64,
    /// Records that can be read.
    pub stored: u64,
    /// Reads that were refused since the beginning.
    pub refused_reads: u64,
}

impl StreamCard {
    /// A stream of a world.
    pub fn of(world: &World, stream: &Stream) -> Self {
        let (now, profile) = (world.now(), world.profile());
        let mut card = Self {
            name: stream.name.clone(),
            status: stream.status,
            mode: stream.mode,
            shards: 0,
            records_per_s: 0,
            bytes_per_s: Bytes::ZERO,
            refused_per_s: 0,
            fullest: 0.0,
            stored: stream.shards.iter().map(|shard| shard.log().stored().records).sum(),
            refused_reads: stream.shards.iter().map(|shard| shard.reads.refused_calls).sum(),
        };
        if stream.shards.is_empty() {
            return card;
        }
        let [records_limit, bytes_limit] =
            [LimitId::ShardWriteRecords, LimitId::ShardWriteBytes].map(|limit| limit.value(profile) as f64);
        for shard in stream.open() {
            let second = shard.series().shown_second(now);
            card.shards += 1;
            card.records_per_s += u64::from(second.accepted_records);
            card.bytes_per_s += second.accepted_bytes;
            card.refused_per_s += u64::from(second.refused_records());
            let by_records = f64::from(second.offered_records()) / records_limit;
            card.fullest = card.fullest.max(by_records).max(second.offered_bytes().0 as f64 / bytes_limit);
        }
        card
    }
}
