//! `GetMetricStatistics` and `ListMetrics`.
//!
//! Documented (API model 2010-08-01): periods are multiples of 60 s, or 1, 5, 10, 20, 30 for metrics of high resolution; an
//! answer has at most 1,440 data points; the start is rounded down to the minute, to five minutes from 15 days ago, to
//! the hour from 63 days ago, and the period must then be a multiple of that or there are no data points; the start is
//! inclusive, the end exclusive; dimensions must be exactly those of the metric; a unit that is not the metric's has no
//! data points; a list has 500 metrics a page and leaves out what was silent for two weeks.
//! Assumed: a period below 60 s gives the minutes; a slot of five minutes or an hour belongs to the period in which it
//! begins; what is older than the finer slots that are kept (see [`super::series`]) has data points for periods that are
//! multiples of the coarser ones.

use super::api::{
    Datapoint, DimensionFilter, GetMetricStatistics, ListMetrics, ListedMetric, ListedMetrics, MetricDimension,
    MetricStatistics, MetricsError,
};
use super::names::{Level, MetricName, MetricRow, Statistic};
use super::sample::Sample;
use super::series::WIDTHS;
use super::{Key, MINUTE, Metrics, Part};
use crate::engine::api::values::Timestamp;
use crate::engine::ids::ShardId;
use crate::engine::time::{EPOCH_UNIX_S, Micros, SimTime};
use std::collections::BTreeMap;

/// The dimension of delivery streams.
const DELIVERY_STREAM: &str = "DeliveryStreamName";
const DATAPOINTS_MAX: u64 = 1_440;
const METRICS_PER_PAGE: usize = 500;
const HIGH_RESOLUTION_PERIODS: [u32; 5] = [1, 5, 10, 20, 30];
/// From which age on a start is rounded to these seconds, and the period must be a multiple of them.
const DAY_S: i64 = 86_400;
const ROUNDING: [(i64, i64); 3] = [(63 * DAY_S, 3_600), (15 * DAY_S, 300), (i64::MIN, 60)];
const SILENT_AFTER: Micros = Micros::hours(14 * 24);
const RECENTLY: (&str, Micros) = ("PT3H", Micros::hours(3));

/// A request that was found to be in order; times are seconds since 1970.
struct Span {
    start: i64,
    end: i64,
    period: i64,
    /// Whether its age allows the period.
    has_data: bool,
}

impl Metrics {
    /// Statistics of one metric.
    pub fn get_metric_statistics(
        &self,
        request: &GetMetricStatistics,
        now: SimTime,
    ) -> Result<MetricStatistics, MetricsError> {
        let namespace = required(request.namespace.as_deref(), "Namespace")?;
        let label = required(request.metric_name.as_deref(), "MetricName")?;
        let span = Span::of(request, now)?;
        let (has_plain, has_extended) = (!request.statistics.is_empty(), !request.extended_statistics.is_empty());
        if has_plain == has_extended {
            return Err(MetricsError::StatisticsNeitherOrBoth { are_both: has_plain });
        }
        let metric = MetricName::named_in(namespace, label).filter(|_| has_plain && span.has_data);
        let metric =
            metric.filter(|metric| request.unit.as_deref().is_none_or(|unit| unit == metric.row().unit.name()));
        let key = metric.and_then(|metric| self.key_of(metric, &request.dimensions));
        let periods = key.map(|key| self.periods(key, &span, now)).unwrap_or_default();
        let point = |(index, sample): (i64, Sample)| {
            let timestamp = Timestamp { unix_ms: (span.start + index * span.period) * 1_000 };
            metric.map(|metric| datapoint(timestamp, &sample, metric.row(), &request.statistics))
        };
        Ok(MetricStatistics { label: label.to_owned(), datapoints: periods.into_iter().filter_map(point).collect() })
    }

    /// The metrics that exist.
    pub fn list_metrics(&self, request: &ListMetrics, now: SimTime) -> Result<ListedMetrics, MetricsError> {
        let oldest = match request.recently_active.as_deref() {
            None => now - SILENT_AFTER,
            Some(text) if text == RECENTLY.0 => now - RECENTLY.1,
            Some(other) => return Err(MetricsError::RecentlyActive { value: other.to_owned() }),
        };
        let from =
            request.next_token.as_deref().map_or(Ok(0_usize), str::parse).map_err(|_| MetricsError::NextToken)?;
        let is_wanted = |key: &&Key| {
            request.namespace.as_deref().is_none_or(|namespace| namespace == key.metric.row().namespace())
                && request.metric_name.as_deref().is_none_or(|name| name == key.metric.row().name)
                && request.dimensions.iter().all(|filter| self.matches(key, filter))
        };
        let reported = self.series.iter().filter(|(_, series)| {
            // Hours tell what minutes do not keep any more.
            let minute = series.newest_minute().map(|minute| (minute + 1) * MINUTE.0);
            let hour = series.newest_hour().map(|hour| (hour + 1) * Micros::HOUR.0);
            minute.or(hour).is_some_and(|end| end > oldest.0)
        });
        let mut metrics: Vec<ListedMetric> = reported
            .map(|(key, _)| key)
            .filter(is_wanted)
            .skip(from)
            .take(METRICS_PER_PAGE + 1)
            .map(|key| ListedMetric {
                namespace: key.metric.row().namespace(),
                metric_name: key.metric.row().name,
                dimensions: self.dimensions(key),
            })
            .collect();
        let next_token = (metrics.len() > METRICS_PER_PAGE).then(|| (from + METRICS_PER_PAGE).to_string());
        metrics.truncate(METRICS_PER_PAGE);
        Ok(ListedMetrics { metrics, next_token })
    }

    /// The values of each period of the span that has some, by its number in the span.
    fn periods(&self, key: Key, span: &Span, now: SimTime) -> BTreeMap<i64, Sample> {
        let mut periods = BTreeMap::new();
        let Some(series) = self.series.get(&key) else {
            return periods;
        };
        let mut end = span.end;
        for (width, micros) in WIDTHS.iter().enumerate() {
            let seconds = (micros.0 / 1_000_000).cast_signed();
            let oldest = key.kept().oldest(width, now.slot(*micros));
            // The next coarser slots end where these begin.
            let coarser = WIDTHS.get(width + 1).map_or(1, |coarser| coarser.0 / micros.0);
            let oldest = oldest.next_multiple_of(coarser);
            let first = slot_from(span.start, seconds).max(oldest);
            let until = slot_from(end, seconds).min(now.slot(*micros) + 1);
            if span.period % seconds == 0 {
                for slot in first..until {
                    let sample = series.slot(width, slot);
                    let index = (unix(slot, seconds) - span.start) / span.period;
                    if !sample.is_empty() {
                        periods.entry(index).or_insert_with(Sample::default).merge(&sample);
                    }
                }
            }
            end = end.min(unix(oldest, seconds));
        }
        periods
    }

    fn key_of(&self, metric: MetricName, dimensions: &[MetricDimension]) -> Option<Key> {
        let value = |name: &str| {
            let mut found = dimensions.iter().filter(|dimension| dimension.name == name);
            found.next().map(|dimension| dimension.value.as_str()).filter(|_| found.next().is_none())
        };
        if metric.row().level == Level::DeliveryStream {
            let stream = *self.ids.get(value(DELIVERY_STREAM)?)?;
            return (dimensions.len() == 1).then_some(Key { stream, part: Part::Delivery, metric });
        }
        let stream = *self.ids.get(value("StreamName")?)?;
        let part = match (dimensions.len(), value("ShardId"), value("ConsumerName")) {
            (1, None, None) => Part::Stream,
            (2, Some(shard), None) => Part::Shard(shard_id(shard)?),
            (2, None, Some(consumer)) => Part::Consumer(*self.ids.get(consumer)?),
            _ => return None,
        };
        Some(Key { stream, part, metric })
    }

    fn part_value(&self, part: Part) -> Option<String> {
        match part {
            Part::Stream | Part::Delivery => None,
            Part::Shard(shard) => Some(shard.to_string()),
            Part::Consumer(name) => Some(self.names[name.0 as usize].to_string()),
        }
    }

    fn dimensions(&self, key: &Key) -> Vec<MetricDimension> {
        let mut dimensions = vec![MetricDimension {
            name: if key.part == Part::Delivery { DELIVERY_STREAM } else { "StreamName" }.to_owned(),
            value: self.names[key.stream.0 as usize].to_string(),
        }];
        let name = if matches!(key.part, Part::Shard(_)) { "ShardId" } else { "ConsumerName" };
        dimensions.extend(self.part_value(key.part).map(|value| MetricDimension { name: name.to_owned(), value }));
        dimensions
    }

    fn matches(&self, key: &Key, filter: &DimensionFilter) -> bool {
        self.dimensions(key).iter().any(|dimension| {
            dimension.name == filter.name && filter.value.as_ref().is_none_or(|value| dimension.value == *value)
        })
    }
}

impl Span {
    fn of(request: &GetMetricStatistics, now: SimTime) -> Result<Self, MetricsError> {
        let start = required(request.start_time, "StartTime")?;
        let end = required(request.end_time, "EndTime")?;
        let seconds = required(request.period, "Period")?;
        let is_high_resolution = HIGH_RESOLUTION_PERIODS.contains(&seconds);
        if seconds == 0 || (seconds % 60 != 0 && !is_high_resolution) {
            return Err(MetricsError::Period { seconds });
        }
        if start >= end {
            return Err(MetricsError::TimesNotInOrder { are_equal: start == end });
        }
        let age = now.unix_seconds().cast_signed() - start.unix_ms.div_euclid(1_000);
        let rounding = ROUNDING.iter().find(|(from, _)| age >= *from).map_or(60, |(_, seconds)| *seconds);
        let start = start.unix_ms.div_euclid(1_000).div_euclid(rounding) * rounding;
        let end = end.unix_ms.div_euclid(1_000) + i64::from(end.unix_ms.rem_euclid(1_000) > 0);
        let asked = u64::try_from((end - start).div_euclid(i64::from(seconds))).unwrap_or(0);
        if asked > DATAPOINTS_MAX {
            return Err(MetricsError::TooManyDatapoints { asked, limit: DATAPOINTS_MAX });
        }
        let period = i64::from(seconds).max(60);
        Ok(Self { start, end, period, has_data: period % rounding == 0 })
    }
}

fn required<T>(value: Option<T>, parameter: &str) -> Result<T, MetricsError> {
    value.ok_or_else(|| MetricsError::Missing { parameter: parameter.to_owned() })
}

/// The shard of that name.
fn shard_id(name: &str) -> Option<ShardId> {
    let id = ShardId(name.strip_prefix("shardId-")?.parse().ok()?);
    Some(id).filter(|id| id.to_string() == name)
}

/// The first slot of this width that begins at `unix_s` or later.
fn slot_from(unix_s: i64, width_s: i64) -> u64 {
    let since = unix_s - EPOCH_UNIX_S.cast_signed();
    u64::try_from(since).unwrap_or(0).div_ceil(width_s.cast_unsigned())
}

fn unix(slot: u64, width_s: i64) -> i64 {
    (EPOCH_UNIX_S + slot * width_s.cast_unsigned()).cast_signed()
}

fn datapoint(timestamp: Timestamp, sample: &Sample, row: &MetricRow, wanted: &[Statistic]) -> Datapoint {
    let scale = row.stored_per_unit as f64;
    let value = |statistic: Statistic, stored: Option<u64>, scale: f64| {
        stored.filter(|_| wanted.contains(&statistic)).map(|stored| stored as f64 / scale)
    };
    let (sum, count) = (sample.sum(), sample.count());
    Datapoint {
        timestamp,
        sample_count: value(Statistic::SampleCount, Some(count), 1.0),
        average: value(Statistic::Average, Some(sum), scale * count as f64),
        sum: value(Statistic::Sum, Some(sum), scale),
        minimum: value(Statistic::Minimum, sample.minimum(), scale),
        maximum: value(Statistic::Maximum, sample.maximum(), scale),
        unit: row.unit.name(),
    }
}
