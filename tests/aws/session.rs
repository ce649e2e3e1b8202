//! The line protocol, with a world that does as it is told.

use crate::support::Fake;
use serde_json::{Value, json};
use shardscope::aws::session::{LINE_BYTES_MAX, Session};
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::response::{Onward, Push, PushContent, Record, Response, SubscribeToShardEvent};
use shardscope::engine::api::values::{Blob, Timestamp};
use shardscope::engine::ids::{ShardId, SubscriptionId};
use shardscope::engine::limits::Profile;
use shardscope::engine::stream::sequence::SequenceNumber;
use shardscope::engine::time::{Micros, SimTime};

/// Simulated time zero, in milliseconds since 1970.
const EPOCH_MS: i64 = 1_767_225_600_000;

fn ask(session: &mut Session<Fake>, line: &str) -> Value {
    let answer = session.answer(line.as_bytes()).expect("the line is not empty");
    assert!(!answer.contains('\n'));
    serde_json::from_str(&answer).expect("answers are JSON")
}

/// The answer to one line of a new conversation.
fn answer(line: &str) -> Value {
    ask(&mut Session::new(Fake::default()), line)
}

#[test]
fn a_request_is_answered_with_its_status_and_body() {
    let line = r#"{"target":"Kinesis_20131202.DescribeStream","body":{"StreamName":"a"}}"#;
    assert_eq!(answer(line), json!({ "status": 200, "body": {} }));
    let mut session =
        Session::new(Fake { answer: Err(ApiError::StreamNotFound { stream: "a".to_owned() }), ..Fake::default() });
    let body =
        json!({ "__type": "ResourceNotFoundException", "message": "Stream a under account 123456789012 not found." });
    assert_eq!(ask(&mut session, line), json!({ "status": 400, "body": body }));
}

#[test]
fn a_request_without_a_body_has_an_empty_one() {
    assert_eq!(answer(r#"{"target":"Kinesis_20131202.ListStreams"}"#)["status"], 200);
    for body in ["null", "5", "\"text\"", "{\"Limit\":1e999}"] {
        let line = format!(r#"{{"target":"Kinesis_20131202.ListStreams","body":{body}}}"#);
        assert_eq!(answer(&line), json!({ "status": 400, "body": { "__type": "SerializationException" } }), "{body}");
    }
}

#[test]
fn empty_lines_are_not_answered() {
    for line in ["", " ", "\t \r"] {
        assert_eq!(Session::new(Fake::default()).answer(line.as_bytes()), None);
    }
}

#[test]
fn time_passes() {
    let mut session = Session::new(Fake::default());
    let at = |now_ms: i64| json!({ "status": 200, "body": { "now_ms": now_ms, "events": [] } });
    assert_eq!(ask(&mut session, r#"{"advance_ms":5000}"#), at(EPOCH_MS + 5_000));
    assert_eq!(ask(&mut session, r#"{"advance_ms":0}"#), at(EPOCH_MS + 5_000));
    assert_eq!(ask(&mut session, " {\"advance_ms\" : 31622400000}\r"), at(EPOCH_MS + 5_000 + 31_622_400_000));
}

fn number(index: u64) -> SequenceNumber {
    SequenceNumber { shard_created: SimTime::ZERO, shard: ShardId(0), index, stored: SimTime::ZERO }
}

fn event() -> SubscribeToShardEvent {
    let record = Record {
        sequence_number: number(1),
        approximate_arrival_timestamp: Timestamp { unix_ms: EPOCH_MS + 500 },
        data: Blob(b"abc".to_vec()),
        partition_key: "k".to_owned(),
        encryption_type: None,
    };
    let onward = Onward::InShard { continuation_sequence_number: number(1) };
    SubscribeToShardEvent { records: vec![record], onward, millis_behind_latest: 7 }
}

/// The event as it is written.
fn written() -> Value {
    json!({
        "Records": [{
            "SequenceNumber": number(1).to_string(),
            "ApproximateArrivalTimestamp": 1_767_225_600.5,
            "Data": "YWJj",
            "PartitionKey": "k",
        }],
        "ContinuationSequenceNumber": number(1).to_string(),
        "MillisBehindLatest": 7,
    })
}

#[test]
fn pushes_come_with_the_time_that_passes() {
    let push = |content| Push { subscription: SubscriptionId(3), at: SimTime::ZERO + Micros::seconds(1), content };
    let pushes = vec![
        push(PushContent::Event(event())),
        push(PushContent::Event(SubscribeToShardEvent {
            records: Vec::new(),
            onward: Onward::InChildren { child_shards: Vec::new() },
            millis_behind_latest: 0,
        })),
        push(PushContent::Exception(ApiError::StreamNotFound { stream: "a".to_owned() })),
        push(PushContent::End),
    ];
    let mut session = Session::new(Fake { pushes, ..Fake::default() });
    let at_ms = EPOCH_MS + 1_000;
    assert_eq!(
        ask(&mut session, r#"{"advance_ms":2000}"#)["body"]["events"],
        json!([
            { "subscription": 3, "at_ms": at_ms, "SubscribeToShardEvent": written() },
            {
                "subscription": 3,
                "at_ms": at_ms,
                "SubscribeToShardEvent": { "Records": [], "ChildShards": [], "MillisBehindLatest": 0 },
            },
            {
                "subscription": 3,
                "at_ms": at_ms,
                "ResourceNotFoundException": { "message": "Stream a under account 123456789012 not found." },
            },
            { "subscription": 3, "at_ms": at_ms, "ended": true },
        ])
    );
    assert_eq!(ask(&mut session, r#"{"advance_ms":1}"#)["body"]["events"], json!([]));
}

#[test]
fn a_subscription_begins_with_what_it_pushes_at_once() {
    let answer = Ok(Response::SubscribeToShard { subscription: SubscriptionId(4), events: vec![event()] });
    let mut session = Session::new(Fake { answer, ..Fake::default() });
    let line = r#"{"target":"Kinesis_20131202.SubscribeToShard","body":{"ConsumerARN":"arn:aws:kinesis:us-east-1:123456789012:stream/a/consumer/b:1","ShardId":"shardId-000000000000","StartingPosition":{"Type":"LATEST"}}}"#;
    let body = json!({ "EventStream": [{ "SubscribeToShardEvent": written() }], "subscription": 4 });
    assert_eq!(ask(&mut session, line), json!({ "status": 200, "body": body }));
}

#[test]
fn settings_are_told_and_changed() {
    let mut session = Session::new(Fake::default());
    let mut settings = json!({
        "account": "123456789012",
        "region": "us-east-1",
        "create_stream_ms": 10_000,
        "delete_stream_ms": 10_000,
        "update_stream_ms": 30_000,
        "shard_limit": 20_000,
        "call_rates": true,
        "limits": "current",
        "kms_fault": null,
        "zones": { "a": "healthy", "b": "healthy", "c": "healthy" },
        "seed": 1,
    });
    assert_eq!(ask(&mut session, r#"{"set":{}}"#), json!({ "status": 200, "body": settings }));
    let changes = [
        ("account", json!("000000000000")),
        ("region", json!("ap-southeast-2")),
        ("create_stream_ms", json!(0)),
        ("delete_stream_ms", json!(86_400_000)),
        ("update_stream_ms", json!(500)),
        ("shard_limit", json!(1)),
        ("call_rates", json!(false)),
        ("limits", json!("course-notes")),
        ("kms_fault", json!("throttling")),
        ("kms_fault", json!("opt-in-required")),
        ("kms_fault", Value::Null),
        ("zones", json!({ "a": "failed", "b": { "slow_ms": 1 }, "c": { "slow_ms": 60_000 } })),
        ("seed", json!(u64::MAX)),
    ];
    for (name, value) in changes {
        settings[name] = value.clone();
        let line = json!({ "set": { name: value } }).to_string();
        assert_eq!(ask(&mut session, &line), json!({ "status": 200, "body": settings }), "{name}");
    }
    let world = session.backend();
    assert_eq!((world.profile, world.seed, world.account.has_call_rates), (Profile::CourseNotes, u64::MAX, false));
    settings["shard_limit"] = json!(500);
    let line = r#"{"set":{"shard_limit":null}}"#;
    assert_eq!(ask(&mut session, line), json!({ "status": 200, "body": settings }), "the limits' own");
    settings["zones"]["b"] = json!("healthy");
    let line = r#"{"set":{"zones":{"b":"healthy"}}}"#;
    assert_eq!(ask(&mut session, line), json!({ "status": 200, "body": settings }), "the others do as before");
}

#[test]
fn wrong_settings_change_nothing_and_name_what_is_allowed() {
    let cases = [
        ("account", json!("12345678901"), "twelve digits"),
        ("account", json!(123_456_789_012_u64), "twelve digits"),
        ("account", Value::Null, "twelve digits"),
        ("account", json!("12345678901٣"), "twelve digits"),
        ("region", json!("us east"), "us-east-1"),
        ("region", json!(""), "us-east-1"),
        ("region", json!("us-east-"), "us-east-1"),
        ("region", json!("US-EAST-1"), "us-east-1"),
        ("create_stream_ms", json!(-1), "from 0 to 86400000"),
        ("delete_stream_ms", json!(86_400_001), "from 0 to 86400000"),
        ("update_stream_ms", json!(0.5), "from 0 to 86400000"),
        ("update_stream_ms", json!("500"), "from 0 to 86400000"),
        ("shard_limit", json!(0), "from 1 to 1000000, or null"),
        ("shard_limit", json!(1_000_001), "from 1 to 1000000, or null"),
        ("call_rates", json!("true"), "true or false"),
        ("call_rates", json!(1), "true or false"),
        ("limits", json!("classic"), "\"current\" or \"course-notes\""),
        ("kms_fault", json!("slow"), "\"throttling\", \"opt-in-required\", or null"),
        ("kms_fault", json!(true), "or null"),
        ("zones", Value::Null, "any of a, b and c"),
        ("zones", json!(["failed"]), "any of a, b and c"),
        ("zones.a", json!("slow"), "\"healthy\", \"failed\", or {\"slow_ms\":…}"),
        ("zones.b", Value::Null, "\"healthy\", \"failed\""),
        ("zones.c", json!({ "slow": 1 }), "{\"slow_ms\":…}"),
        ("zones.c.slow_ms", json!(0), "from 1 to 60000"),
        ("zones.c.slow_ms", json!(60_001), "from 1 to 60000"),
        ("seed", json!(-1), "from 0 to 18446744073709551615"),
        ("seed", json!(1.0), "from 0 to 18446744073709551615"),
    ];
    for (name, value, allowed) in cases {
        let mut session = Session::new(Fake::default());
        let before = ask(&mut session, r#"{"set":{}}"#);
        let mut set = json!({ "region": "eu-west-1" });
        // Of a name with dots, each is within the one before.
        let place = name.split('.').fold(&mut set, |within, name| &mut within[name]);
        *place = value.clone();
        let answer = ask(&mut session, &json!({ "set": set }).to_string());
        assert_eq!(answer["status"], 400, "{name} {value}");
        assert_eq!(answer["error"]["field"], format!("set.{name}"), "{answer}");
        assert_eq!(answer["error"]["given"], value.to_string(), "{answer}");
        assert!(answer["error"]["allowed"].as_str().is_some_and(|told| told.contains(allowed)), "{answer}");
        assert_eq!(ask(&mut session, r#"{"set":{}}"#), before, "{name} {value}");
    }
}

#[test]
fn the_seed_is_fixed_once_something_was_done() {
    for line in [r#"{"advance_ms":1}"#, r#"{"target":"Kinesis_20131202.ListStreams"}"#] {
        let mut session = Session::new(Fake::default());
        assert_eq!(ask(&mut session, r#"{"set":{"seed":9}}"#)["status"], 200);
        ask(&mut session, line);
        assert_eq!(ask(&mut session, r#"{"set":{"seed":9}}"#)["status"], 200, "it is the same");
        let refused = ask(&mut session, r#"{"set":{"seed":8}}"#);
        assert_eq!((&refused["status"], &refused["error"]["field"]), (&json!(400), &json!("set.seed")));
    }
}

#[test]
fn malformed_lines_are_answered_and_the_next_is_read() {
    let nested = format!("{{\"set\":{}", "[".repeat(200_000));
    let long_name = format!("{{\"{}\":1}}", "x".repeat(1_000_000));
    let cases = [
        ("hello", "not JSON"),
        ("{", "not JSON"),
        ("{}x", "not JSON"),
        ("{'a':1}", "not JSON"),
        ("\u{feff}{}", "not JSON"),
        (nested.as_str(), "not JSON"),
        ("[]", "not a JSON object"),
        ("[\"target\"]", "not a JSON object"),
        ("5", "not a JSON object"),
        ("null", "not a JSON object"),
        ("{}", "asks for nothing"),
        (r#"{"body":{}}"#, "no target"),
        (r#"{"target":"a","advance_ms":1}"#, "more than one"),
        (r#"{"advance_ms":1,"set":{}}"#, "more than one"),
        (r#"{"advance_ms":1,"body":{}}"#, "only a target has a body"),
        (r#"{"advance_ms":1,"advance_ms":1}"#, "duplicate field"),
        (r#"{"advance":1}"#, "unknown field `advance`, expected one of `target`, `body`, `advance_ms`, `set`"),
        (r#"{"target":"a","body":{},"x":1}"#, "unknown field `x`"),
        (long_name.as_str(), "unknown field"),
        (r#"{"target":5}"#, "target"),
        (r#"{"target":null,"body":{}}"#, "target"),
        (r#"{"advance_ms":-1}"#, "advance_ms"),
        (r#"{"advance_ms":1.5}"#, "advance_ms"),
        (r#"{"advance_ms":"1"}"#, "advance_ms"),
        (r#"{"advance_ms":1e3}"#, "advance_ms"),
        (r#"{"advance_ms":31622400001}"#, "advance_ms"),
        (r#"{"advance_ms":99999999999999999999999999}"#, "advance_ms"),
        (r#"{"advance_ms":null}"#, "advance_ms"),
        (r#"{"set":5}"#, "set"),
        (r#"{"set":null}"#, "set"),
        (r#"{"set":[]}"#, "set"),
        (r#"{"set":{"shards":1}}"#, "unknown field `shards`"),
        (r#"{"set":{"seed":1,"seed":2}}"#, "duplicate field"),
        (r#"{"set":{"zones":{"d":"failed"}}}"#, "unknown field `d`, expected one of `a`, `b`, `c`"),
    ];
    let mut session = Session::new(Fake::default());
    for (line, told) in cases {
        let answer = ask(&mut session, line);
        assert_eq!(answer["status"], 400, "{answer}");
        assert!(answer["error"]["message"].as_str().is_some_and(|message| message.contains(told)), "{told}: {answer}");
        assert!(answer["error"]["allowed"].as_str().is_some_and(|allowed| !allowed.is_empty()), "{answer}");
        assert!(answer.to_string().len() < 2_000, "{answer}");
    }
    let answer = session.answer(b"{\"target\":\"\xff\"}").expect("it is not empty");
    assert!(answer.contains("not UTF-8"), "{answer}");
    assert_eq!(ask(&mut session, r#"{"advance_ms":0}"#)["status"], 200);
}

#[test]
fn a_line_that_is_too_long_is_refused() {
    let line = " ".repeat(LINE_BYTES_MAX) + "{}";
    let told = answer(&line);
    assert_eq!(told["status"], 400);
    assert!(told["error"]["allowed"].as_str().is_some_and(|allowed| allowed.contains("33554432")), "{told}");
}
