//! Amounts of records: how many, how large as they came, and how large as they are now.

use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// An amount of records. What a function does to a record changes its bytes, never those with which it came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// Records.
    pub records: u64,
    /// Bytes of their data as they came.
    pub raw_bytes: u64,
    /// Bytes of their data as they are now, before any compression.
    pub bytes: u64,
}

impl Amount {
    /// One record of this size, as it came.
    pub const fn one(bytes: u64) -> Self {
        Self { records: 1, raw_bytes: bytes, bytes }
    }

    /// Whether there is nothing.
    pub const fn is_empty(&self) -> bool {
        self.records == 0
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, rhs: Self) -> Self {
        Self {
            records: self.records + rhs.records,
            raw_bytes: self.raw_bytes + rhs.raw_bytes,
            bytes: self.bytes + rhs.bytes,
        }
    }
}

impl Sub for Amount {
    type Output = Self;
    fn sub(self, rhs: Self) -> Self {
        let less = |a: u64, b: u64| a.checked_sub(b).expect("a sum covers its parts");
        Self {
            records: less(self.records, rhs.records),
            raw_bytes: less(self.raw_bytes, rhs.raw_bytes),
            bytes: less(self.bytes, rhs.bytes),
        }
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, rhs: Self) {
        *self = *self + rhs;
    }
}

impl SubAssign for Amount {
    fn sub_assign(&mut self, rhs: Self) {
        *self = *self - rhs;
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::default(), Add::add)
    }
}
