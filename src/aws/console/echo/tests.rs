//! The echoed command makes the request that it was made from, for any request that the model allows.

use super::*;
use crate::aws::console::Surroundings;
use crate::aws::console::command::{self, Command};
use crate::aws::console::lexer;
use crate::engine::api::operation::Operation;
use proptest::prelude::*;
use serde_json::{Map, json};

/// A value of the type; texts hold what shells, shorthand and JSON take for something else.
fn value(shape: &'static Shape) -> BoxedStrategy<Value> {
    match shape {
        Shape::String { length, .. } => {
            let min = length.min.unwrap_or(0).max(0) as usize;
            let nasty = prop_oneof![
                Just("file://a".to_owned()),
                Just("fileb://a".to_owned()),
                Just("--query".to_owned()),
                Just("-5".to_owned()),
                Just("[a]".to_owned()),
                Just("help".to_owned()),
                Just("a=b,c='d'".to_owned()),
            ];
            let characters = "[a-z0-9 ,='\"\\\\\\[\\]{}#$`;|&<>!*?~:/@\\n\\t-]|\\PC";
            let any = proptest::collection::vec(characters, min..min + 6).prop_map(|texts| texts.concat());
            prop_oneof![4 => "[a-z.-]{1,9}", 3 => any, 1 => nasty].prop_map(Value::from).boxed()
        }
        Shape::Enum(values) => proptest::sample::select(*values).prop_map(Value::from).boxed(),
        Shape::Blob { .. } => proptest::collection::vec(any::<u8>(), 0..9)
            .prop_map(|bytes| json!(crate::engine::api::values::Blob(bytes)))
            .boxed(),
        Shape::Integer { range } | Shape::Long { range } => {
            let least = range.min.unwrap_or(-9);
            (least..least + 9_999).prop_map(Value::from).boxed()
        }
        Shape::Double => (-9.0..9.0_f64).prop_map(Value::from).boxed(),
        Shape::Boolean => any::<bool>().prop_map(Value::from).boxed(),
        Shape::Timestamp => {
            (-90_000_000_000_000..300_000_000_000_000_i64).prop_map(|ms| json!(ms as f64 / 1e3)).boxed()
        }
        Shape::List { member, length } => {
            let min = length.min.unwrap_or(0).max(0) as usize;
            proptest::collection::vec(value(member), min..min + 3).prop_map(Value::from).boxed()
        }
        Shape::Map { key, value: entry, length } => {
            let min = length.min.unwrap_or(0).max(0) as usize;
            let keys = value(key).prop_map(|key| key.as_str().unwrap().to_owned());
            let entries = proptest::collection::btree_map(keys, value(entry), min..min + 3);
            entries.prop_map(|map| map.into_iter().collect()).boxed()
        }
        Shape::Structure(of) => structure(of.members),
    }
}

fn structure(members: &'static [Member]) -> BoxedStrategy<Value> {
    let strategies: Vec<_> = members
        .iter()
        .map(|member| (Just(member.name), value(&member.shape), any::<bool>(), Just(member.is_required)))
        .collect();
    let given = |members: Vec<(&str, Value, bool, bool)>| {
        let given = members.into_iter().filter(|(_, _, is_given, is_required)| *is_given || *is_required);
        given.map(|(name, value, ..)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
    };
    strategies.prop_map(given).boxed()
}

fn request() -> impl Strategy<Value = Request> {
    proptest::sample::select(Operation::ALL).prop_flat_map(|operation| {
        let model = Service::Kinesis.operation(operation.name()).unwrap();
        structure(model.input).prop_filter_map("not a request", move |body| Request::read(operation, body).ok())
    })
}

/// The request that a command makes.
fn read(line: &str) -> Request {
    let commands = lexer::split(line).unwrap();
    let [words] = commands.as_slice() else { panic!("not one command: {line}") };
    match command::parse(words, &Surroundings::default()) {
        Ok(Command::Invoke(invocation)) => {
            let operation = Operation::ALL.iter().find(|operation| operation.name() == invocation.operation.name);
            Request::read(*operation.unwrap(), Value::Object(invocation.body)).unwrap()
        }
        other => panic!("{line}\n{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn the_command_makes_the_request_again(request in request()) {
        let line = command_for(&request, &Account::default());
        prop_assert_eq!(read(&line), request, "{}", line);
    }
}

#[test]
fn commands_are_what_one_would_type() {
    for (name, body, line) in [
        ("ListStreams", json!({}), "aws kinesis list-streams"),
        (
            "CreateStream",
            json!({"StreamName": "orders", "StreamModeDetails": {"StreamMode": "ON_DEMAND"}, "Tags": {"a": "b c"}}),
            r#"aws kinesis create-stream --stream-name orders --stream-mode-details StreamMode=ON_DEMAND --tags '{"a":"b c"}'"#,
        ),
        (
            "PutRecords",
            json!({"StreamName": "orders", "Records": [{"Data": "YQ==", "PartitionKey": "k"}, {"Data": "Yg==", "PartitionKey": "l"}]}),
            "aws kinesis put-records --records Data=YQ==,PartitionKey=k Data=Yg==,PartitionKey=l --stream-name orders",
        ),
        (
            "PutRecord",
            json!({"StreamName": "orders", "Data": "", "PartitionKey": "it's", "DryRun": false}),
            r"aws kinesis put-record --stream-name orders --data '' --partition-key 'it'\''s' --no-dry-run",
        ),
        (
            "ListShards",
            json!({"StreamName": "o", "ShardFilter": {"Type": "AT_TIMESTAMP", "Timestamp": 1_767_225_600.5}}),
            "aws kinesis list-shards --stream-name o --shard-filter Type=AT_TIMESTAMP,Timestamp=2026-01-01T00:00:00.500Z",
        ),
        (
            "UpdateStreamMode",
            json!({"StreamName": "o", "StreamModeDetails": {"StreamMode": "PROVISIONED"}}),
            "aws kinesis update-stream-mode --stream-arn arn:aws:kinesis:us-east-1:123456789012:stream/o \
             --stream-mode-details StreamMode=PROVISIONED",
        ),
        (
            "PutRecord",
            json!({"StreamARN": "a", "Data": "YQ==", "PartitionKey": "-k"}),
            "aws kinesis put-record --data YQ== --partition-key=-k --stream-arn a",
        ),
        (
            "PutRecord",
            json!({"StreamName": "o", "Data": "YQ==", "PartitionKey": "file://k"}),
            r#"aws kinesis put-record --cli-input-json '{"StreamName":"o","Data":"YQ==","PartitionKey":"file://k"}'"#,
        ),
    ] {
        let operation = Operation::ALL.iter().find(|operation| operation.name() == name).unwrap();
        let request = Request::read(*operation, body).unwrap();
        assert_eq!(command_for(&request, &Account::default()), line);
    }
}
