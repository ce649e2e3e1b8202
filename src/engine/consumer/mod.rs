//! Consumers: applications that read a stream, as they are built in practice.
//!
//! A consumer works on runs of record indices of a shard: how many it reads, how long they take and which of them it
//! processes once more are exact, while nobody looks at their data. Leaves out: what an application computes.

pub mod ages;
pub mod command;
pub mod coverage;
pub mod delivery;
pub mod kcl;
pub mod mapping;
pub mod reader;
pub mod work;

use super::ids::ConsumerId;
use super::world::Target;
use ages::Ages;
use kcl::Application;
use kcl::plan::ApplicationPlan;
use mapping::Mapping;
use mapping::plan::MappingPlan;
use reader::Reader;
use reader::plan::{FanOutPlan, PollingPlan};
use serde::{Deserialize, Serialize};

/// What a consumer is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsumerPlan {
    /// Its name; of a KCL application also that of its lease table.
    pub name: String,
    /// The stream that it reads; without it, the plan's.
    #[serde(default)]
    pub stream: Option<String>,
    /// The store to which it delivers what it has processed; without it, to none.
    #[serde(default)]
    pub store: Option<String>,
    /// How it is built.
    pub kind: ConsumerKind,
}

/// How a consumer is built.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ConsumerKind {
    /// With the Kinesis Client Library: workers share the shards by leases.
    Kcl(ApplicationPlan),
    /// A Lambda event source mapping: a poller a shard invokes a function.
    Lambda(MappingPlan),
    /// A loop of `GetRecords`, without a library.
    GetRecords(PollingPlan),
    /// A consumer of enhanced fan-out, without a library; its name is what it registers with.
    FanOut(FanOutPlan),
}

/// One consumer.
#[derive(Clone, Debug)]
pub struct Consumer {
    /// Its number.
    pub id: ConsumerId,
    /// Its name, unique in the world.
    pub name: String,
    /// The stream that it reads.
    pub target: Target,
    /// The name of the store to which it delivers, if it does.
    pub store: Option<String>,
    /// How it is built.
    pub body: Body,
    /// How old its records are.
    pub ages: Ages,
}

/// The state of a consumer, by how it is built.
#[derive(Clone, Debug)]
pub enum Body {
    /// An application of the Kinesis Client Library.
    Kcl(Application),
    /// A Lambda event source mapping.
    Lambda(Mapping),
    /// A reader without a library.
    Reader(Reader),
}

impl Consumer {
    /// What it would be made from, with the settings that hold now and the workers that there are.
    pub fn plan(&self) -> ConsumerPlan {
        ConsumerPlan {
            name: self.name.clone(),
            stream: Some(self.target.name.clone()),
            store: self.store.clone(),
            kind: self.body.kind(),
        }
    }
}

impl Body {
    /// Whether it takes aggregated records apart: the Kinesis Client Library does, who else wants to needs a library.
    pub const fn takes_apart(&self) -> bool {
        match self {
            Self::Kcl(_) => true,
            Self::Lambda(mapping) => mapping.function.deaggregates,
            Self::Reader(reader) => reader.deaggregates,
        }
    }

    /// How it is built, with the settings that hold now.
    pub fn kind(&self) -> ConsumerKind {
        match self {
            Self::Kcl(application) => ConsumerKind::Kcl(application.plan()),
            Self::Lambda(mapping) => {
                ConsumerKind::Lambda(MappingPlan { settings: mapping.settings, function: mapping.function })
            }
            Self::Reader(reader) => reader.kind(),
        }
    }
}
