//! What happens by itself as time passes: records arrive, streams become ACTIVE, shards split, records expire.

use super::consuming::Wake;
use super::firehose::FirehoseTask;
use super::{TRIM_EVERY, World};
use crate::engine::api::choices::{ConsumerStatus, StreamStatus};
use crate::engine::firehose::DeliveryStreamId;
use crate::engine::ids::{ConsumerId, ProducerId, StreamId, SubscriptionId};
use crate::engine::producer::client::Task;
use crate::engine::producer::{Body, RetryBatch};
use crate::engine::stream::Stream;
use crate::engine::stream::replication::copies::ZoneCopies;
use crate::engine::trace::Step;
use crate::engine::world::requests::Ordinals;
use crate::engine::world::streams::Streams;

/// What will happen.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// Records of a producer arrive; stale if its traffic was set again meanwhile.
    Arrival { producer: ProducerId, setting: u32, records: u64 },
    /// Refused records are sent again.
    Retry { producer: ProducerId, batch: RetryBatch },
    /// The library of a producer looks at its clock; stale where it has looked since.
    Library(ProducerId),
    /// A client of a producer does what it had planned.
    Client { producer: ProducerId, task: Task },
    /// The agent of a producer looks at its clock; stale where it has looked since.
    Agent(ProducerId),
    /// Expired records are trimmed.
    Trim,
    /// A minute of CloudWatch's is over.
    MinuteEnds,
    /// A stream becomes ACTIVE after its creation.
    Created(StreamId),
    /// A stream is gone.
    Deleted(StreamId),
    /// The next phase of a stream's reshard.
    Reshard(StreamId),
    /// What was changed about a stream holds; it is ACTIVE again.
    Updated(StreamId),
    /// A stream's on-demand capacity is reviewed.
    Review(StreamId),
    /// A consumer becomes ACTIVE.
    ConsumerCreated { stream: StreamId, consumer: String },
    /// A consumer is gone.
    ConsumerDeleted { stream: StreamId, consumer: String },
    /// Records are pushed to a subscription.
    Push(SubscriptionId),
    /// A subscription has lasted its five minutes.
    SubscriptionEnds(SubscriptionId),
    /// A second begins in which consumers are looked at.
    Second,
    /// A consumer does what it had planned.
    Consumer { consumer: ConsumerId, wake: Wake },
    /// A delivery stream does what it had planned.
    Firehose { stream: DeliveryStreamId, task: FirehoseTask },
}

/// The stream to which a producer sends: its name, and the stream that has it now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The name.
    pub name: String,
    /// The stream, if there is one.
    pub id: Option<StreamId>,
}

impl Target {
    /// The stream called `name` among `streams`.
    pub fn of(name: String, streams: &Streams) -> Self {
        let id = streams.find(&name).map(|stream| stream.id);
        Self { name, id }
    }
}

impl World {
    pub(super) fn happen(&mut self, event: Event) {
        match event {
            Event::Arrival { producer, setting, records } => {
                let sender = &mut self.producers[usize::from(producer.0)];
                if sender.setting == setting {
                    let ordinals = sender.advance(records, self.now);
                    self.follow_one(producer, &ordinals);
                    match self.producers[usize::from(producer.0)].body {
                        Body::Sdk => self.send(producer, &Ordinals::Fresh(ordinals)),
                        Body::Kpl(_) => self.gather(producer, ordinals),
                        Body::Api(_) => self.hand_over(producer, ordinals),
                        Body::Agent(_) => self.append_lines(producer, ordinals),
                    }
                    self.schedule_arrival(producer);
                }
            }
            Event::Retry { producer, batch } => {
                let sender = &mut self.producers[usize::from(producer.0)];
                let records = batch.ordinals.len() as u64;
                sender.totals.waiting -= records;
                if sender.is_removed {
                    sender.give_up(records);
                } else {
                    sender.totals.retried += records;
                    self.send(producer, &Ordinals::Again(batch));
                }
            }
            Event::Library(producer) => self.wake_library(producer),
            Event::Client { producer, task } => self.wake_client(producer, task),
            Event::Agent(producer) => self.wake_agent(producer),
            Event::Trim => self.trim(),
            Event::MinuteEnds => self.minute_ends(),
            Event::Created(stream) => self.stream_created(stream),
            Event::Deleted(stream) => self.stream_deleted(stream),
            Event::Reshard(stream) => self.reshard_phase(stream),
            Event::Updated(stream) => self.stream_updated(stream),
            Event::Review(stream) => self.review(stream),
            Event::ConsumerCreated { stream, consumer } => {
                let found = self.streams.get_mut(stream).and_then(|stream| stream.consumers.get_mut(&consumer));
                if let Some(found) = found.filter(|found| found.status == ConsumerStatus::Creating) {
                    found.status = ConsumerStatus::Active;
                }
            }
            Event::ConsumerDeleted { stream, consumer } => {
                if let Some(found) = self.streams.get_mut(stream) {
                    found.consumers.remove(&consumer);
                    self.update_rates(stream);
                }
            }
            Event::Push(subscription) => self.push(subscription),
            Event::SubscriptionEnds(subscription) => self.end_subscription(subscription),
            Event::Second => self.sample_consumers(),
            Event::Consumer { consumer, wake } => self.wake(consumer, wake),
            Event::Firehose { stream, task } => self.wake_firehose(stream, task),
        }
    }

    pub(super) fn schedule_arrival(&mut self, id: ProducerId) {
        let producer = &mut self.producers[usize::from(id.0)];
        if let Some((at, records)) = producer.arrivals.next(&mut producer.random) {
            self.queue.schedule(at, Event::Arrival { producer: id, setting: producer.setting, records });
        }
    }

    fn trim(&mut self) {
        for stream in self.streams.iter_mut() {
            let retention = stream.retention;
            for shard in stream.shards.iter_mut().filter(|shard| !shard.is_expired()) {
                let gone = shard.log_mut().trim(self.now, retention);
                if !shard.copies.are_complete() {
                    let expired = shard.log().trimmed();
                    shard.copies.trim(&self.zones, expired, self.now);
                }
                if gone.records > 0 {
                    self.trace.note(Step::Trimmed, [self.now.0, u64::from(shard.id.0), gone.records, gone.bytes.0]);
                }
                let has_passed = shard.lineage.closed.is_some_and(|closed| self.now.since(closed) > retention);
                if has_passed && shard.log().stored().records == 0 {
                    shard.expire(self.now);
                    stream.consumers.iter_mut().for_each(|consumer| consumer.forget(shard.id));
                }
            }
        }
        self.queue.schedule(self.now + TRIM_EVERY, Event::Trim);
    }

    fn stream_created(&mut self, id: StreamId) {
        let profile = self.profile;
        let now = self.now;
        if let Some(stream) = self.streams.get_mut(id).filter(|stream| stream.status == StreamStatus::Creating) {
            stream.activate(profile, now);
            let name = stream.name.clone();
            self.note_stream(id, Step::Created);
            self.copy_new_shards(id);
            self.update_rates(id);
            self.retarget(&name, Some(id));
            self.schedule_review(id);
        }
    }

    fn stream_deleted(&mut self, id: StreamId) {
        if self.streams.get(id).is_some_and(|stream| stream.status == StreamStatus::Deleting) {
            self.remove_stream(id);
        }
    }

    /// Takes a stream away with all that hangs on it.
    pub(super) fn remove_stream(&mut self, id: StreamId) {
        self.note_stream(id, Step::Deleted);
        self.stop_meter(id);
        self.keys.forget_data_keys(id);
        self.streams.remove(id);
        self.call_rates.forget(id);
        self.subscriptions.retain(|_, subscription| subscription.stream != id);
    }

    fn stream_updated(&mut self, id: StreamId) {
        let now = self.now;
        if let Some(stream) = self.streams.get_mut(id).filter(|stream| stream.status == StreamStatus::Updating) {
            let Stream { encryption, shards, .. } = stream;
            encryption.settle(shards, now);
            stream.status = StreamStatus::Active;
            if stream.follow_distribution() {
                let name = stream.name.clone();
                self.retarget(&name, Some(id));
            }
            self.keys.forget_data_keys(id);
            self.note_stream(id, Step::Updated);
            self.update_rates(id);
            self.warm_up(id);
        }
    }

    /// The zones begin to keep copies of shards that have just opened.
    pub(super) fn copy_new_shards(&mut self, id: StreamId) {
        let now = self.now;
        let Some(stream) = self.streams.get_mut(id) else {
            return;
        };
        for shard in stream.shards.iter_mut().filter(|shard| shard.lineage.opened == now) {
            shard.copies = ZoneCopies::new(&self.zones, now);
        }
    }

    /// Adds to the trace what happened to a stream.
    pub(super) fn note_stream(&mut self, id: StreamId, step: Step) {
        let open = self.streams.get(id).map_or(0, |stream| stream.layout.len() as u64);
        self.trace.note(step, [self.now.0, u64::from(id.0), open, 0]);
    }

    /// The producers that send to `name` find their stream, or lose it.
    pub(super) fn retarget(&mut self, name: &str, id: Option<StreamId>) {
        let layout = id.and_then(|id| self.streams.get(id)).map(|stream| stream.layout.clone());
        let now = self.now;
        for producer in self.producers.iter_mut().filter(|producer| producer.target.name == name) {
            producer.target.id = id;
            if let Some(layout) = &layout {
                producer.move_to(layout, now);
            }
        }
        self.retarget_consumers(name);
    }
}
