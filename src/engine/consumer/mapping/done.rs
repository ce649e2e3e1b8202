//! Which records of a shard are done, when several parts of it are worked on at once: all below an index, and runs above.

use std::collections::BTreeMap;
use std::ops::Range;

/// A set of record indices without gaps below `below`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    below: u64,
    /// Runs above, which neither meet nor overlap: first index to one past the last.
    above: BTreeMap<u64, u64>,
}

impl Done {
    /// A set of all that lies below `index`.
    pub const fn below(index: u64) -> Self {
        Self { below: index, above: BTreeMap::new() }
    }

    /// The first index that is not in the set.
    pub const fn first_open(&self) -> u64 {
        self.below
    }

    /// The parts of a run that are not in the set, in order.
    pub fn missing(&self, run: Range<u64>) -> Vec<Range<u64>> {
        let mut parts = Vec::new();
        let mut from = run.start.max(self.below);
        let met = self.above.range(..=from).next_back().map_or(from, |(start, _)| *start);
        for (start, end) in self.above.range(met..run.end.max(met)) {
            if *start > from {
                parts.push(from..*start);
            }
            from = from.max(*end);
        }
        if from < run.end {
            parts.push(from..run.end);
        }
        parts
    }

    /// How many runs there are above what has no gap: what memory depends on.
    pub fn runs(&self) -> usize {
        self.above.len()
    }

    /// Counts the lowest gap as done.
    pub fn close_gap(&mut self) {
        if let Some((_, end)) = self.above.pop_first() {
            self.below = end;
        }
    }

    /// Adds a run; the answer is how many of its records are new.
    pub fn add(&mut self, run: Range<u64>) -> u64 {
        let (mut start, mut end) = (run.start.max(self.below), run.end);
        if start >= end {
            return 0;
        }
        let mut new = end - start;
        // Whatever meets the run becomes one with it.
        let first =
            self.above.range(..=start).next_back().filter(|(_, known)| **known >= start).map(|(known, _)| *known);
        let met: Vec<(u64, u64)> =
            self.above.range(first.unwrap_or(start)..=end).map(|(start, end)| (*start, *end)).collect();
        for (known_start, known_end) in met {
            new -= known_end.min(run.end).saturating_sub(known_start.max(run.start.max(self.below)));
            self.above.remove(&known_start);
            start = start.min(known_start);
            end = end.max(known_end);
        }
        if start == self.below {
            self.below = end;
        } else {
            self.above.insert(start, end);
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn it_is_the_set_of_all_that_was_added(
            start in 0_u64..5,
            runs in prop::collection::vec((0_u64..60, 0_u64..12), 0..30),
        ) {
            let mut done = Done::below(start);
            let mut oracle: BTreeSet<u64> = (0..start).collect();
            for (first, length) in runs {
                let run = first..first + length;
                let new = run.clone().filter(|index| oracle.insert(*index)).count() as u64;
                prop_assert_eq!(done.add(run), new);
                let open = (0..100).find(|index| !oracle.contains(index)).unwrap();
                prop_assert_eq!(done.first_open(), open);
                let missing: Vec<u64> = done.missing(3..50).into_iter().flatten().collect();
                prop_assert_eq!(missing, (3..50).filter(|index| !oracle.contains(index)).collect::<Vec<_>>());
            }
        }
    }
}
