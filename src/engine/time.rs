//! Simulated time: instants and durations in whole microseconds, and the calendar instant at which worlds begin.
//!
//! Leaves out: the wall clock. Nothing here knows what time it is outside the simulation.

use serde::{Deserialize, Serialize};
use std::ops::{Add, AddAssign, Mul, Sub};

/// The calendar instant of simulated time zero, in seconds since 1970: 2026-01-01T00:00:00Z.
pub const EPOCH_UNIX_S: u64 = 1_767_225_600;

/// A length of simulated time in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Micros(pub u64);

/// An instant of simulated time: microseconds since the world began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SimTime(pub u64);

impl Micros {
    /// One second.
    pub const SECOND: Self = Self(1_000_000);
    /// One hour.
    pub const HOUR: Self = Self(3_600_000_000);

    /// `n` milliseconds.
    pub const fn millis(n: u64) -> Self {
        Self(n * 1_000)
    }

    /// `n` seconds.
    pub const fn seconds(n: u64) -> Self {
        Self(n * 1_000_000)
    }

    /// `n` hours.
    pub const fn hours(n: u64) -> Self {
        Self(n * 3_600_000_000)
    }

    /// The length in seconds, for display and distributions.
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl SimTime {
    /// The beginning of every world.
    pub const ZERO: Self = Self(0);

    /// The time since `earlier`, or zero when `earlier` is later.
    pub const fn since(self, earlier: Self) -> Micros {
        Micros(self.0.saturating_sub(earlier.0))
    }

    /// The number of whole slots of `width` that have passed; instants in the same slot share it.
    pub const fn slot(self, width: Micros) -> u64 {
        self.0 / width.0
    }

    /// Seconds since 1970 of this instant, as AWS timestamps count them.
    pub const fn unix_seconds(self) -> u64 {
        EPOCH_UNIX_S + self.0 / 1_000_000
    }

    /// The instant in seconds since the world began, for display.
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl Add<Micros> for SimTime {
    type Output = Self;
    fn add(self, rhs: Micros) -> Self {
        Self(self.0.saturating_add(rhs.0))
    }
}

impl AddAssign<Micros> for SimTime {
    fn add_assign(&mut self, rhs: Micros) {
        *self = *self + rhs;
    }
}

impl Sub<Micros> for SimTime {
    type Output = Self;
    fn sub(self, rhs: Micros) -> Self {
        Self(self.0.saturating_sub(rhs.0))
    }
}

impl Add for Micros {
    type Output = Self;
    fn add(self, rhs: Self) -> Self {
        Self(self.0.saturating_add(rhs.0))
    }
}

impl Mul<u64> for Micros {
    type Output = Self;
    fn mul(self, rhs: u64) -> Self {
        Self(self.0.saturating_mul(rhs))
    }
}
