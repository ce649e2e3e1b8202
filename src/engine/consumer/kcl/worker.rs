//! A worker: one process on one EC2 instance, with a record processor for each lease that it holds.

use super::lease::Owner;
use super::taking::Seen;
use crate::engine::consumer::delivery::Delivery;
use crate::engine::ids::ShardId;
use crate::engine::time::{Micros, SimTime};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;

/// The number of a worker in its application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WorkerId(pub u16);

/// One worker.
#[derive(Clone, Debug)]
pub struct Worker {
    /// Its number.
    pub id: WorkerId,
    /// What it does now.
    pub state: WorkerState,
    /// Under which number it owns leases; another one after each start.
    pub owner: Owner,
    /// How many times it was started, paused, went on or ended; what was planned before is stale.
    pub life: u32,
    /// Its record processors, by shard.
    pub processors: LiteMap<ShardId, Processor>,
    /// When it last saw each lease's counter move.
    pub seen: Seen,
    /// Processor time that was used.
    pub busy: Micros,
    /// Since when it runs.
    pub started: SimTime,
}

/// What a worker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerState {
    /// It works.
    Running,
    /// It stands still, as during a long garbage collection, and does not know it.
    Paused {
        /// Since when.
        since: SimTime,
    },
    /// It finishes the batches at hand, checkpoints and gives its leases back.
    Stopping,
    /// It has ended, by a crash or as it was told.
    Ended,
}

/// What a worker does for one shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Processor {
    /// Tells it from an earlier one of the same shard: what that one had planned is stale.
    pub tenure: u32,
    /// The counter of the lease as it wrote it last.
    pub counter: u64,
    /// Where it stands.
    pub phase: Phase,
    /// The index of the next record to read.
    pub position: u64,
    /// The index below which its records were processed.
    pub processed: u64,
    /// When it last checkpointed, or began.
    pub checkpointed: SimTime,
    /// When it last got an iterator.
    pub iterator_issued: SimTime,
    /// Whether somebody else has the lease now.
    pub is_lost: bool,
}

/// Where a record processor stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It waits until the shard's parents were processed to their ends.
    WaitingForParents,
    /// It gets an iterator.
    Starting,
    /// It reads next.
    Reading,
    /// It processes a batch.
    Processing(Batch),
    /// What it has processed is on its way to the store.
    Delivering(Box<AtStore>),
    /// It writes how far it is, again and again until the table takes it.
    Checkpointing {
        /// Whether that is the end of the shard.
        is_end: bool,
    },
}

/// A batch that was processed and is being delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtStore {
    /// The batch.
    pub batch: Batch,
    /// What of it is on its way.
    pub delivery: Delivery,
}

/// A batch that is being processed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The records.
    pub records: Range<u64>,
    /// When they were read.
    pub read: SimTime,
    /// When the work began.
    pub began: SimTime,
    /// When it is done.
    pub until: SimTime,
    /// Whether the closed shard has no more.
    pub is_last: bool,
}

impl fmt::Display for WorkerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "worker-{}", self.0 + 1)
    }
}

impl Worker {
    /// A worker that has not begun yet.
    pub const fn new(id: WorkerId, owner: Owner, now: SimTime) -> Self {
        Self {
            id,
            state: WorkerState::Running,
            owner,
            life: 0,
            processors: LiteMap::new(),
            seen: Seen::new(),
            busy: Micros(0),
            started: now,
        }
    }

    /// Whether it does anything.
    pub const fn is_awake(&self) -> bool {
        matches!(self.state, WorkerState::Running | WorkerState::Stopping)
    }

    /// How many of its processors are at a batch.
    pub fn processing(&self) -> u32 {
        self.processors.values().filter(|processor| matches!(processor.phase, Phase::Processing(_))).count() as u32
    }
}

impl Processor {
    /// One that has just got its lease.
    pub const fn new(tenure: u32, counter: u64, now: SimTime) -> Self {
        Self {
            tenure,
            counter,
            phase: Phase::WaitingForParents,
            position: 0,
            processed: 0,
            checkpointed: now,
            iterator_issued: now,
            is_lost: false,
        }
    }
}

impl Batch {
    /// The records of the batch that are done at `now`.
    pub fn done(&self, now: SimTime) -> Range<u64> {
        let (whole, part) = (self.until.since(self.began).0, now.since(self.began).0);
        let count = self.records.end - self.records.start;
        let done =
            if part >= whole { count } else { (u128::from(count) * u128::from(part) / u128::from(whole)) as u64 };
        self.records.start..self.records.start + done
    }
}
