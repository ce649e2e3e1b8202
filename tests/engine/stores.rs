//! Stores behind consumers: what reaches them, what comes twice, and what happens where they are slow or out.

use crate::support::{STREAM, plan, sources, wait, world};
use shardscope::engine::command::Command;
use shardscope::engine::consumer::ages::{AgeSample, Stage};
use shardscope::engine::consumer::command::{ConsumerCommand, WorkerAction};
use shardscope::engine::consumer::kcl::plan::{ApplicationPlan, KclSettings};
use shardscope::engine::consumer::kcl::worker::WorkerId;
use shardscope::engine::consumer::mapping::done::Done;
use shardscope::engine::consumer::mapping::plan::{Function, MappingPlan, MappingSettings};
use shardscope::engine::consumer::reader::plan::{FanOutPlan, PollingPlan};
use shardscope::engine::consumer::work::Work;
use shardscope::engine::consumer::{Body, ConsumerKind, ConsumerPlan};
use shardscope::engine::error::Rejection;
use shardscope::engine::metrics::slots::Resolution;
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::traffic::{ArrivalModel, KeyModel, RecordSize, Retry, Shape, Traffic};
use shardscope::engine::store::command::StoreCommand;
use shardscope::engine::store::settings::{BucketSettings, ClusterSettings, DomainSettings, TableSettings};
use shardscope::engine::store::{Store, StoreKind, StorePlan};
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

const TABLE: StoreKind =
    StoreKind::DynamoDb(TableSettings { write_capacity_units: 0, latency_ms: 10, connections: 10 });

pub fn traffic(rate_records_per_s: u32) -> Traffic {
    Traffic {
        rate_records_per_s,
        arrivals: ArrivalModel::Poisson,
        shape: Shape::Steady,
        burst: None,
        record_size: RecordSize::Fixed { bytes: 100 },
        template: None,
        keys: KeyModel::Uniform { keys: 1_000 },
        retry: Retry::None,
    }
}

pub fn kcl(workers: u32, checkpoint_interval_ms: u32) -> ConsumerKind {
    let settings = KclSettings { checkpoint_interval_ms, ..KclSettings::default() };
    ConsumerKind::Kcl(ApplicationPlan { workers, settings, work: Work::default() })
}

pub fn lambda(settings: MappingSettings, timeout_s: u32) -> ConsumerKind {
    let function = Function { timeout_s, ..Function::default() };
    ConsumerKind::Lambda(MappingPlan { settings, function })
}

pub fn planned(shards: u32, rate: u32, consumer: ConsumerKind, kind: StoreKind, idempotent: bool) -> Plan {
    let store = Some("sink".to_owned());
    Plan {
        consumers: vec![ConsumerPlan { name: "billing".to_owned(), stream: None, store, kind: consumer }],
        stores: vec![StorePlan { name: "sink".to_owned(), kind, idempotent }],
        delivery_streams: Vec::new(),
        functions: Vec::new(),
        ..plan(shards, vec![traffic(rate)])
    }
}

pub fn store(world: &World) -> &Store {
    &world.stores()[0]
}

pub fn last(world: &World) -> AgeSample {
    let consumer = world.consumers().next().unwrap();
    consumer.ages.slot(Resolution::Second, world.now().slot(Micros::SECOND) - 1)
}

pub fn out(world: &mut World, is_out: bool) {
    world.execute(Command::Store(StoreCommand::SetOutage { store: "sink".to_owned(), is_out })).unwrap();
}

pub fn act(world: &mut World, action: WorkerAction) {
    let consumer = "billing".to_owned();
    // A worker that is not there cannot be crashed: refused.
    let _refused_or_not = world.execute(Command::Consumer(ConsumerCommand::Worker { consumer, action }));
}

pub fn drain(world: &mut World, seconds: u64) {
    world.execute(Command::SetTraffic { producer: "p0".to_owned(), traffic: traffic(0) }).unwrap();
    wait(world, seconds);
}

/// Every record that was accepted is there, and the counts agree.
pub fn assert_complete(world: &World) {
    let stream = world.streams().find(STREAM).unwrap();
    for shard in stream.shards.iter().filter(|shard| shard.next_index() > 1) {
        let reached = store(world).contents.reached(stream.id, shard.id).map(Done::first_open);
        assert_eq!(reached, Some(shard.next_index()), "{}", shard.id);
    }
    assert_counts(world);
    let repeats: u64 = stream.shards.iter().map(|shard| shard.log().repeats_in(1..shard.next_index())).sum();
    assert_eq!(store(world).totals.distinct + repeats, world.totals().accepted_records);
}

/// What holds at every instant.
pub fn assert_counts(world: &World) {
    let totals = store(world).totals;
    assert_eq!(totals.distinct + totals.duplicates, totals.written());
    assert_eq!(totals.written(), totals.records - totals.rejected, "nobody aggregates here");
    if store(world).is_idempotent {
        assert_eq!(totals.stored(), totals.distinct);
    }
}

#[test]
fn all_that_a_consumer_processes_reaches_its_store_once() {
    let kinds = [
        kcl(1, 60_000),
        lambda(MappingSettings::default(), 3),
        ConsumerKind::GetRecords(PollingPlan::default()),
        ConsumerKind::FanOut(FanOutPlan::default()),
    ];
    let stores = [
        TABLE,
        StoreKind::S3(BucketSettings::default()),
        StoreKind::Redshift(ClusterSettings { copy_overhead_ms: 20, ..ClusterSettings::default() }),
        StoreKind::Elasticsearch(DomainSettings::default()),
    ];
    for kind in kinds {
        for store_kind in stores {
            let mut world = world(&planned(2, 100, kind.clone(), store_kind, false));
            wait(&mut world, 60);
            drain(&mut world, 60);
            assert_complete(&world);
            let totals = store(&world).totals;
            assert_eq!((totals.duplicates, totals.refused_writes), (0, 0), "{kind:?} {store_kind:?}");
            let bytes: u64 =
                world.streams().iter().flat_map(|stream| &stream.shards).map(|s| s.log().stored().bytes.0).sum();
            assert_eq!(totals.bytes, bytes);
        }
    }
}

#[test]
fn the_iterator_age_rises_while_a_store_is_out_and_falls_when_it_is_back() {
    for kind in
        [kcl(1, 60_000), lambda(MappingSettings::default(), 3), ConsumerKind::GetRecords(PollingPlan::default())]
    {
        let mut world = world(&planned(2, 100, kind.clone(), TABLE, false));
        wait(&mut world, 30);
        out(&mut world, true);
        wait(&mut world, 60);
        assert!(last(&world).iterator_age > Micros::seconds(50), "{kind:?} {:?}", last(&world));
        assert!(last(&world).behind > Micros::seconds(55), "{kind:?} {:?}", last(&world));
        assert!(store(&world).totals.refused_writes > 10);
        out(&mut world, false);
        // A function that was cut off is invoked anew after up to a minute.
        wait(&mut world, 120);
        assert!(last(&world).iterator_age < Micros::seconds(3), "{kind:?} {:?}", last(&world));
        drain(&mut world, 60);
        assert_complete(&world);
    }
}

#[test]
fn a_table_with_too_few_units_throttles_and_its_consumer_falls_behind() {
    let few = StoreKind::DynamoDb(TableSettings { write_capacity_units: 50, ..TableSettings::default() });
    let mut world = world(&planned(2, 100, kcl(1, 0), few, false));
    wait(&mut world, 300);
    let totals = store(&world).totals;
    assert!((14_000..=15_100).contains(&totals.written()), "50 items a second: {totals:?}");
    assert!(last(&world).behind > Micros::seconds(100), "{:?}", last(&world));
    let kind = StoreKind::DynamoDb(TableSettings { write_capacity_units: 1_000, ..TableSettings::default() });
    world.execute(Command::Store(StoreCommand::Set { store: "sink".to_owned(), kind })).unwrap();
    wait(&mut world, 60);
    assert!(last(&world).behind < Micros::seconds(5), "{:?}", last(&world));
    drain(&mut world, 60);
    assert_complete(&world);
}

#[test]
fn a_crash_brings_records_twice_and_an_idempotent_store_drops_them() {
    for idempotent in [false, true] {
        let mut world = world(&planned(2, 100, kcl(2, 60_000), TABLE, idempotent));
        wait(&mut world, 100);
        act(&mut world, WorkerAction::Crash(WorkerId(0)));
        wait(&mut world, 60);
        drain(&mut world, 60);
        assert_complete(&world);
        let (totals, accepted) = (store(&world).totals, world.totals().accepted_records);
        assert!(totals.duplicates > 100, "{totals:?}");
        let Body::Kcl(application) = &world.consumers().next().unwrap().body else { panic!("it is an application") };
        assert!(totals.duplicates <= application.sum().repeated);
        assert_eq!(totals.stored() == accepted, idempotent, "{totals:?}");
    }
}

#[test]
fn a_function_that_waits_too_long_fails_and_what_it_wrote_comes_again() {
    let settings = MappingSettings { batch_size: 500, ..MappingSettings::default() };
    let few = StoreKind::DynamoDb(TableSettings { write_capacity_units: 40, ..TableSettings::default() });
    let world_with = |timeout_s| {
        let mut world = world(&planned(1, 60, lambda(settings, timeout_s), few, false));
        wait(&mut world, 200);
        world
    };
    let (short, long) = (world_with(3), world_with(900));
    let timed_out = |world: &World| {
        let Body::Lambda(mapping) = &world.consumers().next().unwrap().body else { panic!("it is a mapping") };
        mapping.totals.timed_out
    };
    assert!(timed_out(&short) > 5 && store(&short).totals.duplicates > 300, "{:?}", store(&short).totals);
    assert_eq!((timed_out(&long), store(&long).totals.duplicates), (0, 0));
    assert_counts(&short);
}

#[test]
fn a_function_whose_records_take_too_long_is_cut_off() {
    let function =
        Function { timeout_s: 1, work: Work { record_time_us: 20_000, failing_every: 0 }, ..Function::default() };
    let settings =
        MappingSettings { batch_size: 100, bisect_batch_on_function_error: true, ..MappingSettings::default() };
    let kind = ConsumerKind::Lambda(MappingPlan { settings, function });
    let mut world = world(&planned(1, 30, kind, TABLE, false));
    wait(&mut world, 20);
    drain(&mut world, 200);
    // A hundred records are two seconds' work, half of them one: what is halved often enough gets through.
    assert_complete(&world);
}

#[test]
fn many_small_batches_are_slow_to_copy() {
    let delivered = |settings| {
        let mut world =
            world(&planned(4, 200, lambda(settings, 900), StoreKind::Redshift(ClusterSettings::default()), false));
        wait(&mut world, 300);
        let consumer = world.consumers().next().unwrap();
        (store(&world).totals.written(), consumer.ages.stage(Stage::Delivery).mean().unwrap())
    };
    let small = delivered(MappingSettings { batch_size: 10, ..MappingSettings::default() });
    let large =
        delivered(MappingSettings { batch_size: 10_000, maximum_batching_window_s: 30, ..MappingSettings::default() });
    assert!(small.0 < 2_000 && large.0 > 40_000, "{small:?} {large:?}");
    // Four shards wait for each other.
    assert!((Micros::seconds(7)..Micros::seconds(9)).contains(&small.1), "{small:?}");
}

#[test]
fn a_bulk_queue_that_is_full_refuses() {
    let domain = DomainSettings { data_nodes: 1, bulk_queue_size: 2, bulk_actions: 10, ..DomainSettings::default() };
    let domain = DomainSettings { documents_per_node_per_s: 50, ..domain };
    let mut world = world(&planned(4, 100, kcl(1, 0), StoreKind::Elasticsearch(domain), false));
    wait(&mut world, 100);
    let totals = store(&world).totals;
    assert!((2_000..=5_100).contains(&totals.written()) && totals.refused_writes > 100, "{totals:?}");
    assert!(last(&world).behind > Micros::seconds(30));
}

#[test]
fn consumers_are_connected_and_disconnected() {
    let mut world = world(&planned(1, 100, kcl(1, 0), TABLE, false));
    let deliver = |world: &mut World, store: Option<&str>| {
        let command = ConsumerCommand::Deliver { consumer: "billing".to_owned(), store: store.map(str::to_owned) };
        world.execute(Command::Consumer(command))
    };
    assert!(deliver(&mut world, Some("nowhere")).is_err());
    wait(&mut world, 30);
    deliver(&mut world, None).unwrap();
    wait(&mut world, 30);
    let written = store(&world).totals.written();
    assert!((2_500..3_500).contains(&written), "{written}");
    assert!(last(&world).behind < Micros::seconds(3));
    deliver(&mut world, Some("sink")).unwrap();
    wait(&mut world, 30);
    assert!(store(&world).totals.written() > written + 2_000);
    // A store that is gone takes nothing, and its consumer goes on trying.
    let plan = store(&world).plan();
    world.execute(Command::Store(StoreCommand::Remove { store: "sink".to_owned() })).unwrap();
    wait(&mut world, 30);
    assert!(last(&world).behind > Micros::seconds(25));
    world.execute(Command::Store(StoreCommand::Add(plan.clone()))).unwrap();
    assert!(world.execute(Command::Store(StoreCommand::Add(plan))).is_err());
    wait(&mut world, 30);
    assert!(last(&world).behind < Micros::seconds(3));
    assert_counts(&world);
}

#[test]
fn items_are_made_again_from_the_stream() {
    for (kind, idempotent) in [(TABLE, true), (StoreKind::S3(BucketSettings::default()), false)] {
        let mut world = world(&planned(1, 100, kcl(2, 60_000), kind, idempotent));
        wait(&mut world, 50);
        act(&mut world, WorkerAction::Crash(WorkerId(0)));
        act(&mut world, WorkerAction::Crash(WorkerId(1)));
        act(&mut world, WorkerAction::Add);
        wait(&mut world, 30);
        let found = world.store_items(store(&world), 100_000);
        let totals = store(&world).totals;
        assert_eq!((found.items.len() as u64, found.gone, found.has_more), (totals.stored(), 0, false));
        assert!(totals.duplicates > 0);
        let repeats = found.items.iter().filter(|item| item.is_repeat).count() as u64;
        assert_eq!(repeats, if idempotent { 0 } else { totals.duplicates });
        let mut keys: Vec<_> = found.items.iter().map(|item| item.key.clone()).collect();
        keys.sort();
        keys.dedup();
        if idempotent {
            assert_eq!(keys.len(), found.items.len(), "a table has each item once");
        } else {
            assert!(keys[0].starts_with("sink/2026/01/01/00/orders-shardId-000000000000-"), "{}", keys[0]);
        }
        let few = world.store_items(store(&world), 7);
        assert_eq!((few.items.len(), few.has_more), (7, true));
        assert_eq!(few.items[..], found.items[..7]);
        assert!(few.items.iter().all(|item| item.data.len() + item.partition_key.len() > 90));
        wait(&mut world, 26 * 3_600);
        assert!(world.store_items(store(&world), 100_000).gone == 0, "the latest are there");
    }
}

#[test]
fn what_is_wrong_with_a_store_names_its_field() {
    let refused = |stores: Vec<StorePlan>| {
        let planned = Plan { consumers: Vec::new(), stores, ..planned(1, 1, kcl(1, 0), TABLE, false) };
        World::new(&planned, sources()).unwrap_err().field
    };
    let named = |name: &str, kind| StorePlan { name: name.to_owned(), kind, idempotent: false };
    let no_connections = StoreKind::DynamoDb(TableSettings { connections: 0, ..TableSettings::default() });
    assert_eq!(refused(vec![named("a", no_connections)]), "stores[0].kind.dynamo_db.connections");
    assert_eq!(refused(vec![named("a", TABLE), named("a", TABLE)]), "stores[1].name");
    assert_eq!(refused((0..17).map(|number| named(&number.to_string(), TABLE)).collect()), "stores");
    let mut world = world(&planned(1, 1, kcl(1, 0), TABLE, false));
    let mut refused = |command| match world.execute(Command::Store(command)) {
        Err(Rejection::Invalid(violation)) => violation.field,
        other => panic!("{other:?}"),
    };
    let store = || "sink".to_owned();
    let kind = StoreKind::S3(BucketSettings::default());
    assert_eq!(refused(StoreCommand::Set { store: store(), kind }), "kind");
    assert_eq!(refused(StoreCommand::SetSlow { store: store(), factor: 0 }), "factor");
    assert_eq!(refused(StoreCommand::SetOutage { store: "other".to_owned(), is_out: true }), "store");
}
