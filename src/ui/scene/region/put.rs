//! A put as three parallel bars: it is answered when the slowest zone in service has stored it.

use crate::engine::stream::replication::{PutLatency, ZONES};
use crate::engine::time::Micros;

/// Where axes may end, in milliseconds.
const TOPS_MS: [f64; 10] = [10.0, 15.0, 20.0, 30.0, 50.0, 100.0, 200.0, 300.0, 500.0, 1_000.0];

/// One put.
#[derive(Clone, Debug, PartialEq)]
pub struct PutScene {
    /// Where the time axis ends, in milliseconds: beyond the longest of the last puts, so that it does not jump about.
    pub top_ms: f64,
    /// What the request takes beside storing.
    pub request_ms: f64,
    /// Storing in each zone, from when the request has come; `None` where it is out of service.
    pub store_ms: [Option<f64>; ZONES],
    /// The zone that binds.
    pub slowest: usize,
    /// When the put was answered.
    pub whole_ms: f64,
}

impl PutScene {
    /// The picture of `put`, drawn as long as `longest` would need.
    pub fn new(put: &PutLatency, longest: Micros) -> Self {
        let store_ms = put.zones.map(|store| store.map(ms));
        let slowest = (0..ZONES).max_by_key(|zone| put.zones[*zone]).unwrap_or_default();
        let whole_ms = ms(put.whole);
        let end = ms(longest).max(whole_ms);
        let top_ms = TOPS_MS.into_iter().find(|top| *top >= end).unwrap_or(end);
        Self { top_ms, request_ms: whole_ms - store_ms[slowest].unwrap_or_default(), store_ms, slowest, whole_ms }
    }

    /// From the request to when a zone has stored it; `None` where it is out of service.
    pub fn stored_ms(&self, zone: usize) -> Option<f64> {
        self.store_ms[zone].map(|store| self.request_ms + store)
    }

    /// A length as a part of the axis, in hundredths.
    pub fn part(&self, ms: f64) -> f64 {
        100.0 * ms / self.top_ms
    }
}

/// A duration in milliseconds.
pub fn ms(length: Micros) -> f64 {
    length.0 as f64 / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_zone_in_service_binds() {
        let zones = [Some(Micros(5_000)), None, Some(Micros(105_000))];
        let scene = PutScene::new(&PutLatency { zones, whole: Micros(106_500) }, Micros(120_000));
        assert_eq!((scene.slowest, scene.store_ms), (2, [Some(5.0), None, Some(105.0)]));
        assert_eq!([0, 1, 2].map(|zone| scene.stored_ms(zone)), [Some(6.5), None, Some(scene.whole_ms)]);
        assert!((scene.top_ms - 200.0).abs() < 1e-9 && (scene.request_ms - 1.5).abs() < 1e-9);
        assert!((scene.part(scene.whole_ms) - 53.25).abs() < 1e-9);
    }
}
