//! `CloudWatch`: what was put and read is told by the minute, and what is asked wrongly is refused in its words.

use crate::talk::Talk;
use serde_json::{Value, json};

/// When simulated time begins, in seconds since 1970.
const EPOCH: u64 = 1_767_225_600;

/// A request for the sums of a metric of `s` by minutes, over the first ten.
fn statistics(metric: &str, shard: Option<&str>) -> Value {
    let mut dimensions = vec![json!({ "Name": "StreamName", "Value": "s" })];
    dimensions.extend(shard.map(|shard| json!({ "Name": "ShardId", "Value": shard })));
    json!({
        "Namespace": "AWS/Kinesis", "MetricName": metric, "Dimensions": dimensions, "StartTime": EPOCH,
        "EndTime": EPOCH + 600, "Period": 60, "Statistics": ["Sum"],
    })
}

/// The sums of a metric, by the minute in which they began.
fn sums(talk: &mut Talk, metric: &str, shard: Option<&str>) -> Vec<(u64, f64)> {
    let answer = talk.done("GetMetricStatistics", &statistics(metric, shard));
    assert_eq!(answer["Label"], metric);
    let points = answer["Datapoints"].as_array().expect("a list").iter();
    let sum = |point: &Value| {
        let at = point["Timestamp"].as_f64().expect("a number") as u64;
        ((at - EPOCH) / 60, point["Sum"].as_f64().expect("a number"))
    };
    points.map(sum).collect()
}

fn put(talk: &mut Talk, records: u64, bytes: usize) {
    let data = "AAAA".repeat(bytes / 3);
    let record = |index: u64| json!({ "PartitionKey": format!("k{index}"), "Data": data });
    let body = json!({ "StreamName": "s", "Records": (0..records).map(record).collect::<Vec<_>>() });
    assert_eq!(talk.done("PutRecords", &body)["FailedRecordCount"], 0);
}

#[test]
fn bytes_that_were_put_are_told_by_the_minute() {
    let mut talk = Talk::with_stream(2);
    let mut expected = Vec::new();
    for minute in 1..=3 {
        // A key of two bytes counts as well.
        put(&mut talk, 2 * minute, 300);
        talk.wait(20);
        put(&mut talk, 1, 30);
        talk.wait(40);
        expected.push((minute, (2 * minute * 302 + 32) as f64));
    }
    assert_eq!(sums(&mut talk, "IncomingBytes", None), expected);
    assert_eq!(sums(&mut talk, "IncomingRecords", None), [(1, 3.0), (2, 5.0), (3, 7.0)]);
    assert_eq!(sums(&mut talk, "PutRecords.Success", None), [(1, 2.0), (2, 2.0), (3, 2.0)]);
    let all = json!(["SampleCount", "Average", "Minimum", "Maximum"]);
    let mut request = statistics("PutRecords.TotalRecords", None);
    (request["Statistics"], request["Period"]) = (all, json!(300));
    let answer = talk.done("GetMetricStatistics", &request);
    let point = json!({
        "Timestamp": EPOCH as f64, "SampleCount": 6.0, "Average": 2.5, "Minimum": 1.0, "Maximum": 6.0, "Unit": "Count",
    });
    assert_eq!(answer, json!({ "Label": "PutRecords.TotalRecords", "Datapoints": [point] }));
}

#[test]
fn shards_are_told_only_once_enhanced_monitoring_is_on() {
    let mut talk = Talk::with_stream(2);
    put(&mut talk, 10, 30);
    talk.wait(60);
    let shards = ["shardId-000000000000", "shardId-000000000001"];
    for shard in shards {
        assert_eq!(sums(&mut talk, "IncomingRecords", Some(shard)), []);
    }
    talk.done("EnableEnhancedMonitoring", &json!({ "StreamName": "s", "ShardLevelMetrics": ["IncomingRecords"] }));
    put(&mut talk, 10, 30);
    talk.wait(60);
    let told: Vec<_> = shards.iter().map(|shard| sums(&mut talk, "IncomingRecords", Some(shard))).collect();
    assert!(told.iter().all(|points| points.len() == 1 && points[0].0 == 2), "{told:?}");
    let sum = told.iter().map(|points| points[0].1).sum::<f64>();
    assert!((sum - 10.0).abs() < 1e-9, "{sum}");
    assert_eq!(sums(&mut talk, "IncomingBytes", Some(shards[0])), [], "another metric is not on");
}

#[test]
fn metrics_are_listed_once_there_is_something_to_tell() {
    let mut talk = Talk::with_stream(1);
    assert_eq!(talk.done("ListMetrics", &json!({})), json!({ "Metrics": [] }));
    put(&mut talk, 1, 30);
    talk.wait(60);
    let wanted = json!({ "Namespace": "AWS/Kinesis", "MetricName": "IncomingBytes" });
    let metric = json!({
        "Namespace": "AWS/Kinesis", "MetricName": "IncomingBytes",
        "Dimensions": [{ "Name": "StreamName", "Value": "s" }],
    });
    assert_eq!(talk.done("ListMetrics", &wanted), json!({ "Metrics": [metric] }));
    let dimension = json!({ "Dimensions": [{ "Name": "ShardId" }] });
    assert_eq!(talk.done("ListMetrics", &dimension), json!({ "Metrics": [] }));
}

#[test]
fn what_cloudwatch_refuses_it_refuses_in_its_words() {
    let mut talk = Talk::with_stream(1);
    let (value, combination) = ("InvalidParameterValueException", "InvalidParameterCombinationException");
    let change = |member: &str, to: Value| {
        let mut request = statistics("IncomingBytes", None);
        request[member] = to;
        request
    };
    let cases = [
        (
            change("MetricName", Value::Null),
            "MissingRequiredParameterException",
            "The parameter MetricName is required.",
        ),
        (change("EndTime", json!(EPOCH)), value, "The parameter StartTime must not equal parameter EndTime."),
        (
            change("EndTime", json!(EPOCH - 60)),
            value,
            "The parameter StartTime must be less than the parameter EndTime.",
        ),
        (
            change("StartTime", json!(EPOCH - 86_400 * 2)),
            combination,
            "You have requested up to 2,890 datapoints, which exceeds the limit of 1,440. You may reduce the datapoints \
             requested by increasing Period, or decreasing the time range.",
        ),
        (
            change("Statistics", json!(["Sum", "p99"])),
            value,
            "The parameter Statistics.member.2 must be a value in the set [SampleCount, Average, Sum, Minimum, Maximum].",
        ),
        (change("Statistics", Value::Null), combination, "Must specify either Statistics or ExtendedStatistics."),
        (change("Period", json!(90)), value, "The parameter Period must be a multiple of 60, or 1, 5, 10, 20 or 30."),
    ];
    for (body, exception, text) in cases {
        let told = talk.refused("GetMetricStatistics", &body);
        assert_eq!(told, (exception.to_owned(), text.to_owned()), "{body}");
    }
    assert_eq!(talk.refused("GetMetricStatistics", &json!([])).0, "SerializationException");
    assert_eq!(talk.refused("ListMetrics", &json!({ "NextToken": "x" })).0, value);
}
