//! A shard: its hash key range, its write limits, its records and their history.

use super::batch::{Batch, Origin};
use super::retention::RecordLog;
use super::sequence::SequenceNumber;
use super::throttle::{Allowance, WINDOW, WriteThrottle};
use crate::engine::error::Throttle;
use crate::engine::hash::HashRange;
use crate::engine::ids::{Bytes, ShardId};
use crate::engine::limits::{LimitId, Profile};
use crate::engine::metrics::series::{WriteSample, WriteSeries};
use crate::engine::time::SimTime;

/// One shard of a stream.
#[derive(Clone, Debug)]
pub struct Shard {
    /// Its name.
    pub id: ShardId,
    /// The hash keys that it owns.
    pub range: HashRange,
    /// When it was created.
    pub created: SimTime,
    /// What it stored and refused since then.
    pub totals: WriteTotals,
    /// The number of its newest throttling episode.
    pub episode: Option<u64>,
    throttle: WriteThrottle,
    log: RecordLog,
    series: WriteSeries,
    next_index: u64,
}

/// Everything that was ever asked of a write side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteTotals {
    /// Records asked to be stored, each attempt counted.
    pub offered_records: u64,
    /// Their bytes.
    pub offered_bytes: Bytes,
    /// Records stored.
    pub accepted_records: u64,
    /// Their bytes.
    pub accepted_bytes: Bytes,
    /// Records refused because the bytes limit was reached.
    pub refused_by_bytes: u64,
    /// Records refused because the records limit was reached.
    pub refused_by_records: u64,
    /// Bytes of all refused records.
    pub refused_bytes: Bytes,
}

/// How one request fared at one shard.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// Records stored and their bytes.
    pub accepted: (u64, Bytes),
    /// Records refused and their bytes.
    pub refused: (u64, Bytes),
    /// The limit that refused them; meaningful when some were refused.
    pub limit: LimitId,
    /// What the accepted records count as against the bytes limit, before rounding.
    pub charged: Bytes,
    /// What the shard had room for when the request came.
    pub room: Allowance,
}

impl WriteTotals {
    /// Records refused for either reason.
    pub const fn refused_records(&self) -> u64 {
        self.refused_by_bytes + self.refused_by_records
    }

    /// Adds the totals of another write side.
    pub fn add(&mut self, other: &Self) {
        self.offered_records += other.offered_records;
        self.offered_bytes += other.offered_bytes;
        self.accepted_records += other.accepted_records;
        self.accepted_bytes += other.accepted_bytes;
        self.refused_by_bytes += other.refused_by_bytes;
        self.refused_by_records += other.refused_by_records;
        self.refused_bytes += other.refused_bytes;
    }
}

impl Shard {
    /// An empty shard created at `now`.
    pub fn new(id: ShardId, range: HashRange, profile: Profile, now: SimTime) -> Self {
        Self {
            id,
            range,
            created: now,
            totals: WriteTotals::default(),
            episode: None,
            throttle: WriteThrottle::new(profile, now),
            log: RecordLog::default(),
            series: WriteSeries::default(),
            next_index: 1,
        }
    }

    /// What the shard takes at `now`.
    pub fn allowance(&mut self, now: SimTime) -> Allowance {
        self.throttle.allowance(now)
    }

    /// Books how a request fared: limits, totals and history. The accepted records are stored by [`Self::store`].
    pub fn book(&mut self, now: SimTime, share: &Share) {
        let (accepted_records, accepted_bytes) = share.accepted;
        let (refused_records, refused_bytes) = share.refused;
        if accepted_records > 0 {
            self.throttle.take(accepted_records, share.charged);
        }
        let by_bytes = share.limit == LimitId::ShardWriteBytes;
        let sample = WriteSample {
            accepted_records: accepted_records as u32,
            accepted_bytes,
            refused_by_bytes: if by_bytes { refused_records as u32 } else { 0 },
            refused_by_records: if by_bytes { 0 } else { refused_records as u32 },
            refused_bytes,
        };
        self.series.add(now, &sample);
        self.totals.offered_records += accepted_records + refused_records;
        self.totals.offered_bytes += accepted_bytes + refused_bytes;
        self.totals.accepted_records += accepted_records;
        self.totals.accepted_bytes += accepted_bytes;
        self.totals.refused_by_bytes += u64::from(sample.refused_by_bytes);
        self.totals.refused_by_records += u64::from(sample.refused_by_records);
        self.totals.refused_bytes += refused_bytes;
    }

    /// Stores a run of records that arrived at `now`; returns the sequence number of the first.
    pub fn store(&mut self, now: SimTime, records: u64, bytes: Bytes, origin: Origin) -> SequenceNumber {
        let first_index = self.next_index;
        self.next_index += records;
        self.log.append(Batch { first_index, records, bytes, first_arrival: now, last_arrival: now, origin });
        SequenceNumber { shard_created: self.created, shard: self.id, index: first_index, stored: now }
    }

    /// The refusal of `share` as a typed cause, to be made after the share was booked.
    pub fn throttle_cause(&self, now: SimTime, share: &Share, profile: Profile) -> Throttle {
        let window = self.series.last_second(now);
        let (in_window, in_request, room) = if share.limit == LimitId::ShardWriteBytes {
            let request = share.accepted.1 + share.refused.1;
            (window.offered_bytes().0, request.0, share.room.bytes)
        } else {
            let request = share.accepted.0 + share.refused.0;
            (u64::from(window.offered_records()), request, share.room.records)
        };
        let allowed = share.limit.value(profile);
        // The window is known to a tenth of a second and without rounding to KiB; the room lacks neither.
        let asked = in_window.max(allowed.saturating_sub(room) + in_request);
        Throttle {
            limit: share.limit,
            shard: self.id,
            at: now,
            window: WINDOW,
            asked,
            allowed,
            room,
            refused_records: share.refused.0,
            refused_bytes: share.refused.1,
        }
    }

    /// Follows another limits profile from now on.
    pub fn set_profile(&mut self, profile: Profile) {
        self.throttle.set_profile(profile);
    }

    /// Its records.
    pub const fn log(&self) -> &RecordLog {
        &self.log
    }

    /// Its records, to trim them.
    pub const fn log_mut(&mut self) -> &mut RecordLog {
        &mut self.log
    }

    /// Its history.
    pub const fn series(&self) -> &WriteSeries {
        &self.series
    }
}
