//! Enhanced fan-out: consumers that are registered with a stream, and their subscriptions to its shards.
//!
//! Documented: 2 MB/s a consumer and shard, not shared; records are pushed about 70 ms after they were stored; a
//! subscription lasts 5 minutes; a new one for the same shard is refused within 5 seconds of the last and ends the old one
//! after that. Assumed: a push takes what has arrived and what the 2 MB/s leave room for, at least one record; records of
//! a batch weigh their mean; a push of nothing but the end of a shard names its children.

use crate::engine::api::choices::ConsumerStatus;
use crate::engine::api::error::ApiError;
use crate::engine::bucket::Bucket;
use crate::engine::ids::{ConsumerId, ShardId, StreamId, SubscriptionId};
use crate::engine::metrics::cloudwatch::counters::ConsumerMinute;
use crate::engine::stream::Tags;
use crate::engine::stream::retention::RecordLog;
use crate::engine::time::{Micros, SimTime};
use litemap::LiteMap;

/// How long after it was stored a record is pushed. Documented as about 70 ms.
pub const PUSH_DELAY: Micros = Micros::millis(70);

/// The consumers of a stream, by name.
#[derive(Clone, Debug, Default)]
pub struct Consumers {
    by_name: LiteMap<String, Consumer>,
}

/// A registered consumer.
#[derive(Clone, Debug)]
pub struct Consumer {
    /// Its name, unique in the stream.
    pub name: String,
    /// Its state.
    pub status: ConsumerStatus,
    /// When it was registered; part of its ARN.
    pub created: SimTime,
    /// Its tags.
    pub tags: Tags,
    /// Its resource policy.
    pub policy: Option<String>,
    /// What it counts in the minute in progress.
    pub minute: ConsumerMinute,
    /// When it last subscribed to each shard.
    pub subscribed: LiteMap<ShardId, SimTime>,
    /// How far it has come in each shard that it ever subscribed to and that has not expired.
    pub positions: LiteMap<ShardId, Reached>,
}

/// How far a consumer has come in a shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The index of the record that it gets next; it stays when a subscription ends.
    pub next_index: u64,
    /// Whether a subscription is going on.
    pub is_subscribed: bool,
}

/// A consumer's subscription to a shard.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// Its number.
    pub id: SubscriptionId,
    /// The stream.
    pub stream: StreamId,
    /// The shard.
    pub shard: ShardId,
    /// The consumer's name.
    pub consumer: String,
    /// When it began.
    pub began: SimTime,
    /// The index of the next record to push.
    pub next_index: u64,
    /// The throughput that is its own.
    pub bytes: Bucket,
    /// Whether a push is on its way.
    pub is_armed: bool,
    /// The simulated consumer that gets what is pushed; without one it waits to be taken from outside.
    pub receiver: Option<ConsumerId>,
}

/// What was pushed to a subscription at one instant and nobody has taken yet.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingPush {
    /// To whom.
    pub subscription: SubscriptionId,
    /// When.
    pub at: SimTime,
    /// What.
    pub content: WaitingContent,
}

/// What is in a [`WaitingPush`].
#[derive(Clone, Debug, PartialEq)]
pub enum WaitingContent {
    /// Records.
    Records(PushedRecords),
    /// The subscription breaks off.
    Fault(ApiError),
    /// The subscription is over.
    End,
}

/// The records of a push; they are looked up when somebody takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PushedRecords {
    /// The stream.
    pub stream: StreamId,
    /// The shard.
    pub shard: ShardId,
    /// The first record.
    pub from_index: u64,
    /// One past the last.
    pub to_index: u64,
    /// How far behind the tip it is.
    pub behind: Micros,
    /// Whether it ends the shard.
    pub is_end_of_shard: bool,
}

/// How far a push or a read goes that begins with record `from`, has room for so many bytes and ends before `until`: the
/// index of the first record that it leaves, and what those before it weigh. Where there is any room, the first record
/// goes whatever it weighs.
pub fn reach(log: &RecordLog, from: u64, room: u64, until: u64) -> (u64, u64) {
    let (mut to, mut bytes) = (from, 0);
    for batch in log.batches_from(from).take_while(|batch| batch.first_index < until) {
        let passed = to.max(batch.first_index) - batch.first_index;
        let weighs =
            |records: u64| (u128::from(batch.bytes.0) * u128::from(records) / u128::from(batch.records)) as u64;
        let fits = |records: u64| bytes + (weighs(passed + records) - weighs(passed)) <= room;
        // The most records of the batch that fit.
        let (mut fitting, mut beyond) = (0, batch.records.min(until - batch.first_index).saturating_sub(passed) + 1);
        while beyond - fitting > 1 {
            let middle = fitting + (beyond - fitting) / 2;
            if fits(middle) { fitting = middle } else { beyond = middle }
        }
        if to == from && room > 0 && until > from {
            fitting = fitting.max(1);
        }
        to = batch.first_index + passed + fitting;
        bytes += weighs(passed + fitting) - weighs(passed);
        if to < batch.first_index + batch.records {
            break;
        }
    }
    (to, bytes)
}

impl Consumer {
    /// A consumer in state CREATING.
    pub fn new(name: String, tags: Tags, now: SimTime) -> Self {
        Self {
            name,
            status: ConsumerStatus::Creating,
            created: now,
            tags,
            policy: None,
            minute: ConsumerMinute::default(),
            subscribed: LiteMap::new(),
            positions: LiteMap::new(),
        }
    }

    /// A shard has expired: where the consumer stood in it means nothing any more.
    pub fn forget(&mut self, shard: ShardId) {
        self.subscribed.remove(&shard);
        self.positions.remove(&shard);
    }

    /// What its ARN adds to its stream's. Documented: name and creation second.
    pub fn arn(&self, stream_arn: &str) -> String {
        format!("{stream_arn}/consumer/{}:{}", self.name, self.created.unix_seconds())
    }
}

impl Consumers {
    /// The consumer of this name.
    pub fn get(&self, name: &str) -> Option<&Consumer> {
        self.by_name.get(name)
    }

    /// The consumer of this name.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Consumer> {
        self.by_name.get_mut(name)
    }

    /// Adds a consumer whose name no other has.
    pub fn add(&mut self, consumer: Consumer) {
        let other = self.by_name.insert(consumer.name.clone(), consumer);
        assert!(other.is_none(), "a consumer's name is unique in its stream");
    }

    /// Takes a consumer away.
    pub fn remove(&mut self, name: &str) {
        self.by_name.remove(name);
    }

    /// All consumers, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Consumer> {
        self.by_name.values()
    }

    /// All consumers, by name.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Consumer> {
        self.by_name.iter_mut().map(|(_, value)| value)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// How many are CREATING.
    pub fn in_creation(&self) -> usize {
        self.iter().filter(|consumer| consumer.status == ConsumerStatus::Creating).count()
    }
}
