//! Requests that satisfy their models, in any order and with any values, are answered by a world.

use crate::talk::Talk;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};
use shardscope::aws;
use shardscope::aws::model::{Bounds, Member, OperationModel, Pattern, Service, Shape};
use shardscope::engine::limits::Profile;
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

/// Something done to a world: a request, and how much time passes after it.
type Step = (&'static OperationModel, Value, u64);

fn texts(values: &[&str]) -> BoxedStrategy<Value> {
    select(values.iter().map(|value| json!(value)).collect::<Vec<_>>()).boxed()
}

/// Values of a type, of which many name what there is.
fn value(shape: &Shape) -> BoxedStrategy<Value> {
    let stream = "arn:aws:kinesis:us-east-1:123456789012:stream/s";
    let consumer = "arn:aws:kinesis:us-east-1:123456789012:stream/s/consumer/c:1767225600";
    match shape {
        Shape::String { pattern, .. } => match pattern {
            Pattern::Name => {
                texts(&["s", "t", "c", "shardId-000000000000", "shardId-000000000001", "shardId-4294967295"])
            }
            Pattern::HashKey => texts(&["0", "2", "170141183460469231731687303715884105728", &"9".repeat(39)]),
            Pattern::SequenceNumber => texts(&["0", "5", &"9".repeat(129), &format!("4{}", "9".repeat(55))]),
            Pattern::StreamArn => texts(&[stream, "arn:aws:kinesis:eu-west-1:000000000000:stream/s"]),
            Pattern::ConsumerArn => texts(&[consumer]),
            Pattern::KeyAlias => texts(&["alias/k", "alias/aws/kinesis", "alias/a:b", "k"]),
            Pattern::Principal => texts(&["arn:aws:iam::123456789012:role/producer"]),
            Pattern::Namespace => texts(&["AWS/Kinesis", "AWS/S3"]),
            Pattern::ResourceArn => texts(&[stream, consumer, "arn:aws:kinesis:us-east-1:123456789012:queue/q"]),
            _ => texts(&[
                "a",
                "aws:a",
                "a%",
                "alias/aws/kinesis",
                "alias/k",
                "IncomingBytes",
                "StreamName",
                "{}",
                "日本",
            ]),
        },
        Shape::Enum(values) => texts(values),
        Shape::Blob { .. } => texts(&["", "YQ==", "YWJj", &"A".repeat(1_400_000)]),
        Shape::Integer { range } | Shape::Long { range } => numbers(*range),
        Shape::Double | Shape::Timestamp => {
            let instants =
                [0.0, -1e300, 1e300, 1_767_225_600.0, 1_767_225_601.5, 1_767_229_200.0, 9_007_199_254_740_993.0];
            select(instants.map(|instant| json!(instant)).to_vec()).boxed()
        }
        Shape::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Shape::List { member, .. } => prop::collection::vec(value(member), 1..4).prop_map(Value::from).boxed(),
        Shape::Map { value: of_entry, .. } => {
            let entry = (select(vec!["a", "b", "aws:c", "d;"]), value(of_entry));
            prop::collection::vec(entry, 1..3)
                .prop_map(|entries| entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
                .prop_map(Value::Object)
                .boxed()
        }
        Shape::Structure(structure) => body(structure.members),
    }
}

fn numbers(range: Bounds) -> BoxedStrategy<Value> {
    let (least, greatest) = (range.min.unwrap_or(i32::MIN.into()), range.max.unwrap_or(i32::MAX.into()));
    let some = [least, greatest, 1, 2, 3, 24, 48, 1_024, 8_760];
    select(some.map(|number| json!(number.clamp(least, greatest))).to_vec()).boxed()
}

/// A body with what must be there and some of the rest.
fn body(members: &'static [Member]) -> BoxedStrategy<Value> {
    let fields: Vec<_> = members
        .iter()
        .map(|member| {
            // Names are given more often than not, so that requests get further than to ask whose they are.
            let chance = if member.name == "StreamName" { 0.8 } else { 0.15 };
            let (name, is_required) = (member.name, member.is_required);
            (value(&member.shape), prop::bool::weighted(chance))
                .prop_map(move |(value, is_there)| (is_there || is_required).then(|| (name.to_owned(), value)))
        })
        .collect();
    fields.prop_map(|fields| Value::Object(fields.into_iter().flatten().collect::<Map<_, _>>())).boxed()
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let operations = Service::ALL.into_iter().flat_map(Service::operations);
    let operations: Vec<_> = operations.filter(|operation| operation.is_simulated).collect();
    let step =
        (any::<Index>(), select(vec![0_u64, 1, 1_000, 60_000, 90_000_000])).prop_flat_map(move |(index, pause_ms)| {
            let operation = *index.get(&operations);
            body(operation.input).prop_map(move |body| (operation, body, pause_ms))
        });
    prop::collection::vec(step, 1..25)
}

/// A world with a stream of two shards that has a consumer and a record.
fn world() -> World {
    let mut world = World::empty(1, Profile::Current);
    let mut ask = |operation: &str, body: Value| {
        let reply = aws::answer(&format!("Kinesis_20131202.{operation}"), body.to_string().as_bytes(), &mut world);
        assert_eq!(reply.status, 200, "{operation}: {}", reply.body);
        world.advance_to(world.now() + Micros::seconds(60));
    };
    ask("CreateStream", json!({ "StreamName": "s", "ShardCount": 2 }));
    let stream = "arn:aws:kinesis:us-east-1:123456789012:stream/s";
    ask("RegisterStreamConsumer", json!({ "StreamARN": stream, "ConsumerName": "c" }));
    ask("PutRecord", json!({ "StreamName": "s", "PartitionKey": "k", "Data": "YWJj" }));
    world
}

#[test]
fn a_shard_gives_five_iterators_a_second_and_then_refuses_in_its_own_name() {
    let mut talk = Talk::with_stream(2);
    let start = |shard: &str| json!({ "StreamName": "s", "ShardId": shard, "ShardIteratorType": "LATEST" });
    let [first, second] = ["shardId-000000000000", "shardId-000000000001"];
    for _ in 0..5 {
        talk.done("GetShardIterator", &start(first));
    }
    let refused = talk.refused("GetShardIterator", &start(first));
    let text = format!("Rate exceeded for Shard - 123456789012/s/{first}");
    assert_eq!(refused, ("ProvisionedThroughputExceededException".to_owned(), text));
    talk.done("GetShardIterator", &start(second));
    talk.wait(1);
    talk.done("GetShardIterator", &start(first));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_requests_are_answered(steps in steps()) {
        let mut world = world();
        let mut iterator = None;
        for (operation, mut body, pause_ms) in steps {
            if let (Some(iterator), true) = (&iterator, operation.name == "GetRecords") {
                body["ShardIterator"] = json!(iterator);
            }
            let target = format!("{}.{}", operation.service.target_prefix(), operation.name);
            let reply = aws::answer(&target, body.to_string().as_bytes(), &mut world);
            // What is a setting of Firehose and not simulated is said so.
            prop_assert!([200, 400, 500, 501, 503].contains(&reply.status), "{} {}", target, reply.body);
            let answer: Value = serde_json::from_str(&reply.body).expect("it is JSON");
            prop_assert!(!(reply.body.contains("SerializationException")), "{} {} {}", target, body, answer);
            let next = answer["ShardIterator"].as_str().or_else(|| answer["NextShardIterator"].as_str());
            iterator = next.map(str::to_owned).or(iterator);
            world.advance_to(world.now() + Micros::millis(pause_ms));
            world.take_pushes();
        }
    }
}
