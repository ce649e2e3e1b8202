//! On-demand capacity: how the number of shards follows the load.
//!
//! Documented: a new stream takes 4 MB/s and 4,000 records/s; capacity is kept at twice the peak of the last 30 days; a
//! shard that takes more than 500 KB/s is split within about 15 minutes; shards are split evenly, so one hot key still
//! throttles; traffic that more than doubles within 15 minutes throttles. Assumed: the load is reviewed every 5 minutes by
//! its highest minute; the number of shards falls only once the peak of 30 days allows it, by merging the least loaded
//! neighbours; a review splits the most loaded shards first.

use super::Stream;
use super::reshard::{Step, middle};
use crate::engine::ids::{Bytes, ShardId};
use crate::engine::limits::{LimitId, Profile};
use crate::engine::metrics::series::Resolution;
use crate::engine::time::{Micros, SimTime};
use std::collections::VecDeque;

/// How often the load is reviewed.
pub const REVIEW_EVERY: Micros = Micros::seconds(300);
/// The load of one shard above which it is split: 500 KB/s.
const HOT_SHARD: Bytes = Bytes(500 * 1_024);
/// How many days the peak is remembered.
const PEAK_DAYS: usize = 30;

/// What on-demand scaling knows of a stream.
#[derive(Clone, Debug, Default)]
pub struct OnDemand {
    /// The highest minute of each of the last days, as bytes and records a second; the newest last.
    peaks: VecDeque<(u64, Load)>,
    /// When the load is reviewed next, while the stream is on-demand.
    pub review_at: Option<SimTime>,
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
}

impl OnDemand {
    fn note(&mut self, now: SimTime, load: Load) {
        let day = now.slot(Micros::hours(24));
        match self.peaks.back_mut() {
            Some((newest, peak)) if *newest == day => *peak = peak.highest(load),
            _ => self.peaks.push_back((day, load)),
        }
        while self.peaks.len() > PEAK_DAYS {
            self.peaks.pop_front();
        }
    }

    /// The highest load of the last 30 days.
    pub fn peak(&self) -> Load {
        self.peaks.iter().fold(Load::default(), |peak, (_, load)| peak.highest(*load))
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
            let sum = self.shards.iter().map(|shard| load_at(shard, slot)).fold(Load::default(), |sum, load| Load {
                bytes: sum.bytes + load.bytes,
                records: sum.records + load.records,
            });
            self.on_demand.note(now, sum);
        }
        let highest =
            |shard: &super::shard::Shard| slots().map(|slot| load_at(shard, slot)).fold(Load::default(), Load::highest);
        let mut loads: Vec<(ShardId, Load)> = self.open().map(|shard| (shard.id, highest(shard))).collect();
        let wanted = shards_for(self.on_demand.peak(), profile).max(self.warm_throughput_mibps);
        let open = self.layout.len() as u32;
        if wanted < open {
            return merges(&loads, open - wanted);
        }
        loads.sort_by_key(|(id, load)| (std::cmp::Reverse((load.bytes, load.records)), *id));
        let hot = loads.iter().filter(|(_, load)| load.bytes > HOT_SHARD || load.records > 500).count() as u32;
        // One hot key cannot be split away: without a bound its shard would be split for ever.
        let hot = if open < 2 * wanted { hot } else { 0 };
        let splits = (wanted - open).max(hot).min(open).min(room);
        let most = (LimitId::OnDemandMaximumBytes.value(profile) / LimitId::ShardWriteBytes.value(profile)) as u32;
        let splits = splits.min(most.saturating_sub(open)) as usize;
        let split = |(id, _): &(ShardId, Load)| Some(Step::Split(*id, middle(self.shards[id.0 as usize].range)?));
        loads.iter().filter_map(split).take(splits).collect()
    }
}

/// Merges of disjoint neighbours, the least loaded first.
fn merges(loads: &[(ShardId, Load)], wanted: u32) -> Vec<Step> {
    let mut pairs: Vec<(u64, usize)> =
        loads.windows(2).enumerate().map(|(place, pair)| (pair[0].1.bytes.0 + pair[1].1.bytes.0, place)).collect();
    pairs.sort_unstable();
    let mut taken: Vec<usize> = Vec::new();
    for (_, place) in pairs {
        if taken.len() < wanted as usize && taken.iter().all(|other| other.abs_diff(place) > 1) {
            taken.push(place);
        }
    }
    taken.sort_unstable();
    taken.into_iter().map(|place| Step::Merge(loads[place].0, loads[place + 1].0)).collect()
}
