//! What each kind of store takes, and in how much time.
//!
//! `DynamoDB`. Documented: a write capacity unit is one KiB a second, an item counts in whole units; what was not used for
//! 300 seconds can be used at once; 25 items a request; an item has at most 400 KB; what does not fit comes back. On demand
//! a table takes its quota at once (assumed: it doubles its peak within half an hour). S3. Documented: 3,500 `PUT` requests
//! a second and prefix. Assumed: a consumer's batch is one object, or several of the size set; size costs no time. Redshift.
//! Documented: files are staged in S3 and loaded by COPY, which loads in parallel on all nodes. Assumed: a table has one
//! COPY at a time, which takes its overhead and its bytes; the merge that idempotent writes need has the overhead once
//! more. Elasticsearch. Documented: bulk requests wait in a queue, and a full one refuses them with 429. Assumed: data
//! nodes index evenly, and a batch's bulk requests are sent at once.
//!
//! What a store has taken it carries out, whether or not somebody waits for it. Items of a batch of the stream are taken
//! to be of one size.

use super::StoreKind;
use super::settings::{BucketSettings, ClusterSettings, DomainSettings, TableSettings};
use crate::engine::bucket::Bucket;
use crate::engine::settings::SettingId;
use crate::engine::time::{Micros, SimTime};
use std::collections::VecDeque;
use std::ops::Range;

/// Seconds of unused capacity that a table keeps. Documented.
const BURST_S: u32 = 300;
/// Bytes of a write capacity unit. Documented.
const UNIT_BYTES: u64 = 1_024;
/// Items of a `BatchWriteItem` request at most. Documented.
const BATCH_ITEMS: u64 = 25;
/// Bytes of an item at most. Documented.
const ITEM_BYTES_MAX: u64 = 400 * 1_024;

/// A run of records that is to be written, all alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The indices in the shard.
    pub records: Range<u64>,
    /// The items that they become.
    pub items: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// How a write fared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Records from the front that were taken.
    pub taken: u64,
    /// Requests that were carried out.
    pub writes: u64,
    /// Requests that were refused.
    pub refused_writes: u64,
    /// How long the answer takes.
    pub wait: Micros,
}

/// What limits a store.
#[derive(Clone, Debug)]
pub(super) enum Capacity {
    Table {
        settings: TableSettings,
        units: Bucket,
    },
    Bucket {
        settings: BucketSettings,
        puts: Bucket,
    },
    Cluster {
        settings: ClusterSettings,
        free_at: SimTime,
    },
    /// When each waiting bulk request will be done, the latest last.
    Domain {
        settings: DomainSettings,
        queue: VecDeque<SimTime>,
    },
}

impl Run {
    /// How many records.
    pub const fn len(&self) -> u64 {
        self.records.end - self.records.start
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.records.end == self.records.start
    }

    /// Takes the first `count` records off; nothing of the items and bytes gets lost.
    #[must_use]
    pub fn split_off_first(&mut self, count: u64) -> Self {
        let count = count.min(self.len());
        let share = |whole: u64| (u128::from(whole) * u128::from(count) / u128::from(self.len().max(1))) as u64;
        let middle = self.records.start + count;
        let first = Self { records: self.records.start..middle, items: share(self.items), bytes: share(self.bytes) };
        self.records.start = middle;
        self.items -= first.items;
        self.bytes -= first.bytes;
        first
    }

    /// Bytes of one of the items.
    const fn item_bytes(&self) -> u64 {
        match self.bytes.checked_div(self.items) {
            Some(bytes) => bytes,
            None => 0,
        }
    }

    /// How many records hold no more than `items`.
    const fn fitting(&self, items: u64) -> u64 {
        if items >= self.items { self.len() } else { (self.len() as u128 * items as u128 / self.items as u128) as u64 }
    }
}

impl Answer {
    /// Nothing was taken.
    pub(super) const fn refused() -> Self {
        Self { taken: 0, writes: 0, refused_writes: 1, wait: Micros(0) }
    }
}

/// The write capacity of a table, where on demand stands for the quota of a table.
const fn units_per_s(settings: &TableSettings) -> u64 {
    if settings.write_capacity_units == 0 {
        SettingId::TableCapacity.row().max
    } else {
        settings.write_capacity_units as u64
    }
}

const fn puts_per_s(settings: &BucketSettings) -> u64 {
    settings.puts_per_prefix_per_s as u64 * settings.prefixes as u64
}

impl Capacity {
    pub fn new(kind: StoreKind, now: SimTime) -> Self {
        match kind {
            StoreKind::DynamoDb(settings) => {
                Self::Table { settings, units: Bucket::saving(units_per_s(&settings), BURST_S, now) }
            }
            StoreKind::S3(settings) => Self::Bucket { settings, puts: Bucket::full(puts_per_s(&settings), now) },
            StoreKind::Redshift(settings) => Self::Cluster { settings, free_at: now },
            StoreKind::Elasticsearch(settings) => Self::Domain { settings, queue: VecDeque::new() },
        }
    }

    pub const fn kind(&self) -> StoreKind {
        match self {
            Self::Table { settings, .. } => StoreKind::DynamoDb(*settings),
            Self::Bucket { settings, .. } => StoreKind::S3(*settings),
            Self::Cluster { settings, .. } => StoreKind::Redshift(*settings),
            Self::Domain { settings, .. } => StoreKind::Elasticsearch(*settings),
        }
    }

    /// Whether the items of a run are larger than an item may be.
    pub const fn rejects(&self, run: &Run) -> bool {
        matches!(self, Self::Table { .. }) && run.item_bytes() > ITEM_BYTES_MAX
    }

    /// Other settings hold from now on; what is under way stays.
    pub fn set(&mut self, kind: StoreKind, now: SimTime) {
        match (self, kind) {
            (Self::Table { settings, units }, StoreKind::DynamoDb(other)) => {
                units.set_rate(units_per_s(&other), now);
                *settings = other;
            }
            (Self::Bucket { settings, puts }, StoreKind::S3(other)) => {
                puts.set_rate(puts_per_s(&other), now);
                *settings = other;
            }
            (Self::Cluster { settings, .. }, StoreKind::Redshift(other)) => *settings = other,
            (Self::Domain { settings, .. }, StoreKind::Elasticsearch(other)) => *settings = other,
            _ => unreachable!("it was checked that the kind is the same"),
        }
    }

    /// Somebody writes these runs in this order.
    pub fn write<'a>(
        &mut self,
        runs: impl Iterator<Item = &'a Run>,
        is_idempotent: bool,
        slow: u32,
        now: SimTime,
    ) -> Answer {
        let slow = u64::from(slow);
        match self {
            Self::Table { settings, units } => write_items(settings, units, runs, slow, now),
            Self::Bucket { settings, puts } => put_objects(settings, puts, runs, slow, now),
            Self::Cluster { settings, free_at } => {
                let load = sum(runs);
                let overheads = 1 + u64::from(is_idempotent);
                let rate_per_s = u64::from(settings.copy_mb_per_s) * 1_000_000 * u64::from(settings.nodes);
                let length = Micros::millis(u64::from(settings.copy_overhead_ms) * overheads)
                    + Micros(load.bytes.saturating_mul(1_000_000) / rate_per_s);
                let staged = now + Micros::millis(u64::from(settings.latency_ms)) * slow;
                *free_at = staged.max(*free_at) + length * slow;
                Answer { taken: load.len(), writes: 1, wait: free_at.since(now), ..Answer::default() }
            }
            Self::Domain { settings, queue } => index(settings, queue, runs, slow, now),
        }
    }
}

/// All runs together; the indices only count.
fn sum<'a>(runs: impl Iterator<Item = &'a Run>) -> Run {
    runs.fold(Run { records: 0..0, items: 0, bytes: 0 }, |sum, run| Run {
        records: 0..sum.records.end + run.len(),
        items: sum.items + run.items,
        bytes: sum.bytes + run.bytes,
    })
}

fn write_items<'a>(
    settings: &TableSettings,
    units: &mut Bucket,
    runs: impl Iterator<Item = &'a Run>,
    slow: u64,
    now: SimTime,
) -> Answer {
    let mut room = units.available(now);
    let (mut answer, mut items, mut spent) = (Answer::default(), 0, 0_u64);
    for run in runs {
        if run.item_bytes() > ITEM_BYTES_MAX {
            // It comes back as invalid, and nobody tries it again.
            answer.taken += run.len();
            continue;
        }
        let each = run.item_bytes().div_ceil(UNIT_BYTES).max(1);
        let mut fitting = run.fitting(room / each);
        if fitting == 0 && room > 0 && spent == 0 {
            // What is larger than all that is saved would never be taken: the table owes it then.
            fitting = 1;
        }
        let taken = run.clone().split_off_first(fitting);
        let cost = taken.items * each;
        (items, spent, room) = (items + taken.items, spent + cost, room.saturating_sub(cost));
        answer.taken += fitting;
        if fitting < run.len() {
            answer.refused_writes = 1;
            break;
        }
    }
    units.take(spent);
    answer.writes = items.div_ceil(BATCH_ITEMS);
    let rounds = answer.writes.div_ceil(u64::from(settings.connections));
    answer.wait = Micros::millis(u64::from(settings.latency_ms)) * rounds * slow;
    answer
}

fn put_objects<'a>(
    settings: &BucketSettings,
    puts: &mut Bucket,
    runs: impl Iterator<Item = &'a Run>,
    slow: u64,
    now: SimTime,
) -> Answer {
    let load = sum(runs);
    let objects = load.bytes.div_ceil(u64::from(settings.object_size_bytes)).max(1);
    let taken = objects.min(puts.available(now));
    if taken == 0 {
        return Answer::refused();
    }
    puts.take(taken);
    // An object has whole records; the first one goes whatever it weighs.
    let records = (u128::from(load.len()) * u128::from(taken)).div_ceil(u128::from(objects)) as u64;
    Answer {
        taken: records,
        writes: taken,
        refused_writes: u64::from(taken < objects),
        wait: Micros::millis(u64::from(settings.latency_ms)) * slow,
    }
}

fn index<'a>(
    settings: &DomainSettings,
    queue: &mut VecDeque<SimTime>,
    runs: impl Iterator<Item = &'a Run>,
    slow: u64,
    now: SimTime,
) -> Answer {
    let load = sum(runs);
    let nodes = u64::from(settings.data_nodes);
    while queue.front().is_some_and(|done| *done <= now) {
        queue.pop_front();
    }
    let room = (u64::from(settings.bulk_queue_size) * nodes).saturating_sub(queue.len() as u64);
    let actions = u64::from(settings.bulk_actions);
    let requests = load.items.div_ceil(actions).max(1);
    if room == 0 {
        return Answer::refused();
    }
    let taken = if room >= requests { load.len() } else { load.fitting(room * actions).max(1) };
    let items = load.clone().split_off_first(taken).items;
    let (mut left, writes) = (items, items.div_ceil(actions));
    let rate_per_s = u64::from(settings.documents_per_node_per_s) * nodes;
    let mut done = queue.back().copied().unwrap_or(now);
    for _ in 0..writes {
        let documents = left.min(actions);
        left -= documents;
        done += Micros(documents * 1_000_000 / rate_per_s) * slow;
        queue.push_back(done);
    }
    let wait = done.since(now) + Micros::millis(u64::from(settings.latency_ms)) * slow;
    Answer { taken, writes, refused_writes: u64::from(taken < load.len()), wait }
}

#[cfg(test)]
mod tests;
