//! How old the records of a consumer are: along time, and by the stages of their ways.

use crate::engine::consumer::ages::{Ages, Stage};
use crate::engine::metrics::slots::Resolution;
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Seconds that are told along time.
pub const SECONDS: usize = 120;
/// The id of each stage's message, in the order of [`Stage::ALL`].
const NAMES: [&str; Stage::ALL.len()] =
    ["stage-read", "stage-waiting", "stage-processing", "stage-processed", "stage-delivery", "stage-end"];

/// How long a stage took lately, within the last minute or so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageFrame {
    /// The id of its name's message.
    pub id: Cow<'static, str>,
    /// Half of the records took no longer.
    pub p50: Micros,
    /// 99 of 100 records took no longer.
    pub p99: Micros,
    /// The longest.
    pub longest: Micros,
    /// How many records took from and to how long.
    pub buckets: Vec<(Micros, Micros, u64)>,
}

/// How old records were in each of the last seconds, the newest last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AgesFrame {
    /// The second that the last entry is of.
    pub newest: u64,
    /// The highest iterator age, in milliseconds.
    pub iterator_age_ms: Vec<u32>,
    /// The age of the oldest record that is not done, in milliseconds.
    pub behind_ms: Vec<u32>,
    /// Records processed.
    pub processed: Vec<u32>,
}

impl StageFrame {
    /// All stages through which records have come lately.
    pub fn all(ages: &Ages, now: SimTime) -> Vec<Self> {
        let frame = |(stage, id): (Stage, &'static str)| {
            let sketch = ages.recent(stage, now);
            Some(Self {
                id: Cow::Borrowed(id),
                p50: sketch.percentile(500)?,
                p99: sketch.percentile(990)?,
                longest: sketch.largest()?,
                buckets: sketch.buckets().into_iter().map(|bucket| (bucket.from, bucket.to, bucket.count)).collect(),
            })
        };
        Stage::ALL.into_iter().zip(NAMES).filter_map(frame).collect()
    }
}

impl AgesFrame {
    /// The last seconds before `now`, those before the beginning left out.
    pub fn of(ages: &Ages, now: SimTime) -> Self {
        let newest = now.slot(Micros::SECOND);
        let first = (newest + 1).saturating_sub(SECONDS as u64);
        let samples = || (first..=newest).map(|slot| ages.slot(Resolution::Second, slot));
        let ms = |length: Micros| u32::try_from(length.0 / 1_000).unwrap_or(u32::MAX);
        Self {
            newest,
            iterator_age_ms: samples().map(|sample| ms(sample.iterator_age)).collect(),
            behind_ms: samples().map(|sample| ms(sample.behind)).collect(),
            processed: samples().map(|sample| u32::try_from(sample.processed).unwrap_or(u32::MAX)).collect(),
        }
    }
}
