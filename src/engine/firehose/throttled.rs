//! Throttling of a delivery stream: when it began to refuse puts, or its reads of the source were refused, and when that
//! stopped. Only the latest time is kept; the counts of all are in [`super::sample::Totals`].

use crate::engine::metrics::episodes::QUIET;
use crate::engine::time::SimTime;

/// What is throttled now and again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Throttled {
    /// How often it has begun.
    pub begun: u64,
    /// The latest time.
    pub latest: Option<ThrottledTime>,
}

/// From when to when something was throttled; it is over when nothing is refused for [`QUIET`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThrottledTime {
    /// The first refusal.
    pub began: SimTime,
    /// The latest refusal.
    pub last: SimTime,
    /// How many records or reads were refused.
    pub count: u64,
}

impl Throttled {
    /// Notes that so many records or reads were refused.
    pub fn note(&mut self, count: u64, now: SimTime) {
        match &mut self.latest {
            Some(latest) if now.since(latest.last) < QUIET => {
                latest.last = now;
                latest.count += count;
            }
            latest => {
                *latest = Some(ThrottledTime { began: now, last: now, count });
                self.begun += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_of_two_seconds_ends_it() {
        let mut throttled = Throttled::default();
        for (at, count) in [(0, 3), (1_999_999, 2), (3_999_999, 7)] {
            throttled.note(count, SimTime(at));
        }
        assert_eq!(throttled.begun, 2);
        let latest = ThrottledTime { began: SimTime(3_999_999), last: SimTime(3_999_999), count: 7 };
        assert_eq!(throttled.latest, Some(latest));
        throttled.note(1, SimTime(5_000_000));
        assert_eq!(throttled.latest.map(|latest| (latest.count, latest.last)), Some((8, SimTime(5_000_000))));
    }
}
