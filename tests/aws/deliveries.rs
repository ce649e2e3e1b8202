//! Firehose: delivery streams from their creation to their deletion, and refusals in AWS's words.

use crate::talk::Talk;
use serde_json::{Value, json};
use shardscope::engine::command::Command;
use shardscope::engine::firehose::api::request::FirehoseRequest;
use shardscope::engine::limits::Profile;
use shardscope::engine::world::World;

const ROLE: &str = "arn:aws:iam::123456789012:role/firehose";
const NAMED: &str = "lake";

/// A world with nothing in it.
fn empty(profile: Profile) -> Talk {
    Talk { world: World::empty(1, profile) }
}

fn bucket(name: &str) -> Value {
    json!({ "RoleARN": ROLE, "BucketARN": format!("arn:aws:s3:::{name}") })
}

/// A world with an active delivery stream to a bucket.
fn with_bucket(fields: &Value) -> Talk {
    let mut talk = empty(Profile::Current);
    let mut destination = bucket("b");
    for (name, value) in fields.as_object().expect("an object") {
        destination[name] = value.clone();
    }
    done(&mut talk, "CreateDeliveryStream", &create(json!({ "ExtendedS3DestinationConfiguration": destination })));
    talk.wait(60);
    talk
}

fn create(mut fields: Value) -> Value {
    fields["DeliveryStreamName"] = json!(NAMED);
    fields
}

fn named() -> Value {
    json!({ "DeliveryStreamName": NAMED })
}

fn done(talk: &mut Talk, operation: &str, body: &Value) -> Value {
    let (status, answer) = talk.ask_firehose(operation, body);
    assert_eq!(status, 200, "{operation} {body}: {answer}");
    answer
}

fn refused(talk: &mut Talk, operation: &str, body: &Value) -> (String, String) {
    let (status, answer) = talk.ask_firehose(operation, body);
    assert!(status >= 400, "{operation} {body}: {answer}");
    let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    (text("__type"), text("message"))
}

fn pair(exception: &str, text: &str) -> (String, String) {
    (exception.to_owned(), text.to_owned())
}

fn described(talk: &mut Talk) -> Value {
    done(talk, "DescribeDeliveryStream", &named())["DeliveryStreamDescription"].clone()
}

#[expect(clippy::needless_pass_by_value, reason = "callers make it for this call")]
fn update(version: &str, member: &str, fields: Value) -> Value {
    create(json!({
        "CurrentDeliveryStreamVersionId": version,
        "DestinationId": "destinationId-000000000001",
        member: fields,
    }))
}

#[test]
fn a_delivery_stream_is_created_and_described() {
    let mut talk = empty(Profile::Current);
    let body =
        create(json!({ "ExtendedS3DestinationConfiguration": bucket("b"), "Tags": [{ "Key": "k", "Value": "v" }] }));
    let arn = json!("arn:aws:firehose:us-east-1:123456789012:deliverystream/lake");
    assert_eq!(done(&mut talk, "CreateDeliveryStream", &body), json!({ "DeliveryStreamARN": arn }));
    let put = create(json!({ "Record": { "Data": "YQ==" } }));
    let not_active = pair("ResourceNotFoundException", "Firehose lake is not active in 123456789012 account.");
    assert_eq!(refused(&mut talk, "PutRecord", &put), not_active);
    assert_eq!(described(&mut talk)["DeliveryStreamStatus"], "CREATING");
    talk.wait(60);
    let shown = described(&mut talk);
    let plain = json!({
        "RoleARN": ROLE,
        "BucketARN": "arn:aws:s3:::b",
        "BufferingHints": { "SizeInMBs": 5, "IntervalInSeconds": 300 },
        "CompressionFormat": "UNCOMPRESSED",
        "EncryptionConfiguration": { "NoEncryptionConfig": "NoEncryption" },
    });
    let mut extended = plain.clone();
    extended["S3BackupMode"] = json!("Disabled");
    let expected = json!({
        "DeliveryStreamName": "lake",
        "DeliveryStreamARN": arn,
        "DeliveryStreamStatus": "ACTIVE",
        "DeliveryStreamEncryptionConfiguration": { "Status": "DISABLED" },
        "DeliveryStreamType": "DirectPut",
        "VersionId": "1",
        "CreateTimestamp": shown["CreateTimestamp"],
        "Destinations": [{
            "DestinationId": "destinationId-000000000001",
            "S3DestinationDescription": plain,
            "ExtendedS3DestinationDescription": extended,
        }],
        "HasMoreDestinations": false,
    });
    assert_eq!(shown, expected);
    let exists = pair("ResourceInUseException", "Firehose lake under accountId 123456789012 already exists");
    assert_eq!(refused(&mut talk, "CreateDeliveryStream", &body), exists);
}

#[test]
fn every_operation_needs_its_delivery_stream() {
    let hints = json!({ "BufferingHints": { "SizeInMBs": 1, "IntervalInSeconds": 60 } });
    let cases = [
        ("DeleteDeliveryStream", named()),
        ("DescribeDeliveryStream", named()),
        ("ListTagsForDeliveryStream", named()),
        ("PutRecord", create(json!({ "Record": { "Data": "" } }))),
        ("PutRecordBatch", create(json!({ "Records": [{ "Data": "" }] }))),
        ("StartDeliveryStreamEncryption", named()),
        ("StopDeliveryStreamEncryption", named()),
        ("TagDeliveryStream", create(json!({ "Tags": [{ "Key": "k" }] }))),
        ("UntagDeliveryStream", create(json!({ "TagKeys": ["k"] }))),
        ("UpdateDestination", update("1", "ExtendedS3DestinationUpdate", hints)),
    ];
    for (operation, body) in cases {
        let not_found = pair("ResourceNotFoundException", "Firehose lake under account 123456789012 not found.");
        assert_eq!(refused(&mut empty(Profile::Current), operation, &body), not_found, "{operation}");
    }
}

#[test]
fn records_are_put_one_by_one_and_in_batches() {
    let mut talk = with_bucket(&json!({}));
    let answer = done(&mut talk, "PutRecord", &create(json!({ "Record": { "Data": "YQ==" } })));
    assert_eq!((answer["RecordId"].as_str().map(str::len), &answer["Encrypted"]), (Some(224), &json!(false)));
    let answer =
        done(&mut talk, "PutRecordBatch", &create(json!({ "Records": [{ "Data": "YQ==" }, { "Data": "Yg==" }] })));
    let ids: Vec<_> =
        answer["RequestResponses"].as_array().expect("a list").iter().map(|one| one["RecordId"].clone()).collect();
    assert!(answer["FailedPutCount"] == 0 && ids.len() == 2 && ids[0] != ids[1] && ids[0].is_string());
    let taken = talk.world.firehoses().find(NAMED).expect("it is there").ledger.taken;
    assert_eq!((taken.records, taken.raw_bytes), (3, 3));
}

#[test]
fn what_finds_no_room_is_told_record_by_record() {
    let mut talk = with_bucket(&json!({}));
    let mib = "A".repeat((1 << 20) / 4 * 4 / 2);
    let records = |count: usize| create(json!({ "Records": vec![json!({ "Data": mib }); count] }));
    done(&mut talk, "PutRecordBatch", &records(10));
    let answer = done(&mut talk, "PutRecordBatch", &records(10));
    let full = json!({ "ErrorCode": "ServiceUnavailableException", "ErrorMessage": "Slow down." });
    let failed = answer["FailedPutCount"].as_u64().expect("a number") as usize;
    assert!((1..10).contains(&failed), "{failed}");
    let entries = answer["RequestResponses"].as_array().expect("a list");
    assert!(entries[..10 - failed].iter().all(|entry| entry["RecordId"].is_string()));
    assert!(entries[10 - failed..].iter().all(|entry| *entry == full));
    let (status, answer) = talk.ask_firehose("PutRecord", &create(json!({ "Record": { "Data": mib } })));
    assert_eq!((status, &answer["__type"]), (503, &json!("ServiceUnavailableException")));
    let large = vec![json!({ "Data": "A".repeat(1_000_000) }); 6];
    let told = refused(&mut talk, "PutRecordBatch", &create(json!({ "Records": large })));
    assert_eq!(told, pair("InvalidArgumentException", "Records size exceeds 4 MB limit"));
}

#[test]
fn an_update_makes_a_new_version() {
    let mut talk = with_bucket(&json!({}));
    let change = json!({ "CompressionFormat": "GZIP", "Prefix": "in/" });
    let wrong = "Cannot update firehose: lake since the current version id: 1 and specified version id: 2 do not match";
    let told = refused(&mut talk, "UpdateDestination", &update("2", "ExtendedS3DestinationUpdate", change.clone()));
    assert_eq!(told, pair("ConcurrentModificationException", wrong));
    done(&mut talk, "UpdateDestination", &update("1", "ExtendedS3DestinationUpdate", change));
    let shown = described(&mut talk);
    assert_eq!((&shown["VersionId"], shown["LastUpdateTimestamp"].is_number()), (&json!("2"), true));
    let destination = &shown["Destinations"][0]["ExtendedS3DestinationDescription"];
    assert_eq!((&destination["CompressionFormat"], &destination["Prefix"]), (&json!("GZIP"), &json!("in/")));
    let mut body = update("2", "ExtendedS3DestinationUpdate", json!({}));
    body["DestinationId"] = json!("destinationId-000000000002");
    let none = pair("InvalidArgumentException", "Destination Id destinationId-000000000002 not found");
    assert_eq!(refused(&mut talk, "UpdateDestination", &body), none);
}

#[test]
fn what_reads_a_stream_takes_no_puts() {
    let mut talk = Talk::with_stream(1);
    let source = |name: &str| json!({ "KinesisStreamARN": format!("arn:aws:kinesis:us-east-1:123456789012:stream/{name}"), "RoleARN": ROLE });
    let body = |fields: Value| {
        let mut body =
            create(json!({ "DeliveryStreamType": "KinesisStreamAsSource", "S3DestinationConfiguration": bucket("b") }));
        body.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
        body
    };
    let missing = "KinesisSourceStreamConfig is mandatory for KinesisStreamAsSource stream type.";
    let told = refused(&mut talk, "CreateDeliveryStream", &body(json!({})));
    assert_eq!(told, pair("InvalidArgumentException", missing));
    let told =
        refused(&mut talk, "CreateDeliveryStream", &body(json!({ "KinesisStreamSourceConfiguration": source("x") })));
    assert_eq!(told, pair("InvalidArgumentException", "Stream x under account 123456789012 not found."));
    let of_s = json!({ "KinesisStreamSourceConfiguration": source("s") });
    done(&mut talk, "CreateDeliveryStream", &body(of_s));
    talk.wait(60);
    let shown = described(&mut talk);
    assert_eq!(shown["Source"]["KinesisStreamSourceDescription"]["KinesisStreamARN"], source("s")["KinesisStreamARN"]);
    assert!(shown["DeliveryStreamEncryptionConfiguration"].is_null());
    let told = refused(&mut talk, "PutRecord", &create(json!({ "Record": { "Data": "" } })));
    let text = "This operation is not permitted on KinesisStreamAsSource delivery stream type.";
    assert_eq!(told, pair("InvalidArgumentException", text));
    assert_eq!(refused(&mut talk, "StartDeliveryStreamEncryption", &named()).0, "InvalidArgumentException");
}

#[test]
fn encryption_is_switched_and_follows_its_key() {
    let mut talk = with_bucket(&json!({}));
    let key = talk.done("CreateKey", &json!({}))["KeyMetadata"]["Arn"].clone();
    let with = |fields: Value| create(json!({ "DeliveryStreamEncryptionConfigurationInput": fields }));
    let faults = [
        (
            json!({ "KeyType": "CUSTOMER_MANAGED_CMK" }),
            "KeyARN has to be specified when KeyType is CUSTOMER_MANAGED_CMK",
        ),
        (
            json!({ "KeyType": "AWS_OWNED_CMK", "KeyARN": key }),
            "KeyARN cannot be specified when KeyType is AWS_OWNED_CMK",
        ),
        (
            json!({ "KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": "arn:aws:kms:us-west-2:123456789012:key/a" }),
            "Cross-region keys are not allowed for SSE. Please provide CMKs in the same region as firehose",
        ),
    ];
    for (fields, text) in faults {
        let told = refused(&mut talk, "StartDeliveryStreamEncryption", &with(fields));
        assert_eq!(told, pair("InvalidArgumentException", text));
    }
    done(
        &mut talk,
        "StartDeliveryStreamEncryption",
        &with(json!({ "KeyType": "CUSTOMER_MANAGED_CMK", "KeyARN": key })),
    );
    assert_eq!(described(&mut talk)["DeliveryStreamEncryptionConfiguration"]["Status"], "ENABLING");
    assert_eq!(refused(&mut talk, "StopDeliveryStreamEncryption", &named()).0, "ResourceInUseException");
    talk.wait(60);
    let shown = json!({ "KeyARN": key, "KeyType": "CUSTOMER_MANAGED_CMK", "Status": "ENABLED" });
    assert_eq!(described(&mut talk)["DeliveryStreamEncryptionConfiguration"], shown);
    let put = create(json!({ "Record": { "Data": "YQ==" } }));
    assert_eq!(done(&mut talk, "PutRecord", &put)["Encrypted"], true);
    talk.done("DisableKey", &json!({ "KeyId": key }));
    assert_eq!(refused(&mut talk, "PutRecord", &put).0, "InvalidKMSResourceException");
    talk.done("EnableKey", &json!({ "KeyId": key }));
    done(&mut talk, "StopDeliveryStreamEncryption", &named());
    talk.wait(60);
    assert_eq!(done(&mut talk, "PutRecord", &put)["Encrypted"], false);
}

#[test]
fn encryption_is_switched_25_times_a_day() {
    let mut talk = with_bucket(&json!({}));
    for turn in 0..25 {
        let operation = if turn % 2 == 0 { "StartDeliveryStreamEncryption" } else { "StopDeliveryStreamEncryption" };
        done(&mut talk, operation, &named());
        talk.wait(60);
    }
    assert_eq!(refused(&mut talk, "StopDeliveryStreamEncryption", &named()).0, "LimitExceededException");
    talk.wait(86_400);
    done(&mut talk, "StopDeliveryStreamEncryption", &named());
}

#[test]
fn tags_are_given_listed_and_taken() {
    let mut talk = with_bucket(&json!({}));
    let tags: Vec<_> = ["a", "b", "c"].map(|key| json!({ "Key": key, "Value": "1" })).to_vec();
    done(&mut talk, "TagDeliveryStream", &create(json!({ "Tags": tags })));
    let first = done(&mut talk, "ListTagsForDeliveryStream", &create(json!({ "Limit": 2 })));
    assert_eq!(first, json!({ "Tags": tags[..2], "HasMoreTags": true }));
    let rest = done(&mut talk, "ListTagsForDeliveryStream", &create(json!({ "ExclusiveStartTagKey": "b" })));
    assert_eq!(rest, json!({ "Tags": tags[2..], "HasMoreTags": false }));
    done(&mut talk, "UntagDeliveryStream", &create(json!({ "TagKeys": ["a", "c", "x"] })));
    let many: Vec<_> = (0..50).map(|number| json!({ "Key": format!("t{number}") })).collect();
    assert_eq!(refused(&mut talk, "TagDeliveryStream", &create(json!({ "Tags": many }))).0, "LimitExceededException");
    done(&mut talk, "TagDeliveryStream", &create(json!({ "Tags": many[..49] })));
    assert_eq!(
        refused(&mut talk, "TagDeliveryStream", &create(json!({ "Tags": [{ "Key": "AWS:x" }] }))).0,
        "InvalidArgumentException"
    );
    assert_eq!(
        refused(&mut talk, "TagDeliveryStream", &create(json!({ "Tags": [{ "Key": "aws:x" }] }))).0,
        "ValidationException"
    );
}

#[test]
fn delivery_streams_are_listed_by_name() {
    let mut talk = empty(Profile::Current);
    for name in ["c", "a", "b"] {
        let body = json!({ "DeliveryStreamName": name, "S3DestinationConfiguration": bucket("b") });
        done(&mut talk, "CreateDeliveryStream", &body);
    }
    let page = done(&mut talk, "ListDeliveryStreams", &json!({ "Limit": 2 }));
    assert_eq!(page, json!({ "DeliveryStreamNames": ["a", "b"], "HasMoreDeliveryStreams": true }));
    let page = done(&mut talk, "ListDeliveryStreams", &json!({ "ExclusiveStartDeliveryStreamName": "b" }));
    assert_eq!(page, json!({ "DeliveryStreamNames": ["c"], "HasMoreDeliveryStreams": false }));
    let page = done(&mut talk, "ListDeliveryStreams", &json!({ "DeliveryStreamType": "KinesisStreamAsSource" }));
    assert_eq!(page["DeliveryStreamNames"], json!([]));
}

#[test]
fn a_delivery_stream_is_deleted_after_a_while() {
    let mut talk = with_bucket(&json!({}));
    assert_eq!(done(&mut talk, "DeleteDeliveryStream", &named()), json!({}));
    assert_eq!(described(&mut talk)["DeliveryStreamStatus"], "DELETING");
    done(&mut talk, "DeleteDeliveryStream", &named());
    talk.wait(60);
    assert_eq!(refused(&mut talk, "DescribeDeliveryStream", &named()).0, "ResourceNotFoundException");
}

#[test]
fn control_operations_are_called_five_times_a_second() {
    let mut talk = with_bucket(&json!({}));
    for _ in 0..5 {
        described(&mut talk);
    }
    let told = refused(&mut talk, "DescribeDeliveryStream", &named());
    assert_eq!(told, pair("ThrottlingException", "Rate exceeded"));
    talk.wait(1);
    described(&mut talk);
}

#[test]
fn bounds_are_those_of_the_profile() {
    let hints = |seconds: u32| {
        let mut destination = bucket("b");
        destination["BufferingHints"] = json!({ "SizeInMBs": 32, "IntervalInSeconds": seconds });
        create(json!({ "ExtendedS3DestinationConfiguration": destination }))
    };
    done(&mut empty(Profile::Current), "CreateDeliveryStream", &hints(0));
    let told = refused(&mut empty(Profile::CourseNotes), "CreateDeliveryStream", &hints(0));
    let text = "BufferingHints.IntervalInSeconds must be between 60 and 900.";
    assert_eq!(told, pair("InvalidArgumentException", text));
    let told = refused(&mut empty(Profile::Current), "CreateDeliveryStream", &hints(901));
    assert_eq!(told.0, "ValidationException");
}

#[test]
fn what_is_not_simulated_says_what_is() {
    let body = create(json!({ "IcebergDestinationConfiguration": {} }));
    let (status, answer) = empty(Profile::Current).ask_firehose("CreateDeliveryStream", &body);
    assert_eq!((status, &answer["__type"]), (501, &json!("NotSimulatedException")));
    let message = answer["message"].as_str().expect("a text");
    assert!(message.contains("IcebergDestinationConfiguration") && message.contains("Splunk"));
}

#[test]
fn unknown_functions_are_refused() {
    let lambda = |name: &str| {
        let arn = format!("arn:aws:lambda:us-east-1:123456789012:function:{name}");
        let mut destination = bucket("b");
        destination["ProcessingConfiguration"] = json!({ "Enabled": true, "Processors": [{
            "Type": "Lambda", "Parameters": [{ "ParameterName": "LambdaArn", "ParameterValue": arn }],
        }] });
        create(json!({ "ExtendedS3DestinationConfiguration": destination }))
    };
    let mut talk = empty(Profile::Current);
    assert_eq!(refused(&mut talk, "CreateDeliveryStream", &lambda("nothing")).0, "InvalidArgumentException");
    done(&mut talk, "CreateDeliveryStream", &lambda("add-newline"));
}

#[test]
fn a_replay_of_the_journal_does_the_same() {
    let mut talk = with_bucket(&json!({ "BufferingHints": { "SizeInMBs": 1, "IntervalInSeconds": 60 } }));
    let records: Vec<_> = (0..500).map(|_| json!({ "Data": "A".repeat(8_000) })).collect();
    for _ in 0..3 {
        talk.ask_firehose("PutRecordBatch", &create(json!({ "Records": records })));
        described(&mut talk);
    }
    done(&mut talk, "UpdateDestination", &update("1", "S3DestinationUpdate", json!({ "Prefix": "new/" })));
    talk.wait(600);
    let journal = talk.world.journal().to_vec();
    let is_look = |command: &Command| matches!(command, Command::Firehose(request) if matches!(**request, FirehoseRequest::DescribeDeliveryStream(_)));
    assert!(!journal.is_empty() && !journal.iter().any(|entry| is_look(&entry.command)));
    let mut again = World::empty(1, Profile::Current);
    for entry in journal {
        again.advance_to(entry.at);
        // What was throttled is throttled again.
        let _ = again.execute(entry.command);
    }
    again.advance_to(talk.world.now());
    assert_eq!(again.trace(), talk.world.trace());
    let ledger = |world: &World| world.firehoses().find(NAMED).expect("it is there").ledger;
    assert_eq!(ledger(&again), ledger(&talk.world));
}
