//! Producers come, change and go.

use super::World;
use super::happenings::Target;
use crate::engine::error::{Rule, Violation};
use crate::engine::ids::ProducerId;
use crate::engine::plan::ProducerPlan;
use crate::engine::producer::agent::Agent;
use crate::engine::producer::client::Client;
use crate::engine::producer::command::ProducerCommand;
use crate::engine::producer::library::Library;
use crate::engine::producer::{Body, Producer, ProducerKind};
use crate::engine::random::RandomStream;
use crate::engine::validate::{PRODUCERS_MAX, check_producer, check_stream_name};
use std::rc::Rc;

impl World {
    /// The producers that were not taken away.
    pub fn present_producers(&self) -> impl Iterator<Item = &Producer> {
        self.producers.iter().filter(|producer| !producer.is_removed)
    }

    /// Checks a command about producers against what there is.
    pub(super) fn check_producing(&self, command: &ProducerCommand) -> Result<(), Violation> {
        match command {
            ProducerCommand::Add(plan) => {
                check_producer("producer", plan, self.profile)?;
                if self.present_producers().any(|known| known.name == plan.name) {
                    return Err(Violation::new("producer.name", &plan.name, Rule::Unique));
                }
                let present = self.present_producers().count();
                if present >= PRODUCERS_MAX || self.producers.len() > usize::from(u16::MAX) {
                    let rule = Rule::Between { min: 0.0, max: PRODUCERS_MAX as f64, unit: "producers".to_owned() };
                    return Err(Violation::new("producers", present + 1, rule));
                }
                if plan.stream.is_none() && plan.delivery_stream.is_none() && self.plan.stream.is_none() {
                    return Err(Violation::new("producer.stream", "", Rule::NotEmpty));
                }
                let target = self.producer_target(plan);
                self.content(&plan.traffic, &plan.kind, &target, None)
                    .map(|_| ())
                    .map_err(|wrong| wrong.within("producer.traffic."))
            }
            ProducerCommand::Remove { producer } => self.producer_called(producer).map(|_| ()),
            ProducerCommand::Set { producer, kind } => {
                let is_same =
                    std::mem::discriminant(&self.producer_called(producer)?.kind()) == std::mem::discriminant(kind);
                if is_same { kind.validate("kind.") } else { Err(Violation::new("kind", producer, Rule::SameKind)) }
            }
            ProducerCommand::Connect { producer, stream } => {
                self.producer_called(producer)?;
                check_stream_name("stream", stream, self.profile)
            }
            ProducerCommand::Agent { producer, .. } => match self.producer_called(producer)?.body {
                Body::Agent(_) => Ok(()),
                Body::Sdk | Body::Api(_) | Body::Kpl(_) => Err(Violation::new("producer", producer, Rule::SameKind)),
            },
        }
    }

    /// The producer called `name`.
    pub(super) fn producer_called(&self, name: &str) -> Result<&Producer, Violation> {
        let known = || Rule::Known { known: self.present_producers().map(|known| known.name.clone()).collect() };
        let found = self.present_producers().find(|known| known.name == name);
        found.ok_or_else(|| Violation::new("producer", name, known()))
    }

    /// Carries out a command about producers that was checked.
    pub(super) fn apply_producing(&mut self, command: ProducerCommand) {
        let now = self.now;
        let named = match &command {
            ProducerCommand::Add(_) => None,
            ProducerCommand::Remove { producer }
            | ProducerCommand::Set { producer, .. }
            | ProducerCommand::Connect { producer, .. }
            | ProducerCommand::Agent { producer, .. } => self.producer_called(producer).ok().map(|found| found.id),
        };
        match (command, named.map(|id| usize::from(id.0))) {
            (ProducerCommand::Add(plan), _) => {
                let added = self.add_producer(&plan);
                assert!(added.is_ok(), "it was checked that the producer may be added");
            }
            (ProducerCommand::Remove { .. }, Some(index)) => self.producers[index].remove(),
            (ProducerCommand::Set { kind, .. }, Some(index)) => self.set_producer(index, kind),
            (ProducerCommand::Agent { action, .. }, Some(index)) => self.act_on_agent(index, action),
            (ProducerCommand::Connect { stream, .. }, Some(index)) => {
                let target = Target::of(stream, &self.streams);
                let layout = target.id.and_then(|id| self.streams.get(id)).map(|stream| Rc::clone(&stream.layout));
                self.producers[index].target = target;
                if let Some(layout) = layout {
                    self.producers[index].move_to(&layout, now);
                }
            }
            _ => unreachable!("it was checked that there is such a producer"),
        }
    }

    /// There is one more producer, which sends from now on.
    pub(super) fn add_producer(&mut self, plan: &ProducerPlan) -> Result<(), Violation> {
        let (now, index) = (self.now, self.producers.len() as u16);
        let target = self.producer_target(plan);
        let content = self.content(&plan.traffic, &plan.kind, &target, None)?;
        let id = ProducerId(index);
        let mut producer = Producer::new(id, plan.name.clone(), plan.traffic.clone(), content, self.plan.seed, now);
        producer.target = target;
        producer.delivery_stream.clone_from(&plan.delivery_stream);
        producer.body = match plan.kind.clone() {
            ProducerKind::Sdk => Body::Sdk,
            ProducerKind::Api(settings) => {
                let chance = RandomStream::new(self.plan.seed, &format!("{}/client", plan.name));
                Body::Api(Box::new(Client::new(settings, chance)))
            }
            ProducerKind::Kpl(settings) => {
                let layout = Rc::clone(producer.recipe().keys().layout());
                Body::Kpl(Box::new(Library::new(settings, &layout, self.profile, now)))
            }
            ProducerKind::Agent(settings) => {
                let chance = RandomStream::new(self.plan.seed, &format!("{}/agent", plan.name));
                Body::Agent(Box::new(Agent::new(*settings, chance, now)))
            }
        };
        self.producers.push(producer);
        self.schedule_arrival(id);
        Ok(())
    }

    /// A producer has other settings from now on.
    fn set_producer(&mut self, index: usize, kind: ProducerKind) {
        match kind {
            ProducerKind::Sdk => {}
            ProducerKind::Api(settings) => {
                if let Some(mut client) = self.producers[index].take_client() {
                    client.set(&self.producers[index], settings);
                    self.run_client(self.producers[index].id, client);
                }
            }
            ProducerKind::Agent(settings) => self.set_agent(index, *settings),
            ProducerKind::Kpl(settings) => {
                if let Some(mut library) = self.producers[index].take_library() {
                    library.set(&self.producers[index], settings, self.now);
                    self.run_library(self.producers[index].id, library);
                }
            }
        }
    }

    /// The stream to which a producer sends; none where it calls Firehose.
    fn producer_target(&self, plan: &ProducerPlan) -> Target {
        if plan.delivery_stream.is_some() { Target::default() } else { self.planned_target(plan.stream.as_ref()) }
    }

    /// The stream of this name, or the plan's.
    pub(super) fn planned_target(&self, name: Option<&String>) -> Target {
        let name = name.or_else(|| self.plan.stream.as_ref().map(|stream| &stream.name));
        Target::of(name.cloned().unwrap_or_default(), &self.streams)
    }
}
