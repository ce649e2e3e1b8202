//! Applications of the Kinesis Client Library: nothing is missed, order is kept, and what comes twice is counted.

use crate::support::{STREAM, plan, scale, wait, world};
use proptest::prelude::*;
use shardscope::engine::command::Command;
use shardscope::engine::consumer::command::{ConsumerCommand, WorkerAction};
use shardscope::engine::consumer::coverage::Coverage;
use shardscope::engine::consumer::kcl::Application;
use shardscope::engine::consumer::kcl::lease::Checkpoint;
use shardscope::engine::consumer::kcl::plan::{ApplicationPlan, InitialPosition, KclSettings};
use shardscope::engine::consumer::kcl::worker::{WorkerId, WorkerState};
use shardscope::engine::consumer::work::Work;
use shardscope::engine::consumer::{Body, ConsumerKind, ConsumerPlan};
use shardscope::engine::ids::ShardId;
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::traffic::{ArrivalModel, KeyModel, RecordSize, Retry, Shape, Traffic};
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;
use std::collections::BTreeMap;
use std::ops::Range;

const APPLICATION: &str = "orders-app";

fn traffic(rate_records_per_s: u32) -> Traffic {
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

fn application(workers: u32, settings: KclSettings, work: Work) -> ConsumerPlan {
    let kind = ConsumerKind::Kcl(ApplicationPlan { workers, settings, work });
    ConsumerPlan { name: APPLICATION.to_owned(), stream: None, store: None, kind }
}

fn plan_with(shards: u32, rate: u32, consumer: ConsumerPlan) -> Plan {
    Plan { consumers: vec![consumer], ..plan(shards, vec![traffic(rate)]) }
}

fn simple(shards: u32, workers: u32) -> World {
    world(&plan_with(shards, 100, application(workers, KclSettings::default(), Work::default())))
}

fn app(world: &World) -> &Application {
    let consumer = world.consumers().next().expect("there is one");
    let Body::Kcl(application) = &consumer.body else { panic!("it is an application") };
    application
}

fn act(world: &mut World, action: WorkerAction) {
    let consumer = APPLICATION.to_owned();
    world.execute(Command::Consumer(ConsumerCommand::Worker { consumer, action })).expect("the worker is there");
}

/// Leases that each worker that is not over has.
fn held(world: &World) -> Vec<usize> {
    let application = app(world);
    let running = application.workers.iter().filter(|worker| worker.state != WorkerState::Ended);
    running.map(|worker| application.table.rows().filter(|lease| lease.owner == Some(worker.owner)).count()).collect()
}

/// The sum that must hold: every record was processed for the first time exactly once.
fn assert_all_processed(world: &World) {
    let stream = world.streams().find(STREAM).expect("it is there");
    for shard in &stream.shards {
        let coverage = app(world).shards.get(&shard.id).copied().unwrap_or(Coverage::from(1));
        assert_eq!(coverage.first, shard.next_index() - 1, "{} {coverage:?}", shard.id);
        assert_eq!((coverage.expired, coverage.passed, coverage.skipped), (0, 0, 0));
    }
}

/// Lets the traffic end and gives the application time for the rest.
fn drain(world: &mut World) {
    let traffic = Traffic { rate_records_per_s: 0, ..traffic(0) };
    world.execute(Command::SetTraffic { producer: "p0".to_owned(), traffic }).unwrap();
    wait(world, 200);
}

#[test]
fn one_worker_has_all_leases_and_processes_everything_once() {
    let mut world = simple(4, 1);
    wait(&mut world, 120);
    assert_eq!(held(&world), [4]);
    drain(&mut world);
    assert_all_processed(&world);
    assert_eq!(app(&world).sum().repeated, 0);
    assert_eq!(app(&world).table.len(), 4);
}

#[test]
fn workers_share_the_leases_and_a_late_one_gets_its_share() {
    let mut world = simple(6, 2);
    wait(&mut world, 120);
    assert_eq!(held(&world), [3, 3]);
    act(&mut world, WorkerAction::Add);
    wait(&mut world, 120);
    assert_eq!(held(&world), [2, 2, 2]);
    assert!(app(&world).totals.stolen > 0, "{:?}", app(&world).totals);
}

#[test]
fn more_workers_than_shards_leave_some_idle() {
    let mut world = simple(2, 5);
    wait(&mut world, 300);
    let mut held = held(&world);
    held.sort_unstable();
    assert_eq!(held, [0, 0, 0, 1, 1]);
}

#[test]
fn after_a_crash_the_others_take_over_and_process_again_what_was_not_checkpointed() {
    let mut world = simple(4, 2);
    wait(&mut world, 119);
    let before = app(&world).sum();
    act(&mut world, WorkerAction::Crash(WorkerId(0)));
    // Nobody knows before the failover time has passed.
    wait(&mut world, 9);
    assert_eq!(app(&world).table.rows().filter(|lease| lease.owner == Some(app(&world).workers[0].owner)).count(), 2);
    wait(&mut world, 60);
    assert_eq!(held(&world), [4]);
    let after = app(&world).sum();
    // Up to a minute of two shards, fifty records a second.
    let repeated = after.repeated - before.repeated;
    assert!((1..=3_100).contains(&repeated), "{repeated}");
    drain(&mut world);
    assert_all_processed(&world);
}

#[test]
fn checkpointing_after_each_batch_leaves_little_to_repeat() {
    let repeated = |checkpoint_interval_ms| {
        let settings = KclSettings { checkpoint_interval_ms, ..KclSettings::default() };
        let mut world = world(&plan_with(4, 100, application(2, settings, Work::default())));
        wait(&mut world, 170);
        act(&mut world, WorkerAction::Crash(WorkerId(0)));
        drain(&mut world);
        assert_all_processed(&world);
        app(&world).sum().repeated
    };
    let (often, rarely) = (repeated(0), repeated(60_000));
    assert!(often * 10 < rarely, "{often} {rarely}");
}

#[test]
fn a_worker_that_is_told_to_stop_leaves_nothing_to_repeat() {
    let mut world = simple(4, 2);
    wait(&mut world, 100);
    // What a worker takes from one that runs is processed again from the last checkpoint on.
    let before = app(&world).sum().repeated;
    act(&mut world, WorkerAction::Stop(WorkerId(1)));
    wait(&mut world, 60);
    assert_eq!(held(&world), [4]);
    drain(&mut world);
    assert_all_processed(&world);
    assert_eq!(app(&world).sum().repeated, before);
}

#[test]
fn a_paused_worker_loses_its_leases_and_its_checkpoint_is_refused() {
    let work = Work { record_time_us: 20_000, failing_every: 0 };
    let mut world = world(&plan_with(2, 60, application(2, KclSettings::default(), work)));
    wait(&mut world, 100);
    let (before, repeated) = (app(&world).totals, app(&world).sum().repeated);
    act(&mut world, WorkerAction::Pause { worker: WorkerId(0), for_ms: 60_000 });
    wait(&mut world, 61);
    assert_eq!(app(&world).totals.lost, before.lost + 1);
    wait(&mut world, 30);
    assert_eq!(app(&world).totals.refused_checkpoints, before.refused_checkpoints + 1);
    drain(&mut world);
    assert_all_processed(&world);
    assert!(app(&world).sum().repeated > repeated);
}

#[test]
fn children_wait_for_their_parents_ends() {
    // A third of a processor's second for a second's records: the application is slow, not too slow.
    let work = Work { record_time_us: 4_000, failing_every: 0 };
    let mut world = world(&plan_with(1, 200, application(1, KclSettings::default(), work)));
    wait(&mut world, 60);
    scale(&mut world, 2);
    let mut ends: BTreeMap<ShardId, (SimTime, SimTime)> = BTreeMap::new();
    for _ in 0..200 {
        wait(&mut world, 1);
        for run in &app(&world).runs {
            let entry = ends.entry(run.shard).or_insert((run.at, run.at));
            *entry = (entry.0.min(run.at), entry.1.max(run.at));
        }
    }
    let parent_end = ends[&ShardId(0)].1;
    assert!(ends[&ShardId(1)].0 > parent_end && ends[&ShardId(2)].0 > parent_end, "{ends:?}");
    drain(&mut world);
    assert_all_processed(&world);
    let table = &app(&world).table;
    assert_eq!(table.get(ShardId(0)), None, "a lease that is done goes once the children are under way");
    assert!(table.rows().all(|lease| matches!(lease.checkpoint, Checkpoint::Below(_))));
}

#[test]
fn a_small_table_makes_checkpoints_and_renewals_wait() {
    let settings = KclSettings { write_capacity_units: 1, checkpoint_interval_ms: 0, ..KclSettings::default() };
    let mut world = world(&plan_with(10, 100, application(2, settings, Work::default())));
    wait(&mut world, 120);
    let table = &app(&world).table;
    assert!(table.throttled_writes > 100, "{}", table.throttled_writes);
    assert!(table.writes <= 121, "{}", table.writes);
}

#[test]
fn latest_begins_with_what_comes_and_its_children_from_their_beginning() {
    let settings = KclSettings { initial_position: InitialPosition::Latest, ..KclSettings::default() };
    let mut world = world(&plan(1, vec![traffic(100)]));
    wait(&mut world, 60);
    let consumer = application(1, settings, Work::default());
    world.execute(Command::Consumer(ConsumerCommand::Add(consumer))).unwrap();
    scale(&mut world, 2);
    wait(&mut world, 60);
    drain(&mut world);
    let shards = &app(&world).shards;
    let stream = world.streams().find(STREAM).unwrap();
    assert!(shards[&ShardId(0)].start > 5_000, "{shards:?}");
    for child in [ShardId(1), ShardId(2)] {
        assert_eq!(shards[&child].first, stream.shards[child.0 as usize].next_index() - 1);
    }
}

#[test]
fn a_batch_that_fails_is_passed_over() {
    let work = Work { record_time_us: 200, failing_every: 1_000 };
    let mut world = world(&plan_with(1, 100, application(1, KclSettings::default(), work)));
    wait(&mut world, 100);
    drain(&mut world);
    let sum = app(&world).sum();
    assert!(app(&world).totals.failed_batches >= 9 && sum.skipped >= 9, "{sum:?}");
    let stored = world.totals().accepted_records;
    assert_eq!(sum.first + sum.skipped, stored);
}

#[test]
fn what_expires_unread_is_counted() {
    // Half of what arrives can be processed, for two days.
    let work = Work { record_time_us: 200_000, failing_every: 0 };
    let settings = KclSettings { processors: 1, ..KclSettings::default() };
    let mut world = world(&plan_with(1, 10, application(1, settings, work)));
    wait(&mut world, 60 * 3_600);
    let coverage = app(&world).shards[&ShardId(0)];
    assert!(coverage.expired > 0, "{coverage:?}");
    assert_eq!(coverage.first + coverage.expired, coverage.reached - 1);
}

/// What is done to an application.
#[derive(Clone, Debug)]
enum Blow {
    Add,
    Crash(u16),
    Pause(u16, u32),
    Stop(u16),
    Scale(u32),
}

fn blows() -> impl Strategy<Value = Vec<(u64, Blow)>> {
    let blow = prop_oneof![
        3 => Just(Blow::Add),
        3 => (0_u16..6).prop_map(Blow::Crash),
        3 => ((0_u16..6), 500_u32..40_000).prop_map(|(worker, for_ms)| Blow::Pause(worker, for_ms)),
        1 => (0_u16..6).prop_map(Blow::Stop),
        3 => (1_u32..9).prop_map(Blow::Scale),
    ];
    prop::collection::vec((1_u64..50, blow), 1..12)
}

/// What was processed, as the runs tell it: kept apart from the application's own account.
#[derive(Default)]
struct Witness {
    seen: BTreeMap<ShardId, Vec<bool>>,
    newest: Option<SimTime>,
    first: u64,
    repeated: u64,
    /// When each shard had its last first-time record.
    ended: BTreeMap<ShardId, SimTime>,
    began: BTreeMap<ShardId, SimTime>,
}

impl Witness {
    /// Looks at the runs that it has not seen; every first-time record must follow the one before it.
    fn look(&mut self, world: &World) {
        let newest = self.newest;
        for run in app(world).runs.iter().filter(|run| newest.is_none_or(|newest| run.at > newest)) {
            let Range { start, end } = run.records.clone();
            let seen = self.seen.entry(run.shard).or_insert_with(|| vec![true]);
            for index in start..end {
                if (index as usize) < seen.len() {
                    self.repeated += 1;
                } else {
                    assert_eq!(index as usize, seen.len(), "{}: no record is passed over", run.shard);
                    seen.push(true);
                    self.first += 1;
                    self.began.entry(run.shard).or_insert(run.at);
                    self.ended.insert(run.shard, run.at);
                }
            }
        }
        self.newest = app(world).runs.back().map(|run| run.at);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn nothing_is_missed_and_order_is_kept_whatever_happens(
        shards in 1_u32..5,
        workers in 1_u32..4,
        record_time_us in 0_u32..30_000,
        checkpoint_interval_ms in prop::sample::select(vec![0_u32, 5_000, 60_000]),
        write_capacity_units in prop::sample::select(vec![0_u32, 2, 10]),
        blows in blows(),
        seed in any::<u64>(),
    ) {
        let settings = KclSettings { checkpoint_interval_ms, write_capacity_units, ..KclSettings::default() };
        let work = Work { record_time_us, failing_every: 0 };
        let planned = Plan { seed, ..plan_with(shards, 40, application(workers, settings, work)) };
        let mut world = world(&planned);
        let mut witness = Witness::default();
        let mut are_calm = true;
        let watch = |world: &mut World, witness: &mut Witness, seconds: u64| {
            for _ in 0..seconds * 2 {
                world.advance_to(world.now() + Micros::millis(500));
                witness.look(world);
            }
        };
        for (pause_s, blow) in blows {
            watch(&mut world, &mut witness, pause_s);
            let action = match blow {
                Blow::Scale(target) => {
                    scale(&mut world, target);
                    continue;
                }
                Blow::Add => WorkerAction::Add,
                Blow::Crash(worker) => WorkerAction::Crash(WorkerId(worker)),
                Blow::Pause(worker, for_ms) => WorkerAction::Pause { worker: WorkerId(worker), for_ms },
                Blow::Stop(worker) => WorkerAction::Stop(WorkerId(worker)),
            };
            are_calm = false;
            let consumer = APPLICATION.to_owned();
            // A worker that is not there cannot be crashed: refused.
            let _refused_or_not = world.execute(Command::Consumer(ConsumerCommand::Worker { consumer, action }));
        }
        act(&mut world, WorkerAction::Add);
        let traffic = Traffic { rate_records_per_s: 0, ..traffic(0) };
        world.execute(Command::SetTraffic { producer: "p0".to_owned(), traffic }).unwrap();
        watch(&mut world, &mut witness, 2_000);
        assert_all_processed(&world);
        let sum = app(&world).sum();
        prop_assert_eq!((sum.first, sum.repeated), (witness.first, witness.repeated));
        // Who loses a lease to another works on until it learns that.
        let has_stolen = app(&world).totals.stolen > 0;
        prop_assert!(!are_calm || has_stolen || write_capacity_units > 0 || sum.repeated == 0);
        let stream = world.streams().find(STREAM).unwrap();
        for shard in &stream.shards {
            for parent in shard.lineage.parents() {
                let (Some(began), Some(ended)) = (witness.began.get(&shard.id), witness.ended.get(&parent)) else {
                    continue;
                };
                prop_assert!(began >= ended, "{} began before {} was done", shard.id, parent);
            }
        }
        // A replay comes to the same end.
        let again = World::replay(&planned, crate::support::sources(), world.journal(), world.now()).unwrap();
        prop_assert_eq!(again.trace(), world.trace());
    }
}
