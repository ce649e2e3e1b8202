//! A shard: its hash key range, its parents and children, its limits, its records and their history.
//!
//! Documented: a shard is OPEN until it is split or merged, then CLOSED: it can still be read; once its last record has
//! passed the retention period it is EXPIRED and no longer listed. Assumed: a closed shard without records expires when
//! the retention period has passed since it was closed.

use super::batch::{Batch, Origin};
use super::polling::Polling;
use super::read_throttle::ReadThrottle;
use super::replication::copies::ZoneCopies;
use super::retention::{RecordLog, Volume};
use super::sequence::SequenceNumber;
use super::throttle::{Allowance, WINDOW, WriteThrottle};
use crate::engine::cost::PutUsage;
use crate::engine::error::Throttle;
use crate::engine::hash::HashRange;
use crate::engine::ids::{Bytes, ShardId, StreamId, SubscriptionId};
use crate::engine::limits::{LimitId, Profile};
use crate::engine::metrics::cloudwatch::counters::ShardMinute;
use crate::engine::metrics::series::{WriteSample, WriteSeries};
use crate::engine::time::SimTime;
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// One shard of a stream.
#[derive(Clone, Debug)]
pub struct Shard {
    /// Its name.
    pub id: ShardId,
    /// The hash keys that it owns.
    pub range: HashRange,
    /// The instant that its sequence numbers carry as its creation.
    pub numbered_from: SimTime,
    /// Where it comes from, and when it was opened and closed.
    pub lineage: Lineage,
    /// The shards that continue it, once it is closed.
    pub children: Vec<ShardId>,
    /// What it stored and refused since then.
    pub totals: WriteTotals,
    /// The number of its newest throttling episode.
    pub episode: Option<u64>,
    /// What was read of it.
    pub reads: ReadTotals,
    /// Who polls it, and how far they have come.
    pub polling: Polling,
    /// The limits of those who poll it.
    pub read_throttle: ReadThrottle,
    /// What it counts in the minute in progress.
    pub minute: ShardMinute,
    /// Which of its records each zone holds.
    pub copies: ZoneCopies,
    /// The subscriptions that wait for its records.
    pub subscriptions: Vec<SubscriptionId>,
    /// Since which index records are encrypted with which key.
    encrypted: Vec<(u64, Option<Rc<str>>)>,
    throttle: WriteThrottle,
    log: RecordLog,
    series: WriteSeries,
    next_index: u64,
    /// The index below which records were unreadable when the retention period changed.
    horizon_floor: u64,
}

/// Where a shard comes from, and its life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    /// The shard that was split, or the lower one of two that were merged.
    pub parent: Option<ShardId>,
    /// The upper one of two that were merged.
    pub adjacent_parent: Option<ShardId>,
    /// When it opened.
    pub opened: SimTime,
    /// When it was closed.
    pub closed: Option<SimTime>,
    /// When it expired.
    pub expired: Option<SimTime>,
}

impl Lineage {
    /// That of a stream's first shards, opened at `now`.
    pub const fn first(now: SimTime) -> Self {
        Self { parent: None, adjacent_parent: None, opened: now, closed: None, expired: None }
    }

    /// The parents, the lower one first.
    pub fn parents(&self) -> impl Iterator<Item = ShardId> {
        self.parent.into_iter().chain(self.adjacent_parent)
    }
}

/// Everything that was ever read from a shard by polling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadTotals {
    /// Calls that were answered.
    pub calls: u64,
    /// Calls that were refused.
    pub refused_calls: u64,
    /// Records.
    pub records: u64,
    /// Their bytes.
    pub bytes: Bytes,
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
    /// What the accepted records are paid for as.
    pub usage: PutUsage,
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
    /// An empty shard, open from `now`.
    pub fn new(
        id: ShardId,
        range: HashRange,
        numbered_from: SimTime,
        lineage: Lineage,
        profile: Profile,
        now: SimTime,
    ) -> Self {
        Self {
            id,
            range,
            numbered_from,
            lineage,
            children: Vec::new(),
            reads: ReadTotals::default(),
            polling: Polling::default(),
            read_throttle: ReadThrottle::new(profile, now),
            minute: ShardMinute::default(),
            copies: ZoneCopies::default(),
            subscriptions: Vec::new(),
            encrypted: Vec::new(),
            totals: WriteTotals::default(),
            episode: None,
            throttle: WriteThrottle::new(profile, now),
            log: RecordLog::default(),
            series: WriteSeries::default(),
            next_index: 1,
            horizon_floor: 0,
        }
    }

    /// Everything that it ever stored.
    pub const fn acknowledged(&self) -> Volume {
        Volume { records: self.totals.accepted_records, bytes: self.totals.accepted_bytes }
    }

    /// The keys with which the records from one index to another are encrypted.
    pub fn keys_between(&self, from: u64, to: u64) -> impl Iterator<Item = &str> {
        let ends = self.encrypted.iter().skip(1).map(|(end, _)| *end).chain([u64::MAX]);
        let runs = self.encrypted.iter().zip(ends).filter(move |((start, _), end)| *start < to && *end > from);
        runs.filter_map(|((_, key), _)| key.as_deref())
    }

    /// Whether it takes records.
    pub const fn is_open(&self) -> bool {
        self.lineage.closed.is_none()
    }

    /// Whether all that it held has passed the retention period after it was closed.
    pub const fn is_expired(&self) -> bool {
        self.lineage.expired.is_some()
    }

    /// It takes no more records.
    pub fn close(&mut self, now: SimTime) {
        assert!(self.is_open(), "a shard is closed once");
        self.lineage.closed = Some(now);
    }

    /// It is gone: only where it came from is remembered.
    pub fn expire(&mut self, now: SimTime) {
        assert!(self.log.stored().records == 0 && !self.is_open(), "a shard expires empty and closed");
        self.lineage.expired = Some(now);
        self.series = WriteSeries::default();
        self.polling.clear();
    }

    /// The number before its first record.
    pub const fn starting_number(&self) -> SequenceNumber {
        let stored = self.numbered_from;
        SequenceNumber { shard_created: self.numbered_from, shard: self.id, index: 0, stored }
    }

    /// The number after its last record, once it is closed.
    pub fn ending_number(&self) -> Option<SequenceNumber> {
        let stored = self.lineage.closed?.max(self.numbered_from);
        let index = SequenceNumber::LAST_INDEX;
        Some(SequenceNumber { shard_created: self.numbered_from, shard: self.id, index, stored })
    }

    /// The number of record `index`, stored at `stored`.
    pub fn number(&self, index: u64, stored: SimTime) -> SequenceNumber {
        let stored = stored.max(self.numbered_from);
        SequenceNumber { shard_created: self.numbered_from, shard: self.id, index, stored }
    }

    /// The index of the next record.
    pub const fn next_index(&self) -> u64 {
        self.next_index
    }

    /// The index of the oldest record that arrived at `cutoff` or later, or of the next one where there is none. What once
    /// lay before it does not come back.
    pub fn horizon_index(&self, cutoff: SimTime) -> u64 {
        self.log.first_since(cutoff).unwrap_or(self.next_index).max(self.horizon_floor)
    }

    /// What arrived before `cutoff` is gone for good, even if the retention period is longer from now on.
    pub fn raise_horizon(&mut self, cutoff: SimTime) {
        self.horizon_floor = self.horizon_index(cutoff);
    }

    /// Its records from the next one on are encrypted with `key`, or not.
    pub fn encrypt_from_now(&mut self, key: Option<&String>) {
        let newest = self.encrypted.last().and_then(|(_, key)| key.as_deref());
        if newest != key.map(String::as_str) {
            self.encrypted.push((self.next_index, key.map(|key| Rc::from(key.as_str()))));
        }
    }

    /// The key with which record `index` is encrypted.
    pub fn key_of(&self, index: u64) -> Option<&str> {
        let after = self.encrypted.partition_point(|(from, _)| *from <= index);
        after.checked_sub(1).and_then(|place| self.encrypted[place].1.as_deref())
    }

    /// How many of its records that are kept are encrypted.
    pub fn encrypted_records(&self) -> u64 {
        let horizon = self.log.oldest().map_or(self.next_index, |batch| batch.first_index);
        let ends = self.encrypted.iter().skip(1).map(|(end, _)| *end).chain([self.next_index]);
        let runs = self.encrypted.iter().zip(ends).filter(|((_, key), _)| key.is_some());
        runs.map(|((start, _), end)| end.saturating_sub((*start).max(horizon))).sum()
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
        self.minute.put(accepted_records, accepted_bytes, refused_records);
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
        self.number(first_index, now)
    }

    /// The refusal of `share` as a typed cause, to be made after the share was booked.
    pub fn throttle_cause(&self, stream: StreamId, now: SimTime, share: &Share, profile: Profile) -> Throttle {
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
            stream,
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
    pub fn set_profile(&mut self, profile: Profile, now: SimTime) {
        self.throttle.set_profile(profile, now);
        self.read_throttle.set_profile(profile, now);
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
