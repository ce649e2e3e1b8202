//! Who polls a shard, and how far each has come.
//!
//! `GetRecords` carries no name: all that is known of a caller is its iterator. A *chain* is a first iterator and those
//! that the answers gave after it; it is told by the iterator that it will use next, or, where a caller repeats itself, by
//! the one that it used last. Chains that stand at the same place with iterators of the same instant are one.
//!
//! Assumed: a chain whose iterator has expired is a reader that has stopped; its place is remembered until somebody begins
//! to read the shard anew. Of more than [`CHAINS_KEPT`] chains the one that read longest ago is forgotten.

use crate::engine::time::{Micros, SimTime};

/// Chains that are remembered for a shard at most.
pub const CHAINS_KEPT: usize = 4;

/// The chains that read a shard, in the order in which they began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Polling {
    chains: Vec<Chain>,
}

/// A reader by `GetRecords`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The index of the record that it reads next.
    pub next_index: u64,
    /// When it read last: the next iterator was given then.
    pub read_at: SimTime,
    /// The iterator that it used last: where it stood, and when it had been given.
    used: (u64, SimTime),
}

impl Polling {
    /// An iterator for record `from`, given at `issued`, was used `now`; its reader has come to `next_index`.
    pub fn note(&mut self, (from, issued): (u64, SimTime), next_index: u64, now: SimTime, lifetime: Micros) {
        let chain = Chain { next_index, read_at: now, used: (from, issued) };
        let goes_on =
            |known: &&mut Chain| (known.next_index, known.read_at) == (from, issued) || known.used == (from, issued);
        if let Some(known) = self.chains.iter_mut().find(goes_on) {
            *known = chain;
            return;
        }
        self.chains.retain(|known| known.is_reading(now, lifetime));
        if self.chains.len() == CHAINS_KEPT {
            let oldest = (0..CHAINS_KEPT).min_by_key(|place| self.chains[*place].read_at);
            oldest.map(|place| self.chains.remove(place));
        }
        self.chains.push(chain);
    }

    /// The chains.
    pub fn chains(&self) -> &[Chain] {
        &self.chains
    }

    /// Forgets them all: the shard is gone.
    pub fn clear(&mut self) {
        self.chains = Vec::new();
    }
}

impl Chain {
    /// Whether its iterator can still be used.
    pub fn is_reading(&self, now: SimTime, lifetime: Micros) -> bool {
        now.since(self.read_at) <= lifetime
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFETIME: Micros = Micros::seconds(300);

    fn at(seconds: u64) -> SimTime {
        SimTime(seconds * 1_000_000)
    }

    fn places(polling: &Polling) -> Vec<u64> {
        polling.chains().iter().map(|chain| chain.next_index).collect()
    }

    #[test]
    fn a_chain_goes_on_and_others_stay_where_they_are() {
        let mut polling = Polling::default();
        polling.note((1, at(0)), 10, at(1), LIFETIME);
        polling.note((1, at(2)), 5, at(3), LIFETIME);
        polling.note((10, at(1)), 20, at(4), LIFETIME);
        assert_eq!(places(&polling), [20, 5]);
        polling.note((10, at(1)), 21, at(5), LIFETIME);
        assert_eq!(places(&polling), [21, 5], "the same iterator again is the same reader");
    }

    #[test]
    fn few_chains_are_kept_and_stopped_ones_until_somebody_begins() {
        let mut polling = Polling::default();
        for number in 0..10 {
            polling.note((1, at(number)), 100 + number, at(number + 1), LIFETIME);
        }
        assert_eq!(places(&polling), [106, 107, 108, 109]);
        assert!(!polling.chains()[0].is_reading(at(400), LIFETIME));
        polling.note((1, at(399)), 7, at(400), LIFETIME);
        assert_eq!(places(&polling), [7]);
    }
}
