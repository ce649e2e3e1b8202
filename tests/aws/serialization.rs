//! Values of other types than the model's, with the texts that AWS was recorded to give.

use crate::support::{ask, ask_text, assert_refused, request_of};
use serde_json::{Value, json};
use shardscope::engine::api::Request;

const NUMBER: &str = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to ";
const LIST: &str = "Start of list found where not expected";
const OBJECT: &str = "Start of structure or map found where not expected.";

/// Values that are not of a type, with what AWS says to each.
fn wrong(kind: &str) -> Vec<(Value, String)> {
    let numbers = || [json!(23), json!(-2_147_483_648_i64), json!(2_147_483_648_i64), json!(34.56)];
    let all = |told: &str| {
        let told = told.to_owned();
        let scalars = numbers().into_iter().chain([json!("23"), json!(true)]);
        scalars.map(|value| (value, told.clone())).collect::<Vec<_>>()
    };
    let mut cases: Vec<(Value, String)> = match kind {
        "Boolean" => vec![(json!("23"), "'23' can not be converted to an Boolean".to_owned())],
        "String" => vec![(json!(true), "class java.lang.Boolean can not be converted to an String".to_owned())],
        "Integer" => vec![
            (json!("23"), "class java.lang.String can not be converted to an Integer".to_owned()),
            (json!(true), "class java.lang.Boolean can not be converted to an Integer".to_owned()),
        ],
        "Timestamp" => vec![
            (json!("23"), "class java.lang.String can not be converted to milliseconds since epoch".to_owned()),
            (json!(true), "class java.lang.Boolean can not be converted to milliseconds since epoch".to_owned()),
        ],
        "Blob" => blobs(),
        "List" => all("Expected list or null"),
        "Map" => all("Expected map or null"),
        "Structure" => all("Expected null"),
        other => panic!("no such type: {other}"),
    };
    let wanted = match kind {
        "Boolean" => Some("an Boolean"),
        "String" => Some("an String"),
        "Blob" => Some("a Blob"),
        _ => None,
    };
    if let Some(wanted) = wanted {
        cases.extend(numbers().map(|number| (number, format!("{NUMBER}{wanted}"))));
    }
    if kind != "List" {
        cases.push((json!([]), LIST.to_owned()));
    }
    if !matches!(kind, "Map" | "Structure") {
        cases.push((json!({}), OBJECT.to_owned()));
    }
    cases
}

/// Texts that are not base64, each in its own way.
fn blobs() -> Vec<(Value, String)> {
    let length = |text: &str, found: usize| {
        let told = format!("Base64 encoded length is expected a multiple of 4 bytes but found: {found}");
        (json!(text), format!("'{text}' can not be converted to a Blob: {told}"))
    };
    let character = |text: &str, character: char| {
        (json!(text), format!("'{text}' can not be converted to a Blob: Invalid Base64 character: '{character}'"))
    };
    let last = |text: &str| {
        let told = "Invalid last non-pad Base64 character dectected";
        (json!(text), format!("'{text}' can not be converted to a Blob: {told}"))
    };
    vec![
        (json!(true), "class java.lang.Boolean can not be converted to a Blob".to_owned()),
        length("23456", 5),
        length("YQ", 2),
        length("YWJj\n", 5),
        length("日本", 2),
        character("=+/=", '='),
        character("YW=j", '='),
        character("YW-j", '-'),
        character("YWJ_", '_'),
        character("YW j", ' '),
        character("日本日本", '日'),
        character("YW\u{0}j", '\u{0}'),
        last("+/+="),
        last("YR=="),
        last("===="),
        last("Y==="),
        last("YWJjY==="),
    ]
}

/// Puts a value where a path leads: names, and `0` for the first entry of a list.
fn body_with(path: &str, value: &Value) -> Value {
    path.rsplit('.')
        .fold(value.clone(), |inner, step| if step == "0" { json!([inner]) } else { json!({ step: inner }) })
}

#[test]
fn values_of_other_types_are_told_apart() {
    let places = [
        ("AddTagsToStream", "Tags", "Map"),
        ("AddTagsToStream", "Tags.a", "String"),
        ("AddTagsToStream", "StreamName", "String"),
        ("CreateStream", "ShardCount", "Integer"),
        ("CreateStream", "StreamModeDetails", "Structure"),
        ("CreateStream", "StreamModeDetails.StreamMode", "String"),
        ("DecreaseStreamRetentionPeriod", "RetentionPeriodHours", "Integer"),
        ("DeleteStream", "EnforceConsumerDeletion", "Boolean"),
        ("DescribeStream", "Limit", "Integer"),
        ("DescribeStream", "ExclusiveStartShardId", "String"),
        ("EnableEnhancedMonitoring", "ShardLevelMetrics", "List"),
        ("EnableEnhancedMonitoring", "ShardLevelMetrics.0", "String"),
        ("GetRecords", "ShardIterator", "String"),
        ("GetRecords", "Limit", "Integer"),
        ("GetShardIterator", "ShardId", "String"),
        ("GetShardIterator", "ShardIteratorType", "String"),
        ("GetShardIterator", "StartingSequenceNumber", "String"),
        ("GetShardIterator", "Timestamp", "Timestamp"),
        ("ListShards", "ShardFilter", "Structure"),
        ("ListShards", "ShardFilter.Timestamp", "Timestamp"),
        ("ListShards", "StreamCreationTimestamp", "Timestamp"),
        ("ListStreams", "ExclusiveStartStreamName", "String"),
        ("MergeShards", "AdjacentShardToMerge", "String"),
        ("PutRecord", "Data", "Blob"),
        ("PutRecord", "PartitionKey", "String"),
        ("PutRecord", "ExplicitHashKey", "String"),
        ("PutRecord", "SequenceNumberForOrdering", "String"),
        ("PutRecords", "Records", "List"),
        ("PutRecords", "Records.0", "Structure"),
        ("PutRecords", "Records.0.Data", "Blob"),
        ("PutRecords", "Records.0.PartitionKey", "String"),
        ("RemoveTagsFromStream", "TagKeys", "List"),
        ("RemoveTagsFromStream", "TagKeys.0", "String"),
        ("SplitShard", "NewStartingHashKey", "String"),
        ("SubscribeToShard", "StartingPosition", "Structure"),
        ("UpdateShardCount", "TargetShardCount", "Integer"),
    ];
    for (operation, path, kind) in places {
        for (value, told) in wrong(kind) {
            assert_refused(operation, &body_with(path, &value), "SerializationException", "Message", &told);
        }
    }
}

#[test]
fn what_is_no_object_has_no_text() {
    for body in [
        "",
        " ",
        "hello",
        "{",
        "{}}",
        "{} {}",
        "{\"a\":1,}",
        "'a'",
        "23",
        "true",
        "null",
        "\"text\"",
        "NaN",
        "\u{feff}{}",
    ] {
        let (status, answer) = ask_text("ListStreams", body.as_bytes());
        assert_eq!((status, answer), (400, json!({ "__type": "SerializationException" })), "{body}");
    }
    assert_refused("ListStreams", &json!([]), "SerializationException", "Message", LIST);
}

#[test]
fn some_values_are_converted() {
    let limit = |given: Value| match request_of("DescribeStream", &json!({ "StreamName": "a", "Limit": given })) {
        Request::DescribeStream(request) => request.limit,
        other => panic!("{other:?}"),
    };
    assert_eq!(limit(json!(5.9)), Some(5));
    assert_eq!(limit(json!(1e3)), Some(1_000));
    assert_eq!(limit(Value::Null), None);
    let deletes = |given: &str| {
        let body = json!({ "StreamName": "a", "EnforceConsumerDeletion": given });
        match request_of("DeleteStream", &body) {
            Request::DeleteStream(request) => request.enforce_consumer_deletion,
            other => panic!("{other:?}"),
        }
    };
    for (given, truth) in [("true", true), ("YES", true), ("1", true), ("False", false), ("no", false), ("0", false)] {
        assert_eq!(deletes(given), Some(truth), "{given}");
    }
}

#[test]
fn numbers_are_kept_within_their_type() {
    let told = |value: &str, bound: &str| {
        format!(
            "1 validation error detected: Value '{value}' at 'limit' failed to satisfy constraint: Member must have value {bound}"
        )
    };
    let cases = [
        ("2147483648", "2147483647", "less than or equal to 10000"),
        ("99999999999999999999999", "2147483647", "less than or equal to 10000"),
        ("1e300", "2147483647", "less than or equal to 10000"),
        ("-1e300", "-2147483648", "greater than or equal to 1"),
        ("0.9", "0", "greater than or equal to 1"),
        ("-0.1", "-1", "greater than or equal to 1"),
    ];
    for (given, shown, bound) in cases {
        let body = format!("{{\"StreamName\":\"a\",\"Limit\":{given}}}");
        let (status, answer) = ask_text("DescribeStream", body.as_bytes());
        assert_eq!((status, &answer["message"]), (400, &json!(told(shown, bound))), "{given}");
    }
}

#[test]
fn unknown_fields_and_nulls_are_as_if_not_there() {
    let body = json!({ "StreamName": "a", "Limit": null, "Nonsense": [{ "a": 1 }], "streamname": 5 });
    let (status, answer) = ask("DescribeStream", &body);
    assert_eq!((status, answer), (200, json!({})));
}
