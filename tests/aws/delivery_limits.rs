//! Firehose: what is too much or too new, by AWS's limits and by the simulator's own.

use crate::delivery_rules::{
    ARGUMENT, FILTER, assert_argument, assert_taken, create, empty, refused, step, to_bucket, to_cluster, to_endpoint,
    to_search, to_splunk, with,
};
use crate::talk::Talk;
use serde_json::{Value, json};
use shardscope::aws::session::Session;
use shardscope::engine::command::Command;
use shardscope::engine::firehose::validate::DELIVERY_STREAMS_MAX;
use shardscope::engine::limits::Profile;
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

/// The exception that is none of AWS's.
const OWN: &str = "NotSimulatedException";

#[test]
fn what_came_later_than_the_course_notes_is_said_to() {
    let partitioned = json!({ "DynamicPartitioningConfiguration": { "Enabled": true },
        "Prefix": "!{partitionKeyFromLambda:a}/", "ErrorOutputPrefix": "e/" });
    for (fields, what) in [
        (to_endpoint(&json!({})), "HttpEndpointDestinationConfiguration"),
        (to_splunk("https://a:8088"), "SplunkDestinationConfiguration"),
        (to_bucket(&partitioned), "DynamicPartitioningConfiguration"),
        (to_bucket(&step("AppendDelimiterToRecord", &[])), "AppendDelimiterToRecord"),
        (to_bucket(&json!({ "FileExtension": ".log" })), "FileExtension"),
        (to_bucket(&json!({ "CustomTimeZone": "Asia/Tokyo" })), "CustomTimeZone"),
    ] {
        assert_taken(&fields);
        let (exception, text) = refused(Profile::CourseNotes, &fields);
        assert_eq!(exception, OWN, "{fields}");
        assert!(text.starts_with(what) && text.contains("Redshift") && text.contains("current limits"), "{text}");
    }
    for fields in [to_bucket(&json!({})), to_search(&json!({})), to_cluster(&json!({}))] {
        assert_eq!(create(&mut empty(Profile::CourseNotes), &fields), None, "{fields}");
    }
    let buffering = json!({ "BufferingHints": { "SizeInMBs": 64, "IntervalInSeconds": 0 } });
    assert_eq!(refused(Profile::CourseNotes, &to_bucket(&buffering)).0, ARGUMENT);
    let waits = step("Lambda", &[("LambdaArn", FILTER), ("BufferSizeInMBs", "1"), ("BufferIntervalInSeconds", "0")]);
    assert_taken(&to_bucket(&waits));
    assert_eq!(refused(Profile::CourseNotes, &to_bucket(&waits)).0, ARGUMENT);
}

#[test]
fn a_session_keeps_limits_that_have_what_there_is() {
    let mut session = Session::new(World::empty(1, Profile::Current));
    let mut ask = |line: &Value| -> Value {
        let answer = session.answer(line.to_string().as_bytes()).expect("the line is not empty");
        serde_json::from_str(&answer).expect("answers are JSON")
    };
    let body = with(json!({ "DeliveryStreamName": "lake" }), &to_splunk("https://a:8088"));
    assert_eq!(ask(&json!({ "target": "Firehose_20150804.CreateDeliveryStream", "body": body }))["status"], 200);
    let refused = ask(&json!({ "set": { "limits": "course-notes", "shard_limit": 7 } }));
    let allowed = refused["error"]["allowed"].as_str().expect("a text");
    assert_eq!((&refused["status"], &refused["error"]["field"]), (&json!(400), &json!("set.limits")));
    assert!(allowed.contains("lake.destination.kind is splunk"), "{allowed}");
    let kept = ask(&json!({ "set": {} }));
    assert_eq!(kept["body"]["limits"], "current");
    assert_ne!(kept["body"]["shard_limit"], 7, "nothing changes unless all is allowed");
    let delete =
        json!({ "target": "Firehose_20150804.DeleteDeliveryStream", "body": { "DeliveryStreamName": "lake" } });
    ask(&json!({ "advance_ms": 60_000 }));
    ask(&delete);
    ask(&json!({ "advance_ms": 60_000 }));
    assert_eq!(ask(&json!({ "set": { "limits": "course-notes" } }))["body"]["limits"], "course-notes");
}

#[test]
fn a_tag_is_given_once_and_fifty_at_most() {
    let tags = |keys: &[String]| json!({ "Tags": keys.iter().map(|key| json!({ "Key": key })).collect::<Vec<_>>() });
    let named = |count: usize| (0..count).map(|number| format!("k{number}")).collect::<Vec<_>>();
    let twice = ["a".to_owned(), "b".to_owned(), "a".to_owned()];
    assert_argument(&with(to_bucket(&json!({})), &tags(&twice)), "Duplicate tag key: a");
    let (exception, text) = refused(Profile::Current, &with(to_bucket(&json!({})), &tags(&named(51))));
    assert_eq!(exception, "ValidationException");
    assert!(text.ends_with("Member must have length less than or equal to 50"), "{text}");

    let mut talk = empty(Profile::Current);
    assert_eq!(create(&mut talk, &with(to_bucket(&json!({})), &tags(&named(50)))), None);
    let tag = |talk: &mut Talk, keys: &[String]| {
        let (status, answer) =
            talk.ask_firehose("TagDeliveryStream", &with(json!({ "DeliveryStreamName": "lake" }), &tags(keys)));
        if status == 200 { String::new() } else { answer["__type"].as_str().expect("an exception").to_owned() }
    };
    assert_eq!(tag(&mut talk, &twice), ARGUMENT);
    assert_eq!(tag(&mut talk, &["k51".to_owned()]), "LimitExceededException");
    assert_eq!(tag(&mut talk, &["k7".to_owned()]), "", "it replaces the one that is there");
}

#[test]
fn the_bound_of_the_simulator_is_not_said_to_be_aws_s() {
    let mut talk = empty(Profile::CourseNotes);
    for number in 0..=DELIVERY_STREAMS_MAX {
        let fields = with(to_bucket(&json!({})), &json!({ "DeliveryStreamName": format!("d{number}") }));
        let told = create(&mut talk, &fields);
        talk.wait(1);
        if number < DELIVERY_STREAMS_MAX {
            assert_eq!(told, None);
            continue;
        }
        let (exception, text) = told.expect("it is refused");
        assert_eq!(exception, OWN);
        assert!(text.contains("Shardscope simulates 16") && text.contains("its own: AWS allows up to 50"), "{text}");
    }
}

#[test]
fn every_control_operation_is_called_five_times_a_second() {
    let named = json!({ "DeliveryStreamName": "lake" });
    let update = with(
        named.clone(),
        &json!({
            "DestinationId": "destinationId-000000000001",
            "S3DestinationUpdate": { "Prefix": "p/" },
        }),
    );
    for operation in [
        "CreateDeliveryStream",
        "DeleteDeliveryStream",
        "DescribeDeliveryStream",
        "ListDeliveryStreams",
        "ListTagsForDeliveryStream",
        "StartDeliveryStreamEncryption",
        "StopDeliveryStreamEncryption",
        "TagDeliveryStream",
        "UntagDeliveryStream",
        "UpdateDestination",
    ] {
        let mut talk = empty(Profile::Current);
        let mut account = talk.world.account().clone();
        account.update_stream = Micros(0);
        talk.world.execute(Command::Configure(account)).expect("it is allowed");
        assert_eq!(create(&mut talk, &to_bucket(&json!({}))), None);
        talk.wait(60);
        let body = |call: usize| match operation {
            "CreateDeliveryStream" => with(to_bucket(&json!({})), &json!({ "DeliveryStreamName": format!("d{call}") })),
            "ListDeliveryStreams" => json!({}),
            "TagDeliveryStream" => with(named.clone(), &json!({ "Tags": [{ "Key": "k" }] })),
            "UntagDeliveryStream" => with(named.clone(), &json!({ "TagKeys": ["k"] })),
            "UpdateDestination" => {
                with(update.clone(), &json!({ "CurrentDeliveryStreamVersionId": (call + 1).to_string() }))
            }
            _ => named.clone(),
        };
        let told: Vec<_> = (0..6).map(|call| talk.ask_firehose(operation, &body(call))).collect();
        assert!(told[..5].iter().all(|(status, _)| *status == 200), "{operation}: {told:?}");
        assert_eq!(told[5].1, json!({ "__type": "ThrottlingException", "message": "Rate exceeded" }), "{operation}");
        talk.wait(1);
        assert_eq!(talk.ask_firehose(operation, &body(5)).0, 200, "{operation}");
    }
}
