//! A Lambda event source mapping: a poller a shard, which invokes a function with batches of its records.
//!
//! Documented: the settings and their bounds; one read a second and shard; a batch goes when it has its size, its window
//! is over or it has 6 MB; a failing batch blocks its lane until it succeeds, is given up or expires; with a
//! parallelization factor a shard has several lanes and each partition key one of them; halving a batch uses no attempt;
//! an invocation that lasts longer than `Timeout` fails as a whole.
//! Assumed: the waits between attempts; a child shard waits until its parents are done; how far a poller reads ahead; an
//! invocation that fails has processed the records before the failing one. Leaves out: cold starts, the account's
//! concurrency, event filters.

pub mod done;
pub mod lane;
pub mod plan;

use crate::engine::ids::ShardId;
use crate::engine::time::{Micros, SimTime};
use done::Done;
use lane::Lane;
use litemap::LiteMap;
use plan::{Function, MappingPlan, MappingSettings};
use std::collections::VecDeque;
use std::ops::Range;

/// The payload of an invocation at most. Documented as 6 MB.
pub const PAYLOAD_BYTES_MAX: u64 = 6 * 1_048_576;
/// The time between two reads of a shard. Documented.
pub const POLL_EVERY: Micros = Micros::SECOND;
/// Records that a poller holds before it stops reading ahead. Assumed.
pub const READ_AHEAD: u64 = 10_000;
/// Runs that are kept for who looks at the latest.
const RUNS_KEPT: usize = 4_096;

/// One mapping.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// Its settings.
    pub settings: MappingSettings,
    /// The function.
    pub function: Function,
    /// Its pollers, by shard; those of shards that are done stay for their accounts.
    pub pollers: LiteMap<ShardId, Poller>,
    /// What happened.
    pub totals: MappingTotals,
    /// The latest runs that were processed, oldest first.
    pub runs: VecDeque<Run>,
    /// Since when it reads this stream.
    pub started: SimTime,
    pub(in crate::engine) invocations: u64,
    pub(in crate::engine) tenures: u32,
}

/// The poller of a shard.
#[derive(Clone, Debug)]
pub struct Poller {
    /// Tells it from one of an earlier stream: what that one had planned is stale.
    pub tenure: u32,
    /// What it does.
    pub state: PollerState,
    /// The index of the next record to read.
    pub position: u64,
    /// The records that were processed, at least in part of an invocation.
    pub processed: Done,
    /// The records that are settled: processed by an invocation that succeeded, given up, or expired.
    pub settled: Done,
    /// The lanes.
    pub lanes: Vec<Lane>,
    /// Whether the closed shard was read to its end.
    pub is_at_end: bool,
    /// Its account.
    pub account: PollerAccount,
}

/// What a poller does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PollerState {
    /// It waits until its shard's parents are done.
    WaitingForParents,
    /// It reads.
    Reading,
    /// All records of the closed shard are settled.
    Ended,
}

/// What became of the records of a shard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PollerAccount {
    /// Processed for the first time.
    pub first: u64,
    /// Processed once more.
    pub repeated: u64,
    /// Given up without a destination: too many attempts, or too old.
    pub discarded: u64,
    /// Given up and reported to the on-failure destination.
    pub to_destination: u64,
    /// Expired before an invocation succeeded.
    pub expired: u64,
}

/// What happened to a mapping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MappingTotals {
    /// Invocations that ended.
    pub invocations: u64,
    /// Those that failed.
    pub failed_invocations: u64,
    /// Those among them that lasted longer than they may.
    pub timed_out: u64,
    /// Batches that were halved.
    pub halved: u64,
    /// Invocations that ended a tumbling window.
    pub windows_ended: u64,
    /// Reads that were answered.
    pub reads: u64,
    /// Reads that were refused because a shard's read limits were reached.
    pub throttled_reads: u64,
    /// Reads that failed for another reason.
    pub failed_reads: u64,
    /// The most invocations that went on at once.
    pub concurrency_max: u32,
}

/// A run of records that an invocation processed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// When the invocation ended.
    pub at: SimTime,
    /// The shard.
    pub shard: ShardId,
    /// The lane.
    pub lane: usize,
    /// The records.
    pub records: Range<u64>,
    /// Whether the invocation succeeded.
    pub succeeded: bool,
}

impl Mapping {
    /// A mapping that has not begun.
    pub fn new(plan: &MappingPlan, now: SimTime) -> Self {
        Self {
            settings: plan.settings,
            function: plan.function,
            pollers: LiteMap::new(),
            totals: MappingTotals::default(),
            runs: VecDeque::new(),
            started: now,
            invocations: 0,
            tenures: 0,
        }
    }

    /// What became of the records, over all shards.
    pub fn sum(&self) -> PollerAccount {
        self.pollers.values().fold(PollerAccount::default(), |mut sum, poller| {
            sum.first += poller.account.first;
            sum.repeated += poller.account.repeated;
            sum.discarded += poller.account.discarded;
            sum.to_destination += poller.account.to_destination;
            sum.expired += poller.account.expired;
            sum
        })
    }

    /// Invocations under way.
    pub fn concurrency(&self) -> u32 {
        let lanes = self.pollers.values().flat_map(|poller| &poller.lanes);
        lanes.filter(|lane| lane.invocation.is_some()).count() as u32
    }

    pub(in crate::engine) fn note_run(&mut self, run: Run) {
        if self.runs.len() == RUNS_KEPT {
            self.runs.pop_front();
        }
        self.runs.push_back(run);
    }

    /// Forgets all that it knows of the stream, as when there is another one of that name.
    pub(in crate::engine) fn begin_anew(&mut self, now: SimTime) {
        self.pollers.clear();
        self.runs.clear();
        self.started = now;
    }
}

impl Poller {
    /// A poller of a shard that begins at `position`.
    pub fn new(tenure: u32, position: u64, lanes: usize) -> Self {
        Self {
            tenure,
            state: PollerState::WaitingForParents,
            position,
            processed: Done::below(position),
            settled: Done::below(position),
            lanes: vec![Lane::default(); lanes],
            is_at_end: false,
            account: PollerAccount::default(),
        }
    }

    /// Records were processed; the answer is how many of them for the first time.
    pub(in crate::engine) fn process(&mut self, records: Range<u64>) -> u64 {
        let first = self.processed.add(records.clone());
        self.account.first += first;
        self.account.repeated += (records.end - records.start) - first;
        first
    }

    /// Records expired before an invocation with them succeeded.
    pub(in crate::engine) fn expire(&mut self, records: Range<u64>) {
        self.account.expired += self.settled.add(records);
    }

    /// Nobody tries these records again.
    pub(in crate::engine) fn give_up(&mut self, records: Range<u64>, is_reported: bool) {
        let given_up = self.settled.add(records);
        *if is_reported { &mut self.account.to_destination } else { &mut self.account.discarded } += given_up;
    }

    /// Records that were read and are not settled.
    pub fn held(&self) -> u64 {
        self.position - self.settled.first_open().min(self.position)
    }
}
