//! The charts' numbers: each shard's write history for the time shown, from its birth to its end.

use crate::engine::ids::ShardId;
use crate::engine::metrics::series::{Resolution, WriteSample};
use crate::engine::stream::Stream;
use crate::engine::stream::shard::Shard;
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};

/// Open shards whose charts are drawn at most: the hottest. As many closed ones stand beside them: the last to close.
pub const CHARTED_SHARDS_MAX: usize = 8;

/// The charts' numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Charts {
    /// The width of a slot.
    pub slot: Micros,
    /// The first slot's start; slots follow without gaps. The last one is complete.
    pub start: SimTime,
    /// Where the time axis ends.
    pub end: SimTime,
    /// One line a shard, in the order of their numbers.
    pub lines: Vec<ChartLine>,
}

/// One shard's history, each value a mean per second of its slot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChartLine {
    /// The shard.
    pub shard: ShardId,
    /// Whether it is open.
    pub is_open: bool,
    /// How many slots after the charts' first one its own first one is.
    pub first: u32,
    /// Records stored per second.
    pub accepted_records: Vec<f32>,
    /// Records refused per second.
    pub refused_records: Vec<f32>,
    /// Bytes stored per second.
    pub accepted_bytes: Vec<f32>,
    /// Bytes refused per second.
    pub refused_bytes: Vec<f32>,
}

impl Charts {
    /// The charts of the open shards at these `places` for the last `seconds`, and of those that closed within them.
    pub fn of(stream: &Stream, now: SimTime, places: &[u32], seconds: u64) -> Self {
        let resolution = if seconds <= 600 { Resolution::Second } else { Resolution::Minute };
        let slot = resolution.width();
        let complete = now.slot(slot);
        let slots = seconds * 1_000_000 / slot.0;
        let first = complete.saturating_sub(slots);
        let closed_since = |shard: &&Shard| shard.lineage.closed.is_some_and(|closed| closed.slot(slot) > first);
        let mut closed: Vec<&Shard> = stream.listed().filter(closed_since).collect();
        closed.sort_by_key(|shard| (std::cmp::Reverse(shard.lineage.closed), shard.id));
        closed.truncate(CHARTED_SHARDS_MAX);
        let open = places.iter().map(|place| &stream.shards[stream.layout.shard(*place).0 as usize]);
        let mut shown: Vec<&Shard> = open.chain(closed).collect();
        shown.sort_by_key(|shard| shard.id);
        Self {
            slot,
            start: SimTime(first * slot.0),
            end: SimTime((first + slots).max(complete) * slot.0),
            lines: shown.into_iter().map(|shard| ChartLine::of(shard, resolution, (first, complete))).collect(),
        }
    }
}

impl ChartLine {
    fn of(shard: &Shard, resolution: Resolution, (first, complete): (u64, u64)) -> Self {
        let slot = resolution.width();
        let (opened, closed) = (shard.lineage.opened, shard.lineage.closed.unwrap_or(SimTime(complete * slot.0)));
        let born = opened.slot(slot).clamp(first, complete);
        let end = closed.0.div_ceil(slot.0).clamp(born, complete);
        // In the slots of its birth and its end a shard lived for a part of the time only.
        let lived = |number: u64| {
            let (from, to) = (opened.0.max(number * slot.0), closed.0.min((number + 1) * slot.0));
            Micros(to.saturating_sub(from).max(1)).as_seconds()
        };
        let series = shard.series();
        let means = |count: fn(&WriteSample) -> f64| -> Vec<f32> {
            let mean = |number| (count(&series.slot(resolution, number)) / lived(number)) as f32;
            (born..end).map(mean).collect()
        };
        Self {
            shard: shard.id,
            is_open: shard.lineage.closed.is_none(),
            first: (born - first) as u32,
            accepted_records: means(|sample| f64::from(sample.accepted_records)),
            refused_records: means(|sample| f64::from(sample.refused_records())),
            accepted_bytes: means(|sample| sample.accepted_bytes.0 as f64),
            refused_bytes: means(|sample| sample.refused_bytes.0 as f64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::api::Request;
    use crate::engine::api::request::SplitShard;
    use crate::engine::world::{KeySources, World};
    use crate::scenario::presets::Preset;

    #[test]
    fn after_a_split_the_parent_keeps_its_line_and_the_children_begin_at_their_birth() {
        let scenario = Preset::named("time-to-split").expect("a preset").scenario();
        let mut world = World::new(&scenario.plan, KeySources::new()).expect("a valid plan");
        world.advance_to(SimTime(5_400_000));
        let split = SplitShard {
            stream_name: Some("clickstream".to_owned()),
            shard_to_split: "shardId-000000000000".to_owned(),
            new_starting_hash_key: "85070591730234615865843651857942052863".to_owned(),
            ..SplitShard::default()
        };
        world.request(Request::SplitShard(split)).expect("the shard can be split");
        world.advance_to(SimTime(50_000_000));
        let stream = world.stream_in_view(None).expect("a stream");
        let charts = Charts::of(stream, world.now(), &[0, 1, 2], 60);
        let found: Vec<_> = charts.lines.iter().map(|line| (line.shard.0, line.is_open, line.first)).collect();
        assert_eq!(found, [(0, false, 0), (1, true, 0), (2, true, 35), (3, true, 35)]);
        let [parent, .., child] = charts.lines.as_slice() else { panic!("{found:?}") };
        assert_eq!((parent.accepted_records.len(), child.accepted_records.len()), (36, 15));
        // Of the second in which it was split the parent lived for 0.4 s, the children for the rest.
        assert!(parent.accepted_records[35] > 800.0, "{:?}", parent.accepted_records);
        assert!((500.0..800.0).contains(&child.accepted_records[0]), "{:?}", child.accepted_records);
    }
}
