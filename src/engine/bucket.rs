//! Token buckets: how every rate of the simulator is kept.
//!
//! Assumed (AWS publishes no refill rule): a bucket holds one second's worth and refills evenly, so that what was idle
//! takes a burst of one second's worth at once. A bucket that saves holds more.

use super::time::{Micros, SimTime};

/// The time over which a rate is counted.
pub const WINDOW: Micros = Micros::SECOND;

/// One rate's bucket. The level is kept in millionths, which makes the refill exact in whole microseconds.
#[derive(Clone, Debug)]
pub struct Bucket {
    rate_per_s: u64,
    /// Seconds' worth that it holds.
    holds_s: u32,
    level_millionths: i64,
    refilled: SimTime,
}

impl Bucket {
    /// A full bucket at `now`: nothing was taken yet.
    pub fn full(rate_per_s: u64, now: SimTime) -> Self {
        Self { rate_per_s, holds_s: 1, level_millionths: capacity(rate_per_s, 1), refilled: now }
    }

    /// A bucket with one second's worth that saves up to `holds_s` seconds' worth.
    pub fn saving(rate_per_s: u64, holds_s: u32, now: SimTime) -> Self {
        Self { holds_s, ..Self::full(rate_per_s, now) }
    }

    /// Refills up to `now` and says what is there; nothing while more was taken than there was.
    pub fn available(&mut self, now: SimTime) -> u64 {
        self.refill(now);
        u64::try_from(self.level_millionths / 1_000_000).unwrap_or(0)
    }

    fn refill(&mut self, now: SimTime) {
        // A bucket that owes much fills for longer than it holds; two hundred seconds' worth of any rate fits 63 bits.
        let elapsed = now.since(self.refilled).0.min((200 + u64::from(self.holds_s)) * WINDOW.0);
        self.refilled = self.refilled.max(now);
        let added =
            i64::try_from(self.rate_per_s * elapsed).expect("what refills in minutes, in millionths, fits 63 bits");
        self.level_millionths = (self.level_millionths + added).min(capacity(self.rate_per_s, self.holds_s));
    }

    /// Takes `amount`, which may be more than there is: the bucket then owes it.
    pub fn take(&mut self, amount: u64) {
        let millionths = amount.checked_mul(1_000_000).and_then(|amount| i64::try_from(amount).ok());
        self.level_millionths -= millionths.expect("what a request takes, in millionths, fits 63 bits");
    }

    /// Whether nothing is missing.
    pub fn is_full(&mut self, now: SimTime) -> bool {
        self.refill(now);
        self.level_millionths == capacity(self.rate_per_s, self.holds_s)
    }

    /// Whether more was taken than there was.
    pub const fn owes(&self) -> bool {
        self.level_millionths < 0
    }

    /// How long until `amount` is there.
    pub fn wait_for(&mut self, amount: u64, now: SimTime) -> Micros {
        self.refill(now);
        let wanted = i64::try_from(amount * 1_000_000).expect("what is waited for, in millionths, fits 63 bits");
        let missing = u64::try_from(wanted - self.level_millionths).unwrap_or(0);
        Micros(missing.div_ceil(self.rate_per_s.max(1)))
    }

    /// What refills in a second.
    pub const fn rate_per_s(&self) -> u64 {
        self.rate_per_s
    }

    /// Follows another rate from now on; what is above a smaller bucket spills.
    pub fn set_rate(&mut self, rate_per_s: u64, now: SimTime) {
        self.refill(now);
        self.rate_per_s = rate_per_s;
        self.level_millionths = self.level_millionths.min(capacity(rate_per_s, self.holds_s));
    }
}

fn capacity(rate_per_s: u64, holds_s: u32) -> i64 {
    i64::try_from(rate_per_s * u64::from(holds_s) * WINDOW.0)
        .expect("a limit's second's worth in millionths fits 63 bits")
}
