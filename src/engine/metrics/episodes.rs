//! Throttling episodes: when a shard began to refuse, why, how much, and when it stopped.
//!
//! An episode ends when the shard has refused nothing for [`QUIET`]. Episodes carry their evidence: which ordinals of
//! which producers were sent in the second before, so that who contributed can be counted again at any later time.

use crate::engine::error::Throttle;
use crate::engine::ids::{Bytes, ProducerId};
use crate::engine::time::{Micros, SimTime};
use std::collections::VecDeque;
use std::ops::Range;

/// How long a shard refuses nothing until its episode is over.
pub const QUIET: Micros = Micros::seconds(2);
/// How many episodes are kept; the oldest go first.
pub const EPISODES_KEPT: usize = 1_000;

/// One episode.
#[derive(Clone, Debug)]
pub struct Episode {
    /// Its number in the world, from 0.
    pub number: u64,
    /// The first refusal, as the typed cause.
    pub throttle: Throttle,
    /// When the last refusal so far happened.
    pub last: SimTime,
    /// Records refused so far.
    pub refused_records: u64,
    /// Bytes refused so far.
    pub refused_bytes: Bytes,
    /// What each producer sent in the window before the first refusal.
    pub evidence: Vec<(ProducerId, Range<u64>)>,
}

/// The episodes of a world, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Episodes {
    kept: VecDeque<Episode>,
    begun: u64,
}

impl Episodes {
    /// Adds a refusal to the episode numbered `current` if that goes on, or begins a new one; returns its number.
    pub fn refuse(
        &mut self,
        current: Option<u64>,
        throttle: &Throttle,
        evidence: impl FnOnce() -> Vec<(ProducerId, Range<u64>)>,
    ) -> u64 {
        if let Some(episode) = current.and_then(|number| self.get_mut(number))
            && throttle.at.since(episode.last) < QUIET
        {
            episode.last = throttle.at;
            episode.refused_records += throttle.refused_records;
            episode.refused_bytes += throttle.refused_bytes;
            return episode.number;
        }
        let number = self.begun;
        self.begun += 1;
        if self.kept.len() == EPISODES_KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(Episode {
            number,
            throttle: throttle.clone(),
            last: throttle.at,
            refused_records: throttle.refused_records,
            refused_bytes: throttle.refused_bytes,
            evidence: evidence(),
        });
        number
    }

    /// The episode with this number, unless it is too old to be kept.
    pub fn get(&self, number: u64) -> Option<&Episode> {
        self.index(number).and_then(|index| self.kept.get(index))
    }

    fn get_mut(&mut self, number: u64) -> Option<&mut Episode> {
        self.index(number).and_then(|index| self.kept.get_mut(index))
    }

    fn index(&self, number: u64) -> Option<usize> {
        let first = self.kept.front()?.number;
        number.checked_sub(first).and_then(|index| usize::try_from(index).ok())
    }

    /// The kept episodes, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Episode> {
        self.kept.iter()
    }

    /// How many episodes have begun, kept or not.
    pub const fn begun(&self) -> u64 {
        self.begun
    }
}
