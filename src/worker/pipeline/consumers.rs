//! Consumers of the pipeline: how far they are, and what is behind it: leases, workers, blocked lanes, latencies.

use super::ROWS_SHOWN;
use super::ages::{AgesFrame, StageFrame};
use super::applications::{LeaseRow, WorkerCount, WorkerRow};
use super::facts::Fact;
use crate::engine::consumer::kcl::Application;
use crate::engine::consumer::kcl::worker::WorkerState;
use crate::engine::consumer::mapping::Mapping;
use crate::engine::consumer::reader::{Reader, Way};
use crate::engine::consumer::{Body, Consumer, ConsumerPlan};
use crate::engine::ids::ShardId;
use crate::engine::metrics::slots::Resolution;
use crate::engine::stream::Stream;
use crate::engine::time::Micros;
use crate::engine::world::World;
use crate::engine::world::positions::Position;
use serde::{Deserialize, Serialize};

/// Seconds after which repeats are no news any more.
const REPEATS_SHOWN_S: u64 = 30;

/// A consumer, in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConsumerCard {
    /// What it would be made from now; it names its stream.
    pub plan: ConsumerPlan,
    /// Whether there is a stream of that name that serves.
    pub has_stream: bool,
    /// How old the oldest record is that it is not done with; `None`: it has not begun.
    pub behind: Option<Micros>,
    /// Records that expired before it read them.
    pub lost: u64,
    /// Records processed for the first time.
    pub processed: u64,
    /// Records processed once more, as long as that went on lately.
    pub repeated: u64,
    /// Of a KCL application: its workers.
    pub workers: Option<WorkerCount>,
    /// Of a mapping: lanes that are blocked by a batch that fails.
    pub blocked: u32,
}

/// A consumer in detail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConsumerDetail {
    /// Its numbers.
    pub facts: Vec<Fact>,
    /// How long the stages of records' ways took lately.
    pub stages: Vec<StageFrame>,
    /// How old records were along time.
    pub ages: AgesFrame,
    /// Of a KCL application: the rows of its lease table.
    pub leases: Vec<LeaseRow>,
    /// Rows that are not told because there are too many.
    pub leases_untold: u32,
    /// Of a KCL application: its workers that have not ended.
    pub workers: Vec<WorkerRow>,
    /// Of a mapping: batches that fail and block their lane.
    pub blocked: Vec<BlockedRow>,
}

/// A batch that fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockedRow {
    /// The shard.
    pub shard: ShardId,
    /// The lane.
    pub lane: u32,
    /// Records of the batch.
    pub records: u64,
    /// Attempts that failed.
    pub attempts: u32,
    /// Records that wait behind it in the lane.
    pub waiting: u64,
}

impl ConsumerCard {
    /// A consumer of a world.
    pub fn of(world: &World, consumer: &Consumer) -> Self {
        let stream = stream_of(world, consumer);
        let positions = stream.map_or_else(Vec::new, |stream| positions(world, stream, consumer));
        let (processed, repeated) = match &consumer.body {
            Body::Kcl(application) => (application.sum().first, application.sum().repeated),
            Body::Lambda(mapping) => (mapping.sum().first, mapping.sum().repeated),
            Body::Reader(reader) => (reader.sum().first, reader.sum().repeated),
        };
        let second = world.now().slot(Micros::SECOND);
        let lately = |seconds: u64| {
            (second.saturating_sub(seconds)..=second).map(|slot| consumer.ages.slot(Resolution::Second, slot))
        };
        Self {
            plan: consumer.plan(),
            has_stream: stream.is_some_and(Stream::serves),
            behind: (!positions.is_empty()).then(|| lately(1).map(|sample| sample.behind).max().unwrap_or_default()),
            lost: positions.iter().map(|position| position.lost).sum::<u64>() + expired(&consumer.body),
            processed,
            repeated: if lately(REPEATS_SHOWN_S).any(|sample| sample.repeated > 0) { repeated } else { 0 },
            workers: match &consumer.body {
                Body::Kcl(application) => Some(WorkerCount::of(application)),
                Body::Lambda(_) | Body::Reader(_) => None,
            },
            blocked: match &consumer.body {
                Body::Lambda(mapping) => blocked(mapping).count() as u32,
                Body::Kcl(_) | Body::Reader(_) => 0,
            },
        }
    }
}

fn stream_of<'a>(world: &'a World, consumer: &Consumer) -> Option<&'a Stream> {
    consumer.target.id.and_then(|id| world.streams().get(id))
}

fn positions(world: &World, stream: &Stream, consumer: &Consumer) -> Vec<Position> {
    match &consumer.body {
        Body::Kcl(application) => world.application_positions(stream, application).collect(),
        Body::Lambda(mapping) => world.mapping_positions(stream, mapping).collect(),
        Body::Reader(reader) => world.reader_positions(stream, reader).collect(),
    }
}

fn expired(body: &Body) -> u64 {
    match body {
        Body::Kcl(application) => application.sum().expired,
        Body::Lambda(mapping) => mapping.sum().expired,
        Body::Reader(reader) => reader.sum().expired,
    }
}

/// The lanes of a mapping whose first batch has failed, with its shard and its place.
fn blocked(mapping: &Mapping) -> impl Iterator<Item = BlockedRow> + '_ {
    mapping.pollers.iter().flat_map(|(shard, poller)| {
        (0..).zip(&poller.lanes).filter_map(|(number, lane)| {
            let under_way = lane.invocation.as_ref().map(|invocation| &invocation.batch);
            let batch = under_way.into_iter().chain(lane.again.last()).find(|batch| batch.attempts > 0)?;
            let (records, attempts) = (batch.len(), batch.attempts);
            Some(BlockedRow { shard: *shard, lane: number, records, attempts, waiting: lane.waiting })
        })
    })
}

impl ConsumerDetail {
    /// A consumer in detail.
    pub fn of(world: &World, consumer: &Consumer) -> Self {
        let mut detail = Self {
            facts: Vec::new(),
            stages: StageFrame::all(&consumer.ages, world.now()),
            ages: AgesFrame::of(&consumer.ages, world.now()),
            leases: Vec::new(),
            leases_untold: 0,
            workers: Vec::new(),
            blocked: Vec::new(),
        };
        match &consumer.body {
            Body::Kcl(application) => detail.tell_application(world, stream_of(world, consumer), application),
            Body::Lambda(mapping) => detail.tell_mapping(mapping),
            Body::Reader(reader) => detail.facts = reader_facts(reader),
        }
        detail
    }

    fn tell_application(&mut self, world: &World, stream: Option<&Stream>, application: &Application) {
        let (totals, sum) = (&application.totals, application.sum());
        self.facts = vec![
            Fact::count("fact-processed", sum.first),
            Fact::trouble("fact-repeated", sum.repeated),
            Fact::trouble("fact-skipped", sum.skipped),
            Fact::trouble("fact-expired", sum.expired),
            Fact::count("fact-reads", totals.reads),
            Fact::trouble("fact-throttled-reads", totals.throttled_reads),
            Fact::trouble("fact-expired-iterators", totals.expired_iterators),
            Fact::count("fact-checkpoints", totals.checkpoints),
            Fact::trouble("fact-refused-checkpoints", totals.refused_checkpoints),
            Fact::count("fact-leases-taken", totals.taken),
            Fact::count("fact-leases-stolen", totals.stolen),
            Fact::count("fact-table-writes", application.table.writes),
            Fact::trouble("fact-throttled-writes", application.table.throttled_writes),
        ];
        let behind: Vec<(ShardId, Micros)> = stream.map_or_else(Vec::new, |stream| {
            let positions = world.application_positions(stream, application);
            positions.map(|position| (position.shard, position.behind)).collect()
        });
        let rows = application.table.rows().map(|lease| {
            let behind = behind.iter().find(|(shard, _)| *shard == lease.shard).map(|(_, behind)| *behind);
            LeaseRow::of(application, stream, lease, behind)
        });
        self.leases = rows.take(ROWS_SHOWN).collect();
        self.leases_untold = application.table.len().saturating_sub(ROWS_SHOWN) as u32;
        let present = application.workers.iter().filter(|worker| worker.state != WorkerState::Ended);
        self.workers = present.map(|worker| WorkerRow::of(world, application, worker)).collect();
    }

    fn tell_mapping(&mut self, mapping: &Mapping) {
        let (totals, sum) = (&mapping.totals, mapping.sum());
        self.facts = vec![
            Fact::count("fact-processed", sum.first),
            Fact::trouble("fact-repeated", sum.repeated),
            Fact::trouble("fact-discarded", sum.discarded),
            Fact::trouble("fact-to-destination", sum.to_destination),
            Fact::trouble("fact-expired", sum.expired),
            Fact::count("fact-invocations", totals.invocations),
            Fact::trouble("fact-failed-invocations", totals.failed_invocations),
            Fact::count("fact-halved", totals.halved),
            Fact::count("fact-concurrency", u64::from(mapping.concurrency())),
            Fact::count("fact-concurrency-max", u64::from(totals.concurrency_max)),
            Fact::count("fact-windows-ended", totals.windows_ended),
            Fact::count("fact-reads", totals.reads),
            Fact::trouble("fact-throttled-reads", totals.throttled_reads),
        ];
        self.blocked = blocked(mapping).take(ROWS_SHOWN).collect();
    }
}

fn reader_facts(reader: &Reader) -> Vec<Fact> {
    let (totals, sum) = (&reader.totals, reader.sum());
    let mut facts = vec![
        Fact::count("fact-processed", sum.first),
        Fact::trouble("fact-skipped", sum.skipped),
        Fact::trouble("fact-expired", sum.expired),
    ];
    facts.extend(match reader.way {
        Way::Polling { .. } => [
            Fact::count("fact-reads", totals.reads),
            Fact::trouble("fact-throttled-reads", totals.throttled_reads),
            Fact::trouble("fact-failed-reads", totals.failed),
        ],
        Way::FanOut => [
            Fact::count("fact-pushes", totals.pushes),
            Fact::count("fact-subscriptions", totals.subscriptions),
            Fact::trouble("fact-failed-reads", totals.failed),
        ],
    });
    facts
}
