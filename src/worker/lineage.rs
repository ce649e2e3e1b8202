//! The load of each shard along time, as the lineage picture shows it: one byte a slot of time, never the series.
//!
//! A slot's load is the mean of what was asked in it, against the limit that is nearer. Up to [`BANDS_MAX`] shards have a
//! row of their own; beyond, the hash space is divided into [`ROWS`] rows, each with the highest load in it. Either way
//! there are at most [`SLOTS_MAX`] slots, so that a frame stays small.

use super::frame::Rate;
use crate::engine::hash::HashKey;
use crate::engine::ids::{Bytes, ShardId};
use crate::engine::metrics::series::{MINUTES_KEPT, Resolution, SECONDS_KEPT};
use crate::engine::stream::Stream;
use crate::engine::stream::shard::Shard;
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};

/// Slots of time at most.
pub const SLOTS_MAX: u64 = 120;
/// Shards that have a row of their own at most.
pub const BANDS_MAX: usize = 128;
/// Rows of the hash space where there are more shards.
pub const ROWS: usize = 256;
/// The history of a slot is not kept any more, or is still to come.
pub const UNKNOWN: u8 = 0x7f;
/// Set where something was refused.
const THROTTLED: u8 = 0x80;
/// Steps of a cell's load to a whole limit.
const STEPS: f64 = 50.0;

/// How much time the lineage shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineageSpan {
    /// As much as the charts do.
    #[default]
    Recent,
    /// Everything since the beginning.
    WholeRun,
}

/// The loads of a stream's shards along time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heat {
    /// The first slot's start; slots follow without gaps.
    pub start: SimTime,
    /// The width of a slot.
    pub slot: Micros,
    /// How many there are; the last one may still be in progress.
    pub slots: u16,
    /// The loads.
    pub cells: Cells,
}

/// Loads, a byte each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Cells {
    /// One row a shard.
    Bands(Vec<BandHeat>),
    /// Rows of the hash space from the lowest hash key on, each of all slots.
    Rows(Vec<u8>),
}

/// One shard's loads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BandHeat {
    /// The shard.
    pub shard: ShardId,
    /// The slot of its first cell.
    pub first: u16,
    /// Its cells while it was open.
    pub cells: Vec<u8>,
    /// Records of it that can be read.
    pub stored_records: u64,
    /// Records that it refused since it was opened.
    pub refused_records: u64,
}

/// A cell's load and whether something was refused; `None` where it is not known.
pub fn read(cell: u8) -> Option<(f64, bool)> {
    let steps = cell & !THROTTLED;
    (cell != UNKNOWN).then(|| (f64::from(steps) / STEPS, cell & THROTTLED != 0))
}

fn cell(load: f64, is_throttled: bool) -> u8 {
    let steps = libm::ceil(load * STEPS - 1e-6).clamp(0.0, f64::from(UNKNOWN - 1)) as u8;
    if is_throttled { steps | THROTTLED } else { steps }
}

/// The axis of time: where it begins, a slot's width, and how many slots reach `now`.
struct Axis {
    start: SimTime,
    slot: Micros,
    slots: u64,
    resolution: Resolution,
    now: SimTime,
}

impl Axis {
    /// An axis of about `span` up to `now`.
    fn new(now: SimTime, span: Micros) -> Self {
        let resolution =
            if span <= Micros::seconds(SECONDS_KEPT as u64) { Resolution::Second } else { Resolution::Minute };
        let unit = resolution.width();
        let slot = unit * span.0.div_ceil(unit.0 * SLOTS_MAX).max(1);
        let slots = span.0.div_ceil(slot.0).clamp(1, SLOTS_MAX);
        let end = now.slot(slot) + u64::from(!now.0.is_multiple_of(slot.0) || now.0 == 0);
        let first = end.saturating_sub(slots);
        Self { start: SimTime(first * slot.0), slot, slots: (end - first).max(1), resolution, now }
    }

    /// The instants between which a slot lies.
    fn bounds(&self, slot: u64) -> (SimTime, SimTime) {
        let start = self.start + self.slot * slot;
        (start, start + self.slot)
    }

    /// The slots in which a shard was open.
    fn life(&self, shard: &Shard) -> std::ops::Range<u64> {
        let until = shard.lineage.closed.unwrap_or(self.now).min(self.now);
        let first = shard.lineage.opened.since(self.start).0 / self.slot.0;
        let end = until.since(self.start).0.div_ceil(self.slot.0);
        first.min(self.slots)..end.min(self.slots).max(first.min(self.slots))
    }

    /// A shard's cell.
    fn cell(&self, shard: &Shard, slot: u64, allowed: Rate) -> u8 {
        let (start, end) = self.bounds(slot);
        let kept = match self.resolution {
            Resolution::Second => SECONDS_KEPT,
            Resolution::Minute => MINUTES_KEPT,
        } as u64;
        if self.now.since(end) > self.resolution.width() * kept {
            return UNKNOWN;
        }
        let open_until = shard.lineage.closed.unwrap_or(self.now).min(self.now).min(end);
        let open_for = open_until.since(start.max(shard.lineage.opened)).as_seconds();
        let unit = self.resolution.width();
        let (mut records, mut bytes, mut is_throttled) = (0_u64, Bytes::ZERO, false);
        for number in start.slot(unit)..end.slot(unit) {
            let sample = shard.series().slot(self.resolution, number);
            records += u64::from(sample.offered_records());
            bytes += sample.offered_bytes();
            is_throttled |= sample.refused_records() > 0;
        }
        if open_for < 0.1 && !is_throttled {
            return UNKNOWN;
        }
        let part = |amount: u64, allowed: u64| amount as f64 / open_for.max(0.1) / allowed.max(1) as f64;
        cell(part(records, allowed.records).max(part(bytes.0, allowed.bytes.0)), is_throttled)
    }
}

/// The loads of `stream` up to `now` over about `span`.
pub fn heat(stream: &Stream, now: SimTime, span: Micros, allowed: Rate) -> Heat {
    let axis = Axis::new(now, span);
    let lived: Vec<&Shard> = stream.listed().filter(|shard| !axis.life(shard).is_empty()).collect();
    let cells = if lived.len() > BANDS_MAX {
        Cells::Rows(rows(&axis, &lived, allowed))
    } else {
        let band = |shard: &&Shard| BandHeat {
            shard: shard.id,
            first: axis.life(shard).start as u16,
            cells: axis.life(shard).map(|slot| axis.cell(shard, slot, allowed)).collect(),
            stored_records: shard.log().stored().records,
            refused_records: shard.totals.refused_records(),
        };
        Cells::Bands(lived.iter().map(band).collect())
    };
    Heat { start: axis.start, slot: axis.slot, slots: axis.slots as u16, cells }
}

/// The highest load in each row of the hash space at each slot.
fn rows(axis: &Axis, shards: &[&Shard], allowed: Rate) -> Vec<u8> {
    let slots = axis.slots as usize;
    let mut found = vec![UNKNOWN; ROWS * slots];
    let row_of = |key: HashKey| (key.0 >> (128 - ROWS.trailing_zeros())) as usize;
    for shard in shards {
        for slot in axis.life(shard) {
            let new = axis.cell(shard, slot, allowed);
            for row in row_of(shard.range.start)..=row_of(shard.range.end) {
                let old = &mut found[row * slots + slot as usize];
                *old = hotter(*old, new);
            }
        }
    }
    found
}

/// The hotter of two cells: a known one before an unknown one, a throttled one before one that is not.
const fn hotter(one: u8, other: u8) -> u8 {
    if one == UNKNOWN || (other != UNKNOWN && other > one) { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::api::Request;
    use crate::engine::api::request::SplitShard;
    use crate::engine::limits::Profile;
    use crate::engine::plan::StreamPlan;
    use crate::engine::world::{KeySources, World};
    use crate::scenario::presets::PRESETS;

    const ALLOWED: Rate = Rate { records: 1_000, bytes: Bytes(1_048_576) };

    fn world(shards: u32) -> World {
        let mut plan = PRESETS[0].scenario().plan;
        plan.stream = Some(StreamPlan { name: "clickstream".to_owned(), shards, mode: None });
        World::new(&plan, KeySources::new()).expect("the plan is valid")
    }

    fn bands(world: &World, span_s: u64) -> (Heat, Vec<BandHeat>) {
        let stream = world.stream_in_view(None).expect("there is one");
        let heat = heat(stream, world.now(), Micros::seconds(span_s), ALLOWED);
        let Cells::Bands(bands) = heat.cells.clone() else { panic!("too many bands") };
        (heat, bands)
    }

    #[test]
    fn cells_keep_loads_and_refusals() {
        for (load, is_throttled) in [(0.0, false), (0.5, false), (1.0, true), (2.5, true)] {
            let (found, refused) = read(cell(load, is_throttled)).expect("it is known");
            assert!((found - load).abs() < 0.02 && refused == is_throttled, "{load}: {found}");
        }
        assert!(read(cell(1_000.0, true)).is_some_and(|(load, refused)| load > 2.0 && refused));
        assert_eq!(read(UNKNOWN), None);
    }

    #[test]
    fn a_split_shard_has_cells_until_it_closes_and_its_children_from_then_on() {
        let mut world = world(4);
        world.advance_to(SimTime(10_000_000));
        let split = SplitShard {
            stream_name: Some("clickstream".to_owned()),
            shard_to_split: ShardId(1).to_string(),
            new_starting_hash_key: (u128::MAX / 8 * 3).to_string(),
            ..SplitShard::default()
        };
        world.request(Request::SplitShard(split)).expect("it may be split");
        world.advance_to(SimTime(60_000_000));
        let (heat, bands) = bands(&world, 60);
        assert_eq!((heat.slot, heat.slots), (Micros::SECOND, 60));
        let life: Vec<_> = bands.iter().map(|band| (band.shard.0, band.first, band.cells.len())).collect();
        assert_eq!(life, [(0, 0, 60), (1, 0, 40), (2, 0, 60), (3, 0, 60), (4, 40, 20), (5, 40, 20)]);
        let (load, is_throttled) = read(bands[1].cells[30]).expect("it is known");
        assert!(load > 1.2 && is_throttled, "the hot key's shard is asked too much: {load}");
        let is_refusing =
            |band: &BandHeat| band.cells.iter().filter_map(|cell| read(*cell)).any(|(_, refused)| refused);
        assert!(is_refusing(&bands[4]) != is_refusing(&bands[5]), "one child has the hot key");
    }

    #[test]
    fn a_frame_stays_small_however_many_shards_there_are() {
        for (shards, seconds) in [(4, 3), (128, 400), (129, 700), (500, 700)] {
            let mut world = world(shards);
            world.advance_to(SimTime(seconds * 1_000_000));
            let stream = world.stream_in_view(None).expect("there is one");
            let heat = heat(stream, world.now(), Micros::seconds(seconds), ALLOWED);
            assert!(u64::from(heat.slots) <= SLOTS_MAX);
            let end = heat.start + heat.slot * u64::from(heat.slots);
            assert!(heat.start <= world.now() && world.now() <= end, "{shards} shards: the axis reaches the present");
            let bytes = postcard::to_allocvec(&heat).expect("it can be written").len();
            assert!(bytes <= 64 * 1_024, "{shards} shards: {bytes} bytes");
            assert_eq!(matches!(heat.cells, Cells::Rows(_)), shards > 128);
        }
    }

    #[test]
    fn an_empty_world_has_an_axis_too() {
        let world = World::empty(1, Profile::Current);
        assert!(world.stream_in_view(None).is_none());
        let world = self::world(2);
        let (heat, bands) = bands(&world, 60);
        assert_eq!((heat.start, heat.slots), (SimTime::ZERO, 1));
        assert!(bands.iter().all(|band| band.cells.is_empty()) || bands.is_empty());
    }
}
