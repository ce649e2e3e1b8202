//! Histories of anything that is summed up by slots of time: by second (ten minutes) and by minute (25 h).
//!
//! Slots are aligned to simulated time zero, so that charts of several histories share one axis. What lies further back
//! than a resolution keeps is known at the next one only.

use crate::engine::time::{Micros, SimTime};
use std::collections::VecDeque;

/// How many seconds are kept one by one.
pub const SECONDS_KEPT: usize = 600;
/// How many minutes are kept one by one.
pub const MINUTES_KEPT: usize = 25 * 60;

/// What is known of one slot.
pub trait Sample: Copy + Default {
    /// Adds what else happened in the same slot.
    fn add(&mut self, other: &Self);
}

/// The resolution of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One slot a second.
    Second,
    /// One slot a minute.
    Minute,
}

/// A history in both resolutions. The newest slot of each is the one in progress.
#[derive(Clone, Debug, Default)]
pub struct History<S> {
    seconds: Slots<S>,
    minutes: Slots<S>,
}

#[derive(Clone, Debug, Default)]
struct Slots<S> {
    newest: u64,
    samples: VecDeque<S>,
}

impl<S: Sample> Slots<S> {
    fn add(&mut self, slot: u64, sample: &S, kept: usize) {
        if self.samples.is_empty() || slot.saturating_sub(self.newest) >= kept as u64 {
            self.samples.clear();
            self.samples.push_back(S::default());
            self.newest = slot;
        }
        while self.newest < slot {
            self.samples.push_back(S::default());
            self.newest += 1;
            if self.samples.len() > kept {
                self.samples.pop_front();
            }
        }
        if let Some(last) = self.samples.back_mut() {
            last.add(sample);
        }
    }

    fn get(&self, slot: u64) -> S {
        let back = self.newest.checked_sub(slot).and_then(|back| usize::try_from(back).ok());
        let index = back.and_then(|back| self.samples.len().checked_sub(back + 1));
        index.and_then(|index| self.samples.get(index)).copied().unwrap_or_default()
    }
}

impl Resolution {
    /// The width of a slot.
    pub const fn width(self) -> Micros {
        match self {
            Self::Second => Micros::SECOND,
            Self::Minute => Micros::seconds(60),
        }
    }
}

impl<S: Sample> History<S> {
    /// Adds what happened at `now`.
    pub fn add(&mut self, now: SimTime, sample: &S) {
        self.seconds.add(now.slot(Resolution::Second.width()), sample, SECONDS_KEPT);
        self.minutes.add(now.slot(Resolution::Minute.width()), sample, MINUTES_KEPT);
    }

    /// What is known of slot number `slot`; nothing where nothing happened or is not kept any more.
    pub fn slot(&self, resolution: Resolution, slot: u64) -> S {
        match resolution {
            Resolution::Second => self.seconds.get(slot),
            Resolution::Minute => self.minutes.get(slot),
        }
    }
}
