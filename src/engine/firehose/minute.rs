//! What a delivery stream did in the minute in progress: the values that CloudWatch is told, and what the bill needs.
//!
//! Values are counted where they come about, so that their number, least and largest are true, not their sum alone.

use super::sample::Totals;
use crate::engine::metrics::cloudwatch::names::MetricName;
use crate::engine::metrics::cloudwatch::sample::Sample;
use litemap::LiteMap;
use std::rc::Rc;

/// The minute in progress of a delivery stream.
#[derive(Clone, Debug, Default)]
pub struct FirehoseMinute {
    /// The values of each metric.
    pub told: LiteMap<MetricName, Sample>,
    /// The age of the oldest record of the latest delivery, in seconds, by the metric of freshness that tells it.
    pub delivered_age_s: LiteMap<MetricName, u64>,
    /// Bytes that gathered in each partition.
    pub partitions: LiteMap<Rc<[String]>, u64>,
    /// The totals at its beginning.
    pub before: Totals,
    /// Bytes that were converted until its beginning, as they are billed.
    pub converted_bytes: u64,
}

impl FirehoseMinute {
    /// Counts a value of a metric.
    pub fn count(&mut self, metric: MetricName, value: u64) {
        self.told.entry(metric).or_default().add(value);
    }

    /// Counts a value of a metric, unless it is nothing.
    pub fn count_some(&mut self, metric: MetricName, value: u64) {
        if value > 0 {
            self.count(metric, value);
        }
    }
}
