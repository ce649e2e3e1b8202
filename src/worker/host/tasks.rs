//! What the host does only when it is asked: commands, requests, lines of the console, files of scenarios.
//!
//! It is half of the worker, and who only watches does without: the host reaches it through a table of functions,
//! [`Tasks`], which a program that is cut gets when the first task comes.

use super::{Goal, Host, SLICE_MS, Scout};
use crate::aws;
use crate::aws::error::Refusal;
use crate::aws::model::Service;
use crate::engine::account::Account;
use crate::engine::command::Command;
use crate::engine::error::Rejection;
use crate::engine::firehose::api::request::FirehoseRequest;
use crate::engine::firehose::lane::Route;
use crate::engine::metrics::failures::Failure;
use crate::engine::stream::Stream;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use crate::learn::failure::FailureNote;
use crate::learn::message::Message;
use crate::learn::reasons;
use crate::scenario::file::Scenario;
use crate::scenario::store_export;
use crate::scenario::summary::Summary;
use crate::worker::encoded::Encoded;
use crate::worker::firehose::desk::Desk;
use crate::worker::firehose::{FirehoseFrame, FirehoseView};
use crate::worker::messages::{FromWorker, Task};
use crate::worker::pipeline::{PipelineFrame, PipelineView};
use crate::worker::region::{RegionFrame, RegionView};

/// How far [`Task::NextThrottle`] and [`Task::NextFlush`] look.
const SOUGHT: Micros = Micros::hours(24);
/// How far the former looks for further throttling while some goes on: that may well be all there is.
const SOUGHT_BESIDE: Micros = Micros::HOUR;
/// Failures in a frame.
const FAILURES_SHOWN: usize = 10;
/// Items of a store that a file has at most.
const EXPORTED_MAX: usize = 100_000;
/// The longest run by itself.
const RUN_MAX: Micros = Micros::hours(31 * 24);

/// What is done for tasks, and for views that are not open at first.
#[derive(Debug)]
pub struct Tasks {
    /// Lets time pass for a script or for a line of the console; returns whether there is more to do at once.
    pub(super) go_on: fn(&mut Host, f64, &mut dyn FnMut() -> f64) -> bool,
    /// What fails, in AWS's words, of what is sent to a stream; without one, of all that is sent.
    pub(super) failures: fn(&World, Option<&Stream>) -> Vec<FailureNote>,
    /// What the view of the Region shows.
    pub(super) region: fn(&World, Option<&Stream>, &RegionView) -> Encoded<RegionFrame>,
    /// What the view of the pipeline shows.
    pub(super) pipeline: fn(&World, &PipelineView) -> Encoded<PipelineFrame>,
    /// What the view of Firehose shows; its time axis is at least so many seconds long.
    pub(super) firehose: fn(&World, &FirehoseView, u64, &Desk) -> Encoded<FirehoseFrame>,
    /// Lets the runs of a sweep go on.
    pub(super) sweep_on: fn(&mut Desk, &mut dyn FnMut() -> f64),
}

/// How tasks are carried out.
pub static TASKS: Tasks = Tasks {
    go_on: Host::go_on_with_tasks,
    failures,
    region: |world, stream, view| Encoded::of(&RegionFrame::of(world, stream, view)),
    pipeline: |world, view| Encoded::of(&PipelineFrame::of(world, view)),
    firehose: |world, view, seconds, desk| {
        let mut frame = FirehoseFrame::of(world, view, seconds);
        desk.tell(world, view, &mut frame);
        Encoded::of(&frame)
    },
    sweep_on: Desk::sweep_on,
};

impl Tasks {
    /// How tasks are carried out, where the program is not cut.
    pub(super) const fn at_hand() -> Option<&'static Self> {
        if cfg!(all(feature = "split", target_arch = "wasm32")) { None } else { Some(&TASKS) }
    }
}

impl Host {
    /// Tells the host how tasks are carried out.
    pub const fn learn(&mut self, tasks: &'static Tasks) {
        self.tasks = Some(tasks);
        // A view that was opened too early gets its frame now.
        self.details_due = true;
    }

    /// Carries a task out; those about files are the shell's.
    pub fn perform(&mut self, task: Task, wall_ms: f64) -> Vec<FromWorker> {
        match task {
            Task::Load { scenario, is_playing } => self.replace(*scenario, is_playing, wall_ms),
            Task::GoBack => self.go_back(wall_ms),
            Task::LoadFile { text, is_playing } => self.load(&text, is_playing, wall_ms),
            Task::NextThrottle => {
                let (begun, goes_on) = (self.world.throttling_begun(), self.world.throttling_goes_on());
                self.begin_to_seek(Goal::Throttle { begun, goes_on }, wall_ms)
            }
            Task::NextFlush(view) => self.begin_to_seek(Goal::Flush { view, after: self.world.now() }, wall_ms),
            Task::Command { number, command } => {
                self.details_due = true;
                self.seeking = None;
                self.command(number, command)
            }
            Task::Run { number, scenario, duration } => {
                vec![FromWorker::Answered { number, result: self.run(&scenario, duration) }]
            }
            Task::Request { number, target, body } => self.answer_request(number, &target, &body),
            Task::Advance { number, by } => self.ask_to_advance(number, by),
            Task::Console { number, line } => self.console(number, &line),
            Task::ConsoleCancel => self.cancel_console(),
            Task::ExportStore { number, store } => {
                vec![FromWorker::Answered { number, result: self.export_store(&store) }]
            }
            Task::Firehose(task) => {
                self.details_due = true;
                self.desk.perform(&self.world, task)
            }
            Task::Complete { number, line, cursor } => vec![self.complete(number, &line, cursor)],
            Task::InspectFile { .. }
            | Task::TailFile { .. }
            | Task::ImportFile { .. }
            | Task::CancelImport
            | Task::Skew(_) => Vec::new(),
        }
    }

    fn go_on_with_tasks(&mut self, start: f64, clock: &mut dyn FnMut() -> f64) -> bool {
        if let Some(scout) = self.seeking.take() {
            return self.seek(scout, start, clock);
        }
        if self.is_advancing() {
            return self.advance_for_script(start, clock);
        }
        self.wait_on();
        self.pacer.restart(clock(), self.world.now());
        false
    }

    fn begin_to_seek(&mut self, goal: Goal, wall_ms: f64) -> Vec<FromWorker> {
        let now = self.world.now();
        self.details_due = true;
        self.pacer.set_playing(false, wall_ms, now);
        // Where there is no delivery stream, no time brings a delivery.
        let is_hopeless = matches!(&goal, Goal::Flush { view, .. } if view.shown(&self.world).is_none());
        let until = if is_hopeless { now } else { now + goal.horizon() };
        self.seeking = Some(Scout { world: self.world.clone(), until, goal });
        self.take_notices()
    }

    /// Sends a scout ahead; the world follows only if the scout finds what it looks for.
    fn seek(&mut self, mut scout: Scout, start: f64, clock: &mut dyn FnMut() -> f64) -> bool {
        while clock() - start < SLICE_MS {
            if scout.goal.is_reached(&scout.world) {
                if matches!(scout.goal, Goal::Throttle { .. }) {
                    // To the end of the tenth of a second, so that the sums that are shown include the refusal.
                    let tenth = Micros::millis(100);
                    scout.world.advance_to(SimTime((scout.world.now().slot(tenth) + 1) * tenth.0));
                }
                self.world = scout.world;
                self.details_due = true;
                return false;
            }
            if scout.world.now() >= scout.until {
                let hours = scout.goal.horizon().0 / Micros::HOUR.0;
                let message = Message::new(scout.goal.is_missed()).number("hours", hours);
                self.outbox.push(FromWorker::Missed { message, at: self.world.now() });
                self.details_due = true;
                return false;
            }
            // Event by event, so that the scout stops at the very refusal.
            match scout.world.next_event_at() {
                Some(next) if next <= scout.until => scout.world.advance_to(next),
                _ => scout.world.advance_to(scout.until),
            }
        }
        self.seeking = Some(scout);
        true
    }

    fn command(&mut self, number: u32, command: Command) -> Vec<FromWorker> {
        let [done, refused] = [false, true].map(|is_refused| self.echo(&command, is_refused));
        let refusal = match breach(&command, self.world.account()) {
            Some(reason) => FromWorker::Refused { number: Some(number), reason },
            None => match self.world.execute(command) {
                Ok(_) => {
                    return self.journaled().into_iter().chain(done).chain([FromWorker::Accepted(number)]).collect();
                }
                Err(rejection) => self.refused(number, &rejection),
            },
        };
        // What is refused may be journalled too, where it is counted somewhere.
        self.journaled().into_iter().chain([refusal]).chain(refused).collect()
    }

    fn load(&mut self, text: &str, is_playing: bool, wall_ms: f64) -> Vec<FromWorker> {
        match Scenario::parse(text) {
            Ok(scenario) => self.replace(scenario, is_playing, wall_ms),
            Err(error) => vec![FromWorker::Refused { number: None, reason: error.message() }],
        }
    }

    /// Brings back the world that was replaced, as it was then.
    fn go_back(&mut self, wall_ms: f64) -> Vec<FromWorker> {
        let Some(before) = self.before.take() else { return Vec::new() };
        let (_, entered) = self.enter(before, false, wall_ms);
        entered.into_iter().chain(self.journaled()).collect()
    }

    fn run(&self, text: &str, duration: Micros) -> Result<String, Message> {
        let scenario = Scenario::parse(text).map_err(|error| error.message())?;
        if duration > RUN_MAX {
            return Err(Message::new("run-too-long").number("hours", RUN_MAX.0 / Micros::HOUR.0));
        }
        let mut world =
            World::new(&scenario.plan, self.sources.clone()).map_err(|violation| reasons::violation(&violation))?;
        world.advance_to(SimTime::ZERO + duration);
        Ok(Summary::of(&scenario, &world, None).to_json())
    }

    /// The newest items of a store: the name of a file and its text, as JSON.
    fn export_store(&self, name: &str) -> Result<String, Message> {
        let store = self.world.stores().iter().find(|store| store.name == name);
        let store = store.ok_or_else(|| Message::new("store-gone").text("store", name))?;
        let file = store_export::export(&self.world, store, EXPORTED_MAX);
        Ok(serde_json::json!({ "name": file.name, "text": file.text }).to_string())
    }

    /// A refusal in AWS's words where it is one of AWS's.
    fn refused(&self, number: u32, rejection: &Rejection) -> FromWorker {
        FromWorker::Refused { number: Some(number), reason: self.why(rejection) }
    }

    /// The newest entries of the journal, for the page to keep.
    pub(super) fn journaled(&mut self) -> Vec<FromWorker> {
        let journal = self.world.journal();
        let entries = journal.get(self.journal_told..).unwrap_or_default();
        self.journal_told = journal.len();
        // By way of a value: requests are written so in other places too, and once is enough code.
        let values = entries.iter().filter_map(|entry| serde_json::to_value(entry).ok());
        values.map(|entry| FromWorker::Journaled(entry.to_string())).collect()
    }

    /// Why a command was not applied: in AWS's own words where AWS refuses.
    pub(super) fn why(&self, rejection: &Rejection) -> Message {
        let say =
            |refusal: &Refusal| reasons::refused_by_aws(refusal.code, refusal.message.as_deref().unwrap_or_default());
        match rejection {
            Rejection::Kms(error) => say(&Refusal::of_keys(error, self.world.account())),
            Rejection::Firehose(error) => say(&Refusal::of_firehose(error, self.world.account())),
            _ => reasons::rejection(rejection, |error| say(&Refusal::of(error, self.world.account()))),
        }
    }
}

impl Goal {
    /// How far one looks for it from here.
    const fn horizon(&self) -> Micros {
        match self {
            Self::Throttle { goes_on: true, .. } => SOUGHT_BESIDE,
            Self::Throttle { .. } | Self::Flush { .. } => SOUGHT,
        }
    }

    fn is_reached(&self, world: &World) -> bool {
        match self {
            Self::Throttle { begun, .. } => world.throttling_begun() > *begun,
            Self::Flush { view, after } => {
                let lanes = view.shown(world).into_iter().flat_map(|stream| stream.lanes.values());
                let mut tanks = lanes.flat_map(|lane| lane.tanks.values());
                tanks.any(|tank| {
                    let left = tank.flight.as_ref().map(|flight| flight.began);
                    tank.route == Route::Destination && left.is_some_and(|left| left > *after)
                })
            }
        }
    }

    /// What is said where it is not found.
    const fn is_missed(&self) -> &'static str {
        match self {
            Self::Throttle { goes_on: true, .. } => "next-throttle-goes-on",
            Self::Throttle { .. } => "next-throttle-none",
            Self::Flush { .. } => "next-flush-none",
        }
    }
}

fn failures(world: &World, stream: Option<&Stream>) -> Vec<FailureNote> {
    let note = |failure: &Failure| {
        let refusal = Refusal::of(&failure.cause, world.account());
        FailureNote::of(world, failure, refusal.code, refusal.message.as_deref().unwrap_or_default())
    };
    let target = |failure: &Failure| world.producers()[usize::from(failure.producer.0)].target.name.as_str();
    let concerns = |failure: &&Failure| stream.is_none_or(|stream| stream.name == target(failure));
    world.failures().iter().rev().filter(concerns).take(FAILURES_SHOWN).map(note).collect()
}

/// What a request of the page breaches of the model of its operation: AWS says that before the operation sees it.
fn breach(command: &Command, account: &Account) -> Option<Message> {
    let request = match command {
        Command::Request(request) => request,
        Command::Firehose(request) => return breach_of_firehose(request),
        _ => return None,
    };
    let mut body = request.write(serde_json::value::Serializer).ok()?;
    let operation = Service::Kinesis.operation(request.operation().name())?;
    // Some operations know a stream by its ARN alone.
    let takes = |name: &str| operation.input.iter().any(|member| member.name == name);
    if let Some(stream) = body["StreamName"].as_str().filter(|_| !takes("StreamName") && takes("StreamARN")) {
        body["StreamARN"] = account.stream_arn(stream).into();
    }
    let refusal = aws::request(operation, body).err()?;
    Some(reasons::refused_by_aws(refusal.code, refusal.message.as_deref().unwrap_or_default()))
}

fn breach_of_firehose(request: &FirehoseRequest) -> Option<Message> {
    let name = request.operation().name();
    // Written as a whole, the fields stand under the operation's name.
    let body = serde_json::to_value(request).ok()?[name].take();
    let refusal = aws::firehose_request(Service::Firehose.operation(name)?, body).err()?;
    Some(reasons::refused_by_aws(refusal.code, refusal.message.as_deref().unwrap_or_default()))
}
