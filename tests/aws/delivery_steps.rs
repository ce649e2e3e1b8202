//! The steps of `ProcessingConfiguration` that take records apart and put delimiters behind them.

use crate::talk::Talk;
use serde_json::{Value, json};
use shardscope::engine::firehose::DeliveryStream;
use shardscope::engine::limits::Profile;
use shardscope::engine::world::World;
use std::ops::ControlFlow;

/// What the creation of a delivery stream with these steps answers.
fn create(talk: &mut Talk, steps: &Value) -> (u16, Value) {
    talk.ask_firehose(
        "CreateDeliveryStream",
        &json!({
            "DeliveryStreamName": "lake",
            "ExtendedS3DestinationConfiguration": {
                "RoleARN": "arn:aws:iam::123456789012:role/firehose", "BucketARN": "arn:aws:s3:::b",
                "BufferingHints": { "SizeInMBs": 1, "IntervalInSeconds": 60 },
                "ProcessingConfiguration": { "Enabled": true, "Processors": steps },
            },
        }),
    )
}

fn step(kind: &str, parameters: &[(&str, &str)]) -> Value {
    let parameters: Vec<Value> =
        parameters.iter().map(|(name, value)| json!({ "ParameterName": name, "ParameterValue": value })).collect();
    json!({ "Type": kind, "Parameters": parameters })
}

fn empty() -> Talk {
    Talk { world: World::empty(1, Profile::Current) }
}

fn lake(talk: &Talk) -> &DeliveryStream {
    talk.world.firehoses().find("lake").expect("it is there")
}

#[test]
fn records_are_taken_apart_and_ended_as_the_steps_say() {
    // `####` in base64, as in the guide.
    let steps = json!([
        step("RecordDeAggregation", &[("SubRecordType", "DELIMITED"), ("Delimiter", "IyMjIw==")]),
        step("AppendDelimiterToRecord", &[("Delimiter", ";\\n")]),
    ]);
    let mut talk = empty();
    let (status, answer) = create(&mut talk, &steps);
    assert_eq!(status, 200, "{answer}");
    talk.wait(60);
    let described = talk.ask_firehose("DescribeDeliveryStream", &json!({ "DeliveryStreamName": "lake" })).1;
    let destination = &described["DeliveryStreamDescription"]["Destinations"][0]["ExtendedS3DestinationDescription"];
    assert_eq!(destination["ProcessingConfiguration"]["Processors"], steps);
    // `a####bc`.
    let put = json!({ "DeliveryStreamName": "lake", "Record": { "Data": "YSMjIyNiYw==" } });
    assert_eq!(talk.ask_firehose("PutRecord", &put).0, 200);
    talk.wait(120);
    let stream = lake(&talk);
    let object = stream.objects.iter().next().expect("it was delivered");
    let mut found = Vec::new();
    for run in object.runs.iter().flat_map(|runs| runs.iter()) {
        talk.world.each_record(run, &mut |data| {
            found.push(data.to_vec());
            ControlFlow::Continue(())
        });
    }
    assert_eq!(found, [&b"a;\n"[..], b"bc;\n"]);
    assert_eq!((stream.ledger.taken.records, stream.ledger.delivered.records), (1, 2));
}

#[test]
fn a_line_feed_is_what_nobody_names_and_json_needs_no_delimiter() {
    for parameters in [&[][..], &[("Delimiter", "\\n")]] {
        let mut talk = empty();
        let steps = json!([
            step("RecordDeAggregation", &[("SubRecordType", "JSON")]),
            step("AppendDelimiterToRecord", parameters),
        ]);
        assert_eq!(create(&mut talk, &steps).0, 200);
        let plan = &lake(&talk).destination;
        assert!(plan.splitting.is_some() && plan.appends_delimiter && plan.delimiter.is_none());
    }
}

#[test]
fn steps_that_make_no_sense_are_refused_and_so_is_what_is_not_simulated() {
    let table = [
        (step("RecordDeAggregation", &[]), "SubRecordType"),
        (step("RecordDeAggregation", &[("SubRecordType", "CSV")]), "CSV"),
        (step("RecordDeAggregation", &[("SubRecordType", "DELIMITED")]), "Delimiter"),
        (step("RecordDeAggregation", &[("SubRecordType", "DELIMITED"), ("Delimiter", "####")]), "####"),
        (step("RecordDeAggregation", &[("SubRecordType", "DELIMITED"), ("Delimiter", "/w==")]), "Delimiter"),
        (step("Decompression", &[("CompressionFormat", "GZIP")]), "Decompression"),
        (step("CloudWatchLogProcessing", &[("DataMessageExtraction", "true")]), "CloudWatchLogProcessing"),
    ];
    for (step, named) in table {
        let (status, answer) = create(&mut empty(), &json!([step]));
        assert!(status >= 400, "{step}: {answer}");
        let text = answer["message"].as_str().unwrap_or_default();
        assert!(text.contains(named), "{step}: {text}");
    }
}
