//! Delivery streams at work: they come, change and go; the sub-modules take records in, transform, gather and deliver them.

mod api;
mod contents;
mod delivering;
mod gathering;
mod intake;
mod measuring;
pub mod objects;
mod processing;
mod reading;

use super::World;
use super::happenings::Event;
use crate::engine::bucket::Bucket;
use crate::engine::error::{Rule, Violation};
use crate::engine::firehose::api::request::FirehoseOperation;
use crate::engine::firehose::command::{DeliveryCommand, Part};
use crate::engine::firehose::lane::{LaneId, TankId};
use crate::engine::firehose::plan::{DeliveryStreamPlan, DestinationPlan, FunctionPlan, SourcePlan};
use crate::engine::firehose::validate::{DELIVERY_STREAMS_MAX, FUNCTIONS_MAX};
use crate::engine::firehose::{DeliveryStream, DeliveryStreamId, DeliveryStreamStatus};
use crate::engine::limits::Profile;
use crate::engine::settings::SettingId;
use crate::engine::time::{Micros, SimTime};
use litemap::LiteMap;
use std::rc::Rc;

/// The delivery streams of a world, and the functions that they may use.
#[derive(Clone, Debug)]
pub struct Firehoses {
    by_id: LiteMap<DeliveryStreamId, DeliveryStream>,
    made: u32,
    /// How often each operation of the API was called.
    calls: LiteMap<FirehoseOperation, Bucket>,
    functions: Vec<Rc<FunctionPlan>>,
}

/// How long an outage is settled for at most, in seconds: a week, beyond all retries.
const OUTAGE_MAX_S: u32 = 604_800;

/// What a delivery stream does next.
#[derive(Clone, Copy, Debug)]
pub(super) enum FirehoseTask {
    /// It becomes ACTIVE.
    Created,
    /// It is gone.
    Deleted,
    /// It looks for shards of its source.
    Look,
    /// A lane reads its shard.
    Read(LaneId),
    /// What waits for the function is old enough.
    IntakeDue { lane: LaneId, filling: u32 },
    /// An attempt of an invocation ends.
    Invoked { lane: LaneId, invocation: u64 },
    /// A buffer is old enough.
    TankDue { lane: LaneId, tank: TankId, filling: u32 },
    /// An attempt to deliver ends, or the next one begins.
    Flight { lane: LaneId, tank: TankId },
    /// What stands behind it takes something again, unless that was settled otherwise since.
    OutageEnds(Part),
}

impl Default for Firehoses {
    fn default() -> Self {
        Self { by_id: LiteMap::new(), made: 0, calls: LiteMap::new(), functions: DeliveryStream::functions_at_first() }
    }
}

impl Firehoses {
    /// All, in the order of their creation.
    pub fn iter(&self) -> impl Iterator<Item = &DeliveryStream> {
        self.by_id.values()
    }

    /// The one of this name.
    pub fn find(&self, name: &str) -> Option<&DeliveryStream> {
        self.by_id.values().find(|stream| stream.name == name)
    }

    /// The one of this number.
    pub fn get(&self, id: DeliveryStreamId) -> Option<&DeliveryStream> {
        self.by_id.get(&id)
    }

    pub(in crate::engine) fn get_mut(&mut self, id: DeliveryStreamId) -> Option<&mut DeliveryStream> {
        self.by_id.get_mut(&id)
    }

    /// The functions.
    pub fn functions(&self) -> &[Rc<FunctionPlan>] {
        &self.functions
    }

    /// The function of this name.
    pub fn function(&self, name: &str) -> Option<&Rc<FunctionPlan>> {
        self.functions.iter().find(|function| function.name == name)
    }

    pub(super) fn set_quotas(&mut self, profile: Profile, region: &str, now: SimTime) {
        self.by_id.iter_mut().map(|(_, value)| value).for_each(|stream| stream.quota.set(profile, region, now));
    }

    /// The functions that are not as they were at first.
    pub(super) fn changed_functions(&self) -> Vec<FunctionPlan> {
        let first = DeliveryStream::functions_at_first();
        let changed = self.functions.iter().filter(|function| !first.contains(function));
        changed.map(|function| (**function).clone()).collect()
    }

    fn set_function(&mut self, function: FunctionPlan) {
        let function = Rc::new(function);
        match self.functions.iter_mut().find(|known| known.name == function.name) {
            Some(known) => *known = function,
            None => self.functions.push(function),
        }
    }
}

impl World {
    /// The delivery streams, and the functions that they may use.
    pub const fn firehoses(&self) -> &Firehoses {
        &self.firehoses
    }

    /// Lets a delivery stream do what it had planned.
    pub(super) fn wake_firehose(&mut self, id: DeliveryStreamId, task: FirehoseTask) {
        // Taken out meanwhile, so that it can use the world.
        let Some(mut stream) = self.firehoses.by_id.remove(&id) else {
            return;
        };
        match task {
            FirehoseTask::Created => self.activate(&mut stream),
            FirehoseTask::Deleted => return,
            FirehoseTask::Look => self.look_for_shards(&mut stream),
            FirehoseTask::Read(lane) => self.read_source(&mut stream, lane),
            FirehoseTask::IntakeDue { lane, filling } => self.intake_due(&mut stream, lane, filling),
            FirehoseTask::Invoked { lane, invocation } => self.invoked(&mut stream, lane, invocation),
            FirehoseTask::TankDue { lane, tank, filling } => self.tank_due(&mut stream, (lane, tank), filling),
            FirehoseTask::Flight { lane, tank } => self.flight_ends(&mut stream, (lane, tank)),
            FirehoseTask::OutageEnds(part) => {
                if stream.condition.back_at(part) == Some(self.now) {
                    stream.condition.set_outage(part, false, None);
                }
            }
        }
        self.firehoses.by_id.insert(id, stream);
    }

    pub(super) fn plan_firehose(&mut self, id: DeliveryStreamId, at: SimTime, task: FirehoseTask) {
        self.queue.schedule(at, Event::Firehose { stream: id, task });
    }

    /// What the plan has is there from the start.
    pub(super) fn add_planned_firehoses(&mut self) {
        let plan = Rc::clone(&self.plan);
        for function in &plan.functions {
            self.firehoses.set_function(function.clone());
        }
        for delivery_stream in &plan.delivery_streams {
            self.add_firehose(delivery_stream, true);
        }
    }

    /// There is one more delivery stream, in creation or ACTIVE at once.
    pub(super) fn add_firehose(&mut self, plan: &DeliveryStreamPlan, is_active: bool) -> DeliveryStreamId {
        let id = DeliveryStreamId(self.firehoses.made);
        self.firehoses.made += 1;
        let mut stream = DeliveryStream::new(id, plan, self.profile, self.plan.seed, self.now);
        stream.quota.set(self.profile, &self.account.region, self.now);
        if is_active {
            self.activate(&mut stream);
        } else {
            self.plan_firehose(id, self.now + self.account.create_stream, FirehoseTask::Created);
        }
        self.firehoses.by_id.insert(id, stream);
        id
    }

    fn activate(&mut self, stream: &mut DeliveryStream) {
        if stream.status == DeliveryStreamStatus::Creating {
            stream.status = DeliveryStreamStatus::Active;
            if matches!(stream.source, SourcePlan::KinesisStream { .. }) {
                self.look_for_shards(stream);
            }
        }
    }

    /// A delivery stream takes nothing more and is gone after a while, with all that it holds.
    pub(super) fn delete_firehose(&mut self, id: DeliveryStreamId) {
        let at = self.now + self.account.delete_stream;
        if let Some(stream) = self.firehoses.get_mut(id) {
            stream.status = DeliveryStreamStatus::Deleting;
            self.plan_firehose(id, at, FirehoseTask::Deleted);
        }
    }

    /// A delivery stream has other settings from now on. What waits for a function that it has no more goes on without.
    pub(super) fn set_firehose(&mut self, id: DeliveryStreamId, destination: DestinationPlan) {
        let Some(mut stream) = self.firehoses.by_id.remove(&id) else {
            return;
        };
        stream.set(destination, self.profile, self.now);
        self.renew_hints(&mut stream);
        if stream.destination.transformation.is_none() {
            self.pass_the_function(&mut stream);
        }
        self.firehoses.by_id.insert(id, stream);
    }

    /// Where no hints were set, those of the profile hold.
    pub(super) fn renew_all_hints(&mut self) {
        for id in self.firehoses.iter().map(|stream| stream.id).collect::<Vec<_>>() {
            if let Some(mut stream) = self.firehoses.by_id.remove(&id) {
                self.renew_hints(&mut stream);
                self.firehoses.by_id.insert(id, stream);
            }
        }
    }

    /// Checks that the delivery streams could be as they are in `profile`, which may lack what they have.
    pub fn check_profile(&self, profile: Profile) -> Result<(), Violation> {
        let is_other = profile != self.profile;
        let mut streams = self.firehoses.iter().filter(|_| is_other);
        streams
            .try_for_each(|stream| stream.plan().destination.validate(&format!("{}.destination", stream.name), profile))
    }

    /// Checks a command about delivery streams against what there is.
    pub(super) fn check_delivering(&self, command: &DeliveryCommand) -> Result<(), Violation> {
        match command {
            DeliveryCommand::Add(plan) => {
                plan.validate("delivery_stream", self.profile)?;
                if self.firehoses.find(&plan.name).is_some() {
                    return Err(Violation::new("delivery_stream.name", &plan.name, Rule::Unique));
                }
                let count = self.firehoses.by_id.len();
                if count >= DELIVERY_STREAMS_MAX {
                    let rule = Rule::OwnBound { max: DELIVERY_STREAMS_MAX, unit: "delivery streams".to_owned() };
                    return Err(Violation::new("delivery_streams", count + 1, rule));
                }
                self.check_function(&plan.destination)
            }
            DeliveryCommand::Set { delivery_stream, destination } => {
                let id = self.firehose_called(delivery_stream)?;
                destination.validate("destination", self.profile)?;
                let has_begun = |stream: &&DeliveryStream| !stream.ledger.taken.is_empty();
                if let Some(stream) = self.firehoses.get(id).filter(has_begun) {
                    destination.validate_change(&stream.destination, "destination")?;
                }
                self.check_function(destination)
            }
            DeliveryCommand::SetSlow { delivery_stream, factor } => {
                self.firehose_called(delivery_stream)?;
                SettingId::SlowFactor.check("", u64::from(*factor))
            }
            DeliveryCommand::Remove { delivery_stream } | DeliveryCommand::SetOutage { delivery_stream, .. } => {
                self.firehose_called(delivery_stream).map(|_| ())
            }
            DeliveryCommand::OutageFor { delivery_stream, seconds, .. } => {
                self.firehose_called(delivery_stream)?;
                let rule = Rule::Between { min: 1.0, max: f64::from(OUTAGE_MAX_S), unit: "s".to_owned() };
                let is_allowed = (1..=OUTAGE_MAX_S).contains(seconds);
                if is_allowed { Ok(()) } else { Err(Violation::new("seconds", seconds, rule)) }
            }
            DeliveryCommand::SetFunction(function) => {
                function.validate("function")?;
                let count = self.firehoses.functions.len();
                if count < FUNCTIONS_MAX || self.firehoses.function(&function.name).is_some() {
                    return Ok(());
                }
                let rule = Rule::OwnBound { max: FUNCTIONS_MAX, unit: "functions".to_owned() };
                Err(Violation::new("functions", count + 1, rule))
            }
        }
    }

    fn check_function(&self, destination: &DestinationPlan) -> Result<(), Violation> {
        let Some(transformation) = &destination.transformation else {
            return Ok(());
        };
        if self.firehoses.function(&transformation.function).is_some() {
            return Ok(());
        }
        let known = self.firehoses.functions.iter().map(|function| function.name.clone()).collect();
        Err(Violation::new("transformation.function", &transformation.function, Rule::Known { known }))
    }

    /// The delivery stream of this name.
    pub(super) fn firehose_called(&self, name: &str) -> Result<DeliveryStreamId, Violation> {
        let known = || Rule::Known { known: self.firehoses.iter().map(|known| known.name.clone()).collect() };
        let found = self.firehoses.find(name).map(|found| found.id);
        found.ok_or_else(|| Violation::new("delivery_stream", name, known()))
    }

    /// Carries out a command about delivery streams that was checked.
    pub(super) fn apply_delivering(&mut self, command: DeliveryCommand) {
        match command {
            DeliveryCommand::Add(plan) => {
                self.add_firehose(&plan, true);
            }
            DeliveryCommand::Remove { delivery_stream } => {
                if let Ok(id) = self.firehose_called(&delivery_stream) {
                    self.firehoses.by_id.remove(&id);
                }
            }
            DeliveryCommand::Set { delivery_stream, destination } => {
                if let Ok(id) = self.firehose_called(&delivery_stream) {
                    self.set_firehose(id, *destination);
                }
            }
            DeliveryCommand::SetOutage { delivery_stream, part, is_out } => {
                self.on_firehose(&delivery_stream, |stream| stream.condition.set_outage(part, is_out, None));
            }
            DeliveryCommand::OutageFor { delivery_stream, part, seconds } => {
                let back_at = self.now + Micros::seconds(u64::from(seconds));
                self.on_firehose(&delivery_stream, |stream| stream.condition.set_outage(part, true, Some(back_at)));
                if let Ok(id) = self.firehose_called(&delivery_stream) {
                    self.plan_firehose(id, back_at, FirehoseTask::OutageEnds(part));
                }
            }
            DeliveryCommand::SetSlow { delivery_stream, factor } => {
                self.on_firehose(&delivery_stream, |stream| stream.condition.slow_factor = factor);
            }
            DeliveryCommand::SetFunction(function) => self.firehoses.set_function(*function),
        }
    }

    fn on_firehose(&mut self, name: &str, change: impl FnOnce(&mut DeliveryStream)) {
        if let Some(found) = self.firehoses.by_id.iter_mut().map(|(_, value)| value).find(|stream| stream.name == name)
        {
            change(found);
        }
    }
}
