//! Consumers come, change and go, and things happen to their workers.

use super::delivering::Link;
use super::kcl::Scene;
use super::mapping::{MappingTask, Stage};
use super::reader::ReaderTask;
use super::{Task, Wake};
use crate::engine::api::request::ConsumerRequest;
use crate::engine::consumer::ages::Ages;
use crate::engine::consumer::command::{ConsumerCommand, WorkerAction};
use crate::engine::consumer::kcl::Application;
use crate::engine::consumer::kcl::worker::{Phase, Worker, WorkerId, WorkerState};
use crate::engine::consumer::mapping::Mapping;
use crate::engine::consumer::reader::{Reader, Way};
use crate::engine::consumer::{Body, Consumer, ConsumerKind, ConsumerPlan};
use crate::engine::error::{Rule, Violation};
use crate::engine::ids::ConsumerId;
use crate::engine::random::RandomStream;
use crate::engine::time::Micros;
use crate::engine::validate::{CONSUMERS_MAX, check_consumer, check_stream_name};
use crate::engine::world::World;

impl World {
    /// Checks a command about consumers against what there is.
    pub(in crate::engine::world) fn check_consuming(&self, command: &ConsumerCommand) -> Result<(), Violation> {
        match command {
            ConsumerCommand::Add(plan) => {
                check_consumer("consumer", plan, self.profile)?;
                if self.consumers.values().any(|known| known.name == plan.name) {
                    return Err(Violation::new("consumer.name", &plan.name, Rule::Unique));
                }
                if self.consumers.len() >= CONSUMERS_MAX {
                    let rule = Rule::Between { min: 0.0, max: CONSUMERS_MAX as f64, unit: "consumers".to_owned() };
                    return Err(Violation::new("consumers", self.consumers.len() + 1, rule));
                }
                if let Some(store) = &plan.store {
                    self.store_called(store).map_err(|wrong| wrong.within("consumer."))?;
                }
                let has_stream = plan.stream.is_some() || self.plan.stream.is_some();
                if has_stream { Ok(()) } else { Err(Violation::new("consumer.stream", "", Rule::NotEmpty)) }
            }
            ConsumerCommand::Remove { consumer } => self.consumer_called(consumer).map(|_| ()),
            ConsumerCommand::Set { consumer, kind } => {
                let known = self.consumer_called(consumer)?.body.kind();
                let is_same = std::mem::discriminant(&known) == std::mem::discriminant(kind);
                if is_same { kind.validate("kind.") } else { Err(Violation::new("kind", consumer, Rule::SameKind)) }
            }
            ConsumerCommand::Connect { consumer, stream } => {
                self.consumer_called(consumer)?;
                check_stream_name("stream", stream, self.profile)
            }
            ConsumerCommand::Deliver { consumer, store } => {
                self.consumer_called(consumer)?;
                store.as_ref().map_or(Ok(()), |store| self.store_called(store).map(|_| ()))
            }
            ConsumerCommand::Worker { consumer, action } => self.check_action(consumer, *action),
        }
    }

    fn check_action(&self, consumer: &str, action: WorkerAction) -> Result<(), Violation> {
        let Body::Kcl(application) = &self.consumer_called(consumer)?.body else {
            return Err(Violation::new("consumer", consumer, Rule::Known { known: self.applications() }));
        };
        let (WorkerAction::Crash(worker) | WorkerAction::Pause { worker, .. } | WorkerAction::Stop(worker)) = action
        else {
            return Ok(());
        };
        let is_there = |worker: &Worker| worker.state != WorkerState::Ended;
        if application.worker(worker).is_some_and(is_there) {
            return Ok(());
        }
        let known =
            application.workers.iter().filter(|worker| is_there(worker)).map(|worker| worker.id.to_string()).collect();
        Err(Violation::new("worker", worker, Rule::Known { known }))
    }

    fn consumer_called(&self, name: &str) -> Result<&Consumer, Violation> {
        let known = || Rule::Known { known: self.consumers.values().map(|known| known.name.clone()).collect() };
        let found = self.consumers.values().find(|known| known.name == name);
        found.ok_or_else(|| Violation::new("consumer", name, known()))
    }

    /// Carries out a command about consumers that was checked.
    pub(in crate::engine::world) fn apply_consuming(&mut self, command: ConsumerCommand) {
        match command {
            ConsumerCommand::Add(plan) => self.add_consumer(&plan),
            ConsumerCommand::Remove { consumer } => self.remove_consumer(&consumer),
            ConsumerCommand::Set { consumer, kind } => {
                let id = self.consumers.values().find(|known| known.name == consumer).map(|known| known.id);
                if let Some(id) = id {
                    self.set_consumer(id, kind);
                }
            }
            ConsumerCommand::Connect { consumer, stream } => {
                if let Ok(known) = self.consumer_called(&consumer) {
                    let plan = ConsumerPlan { stream: Some(stream), ..known.plan() };
                    self.remove_consumer(&consumer);
                    self.add_consumer(&plan);
                }
            }
            ConsumerCommand::Deliver { consumer, store } => {
                if let Some(known) =
                    self.consumers.iter_mut().map(|(_, value)| value).find(|known| known.name == consumer)
                {
                    known.store = store;
                }
            }
            ConsumerCommand::Worker { consumer, action } => {
                let id = self.consumers.values().find(|known| known.name == consumer).map(|known| known.id);
                if let Some(id) = id {
                    self.act(id, action);
                }
            }
        }
    }

    /// A consumer is gone; one of enhanced fan-out takes itself off its stream's list.
    fn remove_consumer(&mut self, name: &str) {
        let Some(id) = self.consumers.values().find(|known| known.name == name).map(|known| known.id) else {
            return;
        };
        let gone = self.consumers.remove(&id);
        let is_registered = |body: &Body| matches!(body, Body::Reader(Reader { way: Way::FanOut, .. }));
        if let Some(gone) = gone.filter(|gone| is_registered(&gone.body)) {
            let request = ConsumerRequest {
                stream_arn: Some(self.account.stream_arn(&gone.target.name)),
                consumer_name: Some(gone.name),
                ..ConsumerRequest::default()
            };
            // Its stream may be gone, or it was never registered.
            let _gone_anyway = self.deregister_consumer(&request);
        }
    }

    /// There is one more consumer, at work from now on.
    pub(in crate::engine::world) fn add_consumer(&mut self, plan: &ConsumerPlan) {
        let id = ConsumerId(self.consumers_made);
        self.consumers_made += 1;
        let target = self.planned_target(plan.stream.as_ref());
        let (body, workers) = match &plan.kind {
            ConsumerKind::Kcl(application) => {
                let random = RandomStream::new(self.plan.seed, &format!("{}/workers", plan.name));
                (Body::Kcl(Application::new(application, random, self.now)), application.workers)
            }
            ConsumerKind::Lambda(mapping) => {
                self.plan_wake(id, self.now, Wake::Mapping(MappingTask::Discover));
                (Body::Lambda(Mapping::new(mapping, self.now)), 0)
            }
            ConsumerKind::GetRecords(polling) => {
                self.plan_reader(id, self.now, ReaderTask::Look);
                (Body::Reader(Reader::polling(polling, self.now)), 0)
            }
            ConsumerKind::FanOut(fan_out) => {
                self.plan_reader(id, self.now, ReaderTask::Look);
                (Body::Reader(Reader::fan_out(fan_out, self.now)), 0)
            }
        };
        let (name, store) = (plan.name.clone(), plan.store.clone());
        let consumer = Consumer { id, name, target, store, body, ages: Ages::of(id) };
        self.begin_sampling();
        self.consumers.insert(id, consumer);
        for _ in 0..workers {
            self.act(id, WorkerAction::Add);
        }
    }

    /// A consumer has other settings from now on.
    fn set_consumer(&mut self, id: ConsumerId, kind: ConsumerKind) {
        let now = self.now;
        let Some(mut consumer) = self.consumers.remove(&id) else {
            return;
        };
        let link = Link::of(&consumer);
        match (&mut consumer.body, kind) {
            (Body::Kcl(application), ConsumerKind::Kcl(plan)) => {
                application.settings = plan.settings;
                application.work = plan.work;
                application.table.set_capacity(plan.settings.write_capacity_units, now);
            }
            (Body::Lambda(mapping), ConsumerKind::Lambda(plan)) => {
                mapping.settings = plan.settings;
                mapping.function = plan.function;
                self.relane(&mut Stage { id, target: consumer.target.id, link, ages: &mut consumer.ages, mapping });
            }
            (Body::Reader(reader), ConsumerKind::GetRecords(plan)) => {
                let Reader { way, work, processors, deaggregates, .. } = Reader::polling(&plan, now);
                (reader.way, reader.work, reader.processors) = (way, work, processors);
                reader.deaggregates = deaggregates;
            }
            (Body::Reader(reader), ConsumerKind::FanOut(plan)) => {
                (reader.work, reader.processors) = (plan.work, plan.processors);
                reader.deaggregates = plan.deaggregates;
            }
            _ => unreachable!("it was checked that the kind is the same"),
        }
        self.consumers.insert(id, consumer);
    }

    fn applications(&self) -> Vec<String> {
        let applications = self.consumers.values().filter(|known| matches!(known.body, Body::Kcl(_)));
        applications.map(|known| known.name.clone()).collect()
    }

    fn act(&mut self, id: ConsumerId, action: WorkerAction) {
        let Some(mut consumer) = self.consumers.remove(&id) else {
            return;
        };
        let (target, link) = (consumer.target.id, Link::of(&consumer));
        let Body::Kcl(application) = &mut consumer.body else {
            unreachable!("it was checked that the consumer has workers");
        };
        let worker = match action {
            WorkerAction::Add => WorkerId(application.workers.len() as u16),
            WorkerAction::Crash(worker) | WorkerAction::Pause { worker, .. } | WorkerAction::Stop(worker) => worker,
        };
        let mut scene = Scene { id, target, link, ages: &mut consumer.ages, application, worker };
        match action {
            WorkerAction::Add => self.start_worker(&mut scene),
            WorkerAction::Crash(_) => self.crash_worker(&mut scene),
            WorkerAction::Pause { for_ms, .. } => self.pause_worker(&mut scene, Micros::millis(u64::from(for_ms))),
            WorkerAction::Stop(_) => self.stop_worker(&mut scene),
        }
        self.consumers.insert(id, consumer);
    }

    fn start_worker(&mut self, scene: &mut Scene<'_>) {
        let owner = scene.application.next_owner();
        scene.application.workers.push(Worker::new(scene.worker, owner, self.now));
        self.plan_task(scene, self.now, Task::Sync);
        self.plan_task(scene, self.now, Task::Take);
        let renew = self.now + scene.application.renew_interval();
        self.plan_task(scene, renew, Task::Renew);
    }

    /// It is over amid its batches: of each a part was processed, and nobody was told.
    fn crash_worker(&mut self, scene: &mut Scene<'_>) {
        let (now, worker) = (self.now, scene.worker);
        let is_paused = matches!(scene.worker().state, WorkerState::Paused { .. });
        scene.worker().state = WorkerState::Ended;
        scene.worker().life += 1;
        for (shard, processor) in std::mem::take(&mut scene.worker().processors) {
            if let Phase::Processing(batch) = processor.phase
                && !is_paused
            {
                let done = batch.done(now);
                let failing = scene.application.work.first_failing(&done);
                let done = done.start..failing.unwrap_or(done.end);
                let first = scene.application.book(now, worker, shard, done.clone());
                let items = self.items(&scene.link, (scene.target, shard), &done);
                scene.ages.note_processed(now, done.end - done.start, first, items);
            }
        }
    }

    fn pause_worker(&mut self, scene: &mut Scene<'_>, length: Micros) {
        let worker = scene.worker();
        if !matches!(worker.state, WorkerState::Paused { .. }) {
            worker.state = WorkerState::Paused { since: self.now };
        }
        worker.life += 1;
        self.plan_task(scene, self.now + length, Task::Resume);
    }

    /// It goes on where it stood still: first it renews its leases, and learns which it has lost.
    pub(super) fn resume_worker(&mut self, scene: &mut Scene<'_>) {
        let WorkerState::Paused { since } = scene.worker().state else {
            return;
        };
        let now = self.now;
        let pause = now.since(since);
        scene.worker().state = WorkerState::Running;
        scene.worker().life += 1;
        self.plan_task(scene, now, Task::Renew);
        self.plan_task(scene, now, Task::Sync);
        self.plan_task(scene, now, Task::Take);
        let mut steps = Vec::new();
        for (shard, processor) in &mut scene.worker().processors {
            let at = match &mut processor.phase {
                Phase::Processing(batch) => {
                    batch.began += pause;
                    batch.until += pause;
                    batch.until
                }
                Phase::Delivering(at_store) => at_store.delivery.goes_on.max(now),
                _ => now,
            };
            steps.push((at, Task::Step { shard: *shard, tenure: processor.tenure }));
        }
        for (at, task) in steps {
            self.plan_task(scene, at, task);
        }
    }

    fn stop_worker(&mut self, scene: &mut Scene<'_>) {
        if scene.worker().state != WorkerState::Running {
            // One that stands still cannot be asked.
            return self.crash_worker(scene);
        }
        let worker = scene.worker();
        worker.state = if worker.processors.is_empty() { WorkerState::Ended } else { WorkerState::Stopping };
        let waiting: Vec<_> = worker
            .processors
            .iter()
            .filter(|(_, processor)| !matches!(processor.phase, Phase::Processing(_) | Phase::Delivering(_)))
            .map(|(shard, processor)| (*shard, processor.tenure))
            .collect();
        for (shard, tenure) in waiting {
            self.plan_task(scene, self.now, Task::Step { shard, tenure });
        }
    }

    /// The consumers of `name` find their stream, or lose it; with another stream of that name they begin anew.
    pub(in crate::engine::world) fn retarget_consumers(&mut self, name: &str) {
        let now = self.now;
        let found = self.streams.find(name).map(|stream| stream.id);
        for consumer in
            self.consumers.iter_mut().map(|(_, value)| value).filter(|consumer| consumer.target.name == name)
        {
            let is_other = found.is_some() && consumer.target.id.is_some() && consumer.target.id != found;
            if found.is_some() {
                consumer.target.id = found;
            }
            if is_other {
                consumer.ages.begin_anew();
            }
            match &mut consumer.body {
                Body::Kcl(application) if is_other => application.begin_anew(now),
                Body::Lambda(mapping) if is_other => mapping.begin_anew(now),
                Body::Reader(reader) if is_other => reader.begin_anew(now),
                Body::Kcl(_) | Body::Lambda(_) | Body::Reader(_) => {}
            }
        }
    }
}
