//! The rate of a producer's traffic at an instant: what its shape and its bursts make of it, as phases of constant rate.
//!
//! Simplified: a periodic shape is a raised cosine in [`SLOTS`] steps a period, each at the height of its middle, so that
//! what arrives can be counted exactly. Shapes and bursts are counted from the world's beginning, not from when the
//! traffic was set.

use super::traffic::{Burst, Period, Shape, Traffic};
use crate::engine::time::{Micros, SimTime};

/// The steps of a period: of a day, less than six minutes each. A second has whole microseconds of them.
const SLOTS: u64 = 250;
/// Thousandths of a record per second, the unit in which rates are counted here.
pub const MILLI: u64 = 1_000;

/// The rate of a traffic along time.
#[derive(Clone, Debug)]
pub struct Rate {
    whole_milli_per_s: u64,
    shape: Shape,
    burst: Option<Burst>,
}

impl Rate {
    /// That of `traffic`.
    pub fn new(traffic: &Traffic) -> Self {
        Self {
            whole_milli_per_s: u64::from(traffic.rate_records_per_s) * MILLI,
            shape: traffic.shape.clone(),
            burst: traffic.burst.filter(|burst| burst.for_s > 0 && burst.every_s > 0),
        }
    }

    /// The rate at `at` in thousandths of a record per second, and when the phase ends; never, where nothing will change.
    pub fn phase(&self, at: SimTime) -> (u64, Option<SimTime>) {
        let (rate, until) = self.shaped(at);
        // Nothing times any factor is nothing: a silent producer does not wait for its next burst.
        let Some(burst) = self.burst.filter(|_| rate > 0) else {
            return (rate, until);
        };
        let every = Micros::seconds(u64::from(burst.every_s));
        let start = SimTime(at.slot(every) * every.0);
        let burst_end = start + Micros::seconds(u64::from(burst.for_s.min(burst.every_s)));
        let is_burst = start > SimTime::ZERO && at < burst_end;
        let change = if is_burst { burst_end } else { start + every };
        let factor = if is_burst { u64::from(burst.factor) } else { 1 };
        (rate * factor, Some(until.map_or(change, |until| until.min(change))))
    }

    /// The rate without bursts.
    fn shaped(&self, at: SimTime) -> (u64, Option<SimTime>) {
        let whole = self.whole_milli_per_s;
        match &self.shape {
            _ if whole == 0 => (0, None),
            Shape::Steady => (whole, None),
            Shape::Periodic(period) => {
                let width = Micros(u64::from(period.period_s.max(1)) * Micros::SECOND.0 / SLOTS);
                let slot = at.slot(width);
                ((whole as f64 * share(*period, slot % SLOTS)) as u64, Some(SimTime((slot + 1) * width.0)))
            }
            Shape::Steps(steps) => {
                let begun = steps.partition_point(|step| starts(step.at_s) <= at);
                let percent = begun.checked_sub(1).map_or(100, |last| u64::from(steps[last].percent));
                (whole * percent / 100, steps.get(begun).map(|next| starts(next.at_s)))
            }
        }
    }
}

/// The height of a slot of a period, as a share of the highest rate.
fn share(period: Period, slot: u64) -> f64 {
    let angle = 2.0 * std::f64::consts::PI * (slot as f64 + 0.5) / SLOTS as f64;
    let low = f64::from(period.low_percent) / 100.0;
    low + (1.0 - low) * (1.0 - libm::cos(angle)) / 2.0
}

fn starts(at_s: u32) -> SimTime {
    SimTime::ZERO + Micros::seconds(u64::from(at_s))
}
