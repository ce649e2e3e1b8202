//! Partition keys that the function returns.

use crate::firehose::{begin, destination, direct, from_stream, logs, transformed};
use crate::support::{seconds, traffic};
use shardscope::engine::firehose::lane::Route;
use shardscope::engine::firehose::plan::{
    BucketPlan, DestinationPlan, FunctionKind, FunctionPlan, PartitionQuery, Partitioning,
};
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::template::Template;
use shardscope::engine::producer::traffic::Traffic;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

const TEXT: &str = r#"{"type":"{{choice click|view|buy}}","n":{{integer 1 4}}}"#;

/// Ten records a second, whose prefix takes `type` from the function `by` and `n` from a query.
fn plan(by: &str, fields: &[&str]) -> Plan {
    let load = Traffic { template: Some(Template::Text(TEXT.to_owned())), ..traffic(10) };
    let fields = fields.iter().map(|&field| field.to_owned()).collect();
    let plan = direct(load, partitioned(by));
    Plan { functions: vec![FunctionPlan::of("own", FunctionKind::PartitionKeys { fields })], ..plan }
}

fn partitioned(by: &str) -> DestinationPlan {
    let bucket = BucketPlan {
        prefix: "type=!{partitionKeyFromLambda:type}/n=!{partitionKeyFromQuery:n}/".to_owned(),
        error_output_prefix: "!{firehose:error-output-type}/".to_owned(),
        ..BucketPlan::default()
    };
    let keys = vec![PartitionQuery { name: "n".into(), query: ".n".into() }];
    DestinationPlan { bucket, partitioning: Some(Partitioning { keys }), ..transformed(by, destination(64, 60)) }
}

#[test]
fn each_object_lies_where_its_records_say() {
    for plan in [plan("own", &["type"]), Plan { functions: Vec::new(), ..plan("partition-keys", &[]) }] {
        let mut world = begin(&plan);
        world.advance_to(seconds(100));
        let stream = logs(&world);
        assert_eq!(stream.ledger.failed.records, 0);
        let mut found = BTreeMap::new();
        for object in stream.objects.iter() {
            let key = world.object_key(stream, object).unwrap();
            for run in object.runs.iter().flat_map(|runs| runs.iter()) {
                world.each_record(run, &mut |data| {
                    let record: serde_json::Value = serde_json::from_slice(data).unwrap();
                    let wanted = format!("type={}/n={}/", record["type"].as_str().unwrap(), record["n"]);
                    assert!(key.starts_with(&wanted), "{key} is not below {wanted}");
                    *found.entry(wanted).or_insert(0_u64) += 1;
                    ControlFlow::Continue(())
                });
            }
        }
        assert_eq!(found.len(), 12, "three types, four numbers: {found:?}");
        assert_eq!(found.values().sum::<u64>(), stream.ledger.delivered.records);
        stream.ledger.balance(stream.waiting().0);
    }
}

#[test]
fn a_key_that_the_function_does_not_return_fails_the_record() {
    for by in [plan("own", &["n"]), Plan { functions: Vec::new(), ..plan("add-newline", &[]) }] {
        let mut world = begin(&by);
        world.advance_to(seconds(400));
        let stream = logs(&world);
        assert_eq!(stream.ledger.delivered.records, 0);
        assert!(stream.ledger.failed.records > 0);
        let object = stream.objects.iter().next().unwrap();
        assert_eq!(object.route, Route::ProcessingFailed);
        assert!(world.object_key(stream, object).unwrap().starts_with("processing-failed/"));
        let bytes = world.object_bytes(stream, object, usize::MAX).unwrap().plain;
        let line: serde_json::Value =
            serde_json::from_slice(bytes.split(|byte| *byte == b'\n').next().unwrap()).unwrap();
        assert_eq!(line["errorCode"], "DynamicPartitioning.MetadataExtractionFailed");
        stream.ledger.balance(stream.waiting().0);
    }
}

#[test]
fn shards_of_a_stream_are_partitioned_by_the_function_too() {
    let load = Traffic { template: Some(Template::Text(TEXT.to_owned())), ..traffic(20) };
    let mut world = begin(&from_stream(2, load, partitioned("partition-keys")));
    world.advance_to(seconds(200));
    let stream = logs(&world);
    assert!(stream.ledger.delivered.records > 1_000);
    assert_eq!(stream.ledger.failed.records, 0);
    assert!(stream.objects.iter().all(|object| object.partition.as_ref().unwrap().len() == 2));
    stream.ledger.balance(stream.waiting().0);
}
