//! On-demand capacity: how the number of shards follows the load.
//!
//! Documented: a new stream takes 4 MB/s and 4,000 records/s; capacity is kept at twice the peak of the last 30 days; a
//! shard that takes more than 500 KB/s is split within about 15 minutes; shards are split evenly, so one hot key still
//! throttles; traffic that more than doubles within 15 minutes throttles. Assumed: the load is reviewed every 5 minutes by
//! its highest minute; a review splits the most loaded shards first; the number of shards falls only once neither the peak
//! of 30 days nor a split or a switch of the mode within them asks for as many, by merging the least loaded neighbours
//! that one shard carries without being split again.

use super::Stream;
use super::reshard::{Step, middle};
use crate::engine::hash::HashRange;
use crate::engine::ids::{Bytes, ShardId};
use crate::engine::limits::{LimitId, Profile};
use crate::engine::metrics::series::Resolution;
use crate::engine::time::{Micros, SimTime};
use std::collections::VecDeque;
use std::ops::Add;

/// How often the load is reviewed.
pub const REVIEW_EVERY: Micros = Micros::seconds(300);
/// The load of one shard above which it is split: 500 KB/s.
const HOT_SHARD: Load = Load { bytes: Bytes(500 * 1_024), records: 500 };
/// How many days the peak is remembered.
const PEAK_DAYS: u64 = 30;

/// What on-demand scaling knows of a stream.
#[derive(Clone, Debug, Default)]
pub struct OnDemand {
    /// The last days, the newest last.
    days: VecDeque<Day>,
    /// When the load is reviewed next, while the stream is on-demand.
    pub review_at: Option<SimTime>,
}

/// What one day asked for.
#[derive(Clone, Copy, Debug, Default)]
struct Day {
    number: u64,
    /// Its highest minute, as bytes and records a second.
    peak: Load,
    /// The most shards to which it was scaled up, or with which the mode was switched.
    shards: u32,
}

/// A load in each second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Bytes a second, refused ones counted.
    pub bytes: Bytes,
    /// Records a second, refused ones counted.
    pub records: u64,
}

impl Load {
    fn highest(self, other: Self) -> Self {
        Self { bytes: self.bytes.max(other.bytes), records: self.records.max(other.records) }
    }

    /// Whether a shard that carries it is split.
    fn is_hot(self) -> bool {
        self.bytes > HOT_SHARD.bytes || self.records > HOT_SHARD.records
    }
}

impl Add for Load {
    type Output = Self;
    fn add(self, rhs: Self) -> Self {
        Self { bytes: self.bytes + rhs.bytes, records: self.records + rhs.records }
    }
}

impl OnDemand {
    /// The present day; what is older than 30 is forgotten.
    fn today(&mut self, now: SimTime) -> &mut Day {
        let number = now.slot(Micros::hours(24));
        self.days.retain(|day| day.number + PEAK_DAYS > number);
        if self.days.back().is_none_or(|newest| newest.number != number) {
            self.days.push_back(Day { number, ..Day::default() });
        }
        self.days.back_mut().expect("it was added if it was not there")
    }

    /// Notes that the stream needs this many shards now.
    pub fn note_shards(&mut self, now: SimTime, shards: u32) {
        let today = self.today(now);
        today.shards = today.shards.max(shards);
    }

    fn note_load(&mut self, now: SimTime, load: Load) {
        let today = self.today(now);
        today.peak = today.peak.highest(load);
    }

    /// The highest load of the last 30 days.
    pub fn peak(&self) -> Load {
        self.days.iter().fold(Load::default(), |peak, day| peak.highest(day.peak))
    }

    /// The most shards that were needed in the last 30 days.
    fn shards(&self) -> u32 {
        self.days.iter().map(|day| day.shards).max().unwrap_or(0)
    }
}

/// The fewest shards that carry twice `peak`, and never fewer than a new stream has.
pub fn shards_for(peak: Load, profile: Profile) -> u32 {
    let (bytes, records) = (LimitId::ShardWriteBytes.value(profile), LimitId::ShardWriteRecords.value(profile));
    let least = LimitId::OnDemandWriteBytes.value(profile).max(2 * peak.bytes.0).div_ceil(bytes);
    let least = least.max(LimitId::OnDemandWriteRecords.value(profile).max(2 * peak.records).div_ceil(records));
    let most = LimitId::OnDemandMaximumBytes.value(profile) / bytes;
    least.min(most) as u32
}

impl Stream {
    /// Reviews the load: what should be split or merged now. `room` is how many shards more the account may have.
    pub fn review(&mut self, profile: Profile, room: u32, now: SimTime) -> Vec<Step> {
        let minute = now.slot(Resolution::Minute.width());
        let minutes = REVIEW_EVERY.0 / Resolution::Minute.width().0;
        let load_at = |shard: &super::shard::Shard, slot: u64| {
            let sample = shard.series().slot(Resolution::Minute, slot);
            Load { bytes: Bytes(sample.offered_bytes().0 / 60), records: u64::from(sample.offered_records()) / 60 }
        };
        let slots = || minute.saturating_sub(minutes)..minute;
        for slot in slots() {
            let sum = self.shards.iter().map(|shard| load_at(shard, slot)).fold(Load::default(), Add::add);
            self.on_demand.note_load(now, sum);
        }
        let highest =
            |shard: &super::shard::Shard| slots().map(|slot| load_at(shard, slot)).fold(Load::default(), Load::highest);
        let mut loads: Vec<(ShardId, Load)> = self.open().map(|shard| (shard.id, highest(shard))).collect();
        let most = (LimitId::OnDemandMaximumBytes.value(profile) / LimitId::ShardWriteBytes.value(profile)) as u32;
        let wanted = shards_for(self.on_demand.peak(), profile).max(self.warm_throughput_mibps.min(most));
        let open = self.layout.len() as u32;
        if wanted.max(self.on_demand.shards()) < open {
            return merges(&loads, open - wanted.max(self.on_demand.shards()));
        }
        loads.sort_by_key(|(id, load)| (std::cmp::Reverse((load.bytes, load.records)), *id));
        let hot = loads.iter().filter(|(_, load)| load.is_hot()).count() as u32;
        // One hot key cannot be split away: without a bound its shard would be split for ever.
        let hot = if open < 2 * wanted { hot } else { 0 };
        let splits = wanted.saturating_sub(open).max(hot).min(open).min(room);
        let splits = splits.min(most.saturating_sub(open)) as usize;
        let split = |(id, _): &(ShardId, Load)| Some(Step::Split(*id, middle(self.shards[id.0 as usize].range)?));
        let steps: Vec<Step> = loads.iter().filter_map(split).take(splits).collect();
        if !steps.is_empty() {
            self.on_demand.note_shards(now, open + steps.len() as u32);
        }
        steps
    }
}

impl Stream {
    /// The splits that bring a stream nearer to the throughput for which it is to be warm: the widest shards, each once.
    pub fn warm_up(&self, room: u32) -> Vec<Step> {
        let open = self.layout.len() as u32;
        let splits = self.warm_throughput_mibps.saturating_sub(open).min(room) as usize;
        let mut widest: Vec<_> = self.open().map(|shard| (shard.id, shard.range)).collect();
        widest.sort_by_key(|(id, range)| (std::cmp::Reverse(range.end.0 - range.start.0), *id));
        let split = |(id, range): (ShardId, HashRange)| Some(Step::Split(id, middle(range)?));
        widest.into_iter().filter_map(split).take(splits).collect()
    }
}

/// Merges of disjoint neighbours, the least loaded first; what would be hot at once stays apart.
fn merges(loads: &[(ShardId, Load)], wanted: u32) -> Vec<Step> {
    let together = |pair: &[(ShardId, Load)]| pair[0].1 + pair[1].1;
    let mut pairs: Vec<(u64, usize)> = loads
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| !together(pair).is_hot())
        .map(|(place, pair)| (together(pair).bytes.0, place))
        .collect();
    pairs.sort_unstable();
    let mut is_merged = vec![false; loads.len()];
    let mut taken: Vec<usize> = Vec::new();
    for (_, place) in pairs {
        if taken.len() < wanted as usize && !is_merged[place] && !is_merged[place + 1] {
            (is_merged[place], is_merged[place + 1]) = (true, true);
            taken.push(place);
        }
    }
    taken.sort_unstable();
    taken.into_iter().map(|place| Step::Merge(loads[place].0, loads[place + 1].0)).collect()
}
