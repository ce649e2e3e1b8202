//! Settings of the account and of streams: tags, quotas, calls a second, and the commitment to On-demand Advantage.

use crate::talk::Talk;
use serde_json::{Value, json};
use shardscope::aws::session::Session;
use shardscope::engine::limits::Profile;
use shardscope::engine::time::Micros;
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

#[test]
fn a_consumer_is_named_in_one_way_or_in_ways_that_agree() {
    let mut talk = Talk::with_stream(1);
    let stream = "arn:aws:kinesis:us-east-1:123456789012:stream/s";
    talk.done("CreateStream", &json!({ "StreamName": "other", "ShardCount": 1 }));
    let register = |name: &str| json!({ "StreamARN": stream, "ConsumerName": name });
    let first = talk.done("RegisterStreamConsumer", &register("c1"))["Consumer"]["ConsumerARN"].clone();
    talk.done("RegisterStreamConsumer", &register("c2"));
    talk.wait(60);
    for conflict in [
        json!({ "ConsumerARN": first, "StreamARN": stream, "ConsumerName": "c2" }),
        json!({ "ConsumerARN": first, "ConsumerName": "c2" }),
        json!({ "ConsumerARN": first, "StreamARN": format!("{}other", stream.trim_end_matches('s')) }),
    ] {
        for operation in ["DescribeStreamConsumer", "DeregisterStreamConsumer"] {
            assert_eq!(talk.refused(operation, &conflict).0, "InvalidArgumentException", "{operation} {conflict}");
        }
    }
    let agreeing = json!({ "ConsumerARN": first, "StreamARN": stream, "ConsumerName": "c1" });
    let described = talk.done("DescribeStreamConsumer", &agreeing);
    assert_eq!(described["ConsumerDescription"]["ConsumerStatus"], "ACTIVE");
}

#[test]
fn a_stream_is_active_again_once_it_is_warm() {
    let mut talk = Talk { world: World::empty(1, Profile::Current) };
    let enabled = json!({ "MinimumThroughputBillingCommitment": { "Status": "ENABLED" } });
    talk.done("UpdateAccountSettings", &enabled);
    talk.done("CreateStream", &json!({ "StreamName": "s", "StreamModeDetails": { "StreamMode": "ON_DEMAND" } }));
    talk.wait(60);
    let arn = "arn:aws:kinesis:us-east-1:123456789012:stream/s";
    talk.done("UpdateStreamWarmThroughput", &json!({ "StreamARN": arn, "WarmThroughputMiBps": 25 }));
    let mut seen = Vec::new();
    for _ in 0..60 {
        let summary = talk.done("DescribeStreamSummary", &json!({ "StreamName": "s" }));
        let summary = &summary["StreamDescriptionSummary"];
        let current = summary["WarmThroughput"]["CurrentMiBps"].as_u64().unwrap();
        seen.push((summary["StreamStatus"].as_str().unwrap().to_owned(), current));
        talk.wait(1);
    }
    assert_eq!(seen.first(), Some(&("UPDATING".to_owned(), 4)));
    assert_eq!(seen.last(), Some(&("ACTIVE".to_owned(), 25)));
    assert!(seen.iter().all(|(status, current)| status == "UPDATING" || *current == 25), "{seen:?}");
}

#[test]
fn a_delay_of_nothing_has_passed_before_the_next_request() {
    let mut session = Session::new(World::empty(1, Profile::Current));
    let mut tell = |line: Value| -> Value {
        let answer = session.answer(line.to_string().as_bytes()).expect("the line is not empty");
        serde_json::from_str(&answer).expect("every answer is JSON")
    };
    let ask = |operation: &str, body: Value| json!({ "target": format!("Kinesis_20131202.{operation}"), "body": body });
    tell(json!({ "set": { "create_stream_ms": 0, "update_stream_ms": 0, "delete_stream_ms": 0 } }));
    let split = json!({ "StreamName": "s", "ShardToSplit": "shardId-000000000000", "NewStartingHashKey": "9" });
    for (operation, body) in [
        ("CreateStream", json!({ "StreamName": "s", "ShardCount": 1 })),
        ("PutRecord", json!({ "StreamName": "s", "PartitionKey": "k", "Data": "" })),
        ("SplitShard", split),
        ("UpdateShardCount", json!({ "StreamName": "s", "TargetShardCount": 1, "ScalingType": "UNIFORM_SCALING" })),
        ("DeleteStream", json!({ "StreamName": "s" })),
        ("CreateStream", json!({ "StreamName": "s", "ShardCount": 1 })),
    ] {
        let answer = tell(ask(operation, body));
        assert_eq!(answer["status"], 200, "{operation}: {answer}");
    }
}

#[test]
fn who_has_records_before_it_is_never_told_that_there_are_none() {
    let mut talk = Talk::with_stream(1);
    for _ in 0..3 {
        assert_eq!(talk.put().0, 200);
    }
    let start = json!({ "StreamName": "s", "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON" });
    let mut iterator = talk.done("GetShardIterator", &start)["ShardIterator"].clone();
    let mut behind = Vec::new();
    for _ in 0..3 {
        let read = talk.done("GetRecords", &json!({ "ShardIterator": iterator, "Limit": 1 }));
        behind.push(read["MillisBehindLatest"].as_u64().unwrap());
        iterator = read["NextShardIterator"].clone();
    }
    assert_eq!(behind, [1, 1, 0]);
}

#[test]
fn records_expire_to_the_millisecond_and_do_not_come_back() {
    let mut talk = Talk::with_stream(1);
    let readable = |talk: &mut Talk| talk.read().1["Records"].as_array().unwrap().len();
    assert_eq!(talk.put().0, 200);
    // Reading takes a second of waiting: twice with the record, then one millisecond too late.
    talk.wait(86_400 - 2);
    assert_eq!(readable(&mut talk), 1);
    assert_eq!(readable(&mut talk), 1);
    talk.world.advance_to(talk.world.now() + Micros::millis(1));
    assert_eq!(readable(&mut talk), 0);
    let hours = |hours: u32| json!({ "StreamName": "s", "RetentionPeriodHours": hours });
    talk.done("IncreaseStreamRetentionPeriod", &hours(48));
    assert_eq!(readable(&mut talk), 0);
    assert_eq!(talk.put().0, 200);
    talk.wait(25 * 3_600);
    assert_eq!(readable(&mut talk), 1);
    talk.done("DecreaseStreamRetentionPeriod", &hours(24));
    assert_eq!(readable(&mut talk), 0);
    talk.done("IncreaseStreamRetentionPeriod", &hours(48));
    assert_eq!(readable(&mut talk), 0);
}
