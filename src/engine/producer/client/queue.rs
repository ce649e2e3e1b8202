//! What an application has made and not yet sent: in the order of its making, or with each partition key by itself.

use super::Item;
use crate::engine::producer::Producer;
use crate::engine::time::SimTime;
use litemap::LiteMap;
use std::collections::VecDeque;
use std::ops::Range;

/// Records that wait for their first request.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// In order; where some were dropped there is a gap.
    fresh: VecDeque<Run>,
    records: u64,
    bytes: u64,
    /// The partition keys of which a record is on its way, and what has to wait for its end.
    busy: LiteMap<u64, VecDeque<Item>>,
    /// What had to wait and need not any more, with its key.
    free: VecDeque<(u64, Item)>,
}

/// Records that were made together.
#[derive(Clone, Debug)]
struct Run {
    ordinals: Range<u64>,
    made_at: SimTime,
}

impl Queue {
    /// Adds records that `producer` has just made.
    pub fn add(&mut self, producer: &Producer, ordinals: Range<u64>, made_at: SimTime) {
        self.bytes += ordinals.clone().map(|ordinal| bytes(producer, ordinal)).sum::<u64>();
        self.records += ordinals.end - ordinals.start;
        self.fresh.push_back(Run { ordinals, made_at });
    }

    /// When the oldest of those that nothing holds back was made.
    pub fn oldest(&self) -> Option<SimTime> {
        self.fresh.front().map(|run| run.made_at)
    }

    /// Whether there is enough for a request of so many records or bytes.
    pub const fn fills(&self, records: u64, bytes: u64) -> bool {
        self.records >= records || self.bytes >= bytes
    }

    /// The next records, as many as go into one request.
    pub fn take(&mut self, producer: &Producer, records: u64, bytes_max: u64) -> Vec<Item> {
        let (mut items, mut bytes_taken) = (Vec::new(), 0);
        while let Some(run) = self.fresh.front()
            && (items.len() as u64) < records
        {
            let weight = bytes(producer, run.ordinals.start);
            if bytes_taken + weight > bytes_max && !items.is_empty() {
                break;
            }
            bytes_taken += weight;
            items.extend(self.pop(weight));
        }
        items
    }

    /// The next record of a partition key of which none is on its way, with its key; a key that no other record has is
    /// not told.
    pub fn take_in_order(&mut self, producer: &Producer) -> Option<(Option<u64>, Item)> {
        if let Some((key, item)) = self.free.pop_front() {
            return Some((Some(key), item));
        }
        while let Some(run) = self.fresh.front() {
            let ordinal = run.ordinals.start;
            let recipe = producer.recipe_of(ordinal);
            let made = recipe.make(ordinal);
            let item = self.pop(made.bytes)?;
            let Some(key) = recipe.keys().identity(made.key) else {
                return Some((None, item));
            };
            if let Some(waiting) = self.busy.get_mut(&key) {
                waiting.push_back(item);
                continue;
            }
            self.busy.insert(key, VecDeque::new());
            return Some((Some(key), item));
        }
        None
    }

    /// The record of this partition key that was on its way is so no longer.
    pub fn finish(&mut self, key: u64) {
        if let Some(waiting) = self.busy.get_mut(&key) {
            match waiting.pop_front() {
                Some(item) => self.free.push_back((key, item)),
                None => {
                    self.busy.remove(&key);
                }
            }
        }
    }

    /// Nothing has to wait for another record any more.
    pub fn forget_keys(&mut self, producer: &Producer) {
        let waiting = std::mem::take(&mut self.busy).into_iter().flat_map(|(_, value)| value);
        let mut items: Vec<Item> = self.free.drain(..).map(|(_, item)| item).chain(waiting).collect();
        items.sort_unstable_by_key(|item| item.ordinal);
        for Item { ordinal, made_at, .. } in items.into_iter().rev() {
            self.records += 1;
            self.bytes += bytes(producer, ordinal);
            self.fresh.push_front(Run { ordinals: ordinal..ordinal + 1, made_at });
        }
    }

    /// Takes out the next record, which weighs `weight`.
    fn pop(&mut self, weight: u64) -> Option<Item> {
        let run = self.fresh.front_mut()?;
        let item = Item { ordinal: run.ordinals.start, made_at: run.made_at, is_stored: false, is_taken: false };
        run.ordinals.start += 1;
        if run.ordinals.is_empty() {
            self.fresh.pop_front();
        }
        self.records -= 1;
        self.bytes -= weight;
        Some(item)
    }
}

/// What a record weighs, its partition key counted.
fn bytes(producer: &Producer, ordinal: u64) -> u64 {
    producer.recipe_of(ordinal).make(ordinal).bytes
}
