//! What became of the records that were sent to a stream, since it is there: one scope for all sums.
//!
//! Offered is accepted plus refused plus failed, always: a record counts at each attempt.

use crate::engine::ids::Bytes;
use crate::engine::stream::Stream;
use crate::engine::stream::shard::{Shard, WriteTotals};
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// Sums of a stream since its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Records sent.
    pub offered_records: u64,
    /// Records stored.
    pub accepted_records: u64,
    /// Records refused by the limits of shards.
    pub refused_records: u64,
    /// Records in requests that failed as a whole.
    pub failed_records: u64,
    /// Records that its producers sent again.
    pub retried: u64,
    /// Records that its producers gave up.
    pub given_up: u64,
    /// Records that its producers hold for another attempt.
    pub waiting: u64,
    /// Records that can be read.
    pub stored_records: u64,
    /// Their bytes.
    pub stored_bytes: Bytes,
    /// Records that have expired.
    pub trimmed_records: u64,
}

impl Totals {
    /// The sums of `stream`.
    pub fn of(world: &World, stream: &Stream) -> Self {
        let mut sums = WriteTotals::default();
        stream.shards.iter().for_each(|shard| sums.add(&shard.totals));
        let logs = || stream.shards.iter().map(Shard::log);
        let failed_records = stream.failed_puts.records();
        let senders = world.producers().iter().filter(|producer| producer.target.name == stream.name);
        Self {
            offered_records: sums.offered_records + failed_records,
            accepted_records: sums.accepted_records,
            refused_records: sums.refused_records(),
            failed_records,
            retried: stream.attempts.retried,
            given_up: stream.attempts.given_up,
            waiting: senders.map(|producer| producer.totals.waiting).sum(),
            stored_records: logs().map(|log| log.stored().records).sum(),
            stored_bytes: logs().map(|log| log.stored().bytes).sum(),
            trimmed_records: logs().map(|log| log.trimmed().records).sum(),
        }
    }
}
