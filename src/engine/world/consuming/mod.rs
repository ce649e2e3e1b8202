//! Consumers at work: their reads go through the limits that everybody's do.

mod actions;
mod batches;
mod delivering;
mod kcl;
mod leases;
mod mapping;
pub(super) mod reader;
mod sampling;

use super::World;
use super::api::records::READ_LATENCY;
use crate::engine::consumer::Body;
use crate::engine::consumer::ages::{Ages, Stage};
use crate::engine::consumer::kcl::worker::WorkerId;
use crate::engine::ids::{Bytes, ConsumerId, ShardId, StreamId};
use crate::engine::limits::LimitId;
use crate::engine::lives::Passage;
use crate::engine::stream::fan_out::reach;
use crate::engine::time::{Micros, SimTime};
use crate::engine::trace::Step;
use delivering::Link;
use mapping::MappingTask;
use reader::ReaderTask;
use std::ops::Range;

/// What a consumer does next.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wake {
    /// A worker of an application does something, unless it has ended or stood still since that was planned.
    Worker { worker: WorkerId, life: u32, task: Task },
    /// An event source mapping does something.
    Mapping(MappingTask),
    /// A reader does something.
    Reader(ReaderTask),
}

/// What a worker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// It renews its leases.
    Renew,
    /// It looks whether it should have more leases.
    Take,
    /// It looks for shards without a lease.
    Sync,
    /// A record processor goes on.
    Step { shard: ShardId, tenure: u32 },
    /// It goes on after it stood still.
    Resume,
}

/// What a read of a consumer gave.
#[derive(Clone, Debug)]
pub(super) struct Polled {
    /// The records.
    pub records: Range<u64>,
    /// The index of the oldest record that can be read.
    pub horizon: u64,
    /// Whether a closed shard has no more.
    pub is_at_end: bool,
    /// The age of the last record.
    pub age: Micros,
}

/// Why a read of a consumer gave nothing.
#[derive(Clone, Debug)]
pub(super) enum PollFault {
    /// There is no such stream or shard.
    NotFound,
    /// A read limit of the shard was reached.
    Throttled,
    /// The records cannot be decrypted.
    Failed,
}

impl World {
    /// Lets a consumer do what it had planned.
    pub(super) fn wake(&mut self, id: ConsumerId, wake: Wake) {
        // Taken out meanwhile, so that it can use the world.
        let Some(mut consumer) = self.consumers.remove(&id) else {
            return;
        };
        let link = Link::of(&consumer);
        let (target, ages) = (consumer.target.id, &mut consumer.ages);
        match (&mut consumer.body, wake) {
            (Body::Kcl(application), Wake::Worker { worker, life, task }) => {
                self.wake_worker(kcl::Scene { id, target, link, ages, application, worker }, life, task);
            }
            (Body::Lambda(mapping), Wake::Mapping(task)) => {
                self.wake_mapping(mapping::Stage { id, target, link, ages, mapping }, task);
            }
            (Body::Reader(reader), Wake::Reader(task)) => {
                self.wake_reader(reader::Desk { id, name: &consumer.name, target, link, ages, reader }, task);
            }
            _ => unreachable!("a consumer plans only what is its own"),
        }
        self.consumers.insert(id, consumer);
    }

    /// Reads what a consumer asks for with `GetRecords`: the same limits, decryption and accounts as a request's.
    pub(in crate::engine::world) fn poll(
        &mut self,
        stream: StreamId,
        shard: ShardId,
        from: u64,
        most: u64,
    ) -> Result<Polled, PollFault> {
        let (now, has_call_rates) = (self.now, self.account.has_call_rates);
        let bytes = LimitId::GetRecordsBytes.value(self.profile);
        let found = self.streams.get_mut(stream).filter(|stream| stream.serves()).ok_or(PollFault::NotFound)?;
        let horizon = found.shard(shard).map(|shard| found.horizon_index(shard, now)).ok_or(PollFault::NotFound)?;
        let found = &mut found.shards[shard.0 as usize];
        if found.read_throttle.admit_read(now, has_call_rates).is_err() {
            self.book_refused_read(stream, shard);
            return Err(PollFault::Throttled);
        }
        let from = from.max(horizon);
        let (to, bytes) = reach(found.log(), from, bytes, from.saturating_add(most));
        self.admit_decryption(stream, shard, (from, to)).map_err(|_| PollFault::Failed)?;
        let age = self.age_of(stream, shard, to.checked_sub(1).filter(|last| *last >= from));
        self.book_read(stream, shard, from..to, Bytes(bytes), age);
        let found = &self.streams.get(stream).expect("found above").shards[shard.0 as usize];
        let is_at_end = !found.is_open() && to >= found.next_index();
        Ok(Polled { records: from..to, horizon, is_at_end, age })
    }

    /// How old record `index` is.
    fn age_of(&self, stream: StreamId, shard: ShardId, index: Option<u64>) -> Micros {
        let stream = self.streams.get(stream);
        let batch = index.and_then(|index| {
            let batch = stream?.shards.get(shard.0 as usize)?.log().batches_from(index).next()?;
            Some(self.now.since(batch.arrival(index.max(batch.first_index))))
        });
        batch.unwrap_or(Micros(0))
    }

    /// Notes how long ago each of these records arrived, which have come through a stage. What the shard has let go of
    /// meanwhile counts with the least age that it can have.
    fn note_ages(&mut self, ages: &mut Ages, stage: Stage, of: (Option<StreamId>, ShardId), records: &Range<u64>) {
        let passage = match stage {
            Stage::UntilRead => Some(Passage::Read),
            Stage::UntilProcessed => Some(Passage::Processed),
            _ => None,
        };
        if let (Some(passage), Some(stream), Some(consumer)) = (passage, of.0, ages.consumer()) {
            self.lives.pass((stream, of.1, records), consumer, passage, self.now);
        }
        let stream = of.0.and_then(|stream| self.streams.get(stream));
        let Some(shard) = stream.and_then(|stream| stream.shards.get(of.1.0 as usize)) else {
            return;
        };
        let (gone, age) = shard.log().gone_of(records, self.now);
        ages.add(stage, self.now, age, gone);
        for batch in shard.log().batches_from(records.start).take_while(|batch| batch.first_index < records.end) {
            let first = batch.first_index.max(records.start);
            let last = (batch.first_index + batch.records).min(records.end) - 1;
            let middle = first + (last - first) / 2;
            ages.add(stage, self.now, self.now.since(batch.arrival(middle)), last + 1 - first);
        }
    }

    /// Books a read that was refused.
    pub(super) fn book_refused_read(&mut self, stream: StreamId, shard: ShardId) {
        if let Some(stream) = self.streams.get_mut(stream) {
            let found = &mut stream.shards[shard.0 as usize];
            found.reads.refused_calls += 1;
            found.minute.get_refused();
            stream.minute.get_records(false, READ_LATENCY);
        }
    }

    /// Books a read that was answered.
    pub(super) fn book_read(&mut self, id: StreamId, shard: ShardId, records: Range<u64>, bytes: Bytes, age: Micros) {
        let now = self.now;
        let Some(stream) = self.streams.get_mut(id) else {
            return;
        };
        let count = records.end - records.start;
        stream.minute.get_records(true, READ_LATENCY);
        stream.moved.read += bytes;
        let found = &mut stream.shards[shard.0 as usize];
        found.read_throttle.book(bytes.0, now);
        found.reads.calls += 1;
        found.reads.records += count;
        found.reads.bytes += bytes;
        found.minute.get(count, bytes, age);
        self.trace.note(Step::Read, [now.0, u64::from(shard.0), records.start, records.end]);
    }

    pub(super) fn plan_wake(&mut self, id: ConsumerId, at: SimTime, wake: Wake) {
        self.queue.schedule(at, super::happenings::Event::Consumer { consumer: id, wake });
    }
}
