//! The same plan, seed and commands give the same world, however it is asked to advance; and actors are independent.

use crate::life::{self, any_life, any_slow_plan, live};
use crate::support::{
    Script, any_plan, any_script, entry, hot_key, key_text, plan, put_record, put_records, run, seconds, sources,
    stream, traffic, world,
};
use proptest::prelude::*;
use shardscope::engine::command::{Command, JournalEntry};
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::traffic::{ArrivalModel, Backoff, Burst, RecordSize, Retry, Shape, Traffic};
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;

/// Everything by which two worlds are compared.
fn print(world: &World) -> (u64, SimTime, String) {
    let producers: Vec<_> = world.producers().iter().map(|producer| producer.totals).collect();
    let shards: Vec<_> = stream(world).shards.iter().map(|shard| (shard.totals, shard.log().stored())).collect();
    let rest = format!("{producers:?} {shards:?} {:?}", world.samples());
    (world.trace().hash(), world.now(), rest)
}

/// Advances to `until` by way of these instants, or event by event.
fn walk(world: &mut World, stops: &[SimTime], until: SimTime) {
    for stop in stops.iter().filter(|stop| **stop < until) {
        world.advance_to(*stop);
    }
    world.advance_to(until);
}

fn by_events(world: &mut World, until: SimTime) {
    while let Some(next) = world.next_event_at().filter(|next| *next <= until) {
        world.advance_to(next);
    }
    world.advance_to(until);
}

fn scripted(plan: &Plan, script: &Script, until: SimTime, mut go: impl FnMut(&mut World, SimTime)) -> World {
    let mut world = world(plan);
    for (at, command) in script {
        go(&mut world, *at);
        let _may_be_refused = world.execute(command.clone());
    }
    go(&mut world, until);
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn how_a_world_is_advanced_changes_nothing(
        plan in any_plan(),
        script in any_script(4),
        stops in proptest::collection::vec((0_u64..5_000_000).prop_map(SimTime), 0..40),
    ) {
        let until = seconds(5);
        let once = scripted(&plan, &script, until, World::advance_to);
        let chunks = scripted(&plan, &script, until, |world, to| walk(world, &stops, to));
        let events = scripted(&plan, &script, until, by_events);
        prop_assert_eq!(print(&once), print(&chunks));
        prop_assert_eq!(print(&once), print(&events));
        let replayed = World::replay(&plan, sources(), once.journal(), until).unwrap();
        prop_assert_eq!(print(&once), print(&replayed));
        prop_assert_eq!(once.journal(), replayed.journal());
        // A clone goes on as its original does.
        let (mut original, mut fork) = (once.clone(), once);
        fork.advance_to(seconds(7));
        original.advance_to(seconds(6));
        original.advance_to(seconds(7));
        prop_assert_eq!(print(&original), print(&fork));
    }

    #[test]
    fn rewinding_replays_the_past(plan in any_plan(), script in any_script(4), back in 0_u64..4_000_000) {
        let mut world = world(&plan);
        run(&mut world, &script, seconds(4));
        let past = World::replay(&plan, sources(), world.journal(), SimTime(back)).unwrap();
        let mut as_it_was = crate::support::world(&plan);
        run(&mut as_it_was, &script, SimTime(back));
        prop_assert_eq!(print(&past), print(&as_it_was));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn requests_of_every_kind_are_replayed(
        plan in any_slow_plan(),
        life in any_life(90),
        stops in proptest::collection::vec((0_u64..200_000_000).prop_map(SimTime), 0..40),
    ) {
        let mut once = world(&plan);
        let script = live(&mut once, &life, |before, command, is_done, after| {
            if !is_done && before.journal().len() == after.journal().len() {
                assert_eq!(life::print(before), life::print(after), "{command:?}");
                assert_eq!(before.next_event_at(), after.next_event_at());
            }
        });
        let until = once.now() + Micros::seconds(40);
        once.advance_to(until);
        let chunks = scripted(&plan, &script, until, |world, to| walk(world, &stops, to));
        let events = scripted(&plan, &script, until, by_events);
        prop_assert_eq!(life::print(&once), life::print(&chunks));
        prop_assert_eq!(life::print(&once), life::print(&events));
        let looks = |entry: &JournalEntry| matches!(&entry.command, Command::Request(request) if request.only_looks());
        prop_assert!(!once.journal().iter().any(looks));
        let journal = serde_json::to_string(once.journal()).unwrap();
        let journal: Vec<JournalEntry> = serde_json::from_str(&journal).unwrap();
        let mut replayed = World::replay(&plan, sources(), &journal, until).unwrap();
        prop_assert_eq!(life::print(&once), life::print(&replayed));
        // And both go on in the same way.
        let later = until + Micros::seconds(100);
        replayed.advance_to(later);
        once.advance_to(later);
        prop_assert_eq!(life::print(&once), life::print(&replayed));
        let metrics = |world: &World| format!("{:?}", world.metrics());
        let is_measured_alike = metrics(&once) == metrics(&replayed);
        prop_assert!(is_measured_alike);
    }
}

#[test]
fn another_seed_gives_another_world() {
    let traffic = Traffic { arrivals: ArrivalModel::Poisson, ..traffic(2_000) };
    let first = plan(2, vec![traffic]);
    let second = Plan { seed: 43, ..first.clone() };
    let hash = |plan: &Plan| {
        let mut world = world(plan);
        world.advance_to(seconds(3));
        world.trace().hash()
    };
    assert_eq!(hash(&first), hash(&first));
    assert_ne!(hash(&first), hash(&second));
}

/// When the first producer made how many records, and the keys of some of them.
fn sent(plan: &Plan) -> (Vec<(SimTime, u64)>, Vec<String>) {
    let mut world = world(plan);
    let mut arrivals = Vec::new();
    while let Some(next) = world.next_event_at().filter(|next| *next <= seconds(4)) {
        world.advance_to(next);
        let made = world.producers()[0].totals.generated;
        if arrivals.last().is_none_or(|(_, before)| *before < made) {
            arrivals.push((next, made));
        }
    }
    let producer = &world.producers()[0];
    let key = |ordinal| key_text(&world, producer, ordinal);
    (arrivals, (0..300).map(key).collect())
}

#[test]
fn another_producer_does_not_change_what_the_first_sends() {
    // Alone the first is never refused; beside the second it is, and draws the waits of its retries by chance.
    for rate in [60, 700] {
        let first = Traffic {
            arrivals: ArrivalModel::Poisson,
            retry: Retry::ExponentialBackoff(Backoff::default()),
            ..traffic(rate)
        };
        let alone = plan(1, vec![first.clone()]);
        let beside = plan(1, vec![first, traffic(3_000)]);
        let mut crowded = world(&beside);
        crowded.advance_to(seconds(4));
        assert!(crowded.producers()[0].totals.retried > 0, "the second gets in the way of the first");
        assert_eq!(sent(&alone), sent(&beside), "{rate}");
    }
}

/// A change of this number means that old links replay differently: raise the version of links with it. The browser's
/// tests run the same plan in wasm and compare with the same number.
const GOLDEN_TRACE: u64 = 0x3f55_0c3d_5a58_30fd;

/// The plan of the golden trace: both kinds of arrival, a burst, retries, chance in sizes and keys, and three commands.
fn golden() -> (Plan, Script) {
    let web = Traffic {
        rate_records_per_s: 1_500,
        arrivals: ArrivalModel::Poisson,
        shape: Shape::Steady,
        burst: Some(Burst { every_s: 20, for_s: 5, factor: 3 }),
        record_size: RecordSize::LogNormal { median_bytes: 400, sigma: 0.7 },
        template: None,
        keys: hot_key(0.4),
        retry: Retry::ExponentialBackoff(Backoff::default()),
    };
    let script = vec![
        (SimTime(12_345_678), put_record(entry("device-42", 1_000))),
        (SimTime(30_000_000), put_records(vec![entry("a", 10), entry("b", 20)])),
        (
            SimTime(45_000_001),
            Command::SetTraffic {
                producer: "p1".into(),
                traffic: Traffic { arrivals: ArrivalModel::Poisson, ..traffic(80) },
            },
        ),
    ];
    (plan(3, vec![web, traffic(33)]), script)
}

#[test]
fn the_golden_plan_has_the_golden_trace() {
    let (plan, script) = golden();
    let world = scripted(&plan, &script, seconds(60), World::advance_to);
    assert_eq!(
        world.trace().hash(),
        GOLDEN_TRACE,
        "{:#018x}: old links would replay differently",
        world.trace().hash()
    );
}
