//! Records that hold several: what they are taken apart into, and what becomes of the parts.

use crate::firehose::{NAME, begin, data_of, destination, direct, from_stream, logs, transformed};
use crate::support::{seconds, traffic};
use shardscope::engine::api::values::Blob;
use shardscope::engine::firehose::amount::Amount;
use shardscope::engine::firehose::api::request::{FirehoseRequest, PutRecord, Record};
use shardscope::engine::firehose::lane::Route;
use shardscope::engine::firehose::plan::{
    Backup, BucketPlan, DestinationPlan, FunctionKind, FunctionPlan, PartitionQuery, Partitioning, Splitting,
};
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::template::Template;
use shardscope::engine::producer::traffic::Traffic;
use shardscope::engine::world::World;

/// A world with a delivery stream into which nobody but the test puts anything.
fn quiet(destination: DestinationPlan) -> World {
    begin(&Plan { producers: Vec::new(), ..direct(traffic(1), destination) })
}

fn put(world: &mut World, text: &str) {
    let record = Record { data: Blob(text.as_bytes().to_vec()) };
    let request = PutRecord { delivery_stream_name: NAME.into(), record };
    world.firehose(FirehoseRequest::PutRecord(request)).unwrap();
}

fn by_json(rest: DestinationPlan) -> DestinationPlan {
    DestinationPlan { splitting: Some(Splitting::Json), ..rest }
}

#[test]
fn objects_become_records_and_what_holds_none_fails() {
    let plan = DestinationPlan { appends_delimiter: true, ..by_json(destination(1, 60)) };
    let mut world = quiet(plan);
    put(&mut world, "{\"a\":1}{\"a\":22}\n{}");
    put(&mut world, "{\"b\":3}");
    put(&mut world, "[{\"a\":1}]");
    world.advance_to(seconds(400));
    let stream = logs(&world);
    assert_eq!(data_of(&world, Route::Destination), ["{\"a\":1}\n", "{\"a\":22}\n", "{}\n", "{\"b\":3}\n"]);
    assert_eq!(data_of(&world, Route::ProcessingFailed), ["[{\"a\":1}]"]);
    let ledger = stream.ledger;
    assert_eq!(ledger.taken, Amount { records: 3, raw_bytes: 34, bytes: 34 });
    assert_eq!(ledger.split, Amount { records: 2, raw_bytes: 25, bytes: 25 });
    assert_eq!(ledger.parts, Amount { records: 4, raw_bytes: 24, bytes: 24 });
    assert_eq!(ledger.delivered, Amount { records: 4, raw_bytes: 24, bytes: 28 });
    assert_eq!(ledger.failed, Amount::one(9));
    ledger.balance(stream.waiting().0);
    let object = stream.objects.iter().find(|object| object.route == Route::ProcessingFailed).unwrap();
    let line = world.object_bytes(stream, object, usize::MAX).unwrap().plain;
    let line: serde_json::Value = serde_json::from_slice(&line).unwrap();
    assert_eq!(line["errorCode"], "DynamicPartitioning.RecordDeAggregationFailed");
    assert_eq!(line["rawData"], "W3siYSI6MX1d");
}

#[test]
fn the_function_and_the_partition_keys_are_given_the_parts() {
    let bucket = BucketPlan {
        prefix: "!{partitionKeyFromQuery:k}/".to_owned(),
        error_output_prefix: "!{firehose:error-output-type}/".to_owned(),
        ..BucketPlan::default()
    };
    let keys = vec![PartitionQuery { name: "k".into(), query: ".k".into() }];
    let splitting = Some(Splitting::Delimited { delimiter: "####".into() });
    let partitioning = Some(Partitioning { keys });
    let plan = DestinationPlan { bucket, splitting, partitioning, ..transformed("third", destination(64, 60)) };
    let functions = vec![FunctionPlan::of("third", FunctionKind::FailEveryNth { n: 3 })];
    let mut world = begin(&Plan { producers: Vec::new(), functions, ..direct(traffic(1), plan) });
    put(&mut world, "{\"k\":\"a\"}####{\"k\":\"b\"}####{\"k\":\"c\"}####");
    put(&mut world, "{\"k\":\"a\",\"n\":2}");
    world.advance_to(seconds(400));
    let stream = logs(&world);
    let mut keys: Vec<_> = stream.objects.iter().map(|object| world.object_key(stream, object).unwrap()).collect();
    keys.sort_unstable();
    let folders: Vec<_> = keys.iter().map(|key| key.split('/').next().unwrap()).collect();
    assert_eq!(folders, ["a", "b", "processing-failed"], "the third part has failed");
    assert_eq!(data_of(&world, Route::Destination), ["{\"k\":\"a\"}", "{\"k\":\"a\",\"n\":2}", "{\"k\":\"b\"}"]);
    assert_eq!(data_of(&world, Route::ProcessingFailed), ["{\"k\":\"c\"}"]);
    stream.ledger.balance(stream.waiting().0);
}

#[test]
fn the_backup_keeps_what_came_whole() {
    let mut world = quiet(DestinationPlan { backup: Backup::All, ..by_json(destination(1, 60)) });
    put(&mut world, "{}{}");
    world.advance_to(seconds(400));
    let stream = logs(&world);
    assert_eq!(data_of(&world, Route::Backup), ["{}{}"]);
    assert_eq!(data_of(&world, Route::Destination), ["{}", "{}"]);
    assert_eq!(stream.copies.taken, stream.ledger.taken);
}

#[test]
fn generated_records_are_taken_apart_and_merged_while_they_wait() {
    let text = r#"{"n":{{integer 1 9}}}{"n":{{integer 10 99}}}"#;
    let load = Traffic { template: Some(Template::Text(text.to_owned())), ..traffic(30) };
    let plan =
        DestinationPlan { delimiter: Some("|\n".into()), appends_delimiter: true, ..by_json(destination(1, 900)) };
    for plan in [plan.clone(), transformed("mask-field", plan)] {
        for plan in [direct(load.clone(), plan.clone()), from_stream(2, load.clone(), plan)] {
            let mut world = begin(&plan);
            world.advance_to(seconds(1_000));
            let stream = logs(&world);
            let ledger = stream.ledger;
            assert_eq!(ledger.parts.records, 2 * ledger.taken.records);
            assert_eq!((ledger.split, ledger.parts.raw_bytes), (ledger.taken, ledger.taken.raw_bytes));
            ledger.balance(stream.waiting().0);
            let data = data_of(&world, Route::Destination);
            assert_eq!(data.len() as u64, ledger.delivered.records);
            assert_eq!(data.iter().map(|data| data.len() as u64).sum::<u64>(), ledger.delivered.bytes);
            assert!(data.iter().all(|data| data.starts_with("{\"n\":") && data.ends_with("}|\n")));
        }
    }
}
