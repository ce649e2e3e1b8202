//! What an aggregated record will weigh, known before it is written, record by record.

use super::{DIGEST_BYTES, MAGIC};
use std::collections::BTreeMap;

/// A number takes a byte for each seven bits.
const fn varint(number: u64) -> u64 {
    match number {
        0..0x80 => 1,
        _ => (u64::BITS - number.leading_zeros()).div_ceil(7) as u64,
    }
}

/// A field of bytes: its tag, its length, and what it holds.
const fn bytes_field(bytes: u64) -> u64 {
    1 + varint(bytes) + bytes
}

/// The size of an aggregate of user records without explicit hash keys and tags; `K` tells their partition keys apart.
#[derive(Clone, Debug, Default)]
pub struct Size<K> {
    places: BTreeMap<K, u64>,
    message_bytes: u64,
}

impl<K: Ord> Size<K> {
    /// The bytes of the data of the Kinesis record.
    pub const fn bytes(&self) -> u64 {
        (MAGIC.len() + DIGEST_BYTES) as u64 + self.message_bytes
    }

    /// What another record would add.
    pub fn added_by(&self, key: &K, key_bytes: u64, data_bytes: u64) -> u64 {
        let next = self.places.len() as u64;
        match self.places.get(key) {
            Some(place) => line(*place, data_bytes),
            None => bytes_field(key_bytes) + line(next, data_bytes),
        }
    }

    /// Adds a record.
    pub fn add(&mut self, key: K, key_bytes: u64, data_bytes: u64) {
        self.message_bytes += self.added_by(&key, key_bytes, data_bytes);
        let next = self.places.len() as u64;
        self.places.entry(key).or_insert(next);
    }
}

/// The bytes of a record's own message, whose partition key stands at `place` of the list.
const fn line(place: u64, data_bytes: u64) -> u64 {
    bytes_field(1 + varint(place) + bytes_field(data_bytes))
}

#[cfg(test)]
mod tests {
    use super::super::{UserRecord, aggregate};
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_size_is_that_of_what_is_written(records in vec((0..400_u32, prop_oneof![0..200_usize, 16_000..17_000_usize]), 0..500)) {
            let data = vec![0; 17_000];
            let keys: Vec<String> = (0..400).map(|key| "k".repeat(1 + key % 150) + &key.to_string()).collect();
            let mut size = Size::default();
            let mut users = Vec::new();
            for (key, data_bytes) in records {
                let text = &keys[key as usize];
                size.add(key, text.len() as u64, data_bytes as u64);
                users.push(UserRecord::new(text, &data[..data_bytes]));
            }
            prop_assert_eq!(size.bytes(), aggregate(&users).len() as u64);
        }
    }
}
