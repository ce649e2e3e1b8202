//! Followed records of the pipeline: which there are, and one of them with everything that happened to it.

use crate::aws::error::Refusal;
use crate::engine::consumer::Consumer;
use crate::engine::ids::{ConsumerId, ShardId};
use crate::engine::lives::{Life, Passage, What};
use crate::engine::stream::replication::PutLatency;
use crate::engine::time::SimTime;
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// Followed records that can be chosen at most.
const LISTED: usize = 16;

/// The followed records.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LivesFrame {
    /// Those that can be chosen, newest first.
    pub listed: Vec<LifeName>,
    /// The chosen one, or the newest that has come to its end.
    pub shown: Option<LifeFrame>,
}

/// A followed record, in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeName {
    /// Its number among the followed ones.
    pub number: u64,
    /// When it was made.
    pub made: SimTime,
    /// Whether it was stored.
    pub is_stored: bool,
}

/// A followed record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LifeFrame {
    /// Its number among the followed ones.
    pub number: u64,
    /// Who made it.
    pub producer: String,
    /// Its number among that producer's.
    pub ordinal: u64,
    /// Its partition key, where it was stored.
    pub key: Option<String>,
    /// The stream and the shard that took it.
    pub stored: Option<(String, ShardId)>,
    /// What happened to it, in order.
    pub steps: Vec<StepFrame>,
}

/// Something that happened to a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepFrame {
    /// When.
    pub at: SimTime,
    /// What.
    pub what: StepName,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum StepName {
    /// The application made it.
    Made,
    /// It went with a request.
    Sent,
    /// It was not taken.
    Refused,
    /// The request failed, with this exception.
    Failed(String),
    /// The shard took it.
    Stored(PutLatency),
    /// This consumer read it.
    Read(String),
    /// This consumer has processed it.
    Processed(String),
    /// This consumer's store has taken it.
    Delivered(String),
}

impl LivesFrame {
    /// The followed records of a world; `chosen` is the number of one.
    pub fn of(world: &World, chosen: Option<u64>) -> Self {
        let lives = world.lives();
        let name = |life: &Life| LifeName {
            number: life.number,
            made: life.steps.first().map_or(SimTime::ZERO, |step| step.at),
            is_stored: life.place.is_some(),
        };
        let found = chosen.and_then(|number| lives.iter().find(|life| life.number == number));
        let shown = found.or_else(|| best(world));
        Self {
            listed: lives.iter().rev().take(LISTED).map(name).collect(),
            shown: shown.map(|life| LifeFrame::of(world, life)),
        }
    }
}

/// The newest record that everybody who reads its stream has processed; else the one with which most has happened.
fn best(world: &World) -> Option<&Life> {
    let readers = |life: &Life| {
        let stream = life.place.map(|(stream, ..)| stream);
        world.consumers().filter(|consumer| consumer.target.id == stream).count()
    };
    let processed =
        |life: &Life| life.steps.iter().filter(|step| matches!(step.what, What::Passed(_, Passage::Processed))).count();
    let whole = world.lives().iter().rev().find(|life| life.place.is_some() && processed(life) >= readers(life));
    whole.or_else(|| world.lives().iter().max_by_key(|life| (life.steps.len(), life.number)))
}

impl LifeFrame {
    fn of(world: &World, life: &Life) -> Self {
        let producer = &world.producers()[usize::from(life.producer.0)];
        let stored = life.place.and_then(|(stream, shard, _)| {
            let stream = world.streams().get(stream)?;
            Some((stream, stream.shard(shard)?))
        });
        Self {
            number: life.number,
            producer: producer.name.clone(),
            ordinal: life.ordinal,
            key: stored.map(|(_, shard)| producer.partition_key(life.ordinal, shard.range)),
            stored: stored.map(|(stream, shard)| (stream.name.clone(), shard.id)),
            steps: life
                .steps
                .iter()
                .map(|step| StepFrame { at: step.at, what: StepName::of(world, &step.what) })
                .collect(),
        }
    }
}

impl StepName {
    fn of(world: &World, what: &What) -> Self {
        match what {
            What::Made => Self::Made,
            What::Sent => Self::Sent,
            What::Refused => Self::Refused,
            What::Failed(fault) => Self::Failed(Refusal::of(fault, world.account()).code.to_owned()),
            What::Stored { latency, .. } => Self::Stored(*latency),
            What::Passed(id, Passage::Read) => Self::Read(consumer_name(world, *id)),
            What::Passed(id, Passage::Processed) => Self::Processed(consumer_name(world, *id)),
            What::Passed(id, Passage::Delivered) => Self::Delivered(consumer_name(world, *id)),
        }
    }
}

/// The name of a consumer, also where it is gone.
fn consumer_name(world: &World, id: ConsumerId) -> String {
    let found: Option<&Consumer> = world.consumers().find(|consumer| consumer.id == id);
    found.map_or_else(|| format!("consumer {}", id.0 + 1), |consumer| consumer.name.clone())
}
