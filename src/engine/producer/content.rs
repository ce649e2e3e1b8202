//! What a producer's records hold: partition keys and data, written again from their ordinals.

use super::agent::records::{Line, Lines, left_out};
use super::keys::PickedKey;
use super::sizes::Sizes;
use super::template::field::Scene;
use super::{Made, Producer, Recipe};
use crate::engine::hash::HashRange;
use crate::engine::random::draw;
use crate::engine::time::SimTime;

impl Producer {
    /// Record number `ordinal`, made by `recipe`, of a line or not.
    pub fn make(&self, recipe: &Recipe, ordinal: u64) -> Made {
        match &recipe.content.lines {
            None => recipe.make(ordinal),
            Some(lines) => {
                let random = recipe.content.keys.pick(draw(recipe.seed, ordinal), ordinal);
                self.line_by(recipe, lines, ordinal).record.unwrap_or_else(|| left_out(random))
            }
        }
    }

    /// The text of record number `ordinal`'s partition key, as it hashes into `range`, that of its shard.
    pub fn partition_key(&self, ordinal: u64, range: HashRange) -> String {
        let recipe = self.recipe_of(ordinal);
        let lines = recipe.content.lines.as_ref();
        let from_data = lines.and_then(|lines| lines.deterministic_key(&self.line_data(recipe, lines, ordinal)));
        from_data.unwrap_or_else(|| recipe.content.keys.name(self.make(recipe, ordinal).key, ordinal, range))
    }

    /// The data of record number `ordinal`, whose partition key is `key`: its template's rendering, or a short JSON text,
    /// padded to the record's size; with an agent, what is made of the line that it is.
    pub fn data(&self, ordinal: u64, key: &str) -> Vec<u8> {
        let recipe = self.recipe_of(ordinal);
        if let Some(lines) = &recipe.content.lines {
            return self.line_data(recipe, lines, ordinal);
        }
        let made = recipe.make(ordinal);
        self.text(recipe, ordinal, made.bytes - u64::from(made.key.length), key)
    }

    /// When record number `ordinal` was made, where that is noted.
    pub fn made_at(&self, ordinal: u64) -> SimTime {
        self.timeline.made_at(ordinal)
    }

    /// Line `ordinal` of its application, as its agent sees it.
    pub(super) fn line(&self, ordinal: u64) -> Line {
        let recipe = self.recipe_of(ordinal);
        let lines = recipe.content.lines.as_ref().expect("who has an agent makes lines");
        self.line_by(recipe, lines, ordinal)
    }

    /// The bytes of a line, line break counted.
    pub(super) fn line_bytes(&self, ordinal: u64) -> u64 {
        let recipe = self.recipe_of(ordinal);
        let lines = recipe.content.lines.as_ref().expect("who has an agent makes lines");
        text_bytes(recipe, lines, ordinal).0 + 1
    }

    fn line_by(&self, recipe: &Recipe, lines: &Lines, ordinal: u64) -> Line {
        let random = recipe.content.keys.pick(draw(recipe.seed, ordinal), ordinal);
        let (bytes, key) = text_bytes(recipe, lines, ordinal);
        if lines.needs_no_text() {
            return Lines::of_size(bytes + 1, random);
        }
        let text = self.line_text(recipe, lines, ordinal, (bytes, key));
        lines.of_text(bytes + 1, &text, random, &recipe.content.keys)
    }

    /// The text of a line, without its break.
    fn line_text(&self, recipe: &Recipe, lines: &Lines, ordinal: u64, (bytes, key): (u64, PickedKey)) -> Vec<u8> {
        self.text(recipe, ordinal, bytes, &lines.keys.name(key, ordinal, HashRange::FULL))
    }

    /// The data of the record of a line; empty where none is made of it.
    fn line_data(&self, recipe: &Recipe, lines: &Lines, ordinal: u64) -> Vec<u8> {
        let text = self.line_text(recipe, lines, ordinal, text_bytes(recipe, lines, ordinal));
        lines.data(&text).map_or_else(Vec::new, |(data, _)| data)
    }

    /// The text of so many bytes that `ordinal` is, with this key.
    fn text(&self, recipe: &Recipe, ordinal: u64, bytes: u64, key: &str) -> Vec<u8> {
        let mut text = match &recipe.content.sizes {
            Sizes::Rendered(template) => {
                let (bits, made_at) = (draw(recipe.seed, ordinal), self.timeline.made_at(ordinal));
                template.fill(&Scene { bits, ordinal, key, made_at }).into_bytes()
            }
            Sizes::Lines(lines) => super::lines::line_of(&**lines, ordinal).as_bytes().to_vec(),
            _ => format!("{{\"producer\":\"{}\",\"record\":{ordinal}}}", self.name).into_bytes(),
        };
        text.resize(usize::try_from(bytes).unwrap_or(0), b' ');
        text
    }
}

/// The bytes of the text of a line, and the key of its application that it may tell.
fn text_bytes(recipe: &Recipe, lines: &Lines, ordinal: u64) -> (u64, PickedKey) {
    let bits = draw(recipe.seed, ordinal);
    let key = lines.keys.pick(bits, ordinal);
    let bytes = recipe.content.sizes.pick(bits, ordinal, key.length, || lines.keys.mean_size(key.index));
    (u64::from(bytes), key)
}
