//! The host of a world: handles the page's messages, lets time pass within a budget, and makes frames.
//!
//! Plain Rust: whoever drives it brings the wall clock. A new frame is made only after the page has drawn the last one.

mod api;
mod console;
mod framing;

use super::frame::{Frame, Loaded};
use super::messages::{FromWorker, Playback, ToWorker, View};
use super::pacing::Pacer;
use crate::aws;
use crate::aws::error::Refusal;
use crate::aws::model::Service;
use crate::engine::account::Account;
use crate::engine::api::choices::{StreamMode, StreamStatus};
use crate::engine::command::Command;
use crate::engine::error::Rejection;
use crate::engine::ids::StreamId;
use crate::engine::producer::keys::KeySource;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::{KeySources, World};
use crate::learn::message::Message;
use crate::learn::reasons;
use crate::scenario::file::Scenario;
use crate::scenario::presets::PRESETS;
use crate::scenario::summary::Summary;
use api::Advances;
use console::Console;
use std::rc::Rc;

/// How long the engine may run before messages are looked at again, in milliseconds.
const SLICE_MS: f64 = 20.0;
/// The least wall time between frames, in milliseconds: 60 a second.
const FRAME_MS: f64 = 16.0;
/// The least wall time between charts and between explanations, in milliseconds: 5 a second.
const DETAILS_MS: f64 = 200.0;
/// How much simulated time the engine is asked for at once at first.
const CHUNK: Micros = Micros::millis(10);
/// How far [`Playback::NextThrottle`] looks.
const THROTTLE_SOUGHT: Micros = Micros::hours(24);
/// The longest run by itself.
const RUN_MAX: Micros = Micros::hours(31 * 24);

/// A copy of the world that runs ahead to find the next throttle.
struct Scout {
    world: World,
    /// Where it gives up.
    until: SimTime,
    /// How many episodes there were.
    begun: u64,
}

/// Hosts one world.
pub struct Host {
    scenario: Scenario,
    world: World,
    sources: KeySources,
    pacer: Pacer,
    view: View,
    chunk: Micros,
    frames: u64,
    frame_drawn: u64,
    framed_ms: f64,
    detailed_ms: f64,
    details_due: bool,
    dots_from: SimTime,
    offered_at_frame: u64,
    seeking: Option<Scout>,
    /// What the page is told in the next turn.
    outbox: Vec<FromWorker>,
    console: Console,
    advances: Advances,
    /// How many entries of the journal the page has been told.
    journal_told: usize,
    /// What the page was told last of the stream in view.
    told: Option<StreamMark>,
}

/// By what a change of the stream in view is noticed.
type StreamMark = (StreamId, u32, StreamStatus, StreamMode, Micros);

impl Host {
    /// A host of the first preset, paused.
    pub fn new(wall_ms: f64) -> Self {
        let scenario = PRESETS[0].scenario();
        let world =
            World::new(&scenario.plan, KeySources::new()).expect("the shipped scenarios are tested to be valid");
        Self {
            pacer: Pacer::new(wall_ms, world.now()),
            scenario,
            world,
            sources: KeySources::new(),
            view: View::default(),
            chunk: CHUNK,
            frames: 0,
            frame_drawn: 0,
            framed_ms: f64::NEG_INFINITY,
            detailed_ms: f64::NEG_INFINITY,
            details_due: true,
            dots_from: SimTime::ZERO,
            offered_at_frame: 0,
            seeking: None,
            outbox: Vec::new(),
            console: Console::default(),
            advances: Advances::default(),
            journal_told: 0,
            told: None,
        }
    }

    /// Handles what the page asks; file messages are the shell's.
    pub fn handle(&mut self, message: ToWorker, wall_ms: f64) -> Vec<FromWorker> {
        match message {
            ToWorker::Load { scenario, is_playing } => self.load(&scenario, is_playing, wall_ms),
            ToWorker::Restart => {
                let (mut scenario, is_playing) = (self.scenario.clone(), self.pacer.is_playing());
                scenario.plan.limits = self.world.profile();
                for (planned, producer) in scenario.plan.producers.iter_mut().zip(self.world.producers()) {
                    planned.traffic = producer.traffic.clone();
                }
                self.begin(scenario, is_playing, wall_ms)
            }
            ToWorker::Playback(playback) => {
                self.play(playback, wall_ms);
                self.take_notices()
            }
            ToWorker::Command { number, command } => {
                self.details_due = true;
                self.seeking = None;
                self.command(number, command)
            }
            ToWorker::View(view) => {
                self.view = view;
                self.details_due = true;
                Vec::new()
            }
            ToWorker::FrameDrawn(number) => {
                self.frame_drawn = self.frame_drawn.max(number);
                Vec::new()
            }
            ToWorker::Run { number, scenario, duration } => {
                vec![FromWorker::Answered { number, result: self.run(&scenario, duration) }]
            }
            ToWorker::Request { number, target, body } => self.answer_request(number, &target, &body),
            ToWorker::Advance { number, by } => self.ask_to_advance(number, by),
            ToWorker::Console { number, line } => self.console(number, &line),
            ToWorker::ConsoleCancel => self.cancel_console(),
            ToWorker::Complete { number, line, cursor } => vec![self.complete(number, &line, cursor)],
            ToWorker::InspectFile { .. } | ToWorker::ImportFile { .. } | ToWorker::CancelImport | ToWorker::Skew(_) => {
                Vec::new()
            }
        }
    }

    fn command(&mut self, number: u32, command: Command) -> Vec<FromWorker> {
        let [done, refused] = [false, true].map(|is_refused| self.echo(&command, is_refused));
        let refusal = match breach(&command, self.world.account()) {
            Some(reason) => FromWorker::Refused { number: Some(number), reason },
            None => match self.world.execute(command) {
                Ok(_) => return self.journaled().into_iter().chain(done).collect(),
                Err(rejection) => self.refused(number, &rejection),
            },
        };
        // What is refused may be journalled too, where it is counted somewhere.
        self.journaled().into_iter().chain([refusal]).chain(refused).collect()
    }

    fn load(&mut self, text: &str, is_playing: bool, wall_ms: f64) -> Vec<FromWorker> {
        match Scenario::parse(text) {
            Ok(scenario) => self.begin(scenario, is_playing, wall_ms),
            Err(error) => vec![FromWorker::Refused { number: None, reason: error.message() }],
        }
    }

    fn begin(&mut self, scenario: Scenario, is_playing: bool, wall_ms: f64) -> Vec<FromWorker> {
        let world = match World::new(&scenario.plan, self.sources.clone()) {
            Ok(world) => world,
            Err(violation) => {
                return vec![FromWorker::Refused { number: None, reason: reasons::violation(&violation) }];
            }
        };
        self.scenario = scenario;
        self.world = world;
        self.pacer.set_playing(is_playing, wall_ms, self.world.now());
        self.chunk = CHUNK;
        self.details_due = true;
        self.view.episode = None;
        self.dots_from = SimTime::ZERO;
        self.offered_at_frame = 0;
        self.seeking = None;
        self.view.shard = None;
        self.told = None;
        self.journal_told = 0;
        let loaded = FromWorker::Loaded(Box::new(Loaded::of(&self.scenario, self.stream())));
        self.end_advances().chain([loaded]).collect()
    }

    fn play(&mut self, playback: Playback, wall_ms: f64) {
        let now = self.world.now();
        self.details_due = true;
        if !matches!(playback, Playback::SetSpeed(_)) {
            self.seeking = None;
        }
        match playback {
            Playback::Play => self.pacer.set_playing(true, wall_ms, now),
            Playback::SetSpeed(speed) => self.pacer.set_speed(speed, wall_ms, now),
            Playback::Pause => self.pacer.set_playing(false, wall_ms, now),
            Playback::StepEvent => {
                self.pacer.set_playing(false, wall_ms, now);
                if let Some(next) = self.world.next_event_at() {
                    self.world.advance_to(next);
                }
            }
            Playback::StepBy(step) => {
                self.pacer.set_playing(false, wall_ms, now);
                self.world.advance_to(now + step);
            }
            Playback::NextThrottle => {
                self.pacer.set_playing(false, wall_ms, now);
                let begun = self.world.episodes().begun();
                self.seeking = Some(Scout { world: self.world.clone(), until: now + THROTTLE_SOUGHT, begun });
            }
        }
    }

    /// What the page should be told besides frames.
    pub fn take_notices(&mut self) -> Vec<FromWorker> {
        std::mem::take(&mut self.outbox)
    }

    /// Lets time pass for a slice of wall time; returns whether there is more to do at once.
    pub fn advance(&mut self, clock: &mut dyn FnMut() -> f64) -> bool {
        let start = clock();
        if let Some(scout) = self.seeking.take() {
            return self.seek(scout, start, clock);
        }
        if self.is_advancing() {
            return self.advance_for_script(start, clock);
        }
        if self.is_waiting() {
            self.wait_on();
            self.pacer.restart(clock(), self.world.now());
            return false;
        }
        let target = self.pacer.target(start, self.world.now());
        let mut wall = start;
        while self.world.now() < target && wall - start < SLICE_MS {
            self.advance_chunk(target, &mut wall, clock);
        }
        if self.pacer.is_playing() {
            self.pacer.note(wall, self.world.now());
        }
        self.world.now() < target
    }

    /// One chunk of simulated time, as long as takes about a millisecond.
    fn advance_chunk(&mut self, target: SimTime, wall: &mut f64, clock: &mut dyn FnMut() -> f64) {
        let before = *wall;
        self.world.advance_to(target.min(self.world.now() + self.chunk));
        *wall = clock();
        let took_ms = *wall - before;
        if took_ms < 1.0 {
            self.chunk = Micros((self.chunk.0 * 2).min(Micros::HOUR.0));
        } else if took_ms > 4.0 {
            self.chunk = Micros((self.chunk.0 / 2).max(CHUNK.0));
        }
    }

    /// Sends a scout ahead; the world follows only if the scout finds a throttle.
    fn seek(&mut self, mut scout: Scout, start: f64, clock: &mut dyn FnMut() -> f64) -> bool {
        while clock() - start < SLICE_MS {
            if scout.world.episodes().begun() > scout.begun {
                // To the end of the tenth of a second, so that the sums that are shown include the refusal.
                let tenth = Micros::millis(100);
                scout.world.advance_to(SimTime((scout.world.now().slot(tenth) + 1) * tenth.0));
                self.world = scout.world;
                self.details_due = true;
                return false;
            }
            if scout.world.now() >= scout.until {
                let hours = THROTTLE_SOUGHT.0 / Micros::HOUR.0;
                let message = Message::new("next-throttle-none").number("hours", hours);
                self.outbox.push(FromWorker::Notice(message));
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

    /// A frame, if the page has drawn the last one and it is time for another.
    pub fn frame(&mut self, wall_ms: f64) -> Option<Frame> {
        let is_due = self.pacer.is_playing() || self.details_due || self.seeking.is_some() || self.is_advancing();
        if !is_due || self.frame_drawn < self.frames || wall_ms - self.framed_ms < FRAME_MS {
            return None;
        }
        let has_details = self.details_due || wall_ms - self.detailed_ms >= DETAILS_MS;
        if has_details {
            self.detailed_ms = wall_ms;
            self.details_due = false;
        }
        self.framed_ms = wall_ms;
        self.frames += 1;
        Some(self.make_frame(has_details))
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

    /// Adds the keys of a file, for traffic to follow.
    pub fn add_key_source(&mut self, file: String, source: Rc<dyn KeySource>) {
        self.sources.insert(file.clone(), Rc::clone(&source));
        self.world.add_key_source(file, source);
    }

    /// A refusal in AWS's words where it is one of AWS's.
    fn refused(&self, number: u32, rejection: &Rejection) -> FromWorker {
        FromWorker::Refused { number: Some(number), reason: self.why(rejection) }
    }

    /// The newest entries of the journal, for the page to keep.
    fn journaled(&mut self) -> Vec<FromWorker> {
        let journal = self.world.journal();
        let entries = journal.get(self.journal_told..).unwrap_or_default();
        self.journal_told = journal.len();
        // By way of a value: requests are written so in other places too, and once is enough code.
        let values = entries.iter().filter_map(|entry| serde_json::to_value(entry).ok());
        values.map(|entry| FromWorker::Journaled(entry.to_string())).collect()
    }

    /// Why a command was not applied: in AWS's own words where AWS refuses.
    fn why(&self, rejection: &Rejection) -> Message {
        let say =
            |refusal: &Refusal| reasons::refused_by_aws(refusal.code, refusal.message.as_deref().unwrap_or_default());
        match rejection {
            Rejection::Kms(error) => say(&Refusal::of_keys(error, self.world.account())),
            _ => reasons::rejection(rejection, |error| say(&Refusal::of(error, self.world.account()))),
        }
    }

    /// The world.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// The scenario that runs.
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Whether time passes or is sought, so that there is something to do soon.
    pub fn is_active(&self) -> bool {
        self.pacer.is_playing()
            || self.seeking.is_some()
            || self.details_due
            || self.is_waiting()
            || self.is_advancing()
    }
}

/// What a request of the page breaches of the model of its operation: AWS says that before the operation sees it.
fn breach(command: &Command, account: &Account) -> Option<Message> {
    let Command::Request(request) = command else { return None };
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

#[cfg(test)]
mod tests;
