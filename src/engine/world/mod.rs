//! The world: the one owner of everything simulated. It advances to an instant and executes commands.
//!
//! The same plan, key sources and commands give the same world, bit for bit, however often it is asked to advance.

mod commands;
mod requests;

use super::command::JournalEntry;
use super::error::Violation;
use super::events::EventQueue;
use super::hash::HashKey;
use super::ids::ProducerId;
use super::limits::Profile;
use super::metrics::episodes::Episodes;
use super::plan::Plan;
use super::producer::keys::KeySource;
use super::producer::{Producer, RetryBatch};
use super::stream::Stream;
use super::stream::shard::WriteTotals;
use super::time::{Micros, SimTime};
use super::trace::{Step, Trace};
use requests::Ordinals;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// How often expired records are looked for.
const TRIM_EVERY: Micros = Micros::seconds(10);
/// How many sampled records are kept.
const SAMPLES_KEPT: usize = 512;

/// The key sources of a world, by file name.
pub type KeySources = BTreeMap<String, Rc<dyn KeySource>>;

/// Everything simulated.
#[derive(Clone, Debug)]
pub struct World {
    plan: Rc<Plan>,
    sources: KeySources,
    profile: Profile,
    now: SimTime,
    queue: EventQueue<Event>,
    stream: Stream,
    producers: Vec<Producer>,
    episodes: Episodes,
    samples: VecDeque<SampledRecord>,
    journal: Vec<JournalEntry>,
    trace: Trace,
    retry_list: Vec<u64>,
}

#[derive(Clone, Debug)]
enum Event {
    /// Records of a producer arrive; stale if its traffic was set again meanwhile.
    Arrival { producer: ProducerId, setting: u32, records: u64 },
    /// Refused records are sent again.
    Retry { producer: ProducerId, batch: RetryBatch },
    /// Expired records are trimmed.
    Trim,
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
    /// Its shard, as a place in the stream's list.
    pub shard: u32,
    /// Where its key lies.
    pub hash: HashKey,
    /// Whether it was stored.
    pub is_accepted: bool,
}

impl World {
    /// A world at time zero.
    pub fn new(plan: &Plan, sources: KeySources) -> Result<Self, Violation> {
        plan.validate()?;
        let now = SimTime::ZERO;
        let stream = Stream::new(plan.stream.name.clone(), plan.stream.shards, plan.limits, now);
        let mut world = Self {
            plan: Rc::new(plan.clone()),
            sources,
            profile: plan.limits,
            now,
            queue: EventQueue::new(),
            stream,
            producers: Vec::new(),
            episodes: Episodes::default(),
            samples: VecDeque::new(),
            journal: Vec::new(),
            trace: Trace::default(),
            retry_list: Vec::new(),
        };
        for (index, planned) in (0..).zip(&plan.producers) {
            let prefix = format!("producers[{index}].traffic.");
            let keys = world.key_table(&planned.traffic.keys).map_err(|violation| violation.within(&prefix))?;
            let id = ProducerId(index);
            world.producers.push(Producer::new(
                id,
                planned.name.clone(),
                planned.traffic.clone(),
                keys,
                plan.seed,
                now,
            ));
            world.schedule_arrival(id);
        }
        world.queue.schedule(now + TRIM_EVERY, Event::Trim);
        Ok(world)
    }

    /// The world after `journal`, at `until`: what rewinding, sharing and undoing stand on.
    pub fn replay(
        plan: &Plan,
        sources: KeySources,
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

    fn happen(&mut self, event: Event) {
        match event {
            Event::Arrival { producer, setting, records } => {
                if self.producers[usize::from(producer.0)].setting == setting {
                    let ordinals = self.producers[usize::from(producer.0)].advance(records, self.now);
                    self.send(producer, &Ordinals::Fresh(ordinals));
                    self.schedule_arrival(producer);
                }
            }
            Event::Retry { producer, batch } => {
                let totals = &mut self.producers[usize::from(producer.0)].totals;
                totals.waiting -= batch.ordinals.len() as u64;
                totals.retried += batch.ordinals.len() as u64;
                self.send(producer, &Ordinals::Again(batch));
            }
            Event::Trim => self.trim(),
        }
    }

    fn schedule_arrival(&mut self, id: ProducerId) {
        let producer = &mut self.producers[usize::from(id.0)];
        if let Some((at, records)) = producer.arrivals.next(&mut producer.random) {
            self.queue.schedule(at, Event::Arrival { producer: id, setting: producer.setting, records });
        }
    }

    fn trim(&mut self) {
        for shard in &mut self.stream.shards {
            let gone = shard.log_mut().trim(self.now, self.stream.retention);
            if gone.records > 0 {
                self.trace.note(Step::Trimmed, [self.now.0, u64::from(shard.id.0), gone.records, gone.bytes.0]);
            }
        }
        self.queue.schedule(self.now + TRIM_EVERY, Event::Trim);
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

    /// The stream.
    pub const fn stream(&self) -> &Stream {
        &self.stream
    }

    /// The producers.
    pub fn producers(&self) -> &[Producer] {
        &self.producers
    }

    /// The throttling episodes.
    pub const fn episodes(&self) -> &Episodes {
        &self.episodes
    }

    /// Sampled records, oldest first.
    pub const fn samples(&self) -> &VecDeque<SampledRecord> {
        &self.samples
    }

    /// The commands so far.
    pub fn journal(&self) -> &[JournalEntry] {
        &self.journal
    }

    /// The fingerprint of everything that happened.
    pub const fn trace(&self) -> Trace {
        self.trace
    }

    /// The sum of all shards' write sides.
    pub fn totals(&self) -> WriteTotals {
        let mut sum = WriteTotals::default();
        self.stream.shards.iter().for_each(|shard| sum.add(&shard.totals));
        sum
    }
}
