//! `CloudWatch` tells what delivery streams did, and the bill what it costs.

use crate::talk::Talk;
use serde_json::{Value, json};
use shardscope::engine::limits::Profile;
use shardscope::engine::world::World;

const EPOCH: u64 = 1_767_225_600;

/// A world with an active delivery stream that delivers every minute.
fn with_lake(fields: &Value) -> Talk {
    let mut talk = Talk { world: World::empty(1, Profile::Current) };
    let mut destination = json!({
        "RoleARN": "arn:aws:iam::123456789012:role/firehose",
        "BucketARN": "arn:aws:s3:::b",
        "BufferingHints": { "SizeInMBs": 1, "IntervalInSeconds": 60 },
    });
    destination.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
    let body = json!({ "DeliveryStreamName": "lake", "ExtendedS3DestinationConfiguration": destination });
    assert_eq!(talk.ask_firehose("CreateDeliveryStream", &body).0, 200);
    talk.wait(60);
    talk
}

/// The sum of a metric over the first hour.
fn sum(talk: &mut Talk, metric: &str) -> u64 {
    let request = json!({
        "Namespace": "AWS/Firehose", "MetricName": metric,
        "Dimensions": [{ "Name": "DeliveryStreamName", "Value": "lake" }],
        "StartTime": EPOCH, "EndTime": EPOCH + 3_600, "Period": 3_600, "Statistics": ["Sum"],
    });
    let answer = talk.done("GetMetricStatistics", &request);
    answer["Datapoints"].as_array().expect("a list").iter().filter_map(|point| point["Sum"].as_f64()).sum::<f64>()
        as u64
}

#[test]
fn what_is_put_and_delivered_is_told() {
    let mut talk = with_lake(&json!({}));
    let record = json!({ "Data": "AAAA".repeat(100) });
    let one = json!({ "DeliveryStreamName": "lake", "Record": record });
    let three = json!({ "DeliveryStreamName": "lake", "Records": vec![record; 3] });
    assert_eq!(talk.ask_firehose("PutRecord", &one).0, 200);
    assert_eq!(talk.ask_firehose("PutRecordBatch", &three).0, 200);
    talk.wait(600);
    let told = [
        ("IncomingRecords", 4),
        ("IncomingBytes", 1_200),
        ("IncomingPutRequests", 2),
        ("ThrottledRecords", 0),
        ("PutRecord.Bytes", 300),
        ("PutRecord.Requests", 1),
        ("PutRecordBatch.Bytes", 900),
        ("PutRecordBatch.Records", 3),
        ("PutRecordBatch.Requests", 1),
        ("DeliveryToS3.Records", 4),
        ("DeliveryToS3.Bytes", 1_200),
        ("DeliveryToS3.Success", 1),
    ];
    for (metric, expected) in told {
        assert_eq!(sum(&mut talk, metric), expected, "{metric}");
    }
    assert!(sum(&mut talk, "DeliveryToS3.DataFreshness") >= 60);
    let listed =
        talk.done("ListMetrics", &json!({ "Namespace": "AWS/Firehose", "MetricName": "DeliveryToS3.Records" }));
    let dimensions = json!([{ "Name": "DeliveryStreamName", "Value": "lake" }]);
    assert_eq!(listed["Metrics"][0]["Dimensions"], dimensions);
    let listed = talk.done("ListMetrics", &json!({ "Namespace": "AWS/Kinesis" }));
    assert_eq!(listed["Metrics"], json!([]));
}

#[test]
fn each_record_is_billed_in_steps_of_5_kb() {
    let mut talk = with_lake(&json!({}));
    for bytes in [3, 5_121, 5_121] {
        let data = "AAAA".repeat(bytes / 3);
        let body = json!({ "DeliveryStreamName": "lake", "Record": { "Data": data } });
        assert_eq!(talk.ask_firehose("PutRecord", &body).0, 200);
    }
    let bill = talk.world.firehoses().find("lake").expect("it is there").bill();
    let lines: Vec<_> = bill.iter().map(|line| (line.price.name, line.used.0)).collect();
    assert_eq!(lines, [("Data ingested", 5 * 5_120)]);
}

#[test]
fn a_function_and_its_failures_are_told() {
    let arn = "arn:aws:lambda:us-east-1:123456789012:function:fail-every-nth";
    let mut talk = with_lake(&json!({ "ProcessingConfiguration": { "Enabled": true, "Processors": [{
        "Type": "Lambda", "Parameters": [{ "ParameterName": "LambdaArn", "ParameterValue": arn }],
    }] } }));
    let records = vec![json!({ "Data": "AAAA" }); 20];
    assert_eq!(
        talk.ask_firehose("PutRecordBatch", &json!({ "DeliveryStreamName": "lake", "Records": records })).0,
        200
    );
    talk.wait(900);
    assert_eq!(sum(&mut talk, "ExecuteProcessing.Success"), 1);
    assert_eq!(sum(&mut talk, "SucceedProcessing.Records"), 18);
    assert_eq!(sum(&mut talk, "DeliveryToS3.Records"), 18);
}
