//! When a producer's records are made: evenly or by chance (Poisson), at the rate that shape and bursts give.
//!
//! Arrivals are quantized: at 100 records/s and more, all records of a tick of 10 ms arrive together at its end, as one
//! request; below that each record has its own microsecond. Counts are exact: evenly spaced arrivals keep what is left
//! over of a record, and Poisson counts of a tick have the mean of the tick.

use super::rate::{MILLI, Rate};
use super::traffic::{ArrivalModel, Traffic};
use crate::engine::random::RandomStream;
use crate::engine::time::{Micros, SimTime};

/// The width of a tick.
pub const TICK: Micros = Micros::millis(10);
/// The rate from which arrivals are gathered in ticks: one a tick.
const TICKED_FROM: u64 = Micros::SECOND.0 / TICK.0 * MILLI;
/// One record, in the unit of credit: thousandths of a record per second times microseconds.
const ONE_RECORD: u64 = Micros::SECOND.0 * MILLI;

/// A producer's arrivals from some instant on.
#[derive(Clone, Debug)]
pub struct Arrivals {
    model: ArrivalModel,
    rate: Rate,
    /// Up to here arrivals have been handed out.
    clock: SimTime,
    /// What is due and was not handed out: what is left over of a record, or of a tick in which the traffic was set.
    credit: u64,
    /// The clock and the credit before the arrivals handed out last, which never happen if the traffic is set before them.
    before: (SimTime, u64),
}

impl Arrivals {
    /// The arrivals of `traffic` after `now`.
    pub fn new(traffic: &Traffic, now: SimTime) -> Self {
        Self { model: traffic.arrivals, rate: Rate::new(traffic), clock: now, credit: 0, before: (now, 0) }
    }

    /// The arrivals of `traffic` after `now`, where these end: what was due until then comes with the next, so that no
    /// record is lost however often traffic is set.
    #[must_use]
    pub fn followed_by(&self, traffic: &Traffic, now: SimTime) -> Self {
        Self { credit: self.due(now), ..Self::new(traffic, now) }
    }

    /// What is due at `now`, which lies before the arrivals handed out last.
    fn due(&self, now: SimTime) -> u64 {
        let (mut clock, mut due) = self.before;
        if self.model == ArrivalModel::Poisson {
            // Ticks that passed without a record were drawn so; between ticks chance has no memory.
            clock = clock.max(SimTime(now.slot(TICK) * TICK.0));
        }
        while clock < now {
            let (rate, until) = self.rate.phase(clock);
            let to = until.map_or(now, |until| until.min(now));
            if self.model == ArrivalModel::Constant || rate >= TICKED_FROM {
                due += rate * to.since(clock).0;
            }
            clock = to;
        }
        due
    }

    /// The rate at `at` in thousandths of a record per second.
    pub fn rate_at(&self, at: SimTime) -> u64 {
        self.rate.phase(at).0
    }

    /// The next instant at which records arrive, and how many; `None` when none ever will.
    pub fn next(&mut self, random: &mut RandomStream) -> Option<(SimTime, u64)> {
        self.before = (self.clock, self.credit);
        loop {
            let (rate, until) = self.rate.phase(self.clock);
            if rate == 0 {
                self.clock = until?;
            } else if let Some((at, records)) = self.next_in_phase(rate, until, random)
                && records > 0
            {
                return Some((at, records));
            }
        }
    }

    /// One step within a phase of constant rate: arrivals, or none and the clock has moved on.
    fn next_in_phase(
        &mut self,
        rate: u64,
        until: Option<SimTime>,
        random: &mut RandomStream,
    ) -> Option<(SimTime, u64)> {
        if rate >= TICKED_FROM {
            let at = SimTime((self.clock.0 / TICK.0 + 1) * TICK.0);
            let records = self.count(at, random);
            return Some((at, records));
        }
        if self.credit >= ONE_RECORD {
            let records = self.credit / ONE_RECORD;
            self.credit %= ONE_RECORD;
            self.clock += Micros(1);
            return Some((self.clock, records));
        }
        let gap = match self.model {
            ArrivalModel::Constant => (ONE_RECORD - self.credit).div_ceil(rate),
            ArrivalModel::Poisson => random.exponential(ONE_RECORD as f64 / rate as f64) as u64 + 1,
        };
        let at = self.clock + Micros(gap);
        if let Some(until) = until
            && at > until
        {
            if self.model == ArrivalModel::Constant {
                self.credit += rate * until.since(self.clock).0;
            }
            self.clock = until;
            return None;
        }
        if self.model == ArrivalModel::Constant {
            self.credit = self.credit + rate * gap - ONE_RECORD;
        }
        self.clock = at;
        Some((at, 1))
    }

    /// How many records arrive from the clock to `at`, which becomes the clock.
    fn count(&mut self, at: SimTime, random: &mut RandomStream) -> u64 {
        let mut expected = self.credit;
        while self.clock < at {
            let (rate, until) = self.rate.phase(self.clock);
            let to = until.map_or(at, |until| until.min(at));
            expected += rate * to.since(self.clock).0;
            self.clock = to;
        }
        match self.model {
            ArrivalModel::Constant => {
                self.credit = expected % ONE_RECORD;
                expected / ONE_RECORD
            }
            ArrivalModel::Poisson => {
                self.credit = 0;
                random.poisson(expected as f64 / ONE_RECORD as f64)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::producer::traffic::{Burst, KeyModel, Period, RateStep, RecordSize, Retry, Shape};

    fn traffic(rate: u32, arrivals: ArrivalModel, burst: Option<Burst>) -> Traffic {
        Traffic {
            rate_records_per_s: rate,
            arrivals,
            shape: Shape::Steady,
            burst,
            record_size: RecordSize::default(),
            template: None,
            keys: KeyModel::FreshId,
            retry: Retry::None,
        }
    }

    fn count(traffic: &Traffic, from_s: u64, to_s: u64) -> u64 {
        let mut arrivals = Arrivals::new(traffic, SimTime::ZERO);
        let mut random = RandomStream::new(3, "test");
        let mut sum = 0;
        while let Some((at, records)) = arrivals.next(&mut random) {
            if at > SimTime(to_s * 1_000_000) {
                break;
            }
            if at > SimTime(from_s * 1_000_000) {
                sum += records;
            }
        }
        sum
    }

    #[test]
    fn even_arrivals_are_exact_at_any_rate() {
        for rate in [1, 3, 7, 99, 100, 101, 333, 1_000, 4_321] {
            assert_eq!(count(&traffic(rate, ArrivalModel::Constant, None), 0, 60), u64::from(rate) * 60, "{rate}");
        }
    }

    #[test]
    fn chance_arrivals_have_the_mean_rate() {
        for rate in [2_u32, 50, 150, 3_000] {
            let expected = f64::from(rate) * 400.0;
            let counted = count(&traffic(rate, ArrivalModel::Poisson, None), 0, 400) as f64;
            assert!((counted - expected).abs() < 5.0 * expected.sqrt(), "{counted} of {expected}");
        }
    }

    #[test]
    fn bursts_multiply_the_rate_while_they_last() {
        let burst = Some(Burst { every_s: 30, for_s: 5, factor: 4 });
        for rate in [50, 1_000] {
            let traffic = traffic(rate, ArrivalModel::Constant, burst);
            let rate = u64::from(rate);
            assert_eq!(count(&traffic, 0, 30), rate * 30, "no burst at the very start");
            assert_eq!(count(&traffic, 30, 35), rate * 5 * 4);
            assert_eq!(count(&traffic, 35, 60), rate * 25);
        }
    }

    fn shaped(rate: u32, shape: Shape) -> Traffic {
        Traffic { shape, ..traffic(rate, ArrivalModel::Constant, None) }
    }

    #[test]
    fn a_period_swings_between_its_low_and_its_high() {
        for rate in [20, 5_000] {
            let day = shaped(rate, Shape::Periodic(Period { period_s: 1_000, low_percent: 20 }));
            let whole = u64::from(rate);
            // The mean of a raised cosine lies in the middle.
            assert!(count(&day, 0, 1_000).abs_diff(whole * 1_000 * 6 / 10) <= 1, "{rate}");
            assert!(count(&day, 1_000, 3_000).abs_diff(whole * 2_000 * 6 / 10) <= 1, "{rate}");
            assert!(count(&day, 0, 20).abs_diff(whole * 20 / 5) <= whole / 10, "{rate}");
            assert!(count(&day, 490, 510).abs_diff(whole * 20) <= whole / 10, "{rate}");
            let [rises, falls] = [count(&day, 200, 300), count(&day, 700, 800)];
            assert!(rises.abs_diff(falls) <= 1, "{rises} {falls}");
        }
    }

    #[test]
    fn steps_hold_from_their_instants_on_and_silence_stays() {
        let step = |at_s, percent| RateStep { at_s, percent };
        for rate in [50, 1_000] {
            let load = shaped(rate, Shape::Steps(vec![step(10, 300), step(20, 0), step(30, 25), step(50, 0)]));
            let whole = u64::from(rate);
            let counts = [(0, 10), (10, 20), (20, 30), (30, 50), (50, 5_000)].map(|(from, to)| count(&load, from, to));
            let expected = [whole * 10, whole * 30, 0, whole * 5, 0];
            for (count, expected) in counts.into_iter().zip(expected) {
                assert!(count.abs_diff(expected) <= 1, "{counts:?}");
            }
            let bursts = Traffic { burst: Some(Burst { every_s: 10, for_s: 5, factor: 2 }), ..load };
            assert!(count(&bursts, 10, 20).abs_diff(whole * 45) <= 1);
            assert_eq!(count(&bursts, 60, 5_000), 0, "what is silent for ever does not wait for bursts");
        }
    }

    #[test]
    fn a_rate_of_zero_never_sends() {
        assert_eq!(count(&traffic(0, ArrivalModel::Poisson, None), 0, 10), 0);
    }
}
