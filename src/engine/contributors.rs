//! Who contributed to a shard's load: the keys behind a window of traffic, counted again from the records' ordinals.
//!
//! Counts first attempts of generated records; repeats and records put by requests are left out. Of a producer's window of
//! more than [`SCANNED_MAX`] records the latest part is counted, and stands for the whole in proportion.

use super::hash::HashKey;
use super::ids::{Bytes, ProducerId};
use super::producer::{Producer, Recipe};
use super::stream::shard::Shard;
use super::world::World;
use std::collections::BTreeMap;
use std::ops::Range;

/// Records that are counted at most, so that the answer is quick at any rate.
pub const SCANNED_MAX: u64 = 200_000;
/// Keys that are named.
const NAMED: usize = 5;

/// What one key sent to a shard.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyLoad {
    /// The partition key.
    pub partition_key: String,
    /// Its records.
    pub records: u64,
    /// Their bytes.
    pub bytes: Bytes,
}

/// What was sent to a shard in a window of traffic, and by which keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contributors {
    /// Records sent to the shard.
    pub records: u64,
    /// Their bytes.
    pub bytes: Bytes,
    /// Distinct keys among them.
    pub keys: u64,
    /// The keys that sent most, most first.
    pub top: Vec<KeyLoad>,
    /// Whether only a part was counted, so that the sums are estimates and there may be more keys.
    pub is_estimated: bool,
}

#[derive(Clone, Copy)]
struct Tally {
    records: u64,
    bytes: u64,
    producer: ProducerId,
    ordinal: u64,
}

impl Tally {
    /// What the whole of `sent` records comes to if `counted` of them come to this.
    fn scaled(self, counted: u64, sent: u64) -> Self {
        let (counted, sent) = (u128::from(counted.max(1)), u128::from(sent));
        let whole = |part: u64| ((u128::from(part) * sent + counted / 2) / counted) as u64;
        Self { records: whole(self.records), bytes: whole(self.bytes), ..self }
    }
}

/// Counts what `evidence` (ordinals by producer) sent to a shard.
pub fn count(world: &World, shard: &Shard, evidence: &[(ProducerId, Range<u64>)]) -> Contributors {
    let (mut ranked, mut is_estimated) = (Vec::new(), false);
    for (id, ordinals) in evidence {
        let producer = &world.producers()[usize::from(id.0)];
        let latest = ordinals.end.saturating_sub(SCANNED_MAX).max(ordinals.start)..ordinals.end;
        let (counted, sent) = (latest.end - latest.start, ordinals.end - ordinals.start);
        let by_recipe: Vec<Vec<Tally>> =
            producer.recipes_of(latest).map(|(part, recipe)| tally(producer, recipe, part, shard)).collect();
        let tallies = if by_recipe.len() > 1 { unite(producer, by_recipe.concat()) } else { by_recipe.concat() };
        is_estimated |= counted < sent;
        ranked.extend(tallies.into_iter().map(|tally| tally.scaled(counted, sent)));
    }
    ranked.sort_by_key(|tally| (std::cmp::Reverse(tally.records), tally.ordinal));
    Contributors {
        records: ranked.iter().map(|tally| tally.records).sum(),
        bytes: Bytes(ranked.iter().map(|tally| tally.bytes).sum()),
        keys: ranked.len() as u64,
        top: name_top(world, shard, &ranked),
        is_estimated,
    }
}

/// The keys that one recipe sent to a shard. Named keys are told apart by their numbers; unnamed ones are all distinct.
fn tally(producer: &Producer, recipe: &Recipe, ordinals: Range<u64>, shard: &Shard) -> Vec<Tally> {
    let is_member = recipe.membership(shard.id, shard.range);
    let mut tallies: BTreeMap<u64, Tally> = BTreeMap::new();
    for ordinal in ordinals {
        let made = producer.make(recipe, ordinal);
        if is_member(&made) {
            let key = if made.key.is_unnamed() { u64::MAX - ordinal } else { u64::from(made.key.index) };
            let fresh = Tally { records: 0, bytes: 0, producer: producer.id, ordinal };
            let tally = tallies.entry(key).or_insert(fresh);
            tally.records += 1;
            tally.bytes += made.bytes;
        }
    }
    tallies.into_values().collect()
}

/// Adds up what a producer sent under one key before and after its traffic was set.
fn unite(producer: &Producer, tallies: Vec<Tally>) -> Vec<Tally> {
    let mut united: BTreeMap<HashKey, Tally> = BTreeMap::new();
    for tally in tallies {
        let recipe = producer.recipe_of(tally.ordinal);
        let hash = recipe.keys().hash(producer.make(recipe, tally.ordinal).key);
        let known = united.entry(hash).or_insert(Tally { records: 0, bytes: 0, ..tally });
        known.records += tally.records;
        known.bytes += tally.bytes;
    }
    united.into_values().collect()
}

/// Names the keys that sent most. What several producers sent under one key is added up among their first ones.
fn name_top(world: &World, shard: &Shard, ranked: &[Tally]) -> Vec<KeyLoad> {
    let mut top: Vec<KeyLoad> = Vec::new();
    for load in ranked.iter().take(NAMED * world.producers().len()).map(|tally| name(world, shard, tally)) {
        match top.iter_mut().find(|known| known.partition_key == load.partition_key) {
            Some(known) => {
                known.records += load.records;
                known.bytes += load.bytes;
            }
            None => top.push(load),
        }
    }
    top.sort_by_key(|load| std::cmp::Reverse(load.records));
    top.truncate(NAMED);
    top
}

fn name(world: &World, shard: &Shard, tally: &Tally) -> KeyLoad {
    let producer = &world.producers()[usize::from(tally.producer.0)];
    KeyLoad {
        partition_key: producer.partition_key(tally.ordinal, shard.range),
        records: tally.records,
        bytes: Bytes(tally.bytes),
    }
}
