//! Aggregated records at consumers: who takes them apart works on user records and stores them, who does not sees one
//! record.

use crate::stores::{assert_counts, kcl, planned, store};
use crate::support::{STREAM, wait, world};
use shardscope::engine::command::Command;
use shardscope::engine::consumer::kcl::plan::{ApplicationPlan, KclSettings};
use shardscope::engine::consumer::mapping::plan::{Function, MappingPlan, MappingSettings};
use shardscope::engine::consumer::reader::plan::PollingPlan;
use shardscope::engine::consumer::work::Work;
use shardscope::engine::consumer::{Body, ConsumerKind};
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::ProducerKind;
use shardscope::engine::producer::aggregation::deaggregate;
use shardscope::engine::producer::library::settings::LibrarySettings;
use shardscope::engine::store::StoreKind;
use shardscope::engine::store::settings::{BucketSettings, TableSettings};
use shardscope::engine::stream::replication::{Zone, ZoneState};
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;
use shardscope::engine::world::reading::ReadBounds;

const TABLE: StoreKind =
    StoreKind::DynamoDb(TableSettings { write_capacity_units: 0, latency_ms: 10, connections: 10 });

fn run(consumer: ConsumerKind, kind: StoreKind) -> World {
    let mut plan: Plan = planned(2, 2_000, consumer, kind, false);
    plan.producers[0].kind = ProducerKind::Kpl(LibrarySettings::default());
    let mut world = world(&plan);
    wait(&mut world, 60);
    crate::stores::drain(&mut world, 30);
    world
}

fn lambda(deaggregates: bool) -> ConsumerKind {
    let function = Function { deaggregates, ..Function::default() };
    ConsumerKind::Lambda(MappingPlan { settings: MappingSettings::default(), function })
}

fn polling(deaggregates: bool) -> ConsumerKind {
    ConsumerKind::GetRecords(PollingPlan { deaggregates, ..PollingPlan::default() })
}

/// Kinesis records and user records that were stored in the stream.
fn stored(world: &World) -> (u64, u64) {
    let users = world.producers()[0].library().unwrap().totals();
    (world.totals().accepted_records, users.stored + users.repeated)
}

#[test]
fn who_takes_aggregates_apart_has_user_records_and_who_does_not_has_not() {
    for (kind, takes_apart) in [
        (kcl(1, 0), true),
        (lambda(true), true),
        (lambda(false), false),
        (polling(true), true),
        (polling(false), false),
    ] {
        let world = run(kind.clone(), TABLE);
        let (records, users) = stored(&world);
        assert!(users > 10 * records, "{users} in {records}");
        let expected = if takes_apart { users } else { records };
        let consumer = world.consumers().next().unwrap();
        assert_eq!(consumer.ages.user_records, expected, "{kind:?}");
        let totals = store(&world).totals;
        assert_eq!((totals.records, totals.written()), (records, expected), "{kind:?}");
        assert_eq!(totals.duplicates, 0);
        let log = |shard: &shardscope::engine::stream::shard::Shard| shard.log().users_in(1..shard.next_index());
        assert_eq!(world.streams().find(STREAM).unwrap().shards.iter().map(log).sum::<u64>(), users);
    }
}

#[test]
fn the_user_records_of_a_range_are_the_sum_of_its_parts_and_what_reading_gives() {
    let world = run(kcl(1, 0), TABLE);
    let stream = world.streams().find(STREAM).unwrap();
    for shard in &stream.shards {
        let (log, end) = (shard.log(), shard.next_index());
        let by_index: Vec<u64> = (1..end).map(|index| log.users_in(index..index + 1)).collect();
        for (from, to) in [(1, end), (1, 2), (3, 100), (end / 2, end), (7, 7)] {
            let parts: u64 = by_index[from as usize - 1..to as usize - 1].iter().sum();
            assert_eq!(log.users_in(from..to), parts, "{from}..{to}");
        }
        let bounds = ReadBounds { records: usize::MAX, bytes: u64::MAX, until_index: u64::MAX };
        let (read, _) = world.read(stream, shard, 1, &bounds);
        let users = read.records.iter().map(|record| deaggregate(&record.data.0).map_or(1, |users| users.len() as u64));
        assert_eq!(users.collect::<Vec<_>>(), by_index);
    }
}

#[test]
fn user_records_are_what_takes_time() {
    let work = Work { record_time_us: 1_000, failing_every: 0 };
    let lag = |deaggregates| {
        let plan = PollingPlan { deaggregates, work, processors: 1, ..PollingPlan::default() };
        let mut plan: Plan = planned(1, 2_000, ConsumerKind::GetRecords(plan), TABLE, false);
        plan.producers[0].kind = ProducerKind::Kpl(LibrarySettings::default());
        let mut world = world(&plan);
        wait(&mut world, 60);
        let Body::Reader(reader) = &world.consumers().next().unwrap().body else { panic!("it is a reader") };
        world.totals().accepted_records - reader.sum().first
    };
    // A thousand user records a second are all that it can do.
    let (apart, whole) = (lag(true), lag(false));
    assert!(apart > 200 && whole < 50, "{apart} {whole}");
}

#[test]
fn user_records_are_shown_one_by_one() {
    let world = run(kcl(1, 0), StoreKind::S3(BucketSettings::default()));
    assert_counts_of_users(&world);
    let found = world.store_items(store(&world), usize::MAX >> 1);
    assert_eq!(found.items.len() as u64, store(&world).totals.written());
    assert!(found.items.iter().any(|item| item.sub_sequence_number > 10));
    assert!(found.items.iter().all(|item| item.data.len() == 100));
    let whole = run(lambda(false), TABLE);
    assert_counts(&whole);
    let found = whole.store_items(store(&whole), 10);
    assert!(found.items.iter().all(|item| item.partition_key == "a" && item.data.len() > 1_000));
}

#[test]
fn what_a_producer_stored_twice_is_a_repeat_at_the_store() {
    for idempotent in [false, true] {
        let settings = LibrarySettings { request_timeout_ms: 200, ..LibrarySettings::default() };
        let work = Work { record_time_us: 0, failing_every: 0 };
        let quick = ApplicationPlan { workers: 1, settings: KclSettings::default(), work };
        let mut plan: Plan = planned(2, 500, ConsumerKind::Kcl(quick), TABLE, idempotent);
        plan.producers[0].kind = ProducerKind::Kpl(settings);
        let mut world = world(&plan);
        let slow = ZoneState::Slow { extra: Micros::millis(300) };
        for state in [slow, ZoneState::Healthy] {
            wait(&mut world, 10);
            world.execute(Command::SetZone { zone: Zone::A, state }).unwrap();
        }
        wait(&mut world, 10);
        crate::stores::drain(&mut world, 30);
        let (library, totals) = (*world.producers()[0].library().unwrap().totals(), store(&world).totals);
        assert!(library.repeated > 100, "{library:?}");
        assert_eq!((totals.distinct, totals.duplicates), (library.stored, library.repeated));
        assert_eq!(totals.stored(), if idempotent { library.stored } else { library.stored + library.repeated });
    }
}

fn assert_counts_of_users(world: &World) {
    let totals = store(world).totals;
    assert_eq!(totals.written(), stored(world).1);
}
