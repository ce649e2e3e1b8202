//! Recipes: how a producer's records are made from their ordinals.
//!
//! A recipe is made anew whenever traffic, settings or the layout of the stream change; records keep the one by which they
//! were made.

use super::agent::records::Lines;
use super::keys::{KeyTable, PickedKey};
use super::sizes::Sizes;
use crate::engine::hash::HashRange;
use crate::engine::ids::ShardId;
use crate::engine::random::draw;
use crate::engine::stream::layout::Layout;
use std::rc::Rc;

/// How a producer's records are made from their ordinals.
#[derive(Debug)]
pub struct Recipe {
    pub(super) seed: u64,
    pub(super) content: Content,
}

/// What the records of a producer are made of.
#[derive(Clone, Debug)]
pub struct Content {
    /// Their partition keys.
    pub keys: Rc<KeyTable>,
    /// The sizes and texts of their data; with an agent, of its application's lines.
    pub sizes: Sizes,
    /// How lines become records, where an agent makes them so.
    pub lines: Option<Rc<Lines>>,
}

/// A generated record as its ordinal determines it, without its key's text.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    /// Which key.
    pub key: PickedKey,
    /// Bytes, partition key counted.
    pub bytes: u64,
}

impl Recipe {
    /// Record number `ordinal`, unless it is made of a line.
    #[inline]
    pub fn make(&self, ordinal: u64) -> Made {
        let bits = draw(self.seed, ordinal);
        let Content { keys, sizes, .. } = &self.content;
        let key = keys.pick(bits, ordinal);
        let data_bytes = sizes.pick(bits, ordinal, key.length, || keys.mean_size(key.index));
        Made { key, bytes: u64::from(data_bytes) + u64::from(key.length) }
    }

    /// Whether it matters when its records were made: they tell it, or wait in a file.
    pub(super) fn tells_time(&self) -> bool {
        let Content { sizes, lines, .. } = &self.content;
        lines.is_some() || matches!(sizes, Sizes::Rendered(template) if template.tells_time())
    }

    /// Tells the partition keys of the records that it makes apart.
    pub fn identity(&self, made: &Made, ordinal: u64) -> u64 {
        if self.content.keys.is_named(made.key) { u64::from(made.key.index) } else { u64::MAX - ordinal }
    }

    /// Its keys.
    pub const fn keys(&self) -> &Rc<KeyTable> {
        &self.content.keys
    }

    /// The sizes and texts of its data.
    pub const fn sizes(&self) -> &Sizes {
        &self.content.sizes
    }

    /// The keys of the traffic: of its records or, with an agent, of the application that writes the lines.
    pub fn traffic_keys(&self) -> &Rc<KeyTable> {
        self.content.lines.as_ref().map_or(&self.content.keys, |lines| &lines.keys)
    }

    /// The place in `layout` of the shard that takes a record made by this recipe.
    #[inline]
    pub fn place_in(&self, made: &Made, layout: &Layout) -> u32 {
        if std::ptr::eq(&raw const **self.keys().layout(), layout) {
            made.key.place
        } else {
            layout.find(self.keys().hash(made.key))
        }
    }

    /// Tells the records of a shard, with this id and range, from others: a test for what this recipe makes.
    pub fn membership(&self, shard: ShardId, range: HashRange) -> impl Fn(&Made) -> bool {
        // A shard that the recipe does not know took the record later, when it was sent again.
        let place = self.keys().layout().place_of(shard, range);
        move |made| match place {
            Some(place) => made.key.place == place,
            None => made.bytes > 0 && range.contains(self.keys().hash(made.key)),
        }
    }
}
