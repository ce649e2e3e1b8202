//! Breached constraints, with the texts and in the order that AWS was recorded to give.

use crate::support::{ask, assert_refused};
use serde_json::{Value, json};

const NULL: &str = "Member must not be null";
const NAME: &str = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";
const HASH: &str = r"Member must satisfy regular expression pattern: 0|([1-9]\d{0,38})";
const NUMBER: &str = r"Member must satisfy regular expression pattern: 0|([1-9]\d{0,128})";
const TYPES: &str = "Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]";

fn length_min(min: u64) -> String {
    format!("Member must have length greater than or equal to {min}")
}

fn length_max(max: u64) -> String {
    format!("Member must have length less than or equal to {max}")
}

fn value_min(min: u64) -> String {
    format!("Member must have value greater than or equal to {min}")
}

fn value_max(max: u64) -> String {
    format!("Member must have value less than or equal to {max}")
}

/// Asserts that these breaches, each a value, a place and a constraint, are told in this order.
fn assert_breaches(operation: &str, body: &Value, breaches: &[(&str, &str, &str)]) {
    let told: Vec<String> = breaches
        .iter()
        .map(|(value, place, constraint)| {
            let value = if *value == "null" { "null".to_owned() } else { format!("'{value}'") };
            format!("Value {value} at '{place}' failed to satisfy constraint: {constraint}")
        })
        .collect();
    let count = told.len();
    let errors = if count == 1 { "error" } else { "errors" };
    let text = format!("{count} validation {errors} detected: {}", told.join("; "));
    assert_refused(operation, body, "ValidationException", "message", &text);
}

#[test]
fn missing_members_are_told_in_the_recorded_order() {
    let cases: [(&str, &[&str]); 12] = [
        ("AddTagsToStream", &["tags"]),
        ("CreateStream", &["streamName"]),
        ("DecreaseStreamRetentionPeriod", &["retentionPeriodHours"]),
        ("GetRecords", &["shardIterator"]),
        ("GetShardIterator", &["shardId", "shardIteratorType"]),
        ("MergeShards", &["shardToMerge", "adjacentShardToMerge"]),
        ("PutRecord", &["data"]),
        ("PutRecords", &["records"]),
        ("RemoveTagsFromStream", &["tagKeys"]),
        ("SplitShard", &["newStartingHashKey", "shardToSplit"]),
        ("UpdateShardCount", &["targetShardCount", "scalingType"]),
        ("SubscribeToShard", &["consumerARN", "shardId", "startingPosition"]),
    ];
    for (operation, places) in cases {
        let breaches: Vec<_> = places.iter().map(|place| ("null", *place, NULL)).collect();
        assert_breaches(operation, &json!({}), &breaches);
    }
}

#[test]
fn empty_values_breach_pattern_before_length() {
    let one = &length_min(1);
    assert_breaches(
        "GetShardIterator",
        &json!({ "StreamName": "", "ShardIteratorType": "", "ShardId": "", "StartingSequenceNumber": "" }),
        &[
            ("", "shardId", NAME),
            ("", "shardId", one),
            ("", "shardIteratorType", TYPES),
            ("", "startingSequenceNumber", NUMBER),
            ("", "streamName", NAME),
            ("", "streamName", one),
        ],
    );
    assert_breaches(
        "SplitShard",
        &json!({ "StreamName": "", "ShardToSplit": "", "NewStartingHashKey": "" }),
        &[
            ("", "newStartingHashKey", HASH),
            ("", "streamName", NAME),
            ("", "streamName", one),
            ("", "shardToSplit", NAME),
            ("", "shardToSplit", one),
        ],
    );
    assert_breaches(
        "PutRecord",
        &json!({ "StreamName": "", "PartitionKey": "", "Data": "", "ExplicitHashKey": "", "SequenceNumberForOrdering": "" }),
        &[
            ("", "sequenceNumberForOrdering", NUMBER),
            ("", "partitionKey", one),
            ("", "explicitHashKey", HASH),
            ("", "streamName", NAME),
            ("", "streamName", one),
        ],
    );
    assert_breaches(
        "PutRecords",
        &json!({ "StreamName": "", "Records": [] }),
        &[("[]", "records", one), ("", "streamName", NAME), ("", "streamName", one)],
    );
    assert_breaches(
        "AddTagsToStream",
        &json!({ "StreamName": "", "Tags": {} }),
        &[("{}", "tags", one), ("", "streamName", NAME), ("", "streamName", one)],
    );
    assert_breaches(
        "ListStreams",
        &json!({ "ExclusiveStartStreamName": "", "Limit": 0 }),
        &[("0", "limit", &value_min(1)), ("", "exclusiveStartStreamName", NAME), ("", "exclusiveStartStreamName", one)],
    );
}

#[test]
fn long_values_breach_their_bounds() {
    let name = &"a".repeat(129);
    let longest = &length_max(128);
    assert_breaches("DescribeStream", &json!({ "StreamName": name }), &[(name, "streamName", longest)]);
    assert_breaches(
        "SplitShard",
        &json!({ "StreamName": name, "ShardToSplit": name, "NewStartingHashKey": "0" }),
        &[(name, "streamName", longest), (name, "shardToSplit", longest)],
    );
    let key = &"é".repeat(257);
    let body = json!({ "StreamName": "a", "Data": "", "PartitionKey": key });
    assert_breaches("PutRecord", &body, &[(key, "partitionKey", &length_max(256))]);
    let body = json!({ "StreamName": "a", "Data": "", "PartitionKey": "é".repeat(256) });
    assert_eq!(ask("PutRecord", &body).0, 200, "256 characters are allowed, however many bytes they have");
    let body = json!({ "Limit": 100_000, "ShardIterator": "a".repeat(513) });
    let iterator = &"a".repeat(513);
    assert_breaches(
        "GetRecords",
        &body,
        &[("100000", "limit", &value_max(10_000)), (iterator, "shardIterator", &length_max(512))],
    );
    let data = "A".repeat(13_981_016);
    let body = json!({ "StreamName": "a", "PartitionKey": "k", "Data": data });
    let shown = "java.nio.HeapByteBuffer[pos=0 lim=10485762 cap=10485762]";
    assert_breaches("PutRecord", &body, &[(shown, "data", &length_max(10_485_760))]);
}

#[test]
fn numbers_and_hash_keys_have_the_form_that_the_pattern_says() {
    let taken = ["0", "1", "340282366920938463463374607431768211455", "999999999999999999999999999999999999999"];
    let refused =
        ["", "00", "01", "-1", "+1", " 1", "1 ", "1.0", "0x1", "٣", "1000000000000000000000000000000000000000"];
    for hash_key in taken {
        let body = json!({ "StreamName": "a", "PartitionKey": "k", "Data": "", "ExplicitHashKey": hash_key });
        assert_eq!(ask("PutRecord", &body).0, 200, "{hash_key}");
    }
    for hash_key in refused {
        let body = json!({ "StreamName": "a", "PartitionKey": "k", "Data": "", "ExplicitHashKey": hash_key });
        assert_breaches("PutRecord", &body, &[(hash_key, "explicitHashKey", HASH)]);
    }
}

#[test]
fn records_are_numbered_from_one() {
    let body = json!({
        "StreamName": "a",
        "Records": [
            { "Data": "YQ==", "PartitionKey": "a" },
            { "PartitionKey": "", "ExplicitHashKey": "x" },
            null,
            { "Data": null, "PartitionKey": "a" },
        ],
    });
    assert_breaches(
        "PutRecords",
        &body,
        &[
            ("", "records.2.member.partitionKey", &length_min(1)),
            ("x", "records.2.member.explicitHashKey", HASH),
            ("null", "records.2.member.data", NULL),
            ("null", "records.3.member", NULL),
            ("null", "records.4.member.data", NULL),
        ],
    );
}

#[test]
fn no_more_than_ten_breaches_are_told() {
    let body = json!({ "StreamName": "", "Records": vec![json!({}); 20] });
    let places: Vec<_> = (1..=10).map(|number| format!("records.{number}.member.data")).collect();
    let breaches: Vec<_> = places.iter().map(|place| ("null", place.as_str(), NULL)).collect();
    assert_breaches("PutRecords", &body, &breaches);
}

#[test]
fn too_many_records_are_shown_by_their_type() {
    let body = json!({ "StreamName": "a", "Records": vec![json!({ "Data": "", "PartitionKey": "a" }); 501] });
    let shown = vec!["com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@c965e310"; 501].join(", ");
    assert_breaches("PutRecords", &body, &[(&format!("[{shown}]"), "records", &length_max(500))]);
}

#[test]
fn entries_of_lists_and_maps_breach_for_the_whole() {
    let long = &"a".repeat(129);
    let of_keys =
        "[Member must have length less than or equal to 128, Member must have length greater than or equal to 1]";
    let of_values =
        "[Member must have length less than or equal to 256, Member must have length greater than or equal to 0]";
    assert_breaches(
        "RemoveTagsFromStream",
        &json!({ "StreamName": "a", "TagKeys": ["a", long, "b"] }),
        &[(&format!("[a, {long}, b]"), "tagKeys", &format!("Member must satisfy constraint: {of_keys}"))],
    );
    let many: Vec<String> = (1..=51).map(|number| number.to_string()).collect();
    assert_breaches(
        "RemoveTagsFromStream",
        &json!({ "StreamName": "a", "TagKeys": many }),
        &[(&format!("[{}]", many.join(", ")), "tagKeys", &length_max(50))],
    );
    assert_breaches(
        "AddTagsToStream",
        &json!({ "StreamName": "a", "Tags": { "": "b" } }),
        &[("{=b}", "tags", &format!("Map keys must satisfy constraint: {of_keys}"))],
    );
    let long = &"v".repeat(257);
    assert_breaches(
        "AddTagsToStream",
        &json!({ "StreamName": "a", "Tags": { "k": long } }),
        &[(&format!("{{k={long}}}"), "tags", &format!("Map value must satisfy constraint: {of_values}"))],
    );
    assert_breaches(
        "EnableEnhancedMonitoring",
        &json!({ "StreamName": "a", "ShardLevelMetrics": ["IncomingBytes", "x"] }),
        &[(
            "[IncomingBytes, x]",
            "shardLevelMetrics",
            "Member must satisfy constraint: [Member must satisfy enum value set: [IncomingBytes, IncomingRecords, \
             OutgoingBytes, OutgoingRecords, WriteProvisionedThroughputExceeded, ReadProvisionedThroughputExceeded, \
             IteratorAgeMilliseconds, ALL]]",
        )],
    );
}

#[test]
fn members_of_structures_are_told_with_their_path() {
    assert_breaches(
        "ListShards",
        &json!({ "StreamName": "a", "ShardFilter": { "ShardId": "" } }),
        &[
            ("null", "shardFilter.type", NULL),
            ("", "shardFilter.shardId", NAME),
            ("", "shardFilter.shardId", &length_min(1)),
        ],
    );
    let scaling = "Member must satisfy enum value set: [UNIFORM_SCALING]";
    assert_breaches(
        "UpdateShardCount",
        &json!({ "StreamName": "a", "ScalingType": "", "TargetShardCount": 0 }),
        &[("0", "targetShardCount", &value_min(1)), ("", "scalingType", scaling)],
    );
}

#[test]
fn arns_and_ids_have_their_patterns() {
    let account = "123456789012";
    let taken = [
        ("StreamARN", format!("arn:aws:kinesis:us-east-1:{account}:stream/a")),
        ("StreamARN", format!("arn:aws-cn:kinesis:cn-north-1:{account}:stream/a/b:c")),
        ("StreamARN", format!("arn:aws:kinesis::{account}:stream/a")),
        ("StreamARN", format!("arn:aws:x:kinesis:y:z:{account}:stream/é")),
        ("StreamId", "abcdefghij0123456789-a1b".to_owned()),
    ];
    for (member, value) in taken {
        assert_eq!(ask("DescribeStream", &json!({ member: value })).0, 200, "{member} {value}");
    }
    let refused = [
        ("StreamARN", "arn:aws:kinesis:us-east-1:12345678901:stream/a".to_owned()),
        ("StreamARN", format!("arn:aws:kinesis:{account}:stream/a")),
        ("StreamARN", format!("arn:aws:kinesis:us-east-1:{account}:stream/")),
        ("StreamARN", format!("arn:aws:kinesis:us-east-1:{account}:stream/a b")),
        ("StreamARN", format!("arn:aws:kinesis:us-east-1:{account}:table/a")),
        ("StreamARN", format!("arn:aws:kinesis:us\neast-1:{account}:stream/a")),
        ("StreamARN", format!(" arn:aws:kinesis:us-east-1:{account}:stream/a")),
        ("StreamId", "abcdefghij0123456789-a1".to_owned()),
        ("StreamId", "Abcdefghij0123456789-a1b".to_owned()),
    ];
    for (member, value) in refused {
        let (status, answer) = ask("DescribeStream", &json!({ member: value }));
        let message = answer["message"].as_str().unwrap_or_default();
        assert!(status == 400 && message.contains("regular expression pattern"), "{member} {value}: {answer}");
    }
    let consumer = format!("arn:aws:kinesis:us-east-1:{account}:stream/a/consumer/b:1700000000");
    assert_eq!(ask("DescribeStreamConsumer", &json!({ "ConsumerARN": consumer })).0, 200);
    for resource in [consumer.as_str(), &format!("arn:aws:kinesis:us-east-1:{account}:stream/a")] {
        assert_eq!(ask("ListTagsForResource", &json!({ "ResourceARN": resource })).0, 200, "{resource}");
    }
    for wrong in ["stream/a/consumer/b", "stream/a/consumer/b:", "stream/a/consumer/b:1x", "stream//consumer/b:1"] {
        let arn = format!("arn:aws:kinesis:us-east-1:{account}:{wrong}");
        assert_eq!(ask("DescribeStreamConsumer", &json!({ "ConsumerARN": arn })).0, 400, "{arn}");
    }
}

#[test]
fn types_are_told_before_constraints() {
    let body = json!({ "StreamName": "", "Limit": "x" });
    assert_eq!(ask("DescribeStream", &body).1["__type"], "SerializationException");
}
