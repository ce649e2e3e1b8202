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

    /// The text of an entry as it is put in: with a space for what follows, unless it is only the beginning of a word.
    pub fn whole(&self, place: usize) -> String {
        let text = &self.candidates[place].text;
        let goes_on = text.ends_with([' ', '=', ',', ':', '/', '{', '[']) || self.part.end < self.text.len();
        [text.as_str(), if goes_on { "" } else { " " }].concat()
    }

    /// What can be put in without a choice: the only entry, or what all entries begin with where that goes further than
    /// what is typed.
    pub fn certain(&self) -> Option<String> {
        let (first, others) = self.candidates.split_first()?;
        if others.is_empty() {
            return Some(self.whole(0)).filter(|text| *text != self.text[self.part.clone()]);
        }
        let shared = others.iter().fold(first.text.as_str(), |shared, other| common(shared, &other.text));
        let typed = &self.text[self.part.clone()];
        let goes_further = shared.len() > typed.len() && shared.starts_with(typed);
        goes_further.then(|| shared.to_owned())
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
        let certain = |text: &str, candidates: &[&str]| list(text, 0..text.len(), candidates).certain();
        assert_eq!(certain("li", &["list-shards", "list-streams"]).as_deref(), Some("list-s"));
        assert_eq!(certain("list-s", &["list-shards", "list-streams"]), None);
        assert_eq!(certain("x", &["键a", "键b"]), None, "nothing that would undo what is typed");
        assert_eq!(certain("", &["键a", "键b"]).as_deref(), Some("键"));
        assert_eq!(certain("lst", &["list-shards"]).as_deref(), Some("list-shards "), "the only one may correct");
        assert_eq!(certain("x", &[]), None);
    }

    #[test]
    fn a_space_follows_a_whole_word() {
        assert_eq!(list("li", 0..2, &["list-shards"]).whole(0), "list-shards ");
        assert_eq!(list("Pa", 0..2, &["PartitionKey="]).whole(0), "PartitionKey=");
        assert_eq!(list("li --x", 0..2, &["list-shards"]).whole(0), "list-shards", "there is one already");
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
