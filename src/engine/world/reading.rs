//! Reading: the records of a shard from some index on, each with its key and data.
//!
//! A generated record is computed again from its ordinal. Within a batch that was merged the records of one producer
//! follow each other, and where the shard had refused some meanwhile, those shown are as many of the ones offered as were
//! accepted: their keys belong to the shard, counts and numbers are exact.

use super::World;
use crate::engine::api::choices::EncryptionType;
use crate::engine::api::response::Record;
use crate::engine::api::values::Blob;
use crate::engine::ids::ShardId;
use crate::engine::stream::Stream;
use crate::engine::stream::batch::{Batch, Origin, Part};
use crate::engine::stream::shard::Shard;
use crate::engine::time::Micros;
use std::collections::VecDeque;

/// Cursors that are kept for a world: reads that go on where one of them ended need not walk their batch again.
const CURSORS_KEPT: usize = 64;

/// What was read.
#[derive(Clone, Debug)]
pub struct ReadResult {
    /// The records, oldest first.
    pub records: Vec<Record>,
    /// The index of the next one.
    pub next_index: u64,
    /// Their data and partition keys.
    pub bytes: u64,
    /// Whether a record did not fit.
    is_full: bool,
}

/// How much is read.
#[derive(Clone, Copy, Debug)]
pub struct ReadBounds {
    /// Records.
    pub records: usize,
    /// Bytes of data and partition keys; the first record is given whatever it weighs.
    pub bytes: u64,
    /// Where to stop at the latest.
    pub until_index: u64,
}

/// Where in a batch of generated records a read ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    shard: (u32, ShardId),
    index: u64,
    batch: (u64, u64),
    place: Place,
}

/// A place among the parts of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    part: usize,
    /// Records of the part that lie before.
    taken: u64,
    /// The ordinal to look at next.
    ordinal: u64,
}

/// Where recent reads ended, newest last.
pub type Cursors = VecDeque<Cursor>;

impl World {
    /// Reads the records of a shard from `from` on; what expired before is passed over.
    pub fn read(&self, stream: &Stream, shard: &Shard, from: u64, bounds: &ReadBounds) -> (ReadResult, Option<Cursor>) {
        let mut result = ReadResult {
            records: Vec::new(),
            next_index: from.max(stream.horizon_index(shard, self.now)),
            bytes: 0,
            is_full: false,
        };
        let mut cursor = None;
        for batch in shard.log().batches_from(result.next_index) {
            if result.is_full(bounds) {
                break;
            }
            match &batch.origin {
                Origin::Put(payload) => {
                    let (key, data) = (payload.partition_key.clone(), payload.data.clone());
                    result.push(shard, batch, batch.first_index, key, data, bounds);
                }
                Origin::Generated(part) => {
                    cursor = self.read_parts(stream, shard, batch, std::slice::from_ref(part), &mut result, bounds);
                }
                Origin::Mixed(parts) => cursor = self.read_parts(stream, shard, batch, parts, &mut result, bounds),
            }
        }
        (result, cursor)
    }

    /// Remembers where a read ended.
    pub(super) fn keep_cursor(&mut self, cursor: Option<Cursor>) {
        if let Some(cursor) = cursor {
            if self.cursors.len() == CURSORS_KEPT {
                self.cursors.pop_front();
            }
            self.cursors.push_back(cursor);
        }
    }

    /// Reads generated records of a batch; where it stops amid the batch it says at which place.
    fn read_parts(
        &self,
        stream: &Stream,
        shard: &Shard,
        batch: &Batch,
        parts: &[Part],
        result: &mut ReadResult,
        bounds: &ReadBounds,
    ) -> Option<Cursor> {
        let known = self.cursors.iter().rev().find(|cursor| {
            cursor.shard == (stream.id.0, shard.id)
                && cursor.index == result.next_index
                && cursor.batch == (batch.first_index, batch.records)
        });
        let mut place = known.map_or_else(Place::default, |cursor| cursor.place);
        let mut index = if known.is_some() { result.next_index } else { batch.first_index };
        let end = batch.first_index + batch.records;
        while index < end {
            if index >= result.next_index && result.is_full(bounds) {
                let batch = (batch.first_index, batch.records);
                return Some(Cursor { shard: (stream.id.0, shard.id), index, batch, place });
            }
            let part = &parts[place.part];
            let Some(ordinal) = self.next_member(shard, part, &mut place) else {
                place = Place { part: place.part + 1, ..Place::default() };
                assert!(place.part < parts.len(), "a batch has as many records as its parts");
                continue;
            };
            if index >= result.next_index {
                let producer = &self.producers[usize::from(part.producer.0)];
                let key = producer.partition_key(ordinal, shard.range);
                if !result.push(shard, batch, index, key, producer.data(ordinal), bounds) {
                    // It did not fit: the next read begins with it.
                    place.taken -= 1;
                    place.ordinal = ordinal;
                    continue;
                }
            }
            index += 1;
        }
        None
    }

    /// The next ordinal of `part` that belongs to the shard, unless all its records have been passed.
    fn next_member(&self, shard: &Shard, part: &Part, place: &mut Place) -> Option<u64> {
        if place.taken == part.records {
            return None;
        }
        let producer = &self.producers[usize::from(part.producer.0)];
        let from = place.ordinal.max(part.ordinals.start);
        for (ordinals, recipe) in producer.recipes_of(from..part.ordinals.end) {
            let is_member = recipe.membership(shard.id, shard.range);
            let found = match &part.listed {
                None => ordinals.clone().find(|ordinal| is_member(&recipe.make(*ordinal))),
                Some(listed) => {
                    let first = listed.partition_point(|ordinal| *ordinal < ordinals.start);
                    let among = listed[first..].iter().copied().take_while(|ordinal| *ordinal < ordinals.end);
                    among.into_iter().find(|ordinal| is_member(&recipe.make(*ordinal)))
                }
            };
            if let Some(ordinal) = found {
                place.taken += 1;
                place.ordinal = ordinal + 1;
                return Some(ordinal);
            }
        }
        unreachable!("a part has as many records of its shard as it says");
    }

    /// How far a reader that will read `index` next lies behind the tip: the age of that record, or nothing. A record that
    /// waits is never 0 ms away: documented, zero means that there is none.
    pub(super) fn behind(&self, shard: &Shard, index: u64) -> Micros {
        let next = shard.log().batches_from(index).next();
        next.map_or(Micros(0), |batch| {
            self.now.since(batch.arrival(index.max(batch.first_index))).max(Micros::millis(1))
        })
    }
}

impl ReadResult {
    fn is_full(&self, bounds: &ReadBounds) -> bool {
        self.is_full || self.records.len() >= bounds.records || self.next_index >= bounds.until_index
    }

    /// Adds record `index` if it fits; fills the result up where it does not.
    fn push(
        &mut self,
        shard: &Shard,
        batch: &Batch,
        index: u64,
        partition_key: String,
        data: Vec<u8>,
        bounds: &ReadBounds,
    ) -> bool {
        let bytes = (partition_key.len() + data.len()) as u64;
        if self.bytes + bytes > bounds.bytes && !self.records.is_empty() {
            self.is_full = true;
            return false;
        }
        let arrived = batch.arrival(index);
        self.bytes += bytes;
        self.next_index = index + 1;
        self.records.push(Record {
            sequence_number: shard.number(index, batch.numbered_at(index)),
            approximate_arrival_timestamp: arrived.into(),
            data: Blob(data),
            partition_key,
            encryption_type: shard.key_of(index).map(|_| EncryptionType::Kms),
        });
        true
    }
}
