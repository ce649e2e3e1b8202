//! What the library does for one shard: it gathers user records into aggregates, and holds finished Kinesis records back
//! until the rate limit lets them through.

use crate::engine::bucket::Bucket;
use crate::engine::limits::{LimitId, Profile};
use crate::engine::producer::aggregation::size::Size;
use crate::engine::producer::library::settings::LibrarySettings;
use crate::engine::producer::{Made, Recipe};
use crate::engine::stream::batch::Part;
use crate::engine::time::SimTime;
use crate::engine::{ids::ProducerId, time::Micros};
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

/// The partition key of every aggregate. Observed (the library's source).
pub const AGGREGATE_KEY: &str = "a";

/// A user record on its way.
#[derive(Clone, Copy, Debug)]
pub struct User {
    /// Its ordinal.
    pub ordinal: u64,
    /// When the application handed it over.
    pub made_at: SimTime,
    /// Until when it is held back at most.
    pub deadline: SimTime,
    /// Whether it was sent before.
    pub was_sent: bool,
    /// Whether it was stored by a request whose answer came too late.
    pub is_stored: bool,
}

/// A finished Kinesis record: one user record as it is, or an aggregate of several.
#[derive(Clone, Debug)]
pub struct Pack {
    /// The place of its shard in the library's layout.
    pub place: u32,
    /// What it holds.
    pub users: Vec<User>,
    /// Bytes, partition key counted.
    pub bytes: u64,
    /// Until when it is held back at most.
    pub deadline: SimTime,
    /// When its oldest user record was made.
    oldest: SimTime,
    /// Whether its user records are all those of its shard between its first and its last.
    is_run: bool,
}

/// An aggregate in the making.
#[derive(Clone, Debug)]
struct Open {
    recipe: Rc<Recipe>,
    users: Vec<User>,
    size: Size<u64>,
    /// What its only user record weighs by itself.
    first_bytes: u64,
    deadline: SimTime,
    oldest: SimTime,
    is_run: bool,
}

/// The work for one shard.
#[derive(Clone, Debug)]
pub struct Lane {
    open: Option<Open>,
    /// By deadline.
    waiting: VecDeque<Pack>,
    records: Bucket,
    bytes: Bucket,
    bytes_per_s: u64,
}

impl User {
    /// Whether it is too old to be sent. Observed: one that is held back until then is, because the clock goes on.
    pub fn is_expired(&self, time_to_live: Micros, now: SimTime) -> bool {
        now.since(self.made_at) >= time_to_live
    }
}

impl Pack {
    /// The run that the shard's log keeps of it.
    pub fn part(&self, producer: ProducerId) -> Part {
        let ordinals = || self.users.iter().map(|user| user.ordinal);
        let (first, last) = (ordinals().min().unwrap_or_default(), ordinals().max().unwrap_or_default());
        let listed = (!self.is_run && self.users.len() > 1).then(|| ordinals().collect());
        let repeats = self.users.iter().filter(|user| user.is_stored).count() as u64;
        let users = self.users.len() as u64;
        Part { producer, ordinals: first..last + 1, records: 1, users, repeats, listed }
    }
}

impl Lane {
    /// The work for a shard that was sent nothing yet.
    pub fn new(settings: &LibrarySettings, profile: Profile, now: SimTime) -> Self {
        let share = |limit: LimitId| limit.value(profile) * u64::from(settings.rate_limit_percent) / 100;
        let bytes_per_s = share(LimitId::ShardWriteBytes);
        Self {
            open: None,
            waiting: VecDeque::new(),
            records: Bucket::full(share(LimitId::ShardWriteRecords), now),
            bytes: Bucket::full(bytes_per_s, now),
            bytes_per_s,
        }
    }

    /// Adds a user record, made by `recipe`; `follows` tells that all those of the shard since the last one were added.
    pub fn add(
        &mut self,
        settings: &LibrarySettings,
        place: u32,
        (user, made, recipe): (User, &Made, &Rc<Recipe>),
        follows: bool,
    ) {
        let (key_bytes, key) = (u64::from(made.key.length), recipe.identity(made, user.ordinal));
        let data_bytes = made.bytes - key_bytes;
        let size_max = u64::from(settings.aggregation_max_size) - AGGREGATE_KEY.len() as u64;
        if let Some(open) = &self.open {
            let is_over = open.size.bytes() + open.size.added_by(&key, key_bytes, data_bytes) > size_max;
            if is_over || !Rc::ptr_eq(&open.recipe, recipe) {
                self.finish(place);
            }
        }
        let open = self.open.get_or_insert_with(|| Open {
            recipe: Rc::clone(recipe),
            users: Vec::new(),
            size: Size::default(),
            first_bytes: made.bytes,
            deadline: user.deadline,
            oldest: user.made_at,
            is_run: true,
        });
        open.is_run &= follows || open.users.is_empty();
        open.deadline = open.deadline.min(user.deadline);
        open.oldest = open.oldest.min(user.made_at);
        open.size.add(key, key_bytes, data_bytes);
        open.users.push(user);
        let is_full = open.users.len() as u64 >= u64::from(settings.aggregation_max_count);
        if is_full || open.size.bytes() >= size_max || !settings.aggregation_enabled {
            self.finish(place);
        }
    }

    /// A user record was not added: what follows is no run with what went before.
    pub const fn interrupt(&mut self) {
        if let Some(open) = &mut self.open {
            open.is_run = false;
        }
    }

    /// Ends the aggregate in the making if there is one.
    fn finish(&mut self, place: u32) {
        if let Some(Open { users, size, first_bytes, deadline, oldest, is_run, .. }) = self.open.take() {
            let aggregate_bytes = size.bytes() + AGGREGATE_KEY.len() as u64;
            let bytes = if users.len() == 1 { first_bytes } else { aggregate_bytes };
            let behind = self.waiting.partition_point(|pack| pack.deadline <= deadline);
            self.waiting.insert(behind, Pack { place, users, bytes, deadline, oldest, is_run });
        }
    }

    /// Ends the aggregate in the making if its time is over.
    pub fn finish_due(&mut self, place: u32, now: SimTime) {
        if self.open.as_ref().is_some_and(|open| open.deadline <= now) {
            self.finish(place);
        }
    }

    /// Takes out the finished records of which a user record is too old. Observed: they wait no more then, and each of their
    /// user records is judged by itself.
    pub fn take_expired(&mut self, time_to_live: Micros, now: SimTime) -> VecDeque<Pack> {
        let is_expired = |pack: &Pack| now.since(pack.oldest) >= time_to_live;
        if !self.waiting.iter().any(is_expired) {
            return VecDeque::new();
        }
        let (expired, waiting) = std::mem::take(&mut self.waiting).into_iter().partition(is_expired);
        self.waiting = waiting;
        expired
    }

    /// The next Kinesis record that the rate limit lets through now: the one of the earliest deadline.
    pub fn next(&mut self, now: SimTime) -> Option<Pack> {
        // A record that is larger than all that is saved up takes all of it.
        let bytes = self.waiting.front()?.bytes.min(self.bytes_per_s);
        if self.records.available(now) == 0 || self.bytes.available(now) < bytes {
            return None;
        }
        self.records.take(1);
        self.bytes.take(bytes);
        self.waiting.pop_front()
    }

    /// When there is something to do next: `soon` where finished records wait.
    pub fn due(&self, soon: SimTime) -> Option<SimTime> {
        if self.waiting.is_empty() { self.open.as_ref().map(|open| open.deadline) } else { Some(soon) }
    }

    /// Takes out all user records, oldest first.
    pub fn drain(&mut self) -> impl Iterator<Item = User> + use<> {
        let waiting = std::mem::take(&mut self.waiting).into_iter().flat_map(|pack| pack.users);
        waiting.chain(self.open.take().into_iter().flat_map(|open| open.users))
    }
}

/// The runs that the log keeps of the Kinesis records among `packs[range]` that go to `place`.
pub fn parts(packs: &[Pack], range: &Range<u64>, place: u32, producer: ProducerId) -> Vec<Part> {
    let among = &packs[range.start as usize..range.end as usize];
    among.iter().filter(|pack| pack.place == place).map(|pack| pack.part(producer)).collect()
}
