//! A batch on its way to a store: what is left to be written, and what waits for the store's answer.
//!
//! Assumed: what a store refuses is tried again after 50 ms, twice as long with each attempt, five seconds at most, for as
//! long as it takes; the records of a batch go in their order.

use crate::engine::store::capacity::Run;
use crate::engine::time::{Micros, SimTime};
use std::collections::VecDeque;
use std::ops::Range;

/// The longest wait between two attempts.
const BACK_OFF_MAX: Micros = Micros::seconds(5);
const BACK_OFF_BASE_MS: u64 = 50;

/// Records that are being written to a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// What was not taken yet, in order.
    pub left: VecDeque<Run>,
    /// What was taken, and of which the answer has not come.
    pub under_way: Vec<Range<u64>>,
    /// When the processing was done.
    pub began: SimTime,
    /// How many attempts were refused.
    pub refusals: u32,
    /// When the answer comes, or the next attempt is made.
    pub goes_on: SimTime,
}

impl Delivery {
    /// One of which nothing was tried yet.
    pub const fn new(left: VecDeque<Run>, now: SimTime) -> Self {
        Self { left, under_way: Vec::new(), began: now, refusals: 0, goes_on: now }
    }

    /// Takes the first `records` records off.
    pub(in crate::engine) fn take(&mut self, records: u64) -> Vec<Run> {
        let (mut wanted, mut taken) = (records, Vec::new());
        while let Some(first) = self.left.front_mut().filter(|_| wanted > 0) {
            let run = first.split_off_first(wanted);
            wanted -= run.len();
            taken.push(run);
            if first.is_empty() {
                self.left.pop_front();
            }
        }
        taken
    }

    /// The wait after one more refusal.
    pub(in crate::engine) fn back_off(&mut self) -> Micros {
        self.refusals += 1;
        Micros::millis(BACK_OFF_BASE_MS << (self.refusals - 1).min(10)).min(BACK_OFF_MAX)
    }
}
