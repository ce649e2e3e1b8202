//! Resharding: which shards are split and merged, in which order, and how long it takes.
//!
//! Documented: the rules of `SplitShard`, `MergeShards` and `UpdateShardCount`; one reshard at a time. Observed (facts
//! sheet 1.6): scaling up splits every open shard in half and then merges neighbours from the lowest hash key upward until
//! the target is met; scaling down merges from the lowest hash key upward. Assumed: with the course notes' limits each
//! split or merge takes its turn (1,000 to 2,000 shards take about 30,000 s, as exam notes tell); with the current ones
//! all splits happen together and all merges happen together.

use super::Stream;
use crate::engine::hash::{HashKey, HashRange};
use crate::engine::ids::ShardId;
use crate::engine::limits::Profile;
use crate::engine::time::{Micros, SimTime};
use std::collections::VecDeque;

/// One change of shards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A shard is split; the hash key is the first of the upper child.
    Split(ShardId, HashKey),
    /// Two neighbours are merged, the lower one first.
    Merge(ShardId, ShardId),
    /// The shard at this place of the layout and the next one are merged.
    MergePlaces(u32),
}

/// Steps that happen together.
pub type Phase = Vec<Step>;

/// A reshard in progress.
#[derive(Clone, Debug)]
pub struct Reshard {
    /// When it was asked for.
    pub began: SimTime,
    /// When the next phase happens.
    pub next_at: SimTime,
    /// The time from one phase to the next.
    pub every: Micros,
    /// What is still to be done.
    pub phases: VecDeque<Phase>,
}

/// The hash key at which a shard is split evenly: the first of its upper child. Observed (facts sheet 1.5): half of the
/// sum of both ends, rounded down; the smallest legal one where that is too small.
pub fn middle(range: HashRange) -> HashKey {
    HashKey(range.start.0 + (range.end.0 - range.start.0) / 2)
}

/// Whether `at` may be the first hash key of the upper child: greater than the start plus one, less than the end.
pub fn may_split(range: HashRange, at: HashKey) -> bool {
    at.0 > range.start.0.saturating_add(1) && at < range.end
}

impl Reshard {
    /// One step that happens when `takes` has passed.
    pub fn single(step: Step, takes: Micros, now: SimTime) -> Self {
        Self { began: now, next_at: now + takes, every: takes, phases: VecDeque::from([vec![step]]) }
    }

    /// What `UpdateShardCount` does to reach `target` shards.
    pub fn to_count(stream: &Stream, target: u32, takes: Micros, profile: Profile, now: SimTime) -> Self {
        let open = stream.layout.len() as u32;
        let splits: Phase = if target > open {
            stream.open().map(|shard| Step::Split(shard.id, middle(shard.range))).collect()
        } else {
            Vec::new()
        };
        let merges = open + splits.len() as u32 - target;
        let merges: Phase = (0..merges).map(Step::MergePlaces).collect();
        let phases: VecDeque<Phase> = match profile {
            Profile::CourseNotes => splits.into_iter().chain(merges).map(|step| vec![step]).collect(),
            Profile::Current => [splits, merges].into_iter().filter(|phase| !phase.is_empty()).collect(),
        };
        let every = match profile {
            Profile::CourseNotes => takes,
            Profile::Current => Micros(takes.0 / phases.len().max(1) as u64),
        };
        Self { began: now, next_at: now + every, every, phases }
    }
}

impl Stream {
    /// Carries out one step; all its rules were checked when the reshard was asked for.
    pub fn carry_out(&mut self, step: &Step, profile: Profile, now: SimTime) {
        match step {
            Step::Split(id, at) => {
                let range = self.shards[id.0 as usize].range;
                let lower = HashRange { start: range.start, end: HashKey(at.0 - 1) };
                self.reshape(&[*id], &[lower, HashRange { start: *at, end: range.end }], profile, now);
            }
            Step::Merge(lower, upper) => {
                let [below, above] = [lower, upper].map(|id| self.shards[id.0 as usize].range);
                self.reshape(&[*lower, *upper], &[HashRange { start: below.start, end: above.end }], profile, now);
            }
            Step::MergePlaces(place) => {
                let merge = Step::Merge(self.layout.shard(*place), self.layout.shard(*place + 1));
                self.carry_out(&merge, profile, now);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_split_where_the_guide_splits_it() {
        let lower = HashRange::evenly(2)[0];
        assert_eq!(middle(lower).to_string(), "85070591730234615865843651857942052863");
    }

    #[test]
    fn a_split_point_lies_well_inside() {
        let range = HashRange { start: HashKey(10), end: HashKey(20) };
        for (at, is_legal) in [(10, false), (11, false), (12, true), (19, true), (20, false), (21, false)] {
            assert_eq!(may_split(range, HashKey(at)), is_legal, "{at}");
        }
        assert!(!may_split(HashRange { start: HashKey(u128::MAX), end: HashKey::MAX }, HashKey::MAX));
    }
}
