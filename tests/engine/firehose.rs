//! Delivery streams: when a buffer goes, what functions and destinations make of records, and where they end.

use crate::support::{seconds, traffic};
use shardscope::engine::command::Command;
use shardscope::engine::firehose::buffer::Cause;
use shardscope::engine::firehose::command::{DeliveryCommand, Part};
use shardscope::engine::firehose::format::compression::Compression;
use shardscope::engine::firehose::lane::Route;
use shardscope::engine::firehose::plan::{
    Backup, BucketPlan, BufferingHints, DeliveryStreamPlan, DestinationKind, DestinationPlan, FunctionKind,
    FunctionPlan, IndexRotation, SourcePlan, Transformation,
};
use shardscope::engine::firehose::sample::Delivered;
use shardscope::engine::firehose::{DeliveryStream, MIB};
use shardscope::engine::limits::Profile;
use shardscope::engine::plan::{Plan, ProducerPlan, StreamPlan};
use shardscope::engine::producer::ProducerKind;
use shardscope::engine::producer::template::Template;
use shardscope::engine::producer::traffic::{RecordSize, Traffic};
use shardscope::engine::time::Micros;
use shardscope::engine::world::{KeySources, World};
use std::ops::ControlFlow;

pub const NAME: &str = "logs";

pub fn hints(size_mib: u32, interval_s: u32) -> BufferingHints {
    BufferingHints { size_mib, interval_s }
}

/// A producer that calls Firehose.
pub fn caller(traffic: Traffic) -> ProducerPlan {
    let delivery_stream = Some(NAME.to_owned());
    ProducerPlan { name: "web".into(), stream: None, delivery_stream, kind: ProducerKind::Sdk, traffic }
}

/// A world with a delivery stream for direct puts and who calls it.
pub fn direct(traffic: Traffic, destination: DestinationPlan) -> Plan {
    Plan {
        producers: vec![caller(traffic)],
        delivery_streams: vec![DeliveryStreamPlan { name: NAME.into(), source: SourcePlan::DirectPut, destination }],
        ..Plan::empty(7, Profile::Current)
    }
}

/// A world with a stream, who puts into it, and a delivery stream that reads it.
pub fn from_stream(shards: u32, traffic: Traffic, destination: DestinationPlan) -> Plan {
    let source = SourcePlan::KinesisStream { stream: "clicks".into() };
    Plan {
        stream: Some(StreamPlan { name: "clicks".into(), shards, mode: None }),
        producers: vec![ProducerPlan {
            name: "web".into(),
            stream: None,
            delivery_stream: None,
            kind: ProducerKind::Sdk,
            traffic,
        }],
        delivery_streams: vec![DeliveryStreamPlan { name: NAME.into(), source, destination }],
        ..Plan::empty(7, Profile::Current)
    }
}

pub fn begin(plan: &Plan) -> World {
    World::new(plan, KeySources::new()).unwrap()
}

pub fn logs(world: &World) -> &DeliveryStream {
    world.firehoses().find(NAME).unwrap()
}

/// Deliveries to the destination.
fn deliveries(world: &World) -> Vec<Delivered> {
    logs(world).deliveries.iter().filter(|done| done.route == Route::Destination).copied().collect()
}

pub fn destination(size_mib: u32, interval_s: u32) -> DestinationPlan {
    DestinationPlan { buffering: Some(hints(size_mib, interval_s)), ..DestinationPlan::default() }
}

pub fn transformed(by: &str, rest: DestinationPlan) -> DestinationPlan {
    let function = by.to_owned();
    let transformation =
        Some(Transformation { function, buffer_size_kib: None, buffer_interval_s: Some(0), retries: None });
    DestinationPlan { transformation, ..rest }
}

pub fn sized(rate: u32, bytes: u32) -> Traffic {
    Traffic { record_size: RecordSize::Fixed { bytes }, ..traffic(rate) }
}

/// All data that lie in objects of this route, in the order of the objects.
pub fn data_of(world: &World, route: Route) -> Vec<String> {
    let mut all = Vec::new();
    for object in logs(world).objects.iter().filter(|object| object.route == route) {
        for run in object.runs.iter().flat_map(|runs| runs.iter()) {
            world.each_record(run, &mut |data| {
                all.push(String::from_utf8_lossy(data).into_owned());
                ControlFlow::Continue(())
            });
        }
    }
    all
}

fn set_out(world: &mut World, part: Part, is_out: bool) {
    let command = DeliveryCommand::SetOutage { delivery_stream: NAME.into(), part, is_out };
    world.execute(Command::Delivery(command)).unwrap();
}

#[test]
fn the_first_condition_that_is_met_delivers_a_buffer() {
    // 1,000 records of 1 KiB a second fill 5 MiB in a little more than five seconds.
    let mut fast = begin(&direct(sized(1_000, 1_024), destination(5, 60)));
    fast.advance_to(seconds(60));
    let done = deliveries(&fast);
    assert_eq!(done.len(), 11, "60 s of 1,000 KiB/s hold 11 times 5 MiB");
    assert!(done.iter().all(|one| one.cause == Cause::Size && one.amount.bytes >= 5 * MIB));
    assert!(done.iter().all(|one| one.amount.bytes < 5 * MIB + 20 * 1_024), "no more than one arrival beyond it");

    let mut slow = begin(&direct(sized(10, 1_024), destination(5, 60)));
    slow.advance_to(seconds(200));
    let done = deliveries(&slow);
    assert_eq!(done.len(), 3);
    assert!(done.iter().all(|one| one.cause == Cause::Interval));
    for one in &done {
        assert!(one.oldest_age >= Micros::seconds(60) && one.oldest_age < Micros::seconds(61), "{one:?}");
    }
}

#[test]
fn a_stream_is_read_from_its_tip_and_each_shard_gathers_on_its_own() {
    let mut world = begin(&from_stream(4, sized(400, 1_000), destination(1, 60)));
    world.advance_to(seconds(130));
    let stream = logs(&world);
    assert_eq!(stream.lanes.len(), 4);
    let reads = stream.totals.reads;
    assert!((4 * 129..=4 * 131).contains(&reads), "one read a second and shard: {reads}");
    // 100 KB/s and shard: a little more than 10 s for 1 MiB.
    let done = deliveries(&world);
    assert!(done.iter().all(|one| one.cause == Cause::Size));
    let stored: u64 = world.stream_in_view(None).unwrap().shards.iter().map(|shard| shard.log().stored().records).sum();
    let unread = stored - stream.ledger.taken.records;
    assert!(unread <= 4 * 100 + 8, "what a second brings is not read yet: {unread}");
}

#[test]
fn functions_change_drop_and_fail_records_and_all_are_there_again() {
    let clicks = Traffic { template: Some(Template::Clickstream), ..traffic(50) };
    let filter = FunctionKind::FailEveryNth { n: 10 };
    let mut plan = direct(clicks, transformed("tenth", destination(1, 60)));
    plan.functions = vec![FunctionPlan::of("tenth", filter)];
    let mut world = begin(&plan);
    world.advance_to(seconds(130));
    let stream = logs(&world);
    let done = stream.ledger;
    assert!(done.failed.records > 0 && done.delivered.records > 0);
    let (failed, well) = (data_of(&world, Route::ProcessingFailed), data_of(&world, Route::Destination));
    assert_eq!(failed.len() as u64, done.failed.records);
    assert_eq!(well.len() as u64, done.delivered.records);
    assert_eq!(well.iter().map(|data| data.len() as u64).sum::<u64>(), done.delivered.bytes);
    assert_eq!(failed.iter().map(|data| data.len() as u64).sum::<u64>(), done.failed.bytes);
    stream.ledger.balance(stream.waiting().0);
}

#[test]
fn without_a_delimiter_records_stick_together() {
    let small = |appends_delimiter| DestinationPlan { appends_delimiter, ..destination(1, 60) };
    for (appends, expected) in [(false, "}{"), (true, "}\n{")] {
        let clicks = Traffic { template: Some(Template::Clickstream), ..traffic(5) };
        let mut world = begin(&direct(clicks, small(appends)));
        world.advance_to(seconds(70));
        let whole = data_of(&world, Route::Destination).concat();
        assert!(whole.contains(expected), "{}", &whole[..200]);
        assert_eq!(whole.len() as u64, logs(&world).ledger.delivered.bytes);
    }
}

#[test]
fn an_outage_of_an_hour_loses_nothing_and_one_of_two_days_loses_what_is_older_than_one() {
    let mut world = begin(&direct(sized(20, 500), destination(1, 60)));
    set_out(&mut world, Part::Destination, true);
    world.advance_to(seconds(3_600));
    assert_eq!(logs(&world).ledger.delivered.records, 0);
    set_out(&mut world, Part::Destination, false);
    world.advance_to(seconds(3_600 + 900));
    let stream = logs(&world);
    assert_eq!(stream.ledger.lost.records, 0);
    assert!(stream.waiting().0.records <= 20 * 62, "all but the last minute is delivered");
    assert!(stream.totals.failed_attempts > 5);

    set_out(&mut world, Part::Destination, true);
    world.advance_to(seconds(4_500 + 48 * 3_600));
    let stream = logs(&world);
    let day = 20 * 86_400;
    let waiting = stream.waiting().0.records;
    assert!((day - 20 * 600..=day + 20 * 600).contains(&waiting), "a day's records wait: {waiting}");
    stream.ledger.balance(stream.waiting().0);
}

#[test]
fn what_a_search_domain_does_not_take_is_in_the_bucket() {
    let kind = DestinationKind::OpenSearch { index: "clicks".into(), rotation: IndexRotation::default() };
    let plan = DestinationPlan { kind, retry_s: Some(120), ..destination(1, 60) };
    let mut world = begin(&direct(Traffic { template: Some(Template::Clickstream), ..traffic(20) }, plan));
    set_out(&mut world, Part::Destination, true);
    world.advance_to(seconds(1_200));
    let stream = logs(&world);
    assert_eq!(stream.ledger.delivered.records, 0);
    assert!(stream.ledger.failed.records > 0, "after the retry duration it goes to S3");
    stream.ledger.balance(stream.waiting().0);
}

#[test]
fn the_backup_keeps_a_copy_of_what_came() {
    let plan = DestinationPlan { backup: Backup::All, ..transformed("add-newline", destination(1, 60)) };
    let mut world = begin(&direct(sized(20, 500), plan));
    world.advance_to(seconds(900));
    let stream = logs(&world);
    assert!(stream.copies.delivered.records > 0);
    assert_eq!(stream.copies.taken, stream.ledger.taken);
    assert_eq!(stream.copies.delivered.bytes, stream.copies.delivered.raw_bytes, "the copy is as it came");
    assert_eq!(stream.ledger.delivered.bytes, stream.ledger.delivered.raw_bytes + stream.ledger.delivered.records);
    stream.copies.balance(stream.waiting().1);
}

#[test]
fn a_record_that_is_too_large_is_given_up() {
    let mut world = begin(&direct(sized(2, 1_048_576), destination(5, 60)));
    world.advance_to(seconds(10));
    let totals = world.producers()[0].totals;
    assert_eq!((totals.accepted, totals.given_up, totals.failed), (0, totals.generated, totals.generated));
    assert_eq!(logs(&world).ledger.taken.records, 0);
}

#[test]
fn plans_say_what_a_bucket_cannot_have() {
    let redshift = DestinationKind::Redshift { table: "clicks".into(), copy_options: String::new() };
    let bucket = |compression, prefix: &str| BucketPlan { compression, prefix: prefix.into(), ..BucketPlan::default() };
    for (plan, field) in [
        (
            DestinationPlan { kind: redshift, bucket: bucket(Compression::Snappy, ""), ..DestinationPlan::default() },
            "delivery_streams[0].destination.bucket.compression",
        ),
        (
            DestinationPlan { bucket: bucket(Compression::Gzip, "a/!{timestamp:yyyy}/"), ..DestinationPlan::default() },
            "delivery_streams[0].destination.bucket.error_output_prefix",
        ),
    ] {
        let refused = World::new(&direct(sized(1, 100), plan), KeySources::new()).unwrap_err();
        assert_eq!(refused.field, field);
    }
}
