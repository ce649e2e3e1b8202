//! The Kinesis Producer Library: what it gains and costs, and that no user record is made or lost.

use crate::api::scale;
use crate::life::{any_life, any_slow_plan, live};
use crate::reading::read_all;
use crate::support::{STREAM, any_traffic, hot_key, plan, seconds, sources, stream, traffic, world};
use proptest::prelude::*;
use shardscope::engine::account::Account;
use shardscope::engine::command::Command;
use shardscope::engine::hash::HashKey;
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::ProducerKind;
use shardscope::engine::producer::aggregation::deaggregate;
use shardscope::engine::producer::library::settings::LibrarySettings;
use shardscope::engine::producer::library::{Library, OUTSTANDING_MAX};
use shardscope::engine::producer::traffic::{KeyModel, RecordSize, Traffic};
use shardscope::engine::stream::replication::{Zone, ZoneState};
use shardscope::engine::stream::shard::Shard;
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;
use std::collections::{BTreeMap, BTreeSet};

pub const DEFAULTS: fn() -> LibrarySettings = LibrarySettings::default;

/// The same plan, all of whose producers have the library.
pub fn with_library(mut plan: Plan, settings: LibrarySettings) -> Plan {
    plan.producers.iter_mut().for_each(|producer| producer.kind = ProducerKind::Kpl(settings));
    plan
}

pub fn library(world: &World) -> &Library {
    world.producers()[0].library().unwrap()
}

fn any_settings() -> impl Strategy<Value = LibrarySettings> {
    let flags = (prop::bool::weighted(0.8), prop::bool::weighted(0.2));
    let sizes = (prop_oneof![64_u32..3_000, Just(51_200), Just(1_048_576)], prop_oneof![1_u32..5, Just(u32::MAX)]);
    let request = (prop_oneof![1_u32..4, Just(500)], prop_oneof![Just(52_224_u32), Just(5_242_880)]);
    let times = (prop_oneof![0_u32..400, Just(100)], prop_oneof![100_u32..3_000, Just(30_000)]);
    let rest = (prop_oneof![1_u32..120, Just(150)], 1_u32..25, prop_oneof![Just(100_u32), Just(6_000)]);
    (flags, sizes, request, times, rest).prop_map(|(flags, sizes, request, times, rest)| LibrarySettings {
        aggregation_enabled: flags.0,
        fail_if_throttled: flags.1,
        aggregation_max_size: sizes.0,
        aggregation_max_count: sizes.1,
        collection_max_count: request.0,
        collection_max_size: request.1,
        record_max_buffered_time_ms: times.0,
        record_ttl_ms: times.1,
        rate_limit_percent: rest.0,
        max_connections: rest.1,
        request_timeout_ms: rest.2,
    })
}

/// What holds at every instant.
pub fn check(world: &World) {
    for producer in world.producers() {
        let totals = &producer.totals;
        assert_eq!(totals.generated, totals.accepted + totals.waiting + totals.given_up, "{}", producer.name);
        let library = producer.library().unwrap().totals();
        assert_eq!(totals.accepted, library.stored);
        assert_eq!(totals.given_up, library.expired + library.failed);
        assert!(library.kinesis_records <= library.stored + library.repeated);
    }
    for shard in world.streams().iter().flat_map(|stream| &stream.shards) {
        let (totals, stored, trimmed) = (&shard.totals, shard.log().stored(), shard.log().trimmed());
        assert_eq!(totals.accepted_records, stored.records + trimmed.records);
        assert_eq!(totals.accepted_bytes, stored.bytes + trimmed.bytes);
        assert_eq!(shard.next_index(), 1 + totals.accepted_records);
    }
}

/// The user records in a shard's records, oldest first, as (partition key, data); a record that is no aggregate is one.
fn user_records(world: &World, shard: &Shard) -> Vec<(String, Vec<u8>)> {
    let mut users = Vec::new();
    for record in read_all(world, stream(world), shard) {
        match deaggregate(&record.data.0) {
            Some(inside) => {
                assert_eq!(record.partition_key, "a");
                assert!(inside.len() > 1, "one by itself stays as it is");
                users.extend(inside.iter().map(|user| (user.partition_key.to_owned(), user.data.to_vec())));
            }
            None => users.push((record.partition_key, record.data.0)),
        }
    }
    users
}

/// Reads everything that no merging has touched, and compares it with what was counted.
fn check_content(world: &World) {
    let (mut users, mut distinct) = (0, BTreeSet::new());
    for shard in &stream(world).shards {
        let records = read_all(world, stream(world), shard);
        let bytes: usize = records.iter().map(|record| record.partition_key.len() + record.data.0.len()).sum();
        assert_eq!(
            (records.len() as u64, bytes as u64),
            (shard.totals.accepted_records, shard.totals.accepted_bytes.0)
        );
        for (key, data) in user_records(world, shard) {
            assert!(shard.range.contains(HashKey::of(&key)), "{key}");
            users += 1;
            distinct.insert((key, data));
        }
    }
    let totals = || world.producers().iter().filter_map(|producer| producer.library().map(Library::totals));
    assert_eq!(repeats(world), totals().map(|library| library.repeated).sum::<u64>());
    assert_eq!(users, totals().map(|library| library.stored + library.repeated).sum::<u64>());
    // Each record's data tell its number.
    assert_eq!(distinct.len() as u64, totals().map(|library| library.stored).sum::<u64>());
}

/// What the log of the stream in view knows of user records that were stored a second time.
fn repeats(world: &World) -> u64 {
    stream(world).shards.iter().map(|shard| shard.log().repeats_in(0..u64::MAX)).sum()
}

/// Records that are large enough to tell their numbers.
fn telling(traffic: Traffic) -> Traffic {
    let record_size = match traffic.record_size {
        RecordSize::Fixed { bytes } => RecordSize::Fixed { bytes: bytes.max(60) },
        _ => RecordSize::Fixed { bytes: 700 },
    };
    Traffic {
        record_size,
        rate_records_per_s: traffic.rate_records_per_s % 2_000,
        burst: None,
        template: None,
        ..traffic
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn each_user_record_is_stored_as_it_was_made_and_no_two_are_mixed_up(
        loads in proptest::collection::vec(any_traffic(), 1..3),
        settings in any_settings(),
        shards in 1_u32..8,
        to in 1_u32..8,
        change in any_traffic(),
    ) {
        let loads = loads.into_iter().map(telling).collect();
        let mut world = world(&with_library(plan(shards, loads), settings));
        let account = Account { update_stream: Micros::millis(300), ..Account::default() };
        world.execute(Command::Configure(account)).unwrap();
        world.advance_to(seconds(1));
        let _no_change = world.request(scale(STREAM, to));
        world.advance_to(seconds(2));
        world.execute(Command::SetTraffic { producer: "p0".into(), traffic: telling(change) }).unwrap();
        for tenth in 20..60 {
            world.advance_to(SimTime(tenth * 100_000));
            check(&world);
        }
        check_content(&world);
        // Merged batches keep every count; nothing is left behind when nothing comes any more.
        let before = repeats(&world);
        world.advance_to(seconds(30));
        check(&world);
        prop_assert!(repeats(&world) >= before);
        for shard in &stream(&world).shards {
            prop_assert_eq!(read_all(&world, stream(&world), shard).len() as u64, shard.totals.accepted_records);
        }
    }

    #[test]
    fn nothing_is_made_or_lost_in_any_life(plan in any_slow_plan(), settings in any_settings(), life in any_life(60)) {
        let plan = with_library(plan, settings);
        let mut world = world(&plan);
        let script = live(&mut world, &life, |_, _, _, after| check(after));
        let until = world.now() + Micros::seconds(100);
        world.advance_to(until);
        check(&world);
        for stream in world.streams().iter() {
            for shard in &stream.shards {
                prop_assert_eq!(read_all(&world, stream, shard).len() as u64, shard.log().stored().records);
            }
        }
        let replayed = World::replay(&plan, sources(), world.journal(), until).unwrap();
        prop_assert_eq!(world.trace().hash(), replayed.trace().hash());
        let mut by_events = crate::support::world(&plan);
        for (at, command) in script {
            while let Some(next) = by_events.next_event_at().filter(|next| *next <= at) {
                by_events.advance_to(next);
            }
            by_events.advance_to(at);
            let _as_before = by_events.execute(command);
        }
        by_events.advance_to(until);
        prop_assert_eq!(world.trace().hash(), by_events.trace().hash());
        for (one, other) in world.producers().iter().zip(by_events.producers()) {
            prop_assert_eq!(one.library().unwrap().totals(), other.library().unwrap().totals());
        }
    }
}

/// Two thousand keys that are sent evenly: as many records as rate and size say.
pub fn even(rate: u32, bytes: u32) -> Traffic {
    Traffic { record_size: RecordSize::Fixed { bytes }, keys: KeyModel::Sequential { keys: 2_000 }, ..traffic(rate) }
}

#[test]
fn a_thousand_small_records_a_second_become_about_ten_of_50_kb() {
    let mut world = world(&with_library(plan(1, vec![even(1_000, 512)]), DEFAULTS()));
    world.advance_to(seconds(20));
    let totals = library(&world).totals();
    assert!((200..=225).contains(&totals.kinesis_records), "{totals:?}");
    let mean = totals.kinesis_bytes / totals.kinesis_records;
    assert!((49_000..=51_200).contains(&mean), "{mean}");
    assert!(totals.waiting <= 200 && totals.kinesis_refused == 0, "{totals:?}");
    // The cost: what came first into an aggregate waits for its deadline, what came last for the first one's.
    let waited = library(&world).waited();
    assert_eq!(waited.largest(), Some(Micros::millis(100)));
    assert!((40..=70).contains(&(waited.mean().unwrap().0 / 1_000)), "{:?}", waited.mean());
}

#[test]
fn a_shard_takes_more_small_records_than_its_records_limit() {
    let load = || plan(1, vec![even(5_000, 100)]);
    let (mut without, mut with) = (world(&load()), world(&with_library(load(), DEFAULTS())));
    without.advance_to(seconds(20));
    with.advance_to(seconds(20));
    let given_up = without.producers()[0].totals.given_up;
    assert!(given_up > 75_000, "{given_up}");
    assert_eq!(library(&with).totals().kinesis_refused, 0);
    assert!(with.producers()[0].totals.accepted > 98_000);
}

#[test]
fn a_longer_buffered_time_means_fewer_and_larger_records() {
    let stored = |record_max_buffered_time_ms| {
        let settings = LibrarySettings { record_max_buffered_time_ms, ..DEFAULTS() };
        let mut world = world(&with_library(plan(4, vec![even(200, 100)]), settings));
        world.advance_to(seconds(20));
        assert_eq!(library(&world).waited().largest(), Some(Micros::millis(record_max_buffered_time_ms.into())));
        library(&world).totals().kinesis_records
    };
    let (none, short, long) = (stored(0), stored(100), stored(1_000));
    // Two arrive together every 10 ms; where both go to one shard, even they share a record.
    assert!((3_000..3_900).contains(&none), "{none}");
    assert!((600..=840).contains(&short), "{short}");
    assert!((60..=90).contains(&long), "{long}");
}

#[test]
fn the_records_of_a_key_stay_in_order_while_nothing_is_refused() {
    let load = Traffic { keys: KeyModel::Uniform { keys: 50 }, ..traffic(900) };
    let mut world = world(&with_library(plan(3, vec![load]), DEFAULTS()));
    world.advance_to(seconds(5));
    for shard in &stream(&world).shards {
        let mut last: BTreeMap<String, u64> = BTreeMap::new();
        for (key, data) in user_records(&world, shard) {
            let told: serde_json::Value = serde_json::from_slice(&data).unwrap();
            let number = told["record"].as_u64().unwrap();
            assert!(last.insert(key, number).is_none_or(|before| before < number));
        }
        assert!(last.len() > 5);
    }
    check_content(&world);
    let samples = world.samples();
    assert!(samples.len() > 20);
    for sample in samples {
        assert!(stream(&world).shards[sample.shard.0 as usize].range.contains(sample.hash));
    }
}

#[test]
fn what_is_throttled_is_sent_again_until_it_is_too_old() {
    // Twice what a shard takes, with one key: splitting would not help.
    let load = || plan(2, vec![Traffic { keys: hot_key(1.0), ..even(2_000, 1_024) }]);
    let mut patient = world(&with_library(load(), LibrarySettings { record_ttl_ms: 2_000, ..DEFAULTS() }));
    patient.advance_to(seconds(20));
    let totals = *library(&patient).totals();
    assert!(totals.kinesis_refused > 0 && totals.sent_again > 0 && totals.expired > 10_000, "{totals:?}");
    assert_eq!(totals.failed, 0);
    // What waits is no older than two seconds.
    assert!(totals.waiting <= 2 * 2_000 + 200, "{totals:?}");
    let mut hasty = world(&with_library(load(), LibrarySettings { fail_if_throttled: true, ..DEFAULTS() }));
    hasty.advance_to(seconds(20));
    let totals = library(&hasty).totals();
    assert!(totals.failed > 10_000 && totals.sent_again == 0, "{totals:?}");
}

#[test]
fn a_library_holds_so_many_user_records_and_no_more() {
    let mut world = world(&with_library(plan(1, vec![even(150_000, 100)]), DEFAULTS()));
    world.advance_to(seconds(9));
    check(&world);
    let totals = library(&world).totals();
    assert!(totals.waiting <= OUTSTANDING_MAX && totals.waiting > OUTSTANDING_MAX - 20_000, "{totals:?}");
    assert!(totals.failed > 100_000 && totals.expired == 0, "{totals:?}");
}

#[test]
fn the_rate_limit_keeps_a_producer_below_the_limits_of_a_shard() {
    let load = || plan(1, vec![Traffic { keys: hot_key(1.0), ..even(2_000, 1_024) }]);
    let settings = LibrarySettings { rate_limit_percent: 90, record_ttl_ms: 5_000, ..DEFAULTS() };
    let mut world = world(&with_library(load(), settings));
    world.advance_to(seconds(20));
    let totals = library(&world).totals();
    assert!(totals.kinesis_refused == 0 && totals.expired > 10_000, "{totals:?}");
    assert!(totals.stored > 15_000, "{totals:?}");
}

#[test]
fn what_is_answered_too_late_is_stored_twice() {
    let settings = LibrarySettings { request_timeout_ms: 200, ..DEFAULTS() };
    let mut world = world(&with_library(plan(1, vec![even(100, 200)]), settings));
    world.advance_to(seconds(2));
    assert_eq!(library(&world).totals().repeated, 0);
    world.execute(Command::SetZone { zone: Zone::A, state: ZoneState::Slow { extra: Micros::millis(300) } }).unwrap();
    world.advance_to(seconds(5));
    let totals = library(&world).totals();
    assert!(totals.timed_out > 5 && totals.repeated > 100, "{totals:?}");
    check_content(&world);
    // Once batches are merged the log still knows how many, and a range is the sum of its parts.
    world.execute(Command::SetZone { zone: Zone::A, state: ZoneState::Healthy }).unwrap();
    world.advance_to(seconds(60));
    let (totals, log) = (library(&world).totals(), stream(&world).shards[0].log());
    assert_eq!(repeats(&world), totals.repeated);
    let (end, by_index) = (stream(&world).shards[0].next_index(), |index| log.repeats_in(index..index + 1));
    assert_eq!((1..end).map(by_index).sum::<u64>(), totals.repeated);
}

#[test]
fn without_aggregation_records_are_only_collected() {
    let settings = LibrarySettings { aggregation_enabled: false, ..DEFAULTS() };
    let mut world = world(&with_library(plan(2, vec![even(800, 200)]), settings));
    world.advance_to(seconds(5));
    let totals = library(&world).totals();
    assert_eq!(totals.kinesis_records, totals.stored);
    assert!((48..=52).contains(&totals.requests), "ten a second: {totals:?}");
    check_content(&world);
}
