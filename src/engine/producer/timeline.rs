//! When a producer's records were made: kept for those whose data tell it, which must tell the same whenever it is read.
//!
//! Simplified: noted is the beginning of a slot with the rate of that moment; within it records follow each other evenly.
//! Slots are a second in the first hour, ten seconds up to ten days, and ten minutes after that. No record is made after
//! the end of its slot, so that times rise with ordinals.

use super::rate::MILLI;
use crate::engine::time::{Micros, SimTime};

/// Notes of when ordinals were made.
#[derive(Clone, Debug, Default)]
pub struct Timeline(Vec<Note>);

#[derive(Clone, Copy, Debug)]
struct Note {
    first: u64,
    at: SimTime,
    gap: Micros,
}

impl Timeline {
    /// Notes that `records` from `ordinal` on are made up to `now`, and those behind them later, at so many thousandths of
    /// a record per second.
    pub fn note(&mut self, ordinal: u64, records: u64, now: SimTime, milli_per_s: u64) {
        let (begun, _) = slot(now);
        if self.0.last().is_none_or(|last| last.at < begun) {
            let gap = Micros((Micros::SECOND.0 * MILLI).checked_div(milli_per_s).unwrap_or(0));
            let at = (now - gap * records.saturating_sub(1)).max(begun);
            self.0.push(Note { first: ordinal, at, gap });
        }
    }

    /// When `ordinal` was made.
    pub fn made_at(&self, ordinal: u64) -> SimTime {
        let place = self.0.partition_point(|note| note.first <= ordinal);
        let Some(note) = place.checked_sub(1).map(|last| self.0[last]) else {
            return SimTime::ZERO;
        };
        let (_, end) = slot(note.at);
        (note.at + note.gap * (ordinal - note.first)).min(SimTime(end.0 - 1))
    }
}

/// The beginning and the end of the slot in which `at` lies.
const fn slot(at: SimTime) -> (SimTime, SimTime) {
    let width = if at.0 < Micros::HOUR.0 {
        Micros::SECOND
    } else if at.0 < 240 * Micros::HOUR.0 {
        Micros::seconds(10)
    } else {
        Micros::seconds(600)
    };
    let begun = at.slot(width) * width.0;
    (SimTime(begun), SimTime(begun + width.0))
}
