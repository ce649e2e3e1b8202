//! Stores of the pipeline: what came to them, how they do, and their newest items.

use super::facts::{Fact, FactValue};
use crate::engine::metrics::slots::{Resolution, Sample};
use crate::engine::store::{Store, StorePlan, StoreSample};
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// Seconds over which rates are averaged.
const AVERAGED_S: u64 = 5;
/// Items that are listed at most.
const LISTED: usize = 20;
/// Characters of an item's data that are shown.
const DATA_SHOWN: usize = 80;

/// A store, in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoreCard {
    /// What it would be made from now.
    pub plan: StorePlan,
    /// Whether it takes nothing now.
    pub is_out: bool,
    /// How many times as long as it should everything takes.
    pub slow_factor: u32,
    /// Items that came each second, on the average of the last whole ones.
    pub items_per_s: u64,
    /// Requests that it refused, likewise.
    pub refused_per_s: u64,
    /// Items that are in it.
    pub stored: u64,
    /// Items that came again.
    pub duplicates: u64,
    /// Of these, items that were dropped.
    pub dropped: u64,
    /// Consumers that deliver to it.
    pub consumers: u32,
}

/// A store in detail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoreDetail {
    /// Its numbers.
    pub facts: Vec<Fact>,
    /// What AWS says when it refuses.
    pub refusal: Option<String>,
    /// The newest items, newest first.
    pub items: Vec<ItemRow>,
    /// Records among the newest that the stream does not hold any more.
    pub gone: u64,
    /// Whether there are more.
    pub has_more: bool,
}

/// An item of a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemRow {
    /// What it is found by.
    pub key: String,
    /// When the store took it.
    pub stored: SimTime,
    /// Its partition key.
    pub partition_key: String,
    /// The beginning of its data.
    pub data: String,
    /// Whether it had reached the store before.
    pub is_repeat: bool,
}

impl StoreCard {
    /// A store of a world.
    pub fn of(world: &World, store: &Store) -> Self {
        // What is delivered comes in batches: one second alone says little.
        let second = world.now().slot(Micros::SECOND);
        let seconds = second.saturating_sub(AVERAGED_S)..second;
        let length = (seconds.end - seconds.start).max(1);
        let mut sample = StoreSample::default();
        seconds.for_each(|slot| sample.add(&store.history.slot(Resolution::Second, slot)));
        let delivers = |store: &Store| {
            world.consumers().filter(|consumer| consumer.store.as_deref() == Some(store.name.as_str())).count() as u32
        };
        Self {
            plan: store.plan(),
            is_out: store.is_out,
            slow_factor: store.slow_factor,
            items_per_s: sample.items.div_ceil(length),
            refused_per_s: sample.refused_writes.div_ceil(length),
            stored: store.totals.stored(),
            duplicates: store.totals.duplicates,
            dropped: store.totals.dropped,
            consumers: delivers(store),
        }
    }
}

impl StoreDetail {
    /// A store in detail.
    pub fn of(world: &World, store: &Store) -> Self {
        let totals = &store.totals;
        let found = world.store_items(store, LISTED);
        let row = |item: crate::engine::world::storing::StoredItem| ItemRow {
            data: String::from_utf8_lossy(&item.data).trim_end().chars().take(DATA_SHOWN).collect(),
            key: item.key,
            stored: item.stored,
            partition_key: item.partition_key,
            is_repeat: item.is_repeat,
        };
        Self {
            facts: vec![
                Fact::count("fact-distinct", totals.distinct),
                Fact::trouble("fact-duplicates", totals.duplicates - totals.dropped),
                Fact::count("fact-dropped-repeats", totals.dropped),
                Fact::new("fact-store-bytes", FactValue::Bytes(totals.bytes)),
                Fact::count("fact-writes", totals.writes),
                Fact::trouble("fact-refused-writes", totals.refused_writes),
                Fact::trouble("fact-rejected", totals.rejected),
            ],
            refusal: store.kind().refusal().map(str::to_owned),
            items: found.items.into_iter().map(row).collect(),
            gone: found.gone,
            has_more: found.has_more,
        }
    }
}
