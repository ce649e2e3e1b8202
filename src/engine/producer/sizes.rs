//! Record sizes: how many data bytes a generated record carries; with a template, as many as its rendering has.
//!
//! A log-normal size is taken from 1,024 equally likely quantiles, computed once: fast, the same everywhere, and exact
//! up to the width of a quantile; what lies beyond the last one is left out. Sizes stay between 1 byte and the largest
//! record of the limits table.

use super::lines::{LineSource, line_of};
use super::template::{RecordTemplate, Template};
use super::traffic::{RecordSize, Traffic};
use crate::engine::limits::{LimitId, Profile};
use crate::engine::random::normal_quantile;
use std::rc::Rc;

const QUANTILE_BITS: u32 = 10;
const QUANTILES: usize = 1 << QUANTILE_BITS;

/// A compiled [`RecordSize`].
#[derive(Clone, Debug)]
pub enum Sizes {
    /// Every record the same.
    Fixed(u32),
    /// One of these with equal chance.
    Quantiles(Box<[u32]>),
    /// The mean of the key's records in the sample; a default where the sample has none.
    OfKey(u32),
    /// As the template's rendering.
    Rendered(Rc<RecordTemplate>),
    /// As the line of a file.
    Lines(Rc<dyn LineSource>),
}

impl Sizes {
    /// Compiles what `traffic`, which was checked, says about sizes; `lines` are those of the file that it names.
    pub fn new(traffic: &Traffic, lines: Option<Rc<dyn LineSource>>) -> Self {
        match (&traffic.template, lines) {
            (Some(Template::Lines { .. }), Some(lines)) => return Self::Lines(lines),
            (Some(template), _) => {
                return Self::Rendered(Rc::new(template.read().expect("templates are checked with their traffic")));
            }
            (None, _) => {}
        }
        match traffic.record_size {
            RecordSize::Fixed { bytes } => Self::Fixed(bytes),
            RecordSize::LogNormal { median_bytes, sigma } => Self::Quantiles(log_normal(median_bytes, sigma)),
            RecordSize::FromFile { default_bytes } => Self::OfKey(default_bytes),
        }
    }

    /// The data bytes of the record with these random bits (the lower half is used; keys use the upper), this ordinal and
    /// a key of this length.
    #[inline]
    pub fn pick(&self, bits: u64, ordinal: u64, key_length: u16, of_key: impl FnOnce() -> Option<u32>) -> u32 {
        match self {
            Self::Fixed(bytes) => *bytes,
            Self::Quantiles(quantiles) => quantiles[(bits as u32 >> (u32::BITS - QUANTILE_BITS)) as usize],
            Self::OfKey(default) => of_key().unwrap_or(*default).clamp(1, largest()),
            Self::Rendered(template) => template.size(bits, ordinal, key_length),
            Self::Lines(lines) => (line_of(&**lines, ordinal).len() as u32).clamp(1, largest()),
        }
    }
}

/// The data bytes of the largest record.
const fn largest() -> u32 {
    LimitId::RecordDataBytes.value(Profile::Current) as u32
}

fn log_normal(median_bytes: u32, sigma: f64) -> Box<[u32]> {
    (0..QUANTILES)
        .map(|i| {
            let quantile = normal_quantile((i as f64 + 0.5) / QUANTILES as f64);
            let bytes = f64::from(median_bytes) * libm::exp(sigma * quantile);
            libm::round(bytes).clamp(1.0, f64::from(largest())) as u32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_normal_sizes_have_the_median_and_the_mean_of_log_normal() {
        let sizes = log_normal(400, 0.5);
        assert_eq!(sizes[QUANTILES / 2].abs_diff(400), 0);
        let mean = sizes.iter().map(|s| f64::from(*s)).sum::<f64>() / QUANTILES as f64;
        // The mean of a log-normal variable is median * exp(sigma^2 / 2).
        assert!((mean / (400.0 * libm::exp(0.125)) - 1.0).abs() < 0.01, "{mean}");
    }
}
