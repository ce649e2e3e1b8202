//! Consumers looked at once a second: how old is what they have not read, and what they have not done.
//!
//! It is the only thing that tells of a consumer which does nothing. Where there are no consumers, nothing is looked at.

use crate::engine::consumer::ages::AgeSample;
use crate::engine::consumer::kcl::Application;
use crate::engine::consumer::kcl::lease::{Checkpoint, Lease};
use crate::engine::consumer::kcl::worker::WorkerState;
use crate::engine::consumer::mapping::PollerState;
use crate::engine::consumer::reader::ReaderState;
use crate::engine::consumer::{Body, Consumer};
use crate::engine::ids::{ConsumerId, ShardId};
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use crate::engine::world::happenings::Event;

/// Where a consumer stands in a shard: the index that it reads next, and the first one that is not done.
struct Standing {
    shard: ShardId,
    reads: u64,
    done: u64,
}

impl World {
    /// Consumers are looked at every second from the next one on.
    pub(super) fn begin_sampling(&mut self) {
        if !self.is_sampling {
            self.is_sampling = true;
            self.plan_second();
        }
    }

    fn plan_second(&mut self) {
        let next = SimTime((self.now.slot(Micros::SECOND) + 1) * Micros::SECOND.0);
        self.queue.schedule(next, Event::Second);
    }

    /// Looks at all consumers.
    pub(in crate::engine::world) fn sample_consumers(&mut self) {
        let now = self.now;
        let seen: Vec<(ConsumerId, AgeSample)> =
            self.consumers.values().map(|consumer| (consumer.id, self.look_at(consumer))).collect();
        self.is_sampling = !seen.is_empty();
        for (id, sample) in seen {
            if let Some(consumer) = self.consumers.get_mut(&id) {
                consumer.ages.note_seen(now, &sample);
            }
        }
        if self.is_sampling {
            self.plan_second();
        }
    }

    fn look_at(&self, consumer: &Consumer) -> AgeSample {
        let mut sample = AgeSample::default();
        let Some(stream) = consumer.target.id.and_then(|id| self.streams.get(id)) else {
            return sample;
        };
        for standing in standings(&consumer.body) {
            let Some(shard) = stream.shard(standing.shard) else {
                continue;
            };
            sample.behind = sample.behind.max(self.behind(shard, standing.done));
            if !consumer.ages.is_read(shard.id, self.now) {
                sample.iterator_age = sample.iterator_age.max(self.behind(shard, standing.reads));
            }
        }
        // What has expired may be there for a while, and is nobody's any more.
        sample.behind = sample.behind.min(stream.retention);
        sample.iterator_age = sample.iterator_age.min(stream.retention);
        sample
    }
}

/// Where a consumer stands in each shard that it has not done with.
fn standings(body: &Body) -> Vec<Standing> {
    match body {
        Body::Kcl(application) => {
            application.table.rows().filter_map(|lease| standing_of_lease(application, lease)).collect()
        }
        Body::Lambda(mapping) => {
            let pollers = mapping.pollers.iter().filter(|(_, poller)| poller.state != PollerState::Ended);
            let standing = |shard, done| Standing { shard, reads: done, done };
            pollers.map(|(shard, poller)| standing(*shard, poller.settled.first_open())).collect()
        }
        Body::Reader(reader) => {
            let shards = reader.shards.iter().filter(|(_, known)| known.state != ReaderState::Ended);
            shards
                .map(|(shard, known)| {
                    let delivering = known.batch.as_ref().filter(|batch| batch.delivery.is_some());
                    let done = delivering.map_or(known.coverage.reached, |batch| batch.records.start);
                    Standing { shard: *shard, reads: known.position, done }
                })
                .collect()
        }
    }
}

/// Where who holds a lease stands; where nobody works on the shard, that is the checkpoint.
fn standing_of_lease(application: &Application, lease: &Lease) -> Option<Standing> {
    let shard = lease.shard;
    let holder = lease.owner.and_then(|owner| application.owner(owner));
    let processor = holder
        .filter(|worker| worker.state != WorkerState::Ended)
        .and_then(|worker| worker.processors.get(&shard))
        .filter(|processor| processor.position > 0);
    if let Some(processor) = processor {
        return Some(Standing { shard, reads: processor.position, done: processor.processed });
    }
    match lease.checkpoint {
        Checkpoint::TrimHorizon => Some(Standing { shard, reads: 0, done: 0 }),
        Checkpoint::Below(index) => Some(Standing { shard, reads: index, done: index }),
        Checkpoint::Latest | Checkpoint::ShardEnd => None,
    }
}
