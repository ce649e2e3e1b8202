//! The hash ring: the hash space as a circle that begins at the top and runs clockwise, one arc a shard.

use crate::engine::hash::{HashKey, HashRange};
use std::f64::consts::TAU;

/// The gap between two arcs, as a part of the circle.
const GAP: f64 = 0.004;

/// A point in the plane, y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// The point on a circle of `radius` around `center` at `fraction` of the hash space.
pub fn at(center: Point, radius: f64, fraction: f64) -> Point {
    let angle = TAU * fraction;
    Point { x: center.x + radius * libm::sin(angle), y: center.y - radius * libm::cos(angle) }
}

/// The SVG path of a shard's arc.
pub fn arc_path(center: Point, radius: f64, range: HashRange) -> String {
    let (from, to) = (range.start.fraction(), range.end.fraction());
    let gap = if range == HashRange::FULL { 0.0 } else { GAP.min((to - from) / 4.0) };
    // An arc of a whole turn would begin where it ends and show nothing.
    let (from, to) = (from + gap / 2.0, (to - gap / 2.0).min(from + 0.9999));
    let (start, end) = (at(center, radius, from), at(center, radius, to));
    let is_large = i32::from(to - from > 0.5);
    format!("M {:.2} {:.2} A {radius:.2} {radius:.2} 0 {is_large} 1 {:.2} {:.2}", start.x, start.y, end.x, end.y)
}

/// Where the label of a range stands.
pub fn label_at(center: Point, radius: f64, range: HashRange) -> Point {
    at(center, radius, f64::midpoint(range.start.fraction(), range.end.fraction()))
}

/// A hash key in hexadecimal, shortened to its beginning and its end: `3fff…ff`. The end tells where one range stops and
/// the next begins.
pub fn short_hex(key: HashKey) -> String {
    format!("{:04x}…{:02x}", key.0 >> 112, key.0 & 0xff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ring_begins_at_the_top_and_runs_clockwise() {
        let center = Point { x: 0.0, y: 0.0 };
        for (fraction, x, y) in [(0.0, 0.0, -10.0), (0.25, 10.0, 0.0), (0.5, 0.0, 10.0), (0.75, -10.0, 0.0)] {
            let point = at(center, 10.0, fraction);
            assert!((point.x - x).abs() < 1e-9 && (point.y - y).abs() < 1e-9, "{fraction}");
        }
    }

    #[test]
    fn one_shard_is_nearly_a_whole_circle_and_two_are_halves() {
        let center = Point { x: 0.0, y: 0.0 };
        assert!(arc_path(center, 10.0, HashRange::FULL).contains(" 0 1 1 "));
        let halves = HashRange::evenly(2);
        assert!(arc_path(center, 10.0, halves[0]).contains(" 0 0 1 "));
    }
}
