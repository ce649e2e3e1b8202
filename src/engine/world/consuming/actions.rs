//! Consumers come, change and go, and things happen to their workers.

use super::Task;
use super::kcl::Scene;
use crate::engine::consumer::command::{ConsumerCommand, WorkerAction};
use crate::engine::consumer::kcl::Application;
use crate::engine::consumer::kcl::worker::{Phase, Worker, WorkerId, WorkerState};
use crate::engine::consumer::{Body, Consumer, ConsumerKind, ConsumerPlan};
use crate::engine::error::{Rule, Violation};
use crate::engine::ids::ConsumerId;
use crate::engine::random::RandomStream;
use crate::engine::time::Micros;
use crate::engine::validate::{CONSUMERS_MAX, check_consumer};
use crate::engine::world::{Target, World};

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
                let has_stream = plan.stream.is_some() || self.plan.stream.is_some();
                if has_stream { Ok(()) } else { Err(Violation::new("consumer.stream", "", Rule::NotEmpty)) }
            }
            ConsumerCommand::Remove { consumer } => self.consumer_called(consumer).map(|_| ()),
            ConsumerCommand::Set { consumer, kind } => {
                self.consumer_called(consumer)?;
                kind.validate("kind.")
            }
            ConsumerCommand::Worker { consumer, action } => self.check_action(consumer, *action),
        }
    }

    fn check_action(&self, consumer: &str, action: WorkerAction) -> Result<(), Violation> {
        let Body::Kcl(application) = &self.consumer_called(consumer)?.body;
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
            ConsumerCommand::Remove { consumer } => self.consumers.retain(|_, known| known.name != consumer),
            ConsumerCommand::Set { consumer, kind: ConsumerKind::Kcl(plan) } => {
                let now = self.now;
                for known in self.consumers.values_mut().filter(|known| known.name == consumer) {
                    let Body::Kcl(application) = &mut known.body;
                    application.settings = plan.settings;
                    application.work = plan.work;
                    application.table.set_capacity(plan.settings.write_capacity_units, now);
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

    /// There is one more consumer, at work from now on.
    pub(in crate::engine::world) fn add_consumer(&mut self, plan: &ConsumerPlan) {
        let id = ConsumerId(self.consumers_made);
        self.consumers_made += 1;
        let name = plan.stream.clone().or_else(|| self.plan.stream.as_ref().map(|stream| stream.name.clone()));
        let target = Target::of(name.unwrap_or_default(), &self.streams);
        let ConsumerKind::Kcl(application) = &plan.kind;
        let workers = application.workers;
        let random = RandomStream::new(self.plan.seed, &format!("{}/workers", plan.name));
        let body = Body::Kcl(Application::new(application, random, self.now));
        self.consumers.insert(id, Consumer { id, name: plan.name.clone(), target, body });
        for _ in 0..workers {
            self.act(id, WorkerAction::Add);
        }
    }

    fn act(&mut self, id: ConsumerId, action: WorkerAction) {
        let Some(mut consumer) = self.consumers.remove(&id) else {
            return;
        };
        let target = consumer.target.id;
        let Body::Kcl(application) = &mut consumer.body;
        let worker = match action {
            WorkerAction::Add => WorkerId(application.workers.len() as u16),
            WorkerAction::Crash(worker) | WorkerAction::Pause { worker, .. } | WorkerAction::Stop(worker) => worker,
        };
        let mut scene = Scene { id, target, application, worker };
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
                scene.application.book(now, worker, shard, done.start..failing.unwrap_or(done.end));
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
            .filter(|(_, processor)| !matches!(processor.phase, Phase::Processing(_)))
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
        for consumer in self.consumers.values_mut().filter(|consumer| consumer.target.name == name) {
            let is_other = found.is_some() && consumer.target.id.is_some() && consumer.target.id != found;
            if found.is_some() {
                consumer.target.id = found;
            }
            let Body::Kcl(application) = &mut consumer.body;
            if is_other {
                application.begin_anew(now);
            }
        }
    }
}
