//! What a producer that calls the API teaches: duplicates, partial failures, order, and what waiting for answers costs.

use crate::api::{create, encryption};
use crate::client::{client, disorder, found, with_client};
use crate::support::{STREAM, hot_key, plan, seconds, stream, traffic, world};
use shardscope::engine::account::Account;
use shardscope::engine::api::Request;
use shardscope::engine::command::Command;
use shardscope::engine::kms::Fault;
use shardscope::engine::metrics::cloudwatch::Dimension;
use shardscope::engine::metrics::cloudwatch::names::MetricName;
use shardscope::engine::producer::client::settings::{ApiSettings, PutOperation};
use shardscope::engine::producer::client::{ClientTotals, HELD_MAX};
use shardscope::engine::producer::traffic::{KeyModel, RecordSize, Traffic};
use shardscope::engine::stream::replication::{Zone, ZoneState};
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

const DEFAULTS: fn() -> ApiSettings = ApiSettings::default;

/// Few keys in turn.
fn load(rate: u32, keys: u32) -> Traffic {
    Traffic { keys: KeyModel::Sequential { keys }, ..traffic(rate) }
}

fn after(seconds_long: u64, shards: u32, load: Traffic, settings: ApiSettings) -> World {
    let mut world = world(&with_client(plan(shards, vec![load]), settings));
    world.advance_to(seconds(seconds_long));
    world
}

fn totals(world: &World) -> ClientTotals {
    *client(world).totals()
}

#[test]
fn lost_answers_make_duplicates_and_nothing_else_does() {
    let settings = ApiSettings { batch_size: 20, linger_ms: 50, request_timeout_ms: 500, ..DEFAULTS() };
    let sound = after(60, 2, load(400, 500), settings);
    assert_eq!((totals(&sound).repeated, totals(&sound).timed_out), (0, 0));
    let lossy = after(60, 2, load(400, 500), ApiSettings { lost_answers_per_mille: 10, ..settings });
    let counted = totals(&lossy);
    // 20 requests a second, one of a hundred unheard.
    assert!((4..=30).contains(&counted.timed_out), "{counted:?}");
    assert!(counted.repeated >= counted.timed_out * 10 && counted.given_up == 0, "{counted:?}");
    let in_log: u64 = stream(&lossy).shards.iter().map(|shard| shard.log().repeats_in(0..u64::MAX)).sum();
    assert_eq!(in_log, counted.repeated);
    assert_eq!(lossy.totals().accepted_records, counted.stored + counted.repeated);
}

#[test]
fn only_the_entries_that_failed_are_sent_again() {
    // Half as much again as a shard takes.
    let settings = ApiSettings { max_attempts: 2, ..DEFAULTS() };
    let world = after(9, 1, load(1_500, 300), settings);
    let counted = totals(&world);
    assert!(counted.throttled > 1_000 && counted.given_up > 1_000, "{counted:?}");
    assert!(counted.sent_again <= counted.throttled, "{counted:?}");
    assert_eq!((counted.repeated, counted.timed_out, counted.failed), (0, 0, 0));
    let offered = world.totals().offered_records;
    let arrived = counted.stored + counted.throttled;
    assert_eq!(offered, arrived, "each attempt of each entry reaches its shard once");
}

#[test]
fn requests_under_way_together_break_the_order_that_the_number_for_ordering_keeps() {
    let stored = |operation| {
        let settings = ApiSettings { operation, batch_size: 5, linger_ms: 10, round_trip_ms: 40, ..DEFAULTS() };
        after(8, 2, Traffic { keys: KeyModel::Uniform { keys: 100 }, ..traffic(500) }, settings)
    };
    for operation in [PutOperation::PutRecord, PutOperation::PutRecords] {
        let world = stored(operation);
        assert!(totals(&world).out_of_order > 20, "{:?}", totals(&world));
        assert_eq!(disorder(&found(&world)), totals(&world).out_of_order);
    }
    let world = stored(PutOperation::PutRecordInOrder);
    assert_eq!((totals(&world).out_of_order, disorder(&found(&world))), (0, 0));
    assert!(totals(&world).stored > 3_900, "each key can have 20 a second and has five: {:?}", totals(&world));
}

#[test]
fn throttled_entries_that_come_later_break_the_order_of_one_request_at_a_time() {
    let settings = ApiSettings { max_connections: 1, round_trip_ms: 0, max_attempts: 8, ..DEFAULTS() };
    let world = after(8, 1, load(1_200, 10), settings);
    assert!(totals(&world).throttled > 0 && totals(&world).out_of_order > 0, "{:?}", totals(&world));
    assert_eq!(disorder(&found(&world)), totals(&world).out_of_order);
}

#[test]
fn order_costs_a_round_trip_for_each_record_of_a_key() {
    let settings = ApiSettings { operation: PutOperation::PutRecordInOrder, round_trip_ms: 92, ..DEFAULTS() };
    let world = after(20, 1, Traffic { keys: hot_key(1.0), ..traffic(50) }, settings);
    // A hundred milliseconds each: ten a second of fifty.
    assert!((180..=205).contains(&totals(&world).stored), "{:?}", totals(&world));
    assert!(client(&world).waited().largest() > Some(Micros::seconds(10)));
    let parallel = ApiSettings { operation: PutOperation::PutRecord, ..settings };
    let world = after(20, 1, Traffic { keys: hot_key(1.0), ..traffic(50) }, parallel);
    assert!(totals(&world).stored > 990, "{:?}", totals(&world));
    assert_eq!(client(&world).waited().largest(), Some(Micros(0)));
}

#[test]
fn connections_bound_what_is_under_way() {
    let settings =
        ApiSettings { operation: PutOperation::PutRecord, max_connections: 4, round_trip_ms: 92, ..DEFAULTS() };
    let world = after(20, 4, load(100, 500), settings);
    assert!((720..=820).contains(&totals(&world).stored), "four at once, ten a second each: {:?}", totals(&world));
    assert_eq!(client(&world).under_way(), 4);
}

#[test]
fn longer_gathering_makes_fewer_and_fuller_requests() {
    let sent = |linger_ms, batch_size| {
        let world = after(20, 4, load(200, 500), ApiSettings { linger_ms, batch_size, ..DEFAULTS() });
        let waited = client(&world).waited().largest().unwrap();
        assert!(waited <= Micros::millis(linger_ms.into()), "{waited:?}");
        totals(&world).requests
    };
    let (alone, short, long, full) = (sent(0, 500), sent(100, 500), sent(1_000, 500), sent(1_000, 50));
    // What arrives within 10 ms is there at once.
    assert!((1_990..=2_000).contains(&alone), "{alone}");
    assert!((175..=200).contains(&short) && (18..=20).contains(&long), "{short} {long}");
    assert!((78..=80).contains(&full), "fifty records are there after 250 ms: {full}");
}

#[test]
fn a_request_is_full_at_its_bytes_too() {
    let large = Traffic { record_size: RecordSize::Fixed { bytes: 1_048_576 }, ..load(20, 500) };
    let world = after(20, 50, large, ApiSettings { linger_ms: 10_000, max_attempts: 1, ..DEFAULTS() });
    // Ten records of 1 MiB are more than 10 MiB with their keys.
    assert!((43..=44).contains(&totals(&world).requests), "nine of them each: {:?}", totals(&world));
}

#[test]
fn a_slow_zone_brings_duplicates_where_the_time_out_is_short() {
    let settings = ApiSettings { request_timeout_ms: 200, linger_ms: 0, ..DEFAULTS() };
    let mut world = after(2, 1, load(50, 500), settings);
    assert_eq!(totals(&world).repeated, 0);
    world.execute(Command::SetZone { zone: Zone::A, state: ZoneState::Slow { extra: Micros::millis(300) } }).unwrap();
    world.advance_to(seconds(6));
    let slow = totals(&world);
    assert!(slow.timed_out > 100 && slow.repeated > 100, "{slow:?}");
    assert_eq!(slow.given_up, 0, "what was stored is not lost, though nobody heard of it");
    assert!(client(&world).answered().count() < slow.stored);
}

#[test]
fn without_zones_requests_fail_and_are_given_up_after_the_last_attempt() {
    let mut world = after(2, 1, load(50, 500), DEFAULTS());
    for zone in [Zone::A, Zone::B] {
        world.execute(Command::SetZone { zone, state: ZoneState::Failed }).unwrap();
    }
    world.advance_to(seconds(6));
    let failing = totals(&world);
    assert!(failing.failed > 20 && failing.given_up > 100 && failing.repeated == 0, "{failing:?}");
    // Each attempt of each record failed, but for what still waits for its first one.
    let (attempts, made) = (world.producers()[0].totals.failed, world.producers()[0].totals.generated);
    assert!(
        attempts > failing.given_up * 3 - 10 && attempts <= made - failing.stored + failing.sent_again,
        "{attempts}"
    );
}

#[test]
fn a_stream_that_is_not_there_is_not_asked_twice() {
    let mut plan = with_client(plan(1, vec![load(100, 500)]), DEFAULTS());
    plan.producers[0].stream = Some("elsewhere".into());
    let mut world = world(&plan);
    world.advance_to(seconds(10));
    let missing = world.producers()[0].totals;
    assert!(missing.given_up > 950 && missing.not_found == missing.given_up && missing.retried == 0, "{missing:?}");
    world.request(create("elsewhere", 3)).unwrap();
    world.advance_to(seconds(40));
    assert!(totals(&world).stored > 1_950 && totals(&world).waiting < 30, "{:?}", totals(&world));
}

#[test]
fn a_client_holds_so_many_records_and_no_more() {
    let settings = ApiSettings { operation: PutOperation::PutRecord, max_connections: 1, ..DEFAULTS() };
    let world = after(9, 1, load(50_000, 500), settings);
    let counted = totals(&world);
    assert!(counted.waiting <= HELD_MAX && counted.waiting > HELD_MAX - 1_000, "{counted:?}");
    assert!(counted.dropped > 300_000, "{counted:?}");
    let made = world.producers()[0].totals.generated;
    assert_eq!(made, counted.stored + counted.waiting + counted.given_up + counted.dropped);
}

#[test]
fn cloudwatch_counts_requests_by_their_operation() {
    let requests = |operation| {
        let world = after(61, 4, load(100, 500), ApiSettings { operation, linger_ms: 500, ..DEFAULTS() });
        let count = |metric| world.metrics().slot(metric, Dimension::Stream(stream(&world).id), 0, 0).count();
        [count(MetricName::PutRecordSuccess), count(MetricName::PutRecordsSuccess)]
    };
    // The last one of the minute has not arrived when it ends.
    let [single, none] = requests(PutOperation::PutRecord);
    assert!((5_990..=6_000).contains(&single) && none == 0, "{single} {none}");
    let [none, several] = requests(PutOperation::PutRecords);
    assert!((115..=120).contains(&several) && none == 0, "{none} {several}");
}

#[test]
fn a_key_that_is_throttled_is_tried_again_and_one_that_is_gone_is_not() {
    let failing = |fault| {
        let mut world = world(&with_client(plan(2, vec![load(100, 500)]), DEFAULTS()));
        let account = Account { update_stream: Micros::millis(100), ..Account::default() };
        world.execute(Command::Configure(account)).unwrap();
        world.request(Request::StartStreamEncryption(encryption(STREAM))).unwrap();
        world.advance_to(seconds(2));
        world.execute(Command::SetKmsFault(Some(fault))).unwrap();
        // A data key that was used before holds for five minutes.
        world.advance_to(seconds(320));
        let counted = totals(&world);
        assert!(counted.failed > 50 && counted.given_up > 500 && counted.repeated == 0, "{counted:?}");
        world.execute(Command::SetKmsFault(None)).unwrap();
        world.advance_to(seconds(322));
        assert!(totals(&world).stored > counted.stored + 100);
        counted.sent_again
    };
    assert!(failing(Fault::Throttling) > 1_000);
    assert_eq!(failing(Fault::OptInRequired), 0);
}
