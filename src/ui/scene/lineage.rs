//! The lineage of a stream's shards: time to the right, the hash space downwards from 0, each shard a band from its
//! opening to its closing, coloured by its load. Splits and merges are seams.

use crate::engine::hash::HashRange;
use crate::engine::ids::ShardId;
use crate::engine::time::SimTime;
use crate::learn::catalogue::{clock, clock_seconds};
use crate::learn::message::Message;
use crate::ui::format;
use crate::ui::scene::readers::ReadersScene;
use crate::ui::scene::ring::short_hex;
use crate::worker::frame::{Frame, LineageFrame, StreamFrame};
use crate::worker::lineage::{BandHeat, Cells, Heat, read};
use std::collections::BTreeMap;

/// The steps of the colours: none, little, more, near the limit, above it.
pub const LEVELS: usize = 5;
/// A closed shard's band is so opaque when it closes, and so when it is about to expire.
const FADES: (f64, f64) = (0.75, 0.3);
/// An expired shard's band is so opaque.
const EXPIRED: f64 = 0.15;

/// The picture.
#[derive(Clone, Debug, PartialEq)]
pub struct LineageScene {
    /// Where the time axis begins, in seconds since the beginning.
    pub from_s: f64,
    /// Where it ends.
    pub to_s: f64,
    /// The present moment.
    pub now_s: f64,
    /// What is older cannot be read any more.
    pub horizon_s: Option<f64>,
    /// The start of the first slot and the width of each, in seconds.
    pub slots: (f64, f64),
    /// The shards that lived within the axis, parents before children.
    pub bands: Vec<Band>,
    /// The splits and merges.
    pub seams: Vec<Seam>,
    /// Loads by row of the hash space and by slot, where there are too many shards for bands of their own.
    pub rows: Option<(usize, Vec<u8>)>,
    /// How many shards are open.
    pub open: usize,
    /// Who reads them.
    pub readers: ReadersScene,
}

/// One shard.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The shard.
    pub id: ShardId,
    /// Its hash keys.
    pub range: HashRange,
    /// The shards that it continues.
    pub parents: Vec<ShardId>,
    /// The shards that continue it.
    pub children: Vec<ShardId>,
    /// When it opened.
    pub opened: SimTime,
    /// When it was closed.
    pub closed: Option<SimTime>,
    /// When it expired.
    pub expired: Option<SimTime>,
    /// How much of it is left, 1 being all of it.
    pub opacity: f64,
    /// The slot of its first cell, and its cells.
    pub cells: (usize, Vec<u8>),
    /// Records that can be read, where it is known.
    pub stored: Option<u64>,
    /// Records that were refused, where it is known.
    pub refused: Option<u64>,
}

/// A split or a merge.
#[derive(Clone, Debug, PartialEq)]
pub struct Seam {
    /// When.
    pub at_s: f64,
    /// The middles of the shards that were closed, as fractions of the hash space.
    pub parents: Vec<f64>,
    /// The middles of the shards that were opened.
    pub children: Vec<f64>,
}

impl LineageScene {
    /// The picture of `stream` with these loads.
    pub fn new(stream: &StreamFrame, heat: &Heat, frame: &Frame) -> Self {
        let now_s = frame.at.as_seconds();
        let slot_s = heat.slot.as_seconds();
        let from_s = heat.start.as_seconds();
        let to_s = (from_s + slot_s * f64::from(heat.slots)).max(now_s);
        let horizon_s = now_s - stream.retention.as_seconds();
        let lived = |shard: &&LineageFrame| {
            shard.lineage.closed.is_none_or(|closed| closed.as_seconds() > from_s) && shard.lineage.opened <= frame.at
        };
        // Shards expire in another order than that of their numbers.
        let mut bands: Vec<Band> =
            shards(stream).filter(lived).map(|shard| Band::new(shard, stream, heat, frame)).collect();
        bands.sort_by_key(|band| band.id);
        Self {
            from_s,
            to_s,
            now_s,
            horizon_s: (horizon_s > from_s).then_some(horizon_s),
            slots: (from_s, slot_s),
            seams: seams(&bands, stream),
            bands,
            rows: match &heat.cells {
                Cells::Rows(cells) => Some((usize::from(heat.slots), cells.clone())),
                Cells::Bands(_) => None,
            },
            open: stream.shards.len(),
            readers: frame
                .readers
                .as_ref()
                .map(|readers| ReadersScene::new(readers, stream.retention))
                .unwrap_or_default(),
        }
    }

    /// Where an instant lies on the axis, 0 to 1.
    pub fn x(&self, seconds: f64) -> f64 {
        ((seconds - self.from_s) / (self.to_s - self.from_s).max(1e-9)).clamp(0.0, 1.0)
    }

    /// The place of the band at this part of the time axis and of the hash space.
    pub fn band_at(&self, x: f64, y: f64) -> Option<usize> {
        let seconds = self.from_s + x * (self.to_s - self.from_s);
        self.bands.iter().position(|band| {
            let lives = band.opened.as_seconds() <= seconds && band.end_s(self.now_s) > seconds;
            let (top, bottom) = band.sides();
            lives && (top..=bottom).contains(&y)
        })
    }

    /// The band of a shard.
    pub fn band(&self, id: ShardId) -> Option<&Band> {
        self.bands.iter().find(|band| band.id == id)
    }

    /// The band that an arrow key leads to from `id`: left to a parent, right to a child, up and down to the neighbour
    /// that lived with it last.
    pub fn next(&self, id: ShardId, key: &str) -> Option<ShardId> {
        let band = self.band(id)?;
        let end_s = band.end_s(self.now_s);
        let lives_too = |other: &&Band| other.opened.as_seconds() < end_s && other.end_s(self.now_s) >= end_s;
        let found = match key {
            "ArrowLeft" => return band.parents.iter().copied().find(|parent| self.band(*parent).is_some()),
            "ArrowRight" => return band.children.first().copied(),
            "ArrowUp" => {
                let above = self.bands.iter().filter(|other| other.range.end < band.range.start);
                above.filter(lives_too).max_by_key(|other| other.range.end)
            }
            "ArrowDown" => {
                let below = self.bands.iter().filter(|other| other.range.start > band.range.end);
                below.filter(lives_too).min_by_key(|other| other.range.start)
            }
            _ => None,
        };
        found.map(|band| band.id)
    }

    /// The sentence that says what the picture shows.
    pub fn summary(&self) -> Message {
        let splits = self.seams.iter().filter(|seam| seam.children.len() > seam.parents.len()).count();
        let merges = self.seams.iter().filter(|seam| seam.children.len() < seam.parents.len()).count();
        let expired = self.bands.iter().filter(|band| band.expired.is_some()).count();
        let summary = Message::new("lineage-summary")
            .number("open", self.open)
            .number("splits", splits)
            .number("merges", merges)
            .number("closed", self.bands.iter().filter(|band| band.closed.is_some()).count() - expired);
        if expired == 0 {
            summary.text("expired", "")
        } else {
            summary.message("expired", Message::new("lineage-expired").number("shards", expired))
        }
    }

    /// The rows of the table, one a shard: id, hash keys, parents, children, opened, closed, stored, refused.
    pub fn table(&self) -> Vec<(ShardId, [String; 8])> {
        let amount = |value: Option<u64>| value.map_or_else(|| "–".to_owned(), |value| format::short(value as f64));
        let row = |band: &Band| {
            let cells = [
                format::shard(band.id.0),
                band.keys(),
                ids(&band.parents),
                ids(&band.children),
                clock(band.opened),
                band.ended(),
                amount(band.stored),
                amount(band.refused),
            ];
            (band.id, cells)
        };
        self.bands.iter().map(row).collect()
    }
}

impl Band {
    fn new(shard: &LineageFrame, stream: &StreamFrame, heat: &Heat, frame: &Frame) -> Self {
        let found: Option<&BandHeat> = match &heat.cells {
            Cells::Bands(bands) => bands.iter().find(|band| band.shard == shard.id),
            Cells::Rows(_) => None,
        };
        let is_child = |other: &&LineageFrame| other.lineage.parents().any(|parent| parent == shard.id);
        let place = || stream.shards.iter().position(|(open, _)| *open == shard.id);
        let open = if found.is_none() { place().and_then(|place| frame.shards.get(place)) } else { None };
        let gone = |closed: SimTime| frame.at.since(closed).as_seconds() / stream.retention.as_seconds().max(1.0);
        let fades = |closed: SimTime| FADES.0 - (FADES.0 - FADES.1) * gone(closed).min(1.0);
        let expired = shard.lineage.expired.filter(|expired| *expired <= frame.at);
        Self {
            id: shard.id,
            range: shard.range,
            parents: shard.lineage.parents().collect(),
            children: shards(stream).filter(is_child).map(|child| child.id).collect(),
            opened: shard.lineage.opened,
            closed: shard.lineage.closed.filter(|closed| *closed <= frame.at),
            expired,
            opacity: if expired.is_some() { EXPIRED } else { shard.lineage.closed.map_or(1.0, fades) },
            cells: found.map(|band| (usize::from(band.first), band.cells.clone())).unwrap_or_default(),
            stored: found.map(|band| band.stored_records).or_else(|| open.map(|shard| shard.stored_records)),
            refused: found.map(|band| band.refused_records).or_else(|| open.map(|shard| shard.refused_total)),
        }
    }

    /// When it was closed, and whether it has expired since, for the table.
    fn ended(&self) -> String {
        let closed = self.closed.map_or_else(|| "–".to_owned(), clock);
        if self.expired.is_some() { format!("{closed} EXPIRED") } else { closed }
    }

    /// When it ends: with its closing, or now.
    pub fn end_s(&self, now_s: f64) -> f64 {
        self.closed.map_or(now_s, SimTime::as_seconds)
    }

    /// Its lower and its upper bound as fractions of the hash space.
    pub fn sides(&self) -> (f64, f64) {
        (self.range.start.fraction(), self.range.end.fraction())
    }

    /// Its hash keys as the lanes write them.
    pub fn keys(&self) -> String {
        format!("{}–{}", short_hex(self.range.start), short_hex(self.range.end))
    }

    /// What is told of it in one line.
    pub fn words(&self) -> Message {
        let list = |shards: &[ShardId]| if shards.is_empty() { "–".to_owned() } else { ids(shards) };
        let id = match (self.closed, self.expired) {
            (None, _) => "lineage-band-open",
            (_, None) => "lineage-band-closed",
            _ => "lineage-band-expired",
        };
        Message::new(id)
            .text("shard", format::shard(self.id.0))
            .text("range", self.keys())
            .text("percent", format::percent(self.range.share()))
            .text("parents", list(&self.parents))
            .text("children", list(&self.children))
            .text("opened", clock_seconds(self.opened))
            .text("closed", self.closed.map(clock_seconds).unwrap_or_default())
            .text("stored", self.stored.map_or_else(|| "–".to_owned(), |stored| format::short(stored as f64)))
    }
}

/// The shards that are listed and those that have expired.
fn shards(stream: &StreamFrame) -> impl Iterator<Item = &LineageFrame> {
    stream.expired.iter().chain(&stream.lineage)
}

/// Short names of shards.
fn ids(shards: &[ShardId]) -> String {
    shards.iter().map(|shard| format::shard(shard.0)).collect::<Vec<_>>().join(", ")
}

/// The step of a cell's colour, and whether something was refused.
pub fn level(cell: u8) -> Option<(usize, bool)> {
    read(cell).map(|(load, is_throttled)| {
        let level = match load {
            _ if is_throttled && load > 1.0 => 4,
            load if load <= 0.0 => 0,
            load if load < 0.4 => 1,
            load if load < 0.8 => 2,
            load if load <= 1.0 => 3,
            _ => 4,
        };
        (level, is_throttled)
    })
}

/// The seams: bands with the same parents begin at the same one.
fn seams(bands: &[Band], stream: &StreamFrame) -> Vec<Seam> {
    let middle = |range: HashRange| f64::midpoint(range.start.fraction(), range.end.fraction());
    let middle_of = |id: &ShardId| {
        let found = shards(stream).find(|shard| shard.id == *id);
        found.map(|shard| middle(shard.range))
    };
    let mut by_parents: BTreeMap<&[ShardId], Seam> = BTreeMap::new();
    for band in bands.iter().filter(|band| !band.parents.is_empty()) {
        let new = || Seam {
            at_s: band.opened.as_seconds(),
            parents: band.parents.iter().filter_map(middle_of).collect(),
            children: Vec::new(),
        };
        by_parents.entry(&band.parents).or_insert_with(new).children.push(middle(band.range));
    }
    by_parents.into_values().collect()
}

#[cfg(test)]
#[path = "lineage_tests.rs"]
mod tests;
