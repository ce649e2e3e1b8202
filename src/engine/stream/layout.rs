//! The layout of a stream: which open shard owns which hash keys, in hash order. A reshard makes a new one.
//!
//! A *place* is an index among the open shards of one layout, lowest range first; it means nothing without its layout.

use super::owners::Owners;
use crate::engine::hash::{HashKey, HashRange};
use crate::engine::ids::ShardId;

/// The open shards of a stream at some time.
#[derive(Debug)]
pub struct Layout {
    /// Counts the layouts of the stream.
    pub number: u32,
    /// Whether the stream spreads records over the hash space by itself, whatever their keys.
    pub is_spread: bool,
    shards: Box<[ShardId]>,
    ranges: Box<[HashRange]>,
    owners: Owners,
}

impl Layout {
    /// The layout of these shards.
    ///
    /// # Panics
    /// When the ranges do not partition the hash space in this order: an engine that got there is wrong.
    pub fn new(number: u32, shards: Vec<(ShardId, HashRange)>) -> Self {
        assert_eq!(
            shards.first().map(|(_, range)| range.start),
            Some(HashKey::MIN),
            "the lowest hash key has an owner"
        );
        let meets = |pair: &[(ShardId, HashRange)]| pair[0].1.end.0.checked_add(1) == Some(pair[1].1.start.0);
        assert!(shards.windows(2).all(meets), "ranges of open shards meet without gap or overlap");
        let (shards, ranges): (Vec<_>, Vec<_>) = shards.into_iter().unzip();
        let owners = Owners::new(&ranges);
        Self { number, is_spread: false, shards: shards.into(), ranges: ranges.into(), owners }
    }

    /// The same, of a stream that spreads records by itself, or does not.
    #[must_use]
    pub fn spread(self, is_spread: bool) -> Self {
        Self { is_spread, ..self }
    }

    /// How many shards are open.
    pub fn len(&self) -> usize {
        self.shards.len()
    }

    /// Never: a stream has an open shard.
    pub fn is_empty(&self) -> bool {
        self.shards.is_empty()
    }

    /// The place of the shard that owns `key`.
    pub fn find(&self, key: HashKey) -> u32 {
        self.owners.find(key)
    }

    /// The shard at `place`.
    #[inline]
    pub fn shard(&self, place: u32) -> ShardId {
        self.shards[place as usize]
    }

    /// The open shards, lowest range first.
    pub fn shards(&self) -> &[ShardId] {
        &self.shards
    }

    /// The shards with their ranges, lowest first.
    pub fn ranges(&self) -> impl Iterator<Item = (ShardId, HashRange)> {
        self.shards.iter().copied().zip(self.ranges.iter().copied())
    }

    /// The place of `shard` if it is open. Its range tells it apart from a shard of this number in another stream.
    pub fn place_of(&self, shard: ShardId, range: HashRange) -> Option<u32> {
        let place = self.find(range.start);
        let is_here = self.shard(place) == shard && self.ranges[place as usize] == range;
        is_here.then_some(place)
    }
}
