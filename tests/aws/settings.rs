//! Settings of the account and of streams: tags, quotas, calls a second, and the commitment to On-demand Advantage.

use crate::talk::Talk;
use serde_json::{Value, json};
use shardscope::aws::session::Session;
use shardscope::engine::limits::Profile;
use shardscope::engine::world::World;

const ACCOUNT: &str = "under account 123456789012";

/// A refusal's exception and text.
fn refusal(exception: &str, text: String) -> (String, String) {
    (exception.to_owned(), text)
}

#[test]
fn tags_are_checked_wherever_they_are_given() {
    let mut talk = Talk::with_stream(1);
    let reserved = refusal(
        "InvalidArgumentException",
        "Tag key aws:x is invalid. Tag keys that begin with aws: are reserved.".to_owned(),
    );
    let consumer_of = |tags: Value| json!({ "StreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/s", "ConsumerName": "c", "Tags": tags });
    let stream_of = |tags: Value| json!({ "StreamName": "t", "ShardCount": 1, "Tags": tags });
    assert_eq!(talk.refused("CreateStream", &stream_of(json!({ "aws:x": "1" }))), reserved);
    assert_eq!(talk.refused("RegisterStreamConsumer", &consumer_of(json!({ "aws:x": "1" }))), reserved);
    for tags in [json!({ "a;": "1" }), json!({ "a": "<1>" })] {
        for (operation, body) in
            [("CreateStream", stream_of(tags.clone())), ("RegisterStreamConsumer", consumer_of(tags))]
        {
            let (exception, text) = talk.refused(operation, &body);
            assert_eq!(exception, "InvalidArgumentException", "{operation}");
            assert!(text.starts_with("Some tags contain invalid characters."), "{operation}: {text}");
        }
    }
    let many: serde_json::Map<_, _> = (0..51).map(|tag| (format!("k{tag}"), json!("v"))).collect();
    for (operation, body) in [
        ("CreateStream", stream_of(Value::Object(many.clone()))),
        ("RegisterStreamConsumer", consumer_of(Value::Object(many))),
    ] {
        let (status, answer) = talk.ask(operation, &body);
        assert_eq!(status, 400, "{operation}: {answer}");
    }
    assert_eq!(talk.done("ListStreams", &json!({}))["StreamNames"], json!(["s"]));
    talk.done("CreateStream", &stream_of(json!({ "team": "data" })));
    talk.done("RegisterStreamConsumer", &consumer_of(json!({ "team": "data" })));
}

#[test]
fn calls_about_a_stream_are_refused_in_its_name() {
    let mut talk = Talk::with_stream(4);
    let about = format!("Rate exceeded for stream s {ACCOUNT}.");
    let of_stream = json!({ "StreamName": "s" });
    for (operation, rate) in [("DescribeStream", 10), ("DescribeStreamSummary", 20), ("ListTagsForStream", 5)] {
        for _ in 0..rate {
            talk.done(operation, &of_stream);
        }
        assert_eq!(
            talk.refused(operation, &of_stream),
            refusal("LimitExceededException", about.clone()),
            "{operation}"
        );
    }
    talk.done("DescribeLimits", &json!({}));
    let of_account = refusal("LimitExceededException", "Rate exceeded for account 123456789012.".to_owned());
    assert_eq!(talk.refused("DescribeLimits", &json!({})), of_account);
}

#[test]
fn who_has_more_shards_than_the_quota_may_still_scale_down() {
    let mut session = Session::new(World::empty(1, Profile::Current));
    let mut tell = |line: Value| -> Value {
        let answer = session.answer(line.to_string().as_bytes()).expect("the line is not empty");
        serde_json::from_str(&answer).expect("every answer is JSON")
    };
    let ask = |operation: &str, body: Value| json!({ "target": format!("Kinesis_20131202.{operation}"), "body": body });
    assert_eq!(tell(ask("CreateStream", json!({ "StreamName": "s", "ShardCount": 8 })))["status"], 200);
    tell(json!({ "advance_ms": 60_000 }));
    tell(json!({ "set": { "shard_limit": 4 } }));
    let scale = |target: u32| {
        let body = json!({ "StreamName": "s", "TargetShardCount": target, "ScalingType": "UNIFORM_SCALING" });
        ask("UpdateShardCount", body)
    };
    let refused = tell(scale(9));
    assert_eq!(refused["body"]["__type"], "LimitExceededException", "{refused}");
    let done = tell(scale(5));
    assert_eq!(done["status"], 200, "{done}");
}

#[test]
fn a_commitment_ends_after_a_day_and_the_next_begins_anew() {
    let mut talk = Talk::with_stream(1);
    let switch = |status: &str| json!({ "MinimumThroughputBillingCommitment": { "Status": status } });
    let of = |answer: &Value, field: &str| answer["MinimumThroughputBillingCommitment"][field].clone();
    let begun = talk.done("UpdateAccountSettings", &switch("ENABLED"));
    assert_eq!(of(&begun, "Status"), "ENABLED");
    talk.wait(3_600);
    let ending = talk.done("UpdateAccountSettings", &switch("DISABLED"));
    assert_eq!(of(&ending, "Status"), "ENABLED_UNTIL_EARLIEST_ALLOWED_END");
    assert_eq!(of(&ending, "StartedAt"), of(&begun, "StartedAt"));
    let kept = talk.done("UpdateAccountSettings", &switch("ENABLED"));
    assert_eq!(of(&kept, "Status"), "ENABLED");
    assert_eq!(of(&kept, "StartedAt"), of(&begun, "StartedAt"));
    talk.done("UpdateAccountSettings", &switch("DISABLED"));
    talk.wait(86_400);
    let ended = talk.done("DescribeAccountSettings", &json!({}));
    assert_eq!(of(&ended, "Status"), "DISABLED");
    assert_eq!(of(&ended, "EndedAt"), of(&begun, "EarliestAllowedEndAt"));
    let again = talk.done("UpdateAccountSettings", &switch("ENABLED"));
    assert_ne!(of(&again, "StartedAt"), of(&begun, "StartedAt"));
    assert_eq!(of(&again, "EndedAt"), Value::Null);
}
