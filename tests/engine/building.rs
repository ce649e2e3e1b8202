//! A pipeline is built up and taken apart while it runs: producers and consumers come, change, are connected and go.

use crate::support::{STREAM, plan, scale, seconds, traffic, world};
use proptest::prelude::*;
use shardscope::engine::api::Request;
use shardscope::engine::api::request::CreateStream;
use shardscope::engine::command::Command;
use shardscope::engine::consumer::command::ConsumerCommand;
use shardscope::engine::consumer::kcl::plan::{ApplicationPlan, KclSettings};
use shardscope::engine::consumer::reader::plan::PollingPlan;
use shardscope::engine::consumer::work::Work;
use shardscope::engine::consumer::{Body, ConsumerKind, ConsumerPlan};
use shardscope::engine::error::{Rejection, Rule};
use shardscope::engine::limits::Profile;
use shardscope::engine::plan::{ProducerPlan, StreamPlan};
use shardscope::engine::producer::ProducerKind;
use shardscope::engine::producer::client::settings::{ApiSettings, PutOperation};
use shardscope::engine::producer::command::ProducerCommand;
use shardscope::engine::producer::library::settings::LibrarySettings;
use shardscope::engine::store::command::StoreCommand;
use shardscope::engine::store::settings::TableSettings;
use shardscope::engine::store::{StoreKind, StorePlan};
use shardscope::engine::stream::shard::Shard;
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

fn client() -> impl Strategy<Value = ProducerKind> {
    let operation =
        prop::sample::select(&[PutOperation::PutRecords, PutOperation::PutRecord, PutOperation::PutRecordInOrder]);
    (operation, 0..300_u32, 1..40_u32, 0..500_u32).prop_map(|(operation, round_trip_ms, max_connections, lost)| {
        let request_timeout_ms = 200;
        let (lost_answers_per_mille, rest) = (lost, ApiSettings::default());
        let sent = ApiSettings { operation, round_trip_ms, max_connections, ..rest };
        ProducerKind::Api(ApiSettings { request_timeout_ms, lost_answers_per_mille, ..sent })
    })
}

fn any_kind() -> impl Strategy<Value = ProducerKind> {
    prop_oneof![Just(ProducerKind::Sdk), library(), client()]
}

fn any_stream() -> impl Strategy<Value = String> {
    prop::sample::select(&[STREAM, "nowhere"]).prop_map(str::to_owned)
}

fn any_change() -> impl Strategy<Value = Command> {
    let add = (name(), any_kind(), 0..1_500_u32).prop_map(|(name, kind, rate)| {
        ProducerCommand::Add(Box::new(ProducerPlan {
            name,
            stream: None,
            delivery_stream: None,
            kind,
            traffic: traffic(rate),
        }))
    });
    let change = prop_oneof![
        3 => add,
        1 => name().prop_map(|producer| ProducerCommand::Remove { producer }),
        1 => (name(), any_kind()).prop_map(|(producer, kind)| ProducerCommand::Set { producer, kind }),
        1 => (name(), any_stream()).prop_map(|(producer, stream)| ProducerCommand::Connect { producer, stream }),
    ];
    let kind = ConsumerKind::GetRecords(PollingPlan::default());
    let reading = prop_oneof![
        Just(ConsumerCommand::Add(ConsumerPlan { name: "r".into(), stream: None, store: None, kind })),
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
    let logs = world.streams().iter().flat_map(|stream| &stream.shards).map(Shard::log);
    let stored = world.totals().accepted_records - logs.map(|log| log.repeats_in(0..u64::MAX)).sum::<u64>();
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
    let plan = ProducerPlan { name: name.into(), stream: None, delivery_stream: None, kind, traffic: traffic(rate) };
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

#[test]
fn what_is_there_makes_a_plan_again() {
    let mut planned = plan(3, vec![traffic(100), traffic(200)]);
    planned.further_streams.push(StreamPlan { name: "audit".into(), shards: 2, mode: None });
    planned.producers[1].stream = Some("audit".into());
    let kind = ConsumerKind::GetRecords(PollingPlan::default());
    planned.consumers.push(ConsumerPlan { name: "r".into(), stream: None, store: None, kind });
    assert_eq!(world(&planned).present_plan(), planned);
}

#[test]
fn a_pipeline_that_was_built_from_nothing_can_be_saved_and_begun_anew() {
    let mut world = World::empty(1, Profile::Current);
    for name in ["orders", "clicks"] {
        let request = CreateStream { stream_name: name.into(), shard_count: Some(2), ..CreateStream::default() };
        world.execute(Command::from(Request::CreateStream(request))).unwrap();
    }
    world.advance_to(seconds(30));
    let kind = ProducerKind::Kpl(LibrarySettings::default());
    let made = ProducerPlan {
        name: "web".into(),
        stream: Some("clicks".into()),
        delivery_stream: None,
        kind,
        traffic: traffic(100),
    };
    world.execute(Command::Producer(ProducerCommand::Add(Box::new(made)))).unwrap();
    world.advance_to(seconds(40));
    let plan = world.present_plan();
    let mut again = World::new(&plan, KeySources::new()).unwrap();
    again.advance_to(seconds(10));
    assert_eq!(again.present_plan(), plan);
    assert_eq!(again.streams().by_name().count(), 2);
    assert!(again.producers()[0].totals.accepted > 900);
}

#[test]
fn an_application_begins_soon_after_its_stream_is_there() {
    let mut world = World::empty(1, Profile::Current);
    let request = CreateStream { stream_name: "orders".into(), shard_count: Some(2), ..CreateStream::default() };
    world.execute(Command::from(Request::CreateStream(request))).unwrap();
    let kind =
        ConsumerKind::Kcl(ApplicationPlan { workers: 2, settings: KclSettings::default(), work: Work::default() });
    let added = ConsumerPlan { name: "billing".into(), stream: Some("orders".into()), store: None, kind };
    world.execute(Command::Consumer(ConsumerCommand::Add(added))).unwrap();
    let held = |world: &World| {
        let Some(Body::Kcl(application)) = world.consumers().next().map(|consumer| &consumer.body) else { panic!() };
        application.table.rows().filter(|lease| lease.owner.is_some()).count()
    };
    world.advance_to(seconds(9));
    assert_eq!(held(&world), 0, "the stream is being created");
    world.advance_to(seconds(21));
    assert_eq!(held(&world), 2);
}

#[test]
fn a_plan_names_no_store_that_was_taken_away() {
    let mut planned = plan(1, vec![traffic(10)]);
    let kind = StoreKind::DynamoDb(TableSettings::default());
    planned.stores.push(StorePlan { name: "ledger".into(), kind, idempotent: false });
    let kind = ConsumerKind::GetRecords(PollingPlan::default());
    planned.consumers.push(ConsumerPlan { name: "r".into(), stream: None, store: Some("ledger".into()), kind });
    let mut world = world(&planned);
    world.execute(Command::Store(StoreCommand::Remove { store: "ledger".into() })).unwrap();
    assert_eq!(world.present_plan().validate(), Ok(()));
}
