//! Buffers: records gather until there are enough of them or enough time has passed, whichever comes first.
//!
//! Documented: the size counts before compression and after transformation; both are hints; a destination that falls
//! behind makes Firehose raise the size by itself. Assumed: it is doubled while more than twice as much waits when a
//! delivery ends, up to the most that the destination allows, and falls back when less than the hint waits.

use super::amount::Amount;
use super::run::{Run, merge_neighbours};
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};

/// Runs of a buffer beyond which neighbours are merged.
const RUNS_MAX: usize = 4_096;

/// Why a buffer was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Cause {
    /// There were enough.
    Size,
    /// Enough time had passed.
    Interval,
}

/// When a buffer goes: at this size or after this time, whichever comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thresholds {
    /// From how many bytes on.
    pub size_bytes: u64,
    /// How long the first record waits.
    pub interval: Micros,
}

/// Records that gather.
#[derive(Clone, Debug)]
pub struct Buffer {
    /// The records, in the order of their coming.
    pub runs: Vec<Run>,
    /// How much they are.
    pub amount: Amount,
    /// Since when the first of them has been here.
    pub since: Option<SimTime>,
    /// From how many bytes on it is delivered.
    pub size_bytes: u64,
    /// How long the first record waits.
    pub interval: Micros,
    /// Tells what was planned for what is here now from what was planned for what has gone.
    pub filling: u32,
    /// How many runs were left when they were merged last.
    merged_at: usize,
}

impl Buffer {
    /// An empty buffer with these thresholds.
    pub const fn new(size_bytes: u64, interval: Micros) -> Self {
        Self {
            runs: Vec::new(),
            amount: Amount { records: 0, raw_bytes: 0, bytes: 0 },
            since: None,
            size_bytes,
            interval,
            filling: 0,
            merged_at: 0,
        }
    }

    /// Records come. Says when they are due at the latest, if they are the first.
    pub fn push(&mut self, run: Run, now: SimTime) -> Option<SimTime> {
        if run.amount.is_empty() {
            return None;
        }
        self.amount += run.amount;
        self.runs.push(run);
        if self.runs.len() > self.merged_at.max(RUNS_MAX) * 2 {
            merge_neighbours(&mut self.runs, RUNS_MAX);
            // Where little could be merged, it is tried again when there is twice as much.
            self.merged_at = self.runs.len();
        }
        if self.since.is_some() {
            return None;
        }
        self.since = Some(now);
        Some(now + self.interval)
    }

    /// When it is due at the latest.
    pub fn due_at(&self) -> Option<SimTime> {
        self.since.map(|since| since + self.interval)
    }

    /// Which condition is met, if one is. The size comes first where both are.
    pub fn due(&self, now: SimTime) -> Option<Cause> {
        if self.amount.is_empty() {
            None
        } else if self.amount.bytes >= self.size_bytes {
            Some(Cause::Size)
        } else {
            self.due_at().filter(|due| *due <= now).map(|_| Cause::Interval)
        }
    }

    /// Takes what goes together: from the oldest on, until there are `bytes`, and at least one run.
    pub fn take(&mut self, bytes: u64, now: SimTime) -> (Vec<Run>, Amount) {
        let mut taken = Amount::default();
        let mut count = 0;
        for run in &self.runs {
            if count > 0 && taken.bytes >= bytes {
                break;
            }
            taken += run.amount;
            count += 1;
        }
        let left = self.runs.split_off(count);
        let runs = std::mem::replace(&mut self.runs, left);
        self.amount -= taken;
        self.filling += 1;
        // What stays has waited since it came; its time is counted anew, as that of a buffer which begins now.
        self.since = (!self.runs.is_empty()).then_some(now);
        (runs, taken)
    }

    /// Takes away what is older than `age`; says how much.
    pub fn expire(&mut self, age: Micros, now: SimTime) -> Amount {
        let expired = expire(&mut self.runs, age, now);
        self.amount -= expired;
        if self.runs.is_empty() {
            self.since = None;
        }
        expired
    }

    /// When the oldest record here arrived.
    pub fn oldest(&self) -> Option<SimTime> {
        oldest(&self.runs)
    }
}

/// Takes away the runs that are older than `age`; says how much they were.
pub fn expire(runs: &mut Vec<Run>, age: Micros, now: SimTime) -> Amount {
    let mut expired = Amount::default();
    runs.retain(|run| {
        let is_kept = now.since(run.last_arrival) < age;
        if !is_kept {
            expired += run.amount;
        }
        is_kept
    });
    expired
}

/// When the oldest of these records arrived.
pub fn oldest(runs: &[Run]) -> Option<SimTime> {
    runs.iter().map(|run| run.first_arrival).min()
}
