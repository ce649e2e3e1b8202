//! What each ready pipeline teaches.

use crate::support::seconds;
use shardscope::engine::consumer::ages::Stage;
use shardscope::engine::consumer::kcl::Application;
use shardscope::engine::consumer::kcl::lease::Lease;
use shardscope::engine::consumer::kcl::worker::WorkerState;
use shardscope::engine::consumer::mapping::Mapping;
use shardscope::engine::consumer::{Body, Consumer};
use shardscope::engine::ids::ShardId;
use shardscope::engine::producer::Producer;
use shardscope::engine::time::Micros;
use shardscope::engine::world::{KeySources, World};
use shardscope::scenario::consumer_summary::{ConsumerSummary, KindSummary};
use shardscope::scenario::file::Scenario;
use shardscope::scenario::ready::Ready;

fn begin(name: &str) -> World {
    let scenario = Scenario::parse(Ready::named(name).unwrap().text).unwrap();
    World::new(&scenario.plan, KeySources::new()).unwrap()
}

/// Does what stands at this place of a ready pipeline.
fn act(world: &mut World, name: &str, place: usize) {
    for command in Ready::named(name).unwrap().acts[place].commands {
        world.execute(command()).unwrap();
    }
}

fn wait(world: &mut World, length_s: u64) {
    world.advance_to(world.now() + Micros::seconds(length_s));
}

fn consumer<'a>(world: &'a World, name: &str) -> &'a Consumer {
    world.consumers().find(|consumer| consumer.name == name).unwrap()
}

fn summary(world: &World, name: &str) -> ConsumerSummary {
    ConsumerSummary::of(consumer(world, name))
}

fn application(world: &World) -> &Application {
    match &consumer(world, "billing").body {
        Body::Kcl(application) => application,
        _ => panic!("billing is a KCL application"),
    }
}

/// How far behind the tip an application is where it is slowest.
fn behind(world: &World) -> Micros {
    let stream = world.stream_in_view(Some("orders")).unwrap();
    let positions = world.application_positions(stream, application(world));
    positions.filter(|position| !position.is_at_end).map(|position| position.behind).max().unwrap()
}

#[test]
fn the_library_gets_through_where_plain_puts_are_throttled() {
    let mut world = begin("kpl-and-puts");
    world.advance_to(seconds(60));
    let share = |producer: &Producer| producer.totals.accepted as f64 / producer.totals.generated as f64;
    let [plain, aggregated] = world.producers() else { panic!("two producers") };
    assert!(share(plain) < 0.6, "two shards take 2,000 of 4,000 records/s: {}", share(plain));
    assert!(share(aggregated) > 0.99, "{}", share(aggregated));
    let library = aggregated.library().unwrap();
    assert!(library.totals().stored > 100 * library.totals().kinesis_records, "hundreds in one");
    let waited = library.waited().percentile(990).unwrap();
    assert!(
        Micros::millis(20) < waited && waited <= Micros::millis(120),
        "the price is the time to gather: {waited:?}"
    );
}

#[test]
fn five_who_share_fall_behind_and_five_with_fan_out_do_not() {
    let mut world = begin("shared-and-fan-out");
    world.advance_to(seconds(120));
    for number in 1..=5 {
        let read = |name: String, thousandths| {
            consumer(&world, &name).ages.recent(Stage::UntilRead, world.now()).percentile(thousandths).unwrap()
        };
        let (shared, fanned_out) = (read(format!("poll-{number}"), 500), read(format!("fan-{number}"), 990));
        assert!(shared > Micros::seconds(2), "five read 3 MB/s where 2 MB/s are to be had: {shared:?}");
        assert!(fanned_out < Micros::millis(120), "{fanned_out:?}");
    }
    let refused = world.stream_in_view(Some("shared")).unwrap().shards[0].reads.refused_calls;
    assert!(refused > 0);
}

#[test]
fn another_worker_takes_over_and_repeats_since_the_last_checkpoint() {
    let mut world = begin("worker-crash");
    world.advance_to(seconds(90));
    let (repeated, usual) = (application(&world).sum().repeated, behind(&world));
    act(&mut world, "worker-crash", 0);
    wait(&mut world, 9);
    let held = |world: &World| {
        let application = application(world);
        let holder = |lease: &Lease| lease.owner.and_then(|owner| application.owner(owner)).map(|worker| worker.state);
        application.table.rows().filter(|lease| holder(lease) == Some(WorkerState::Running)).count()
    };
    assert!(held(&world) < 4, "nobody renews its leases, nobody may take them yet");
    assert!(behind(&world) > Micros::seconds(8), "iterator age rises");
    wait(&mut world, 60);
    assert_eq!(held(&world), 4);
    let more = application(&world).sum().repeated - repeated;
    assert!(more > 0, "what came after the last checkpoint is processed again");
    // Two shards of 300 records/s, at most ten seconds and a batch after a checkpoint.
    assert!(more < 2 * 300 * 15, "{more}");
    assert!(behind(&world) < usual + Micros::seconds(12), "it has caught up");
}

#[test]
fn workers_beyond_the_shards_are_idle_and_more_shards_help() {
    let mut world = begin("idle-workers");
    world.advance_to(seconds(120));
    let KindSummary::Kcl(before) = summary(&world, "billing").kind else { panic!() };
    assert_eq!((before.workers, before.idle_workers), (4, 2));
    let processed = |world: &World| application(world).sum().first;
    let rate = |world: &mut World| {
        let from = processed(world);
        wait(world, 60);
        processed(world) - from
    };
    let with_two = rate(&mut world);
    act(&mut world, "idle-workers", 0);
    // The parents are processed to their ends first, which takes as long as they are behind.
    wait(&mut world, 300);
    let KindSummary::Kcl(after) = summary(&world, "billing").kind else { panic!() };
    assert_eq!(after.idle_workers, 0);
    let with_four = rate(&mut world);
    assert!(with_four * 10 > with_two * 13, "four workers do more than two: {with_two}, {with_four}");
}

fn mapping(world: &World) -> &Mapping {
    match &consumer(world, "invoice").body {
        Body::Lambda(mapping) => mapping,
        _ => panic!("invoice is a mapping"),
    }
}

#[test]
fn a_poison_record_blocks_its_shard_until_it_is_set_aside() {
    let mut world = begin("poison-record");
    world.advance_to(seconds(120));
    let first = mapping(&world).sum().first;
    wait(&mut world, 120);
    assert!(mapping(&world).sum().first < first + 10, "all shards are blocked");
    assert!(mapping(&world).totals.failed_invocations > 5);
    act(&mut world, "poison-record", 0);
    wait(&mut world, 300);
    let sum = mapping(&world).sum();
    let poisoned: u64 =
        world.stream_in_view(None).unwrap().shards.iter().map(|shard| (shard.next_index() - 1) / 600).sum();
    assert!(sum.to_destination > 0 && sum.to_destination <= poisoned, "{} of {poisoned}", sum.to_destination);
    assert_eq!(sum.discarded, 0);
    assert!(sum.first > first + 1_000, "the others were processed");
}

#[test]
fn a_repaired_function_goes_on_where_it_was_blocked() {
    let mut world = begin("poison-record");
    world.advance_to(seconds(120));
    act(&mut world, "poison-record", 1);
    wait(&mut world, 240);
    let stored: u64 = world.stream_in_view(None).unwrap().shards.iter().map(|shard| shard.next_index() - 1).sum();
    let sum = mapping(&world).sum();
    assert_eq!((sum.discarded, sum.to_destination, sum.expired), (0, 0, 0));
    assert!(stored - sum.first < 200, "nothing was lost: {} of {stored}", sum.first);
}

#[test]
fn children_are_read_only_when_their_parents_are_done() {
    let mut world = begin("parent-before-child");
    world.advance_to(seconds(60));
    act(&mut world, "parent-before-child", 0);
    let (mut has_waited, mut is_done) = (false, false);
    for _ in 0..600 {
        wait(&mut world, 1);
        let table = &application(&world).table;
        let children = table.rows().filter(|lease| !lease.parents.is_empty());
        for child in children {
            let parents_are_done = child.parents.iter().all(|parent| table.get(*parent).is_none_or(Lease::is_done));
            let read = application(&world).shards.get(&child.shard).map_or(0, |coverage| coverage.first);
            assert!(parents_are_done || read == 0, "{} was read too early", child.shard);
            has_waited |= !parents_are_done;
            is_done |= parents_are_done && read > 0;
        }
    }
    assert!(has_waited && is_done, "the children waited, and were read in the end");
    assert!(application(&world).shards.contains_key(&ShardId(2)));
}

#[test]
fn a_lost_answer_makes_duplicates_and_idempotent_writes_drop_them() {
    let mut world = begin("duplicate-after-timeout");
    world.advance_to(seconds(120));
    let client = world.producers()[0].client().unwrap().totals();
    assert!(client.timed_out > 0 && client.repeated > 0, "{client:?}");
    let ledger = |world: &World| world.stores()[0].totals;
    let before = ledger(&world);
    assert!(before.duplicates > 0 && before.dropped == 0, "{before:?}");
    act(&mut world, "duplicate-after-timeout", 0);
    wait(&mut world, 120);
    let after = ledger(&world);
    assert!(after.duplicates > before.duplicates, "they go on coming");
    assert_eq!(after.duplicates - after.dropped, before.duplicates, "and are dropped");
    // A crash makes the application's own repeats, which are dropped too.
    act(&mut world, "duplicate-after-timeout", 1);
    act(&mut world, "duplicate-after-timeout", 2);
    wait(&mut world, 120);
    assert!(application(&world).sum().repeated > 0);
    let last = ledger(&world);
    assert_eq!(last.duplicates - last.dropped, before.duplicates);
}

#[test]
fn an_agent_follows_its_file_through_rotations_and_goes_on_at_its_checkpoint() {
    let mut world = begin("agent-rotation");
    world.advance_to(seconds(70));
    let agent = |world: &World| *world.producers()[0].agent().unwrap().totals();
    let before = agent(&world);
    assert!(world.producers()[0].agent().unwrap().rotated() >= 3);
    assert_eq!((before.lost, before.repeated, before.skipped), (0, 0, 0), "{before:?}");
    assert!(before.written - before.stored < 150 * 4, "no more than a buffer behind: {before:?}");
    act(&mut world, "agent-rotation", 0);
    wait(&mut world, 5);
    act(&mut world, "agent-rotation", 1);
    wait(&mut world, 30);
    let after = agent(&world);
    assert_eq!(after.lost, 0, "the file that it read is still there");
    assert!(after.written - after.stored < 150 * 4, "it has caught up");
    // For three rotations nobody reads, and two files are kept.
    act(&mut world, "agent-rotation", 0);
    wait(&mut world, 75);
    act(&mut world, "agent-rotation", 1);
    wait(&mut world, 30);
    assert!(agent(&world).lost > 150, "{:?}", agent(&world));
}
