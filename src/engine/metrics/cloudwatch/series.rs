//! The history of one metric: a slot a minute, then five minutes, then an hour, each for a bounded time.
//!
//! Documented: CloudWatch keeps minutes for 15 days, five minutes for 63 days and hours for 455 days. Here each is kept
//! for less (see [`KEPT`]), so that memory is bounded: about 75 KB for a metric of a stream and 30 KB for one of a shard (12 KB after
//! the first day), and only where there was something to count. Slots are aligned to simulated time zero, which is a full hour.

use super::sample::Sample;
use crate::engine::time::Micros;
use std::collections::VecDeque;
use std::rc::Rc;

/// The widths of slots, finest first.
pub const WIDTHS: [Micros; 3] = [Micros::seconds(60), Micros::seconds(300), Micros::HOUR];
/// Slots to a chunk. Chunks are shared between a world and its clones until one of them writes to it.
const CHUNK: usize = 32;

/// How many slots of each width are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept([usize; WIDTHS.len()]);

/// A stream's or a consumer's metric: minutes for 25 hours, five minutes for 3 days, hours for 31 days.
pub const KEPT: Kept = Kept([25 * 60, 3 * 24 * 12, 31 * 24]);
/// A shard's metric, of which there are many: minutes for 3 hours, five minutes for 25 hours, hours for 31 days.
pub const KEPT_OF_SHARD: Kept = Kept([3 * 60, 25 * 12, 31 * 24]);

impl Kept {
    /// The oldest slot of a width that is kept while `newest` is the newest.
    pub const fn oldest(self, width: usize, newest: u64) -> u64 {
        (newest + 1).saturating_sub(self.0[width] as u64)
    }
}

/// One metric of one stream, shard or consumer.
#[derive(Clone, Debug, Default)]
pub struct Series {
    rings: [Ring; WIDTHS.len()],
}

#[derive(Clone, Debug, Default)]
struct Ring {
    first_chunk: u64,
    chunks: VecDeque<Rc<[Sample; CHUNK]>>,
}

impl Series {
    /// Adds values of a minute.
    pub fn add(&mut self, minute: u64, sample: &Sample, kept: Kept) {
        for (width, ring) in self.rings.iter_mut().enumerate() {
            ring.add(minute * WIDTHS[0].0 / WIDTHS[width].0, sample, kept.0[width]);
        }
    }

    /// The values of a slot; empty where there were none or they are not kept any more.
    pub fn slot(&self, width: usize, slot: u64) -> Sample {
        self.rings[width].get(slot)
    }

    /// The newest hour that has values.
    pub fn newest_hour(&self) -> Option<u64> {
        self.rings[WIDTHS.len() - 1].newest()
    }

    /// The newest minute that has values, while minutes are kept.
    pub fn newest_minute(&self) -> Option<u64> {
        self.rings[0].newest()
    }
}

impl Ring {
    fn add(&mut self, slot: u64, sample: &Sample, kept: usize) {
        let (chunk, chunks_kept) = (slot / CHUNK as u64, kept.div_ceil(CHUNK) + 1);
        if self.chunks.is_empty() || chunk >= self.first_chunk + (self.chunks.len() + chunks_kept) as u64 {
            self.chunks.clear();
            self.first_chunk = chunk;
        }
        if chunk < self.first_chunk {
            return;
        }
        if self.first_chunk + (self.chunks.len() as u64) <= chunk {
            let empty = Rc::new([Sample::default(); CHUNK]);
            while self.first_chunk + (self.chunks.len() as u64) <= chunk {
                self.chunks.push_back(Rc::clone(&empty));
            }
        }
        while self.chunks.len() > chunks_kept {
            self.chunks.pop_front();
            self.first_chunk += 1;
        }
        let place = (chunk - self.first_chunk) as usize;
        Rc::make_mut(&mut self.chunks[place])[(slot % CHUNK as u64) as usize].merge(sample);
    }

    fn get(&self, slot: u64) -> Sample {
        let place = (slot / CHUNK as u64).checked_sub(self.first_chunk).and_then(|place| usize::try_from(place).ok());
        let chunk = place.and_then(|place| self.chunks.get(place));
        chunk.map_or_else(Sample::default, |chunk| chunk[(slot % CHUNK as u64) as usize])
    }

    fn newest(&self) -> Option<u64> {
        let (chunk, place) = (self.chunks.back()?, self.chunks.len() - 1);
        let last = chunk.iter().rposition(|sample| !sample.is_empty())?;
        Some((self.first_chunk + place as u64) * CHUNK as u64 + last as u64)
    }
}
