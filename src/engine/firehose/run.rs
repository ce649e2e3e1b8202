//! Runs: how a delivery stream keeps records. A run is records of one origin that arrived together, with counts and bytes;
//! what they hold is made again from the origin and the steps that they have come through.
//!
//! Runs that wait for long are merged: that gives up when exactly each arrived, never counts, bytes or contents.

use super::amount::Amount;
use super::format::function::partition_key;
use super::format::query::Query;
use super::plan::{Conversion, FunctionPlan, Partitioning, Splitting};
use crate::engine::hash::HashRange;
use crate::engine::ids::{ProducerId, ShardId, StreamId};
use crate::engine::stream::batch::Batch;
use crate::engine::time::{Micros, SimTime};
use std::ops::Range;
use std::rc::Rc;

/// Records of one origin that arrived together.
#[derive(Clone, Debug)]
pub struct Run {
    /// Where they come from.
    pub source: Source,
    /// What they have come through; of the records of the source, those are meant that came out as it says.
    pub steps: Steps,
    /// When the first arrived.
    pub first_arrival: SimTime,
    /// When the last arrived; the same instant until runs are merged.
    pub last_arrival: SimTime,
    /// How much they are.
    pub amount: Amount,
}

/// Where the records of a run come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// One record of a request, with its data.
    Put(Rc<Vec<u8>>),
    /// Records of a producer that calls Firehose.
    Generated {
        /// Who.
        producer: ProducerId,
        /// The hull of their ordinals.
        ordinals: Range<u64>,
        /// Exactly these, where they are not the whole hull.
        listed: Option<Rc<[u64]>>,
    },
    /// Records that were read from a stream.
    Stream {
        /// The shard.
        home: Home,
        /// The batch as it was when it was read.
        batch: Rc<Batch>,
        /// Their indices.
        records: Range<u64>,
    },
}

/// A shard, as far as it must be known to make its records again, even when it is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Home {
    /// The stream.
    pub stream: StreamId,
    /// The shard.
    pub shard: ShardId,
    /// The hash keys that belong to it.
    pub range: HashRange,
}

/// What records have come through.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    /// How they were taken apart out of larger ones, and whether that went well.
    pub parts: Option<(Rc<Splitting>, bool)>,
    /// The function, and how they came out of it.
    pub function: Option<Applied>,
    /// What was put behind them.
    pub delimiter: Option<Rc<str>>,
    /// The partition to which they belong.
    pub partition: Option<Member>,
    /// How the conversion went: well or not.
    pub conversion: Option<(Rc<Conversion>, bool)>,
    /// Whether they are what a search domain takes: one JSON object each.
    pub is_document: Option<bool>,
    /// Why they could not be processed, where no result of the function says so.
    pub fault: Option<Fault>,
}

/// Why records could not be processed.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What went wrong.
    pub kind: FaultKind,
    /// Attempts that were made.
    pub attempts: u32,
    /// When the last of them ended; of merged runs, the latest.
    pub ended: SimTime,
    /// The function that failed, where it was one.
    pub function: Option<Rc<FunctionPlan>>,
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The function's result was `ProcessingFailed`.
    Result,
    /// The function ended with an error.
    Function,
    /// The function did not end in time.
    TimedOut,
    /// There is no such function.
    Missing,
    /// They could not be taken apart.
    Parts,
    /// A partition key was not found.
    PartitionKey,
    /// There were too many active partitions.
    Partitions,
    /// The destination did not take them in time.
    Delivery,
    /// The destination refused the document.
    Document,
    /// They do not fit into the columns.
    Conversion,
}

/// Records that a function was given.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The function as it was then.
    pub function: Rc<FunctionPlan>,
    /// The number of the first record among all that the function was given.
    pub first: u64,
    /// How many it was given.
    pub given: u64,
    /// Whether those are meant that the function could not process.
    pub is_failed: bool,
}

/// How partitions are told apart.
#[derive(Clone, Debug)]
pub struct Partitions {
    /// The partition keys.
    pub plan: Partitioning,
    /// The names of those that the function is to return.
    pub from_function: Vec<String>,
    queries: Vec<Query>,
}

/// Records of one partition.
#[derive(Clone, Debug)]
pub struct Member {
    /// How partitions are told apart.
    pub partitions: Rc<Partitions>,
    /// The values of the partition keys; none where they could not be found.
    pub values: Option<Rc<[String]>>,
}

impl Partitions {
    /// The partitions of this plan, whose queries were checked, with the names of keys that the function is to return.
    pub fn new(plan: &Partitioning, from_function: Vec<String>) -> Self {
        let queries = plan.keys.iter().filter_map(|key| Query::parse(&key.query).ok()).collect();
        Self { plan: plan.clone(), from_function, queries }
    }

    /// The values of a record's partition keys, those of queries first; nothing where one of them cannot be found. The
    /// function was given it as it came.
    pub fn values_of(&self, function: Option<&Applied>, raw: &[u8], data: &[u8]) -> Option<Rc<[String]>> {
        let queried = self.queries.iter().map(|query| query.value(data).ok());
        let kind = function.map(|applied| &applied.function.kind);
        let returned = self.from_function.iter().map(|name| partition_key(kind?, name, raw));
        queried.chain(returned).collect()
    }
}

impl Run {
    /// When a record of the run arrived, on the average.
    pub fn arrival(&self) -> SimTime {
        self.first_arrival + Micros(self.last_arrival.since(self.first_arrival).0 / 2)
    }

    /// The same records, which could not be processed.
    pub(in crate::engine) fn failed(self, kind: FaultKind, attempts: u32, ended: SimTime) -> Self {
        self.faulted(Fault { kind, attempts, ended, function: None })
    }

    /// The same records, which could not be processed for this reason.
    pub(in crate::engine) fn faulted(mut self, fault: Fault) -> Self {
        self.steps.fault = Some(fault);
        self
    }

    /// Adds `later`, if both are neighbours that came through the same; gives it back otherwise.
    pub fn absorb(&mut self, later: Self) -> Option<Self> {
        let follows = match (&self.source, &later.source) {
            (
                Source::Generated { producer, ordinals, listed: None },
                Source::Generated { producer: other, ordinals: next, listed: None },
            ) => producer == other && ordinals.end == next.start,
            (
                Source::Stream { home, batch, records },
                Source::Stream { home: other, batch: other_batch, records: next },
            ) => home == other && Rc::ptr_eq(batch, other_batch) && records.end == next.start,
            _ => false,
        };
        if !follows || !self.steps.go_on_in(&later.steps) {
            return Some(later);
        }
        match (&mut self.source, later.source) {
            (Source::Generated { ordinals, .. }, Source::Generated { ordinals: next, .. }) => ordinals.end = next.end,
            (Source::Stream { records, .. }, Source::Stream { records: next, .. }) => records.end = next.end,
            _ => unreachable!("neighbours are of one kind"),
        }
        if let (Some(applied), Some(next)) = (&mut self.steps.function, &later.steps.function) {
            applied.given += next.given;
        }
        if let (Some(fault), Some(next)) = (&mut self.steps.fault, &later.steps.fault) {
            fault.ended = fault.ended.max(next.ended);
        }
        self.last_arrival = self.last_arrival.max(later.last_arrival);
        self.first_arrival = self.first_arrival.min(later.first_arrival);
        self.amount += later.amount;
        None
    }
}

impl Steps {
    /// Whether what follows came through the same.
    fn go_on_in(&self, next: &Self) -> bool {
        let parts = match (&self.parts, &next.parts) {
            (None, None) => true,
            (Some((a, went_well)), Some((b, other))) => Rc::ptr_eq(a, b) && went_well == other,
            _ => false,
        };
        let function = match (&self.function, &next.function) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                let goes_on = a.first + a.given == b.first;
                goes_on && Rc::ptr_eq(&a.function, &b.function) && a.is_failed == b.is_failed
            }
            _ => false,
        };
        let partition = match (&self.partition, &next.partition) {
            (None, None) => true,
            (Some(a), Some(b)) => Rc::ptr_eq(&a.partitions, &b.partitions) && a.values == b.values,
            _ => false,
        };
        let conversion = match (&self.conversion, &next.conversion) {
            (None, None) => true,
            (Some((a, went_well)), Some((b, other))) => Rc::ptr_eq(a, b) && went_well == other,
            _ => false,
        };
        let told = |steps: &Self| {
            steps.fault.as_ref().map(|fault| (fault.kind, fault.attempts, fault.function.as_ref().map(Rc::as_ptr)))
        };
        let is_alike =
            told(self) == told(next) && self.delimiter == next.delimiter && self.is_document == next.is_document;
        parts && function && partition && conversion && is_alike
    }
}

/// Merges neighbours until at most `most` runs are left, or none can be merged: what waits for long must not fill the
/// memory. Runs of different producers change places for it; Firehose promises no order.
pub fn merge_neighbours(runs: &mut Vec<Run>, most: usize) {
    if runs.len() <= most {
        return;
    }
    let mut widest = Micros::SECOND;
    let whole = runs.last().map_or(Micros(0), |last| last.last_arrival.since(runs[0].first_arrival));
    while runs.len() > most {
        let mut merged: Vec<Run> = Vec::with_capacity(runs.len());
        // The newest run of each producer, where the next one may be added.
        let mut newest: Vec<(ProducerId, bool, usize)> = Vec::new();
        for run in runs.drain(..) {
            let tag = run.tag();
            let known = tag.and_then(|tag| newest.iter_mut().find(|(id, failed, _)| (*id, *failed) == tag));
            let left = match known {
                Some((.., place)) if run.last_arrival.since(merged[*place].first_arrival) <= widest => {
                    let left = merged[*place].absorb(run);
                    if left.is_some() {
                        *place = merged.len();
                    }
                    left
                }
                Some((.., place)) => {
                    *place = merged.len();
                    Some(run)
                }
                None => {
                    newest.extend(tag.map(|(id, failed)| (id, failed, merged.len())));
                    Some(run)
                }
            };
            merged.extend(left);
        }
        *runs = merged;
        if widest > whole {
            return;
        }
        widest = widest * 4;
    }
}

impl Run {
    /// Tells runs apart that are merged each on their own.
    fn tag(&self) -> Option<(ProducerId, bool)> {
        let is_apart = self.steps.parts.as_ref().is_none_or(|(_, went_well)| *went_well);
        let is_failed = !is_apart || self.steps.function.as_ref().is_some_and(|applied| applied.is_failed);
        match &self.source {
            Source::Generated { producer, listed: None, .. } => Some((*producer, is_failed)),
            _ => None,
        }
    }
}
