//! What a consumer has processed is written to its store, again and again until the store has taken it.

use crate::engine::consumer::Consumer;
use crate::engine::consumer::ages::{Ages, Stage};
use crate::engine::consumer::delivery::Delivery;
use crate::engine::ids::{ConsumerId, ShardId, StreamId};
use crate::engine::lives::Passage;
use crate::engine::store::capacity::Run;
use crate::engine::store::contents::Origin;
use crate::engine::stream::retention::RecordLog;
use crate::engine::stream::shard::Shard;
use crate::engine::time::{Micros, SimTime};
use crate::engine::trace::Step;
use crate::engine::world::World;
use std::collections::VecDeque;
use std::ops::Range;

/// How a consumer delivers.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub consumer: ConsumerId,
    /// The store's name; without it, nothing is delivered.
    pub store: Option<String>,
    /// Whether aggregated records are taken apart.
    pub takes_apart: bool,
}

impl Link {
    pub fn of(consumer: &Consumer) -> Self {
        Self { consumer: consumer.id, store: consumer.store.clone(), takes_apart: consumer.body.takes_apart() }
    }
}

impl World {
    fn log_of(&self, of: (Option<StreamId>, ShardId)) -> Option<&RecordLog> {
        let stream = of.0.and_then(|stream| self.streams.get(stream))?;
        stream.shards.get(of.1.0 as usize).map(Shard::log)
    }

    /// How many items these records are to who processes or stores them.
    pub(super) fn items(&self, link: &Link, of: (Option<StreamId>, ShardId), records: &Range<u64>) -> u64 {
        let count = records.end - records.start;
        let log = self.log_of(of).filter(|_| link.takes_apart);
        log.map_or(count, |log| {
            // What has expired meanwhile counts as it is.
            let kept = log.weights_in(records.clone());
            kept.fold(count, |items, weight| items + weight.users - (weight.records.end - weight.records.start))
        })
    }

    /// Begins to deliver records that were processed; none where nothing is to be delivered.
    pub(super) fn begin_delivery(
        &self,
        link: &Link,
        of: (Option<StreamId>, ShardId),
        records: impl Iterator<Item = Range<u64>>,
    ) -> Option<Delivery> {
        link.store.as_ref()?;
        let mut left = VecDeque::new();
        for run in records.filter(|run| !run.is_empty()) {
            let mut from = run.start;
            let expired = |records: Range<u64>| Run { items: records.end - records.start, bytes: 0, records };
            for weight in self.log_of(of).into_iter().flat_map(|log| log.weights_in(run.clone())) {
                if weight.records.start > from {
                    left.push_back(expired(from..weight.records.start));
                }
                from = weight.records.end;
                let items = if link.takes_apart { weight.users } else { weight.records.end - weight.records.start };
                left.push_back(Run { records: weight.records, items, bytes: weight.bytes });
            }
            if from < run.end {
                left.push_back(expired(from..run.end));
            }
        }
        (!left.is_empty()).then(|| Delivery::new(left, self.now))
    }

    /// Lets a delivery go on: what was under way has arrived, and what is left is written. Says when it goes on again;
    /// never where all is there.
    pub(super) fn deliver(
        &mut self,
        link: &Link,
        ages: &mut Ages,
        of: (Option<StreamId>, ShardId),
        delivery: &mut Delivery,
    ) -> Option<SimTime> {
        let now = self.now;
        for records in std::mem::take(&mut delivery.under_way) {
            let count = records.end - records.start;
            ages.add(Stage::Delivery, now, now.since(delivery.began), count);
            self.note_ages(ages, Stage::EndToEnd, of, &records);
            ages.note_delivered(now, count);
            if let (Some(stream), Some(consumer)) = (of.0, ages.consumer()) {
                self.lives.pass((stream, of.1, &records), consumer, Passage::Delivered, now);
            }
        }
        let Some(name) = link.store.as_deref() else {
            // Nobody wants the rest any more.
            for run in delivery.left.drain(..) {
                self.note_ages(ages, Stage::EndToEnd, of, &run.records);
            }
            return None;
        };
        if delivery.left.is_empty() {
            return None;
        }
        let wait = self.write_to_store(name, link, of, delivery);
        delivery.goes_on = now + wait;
        Some(delivery.goes_on)
    }

    /// Writes what is left of a delivery; says how long it waits for the answer, or before it tries again.
    fn write_to_store(
        &mut self,
        name: &str,
        link: &Link,
        of: (Option<StreamId>, ShardId),
        delivery: &mut Delivery,
    ) -> Micros {
        let now = self.now;
        let Self { stores, streams, .. } = self;
        let Some((stream, store)) = of.0.zip(stores.iter_mut().find(|store| store.name == name)) else {
            return delivery.back_off();
        };
        let answer = store.write(delivery.left.iter(), now);
        let taken = delivery.take(answer.taken);
        let Some(first) = taken.first() else {
            return delivery.back_off();
        };
        let step = [now.0, u64::from(of.1.0), first.records.start, answer.taken];
        let log = streams.get(stream).and_then(|stream| stream.shards.get(of.1.0 as usize)).map(Shard::log);
        let repeats = |records: &Range<u64>| {
            let repeats = log.map_or(0, |log| log.repeats_in(records.clone()));
            if link.takes_apart || repeats == 0 {
                return repeats;
            }
            // An aggregate is a repeat in as far as its user records are.
            let users = log.map_or(1, |log| log.users_in(records.clone())).max(1);
            (u128::from(repeats) * u128::from(records.end - records.start) / u128::from(users)) as u64
        };
        let by = Origin { consumer: link.consumer, takes_apart: link.takes_apart, stream, shard: of.1 };
        store.book(by, &taken, repeats, now);
        delivery.under_way = taken.into_iter().map(|run| run.records).collect();
        self.trace.note(Step::Delivered, step);
        if delivery.left.is_empty() { answer.wait } else { answer.wait.max(delivery.back_off()) }
    }
}
