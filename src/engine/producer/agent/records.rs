//! How the agent makes a Kinesis record of a line: its data, its partition key, and whether anything is sent for it.
//!
//! Documented: the key is random or follows from the data; what is over 1,000 KB is truncated. Observed (the agent's
//! source): the data end with the line's break, also where they were truncated; a deterministic key is the MD5 of the data
//! in hexadecimal. Simplified: a random key is an id like that of traffic with fresh ids, and a record that is sent again
//! after a crash has the key that it had; what holds for a line is what was set when it was written.

use super::convert::{Conversion, convert};
use super::settings::{AgentSettings, PartitionKeyOption};
use crate::engine::hash::HashKey;
use crate::engine::limits::{LimitId, Profile};
use crate::engine::producer::Made;
use crate::engine::producer::keys::{KeyTable, PickedKey};
use std::rc::Rc;

/// A line as the agent sees it.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Its bytes, line break counted.
    pub bytes: u64,
    /// The record that is made of it; none where it is left out.
    pub record: Option<Made>,
    /// Whether the record is cut off.
    pub is_truncated: bool,
}

/// How lines become records.
#[derive(Clone, Debug)]
pub struct Lines {
    /// The keys of the application, which its lines may tell; those of the records are others.
    pub keys: Rc<KeyTable>,
    option: PartitionKeyOption,
    conversion: Conversion,
}

impl Lines {
    /// By these settings.
    pub fn new(settings: &AgentSettings, keys: Rc<KeyTable>) -> Self {
        Self { keys, option: settings.partition_key_option, conversion: Conversion::of(settings) }
    }

    /// Whether the record's key and size follow from the line's size alone.
    pub const fn needs_no_text(&self) -> bool {
        matches!(self.option, PartitionKeyOption::Random) && self.conversion.keeps_size()
    }

    /// A line of so many bytes, with this random key, where that is all that is needed.
    pub fn of_size(bytes: u64, key: PickedKey) -> Line {
        let record = Made { key, bytes: bytes.min(bytes_max()) + u64::from(key.length) };
        Line { bytes, record: Some(record), is_truncated: bytes > bytes_max() }
    }

    /// A line of so many bytes and this text; `random` is the record's key unless that follows from its data.
    pub fn of_text(&self, bytes: u64, text: &[u8], random: PickedKey, keys: &KeyTable) -> Line {
        let data = self.data(text);
        let is_truncated = data.as_ref().is_some_and(|(_, is_truncated)| *is_truncated);
        Line { bytes, record: data.map(|(data, _)| self.made(&data, random, keys)), is_truncated }
    }

    /// The data of the record of a line, and whether they were cut off; none where the line is left out.
    pub fn data(&self, text: &[u8]) -> Option<(Vec<u8>, bool)> {
        let mut data = convert(&String::from_utf8_lossy(text), &self.conversion)?.into_bytes();
        let is_truncated = data.len() as u64 > bytes_max();
        if is_truncated {
            data.truncate(bytes_max() as usize - 1);
            data.push(b'\n');
        }
        Some((data, is_truncated))
    }

    fn made(&self, data: &[u8], random: PickedKey, keys: &KeyTable) -> Made {
        let key = match self.option {
            PartitionKeyOption::Random => random,
            PartitionKeyOption::Deterministic => placed(&key_of(data), random, keys),
        };
        Made { key, bytes: data.len() as u64 + u64::from(key.length) }
    }

    /// The key that follows from the record's data, where it does.
    pub fn deterministic_key(&self, data: &[u8]) -> Option<String> {
        (self.option == PartitionKeyOption::Deterministic).then(|| key_of(data))
    }
}

/// What stands for a line of which no record is made: it belongs to no shard.
pub const fn left_out(random: PickedKey) -> Made {
    Made { key: PickedKey { place: u32::MAX, ..random }, bytes: 0 }
}

/// The key with this text where the stream takes keys by their hashes, else at the place of `drawn`.
fn placed(text: &str, drawn: PickedKey, keys: &KeyTable) -> PickedKey {
    let (layout, length) = (keys.layout(), text.len() as u16);
    if layout.is_spread {
        return PickedKey { length, ..drawn };
    }
    let hash = HashKey::of(text);
    PickedKey { place: layout.find(hash), length, position: (hash.0 >> u64::BITS) as u64, ..drawn }
}

fn key_of(data: &[u8]) -> String {
    format!("{:032x}", HashKey::of_bytes(data).0)
}

/// The data of a record at most, in bytes.
const fn bytes_max() -> u64 {
    LimitId::AgentRecordBytes.value(Profile::Current)
}
