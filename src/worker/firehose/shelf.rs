//! What is known of objects and need not be made again for each frame: their keys, and how large they are in the bucket.
//!
//! Sizes of what is not compressed are those of its records. What is compressed, converted or written about failures is
//! made for its size if all that is in view is small together, a little in each frame; else its size is estimated by the
//! beginning of the newest object of its kind, which was made.

use super::bucket::{BucketRow, ObjectRow, RowKind, Stored};
use crate::engine::firehose::DeliveryStream;
use crate::engine::firehose::format::compression::Compression;
use crate::engine::firehose::lane::Route;
use crate::engine::firehose::object::Object;
use crate::engine::world::World;
use std::collections::BTreeMap;

/// Objects are made for their size if they hold less than this together.
const MADE_MAX: u64 = 4 << 20;
/// How much is made for one frame.
const MADE_A_FRAME: u64 = 512 << 10;
/// How much of the newest object is made to estimate the others.
const MEASURED: usize = 256 << 10;

/// What is known of the objects of one delivery stream.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The delivery stream's number.
    stream: Option<u32>,
    /// Keys by the objects' numbers; requests have none.
    pub(super) keys: BTreeMap<u64, String>,
    /// How far keys are known.
    named: u64,
    stored: BTreeMap<u64, u64>,
    /// For objects of a version and a route, which was measured, and bytes in the bucket for each of its records' bytes.
    ratios: BTreeMap<(u32, Route), (u64, f64)>,
    /// Whether there are sizes that the next frame will know better.
    pub(super) is_pending: bool,
}

impl Shelf {
    /// Makes the keys that are not known yet, and forgets what is listed no more.
    pub(super) fn name_all(&mut self, world: &World, stream: &DeliveryStream) {
        if self.stream != Some(stream.id.0) || self.named > stream.objects.next_number() {
            *self = Self { stream: Some(stream.id.0), ..Self::default() };
        }
        for object in stream.objects.iter().rev().take_while(|object| object.number >= self.named) {
            self.keys.extend(world.object_key(stream, object).map(|key| (object.number, key)));
        }
        self.named = stream.objects.next_number();
        if let Some(first) = stream.objects.iter().next() {
            self.keys = self.keys.split_off(&first.number);
            self.stored = self.stored.split_off(&first.number);
        }
    }

    /// Says how large objects are in their bucket. Returns whether some sizes are estimated.
    pub(super) fn weigh(&mut self, world: &World, stream: &DeliveryStream, rows: &mut [BucketRow]) -> bool {
        let mut found: Vec<(&mut ObjectRow, &Object)> = Vec::new();
        for row in rows {
            let RowKind::Object(row) = &mut row.what else { continue };
            let Some(object) = stream.objects.get(row.number).filter(|object| object.bucket().is_some()) else {
                continue;
            };
            if is_as_it_was(object) {
                row.stored = Some(Stored { bytes: object.amount.bytes, is_estimated: false });
            } else {
                found.push((row, object));
            }
        }
        let is_little = found.iter().map(|(_, object)| object.amount.bytes).sum::<u64>() < MADE_MAX;
        let mut budget = if is_little { MADE_A_FRAME } else { 0 };
        let mut has_estimates = false;
        self.is_pending = false;
        for (row, object) in found {
            if budget > 0 && !self.stored.contains_key(&object.number) && object.runs.is_some() {
                budget = budget.saturating_sub(object.amount.bytes.max(1_024));
                let made = world.object_bytes(stream, object, usize::MAX);
                self.stored.extend(made.map(|made| (object.number, made.written.len() as u64)));
            }
            let known = self.stored.get(&object.number).copied();
            self.is_pending |= is_little && known.is_none() && object.runs.is_some();
            has_estimates |= known.is_none();
            let bytes = known.or_else(|| self.estimate(world, stream, object));
            row.stored = bytes.map(|bytes| Stored { bytes, is_estimated: known.is_none() });
        }
        has_estimates
    }

    fn estimate(&mut self, world: &World, stream: &DeliveryStream, object: &Object) -> Option<u64> {
        let kind = (object.version, object.route);
        let is_like = |other: &&Object| (other.version, other.route) == kind && other.runs.is_some();
        let newest = stream.objects.iter().rev().find(is_like);
        let known = self.ratios.get(&kind).copied();
        let ratio = match (newest, known) {
            (Some(newest), Some((number, ratio))) if newest.number == number => ratio,
            (Some(newest), _) => {
                let ratio = ratio(world, stream, newest)?;
                self.ratios.insert(kind, (newest.number, ratio));
                ratio
            }
            (None, known) => known?.1,
        };
        Some((object.amount.bytes as f64 * ratio) as u64)
    }
}

/// Whether an object is nothing but its records.
pub(super) fn is_as_it_was(object: &Object) -> bool {
    matches!(object.route, Route::Destination | Route::Backup)
        && object.conversion.is_none()
        && object.bucket().is_none_or(|bucket| bucket.compression == Compression::Uncompressed)
}

/// Bytes in the bucket for each byte of the records, by the beginning of the object.
fn ratio(world: &World, stream: &DeliveryStream, object: &Object) -> Option<f64> {
    let made = world.object_bytes(stream, object, MEASURED)?;
    let share = made.ends.len() as f64 / object.amount.records.max(1) as f64;
    Some(made.written.len() as f64 / (object.amount.bytes as f64 * share).max(1.0))
}
