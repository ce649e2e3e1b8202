//! What a producer sends: rate, its shape along time, arrivals, bursts, sizes, keys, and what it does when it is refused.
//!
//! The enums are tagged from outside (`{"hot_key": {…}}`), because compact encodings cannot read other tags.

use super::template::Template;
use crate::engine::random::RandomStream;
use crate::engine::time::Micros;
use serde::{Deserialize, Serialize};

/// The traffic of one producer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Traffic {
    /// Records per second between bursts; of a shape, the rate that is 100 percent.
    pub rate_records_per_s: u32,
    /// How arrivals are spaced.
    #[serde(default)]
    pub arrivals: ArrivalModel,
    /// How the rate changes along time.
    #[serde(default)]
    pub shape: Shape,
    /// Times at which the rate is higher, whatever its shape.
    #[serde(default)]
    pub burst: Option<Burst>,
    /// The size of the data blob, unless a template says what is in it.
    #[serde(default)]
    pub record_size: RecordSize,
    /// What the data blob looks like; without one it is a short text, padded to its size.
    #[serde(default)]
    pub template: Option<Template>,
    /// Which partition keys.
    pub keys: KeyModel,
    /// What happens to refused records.
    #[serde(default)]
    pub retry: Retry,
}

/// How arrivals are spaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArrivalModel {
    /// Evenly.
    Constant,
    /// By chance: independent arrivals at the same mean rate.
    #[default]
    Poisson,
}

/// How the rate changes along time, counted from the world's beginning. A burst multiplies what the shape gives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Shape {
    /// It does not.
    #[default]
    Steady,
    /// It swings, as over a day: lowest at the beginning of each period, highest in its middle.
    Periodic(Period),
    /// It jumps at some instants; it is 100 percent before the first.
    Steps(Vec<RateStep>),
}

/// A rate that swings between a share of itself and itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Seconds from one low to the next.
    pub period_s: u32,
    /// The lowest rate in percent of the highest.
    pub low_percent: u32,
}

/// Another rate from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateStep {
    /// Seconds from the world's beginning; each step lies behind the one before.
    pub at_s: u32,
    /// The rate from then on in percent of the traffic's.
    pub percent: u32,
}

/// A repeated burst: every `every_s` seconds (first after one such time) the rate is `factor` times as high for `for_s`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burst {
    /// Seconds from the start of one burst to the next.
    pub every_s: u32,
    /// Seconds that a burst lasts.
    pub for_s: u32,
    /// How many times the rate.
    pub factor: u32,
}

/// The size of a record's data blob.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RecordSize {
    /// Always the same.
    Fixed {
        /// Data bytes.
        bytes: u32,
    },
    /// Log-normal: half of the records below the median, few very large.
    LogNormal {
        /// The median of data bytes.
        median_bytes: u32,
        /// The standard deviation of the size's natural logarithm.
        sigma: f64,
    },
    /// As in the key file: each key's mean size.
    FromFile {
        /// Data bytes where the file has no sizes.
        default_bytes: u32,
    },
}

/// Which partition keys records carry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum KeyModel {
    /// `keys` keys, equally likely.
    Uniform {
        /// How many keys.
        keys: u32,
    },
    /// `keys` keys, the n-th as likely as 1/n^exponent.
    Zipf {
        /// How many keys.
        keys: u32,
        /// How steep.
        exponent: f64,
    },
    /// One key with a share of all records, the rest spread over the others evenly.
    HotKey {
        /// How many keys in all.
        keys: u32,
        /// The hot key's share, 0 to 1.
        share: f64,
        /// The hot key.
        hot_key: String,
    },
    /// `keys` keys in turn, again and again.
    Sequential {
        /// How many keys.
        keys: u32,
    },
    /// A new random id for each record.
    FreshId,
    /// The keys of a file, as often as they occur there.
    File {
        /// The file's name.
        file: String,
        /// The column or field that is the key.
        key: String,
        /// The column or field that says how many records a row stands for.
        #[serde(default)]
        weight: Option<String>,
        /// The column or field that says how many data bytes a record has.
        #[serde(default)]
        size: Option<String>,
    },
}

/// What happens to refused records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Retry {
    /// They are given up.
    #[default]
    None,
    /// They are sent again later, each time after a longer wait.
    ExponentialBackoff(Backoff),
}

/// Exponential back-off: the n-th wait is `base_ms * 2^n`, at most `cap_ms`, rounded up to the next tick of 10 ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backoff {
    /// The first wait in milliseconds.
    pub base_ms: u32,
    /// The longest wait in milliseconds.
    pub cap_ms: u32,
    /// How many attempts in all, the first included.
    pub attempts_max: u32,
    /// Whether each wait is drawn evenly from zero to its length ("full jitter").
    pub jitter: bool,
}

impl Default for RecordSize {
    fn default() -> Self {
        Self::Fixed { bytes: 512 }
    }
}

impl Default for Backoff {
    fn default() -> Self {
        Self { base_ms: 100, cap_ms: 20_000, attempts_max: 4, jitter: true }
    }
}

impl Backoff {
    /// The wait after `attempts_made` attempts (1 or more).
    pub fn wait(&self, attempts_made: u32, random: &mut RandomStream) -> Micros {
        let doubled = u64::from(self.base_ms) << attempts_made.saturating_sub(1).min(31);
        let longest = Micros::millis(doubled.min(u64::from(self.cap_ms)));
        if self.jitter { Micros((random.unit() * longest.0 as f64) as u64) } else { longest }
    }
}

impl Traffic {
    /// The highest rate that this traffic reaches, shape and bursts included.
    pub fn peak_records_per_s(&self) -> u64 {
        let factor = self.burst.map_or(1, |burst| u64::from(burst.factor.max(1)));
        (u64::from(self.rate_records_per_s) * self.shape.peak_percent() * factor).div_ceil(100)
    }
}

impl Shape {
    /// The highest rate in percent of the traffic's.
    pub fn peak_percent(&self) -> u64 {
        match self {
            Self::Steady | Self::Periodic(_) => 100,
            Self::Steps(steps) => {
                let before = if steps.first().is_none_or(|first| first.at_s > 0) { 100 } else { 0 };
                steps.iter().map(|step| u64::from(step.percent)).fold(before, u64::max)
            }
        }
    }
}
