//! How old records are on their way through a consumer: along time, and stage by stage.
//!
//! Documented: the iterator age is the age of the last record of a read, and nothing where a reader has caught up. Assumed:
//! while a shard is not read, its iterator age is how far behind the next record to be read lies, looked at once a second;
//! so it rises while nobody reads. A Lambda function reads when it is invoked. A record that its stream has let go of before
//! a stage ended counts there with the age of the newest record that went. Leaves out: the age of single records; a
//! stage's durations are those of a run's records as they arrived.

use crate::engine::ids::{ConsumerId, ShardId};
use crate::engine::metrics::sketch::LatencySketch;
use crate::engine::metrics::slots::{History, Resolution, Sample};
use crate::engine::time::{Micros, SimTime};
use litemap::LiteMap;

/// How long after a read a shard counts as being read.
const READ_RECENTLY: Micros = Micros::seconds(2);
/// How many parts the recent durations have, the newest in progress.
const PARTS: usize = 4;
/// The width of a part: together they are the last 45 to 60 seconds.
const PART: Micros = Micros::seconds(15);

/// What a consumer's records go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// From a record's arrival to its being read.
    UntilRead,
    /// From its being read to the beginning of its processing.
    UntilProcessing,
    /// Its batch's processing.
    Processing,
    /// From its arrival to the end of its batch's processing.
    UntilProcessed,
    /// From the end of its batch's processing until the store has taken it.
    Delivery,
    /// From its arrival to its end: in the store, or processed where there is none.
    EndToEnd,
}

impl Stage {
    /// All, in their order.
    pub const ALL: [Self; 6] = [
        Self::UntilRead,
        Self::UntilProcessing,
        Self::Processing,
        Self::UntilProcessed,
        Self::Delivery,
        Self::EndToEnd,
    ];
}

/// How a consumer fared in one slot of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgeSample {
    /// The highest iterator age of a shard: what `GetRecords.IteratorAgeMilliseconds` tells, and `IteratorAge` of a function.
    pub iterator_age: Micros,
    /// The age of the oldest record that is not done: processed and, where there is a store, delivered.
    pub behind: Micros,
    /// Records processed, each time counted.
    pub processed: u64,
    /// Of these, records that had been processed before.
    pub repeated: u64,
    /// Records that the store took.
    pub delivered: u64,
}

/// The ages of a consumer's records.
#[derive(Clone, Debug, Default)]
pub struct Ages {
    /// Whose they are.
    consumer: Option<ConsumerId>,
    history: History<AgeSample>,
    stages: [Durations; Stage::ALL.len()],
    /// User records that were processed, each time counted: as many as records, unless aggregates are taken apart.
    pub user_records: u64,
    /// When each shard was read last.
    read: LiteMap<ShardId, SimTime>,
}

/// The durations of one stage.
#[derive(Clone, Debug, Default)]
struct Durations {
    whole: LatencySketch,
    parts: [LatencySketch; PARTS],
    /// The number of the newest part.
    newest: u64,
}

impl Sample for AgeSample {
    fn add(&mut self, other: &Self) {
        self.iterator_age = self.iterator_age.max(other.iterator_age);
        self.behind = self.behind.max(other.behind);
        self.processed += other.processed;
        self.repeated += other.repeated;
        self.delivered += other.delivered;
    }
}

impl Durations {
    fn add(&mut self, now: SimTime, length: Micros, times: u64) {
        let part = now.slot(PART);
        for passed in (self.newest + 1..=part).rev().take(PARTS) {
            self.parts[passed as usize % PARTS] = LatencySketch::default();
        }
        self.newest = part;
        self.whole.add(length, times);
        self.parts[part as usize % PARTS].add(length, times);
    }

    fn recent(&self, now: SimTime) -> LatencySketch {
        let (part, mut sum) = (now.slot(PART), LatencySketch::default());
        for back in 0..PARTS as u64 {
            // A part that nothing was added to is still there as it was a round ago.
            if let Some(number) = part.checked_sub(back).filter(|number| *number <= self.newest) {
                sum.merge(&self.parts[number as usize % PARTS]);
            }
        }
        sum
    }
}

impl Ages {
    /// Those of a consumer that has read nothing.
    pub fn of(consumer: ConsumerId) -> Self {
        Self { consumer: Some(consumer), ..Self::default() }
    }

    /// Whose they are.
    pub(in crate::engine) const fn consumer(&self) -> Option<ConsumerId> {
        self.consumer
    }

    /// How it fared in slot number `slot`; nothing where nothing was noted or is not kept any more.
    pub fn slot(&self, resolution: Resolution, slot: u64) -> AgeSample {
        self.history.slot(resolution, slot)
    }

    /// The durations of a stage since the consumer began.
    pub const fn stage(&self, stage: Stage) -> &LatencySketch {
        &self.stages[stage as usize].whole
    }

    /// The durations of a stage that ended within the last 45 to 60 seconds.
    pub fn recent(&self, stage: Stage, now: SimTime) -> LatencySketch {
        self.stages[stage as usize].recent(now)
    }

    /// Adds a duration of this many records.
    pub(in crate::engine) fn add(&mut self, stage: Stage, now: SimTime, length: Micros, records: u64) {
        if records > 0 {
            self.stages[stage as usize].add(now, length, records);
        }
    }

    /// A shard was read; the last of the records that came had this age.
    pub(in crate::engine) fn note_read(&mut self, shard: ShardId, now: SimTime, age: Micros) {
        self.read.insert(shard, now);
        self.history.add(now, &AgeSample { iterator_age: age, ..AgeSample::default() });
    }

    /// Records were processed, of which these many for the first time; they hold so many user records.
    pub(in crate::engine) fn note_processed(&mut self, now: SimTime, records: u64, first: u64, users: u64) {
        self.user_records += users;
        let sample = AgeSample { processed: records, repeated: records - first, ..AgeSample::default() };
        self.history.add(now, &sample);
    }

    /// The store took records.
    pub(in crate::engine) fn note_delivered(&mut self, now: SimTime, records: u64) {
        self.history.add(now, &AgeSample { delivered: records, ..AgeSample::default() });
    }

    /// What was seen at the beginning of a second.
    pub(in crate::engine) fn note_seen(&mut self, now: SimTime, sample: &AgeSample) {
        self.history.add(now, sample);
    }

    /// Whether a shard was read lately, so that its iterator age is known.
    pub(in crate::engine) fn is_read(&self, shard: ShardId, now: SimTime) -> bool {
        self.read.get(&shard).is_some_and(|read| now.since(*read) < READ_RECENTLY)
    }

    /// The shards are those of another stream.
    pub(in crate::engine) fn begin_anew(&mut self) {
        self.read.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recent_durations_are_forgotten_after_a_minute() {
        let mut ages = Ages::default();
        let at = |second: u64| SimTime(second * 1_000_000);
        ages.add(Stage::Processing, at(1), Micros(10), 3);
        ages.add(Stage::Processing, at(50), Micros(20), 4);
        let recent = |ages: &Ages, second| ages.recent(Stage::Processing, at(second)).count();
        assert_eq!([10, 59, 60, 104, 105, 10_000].map(|second| recent(&ages, second)), [3, 7, 4, 4, 0, 0]);
        ages.add(Stage::Processing, at(10_000), Micros(20), 1);
        assert_eq!(recent(&ages, 10_001), 1);
        assert_eq!(ages.stage(Stage::Processing).count(), 8);
    }

    #[test]
    fn a_slot_has_the_highest_age_and_the_sum_of_the_records() {
        let mut ages = Ages::default();
        ages.note_read(ShardId(0), SimTime(100), Micros(7));
        ages.note_read(ShardId(1), SimTime(200), Micros(5));
        ages.note_processed(SimTime(300), 10, 8, 100);
        let expected = AgeSample { iterator_age: Micros(7), processed: 10, repeated: 2, ..AgeSample::default() };
        assert_eq!(ages.slot(Resolution::Second, 0), expected);
        assert_eq!(ages.user_records, 100);
        assert!(ages.is_read(ShardId(0), SimTime(1_000_000)) && !ages.is_read(ShardId(0), SimTime(3_000_000)));
    }
}
