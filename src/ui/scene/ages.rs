//! The ages of a consumer's records as lines, and their distribution as bars.

use crate::engine::time::Micros;
use crate::worker::pipeline::ages::{AgesFrame, SECONDS};

/// The picture's height; its width is one for each second.
pub const HEIGHT: f64 = 100.0;

/// Lines along time.
#[derive(Clone, Debug, PartialEq)]
pub struct AgeLines {
    /// What the upper edge stands for, in milliseconds: a round number.
    pub top_ms: f64,
    /// The iterator age.
    pub iterator_age: String,
    /// How far behind the tip.
    pub behind: String,
}

impl AgeLines {
    /// The lines of `ages`, the newest second at the right edge.
    pub fn of(ages: &AgesFrame) -> Self {
        let highest = ages.iterator_age_ms.iter().chain(&ages.behind_ms).copied().max().unwrap_or(0);
        let top_ms = round_up(f64::from(highest).max(1_000.0));
        let line = |values: &[u32]| {
            let first = SECONDS.saturating_sub(values.len());
            let point = |(place, value): (usize, &u32)| {
                let y = HEIGHT - f64::from(*value) / top_ms * HEIGHT;
                format!("{},{y:.1}", first + place)
            };
            values.iter().enumerate().map(point).collect::<Vec<_>>().join(" ")
        };
        Self { top_ms, iterator_age: line(&ages.iterator_age_ms), behind: line(&ages.behind_ms) }
    }
}

/// The next 1, 2 or 5 times a power of ten.
fn round_up(value: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(value)));
    [1.0, 2.0, 5.0].into_iter().map(|digit| digit * power).find(|round| *round >= value).unwrap_or(10.0 * power)
}

/// A bar of a distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct AgeBar {
    /// From how long.
    pub from: Micros,
    /// To how long.
    pub to: Micros,
    /// How many records.
    pub records: u64,
    /// Its height, 1 being that of the highest.
    pub height: f64,
}

/// The bars of a distribution: neighbouring buckets joined until there are at most `most`.
pub fn bars(buckets: &[(Micros, Micros, u64)], most: usize) -> Vec<AgeBar> {
    let together = buckets.len().div_ceil(most.max(1)).max(1);
    let joined = buckets.chunks(together).map(|chunk| {
        let records: u64 = chunk.iter().map(|(.., records)| records).sum();
        (chunk[0].0, chunk[chunk.len() - 1].1, records)
    });
    let joined: Vec<_> = joined.collect();
    let highest = joined.iter().map(|(.., records)| *records).max().unwrap_or(0).max(1);
    let bar = |(from, to, records): (Micros, Micros, u64)| AgeBar {
        from,
        to,
        records,
        height: records as f64 / highest as f64,
    };
    joined.into_iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_the_right_edge_and_their_top_is_round() {
        let ages =
            AgesFrame { newest: 3, iterator_age_ms: vec![0, 700, 1_400], behind_ms: vec![0, 0, 0], processed: vec![] };
        let lines = AgeLines::of(&ages);
        assert_eq!(lines.top_ms.to_bits(), 2_000.0_f64.to_bits());
        assert_eq!(lines.iterator_age, "117,100.0 118,65.0 119,30.0");
        assert_eq!(
            [1_000.0, 1_001.0, 4_999.0, 50_001.0].map(round_up).map(|round| round as u64),
            [1_000, 2_000, 5_000, 100_000]
        );
    }

    #[test]
    fn neighbours_are_joined_and_no_record_is_lost() {
        let buckets: Vec<_> = (0..50).map(|place| (Micros(place), Micros(place + 1), place)).collect();
        let bars = bars(&buckets, 16);
        assert!(bars.len() <= 16);
        assert_eq!(bars.iter().map(|bar| bar.records).sum::<u64>(), (0..50).sum::<u64>());
        assert!(bars.windows(2).all(|pair| pair[0].to <= pair[1].from));
        assert!(super::bars(&[], 16).is_empty());
    }
}
