//! The world: the one owner of everything simulated. It advances to an instant and executes commands.
//!
//! The same plan, key sources and commands give the same world, bit for bit, however often it is asked to advance.

use super::command::{Command, JournalEntry, Outcome, PutEntry, Stored};
use super::error::{Rejection, Rule, Violation};
use super::events::EventQueue;
use super::hash::HashKey;
use super::ids::{Bytes, ProducerId};
use super::limits::Profile;
use super::metrics::episodes::Episodes;
use super::plan::Plan;
use super::producer::keys::{KeySource, KeyTable};
use super::producer::traffic::{KeyModel, Traffic};
use super::producer::{Producer, RetryBatch};
use super::random::mix;
use super::stream::Stream;
use super::stream::batch::{Origin, Part, Payload};
use super::stream::shard::{Share, WriteTotals};
use super::stream::throttle::WINDOW;
use super::time::{Micros, SimTime};
use super::trace::{Step, Trace};
use super::validate::check_put_records;
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
    Arrival {
        producer: ProducerId,
        setting: u32,
        records: u64,
    },
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

/// The ordinals of a request.
enum Ordinals {
    Fresh(std::ops::Range<u64>),
    Again(RetryBatch),
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
            let keys = world
                .key_table(&planned.traffic.keys)
                .map_err(|violation| violation.within(&prefix))?;
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
            Event::Arrival {
                producer,
                setting,
                records,
            } => {
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
            self.queue.schedule(
                at,
                Event::Arrival {
                    producer: id,
                    setting: producer.setting,
                    records,
                },
            );
        }
    }

    fn trim(&mut self) {
        for shard in &mut self.stream.shards {
            let gone = shard.log_mut().trim(self.now, self.stream.retention);
            if gone.records > 0 {
                self.trace.note(
                    Step::Trimmed,
                    [self.now.0, u64::from(shard.id.0), gone.records, gone.bytes.0],
                );
            }
        }
        self.queue.schedule(self.now + TRIM_EVERY, Event::Trim);
    }

    /// Sends generated records as one request.
    fn send(&mut self, id: ProducerId, ordinals: &Ordinals) {
        let producer = &mut self.producers[usize::from(id.0)];
        let (stream, now) = (&mut self.stream, self.now);
        let attempts_made = match ordinals {
            Ordinals::Fresh(_) => 1,
            Ordinals::Again(batch) => batch.attempt + 1,
        };
        let keeps_refused = producer.traffic.retry != super::producer::traffic::Retry::None;
        self.retry_list.clear();
        stream.admission.begin(stream.shards.len(), self.profile);
        match ordinals {
            Ordinals::Fresh(range) => {
                let recipe = Rc::clone(producer.recipe());
                for ordinal in range.clone() {
                    let made = recipe.make(ordinal);
                    let taken = stream
                        .admission
                        .offer(&mut stream.shards, now, made.key.shard, made.bytes, ordinal);
                    if !taken && keeps_refused {
                        self.retry_list.push(ordinal);
                    }
                }
                if let Some(sample) = sample(producer, range, now, &stream.admission) {
                    if self.samples.len() == SAMPLES_KEPT {
                        self.samples.pop_front();
                    }
                    self.samples.push_back(sample);
                }
            }
            Ordinals::Again(batch) => {
                for ordinal in batch.ordinals.iter().copied() {
                    let made = producer.recipe_of(ordinal).make(ordinal);
                    if !stream
                        .admission
                        .offer(&mut stream.shards, now, made.key.shard, made.bytes, ordinal)
                    {
                        self.retry_list.push(ordinal);
                    }
                }
            }
        }
        self.settle(id, ordinals);
        self.plan_retry(id, attempts_made);
    }

    /// Books how the request in the stream's admission fared and stores what was accepted.
    fn settle(&mut self, id: ProducerId, ordinals: &Ordinals) {
        let admission = std::mem::take(&mut self.stream.admission);
        let mut refused_records = 0;
        for (place, lane) in admission.lanes() {
            let fared = lane.share();
            let shard = &mut self.stream.shards[place];
            shard.book(self.now, &fared);
            let (records, bytes) = fared.accepted;
            if records > 0 {
                let listed = match ordinals {
                    Ordinals::Fresh(_) => None,
                    Ordinals::Again(batch) => Some(Rc::clone(&batch.ordinals)),
                };
                let part = Part {
                    producer: id,
                    ordinals: lane.accepted.clone(),
                    records,
                    listed,
                };
                let first = shard.store(self.now, records, bytes, Origin::Generated(part));
                self.trace
                    .note(Step::Stored, [self.now.0, place as u64, first.index, bytes.0]);
                self.producers[usize::from(id.0)].totals.accepted += records;
            }
            refused_records += fared.refused.0;
            self.note_refusal(place, &fared);
        }
        self.stream.admission = admission;
        let producer = &mut self.producers[usize::from(id.0)];
        if self.retry_list.is_empty() && refused_records > 0 {
            producer.give_up(refused_records);
        }
    }

    fn plan_retry(&mut self, id: ProducerId, attempts_made: u32) {
        if self.retry_list.is_empty() {
            return;
        }
        let producer = &mut self.producers[usize::from(id.0)];
        let refused = self.retry_list.clone();
        if let Some((wait, batch)) = producer.retry(refused, attempts_made) {
            self.queue
                .schedule(self.now + wait, Event::Retry { producer: id, batch });
        }
    }

    /// Adds a refusal to the shard's episode and the trace.
    fn note_refusal(&mut self, place: usize, fared: &Share) {
        let (records, bytes) = fared.refused;
        if records == 0 {
            return;
        }
        self.trace
            .note(Step::Refused, [self.now.0, place as u64, records, bytes.0]);
        let shard = &mut self.stream.shards[place];
        let throttle = shard.throttle_cause(self.now, fared, self.profile);
        let (producers, now) = (&self.producers, self.now);
        let evidence = || {
            producers
                .iter()
                .map(|producer| (producer.id, producer.recent(now, WINDOW)))
                .collect()
        };
        shard.episode = Some(self.episodes.refuse(shard.episode, &throttle, evidence));
    }

    /// Validates a command, writes it to the journal and applies it at the present instant.
    pub fn execute(&mut self, command: Command) -> Result<Outcome, Rejection> {
        let checked = self.check(&command).map_err(Rejection::Invalid)?;
        self.trace
            .note(Step::Command, [self.now.0, self.journal.len() as u64, 0, 0]);
        let result = match (&command, checked) {
            (Command::PutRecord(entry), Checked::Hashes(hashes)) => {
                let stored = self.put(std::slice::from_ref(entry), &hashes).remove(0);
                stored.map(Outcome::Stored).map_err(Rejection::Throttled)
            }
            (Command::PutRecords(entries), Checked::Hashes(hashes)) => Ok(Outcome::Entries(self.put(entries, &hashes))),
            (Command::SetTraffic { traffic, .. }, Checked::Producer(id, keys)) => {
                self.producers[usize::from(id.0)].set_traffic(traffic.clone(), keys, self.now);
                self.schedule_arrival(id);
                Ok(Outcome::Changed)
            }
            (Command::SetLimitsProfile(profile), _) => {
                self.profile = *profile;
                self.stream
                    .shards
                    .iter_mut()
                    .for_each(|shard| shard.set_profile(*profile));
                Ok(Outcome::Changed)
            }
            _ => unreachable!("each command has its own kind of check"),
        };
        self.journal.push(JournalEntry { at: self.now, command });
        result
    }

    fn check(&self, command: &Command) -> Result<Checked, Violation> {
        match command {
            Command::PutRecord(entry) => Ok(Checked::Hashes(vec![entry.validate(self.profile)?])),
            Command::PutRecords(entries) => Ok(Checked::Hashes(check_put_records(entries, self.profile)?)),
            Command::SetTraffic { producer, traffic } => {
                traffic.validate(self.profile)?;
                let known = || self.producers.iter().map(|known| known.name.clone()).collect();
                let found = self.producers.iter().find(|known| known.name == *producer);
                let found =
                    found.ok_or_else(|| Violation::new("producer", producer, Rule::Known { known: known() }))?;
                let keys = if found.traffic.keys == traffic.keys {
                    Rc::clone(found.recipe().keys())
                } else {
                    self.key_table(&traffic.keys)?
                };
                Ok(Checked::Producer(found.id, keys))
            }
            Command::SetLimitsProfile(_) => Ok(Checked::Nothing),
        }
    }

    fn put(&mut self, entries: &[PutEntry], hashes: &[HashKey]) -> Vec<Result<Stored, super::error::Throttle>> {
        let mut admission = std::mem::take(&mut self.stream.admission);
        admission.begin(self.stream.shards.len(), self.profile);
        let mut taken = Vec::with_capacity(entries.len());
        for (ordinal, (entry, hash)) in (0..).zip(entries.iter().zip(hashes)) {
            let place = self.stream.owners.find(*hash);
            taken.push((
                place,
                admission.offer(&mut self.stream.shards, self.now, place, entry.bytes(), ordinal),
            ));
        }
        let mut causes = BTreeMap::new();
        for (place, lane) in admission.lanes() {
            let share = lane.share();
            self.stream.shards[place].book(self.now, &share);
            if share.refused.0 > 0 {
                causes.insert(
                    place as u32,
                    self.stream.shards[place].throttle_cause(self.now, &share, self.profile),
                );
            }
            self.note_refusal(place, &share);
        }
        self.stream.admission = admission;
        let mut results = Vec::with_capacity(entries.len());
        for ((place, is_taken), (entry, hash)) in taken.into_iter().zip(entries.iter().zip(hashes)) {
            let shard = &mut self.stream.shards[place as usize];
            if !is_taken {
                results.push(Err(causes
                    .get(&place)
                    .expect("a shard that refused has a cause")
                    .clone()));
                continue;
            }
            let payload = Payload {
                partition_key: entry.partition_key.clone(),
                hash_key: *hash,
                data: entry.data.clone(),
            };
            let sequence_number = shard.store(self.now, 1, Bytes(entry.bytes()), Origin::Put(Rc::new(payload)));
            self.trace.note(
                Step::Stored,
                [self.now.0, u64::from(place), sequence_number.index, entry.bytes()],
            );
            results.push(Ok(Stored {
                shard: shard.id,
                sequence_number,
            }));
        }
        results
    }

    fn key_table(&self, model: &KeyModel) -> Result<Rc<KeyTable>, Violation> {
        let source = match model {
            KeyModel::File { file, .. } => Some(self.source(file)?),
            _ => None,
        };
        Ok(Rc::new(KeyTable::new(model, &self.stream.owners, source)))
    }

    /// The source called `file`, which has records to draw from.
    fn source(&self, file: &str) -> Result<Rc<dyn KeySource>, Violation> {
        let known = || Rule::Known {
            known: self.sources.keys().cloned().collect(),
        };
        let source = self.sources.get(file);
        let source = source.ok_or_else(|| Violation::new("keys.file", file, known()))?;
        let has_records = (0..source.keys()).any(|index| source.records(index) > 0)
            || source.tail().iter().any(|(_, records)| *records > 0);
        if has_records {
            Ok(Rc::clone(source))
        } else {
            Err(Violation::new("keys.file", file, Rule::NotEmpty))
        }
    }

    /// Adds a source of keys; traffic that follows it already keeps the one it had.
    pub fn add_key_source(&mut self, file: String, source: Rc<dyn KeySource>) {
        self.sources.insert(file, source);
    }
}

/// What checking a command found out.
enum Checked {
    Nothing,
    Hashes(Vec<HashKey>),
    Producer(ProducerId, Rc<KeyTable>),
}

/// One record of a request, chosen at random, and how it fared.
fn sample(
    producer: &Producer,
    ordinals: &std::ops::Range<u64>,
    now: SimTime,
    admission: &super::stream::admission::Admission,
) -> Option<SampledRecord> {
    let count = ordinals.end - ordinals.start;
    let ordinal = ordinals.start + mix(ordinals.start).checked_rem(count)?;
    let key = producer.recipe().make(ordinal).key;
    let lane = admission.lane(key.shard);
    let hash = producer.recipe().keys().hash(key);
    let is_accepted = lane.accepted.contains(&ordinal);
    Some(SampledRecord {
        at: now,
        producer: producer.id,
        ordinal,
        shard: key.shard,
        hash,
        is_accepted,
    })
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

    /// The traffic of the producer called `name`.
    pub fn traffic_of(&self, name: &str) -> Option<&Traffic> {
        self.producers
            .iter()
            .find(|producer| producer.name == name)
            .map(|producer| &producer.traffic)
    }
}
