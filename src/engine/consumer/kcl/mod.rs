//! An application of the Kinesis Client Library: workers that share the shards of a stream by leases.
//!
//! Documented: one lease a shard in one `DynamoDB` table an application; a worker holds many leases, a lease one worker;
//! children wait for their parents' ends; delivery at least once. Observed in the library's source: intervals, shares,
//! the fields of a lease, that an exception of the record processor costs the batch. Assumed: a crash happens amid a
//! batch, of which a part in proportion to the time was processed; a checkpoint that the table does not take is tried
//! again a second later. Leaves out: prefetching, the leader's audit, the table's reads.

pub mod lease;
pub mod plan;
pub mod shard_sync;
pub mod taking;
pub mod worker;

use super::coverage::Coverage;
use super::work::Work;
use crate::engine::ids::ShardId;
use crate::engine::random::RandomStream;
use crate::engine::time::{Micros, SimTime};
use lease::{LeaseTable, Owner};
use litemap::LiteMap;
use plan::{ApplicationPlan, KclSettings};
use std::collections::VecDeque;
use std::ops::Range;
use worker::{Worker, WorkerId, WorkerState};

/// Processed runs that are kept for who looks at the latest.
const RUNS_KEPT: usize = 256;

/// One application.
#[derive(Clone, Debug)]
pub struct Application {
    /// Its settings.
    pub settings: KclSettings,
    /// What processing takes.
    pub work: Work,
    /// Its lease table.
    pub table: LeaseTable,
    /// Its workers, those that have ended too.
    pub workers: Vec<Worker>,
    /// What was processed of each shard.
    pub shards: LiteMap<ShardId, Coverage>,
    /// What happened.
    pub totals: ApplicationTotals,
    /// The latest processed runs, oldest first.
    pub runs: VecDeque<Run>,
    /// Since when it reads this stream.
    pub started: SimTime,
    pub(in crate::engine) random: RandomStream,
    owners: u32,
    tenures: u32,
}

/// A run of records that was processed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// When the processing ended.
    pub at: SimTime,
    /// Who did it.
    pub worker: WorkerId,
    /// The shard.
    pub shard: ShardId,
    /// The records.
    pub records: Range<u64>,
    /// How many of them for the first time.
    pub first: u64,
}

/// What happened to an application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ApplicationTotals {
    /// Reads that were answered.
    pub reads: u64,
    /// Reads that were refused because a shard's read limits were reached.
    pub throttled_reads: u64,
    /// Reads that failed for another reason.
    pub failed_reads: u64,
    /// Iterators that had expired when they were used.
    pub expired_iterators: u64,
    /// Checkpoints that were written.
    pub checkpoints: u64,
    /// Checkpoints that were refused because somebody else has the lease (`ShutdownException`).
    pub refused_checkpoints: u64,
    /// Leases that were taken when nobody renewed them any more, or nobody had them.
    pub taken: u64,
    /// Leases that were taken from a worker that has more.
    pub stolen: u64,
    /// Leases that were lost to another worker.
    pub lost: u64,
    /// Batches whose processing failed.
    pub failed_batches: u64,
}

impl Application {
    /// An application without workers yet.
    pub fn new(plan: &ApplicationPlan, random: RandomStream, now: SimTime) -> Self {
        Self {
            settings: plan.settings,
            work: plan.work,
            table: LeaseTable::new(plan.settings.write_capacity_units, now),
            workers: Vec::new(),
            shards: LiteMap::new(),
            totals: ApplicationTotals::default(),
            runs: VecDeque::new(),
            started: now,
            random,
            owners: 0,
            tenures: 0,
        }
    }

    /// What it would be made from, with the settings that hold now and the workers that have not ended.
    pub fn plan(&self) -> ApplicationPlan {
        let workers = self.workers.iter().filter(|worker| worker.state != WorkerState::Ended).count() as u32;
        ApplicationPlan { workers, settings: self.settings, work: self.work }
    }

    /// A number under which a worker will own leases.
    pub(in crate::engine) const fn next_owner(&mut self) -> Owner {
        self.owners += 1;
        Owner(self.owners)
    }

    pub(in crate::engine) const fn next_tenure(&mut self) -> u32 {
        self.tenures += 1;
        self.tenures
    }

    /// A worker.
    pub fn worker(&self, id: WorkerId) -> Option<&Worker> {
        self.workers.get(usize::from(id.0))
    }

    /// The worker that owns leases under this number, if it still does.
    pub fn owner(&self, owner: Owner) -> Option<&Worker> {
        self.workers.iter().find(|worker| worker.owner == owner)
    }

    /// What was processed, over all shards.
    pub fn sum(&self) -> Coverage {
        let mut sum = Coverage::default();
        self.shards.values().for_each(|coverage| sum.add(coverage));
        sum
    }

    /// Forgets all that it knows of the stream, as when there is another one of that name.
    pub(in crate::engine) fn begin_anew(&mut self, now: SimTime) {
        self.table.clear();
        self.shards.clear();
        self.runs.clear();
        self.started = now;
        for worker in &mut self.workers {
            worker.processors.clear();
            worker.seen.clear();
        }
    }

    /// Books a run that was processed; the answer is how many of its records for the first time.
    pub(in crate::engine) fn book(
        &mut self,
        at: SimTime,
        worker: WorkerId,
        shard: ShardId,
        records: Range<u64>,
    ) -> u64 {
        if records.is_empty() {
            return 0;
        }
        let coverage = self.shards.get_mut(&shard).expect("who processes a shard has begun to read it");
        let first = coverage.process(&records);
        if self.runs.len() == RUNS_KEPT {
            self.runs.pop_front();
        }
        self.runs.push_back(Run { at, worker, shard, records, first });
        first
    }

    /// The time between two renewals of a lease. Observed.
    pub fn renew_interval(&self) -> Micros {
        Micros::millis(u64::from(self.settings.failover_time_ms / 3).saturating_sub(25).max(1))
    }

    /// The time between two rounds of taking leases. Observed.
    pub fn take_interval(&self) -> Micros {
        Micros::millis((u64::from(self.settings.failover_time_ms) + 25) * 2)
    }
}
