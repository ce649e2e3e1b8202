//! A careful reader: from the horizon, parents before children, following iterators and child shards, until all is read.

use crate::api::{get, id, iterator, iterator_request, listed, page, pass};
use shardscope::engine::api::choices::{ShardFilterType, ShardIteratorType};
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::response::Record;
use shardscope::engine::ids::ShardId;
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;
use std::collections::{BTreeMap, BTreeSet};

/// A reader of one stream.
#[derive(Clone, Debug)]
pub struct Reader {
    stream: String,
    /// The iterator of each shard that is being read.
    reading: BTreeMap<ShardId, String>,
    done: BTreeSet<ShardId>,
    /// Everything that was read, in the order of reading.
    pub records: Vec<(ShardId, Record)>,
}

impl Reader {
    /// A reader that begins at the horizon of the shards that were open there.
    pub fn new(world: &mut World, stream: &str) -> Self {
        let filter = crate::api::filtered(stream, ShardFilterType::AtTrimHorizon, None, None);
        let shards = listed(world, filter);
        assert!(!shards.is_empty());
        let mut reader =
            Self { stream: stream.to_owned(), reading: BTreeMap::new(), done: BTreeSet::new(), records: Vec::new() };
        for shard in shards {
            reader.begin(world, ShardId(shard));
        }
        reader
    }

    fn begin(&mut self, world: &mut World, shard: ShardId) {
        let from = iterator_request(&self.stream, shard.0, ShardIteratorType::TrimHorizon);
        self.reading.insert(shard, iterator(world, from).unwrap());
    }

    /// Goes on after the last record, with a new iterator.
    fn resume(&mut self, world: &mut World, shard: ShardId) {
        let last = self.records.iter().rev().find(|(of, _)| *of == shard);
        let Some((_, last)) = last else {
            return self.begin(world, shard);
        };
        let starting_sequence_number = Some(last.sequence_number.to_string());
        let from = iterator_request(&self.stream, shard.0, ShardIteratorType::AfterSequenceNumber);
        let from = shardscope::engine::api::request::GetShardIterator { starting_sequence_number, ..from };
        self.reading.insert(shard, iterator(world, from).unwrap());
    }

    /// Polls each shard once; says how many records came.
    pub fn poll(&mut self, world: &mut World, limit: Option<u32>) -> usize {
        let before = self.records.len();
        for (shard, from) in self.reading.clone() {
            match get(world, &from, limit) {
                Ok(got) => {
                    assert!(limit.is_none_or(|limit| got.records.len() <= limit as usize));
                    self.records.extend(got.records.into_iter().map(|record| (shard, record)));
                    match (got.next, got.children) {
                        (Some(next), None) => {
                            self.reading.insert(shard, next);
                        }
                        (None, Some(children)) => self.follow(world, shard, children),
                        other => panic!("an iterator or child shards: {other:?}"),
                    }
                }
                Err(ApiError::ReadThrottled(_)) => {}
                Err(ApiError::IteratorExpired { .. }) => self.resume(world, shard),
                Err(other) => panic!("{other:?}"),
            }
        }
        self.records.len() - before
    }

    /// A shard has ended: its children are read as soon as all their parents have been.
    fn follow(&mut self, world: &mut World, shard: ShardId, children: Vec<ShardId>) {
        self.reading.remove(&shard);
        self.done.insert(shard);
        let (shards, _) = page(world, crate::api::list(&self.stream));
        for child in children {
            let described = shards.iter().find(|shard| shard.shard_id == child).unwrap();
            let mut parents = described.parent_shard_id.into_iter().chain(described.adjacent_parent_shard_id);
            assert!(!self.done.contains(&child), "{} comes after {}", id(child.0), id(shard.0));
            if parents.all(|parent| self.done.contains(&parent)) {
                self.begin(world, child);
            }
        }
    }

    /// Polls, letting time pass, until nothing comes any more.
    pub fn drain(&mut self, world: &mut World, limit: Option<u32>) {
        let mut quiet = 0;
        while quiet < 20 {
            let (before, open) = (self.records.len(), self.reading.len());
            self.poll(world, limit);
            pass(world, Micros::millis(500));
            quiet = if self.records.len() == before && self.reading.len() == open { quiet + 1 } else { 0 };
        }
    }
}
