//! A batch of a record processor: read, processed, checkpointed.

use super::Polled;
use super::kcl::{AGAIN_IN, Next, Scene};
use crate::engine::consumer::ages::Stage;
use crate::engine::consumer::coverage::Gap;
use crate::engine::consumer::kcl::lease::Checkpoint;
use crate::engine::consumer::kcl::worker::{AtStore, Batch, Phase, WorkerState};
use crate::engine::ids::ShardId;
use crate::engine::time::Micros;
use crate::engine::trace::Step;
use crate::engine::world::World;

impl World {
    /// Begins to process what was read.
    pub(super) fn begin_batch(&mut self, scene: &mut Scene<'_>, shard: ShardId, polled: Polled) -> Next {
        let now = self.now;
        let idle = scene.idle();
        let Polled { records, horizon, is_at_end, age } = polled;
        scene.ages.note_read(shard, now, age);
        scene.application.totals.reads += 1;
        let coverage = scene.application.shards.get_mut(&shard).expect("who reads a shard has begun to");
        if records.start > coverage.reached {
            coverage.begin(records.start, Gap::Expired { horizon });
        }
        let processor = scene.processor(shard);
        processor.position = records.end;
        processor.iterator_issued = now;
        if records.is_empty() {
            return if is_at_end { self.checkpoint(scene, shard, true) } else { Next::At(now + idle) };
        }
        self.note_ages(scene.ages, Stage::UntilRead, (scene.target, shard), &records);
        let (work, processors) = (scene.application.work, scene.application.settings.processors);
        let busy = scene.worker().processing() + 1;
        let items = self.items(&scene.link, (scene.target, shard), &records);
        let until = now + work.time(items, busy, processors);
        let batch = Batch { records, read: now, began: now, until, is_last: is_at_end };
        scene.processor(shard).phase = Phase::Processing(batch);
        Next::At(until)
    }

    /// A batch is done, by a worker that may have lost the lease meanwhile.
    pub(super) fn finish_batch(&mut self, scene: &mut Scene<'_>, shard: ShardId, batch: Batch) -> Next {
        let now = self.now;
        let worker = scene.worker;
        let failing = scene.application.work.first_failing(&batch.records);
        let processed = batch.records.start..failing.unwrap_or(batch.records.end);
        let of = (scene.target, shard);
        let items = self.items(&scene.link, of, &processed);
        let spent = items * u64::from(scene.application.work.record_time_us);
        let worker_busy = &mut scene.worker().busy;
        *worker_busy = *worker_busy + Micros(spent);
        let count = processed.end - processed.start;
        scene.ages.add(Stage::UntilProcessing, now, batch.began.since(batch.read), count);
        scene.ages.add(Stage::Processing, now, now.since(batch.began), count);
        self.note_ages(scene.ages, Stage::UntilProcessed, of, &processed);
        let delivery = self.begin_delivery(&scene.link, of, [processed.clone()].into_iter());
        self.trace.note(Step::Processed, [now.0, u64::from(shard.0), processed.start, processed.end]);
        let delivered = processed.clone();
        let first = scene.application.book(now, worker, shard, processed);
        scene.ages.note_processed(now, count, first, items);
        if let Some(failing) = failing {
            scene.application.totals.failed_batches += 1;
            let coverage = scene.application.shards.get_mut(&shard).expect("who reads a shard has begun to");
            coverage.skip(&(failing..batch.records.end));
        }
        if let Some(delivery) = delivery {
            return self.deliver_batch(scene, shard, Box::new(AtStore { batch, delivery }));
        }
        self.note_ages(scene.ages, Stage::EndToEnd, of, &delivered);
        self.settle_batch(scene, shard, &batch)
    }

    /// The delivery of a batch goes on; the batch is done when the store has taken it.
    pub(super) fn deliver_batch(&mut self, scene: &mut Scene<'_>, shard: ShardId, mut at_store: Box<AtStore>) -> Next {
        let of = (scene.target, shard);
        match self.deliver(&scene.link, scene.ages, of, &mut at_store.delivery) {
            Some(goes_on) => {
                scene.processor(shard).phase = Phase::Delivering(at_store);
                Next::At(goes_on)
            }
            None => self.settle_batch(scene, shard, &at_store.batch),
        }
    }

    /// Nothing of a batch is left to do: the shard is read on, after a checkpoint if it is time for one.
    fn settle_batch(&mut self, scene: &mut Scene<'_>, shard: ShardId, batch: &Batch) -> Next {
        let now = self.now;
        let interval = Micros::millis(u64::from(scene.application.settings.checkpoint_interval_ms));
        let is_stopping = scene.worker().state == WorkerState::Stopping;
        let next_read = now.max(batch.read + scene.idle());
        let processor = scene.processor(shard);
        processor.processed = batch.records.end;
        if processor.is_lost {
            scene.application.totals.refused_checkpoints += 1;
            return Next::Ends;
        }
        if batch.is_last || is_stopping || now.since(processor.checkpointed) >= interval {
            return self.checkpoint(scene, shard, batch.is_last);
        }
        processor.phase = Phase::Reading;
        Next::At(next_read)
    }

    /// Writes how far the shard is processed; at its end, or when the worker stops, the lease is given back.
    pub(super) fn checkpoint(&mut self, scene: &mut Scene<'_>, shard: ShardId, is_end: bool) -> Next {
        let now = self.now;
        let owner = scene.worker().owner;
        let is_stopping = scene.worker().state == WorkerState::Stopping;
        let processor = scene.processor(shard);
        processor.phase = Phase::Checkpointing { is_end };
        let (processed, is_lost) = (processor.processed, processor.is_lost);
        let is_owner = scene.application.table.get(shard).is_some_and(|lease| lease.owner == Some(owner));
        if is_lost || !is_owner {
            scene.application.totals.refused_checkpoints += 1;
            return Next::Ends;
        }
        let gives_back = is_end || is_stopping;
        let children = self.children_of(scene.target, shard);
        let written = scene.application.table.update(shard, now, |lease| {
            if is_end {
                lease.checkpoint = Checkpoint::ShardEnd;
                lease.children = children;
            } else if processed > 0 {
                lease.checkpoint = Checkpoint::Below(processed);
            }
            lease.owner_switches_since_checkpoint = 0;
            if gives_back {
                lease.owner = None;
            }
        });
        if written.is_err() {
            return Next::At(now + AGAIN_IN);
        }
        scene.application.totals.checkpoints += 1;
        self.trace.note(Step::Checkpointed, [now.0, u64::from(shard.0), processed, u64::from(is_end)]);
        if is_end {
            // Whoever ends a shard sees to it that its children have leases.
            self.sync_shards(scene);
        }
        if gives_back {
            return Next::Ends;
        }
        let idle = scene.idle();
        let processor = scene.processor(shard);
        processor.checkpointed = now;
        processor.phase = Phase::Reading;
        Next::At(now.max(processor.iterator_issued + idle))
    }
}
