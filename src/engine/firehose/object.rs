//! What a delivery stream has written: objects of buckets, and documents, rows and events of other destinations.
//!
//! An object is known by the runs that are in it; its bytes are made again when somebody looks. The newest ones keep their
//! runs; of older ones what they were is known, but not what they held.

use super::amount::Amount;
use super::buffer::Cause;
use super::lane::Route;
use super::plan::{Conversion, DestinationKind, DestinationPlan};
use super::run::{Run, merge_neighbours};
use crate::engine::time::SimTime;
use std::collections::VecDeque;
use std::rc::Rc;

/// Objects that are listed.
const OBJECTS_KEPT: usize = 20_000;
/// Runs of all objects together that are kept.
const RUNS_KEPT: usize = 60_000;
/// Runs of an object beyond which neighbours are merged.
const RUNS_OF_ONE: usize = 64;

/// Something that was delivered at once: an object, or a request to a destination that has none.
#[derive(Clone, Debug)]
pub struct Object {
    /// Its number among all of the delivery stream: names are made of it.
    pub number: u64,
    /// What it is for.
    pub route: Route,
    /// Why the buffer was delivered.
    pub cause: Cause,
    /// The version of the delivery stream's settings.
    pub version: u32,
    /// These settings.
    pub destination: Rc<DestinationPlan>,
    /// The conversion by which it was written.
    pub conversion: Option<Rc<Conversion>>,
    /// The values of its partition keys.
    pub partition: Option<Rc<[String]>>,
    /// The indexes of a search domain in which its documents are, by their arrival, with how many.
    pub indexes: Vec<(String, u64)>,
    /// When its oldest record arrived: what its name tells.
    pub oldest: SimTime,
    /// When it was complete.
    pub delivered: SimTime,
    /// How much is in it.
    pub amount: Amount,
    /// What is in it; nothing any more of an old one.
    pub runs: Option<Rc<[Run]>>,
}

/// To which indexes of a destination these records go, by their arrival; no one where there are none.
pub fn indexes(kind: &DestinationKind, runs: &[Run]) -> Vec<(String, u64)> {
    let mut found: Vec<(String, u64)> = Vec::new();
    for run in runs {
        let Some(name) = kind.index_at(run.arrival().unix_seconds()) else {
            return found;
        };
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, documents)) => *documents += run.amount.records,
            None => found.push((name, run.amount.records)),
        }
    }
    found
}

/// What was delivered, newest last.
#[derive(Clone, Debug, Default)]
pub struct Objects {
    kept: VecDeque<Object>,
    written: u64,
    runs: usize,
    /// The first of those kept that still has its runs.
    first_with_runs: usize,
}

impl Objects {
    /// The number of the next object.
    pub const fn next_number(&self) -> u64 {
        self.written
    }

    /// Adds an object, made of these runs.
    pub fn push(&mut self, mut object: Object, mut runs: Vec<Run>) {
        self.written += 1;
        merge_neighbours(&mut runs, RUNS_OF_ONE);
        self.runs += runs.len();
        object.runs = Some(runs.into());
        self.kept.push_back(object);
        while self.runs > RUNS_KEPT && self.first_with_runs + 1 < self.kept.len() {
            let oldest = &mut self.kept[self.first_with_runs];
            self.runs -= oldest.runs.take().map_or(0, |runs| runs.len());
            self.first_with_runs += 1;
        }
        if self.kept.len() > OBJECTS_KEPT
            && let Some(gone) = self.kept.pop_front()
        {
            self.runs -= gone.runs.map_or(0, |runs| runs.len());
            self.first_with_runs = self.first_with_runs.saturating_sub(1);
        }
    }

    /// Those that are listed, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Object> + ExactSizeIterator {
        self.kept.iter()
    }

    /// The object of this number, if it is still listed.
    pub fn get(&self, number: u64) -> Option<&Object> {
        let first = self.kept.front()?.number;
        self.kept.get(usize::try_from(number.checked_sub(first)?).ok()?)
    }
}
