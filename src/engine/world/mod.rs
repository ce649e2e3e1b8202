//! The world: the one owner of everything simulated. It advances to an instant and executes commands.
//!
//! The same plan, key sources and commands give the same world, bit for bit, however often it is asked to advance.

mod agents;
mod api;
pub mod call_rates;
mod clients;
mod commands;
mod consuming;
pub mod firehose;
mod following;
mod happenings;
mod library;
mod measuring;
mod planning;
pub mod positions;
mod producing;
mod pushes;
pub mod reading;
pub(in crate::engine) mod requests;
mod reshaping;
pub mod storing;
pub mod streams;
pub mod token;

use super::account::Account;
use super::command::JournalEntry;
use super::consumer::Consumer;
use super::cost::{Meter, Rates};
use super::error::Violation;
use super::events::EventQueue;
use super::hash::HashKey;
use super::ids::{ConsumerId, ProducerId, ShardId, StreamId, SubscriptionId};
use super::kms::KeyStore;
use super::limits::Profile;
use super::lives::Lives;
use super::metrics::cloudwatch::Metrics;
use super::metrics::episodes::{Episodes, QUIET};
use super::metrics::failures::Failures;
use super::plan::Plan;
use super::producer::Producer;
use super::producer::keys::KeySource;
use super::producer::lines::LineSource;
use super::random::RandomStream;
use super::store::Store;
use super::stream::Stream;
use super::stream::fan_out::{Subscription, WaitingPush};
use super::stream::replication::Zones;
use super::stream::shard::WriteTotals;
use super::time::{Micros, SimTime};
use super::trace::Trace;
use api::streams::Advantage;
use call_rates::CallRates;
use firehose::Firehoses;
use happenings::Event;
pub use happenings::Target;
use litemap::LiteMap;
use reading::Cursors;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use streams::Streams;

/// How often expired records are looked for.
const TRIM_EVERY: Micros = Micros::seconds(10);
/// How many sampled records are kept.
const SAMPLES_KEPT: usize = 512;

/// The key sources of a world, by file name.
pub type KeySources = BTreeMap<String, Rc<dyn KeySource>>;

/// What a world's traffic follows, by file name.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Files of keys.
    pub keys: KeySources,
    /// Files of lines.
    pub lines: BTreeMap<String, Rc<dyn LineSource>>,
}

impl From<KeySources> for Sources {
    fn from(keys: KeySources) -> Self {
        Self { keys, lines: BTreeMap::new() }
    }
}

/// Everything simulated.
#[derive(Clone, Debug)]
pub struct World {
    plan: Rc<Plan>,
    sources: Sources,
    profile: Profile,
    account: Account,
    now: SimTime,
    queue: EventQueue<Event>,
    streams: Streams,
    producers: Vec<Producer>,
    consumers: LiteMap<ConsumerId, Consumer>,
    /// How many consumers there ever were.
    consumers_made: u16,
    /// Whether consumers are looked at every second.
    is_sampling: bool,
    stores: Vec<Store>,
    firehoses: Firehoses,
    episodes: Episodes,
    failures: Failures,
    samples: VecDeque<SampledRecord>,
    lives: Lives,
    subscriptions: LiteMap<SubscriptionId, Subscription>,
    subscribed: u64,
    pushes: VecDeque<WaitingPush>,
    call_rates: CallRates,
    advantage: Advantage,
    keys: KeyStore,
    zones: Zones,
    zone_random: RandomStream,
    metrics: Metrics,
    /// What streams have used that are gone.
    meter: Meter,
    cursors: Cursors,
    /// The commands so far, unless nobody will replay them.
    journal: Option<Vec<JournalEntry>>,
    trace: Trace,
    retry_list: Vec<u64>,
}

/// One generated record, chosen at random among those of its request: what the page draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampledRecord {
    /// When it was sent.
    pub at: SimTime,
    /// Who sent it.
    pub producer: ProducerId,
    /// Its ordinal.
    pub ordinal: u64,
    /// The stream.
    pub stream: StreamId,
    /// Its shard.
    pub shard: ShardId,
    /// Where its key lies.
    pub hash: HashKey,
    /// Whether it was stored.
    pub is_accepted: bool,
}

impl World {
    /// A world at time zero.
    pub fn new(plan: &Plan, sources: impl Into<Sources>) -> Result<Self, Violation> {
        Self::with_sources(plan, sources.into())
    }

    fn with_sources(plan: &Plan, sources: Sources) -> Result<Self, Violation> {
        plan.validate()?;
        let now = SimTime::ZERO;
        let mut world = Self {
            plan: Rc::new(plan.clone()),
            sources,
            profile: plan.limits,
            account: Account::default(),
            now,
            queue: EventQueue::new(),
            streams: Streams::default(),
            producers: Vec::new(),
            consumers: LiteMap::new(),
            consumers_made: 0,
            is_sampling: false,
            stores: plan.stores.iter().map(|planned| Store::new(planned, now)).collect(),
            firehoses: Firehoses::default(),
            episodes: Episodes::default(),
            failures: Failures::default(),
            samples: VecDeque::new(),
            lives: Lives::default(),
            subscriptions: LiteMap::new(),
            subscribed: 0,
            pushes: VecDeque::new(),
            call_rates: CallRates::default(),
            advantage: Advantage::default(),
            keys: KeyStore::new(plan.seed, &Account::default()),
            zones: Zones::default(),
            zone_random: RandomStream::new(plan.seed, "zones"),
            metrics: Metrics::default(),
            meter: Meter::new(Rates::default(), now),
            cursors: Cursors::new(),
            journal: Some(Vec::new()),
            trace: Trace::default(),
            retry_list: Vec::new(),
        };
        plan.streams().for_each(|planned| world.add_planned_stream(planned));
        for (index, planned) in (0..).zip(&plan.producers) {
            let prefix = format!("producers[{index}].traffic.");
            world.add_producer(planned).map_err(|violation| violation.within(&prefix))?;
        }
        for planned in &plan.consumers {
            world.add_consumer(planned);
        }
        world.add_planned_firehoses();
        world.queue.schedule(now + TRIM_EVERY, Event::Trim);
        world.schedule_minute();
        Ok(world)
    }

    /// A world without streams and producers, as an account is at first.
    pub fn empty(seed: u64, limits: Profile) -> Self {
        Self::new(&Plan::empty(seed, limits), KeySources::new()).expect("a plan of nothing breaks no rule")
    }

    /// The same world, which does not write down its commands: it takes less memory and cannot be replayed.
    #[must_use]
    pub fn without_journal(mut self) -> Self {
        self.journal = None;
        self
    }

    /// The world after `journal`, at `until`: what rewinding, sharing and undoing stand on.
    pub fn replay(
        plan: &Plan,
        sources: impl Into<Sources>,
        journal: &[JournalEntry],
        until: SimTime,
    ) -> Result<Self, Violation> {
        let mut world = Self::new(plan, sources)?;
        for entry in journal.iter().filter(|entry| entry.at <= until) {
            world.advance_to(entry.at);
            // A command that was refused was journalled too: it is refused again in the same way.
            let _refused_as_before = world.execute(entry.command.clone());
        }
        world.advance_to(until);
        Ok(world)
    }

    /// Lets everything happen up to and including `until`.
    pub fn advance_to(&mut self, until: SimTime) {
        while let Some((at, event)) = self.queue.pop_until(until) {
            assert!(at >= self.now, "time does not run backwards");
            self.now = at;
            self.happen(event);
        }
        self.now = self.now.max(until);
    }

    /// The instant of the next event.
    pub fn next_event_at(&self) -> Option<SimTime> {
        self.queue.next_at()
    }
}

/// What can be read of a world.
impl World {
    /// The present instant.
    pub const fn now(&self) -> SimTime {
        self.now
    }

    /// The limits profile that holds.
    pub const fn profile(&self) -> Profile {
        self.profile
    }

    /// What the world was made from.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The account and its Region.
    pub const fn account(&self) -> &Account {
        &self.account
    }

    /// All streams.
    pub const fn streams(&self) -> &Streams {
        &self.streams
    }

    /// The stream in view: the one of this name, else the plan's, else the first by name.
    pub fn stream_in_view(&self, name: Option<&str>) -> Option<&Stream> {
        let planned = || self.plan.stream.as_ref().and_then(|planned| self.streams.find(&planned.name));
        name.and_then(|name| self.streams.find(name)).or_else(planned).or_else(|| self.streams.by_name().next())
    }

    /// The account's encryption keys.
    pub const fn keys(&self) -> &KeyStore {
        &self.keys
    }

    /// The zones of the Region.
    pub const fn zones(&self) -> &Zones {
        &self.zones
    }

    /// What CloudWatch was told.
    pub const fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// The subscriptions that are going on.
    pub const fn subscriptions(&self) -> &LiteMap<SubscriptionId, Subscription> {
        &self.subscriptions
    }

    /// The producers, those too that were taken away: each at the place of its number.
    pub fn producers(&self) -> &[Producer] {
        &self.producers
    }

    /// The consumers, in the order of their coming.
    pub fn consumers(&self) -> impl Iterator<Item = &Consumer> {
        self.consumers.values()
    }

    /// The stores, in the order of their coming.
    pub fn stores(&self) -> &[Store] {
        &self.stores
    }

    /// The throttling episodes.
    pub const fn episodes(&self) -> &Episodes {
        &self.episodes
    }

    /// How often throttling has begun, of shards, of delivery streams and of their reads.
    pub fn throttling_begun(&self) -> u64 {
        let deliveries = self.firehoses.iter().map(|stream| stream.throttled_puts.begun + stream.throttled_reads.begun);
        self.episodes.begun() + deliveries.sum::<u64>()
    }

    /// Whether something is throttled: a shard, a delivery stream or its reads.
    pub fn throttling_goes_on(&self) -> bool {
        let is_recent = |last: SimTime| self.now.since(last) < QUIET;
        let deliveries = self.firehoses.iter().flat_map(|stream| [stream.throttled_puts, stream.throttled_reads]);
        deliveries.filter_map(|throttled| throttled.latest).any(|latest| is_recent(latest.last))
            || self.episodes.iter().any(|episode| is_recent(episode.last))
    }

    /// The requests of producers that failed as a whole.
    pub const fn failures(&self) -> &Failures {
        &self.failures
    }

    /// Sampled records, oldest first.
    pub const fn samples(&self) -> &VecDeque<SampledRecord> {
        &self.samples
    }

    /// The commands so far.
    pub fn journal(&self) -> &[JournalEntry] {
        self.journal.as_deref().unwrap_or_default()
    }

    /// The fingerprint of everything that happened.
    pub const fn trace(&self) -> Trace {
        self.trace
    }

    /// The sum of the write sides of all shards of all streams that exist.
    pub fn totals(&self) -> WriteTotals {
        let mut sum = WriteTotals::default();
        self.streams.iter().flat_map(|stream| &stream.shards).for_each(|shard| sum.add(&shard.totals));
        sum
    }
}
