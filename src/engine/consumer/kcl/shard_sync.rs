//! Shard sync: which shards lack a lease, and which leases are of no use any more.
//!
//! Observed in the library's source: every open shard gets a lease. Where an ancestor has one, or the application begins
//! at `TRIM_HORIZON`, so do the ancestors that can still be read, and all of them begin at `TRIM_HORIZON`; otherwise at
//! LATEST. A lease at `SHARD_END` goes once all children are being processed; one whose shard is gone goes too.

use super::lease::{Checkpoint, Lease, LeaseTable};
use super::plan::InitialPosition;
use crate::engine::ids::ShardId;
use crate::engine::stream::Stream;
use crate::engine::stream::shard::Shard;
use litemap::LiteMap;

/// The leases that are to be created, by shard, so that parents come before their children.
pub fn missing(table: &LeaseTable, stream: &Stream, initial: InitialPosition) -> LiteMap<ShardId, Lease> {
    let mut found = LiteMap::new();
    for shard in stream.open() {
        let mut lineage = Lineage { table, stream, initial, found: &mut found, known: LiteMap::new() };
        lineage.visit(shard);
    }
    found
}

/// The search among the ancestors of an open shard.
struct Lineage<'a> {
    table: &'a LeaseTable,
    stream: &'a Stream,
    initial: InitialPosition,
    found: &'a mut LiteMap<ShardId, Lease>,
    known: LiteMap<ShardId, bool>,
}

impl Lineage<'_> {
    /// Sees to it that the shard and those before it have leases; says whether it goes on from one that has.
    fn visit(&mut self, shard: &Shard) -> bool {
        if self.table.get(shard.id).is_some() || self.found.contains_key(&shard.id) {
            return true;
        }
        if let Some(known) = self.known.get(&shard.id) {
            return *known;
        }
        let mut follows = false;
        for parent in shard.lineage.parents().filter_map(|id| self.stream.shard(id)) {
            follows |= self.visit(parent);
        }
        let begins_early = follows || self.initial == InitialPosition::TrimHorizon;
        if begins_early || shard.is_open() {
            let checkpoint = if begins_early { Checkpoint::TrimHorizon } else { Checkpoint::Latest };
            let parents = shard.lineage.parents().collect();
            self.found.insert(shard.id, Lease::new(shard.id, checkpoint, parents, shard.range));
        }
        self.known.insert(shard.id, follows);
        follows || self.initial == InitialPosition::TrimHorizon
    }
}

/// The leases that go.
pub fn obsolete(table: &LeaseTable, stream: &Stream) -> Vec<ShardId> {
    let is_under_way =
        |child: &ShardId| table.get(*child).is_some_and(|lease| lease.checkpoint != Checkpoint::TrimHorizon);
    let goes = |lease: &&Lease| match stream.shard(lease.shard) {
        None => lease.is_done() || lease.owner.is_none(),
        Some(shard) => lease.is_done() && !shard.children.is_empty() && shard.children.iter().all(is_under_way),
    };
    table.rows().filter(goes).map(|lease| lease.shard).collect()
}
