//! The table of kept keys, bounded by lossy counting.
//!
//! When the table is full, the quarter of its entries with the smallest *ceilings* (records counted, plus what the tail
//! may hold of the same key) is moved into the tail. A key that comes in later may have been evicted before, so it
//! starts with the largest ceiling evicted so far as its slack; hence no true count exceeds its entry's ceiling.
//! (Manku and Motwani, "Approximate Frequency Counts over Data Streams", 2002, with a threshold that rises on demand.)

use super::{Entry, SampleBounds, TAIL_BUCKETS, TailBucket};
use crate::engine::hash::HashKey;
use hashbrown::HashTable;

/// Kept keys, found by name, and the tail of those that are not kept.
pub(super) struct KeyTable {
    bounds: SampleBounds,
    /// In the order in which the keys came, which is the order of their names, too.
    pub(super) entries: Vec<Entry>,
    pub(super) names: String,
    /// Positions in `entries`, found by a hash that is not MD5, which only new keys have to pay.
    positions: HashTable<u32>,
    pub(super) tail: Vec<TailBucket>,
    /// The largest ceiling that was evicted.
    pub(super) undercount_max: u64,
    /// The most entries that there were at once before any was evicted.
    pub(super) entries_peak: usize,
}

impl KeyTable {
    pub(super) const fn new(bounds: SampleBounds) -> Self {
        Self {
            bounds,
            entries: Vec::new(),
            names: String::new(),
            positions: HashTable::new(),
            tail: Vec::new(),
            undercount_max: 0,
            entries_peak: 0,
        }
    }

    /// Where the key with this `tag` probably stands: the first place to look, without looking at names.
    pub(super) fn guess(&self, tag: u64) -> Option<u32> {
        self.positions.find(tag, |_| true).copied()
    }

    /// Whether the entry at `position`, if there still is one, is that of `key`.
    pub(super) fn is_at(&self, position: u32, key: &str) -> bool {
        let entry = self.entries.get(position as usize);
        entry.is_some_and(|entry| entry.name(&self.names) == key)
    }

    /// The position of `key`, which comes in with no records when it is new.
    pub(super) fn find_or_insert(&mut self, key: &str, tag: u64, hash: HashKey) -> u32 {
        let found = self.positions.find(tag, |&position| self.is_at(position, key)).copied();
        found.unwrap_or_else(|| self.insert(key, tag, hash))
    }

    /// Counts records and their data for the entry at `position`.
    pub(super) fn count(&mut self, position: u32, records: u64, data_bytes: u64) {
        let entry = &mut self.entries[position as usize];
        entry.records += records;
        entry.data_bytes += data_bytes;
    }

    /// Makes room for a key that the table does not have, and puts it in with no records yet.
    fn insert(&mut self, key: &str, tag: u64, HashKey(hash): HashKey) -> u32 {
        while self.entries.len() >= self.bounds.keys_max || self.names.len() + key.len() > self.bounds.name_bytes_max {
            self.prune();
        }
        let position = self.entries.len() as u32;
        self.entries.push(Entry {
            hash: [(hash >> 64) as u64, hash as u64],
            records: 0,
            data_bytes: 0,
            slack: self.undercount_max,
            name_start: self.names.len() as u32,
            name_len: key.len() as u16,
        });
        self.names.push_str(key);
        let (entries, names) = (&self.entries, &self.names);
        self.positions.insert_unique(tag, position, |&other| tag_at(entries, names, other));
        position
    }

    /// Moves the quarter of the entries with the smallest ceilings into the tail, the oldest first among equals.
    fn prune(&mut self) {
        self.entries_peak = self.entries_peak.max(self.entries.len());
        if self.tail.is_empty() {
            self.tail = vec![TailBucket::default(); TAIL_BUCKETS];
        }
        let evicted_count = (self.entries.len() / 4).max(1);
        let mut ceilings: Vec<u64> = self.entries.iter().map(|e| e.records + e.slack).collect();
        let (below, &mut ceiling, _) = ceilings.select_nth_unstable(evicted_count - 1);
        let mut equals_left = evicted_count - below.iter().filter(|c| **c < ceiling).count();
        let tail = &mut self.tail;
        self.entries.retain(|entry| {
            let at_most = (entry.records + entry.slack).cmp(&ceiling);
            if at_most.is_gt() || (at_most.is_eq() && equals_left == 0) {
                return true;
            }
            equals_left -= usize::from(at_most.is_eq());
            let bucket = &mut tail[(entry.hash[0] >> 48) as usize];
            bucket.records += entry.records;
            bucket.data_bytes += entry.data_bytes;
            bucket.key_bytes += entry.records * u64::from(entry.name_len);
            bucket.evictions += 1;
            false
        });
        self.undercount_max = self.undercount_max.max(ceiling);
        self.compact();
    }

    /// Closes the gaps that evicted names left, and finds the entries anew.
    fn compact(&mut self) {
        let mut bytes = std::mem::take(&mut self.names).into_bytes();
        let mut end = 0;
        for entry in &mut self.entries {
            let (start, len) = (entry.name_start as usize, usize::from(entry.name_len));
            bytes.copy_within(start..start + len, end);
            entry.name_start = end as u32;
            end += len;
        }
        bytes.truncate(end);
        self.names = String::from_utf8(bytes).expect("whole names of UTF-8 text make UTF-8 text");
        self.positions.clear();
        let (entries, names) = (&self.entries, &self.names);
        for position in 0..entries.len() as u32 {
            let tag = tag_at(entries, names, position);
            self.positions.insert_unique(tag, position, |&other| tag_at(entries, names, other));
        }
    }
}

fn tag_at(entries: &[Entry], names: &str, position: u32) -> u64 {
    tag_of(entries[position as usize].name(names))
}

/// A hash of a name for the table alone: quick, and the same everywhere.
pub(super) fn tag_of(name: &str) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15; // 2^64 divided by the golden ratio, odd
    let fold = |state: u64, word: u64| {
        let product = u128::from(state ^ word) * u128::from(FACTOR);
        product as u64 ^ (product >> 64) as u64
    };
    let (words, rest) = name.as_bytes().as_chunks::<8>();
    let state = words.iter().fold(name.len() as u64, |state, word| fold(state, u64::from_le_bytes(*word)));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    // Folded once more, so that the last bytes reach every bit.
    fold(fold(state.wrapping_mul(FACTOR), u64::from_le_bytes(last)), FACTOR)
}
