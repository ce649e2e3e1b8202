//! A tank: how high it stands, where the lines of its sizes are, how much of its interval is left, and which of both will
//! empty it first if records go on coming as they do.

use crate::engine::firehose::buffer::Cause;
use crate::engine::time::{Micros, SimTime};
use crate::worker::firehose::tanks::TankFrame;

/// The height of the picture.
pub const HEIGHT: f64 = 200.0;
/// The part of the height that the highest line has: above it, room shows that the level can pass it.
const FULL: f64 = 0.86;
/// The radius of the ring.
pub const RADIUS: f64 = 42.0;

/// A tank as a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TankScene {
    /// How high it stands, from the floor.
    pub level: f64,
    /// Where the line of the size is that empties it, from the floor.
    pub size_line: f64,
    /// Where the line of the size is that was asked for, where it was raised.
    pub hint_line: Option<f64>,
    /// The part of the interval that is left; nothing while it is empty.
    pub left: Option<f64>,
    /// How much of the size there is, 1 being all of it.
    pub fullness: f64,
}

/// What will empty a tank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forecast {
    /// It is empty: the interval begins with the first record.
    Empty,
    /// It is due, and waits until the delivery before it is done.
    Waits,
    /// There will be enough first.
    Size {
        /// In how long.
        wait: Micros,
        /// In how long enough time will have passed.
        interval: Micros,
    },
    /// Enough time will have passed first.
    Interval {
        /// In how long.
        wait: Micros,
        /// In how long there would be enough; nothing where nothing comes.
        size: Option<Micros>,
    },
}

impl TankScene {
    /// The picture of a tank.
    pub fn of(tank: &TankFrame, now: SimTime) -> Self {
        let highest = tank.size_bytes.max(tank.hint_bytes).max(1) as f64;
        let height = |bytes: u64| (bytes as f64 / highest * FULL).min(1.0) * HEIGHT;
        Self {
            level: height(tank.amount.bytes),
            size_line: height(tank.size_bytes),
            hint_line: (tank.size_bytes != tank.hint_bytes).then(|| height(tank.hint_bytes)),
            left: tank.due_at().map(|due| {
                let interval = tank.interval.0.max(1) as f64;
                (due.since(now).0 as f64 / interval).min(1.0)
            }),
            fullness: tank.amount.bytes as f64 / tank.size_bytes.max(1) as f64,
        }
    }

    /// The ring's stroke: what is drawn and what is not, as lengths along its circle.
    pub fn ring(&self) -> String {
        let whole = 2.0 * std::f64::consts::PI * RADIUS;
        let drawn = whole * self.left.unwrap_or(0.0);
        format!("{drawn:.1} {whole:.1}")
    }
}

impl Forecast {
    /// What will empty a tank.
    pub fn of(tank: &TankFrame, now: SimTime) -> Self {
        let Some(due) = tank.due_at() else {
            return Self::Empty;
        };
        let interval = due.since(now);
        let is_full = tank.amount.bytes >= tank.size_bytes;
        if tank.has_flight && (is_full || interval == Micros(0)) {
            return Self::Waits;
        }
        match tank.full_in() {
            Some(size) if size < interval => Self::Size { wait: size, interval },
            size => Self::Interval { wait: interval, size },
        }
    }

    /// Which condition comes first, where one does.
    pub const fn cause(self) -> Option<Cause> {
        match self {
            Self::Empty | Self::Waits => None,
            Self::Size { .. } => Some(Cause::Size),
            Self::Interval { .. } => Some(Cause::Interval),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::firehose::MIB;
    use crate::engine::firehose::amount::Amount;
    use crate::engine::firehose::lane::Route;

    fn tank(bytes: u64, rate_bytes_per_s: f64) -> TankFrame {
        TankFrame {
            lane: 0,
            shard: None,
            route: Route::Destination,
            partition: None,
            amount: Amount { records: 1, raw_bytes: bytes, bytes },
            size_bytes: 5 * MIB,
            hint_bytes: 5 * MIB,
            since: Some(SimTime(10_000_000)),
            interval: Micros::seconds(60),
            rate_bytes_per_s,
            has_flight: false,
        }
    }

    const NOW: SimTime = SimTime(30_000_000);

    #[test]
    fn the_condition_that_is_met_sooner_is_told_with_both_times() {
        let forecast = Forecast::of(&tank(4 * MIB, MIB as f64 / 10.0), NOW);
        assert_eq!(forecast, Forecast::Size { wait: Micros::seconds(10), interval: Micros::seconds(40) });
        let slow = Forecast::of(&tank(4 * MIB, MIB as f64 / 100.0), NOW);
        assert_eq!(slow, Forecast::Interval { wait: Micros::seconds(40), size: Some(Micros::seconds(100)) });
        let still = Forecast::of(&tank(4 * MIB, 0.0), NOW);
        assert_eq!(still, Forecast::Interval { wait: Micros::seconds(40), size: None });
    }

    #[test]
    fn an_empty_tank_and_one_behind_a_delivery_have_no_time_to_count() {
        let empty = TankFrame { since: None, ..tank(0, 0.0) };
        assert_eq!(Forecast::of(&empty, NOW), Forecast::Empty);
        assert_eq!(TankScene::of(&empty, NOW).left, None);
        let behind = TankFrame { has_flight: true, ..tank(6 * MIB, 1e6) };
        assert_eq!(Forecast::of(&behind, NOW), Forecast::Waits);
        let late = TankFrame { has_flight: true, ..tank(MIB, 1e3) };
        assert_eq!(Forecast::of(&late, SimTime(90_000_000)), Forecast::Waits);
    }

    #[test]
    fn a_raised_size_keeps_the_line_of_what_was_asked_for() {
        let plain = TankScene::of(&tank(5 * MIB, 0.0), NOW);
        assert_eq!(plain.hint_line, None);
        assert!((plain.level - plain.size_line).abs() < 1e-9 && plain.level < HEIGHT);
        let raised = TankScene::of(&TankFrame { size_bytes: 20 * MIB, ..tank(5 * MIB, 0.0) }, NOW);
        assert!(raised.hint_line.is_some_and(|hint| (hint - raised.size_line / 4.0).abs() < 1e-9));
        assert!((raised.fullness - 0.25).abs() < 1e-9);
        let over = TankScene::of(&tank(500 * MIB, 0.0), NOW);
        assert!((over.level - HEIGHT).abs() < 1e-9, "what passes the line stays in the picture");
        assert_eq!(plain.left.map(|left| (left * 60.0) as u32), Some(40));
    }
}
