//! Batches: how records are kept. A batch is a run of records of one shard with the same arrival instant, a contiguous
//! range of indices, a count and a byte total; a record put by hand is a batch of one with its payload attached.
//!
//! Generated records keep no payload: their producer computes it again from the ordinal. Batches that are merged give
//! up arrival resolution, for records that were sent again which ordinals of the hull they were, and for aggregates which
//! user records shared one; never counts, bytes or order within a producer. Which of a part's records are there for a
//! second time is not known, only how many: they are taken to be spread over it evenly.

use super::retention::TRIM_GRANULARITY;
use crate::engine::hash::HashKey;
use crate::engine::ids::{Bytes, ProducerId};
use crate::engine::time::{Micros, SimTime};
use std::ops::Range;
use std::rc::Rc;

/// A run of stored records.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The index in the shard of the first record; the others follow without gaps.
    pub first_index: u64,
    /// How many records.
    pub records: u64,
    /// Their bytes, partition keys counted.
    pub bytes: Bytes,
    /// When the first of them arrived.
    pub first_arrival: SimTime,
    /// When the last of them arrived; equal to `first_arrival` until batches are merged.
    pub last_arrival: SimTime,
    /// Where the records come from.
    pub origin: Origin,
}

/// Where the records of a batch come from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// One record put by a request, with what it carried.
    Put(Rc<Payload>),
    /// Records of one producer.
    Generated(Part),
    /// Records of several producers or attempts that arrived together, or of several producers, merged.
    Mixed(Vec<Part>),
}

/// What a record put by a request carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    /// The partition key.
    pub partition_key: String,
    /// The hash key under which it was stored: of the key, or given explicitly.
    pub hash_key: HashKey,
    /// The data blob.
    pub data: Vec<u8>,
}

/// Records of one producer within a batch.
#[derive(Clone, Debug)]
pub struct Part {
    /// Who sent them.
    pub producer: ProducerId,
    /// The hull of their ordinals: the records are those of the hull whose key belongs to the shard.
    pub ordinals: Range<u64>,
    /// How many Kinesis records they are.
    pub records: u64,
    /// How many user records these hold: as many, unless a library put several into one.
    pub users: u64,
    /// How many of the user records had been stored before, because their producer never heard of it.
    pub repeats: u64,
    /// The exact ordinals where they are not the whole hull, as after a retry, or these and others of the same request;
    /// given up when batches merge.
    pub listed: Option<Rc<[u64]>>,
}

impl Batch {
    /// Whether records of this batch may be merged with others: those put by hand stay on their own.
    pub const fn is_mergeable(&self) -> bool {
        !matches!(self.origin, Origin::Put(_))
    }

    /// When record `index` of the shard arrived; between merged records arrivals are taken to be even.
    pub fn arrival(&self, index: u64) -> SimTime {
        let (place, last) = (u128::from(index - self.first_index), u128::from(self.records.saturating_sub(1).max(1)));
        let span = u128::from(self.last_arrival.since(self.first_arrival).0);
        self.first_arrival + Micros((span * place / last) as u64)
    }

    /// The instant that the number of record `index` carries. A number never changes, so it must not tell what merging
    /// gives up: for generated records it is the beginning of the widest slot into which they will be merged.
    pub fn numbered_at(&self, index: u64) -> SimTime {
        let arrived = self.arrival(index);
        if self.is_mergeable() { SimTime(arrived.slot(TRIM_GRANULARITY) * TRIM_GRANULARITY.0) } else { arrived }
    }

    /// The index of its first record that arrived at `at` or later, if its last one did.
    pub fn first_since(&self, at: SimTime) -> u64 {
        let end = self.first_index + self.records;
        let (mut low, mut high) = (self.first_index, end - 1);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.arrival(middle) < at { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// How many of the user records in its first `records` records had been stored before.
    pub fn repeats_before(&self, records: u64) -> u64 {
        let mut left = records;
        let mut repeats = 0;
        for part in self.origin.parts() {
            let taken = part.records.min(left);
            left -= taken;
            let share = u128::from(part.repeats) * u128::from(taken) / u128::from(part.records.max(1));
            repeats += share as u64;
        }
        repeats
    }

    /// Adds the records of `later`, which arrived at the same instant. Nothing is given up: the parts stay apart.
    pub fn join(&mut self, later: Self) {
        assert_eq!(self.first_arrival, later.last_arrival, "joined batches arrived together");
        assert_eq!(self.first_index + self.records, later.first_index, "joined batches are neighbours");
        self.records += later.records;
        self.bytes += later.bytes;
        let mut parts = std::mem::replace(&mut self.origin, Origin::Mixed(Vec::new())).into_parts();
        parts.extend(later.origin.into_parts());
        self.origin = Origin::Mixed(parts);
    }

    /// Adds the records of `later`, which follow this batch without a gap.
    pub fn merge(&mut self, later: Self) {
        assert_eq!(self.first_index + self.records, later.first_index, "merged batches are neighbours");
        assert!(self.is_mergeable() && later.is_mergeable(), "a record put by hand keeps its payload");
        self.records += later.records;
        self.bytes += later.bytes;
        self.last_arrival = later.last_arrival;
        if let (Origin::Generated(part), Origin::Generated(later)) = (&mut self.origin, &later.origin)
            && part.producer == later.producer
        {
            part.absorb(later);
            return;
        }
        let earlier = std::mem::replace(&mut self.origin, Origin::Mixed(Vec::new())).into_parts();
        let mut parts: Vec<Part> = Vec::with_capacity(earlier.len());
        for part in earlier.into_iter().chain(later.origin.into_parts()) {
            match parts.iter_mut().find(|known| known.producer == part.producer) {
                Some(known) => known.absorb(&part),
                None => parts.push(part),
            }
        }
        self.origin = if parts.len() == 1 { Origin::Generated(parts.remove(0)) } else { Origin::Mixed(parts) };
    }
}

impl Origin {
    /// That of parts which arrived together.
    pub fn of(mut parts: Vec<Part>) -> Self {
        match parts.pop() {
            Some(part) if parts.is_empty() => Self::Generated(part),
            last => {
                parts.extend(last);
                Self::Mixed(parts)
            }
        }
    }

    /// The records by their producers; none where they were put by hand.
    pub const fn parts(&self) -> &[Part] {
        match self {
            Self::Put(_) => &[],
            Self::Generated(part) => std::slice::from_ref(part),
            Self::Mixed(parts) => parts.as_slice(),
        }
    }

    fn into_parts(self) -> Vec<Part> {
        match self {
            Self::Put(_) => Vec::new(),
            Self::Generated(part) => vec![part],
            Self::Mixed(parts) => parts,
        }
    }
}

impl Part {
    fn absorb(&mut self, later: &Self) {
        self.ordinals = self.ordinals.start.min(later.ordinals.start)..self.ordinals.end.max(later.ordinals.end);
        self.records += later.records;
        self.users += later.users;
        self.repeats += later.repeats;
        self.listed = None;
    }
}
