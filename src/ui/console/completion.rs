//! The list of what could stand in the prompt: what it replaces, which entry is active, what is put in at once.

use crate::worker::messages::Candidate;
use std::ops::Range;

/// A list of completions for a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The text for which it was made.
    pub text: String,
    /// The part of the text that an entry replaces, in bytes.
    pub part: Range<usize>,
    /// The entries.
    pub candidates: Vec<Candidate>,
    /// The entry that Enter would take.
    pub active: Option<usize>,
}

impl List {
    /// The text and the cursor, in bytes, after `with` has taken the part's place.
    pub fn replaced(&self, with: &str) -> (String, usize) {
        let text = [&self.text[..self.part.start], with, &self.text[self.part.end..]].concat();
        (text, self.part.start + with.len())
    }

    /// What can be put in without a choice: the only entry, or what all entries begin with where that goes further than
    /// what is typed.
    pub fn certain(&self) -> Option<&str> {
        let (first, others) = self.candidates.split_first()?;
        let shared = others.iter().fold(first.text.as_str(), |shared, other| common(shared, &other.text));
        let typed = &self.text[self.part.clone()];
        let goes_further = shared.len() > typed.len() && shared.starts_with(typed);
        (goes_further || (others.is_empty() && shared != typed)).then_some(shared)
    }

    /// The list with the next entry active, or the previous one; beyond the ends comes the other end.
    #[must_use]
    pub fn moved(&self, is_forward: bool) -> Self {
        let count = self.candidates.len();
        let active = match (self.active, is_forward) {
            (None, true) => 0,
            (None, false) => count.saturating_sub(1),
            (Some(place), true) => (place + 1) % count.max(1),
            (Some(place), false) => (place + count.max(1) - 1) % count.max(1),
        };
        Self { active: Some(active), ..self.clone() }
    }
}

/// What both texts begin with.
fn common<'a>(one: &'a str, other: &str) -> &'a str {
    let end = one.char_indices().zip(other.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    &one[..end.unwrap_or_else(|| one.len().min(other.len()))]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str, part: Range<usize>, candidates: &[&str]) -> List {
        let candidates =
            candidates.iter().map(|text| Candidate { text: (*text).to_owned(), summary: String::new() }).collect();
        List { text: text.to_owned(), part, candidates, active: None }
    }

    #[test]
    fn what_is_certain_is_put_in_at_once() {
        assert_eq!(list("li", 0..2, &["list-shards "]).certain(), Some("list-shards "));
        assert_eq!(list("li", 0..2, &["list-shards", "list-streams"]).certain(), Some("list-s"));
        assert_eq!(list("list-s", 0..6, &["list-shards", "list-streams"]).certain(), None);
        assert_eq!(list("x", 0..1, &["键a", "键b"]).certain(), None, "nothing that would undo what is typed");
        assert_eq!(list("", 0..0, &["键a", "键b"]).certain(), Some("键"));
        assert_eq!(list("lst", 0..3, &["list-shards "]).certain(), Some("list-shards "), "the only one may correct");
        assert_eq!(list("x", 0..1, &[]).certain(), None);
    }

    #[test]
    fn an_entry_takes_the_parts_place() {
        let list = list("aws lis --x", 4..7, &["list-shards"]);
        assert_eq!(list.replaced("list-shards"), ("aws list-shards --x".to_owned(), 15));
    }

    #[test]
    fn the_active_entry_goes_round() {
        let list = list("", 0..0, &["a", "b", "c"]);
        let forward = list.moved(true);
        assert_eq!(forward.active, Some(0));
        assert_eq!(forward.moved(false).active, Some(2));
        assert_eq!(list.moved(false).moved(true).active, Some(0));
    }
}
