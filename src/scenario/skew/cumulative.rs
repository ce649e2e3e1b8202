//! The load below any point of the hash space, so that the load of any range is one subtraction.

use crate::engine::hash::{HashKey, HashRange};
use crate::scenario::sample::{KeySample, TailBucket};
use std::ops::Sub;

/// What some part of the hash space receives out of a whole sample.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Load {
    pub(super) records: u64,
    /// Data and partition keys, as the write limit counts them.
    pub(super) bytes: u64,
    /// Keys kept by name.
    pub(super) keys: u64,
}

impl Sub for Load {
    type Output = Self;
    fn sub(self, below: Self) -> Self {
        Self { records: self.records - below.records, bytes: self.bytes - below.bytes, keys: self.keys - below.keys }
    }
}

/// How many bytes a record counts for: its data and its key.
#[derive(Clone, Copy)]
pub(super) struct RecordSizes {
    /// The data of every record; `None` when the sample knows the data of each key.
    pub(super) fixed_bytes: Option<u32>,
}

impl RecordSizes {
    /// The bytes of all records of the key at `index`.
    pub(super) fn key_bytes(self, sample: &KeySample, index: usize) -> u64 {
        let records = sample.records(index);
        let names = records * sample.name(index).len() as u64;
        names + self.data_bytes(records, sample.data_bytes(index))
    }

    fn bucket_bytes(self, bucket: &TailBucket) -> u64 {
        bucket.key_bytes + self.data_bytes(bucket.records, bucket.data_bytes)
    }

    fn data_bytes(self, records: u64, known: u64) -> u64 {
        self.fixed_bytes.map_or(known, |bytes| records * u64::from(bytes))
    }
}

/// A sample in the order of the hash space, with running sums.
pub(super) struct Cumulative {
    /// The kept keys by hash, each with the records and bytes of the keys before it.
    keys: Vec<(u128, u64, u64)>,
    keys_total: Load,
    /// The tail's records and bytes below each bucket, and of all buckets at the end; empty without a tail.
    tail: Vec<(u64, u64)>,
}

impl Cumulative {
    pub(super) fn new(sample: &KeySample, sizes: RecordSizes) -> Self {
        let mut keys: Vec<_> = (0..sample.len())
            .map(|index| {
                let bytes = sizes.key_bytes(sample, index);
                (sample.hash(index).0, sample.records(index), bytes)
            })
            .collect();
        keys.sort_unstable();
        let mut below = Load::default();
        for (_, records, bytes) in &mut keys {
            let (own_records, own_bytes) = (*records, *bytes);
            (*records, *bytes) = (below.records, below.bytes);
            below.records += own_records;
            below.bytes += own_bytes;
        }
        below.keys = keys.len() as u64;
        let mut tail = Vec::new();
        if !sample.tail().is_empty() {
            tail.push((0, 0));
        }
        let (mut records, mut bytes) = (0, 0);
        tail.extend(sample.tail().iter().map(|bucket| {
            records += bucket.records;
            bytes += sizes.bucket_bytes(bucket);
            (records, bytes)
        }));
        Self { keys, keys_total: below, tail }
    }

    /// The load of the whole hash space.
    pub(super) fn total(&self) -> Load {
        let &(records, bytes) = self.tail.last().unwrap_or(&(0, 0));
        Load {
            records: self.keys_total.records + records,
            bytes: self.keys_total.bytes + bytes,
            keys: self.keys_total.keys,
        }
    }

    /// The load of each of `ranges`, which follow one another and cover the hash space.
    pub(super) fn loads<'a>(&'a self, ranges: &'a [HashRange]) -> impl Iterator<Item = Load> + 'a {
        let mut below = Load::default();
        ranges.iter().map(move |range| {
            let up_to_end = match range.end.0.checked_add(1) {
                Some(end) => self.below(HashKey(end)),
                None => self.total(),
            };
            let load = up_to_end - below;
            below = up_to_end;
            load
        })
    }

    /// The load of all hash keys lower than `bound`.
    fn below(&self, bound: HashKey) -> Load {
        let count = self.keys.partition_point(|key| key.0 < bound.0);
        let (records, bytes) =
            self.keys.get(count).map_or((self.keys_total.records, self.keys_total.bytes), |key| (key.1, key.2));
        let (tail_records, tail_bytes) = self.tail_below(bound);
        Load { records: records + tail_records, bytes: bytes + tail_bytes, keys: count as u64 }
    }

    /// The tail below `bound`. A bucket that `bound` cuts is split in proportion: where in it its keys hash is not
    /// known any more, but MD5 spreads them evenly. This is the one approximation of the report.
    fn tail_below(&self, bound: HashKey) -> (u64, u64) {
        if self.tail.is_empty() {
            return (0, 0);
        }
        let bucket = (bound.0 >> 112) as usize;
        // The 64 bits after the bucket's number: the bound's place within it, as a fraction of 2^64.
        let fraction = u128::from((bound.0 >> 48) as u64);
        let (low, high) = (self.tail[bucket], self.tail[bucket + 1]);
        let part = |low: u64, high: u64| low + ((u128::from(high - low) * fraction) >> 64) as u64;
        (part(low.0, high.0), part(low.1, high.1))
    }
}
