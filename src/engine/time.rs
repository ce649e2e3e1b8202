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

    /// Year, month and day in UTC, both from 1.
    pub const fn date(self) -> (u64, u64, u64) {
        // Years that begin in March, so that a leap day is the last of one; 719,468 days from there to 1970.
        let days = self.unix_seconds() / 86_400 + 719_468;
        let (era, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let is_next_year = month >= 10;
        let month_from_1 = if is_next_year { month - 9 } else { month + 3 };
        (era * 400 + year + is_next_year as u64, month_from_1, day - (153 * month + 2) / 5 + 1)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let on = |days: u64| SimTime(days * 86_400_000_000).date();
        assert_eq!(
            [on(0), on(30), on(31), on(58), on(59)].map(|(_, month, day)| (month, day)),
            [(1, 1), (1, 31), (2, 1), (2, 28), (3, 1)]
        );
        assert_eq!((on(364), on(365), on(365 + 365 + 59)), ((2026, 12, 31), (2027, 1, 1), (2028, 2, 29)));
    }
}
