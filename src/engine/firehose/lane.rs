//! Lanes: a delivery stream gathers and delivers on its own for each shard of its source; direct puts have one lane.
//!
//! Documented: with a stream as source, buffers are kept for each shard. Assumed: direct puts share one buffer, as long as
//! AWS does not say into how many it divides them; a lane delivers one buffer after another, so that what comes meanwhile
//! waits; at most five invocations of the function are under way for a lane, which is documented for a stream's shards.

use super::amount::Amount;
use super::buffer::{Buffer, Cause, Thresholds, oldest};
use super::plan::FunctionPlan;
use super::run::Run;
use crate::engine::ids::{ShardId, StreamId};
use crate::engine::time::{Micros, SimTime};
use litemap::LiteMap;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::rc::Rc;

/// What a buffer is for, and where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Route {
    /// To the destination.
    Destination,
    /// A copy, to the backup.
    Backup,
    /// What the function or the queries for partition keys could not process, to the error prefix.
    ProcessingFailed,
    /// What could not be converted, to the error prefix.
    ConversionFailed,
    /// What found no room among the active partitions, to the error prefix.
    PartitionsExceeded,
    /// What the destination did not take, to the backup's bucket.
    DeliveryFailed,
}

/// The number of a lane among all that its delivery stream ever had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LaneId(pub u32);

/// The number of a tank among all that its lane ever had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TankId(pub u32);

/// One lane.
#[derive(Clone, Debug)]
pub struct Lane {
    /// What it reads; direct puts have no shard.
    pub reading: Option<Reading>,
    /// What waits for the function.
    pub intake: Option<Buffer>,
    /// Invocations under way, by number.
    pub invocations: LiteMap<u64, Invocation>,
    /// What waits for delivery, by number.
    pub tanks: LiteMap<TankId, Tank>,
    pub(in crate::engine) tanks_made: u32,
}

/// How a lane reads its shard.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The stream.
    pub stream: StreamId,
    /// The shard.
    pub shard: ShardId,
    /// The index of the next record to read.
    pub position: u64,
    /// How far behind the tip the last answer ended.
    pub behind: Micros,
    /// Whether it has been given an iterator.
    pub has_iterator: bool,
    /// Whether the closed shard was read to its end.
    pub is_at_end: bool,
}

/// An invocation of the function.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// The records.
    pub runs: Vec<Run>,
    /// How much they are.
    pub amount: Amount,
    /// When the first attempt began.
    pub began: SimTime,
    /// The attempts that have begun.
    pub attempts: u32,
    /// The number of its first record among all that the function was given.
    pub first: u64,
    /// The function as it was when the first attempt began; nothing where there was none of this name.
    pub function: Option<Rc<FunctionPlan>>,
    /// How often it is tried again, by the settings of then.
    pub retries: u32,
}

/// A buffer with its way out.
#[derive(Clone, Debug)]
pub struct Tank {
    /// Where it goes.
    pub route: Route,
    /// The values of its partition keys.
    pub partition: Option<Rc<[String]>>,
    /// What gathers.
    pub buffer: Buffer,
    /// The size that was asked for; the buffer's own is raised beyond it while delivery falls behind.
    pub hint_bytes: u64,
    /// What is on its way.
    pub flight: Option<Flight>,
}

/// A delivery on its way.
#[derive(Clone, Debug)]
pub struct Flight {
    /// The records.
    pub runs: Vec<Run>,
    /// How much they are.
    pub amount: Amount,
    /// Why the buffer was delivered.
    pub cause: Cause,
    /// The thresholds of the buffer then.
    pub thresholds: Thresholds,
    /// When it left the buffer.
    pub began: SimTime,
    /// How far it has come.
    pub stage: Stage,
    /// Attempts at this stage that have begun.
    pub attempts: u32,
    /// When the latest of them began.
    pub attempt_began: SimTime,
    /// When the first attempt at this stage failed.
    pub failing_since: Option<SimTime>,
    /// When the attempt under way ends, or the next one begins.
    pub until: SimTime,
    /// Whether it waits for the next attempt.
    pub is_waiting: bool,
}

/// How far a delivery has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// It is written to a bucket.
    Upload,
    /// The cluster copies it from the bucket.
    Copy,
    /// It is sent to a destination that is no bucket.
    Request,
}

impl Lane {
    /// A lane that has nothing yet.
    pub const fn new(reading: Option<Reading>, intake: Option<Buffer>) -> Self {
        Self { reading, intake, invocations: LiteMap::new(), tanks: LiteMap::new(), tanks_made: 0 }
    }

    /// What waits, of the records themselves and of their copies for the backup.
    pub fn waiting(&self) -> (Amount, Amount) {
        let before = self.intake.iter().map(|intake| intake.amount);
        let invoked = self.invocations.values().map(|invocation| invocation.amount);
        let of = |is_copy: bool| {
            let tanks = self.tanks.values().filter(move |tank| (tank.route == Route::Backup) == is_copy);
            tanks.map(Tank::waiting).sum::<Amount>()
        };
        (before.chain(invoked).sum::<Amount>() + of(false), of(true))
    }

    /// How many runs it holds.
    pub fn runs(&self) -> usize {
        let intake = self.intake.iter().map(|intake| intake.runs.len());
        let invoked = self.invocations.values().map(|invocation| invocation.runs.len());
        let tanks = self
            .tanks
            .values()
            .map(|tank| tank.buffer.runs.len() + tank.flight.as_ref().map_or(0, |flight| flight.runs.len()));
        intake.chain(invoked).chain(tanks).sum()
    }

    /// When the oldest record that waits for the destination arrived.
    pub fn oldest(&self) -> Option<SimTime> {
        self.oldest_for(Route::Destination, false)
    }

    /// When the oldest record arrived that waits on this route; where that is up to the bucket, what a cluster copies from
    /// there waits no more.
    pub(in crate::engine) fn oldest_for(&self, route: Route, up_to_bucket: bool) -> Option<SimTime> {
        let is_main = route == Route::Destination;
        let intake = self.intake.iter().filter(|_| is_main).filter_map(Buffer::oldest);
        let invoked = self.invocations.values().filter(|_| is_main).filter_map(|one| oldest(&one.runs));
        let tanks = self.tanks.values().filter(|tank| tank.route == route);
        let tanks = tanks.filter_map(|tank| if up_to_bucket { tank.oldest_outside() } else { tank.oldest() });
        intake.chain(invoked).chain(tanks).min()
    }

    /// The tank of a route and partition; one is made where there is none.
    pub(in crate::engine) fn tank(
        &mut self,
        route: Route,
        partition: Option<&Rc<[String]>>,
        make: impl FnOnce() -> Buffer,
    ) -> TankId {
        let same = |tank: &Tank| tank.route == route && tank.partition.as_ref() == partition;
        if let Some((id, _)) = self.tanks.iter().find(|(_, tank)| same(tank)) {
            return *id;
        }
        let id = TankId(self.tanks_made);
        self.tanks_made += 1;
        let buffer = make();
        let hint_bytes = buffer.size_bytes;
        self.tanks.insert(id, Tank { route, partition: partition.cloned(), buffer, hint_bytes, flight: None });
        id
    }

    /// Partitions of the destination that are active: something of theirs gathers or is on its way.
    pub fn active_partitions(&self) -> usize {
        self.tanks.values().filter(|tank| tank.route == Route::Destination && tank.partition.is_some()).count()
    }
}

impl Tank {
    /// What waits, in the buffer and on its way.
    pub fn waiting(&self) -> Amount {
        self.buffer.amount + self.flight.as_ref().map_or_else(Amount::default, |flight| flight.amount)
    }

    /// When the oldest record here arrived.
    pub fn oldest(&self) -> Option<SimTime> {
        let flying = self.flight.as_ref().and_then(|flight| oldest(&flight.runs));
        self.buffer.oldest().into_iter().chain(flying).min()
    }

    /// The same, of those that do not lie in the bucket from which a cluster copies.
    fn oldest_outside(&self) -> Option<SimTime> {
        let is_copied = self.flight.as_ref().is_some_and(|flight| flight.stage == Stage::Copy);
        if is_copied { self.buffer.oldest() } else { self.oldest() }
    }
}

/// What happened lately, oldest first.
#[derive(Clone, Debug)]
pub struct Latest<T> {
    kept: VecDeque<T>,
    most: usize,
}

impl<T> Latest<T> {
    /// Keeps so many at most.
    pub const fn of(most: usize) -> Self {
        Self { kept: VecDeque::new(), most }
    }

    /// Adds one; the oldest goes for it.
    pub fn push(&mut self, item: T) {
        if self.kept.len() == self.most {
            self.kept.pop_front();
        }
        self.kept.push_back(item);
    }

    /// All that are kept, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.kept.iter()
    }
}
