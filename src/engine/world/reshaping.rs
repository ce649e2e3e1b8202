//! Reshards and on-demand scaling as they happen: shards close and open, producers follow the new layout.

use super::World;
use super::happenings::Event;
use crate::engine::api::choices::{StreamMode, StreamStatus};
use crate::engine::ids::{ShardId, StreamId};
use crate::engine::stream::on_demand::REVIEW_EVERY;
use crate::engine::stream::reshard::{Reshard, Step as ReshardStep};
use crate::engine::time::SimTime;
use crate::engine::trace::Step;
use std::rc::Rc;

impl World {
    /// Begins a reshard: the stream is UPDATING until its last phase has happened.
    pub(super) fn begin_reshard(&mut self, id: StreamId, reshard: Reshard) {
        let stream = self.streams.get_mut(id).expect("a reshard is asked of a stream that was found");
        assert!(stream.reshard.is_none(), "one reshard at a time");
        stream.status = StreamStatus::Updating;
        if reshard.phases.is_empty() {
            self.queue.schedule(reshard.next_at, Event::Updated(id));
        } else {
            self.queue.schedule(reshard.next_at, Event::Reshard(id));
            stream.reshard = Some(reshard);
        }
    }

    pub(super) fn reshard_phase(&mut self, id: StreamId) {
        let now = self.now;
        let Some(stream) = self.streams.get_mut(id).filter(|stream| stream.status == StreamStatus::Updating) else {
            return;
        };
        let Some(mut reshard) = stream.reshard.take() else {
            return;
        };
        let phase = reshard.phases.pop_front().unwrap_or_default();
        if reshard.phases.is_empty() {
            stream.status = StreamStatus::Active;
        } else {
            reshard.next_at = now + reshard.every;
            self.queue.schedule(reshard.next_at, Event::Reshard(id));
            stream.reshard = Some(reshard);
        }
        self.carry_out(id, &phase);
    }

    /// Carries out the steps of a phase and lets everybody follow.
    fn carry_out(&mut self, id: StreamId, phase: &[ReshardStep]) {
        let (profile, now) = (self.profile, self.now);
        let Some(stream) = self.streams.get_mut(id) else {
            return;
        };
        stream.carry_out(phase, profile, now);
        let (name, layout) = (stream.name.clone(), Rc::clone(&stream.layout));
        let closed: Vec<ShardId> =
            stream.shards.iter().filter(|shard| shard.lineage.closed == Some(now)).map(|shard| shard.id).collect();
        self.note_stream(id, Step::Resharded);
        self.copy_new_shards(id);
        self.update_rates(id);
        for producer in self.producers.iter_mut().filter(|producer| producer.target.name == name) {
            producer.move_to(&layout, now);
        }
        for shard in closed {
            self.arm_pushes(id, shard);
        }
    }

    /// Plans the next review of an on-demand stream.
    pub(super) fn schedule_review(&mut self, id: StreamId) {
        let now = self.now;
        let Some(stream) = self.streams.get_mut(id) else {
            return;
        };
        if stream.mode == StreamMode::OnDemand && stream.on_demand.review_at.is_none() {
            let at = SimTime((now.slot(REVIEW_EVERY) + 1) * REVIEW_EVERY.0);
            stream.on_demand.review_at = Some(at);
            self.queue.schedule(at, Event::Review(id));
        }
    }

    /// An on-demand stream gets the shards for which it is to be warm, before it is ACTIVE again. Documented.
    pub(super) fn warm_up(&mut self, id: StreamId) {
        loop {
            let room = self.account.shard_limit(self.profile).saturating_sub(self.streams.open_shards());
            let stream = self.streams.get(id).filter(|stream| stream.mode == StreamMode::OnDemand);
            let steps = stream.map_or(Vec::new(), |stream| stream.warm_up(room));
            if steps.is_empty() {
                return;
            }
            self.carry_out(id, &steps);
        }
    }

    pub(super) fn review(&mut self, id: StreamId) {
        let (profile, now) = (self.profile, self.now);
        let room = self.account.shard_limit(profile).saturating_sub(self.streams.open_shards());
        let Some(stream) = self.streams.get_mut(id) else {
            return;
        };
        stream.on_demand.review_at = None;
        if stream.mode != StreamMode::OnDemand || stream.status == StreamStatus::Deleting {
            return;
        }
        let steps = stream.review(profile, room, now);
        if !steps.is_empty() {
            self.carry_out(id, &steps);
        }
        self.schedule_review(id);
    }
}
