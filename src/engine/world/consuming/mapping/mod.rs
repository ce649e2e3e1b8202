//! Event source mappings at work: pollers read, lanes fill, the function is invoked, and what fails is tried again.

mod invocations;

use super::delivering::Link;
use super::{PollFault, Wake};
use crate::engine::consumer::ages::{self, Ages};
use crate::engine::consumer::kcl::plan::InitialPosition;
use crate::engine::consumer::mapping::lane::{Invocation, Lane, Piece};
use crate::engine::consumer::mapping::{Mapping, POLL_EVERY, Poller, PollerState, READ_AHEAD};
use crate::engine::ids::{ConsumerId, ShardId, StreamId};
use crate::engine::limits::LimitId;
use crate::engine::stream::shard::Shard;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use std::ops::Range;

/// How often a mapping looks for shards that it does not know. Assumed.
const DISCOVER_EVERY: Micros = Micros::seconds(60);

/// What a mapping does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine::world) enum MappingTask {
    /// It looks for shards.
    Discover,
    /// The poller of a shard goes on.
    Poll { shard: ShardId, tenure: u32 },
    /// A lane may have a batch.
    Offer { shard: ShardId, tenure: u32, lane: usize },
    /// An invocation ends.
    End { shard: ShardId, tenure: u32, lane: usize, number: u64 },
}

/// A mapping at work.
pub(super) struct Stage<'a> {
    pub id: ConsumerId,
    pub target: Option<StreamId>,
    pub link: Link,
    pub ages: &'a mut Ages,
    pub mapping: &'a mut Mapping,
}

/// A lane of a poller.
#[derive(Clone, Copy)]
struct Place {
    shard: ShardId,
    tenure: u32,
    lane: usize,
}

impl Stage<'_> {
    fn poller(&mut self, shard: ShardId, tenure: u32) -> Option<&mut Poller> {
        self.mapping.pollers.get_mut(&shard).filter(|poller| poller.tenure == tenure)
    }

    fn lane(&mut self, place: Place) -> Option<&mut Lane> {
        self.poller(place.shard, place.tenure).and_then(|poller| poller.lanes.get_mut(place.lane))
    }
}

impl World {
    pub(super) fn wake_mapping(&mut self, mut stage: Stage<'_>, task: MappingTask) {
        match task {
            MappingTask::Discover => {
                self.discover(&mut stage);
                self.plan_mapping(&stage, self.now + DISCOVER_EVERY, MappingTask::Discover);
            }
            MappingTask::Poll { shard, tenure } => self.poll_shard(&mut stage, shard, tenure),
            MappingTask::Offer { shard, tenure, lane } => self.offer(&mut stage, Place { shard, tenure, lane }),
            MappingTask::End { shard, tenure, lane, number } => {
                let place = Place { shard, tenure, lane };
                let is_meant = |invocation: &mut Invocation| invocation.number == number;
                let ended = stage.lane(place).and_then(|lane| lane.invocation.take_if(is_meant));
                if let Some(invocation) = ended {
                    self.end_invocation(&mut stage, place, invocation);
                    self.offer(&mut stage, place);
                }
            }
        }
    }

    pub(super) fn plan_mapping(&mut self, stage: &Stage<'_>, at: SimTime, task: MappingTask) {
        self.plan_wake(stage.id, at, Wake::Mapping(task));
    }

    /// Every shard that can be read gets a poller, from the first sight of the stream at its starting position.
    fn discover(&mut self, stage: &mut Stage<'_>) {
        let Some(stream) = stage.target.and_then(|id| self.streams.get(id)).filter(|stream| stream.serves()) else {
            return;
        };
        let now = self.now;
        let lanes = stage.mapping.settings.parallelization_factor as usize;
        let begins_late = stage.mapping.settings.starting_position == InitialPosition::Latest;
        let mut begun = Vec::new();
        for shard in stream.listed().filter(|shard| !stage.mapping.pollers.contains_key(&shard.id)) {
            // A shard that opened later is read from its beginning.
            let is_new = shard.lineage.opened > stage.mapping.started;
            let position = match (is_new, begins_late) {
                (true, _) => 1,
                (false, true) => shard.next_index(),
                (false, false) => stream.horizon_index(shard, now),
            };
            begun.push((shard.id, position));
        }
        for (shard, position) in begun {
            stage.mapping.tenures += 1;
            let tenure = stage.mapping.tenures;
            stage.mapping.pollers.insert(shard, Poller::new(tenure, position, lanes));
            self.plan_mapping(stage, now, MappingTask::Poll { shard, tenure });
        }
    }

    fn poll_shard(&mut self, stage: &mut Stage<'_>, shard: ShardId, tenure: u32) {
        let again = self.now + POLL_EVERY;
        let Some(doing) = stage.poller(shard, tenure).map(|poller| poller.state) else {
            return;
        };
        match doing {
            PollerState::Ended => return,
            PollerState::WaitingForParents if !self.parents_are_done(stage, shard) => {}
            _ => {
                let has_room = stage.poller(shard, tenure).is_some_and(|poller| {
                    poller.state = PollerState::Reading;
                    poller.held() < READ_AHEAD
                });
                if has_room {
                    self.read_ahead(stage, shard, tenure);
                }
            }
        }
        let lanes = stage.poller(shard, tenure).map_or(0, |poller| poller.lanes.len());
        for lane in 0..lanes {
            self.offer(stage, Place { shard, tenure, lane });
        }
        let goes_on =
            stage.poller(shard, tenure).is_some_and(|poller| poller.state != PollerState::Ended && !poller.is_at_end);
        if goes_on {
            self.plan_mapping(stage, again, MappingTask::Poll { shard, tenure });
        }
    }

    fn parents_are_done(&self, stage: &Stage<'_>, shard: ShardId) -> bool {
        let stream = stage.target.and_then(|id| self.streams.get(id));
        let shard = stream.and_then(|stream| stream.shards.get(shard.0 as usize));
        let is_done = |parent: ShardId| {
            stage.mapping.pollers.get(&parent).is_none_or(|poller| poller.state == PollerState::Ended)
        };
        shard.is_none_or(|shard| shard.lineage.parents().all(is_done))
    }

    /// Reads what there is and hands it to the lanes.
    fn read_ahead(&mut self, stage: &mut Stage<'_>, shard: ShardId, tenure: u32) {
        let Some((stream, position)) = stage.target.zip(stage.poller(shard, tenure).map(|poller| poller.position))
        else {
            return;
        };
        match self.poll(stream, shard, position, LimitId::GetRecordsRecords.value(self.profile)) {
            Ok(read) => {
                stage.mapping.totals.reads += 1;
                self.note_ages(stage.ages, ages::Stage::UntilRead, (Some(stream), shard), &read.records);
                // What a mapping with other lanes has settled already is not done again.
                let wanted = stage.poller(shard, tenure).map(|poller| poller.settled.missing(read.records.clone()));
                let lanes = stage.mapping.settings.parallelization_factor;
                let wanted = wanted.into_iter().flatten();
                let pieces: Vec<_> = wanted.flat_map(|run| self.pieces(stream, shard, &run, lanes)).collect();
                let now = self.now;
                let Some(poller) = stage.poller(shard, tenure) else {
                    return;
                };
                poller.expire(poller.position..read.records.start);
                poller.position = read.records.end.max(poller.position);
                poller.is_at_end = read.is_at_end;
                for (lane, piece) in pieces {
                    poller.lanes[lane].push(piece, now);
                }
            }
            Err(PollFault::Throttled) => stage.mapping.totals.throttled_reads += 1,
            Err(PollFault::NotFound | PollFault::Failed) => {
                stage.mapping.totals.failed_reads += 1;
                self.leave_expired_shard(stage, stream, shard, tenure);
            }
        }
        self.end_poller(stage, shard, tenure);
    }

    /// A shard that has expired has nothing more to read.
    fn leave_expired_shard(&mut self, stage: &mut Stage<'_>, stream: StreamId, shard: ShardId, tenure: u32) {
        let found = self.streams.get(stream).filter(|stream| stream.serves());
        let end = found.and_then(|stream| stream.shards.get(shard.0 as usize)).filter(|shard| shard.is_expired());
        if let Some((poller, end)) = stage.poller(shard, tenure).zip(end.map(Shard::next_index)) {
            poller.expire(poller.position..end);
            poller.position = end.max(poller.position);
            poller.is_at_end = true;
        }
    }

    /// The records as the lanes get them: each partition key always the same lane.
    fn pieces(&self, id: StreamId, shard: ShardId, records: &Range<u64>, lanes: u32) -> Vec<(usize, Piece)> {
        let Some(stream) = self.streams.get(id) else {
            return Vec::new();
        };
        let found = &stream.shards[shard.0 as usize];
        let hashes = if lanes > 1 { self.hash_keys(stream, found, records.clone()) } else { Vec::new() };
        let (mut pieces, read) = (Vec::new(), self.now);
        for batch in found.log().batches_from(records.start).take_while(|batch| batch.first_index < records.end) {
            let run = batch.first_index.max(records.start)..(batch.first_index + batch.records).min(records.end);
            let record_bytes = batch.bytes.0.div_ceil(batch.records.max(1));
            let piece =
                |records: Range<u64>| Piece { arrived: batch.arrival(records.start), records, read, record_bytes };
            if lanes <= 1 {
                pieces.push((0, piece(run)));
                continue;
            }
            for index in run {
                let lane = (hashes[(index - records.start) as usize].0 % u128::from(lanes)) as usize;
                pieces.push((lane, piece(index..index + 1)));
            }
        }
        pieces
    }

    /// A poller of a closed shard ends with its last record; the children begin.
    fn end_poller(&mut self, stage: &mut Stage<'_>, shard: ShardId, tenure: u32) {
        let Some(poller) = stage.poller(shard, tenure) else {
            return;
        };
        let is_over = poller.is_at_end
            && poller.state == PollerState::Reading
            && poller.lanes.iter().all(|lane| lane.is_idle() && lane.window.is_none());
        if is_over {
            assert_eq!(poller.settled.first_open(), poller.position, "a shard ends when all its records are settled");
            poller.state = PollerState::Ended;
            self.discover(stage);
        }
    }

    /// All pollers begin again where they had settled everything, with as many lanes as the settings now say.
    pub(super) fn relane(&mut self, stage: &mut Stage<'_>) {
        let lanes = stage.mapping.settings.parallelization_factor as usize;
        let mut begun = Vec::new();
        for (shard, poller) in &mut stage.mapping.pollers {
            if poller.state != PollerState::Ended && poller.lanes.len() != lanes {
                stage.mapping.tenures += 1;
                poller.tenure = stage.mapping.tenures;
                poller.position = poller.settled.first_open();
                poller.is_at_end = false;
                poller.lanes = vec![Lane::default(); lanes];
                begun.push((*shard, poller.tenure));
            }
        }
        for (shard, tenure) in begun {
            self.plan_mapping(stage, self.now, MappingTask::Poll { shard, tenure });
        }
    }
}
