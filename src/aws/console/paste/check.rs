//! Whether shards can be those of one stream.

use super::ShardLayout;
use super::error::PasteError;
use crate::engine::hash::{HashKey, HashRange};
use crate::engine::ids::ShardId;

/// Checks shards that are in the order of their ids.
pub fn check(shards: &[ShardLayout]) -> Result<(), PasteError> {
    if shards.is_empty() {
        return Err(PasteError::NoShards);
    }
    if let Some(pair) = shards.windows(2).find(|pair| pair[0].id == pair[1].id) {
        return Err(PasteError::SecondShard { id: pair[0].id });
    }
    if let Some(shard) = shards.iter().find(|shard| shard.range.start > shard.range.end) {
        let HashRange { start, end } = shard.range;
        return Err(PasteError::Backwards { id: shard.id, start, end });
    }
    open_ones_divide_the_space(shards)?;
    shards.iter().try_for_each(|shard| parents_fit(shard, shards))
}

fn open_ones_divide_the_space(shards: &[ShardLayout]) -> Result<(), PasteError> {
    let mut open: Vec<&ShardLayout> = shards.iter().filter(|shard| shard.is_open).collect();
    open.sort_by_key(|shard| shard.range.start);
    let mut before: Option<&ShardLayout> = None;
    for shard in &open {
        // The hash key that is due; after the highest one, none is.
        let due = before.map_or(Some(0), |before| before.range.end.0.checked_add(1));
        match before {
            Some(before) if shard.range.start <= before.range.end => {
                let (first, second) = (before.id, shard.id);
                let (from, to) = (shard.range.start, shard.range.end.min(before.range.end));
                return Err(PasteError::Overlap { first, second, from, to });
            }
            _ => {}
        }
        if let Some(due) = due.filter(|due| *due < shard.range.start.0) {
            return Err(PasteError::Gap { from: HashKey(due), to: HashKey(shard.range.start.0 - 1) });
        }
        before = Some(shard);
    }
    match before {
        None => Err(PasteError::NoneOpen { count: shards.len() }),
        Some(last) if last.range.end < HashKey::MAX => {
            Err(PasteError::Gap { from: HashKey(last.range.end.0 + 1), to: HashKey::MAX })
        }
        Some(_) => Ok(()),
    }
}

/// Whether a shard can have come from the parents that it names, as far as they are there.
fn parents_fit(shard: &ShardLayout, shards: &[ShardLayout]) -> Result<(), PasteError> {
    let id = shard.id;
    let find = |id: ShardId| shards.binary_search_by_key(&id, |other| other.id).ok().map(|place| &shards[place]);
    for parent in [shard.parent, shard.adjacent_parent].into_iter().flatten() {
        if parent >= id {
            return Err(PasteError::YoungerParent { id, parent });
        }
        if find(parent).is_some_and(|parent| parent.is_open) {
            return Err(PasteError::OpenParent { id, parent });
        }
    }
    let (first, second) = match (shard.parent, shard.adjacent_parent) {
        (None, None) => return Ok(()),
        (Some(parent), None) => (find(parent), None),
        (Some(parent), Some(adjacent)) if parent != adjacent => (find(parent), Some(find(adjacent))),
        _ => return Err(PasteError::Parents { id }),
    };
    let fits = match (first, second) {
        // Of a split: a part of the parent.
        (Some(parent), None) => is_within(shard.range, parent.range) && shard.range != parent.range,
        (Some(parent), Some(Some(adjacent))) => is_both(shard.range, parent.range, adjacent.range),
        // Of a merge with one parent forgotten: more than the other.
        (Some(parent), Some(None)) | (None, Some(Some(parent))) => {
            is_within(parent.range, shard.range) && shard.range != parent.range
        }
        (None, _) => true,
    };
    let HashRange { start, end } = shard.range;
    if fits { Ok(()) } else { Err(PasteError::NotOfParents { id, start, end }) }
}

fn is_within(inner: HashRange, outer: HashRange) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn is_both(whole: HashRange, one: HashRange, other: HashRange) -> bool {
    let (low, high) = if one.start < other.start { (one, other) } else { (other, one) };
    whole.start == low.start && whole.end == high.end && low.end.0.checked_add(1) == Some(high.start.0)
}
