//! What each ready delivery stream teaches.

use crate::support::seconds;
use shardscope::engine::firehose::buffer::Cause;
use shardscope::engine::firehose::lane::Route;
use shardscope::engine::firehose::sample::Delivered;
use shardscope::engine::firehose::{DeliveryStream, MIB};
use shardscope::engine::time::Micros;
use shardscope::engine::world::{KeySources, World};
use shardscope::scenario::file::Scenario;
use shardscope::scenario::ready::Ready;

fn begin(name: &str) -> World {
    let scenario = Scenario::parse(Ready::named(name).unwrap().text).unwrap();
    World::new(&scenario.plan, KeySources::new()).unwrap()
}

/// Does what a ready delivery stream has under this name.
fn act(world: &mut World, name: &str, id: &str) {
    let act = Ready::named(name).unwrap().acts.iter().find(|act| act.id == id).unwrap();
    for command in act.commands {
        world.execute(command()).unwrap();
    }
}

fn stream<'a>(world: &'a World, name: &str) -> &'a DeliveryStream {
    world.firehoses().find(name).unwrap()
}

fn delivered(stream: &DeliveryStream) -> Vec<Delivered> {
    stream.deliveries.iter().filter(|done| done.route == Route::Destination).copied().collect()
}

fn p99(stream: &DeliveryStream, cause: Cause) -> Micros {
    stream.ages[&cause].percentile(990).unwrap()
}

/// The content of the newest object of a route, before compression.
fn newest(world: &World, stream: &DeliveryStream, route: Route) -> String {
    let object = stream.objects.iter().rev().find(|object| object.route == route).unwrap();
    String::from_utf8(world.object_bytes(stream, object, 1 << 20).unwrap().plain).unwrap()
}

#[test]
fn size_wins_where_much_comes_and_interval_where_little_does() {
    let mut fast = begin("size-wins");
    fast.advance_to(seconds(120));
    let logs = stream(&fast, "logs");
    assert_eq!(logs.totals.by_interval, 0);
    assert!(p99(logs, Cause::Size) < Micros::seconds(8));
    assert!(delivered(logs).iter().all(|one| one.amount.bytes >= 5 * MIB));

    let mut slow = begin("interval-wins");
    slow.advance_to(seconds(400));
    assert_eq!(stream(&slow, "logs").totals.by_size, 0);
    act(&mut slow, "interval-wins", "act-more-load");
    slow.advance_to(seconds(500));
    assert!(stream(&slow, "logs").totals.by_size > 10, "with more traffic the size is first");
}

#[test]
fn without_a_newline_an_object_is_one_line() {
    let mut world = begin("missing-newline");
    world.advance_to(seconds(70));
    let glued = newest(&world, stream(&world, "clicks"), Route::Destination);
    assert!(!glued.contains('\n') && glued.contains("}{"), "{}", &glued[..300]);
    for (id, after_s) in [("act-add-delimiter", 200), ("act-add-newline-function", 400)] {
        act(&mut world, "missing-newline", id);
        world.advance_to(seconds(after_s));
        let text = newest(&world, stream(&world, "clicks"), Route::Destination);
        assert!(text.ends_with('\n') && !text.contains("}{"), "{id}");
        assert!(text.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{id}");
    }
}

#[test]
fn what_the_function_cannot_process_is_not_lost() {
    let mut world = begin("transform-fails");
    world.advance_to(seconds(180));
    let clicks = stream(&world, "clicks");
    let ledger = clicks.ledger;
    let share = ledger.failed.records as f64 / (ledger.failed.records + ledger.delivered.records) as f64;
    assert!((0.04..0.06).contains(&share), "a twentieth fails: {share}");
    let line = newest(&world, clicks, Route::ProcessingFailed);
    assert!(line.contains("rawData") && line.contains("function:enrich"), "{}", &line[..300]);

    act(&mut world, "transform-fails", "act-break-function");
    let before = stream(&world, "clicks").totals.failed_invocations;
    world.advance_to(seconds(400));
    let clicks = stream(&world, "clicks");
    assert!(clicks.totals.failed_invocations > before + 3);
    let whole = clicks.invocations.iter().next_back().unwrap();
    assert_eq!((whole.attempts, whole.failed.records), (4, whole.given.records), "three more attempts, then all fail");
    act(&mut world, "transform-fails", "act-repair-enrich");
    world.advance_to(seconds(600));
    let clicks = stream(&world, "clicks");
    assert_eq!(clicks.ledger.lost.records, 0);
    clicks.ledger.balance(clicks.waiting().0);
}

#[test]
fn a_domain_that_is_down_for_an_hour_costs_nothing() {
    let name = "destination-down";
    let mut world = begin(name);
    world.advance_to(seconds(120));
    act(&mut world, name, "act-down-hour");
    world.advance_to(seconds(120 + 3_600 - 1));
    assert!(stream(&world, "plain").condition.is_destination_out);
    world.advance_to(seconds(120 + 3_600));
    assert!(!stream(&world, "plain").condition.is_destination_out, "the hour is over by itself");
    world.advance_to(seconds(120 + 3_600 + 1_200));
    let [plain, with_backup] = ["plain", "with-backup"].map(|name| stream(&world, name));
    for stream in [plain, with_backup] {
        assert_eq!(stream.ledger.lost.records, 0);
        assert!(stream.ledger.failed.records > 40 * 2_000, "most of the hour lies in the bucket");
        stream.ledger.balance(stream.waiting().0);
        let failed = stream.objects.iter().find(|object| object.route == Route::DeliveryFailed).unwrap();
        let key = world.object_key(stream, failed).unwrap();
        assert!(key.contains("AmazonOpenSearchService_failed/"), "{key}");
    }
    assert_eq!(plain.copies.taken.records, 0);
    let missing = with_backup.ledger.taken.records - with_backup.copies.delivered.records;
    assert!(missing < 40 * 600, "the backup has everything but the last minutes: {missing}");
}

#[test]
fn zero_buffering_makes_many_small_files() {
    let mut world = begin("small-files");
    world.advance_to(seconds(600));
    let before = delivered(stream(&world, "clicks"));
    assert!(before.len() > 400, "about one a second: {}", before.len());
    let largest = before.iter().map(|one| one.amount.bytes).max().unwrap();
    assert!(largest < 200_000);
    act(&mut world, "small-files", "act-five-minutes");
    let count = stream(&world, "clicks").totals.by_interval;
    world.advance_to(seconds(600 + 900));
    let after = stream(&world, "clicks").totals.by_interval - count;
    assert!((2..=4).contains(&after), "three in a quarter of an hour: {after}");
}

#[test]
fn firehose_competes_for_the_reads_of_a_shard() {
    let name = "competing-for-reads";
    let mut world = begin(name);
    world.advance_to(seconds(300));
    let archive = stream(&world, "archive");
    let (throttled, reads) = (archive.totals.throttled_reads, archive.totals.reads);
    assert!(throttled > 30, "{throttled} of {reads} refused");
    act(&mut world, name, "act-remove-dashboard");
    world.advance_to(seconds(310));
    let before = stream(&world, "archive").totals.throttled_reads;
    world.advance_to(seconds(600));
    let after = stream(&world, "archive").totals.throttled_reads - before;
    assert!(after <= throttled / 10, "{after}");
}

#[test]
fn an_outage_that_was_settled_otherwise_does_not_end_by_its_old_time() {
    let name = "destination-down";
    let mut world = begin(name);
    world.advance_to(seconds(60));
    act(&mut world, name, "act-down-hour");
    world.advance_to(seconds(600));
    act(&mut world, name, "act-destinations-up");
    assert!(!stream(&world, "plain").condition.is_destination_out);
    world.advance_to(seconds(1_200));
    act(&mut world, name, "act-down-hour");
    world.advance_to(seconds(60 + 3_600));
    assert!(stream(&world, "plain").condition.is_destination_out, "it lasts until an hour after the second time");
    world.advance_to(seconds(1_200 + 3_600));
    assert!(!stream(&world, "plain").condition.is_destination_out);
}
