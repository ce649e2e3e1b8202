//! Reading: the records of a shard from some index on, each with its key and data.
//!
//! A generated record is computed again from its ordinal, an aggregated one from those of its user records. Within a batch that was merged the records of one producer
//! follow each other, and where the shard had refused some meanwhile, those shown are as many of the ones offered as were
//! accepted: their keys belong to the shard, counts and numbers are exact.

use super::World;
use crate::engine::api::choices::EncryptionType;
use crate::engine::api::response::Record;
use crate::engine::api::values::Blob;
use crate::engine::firehose::run::Home;
use crate::engine::hash::HashKey;
use crate::engine::ids::ShardId;
use crate::engine::producer::Producer;
use crate::engine::producer::aggregation::{UserRecord, aggregate};
use crate::engine::producer::library::lane::AGGREGATE_KEY;
use crate::engine::stream::Stream;
use crate::engine::stream::batch::{Batch, Origin, Part, Payload};
use crate::engine::stream::shard::Shard;
use crate::engine::time::Micros;
use std::collections::VecDeque;
use std::ops::Range;

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
    records: u64,
    /// User records that these hold.
    users: u64,
    /// The ordinal to look at next.
    ordinal: u64,
}

/// Where recent reads ended, newest last.
pub type Cursors = VecDeque<Cursor>;

/// Who looks at the records of a shard in their order.
pub(super) trait Visitor {
    /// The index of the record that it wants next.
    fn next_index(&self) -> u64;
    /// Whether it wants no more.
    fn is_full(&self) -> bool;
    /// Takes a record that was put by hand; the batch has no other.
    fn take_put(&mut self, batch: &Batch, payload: &Payload);
    /// Takes a generated record, which holds these user records, or leaves it because it does not fit.
    fn take(&mut self, batch: &Batch, index: u64, producer: &Producer, users: &[u64]) -> bool;
}

/// Makes the records again.
struct Maker<'a> {
    shard: &'a Shard,
    bounds: &'a ReadBounds,
    result: ReadResult,
}

/// Notes where the records' keys lie.
struct Hashes {
    records: Range<u64>,
    found: Vec<HashKey>,
}

impl World {
    /// Reads the records of a shard from `from` on; what expired before is passed over.
    pub fn read(&self, stream: &Stream, shard: &Shard, from: u64, bounds: &ReadBounds) -> (ReadResult, Option<Cursor>) {
        let next_index = from.max(stream.horizon_index(shard, self.now));
        let result = ReadResult { records: Vec::new(), next_index, bytes: 0, is_full: false };
        let mut maker = Maker { shard, bounds, result };
        let cursor = self.visit(stream, shard, &mut maker);
        (maker.result, cursor)
    }

    /// Where the keys of some records lie that are all kept.
    pub fn hash_keys(&self, stream: &Stream, shard: &Shard, records: Range<u64>) -> Vec<HashKey> {
        let mut hashes = Hashes { records, found: Vec::new() };
        self.visit(stream, shard, &mut hashes);
        hashes.found
    }

    /// Shows records to a visitor until it is full; where that is amid a batch of generated ones it says at which place.
    fn visit(&self, stream: &Stream, shard: &Shard, visitor: &mut dyn Visitor) -> Option<Cursor> {
        let mut cursor = None;
        let home = Home { stream: stream.id, shard: shard.id, range: shard.range };
        for batch in shard.log().batches_from(visitor.next_index()) {
            if visitor.is_full() {
                break;
            }
            match &batch.origin {
                Origin::Put(payload) => visitor.take_put(batch, payload),
                Origin::Generated(part) => {
                    cursor = self.visit_parts(home, batch, std::slice::from_ref(part), visitor);
                }
                Origin::Mixed(parts) => cursor = self.visit_parts(home, batch, parts, visitor),
            }
        }
        cursor
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

    /// Shows the records of a batch that were generated to a visitor.
    pub(super) fn visit_parts(
        &self,
        home: Home,
        batch: &Batch,
        parts: &[Part],
        visitor: &mut dyn Visitor,
    ) -> Option<Cursor> {
        let of = (home.stream.0, home.shard);
        let next_index = visitor.next_index();
        let known = self.cursors.iter().rev().find(|cursor| {
            cursor.shard == of && cursor.index == next_index && cursor.batch == (batch.first_index, batch.records)
        });
        let mut place = known.map_or_else(Place::default, |cursor| cursor.place);
        let mut index = if known.is_some() { next_index } else { batch.first_index };
        let end = batch.first_index + batch.records;
        let mut users = Vec::new();
        while index < end {
            if index >= visitor.next_index() && visitor.is_full() {
                let batch = (batch.first_index, batch.records);
                return Some(Cursor { shard: of, index, batch, place });
            }
            let part = &parts[place.part];
            if place.records == part.records {
                place = Place { part: place.part + 1, ..Place::default() };
                assert!(place.part < parts.len(), "a batch has as many records as its parts");
                continue;
            }
            let before = place;
            self.next_record(home, part, &mut place, &mut users);
            if index >= visitor.next_index() {
                let producer = &self.producers[usize::from(part.producer.0)];
                if !visitor.take(batch, index, producer, &users) {
                    // It did not fit: the next read begins with it.
                    place = Place { ordinal: users[0], ..before };
                    continue;
                }
            }
            index += 1;
        }
        None
    }

    /// Finds the user records of the next record of `part`, and goes on behind it. Where aggregates were merged, each has
    /// as many as another.
    fn next_record(&self, home: Home, part: &Part, place: &mut Place, users: &mut Vec<u64>) {
        place.records += 1;
        let end = u128::from(part.users) * u128::from(place.records) / u128::from(part.records);
        users.clear();
        while u128::from(place.users) < end {
            let found = self.next_member(home, part, place).or_else(|| {
                // What was stored twice after a time-out is there once between the first and the last.
                place.ordinal = part.ordinals.start;
                self.next_member(home, part, place)
            });
            let ordinal = found.expect("a part has user records of its shard");
            *place = Place { users: place.users + 1, ordinal: ordinal + 1, ..*place };
            users.push(ordinal);
        }
    }

    /// The next ordinal of `part` that belongs to the shard.
    fn next_member(&self, home: Home, part: &Part, place: &Place) -> Option<u64> {
        if let Some(listed) = part.listed.as_ref().filter(|listed| listed.len() as u64 == part.users) {
            return listed.get(place.users as usize).copied();
        }
        let producer = &self.producers[usize::from(part.producer.0)];
        let from = place.ordinal.max(part.ordinals.start);
        for (ordinals, recipe) in producer.recipes_of(from..part.ordinals.end) {
            let is_member = recipe.membership(home.shard, home.range);
            let found = match &part.listed {
                None => ordinals.clone().find(|ordinal| is_member(&producer.make(recipe, *ordinal))),
                Some(listed) => {
                    let first = listed.partition_point(|ordinal| *ordinal < ordinals.start);
                    let among = listed[first..].iter().copied().take_while(|ordinal| *ordinal < ordinals.end);
                    among.into_iter().find(|ordinal| is_member(&producer.make(recipe, *ordinal)))
                }
            };
            if found.is_some() {
                return found;
            }
        }
        None
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

impl Visitor for Maker<'_> {
    fn next_index(&self) -> u64 {
        self.result.next_index
    }

    fn is_full(&self) -> bool {
        let (result, bounds) = (&self.result, self.bounds);
        result.is_full || result.records.len() >= bounds.records || result.next_index >= bounds.until_index
    }

    fn take_put(&mut self, batch: &Batch, payload: &Payload) {
        self.push(batch, batch.first_index, payload.partition_key.clone(), payload.data.clone());
    }

    fn take(&mut self, batch: &Batch, index: u64, producer: &Producer, users: &[u64]) -> bool {
        let range = self.shard.range;
        if let [ordinal] = *users {
            let key = producer.partition_key(ordinal, range);
            let data = producer.data(ordinal, &key);
            return self.push(batch, index, key, data);
        }
        let content = |ordinal: &u64| {
            let key = producer.partition_key(*ordinal, range);
            let data = producer.data(*ordinal, &key);
            (key, data)
        };
        let contents: Vec<(String, Vec<u8>)> = users.iter().map(content).collect();
        let records: Vec<UserRecord> = contents.iter().map(|(key, data)| UserRecord::new(key, data)).collect();
        self.push(batch, index, AGGREGATE_KEY.to_owned(), aggregate(&records))
    }
}

impl Maker<'_> {
    /// Adds record `index` if it fits; fills the result up where it does not.
    fn push(&mut self, batch: &Batch, index: u64, partition_key: String, data: Vec<u8>) -> bool {
        let (shard, result) = (self.shard, &mut self.result);
        let bytes = (partition_key.len() + data.len()) as u64;
        if result.bytes + bytes > self.bounds.bytes && !result.records.is_empty() {
            result.is_full = true;
            return false;
        }
        let arrived = batch.arrival(index);
        result.bytes += bytes;
        result.next_index = index + 1;
        result.records.push(Record {
            sequence_number: shard.number(index, batch.numbered_at(index)),
            approximate_arrival_timestamp: arrived.into(),
            data: Blob(data),
            partition_key,
            encryption_type: shard.key_of(index).map(|_| EncryptionType::Kms),
        });
        true
    }
}

impl Visitor for Hashes {
    fn next_index(&self) -> u64 {
        self.records.start
    }

    fn is_full(&self) -> bool {
        self.records.is_empty()
    }

    fn take_put(&mut self, batch: &Batch, payload: &Payload) {
        self.records.start = batch.first_index + 1;
        self.found.push(payload.hash_key);
    }

    fn take(&mut self, _: &Batch, index: u64, producer: &Producer, users: &[u64]) -> bool {
        self.records.start = index + 1;
        // An aggregate lies where its first user record does.
        let ordinal = users[0];
        let recipe = producer.recipe_of(ordinal);
        self.found.push(recipe.keys().hash(producer.make(recipe, ordinal).key));
        true
    }
}
