//! A lane: the records of a shard that one invocation after the other gets, in their order. Each partition key has one.

use crate::engine::consumer::delivery::Delivery;
use crate::engine::time::{Micros, SimTime};
use std::collections::VecDeque;
use std::ops::Range;

/// The records that wait in one of a shard's lanes, and the invocation under way.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    /// What was read and waits, oldest first.
    pub queue: VecDeque<Piece>,
    /// Records in the queue.
    pub waiting: u64,
    /// Since when the oldest of them waits.
    pub since: SimTime,
    /// What failed and is to be tried again before anything else, the next last.
    pub again: Vec<Batch>,
    /// The invocation under way.
    pub invocation: Option<Invocation>,
    /// The tumbling window that is open.
    pub window: Option<u64>,
}

/// A run of records of one lane that arrived together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The records.
    pub records: Range<u64>,
    /// When the first of them arrived.
    pub arrived: SimTime,
    /// When they were read.
    pub read: SimTime,
    /// Bytes of one of them, on the average.
    pub record_bytes: u64,
}

/// Records that are handed over together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The records, in their order.
    pub pieces: Vec<Piece>,
    /// How many invocations with these records failed and counted.
    pub attempts: u32,
    /// When they may be tried.
    pub not_before: SimTime,
}

/// An invocation of the function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// Tells it from others of the lane.
    pub number: u64,
    /// Its records; none where it ends a window.
    pub batch: Batch,
    /// The record at which it fails.
    pub fails_at: Option<u64>,
    /// When it began.
    pub began: SimTime,
    /// When it ends.
    pub until: SimTime,
    /// Whether it lasts longer than it may.
    pub is_too_long: bool,
    /// What it has processed, on its way to the store.
    pub delivery: Option<Delivery>,
}

impl Invocation {
    /// How many of its records it processes before the one at which it fails.
    pub fn processed(&self) -> u64 {
        self.fails_at.map_or_else(|| self.batch.len(), |index| self.batch.before(index))
    }
}

impl Piece {
    /// How many records.
    pub const fn len(&self) -> u64 {
        self.records.end - self.records.start
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.records.end == self.records.start
    }

    /// Takes the first `count` records off.
    #[must_use]
    pub fn split_off_first(&mut self, count: u64) -> Self {
        let middle = (self.records.start + count).min(self.records.end);
        let first = Self { records: self.records.start..middle, ..self.clone() };
        self.records.start = middle;
        first
    }
}

impl Batch {
    /// Records that nobody has tried.
    pub const fn new(pieces: Vec<Piece>) -> Self {
        Self { pieces, attempts: 0, not_before: SimTime::ZERO }
    }

    /// How many records stand before `index`.
    pub fn before(&self, index: u64) -> u64 {
        self.pieces.iter().map(|piece| index.saturating_sub(piece.records.start).min(piece.len())).sum()
    }

    /// The index of its record at this place.
    pub fn index(&self, place: u64) -> Option<u64> {
        let mut left = place;
        self.pieces.iter().find_map(|piece| {
            let index = (left < piece.len()).then_some(piece.records.start + left);
            left = left.saturating_sub(piece.len());
            index
        })
    }

    /// How many records.
    pub fn len(&self) -> u64 {
        self.pieces.iter().map(Piece::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(Piece::is_empty)
    }

    /// Takes the first `count` records off.
    #[must_use]
    pub fn split_off_first(&mut self, count: u64) -> Self {
        let (mut left, mut first) = (count, Vec::new());
        while left > 0 && !self.pieces.is_empty() {
            let piece = self.pieces[0].split_off_first(left);
            left -= piece.len();
            first.push(piece);
            if self.pieces[0].is_empty() {
                self.pieces.remove(0);
            }
        }
        Self { pieces: first, ..self.clone() }
    }

    /// Takes off what satisfies `is_gone`, a statement about whole pieces, from the front.
    pub fn drop_front(&mut self, is_gone: impl Fn(&Piece) -> bool) -> Vec<Piece> {
        let gone = self.pieces.iter().take_while(|piece| is_gone(piece)).count();
        self.pieces.drain(..gone).collect()
    }
}

impl Lane {
    /// Whether nothing waits or is under way.
    pub fn is_idle(&self) -> bool {
        self.queue.is_empty() && self.again.is_empty() && self.invocation.is_none()
    }

    /// Adds records that were read at `now`.
    pub fn push(&mut self, piece: Piece, now: SimTime) {
        if self.queue.is_empty() {
            self.since = now;
        }
        self.waiting += piece.len();
        match self.queue.back_mut() {
            Some(last)
                if last.records.end == piece.records.start
                    && last.arrived == piece.arrived
                    && last.read == piece.read
                    && last.record_bytes == piece.record_bytes =>
            {
                last.records.end = piece.records.end;
            }
            _ => self.queue.push_back(piece),
        }
    }

    /// Takes at most `records` and `bytes` from the queue, at least one record, none of another `window` than the first.
    pub fn take(&mut self, records: u64, bytes: u64, window: impl Fn(&Piece) -> u64, now: SimTime) -> Batch {
        let (mut left, mut room) = (records, bytes);
        let mut pieces: Vec<Piece> = Vec::new();
        while let Some(next) = self.queue.front_mut().filter(|_| left > 0) {
            if pieces.first().is_some_and(|first| window(first) != window(next)) {
                break;
            }
            let fitting = room.checked_div(next.record_bytes).unwrap_or(u64::MAX);
            let fitting = if pieces.is_empty() { fitting.max(1) } else { fitting };
            let piece = next.split_off_first(left.min(fitting));
            if piece.is_empty() {
                break;
            }
            let is_whole = next.is_empty();
            left -= piece.len();
            room = room.saturating_sub(piece.len() * piece.record_bytes);
            self.waiting -= piece.len();
            pieces.push(piece);
            if !is_whole {
                break;
            }
            self.queue.pop_front();
        }
        self.since = now;
        Batch::new(pieces)
    }

    /// Whether the queue holds a payload of `bytes`.
    pub fn holds(&self, bytes: u64) -> bool {
        let mut sum = 0_u64;
        self.queue.iter().any(|piece| {
            sum = sum.saturating_add(piece.len().saturating_mul(piece.record_bytes));
            sum >= bytes
        })
    }
}

/// The wait before a batch is tried again. Assumed: a second, twice as long with each attempt, a minute at most.
pub fn back_off(attempts: u32) -> Micros {
    Micros::seconds((1_u64 << attempts.saturating_sub(1).min(6)).min(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(records: Range<u64>, arrived_s: u64) -> Piece {
        Piece { records, arrived: SimTime(arrived_s * 1_000_000), read: SimTime::ZERO, record_bytes: 100 }
    }

    fn lane(pieces: &[Piece]) -> Lane {
        let mut lane = Lane::default();
        for piece in pieces {
            lane.push(piece.clone(), SimTime::ZERO);
        }
        lane
    }

    #[test]
    fn a_batch_ends_at_its_size_its_payload_or_its_window() {
        let pieces = [piece(1..11, 0), piece(11..21, 1), piece(21..31, 70)];
        let taken = |records, bytes, window_s: u64| {
            let mut lane = lane(&pieces);
            let window = |piece: &Piece| piece.arrived.0.checked_div(window_s * 1_000_000).unwrap_or(0);
            let batch = lane.take(records, bytes, window, SimTime::ZERO);
            assert_eq!(batch.len() + lane.waiting, 30);
            batch.len()
        };
        assert_eq!(taken(100, u64::MAX, 0), 30);
        assert_eq!(taken(15, u64::MAX, 0), 15);
        assert_eq!(taken(100, 1_250, 0), 12);
        assert_eq!(taken(100, 1, 0), 1, "one record goes whatever it weighs");
        assert_eq!(taken(100, u64::MAX, 60), 20);
    }

    #[test]
    fn a_batch_is_split_in_order() {
        let mut batch = Batch::new(vec![piece(1..4, 0), piece(7..9, 0)]);
        let first = batch.split_off_first(4);
        assert_eq!((first.pieces, batch.pieces), (vec![piece(1..4, 0), piece(7..8, 0)], vec![piece(8..9, 0)]));
    }

    #[test]
    fn waits_grow_to_a_minute() {
        assert_eq!([1, 2, 3, 7, 40].map(|attempts| back_off(attempts).0 / 1_000_000), [1, 2, 4, 60, 60]);
    }
}
