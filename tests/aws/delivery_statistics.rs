//! `CloudWatch`'s statistics of delivery streams: true counts, minima and maxima, for each kind of destination.

use crate::talk::Talk;
use serde_json::{Value, json};
use shardscope::engine::command::Command;
use shardscope::engine::firehose::command::{DeliveryCommand, Part};
use shardscope::engine::limits::Profile;
use shardscope::engine::time::Micros;
use shardscope::engine::world::{KeySources, World};

const EPOCH: u64 = 1_767_225_600;
const ROLE: &str = "arn:aws:iam::123456789012:role/firehose";

/// A world with a delivery stream that delivers what is put within a minute, active from second 60 on.
fn with(member: &str, fields: &Value) -> Talk {
    let mut talk = Talk { world: World::empty(1, Profile::Current) };
    let mut destination = fields.clone();
    destination["RoleARN"] = json!(ROLE);
    let body = json!({ "DeliveryStreamName": "lake", member: destination });
    let (status, answer) = talk.ask_firehose("CreateDeliveryStream", &body);
    assert_eq!(status, 200, "{answer}");
    talk.wait(60);
    talk
}

fn bucket() -> Value {
    json!({
        "RoleARN": ROLE, "BucketARN": "arn:aws:s3:::b",
        "BufferingHints": { "SizeInMBs": 1, "IntervalInSeconds": 60 },
    })
}

fn step(kind: &str, parameters: &[(&str, &str)]) -> Value {
    let parameters: Vec<Value> =
        parameters.iter().map(|(name, value)| json!({ "ParameterName": name, "ParameterValue": value })).collect();
    json!({ "Type": kind, "Parameters": parameters })
}

fn function(name: &str) -> Value {
    let arn = format!("arn:aws:lambda:us-east-1:123456789012:function:{name}");
    json!({ "Enabled": true, "Processors": [step("Lambda", &[("LambdaArn", &arn)])] })
}

fn put(talk: &mut Talk, texts: &[&str]) {
    let records: Vec<Value> = texts.iter().map(|text| json!({ "Data": base64(text) })).collect();
    let body = json!({ "DeliveryStreamName": "lake", "Records": records });
    let (status, answer) = talk.ask_firehose("PutRecordBatch", &body);
    assert_eq!((status, &answer["FailedPutCount"]), (200, &json!(0)), "{answer}");
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_STANDARD.encode(text)
}

fn set_out(talk: &mut Talk, is_out: bool) {
    let command = DeliveryCommand::SetOutage { delivery_stream: "lake".to_owned(), part: Part::Destination, is_out };
    talk.world.execute(Command::Delivery(command)).expect("it is there");
}

/// The statistics of a metric over the first hour: how many values, least, largest, sum, and the unit.
fn told(talk: &mut Talk, metric: &str) -> Option<(f64, f64, f64, f64, String)> {
    let request = json!({
        "Namespace": "AWS/Firehose", "MetricName": metric,
        "Dimensions": [{ "Name": "DeliveryStreamName", "Value": "lake" }],
        "StartTime": EPOCH, "EndTime": EPOCH + 3_600, "Period": 3_600,
        "Statistics": ["SampleCount", "Minimum", "Maximum", "Sum"],
    });
    let answer = talk.done("GetMetricStatistics", &request);
    let point = answer["Datapoints"].get(0)?.clone();
    let of = |name: &str| point[name].as_f64().expect("it was asked for");
    let unit = point["Unit"].as_str().unwrap_or_default().to_owned();
    Some((of("SampleCount"), of("Minimum"), of("Maximum"), of("Sum"), unit))
}

/// Asserts the number of values, the least, the largest and the sum of metrics; none where the number is 0.
fn expect(talk: &mut Talk, table: &[(&str, f64, f64, f64, f64, &str)]) {
    for (metric, count, least, largest, sum, unit) in table {
        let found = told(talk, metric);
        if *count == 0.0 {
            assert_eq!(found, None, "{metric}");
            continue;
        }
        let found = found.unwrap_or_else(|| panic!("{metric} has no value"));
        assert_eq!(found.4, *unit, "{metric}");
        let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
        let is_so = near(found.0, *count) && near(found.1, *least) && near(found.2, *largest) && near(found.3, *sum);
        assert!(is_so, "{metric}: {found:?}, not {:?}", (count, least, largest, sum));
    }
}

#[test]
fn each_request_is_a_value() {
    let mut talk = with("ExtendedS3DestinationConfiguration", &bucket());
    let one = json!({ "DeliveryStreamName": "lake", "Record": { "Data": base64("sevenof") } });
    assert_eq!(talk.ask_firehose("PutRecord", &one).0, 200);
    put(&mut talk, &["abc", "de", "f"]);
    talk.wait(300);
    put(&mut talk, &["0123456789"]);
    talk.wait(300);
    expect(
        &mut talk,
        &[
            ("IncomingBytes", 3.0, 6.0, 10.0, 23.0, "Bytes"),
            ("IncomingRecords", 3.0, 1.0, 3.0, 5.0, "Count"),
            ("IncomingPutRequests", 3.0, 1.0, 1.0, 3.0, "Count"),
            ("PutRecord.Bytes", 1.0, 7.0, 7.0, 7.0, "Bytes"),
            ("PutRecord.Requests", 1.0, 1.0, 1.0, 1.0, "Count"),
            ("PutRecordBatch.Bytes", 2.0, 6.0, 10.0, 16.0, "Bytes"),
            ("PutRecordBatch.Records", 2.0, 1.0, 3.0, 4.0, "Count"),
            ("PutRecordBatch.Requests", 2.0, 1.0, 1.0, 2.0, "Count"),
            ("ThrottledRecords", 0.0, 0.0, 0.0, 0.0, ""),
            ("DeliveryToS3.Bytes", 2.0, 10.0, 13.0, 23.0, "Bytes"),
            ("DeliveryToS3.Records", 2.0, 1.0, 4.0, 5.0, "Count"),
            ("BackupToS3.Records", 0.0, 0.0, 0.0, 0.0, ""),
            ("DeliveryToS3.ObjectCount", 0.0, 0.0, 0.0, 0.0, ""),
        ],
    );
    for (metric, count) in [("PutRecord.Latency", 1.0), ("PutRecordBatch.Latency", 2.0)] {
        let (found, least, largest, _, unit) = told(&mut talk, metric).expect("it took its time");
        assert_eq!((found, unit.as_str()), (count, "Milliseconds"));
        assert!(least > 5.5 && largest < 100.0, "storing and the request: {least} to {largest} ms");
    }
}

#[test]
fn bytes_are_those_before_the_function_and_the_backup_has_metrics_of_its_own() {
    let mut fields = bucket();
    fields["ProcessingConfiguration"] = function("add-newline");
    fields["S3BackupMode"] = json!("Enabled");
    fields["S3BackupConfiguration"] = bucket();
    let mut talk = with("ExtendedS3DestinationConfiguration", &fields);
    put(&mut talk, &["abc", "defg"]);
    talk.wait(600);
    expect(
        &mut talk,
        &[
            ("DeliveryToS3.Bytes", 1.0, 7.0, 7.0, 7.0, "Bytes"),
            ("SucceedProcessing.Bytes", 1.0, 9.0, 9.0, 9.0, "Bytes"),
            ("SucceedProcessing.Records", 1.0, 2.0, 2.0, 2.0, "Count"),
            ("ExecuteProcessing.Success", 1.0, 1.0, 1.0, 1.0, "Count"),
            ("ExecuteProcessing.Duration", 1.0, 20.0, 20.0, 20.0, "Milliseconds"),
            ("BackupToS3.Bytes", 1.0, 7.0, 7.0, 7.0, "Bytes"),
            ("BackupToS3.Records", 1.0, 2.0, 2.0, 2.0, "Count"),
            ("BackupToS3.Success", 1.0, 1.0, 1.0, 1.0, "Count"),
        ],
    );
    let (count, least, largest, _, unit) = told(&mut talk, "BackupToS3.DataFreshness").expect("a copy waited");
    assert_eq!((count, unit.as_str()), (2.0, "Seconds"));
    assert!(least <= 60.0 && (60.0..=61.0).contains(&largest), "{least} to {largest} s");
}

#[test]
fn a_cluster_has_metrics_of_its_bucket_and_of_its_copies() {
    let mut talk = with(
        "RedshiftDestinationConfiguration",
        &json!({
            "ClusterJDBCURL": "jdbc:redshift://c.us-east-1.redshift.amazonaws.com:5439/dev",
            "CopyCommand": { "DataTableName": "t" }, "Username": "u", "Password": "secret",
            "S3Configuration": bucket(),
        }),
    );
    put(&mut talk, &["abc", "defg"]);
    set_out(&mut talk, true);
    talk.wait(500);
    set_out(&mut talk, false);
    talk.wait(600);
    // The third attempt, ten minutes after the first, is the one that succeeds.
    expect(
        &mut talk,
        &[
            ("DeliveryToS3.Bytes", 1.0, 7.0, 7.0, 7.0, "Bytes"),
            ("DeliveryToS3.Records", 1.0, 2.0, 2.0, 2.0, "Count"),
            ("DeliveryToS3.Success", 1.0, 1.0, 1.0, 1.0, "Count"),
            ("DeliveryToRedshift.Bytes", 1.0, 7.0, 7.0, 7.0, "Bytes"),
            ("DeliveryToRedshift.Records", 1.0, 2.0, 2.0, 2.0, "Count"),
            ("DeliveryToRedshift.Success", 3.0, 0.0, 1.0, 1.0, "Count"),
        ],
    );
    let s3 = told(&mut talk, "DeliveryToS3.DataFreshness").expect("it waited for the bucket");
    let cluster = told(&mut talk, "DeliveryToRedshift.DataFreshness").expect("it waited for the cluster");
    assert!((60.0..=61.0).contains(&s3.2), "{s3:?}");
    assert!((660.0..=670.0).contains(&cluster.2), "{cluster:?}");
}

#[test]
fn attempts_of_an_endpoint_count_again() {
    let mut talk = with(
        "HttpEndpointDestinationConfiguration",
        &json!({
            "EndpointConfiguration": { "Url": "https://example.com/" },
            "BufferingHints": { "SizeInMBs": 1, "IntervalInSeconds": 60 }, "S3Configuration": bucket(),
            "RetryOptions": { "DurationInSeconds": 3_600 },
        }),
    );
    put(&mut talk, &["abc", "defg"]);
    set_out(&mut talk, true);
    talk.wait(65);
    set_out(&mut talk, false);
    talk.wait(300);
    let failed = talk.world.firehoses().find("lake").expect("it is there").totals.failed_attempts as f64;
    assert!(failed >= 2.0);
    let attempts = failed + 1.0;
    expect(
        &mut talk,
        &[
            ("DeliveryToHttpEndpoint.ProcessedBytes", attempts, 7.0, 7.0, 7.0 * attempts, "Bytes"),
            ("DeliveryToHttpEndpoint.ProcessedRecords", attempts, 2.0, 2.0, 2.0 * attempts, "Count"),
            ("DeliveryToHttpEndpoint.Bytes", 1.0, 7.0, 7.0, 7.0, "Bytes"),
            ("DeliveryToHttpEndpoint.Success", attempts, 0.0, 1.0, 1.0, "Count"),
        ],
    );
}

#[test]
fn splunk_acknowledges_after_a_while_and_a_domain_rejects() {
    let mut talk = with(
        "SplunkDestinationConfiguration",
        &json!({
            "HECEndpoint": "https://example.com/", "HECEndpointType": "Raw", "HECToken": "t",
            "S3Configuration": bucket(), "S3BackupMode": "AllEvents",
        }),
    );
    let slow = DeliveryCommand::SetSlow { delivery_stream: "lake".to_owned(), factor: 10 };
    talk.world.execute(Command::Delivery(slow)).expect("it is there");
    put(&mut talk, &["abc", "defg"]);
    talk.wait(600);
    expect(
        &mut talk,
        &[
            ("DeliveryToSplunk.DataAckLatency", 1.0, 0.5, 0.5, 0.5, "Seconds"),
            ("BackupToS3.Records", 1.0, 2.0, 2.0, 2.0, "Count"),
            ("DeliveryToS3.Records", 0.0, 0.0, 0.0, 0.0, ""),
        ],
    );

    let mut talk = with(
        "AmazonopensearchserviceDestinationConfiguration",
        &json!({
            "DomainARN": "arn:aws:es:us-east-1:123456789012:domain/logs", "IndexName": "i", "S3Configuration": bucket(),
            "BufferingHints": { "SizeInMBs": 1, "IntervalInSeconds": 60 }, "S3BackupMode": "AllDocuments",
        }),
    );
    put(&mut talk, &["{}", "{}"]);
    set_out(&mut talk, true);
    talk.wait(61);
    set_out(&mut talk, false);
    talk.wait(600);
    expect(
        &mut talk,
        &[
            ("DeliveryToAmazonOpenSearchService.Records", 1.0, 2.0, 2.0, 2.0, "Count"),
            ("DeliveryToAmazonOpenSearchService.DeliveryRejected", 2.0, 0.0, 1.0, 1.0, "Count"),
            ("DeliveryToS3.Records", 1.0, 2.0, 2.0, 2.0, "Count"),
            ("BackupToS3.Records", 0.0, 0.0, 0.0, 0.0, ""),
        ],
    );
}

#[test]
fn partitions_are_counted_and_measured() {
    let mut fields = bucket();
    fields["BufferingHints"] = json!({ "SizeInMBs": 64, "IntervalInSeconds": 60 });
    fields["Prefix"] = json!("!{partitionKeyFromQuery:k}/");
    fields["ErrorOutputPrefix"] = json!("errors/");
    fields["DynamicPartitioningConfiguration"] = json!({ "Enabled": true });
    let query = [("MetadataExtractionQuery", "{k:.k}"), ("JsonParsingEngine", "JQ-1.6")];
    fields["ProcessingConfiguration"] = json!({ "Enabled": true, "Processors": [step("MetadataExtraction", &query)] });
    let mut talk = with("ExtendedS3DestinationConfiguration", &fields);
    put(&mut talk, &[r#"{"k":"a"}"#, r#"{"k":"a"}"#, r#"{"k":"b","n":10}"#, "no"]);
    talk.wait(600);
    // A query takes 20 µs; each record came in a run of its own.
    expect(
        &mut talk,
        &[
            ("JQProcessing.Duration", 4.0, 0.02, 0.02, 0.08, "Milliseconds"),
            ("PerPartitionThroughput", 2.0, 16.0 / 60.0, 18.0 / 60.0, 34.0 / 60.0, "Bytes/Second"),
            ("DeliveryToS3.ObjectCount", 2.0, 1.0, 1.0, 2.0, "Count"),
            ("DeliveryToS3.Records", 2.0, 1.0, 2.0, 3.0, "Count"),
        ],
    );
    let (_, least, largest, ..) = told(&mut talk, "ActivePartitionsLimit").expect("it is told each minute");
    assert_eq!((least, largest), (500.0, 500.0));
    let (_, least, largest, ..) = told(&mut talk, "PartitionCount").expect("it is told each minute");
    assert_eq!((least, largest), (0.0, 2.0));
}

#[test]
fn what_is_converted_and_what_cannot_be_is_told_with_its_bytes() {
    let mut fields = bucket();
    fields["BufferingHints"] = json!({ "SizeInMBs": 64, "IntervalInSeconds": 60 });
    fields["DataFormatConversionConfiguration"] = json!({
        "SchemaConfiguration": { "RoleARN": ROLE, "DatabaseName": "d", "TableName": "t" },
        "InputFormatConfiguration": { "Deserializer": { "OpenXJsonSerDe": {} } },
        "OutputFormatConfiguration": { "Serializer": { "ParquetSerDe": {} } },
    });
    let mut talk = with("ExtendedS3DestinationConfiguration", &fields);
    put(&mut talk, &[r#"{"n":1}"#, r#"{"n":22}"#, "none"]);
    talk.wait(600);
    expect(
        &mut talk,
        &[
            ("SucceedConversion.Records", 1.0, 2.0, 2.0, 2.0, "Count"),
            ("SucceedConversion.Bytes", 1.0, 15.0, 15.0, 15.0, "Bytes"),
            ("FailedConversion.Records", 1.0, 1.0, 1.0, 1.0, "Count"),
            ("FailedConversion.Bytes", 1.0, 4.0, 4.0, 4.0, "Bytes"),
        ],
    );
}

#[test]
fn a_key_that_cannot_be_used_is_told_and_so_is_an_update() {
    let mut talk = with("ExtendedS3DestinationConfiguration", &bucket());
    let key = talk.done("CreateKey", &json!({}))["KeyMetadata"]["Arn"].clone();
    let body = json!({
        "DeliveryStreamName": "lake",
        "DeliveryStreamEncryptionConfigurationInput": { "KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": key },
    });
    assert_eq!(talk.ask_firehose("StartDeliveryStreamEncryption", &body).0, 200);
    talk.wait(60);
    talk.done("DisableKey", &json!({ "KeyId": key }));
    let one = json!({ "DeliveryStreamName": "lake", "Record": { "Data": "YQ==" } });
    assert_eq!(talk.ask_firehose("PutRecord", &one).0, 400);
    assert_eq!(talk.ask_firehose("PutRecord", &one).0, 400);
    let update = json!({
        "DeliveryStreamName": "lake", "CurrentDeliveryStreamVersionId": "1",
        "DestinationId": "destinationId-000000000001", "ExtendedS3DestinationUpdate": { "Prefix": "p/" },
    });
    assert_eq!(talk.ask_firehose("UpdateDestination", &update).0, 200);
    talk.wait(60);
    expect(
        &mut talk,
        &[
            ("KMSKeyDisabled", 2.0, 1.0, 1.0, 2.0, "Count"),
            ("KMSKeyNotFound", 0.0, 0.0, 0.0, 0.0, ""),
            ("UpdateDeliveryStream.Requests", 1.0, 1.0, 1.0, 1.0, "Count"),
            ("IncomingRecords", 0.0, 0.0, 0.0, 0.0, ""),
        ],
    );
    let world = &talk.world;
    let again = World::replay(&world.plan().clone(), KeySources::new(), world.journal(), world.now());
    let mut replayed = Talk { world: again.expect("it is the same world") };
    expect(&mut replayed, &[("KMSKeyDisabled", 2.0, 1.0, 1.0, 2.0, "Count")]);
}

#[test]
fn a_source_whose_calls_are_used_up_throttles_the_delivery_stream() {
    let mut talk = Talk::with_stream(1);
    let body = json!({
        "DeliveryStreamName": "lake", "DeliveryStreamType": "KinesisStreamAsSource",
        "KinesisStreamSourceConfiguration": {
            "KinesisStreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/s", "RoleARN": ROLE,
        },
        "ExtendedS3DestinationConfiguration": bucket(),
    });
    assert_eq!(talk.ask_firehose("CreateDeliveryStream", &body).0, 200);
    let iterator = json!({
        "StreamName": "s", "ShardId": "shardId-000000000000", "ShardIteratorType": "LATEST",
    });
    // As soon as there is a call to be had, somebody else has it.
    for _ in 0..4_000 {
        talk.ask("DescribeStream", &json!({ "StreamName": "s" }));
        talk.ask("GetShardIterator", &iterator);
        talk.world.advance_to(talk.world.now() + Micros::millis(10));
    }
    let (described, begun) = ("ThrottledDescribeStream", "ThrottledGetShardIterator");
    talk.wait(60);
    let throttled =
        told(&mut talk, described).map_or(0.0, |told| told.3) + told(&mut talk, begun).map_or(0.0, |told| told.3);
    assert!(throttled >= 1.0, "{throttled} calls were refused");
    assert_eq!(talk.put().0, 200);
    talk.wait(120);
    expect(
        &mut talk,
        &[
            ("DataReadFromKinesisStream.Records", 1.0, 1.0, 1.0, 1.0, "Count"),
            ("DataReadFromKinesisStream.Bytes", 1.0, 3.0, 3.0, 3.0, "Bytes"),
        ],
    );
    let (count, ..) = told(&mut talk, "KinesisMillisBehindLatest").expect("each read tells it");
    assert!(count > 100.0, "{count} reads");
}
