//! Splits and merges as somebody plans them: where a shard may be split, what becomes of it, and what stands in the way.

use crate::engine::api::choices::{StreamMode, StreamStatus};
use crate::engine::hash::{HashKey, HashRange};
use crate::engine::ids::ShardId;
use crate::learn::explanation::KeyShare;
use crate::learn::message::Message;
use crate::worker::frame::StreamFrame;

/// Positions of the slider.
pub const POSITIONS: u32 = 1_000;

/// The hash keys at which a shard may be split, if it is wide enough: those that AWS takes.
pub fn legal(range: HashRange) -> Option<HashRange> {
    let start = range.start.0.checked_add(2)?;
    let end = range.end.0.checked_sub(1)?;
    (start <= end).then_some(HashRange { start: HashKey(start), end: HashKey(end) })
}

/// The hash key at a position of the slider.
pub fn key_at(legal: HashRange, position: u32) -> HashKey {
    let width = legal.end.0 - legal.start.0;
    let (whole, rest) = (width / u128::from(POSITIONS), width % u128::from(POSITIONS));
    let position = u128::from(position.min(POSITIONS));
    HashKey(legal.start.0 + whole * position + rest * position / u128::from(POSITIONS))
}

/// The slider's position nearest to a hash key.
pub fn position_of(legal: HashRange, at: HashKey) -> u32 {
    let width = HashRange { start: legal.start, end: legal.end }.share().max(f64::MIN_POSITIVE);
    let part = (at.0.clamp(legal.start.0, legal.end.0) - legal.start.0) as f64 / u128::MAX as f64 / width;
    libm::round(part * f64::from(POSITIONS)) as u32
}

/// Both children of a split.
pub const fn children(range: HashRange, at: HashKey) -> [HashRange; 2] {
    let lower = HashRange { start: range.start, end: HashKey(at.0.saturating_sub(1)) };
    [lower, HashRange { start: at, end: range.end }]
}

/// The part of a shard's load that the lower child would take: the keys that send most go where they hash to, the rest is
/// taken to be spread evenly.
pub fn load_below(range: HashRange, at: HashKey, top: &[KeyShare]) -> f64 {
    let known: f64 = top.iter().map(|key| key.share).sum();
    let below = |key: &&KeyShare| HashKey::of(&key.partition_key) < at;
    let known_below: f64 = top.iter().filter(below).map(|key| key.share).sum();
    let part = children(range, at)[0].share() / range.share().max(f64::MIN_POSITIVE);
    (known_below + (1.0 - known).max(0.0) * part).clamp(0.0, 1.0)
}

/// The open neighbours of an open shard: the one with lower hash keys, and the one with higher ones.
pub fn neighbours(stream: &StreamFrame, shard: ShardId) -> [Option<ShardId>; 2] {
    let place = stream.shards.iter().position(|(open, _)| *open == shard);
    let at = |place: Option<usize>| place.and_then(|place| stream.shards.get(place)).map(|(open, _)| *open);
    [at(place.and_then(|place| place.checked_sub(1))), at(place.map(|place| place + 1))]
}

/// Why a shard of `stream` cannot be split or merged now; `None` where it can.
pub fn obstacle(stream: &StreamFrame, shard: ShardId) -> Option<Message> {
    if stream.mode == StreamMode::OnDemand {
        return Some(Message::new("reshard-on-demand"));
    }
    if stream.status != StreamStatus::Active {
        return Some(Message::new("reshard-not-active").text("status", stream.status));
    }
    let is_open = stream.shards.iter().any(|(open, _)| *open == shard);
    (!is_open).then(|| Message::new("reshard-closed"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::stream::reshard::{may_split, middle};

    #[test]
    fn the_slider_stays_where_aws_splits() {
        let narrow = HashRange { start: HashKey(10), end: HashKey(20) };
        for range in [HashRange::FULL, HashRange::evenly(3)[1], narrow] {
            let legal = legal(range).expect("it is wide enough");
            for position in [0, 1, 500, 999, 1_000] {
                let key = key_at(legal, position);
                assert!(may_split(range, key), "{position} of {range:?}");
                assert!(children(range, key)[0].end.0 + 1 == children(range, key)[1].start.0);
            }
            assert_eq!([key_at(legal, 0), key_at(legal, POSITIONS)], [legal.start, legal.end]);
        }
        let legal = legal(HashRange::FULL).expect("it is wide enough");
        assert_eq!(position_of(legal, middle(HashRange::FULL).expect("the whole space can be split")), 500);
        assert_eq!(position_of(legal, HashKey::MAX), POSITIONS);
    }

    #[test]
    fn a_shard_may_be_too_narrow() {
        for (start, end, is_legal) in [(0, 2, false), (0, 3, true), (5, 5, false), (u128::MAX, u128::MAX, false)] {
            let range = HashRange { start: HashKey(start), end: HashKey(end) };
            assert_eq!(legal(range).is_some(), is_legal, "{start}–{end}");
            assert_eq!(legal(range).is_some(), (start..=end).any(|at| may_split(range, HashKey(at))), "{start}–{end}");
        }
    }

    #[test]
    fn a_hot_key_goes_to_one_side() {
        let hot = KeyShare { partition_key: "user-42".to_owned(), records: 800, asked: 800, share: 0.8 };
        let at = HashKey::of("user-42");
        let range = HashRange::FULL;
        let below = load_below(range, HashKey(at.0 + 1), std::slice::from_ref(&hot));
        let above = load_below(range, at, &[hot]);
        assert!((below - above - 0.8).abs() < 1e-6, "{below} {above}");
        assert!((load_below(range, middle(range).expect("the range is wide"), &[]) - 0.5).abs() < 1e-6);
    }
}
