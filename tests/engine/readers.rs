//! Readers without a library: loops that share a shard's limits, and consumers of enhanced fan-out that do not.

use crate::support::{STREAM, plan, scale, wait, world};
use proptest::prelude::*;
use shardscope::engine::command::Command;
use shardscope::engine::consumer::ages::Stage;
use shardscope::engine::consumer::command::ConsumerCommand;
use shardscope::engine::consumer::reader::plan::{FanOutPlan, PollingPlan};
use shardscope::engine::consumer::reader::{Reader, ReaderState};
use shardscope::engine::consumer::work::Work;
use shardscope::engine::consumer::{Body, ConsumerKind, ConsumerPlan};
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::traffic::{ArrivalModel, KeyModel, RecordSize, Retry, Shape, Traffic};
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

fn traffic(rate_records_per_s: u32, bytes: u32) -> Traffic {
    Traffic {
        rate_records_per_s,
        arrivals: ArrivalModel::Constant,
        shape: Shape::Steady,
        burst: None,
        record_size: RecordSize::Fixed { bytes },
        template: None,
        keys: KeyModel::Uniform { keys: 1_000 },
        retry: Retry::None,
    }
}

fn consumers(count: usize, kind: &ConsumerKind) -> Vec<ConsumerPlan> {
    (0..count)
        .map(|number| ConsumerPlan { name: format!("c{number}"), stream: None, store: None, kind: kind.clone() })
        .collect()
}

fn polling() -> ConsumerKind {
    ConsumerKind::GetRecords(PollingPlan {
        work: Work { record_time_us: 10, failing_every: 0 },
        ..PollingPlan::default()
    })
}

fn fan_out() -> ConsumerKind {
    ConsumerKind::FanOut(FanOutPlan { work: Work { record_time_us: 10, failing_every: 0 }, ..FanOutPlan::default() })
}

fn readers(world: &World) -> impl Iterator<Item = &Reader> {
    world.consumers().map(|consumer| match &consumer.body {
        Body::Reader(reader) => reader,
        _ => panic!("it is a reader"),
    })
}

/// A run of ten minutes with so many consumers of a kind on one shard.
fn run(count: usize, kind: &ConsumerKind, rate: u32, bytes: u32) -> World {
    let planned = Plan { consumers: consumers(count, kind), ..plan(1, vec![traffic(rate, bytes)]) };
    let mut world = world(&planned);
    wait(&mut world, 600);
    world
}

fn silence(world: &mut World) {
    world.execute(Command::SetTraffic { producer: "p0".to_owned(), traffic: traffic(0, 100) }).unwrap();
}

/// Of how many records all that arrived a reader lacks.
fn lag(world: &World, reader: &Reader) -> u64 {
    world.totals().accepted_records - reader.sum().first
}

#[test]
fn two_loops_keep_up_with_a_full_shard_and_five_do_not() {
    // 900 KB/s: two loops read 1.8 of the shard's 2 MiB/s, five want 4.5.
    let two = run(2, &polling(), 900, 1_000);
    assert!(readers(&two).all(|reader| lag(&two, reader) < 3_000));
    let five = run(5, &polling(), 900, 1_000);
    let lags: Vec<u64> = readers(&five).map(|reader| lag(&five, reader)).collect();
    assert!(lags.iter().sum::<u64>() > 900 * 600, "together they lack more than one would have read: {lags:?}");
    assert!(readers(&five).any(|reader| reader.totals.throttled_reads > 0));
}

#[test]
fn five_consumers_of_enhanced_fan_out_keep_up_with_a_full_shard() {
    let five = run(5, &fan_out(), 900, 1_000);
    for (reader, consumer) in readers(&five).zip(five.consumers()) {
        assert!(lag(&five, reader) < 300, "{}", lag(&five, reader));
        // A push takes along what came within the 70 ms after the record that it was planned for.
        let until_read = consumer.ages.stage(Stage::UntilRead);
        let [p50, p95] = [500, 950].map(|thousandths| until_read.percentile(thousandths).unwrap());
        assert!(p50 < Micros::millis(70) && (Micros::millis(65)..Micros::millis(80)).contains(&p95), "{p50:?} {p95:?}");
        // A subscription lasts five minutes.
        assert_eq!(reader.totals.subscriptions, 2);
    }
}

#[test]
fn a_sixth_loop_finds_no_call_left() {
    let throttled = |count| -> u64 {
        let world = run(count, &polling(), 10, 100);
        readers(&world).map(|reader| reader.totals.throttled_reads).sum()
    };
    assert_eq!(throttled(5), 0);
    assert!(throttled(6) > 300);
}

#[test]
fn a_slow_loop_falls_behind_and_its_age_grows() {
    let work = Work { record_time_us: 20_000, failing_every: 0 };
    let slow = PollingPlan { work, max_records: 100, ..PollingPlan::default() };
    let world = run(1, &ConsumerKind::GetRecords(slow), 100, 100);
    let reader = readers(&world).next().unwrap();
    let processed = reader.sum().first;
    // Fifty records a second is all that it can do.
    assert!((29_000..=30_000).contains(&processed), "{processed}");
    let until_processed = world.consumers().next().unwrap().ages.stage(Stage::UntilProcessed);
    assert!(until_processed.percentile(990).unwrap() > Micros::seconds(250));
}

#[test]
fn a_consumer_that_is_removed_is_no_longer_registered() {
    let mut world = run(1, &fan_out(), 10, 100);
    let registered = |world: &World| world.streams().find(STREAM).unwrap().consumers.len();
    assert_eq!(registered(&world), 1);
    world.execute(Command::Consumer(ConsumerCommand::Remove { consumer: "c0".to_owned() })).unwrap();
    wait(&mut world, 30);
    assert_eq!((registered(&world), world.consumers().count()), (0, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_record_is_processed_once_whatever_the_shards_do(
        is_fan_out in any::<bool>(),
        shards in 1_u32..5,
        record_time_us in 0_u32..20_000,
        targets in prop::collection::vec((1_u64..90, 1_u32..9), 0..5),
    ) {
        let work = Work { record_time_us, failing_every: 0 };
        let kind = if is_fan_out {
            ConsumerKind::FanOut(FanOutPlan { work, ..FanOutPlan::default() })
        } else {
            ConsumerKind::GetRecords(PollingPlan { work, ..PollingPlan::default() })
        };
        let planned = Plan { consumers: consumers(2, &kind), ..plan(shards, vec![traffic(60, 100)]) };
        let mut world = world(&planned);
        for (pause_s, target) in targets {
            wait(&mut world, pause_s);
            scale(&mut world, target);
        }
        wait(&mut world, 60);
        silence(&mut world);
        wait(&mut world, 1_200);
        let stream = world.streams().find(STREAM).unwrap();
        for reader in readers(&world) {
            for shard in &stream.shards {
                let known = &reader.shards[&shard.id];
                prop_assert_eq!(known.coverage.first, shard.next_index() - 1, "{}", shard.id);
                prop_assert_eq!(known.coverage.repeated + known.coverage.expired, 0);
                prop_assert_eq!(known.state == ReaderState::Ended, !shard.is_open());
            }
        }
        let again = World::replay(&planned, crate::support::sources(), world.journal(), world.now()).unwrap();
        prop_assert_eq!(again.trace(), world.trace());
    }
}
