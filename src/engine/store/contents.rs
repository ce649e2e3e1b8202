//! What is in a store: which records have reached it, whoever brought them, and the latest runs as they came.
//!
//! A record has reached a store for the first time once, in the shard of its stream. What a producer stored twice in the
//! stream has two places there; how many such records a run holds the stream knows. Assumed: where there are very many
//! gaps, because batches were passed over, the oldest counts as filled.

use super::capacity::Run;
use super::{Store, StoreSample};
use crate::engine::consumer::mapping::done::Done;
use crate::engine::ids::{ConsumerId, ShardId, StreamId};
use crate::engine::time::SimTime;
use litemap::LiteMap;
use std::collections::VecDeque;
use std::ops::Range;

/// Runs that are kept for who looks at the latest.
const RUNS_KEPT: usize = 4_096;
/// Gaps among the records of a shard that are kept.
const GAPS_KEPT: usize = 10_000;

/// What is in a store.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    reached: LiteMap<(StreamId, ShardId), Done>,
    runs: VecDeque<StoredRun>,
    writes: u64,
}

/// A run of records as a store took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRun {
    /// The number of the write: what came together.
    pub write: u64,
    /// When it was taken.
    pub at: SimTime,
    /// Who brought it.
    pub by: Origin,
    /// The records.
    pub records: Range<u64>,
    /// Whether they had reached the store before.
    pub is_repeat: bool,
    /// Whether they were dropped.
    pub is_dropped: bool,
}

/// Where records of a store come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The consumer that brought them.
    pub consumer: ConsumerId,
    /// Whether it took aggregated records apart.
    pub takes_apart: bool,
    /// The stream.
    pub stream: StreamId,
    /// The shard.
    pub shard: ShardId,
}

impl Contents {
    /// The latest runs, oldest first.
    pub const fn runs(&self) -> &VecDeque<StoredRun> {
        &self.runs
    }

    /// Which records of a shard have reached the store.
    pub fn reached(&self, stream: StreamId, shard: ShardId) -> Option<&Done> {
        self.reached.get(&(stream, shard))
    }

    fn keep(&mut self, run: StoredRun) {
        match self.runs.back_mut() {
            Some(last)
                if (last.write, last.is_repeat) == (run.write, run.is_repeat)
                    && last.records.end == run.records.start =>
            {
                last.records.end = run.records.end;
            }
            _ => {
                if self.runs.len() == RUNS_KEPT {
                    self.runs.pop_front();
                }
                self.runs.push_back(run);
            }
        }
    }
}

impl Store {
    /// Books runs that were written together; `repeats` tells how many of the items that some records become were stored
    /// in the stream before by their producer.
    pub(in crate::engine) fn book(
        &mut self,
        by: Origin,
        taken: &[Run],
        repeats: impl Fn(&Range<u64>) -> u64,
        now: SimTime,
    ) {
        self.contents.writes += 1;
        let (write, is_idempotent) = (self.contents.writes, self.is_idempotent);
        let (mut sample, mut distinct) = (StoreSample::default(), 0);
        for run in taken {
            let done = self.contents.reached.entry((by.stream, by.shard)).or_insert(Done::below(1));
            let new = done.missing(run.records.clone());
            done.add(run.records.clone());
            while done.runs() > GAPS_KEPT {
                done.close_gap();
            }
            self.totals.records += run.len();
            if self.capacity.rejects(run) {
                self.totals.rejected += run.items;
                continue;
            }
            let first: u64 = new.iter().map(|part| part.end - part.start).sum();
            let first_items = (u128::from(run.items) * u128::from(first) / u128::from(run.len().max(1))) as u64;
            distinct += first_items - new.iter().map(&repeats).sum::<u64>().min(first_items);
            sample.items += run.items;
            sample.bytes += run.bytes;
            for (records, is_repeat) in cut(&run.records, &new) {
                let is_dropped = is_repeat && is_idempotent;
                self.contents.keep(StoredRun { write, at: now, by, records, is_repeat, is_dropped });
            }
        }
        sample.duplicates = sample.items - distinct;
        self.totals.bytes += sample.bytes;
        self.totals.distinct += distinct;
        self.totals.duplicates += sample.duplicates;
        self.totals.dropped += if is_idempotent { sample.duplicates } else { 0 };
        self.history.add(now, &sample);
    }
}

/// A run cut into what is new and what is not.
fn cut(run: &Range<u64>, new: &[Range<u64>]) -> Vec<(Range<u64>, bool)> {
    let (mut parts, mut from) = (Vec::new(), run.start);
    for part in new {
        parts.push((from..part.start, true));
        parts.push((part.clone(), false));
        from = part.end;
    }
    parts.push((from..run.end, true));
    parts.retain(|(records, _)| !records.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_cut_where_it_is_new() {
        let parts = cut(&(1..10), &[3..5, 7..10]);
        assert_eq!(parts, [(1..3, true), (3..5, false), (5..7, true), (7..10, false)]);
        assert_eq!(cut(&(1..4), &[]), [(1..4, true)]);
    }
}
