//! A sketch of many durations in little memory, for percentiles: counts in buckets that are a thirty-second of a power of
//! two wide, so that a percentile is known to about 2 in 100. Merging loses nothing and order does not matter.
//!
//! An own one of few lines because `hdrhistogram` switches on features of `num-traits` that change other crates' results.

use crate::engine::time::Micros;

/// Buckets of each power of two, as bits.
const BITS: u32 = 5;
const PER_OCTAVE: usize = 1 << BITS;

/// Counts of durations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LatencySketch {
    /// Up to the highest bucket that was ever used: a few hundred for durations of seconds, 1,920 at most.
    buckets: Vec<u64>,
    count: u64,
    sum: Micros,
    largest: Micros,
}

/// How many durations lie within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LatencyBucket {
    /// The shortest.
    pub from: Micros,
    /// What all are shorter than.
    pub to: Micros,
    /// How many there are.
    pub count: u64,
}

impl LatencySketch {
    /// Counts `times` durations of this length.
    pub fn add(&mut self, length: Micros, times: u64) {
        let index = index(length.0);
        if index >= self.buckets.len() {
            self.buckets.resize(index + 1, 0);
        }
        self.buckets[index] += times;
        self.count += times;
        self.sum = self.sum + length * times;
        self.largest = self.largest.max(length);
    }

    /// Adds all that another sketch counted.
    pub fn merge(&mut self, other: &Self) {
        if other.buckets.len() > self.buckets.len() {
            self.buckets.resize(other.buckets.len(), 0);
        }
        for (mine, theirs) in self.buckets.iter_mut().zip(&other.buckets) {
            *mine += theirs;
        }
        self.count += other.count;
        self.sum = self.sum + other.sum;
        self.largest = self.largest.max(other.largest);
    }

    /// The length that `thousandths` of the durations do not pass, to half a bucket: 500 is the median, 990 the p99.
    pub fn percentile(&self, thousandths: u64) -> Option<Micros> {
        // Wide enough for every count; the rank is 1 or more, so that an empty bucket is never the answer.
        let rank = (u128::from(self.count) * u128::from(thousandths.min(1_000))).div_ceil(1_000).max(1);
        let mut seen = 0_u128;
        for (index, count) in self.buckets.iter().enumerate() {
            seen += u128::from(*count);
            if seen >= rank {
                return Some(Micros(middle(index)).min(self.largest));
            }
        }
        None
    }

    /// The distribution for drawing: counts by half powers of two, from the shortest to the longest duration that was
    /// counted; a few dozen at most for any durations of less than days.
    pub fn buckets(&self) -> Vec<LatencyBucket> {
        let mut buckets: Vec<LatencyBucket> = Vec::new();
        for (half, counts) in self.buckets.chunks(PER_OCTAVE / 2).enumerate() {
            let count = counts.iter().sum();
            if count > 0 || !buckets.is_empty() {
                let [from, to] = [half, half + 1].map(|half| Micros(lowest(half * PER_OCTAVE / 2)));
                buckets.push(LatencyBucket { from, to, count });
            }
        }
        buckets
    }

    /// How many durations were counted.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Their mean.
    pub fn mean(&self) -> Option<Micros> {
        self.sum.0.checked_div(self.count).map(Micros)
    }

    /// The longest.
    pub fn largest(&self) -> Option<Micros> {
        (self.count > 0).then_some(self.largest)
    }
}

/// Values below 32 have a bucket each; each power of two above has 32.
const fn index(value: u64) -> usize {
    if value < PER_OCTAVE as u64 {
        return value as usize;
    }
    let exponent = u64::BITS - 1 - value.leading_zeros();
    let octave = (exponent - BITS + 1) as usize;
    octave * PER_OCTAVE + (value >> (exponent - BITS)) as usize % PER_OCTAVE
}

/// The lowest value of a bucket; the highest that there is, for the one after the last.
const fn lowest(index: usize) -> u64 {
    let (octave, place) = (index / PER_OCTAVE, (index % PER_OCTAVE) as u64);
    if octave == 0 {
        return place;
    }
    match (PER_OCTAVE as u64 + place).checked_mul(1 << (octave - 1)) {
        Some(value) => value,
        None => u64::MAX,
    }
}

const fn middle(index: usize) -> u64 {
    let (octave, place) = (index / PER_OCTAVE, (index % PER_OCTAVE) as u64);
    if octave == 0 {
        return place;
    }
    let width = 1 << (octave - 1);
    (PER_OCTAVE as u64 + place) * width + width / 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sketch(values: &[u64]) -> LatencySketch {
        let mut sketch = LatencySketch::default();
        for value in values {
            sketch.add(Micros(*value), 1);
        }
        sketch
    }

    #[test]
    fn nothing_counted_has_no_percentile() {
        let empty = LatencySketch::default();
        assert_eq!((empty.percentile(500), empty.mean(), empty.largest()), (None, None, None));
    }

    #[test]
    fn the_widest_values_have_a_bucket() {
        for value in [0, 31, 32, 63, 64, u64::MAX / 2, u64::MAX] {
            let found = sketch(&[value]).percentile(1_000).unwrap().0;
            assert!(found.abs_diff(value) <= value / 64 + 1, "{value} {found}");
            assert_eq!(sketch(&[value]).buckets().iter().map(|bucket| bucket.count).sum::<u64>(), 1);
        }
    }

    proptest! {
        #[test]
        fn a_percentile_is_that_of_the_sorted_values_to_half_a_bucket(
            mut values in prop::collection::vec(0_u64..10_000_000, 1..200),
            thousandths in 0_u64..=1_000,
        ) {
            let found = sketch(&values).percentile(thousandths).unwrap().0;
            values.sort_unstable();
            let rank = (values.len() as u64 * thousandths).div_ceil(1_000).max(1);
            let exact = values[rank as usize - 1];
            prop_assert!(found.abs_diff(exact) <= exact / 32 + 1, "{} for {}", found, exact);
        }

        #[test]
        fn buckets_hold_every_duration_once(values in prop::collection::vec(0_u64..100_000_000_000, 1..100)) {
            let buckets = sketch(&values).buckets();
            for bucket in &buckets {
                let within = values.iter().filter(|value| (bucket.from.0..bucket.to.0).contains(value)).count();
                prop_assert_eq!(bucket.count, within as u64, "{:?}", bucket);
            }
            prop_assert_eq!(buckets.iter().map(|bucket| bucket.count).sum::<u64>(), values.len() as u64);
        }

        #[test]
        fn merging_is_counting_together(
            left in prop::collection::vec(0_u64..1_000_000, 0..50),
            right in prop::collection::vec(0_u64..1_000_000_000, 0..50),
        ) {
            let mut merged = sketch(&left);
            merged.merge(&sketch(&right));
            let together = sketch(&[left, right].concat());
            prop_assert_eq!(merged, together);
        }
    }
}
