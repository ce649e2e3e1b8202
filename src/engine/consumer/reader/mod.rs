//! Readers without a library: a loop of `GetRecords`, or a consumer of enhanced fan-out, on one machine that has all shards.
//!
//! Documented: loops share a shard's 2 MB/s and 5 calls a second; each consumer of enhanced fan-out has 2 MB/s of its own
//! and is pushed to, by subscriptions of five minutes. Assumed: a loop processes what it has read before it reads on; a
//! pushed-to consumer keeps what it cannot process yet; children wait for their parents; what fails is passed over. Leaves
//! out: checkpoints and crashes, which are what the library is for, and back-pressure on pushes.

pub mod plan;

use super::ConsumerKind;
use super::coverage::Coverage;
use super::delivery::Delivery;
use super::kcl::plan::InitialPosition;
use super::work::Work;
use crate::engine::ids::{ShardId, SubscriptionId};
use crate::engine::time::{Micros, SimTime};
use litemap::LiteMap;
use plan::{FanOutPlan, PollingPlan};
use std::collections::VecDeque;
use std::ops::Range;

/// One reader.
#[derive(Clone, Debug)]
pub struct Reader {
    /// How it gets records.
    pub way: Way,
    /// Where it begins.
    pub starting_position: InitialPosition,
    /// What processing takes.
    pub work: Work,
    /// Processors of its machine.
    pub processors: u32,
    /// Whether it takes aggregated records apart.
    pub deaggregates: bool,
    /// The shards.
    pub shards: LiteMap<ShardId, ReaderShard>,
    /// What happened.
    pub totals: ReaderTotals,
    /// Since when it reads this stream.
    pub started: SimTime,
    pub(in crate::engine) tenures: u32,
}

/// How a reader gets records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It asks, every so often.
    Polling {
        /// From one read of a shard to the next.
        interval: Micros,
        /// `Limit` of each read.
        max_records: u32,
    },
    /// It is pushed to.
    FanOut,
}

/// A reader's place in a shard.
#[derive(Clone, Debug)]
pub struct ReaderShard {
    /// Tells it from one of an earlier stream: what that one had planned is stale.
    pub tenure: u32,
    /// What it does.
    pub state: ReaderState,
    /// The index of the next record to read.
    pub position: u64,
    /// What was processed.
    pub coverage: Coverage,
    /// What was read and waits to be processed.
    pub queue: VecDeque<Waiting>,
    /// What is being processed.
    pub batch: Option<AtWork>,
    /// Whether the closed shard was read to its end.
    pub is_at_end: bool,
    /// The subscription.
    pub subscription: Option<SubscriptionId>,
}

/// Records that wait to be processed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The records.
    pub records: Range<u64>,
    /// The index of the oldest record when they were read.
    pub horizon: u64,
    /// When they were read.
    pub read: SimTime,
}

/// Records that are being processed, or delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtWork {
    /// The records.
    pub records: Range<u64>,
    /// When they were read.
    pub read: SimTime,
    /// When the work began.
    pub began: SimTime,
    /// What of them is on its way to the store, once they are processed.
    pub delivery: Option<Delivery>,
}

/// What a reader does in a shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReaderState {
    /// It waits until the shard's parents are done.
    WaitingForParents,
    /// It reads.
    Reading,
    /// The closed shard is processed to its end.
    Ended,
}

/// What happened to a reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReaderTotals {
    /// Reads that were answered.
    pub reads: u64,
    /// Reads that were refused because a shard's read limits were reached.
    pub throttled_reads: u64,
    /// Reads and subscriptions that failed for another reason.
    pub failed: u64,
    /// Pushes that came.
    pub pushes: u64,
    /// Subscriptions that began.
    pub subscriptions: u64,
}

impl Reader {
    /// A loop of `GetRecords` that has not begun.
    pub fn polling(plan: &PollingPlan, now: SimTime) -> Self {
        let interval = Micros::millis(u64::from(plan.interval_ms));
        let way = Way::Polling { interval, max_records: plan.max_records };
        let reader = Self::new(way, plan.starting_position, plan.work, plan.processors, now);
        Self { deaggregates: plan.deaggregates, ..reader }
    }

    /// A consumer of enhanced fan-out that has not begun.
    pub fn fan_out(plan: &FanOutPlan, now: SimTime) -> Self {
        let reader = Self::new(Way::FanOut, plan.starting_position, plan.work, plan.processors, now);
        Self { deaggregates: plan.deaggregates, ..reader }
    }

    fn new(way: Way, starting_position: InitialPosition, work: Work, processors: u32, now: SimTime) -> Self {
        Self {
            way,
            starting_position,
            work,
            processors,
            deaggregates: false,
            shards: LiteMap::new(),
            totals: ReaderTotals::default(),
            started: now,
            tenures: 0,
        }
    }

    /// How it is built, with the settings that hold now.
    pub fn kind(&self) -> ConsumerKind {
        let Self { starting_position, work, processors, deaggregates, .. } = *self;
        match self.way {
            Way::Polling { interval, max_records } => {
                let interval_ms = (interval.0 / 1_000) as u32;
                let plan = PollingPlan { starting_position, interval_ms, max_records, processors, work, deaggregates };
                ConsumerKind::GetRecords(plan)
            }
            Way::FanOut => ConsumerKind::FanOut(FanOutPlan { starting_position, processors, work, deaggregates }),
        }
    }

    /// What was processed, over all shards.
    pub fn sum(&self) -> Coverage {
        let mut sum = Coverage::default();
        self.shards.values().for_each(|shard| sum.add(&shard.coverage));
        sum
    }

    /// Shards at whose batches it works.
    pub fn processing(&self) -> u32 {
        self.shards.values().filter(|shard| shard.batch.as_ref().is_some_and(|batch| batch.delivery.is_none())).count()
            as u32
    }

    /// Forgets all that it knows of the stream, as when there is another one of that name.
    pub(in crate::engine) fn begin_anew(&mut self, now: SimTime) {
        self.shards.clear();
        self.started = now;
    }
}
