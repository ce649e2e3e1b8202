//! Bodies that nobody would send by accident: each is answered, and quickly.

use crate::support::{Fake, ask_text};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use shardscope::aws::model::{OperationModel, Service};
use shardscope::aws::session::Session;
use shardscope::aws::{self};

/// The exception with which Kinesis refuses a body.
fn exception(operation: &str, body: &[u8]) -> String {
    let (status, answer) = ask_text(operation, body);
    assert_eq!(status, 400, "{answer}");
    answer["__type"].as_str().expect("a refusal has a type").to_owned()
}

#[test]
fn unreadable_bodies_are_refused() {
    let deep = |open: &str, count| format!("{{\"Tags\":{}", open.repeat(count));
    let bodies: [(&str, Vec<u8>); 12] = [
        ("deep lists", deep("[", 100_000).into_bytes()),
        ("deep objects", deep("{\"a\":", 100_000).into_bytes()),
        ("deep and closed", format!("{{\"Tags\":{}{}}}", "[".repeat(1_000), "]".repeat(1_000)).into_bytes()),
        ("a number beyond floats", b"{\"Limit\":1e400}".to_vec()),
        ("no number", b"{\"Limit\":NaN}".to_vec()),
        ("infinity", b"{\"Limit\":Infinity}".to_vec()),
        ("a half number", b"{\"Limit\":1.}".to_vec()),
        ("invalid UTF-8", b"{\"StreamName\":\"\xff\xfe\"}".to_vec()),
        ("overlong UTF-8", b"{\"StreamName\":\"\xc0\xaf\"}".to_vec()),
        ("a lone surrogate", b"{\"StreamName\":\"\\ud800\"}".to_vec()),
        ("a raw control character", b"{\"StreamName\":\"\x00\"}".to_vec()),
        ("an open text", b"{\"StreamName\":\"a".to_vec()),
    ];
    for (what, body) in bodies {
        assert_eq!(exception("DescribeStream", &body), "SerializationException", "{what}");
    }
}

#[test]
fn odd_texts_breach_the_pattern() {
    for name in ["\u{0}", "a\u{0}", "a\n", "é", "😀", "a b", "\u{202e}a", "../a", "'; --"] {
        let body = json!({ "StreamName": name }).to_string();
        assert_eq!(exception("DescribeStream", body.as_bytes()), "ValidationException", "{name:?}");
    }
    assert_eq!(exception("DescribeStream", b"{\"StreamName\":\"\\ud83d\\ude00\"}"), "ValidationException");
}

#[test]
fn the_last_of_equal_names_counts() {
    assert_eq!(ask_text("DescribeStream", b"{\"StreamName\":\"\",\"StreamName\":\"a\"}").0, 200);
    assert_eq!(exception("DescribeStream", b"{\"StreamName\":\"a\",\"StreamName\":\"\"}"), "ValidationException");
}

#[test]
fn very_long_values_are_answered() {
    let long = "a".repeat(5_000_000);
    let arn = format!("arn:aws:kinesis:{}", ":123456789012:stream/ ".repeat(200_000));
    let many = vec![json!({}); 300_000];
    let keys: Map<String, Value> = (0..100_000).map(|number| (number.to_string(), json!(""))).collect();
    let cases = [
        ("DescribeStream", json!({ "StreamName": long })),
        ("DescribeStream", json!({ "StreamARN": long })),
        ("DescribeStream", json!({ "StreamARN": arn })),
        ("DescribeStreamConsumer", json!({ "ConsumerARN": arn })),
        ("TagResource", json!({ "ResourceARN": arn, "Tags": { "a": "b" } })),
        (
            "PutRecord",
            json!({ "StreamName": "a", "Data": "", "PartitionKey": long, "ExplicitHashKey": "9".repeat(5_000_000) }),
        ),
        ("PutRecords", json!({ "StreamName": "a", "Records": many })),
        ("RemoveTagsFromStream", json!({ "StreamName": "a", "TagKeys": vec!["a"; 300_000] })),
        ("AddTagsToStream", json!({ "StreamName": "a", "Tags": keys })),
    ];
    for (operation, body) in cases {
        let body = body.to_string();
        let reply = aws::answer(&format!("Kinesis_20131202.{operation}"), body.as_bytes(), &mut Fake::default());
        assert_eq!(reply.status, 400, "{operation}");
        assert!(reply.body.len() < 3 * body.len() + 100_000, "{operation}: {} for {}", reply.body.len(), body.len());
    }
}

/// Any JSON, small.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[A-Za-z0-9+/=]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// An operation of any service.
fn operation() -> impl Strategy<Value = &'static OperationModel> {
    let operations: Vec<_> = Service::ALL.into_iter().flat_map(Service::operations).collect();
    prop::sample::select(operations)
}

/// A body with the names of an operation's members and any values.
fn body() -> impl Strategy<Value = (&'static OperationModel, Value)> {
    operation().prop_flat_map(|operation| {
        let values = prop::collection::vec(prop::option::of(json()), operation.input.len());
        values.prop_map(move |values| {
            let members = operation.input.iter().zip(values);
            let fields = members.filter_map(|(member, value)| Some((member.name.to_owned(), value?)));
            (operation, Value::Object(fields.collect()))
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_json_is_answered(operation in operation(), value in json()) {
        let target = format!("{}.{}", operation.service.target_prefix(), operation.name);
        let reply = aws::answer(&target, value.to_string().as_bytes(), &mut Fake::default());
        prop_assert!(serde_json::from_str::<Value>(&reply.body).is_ok_and(|body| body.is_object()));
        prop_assert!([200, 400, 501].contains(&reply.status));
    }

    #[test]
    fn any_values_of_members_are_answered((operation, value) in body()) {
        let target = format!("{}.{}", operation.service.target_prefix(), operation.name);
        let mut world = Fake::default();
        let reply = aws::answer(&target, value.to_string().as_bytes(), &mut world);
        // What is asked of metrics changes nothing, so nothing of it reaches the world.
        if operation.service != Service::CloudWatch {
            let asked = world.asked.len() + world.asked_of_keys.len() + world.asked_of_firehose.len();
            prop_assert_eq!(reply.status == 200, asked == 1, "{}", reply.body);
        }
        prop_assert!(!(operation.is_simulated && reply.status == 501));
        // What the checks let through, the engine's types can read.
        prop_assert!(reply.status == 200 || reply.body.contains("message") || reply.body.contains("Message"), "{}", reply.body);
    }

    #[test]
    fn any_bytes_are_answered(line in prop::collection::vec(any::<u8>(), 0..200)) {
        let answer = Session::new(Fake::default()).answer(&line);
        prop_assert_eq!(answer.is_none(), line.iter().all(u8::is_ascii_whitespace));
        if let Some(answer) = answer {
            prop_assert!(!answer.contains('\n'));
            prop_assert!(serde_json::from_str::<Value>(&answer).is_ok_and(|answer| answer["status"].is_u64()));
        }
    }

    #[test]
    fn base64_is_what_the_decoder_takes(text in "[AQgwz09+/=]{0,9}") {
        let body = json!({ "StreamName": "a", "PartitionKey": "k", "Data": text });
        let (status, answer) = ask_text("PutRecord", body.to_string().as_bytes());
        prop_assert_eq!(status == 200, STANDARD.decode(&text).is_ok(), "{}", answer);
    }
}
