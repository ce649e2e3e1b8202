//! The Kinesis Producer Library: user records wait for others, go together as one Kinesis record, and several of these as
//! one request.
//!
//! Observed (the library's source): user records are aggregated by the shard to which they will go, one by itself stays
//! as it is, the aggregate has the partition key `a` and the first one's hash key; finished records pass a rate limit for
//! each shard and are collected into `PutRecords` requests, which go when they are full or the first deadline has come;
//! user records that were not stored are aggregated anew, with half of the buffered time, until they expire, and so are
//! the others of an aggregate of which one has expired before the rate limit let it through; each request that fails, for
//! whatever reason, is an attempt of each of its user records.
//! Simplified: before the library has ever found the stream, it has no shards to aggregate by and sends user records by
//! themselves; here they are aggregated as for a stream of one shard.
//! Assumed: the library knows at once how the stream is divided into shards; it looks at its clock every 10 ms; it holds
//! at most [`OUTSTANDING_MAX`] user records and fails what comes beyond. An aggregate does not span a change of the
//! traffic. A request whose answer comes too late was stored nevertheless, and its records are stored once more.

pub mod lane;
pub mod settings;

use super::arrivals::TICK;
use super::{Producer, ProducerTotals};
use crate::engine::limits::Profile;
use crate::engine::metrics::sketch::LatencySketch;
use crate::engine::stream::layout::Layout;
use crate::engine::time::{Micros, SimTime};
use lane::{Lane, Pack, User};
use settings::LibrarySettings;
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

/// User records that a library holds at most; the simulator's own bound.
pub const OUTSTANDING_MAX: u64 = 1_000_000;

/// The library of one producer.
#[derive(Clone, Debug)]
pub struct Library {
    settings: LibrarySettings,
    profile: Profile,
    layout: Rc<Layout>,
    /// One for each place of the layout.
    lanes: Vec<Lane>,
    collected: VecDeque<Pack>,
    collected_bytes: u64,
    under_way: Vec<UnderWay>,
    /// When it will look next; other wakes are stale.
    wakes_at: Option<SimTime>,
    /// User records that it holds.
    outstanding: u64,
    totals: LibraryTotals,
    waited: LatencySketch,
}

/// What became of what was handed to a library.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LibraryTotals {
    /// User records that were stored.
    pub stored: u64,
    /// User records that it holds and that are not stored.
    pub waiting: u64,
    /// User records that grew too old.
    pub expired: u64,
    /// User records that were throttled while that is a failure, or for which there was no room.
    pub failed: u64,
    /// Times that a user record was sent again.
    pub sent_again: u64,
    /// Times that a user record was stored again, because the first answer came too late.
    pub repeated: u64,
    /// Kinesis records that were stored.
    pub kinesis_records: u64,
    /// Their bytes, partition keys counted.
    pub kinesis_bytes: u64,
    /// Kinesis records that were refused, by their shard or with their whole request.
    pub kinesis_refused: u64,
    /// Requests.
    pub requests: u64,
    /// Those among them whose answer came too late.
    pub timed_out: u64,
}

/// How a request fared.
#[derive(Clone, Debug)]
pub enum Answer {
    /// It failed as a whole.
    Failed,
    /// Which of its Kinesis records were stored, and how long the answer took.
    Answered {
        /// One for each.
        stored: Vec<bool>,
        /// From the request to its answer.
        latency: Micros,
    },
}

/// A request that holds a connection.
#[derive(Clone, Debug)]
struct UnderWay {
    ends: SimTime,
    /// What is to be sent again then.
    back: Vec<User>,
}

impl Library {
    /// A library that begins at `now` to write to a stream of this layout.
    pub fn new(settings: LibrarySettings, layout: &Rc<Layout>, profile: Profile, now: SimTime) -> Self {
        Self {
            settings,
            profile,
            layout: Rc::clone(layout),
            lanes: vec![Lane::new(&settings, profile, now); layout.len()],
            collected: VecDeque::new(),
            collected_bytes: 0,
            under_way: Vec::new(),
            wakes_at: None,
            outstanding: 0,
            totals: LibraryTotals::default(),
            waited: LatencySketch::default(),
        }
    }

    /// Its settings.
    pub const fn settings(&self) -> &LibrarySettings {
        &self.settings
    }

    /// It has other settings from now on: what was not sent is aggregated anew.
    pub fn set(&mut self, producer: &Producer, settings: LibrarySettings, now: SimTime) {
        self.settings = settings;
        let users = self.take_unsent();
        self.lanes = vec![Lane::new(&self.settings, self.profile, now); self.layout.len()];
        for user in users {
            self.add_again(producer, user);
        }
    }

    /// What became of what it was handed.
    pub const fn totals(&self) -> &LibraryTotals {
        &self.totals
    }

    /// How long user records waited from their making to their first request.
    pub const fn waited(&self) -> &LatencySketch {
        &self.waited
    }

    /// Takes user records that `producer` has just made.
    pub fn take(&mut self, producer: &Producer, ordinals: Range<u64>, now: SimTime) {
        let recipe = producer.recipe();
        let deadline = now + self.settings.buffered_time();
        for ordinal in ordinals {
            let made = recipe.make(ordinal);
            let place = recipe.place_in(&made, &self.layout);
            let lane = &mut self.lanes[place as usize];
            if self.outstanding == OUTSTANDING_MAX {
                self.totals.failed += 1;
                lane.interrupt();
                continue;
            }
            self.outstanding += 1;
            self.totals.waiting += 1;
            let user = User { ordinal, made_at: now, deadline, was_sent: false, is_stored: false };
            lane.add(&self.settings, place, (user, &made, recipe), true);
        }
    }

    /// Does what is due, short of sending requests.
    pub fn turn(&mut self, producer: &Producer, now: SimTime) {
        for index in (0..self.under_way.len()).rev() {
            if self.under_way[index].ends <= now {
                let ended = self.under_way.remove(index);
                self.take_back(producer, ended.back, now);
            }
        }
        let time_to_live = self.settings.time_to_live();
        for place in 0..self.lanes.len() {
            self.lanes[place].finish_due(place as u32, now);
            for pack in self.lanes[place].take_expired(time_to_live, now) {
                self.take_back(producer, pack.users, now);
            }
            while let Some(pack) = self.lanes[place].next(now) {
                self.collected_bytes += pack.bytes;
                self.collected.push_back(pack);
            }
        }
    }

    /// User records that were not stored, or of which that is not known, or whose aggregate waits no more, are aggregated
    /// anew unless they are too old.
    fn take_back(&mut self, producer: &Producer, users: Vec<User>, now: SimTime) {
        let (time_to_live, half) = (self.settings.time_to_live(), Micros(self.settings.buffered_time().0 / 2));
        for user in users {
            if user.is_expired(time_to_live, now) {
                self.expire(&user);
                continue;
            }
            let left = Micros(time_to_live.0 - now.since(user.made_at).0);
            self.add_again(producer, User { deadline: now + half.min(left), ..user });
        }
    }

    fn add_again(&mut self, producer: &Producer, user: User) {
        let recipe = producer.recipe_of(user.ordinal);
        let made = recipe.make(user.ordinal);
        let place = recipe.place_in(&made, &self.layout);
        self.lanes[place as usize].add(&self.settings, place, (user, &made, recipe), false);
        self.lanes[place as usize].interrupt();
    }

    fn expire(&mut self, user: &User) {
        self.outstanding -= 1;
        if !user.is_stored {
            self.totals.waiting -= 1;
            self.totals.expired += 1;
        }
    }

    /// The next request that is to go now: what was collected, where it is full or its time has come.
    pub fn next_request(&mut self, now: SimTime) -> Option<Vec<Pack>> {
        let settings = &self.settings;
        let (count_max, size_max) = (settings.collection_max_count as usize, u64::from(settings.collection_max_size));
        let is_full = self.collected.len() >= count_max || self.collected_bytes >= size_max;
        let is_due = is_full || self.collected.iter().any(|pack| pack.deadline <= now);
        if !is_due || self.under_way.len() >= settings.max_connections as usize {
            return None;
        }
        let (mut request, mut bytes) = (Vec::new(), 0);
        while let Some(pack) = self.collected.front() {
            if request.len() == count_max || (bytes + pack.bytes > size_max && !request.is_empty()) {
                break;
            }
            bytes += pack.bytes;
            request.extend(self.collected.pop_front());
        }
        self.collected_bytes -= bytes;
        self.totals.requests += 1;
        for user in request.iter_mut().flat_map(|pack| &mut pack.users) {
            if user.was_sent {
                self.totals.sent_again += 1;
            } else {
                self.waited.add(now.since(user.made_at), 1);
            }
            user.was_sent = true;
        }
        Some(request)
    }

    /// Learns how a request fared that went at `now`.
    pub fn learn(&mut self, request: Vec<Pack>, answer: Answer, now: SimTime) {
        let (stored, latency, is_throttling) = match answer {
            Answer::Failed => (vec![false; request.len()], Micros(0), false),
            Answer::Answered { stored, latency } => (stored, latency, true),
        };
        let is_late = latency > self.settings.request_timeout();
        self.totals.timed_out += u64::from(is_late);
        let mut back = Vec::new();
        for (mut pack, is_stored) in request.into_iter().zip(stored) {
            if is_stored {
                self.note_stored(&mut pack);
            } else {
                self.totals.kinesis_refused += 1;
            }
            if is_late || !(is_stored || (is_throttling && self.settings.fail_if_throttled)) {
                back.append(&mut pack.users);
            } else {
                self.outstanding -= pack.users.len() as u64;
                let lost = pack.users.iter().filter(|user| !user.is_stored).count() as u64;
                self.totals.waiting -= lost;
                self.totals.failed += lost;
            }
        }
        self.under_way.push(UnderWay { ends: now + latency.min(self.settings.request_timeout()), back });
    }

    fn note_stored(&mut self, pack: &mut Pack) {
        self.totals.kinesis_records += 1;
        self.totals.kinesis_bytes += pack.bytes;
        for user in &mut pack.users {
            if user.is_stored {
                self.totals.repeated += 1;
            } else {
                user.is_stored = true;
                self.totals.stored += 1;
                self.totals.waiting -= 1;
            }
        }
    }

    /// Says when it is to be woken next, unless that is planned already.
    pub fn plan_wake(&mut self, now: SimTime) -> Option<SimTime> {
        let soon = SimTime((now.0 / TICK.0 + 1) * TICK.0);
        let of_lanes = self.lanes.iter().filter_map(|lane| lane.due(soon));
        let is_busy = self.under_way.len() >= self.settings.max_connections as usize;
        let of_collected = self.collected.iter().map(|pack| pack.deadline).filter(|_| !is_busy);
        let waits_for = |request: &&UnderWay| !request.back.is_empty() || (is_busy && !self.collected.is_empty());
        let of_requests = self.under_way.iter().filter(waits_for).map(|request| request.ends);
        let earliest = of_lanes.chain(of_collected).chain(of_requests).min()?;
        let at = SimTime(earliest.0.div_ceil(TICK.0) * TICK.0).max(soon);
        if self.wakes_at.is_some_and(|planned| planned <= at) {
            return None;
        }
        self.wakes_at = Some(at);
        Some(at)
    }

    /// Whether a wake at `now` is the one that is planned; it is not planned any more then.
    pub fn is_woken(&mut self, now: SimTime) -> bool {
        self.wakes_at.take_if(|planned| *planned == now).is_some()
    }

    /// The stream is divided otherwise: what was not sent is aggregated anew.
    pub fn move_to(&mut self, producer: &Producer, layout: &Rc<Layout>, now: SimTime) {
        let users = self.take_unsent();
        let kept = |(shard, range)| self.layout.place_of(shard, range).map(|place| self.lanes[place as usize].clone());
        let lane = |of: Option<Lane>| of.unwrap_or_else(|| Lane::new(&self.settings, self.profile, now));
        self.lanes = layout.ranges().map(kept).map(lane).collect();
        self.layout = Rc::clone(layout);
        for user in users {
            self.add_again(producer, user);
        }
    }

    /// Takes all user records that are not under way.
    fn take_unsent(&mut self) -> Vec<User> {
        let collected = std::mem::take(&mut self.collected).into_iter().flat_map(|pack| pack.users);
        self.collected_bytes = 0;
        collected.chain(self.lanes.iter_mut().flat_map(Lane::drain)).collect()
    }

    /// Its totals as those of its producer.
    pub const fn book(&self, totals: &mut ProducerTotals) {
        totals.accepted = self.totals.stored;
        totals.waiting = self.totals.waiting;
        totals.retried = self.totals.sent_again;
        totals.given_up = self.totals.expired + self.totals.failed;
    }
}
