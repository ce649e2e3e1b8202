//! What a stream costs: usage counted exactly, and a bill at the prices of the table.
//!
//! Documented (pricing page): the units, that a put counts in payload units of 25 KB a record, and on-demand data in whole
//! KB (1,024 bytes) a record; that reading a provisioned stream by `GetRecords` is free. Assumed: hours are charged by the
//! microsecond, as nothing is said about parts of an hour; partition keys count as they do against the write limit; with
//! a retention of more than 7 days the extended retention is charged too; what On-demand Advantage commits to is compared
//! with what was used over the whole time of the commitment.
//! Leaves out: everything that [`prices`] leaves out.
//!
//! Usage is integers of microseconds, bytes, payload units, and bytes times microseconds: however time is cut, the sum is
//! the same. A [`Meter`] belongs to one stream; meters of several streams are added up by [`Meter::absorb`].

pub mod deliveries;
pub mod prices;
#[cfg(test)]
mod tests;

use super::ids::Bytes;
use super::time::{Micros, SimTime};
use prices::{PRICES, PriceId, PricingMode};
use serde::{Deserialize, Serialize};
use std::ops::{Add, AddAssign, Mul};

/// A payload unit. Documented: 25 KB; a KB is taken as 1,024 bytes.
const PAYLOAD_UNIT: u64 = 25 * 1_024;
/// What On-demand Advantage commits to, in each direction: 25 MiB a second. Documented.
const COMMITTED_BYTES_PER_S: u128 = 25 << 20;

/// What putting records counts as, in both modes; rounded up for each record, so it cannot be told from a sum of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PutUsage {
    /// Units of 25 KB.
    pub payload_units: u64,
    /// Bytes, each record rounded up to whole KB.
    pub rounded: Bytes,
}

/// What is paid for by time: how a stream is now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// How it is paid for.
    pub mode: PricingMode,
    /// Open shards.
    pub open_shards: u64,
    /// Registered enhanced fan-out consumers.
    pub consumers: u64,
    /// How long records are kept.
    pub retention: Micros,
    /// Bytes of records from 24 hours to 7 days of age.
    pub extended: Bytes,
    /// Bytes of records of more than 7 days of age.
    pub long_term: Bytes,
}

/// What is paid for by amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// What was put.
    pub put: PutUsage,
    /// Bytes read by `GetRecords`.
    pub read: Bytes,
    /// Of these, bytes of records of more than 7 days of age.
    pub read_long_term: Bytes,
    /// Bytes pushed to enhanced fan-out consumers.
    pub pushed: Bytes,
}

impl Mul<u64> for Moved {
    type Output = Self;
    fn mul(self, times: u64) -> Self {
        let many = |bytes: Bytes| Bytes(bytes.0 * times);
        Self {
            put: self.put * times,
            read: many(self.read),
            read_long_term: many(self.read_long_term),
            pushed: many(self.pushed),
        }
    }
}

/// One line of a bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The price.
    pub price: PriceId,
    /// How much was used, in the [base](prices::PriceUnit::base) of the price's unit.
    pub used: u128,
    /// What it costs, in billionths of a dollar.
    pub nano_dollars: u128,
}

/// What a stream has used.
#[derive(Clone, Debug)]
pub struct Meter {
    used: [u128; PRICES.len()],
    rates: Rates,
    as_of: SimTime,
}

impl PutUsage {
    /// One record of so many bytes.
    #[inline]
    pub const fn of_record(bytes: Bytes) -> Self {
        Self { payload_units: payload_units(bytes), rounded: bytes.metered() }
    }
}

/// The payload units of one record.
#[inline]
pub const fn payload_units(bytes: Bytes) -> u64 {
    // Most records are small, and this is counted for each.
    if bytes.0 <= PAYLOAD_UNIT && bytes.0 > 0 { 1 } else { bytes.0.div_ceil(PAYLOAD_UNIT) }
}

impl Add for PutUsage {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { payload_units: self.payload_units + other.payload_units, rounded: self.rounded + other.rounded }
    }
}

impl AddAssign for PutUsage {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// So many records of the same size.
impl Mul<u64> for PutUsage {
    type Output = Self;
    fn mul(self, records: u64) -> Self {
        Self { payload_units: self.payload_units * records, rounded: Bytes(self.rounded.0 * records) }
    }
}

impl Rates {
    /// What the stream uses in each microsecond, by price.
    fn each(&self) -> impl Iterator<Item = (PriceId, u128)> {
        let beyond_a_day = u64::from(self.retention > Micros::hours(24));
        let (extended, long_term) = (self.extended.0, self.long_term.0);
        let rates: [(PriceId, u64); 4] = match self.mode {
            PricingMode::Provisioned => [
                (PriceId::ShardHour, self.open_shards),
                (PriceId::ExtendedRetention, self.open_shards * beyond_a_day),
                (PriceId::LongTermRetention, long_term),
                (PriceId::FanOutHour, self.open_shards * self.consumers),
            ],
            PricingMode::OnDemandStandard => [
                (PriceId::StreamHour, 1),
                (PriceId::StandardExtended, extended),
                (PriceId::StandardLongTerm, long_term),
                (PriceId::FanOutHour, 0),
            ],
            PricingMode::OnDemandAdvantage => [
                (PriceId::AdvantageExtended, extended),
                (PriceId::AdvantageLongTerm, long_term),
                (PriceId::StreamHour, 0),
                (PriceId::FanOutHour, 0),
            ],
        };
        rates.into_iter().map(|(price, rate)| (price, u128::from(rate)))
    }
}

impl Meter {
    /// The meter of a stream that is created at `now`.
    pub fn new(rates: Rates, now: SimTime) -> Self {
        Self { used: [0; PRICES.len()], rates, as_of: now }
    }

    /// Counts the time since the last call at the rates that held, up to `now`.
    pub fn advance(&mut self, now: SimTime) {
        let elapsed = u128::from(now.since(self.as_of).0);
        if elapsed == 0 {
            return;
        }
        self.as_of = now;
        for (price, rate) in self.rates.each() {
            self.used[price as usize] += rate * elapsed;
        }
    }

    /// Other rates hold from `now` on.
    pub fn set_rates(&mut self, rates: Rates, now: SimTime) {
        if rates != self.rates {
            self.advance(now);
            self.rates = rates;
        }
    }

    /// The rates that hold.
    pub const fn rates(&self) -> &Rates {
        &self.rates
    }

    /// The stream is gone: nothing more is counted by time.
    pub fn stop(&mut self, now: SimTime) {
        self.advance(now);
        self.as_of = SimTime(u64::MAX);
    }

    /// Counts what was moved, in the mode that holds. Once a tick is enough: sums give the same as their parts.
    pub fn add(&mut self, moved: &Moved) {
        let (read, pushed, rounded) = (moved.read, moved.pushed, moved.put.rounded);
        match self.rates.mode {
            PricingMode::Provisioned => {
                self.count(PriceId::PutPayloadUnits, moved.put.payload_units);
                self.count(PriceId::LongTermRetrieval, moved.read_long_term.0);
                self.count(PriceId::FanOutData, pushed.0);
            }
            PricingMode::OnDemandStandard => {
                self.count(PriceId::StandardIn, rounded.0);
                self.count(PriceId::StandardOut, read.0);
                self.count(PriceId::StandardFanOut, pushed.0);
            }
            PricingMode::OnDemandAdvantage => {
                self.count(PriceId::AdvantageIn, rounded.0);
                self.count(PriceId::AdvantageOut, read.0 + pushed.0);
            }
        }
    }

    /// Adds what another meter counted; both must have advanced to the instant of the bill.
    pub fn absorb(&mut self, other: &Self) {
        for (mine, theirs) in self.used.iter_mut().zip(&other.used) {
            *mine += theirs;
        }
    }

    /// How much was used of what a price is for, in the base of its unit.
    pub const fn used(&self, price: PriceId) -> u128 {
        self.used[price as usize]
    }

    /// A line for everything that was used, in the order of the prices.
    pub fn bill(&self) -> Vec<Line> {
        let lines = PRICES.iter().map(|price| Line::of(price.id, self.used(price.id)));
        lines.filter(|line| line.used > 0).collect()
    }

    /// What the account pays for a commitment that it did not use, when On-demand Advantage has been on for `enabled`.
    /// This meter is that of all streams together.
    pub fn shortfall(&self, enabled: Micros) -> Vec<Line> {
        let committed = COMMITTED_BYTES_PER_S * u128::from(enabled.0) / 1_000_000;
        let missing = |price| committed.saturating_sub(self.used(price));
        let lines = [
            Line::of(PriceId::CommitmentIn, missing(PriceId::AdvantageIn)),
            Line::of(PriceId::CommitmentOut, missing(PriceId::AdvantageOut)),
        ];
        lines.into_iter().filter(|line| line.used > 0).collect()
    }

    fn count(&mut self, price: PriceId, amount: u64) {
        self.used[price as usize] += u128::from(amount);
    }
}

impl Line {
    /// What so much of a price's unit costs.
    pub const fn of(price: PriceId, used: u128) -> Self {
        Self { price, used, nano_dollars: price.amount(used) }
    }
}

/// The bill of one hour at these rates, in which `moved` is moved.
pub fn per_hour(rates: Rates, moved: &Moved) -> Vec<Line> {
    let mut meter = Meter::new(rates, SimTime::ZERO);
    meter.add(moved);
    meter.advance(SimTime::ZERO + Micros::HOUR);
    meter.bill()
}

/// What the lines of a bill come to, in billionths of a dollar.
pub fn total(lines: &[Line]) -> u128 {
    lines.iter().map(|line| line.nano_dollars).sum()
}
