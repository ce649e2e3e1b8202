//! Laws of delivery streams: nothing that was taken is made or lost, whatever fails, and a replay is the same world.

use crate::firehose::{NAME, begin, direct, from_stream, logs, sized};
use crate::support::seconds;
use proptest::prelude::*;
use shardscope::engine::api::Request;
use shardscope::engine::api::choices::ScalingType;
use shardscope::engine::api::request::UpdateShardCount;
use shardscope::engine::command::Command;
use shardscope::engine::firehose::amount::Amount;
use shardscope::engine::firehose::command::{DeliveryCommand, Part};
use shardscope::engine::firehose::format::compression::Compression;
use shardscope::engine::firehose::lane::Route;
use shardscope::engine::firehose::plan::{
    Backup, BucketPlan, BufferingHints, ColumnFormat, Conversion, DestinationKind, DestinationPlan, FunctionKind,
    FunctionPlan, PartitionQuery, Partitioning, Splitting, Transformation,
};
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::template::Template;
use shardscope::engine::producer::traffic::Traffic;
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::{KeySources, World};
use std::ops::ControlFlow;

const TEXT: &str = r#"{"type":"{{choice click|view|buy}}","user":"{{key}}","n":{{integer 1 9}}}"#;

fn any_template() -> impl Strategy<Value = Option<Template>> {
    prop_oneof![
        Just(None),
        Just(Some(Template::Clickstream)),
        Just(Some(Template::ApacheLog)),
        Just(Some(Template::Text(TEXT.to_owned()))),
    ]
}

fn any_function() -> impl Strategy<Value = FunctionPlan> {
    let kind = prop_oneof![
        Just(FunctionKind::AddNewline),
        Just(FunctionKind::Filter { field: "type".into(), keeps: "click".into() }),
        Just(FunctionKind::Filter { field: "n".into(), keeps: "5".into() }),
        Just(FunctionKind::MaskField { field: "user".into() }),
        Just(FunctionKind::CsvToJson { columns: vec!["a".into(), "b".into()] }),
        (1_u32..20).prop_map(|n| FunctionKind::FailEveryNth { n }),
        Just(FunctionKind::PartitionKeys { fields: vec!["user".into()] }),
    ];
    (kind, 0_u32..500, 0_u32..2_000, prop_oneof![2 => Just(0_u32), 1 => 0_u32..=1_000]).prop_map(
        |(kind, invoke_time_ms, record_time_us, failed_invocations_per_mille)| FunctionPlan {
            invoke_time_ms,
            record_time_us,
            timeout_s: 3,
            failed_invocations_per_mille,
            ..FunctionPlan::of("own", kind)
        },
    )
}

fn any_kind() -> impl Strategy<Value = DestinationKind> {
    let rotation = shardscope::engine::firehose::plan::IndexRotation::OneDay;
    prop_oneof![
        3 => Just(DestinationKind::S3),
        1 => Just(DestinationKind::Redshift { table: "clicks".into(), copy_options: "GZIP".into() }),
        1 => Just(DestinationKind::OpenSearch { index: "clicks".into(), rotation }),
        1 => Just(DestinationKind::HttpEndpoint { url: "https://example.com/".into() }),
        1 => Just(DestinationKind::Splunk { endpoint: "https://example.com/".into() }),
    ]
}

/// Conversion, partitions, or neither: both want S3.
fn any_form() -> impl Strategy<Value = (Option<Conversion>, Option<Partitioning>)> {
    let conversion = Conversion { format: ColumnFormat::ParquetSnappy, table: String::new(), columns: Vec::new() };
    let keys = vec![PartitionQuery { name: "type".into(), query: ".type".into() }];
    prop_oneof![
        3 => Just((None, None)),
        1 => Just((Some(conversion), None)),
        1 => Just((None, Some(Partitioning { keys }))),
    ]
}

/// Records as they are, or taken apart: those of the templates hold one object, several lines, or nothing of the kind.
fn any_splitting() -> impl Strategy<Value = Option<Splitting>> {
    prop_oneof![
        2 => Just(None),
        1 => Just(Some(Splitting::Json)),
        1 => Just(Some(Splitting::Delimited { delimiter: ",".into() })),
    ]
}

fn any_destination() -> impl Strategy<Value = DestinationPlan> {
    let extras = (any::<bool>(), any::<bool>(), any::<bool>(), 0_u32..300);
    let formed = (any_form(), any_splitting());
    (any_kind(), formed, 60_u32..200, extras, prop_oneof![Just(0_u32), Just(60)]).prop_map(
        |(kind, formed, interval_s, (all, appends_delimiter, has_function, retry_s), waits_s)| {
            let ((conversion, partitioning), splitting) = formed;
            let is_s3 = kind == DestinationKind::S3;
            let formed = is_s3 && (conversion.is_some() || partitioning.is_some());
            let size_mib = if formed { 64 } else { 1 };
            let interval_s = if matches!(kind, DestinationKind::Splunk { .. }) { 60 } else { interval_s };
            let function = Transformation {
                function: "own".into(),
                buffer_size_kib: Some(1_024),
                buffer_interval_s: Some(waits_s),
                retries: Some(2),
            };
            let is_partitioned = is_s3 && partitioning.is_some();
            let prefix = if is_partitioned { "!{partitionKeyFromQuery:type}/" } else { "" };
            let error_output_prefix = if is_partitioned { "!{firehose:error-output-type}/" } else { "" };
            DestinationPlan {
                bucket: BucketPlan {
                    compression: Compression::Uncompressed,
                    prefix: prefix.into(),
                    error_output_prefix: error_output_prefix.into(),
                    ..BucketPlan::default()
                },
                buffering: Some(BufferingHints { size_mib, interval_s }),
                backup: if all { Backup::All } else { Backup::FailedOnly },
                retry_s: (!is_s3).then_some(retry_s),
                transformation: has_function.then_some(function),
                appends_delimiter,
                splitting,
                conversion: conversion.filter(|_| is_s3),
                partitioning: partitioning.filter(|_| is_s3),
                kind,
                ..DestinationPlan::default()
            }
        },
    )
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let load = (any_template(), 1_u32..60, 20_u32..3_000);
    (load, any_destination(), any_function(), prop_oneof![Just(0_u32), 1_u32..4]).prop_map(
        |((template, rate, bytes), destination, function, shards)| {
            let load = Traffic { template, ..sized(rate, bytes) };
            let plan = if shards == 0 { direct(load, destination) } else { from_stream(shards, load, destination) };
            Plan { functions: vec![function], ..plan }
        },
    )
}

#[derive(Clone, Debug)]
enum Blow {
    Out(bool, bool),
    Slow(u32),
    Function(FunctionPlan),
    Set(Box<DestinationPlan>),
    Scale(u32),
    Wait(u64),
}

fn any_blow() -> impl Strategy<Value = Blow> {
    prop_oneof![
        2 => (any::<bool>(), any::<bool>()).prop_map(|(is_bucket, is_out)| Blow::Out(is_bucket, is_out)),
        1 => prop_oneof![Just(1_u32), 1_u32..500].prop_map(Blow::Slow),
        1 => any_function().prop_map(Blow::Function),
        1 => any_destination().prop_map(|destination| Blow::Set(Box::new(destination))),
        1 => (1_u32..5).prop_map(Blow::Scale),
        4 => (0_u64..120_000_000).prop_map(Blow::Wait),
    ]
}

fn command(blow: &Blow) -> Option<Command> {
    let delivery_stream = NAME.to_owned();
    Some(match blow {
        Blow::Out(is_bucket, is_out) => {
            let part = if *is_bucket { Part::Bucket } else { Part::Destination };
            Command::Delivery(DeliveryCommand::SetOutage { delivery_stream, part, is_out: *is_out })
        }
        Blow::Slow(factor) => Command::Delivery(DeliveryCommand::SetSlow { delivery_stream, factor: *factor }),
        Blow::Function(function) => Command::Delivery(DeliveryCommand::SetFunction(Box::new(function.clone()))),
        Blow::Set(destination) => {
            Command::Delivery(DeliveryCommand::Set { delivery_stream, destination: destination.clone() })
        }
        Blow::Scale(target_shard_count) => Command::from(Request::UpdateShardCount(UpdateShardCount {
            stream_name: Some("clicks".to_owned()),
            target_shard_count: *target_shard_count,
            scaling_type: ScalingType::UniformScaling,
            ..UpdateShardCount::default()
        })),
        Blow::Wait(_) => return None,
    })
}

/// What holds at every instant.
fn check(world: &World) {
    let stream = logs(world);
    let (own, copies) = stream.waiting();
    stream.ledger.balance(own);
    stream.copies.balance(copies);
    assert!(stream.lanes.values().all(|lane| lane.tanks.values().all(|tank| !tank.waiting().is_empty())));
    let source = world.stream_in_view(None).map_or(0, |source| {
        source.shards.iter().map(|shard| shard.log().stored().records + shard.log().trimmed().records).sum()
    });
    let put: u64 = world.producers().iter().map(|producer| producer.totals.accepted).sum();
    if source > 0 {
        assert!(stream.ledger.taken.records <= source, "nothing is read twice");
    } else {
        assert_eq!(stream.ledger.taken.records, put, "what callers hear is what was taken");
    }
}

/// What lies in objects is what the ledger says, record by record.
fn check_contents(world: &World) {
    let stream = logs(world);
    let mut found = [Amount::default(), Amount::default(), Amount::default()];
    for object in stream.objects.iter() {
        let mut amount = Amount::default();
        for run in object.runs.iter().flat_map(|runs| runs.iter()) {
            world.each_of(run, &mut |raw, data| {
                amount += Amount { records: 1, raw_bytes: raw.len() as u64, bytes: data.len() as u64 };
                ControlFlow::Continue(())
            });
        }
        assert_eq!(amount, object.amount, "{:?}", object.route);
        let place = match object.route {
            Route::Destination => 0,
            Route::Backup => 2,
            _ => 1,
        };
        found[place] += amount;
    }
    let [delivered, failed, copied] = found;
    assert_eq!(delivered, stream.ledger.delivered);
    assert_eq!(failed, stream.ledger.failed);
    assert_eq!(copied, stream.copies.delivered);
}

fn live(plan: &Plan, blows: &[Blow], mut go: impl FnMut(&mut World, SimTime)) -> World {
    let mut world = begin(plan);
    for blow in blows {
        match (blow, command(blow)) {
            (Blow::Wait(micros), _) => {
                let until = world.now() + Micros(*micros);
                go(&mut world, until);
            }
            (_, Some(command)) => {
                let _may_be_refused = world.execute(command);
            }
            _ => {}
        }
        check(&world);
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 100, ..ProptestConfig::with_cases(32) })]

    #[test]
    fn no_record_is_made_or_lost(plan in any_plan(), blows in proptest::collection::vec(any_blow(), 1..10)) {
        let world = live(&plan, &blows, World::advance_to);
        check_contents(&world);
    }

    #[test]
    fn a_replay_and_another_pace_give_the_same_world(
        plan in any_plan(),
        blows in proptest::collection::vec(any_blow(), 1..8),
    ) {
        let once = live(&plan, &blows, World::advance_to);
        let by_events = live(&plan, &blows, |world, until| {
            while let Some(next) = world.next_event_at().filter(|next| *next <= until) {
                world.advance_to(next);
            }
            world.advance_to(until);
        });
        let replayed = World::replay(&plan, KeySources::new(), once.journal(), once.now()).unwrap();
        for other in [by_events, replayed] {
            prop_assert_eq!(other.trace().hash(), once.trace().hash());
            prop_assert_eq!(logs(&other).ledger, logs(&once).ledger);
            prop_assert_eq!(logs(&other).totals, logs(&once).totals);
            prop_assert_eq!(&logs(&other).minute.told, &logs(&once).minute.told);
        }
    }
}

#[test]
fn a_plan_of_what_is_there_now_makes_the_same_delivery_stream() {
    let mut world = begin(&direct(sized(10, 100), DestinationPlan::default()));
    let function = FunctionPlan::of("own", FunctionKind::FailEveryNth { n: 3 });
    world.execute(Command::Delivery(DeliveryCommand::SetFunction(Box::new(function.clone())))).unwrap();
    let transformation =
        Transformation { function: "own".into(), buffer_size_kib: None, buffer_interval_s: None, retries: None };
    let destination = DestinationPlan { transformation: Some(transformation), ..DestinationPlan::default() };
    let set = DeliveryCommand::Set { delivery_stream: NAME.into(), destination: Box::new(destination.clone()) };
    world.execute(Command::Delivery(set)).unwrap();
    world.advance_to(seconds(10));
    let plan = world.present_plan();
    assert_eq!(plan.functions, [function]);
    assert_eq!(plan.delivery_streams[0].destination, destination);
    assert_eq!(plan.producers[0].delivery_stream.as_deref(), Some(NAME));
    let again = begin(&plan);
    assert_eq!(logs(&again).plan(), logs(&world).plan());
}
