//! The host of a world: handles the page's messages, lets time pass within a budget, and makes frames.
//!
//! Plain Rust: whoever drives it brings the wall clock. A new frame is made only after the page has drawn the last one.

mod api;
mod console;
mod framing;
pub mod tasks;

use super::firehose::FirehoseView;
use super::firehose::desk::Desk;
use super::frame::{Frame, Loaded, Search};
use super::messages::{FromWorker, Playback, ToWorker, View};
use super::pacing::Pacer;
use crate::engine::api::choices::{StreamMode, StreamStatus};
use crate::engine::command::Command;
use crate::engine::error::{Rejection, Violation};
use crate::engine::ids::StreamId;
use crate::engine::producer::keys::KeySource;
use crate::engine::producer::lines::LineSource;
use crate::engine::producer::template::Template;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::{KeySources, Sources, World};
use crate::learn::message::Message;
use crate::learn::reasons;
use crate::scenario::file::Scenario;
use crate::scenario::presets::{PRESETS, Preset};
use api::Advances;
use console::Console;
use std::rc::Rc;
use tasks::Tasks;

/// How long the engine may run before messages are looked at again, in milliseconds.
const SLICE_MS: f64 = 20.0;
/// The least wall time between frames, in milliseconds: 60 a second.
const FRAME_MS: f64 = 16.0;
/// The least wall time between charts and between explanations, in milliseconds: 5 a second.
const DETAILS_MS: f64 = 200.0;
/// How much simulated time the engine is asked for at once at first.
const CHUNK: Micros = Micros::millis(10);

/// A copy of the world that runs ahead to find something.
struct Scout {
    world: World,
    /// Where it gives up.
    until: SimTime,
    /// What it looks for.
    goal: Goal,
}

/// A scenario with the world that it has become.
struct Run {
    scenario: Scenario,
    world: World,
}

/// What a scout looks for.
enum Goal {
    /// A throttling episode after so many; whether something is throttled from the start.
    Throttle { begun: u64, goes_on: bool },
    /// A delivery to the destination that leaves a buffer of the delivery stream that is shown, after this instant.
    Flush { view: FirehoseView, after: SimTime },
}

/// A scenario is not begun.
fn refused(violation: &Violation) -> Vec<FromWorker> {
    vec![FromWorker::Refused { number: None, reason: reasons::violation(violation) }]
}

impl Scout {
    /// What the page is told of it.
    const fn search(&self) -> Search {
        Search { at: self.world.now(), is_for_flush: matches!(self.goal, Goal::Flush { .. }) }
    }
}

/// Hosts one world.
pub struct Host {
    scenario: Scenario,
    world: World,
    sources: Sources,
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
    before: Option<Run>,
    /// What the page is told in the next turn.
    outbox: Vec<FromWorker>,
    /// How tasks are carried out, once that is known.
    tasks: Option<&'static Tasks>,
    console: Console,
    advances: Advances,
    /// What the view of Firehose has open.
    desk: Desk,
    /// How many entries of the journal the page has been told.
    journal_told: usize,
    /// What the page was told last of the stream in view.
    told: Option<StreamMark>,
}

/// By what a change of the stream in view is noticed.
type StreamMark = (StreamId, u32, StreamStatus, StreamMode, Micros, usize);

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
            sources: Sources::default(),
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
            before: None,
            outbox: Vec::new(),
            tasks: Tasks::at_hand(),
            console: Console::default(),
            advances: Advances::default(),
            desk: Desk::default(),
            journal_told: 0,
            told: None,
        }
    }

    /// Handles what the page says, but for tasks.
    pub fn handle(&mut self, message: ToWorker, wall_ms: f64) -> Vec<FromWorker> {
        match message {
            ToWorker::Begin { preset, is_playing } => {
                let preset = Preset::named(&preset).unwrap_or(&PRESETS[0]);
                self.replace(preset.scenario(), is_playing, wall_ms)
            }
            ToWorker::Restart => {
                let is_playing = self.pacer.is_playing();
                let scenario = Scenario { plan: self.world.present_plan(), ..self.scenario.clone() };
                self.begin(scenario, is_playing, wall_ms)
            }
            ToWorker::Playback(playback) => {
                self.play(playback, wall_ms);
                self.take_notices()
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
            // Whoever reads tasks has them carried out.
            ToWorker::Task(_) => Vec::new(),
        }
    }

    fn begin(&mut self, scenario: Scenario, is_playing: bool, wall_ms: f64) -> Vec<FromWorker> {
        self.run_of(scenario).map_or_else(|violation| refused(&violation), |run| self.enter(run, is_playing, wall_ms).1)
    }

    fn run_of(&self, scenario: Scenario) -> Result<Run, Violation> {
        let world = World::new(&scenario.plan, self.sources.clone())?;
        Ok(Run { scenario, world })
    }

    /// Begins another scenario. What somebody has done to the world before is kept, until the next one begins.
    fn replace(&mut self, scenario: Scenario, is_playing: bool, wall_ms: f64) -> Vec<FromWorker> {
        let run = match self.run_of(scenario) {
            Ok(run) => run,
            Err(violation) => return refused(&violation),
        };
        let (before, mut said) = self.enter(run, is_playing, wall_ms);
        if !before.world.journal().is_empty() {
            said.push(FromWorker::Replaced(before.scenario.name.clone()));
            self.before = Some(before);
        }
        said
    }

    /// This run is the one that is shown from here on; gives the one before.
    fn enter(&mut self, run: Run, is_playing: bool, wall_ms: f64) -> (Run, Vec<FromWorker>) {
        let scenario = std::mem::replace(&mut self.scenario, run.scenario);
        let before = Run { scenario, world: std::mem::replace(&mut self.world, run.world) };
        self.before = None;
        self.pacer.set_playing(is_playing, wall_ms, self.world.now());
        self.chunk = CHUNK;
        self.details_due = true;
        self.view.episode = None;
        self.desk.clear();
        self.dots_from = self.world.now();
        self.offered_at_frame = 0;
        self.seeking = None;
        self.view.shard = None;
        self.told = None;
        self.journal_told = 0;
        let loaded = FromWorker::Loaded(Box::new(Loaded::of(&self.scenario, self.stream())));
        let said = self.end_advances().chain([loaded]).collect();
        (before, said)
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
        }
    }

    /// What the page should be told besides frames.
    pub fn take_notices(&mut self) -> Vec<FromWorker> {
        std::mem::take(&mut self.outbox)
    }

    /// Lets time pass for a slice of wall time; returns whether there is more to do at once.
    pub fn advance(&mut self, clock: &mut dyn FnMut() -> f64) -> bool {
        let is_behind = self.advance_world(clock);
        if let Some(tasks) = self.tasks.filter(|_| self.desk.is_sweeping()) {
            (tasks.sweep_on)(&mut self.desk, clock);
            self.details_due |= !self.desk.is_sweeping();
        }
        is_behind || self.desk.is_sweeping()
    }

    fn advance_world(&mut self, clock: &mut dyn FnMut() -> f64) -> bool {
        let start = clock();
        if let Some(tasks) = self.tasks.filter(|_| self.seeking.is_some() || self.is_advancing() || self.is_waiting()) {
            return (tasks.go_on)(self, start, clock);
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

    /// A frame, if the page has drawn the last one and it is time for another.
    pub fn frame(&mut self, wall_ms: f64) -> Option<Frame> {
        let is_stale = wall_ms - self.detailed_ms >= DETAILS_MS;
        let is_due = self.pacer.is_playing()
            || self.details_due
            || self.seeking.is_some()
            || self.is_advancing()
            || (is_stale && self.is_desk_pending());
        if !is_due || self.frame_drawn < self.frames || wall_ms - self.framed_ms < FRAME_MS {
            return None;
        }
        let has_details = self.details_due || is_stale;
        if has_details {
            self.detailed_ms = wall_ms;
            self.details_due = false;
        }
        self.framed_ms = wall_ms;
        self.frames += 1;
        Some(self.make_frame(has_details))
    }

    /// Adds the keys of a file, for traffic to follow.
    pub fn add_key_source(&mut self, file: String, source: Rc<dyn KeySource>) {
        self.sources.keys.insert(file.clone(), Rc::clone(&source));
        self.world.add_key_source(file, source);
    }

    /// A producer's records are the lines of a file from now on.
    pub fn tail(&mut self, producer: &str, file: String, source: Rc<dyn LineSource>) -> Vec<FromWorker> {
        self.details_due = true;
        let lines = source.lines();
        self.sources.lines.insert(file.clone(), Rc::clone(&source));
        self.world.add_line_source(file.clone(), source);
        let known = self.world.present_producers().find(|known| known.name == producer);
        let Some(mut traffic) = known.map(|known| known.traffic.clone()) else { return Vec::new() };
        traffic.template = Some(Template::Lines { file: file.clone() });
        let command = Command::SetTraffic { producer: producer.to_owned(), traffic };
        let message = match self.world.execute(command) {
            Ok(_) => Message::new("lines-read").text("file", file).number("lines", lines).text("producer", producer),
            Err(Rejection::Invalid(violation)) => reasons::violation(&violation),
            Err(_) => Message::new("file-unreadable"),
        };
        vec![FromWorker::Notice(message)]
    }

    /// The world.
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// The scenario that runs.
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Whether a view is open whose frames come with the tasks.
    pub const fn needs_tasks(&self) -> bool {
        self.view.region.is_some() || self.view.pipeline.is_some() || self.view.firehose.is_some()
    }

    /// Whether time passes or is sought, so that there is something to do soon.
    pub fn is_active(&self) -> bool {
        self.pacer.is_playing()
            || self.seeking.is_some()
            || self.details_due
            || self.is_waiting()
            || self.is_advancing()
            || self.desk.is_sweeping()
            || self.is_desk_pending()
    }

    /// Whether the view of Firehose will know more in the next frame, though no time may pass.
    fn is_desk_pending(&self) -> bool {
        self.view.firehose.is_some() && self.desk.is_pending()
    }
}

#[cfg(test)]
mod tests;
