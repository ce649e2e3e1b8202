//! Distributions: how old records were when they were delivered, by cause, and how large what was written is.

use crate::engine::firehose::buffer::Cause;
use crate::engine::time::Micros;
use crate::worker::firehose::deliveries::AgeFrame;

/// The height of the picture.
pub const HEIGHT: f64 = 100.0;
/// Bars of sizes.
const SIZE_BARS: usize = 20;

/// A bar in two parts, one above the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// What is left of it, in the unit of the axis.
    pub from: f64,
    /// What is right of it.
    pub to: f64,
    /// How many are in it because of the size.
    pub by_size: u64,
    /// How many because of the interval.
    pub by_interval: u64,
}

/// Bars side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The bars.
    pub bars: Vec<Bar>,
    /// The most that is in one.
    pub highest: u64,
}

impl Bars {
    fn new(bars: Vec<Bar>) -> Self {
        let highest = bars.iter().map(|bar| bar.by_size + bar.by_interval).max().unwrap_or(0).max(1);
        Self { bars, highest }
    }

    /// The heights of a bar's lower and upper part: size and interval.
    pub fn heights(&self, bar: &Bar) -> (f64, f64) {
        let height = |count: u64| count as f64 / self.highest as f64 * HEIGHT;
        (height(bar.by_size), height(bar.by_interval))
    }

    /// Where a value of the axis is, in widths of bars.
    pub fn place(&self, value: f64) -> Option<f64> {
        let place = self.bars.iter().position(|bar| (bar.from..=bar.to).contains(&value))?;
        let bar = &self.bars[place];
        Some(place as f64 + (value - bar.from) / (bar.to - bar.from).max(f64::MIN_POSITIVE))
    }
}

/// Ages in seconds, by cause, in buckets that grow by half powers of two; between the shortest and the longest none is left
/// out.
pub fn ages(frames: &[AgeFrame]) -> Bars {
    let mut bars: Vec<(Micros, Bar)> = Vec::new();
    for frame in frames {
        let Some(cause) = frame.cause else { continue };
        for (from, to, count) in &frame.buckets {
            let place = bars.binary_search_by_key(from, |(known, _)| *known).unwrap_or_else(|place| {
                let bar = Bar { from: from.as_seconds(), to: to.as_seconds(), ..Bar::default() };
                bars.insert(place, (*from, bar));
                place
            });
            let bar = &mut bars[place].1;
            *if cause == Cause::Size { &mut bar.by_size } else { &mut bar.by_interval } += count;
        }
    }
    let mut filled: Vec<Bar> = Vec::new();
    for (_, bar) in bars {
        // Where both causes lie far apart, what is between them is room.
        if let Some(last) = filled.last().filter(|last| bar.from > last.to) {
            filled.push(Bar { from: last.to, to: bar.from, ..Bar::default() });
        }
        filled.push(bar);
    }
    Bars::new(filled)
}

/// Sizes in bytes, in bars of equal width from nothing to a little more than the hint.
pub fn sizes(sizes: &[(u64, Cause)], hint_bytes: u64) -> Bars {
    let largest = sizes.iter().map(|(bytes, _)| *bytes).max().unwrap_or(0);
    let top = largest.max(hint_bytes).max(1) as f64 * 1.1;
    let width = top / SIZE_BARS as f64;
    let mut bars: Vec<Bar> = (0..SIZE_BARS)
        .map(|place| Bar { from: place as f64 * width, to: (place + 1) as f64 * width, ..Bar::default() })
        .collect();
    for (bytes, cause) in sizes {
        let place = ((*bytes as f64 / width) as usize).min(SIZE_BARS - 1);
        let bar = &mut bars[place];
        *if *cause == Cause::Size { &mut bar.by_size } else { &mut bar.by_interval } += 1;
    }
    Bars::new(bars)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(cause: Option<Cause>, buckets: &[(u64, u64, u64)]) -> AgeFrame {
        let length = Micros::seconds;
        AgeFrame {
            cause,
            p50: length(1),
            p99: length(2),
            longest: length(3),
            records: buckets.iter().map(|bucket| bucket.2).sum(),
            buckets: buckets.iter().map(|(from, to, count)| (length(*from), length(*to), *count)).collect(),
        }
    }

    #[test]
    fn both_causes_share_an_axis_and_nothing_is_counted_twice() {
        let whole = frame(None, &[(1, 2, 15), (8, 12, 7)]);
        let size = frame(Some(Cause::Size), &[(1, 2, 10)]);
        let interval = frame(Some(Cause::Interval), &[(1, 2, 5), (8, 12, 7)]);
        let bars = ages(&[whole, size, interval]);
        let counts: Vec<_> = bars.bars.iter().map(|bar| (bar.by_size, bar.by_interval)).collect();
        assert_eq!(counts, [(10, 5), (0, 0), (0, 7)], "there is room between them");
        assert_eq!(bars.highest, 15);
        assert_eq!(bars.place(10.0), Some(2.5));
        assert_eq!(bars.place(99.0), None);
    }

    #[test]
    fn sizes_lie_below_and_at_their_hint() {
        let bars = sizes(&[(5_000, Cause::Size), (5_100, Cause::Size), (100, Cause::Interval)], 5_000);
        assert_eq!(bars.bars[0].by_interval, 1);
        assert_eq!(bars.bars.iter().map(|bar| bar.by_size).sum::<u64>(), 2);
        assert!(bars.place(5_000.0).is_some_and(|place| place < SIZE_BARS as f64));
        assert_eq!(sizes(&[], 0).highest, 1);
    }
}
