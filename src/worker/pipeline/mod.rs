//! What the view of the pipeline draws: producers, streams, consumers, stores, and one of them in detail. Made only while that view
//! is open.
//!
//! Bounded: as many parts as a world may have, at most [`ROWS_SHOWN`] rows of a table of the chosen part.

pub mod ages;
pub mod applications;
pub mod consumers;
pub mod facts;
pub mod lives;
pub mod producers;
pub mod stores;
pub mod streams;

use crate::engine::world::World;
use consumers::{ConsumerCard, ConsumerDetail};
use lives::LivesFrame;
use producers::{ProducerCard, ProducerDetail};
use serde::{Deserialize, Serialize};
use stores::{StoreCard, StoreDetail};
use streams::StreamCard;

/// Rows of a table of the chosen part at most.
pub const ROWS_SHOWN: usize = 64;

/// A part of the pipeline, by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// A producer.
    Producer(String),
    /// A stream.
    Stream(String),
    /// A consumer.
    Consumer(String),
    /// A store.
    Store(String),
}

impl Part {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Producer(name) | Self::Stream(name) | Self::Consumer(name) | Self::Store(name) => name,
        }
    }
}

/// What the view of the pipeline asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineView {
    /// The part that is shown in detail.
    pub chosen: Option<Part>,
    /// The number of the followed record that is shown; `None`: the newest that has come to its end.
    pub life: Option<u64>,
}

/// The pipeline at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PipelineFrame {
    /// The producers, in the order of their coming.
    pub producers: Vec<ProducerCard>,
    /// The streams, in the order of their coming.
    pub streams: Vec<StreamCard>,
    /// The consumers, in the order of their coming.
    pub consumers: Vec<ConsumerCard>,
    /// The stores.
    pub stores: Vec<StoreCard>,
    /// The chosen part, if it is there.
    pub detail: Option<Detail>,
    /// The followed records.
    pub lives: LivesFrame,
}

/// A part in detail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Detail {
    /// A producer.
    Producer(ProducerDetail),
    /// A consumer.
    Consumer(Box<ConsumerDetail>),
    /// A store.
    Store(StoreDetail),
}

impl PipelineFrame {
    /// What `view` shows of a world.
    pub fn of(world: &World, view: &PipelineView) -> Self {
        let detail = match &view.chosen {
            Some(Part::Producer(name)) => {
                let chosen = world.present_producers().find(|producer| producer.name == *name);
                chosen.map(|producer| Detail::Producer(ProducerDetail::of(producer)))
            }
            Some(Part::Consumer(name)) => {
                let chosen = world.consumers().find(|consumer| consumer.name == *name);
                chosen.map(|consumer| Detail::Consumer(Box::new(ConsumerDetail::of(world, consumer))))
            }
            Some(Part::Store(name)) => {
                let chosen = world.stores().iter().find(|store| store.name == *name);
                chosen.map(|store| Detail::Store(StoreDetail::of(world, store)))
            }
            Some(Part::Stream(_)) | None => None,
        };
        Self {
            producers: world.present_producers().map(|producer| ProducerCard::of(world, producer)).collect(),
            streams: world.streams().iter().map(|stream| StreamCard::of(world, stream)).collect(),
            consumers: world.consumers().map(|consumer| ConsumerCard::of(world, consumer)).collect(),
            stores: world.stores().iter().map(|store| StoreCard::of(world, store)).collect(),
            detail,
            lives: LivesFrame::of(world, view.life),
        }
    }
}

#[cfg(test)]
mod tests;
