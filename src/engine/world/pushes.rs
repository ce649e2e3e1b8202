//! Pushes of enhanced fan-out: records go to subscriptions a little after they were stored, within the throughput that
//! each has of its own.

use super::World;
use super::consuming::reader::ReaderTask;
use super::happenings::Event;
use super::reading::ReadBounds;
use crate::engine::api::response::{Onward, Push, PushContent, SubscribeToShardEvent};
use crate::engine::ids::{Bytes, ShardId, StreamId, SubscriptionId};
use crate::engine::limits::LimitId;
use crate::engine::stream::fan_out::{
    Consumer, PUSH_DELAY, PushedRecords, Reached, Subscription, WaitingContent, WaitingPush, reach,
};
use crate::engine::stream::shard::Shard;
use crate::engine::time::{Micros, SimTime};
use crate::engine::trace::Step;

/// Pushes that wait to be taken at most; the oldest go first, as with a caller that has hung up.
const PUSHES_KEPT: usize = 10_000;

impl World {
    /// Begins a subscription; what is there already is pushed soon.
    pub(super) fn begin_subscription(&mut self, mut subscription: Subscription) {
        let (id, lifetime) = (subscription.id, LimitId::SubscriptionLifetime.value(self.profile));
        subscription.is_armed = true;
        let ends = subscription.began + Micros::seconds(lifetime);
        let shard = self.shard_mut(subscription.stream, subscription.shard);
        if let Some(shard) = shard {
            shard.subscriptions.push(id);
        }
        if let Some(consumer) = self.consumer_mut(&subscription) {
            let reached = Reached { next_index: subscription.next_index, is_subscribed: true };
            consumer.positions.insert(subscription.shard, reached);
        }
        self.subscriptions.insert(id, subscription);
        self.queue.schedule(self.now + PUSH_DELAY, Event::Push(id));
        self.queue.schedule(ends, Event::SubscriptionEnds(id));
    }

    pub(super) fn end_subscription(&mut self, id: SubscriptionId) {
        let Some(ended) = self.subscriptions.remove(&id) else {
            return;
        };
        if let Some(reached) = self.consumer_mut(&ended).and_then(|consumer| consumer.positions.get_mut(&ended.shard)) {
            reached.is_subscribed = false;
        }
        if let Some(shard) = self.shard_mut(ended.stream, ended.shard) {
            shard.subscriptions.retain(|subscription| *subscription != id);
            let end = WaitingPush { subscription: id, at: self.now, content: WaitingContent::End };
            match ended.receiver {
                None => self.wait_to_be_taken(end),
                Some(receiver) => {
                    let task = ReaderTask::Unsubscribed { subscription: id, shard: ended.shard };
                    self.plan_reader(receiver, self.now, task);
                }
            }
        }
    }

    fn shard_mut(&mut self, stream: StreamId, shard: ShardId) -> Option<&mut Shard> {
        self.streams.get_mut(stream).and_then(|stream| stream.shards.get_mut(shard.0 as usize))
    }

    fn consumer_mut(&mut self, subscription: &Subscription) -> Option<&mut Consumer> {
        self.streams.get_mut(subscription.stream)?.consumers.get_mut(&subscription.consumer)
    }

    /// Plans a push to every subscription of a shard in which something is new.
    pub(super) fn arm_pushes(&mut self, stream: StreamId, shard: ShardId) {
        let at = self.now + PUSH_DELAY;
        let shard = self.streams.get(stream).and_then(|stream| stream.shards.get(shard.0 as usize));
        for id in shard.map_or(&[][..], |shard| &shard.subscriptions) {
            let subscription = self.subscriptions.get_mut(id).expect("a shard knows subscriptions that are going on");
            if !subscription.is_armed {
                subscription.is_armed = true;
                self.queue.schedule(at, Event::Push(*id));
            }
        }
    }

    /// Pushes what has arrived and what there is room for.
    pub(super) fn push(&mut self, id: SubscriptionId) {
        let now = self.now;
        let Some(subscription) = self.subscriptions.get_mut(&id) else {
            return;
        };
        subscription.is_armed = false;
        let Some(stream) = self.streams.get(subscription.stream) else {
            return;
        };
        let shard = &stream.shards[subscription.shard.0 as usize];
        let room = subscription.bytes.available(now);
        let horizon = stream.horizon_index(shard, now);
        let from_index = subscription.next_index.max(horizon);
        let (to_index, bytes) = reach(shard.log(), from_index, room, u64::MAX);
        let (stream_id, shard_id) = (subscription.stream, subscription.shard);
        let needs_key = shard.keys_between(from_index, to_index).next().is_some();
        if needs_key && let Err(fault) = self.admit_decryption(stream_id, shard_id, (from_index, to_index)) {
            self.wait_to_be_taken(WaitingPush { subscription: id, at: now, content: WaitingContent::Fault(fault) });
            self.end_subscription(id);
            return;
        }
        let Some(subscription) = self.subscriptions.get_mut(&id) else {
            return;
        };
        let stream = self.streams.get_mut(stream_id).expect("found above");
        stream.moved.pushed += Bytes(bytes);
        let shard = &mut stream.shards[shard_id.0 as usize];
        shard.minute.push(to_index - from_index, Bytes(bytes));
        subscription.bytes.take(bytes);
        subscription.next_index = to_index;
        let is_all = to_index == shard.next_index();
        let is_end_of_shard = is_all && !shard.is_open();
        let (stream, shard) = (subscription.stream, subscription.shard);
        if !is_all {
            subscription.is_armed = true;
            let wait = subscription.bytes.wait_for(1, now).0.max(PUSH_DELAY.0);
            self.queue.schedule(SimTime(now.0 + wait), Event::Push(id));
        }
        if to_index > from_index || is_end_of_shard {
            let found = &self.streams.get(stream).expect("found above").shards[shard.0 as usize];
            let behind = self.behind(found, to_index);
            let consumer = self.subscriptions.get(&id).map(|subscription| subscription.consumer.clone());
            let consumers = self.streams.get_mut(stream).map(|stream| &mut stream.consumers);
            if let Some(consumer) = consumers.zip(consumer).and_then(|(all, name)| all.get_mut(&name)) {
                consumer.minute.event(to_index - from_index, Bytes(bytes), behind);
                consumer.positions.insert(shard, Reached { next_index: to_index, is_subscribed: true });
            }
            self.trace.note(Step::Pushed, [now.0, id.0, from_index, to_index]);
            let records = PushedRecords { stream, shard, from_index, to_index, behind, is_end_of_shard };
            match self.subscriptions.get(&id).and_then(|subscription| subscription.receiver) {
                None => {
                    let content = WaitingContent::Records(records);
                    self.wait_to_be_taken(WaitingPush { subscription: id, at: now, content });
                }
                Some(receiver) => {
                    let task = ReaderTask::Pushed { subscription: id, pushed: records, horizon };
                    self.plan_reader(receiver, now, task);
                }
            }
        }
        if is_end_of_shard {
            self.end_subscription(id);
        }
    }

    fn wait_to_be_taken(&mut self, push: WaitingPush) {
        if self.pushes.len() == PUSHES_KEPT {
            self.pushes.pop_front();
        }
        self.pushes.push_back(push);
    }

    /// Takes what was pushed since the last time, oldest first, with the records.
    pub fn take_pushes(&mut self) -> Vec<Push> {
        let mut taken = Vec::with_capacity(self.pushes.len());
        for WaitingPush { subscription, at, content } in std::mem::take(&mut self.pushes) {
            let content = match content {
                WaitingContent::End => PushContent::End,
                WaitingContent::Fault(fault) => PushContent::Exception(fault),
                WaitingContent::Records(records) => match self.push_event(&records) {
                    Some(event) => PushContent::Event(event),
                    None => continue,
                },
            };
            taken.push(Push { subscription, at, content });
        }
        taken
    }

    fn push_event(&mut self, push: &PushedRecords) -> Option<SubscribeToShardEvent> {
        let stream = self.streams.get(push.stream)?;
        let shard = stream.shards.get(push.shard.0 as usize)?;
        let bounds = ReadBounds { records: usize::MAX, bytes: u64::MAX, until_index: push.to_index };
        let (records, cursor) = if push.to_index > push.from_index {
            let (read, cursor) = self.read(stream, shard, push.from_index, &bounds);
            (read.records, cursor)
        } else {
            (Vec::new(), None)
        };
        let onward = if push.is_end_of_shard {
            Onward::InChildren { child_shards: World::child_shards(stream, shard) }
        } else {
            let last = records.last().map_or_else(|| shard.starting_number(), |record| record.sequence_number);
            Onward::InShard { continuation_sequence_number: last }
        };
        // The next push begins where this one ends.
        self.keep_cursor(cursor);
        Some(SubscribeToShardEvent { onward, millis_behind_latest: push.behind.0 / 1_000, records })
    }
}
