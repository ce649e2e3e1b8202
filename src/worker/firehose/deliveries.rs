//! Deliveries: the latest ones, how old their records were, how large what was written is.

use crate::engine::firehose::DeliveryStream;
use crate::engine::firehose::amount::Amount;
use crate::engine::firehose::buffer::{Cause, Thresholds};
use crate::engine::firehose::lane::Route;
use crate::engine::firehose::sample::{Delivered, FirehoseSample};
use crate::engine::ids::ShardId;
use crate::engine::metrics::sketch::LatencySketch;
use crate::engine::metrics::slots::{Resolution, Sample as _};
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};

/// Deliveries that are told at most.
pub const DELIVERIES_SHOWN: usize = 30;
/// Deliveries whose sizes are told at most.
pub const SIZES_SHOWN: usize = 200;
/// How far back deliveries are counted.
const HOUR_SLOTS: u64 = 60;

/// A delivery that is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryRow {
    /// The number of what was written.
    pub object: u64,
    /// The shard of its lane, while it is read.
    pub shard: Option<ShardId>,
    /// Where it went.
    pub route: Route,
    /// Why it went.
    pub cause: Cause,
    /// The thresholds of its buffer then.
    pub thresholds: Thresholds,
    /// How much it was.
    pub amount: Amount,
    /// When it left the buffer.
    pub began: SimTime,
    /// When it was done.
    pub at: SimTime,
    /// The age of its oldest record then.
    pub oldest_age: Micros,
    /// Attempts that it took.
    pub attempts: u32,
    /// Whether other settings hold since.
    pub is_outdated: bool,
}

impl DeliveryRow {
    /// The latest, newest first.
    pub(super) fn latest(stream: &DeliveryStream) -> Vec<Self> {
        stream.deliveries.iter().rev().take(DELIVERIES_SHOWN).map(|done| Self::of(stream, done)).collect()
    }

    fn of(stream: &DeliveryStream, done: &Delivered) -> Self {
        let reading = stream.lanes.get(&done.lane).and_then(|lane| lane.reading.as_ref());
        let object = stream.objects.get(done.object);
        Self {
            object: done.object,
            shard: reading.map(|reading| reading.shard),
            route: done.route,
            cause: done.cause,
            thresholds: done.thresholds,
            amount: done.amount,
            began: done.began,
            at: done.at,
            oldest_age: done.oldest_age,
            attempts: done.attempts,
            is_outdated: object.is_none_or(|object| object.version != stream.version),
        }
    }

    /// The age of its oldest record when it left the buffer.
    pub fn age_at_flush(&self) -> Micros {
        Micros(self.oldest_age.0.saturating_sub(self.at.since(self.began).0))
    }
}

/// How old records were when they were delivered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgeFrame {
    /// Why their buffers went; all of them together if nothing is said.
    pub cause: Option<Cause>,
    /// Half of the records were no older.
    pub p50: Micros,
    /// 99 of 100 records were no older.
    pub p99: Micros,
    /// The oldest.
    pub longest: Micros,
    /// How many records.
    pub records: u64,
    /// How many records were how old, from and to.
    pub buckets: Vec<(Micros, Micros, u64)>,
}

impl AgeFrame {
    /// All records together, and those of each cause that there was.
    pub(super) fn all(stream: &DeliveryStream) -> Vec<Self> {
        let mut whole = LatencySketch::default();
        stream.ages.values().for_each(|ages| whole.merge(ages));
        let apart = stream.ages.iter().map(|(cause, ages)| (Some(*cause), ages));
        std::iter::once((None, &whole)).chain(apart).filter_map(|(cause, ages)| Self::of(cause, ages)).collect()
    }

    fn of(cause: Option<Cause>, ages: &LatencySketch) -> Option<Self> {
        Some(Self {
            cause,
            p50: ages.percentile(500)?,
            p99: ages.percentile(990)?,
            longest: ages.largest()?,
            records: ages.count(),
            buckets: ages.buckets().into_iter().map(|bucket| (bucket.from, bucket.to, bucket.count)).collect(),
        })
    }
}

/// What was written to the destination with the settings that hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ObjectsFrame {
    /// Bytes of each of the latest, with why it went, oldest first.
    pub sizes: Vec<(u64, Cause)>,
    /// How many there were within the last hour.
    pub in_hour: u64,
    /// How much of that hour there has been.
    pub hour: Micros,
}

impl ObjectsFrame {
    pub(super) fn of(stream: &DeliveryStream, now: SimTime) -> Self {
        let updated = stream.updated.unwrap_or(stream.created);
        let to_destination = || {
            let of_now = stream.deliveries.iter().rev().take_while(|done| done.at >= updated);
            // A buffer that had begun before went by the settings of then.
            let begun = |done: &Delivered| done.at.0.saturating_sub(done.oldest_age.0);
            of_now.filter(move |done| done.route == Route::Destination && begun(done) >= updated.0)
        };
        let mut sizes: Vec<(u64, Cause)> =
            to_destination().take(SIZES_SHOWN).map(|done| (done.amount.bytes, done.cause)).collect();
        sizes.reverse();
        let newest = now.slot(Resolution::Minute.width());
        let first = (newest + 1).saturating_sub(HOUR_SLOTS);
        let mut sum = FirehoseSample::default();
        (first..=newest).for_each(|slot| sum.add(&stream.history.slot(Resolution::Minute, slot)));
        let since = SimTime(first * Resolution::Minute.width().0).max(stream.created);
        if updated > since {
            // The latest that are known go back to then, or beyond.
            return Self { sizes, in_hour: to_destination().count() as u64, hour: now.since(updated) };
        }
        Self { sizes, in_hour: sum.by_size + sum.by_interval, hour: now.since(since) }
    }
}
