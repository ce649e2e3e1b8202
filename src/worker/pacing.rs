//! Pacing: which simulated instant the wall clock asks for, and which speed is really reached.
//!
//! The engine never sees a clock; this module is given the wall time in milliseconds and keeps it away from the engine.

use crate::engine::time::{Micros, SimTime};

/// The slowest speed.
pub const SPEED_MIN: f64 = 0.1;
/// The fastest speed.
pub const SPEED_MAX: f64 = 10_000.0;
/// Over how much wall time the reached speed is measured, in milliseconds.
const MEASURED_OVER_MS: f64 = 1_000.0;
/// A lag beyond this much wall time is given up instead of being caught up with, in milliseconds.
const LAG_MAX_MS: f64 = 100.0;

/// Translates wall time into simulated time.
#[derive(Clone, Debug)]
pub struct Pacer {
    speed: f64,
    is_playing: bool,
    /// Where simulated and wall time were set equal.
    anchor: (f64, SimTime),
    /// Points (wall, simulated) of the last [`MEASURED_OVER_MS`].
    reached: Vec<(f64, SimTime)>,
}

impl Pacer {
    /// A paused pacer at real speed.
    pub fn new(wall_ms: f64, now: SimTime) -> Self {
        Self { speed: 1.0, is_playing: false, anchor: (wall_ms, now), reached: Vec::new() }
    }

    /// Whether time passes.
    pub const fn is_playing(&self) -> bool {
        self.is_playing
    }

    /// The speed that was asked for.
    pub const fn speed(&self) -> f64 {
        self.speed
    }

    /// Lets time pass or holds it.
    pub fn set_playing(&mut self, is_playing: bool, wall_ms: f64, now: SimTime) {
        self.is_playing = is_playing;
        self.restart(wall_ms, now);
    }

    /// Sets the speed; a value outside the bounds becomes the nearest bound.
    pub fn set_speed(&mut self, speed: f64, wall_ms: f64, now: SimTime) {
        self.speed = if speed.is_finite() { speed.clamp(SPEED_MIN, SPEED_MAX) } else { 1.0 };
        self.restart(wall_ms, now);
    }

    /// Sets simulated and wall time equal from here on.
    pub fn restart(&mut self, wall_ms: f64, now: SimTime) {
        self.anchor = (wall_ms, now);
        self.reached.clear();
        self.reached.push((wall_ms, now));
    }

    /// The instant that the world should have reached.
    pub fn target(&self, wall_ms: f64, now: SimTime) -> SimTime {
        if !self.is_playing {
            return now;
        }
        let passed_us = (wall_ms - self.anchor.0).max(0.0) * 1_000.0 * self.speed;
        (self.anchor.1 + Micros(passed_us as u64)).max(now)
    }

    /// Notes how far the world got; what it could not keep up with is given up.
    pub fn note(&mut self, wall_ms: f64, now: SimTime) {
        let lag = self.target(wall_ms, now).since(now);
        if lag.0 as f64 > LAG_MAX_MS * 1_000.0 * self.speed {
            self.anchor = (wall_ms, now);
        }
        self.reached.push((wall_ms, now));
        let keep_from = self.reached.partition_point(|(at, _)| *at < wall_ms - MEASURED_OVER_MS);
        self.reached.drain(..keep_from.saturating_sub(1));
    }

    /// The speed that was reached lately; the asked one until enough time has passed to tell.
    pub fn speed_reached(&self) -> f64 {
        match (self.reached.first(), self.reached.last()) {
            (Some((from_ms, from)), Some((to_ms, to))) if to_ms - from_ms >= MEASURED_OVER_MS / 4.0 => {
                to.since(*from).0 as f64 / 1_000.0 / (to_ms - from_ms)
            }
            _ => self.speed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wall_time_becomes_simulated_time_at_the_speed() {
        let mut pacer = Pacer::new(0.0, SimTime(0));
        assert_eq!(pacer.target(500.0, SimTime(0)), SimTime(0), "paused");
        pacer.set_speed(10.0, 0.0, SimTime(0));
        pacer.set_playing(true, 1_000.0, SimTime(0));
        assert_eq!(pacer.target(1_500.0, SimTime(0)), SimTime(5_000_000));
    }

    #[test]
    fn a_world_that_cannot_keep_up_is_shown_at_its_own_speed() {
        let mut pacer = Pacer::new(0.0, SimTime(0));
        pacer.set_speed(10_000.0, 0.0, SimTime(0));
        pacer.set_playing(true, 0.0, SimTime(0));
        // The world makes 16 simulated seconds in each 16 ms of wall time: a thousand times, not ten thousand.
        let mut now = SimTime(0);
        for slice in 1..=100_u32 {
            now += Micros::seconds(16);
            pacer.note(f64::from(slice) * 16.0, now);
        }
        assert!((pacer.speed_reached() - 1_000.0).abs() < 1.0, "{}", pacer.speed_reached());
        let lag = pacer.target(1_600.0, now).since(now);
        assert!(lag <= Micros::seconds(1_000), "the lag stays bounded: {lag:?}");
    }

    #[test]
    fn impossible_speeds_become_possible_ones() {
        let mut pacer = Pacer::new(0.0, SimTime(0));
        for (asked, set) in [(0.0, SPEED_MIN), (1e9, SPEED_MAX), (f64::NAN, 1.0), (7.0, 7.0)] {
            pacer.set_speed(asked, 0.0, SimTime(0));
            assert!((pacer.speed() - set).abs() < f64::EPSILON, "{asked}");
        }
    }
}
