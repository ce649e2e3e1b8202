//! A producer that calls the Streams API through an AWS SDK: requests take time, answers get lost, attempts are repeated.
//!
//! Documented: some records of a `PutRecords` request can fail while the others are stored, and the application has to
//! send those again; a request whose answer does not come is sent again, and what had been stored is stored twice;
//! `PutRecords` promises no order, nor do requests that are under way at the same time. `SequenceNumberForOrdering` of
//! `PutRecord` promises that a record gets a greater sequence number than the one named, for one client and one partition
//! key; to name it, the client has to wait for its answer, so each key has one record under way. It does not keep a record
//! from being stored twice, and says nothing about other clients. Observed (the SDK for Java): connections, time-outs and
//! back-off with full jitter.
//! Assumed: the way to the stream takes from a quarter to three quarters of the round trip, so that requests overtake each
//! other; a request that has not reached the stream by its time-out never will; what is sent again goes as a request of
//! its own, before what is new, and needs no connection while it waits; a throttled entry waits as a failed request does;
//! a fault that does not pass is not tried again; at most [`HELD_MAX`] records are held, and what comes beyond is given up.
//! Leaves out: connecting, the SDK's retry quota, and the time that sending bytes takes.

pub mod order;
pub mod queue;
pub mod settings;

use super::{Made, Producer, ProducerTotals, Recipe};
use crate::engine::api::operation::Operation;
use crate::engine::limits::{LimitId, Profile};
use crate::engine::metrics::sketch::LatencySketch;
use crate::engine::random::RandomStream;
use crate::engine::time::{Micros, SimTime};
use order::Order;
use queue::Queue;
use settings::{ApiSettings, PutOperation};
use std::collections::VecDeque;
use std::ops::Range;

/// Records that a client holds at most; the simulator's own bound.
pub const HELD_MAX: u64 = 100_000;

/// The sending side of one producer.
#[derive(Clone, Debug)]
pub struct Client {
    settings: ApiSettings,
    /// The chance of the network and of back-off.
    chance: RandomStream,
    queue: Queue,
    /// What is to be sent again now.
    again: VecDeque<Box<Request>>,
    under_way: u32,
    /// When it looks next whether it has gathered for long enough.
    looks_at: Option<SimTime>,
    /// Records that it holds.
    held: u64,
    order: Order,
    totals: ClientTotals,
    waited: LatencySketch,
    stored: LatencySketch,
    answered: LatencySketch,
}

/// What became of what was handed to a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientTotals {
    /// Records that were stored.
    pub stored: u64,
    /// Records that it holds and that are not stored.
    pub waiting: u64,
    /// Records that were given up after the last attempt, or because of a fault that does not pass.
    pub given_up: u64,
    /// Records for which there was no room.
    pub dropped: u64,
    /// Requests, each attempt counted.
    pub requests: u64,
    /// Those among them that failed as a whole.
    pub failed: u64,
    /// Those among them whose answer did not come in time.
    pub timed_out: u64,
    /// Records refused by their shard, each attempt counted.
    pub throttled: u64,
    /// Times that a record was sent again.
    pub sent_again: u64,
    /// Times that a record was stored again, because the answer before had not come.
    pub repeated: u64,
    /// Records that were stored after a later one of the same partition key.
    pub out_of_order: u64,
}

/// A record on its way.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// Its ordinal.
    pub ordinal: u64,
    /// When the application made it.
    pub made_at: SimTime,
    /// Whether it was stored, be it known or not.
    pub is_stored: bool,
    /// Whether this attempt stores it.
    pub is_taken: bool,
}

/// Records that go together.
#[derive(Clone, Debug)]
pub struct Request {
    /// The records, in the order of their ordinals.
    pub items: Vec<Item>,
    /// With which operation.
    pub operation: Operation,
    /// The partition key whose next record has to wait.
    key: Option<u64>,
    /// How many attempts there were, this one included.
    attempts: u32,
    /// Until when its answer is waited for.
    waits_until: SimTime,
    /// How long its answer is on the way.
    way_back: Micros,
}

/// What a client has planned.
#[derive(Clone, Debug)]
pub enum Task {
    /// To look whether it has gathered for long enough.
    Look,
    /// A request reaches the stream.
    Reach(Box<Request>),
    /// The answer of a request comes, or is waited for no longer; what is left in the request failed.
    End(Box<Request>),
    /// A request goes again.
    Again(Box<Request>),
}

impl Client {
    /// A client that has sent nothing yet.
    pub fn new(settings: ApiSettings, chance: RandomStream) -> Self {
        Self {
            settings,
            chance,
            queue: Queue::default(),
            again: VecDeque::new(),
            under_way: 0,
            looks_at: None,
            held: 0,
            order: Order::default(),
            totals: ClientTotals::default(),
            waited: LatencySketch::default(),
            stored: LatencySketch::default(),
            answered: LatencySketch::default(),
        }
    }

    /// Its settings.
    pub const fn settings(&self) -> &ApiSettings {
        &self.settings
    }

    /// It has other settings from now on; what is under way goes on as it was sent.
    pub fn set(&mut self, producer: &Producer, settings: ApiSettings) {
        self.settings = settings;
        if settings.operation != PutOperation::PutRecordInOrder {
            self.queue.forget_keys(producer);
        }
    }

    /// What became of what it was handed.
    pub const fn totals(&self) -> &ClientTotals {
        &self.totals
    }

    /// How many requests are under way.
    pub const fn under_way(&self) -> u32 {
        self.under_way
    }

    /// How long records waited from their making to their first request.
    pub const fn waited(&self) -> &LatencySketch {
        &self.waited
    }

    /// How long it took from a record's making until it was stored for the first time.
    pub const fn stored(&self) -> &LatencySketch {
        &self.stored
    }

    /// How long it took from a record's making until the application heard that it was stored.
    pub const fn answered(&self) -> &LatencySketch {
        &self.answered
    }

    /// Takes records that `producer` has just made.
    pub fn take(&mut self, producer: &Producer, ordinals: Range<u64>, now: SimTime) {
        let made = ordinals.end - ordinals.start;
        let kept = made.min(HELD_MAX - self.held);
        self.totals.dropped += made - kept;
        self.totals.waiting += kept;
        self.held += kept;
        if kept > 0 {
            self.queue.add(producer, ordinals.start..ordinals.start + kept, now);
        }
    }

    /// What is to be done beside sending.
    pub fn turn(&mut self, task: Task, now: SimTime) -> Option<(SimTime, Task)> {
        match task {
            Task::Look => {
                self.looks_at.take_if(|planned| *planned <= now);
                None
            }
            Task::Again(request) => {
                self.again.push_back(request);
                None
            }
            Task::End(request) => self.end(request, now),
            Task::Reach(_) => None,
        }
    }

    /// A request is under way no longer: what failed waits for another attempt, or is given up.
    fn end(&mut self, request: Box<Request>, now: SimTime) -> Option<(SimTime, Task)> {
        self.under_way -= 1;
        if !request.items.is_empty() && request.attempts < self.settings.max_attempts {
            let wait = self.settings.backoff().wait(request.attempts, &mut self.chance);
            return Some((now + wait, Task::Again(request)));
        }
        self.give_up(&request.items);
        if let Some(key) = request.key {
            self.queue.finish(key);
        }
        None
    }

    fn give_up(&mut self, items: &[Item]) {
        let lost = items.iter().filter(|item| !item.is_stored).count() as u64;
        self.held -= items.len() as u64;
        self.totals.waiting -= lost;
        self.totals.given_up += lost;
    }

    /// The next request that is to go now, with the instant at which it arrives, or at which waiting for it ends.
    pub fn send(&mut self, producer: &Producer, profile: Profile, now: SimTime) -> Option<(SimTime, Task)> {
        if self.under_way >= self.settings.max_connections {
            return None;
        }
        let mut request = self.again.pop_front().or_else(|| self.gather(producer, profile, now))?;
        self.under_way += 1;
        self.totals.requests += 1;
        request.attempts += 1;
        if request.attempts > 1 {
            self.totals.sent_again += request.items.len() as u64;
        } else {
            request.items.iter().for_each(|item| self.waited.add(now.since(item.made_at), 1));
        }
        let round_trip = self.settings.round_trip();
        let way_there = Micros((round_trip.0 as f64 * (0.25 + self.chance.unit() / 2.0)) as u64);
        request.way_back = Micros(round_trip.0 - way_there.0);
        request.waits_until = now + self.settings.request_timeout();
        if now + way_there > request.waits_until {
            self.totals.timed_out += 1;
            return Some((request.waits_until, Task::End(request)));
        }
        Some((now + way_there, Task::Reach(request)))
    }

    /// A request of what was not sent yet, if one is to go now.
    fn gather(&mut self, producer: &Producer, profile: Profile, now: SimTime) -> Option<Box<Request>> {
        let (key, items) = match self.settings.operation {
            PutOperation::PutRecords => {
                let (records, bytes) = (u64::from(self.settings.batch_size), LimitId::PutRecordsBytes.value(profile));
                let is_over = self.queue.oldest()? + self.settings.linger() <= now;
                if !is_over && !self.queue.fills(records, bytes) {
                    return None;
                }
                (None, self.queue.take(producer, records, bytes))
            }
            PutOperation::PutRecord => (None, self.queue.take(producer, 1, u64::MAX)),
            PutOperation::PutRecordInOrder => {
                let (key, item) = self.queue.take_in_order(producer)?;
                (key, vec![item])
            }
        };
        let operation = self.settings.operation.operation();
        let (waits_until, way_back) = (now, Micros(0));
        (!items.is_empty()).then(|| Box::new(Request { items, operation, key, attempts: 0, waits_until, way_back }))
    }

    /// When it looks next whether it has gathered for long enough, unless that is planned already.
    pub fn plan_look(&mut self) -> Option<SimTime> {
        let is_gathering = self.settings.operation == PutOperation::PutRecords;
        if !is_gathering || self.under_way >= self.settings.max_connections {
            return None;
        }
        let due = self.queue.oldest()? + self.settings.linger();
        if self.looks_at.is_some_and(|planned| planned <= due) {
            return None;
        }
        self.looks_at = Some(due);
        Some(due)
    }

    /// The stream takes a record; says whether it had taken it before.
    pub fn note_taken(&mut self, item: &mut Item, made: &Made, recipe: &Recipe, now: SimTime) -> bool {
        item.is_taken = true;
        if item.is_stored {
            self.totals.repeated += 1;
            return true;
        }
        item.is_stored = true;
        self.totals.stored += 1;
        self.totals.waiting -= 1;
        self.totals.out_of_order += u64::from(self.order.is_broken_by(recipe, made.key, item.ordinal));
        self.stored.add(now.since(item.made_at), 1);
        false
    }

    /// The stream has answered a request after `latency`; says when the client hears of it, or stops waiting.
    pub fn note_answer(&mut self, request: &mut Request, latency: Micros, now: SimTime) -> SimTime {
        self.totals.throttled += request.items.iter().filter(|item| !item.is_taken).count() as u64;
        let lost = self.settings.lost_answers_per_mille;
        let is_lost = lost > 0 && self.chance.unit() * 1_000.0 < f64::from(lost);
        let comes = now + latency + request.way_back;
        if is_lost || comes > request.waits_until {
            self.totals.timed_out += 1;
            request.items.iter_mut().for_each(|item| item.is_taken = false);
            return request.waits_until;
        }
        let before = request.items.len();
        for item in request.items.iter().filter(|item| item.is_taken) {
            self.answered.add(comes.since(item.made_at), 1);
        }
        request.items.retain(|item| !item.is_taken);
        self.held -= (before - request.items.len()) as u64;
        comes
    }

    /// A request has failed as a whole; says when the client hears of it.
    pub fn note_failure(&mut self, request: &mut Request, passes: bool, now: SimTime) -> SimTime {
        self.totals.failed += 1;
        if !passes {
            let items = std::mem::take(&mut request.items);
            self.give_up(&items);
        }
        (now + request.way_back).min(request.waits_until)
    }

    /// Its totals as those of its producer.
    pub const fn book(&self, totals: &mut ProducerTotals) {
        totals.accepted = self.totals.stored;
        totals.waiting = self.totals.waiting;
        totals.retried = self.totals.sent_again;
        totals.given_up = self.totals.given_up + self.totals.dropped;
    }
}
