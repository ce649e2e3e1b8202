//! A data stream: its shards, who owns which hash key, and its retention.
//!
//! Leaves out, until they are simulated: creation and deletion delays, resharding, on-demand capacity, reading,
//! encryption. A stream here is ACTIVE from the start and keeps its shards.

pub mod admission;
pub mod batch;
pub mod owners;
pub mod retention;
pub mod sequence;
pub mod shard;
pub mod throttle;

use super::hash::HashRange;
use super::ids::ShardId;
use super::limits::{LimitId, Profile};
use super::time::{Micros, SimTime};
use admission::Admission;
use owners::Owners;
use shard::Shard;
use std::rc::Rc;

/// A data stream.
#[derive(Clone, Debug)]
pub struct Stream {
    /// Its name, unique in the account and Region.
    pub name: String,
    /// Its shards, lowest hash range first.
    pub shards: Vec<Shard>,
    /// How long records can be read.
    pub retention: Micros,
    /// The tally of the request in progress.
    pub admission: Admission,
    /// Who owns which hash key.
    pub owners: Rc<Owners>,
}

impl Stream {
    /// A stream of `shards` even shards, created at `now`.
    pub fn new(name: String, shards: u32, profile: Profile, now: SimTime) -> Self {
        let ranges = HashRange::evenly(shards);
        let owners = Rc::new(Owners::new(&ranges));
        let shards =
            ranges.into_iter().zip(0..).map(|(range, id)| Shard::new(ShardId(id), range, profile, now)).collect();
        let retention = Micros::hours(LimitId::RetentionDefault.value(profile));
        Self { name, shards, retention, admission: Admission::default(), owners }
    }
}
