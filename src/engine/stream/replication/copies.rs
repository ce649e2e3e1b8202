//! Which of a shard's records are in which zone: exact counts of records and bytes, held and missing.
//!
//! A zone misses the records that were acknowledged while it was out of service: a run of the shard's records, known by
//! the shard's running totals when it began and ended. So nothing is booked while records are stored; the totals that the
//! shard keeps anyway tell the rest. At least two zones must be in service to acknowledge, so no record is ever missing
//! in two zones.
//! Assumed: a zone that is back copies what it missed at [`CATCH_UP_BYTES_PER_S`] a shard, oldest first, while another zone
//! is in service; new records need none of that rate. Within a run that is being copied, the bytes are exact and the
//! records are counted by their mean size.

use super::{ZONES, ZONES_TO_ACKNOWLEDGE, Zone, ZoneChange, Zones};
use crate::engine::ids::Bytes;
use crate::engine::stream::retention::Volume;
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// How fast a zone copies what it missed of one shard: 8 MiB a second. Assumed.
pub const CATCH_UP_BYTES_PER_S: u64 = 8 << 20;
/// A rate of bytes a second, times microseconds, is millionths of a byte.
const MILLIONTHS: u128 = 1_000_000;

/// A shard's copies.
#[derive(Clone, Debug, Default)]
pub struct ZoneCopies {
    zones: [Missing; ZONES],
}

/// A shard's copies in one zone, for display.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneCopy {
    /// Records that are in the zone.
    pub held: Volume,
    /// Records that were acknowledged, have not expired and are not in the zone.
    pub missing: Volume,
    /// How long it takes until nothing is missing, if both this zone and another one stay in service.
    pub catch_up: Micros,
}

/// What one zone misses: runs of records, oldest first. There are at most as many as the zone failed within the retention
/// period without catching up in between.
#[derive(Clone, Debug, Default)]
struct Missing {
    runs: VecDeque<Run>,
    /// What of the oldest runs is copied already, in millionths of a byte.
    copied: u128,
    /// Up to when, by [`Zones::copying_time`], `copied` is reckoned.
    as_of: Micros,
}

/// A run of records by the shard's running totals of acknowledged records.
#[derive(Clone, Copy, Debug)]
struct Run {
    from: Volume,
    /// `None`: the zone is out of service and the run goes on.
    to: Option<Volume>,
}

impl ZoneCopies {
    /// The copies of a shard that is created now: a zone that is out of service misses it from its first record.
    pub fn new(zones: &Zones, now: SimTime) -> Self {
        let mut copies = Self::default();
        for zone in Zone::ALL.into_iter().filter(|zone| !zones.is_in_service(*zone)) {
            copies.follow(zones, zone, ZoneChange::Failed, Volume::default(), now);
        }
        copies
    }

    /// Follows a change that [`Zones::set`] reported at `now`. `acknowledged` is everything that the shard ever stored.
    pub fn follow(&mut self, zones: &Zones, zone: Zone, change: ZoneChange, acknowledged: Volume, now: SimTime) {
        let missing = &mut self.zones[zone as usize];
        missing.settle(zones.copying_time(zone, now));
        match change {
            ZoneChange::Failed => missing.runs.push_back(Run { from: acknowledged, to: None }),
            ZoneChange::Returned => {
                if let Some(run) = missing.runs.back_mut() {
                    run.to = Some(acknowledged);
                }
                missing.runs.retain(|run| run.to != Some(run.from));
            }
        }
        self.assert_laws(acknowledged);
    }

    /// Forgets what expired: `expired` is everything that the shard ever trimmed.
    pub fn trim(&mut self, zones: &Zones, expired: Volume, now: SimTime) {
        for zone in Zone::ALL {
            let missing = &mut self.zones[zone as usize];
            if !missing.runs.is_empty() {
                missing.settle(zones.copying_time(zone, now));
                missing.trim(expired);
            }
        }
    }

    /// Whether no zone misses anything, without reckoning what was caught up since the last change: cheap, and true for
    /// a shard that never saw a zone fail.
    pub fn are_complete(&self) -> bool {
        self.zones.iter().all(|missing| missing.runs.is_empty())
    }

    /// The copies in each zone. `acknowledged` is everything that the shard ever stored, `expired` what it trimmed.
    pub fn look(&self, zones: &Zones, acknowledged: Volume, expired: Volume, now: SimTime) -> [ZoneCopy; ZONES] {
        let kept = minus(acknowledged, expired);
        Zone::ALL.map(|zone| {
            let mut missing = self.zones[zone as usize].clone();
            missing.settle(zones.copying_time(zone, now));
            missing.trim(expired);
            let volume = missing.volume(acknowledged);
            let left = missing.millionths(acknowledged).div_ceil(u128::from(CATCH_UP_BYTES_PER_S));
            let catch_up = Micros(u64::try_from(left).unwrap_or(u64::MAX));
            ZoneCopy { held: minus(kept, volume), missing: volume, catch_up }
        })
    }

    /// Which zones hold the shard's record number `ordinal`, counted from 0 over all that it ever stored.
    pub fn holders(&self, zones: &Zones, ordinal: u64, now: SimTime) -> [bool; ZONES] {
        Zone::ALL.map(|zone| {
            let mut missing = self.zones[zone as usize].clone();
            missing.settle(zones.copying_time(zone, now));
            !missing.includes(ordinal)
        })
    }

    /// How many of the records that can be read are in how many zones: the first number is of those in none.
    pub fn by_holders(&self, zones: &Zones, acknowledged: Volume, expired: Volume, now: SimTime) -> [u64; ZONES + 1] {
        let mut ends = vec![(expired.records, 0_isize), (acknowledged.records, 0)];
        for zone in Zone::ALL {
            let mut missing = self.zones[zone as usize].clone();
            missing.settle(zones.copying_time(zone, now));
            missing.trim(expired);
            for (place, run) in missing.runs.iter().enumerate() {
                let copied = if place == 0 { run.part(missing.copied).records } else { 0 };
                ends.push((run.from.records + copied, 1));
                ends.push((run.to.unwrap_or(acknowledged).records, -1));
            }
        }
        ends.sort_unstable();
        let (mut counts, mut missing_in) = ([0; ZONES + 1], 0);
        for pair in ends.windows(2) {
            missing_in += pair[0].1;
            counts[ZONES.saturating_sub(missing_in.unsigned_abs())] += pair[1].0 - pair[0].0;
        }
        counts
    }

    /// No record is missing in two zones, and runs are in order: so each is in at least two zones from the moment in
    /// which it was acknowledged.
    fn assert_laws(&self, acknowledged: Volume) {
        let end = |run: &Run| run.to.unwrap_or(acknowledged);
        let all = self.zones.iter().flat_map(|missing| missing.runs.iter());
        let mut all: Vec<Run> = all.filter(|run| run.from != end(run)).copied().collect();
        all.sort_unstable_by_key(|run| run.from.records);
        for pair in all.windows(2) {
            assert!(
                end(&pair[0]).records <= pair[1].from.records,
                "a record is acknowledged by {ZONES_TO_ACKNOWLEDGE} zones or more, so one zone at most misses it"
            );
        }
        assert!(all.iter().all(|run| end(run).records <= acknowledged.records), "only what was stored is missing");
    }
}

impl Missing {
    /// Reckons what was copied up to `clock` and lets go of runs that are complete.
    fn settle(&mut self, clock: Micros) {
        let elapsed = clock.0 - self.as_of.0;
        self.as_of = clock;
        if self.runs.is_empty() {
            return;
        }
        self.copied += u128::from(CATCH_UP_BYTES_PER_S) * u128::from(elapsed);
        while let Some(bytes) = self.runs.front().and_then(Run::millionths) {
            if self.copied < bytes {
                return;
            }
            self.copied -= bytes;
            self.runs.pop_front();
        }
        // What is left was not copied: nothing was missing any more, or the zone is out of service.
        self.copied = 0;
    }

    fn trim(&mut self, expired: Volume) {
        while let Some(run) = self.runs.front_mut() {
            if run.to.is_some_and(|to| to.records <= expired.records) {
                self.copied = 0;
                self.runs.pop_front();
                continue;
            }
            if run.from.records < expired.records {
                let gone = expired.bytes.0 - run.from.bytes.0;
                self.copied = self.copied.saturating_sub(u128::from(gone) * MILLIONTHS);
                run.from = expired;
            }
            return;
        }
    }

    /// What is missing now.
    fn volume(&self, acknowledged: Volume) -> Volume {
        let mut sum = Volume::default();
        for run in &self.runs {
            let volume = minus(run.to.unwrap_or(acknowledged), run.from);
            sum.records += volume.records;
            sum.bytes += volume.bytes;
        }
        let copied = self.runs.front().map_or_else(Volume::default, |run| run.part(self.copied));
        minus(sum, copied)
    }

    fn millionths(&self, acknowledged: Volume) -> u128 {
        let bytes = |run: &Run| u128::from(run.to.unwrap_or(acknowledged).bytes.0 - run.from.bytes.0);
        self.runs.iter().map(bytes).sum::<u128>() * MILLIONTHS - self.copied
    }

    fn includes(&self, ordinal: u64) -> bool {
        self.runs.iter().zip(0..).any(|(run, place)| {
            let copied = if place == 0 { run.part(self.copied).records } else { 0 };
            run.from.records + copied <= ordinal && run.to.is_none_or(|to| ordinal < to.records)
        })
    }
}

impl Run {
    /// The bytes of a run that has ended, in millionths.
    fn millionths(&self) -> Option<u128> {
        self.to.map(|to| u128::from(to.bytes.0 - self.from.bytes.0) * MILLIONTHS)
    }

    /// How much of the run `copied` millionths of a byte are.
    fn part(&self, copied: u128) -> Volume {
        let (Some(all), Some(to)) = (self.millionths().filter(|all| *all > 0), self.to) else {
            return Volume::default();
        };
        let records = u128::from(to.records - self.from.records) * copied / all;
        Volume { records: records as u64, bytes: Bytes((copied / MILLIONTHS) as u64) }
    }
}

fn minus(whole: Volume, part: Volume) -> Volume {
    Volume { records: whole.records - part.records, bytes: whole.bytes - part.bytes }
}
