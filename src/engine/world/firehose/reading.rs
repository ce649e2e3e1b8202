//! A delivery stream reads a Kinesis data stream, as one consumer among others.
//!
//! Documented: it begins at LATEST as it is when it is created, reads each shard once a second (twice with the backup of source records), and shares
//! the shard's read limits. Assumed: each lane reads at an instant of its own within the second; how often it looks for new shards, which it reads from their beginning, and that it
//! stops reading while a lane holds too much that it cannot deliver.

use super::FirehoseTask;
use super::intake::billed_bytes;
use crate::engine::firehose::amount::Amount;
use crate::engine::firehose::lane::{Lane, LaneId, Reading};
use crate::engine::firehose::plan::SourcePlan;
use crate::engine::firehose::run::{Home, Run, Source, Steps};
use crate::engine::firehose::{DeliveryStream, DeliveryStreamStatus, MIB};
use crate::engine::ids::{ShardId, StreamId};
use crate::engine::random::{draw, stream_seed};
use crate::engine::stream::Stream;
use crate::engine::stream::shard::Shard;
use crate::engine::time::Micros;
use crate::engine::world::World;
use crate::engine::world::consuming::PollFault;
use std::ops::{ControlFlow, Range};
use std::rc::Rc;

/// How often new shards are looked for. Assumed.
const LOOK_EVERY: Micros = Micros::seconds(10);
/// Records that a read asks for.
const RECORDS_MAX: u64 = 10_000;
/// What a lane holds at most before it stops reading. Assumed: two of the largest buffers.
const HELD_MAX: u64 = 256 * MIB;
/// Runs that all lanes together hold at most before they stop reading; the simulator's own bound.
const RUNS_MAX: usize = 250_000;

impl World {
    /// Finds the shards of the source that it does not read yet.
    pub(super) fn look_for_shards(&mut self, stream: &mut DeliveryStream) {
        let SourcePlan::KinesisStream { stream: name } = &stream.source else {
            return;
        };
        if stream.status != DeliveryStreamStatus::Active {
            return;
        }
        let source = self.streams.find(name).filter(|source| source.serves());
        let source_id = source.map(|source| source.id);
        for lane in stream.lanes.iter_mut().map(|(_, value)| value) {
            if let Some(reading) = lane.reading.as_mut().filter(|reading| Some(reading.stream) != source_id) {
                reading.is_at_end = true;
            }
        }
        stream.lanes.retain(|_, lane| !lane.is_done());
        let created = stream.created;
        let new: Vec<Reading> = source.map_or_else(Vec::new, |source| {
            let is_new = |shard: &&Shard| shard.id.0 >= stream.shards_met.get(&source.id).copied().unwrap_or(0);
            source.listed().filter(is_new).map(|shard| begin(source, shard, created)).collect()
        });
        for reading in new {
            let met = stream.shards_met.entry(reading.stream).or_insert(0);
            *met = (*met).max(reading.shard.0 + 1);
            let lane = stream.add_lane(Some(reading), self.profile);
            let seed = stream_seed(self.plan.seed, &format!("{}/reads", stream.name));
            let first = self.now + Micros(draw(seed, u64::from(lane.0)) % Micros::SECOND.0);
            self.plan_firehose(stream.id, first, FirehoseTask::Read(lane));
        }
        self.plan_firehose(stream.id, self.now + LOOK_EVERY, FirehoseTask::Look);
    }

    /// A lane reads its shard.
    pub(super) fn read_source(&mut self, stream: &mut DeliveryStream, id: LaneId) {
        let Some(lane) = stream.lanes.get(&id).filter(|_| stream.status == DeliveryStreamStatus::Active) else {
            return;
        };
        let Some(reading) = lane.reading.clone().filter(|reading| !reading.is_at_end) else {
            return;
        };
        let every = if stream.destination.keeps_source() { Micros::millis(500) } else { Micros::SECOND };
        let has_room =
            lane.waiting().0.bytes < HELD_MAX && stream.lanes.values().map(Lane::runs).sum::<usize>() < RUNS_MAX;
        if has_room {
            match self.poll(reading.stream, reading.shard, reading.position, RECORDS_MAX) {
                Ok(read) => {
                    stream.totals.reads += 1;
                    stream.totals.expired_unread += read.records.start.saturating_sub(reading.position.max(1));
                    if let Some(reading) = stream.lanes.get_mut(&id).and_then(|lane| lane.reading.as_mut()) {
                        reading.position = read.records.end.max(reading.position);
                        reading.is_at_end = read.is_at_end;
                        reading.behind = read.age;
                    }
                    let (runs, billed) = self.runs_of(reading.stream, reading.shard, &read.records);
                    self.take_in(stream, id, runs, billed);
                }
                Err(PollFault::Throttled) => {
                    stream.totals.throttled_reads += 1;
                    stream.throttled_reads.note(1, self.now);
                }
                Err(PollFault::NotFound | PollFault::Failed) => stream.totals.failed_reads += 1,
            }
        }
        if stream.lanes.get(&id).and_then(|lane| lane.reading.as_ref()).is_some_and(|reading| !reading.is_at_end) {
            self.plan_firehose(stream.id, self.now + every, FirehoseTask::Read(id));
        }
    }

    /// The records of a shard as runs of user records, and what they are billed.
    fn runs_of(&self, stream: StreamId, shard: ShardId, records: &Range<u64>) -> (Vec<Run>, u64) {
        let found = self.streams.get(stream).and_then(|stream| stream.shard(shard));
        let Some(shard) = found.filter(|_| !records.is_empty()) else {
            return (Vec::new(), 0);
        };
        let home = Home { stream, shard: shard.id, range: shard.range };
        let mut runs = Vec::new();
        let mut billed = 0;
        for batch in shard.log().batches_from(records.start).take_while(|batch| batch.first_index < records.end) {
            let first = batch.first_index.max(records.start);
            let end = (batch.first_index + batch.records).min(records.end);
            let (first_arrival, last_arrival) = (batch.arrival(first), batch.arrival(end - 1));
            let source = Source::Stream { home, batch: Rc::new(batch.clone()), records: first..end };
            let mut amount = Amount::default();
            self.each_raw(&source, false, &mut |bytes, _| {
                amount += Amount::one(bytes);
                billed += billed_bytes(bytes);
                ControlFlow::Continue(())
            });
            runs.push(Run { source, steps: Steps::default(), first_arrival, last_arrival, amount });
        }
        (runs, billed)
    }
}

/// How a shard is read from now on: from what has arrived since the delivery stream was created.
fn begin(stream: &Stream, shard: &Shard, created: crate::engine::time::SimTime) -> Reading {
    let since = shard.log().batches_from(0).find(|batch| batch.last_arrival >= created);
    let position = since.map_or_else(|| shard.next_index(), |batch| batch.first_since(created));
    Reading { stream: stream.id, shard: shard.id, position, behind: Micros(0), is_at_end: false }
}

impl Lane {
    /// Whether it has read its shard to the end and holds nothing.
    fn is_done(&self) -> bool {
        let (own, copies) = self.waiting();
        self.reading.as_ref().is_some_and(|reading| reading.is_at_end) && own.is_empty() && copies.is_empty()
    }
}
