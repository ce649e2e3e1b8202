//! Producers: actors that send generated records to a stream.
//!
//! A producer is described by its [`Traffic`]. Its records are numbered by ordinals; key, hash and size of record
//! `n` are functions of (seed, n), so that nothing about a generated record need be stored. Requests go out as
//! `PutRecords`, one each arrival instant, by a client of the API whose requests take their time, by the Kinesis Producer
//! Library, or by the Kinesis Agent.

pub mod agent;
pub mod aggregation;
pub mod alias;
pub mod arrivals;
pub mod client;
pub mod command;
mod content;
pub mod keys;
pub mod knobs;
pub mod library;
pub mod lines;
pub mod rate;
pub mod recipe;
pub mod sizes;
pub mod template;
pub mod timeline;
pub mod traffic;

use super::ids::ProducerId;
use super::random::{RandomStream, stream_seed};
use super::stream::layout::Layout;
use super::time::{Micros, SimTime};
use super::world::Target;
use agent::Agent;
use agent::settings::AgentSettings;
use arrivals::Arrivals;
use client::Client;
use client::settings::ApiSettings;
use library::Library;
use library::settings::LibrarySettings;
pub use recipe::{Content, Made, Recipe};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;
use timeline::Timeline;
use traffic::{Retry, Traffic};

/// Records that a producer holds for a later attempt at most; what is refused beyond is given up. Assumed.
pub const WAITING_RECORDS_MAX: u64 = 100_000;
/// How far back it is known what was sent: a little more than the window of the write limits.
const RECENT: Micros = Micros::millis(1_100);

/// How a producer is built.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ProducerKind {
    /// With an ideal AWS SDK: what arrives together goes as one request of any size, whose answer is there at once and never
    /// gets lost.
    #[default]
    Sdk,
    /// With the Kinesis Producer Library: user records wait for others and go together as one Kinesis record. What is
    /// sent again is the library's affair, whatever the traffic says.
    Kpl(LibrarySettings),
    /// With an AWS SDK as it is: requests of `PutRecord` or `PutRecords` that take their time, of which some are under way
    /// at once, and whose answers can get lost. What is sent again follows these settings, whatever the traffic says.
    Api(ApiSettings),
    /// With the Kinesis Agent: an application appends what the traffic makes to files, as lines, and the agent sends them,
    /// with keys of its own. What is sent again is the agent's affair, whatever the traffic says.
    Agent(Box<AgentSettings>),
}

/// The state of a producer, by how it is built.
#[derive(Clone, Debug, Default)]
pub enum Body {
    /// With an ideal AWS SDK: it keeps nothing.
    #[default]
    Sdk,
    /// With an AWS SDK as it is.
    Api(Box<Client>),
    /// With the Kinesis Producer Library.
    Kpl(Box<Library>),
    /// With the Kinesis Agent.
    Agent(Box<Agent>),
}

/// One producer.
#[derive(Clone, Debug)]
pub struct Producer {
    /// Its place among the producers.
    pub id: ProducerId,
    /// Its name, unique in the world.
    pub name: String,
    /// What it sends.
    pub traffic: Traffic,
    /// The stream to which it sends.
    pub target: Target,
    /// The delivery stream to which it sends in its place.
    pub delivery_stream: Option<String>,
    /// What became of its records.
    pub totals: ProducerTotals,
    /// How many times its traffic was set; events of earlier settings are stale.
    pub setting: u32,
    /// How it sends what it makes.
    pub body: Body,
    /// Whether it was taken away: it makes nothing more, while what it made can still be read.
    pub is_removed: bool,
    pub(super) arrivals: Arrivals,
    /// The chance of its arrivals alone: being refused must not change what it sends.
    pub(super) random: RandomStream,
    waits: RandomStream,
    next_ordinal: u64,
    recipe: Rc<Recipe>,
    /// Which recipe made which ordinals: each entry from its ordinal to that of the next.
    recipes: Vec<(u64, Rc<Recipe>)>,
    recent: VecDeque<(SimTime, Range<u64>)>,
    timeline: Timeline,
}

/// What became of a producer's records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProducerTotals {
    /// Records made.
    pub generated: u64,
    /// Records stored, at whatever attempt.
    pub accepted: u64,
    /// Attempts that were repeats.
    pub retried: u64,
    /// Records that wait for another attempt.
    pub waiting: u64,
    /// Records given up: no retry, too many attempts, too many waiting, or no stream to take them.
    pub given_up: u64,
    /// Those among them that were given up because there was no stream of that name.
    pub not_found: u64,
    /// Attempts that failed with their whole request: too few zones, or a key that cannot be used.
    pub failed: u64,
}

/// Refused records on their way to another attempt.
#[derive(Clone, Debug)]
pub struct RetryBatch {
    /// The number of the attempt to come: 1 for the first repeat.
    pub attempt: u32,
    /// The records.
    pub ordinals: Rc<[u64]>,
}

impl Producer {
    /// A producer that starts at `now`.
    pub fn new(id: ProducerId, name: String, traffic: Traffic, content: Content, seed: u64, now: SimTime) -> Self {
        let recipe = Rc::new(Recipe { seed: stream_seed(seed, &format!("{name}/records")), content });
        Self {
            id,
            random: RandomStream::new(seed, &format!("{name}/arrivals")),
            waits: RandomStream::new(seed, &format!("{name}/retries")),
            arrivals: Arrivals::new(&traffic, now),
            name,
            traffic,
            target: Target::default(),
            delivery_stream: None,
            totals: ProducerTotals::default(),
            setting: 0,
            body: Body::Sdk,
            is_removed: false,
            next_ordinal: 0,
            recipes: vec![(0, Rc::clone(&recipe))],
            recipe,
            recent: VecDeque::new(),
            timeline: Timeline::default(),
        }
    }

    /// Sends other traffic from `now` on; records made before keep their recipe.
    pub fn set_traffic(&mut self, traffic: Traffic, content: Content, now: SimTime) {
        self.cook(content);
        self.arrivals = self.arrivals.followed_by(&traffic, now);
        self.traffic = traffic;
        self.setting += 1;
    }

    /// Its records go to another layout of its stream from now on.
    pub fn move_to(&mut self, layout: &Rc<Layout>, now: SimTime) {
        if !Rc::ptr_eq(self.recipe.keys().layout(), layout) {
            let keys = Rc::new(self.recipe.keys().moved_to(layout));
            self.cook(Content { keys, ..self.recipe.content.clone() });
            if let Some(mut library) = self.take_library() {
                library.move_to(self, layout, now);
                self.body = Body::Kpl(library);
            }
        }
    }

    /// Its library, where it has one.
    pub fn library(&self) -> Option<&Library> {
        match &self.body {
            Body::Kpl(library) => Some(library),
            Body::Sdk | Body::Api(_) | Body::Agent(_) => None,
        }
    }

    /// Its client of the API, where it has one.
    pub fn client(&self) -> Option<&Client> {
        match &self.body {
            Body::Api(client) => Some(client),
            Body::Sdk | Body::Kpl(_) | Body::Agent(_) => None,
        }
    }

    /// Its agent, where it has one.
    pub fn agent(&self) -> Option<&Agent> {
        match &self.body {
            Body::Agent(agent) => Some(agent),
            Body::Sdk | Body::Kpl(_) | Body::Api(_) => None,
        }
    }

    /// Takes its client out, so that it can use the producer; whoever takes it puts it back.
    pub(super) fn take_client(&mut self) -> Option<Box<Client>> {
        match std::mem::take(&mut self.body) {
            Body::Api(client) => Some(client),
            other => {
                self.body = other;
                None
            }
        }
    }

    /// Takes its agent out, so that it can use the producer; whoever takes it puts it back.
    pub(super) fn take_agent(&mut self) -> Option<Box<Agent>> {
        match std::mem::take(&mut self.body) {
            Body::Agent(agent) => Some(agent),
            other => {
                self.body = other;
                None
            }
        }
    }

    /// Takes its library out, so that it can use the producer; whoever takes it puts it back.
    pub(super) fn take_library(&mut self) -> Option<Box<Library>> {
        match std::mem::take(&mut self.body) {
            Body::Kpl(library) => Some(library),
            other => {
                self.body = other;
                None
            }
        }
    }

    /// How it is built, with the settings that hold now.
    pub fn kind(&self) -> ProducerKind {
        match &self.body {
            Body::Sdk => ProducerKind::Sdk,
            Body::Api(client) => ProducerKind::Api(*client.settings()),
            Body::Kpl(library) => ProducerKind::Kpl(*library.settings()),
            Body::Agent(agent) => ProducerKind::Agent(Box::new(agent.settings().clone())),
        }
    }

    /// It is there no longer: what it holds is given up, and what it had planned is stale.
    pub(super) fn remove(&mut self) {
        self.is_removed = true;
        self.setting += 1;
        let held = match std::mem::take(&mut self.body) {
            Body::Kpl(library) => library.totals().waiting,
            Body::Api(client) => client.totals().waiting,
            Body::Agent(agent) => agent.waiting(),
            // What waits for another attempt is given up when its time comes.
            Body::Sdk => 0,
        };
        self.totals.given_up += held;
        self.totals.waiting -= held;
    }

    /// Records are made of `content` from now on.
    pub(super) fn cook(&mut self, content: Content) {
        self.recipe = Rc::new(Recipe { seed: self.recipe.seed, content });
        // A recipe that made nothing is forgotten: moving a control back and forth must not fill the memory with tables.
        match self.recipes.last_mut() {
            Some((from, unused)) if *from == self.next_ordinal => *unused = Rc::clone(&self.recipe),
            _ => self.recipes.push((self.next_ordinal, Rc::clone(&self.recipe))),
        }
    }

    /// The recipe of record number `ordinal`.
    pub fn recipe_of(&self, ordinal: u64) -> &Rc<Recipe> {
        let place = self.recipes.partition_point(|(from, _)| *from <= ordinal);
        &self.recipes[place.checked_sub(1).expect("the first recipe begins at ordinal 0")].1
    }

    /// The recipes of a range of ordinals, each with its part of the range, in order.
    pub fn recipes_of(&self, ordinals: Range<u64>) -> impl Iterator<Item = (Range<u64>, &Rc<Recipe>)> {
        let first = self.recipes.partition_point(|(from, _)| *from <= ordinals.start).saturating_sub(1);
        let recipes = &self.recipes[first..];
        let ends = recipes.iter().skip(1).map(|(from, _)| *from).chain([u64::MAX]);
        let parts = recipes.iter().zip(ends).take_while(move |((from, _), _)| *from < ordinals.end);
        parts.filter_map(move |((from, recipe), end)| {
            let part = ordinals.start.max(*from)..ordinals.end.min(end);
            (!part.is_empty()).then_some((part, recipe))
        })
    }

    /// The recipe of the records made now.
    pub const fn recipe(&self) -> &Rc<Recipe> {
        &self.recipe
    }

    /// Takes the next `records` ordinals, made at `now`.
    pub fn advance(&mut self, records: u64, now: SimTime) -> Range<u64> {
        let ordinals = self.next_ordinal..self.next_ordinal + records;
        self.next_ordinal = ordinals.end;
        if self.recipe.tells_time() {
            self.timeline.note(ordinals.start, records, now, self.arrivals.rate_at(now));
        }
        self.totals.generated += records;
        if !matches!(self.body, Body::Agent(_)) {
            self.note_sent(ordinals.clone(), now);
        }
        ordinals
    }

    /// Notes that these ordinals are sent at `now`.
    pub(super) fn note_sent(&mut self, ordinals: Range<u64>, now: SimTime) {
        self.recent.push_back((now, ordinals));
        while self.recent.front().is_some_and(|(at, _)| now.since(*at) > RECENT) {
            self.recent.pop_front();
        }
    }

    /// The ordinals sent within `window` before `now`; repeats of an agent may lie between them.
    pub fn recent(&self, now: SimTime, window: Micros) -> Range<u64> {
        let first = self.recent.iter().find(|(at, _)| now.since(*at) < window).map(|(_, ordinals)| ordinals.start);
        let end = self.recent.back().map_or(0, |(_, ordinals)| ordinals.end);
        first.unwrap_or(end).min(end)..end
    }

    /// Records that it makes in a second at `now`, on the average.
    pub fn rate_records_per_s(&self, now: SimTime) -> u64 {
        self.arrivals.rate_at(now).div_ceil(1_000)
    }

    /// Decides about refused records: whether and when they are sent again.
    pub fn retry(&mut self, refused: Vec<u64>, attempts_made: u32) -> Option<(Micros, RetryBatch)> {
        let Retry::ExponentialBackoff(policy) = self.traffic.retry else {
            return self.give_up(refused.len() as u64);
        };
        if refused.is_empty() || attempts_made >= policy.attempts_max {
            return self.give_up(refused.len() as u64);
        }
        let room = usize::try_from(WAITING_RECORDS_MAX.saturating_sub(self.totals.waiting)).unwrap_or(0);
        let mut kept = refused;
        let dropped = kept.len().saturating_sub(room);
        kept.truncate(room);
        self.give_up(dropped as u64);
        if kept.is_empty() {
            return None;
        }
        self.totals.waiting += kept.len() as u64;
        let wait = policy.wait(attempts_made, &mut self.waits);
        Some((wait, RetryBatch { attempt: attempts_made, ordinals: kept.into() }))
    }

    /// Counts records that nobody will send again.
    pub fn give_up(&mut self, records: u64) -> Option<(Micros, RetryBatch)> {
        self.totals.given_up += records;
        None
    }
}

#[cfg(test)]
mod tests;
