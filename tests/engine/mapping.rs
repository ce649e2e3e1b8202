//! Lambda event source mappings: batches, retries, what blocks a shard and what frees it, lanes and their order.

use crate::support::{STREAM, plan, scale, wait, world};
use proptest::prelude::*;
use shardscope::engine::command::Command;
use shardscope::engine::consumer::command::ConsumerCommand;
use shardscope::engine::consumer::mapping::plan::{Function, MappingPlan, MappingSettings};
use shardscope::engine::consumer::mapping::{Mapping, PollerState};
use shardscope::engine::consumer::work::Work;
use shardscope::engine::consumer::{Body, ConsumerKind, ConsumerPlan};
use shardscope::engine::ids::ShardId;
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::traffic::{ArrivalModel, KeyModel, RecordSize, Retry, Shape, Traffic};
use shardscope::engine::time::SimTime;
use shardscope::engine::world::World;
use shardscope::engine::world::reading::ReadBounds;
use std::collections::BTreeMap;

const MAPPING: &str = "resize-function";

fn traffic(rate_records_per_s: u32) -> Traffic {
    Traffic {
        rate_records_per_s,
        arrivals: ArrivalModel::Constant,
        shape: Shape::Steady,
        burst: None,
        record_size: RecordSize::Fixed { bytes: 100 },
        template: None,
        keys: KeyModel::Uniform { keys: 40 },
        retry: Retry::None,
    }
}

fn consumer(settings: MappingSettings, function: Function) -> ConsumerPlan {
    let kind = ConsumerKind::Lambda(MappingPlan { settings, function });
    ConsumerPlan { name: MAPPING.to_owned(), stream: None, store: None, kind }
}

fn planned(shards: u32, rate: u32, settings: MappingSettings, function: Function) -> Plan {
    Plan { consumers: vec![consumer(settings, function)], ..plan(shards, vec![traffic(rate)]) }
}

fn function(invoke_time_ms: u32, record_time_us: u32, failing_every: u32) -> Function {
    Function { invoke_time_ms, work: Work { record_time_us, failing_every }, ..Function::default() }
}

fn mapping(world: &World) -> &Mapping {
    match &world.consumers().next().expect("there is one").body {
        Body::Lambda(mapping) => mapping,
        _ => panic!("it is a mapping"),
    }
}

fn silence(world: &mut World) {
    world.execute(Command::SetTraffic { producer: "p0".to_owned(), traffic: traffic(0) }).unwrap();
}

/// How far the first shard is settled, and how much it has.
fn settled(world: &World) -> (u64, u64) {
    let stored = world.streams().find(STREAM).unwrap().shards[0].next_index() - 1;
    (mapping(world).pollers[&ShardId(0)].settled.first_open() - 1, stored)
}

#[test]
fn a_mapping_follows_its_stream() {
    let mut world = world(&planned(2, 100, MappingSettings::default(), Function::default()));
    wait(&mut world, 100);
    silence(&mut world);
    wait(&mut world, 5);
    let (sum, stored) = (mapping(&world).sum(), world.totals().accepted_records);
    assert_eq!((sum.first, sum.repeated), (stored, 0));
    // A read a second and shard, fifty records each.
    let invocations = mapping(&world).totals.invocations;
    assert!((190..=210).contains(&invocations), "{invocations}");
}

#[test]
fn a_batching_window_makes_fewer_and_larger_batches() {
    let invocations = |maximum_batching_window_s, batch_size| {
        let settings = MappingSettings { maximum_batching_window_s, batch_size, ..MappingSettings::default() };
        let mut world = world(&planned(1, 10, settings, Function::default()));
        wait(&mut world, 300);
        mapping(&world).totals.invocations
    };
    let (none, window, small) = (invocations(0, 10_000), invocations(30, 10_000), invocations(30, 50));
    assert!((280..=300).contains(&none), "{none}");
    assert!((9..=10).contains(&window), "{window}");
    assert!((55..=60).contains(&small), "fifty records are there after five seconds: {small}");
}

#[test]
fn a_record_that_always_fails_blocks_its_shard() {
    let mut world = world(&planned(1, 100, MappingSettings::default(), function(20, 100, 1_000)));
    wait(&mut world, 600);
    let (done, stored) = settled(&world);
    assert!(done < 1_000 && stored > 59_000, "{done} of {stored}");
    let totals = mapping(&world).totals;
    assert!(totals.failed_invocations > 10, "{totals:?}");
}

#[test]
fn giving_up_costs_the_batch_and_halving_it_first_costs_the_record() {
    let lost = |bisect_batch_on_function_error, report_batch_item_failures| {
        let settings = MappingSettings {
            maximum_retry_attempts: Some(2),
            has_on_failure_destination: true,
            bisect_batch_on_function_error,
            report_batch_item_failures,
            ..MappingSettings::default()
        };
        let mut world = world(&planned(1, 100, settings, function(20, 100, 1_000)));
        wait(&mut world, 600);
        silence(&mut world);
        wait(&mut world, 60);
        let (done, stored) = settled(&world);
        assert_eq!(done, stored);
        let sum = mapping(&world).sum();
        assert_eq!(sum.discarded, 0, "there is a destination");
        (sum.to_destination, stored / 1_000, mapping(&world).totals.halved)
    };
    let (batches, failing, _) = lost(false, false);
    assert!(batches > 20 * failing, "{batches} for {failing}");
    let (records, failing, halved) = lost(true, false);
    assert_eq!(records, failing);
    assert!(halved >= failing, "{halved}");
    let (records, failing, _) = lost(false, true);
    assert!(records >= failing && records <= 100 * failing, "the rest of the batch goes with it: {records}");
}

#[test]
fn records_that_are_too_old_are_given_up() {
    let settings = MappingSettings { maximum_record_age_s: Some(60), ..MappingSettings::default() };
    let mut world = world(&planned(1, 100, settings, function(20, 100, 1_000)));
    wait(&mut world, 600);
    let (done, stored) = settled(&world);
    assert!(stored - done < 100 * 200, "{done} of {stored}");
    assert!(mapping(&world).sum().discarded >= 100);
}

#[test]
fn lanes_process_a_shard_at_once() {
    let lag = |parallelization_factor| {
        let settings = MappingSettings { parallelization_factor, ..MappingSettings::default() };
        // Ten milliseconds a record: a hundred a second is all that one lane can do.
        let mut plan = planned(1, 400, settings, function(0, 10_000, 0));
        plan.producers[0].traffic.keys = KeyModel::Uniform { keys: 10_000 };
        let mut world = world(&plan);
        wait(&mut world, 300);
        let (done, stored) = settled(&world);
        assert!(mapping(&world).totals.concurrency_max <= parallelization_factor);
        stored - done
    };
    let (one, ten) = (lag(1), lag(10));
    assert!(one > 80_000 && ten < 2_000, "{one} {ten}");
}

#[test]
fn tumbling_windows_end_with_an_invocation_of_their_own() {
    let settings = MappingSettings { tumbling_window_s: 30, batch_size: 10_000, ..MappingSettings::default() };
    let mut world = world(&planned(1, 10, settings, function(10, 10, 0)));
    wait(&mut world, 305);
    assert_eq!(mapping(&world).totals.windows_ended, 10);
}

#[test]
fn a_full_payload_goes_at_once() {
    let settings = MappingSettings { maximum_batching_window_s: 300, batch_size: 10_000, ..MappingSettings::default() };
    let mut large = planned(1, 8, settings, Function::default());
    large.producers[0].traffic.record_size = RecordSize::Fixed { bytes: 100_000 };
    let mut world = world(&large);
    wait(&mut world, 100);
    // 800 records of 100 KB are 80 MB: batches of 6 MB.
    let invocations = mapping(&world).totals.invocations;
    assert!((12..=14).contains(&invocations), "{invocations}");
}

/// The partition key of every record of a shard, by index.
fn keys(world: &World, shard: ShardId) -> BTreeMap<u64, String> {
    let stream = world.streams().find(STREAM).unwrap();
    let found = &stream.shards[shard.0 as usize];
    let bounds = ReadBounds { records: usize::MAX, bytes: u64::MAX, until_index: u64::MAX };
    let (read, _) = world.read(stream, found, 1, &bounds);
    (1..).zip(read.records.into_iter().map(|record| record.partition_key)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn nothing_is_missed_and_the_order_of_each_key_is_kept(
        shards in 1_u32..4,
        batch_size in prop::sample::select(vec![1_u32, 7, 100, 10_000]),
        maximum_batching_window_s in prop::sample::select(vec![0_u32, 3]),
        parallelization_factor in 1_u32..11,
        switches in (any::<bool>(), any::<bool>(), any::<bool>()),
        maximum_retry_attempts in prop::sample::select(vec![Some(0_u32), Some(3)]),
        tumbling_window_s in prop::sample::select(vec![0_u32, 0, 20]),
        failing_every in prop::sample::select(vec![0_u32, 37, 200]),
        targets in prop::collection::vec((5_u64..60, 1_u32..7), 0..4),
        other_factor in prop::option::of(1_u32..11),
    ) {
        let (bisect, report, has_on_failure_destination) = switches;
        let settings = MappingSettings {
            batch_size,
            maximum_batching_window_s,
            parallelization_factor,
            bisect_batch_on_function_error: bisect,
            report_batch_item_failures: report,
            has_on_failure_destination,
            maximum_retry_attempts,
            tumbling_window_s,
            ..MappingSettings::default()
        };
        let function = function(5, 200, failing_every);
        let mut world = world(&planned(shards, 30, settings, function));
        // Of each record when it was first processed, and in which lane.
        let mut first: BTreeMap<(ShardId, u64), (SimTime, usize)> = BTreeMap::new();
        let watch = |world: &mut World, first: &mut BTreeMap<_, _>, seconds: u64| {
            for _ in 0..seconds {
                let before = world.now();
                wait(world, 1);
                for run in mapping(world).runs.iter().filter(|run| run.at > before) {
                    for index in run.records.clone() {
                        first.entry((run.shard, index)).or_insert((run.at, run.lane));
                    }
                }
            }
        };
        for (pause_s, target) in targets {
            watch(&mut world, &mut first, pause_s);
            scale(&mut world, target);
        }
        watch(&mut world, &mut first, 40);
        if let Some(parallelization_factor) = other_factor {
            let plan = MappingPlan { settings: MappingSettings { parallelization_factor, ..settings }, function };
            let set = ConsumerCommand::Set { consumer: MAPPING.to_owned(), kind: ConsumerKind::Lambda(plan) };
            world.execute(Command::Consumer(set)).unwrap();
            watch(&mut world, &mut first, 20);
        }
        silence(&mut world);
        watch(&mut world, &mut first, 1_500);
        let stream = world.streams().find(STREAM).unwrap();
        let mut ended: BTreeMap<ShardId, SimTime> = BTreeMap::new();
        for shard in &stream.shards {
            let poller = &mapping(&world).pollers[&shard.id];
            prop_assert_eq!(poller.settled.first_open(), shard.next_index());
            prop_assert_eq!(poller.state == PollerState::Ended, !shard.is_open());
            let given_up = poller.account.discarded + poller.account.to_destination;
            prop_assert!(poller.account.first + given_up >= shard.next_index() - 1);
            prop_assert!(failing_every > 0 || other_factor.is_some() || poller.account.repeated == 0);
            prop_assert!(failing_every > 0 || given_up == 0);
            let mut newest: BTreeMap<String, SimTime> = BTreeMap::new();
            for (index, key) in keys(&world, shard.id) {
                let Some((at, _)) = first.get(&(shard.id, index)) else { continue };
                let before = newest.insert(key.clone(), *at);
                prop_assert!(before.is_none_or(|before| before <= *at), "{} at {}", key, index);
                ended.entry(shard.id).and_modify(|end| *end = (*end).max(*at)).or_insert(*at);
            }
        }
        for shard in &stream.shards {
            let began = first.range((shard.id, 0)..(ShardId(shard.id.0 + 1), 0)).map(|(_, (at, _))| *at).min();
            for parent in shard.lineage.parents() {
                if let (Some(began), Some(end)) = (began, ended.get(&parent)) {
                    prop_assert!(began >= *end, "{} began before {} was done", shard.id, parent);
                }
            }
        }
    }
}
