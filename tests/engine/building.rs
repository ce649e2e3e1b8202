//! A pipeline is built up and taken apart while it runs: producers and consumers come, change, are connected and go.

use crate::support::{STREAM, plan, scale, seconds, traffic, world};
use proptest::prelude::*;
use shardscope::engine::command::Command;
use shardscope::engine::consumer::command::ConsumerCommand;
use shardscope::engine::consumer::reader::plan::PollingPlan;
use shardscope::engine::consumer::{ConsumerKind, ConsumerPlan};
use shardscope::engine::error::{Rejection, Rule};
use shardscope::engine::plan::ProducerPlan;
use shardscope::engine::producer::ProducerKind;
use shardscope::engine::producer::command::ProducerCommand;
use shardscope::engine::producer::library::settings::LibrarySettings;
use shardscope::engine::time::Micros;
use shardscope::engine::validate::PRODUCERS_MAX;
use shardscope::engine::world::{KeySources, World};

/// Names that come and go; so few that they are often there already.
const NAMES: [&str; 4] = ["a", "b", "c", "p0"];

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(&NAMES).prop_map(str::to_owned)
}

fn library() -> impl Strategy<Value = ProducerKind> {
    (0..400_u32, 64..60_000_u32).prop_map(|(record_max_buffered_time_ms, aggregation_max_size)| {
        let settings = LibrarySettings { record_max_buffered_time_ms, aggregation_max_size, ..Default::default() };
        ProducerKind::Kpl(settings)
    })
}

fn any_kind() -> impl Strategy<Value = ProducerKind> {
    prop_oneof![Just(ProducerKind::Sdk), library()]
}

fn any_stream() -> impl Strategy<Value = String> {
    prop::sample::select(&[STREAM, "nowhere"]).prop_map(str::to_owned)
}

fn any_change() -> impl Strategy<Value = Command> {
    let add = (name(), any_kind(), 0..1_500_u32).prop_map(|(name, kind, rate)| {
        ProducerCommand::Add(Box::new(ProducerPlan { name, stream: None, kind, traffic: traffic(rate) }))
    });
    let change = prop_oneof![
        3 => add,
        1 => name().prop_map(|producer| ProducerCommand::Remove { producer }),
        1 => (name(), any_kind()).prop_map(|(producer, kind)| ProducerCommand::Set { producer, kind }),
        1 => (name(), any_stream()).prop_map(|(producer, stream)| ProducerCommand::Connect { producer, stream }),
    ];
    let kind = ConsumerKind::GetRecords(PollingPlan::default());
    let reading = prop_oneof![
        Just(ConsumerCommand::Add(ConsumerPlan { name: "r".into(), stream: None, kind })),
        any_stream().prop_map(|stream| ConsumerCommand::Connect { consumer: "r".into(), stream }),
        Just(ConsumerCommand::Remove { consumer: "r".into() }),
    ];
    prop_oneof![4 => change.prop_map(Command::Producer), 1 => reading.prop_map(Command::Consumer)]
}

/// Every record that a producer made is stored, waiting or given up, whether the producer is still there or not.
fn check(world: &World) {
    for producer in world.producers() {
        let totals = &producer.totals;
        assert_eq!(totals.generated, totals.accepted + totals.waiting + totals.given_up, "{}", producer.name);
    }
    let stored: u64 = world.totals().accepted_records;
    let sent: u64 = world.producers().iter().map(|producer| producer.totals.accepted).sum();
    assert!(sent >= stored, "aggregated records are several: {sent} of {stored}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_is_lost_from_the_books_and_a_replay_is_the_same(
        script in prop::collection::vec((any_change(), 0..700_u64, 1..6_u32), 1..25)
    ) {
        let plan = plan(2, vec![traffic(800)]);
        let mut world = world(&plan);
        for (command, wait_ms, shards) in script {
            let _refused_or_not = world.execute(command);
            if wait_ms < 60 {
                scale(&mut world, shards);
            }
            world.advance_to(world.now() + Micros::millis(wait_ms));
            check(&world);
        }
        let again = World::replay(&plan, KeySources::new(), world.journal(), world.now()).unwrap();
        prop_assert_eq!(again.trace().hash(), world.trace().hash());
        let totals = |world: &World| world.producers().iter().map(|producer| producer.totals).collect::<Vec<_>>();
        prop_assert_eq!(totals(&again), totals(&world));
    }
}

fn add(name: &str, rate: u32) -> Command {
    let kind = ProducerKind::Sdk;
    let plan = ProducerPlan { name: name.into(), stream: None, kind, traffic: traffic(rate) };
    Command::Producer(ProducerCommand::Add(Box::new(plan)))
}

fn rule(world: &mut World, command: Command) -> Rule {
    match world.execute(command) {
        Err(Rejection::Invalid(violation)) => violation.rule,
        other => panic!("it breaks a rule: {other:?}"),
    }
}

#[test]
fn a_producer_that_is_taken_away_sends_no_more_and_its_name_is_free() {
    let mut world = world(&plan(1, vec![traffic(100)]));
    world.advance_to(seconds(2));
    let made = world.producers()[0].totals.generated;
    let remove = || Command::Producer(ProducerCommand::Remove { producer: "p0".into() });
    world.execute(remove()).unwrap();
    world.advance_to(seconds(4));
    assert_eq!(world.producers()[0].totals.generated, made);
    assert_eq!(rule(&mut world, remove()), Rule::Known { known: Vec::new() });
    world.execute(add("p0", 100)).unwrap();
    assert_eq!(rule(&mut world, add("p0", 100)), Rule::Unique);
    world.advance_to(seconds(6));
    assert!(world.producers()[1].totals.accepted > 190);
}

#[test]
fn there_are_as_many_producers_as_are_allowed_and_settings_are_of_their_kind() {
    let mut world = world(&plan(1, Vec::new()));
    for index in 0..PRODUCERS_MAX {
        world.execute(add(&format!("p{index}"), 1)).unwrap();
    }
    assert!(matches!(rule(&mut world, add("more", 1)), Rule::Between { .. }));
    let kind = ProducerKind::Kpl(LibrarySettings::default());
    let set = Command::Producer(ProducerCommand::Set { producer: "p0".into(), kind });
    assert_eq!(rule(&mut world, set), Rule::SameKind);
}

#[test]
fn a_producer_that_is_connected_to_another_stream_sends_there() {
    let mut world = world(&plan(1, vec![traffic(100)]));
    let connect =
        |stream: &str| Command::Producer(ProducerCommand::Connect { producer: "p0".into(), stream: stream.to_owned() });
    world.execute(connect("nowhere")).unwrap();
    world.advance_to(seconds(2));
    assert_eq!((world.totals().accepted_records, world.producers()[0].totals.not_found), (0, 200));
    world.execute(connect(STREAM)).unwrap();
    world.advance_to(seconds(4));
    assert!(world.totals().accepted_records > 190);
}
