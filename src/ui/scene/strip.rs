//! Many shards at a glance: a bar for each, in hash order, and the hottest as a table.

use crate::engine::ids::ShardId;
use crate::engine::limits::LimitId;
use crate::learn::message::Message;
use crate::ui::format;
use crate::ui::scene::ring::short_hex;
use crate::worker::frame::{Frame, Loaded, ShardFrame};

/// Shards that are labelled in the strip.
const LABELLED: usize = 5;
/// A bar ends at this multiple of the limit.
const TOP: f64 = 1.5;
/// Labels stand at least so far from each other, as a part of the hash space.
const LABEL_APART: f64 = 0.045;

/// One shard of the strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The shard.
    pub id: ShardId,
    /// Its lower and upper bound as fractions of the hash space.
    pub sides: (f64, f64),
    /// Its length, 1 being the whole width.
    pub length: f64,
    /// What is asked of it, 1 being the limit that binds.
    pub load: f64,
    /// Whether it refused records in the last second.
    pub is_refusing: bool,
    /// Where its label stands, as a fraction of the hash space, if it is one of the hottest.
    pub label: Option<f64>,
}

/// A shard among the hottest.
#[derive(Clone, Debug, PartialEq)]
pub struct HotShard {
    /// The shard.
    pub id: ShardId,
    /// Its hash keys.
    pub keys: String,
    /// What is asked of it, 1 being the limit that binds.
    pub load: f64,
    /// The limit that binds.
    pub limit: LimitId,
    /// Its last second.
    pub shard: ShardFrame,
}

/// Where the limit stands on the width of the strip.
pub const LIMIT_AT: f64 = 1.0 / TOP;

/// The bars of the open shards, in hash order.
pub fn bars(frame: &Frame, loaded: &Loaded) -> Vec<Bar> {
    let hottest: Vec<usize> = hottest(frame, loaded, LABELLED);
    let bar = |(place, (id, range)): (usize, &(ShardId, crate::engine::hash::HashRange))| {
        let shard = frame.shards.get(place).copied().unwrap_or(ShardFrame::IDLE);
        let load = load_of(&shard, frame);
        let sides = (range.start.fraction(), range.end.fraction());
        let label = (load > 0.0 && hottest.contains(&place)).then(|| f64::midpoint(sides.0, sides.1));
        Bar { id: *id, sides, length: (load / TOP).min(1.0), load, is_refusing: shard.refused() > 0, label }
    };
    let mut bars: Vec<Bar> = loaded.shards().iter().enumerate().map(bar).collect();
    keep_apart(&mut bars);
    bars
}

/// Moves labels that would stand on each other, keeping their order and staying within the strip.
fn keep_apart(bars: &mut [Bar]) {
    let mut at_least = LABEL_APART / 2.0;
    for label in bars.iter_mut().filter_map(|bar| bar.label.as_mut()) {
        *label = label.max(at_least);
        at_least = *label + LABEL_APART;
    }
    let mut at_most = 1.0 - LABEL_APART / 2.0;
    for label in bars.iter_mut().rev().filter_map(|bar| bar.label.as_mut()) {
        *label = label.min(at_most);
        at_most = *label - LABEL_APART;
    }
}

/// The places of the shards that are asked most of, at most `most`, hottest first.
pub fn hottest(frame: &Frame, loaded: &Loaded, most: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..frame.shards.len().min(loaded.shards().len())).collect();
    let load = |place: &usize| load_of(&frame.shards[*place], frame);
    places.sort_by(|a, b| load(b).total_cmp(&load(a)).then(a.cmp(b)));
    places.truncate(most);
    places
}

/// The hottest shards with what the table tells of them.
pub fn hot_shards(frame: &Frame, loaded: &Loaded, most: usize) -> Vec<HotShard> {
    let row = |place: usize| {
        let (id, range) = loaded.shards()[place];
        let shard = frame.shards[place];
        HotShard {
            id,
            keys: format!("{}–{}", short_hex(range.start), short_hex(range.end)),
            load: load_of(&shard, frame),
            limit: shard.binding(frame.allowed),
            shard,
        }
    };
    hottest(frame, loaded, most).into_iter().map(row).collect()
}

/// The sentence that says what the strip shows.
pub fn summary(bars: &[Bar]) -> Message {
    let hottest = bars.iter().max_by(|a, b| a.load.total_cmp(&b.load));
    let words = Message::new("strip-summary")
        .number("shards", bars.len())
        .number("refusing", bars.iter().filter(|bar| bar.is_refusing).count());
    match hottest.filter(|bar| bar.load > 0.0) {
        Some(bar) => words.text("shard", format::shard(bar.id.0)).text("percent", format::percent(bar.load)),
        None => words.text("shard", "–").text("percent", format::percent(0.0)),
    }
}

fn load_of(shard: &ShardFrame, frame: &Frame) -> f64 {
    let (bytes, records) = shard.use_of(frame.allowed);
    bytes.max(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_apart_and_within() {
        let bar = |label: f64| Bar {
            id: ShardId(0),
            sides: (0.0, 1.0),
            length: 0.0,
            load: 0.0,
            is_refusing: false,
            label: Some(label),
        };
        let mut bars: Vec<Bar> = [0.0, 0.001, 0.5, 0.995, 1.0].into_iter().map(bar).collect();
        keep_apart(&mut bars);
        let labels: Vec<f64> = bars.iter().filter_map(|bar| bar.label).collect();
        assert!(labels.windows(2).all(|pair| pair[1] - pair[0] >= LABEL_APART - 1e-9), "{labels:?}");
        assert!(labels[0] > 0.0 && labels[4] < 1.0, "{labels:?}");
    }
}
