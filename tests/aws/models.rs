//! The tables of operations agree with the engine's types and with AWS's published models.

use crate::support::{Fake, ask};
use serde_json::{Map, Value, json};
use shardscope::aws::model::{Bounds, FirehosePattern, Member, OperationModel, Pattern, Service, Shape, cli_name};
use shardscope::aws::{self};
use shardscope::engine::api::operation::Operation;
use shardscope::engine::firehose::api::request::FirehoseOperation;
use shardscope::engine::kms::api::KmsOperation;
use std::collections::BTreeSet;

/// A value that a type allows; with `is_great` the greatest or longest.
fn value(shape: &Shape, is_great: bool) -> Value {
    match shape {
        Shape::String { pattern, length } => match pattern {
            Pattern::Any => json!("é".repeat(length_within(*length, is_great).max(1))),
            pattern => json!(example(*pattern)),
        },
        Shape::Enum(values) => json!(if is_great { values[values.len() - 1] } else { values[0] }),
        Shape::Blob { .. } => json!("AAAA"),
        Shape::Integer { range } => json!(number_within(*range, is_great, i32::MIN.into(), i32::MAX.into())),
        Shape::Long { range } => json!(number_within(*range, is_great, i64::MIN, i64::MAX)),
        Shape::Double | Shape::Timestamp => json!(1_700_000_000.123),
        Shape::Boolean => json!(is_great),
        Shape::List { member, .. } => json!([value(member, is_great)]),
        Shape::Map { key, value: of_entry, .. } => {
            let key = value(key, is_great).as_str().expect("keys are texts").to_owned();
            Value::Object(Map::from_iter([(key, value(of_entry, is_great))]))
        }
        Shape::Structure(structure) => fields(structure.members, is_great),
    }
}

fn length_within(bounds: Bounds, is_great: bool) -> usize {
    let length = if is_great { bounds.max.unwrap_or(1_000).min(1_000) } else { bounds.min.unwrap_or(0) };
    usize::try_from(length).expect("lengths are not negative")
}

fn number_within(bounds: Bounds, is_great: bool, least: i64, greatest: i64) -> i64 {
    if is_great { bounds.max.unwrap_or(greatest) } else { bounds.min.unwrap_or(least) }
}

/// A body: with `is_full` all members, each as great as it may be; else what must be there, as small as it may be.
fn fields(members: &[Member], is_full: bool) -> Value {
    let members = members.iter().filter(|member| member.is_required || is_full);
    Value::Object(members.map(|member| (member.name.to_owned(), value(&member.shape, is_full))).collect())
}

fn example(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Any => "",
        Pattern::Name => "shardId-000000000000",
        Pattern::HashKey => "340282366920938463463374607431768211455",
        Pattern::SequenceNumber => "49590338271490256608559692538361571095921575989136588898",
        Pattern::StreamArn | Pattern::ResourceArn => "arn:aws:kinesis:us-east-1:123456789012:stream/a",
        Pattern::StreamId => "abcdefghij0123456789-a1b",
        Pattern::ConsumerArn => "arn:aws:kinesis:us-east-1:123456789012:stream/a/consumer/b:1700000000",
        Pattern::KeyAlias => "alias/key",
        Pattern::Principal => "arn:aws:iam::123456789012:role/a",
        Pattern::Namespace => "AWS/Kinesis",
        Pattern::Firehose(pattern) => example_of_firehose(pattern),
    }
}

const fn example_of_firehose(pattern: FirehosePattern) -> &'static str {
    use FirehosePattern as P;
    match pattern {
        P::TimeZone => "Europe/Kiev",
        P::OneLine | P::NotBlank | P::Solid | P::LogGroup | P::LogStream | P::TagKey | P::TagValue => "aaaaaa",
        P::Digits => "1",
        P::DestinationId => "destinationId-000000000001",
        P::RoleArn => "arn:aws:iam::123456789012:role/firehose",
        P::SourceArn => "arn:aws:kinesis:us-east-1:123456789012:stream/a",
        P::KeyOrAliasArn => "arn:aws:kms:us-east-1:123456789012:key/a",
        P::BucketArn => "arn:aws:s3:::bucket",
        P::DomainArn => "arn:aws:es:us-east-1:123456789012:domain/domain",
        P::SecretArn => "arn:aws:secretsmanager:us-east-1:123456789012:secret:a",
        P::Https | P::HttpsUrl => "https://a",
        P::ClusterUrl => "jdbc:redshift://cluster.a1.us-east-1.redshift.amazonaws.com:5439/dev",
        P::FileExtension => ".log",
    }
}

#[test]
fn every_simulated_operation_reaches_the_engine_as_its_type() {
    for operation in Service::Kinesis.operations().filter(|operation| operation.is_simulated) {
        for is_full in [false, true] {
            let body = fields(operation.input, is_full);
            let request = aws::request(operation, body.clone());
            let request = request.unwrap_or_else(|refusal| panic!("{} {body}: {refusal:?}", operation.name));
            assert_eq!(request.operation().name(), operation.name);
            if is_full {
                let read = serde_json::to_value(Fields(&request)).expect("requests are JSON");
                let names =
                    |body: &Value| body.as_object().expect("an object").keys().cloned().collect::<BTreeSet<_>>();
                let lost: Vec<_> = names(&body).difference(&names(&read)).cloned().collect();
                assert!(lost.is_empty(), "{} takes {lost:?} and the engine does not", operation.name);
            }
        }
    }
}

#[test]
fn every_operation_of_the_other_services_is_carried_out() {
    let engine: BTreeSet<_> = KmsOperation::ALL.iter().map(|operation| operation.name()).collect();
    assert_eq!(Service::Kms.operations().map(|operation| operation.name).collect::<BTreeSet<_>>(), engine);
    let engine: Vec<_> = FirehoseOperation::ALL.iter().map(|operation| operation.name()).collect();
    assert_eq!(Service::Firehose.operations().map(|operation| operation.name).collect::<Vec<_>>(), engine);
    for service in [Service::Kms, Service::CloudWatch, Service::Firehose] {
        for (operation, is_full) in service.operations().flat_map(|operation| [(operation, false), (operation, true)]) {
            let mut body = fields(operation.input, is_full);
            if operation.name == "GetMetricStatistics" {
                body["EndTime"] = json!(1_700_000_060);
                body["Period"] = json!(60);
                body["Statistics"] = json!(["Sum"]);
            }
            if operation.name == "ListMetrics" {
                body["NextToken"] = json!("0");
            }
            let target = format!("{}.{}", service.target_prefix(), operation.name);
            let mut world = Fake::default();
            let reply = aws::answer(&target, body.to_string().as_bytes(), &mut world);
            assert_eq!(reply.status, 200, "{target} {body}: {}", reply.body);
            let of_keys = world.asked_of_keys.iter().map(|request| request.operation().name());
            let of_firehose = world.asked_of_firehose.iter().map(|request| request.operation().name());
            let asked: Vec<_> = of_keys.chain(of_firehose).collect();
            assert_eq!(asked.first(), (service != Service::CloudWatch).then_some(&operation.name));
        }
    }
}

/// The fields of a request alone.
struct Fields<'a>(&'a shardscope::engine::api::Request);

impl serde::Serialize for Fields<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

#[test]
fn the_tables_and_the_engine_have_the_same_operations() {
    let simulated: Vec<_> = Service::Kinesis
        .operations()
        .filter(|operation| operation.is_simulated)
        .map(|operation| operation.name)
        .collect();
    let engine: Vec<_> = Operation::ALL.iter().map(|operation| operation.name()).collect();
    assert_eq!(simulated, engine);
    assert_eq!(Service::Kinesis.operations().count(), 57, "AWS's model has as many");
}

#[test]
fn tables_are_complete_and_tidy() {
    for service in Service::ALL {
        for operation in service.operations() {
            assert!(operation.summary.ends_with('.'), "{}", operation.name);
            check_members(operation.name, operation.input);
            check_members(operation.name, operation.output);
        }
    }
}

fn check_members(place: &str, members: &[Member]) {
    let names: BTreeSet<_> = members.iter().map(|member| member.name).collect();
    assert_eq!(names.len(), members.len(), "{place} names a member twice");
    let ordered: BTreeSet<_> = Member::in_check_order(members).map(|member| member.name).collect();
    assert_eq!(ordered, names, "the places in which {place}'s members are checked have gaps");
    for member in members {
        assert!(member.summary.ends_with('.'), "{place}.{}", member.name);
        match member.shape {
            Shape::Structure(structure) => check_members(structure.name, structure.members),
            Shape::List { member: Shape::Structure(structure), .. } => check_members(structure.name, structure.members),
            _ => {}
        }
    }
}

#[test]
fn targets_name_operations() {
    let named = |target: &str| OperationModel::of_target(target).map(|operation| operation.name);
    assert_eq!(named("Kinesis_20131202.PutRecord"), Some("PutRecord"));
    assert_eq!(named("TrentService.CreateKey"), Some("CreateKey"));
    assert_eq!(named("GraniteServiceVersion20100801.ListMetrics"), Some("ListMetrics"));
    for target in
        ["", ".", "PutRecord", "Kinesis_20131202", "Kinesis_20131202.", "Kinesis_20131202.putRecord", "a.PutRecord"]
    {
        assert_eq!(named(target), None, "{target}");
        let reply = aws::answer(target, b"{}", &mut Fake::default());
        assert_eq!((reply.status, reply.body.as_str()), (400, r#"{"__type":"UnknownOperationException"}"#), "{target}");
    }
}

#[test]
fn what_is_not_simulated_says_so() {
    let (status, answer) = ask("CreateQueue", &json!({}));
    assert_eq!((status, &answer["__type"]), (501, &json!("NotSimulatedException")));
    let message = answer["message"].as_str().expect("it has a text");
    assert!(message.contains("CreateQueue") && message.contains("ListChannels") && !message.contains("PutRecord"));
}

#[test]
fn names_become_those_of_the_command_line() {
    let names = [
        ("PutRecord", "put-record"),
        ("StreamARN", "stream-arn"),
        ("StreamId", "stream-id"),
        ("ListTagsForStream", "list-tags-for-stream"),
        ("MaxRecordSizeInKiB", "max-record-size-in-ki-b"),
        ("WarmThroughputMiBps", "warm-throughput-mi-bps"),
        ("ConsumerARN", "consumer-arn"),
    ];
    for (name, written) in names {
        assert_eq!(cli_name(name), written);
    }
}
