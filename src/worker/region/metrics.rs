//! CloudWatch's view of a stream: the minutes of one metric as the API tells them, and what happened second by second,
//! which it does not tell.

use crate::aws::console::metrics_command;
use crate::engine::api::choices::ShardLevelMetric;
use crate::engine::api::values::Timestamp;
use crate::engine::ids::ShardId;
use crate::engine::limits::{LimitId, Profile};
use crate::engine::metrics::cloudwatch::MINUTE;
use crate::engine::metrics::cloudwatch::api::{Datapoint, GetMetricStatistics, MetricDimension};
use crate::engine::metrics::cloudwatch::names::{MetricName, NAMESPACE, Statistic};
use crate::engine::metrics::series::{Resolution, SECONDS_KEPT, WriteSample};
use crate::engine::stream::Stream;
use crate::engine::stream::shard::Shard;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// Consumers that can be chosen at most.
const CONSUMERS_SHOWN: usize = 20;

/// A metric to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricChoice {
    /// Which.
    pub metric: MetricName,
    /// Of what.
    pub of: MetricOf,
    /// Which statistic of each minute.
    pub statistic: Statistic,
    /// How many minutes, that in progress included.
    pub minutes: u32,
}

/// What a metric is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MetricOf {
    /// The stream in view.
    Stream,
    /// One of its shards.
    Shard(ShardId),
    /// One of its enhanced fan-out consumers.
    Consumer(String),
}

/// A metric.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricsFrame {
    /// What was asked for.
    pub choice: MetricChoice,
    /// CloudWatch's dimensions: names and values.
    pub dimensions: Vec<(String, String)>,
    /// When the first minute begins.
    pub start: SimTime,
    /// The minutes that have values, each with its beginning.
    pub points: Vec<(SimTime, f64)>,
    /// Second by second, where the engine knows it.
    pub seconds: Option<Seconds>,
    /// What the shards of the metric may take in a second, in its unit.
    pub limit_per_s: Option<u64>,
    /// The shard-level metrics that are on.
    pub monitoring: Vec<ShardLevelMetric>,
    /// The enhanced fan-out consumers.
    pub consumers: Vec<String>,
    /// The command that prints these numbers.
    pub command: String,
}

/// Seconds one by one, from the start of the minutes to the last full second.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seconds {
    /// What was stored, in the metric's unit.
    pub stored: Vec<f32>,
    /// What was refused.
    pub refused: Vec<f32>,
}

impl Default for MetricChoice {
    fn default() -> Self {
        let (metric, statistic) = (MetricName::IncomingRecords, Statistic::Sum);
        Self { metric, of: MetricOf::Stream, statistic, minutes: 10 }
    }
}

impl MetricsFrame {
    /// The metric now.
    pub fn of(world: &World, stream: Option<&Stream>, choice: &MetricChoice) -> Self {
        let now = world.now();
        let end = now.slot(MINUTE) + 1;
        let first = end.saturating_sub(u64::from(choice.minutes.clamp(1, 60)));
        let (start, end) = (SimTime(first * MINUTE.0), SimTime(end * MINUTE.0));
        let request = request(stream, choice, start, end);
        // A request that is put together here has all that it needs.
        let found = world.metrics().get_metric_statistics(&request, now).map(|found| found.datapoints);
        let point = |point: &Datapoint| {
            let value = [point.sum, point.average, point.minimum, point.maximum, point.sample_count];
            Some((point.timestamp.to_sim_time(), value.into_iter().flatten().next()?))
        };
        let dimensions = request.dimensions.iter().map(|of| (of.name.clone(), of.value.clone())).collect();
        let shards = || shards(stream, &choice.of);
        Self {
            choice: choice.clone(),
            dimensions,
            start,
            points: found.unwrap_or_default().iter().filter_map(point).collect(),
            seconds: seconds(shards(), choice, start, now),
            limit_per_s: limit(choice.metric, world.profile())
                .map(|limit| limit * shards().filter(|s| s.is_open()).count() as u64),
            monitoring: stream.map(|stream| stream.monitoring.iter().copied().collect()).unwrap_or_default(),
            consumers: stream
                .into_iter()
                .flat_map(|stream| stream.consumers.iter())
                .map(|c| c.name.clone())
                .take(CONSUMERS_SHOWN)
                .collect(),
            command: metrics_command(&request, world.account()),
        }
    }
}

/// The request that tells the minutes.
fn request(stream: Option<&Stream>, choice: &MetricChoice, start: SimTime, end: SimTime) -> GetMetricStatistics {
    let dimension = |name: &str, value: String| MetricDimension { name: name.to_owned(), value };
    let mut dimensions: Vec<_> =
        stream.map(|stream| dimension("StreamName", stream.name.clone())).into_iter().collect();
    match &choice.of {
        MetricOf::Stream => {}
        MetricOf::Shard(shard) => dimensions.push(dimension("ShardId", shard.to_string())),
        MetricOf::Consumer(name) => dimensions.push(dimension("ConsumerName", name.clone())),
    }
    GetMetricStatistics {
        namespace: Some(NAMESPACE.to_owned()),
        metric_name: Some(choice.metric.row().name.to_owned()),
        dimensions,
        start_time: Some(Timestamp::from(start)),
        end_time: Some(Timestamp::from(end)),
        period: Some((MINUTE.0 / Micros::SECOND.0) as u32),
        statistics: vec![choice.statistic],
        ..GetMetricStatistics::default()
    }
}

/// The shards that a metric is of.
fn shards<'a>(stream: Option<&'a Stream>, of: &MetricOf) -> impl Iterator<Item = &'a Shard> + use<'a> {
    let only = match of {
        MetricOf::Shard(shard) => Some(*shard),
        MetricOf::Stream | MetricOf::Consumer(_) => None,
    };
    stream.into_iter().flat_map(Stream::listed).filter(move |shard| only.is_none_or(|id| shard.id == id))
}

/// What a shard may take of a metric in a second.
fn limit(metric: MetricName, profile: Profile) -> Option<u64> {
    match metric {
        MetricName::IncomingRecords => Some(LimitId::ShardWriteRecords.value(profile)),
        MetricName::IncomingBytes => Some(LimitId::ShardWriteBytes.value(profile)),
        _ => None,
    }
}

/// The seconds of what is written, while they are kept one by one.
fn seconds<'a>(
    shards: impl Iterator<Item = &'a Shard>,
    choice: &MetricChoice,
    start: SimTime,
    now: SimTime,
) -> Option<Seconds> {
    let of: fn(&WriteSample) -> (f64, f64) = match choice.metric {
        MetricName::IncomingRecords => |s| (f64::from(s.accepted_records), f64::from(s.refused_records())),
        MetricName::IncomingBytes => |s| (s.accepted_bytes.0 as f64, s.refused_bytes.0 as f64),
        MetricName::WriteProvisionedThroughputExceeded => |s| (0.0, f64::from(s.refused_records())),
        _ => return None,
    };
    let (first, end) = (start.slot(Micros::SECOND), now.slot(Micros::SECOND));
    if end - first > SECONDS_KEPT as u64 {
        return None;
    }
    let mut sums = vec![(0.0, 0.0); (end - first) as usize];
    for shard in shards {
        for (sum, second) in sums.iter_mut().zip(first..) {
            let (stored, refused) = of(&shard.series().slot(Resolution::Second, second));
            sum.0 += stored;
            sum.1 += refused;
        }
    }
    let (stored, refused) = sums.into_iter().map(|(stored, refused)| (stored as f32, refused as f32)).unzip();
    Some(Seconds { stored, refused })
}
