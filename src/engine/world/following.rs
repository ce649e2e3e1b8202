//! Following single records on their way: from their runs it is told what happened to each.

use super::World;
use crate::engine::api::error::ApiError;
use crate::engine::ids::{ProducerId, ShardId, StreamId};
use crate::engine::lives::{Lives, What};
use crate::engine::random::mix;
use crate::engine::stream::batch::{Origin, Part};
use crate::engine::stream::replication::PutLatency;
use crate::engine::time::SimTime;
use std::ops::Range;

impl World {
    /// The records whose lives are followed.
    pub const fn lives(&self) -> &Lives {
        &self.lives
    }

    /// Chooses one of the records that a producer has just made, if it is time for another.
    pub(super) fn follow_one(&mut self, producer: ProducerId, made: &Range<u64>) {
        let count = made.end.saturating_sub(made.start);
        if count > 0 && self.lives.is_due(self.now) {
            self.lives.begin(producer, made.start + mix(made.start) % count, self.now);
        }
    }

    /// A request goes; `holds` tells which records it carries.
    pub(super) fn follow_request(&mut self, producer: ProducerId, holds: impl Fn(u64) -> bool) {
        if self.lives.awaits(producer) {
            let sent: Vec<u64> = self.lives.awaited(producer).filter(|ordinal| holds(*ordinal)).collect();
            for ordinal in sent {
                self.lives.note(producer, ordinal, self.now, &What::Sent);
            }
        }
    }

    /// A request was answered, or failed as a whole; `holds` tells which records it carried.
    pub(super) fn follow_answer(
        &mut self,
        producer: ProducerId,
        fault: Option<&ApiError>,
        holds: impl Fn(u64) -> bool,
    ) {
        self.lives.end_request(producer, self.now, fault, holds);
    }

    /// The records of `origin` that are followed, each with its place among those that were stored together.
    pub(super) fn followed(&self, origin: &Origin, place: u32) -> Vec<(ProducerId, u64, u64)> {
        let parts: &[Part] = match origin {
            Origin::Put(_) => &[],
            Origin::Generated(part) => std::slice::from_ref(part),
            Origin::Mixed(parts) => parts,
        };
        let (mut found, mut before) = (Vec::new(), 0);
        for part in parts {
            if self.lives.awaits(part.producer) {
                let awaited = self.lives.awaited(part.producer).filter(|ordinal| part.ordinals.contains(ordinal));
                found.extend(awaited.filter_map(|ordinal| {
                    let offset = self.offset_in(part, place, ordinal)?;
                    Some((part.producer, ordinal, before + offset))
                }));
            }
            before += part.records;
        }
        found
    }

    /// The place of a record among those of `part`, all of one shard; `None` where it is not among them.
    fn offset_in(&self, part: &Part, place: u32, ordinal: u64) -> Option<u64> {
        let producer = &self.producers[usize::from(part.producer.0)];
        let stream = producer.target.id.and_then(|id| self.streams.get(id))?;
        let is_here = |ordinal: u64| {
            let recipe = producer.recipe_of(ordinal);
            recipe.place_in(&producer.make(recipe, ordinal), &stream.layout) == place
        };
        if part.records == 1 && part.users > 1 {
            // An aggregate has one place for all.
            let is_listed = part.listed.as_ref().is_none_or(|listed| listed.contains(&ordinal));
            return (is_listed && is_here(ordinal)).then_some(0);
        }
        if !is_here(ordinal) {
            return None;
        }
        let offset = match &part.listed {
            Some(listed) => {
                let known = listed.iter().position(|listed| *listed == ordinal)?;
                listed[..known].iter().filter(|earlier| is_here(**earlier)).count() as u64
            }
            None => (part.ordinals.start..ordinal).filter(|earlier| is_here(*earlier)).count() as u64,
        };
        (offset < part.records).then_some(offset)
    }

    /// Records that are followed were stored, the first of the run under this index.
    pub(super) fn follow_stored(
        &mut self,
        followed: Vec<(ProducerId, u64, u64)>,
        (stream, shard, first): (StreamId, ShardId, u64),
        latency: PutLatency,
    ) {
        let now: SimTime = self.now;
        for (producer, ordinal, offset) in followed {
            self.lives.store((producer, ordinal), (stream, shard, first + offset), (now, latency));
        }
    }
}
