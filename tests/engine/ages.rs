//! How old records are on their way through a consumer: the iterator age along time, and the stages.

use crate::api::increase;
use crate::support::{STREAM, plan, stream, wait, world};
use shardscope::engine::command::Command;
use shardscope::engine::consumer::ages::{AgeSample, Stage};
use shardscope::engine::consumer::command::{ConsumerCommand, WorkerAction};
use shardscope::engine::consumer::kcl::plan::{ApplicationPlan, KclSettings};
use shardscope::engine::consumer::kcl::worker::WorkerId;
use shardscope::engine::consumer::mapping::plan::MappingPlan;
use shardscope::engine::consumer::reader::plan::{FanOutPlan, PollingPlan};
use shardscope::engine::consumer::work::Work;
use shardscope::engine::consumer::{Consumer, ConsumerKind, ConsumerPlan};
use shardscope::engine::metrics::slots::Resolution;
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::traffic::{ArrivalModel, KeyModel, RecordSize, Retry, Shape, Traffic};
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;

fn traffic() -> Traffic {
    Traffic {
        rate_records_per_s: 100,
        arrivals: ArrivalModel::Poisson,
        shape: Shape::Steady,
        burst: None,
        record_size: RecordSize::Fixed { bytes: 100 },
        template: None,
        keys: KeyModel::Uniform { keys: 1_000 },
        retry: Retry::None,
    }
}

fn with(kind: ConsumerKind) -> World {
    let consumer = ConsumerPlan { name: "billing".to_owned(), stream: None, store: None, kind };
    world(&Plan { consumers: vec![consumer], ..plan(2, vec![traffic()]) })
}

fn application(work: Work) -> ConsumerKind {
    ConsumerKind::Kcl(ApplicationPlan { workers: 1, settings: KclSettings::default(), work })
}

fn consumer(world: &World) -> &Consumer {
    world.consumers().next().unwrap()
}

/// The last complete second.
fn last(world: &World) -> AgeSample {
    consumer(world).ages.slot(Resolution::Second, world.now().slot(Micros::SECOND) - 1)
}

fn act(world: &mut World, action: WorkerAction) {
    let consumer = consumer(world).name.clone();
    world.execute(Command::Consumer(ConsumerCommand::Worker { consumer, action })).unwrap();
}

#[test]
fn who_keeps_up_has_a_small_age_whatever_it_is_built_with() {
    let kinds = [
        application(Work::default()),
        ConsumerKind::Lambda(MappingPlan::default()),
        ConsumerKind::GetRecords(PollingPlan::default()),
        ConsumerKind::FanOut(FanOutPlan::default()),
    ];
    for kind in kinds {
        let mut world = with(kind);
        wait(&mut world, 60);
        let (mut processed, mut oldest) = (0, Micros(0));
        for _ in 0..30 {
            wait(&mut world, 1);
            processed += last(&world).processed;
            oldest = oldest.max(last(&world).iterator_age);
        }
        assert!(oldest < Micros::seconds(2), "{:?} {oldest:?}", consumer(&world).plan());
        assert!((2_500..=3_500).contains(&processed), "{processed}");
        assert_eq!(last(&world).repeated, 0);
    }
}

#[test]
fn the_age_rises_with_time_while_nobody_reads_and_falls_when_somebody_does() {
    let mut world = with(application(Work::default()));
    wait(&mut world, 100);
    act(&mut world, WorkerAction::Crash(WorkerId(0)));
    wait(&mut world, 30);
    let mut before = last(&world).iterator_age;
    assert!(before > Micros::seconds(25), "{before:?}");
    for _ in 0..60 {
        wait(&mut world, 1);
        let age = last(&world).iterator_age;
        assert!(age.0.abs_diff((before + Micros::SECOND).0) < 300_000, "{before:?} {age:?}");
        assert_eq!(last(&world).behind, age);
        before = age;
    }
    act(&mut world, WorkerAction::Add);
    wait(&mut world, 60);
    assert!(last(&world).iterator_age < Micros::seconds(3), "{:?}", last(&world));
    let minute = |number| consumer(&world).ages.slot(Resolution::Minute, number);
    assert!(minute(3).repeated > 0, "what was not checkpointed came again");
    assert!(minute(2).iterator_age > Micros::seconds(70), "{:?}", minute(2));
}

#[test]
fn a_paused_worker_ages_too() {
    let mut world = with(application(Work::default()));
    wait(&mut world, 100);
    act(&mut world, WorkerAction::Pause { worker: WorkerId(0), for_ms: 40_000 });
    wait(&mut world, 39);
    assert!(last(&world).iterator_age > Micros::seconds(35), "{:?}", last(&world));
}

#[test]
fn the_stages_add_up_to_the_whole_way() {
    let kinds = [
        application(Work { record_time_us: 5_000, failing_every: 0 }),
        ConsumerKind::Lambda(MappingPlan::default()),
        ConsumerKind::FanOut(FanOutPlan::default()),
    ];
    for kind in kinds {
        let mut world = with(kind);
        wait(&mut world, 300);
        let ages = &consumer(&world).ages;
        let mean = |stage| ages.stage(stage).mean().map_or(0, |mean| mean.0);
        let sum = mean(Stage::UntilRead) + mean(Stage::UntilProcessing) + mean(Stage::Processing);
        // Some were read and are not processed yet.
        assert!(sum.abs_diff(mean(Stage::EndToEnd)) < 20_000 + sum / 20, "{sum} {}", mean(Stage::EndToEnd));
        let recent = ages.recent(Stage::EndToEnd, world.now());
        assert!((4_000..7_000).contains(&recent.count()), "{}", recent.count());
        assert!(!recent.buckets().is_empty() && recent.buckets().len() < 60);
    }
}

#[test]
fn nothing_is_looked_at_where_there_are_no_consumers() {
    let mut world = with(ConsumerKind::Lambda(MappingPlan::default()));
    let silent = Traffic { rate_records_per_s: 0, ..traffic() };
    world.execute(Command::SetTraffic { producer: "p0".to_owned(), traffic: silent }).unwrap();
    wait(&mut world, 5);
    let remove = ConsumerCommand::Remove { consumer: "billing".to_owned() };
    world.execute(Command::Consumer(remove)).unwrap();
    wait(&mut world, 5);
    let next = world.next_event_at().unwrap();
    assert!(next.since(world.now()) > Micros::SECOND || next.0.is_multiple_of(10_000_000), "{next:?}");
}

#[test]
fn what_expires_while_it_is_processed_counts_with_all_of_its_age() {
    let work = Work { record_time_us: 10_000_000, failing_every: 0 };
    let kinds = [
        application(work),
        ConsumerKind::FanOut(FanOutPlan { work, ..FanOutPlan::default() }),
        ConsumerKind::GetRecords(PollingPlan { work, ..PollingPlan::default() }),
    ];
    for kind in kinds {
        let billing = ConsumerPlan { name: "billing".to_owned(), stream: None, store: None, kind };
        let mut world = world(&Plan { consumers: vec![billing], ..plan(1, vec![traffic()]) });
        wait(&mut world, 200);
        let silent = Traffic { rate_records_per_s: 0, ..traffic() };
        world.execute(Command::SetTraffic { producer: "p0".to_owned(), traffic: silent }).unwrap();
        // A longer period does not make younger what had gone by then.
        wait(&mut world, 30 * 3_600);
        let trimmed = stream(&world).shards[0].log().trimmed().records;
        world.request(increase(STREAM, 48)).unwrap();
        wait(&mut world, 40 * 3_600);
        let ages = &consumer(&world).ages;
        let [processing, processed, end] =
            [Stage::Processing, Stage::UntilProcessed, Stage::EndToEnd].map(|stage| ages.stage(stage));
        let (count, largest) = (processing.count(), end.largest().unwrap());
        assert!(trimmed > 10_000 && count > 10_000, "{trimmed} {count}");
        assert_eq!((processed.count(), end.count()), (count, count));
        assert!(largest >= Micros::hours(24) && largest <= world.now().since(SimTime::ZERO), "{largest:?}");
    }
}
