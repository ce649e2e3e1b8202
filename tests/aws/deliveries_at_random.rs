//! Requests of Firehose made from its model at random: a world answers each, and goes on.

use crate::talk::Talk;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use shardscope::aws::model::{FirehosePattern as P, Member, OperationModel, Pattern, Service, Shape};
use shardscope::engine::limits::Profile;
use shardscope::engine::world::World;

/// Texts that mean something somewhere.
const TEXTS: [&str; 14] = [
    "lake",
    "1",
    "2",
    "0.2",
    "JQ-1.6",
    "{a: .a}",
    "{a}",
    "in/!{partitionKeyFromQuery:a}/",
    "!{timestamp:yyyy}/",
    "errors/",
    "!{",
    "arn:aws:lambda:us-east-1:123456789012:function:add-newline",
    "destinationId-000000000001",
    "a",
];

fn text(pattern: Pattern) -> BoxedStrategy<Value> {
    let one = |text: &str| Just(json!(text)).boxed();
    match pattern {
        Pattern::Name => prop::sample::select(vec!["lake", "s", "x"]).prop_map(Value::from).boxed(),
        Pattern::Firehose(P::RoleArn) => one("arn:aws:iam::123456789012:role/firehose"),
        Pattern::Firehose(P::SourceArn) => one("arn:aws:kinesis:us-east-1:123456789012:stream/s"),
        Pattern::Firehose(P::KeyOrAliasArn) => one("arn:aws:kms:us-east-1:123456789012:key/a"),
        Pattern::Firehose(P::BucketArn) => one("arn:aws:s3:::bucket"),
        Pattern::Firehose(P::DomainArn) => one("arn:aws:es:us-east-1:123456789012:domain/domain"),
        Pattern::Firehose(P::ClusterUrl) => one("jdbc:redshift://c.a1.us-east-1.redshift.amazonaws.com:5439/dev"),
        Pattern::Firehose(P::Https | P::HttpsUrl) => one("https://a"),
        Pattern::Firehose(P::DestinationId) => one("destinationId-000000000001"),
        Pattern::Firehose(P::Digits) => prop::sample::select(vec!["1", "2"]).prop_map(Value::from).boxed(),
        _ => prop::sample::select(TEXTS.to_vec()).prop_map(Value::from).boxed(),
    }
}

/// A value of a type: mostly one that it allows.
fn value(shape: &'static Shape) -> BoxedStrategy<Value> {
    match shape {
        Shape::String { pattern, .. } => text(*pattern),
        Shape::Enum(values) => prop::sample::select(values.to_vec()).prop_map(Value::from).boxed(),
        Shape::Blob { .. } => prop::sample::select(vec!["", "YQ==", "eyJhIjoxfQ=="]).prop_map(Value::from).boxed(),
        Shape::Integer { range } | Shape::Long { range } => {
            let (least, most) = (range.min.unwrap_or(0), range.max.unwrap_or(1_000));
            (least..=most.max(least)).prop_map(Value::from).boxed()
        }
        Shape::Double | Shape::Timestamp => (0..2_000_000_000_i64).prop_map(Value::from).boxed(),
        Shape::Boolean => prop::bool::weighted(0.8).prop_map(Value::from).boxed(),
        Shape::List { member, .. } => prop::collection::vec(value(member), 1..4).prop_map(Value::from).boxed(),
        Shape::Map { .. } => Just(json!({})).boxed(),
        Shape::Structure(structure) => fields(structure.members, 0.4),
    }
}

fn fields(members: &'static [Member], given: f64) -> BoxedStrategy<Value> {
    let of = |member: &'static Member| {
        let chance = if member.is_required { 0.98 } else { given };
        prop::option::weighted(chance, value(&member.shape)).prop_map(move |value| (member.name, value))
    };
    let all: Vec<_> = members.iter().map(of).collect();
    let given = |pairs: Vec<(&'static str, Option<Value>)>| {
        let pairs = pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Value::Object(pairs.collect::<Map<_, _>>())
    };
    all.prop_map(given).boxed()
}

/// A request; of several destinations one stays, so that not all are refused for it.
fn request() -> impl Strategy<Value = (&'static OperationModel, Value)> {
    let operations: Vec<_> = Service::Firehose.operations().collect();
    let again =
        Service::Firehose.operations().filter(|one| one.name.starts_with("Create") || one.name.starts_with("Update"));
    let operations: Vec<_> = operations.into_iter().chain(again.collect::<Vec<_>>().repeat(6)).collect();
    (prop::sample::select(operations), any::<prop::sample::Index>()).prop_flat_map(|(operation, chosen)| {
        fields(operation.input, 0.5).prop_map(move |mut body| {
            let fields = body.as_object_mut().expect("an object");
            let is_destination = |name: &str| name.contains("Destination") && name != "DestinationId";
            let names: Vec<_> = fields.keys().filter(|name| is_destination(name)).cloned().collect();
            if !names.is_empty() {
                let kept = &names[chosen.index(names.len())];
                fields.retain(|name, _| !is_destination(name) || name == kept);
            }
            (operation, body)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_world_answers_whatever_the_model_allows(requests in prop::collection::vec(request(), 1..30)) {
        let mut talk = Talk { world: World::empty(1, Profile::Current) };
        talk.done("CreateStream", &json!({ "StreamName": "s", "ShardCount": 1 }));
        talk.wait(60);
        let bucket = json!({ "RoleARN": "arn:aws:iam::123456789012:role/firehose", "BucketARN": "arn:aws:s3:::b" });
        talk.ask_firehose("CreateDeliveryStream", &json!({ "DeliveryStreamName": "lake", "S3DestinationConfiguration": bucket }));
        for (operation, body) in requests {
            talk.wait(30);
            let (status, answer) = talk.ask_firehose(operation.name, &body);
            prop_assert!([200, 400, 501, 503].contains(&status), "{} {}: {}", operation.name, body, answer);
            let is_said = status == 200 || answer["__type"].is_string();
            prop_assert!(is_said && answer["__type"] != "SerializationException", "{} {}: {}", operation.name, body, answer);
        }
        talk.wait(1_000);
        for stream in talk.world.firehoses().iter() {
            stream.ledger.balance(stream.waiting().0);
        }
    }
}
