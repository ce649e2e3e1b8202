//! What the pipeline's view is told.

use super::applications::{LeaseOwner, PhaseName};
use super::{Detail, Part, PipelineFrame, PipelineView};
use crate::engine::command::Command;
use crate::engine::consumer::command::{ConsumerCommand, WorkerAction};
use crate::engine::consumer::kcl::plan::{ApplicationPlan, KclSettings};
use crate::engine::consumer::kcl::worker::WorkerId;
use crate::engine::consumer::work::Work;
use crate::engine::consumer::{ConsumerKind, ConsumerPlan};
use crate::engine::producer::agent::AgentAction;
use crate::engine::producer::command::ProducerCommand;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::{KeySources, World};
use crate::scenario::form::new_producer;
use crate::scenario::presets::Preset;

fn world(workers: u32) -> World {
    let mut plan = Preset::named("even-load").unwrap().scenario().plan;
    let application = ApplicationPlan { workers, settings: KclSettings::default(), work: Work::default() };
    plan.consumers.push(ConsumerPlan {
        name: "billing".into(),
        stream: None,
        store: None,
        kind: ConsumerKind::Kcl(application),
    });
    let mut world = World::new(&plan, KeySources::new()).unwrap();
    world.advance_to(SimTime::ZERO + Micros::seconds(60));
    world
}

#[test]
fn an_agent_tells_of_its_files_and_how_far_it_is_behind() {
    let mut plan = Preset::named("even-load").unwrap().scenario().plan;
    plan.producers[0].kind = new_producer("agent");
    let mut world = World::new(&plan, KeySources::new()).unwrap();
    let name = plan.producers[0].name.clone();
    let detail = |world: &World| {
        let view = PipelineView { chosen: Some(Part::Producer(name.clone())), life: None };
        match PipelineFrame::of(world, &view).detail {
            Some(Detail::Producer(detail)) => detail,
            other => panic!("a producer was chosen: {other:?}"),
        }
    };
    world.advance_to(SimTime::ZERO + Micros::seconds(60));
    let running = detail(&world);
    assert_eq!(running.is_running, Some(true));
    assert_eq!(running.files[0].name, "/var/log/app/access.log");
    assert!(running.files[0].read_lines > 0 && running.facts.iter().any(|fact| fact.id == "fact-lines-read"));
    let action = AgentAction::Crash;
    world.execute(Command::Producer(ProducerCommand::Agent { producer: name.clone(), action })).unwrap();
    world.advance_to(world.now() + Micros::seconds(10));
    let crashed = detail(&world);
    assert_eq!(crashed.is_running, Some(false));
    let behind = crashed.behind.unwrap();
    assert!(behind.lines > 0 && behind.age(world.now()) >= Micros::seconds(9), "{behind:?}");
}

fn detail(world: &World) -> super::ConsumerDetail {
    let view = PipelineView { chosen: Some(Part::Consumer("billing".into())), life: None };
    match PipelineFrame::of(world, &view).detail {
        Some(Detail::Consumer(detail)) => *detail,
        other => panic!("a consumer was chosen: {other:?}"),
    }
}

#[test]
fn a_lease_table_tells_who_holds_what_and_who_is_idle() {
    let world = world(5);
    let frame = PipelineFrame::of(&world, &PipelineView::default());
    let workers = frame.consumers[0].workers.unwrap();
    assert_eq!((workers.busy, workers.idle, workers.orphans), (4, 1, 0), "four shards, five workers");
    assert_eq!(frame.producers[0].plan.stream.as_deref(), Some("clickstream"));
    assert_eq!(frame.streams[0].shards, 4);
    let detail = detail(&world);
    assert_eq!((detail.leases.len(), detail.workers.len()), (4, 5));
    assert!(detail.leases.iter().all(|lease| matches!(lease.owner, Some(LeaseOwner::Worker(_)))));
    assert!(detail.leases.iter().all(|lease| lease.phase != PhaseName::None));
    assert_eq!(detail.workers.iter().map(|worker| worker.leases).sum::<u32>(), 4);
    assert_eq!(detail.stages.len(), 5, "there is no store");
    assert_eq!(detail.ages.behind_ms.len(), 61);
}

#[test]
fn the_leases_of_a_crashed_worker_are_orphans_until_somebody_takes_them() {
    let mut world = world(2);
    let action = WorkerAction::Crash(WorkerId(0));
    world.execute(Command::Consumer(ConsumerCommand::Worker { consumer: "billing".into(), action })).unwrap();
    world.advance_to(world.now() + Micros::seconds(5));
    let orphans = |world: &World| {
        PipelineFrame::of(world, &PipelineView::default()).consumers[0].workers.map(|workers| workers.orphans)
    };
    assert_eq!(orphans(&world), Some(2));
    assert_eq!(detail(&world).leases.iter().filter(|lease| lease.owner == Some(LeaseOwner::Gone)).count(), 2);
    world.advance_to(world.now() + Micros::seconds(60));
    assert_eq!(orphans(&world), Some(0));
}
