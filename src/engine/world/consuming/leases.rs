//! Leases as workers renew and take them, and as shard sync creates and deletes them.

use super::Task;
use super::kcl::Scene;
use crate::engine::api::operation::Operation;
use crate::engine::consumer::kcl::shard_sync;
use crate::engine::consumer::kcl::taking;
use crate::engine::consumer::kcl::worker::Processor;
use crate::engine::ids::{ShardId, StreamId};
use crate::engine::stream::Stream;
use crate::engine::trace::Step;
use crate::engine::world::World;

impl World {
    /// Renews all leases of a worker; those that somebody else has meanwhile are lost.
    pub(super) fn renew_leases(&mut self, scene: &mut Scene<'_>) {
        let now = self.now;
        let owner = scene.worker().owner;
        let held: Vec<(ShardId, u64)> = scene
            .worker()
            .processors
            .iter()
            .filter(|(_, processor)| !processor.is_lost)
            .map(|(shard, processor)| (*shard, processor.counter))
            .collect();
        for (shard, counter) in held {
            let lease = scene.application.table.get(shard);
            if lease.is_none_or(|lease| lease.owner != Some(owner) || lease.counter != counter) {
                scene.processor(shard).is_lost = true;
                scene.application.totals.lost += 1;
                self.trace.note(Step::Leased, [now.0, u64::from(shard.0), u64::from(owner.0), 0]);
            } else if scene.application.table.update(shard, now, |lease| lease.counter += 1).is_ok() {
                scene.processor(shard).counter += 1;
            }
        }
    }

    /// Takes the leases that a worker should have beside those that it has.
    pub(super) fn take_leases(&mut self, scene: &mut Scene<'_>) {
        let now = self.now;
        let (application, place) = (&mut *scene.application, usize::from(scene.worker.0));
        let worker = &mut application.workers[place];
        let owner = worker.owner;
        taking::look(&mut worker.seen, &application.table, now);
        let settings = application.settings;
        let (table, random) = (&application.table, &mut application.random);
        let chosen = taking::choose(table, &worker.seen, owner, &settings, random, now);
        for shard in chosen {
            if scene.worker().processors.contains_key(&shard) {
                // What it lost and has not finished with it does not take back.
                continue;
            }
            self.take_lease(scene, shard);
        }
    }

    fn take_lease(&mut self, scene: &mut Scene<'_>, shard: ShardId) {
        let now = self.now;
        let owner = scene.worker().owner;
        let former = scene.application.table.get(shard).and_then(|lease| lease.owner);
        let is_alive = former.and_then(|former| scene.application.owner(former)).is_some_and(|worker| {
            worker.is_awake() && worker.processors.get(&shard).is_some_and(|processor| !processor.is_lost)
        });
        let taken = scene.application.table.update(shard, now, |lease| {
            lease.counter += 1;
            lease.owner_switches_since_checkpoint += u64::from(lease.owner.is_some());
            lease.owner = Some(owner);
        });
        if taken.is_err() {
            return;
        }
        let totals = &mut scene.application.totals;
        *if is_alive { &mut totals.stolen } else { &mut totals.taken } += 1;
        self.trace.note(Step::Leased, [now.0, u64::from(shard.0), u64::from(owner.0), 1]);
        let counter = scene.application.table.get(shard).map_or(0, |lease| lease.counter);
        let tenure = scene.application.next_tenure();
        scene.worker().processors.insert(shard, Processor::new(tenure, counter, now));
        scene.worker().seen.insert(shard, (counter, now));
        self.plan_task(scene, now, Task::Step { shard, tenure });
    }

    /// Lists the shards, creates the leases that are missing and deletes those that are of no use any more.
    pub(super) fn sync_shards(&mut self, scene: &mut Scene<'_>) {
        let now = self.now;
        let Some(id) = scene.target.filter(|id| self.streams.get(*id).is_some_and(Stream::serves)) else {
            return;
        };
        if self.admit_stream_call(Operation::ListShards, id).is_err() {
            // The next sync will do.
            return;
        }
        let stream = self.streams.get(id).expect("found above");
        let table = &mut scene.application.table;
        for shard in shard_sync::obsolete(table, stream) {
            if table.delete(shard, now).is_err() {
                return;
            }
        }
        for lease in shard_sync::missing(table, stream, scene.application.settings.initial_position)
            .into_iter()
            .map(|(_, value)| value)
        {
            if table.create(lease, now).is_err() {
                return;
            }
        }
    }

    pub(super) fn children_of(&self, stream: Option<StreamId>, shard: ShardId) -> Vec<ShardId> {
        let stream = stream.and_then(|id| self.streams.get(id));
        stream.and_then(|stream| stream.shards.get(shard.0 as usize)).map_or(Vec::new(), |shard| shard.children.clone())
    }
}
