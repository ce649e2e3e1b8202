//! KCL applications of the pipeline: lease tables by AWS's names, and workers.

use crate::engine::consumer::kcl::Application;
use crate::engine::consumer::kcl::lease::{Checkpoint, Lease};
use crate::engine::consumer::kcl::worker::{Phase, Worker, WorkerId, WorkerState};
use crate::engine::hash::HashRange;
use crate::engine::ids::ShardId;
use crate::engine::stream::Stream;
use crate::engine::time::Micros;
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// How many workers do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerCount {
    /// Those that have leases.
    pub busy: u32,
    /// Those that have none.
    pub idle: u32,
    /// Those that stand still.
    pub paused: u32,
    /// Leases that nobody holds, or whose worker is gone.
    pub orphans: u32,
}

/// A row of a lease table, by AWS's names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeaseRow {
    /// `leaseKey`.
    pub shard: ShardId,
    /// `leaseOwner`; `None`: nobody.
    pub owner: Option<LeaseOwner>,
    /// `leaseCounter`.
    pub counter: u64,
    /// `checkpoint`: a sequence number or one of AWS's words.
    pub checkpoint: String,
    /// `ownerSwitchesSinceCheckpoint`.
    pub owner_switches: u64,
    /// `parentShardId`.
    pub parents: Vec<ShardId>,
    /// `childShardIds`.
    pub children: Vec<ShardId>,
    /// `startingHashKey` and `endingHashKey`.
    pub range: HashRange,
    /// What its record processor does.
    pub phase: PhaseName,
    /// How far behind the tip the checkpoint is.
    pub behind: Option<Micros>,
}

/// Who holds a lease, or held it last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeaseOwner {
    /// A worker that is there.
    Worker(WorkerId),
    /// One that has ended: the lease waits to be taken.
    Gone,
}

/// What a record processor does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhaseName {
    /// There is none.
    None,
    /// It waits until the shard's parents were processed to their ends.
    WaitingForParents,
    /// It reads.
    Reading,
    /// It processes a batch.
    Processing,
    /// It waits until the store has taken a batch.
    Delivering,
    /// It writes a checkpoint.
    Checkpointing,
    /// The shard is done.
    Done,
}

/// A worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkerRow {
    /// Which.
    pub id: WorkerId,
    /// Whether it stands still.
    pub is_paused: bool,
    /// Whether it finishes what it has.
    pub is_stopping: bool,
    /// Leases that it holds.
    pub leases: u32,
    /// Shards at whose batches it works now.
    pub processing: u32,
    /// The part of its processors' time that it has used since it runs.
    pub cpu: f64,
}

impl WorkerCount {
    pub(super) fn of(application: &Application) -> Self {
        let mut count = Self::default();
        for worker in &application.workers {
            match worker.state {
                WorkerState::Ended => {}
                WorkerState::Paused { .. } => count.paused += 1,
                _ if worker.processors.is_empty() => count.idle += 1,
                WorkerState::Running | WorkerState::Stopping => count.busy += 1,
            }
        }
        let is_orphan = |lease: &&Lease| !lease.is_done() && holder(application, lease).is_none();
        count.orphans = application.table.rows().filter(is_orphan).count() as u32;
        count
    }
}

/// The worker that holds a lease, if it has not ended.
fn holder<'a>(application: &'a Application, lease: &Lease) -> Option<&'a Worker> {
    let worker = lease.owner.and_then(|owner| application.owner(owner));
    worker.filter(|worker| worker.state != WorkerState::Ended)
}

impl LeaseRow {
    pub(super) fn of(
        application: &Application,
        stream: Option<&Stream>,
        lease: &Lease,
        behind: Option<Micros>,
    ) -> Self {
        let holder = holder(application, lease);
        let phase = match holder.and_then(|worker| worker.processors.get(&lease.shard)).map(|known| &known.phase) {
            _ if lease.is_done() => PhaseName::Done,
            None => PhaseName::None,
            Some(Phase::WaitingForParents) => PhaseName::WaitingForParents,
            Some(Phase::Starting | Phase::Reading) => PhaseName::Reading,
            Some(Phase::Processing(_)) => PhaseName::Processing,
            Some(Phase::Delivering(_)) => PhaseName::Delivering,
            Some(Phase::Checkpointing { .. }) => PhaseName::Checkpointing,
        };
        Self {
            shard: lease.shard,
            owner: lease.owner.map(|_| holder.map_or(LeaseOwner::Gone, |worker| LeaseOwner::Worker(worker.id))),
            counter: lease.counter,
            checkpoint: checkpoint(stream, lease),
            owner_switches: lease.owner_switches_since_checkpoint,
            parents: lease.parents.clone(),
            children: lease.children.clone(),
            range: lease.range,
            phase,
            behind: behind.filter(|_| !lease.is_done()),
        }
    }
}

/// The checkpoint as the table has it: the number of the last record that was processed, or one of AWS's words.
fn checkpoint(stream: Option<&Stream>, lease: &Lease) -> String {
    match lease.checkpoint {
        Checkpoint::TrimHorizon => "TRIM_HORIZON".to_owned(),
        Checkpoint::Latest => "LATEST".to_owned(),
        Checkpoint::ShardEnd => "SHARD_END".to_owned(),
        Checkpoint::Below(index) => {
            let last = index.saturating_sub(1);
            let shard = stream.and_then(|stream| stream.shard(lease.shard));
            let number = shard.map(|shard| {
                let stored = shard
                    .log()
                    .batches_from(last)
                    .next()
                    .map_or(shard.lineage.opened, |batch| batch.arrival(last.max(batch.first_index)));
                shard.number(last, stored).to_string()
            });
            number.unwrap_or_else(|| last.to_string())
        }
    }
}

impl WorkerRow {
    pub(super) fn of(world: &World, application: &Application, worker: &Worker) -> Self {
        let holds = |lease: &&Lease| lease.owner == Some(worker.owner) && !lease.is_done();
        let whole = world.now().since(worker.started).0 as f64 * f64::from(application.settings.processors);
        Self {
            id: worker.id,
            is_paused: matches!(worker.state, WorkerState::Paused { .. }),
            is_stopping: worker.state == WorkerState::Stopping,
            leases: application.table.rows().filter(holds).count() as u32,
            processing: worker.processing(),
            cpu: if whole > 0.0 { worker.busy.0 as f64 / whole } else { 0.0 },
        }
    }
}
