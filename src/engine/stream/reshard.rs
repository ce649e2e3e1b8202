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
    /// The shard at this place, of the layout before the phase, and the next one are merged.
    MergePlaces(u32),
}

/// Steps that happen together; no shard takes part in two of them.
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
/// sum of both ends, rounded down; the smallest legal one where that is too small. `None`: three keys cannot be split.
pub fn middle(range: HashRange) -> Option<HashKey> {
    let half = (range.end.0 - range.start.0) / 2;
    let at = HashKey(range.start.0.saturating_add(half.max(2)));
    may_split(range, at).then_some(at)
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

    /// What `UpdateShardCount` does to reach `target` shards. Assumed: a shard that is too narrow to be split stays as it
    /// is; should that leave fewer shards than asked for, so be it.
    pub fn to_count(stream: &Stream, target: u32, takes: Micros, profile: Profile, now: SimTime) -> Self {
        let open = stream.layout.len() as u32;
        let splits: Phase = if target > open {
            stream.open().filter_map(|shard| Some(Step::Split(shard.id, middle(shard.range)?))).collect()
        } else {
            Vec::new()
        };
        let merges = (open + splits.len() as u32).saturating_sub(target);
        // Taking turns, each merge has moved the places above it down by one before the next.
        let apart = if profile == Profile::CourseNotes { 1 } else { 2 };
        let merges: Phase = (0..merges).map(|merge| Step::MergePlaces(apart * merge)).collect();
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
    /// Carries out the steps of a phase; all their rules were checked when the reshard was asked for.
    pub fn carry_out(&mut self, phase: &[Step], profile: Profile, now: SimTime) {
        for step in phase {
            self.carry_out_step(step, profile, now);
        }
        self.lay_out();
        self.encryption.mark(&mut self.shards);
    }

    fn carry_out_step(&mut self, step: &Step, profile: Profile, now: SimTime) {
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
                self.carry_out_step(&merge, profile, now);
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
        assert_eq!(middle(lower), HashKey::parse("85070591730234615865843651857942052863"));
    }

    #[test]
    fn a_split_point_lies_well_inside() {
        let range = HashRange { start: HashKey(10), end: HashKey(20) };
        for (at, is_legal) in [(10, false), (11, false), (12, true), (19, true), (20, false), (21, false)] {
            assert_eq!(may_split(range, HashKey(at)), is_legal, "{at}");
        }
        assert!(!may_split(HashRange { start: HashKey(u128::MAX), end: HashKey::MAX }, HashKey::MAX));
    }

    #[test]
    fn the_middle_of_the_narrowest_shards_is_where_they_may_be_split() {
        for start in [0, 10, u128::MAX - 7] {
            for (keys, middle_at) in
                [(1, None), (2, None), (3, None), (4, Some(2)), (5, Some(2)), (6, Some(2)), (7, Some(3))]
            {
                let range = HashRange { start: HashKey(start), end: HashKey(start + keys - 1) };
                assert_eq!(middle(range), middle_at.map(|at| HashKey(start + at)), "{keys} from {start}");
            }
        }
    }
}
