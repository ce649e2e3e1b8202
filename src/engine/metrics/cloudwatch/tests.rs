//! CloudWatch: the table of metrics, what a minute becomes, and the rules of the two requests.

use super::api::{DimensionFilter, GetMetricStatistics, ListMetrics, MetricDimension, MetricsError};
use super::counters::{ConsumerMinute, PutRecordsFared, ShardMinute, StreamMinute};
use super::names::{Enhanced, Level, MetricName, NAMESPACE, Statistic};
use super::sample::Sample;
use super::{Dimension, MINUTE, Metrics};
use crate::engine::api::choices::ShardLevelMetric;
use crate::engine::api::values::Timestamp;
use crate::engine::ids::{Bytes, ShardId, StreamId};
use crate::engine::time::{Micros, SimTime};
use proptest::prelude::*;

const STREAM: StreamId = StreamId(0);
const SHARD: ShardId = ShardId(3);
const EVERY: [Statistic; 5] =
    [Statistic::SampleCount, Statistic::Average, Statistic::Sum, Statistic::Minimum, Statistic::Maximum];

fn metrics() -> Metrics {
    let mut metrics = Metrics::default();
    metrics.add_stream(STREAM, "clicks");
    metrics
}

fn minutes(n: u64) -> SimTime {
    SimTime::ZERO + MINUTE * n
}

fn named(pairs: &[(&str, &str)]) -> Vec<MetricDimension> {
    pairs.iter().map(|(name, value)| MetricDimension { name: (*name).into(), value: (*value).into() }).collect()
}

fn request(metric: &str, from: SimTime, until: SimTime, period: u32) -> GetMetricStatistics {
    GetMetricStatistics {
        namespace: Some(NAMESPACE.into()),
        metric_name: Some(metric.into()),
        dimensions: named(&[("StreamName", "clicks")]),
        start_time: Some(from.into()),
        end_time: Some(until.into()),
        period: Some(period),
        statistics: EVERY.to_vec(),
        ..GetMetricStatistics::default()
    }
}

/// The sums of the data points, each with the minute in which its period begins.
fn sums(metrics: &Metrics, request: &GetMetricStatistics, now: SimTime) -> Vec<(u64, f64)> {
    let points = metrics.get_metric_statistics(request, now).unwrap().datapoints;
    points.iter().map(|point| (point.timestamp.to_sim_time().slot(MINUTE), point.sum.unwrap())).collect()
}

#[test]
fn names_and_levels_are_those_of_the_developer_guide() {
    let count = |level| MetricName::ALL.iter().filter(|metric| metric.row().level == level).count();
    let counts = [Level::Stream, Level::StreamAndShard, Level::Shard, Level::Consumer].map(count);
    assert_eq!(counts, [15, 4, 3, 6]);
    for metric in MetricName::ALL {
        assert_eq!(MetricName::named_in(metric.row().namespace(), metric.row().name), Some(*metric));
    }
    let switches = [ShardLevelMetric::IncomingBytes, ShardLevelMetric::IteratorAgeMilliseconds];
    let on = Enhanced::of(switches);
    assert!(on.has(switches[0]) && on.has(switches[1]) && !on.has(ShardLevelMetric::OutgoingBytes));
    assert!(!on.has(ShardLevelMetric::All) && Enhanced::of([ShardLevelMetric::All]).has(switches[0]));
    assert!(Enhanced::of([]).is_empty() && !on.is_empty());
}

#[test]
fn a_minute_becomes_the_metrics_of_its_stream_shards_and_consumers() {
    let mut metrics = metrics();
    let (mut stream, mut shard, mut consumer) =
        (StreamMinute::default(), ShardMinute::default(), ConsumerMinute::default());
    let mut other = ShardMinute::default();
    shard.put(10, Bytes(1_000), 0);
    shard.put(0, Bytes(0), 4);
    other.put(1, Bytes(50), 1);
    shard.get(7, Bytes(700), Micros::millis(1_500));
    shard.get_refused();
    shard.push(3, Bytes(300));
    consumer.event(3, Bytes(300), Micros::millis(70));
    consumer.subscribe(true, false);
    let fared =
        PutRecordsFared { bytes: Bytes(1_050), successful: 11, failed: 0, throttled: 5, latency: Micros(7_500) };
    stream.put_records(&fared);
    stream.get_records(true, Micros(2_000));
    let enhanced = Enhanced::of([ShardLevelMetric::IncomingBytes, ShardLevelMetric::OutgoingBytes]);
    metrics.close_minute(
        5,
        STREAM,
        enhanced,
        &mut stream,
        [(SHARD, &mut shard), (ShardId(4), &mut other)],
        [("app", &mut consumer)],
    );
    assert_eq!((&stream, &shard), (&StreamMinute::default(), &ShardMinute::default()), "the next minute begins");
    let sum = |metric, dimension| metrics.slot(metric, dimension, 0, 5).sum();
    let of_stream = Dimension::Stream(STREAM);
    assert_eq!(sum(MetricName::IncomingBytes, of_stream), 1_050);
    assert_eq!(sum(MetricName::WriteProvisionedThroughputExceeded, of_stream), 5);
    assert_eq!(sum(MetricName::GetRecordsBytes, of_stream), 700);
    assert_eq!(sum(MetricName::PutRecordsThrottledRecords, of_stream), 5);
    assert_eq!(sum(MetricName::ReadProvisionedThroughputExceeded, of_stream), 1);
    assert_eq!(sum(MetricName::IncomingBytes, Dimension::Shard(STREAM, SHARD)), 1_000);
    assert_eq!(sum(MetricName::OutgoingBytes, Dimension::Shard(STREAM, SHARD)), 1_000);
    assert_eq!(sum(MetricName::IncomingRecords, Dimension::Shard(STREAM, SHARD)), 0, "not switched on");
    assert_eq!(sum(MetricName::SubscribeToShardEventBytes, Dimension::Consumer(STREAM, "app")), 300);

    let request = request("PutRecords.Latency", minutes(5), minutes(6), 60);
    let answer = metrics.get_metric_statistics(&request, minutes(6)).unwrap();
    let json = serde_json::to_value(&answer).unwrap();
    assert_eq!(json["Label"], "PutRecords.Latency");
    let expected = serde_json::json!({
        "Timestamp": 1_767_225_900.0, "SampleCount": 1.0, "Average": 7.5, "Sum": 7.5, "Minimum": 7.5, "Maximum": 7.5,
        "Unit": "Milliseconds",
    });
    assert_eq!(json["Datapoints"], serde_json::json!([expected]));
}

fn filled(until: u64) -> Metrics {
    let mut metrics = metrics();
    for minute in 0..until {
        for dimension in [Dimension::Stream(STREAM), Dimension::Shard(STREAM, SHARD)] {
            metrics.add(minutes(minute), MetricName::IncomingBytes, dimension, &Sample::one(minute + 1));
        }
    }
    metrics
}

#[test]
fn periods_begin_at_the_start_rounded_down_and_end_before_the_end() {
    let metrics = filled(10);
    let now = minutes(10);
    let rounded = request("IncomingBytes", minutes(2) + Micros::seconds(34), minutes(5), 60);
    assert_eq!(sums(&metrics, &rounded, now), [(2, 3.0), (3, 4.0), (4, 5.0)]);
    let coarse = request("IncomingBytes", minutes(1), minutes(10), 300);
    assert_eq!(sums(&metrics, &coarse, now), [(1, 2.0 + 3.0 + 4.0 + 5.0 + 6.0), (6, 7.0 + 8.0 + 9.0 + 10.0)]);
    let fine = request("IncomingBytes", minutes(2), minutes(4), 1);
    assert_eq!(sums(&metrics, &fine, now), [(2, 3.0), (3, 4.0)]);
    let before = GetMetricStatistics { start_time: Some(Timestamp { unix_ms: 0 }), ..coarse.clone() };
    let before = GetMetricStatistics { period: Some(86_400 * 365), ..before };
    assert_eq!(metrics.get_metric_statistics(&before, now).unwrap().datapoints[0].sum, Some(55.0));
}

#[test]
fn a_metric_is_known_by_exactly_its_dimensions_and_its_unit() {
    let metrics = filled(3);
    let base = request("IncomingBytes", minutes(0), minutes(3), 60);
    let count = |dimensions: &[(&str, &str)]| {
        let request = GetMetricStatistics { dimensions: named(dimensions), ..base.clone() };
        metrics.get_metric_statistics(&request, minutes(3)).unwrap().datapoints.len()
    };
    assert_eq!(count(&[("StreamName", "clicks")]), 3);
    assert_eq!(count(&[("ShardId", "shardId-000000000003"), ("StreamName", "clicks")]), 3);
    for dimensions in [
        &[("StreamName", "other")][..],
        &[("ShardId", "shardId-000000000003")],
        &[("StreamName", "clicks"), ("ShardId", "shardId-3")],
        &[("StreamName", "clicks"), ("StreamName", "clicks")],
        &[("StreamName", "clicks"), ("ConsumerName", "app")],
        &[],
    ] {
        assert_eq!(count(dimensions), 0, "{dimensions:?}");
    }
    for (unit, expected) in [("Bytes", 3), ("Count", 0)] {
        let request = GetMetricStatistics { unit: Some(unit.into()), ..base.clone() };
        assert_eq!(metrics.get_metric_statistics(&request, minutes(3)).unwrap().datapoints.len(), expected);
    }
    for (namespace, metric) in [("AWS/Lambda", "IncomingBytes"), (NAMESPACE, "Nothing")] {
        let request =
            GetMetricStatistics { namespace: Some(namespace.into()), metric_name: Some(metric.into()), ..base.clone() };
        assert_eq!(metrics.get_metric_statistics(&request, minutes(3)).unwrap().datapoints, []);
    }
}

#[test]
fn requests_that_break_a_rule_are_refused_as_cloudwatch_does() {
    let base = request("IncomingBytes", minutes(0), minutes(10), 60);
    let too_long = GetMetricStatistics { end_time: Some(minutes(1_441).into()), ..base.clone() };
    let table: [(GetMetricStatistics, &str); 11] = [
        (GetMetricStatistics { namespace: None, ..base.clone() }, "MissingRequiredParameterException"),
        (GetMetricStatistics { metric_name: None, ..base.clone() }, "MissingRequiredParameterException"),
        (GetMetricStatistics { start_time: None, ..base.clone() }, "MissingRequiredParameterException"),
        (GetMetricStatistics { end_time: None, ..base.clone() }, "MissingRequiredParameterException"),
        (GetMetricStatistics { period: None, ..base.clone() }, "MissingRequiredParameterException"),
        (GetMetricStatistics { period: Some(0), ..base.clone() }, "InvalidParameterValueException"),
        (GetMetricStatistics { period: Some(61), ..base.clone() }, "InvalidParameterValueException"),
        (GetMetricStatistics { end_time: base.start_time, ..base.clone() }, "InvalidParameterValueException"),
        (GetMetricStatistics { statistics: vec![], ..base.clone() }, "InvalidParameterCombinationException"),
        (
            GetMetricStatistics { extended_statistics: vec!["p99".into()], ..base.clone() },
            "InvalidParameterCombinationException",
        ),
        (too_long, "InvalidParameterCombinationException"),
    ];
    for (request, expected) in table {
        assert_eq!(metrics().get_metric_statistics(&request, minutes(10)).unwrap_err().exception(), expected);
    }
    let most = GetMetricStatistics { end_time: Some(minutes(1_440).into()), ..base };
    assert!(metrics().get_metric_statistics(&most, minutes(10)).is_ok());
    let too_many = MetricsError::TooManyDatapoints { asked: 2_880, limit: 1_440 };
    assert_eq!(too_many.code(), "InvalidParameterCombination");
}

#[test]
fn what_is_old_is_there_for_coarse_periods_only() {
    let days = 40_u64;
    let metrics = filled(days * 1_440);
    let now = minutes(days * 1_440);
    let day = |from: u64, period| request("IncomingBytes", minutes(from * 1_440), minutes((from + 1) * 1_440), period);
    // Yesterday by the minute; two days ago by five minutes; ten days ago by the hour; 35 days ago not at all.
    let counts = |from: u64| [60, 300, 3_600].map(|period| sums(&metrics, &day(from, period), now).len());
    assert_eq!(counts(days - 1), [1_440, 288, 24]);
    assert_eq!(counts(days - 2), [55, 288, 24]);
    assert_eq!(counts(days - 10), [0, 0, 24]);
    assert_eq!(counts(days - 35), [0, 0, 0]);
    // No value is lost or counted twice where the resolutions meet.
    let all = request("IncomingBytes", minutes((days - 30) * 1_440), now, 3_600);
    let sum: f64 = sums(&metrics, &all, now).iter().map(|(_, sum)| sum).sum();
    let (first, last) = ((days - 30) * 1_440 + 1, days * 1_440);
    assert!((sum - ((first + last) * (last - first + 1) / 2) as f64).abs() < 0.5);
    // From 15 days ago on, CloudWatch wants multiples of five minutes.
    assert_eq!(sums(&metrics, &request("IncomingBytes", minutes((days - 20) * 1_440), now, 86_400), now).len(), 20);
}

#[test]
fn metrics_are_listed_by_name_and_dimension_and_forgotten_when_silent() {
    let mut metrics = filled(1);
    metrics.add(minutes(0), MetricName::PutRecordBytes, Dimension::Stream(STREAM), &Sample::one(1));
    let count = |request: &ListMetrics, now| metrics.list_metrics(request, now).unwrap().metrics.len();
    let all = ListMetrics::default();
    assert_eq!(count(&all, minutes(1)), 3);
    assert_eq!(count(&ListMetrics { metric_name: Some("IncomingBytes".into()), ..all.clone() }, minutes(1)), 2);
    assert_eq!(count(&ListMetrics { namespace: Some("AWS/EC2".into()), ..all.clone() }, minutes(1)), 0);
    let with = |name: &str, value: Option<&str>| ListMetrics {
        dimensions: vec![DimensionFilter { name: name.into(), value: value.map(Into::into) }],
        ..ListMetrics::default()
    };
    assert_eq!(count(&with("ShardId", None), minutes(1)), 1);
    assert_eq!(count(&with("StreamName", Some("clicks")), minutes(1)), 3);
    assert_eq!(count(&with("StreamName", Some("other")), minutes(1)), 0);
    let recent = ListMetrics { recently_active: Some("PT3H".into()), ..all.clone() };
    assert_eq!((count(&recent, minutes(60)), count(&recent, minutes(60 * 5))), (3, 0));
    assert_eq!((count(&all, minutes(13 * 1_440)), count(&all, minutes(15 * 1_440))), (3, 0));
    let bad = ListMetrics { recently_active: Some("PT1H".into()), ..all.clone() };
    assert_eq!(metrics.list_metrics(&bad, minutes(1)).unwrap_err().code(), "InvalidParameterValue");
    let bad = ListMetrics { next_token: Some("x".into()), ..all };
    assert_eq!(metrics.list_metrics(&bad, minutes(1)).unwrap_err(), MetricsError::NextToken);
}

#[test]
fn a_long_list_comes_in_pages_and_old_metrics_go() {
    let mut metrics = metrics();
    for shard in 0..600 {
        let dimension = Dimension::Shard(STREAM, ShardId(shard));
        metrics.add(minutes(0), MetricName::IncomingBytes, dimension, &Sample::one(1));
    }
    let first = metrics.list_metrics(&ListMetrics::default(), minutes(1)).unwrap();
    let next = ListMetrics { next_token: first.next_token.clone(), ..ListMetrics::default() };
    let second = metrics.list_metrics(&next, minutes(1)).unwrap();
    assert_eq!((first.metrics.len(), second.metrics.len(), second.next_token), (500, 100, None));
    let mut close = |day: u64| {
        metrics.close_minute(day * 1_440, STREAM, Enhanced::NONE, &mut StreamMinute::default(), [], []);
        metrics.len()
    };
    assert_eq!((close(30), close(32)), (600, 0));
}

#[test]
fn a_stream_that_is_created_again_continues_its_metrics() {
    let mut metrics = filled(1);
    metrics.add_stream(StreamId(1), "clicks");
    metrics.add(minutes(1), MetricName::IncomingBytes, Dimension::Stream(StreamId(1)), &Sample::one(9));
    let request = request("IncomingBytes", minutes(0), minutes(2), 60);
    assert_eq!(sums(&metrics, &request, minutes(2)), [(0, 1.0), (1, 9.0)]);
}

#[test]
fn a_clone_does_not_see_what_the_other_counts() {
    let mut metrics = filled(100);
    let copy = metrics.clone();
    metrics.add(minutes(50), MetricName::IncomingBytes, Dimension::Stream(STREAM), &Sample::one(1_000));
    let slot = |metrics: &Metrics| metrics.slot(MetricName::IncomingBytes, Dimension::Stream(STREAM), 0, 50).sum();
    assert_eq!((slot(&copy), slot(&metrics)), (51, 1_051));
}

proptest! {
    #[test]
    fn merging_samples_is_counting_together(
        left in prop::collection::vec(0_u64..1_000_000, 0..20),
        right in prop::collection::vec(0_u64..1_000_000, 0..20),
    ) {
        let sample = |values: &[u64]| {
            let mut sample = Sample::default();
            for value in values {
                sample.add(*value);
            }
            sample
        };
        let mut merged = sample(&left);
        merged.merge(&sample(&right));
        let together = [left, right].concat();
        prop_assert_eq!(merged, sample(&together));
        prop_assert_eq!(merged.minimum(), together.iter().min().copied());
        prop_assert_eq!(merged.maximum(), together.iter().max().copied());
    }

    #[test]
    fn a_period_holds_what_happened_in_it(
        values in prop::collection::btree_map(0_u64..1_400, 1_u64..1_000, 1..60),
        start in 0_u64..700,
        length in 1_u64..1_400,
        period in prop::sample::select(vec![60_u32, 120, 300, 420, 3_600, 7_200]),
    ) {
        let mut metrics = metrics();
        for (minute, value) in &values {
            metrics.add(minutes(*minute), MetricName::IncomingBytes, Dimension::Stream(STREAM), &Sample::one(*value));
        }
        let found = sums(&metrics, &request("IncomingBytes", minutes(start), minutes(start + length), period), minutes(1_400));
        let step = u64::from(period / 60);
        let mut expected: Vec<(u64, f64)> = Vec::new();
        for (minute, value) in values.range(start..start + length) {
            let begin = start + (minute - start) / step * step;
            match expected.last_mut() {
                Some((last, sum)) if *last == begin => *sum += *value as f64,
                _ => expected.push((begin, *value as f64)),
            }
        }
        prop_assert_eq!(found, expected);
    }
}
