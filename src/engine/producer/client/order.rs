//! Whether the records of a partition key are stored in the order of their making.
//!
//! A record counts as out of order when it is stored for the first time and a later one of the same partition key was
//! stored before it. For that the last one of each key is remembered, so memory is bounded by the keys of the traffic.
//! Records that were made before a change of the keys are not compared with those made after it, and keys that only one
//! record has are never out of order.

use crate::engine::producer::Recipe;
use crate::engine::producer::keys::{KeyTable, PickedKey};
use std::rc::Rc;

/// What was stored last of each partition key.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// The keys to which the numbers below belong.
    keys: Option<Rc<KeyTable>>,
    /// One past the last ordinal of each key that was stored, by the key's number.
    last: Vec<u64>,
    /// One past the last ordinal of all.
    newest: u64,
}

impl Order {
    /// Record `ordinal`, with this key, is stored for the first time; says whether it is out of order.
    pub fn is_broken_by(&mut self, recipe: &Recipe, key: PickedKey, ordinal: u64) -> bool {
        if !self.follows(recipe.keys(), ordinal) || !recipe.keys().is_named(key) {
            return false;
        }
        self.newest = self.newest.max(ordinal + 1);
        let index = key.index as usize;
        if index >= self.last.len() {
            self.last.resize(index + 1, 0);
        }
        let last = &mut self.last[index];
        let is_late = *last > ordinal;
        *last = (*last).max(ordinal + 1);
        is_late
    }

    /// Whether the numbers of `keys` are those that are remembered; where they come later, they are from now on.
    fn follows(&mut self, keys: &Rc<KeyTable>, ordinal: u64) -> bool {
        match &self.keys {
            Some(known) if Rc::ptr_eq(known, keys) => return true,
            Some(known) if known.has_keys_of(keys) => {}
            Some(_) if ordinal < self.newest => return false,
            _ => self.last.clear(),
        }
        self.keys = Some(Rc::clone(keys));
        true
    }
}
