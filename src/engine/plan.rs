//! A plan: what a world is made from. With its seed and a journal of commands it determines everything that happens.

use super::limits::Profile;
use super::producer::traffic::Traffic;
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
    /// The stream.
    pub stream: StreamPlan,
    /// The producers; names are unique.
    pub producers: Vec<ProducerPlan>,
}

/// What a stream is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamPlan {
    /// Its name.
    pub name: String,
    /// How many shards it is created with.
    pub shards: u32,
}

/// What a producer is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProducerPlan {
    /// Its name.
    pub name: String,
    /// What it sends.
    pub traffic: Traffic,
}
