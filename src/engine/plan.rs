//! A plan: what a world is made from. With its seed and a journal of commands it determines everything that happens.

use super::api::choices::StreamMode;
use super::consumer::ConsumerPlan;
use super::firehose::plan::{DeliveryStreamPlan, FunctionPlan};
use super::limits::Profile;
use super::producer::ProducerKind;
use super::producer::traffic::Traffic;
use super::store::StorePlan;
use serde::{Deserialize, Serialize};

/// What a world is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Where all chance comes from.
    pub seed: u64,
    /// Which edition of AWS's limits holds.
    #[serde(default)]
    pub limits: Profile,
    /// The stream that is there from the start, if there is one.
    #[serde(default)]
    pub stream: Option<StreamPlan>,
    /// The streams that are there beside it.
    #[serde(default)]
    pub further_streams: Vec<StreamPlan>,
    /// The producers; names are unique.
    pub producers: Vec<ProducerPlan>,
    /// The consumers; names are unique.
    #[serde(default)]
    pub consumers: Vec<ConsumerPlan>,
    /// The stores to which consumers deliver; names are unique.
    #[serde(default)]
    pub stores: Vec<StorePlan>,
    /// The delivery streams; names are unique.
    #[serde(default)]
    pub delivery_streams: Vec<DeliveryStreamPlan>,
    /// The functions that delivery streams use, beside those that are always there, or in their place.
    #[serde(default)]
    pub functions: Vec<FunctionPlan>,
}

/// What a stream is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamPlan {
    /// Its name.
    pub name: String,
    /// How many shards it is created with.
    pub shards: u32,
    /// Its capacity mode; provisioned if nothing is said.
    #[serde(default)]
    pub mode: Option<StreamMode>,
}

/// What a producer is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProducerPlan {
    /// Its name.
    pub name: String,
    /// The stream to which it sends; without it, the plan's.
    #[serde(default)]
    pub stream: Option<String>,
    /// The delivery stream to which it sends in the place of a stream; only with an ideal AWS SDK.
    #[serde(default)]
    pub delivery_stream: Option<String>,
    /// How it is built; with an AWS SDK if nothing is said.
    #[serde(default)]
    pub kind: ProducerKind,
    /// What it sends.
    pub traffic: Traffic,
}

impl Plan {
    /// A plan of nothing, as an account is at first.
    pub const fn empty(seed: u64, limits: Profile) -> Self {
        Self {
            seed,
            limits,
            stream: None,
            further_streams: Vec::new(),
            producers: Vec::new(),
            consumers: Vec::new(),
            stores: Vec::new(),
            delivery_streams: Vec::new(),
            functions: Vec::new(),
        }
    }

    /// All streams that are there from the start.
    pub fn streams(&self) -> impl Iterator<Item = &StreamPlan> {
        self.stream.iter().chain(&self.further_streams)
    }

    /// How many shards its stream has; none without a stream.
    pub fn shards(&self) -> u32 {
        self.stream.as_ref().map_or(0, |stream| stream.shards)
    }

    /// The same plan, with a stream of this many shards.
    pub fn set_shards(&mut self, shards: u32) {
        match &mut self.stream {
            Some(stream) => stream.shards = shards,
            None => self.stream = Some(StreamPlan { name: "stream".to_owned(), shards, mode: None }),
        }
    }
}
