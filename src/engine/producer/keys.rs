//! Partition keys of generated traffic: which key record `n` carries, and which shard owns it.
//!
//! Models with a fixed set of keys are compiled into an alias table (Walker, Vose): one lookup a record, whatever the
//! distribution, with the owning shard beside the key, so that no key is hashed twice. Fresh random ids are not hashed
//! at all while traffic runs: MD5 of a fresh id is even over the hash space, so the record draws its place there, and
//! the id itself is looked for when somebody wants to see it, among ids drawn from the same ordinal until one hashes
//! into the record's shard. Every key that is shown therefore really belongs where it is shown.

use super::alias::AliasTable;
use super::traffic::KeyModel;
use crate::engine::hash::{HashKey, HashRange};
use crate::engine::random::{draw, mix};
use crate::engine::stream::layout::Layout;
use std::fmt::Debug;
use std::rc::Rc;

/// The characters of a fresh id, written like a UUID.
const FRESH_ID_LENGTH: u16 = 36;
/// The key number of records that have no key of their own in the table.
const NO_KEY: u32 = u32::MAX;
/// A sample's rarest keys are kept as counts in this many slices of the hash space.
pub const TAIL_SLICES: usize = 1 << TAIL_BITS;
const TAIL_BITS: u32 = 16;
/// Fresh ids are drawn this often at most; with 20,000 shards all miss once in e^200 searches.
const SEARCHES_MAX: u64 = 4_000_000;

/// Where the keys of a file come from: implemented by what imports files.
pub trait KeySource: Debug {
    /// How many distinct keys are kept by name.
    fn keys(&self) -> usize;
    /// The name of key `index`, most frequent first.
    fn name(&self, index: usize) -> &str;
    /// Its hash.
    fn hash(&self, index: usize) -> HashKey;
    /// How many records carry it.
    fn records(&self, index: usize) -> u64;
    /// Their mean data bytes, if the file says.
    fn mean_size_bytes(&self, index: usize) -> Option<u32>;
    /// Records of rarer keys that are not kept by name, as (slice of [`TAIL_SLICES`], records).
    fn tail(&self) -> Vec<(u16, u64)>;
}

/// The key of a generated record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PickedKey {
    /// Its number in the table; [`Self::is_unnamed`] where the table does not name it.
    pub index: u32,
    /// The place of the shard that owns it, in the layout of its table.
    pub place: u32,
    /// Its bytes in UTF-8.
    pub length: u16,
    /// The place in the hash space of an unnamed key, or of one that the stream spread, upper 64 bits.
    pub(super) position: u64,
}

/// A compiled [`KeyModel`] for one layout of a stream.
#[derive(Debug)]
pub struct KeyTable {
    names: Rc<Names>,
    pick: Pick,
    layout: Rc<Layout>,
}

#[derive(Debug)]
enum Pick {
    /// By chance, by alias table.
    Chance(AliasTable<Slot>),
    /// In turn.
    Turn(Box<[Slot]>),
    /// A fresh id: by place in the hash space.
    Fresh,
}

#[derive(Debug)]
enum Names {
    Numbered {
        hot: Option<String>,
    },
    /// A file's keys, and its tail of rarer ones.
    Source(Rc<dyn KeySource>, Box<[(u16, u64)]>),
    Fresh,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    place: u16,
    length: u16,
}

impl PickedKey {
    /// Whether the table does not name this key.
    pub const fn is_unnamed(self) -> bool {
        self.index == NO_KEY
    }
}

impl KeyTable {
    /// Compiles `model` for a stream with this layout; `source` is the file of a [`KeyModel::File`].
    pub fn new(model: &KeyModel, layout: &Rc<Layout>, source: Option<Rc<dyn KeySource>>) -> Self {
        let numbered = |hot: Option<&str>| Names::Numbered { hot: hot.map(String::from) };
        let chance = |names: Names, weights: &[f64]| {
            let pick = Pick::Chance(AliasTable::new(weights, &names.slots(weights.len(), layout)));
            Self { names: Rc::new(names), pick, layout: Rc::clone(layout) }
        };
        match (model, source) {
            (KeyModel::Uniform { keys }, _) => chance(numbered(None), &vec![1.0; *keys as usize]),
            (KeyModel::Zipf { keys, exponent }, _) => {
                let weights: Vec<f64> = (1..=*keys).map(|rank| libm::pow(f64::from(rank), -exponent)).collect();
                chance(numbered(None), &weights)
            }
            (KeyModel::HotKey { keys, share, hot_key }, _) => {
                let others = f64::from(keys.saturating_sub(1).max(1));
                let mut weights = vec![(1.0 - share) / others; *keys as usize];
                weights[0] = if *keys == 1 { 1.0 } else { *share };
                chance(numbered(Some(hot_key)), &weights)
            }
            (KeyModel::Sequential { keys }, _) => {
                let names = numbered(None);
                let pick = Pick::Turn(names.slots(*keys as usize, layout).into());
                Self { names: Rc::new(names), pick, layout: Rc::clone(layout) }
            }
            (KeyModel::File { .. }, Some(source)) => {
                let named = (0..source.keys()).map(|index| source.records(index) as f64);
                let weights: Vec<f64> = named.chain(source.tail().iter().map(|(_, records)| *records as f64)).collect();
                let tail = source.tail().into();
                chance(Names::Source(source, tail), &weights)
            }
            (KeyModel::FreshId | KeyModel::File { .. }, _) => {
                Self { names: Rc::new(Names::Fresh), pick: Pick::Fresh, layout: Rc::clone(layout) }
            }
        }
    }

    /// The key of the record with these random bits (the upper half is used) and ordinal.
    #[inline]
    pub fn pick(&self, bits: u64, ordinal: u64) -> PickedKey {
        let picked = self.pick_by_key(bits, ordinal);
        if self.layout.is_spread { self.spread(picked, bits) } else { picked }
    }

    /// The same key where the stream decides about the shard: at a drawn place, whatever the key's hash.
    fn spread(&self, picked: PickedKey, bits: u64) -> PickedKey {
        let position = mix(bits);
        PickedKey { place: self.layout.find(HashKey(u128::from(position) << 64)), position, ..picked }
    }

    #[inline]
    fn pick_by_key(&self, bits: u64, ordinal: u64) -> PickedKey {
        match &self.pick {
            Pick::Chance(table) => {
                let (index, slot) = table.pick((bits >> 32) as u32);
                slot.picked(index)
            }
            Pick::Turn(slots) => {
                let index = (ordinal % slots.len() as u64) as u32;
                slots[index as usize].picked(index)
            }
            Pick::Fresh => {
                let position = mix(bits);
                let place = self.layout.find(HashKey(u128::from(position) << 64));
                PickedKey { index: NO_KEY, place, length: FRESH_ID_LENGTH, position }
            }
        }
    }

    /// The same keys for another layout, of the same stream or another. Only keys of shards that are not in both are
    /// hashed again.
    #[must_use]
    pub fn moved_to(&self, layout: &Rc<Layout>) -> Self {
        let kept_at = |(shard, range)| layout.place_of(shard, range).and_then(|place| u16::try_from(place).ok());
        let kept: Vec<Option<u16>> = self.layout.ranges().map(kept_at).collect();
        let moved = |index: u32, slot: Slot| Slot {
            place: kept[usize::from(slot.place)].unwrap_or_else(|| place_of(layout, self.names.hash(index as usize))),
            ..slot
        };
        let pick = match &self.pick {
            Pick::Chance(table) => Pick::Chance(table.with_payloads(moved)),
            Pick::Turn(slots) => Pick::Turn((0..).zip(slots).map(|(index, slot)| moved(index, *slot)).collect()),
            Pick::Fresh => Pick::Fresh,
        };
        Self { names: Rc::clone(&self.names), pick, layout: Rc::clone(layout) }
    }

    /// Whether records that pick `key` again have the same text as their partition key.
    pub fn is_named(&self, key: PickedKey) -> bool {
        match &*self.names {
            Names::Numbered { .. } => true,
            Names::Source(source, _) => (key.index as usize) < source.keys(),
            Names::Fresh => false,
        }
    }

    /// Tells a key from all others, of whatever traffic; `None` where no other record has it.
    pub fn identity(&self, key: PickedKey) -> Option<u64> {
        self.is_named(key).then(|| (self.names.hash(key.index as usize).0 >> u64::BITS) as u64)
    }

    /// Whether the numbers of its keys stand for the same keys as those of `other`.
    pub fn has_keys_of(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.names, &other.names)
    }

    /// The layout for which the table was compiled.
    pub const fn layout(&self) -> &Rc<Layout> {
        &self.layout
    }

    /// The mean data bytes of key `index` in its file.
    pub fn mean_size(&self, index: u32) -> Option<u32> {
        match &*self.names {
            Names::Source(source, _) if (index as usize) < source.keys() => source.mean_size_bytes(index as usize),
            _ => None,
        }
    }

    /// The text of `key`, which record `ordinal` carries into the shard that owns `range`.
    pub fn name(&self, key: PickedKey, ordinal: u64, range: HashRange) -> String {
        match &*self.names {
            Names::Source(source, _) if key.index as usize >= source.keys() && !key.is_unnamed() => {
                fresh_id(ordinal, range)
            }
            Names::Fresh => fresh_id(ordinal, range),
            names => names.name(key.index as usize),
        }
    }

    /// Where the record of `key` lies in the hash space; for unnamed keys where their slice or drawn place lies.
    pub fn hash(&self, key: PickedKey) -> HashKey {
        match &*self.names {
            _ if self.layout.is_spread => HashKey(u128::from(key.position) << 64),
            Names::Fresh => HashKey(u128::from(key.position) << 64),
            names => names.hash(key.index as usize),
        }
    }
}

impl Slot {
    const fn picked(self, index: u32) -> PickedKey {
        PickedKey { index, place: self.place as u32, length: self.length, position: 0 }
    }
}

impl Names {
    fn name(&self, index: usize) -> String {
        match self {
            Self::Numbered { hot: Some(hot) } if index == 0 => hot.clone(),
            // The hot key took the first number's place; where it is one of the other numbers, they swap.
            Self::Numbered { hot: Some(hot) } if *hot == numbered(index) => numbered(0),
            Self::Numbered { .. } | Self::Fresh => numbered(index),
            Self::Source(source, _) => source.name(index).to_owned(),
        }
    }

    fn hash(&self, index: usize) -> HashKey {
        match self {
            Self::Source(source, _) if index < source.keys() => source.hash(index),
            Self::Source(source, tail) => tail.get(index - source.keys()).map_or(HashKey::MIN, |(slice, _)| {
                let range = slice_range(*slice);
                HashKey(range.start.0 + (range.end.0 - range.start.0) / 2)
            }),
            names => HashKey::of(&names.name(index)),
        }
    }

    /// Owner and length of each key of the table.
    fn slots(&self, count: usize, layout: &Layout) -> Vec<Slot> {
        let slot = |hash, length: usize| Slot {
            place: place_of(layout, hash),
            length: u16::try_from(length).expect("a partition key has at most 256 characters of at most 4 bytes"),
        };
        (0..count)
            .map(|index| match self {
                Self::Source(source, _) if index < source.keys() => slot(source.hash(index), source.name(index).len()),
                Self::Source(..) => slot(self.hash(index), usize::from(FRESH_ID_LENGTH)),
                names => {
                    let name = names.name(index);
                    slot(HashKey::of(&name), name.len())
                }
            })
            .collect()
    }
}

fn place_of(layout: &Layout, hash: HashKey) -> u16 {
    u16::try_from(layout.find(hash)).expect("a simulated stream has fewer than 65,536 open shards")
}

/// The name of a key that has none of its own.
fn numbered(index: usize) -> String {
    format!("user-{}", index + 1)
}

/// The hash keys of a slice of the tail.
fn slice_range(slice: u16) -> HashRange {
    let shift = u128::BITS - TAIL_BITS;
    let start = u128::from(slice) << shift;
    HashRange { start: HashKey(start), end: HashKey(start | ((1 << shift) - 1)) }
}

/// An id drawn from `ordinal` that hashes into `shard`: as many are tried as it takes, the last twelve digits of each
/// another number.
fn fresh_id(ordinal: u64, shard: HashRange) -> String {
    let bits = draw(ordinal, 0);
    let first = format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-",
        bits >> 32,
        (bits >> 16) & 0xffff,
        bits & 0xffff,
        (bits >> 24) & 0xffff
    );
    let mut id = first.into_bytes();
    let fixed = id.len();
    id.resize(usize::from(FRESH_ID_LENGTH), b'0');
    let mut tries = 0;
    loop {
        let mut digits = draw(ordinal, 1 + tries);
        for digit in &mut id[fixed..] {
            *digit = b"0123456789abcdef"[(digits & 0xf) as usize];
            digits >>= 4;
        }
        tries += 1;
        if tries == SEARCHES_MAX || shard.contains(HashKey::of_bytes(&id)) {
            return id.into_iter().map(char::from).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ids::ShardId;

    fn layout(shards: u32) -> Rc<Layout> {
        Rc::new(Layout::new(0, (0..).map(ShardId).zip(HashRange::evenly(shards)).collect()))
    }

    fn frequencies(model: &KeyModel, draws: u64) -> Vec<f64> {
        let table = KeyTable::new(model, &layout(4), None);
        let mut counts = vec![0.0; 10];
        for ordinal in 0..draws {
            counts[table.pick(draw(1, ordinal), ordinal).index as usize] += 1.0 / draws as f64;
        }
        counts
    }

    #[test]
    fn keys_come_as_often_as_the_model_says() {
        let zipf_sum: f64 = (1..=10).map(|k| 1.0 / f64::from(k)).sum();
        for (model, expected) in [
            (KeyModel::Uniform { keys: 10 }, [0.1; 10]),
            (KeyModel::Zipf { keys: 10, exponent: 1.0 }, std::array::from_fn(|i| 1.0 / (i as f64 + 1.0) / zipf_sum)),
            (
                KeyModel::HotKey { keys: 10, share: 0.55, hot_key: "hot".into() },
                std::array::from_fn(|i| if i == 0 { 0.55 } else { 0.05 }),
            ),
            (KeyModel::Sequential { keys: 10 }, [0.1; 10]),
        ] {
            for (found, expected) in frequencies(&model, 400_000).iter().zip(expected) {
                assert!((found - expected).abs() < 0.004, "{model:?}: {found} of {expected}");
            }
        }
    }

    #[test]
    fn each_shown_key_hashes_into_its_shard() {
        let (layout, ranges) = (layout(7), HashRange::evenly(7));
        for model in [
            KeyModel::Uniform { keys: 300 },
            KeyModel::HotKey { keys: 40, share: 0.3, hot_key: "checkout".into() },
            KeyModel::Sequential { keys: 50 },
            KeyModel::FreshId,
        ] {
            let table = KeyTable::new(&model, &layout, None);
            for ordinal in 0..300 {
                let key = table.pick(draw(9, ordinal), ordinal);
                let range = ranges[key.place as usize];
                let name = table.name(key, ordinal, range);
                assert!(range.contains(HashKey::of(&name)), "{model:?} {ordinal} {name}");
                assert!(range.contains(table.hash(key)), "{model:?} {ordinal}");
                assert_eq!(name.len(), usize::from(key.length));
            }
        }
    }

    #[test]
    fn no_two_keys_of_a_table_share_a_name() {
        for hot_key in ["user-42", "user-1", "checkout"] {
            let model = KeyModel::HotKey { keys: 100, share: 0.5, hot_key: hot_key.into() };
            let table = KeyTable::new(&model, &layout(1), None);
            let names: std::collections::BTreeSet<_> = (0..100).map(|index| table.names.name(index)).collect();
            assert_eq!(names.len(), 100, "{hot_key}");
        }
    }
}
