//! Workers of the Kinesis Client Library: what each does when its time has come, and what becomes of a record processor.

use super::delivering::Link;
use super::{PollFault, Task, Wake};
use crate::engine::consumer::ages::Ages;
use crate::engine::consumer::coverage::{Coverage, Gap};
use crate::engine::consumer::kcl::Application;
use crate::engine::consumer::kcl::lease::{Checkpoint, Lease};
use crate::engine::consumer::kcl::worker::{Phase, Processor, Worker, WorkerId, WorkerState};
use crate::engine::ids::{ConsumerId, ShardId, StreamId};
use crate::engine::limits::LimitId;
use crate::engine::stream::shard::Shard;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;

/// How long a worker waits after something that it can only try again. Assumed.
pub(super) const AGAIN_IN: Micros = Micros::SECOND;

/// An application at work, and which of its workers.
pub(super) struct Scene<'a> {
    pub id: ConsumerId,
    /// The stream, if there is one.
    pub target: Option<StreamId>,
    pub link: Link,
    pub ages: &'a mut Ages,
    pub application: &'a mut Application,
    pub worker: WorkerId,
}

/// What becomes of a record processor.
pub(super) enum Next {
    /// It goes on then.
    At(SimTime),
    /// It ends, and its lease is another's or nobody's.
    Ends,
}

impl Scene<'_> {
    pub fn worker(&mut self) -> &mut Worker {
        &mut self.application.workers[usize::from(self.worker.0)]
    }

    /// A record processor of the worker. A step is of one that is there.
    pub fn processor(&mut self, shard: ShardId) -> &mut Processor {
        self.worker().processors.get_mut(&shard).expect("a step is that of a processor which is there")
    }

    pub fn idle(&self) -> Micros {
        Micros::millis(u64::from(self.application.settings.idle_time_between_reads_ms))
    }
}

impl World {
    pub(super) fn wake_worker(&mut self, mut scene: Scene<'_>, life: u32, task: Task) {
        let worker = scene.worker();
        if worker.life != life {
            return;
        }
        match task {
            Task::Resume => self.resume_worker(&mut scene),
            _ if !worker.is_awake() => {}
            Task::Renew => {
                self.renew_leases(&mut scene);
                let again = self.now + scene.application.renew_interval();
                self.plan_task(&mut scene, again, Task::Renew);
            }
            Task::Take => {
                if scene.worker().state == WorkerState::Running {
                    self.take_leases(&mut scene);
                }
                let again = self.now + scene.application.take_interval();
                self.plan_task(&mut scene, again, Task::Take);
            }
            Task::Sync => {
                let had_leases = !scene.application.table.is_empty();
                self.sync_shards(&mut scene);
                let settings = scene.application.settings;
                // A worker that has found no stream looks again soon; its first leases it takes at once.
                let is_empty = scene.application.table.is_empty();
                let wait_ms =
                    if is_empty { settings.parent_shard_poll_interval_ms } else { settings.shard_sync_interval_ms };
                if !had_leases && !is_empty && scene.worker().state == WorkerState::Running {
                    self.take_leases(&mut scene);
                }
                self.plan_task(&mut scene, self.now + Micros::millis(u64::from(wait_ms)), Task::Sync);
            }
            Task::Step { shard, tenure } => {
                if scene.worker().processors.get(&shard).is_some_and(|processor| processor.tenure == tenure) {
                    self.step(&mut scene, shard, tenure);
                }
            }
        }
    }

    pub(super) fn plan_task(&mut self, scene: &mut Scene<'_>, at: SimTime, task: Task) {
        let (worker, life) = (scene.worker, scene.worker().life);
        self.plan_wake(scene.id, at, Wake::Worker { worker, life, task });
    }

    /// Lets a record processor do what its phase says.
    fn step(&mut self, scene: &mut Scene<'_>, shard: ShardId, tenure: u32) {
        let is_lost = scene.processor(shard).is_lost;
        let next = match scene.processor(shard).phase.clone() {
            Phase::Processing(batch) => self.finish_batch(scene, shard, batch),
            Phase::Delivering(at_store) => self.deliver_batch(scene, shard, at_store),
            Phase::Checkpointing { is_end } => self.checkpoint(scene, shard, is_end),
            _ if is_lost => Next::Ends,
            _ if scene.worker().state == WorkerState::Stopping => self.checkpoint(scene, shard, false),
            Phase::WaitingForParents => self.wait_for_parents(scene, shard),
            Phase::Starting => self.start_reading(scene, shard),
            Phase::Reading => self.read_batch(scene, shard),
        };
        match next {
            Next::At(at) => self.plan_task(scene, at, Task::Step { shard, tenure }),
            Next::Ends => {
                let worker = scene.worker();
                worker.processors.remove(&shard);
                if worker.state == WorkerState::Stopping && worker.processors.is_empty() {
                    worker.state = WorkerState::Ended;
                    worker.life += 1;
                }
            }
        }
    }

    fn wait_for_parents(&mut self, scene: &mut Scene<'_>, shard: ShardId) -> Next {
        let table = &scene.application.table;
        let parents = table.get(shard).map(|lease| lease.parents.clone()).unwrap_or_default();
        let are_done = parents.iter().all(|parent| table.get(*parent).is_none_or(Lease::is_done));
        if !are_done {
            let wait = scene.application.settings.parent_shard_poll_interval_ms;
            return Next::At(self.now + Micros::millis(u64::from(wait)));
        }
        scene.processor(shard).phase = Phase::Starting;
        Next::At(self.now)
    }

    /// Gets an iterator: at the checkpoint, or where the processor was when its last one had expired.
    fn start_reading(&mut self, scene: &mut Scene<'_>, id: ShardId) -> Next {
        let (now, has_call_rates) = (self.now, self.account.has_call_rates);
        let position = scene.processor(id).position;
        let Some(checkpoint) = scene.application.table.get(id).map(|lease| lease.checkpoint) else {
            return Next::Ends;
        };
        let stream = scene.target.and_then(|stream| self.streams.get_mut(stream)).filter(|stream| stream.serves());
        let shard = stream.and_then(|stream| {
            let cutoff = stream.cutoff(now);
            stream.shards.get_mut(id.0 as usize).map(|shard| (shard, cutoff))
        });
        let Some((shard, cutoff)) = shard else {
            return Next::At(now + AGAIN_IN);
        };
        if !shard.is_expired() && has_call_rates && shard.read_throttle.admit_iterator(now).is_err() {
            return Next::At(now + AGAIN_IN);
        }
        let horizon = shard.horizon_index(cutoff);
        let (index, gap) = match checkpoint {
            _ if position > 0 => (position.max(horizon), Gap::Expired { horizon }),
            Checkpoint::TrimHorizon => (horizon, Gap::Expired { horizon }),
            Checkpoint::Latest => (shard.next_index(), Gap::Latest),
            Checkpoint::Below(index) => (index.max(horizon), Gap::Expired { horizon }),
            Checkpoint::ShardEnd => return Next::Ends,
        };
        // A shard that opened while the application ran is its business from the first record on.
        let first = if shard.lineage.opened > scene.application.started { 1 } else { index };
        scene.application.shards.entry(id).or_insert(Coverage::from(first)).begin(index, gap);
        let processor = scene.processor(id);
        (processor.position, processor.processed) = (index, index);
        processor.iterator_issued = now;
        processor.phase = Phase::Reading;
        Next::At(now)
    }

    fn read_batch(&mut self, scene: &mut Scene<'_>, shard: ShardId) -> Next {
        let now = self.now;
        let again = now + scene.idle();
        let processor = scene.processor(shard);
        let (position, issued) = (processor.position, processor.iterator_issued);
        if now.since(issued) > Micros::seconds(LimitId::IteratorLifetime.value(self.profile)) {
            processor.phase = Phase::Starting;
            scene.application.totals.expired_iterators += 1;
            return Next::At(now);
        }
        let most = u64::from(scene.application.settings.max_records);
        let Some(stream) = scene.target else {
            scene.application.totals.failed_reads += 1;
            return Next::At(again);
        };
        match self.poll(stream, shard, position, most) {
            Ok(polled) => self.begin_batch(scene, shard, polled),
            Err(PollFault::Throttled) => {
                scene.application.totals.throttled_reads += 1;
                Next::At(again)
            }
            Err(PollFault::NotFound | PollFault::Failed) => {
                scene.application.totals.failed_reads += 1;
                // A shard that has expired meanwhile is at its end.
                let is_gone = self.streams.get(stream).is_some_and(|stream| {
                    stream.serves() && stream.shards.get(shard.0 as usize).is_some_and(Shard::is_expired)
                });
                if is_gone {
                    self.pass_over_expired(scene, stream, shard);
                    return self.checkpoint(scene, shard, true);
                }
                Next::At(again)
            }
        }
    }

    /// All that was left of a shard has expired unread.
    fn pass_over_expired(&mut self, scene: &mut Scene<'_>, stream: StreamId, shard: ShardId) {
        let end = self.streams.get(stream).map_or(0, |stream| stream.shards[shard.0 as usize].next_index());
        if let Some(coverage) = scene.application.shards.get_mut(&shard) {
            coverage.begin(end, Gap::Expired { horizon: end });
        }
        let processor = scene.processor(shard);
        (processor.position, processor.processed) = (end, end);
    }
}
