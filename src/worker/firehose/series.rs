//! What happened to a delivery stream along time, in slots: flushes by their cause, what came, and how fresh the data was.
//!
//! Freshness is read off the deliveries: until its delivery was done, the oldest record of each grew older. As far back as
//! deliveries are listed.

use crate::engine::firehose::DeliveryStream;
use crate::engine::firehose::lane::Route;
use crate::engine::firehose::sample::FirehoseSample;
use crate::engine::metrics::slots::{Resolution, Sample as _};
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};

/// How much time is told: seconds of the whole axis, and of a slot.
const SPANS_S: [(u64, u64); 5] = [(120, 1), (600, 5), (3_600, 60), (21_600, 300), (86_400, 900)];

/// What happened along time, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SeriesFrame {
    /// Where the axis begins.
    pub start: SimTime,
    /// How much time a slot is.
    pub slot: Micros,
    /// The moment, within the last slot.
    pub now: SimTime,
    /// The slots, the last one in progress.
    pub slots: Vec<SlotFrame>,
}

/// A slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SlotFrame {
    /// Deliveries because there was enough.
    pub by_size: u32,
    /// Deliveries because enough time had passed.
    pub by_interval: u32,
    /// Records that came.
    pub records: u64,
    /// Records that were throttled.
    pub throttled: u64,
    /// Records that were delivered.
    pub delivered: u64,
    /// Records that went below an error prefix or were lost.
    pub failed: u64,
    /// How old the oldest record that had not reached the destination came to be within the slot.
    pub freshness: Micros,
}

impl SeriesFrame {
    /// The last time before `now`: at least so many seconds, and at least two intervals.
    pub(super) fn of(stream: &DeliveryStream, now: SimTime, seconds: u64) -> Self {
        let waits = stream.lanes.values().flat_map(|lane| lane.tanks.values()).map(|tank| tank.buffer.interval);
        let interval_s = waits.max().unwrap_or_default().0 / Micros::SECOND.0;
        let wanted = seconds.max(interval_s * 2);
        let (span_s, slot_s) = SPANS_S.into_iter().find(|(span_s, _)| *span_s >= wanted).unwrap_or(SPANS_S[4]);
        let slot = Micros::seconds(slot_s);
        let newest = now.slot(slot);
        let first = (newest + 1).saturating_sub(span_s / slot_s);
        let gone = Gone::of(stream);
        let told = (first..=newest).map(|number| {
            let (begin, end) = (SimTime(number * slot.0), SimTime((number + 1) * slot.0).min(now));
            SlotFrame { freshness: gone.most_within(begin, end), ..SlotFrame::of(stream, number, slot_s) }
        });
        Self { start: SimTime(first * slot.0), slot, now, slots: told.collect() }
    }
}

impl SlotFrame {
    fn of(stream: &DeliveryStream, number: u64, slot_s: u64) -> Self {
        let mut sum = FirehoseSample::default();
        let (resolution, width_s) = if slot_s < 60 { (Resolution::Second, 1) } else { (Resolution::Minute, 60) };
        let each = slot_s / width_s;
        for slot in number * each..(number + 1) * each {
            sum.add(&stream.history.slot(resolution, slot));
        }
        Self {
            by_size: sum.by_size as u32,
            by_interval: sum.by_interval as u32,
            records: sum.records,
            throttled: sum.throttled,
            delivered: sum.delivered,
            failed: sum.failed + sum.lost,
            freshness: Micros(0),
        }
    }
}

/// When the oldest record of each delivery arrived, and when it was there; what still waits is not there yet.
struct Gone(Vec<(SimTime, SimTime)>);

impl Gone {
    fn of(stream: &DeliveryStream) -> Self {
        // What failed was not there either until the bucket had it.
        let own = stream.deliveries.iter().filter(|done| done.route != Route::Backup);
        let arrived = |at: SimTime, age: Micros| SimTime(at.0.saturating_sub(age.0));
        let mut known: Vec<(SimTime, SimTime)> = own.map(|done| (arrived(done.at, done.oldest_age), done.at)).collect();
        let waiting = stream.lanes.values().filter_map(crate::engine::firehose::lane::Lane::oldest).min();
        known.extend(waiting.map(|oldest| (oldest, SimTime(u64::MAX))));
        Self(known)
    }

    /// The most that freshness came to between two moments: it grows until a delivery is done, or to the end.
    fn most_within(&self, begin: SimTime, end: SimTime) -> Micros {
        let done = self.0.iter().filter(|(_, there)| *there > begin && *there <= end);
        done.map(|(arrived, there)| there.since(*arrived)).max().unwrap_or_default().max(self.at(end))
    }

    /// The age at `end` of the oldest record that had not reached the destination.
    fn at(&self, end: SimTime) -> Micros {
        let is_waiting = |(arrived, there): &&(SimTime, SimTime)| *arrived <= end && *there > end;
        let oldest = self.0.iter().filter(is_waiting).map(|(arrived, _)| *arrived).min();
        oldest.map_or(Micros(0), |oldest| end.since(oldest))
    }
}
