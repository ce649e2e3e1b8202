//! The format of aggregated records: many user records inside one Kinesis record, as the Kinesis Producer Library writes
//! them and the Kinesis Client Library takes them apart.
//!
//! Observed (the library's source, `aggregation-format.md`): four magic bytes, a protobuf message that lists partition
//! keys and explicit hash keys once each and the records with indices into these lists, and the MD5 of that message.
//! What is read is borrowed from the bytes that it is read from, so that a key which a hostile record names a million
//! times is there once. Leaves out: who puts which records together.

pub mod size;
mod wire;

use crate::engine::hash::HashKey;
use md5::{Digest, Md5};
use std::collections::BTreeMap;
use wire::{Fields, Malformed, Value, Writer};

/// The bytes with which an aggregated record begins.
pub const MAGIC: [u8; 4] = [0xF3, 0x89, 0x9A, 0xC2];
/// The bytes of the digest with which it ends.
pub const DIGEST_BYTES: usize = 16;

/// The numbers of the message's fields.
mod field {
    pub const PARTITION_KEY_TABLE: u32 = 1;
    pub const EXPLICIT_HASH_KEY_TABLE: u32 = 2;
    pub const RECORDS: u32 = 3;
    /// Of a record.
    pub const PARTITION_KEY_INDEX: u32 = 1;
    pub const EXPLICIT_HASH_KEY_INDEX: u32 = 2;
    pub const DATA: u32 = 3;
    pub const TAGS: u32 = 4;
    /// Of a tag.
    pub const KEY: u32 = 1;
    pub const VALUE: u32 = 2;
}

/// A record as a user handed it over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRecord<'a> {
    /// Its partition key.
    pub partition_key: &'a str,
    /// The hash key that is to hold in place of the partition key's.
    pub explicit_hash_key: Option<HashKey>,
    /// Its data.
    pub data: &'a [u8],
    /// Its tags; the library writes none so far.
    pub tags: Vec<Tag<'a>>,
}

/// A tag of a user record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its value, if it has one.
    pub value: Option<&'a str>,
}

impl<'a> UserRecord<'a> {
    /// A record without explicit hash key and tags.
    pub const fn new(partition_key: &'a str, data: &'a [u8]) -> Self {
        Self { partition_key, explicit_hash_key: None, data, tags: Vec::new() }
    }
}

/// The data of a Kinesis record that holds these user records, in this order.
pub fn aggregate(records: &[UserRecord]) -> Vec<u8> {
    let (mut keys, mut hash_keys) = (Table::default(), Table::default());
    let (mut lines, mut line, mut tag) = (Writer::default(), Writer::default(), Writer::default());
    for record in records {
        line.clear();
        line.number(field::PARTITION_KEY_INDEX, keys.place(record.partition_key));
        if let Some(hash_key) = record.explicit_hash_key {
            line.number(field::EXPLICIT_HASH_KEY_INDEX, hash_keys.place(hash_key));
        }
        line.bytes(field::DATA, record.data);
        for Tag { key, value } in &record.tags {
            tag.clear();
            tag.bytes(field::KEY, key.as_bytes());
            if let Some(value) = value {
                tag.bytes(field::VALUE, value.as_bytes());
            }
            line.bytes(field::TAGS, tag.written());
        }
        lines.bytes(field::RECORDS, line.written());
    }
    let mut message = Writer::default();
    keys.entries.iter().for_each(|key| message.bytes(field::PARTITION_KEY_TABLE, key.as_bytes()));
    for hash_key in &hash_keys.entries {
        message.bytes(field::EXPLICIT_HASH_KEY_TABLE, hash_key.to_string().as_bytes());
    }
    let message = [message.written(), lines.written()].concat();
    [&MAGIC, message.as_slice(), &Md5::digest(&message)].concat()
}

/// The user records of a Kinesis record with this data; `None` where it is no aggregated record, or a spoiled one.
///
/// What is kept of a record is at most some thirty times as large as the bytes from which it was read.
pub fn deaggregate(data: &[u8]) -> Option<Vec<UserRecord<'_>>> {
    let (message, digest) = data.strip_prefix(&MAGIC)?.split_last_chunk::<DIGEST_BYTES>()?;
    let is_whole = Md5::digest(message)[..] == digest[..];
    if is_whole { read_message(message).ok() } else { None }
}

fn read_message(message: &[u8]) -> Result<Vec<UserRecord<'_>>, Malformed> {
    let (mut keys, mut hash_keys, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for field in Fields::of(message) {
        match field? {
            (field::PARTITION_KEY_TABLE, value) => keys.push(value.text()?),
            (field::EXPLICIT_HASH_KEY_TABLE, value) => {
                hash_keys.push(HashKey::parse(value.text()?).ok_or(Malformed)?);
            }
            (field::RECORDS, value) => lines.push(value.bytes()?),
            // A later version of the format may have more to say.
            _ => {}
        }
    }
    // The lists may stand behind the records that name their entries.
    lines.into_iter().map(|line| read_record(line, &keys, &hash_keys)).collect()
}

fn read_record<'a>(line: &'a [u8], keys: &[&'a str], hash_keys: &[HashKey]) -> Result<UserRecord<'a>, Malformed> {
    let (mut partition_key, mut explicit_hash_key, mut data, mut tags) = (None, None, None, Vec::new());
    for field in Fields::of(line) {
        match field? {
            (field::PARTITION_KEY_INDEX, value) => partition_key = Some(entry(keys, value)?),
            (field::EXPLICIT_HASH_KEY_INDEX, value) => explicit_hash_key = Some(entry(hash_keys, value)?),
            (field::DATA, value) => data = Some(value.bytes()?),
            (field::TAGS, value) => tags.push(read_tag(value.bytes()?)?),
            _ => {}
        }
    }
    let (partition_key, data) = partition_key.zip(data).ok_or(Malformed)?;
    Ok(UserRecord { partition_key, explicit_hash_key, data, tags })
}

fn read_tag(tag: &[u8]) -> Result<Tag<'_>, Malformed> {
    let (mut key, mut value) = (None, None);
    for field in Fields::of(tag) {
        match field? {
            (field::KEY, text) => key = Some(text.text()?),
            (field::VALUE, text) => value = Some(text.text()?),
            _ => {}
        }
    }
    Ok(Tag { key: key.ok_or(Malformed)?, value })
}

/// The entry of a list that an index names.
fn entry<T: Copy>(list: &[T], index: Value) -> Result<T, Malformed> {
    let index = usize::try_from(index.number()?).map_err(|_| Malformed)?;
    list.get(index).copied().ok_or(Malformed)
}

/// A list in which each entry stands once.
struct Table<K> {
    entries: Vec<K>,
    places: BTreeMap<K, u64>,
}

impl<K> Default for Table<K> {
    fn default() -> Self {
        Self { entries: Vec::new(), places: BTreeMap::new() }
    }
}

impl<K: Copy + Ord> Table<K> {
    /// Where `entry` stands; at the end where it did not yet.
    fn place(&mut self, entry: K) -> u64 {
        let next = self.entries.len() as u64;
        let place = *self.places.entry(entry).or_insert(next);
        if place == next {
            self.entries.push(entry);
        }
        place
    }
}

#[cfg(test)]
mod tests;
