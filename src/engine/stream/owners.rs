//! Who owns which hash key: a lookup from hash keys to shards, fast for any layout of ranges.

use crate::engine::hash::{HashKey, HashRange};

/// The top bits of a hash key that index the first table.
const PREFIX_BITS: u32 = 12;

/// Finds the shard that owns a hash key.
#[derive(Clone, Debug)]
pub struct Owners {
    ends: Vec<HashKey>,
    /// For each prefix of the hash space the first shard that reaches into it.
    first_by_prefix: Vec<u32>,
}

impl Owners {
    /// A lookup among `ranges`, which are in order and cover the hash space.
    pub fn new(ranges: &[HashRange]) -> Self {
        assert_eq!(ranges.last().map(|range| range.end), Some(HashKey::MAX), "every hash key has an owner");
        let ends: Vec<HashKey> = ranges.iter().map(|range| range.end).collect();
        let first = |prefix: u32| {
            let start = HashKey(u128::from(prefix) << (u128::BITS - PREFIX_BITS));
            ends.partition_point(|end| *end < start) as u32
        };
        let first_by_prefix = (0..1 << PREFIX_BITS).map(first).collect();
        Self { ends, first_by_prefix }
    }

    /// The place among the ranges of the one that contains `key`.
    pub fn find(&self, key: HashKey) -> u32 {
        let prefix = (key.0 >> (u128::BITS - PREFIX_BITS)) as usize;
        let first = self.first_by_prefix[prefix] as usize;
        let last = self.first_by_prefix.get(prefix + 1).map_or(self.ends.len(), |last| *last as usize + 1);
        let among = &self.ends[first..last.min(self.ends.len())];
        (first + among.partition_point(|end| *end < key)) as u32
    }
}
