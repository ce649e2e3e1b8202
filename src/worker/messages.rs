//! What page and worker say to each other: values, encoded with postcard.
//!
//! The page and the worker come from one build, so the encoding needs no versions. Texts for people travel as
//! [`Message`]s and are said by the page in its language.

use super::encoded::Encoded;
use super::frame::{Frame, Loaded, StreamFrame};
use super::lineage::LineageSpan;
use crate::engine::command::Command;
use crate::engine::ids::ShardId;
use crate::engine::time::{Micros, SimTime};
use crate::learn::message::Message;
use crate::scenario::file::Scenario;
use crate::scenario::import::Preview;
use crate::scenario::sample::ColumnChoice;
use crate::scenario::skew::{SkewOptions, SkewReport};
use crate::worker::firehose::FirehoseView;
use crate::worker::firehose::desk::DeskTask;
use crate::worker::pipeline::PipelineView;
use crate::worker::region::RegionView;
use serde::{Deserialize, Serialize};

/// What the page says to the worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ToWorker {
    /// Begin a ready scenario anew.
    Begin {
        /// The preset's name.
        preset: String,
        /// Whether it plays at once.
        is_playing: bool,
    },
    /// Begin the present scenario anew, with its first settings.
    Restart,
    /// Play, pause, step.
    Playback(Playback),
    /// What the page shows now, so that frames carry it.
    View(View),
    /// The frame of this number is on the screen; the next may come.
    FrameDrawn(u64),
    /// Carry out a task. Who only watches need not load what reads it.
    Task(Encoded<Task>),
}

/// What the page asks of the worker. The part of the worker that carries tasks out is loaded when the first comes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Task {
    /// Begin a scenario anew.
    Load {
        /// The scenario.
        scenario: Box<Scenario>,
        /// Whether it plays at once.
        is_playing: bool,
    },
    /// Begin the scenario of a file anew.
    LoadFile {
        /// The file's text.
        text: String,
        /// Whether it plays at once.
        is_playing: bool,
    },
    /// Bring back what the last scenario has replaced, as it was then; nothing happens where there is nothing.
    GoBack,
    /// Pause at the next beginning of a throttling episode, within a simulated day.
    NextThrottle,
    /// Pause where the next delivery to its destination leaves a buffer of the delivery stream that is shown, within a simulated
    /// day.
    NextFlush(FirehoseView),
    /// Do something to the world.
    Command {
        /// Told back when it is accepted or refused.
        number: u32,
        /// What.
        command: Command,
    },
    /// Look into the file that is attached to this message.
    InspectFile {
        /// What it is called.
        name: String,
    },
    /// Let a producer's records be the lines of the file that is attached to this message.
    TailFile {
        /// What the file is called.
        name: String,
        /// The producer's name.
        producer: String,
    },
    /// Read the inspected file.
    ImportFile {
        /// Which columns.
        choice: ColumnChoice,
        /// What to report.
        skew: SkewOptions,
    },
    /// Stop reading.
    CancelImport,
    /// Compute the skew report of the imported file again.
    Skew(SkewOptions),
    /// Run a scenario by itself, as the command line does, and answer with its summary.
    Run {
        /// Told back with the answer.
        number: u32,
        /// The scenario's JSON.
        scenario: String,
        /// How long.
        duration: Micros,
    },
    /// Answer a request of AWS, for a script.
    Request {
        /// Told back with the answer.
        number: u32,
        /// Such as `Kinesis_20131202.PutRecord`.
        target: String,
        /// JSON.
        body: String,
    },
    /// Let time pass, for a script; the answer tells what it has brought.
    Advance {
        /// Told back with the answer.
        number: u32,
        /// How much.
        by: Micros,
    },
    /// Carry out a line of the console: a command, or JSON that describes a stream. The page sends one at a time.
    Console {
        /// Told back with each output.
        number: u32,
        /// The line.
        line: String,
    },
    /// End the line that is being carried out, such as a wait. Its last output says so; the world stays as it is.
    ConsoleCancel,
    /// Write the newest items of a store as a file.
    ExportStore {
        /// Told back with the answer.
        number: u32,
        /// The store's name.
        store: String,
    },
    /// What the view of Firehose asks for beside its frames.
    Firehose(DeskTask),
    /// What could stand in the console's line where the cursor is.
    Complete {
        /// Told back with the answer.
        number: u32,
        /// The line so far.
        line: String,
        /// Bytes of the line before the cursor.
        cursor: u32,
    },
}

/// What the page asks of the playback.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Playback {
    /// Let time pass.
    Play,
    /// Hold time.
    Pause,
    /// Pause, and let the next event happen.
    StepEvent,
    /// Pause, and let this much time pass.
    StepBy(Micros),
    /// Simulated seconds for each second of the wall clock.
    SetSpeed(f64),
}

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The stream; `None`: the scenario's.
    pub stream: Option<String>,
    /// The shard that is explained; `None`: the hottest.
    pub shard: Option<ShardId>,
    /// The throttling episode that is explained instead of a shard's present moment.
    pub episode: Option<u64>,
    /// What the view of the Region shows, while it is open.
    pub region: Option<RegionView>,
    /// What the view of the pipeline shows, while it is open.
    pub pipeline: Option<PipelineView>,
    /// What the view of Firehose shows, while it is open.
    pub firehose: Option<FirehoseView>,
    /// How much time the charts show; `None`: as much as suits the speed.
    pub chart_seconds: Option<u32>,
    /// How much time the lineage shows; `None`: it is not in view.
    pub lineage: Option<LineageSpan>,
}

/// What the worker tells the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum FromWorker {
    /// It is there.
    Ready,
    /// A scenario begins.
    Loaded(Box<Loaded>),
    /// The stream in view has changed; the frames that follow are of it.
    Stream(Box<Option<StreamFrame>>),
    /// What to draw.
    Frame(Box<Frame>),
    /// A command or a scenario was not accepted; everything goes on as before.
    Refused {
        /// The number of the command, if it was one.
        number: Option<u32>,
        /// Why.
        reason: Message,
    },
    /// The command of this number was accepted.
    Accepted(u32),
    /// The tasks that were asked for cannot be carried out: the part of the worker that does so cannot be loaded.
    TasksUnavailable,
    /// Something that a person should know.
    Notice(Message),
    /// What was looked for does not come, as the world stands at this moment.
    Missed {
        /// Why, and how far was looked.
        message: Message,
        /// The moment.
        at: SimTime,
    },
    /// A scenario has replaced another one in which somebody had changed something: its name.
    Replaced(String),
    /// A command was written to the journal: the entry as JSON, for saving.
    Journaled(String),
    /// What an inspected file looks like.
    Preview {
        /// Its name.
        file: String,
        /// Its size.
        bytes: u64,
        /// Its columns and first rows.
        preview: Preview,
    },
    /// How far reading is.
    Importing {
        /// Bytes read.
        bytes_read: u64,
        /// Bytes in all.
        bytes: u64,
        /// Rows read.
        rows: u64,
    },
    /// The file is read; its keys can be used by the traffic.
    Imported {
        /// Its name, as the key model names it.
        file: String,
        /// How its keys would load shards.
        report: Box<SkewReport>,
    },
    /// The file cannot be used.
    FileRefused {
        /// Its name.
        file: String,
        /// Why.
        reason: Message,
    },
    /// What a script asked for, or why it cannot be had.
    Answered {
        /// The number of what was asked.
        number: u32,
        /// JSON: the summary of a run, the answer to a request, or what time has brought.
        result: Result<String, Message>,
    },
    /// The bytes that the page asked for, or why there are none.
    Handed {
        /// The number of what was asked.
        number: u32,
        /// An encoded value, or a file.
        result: Result<Vec<u8>, Message>,
    },
    /// A line of the console prints something, or nothing and is finished. Each line is finished once.
    ConsoleOutput {
        /// The number of the line.
        number: u32,
        /// What it prints, without a line break at the end; may be empty.
        text: String,
        /// Whether this goes to the standard error.
        is_error: bool,
        /// Whether nothing follows.
        is_finished: bool,
        /// When.
        at: SimTime,
    },
    /// What could stand in the console's line.
    Completions(Completions),
    /// An action on the page, as the command that would do the same.
    Echo {
        /// When.
        at: SimTime,
        /// The command.
        command: String,
        /// Whether it was refused.
        is_refused: bool,
    },
}

/// What could stand in a part of the console's line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completions {
    /// The number of the request.
    pub number: u32,
    /// Where the part that would be replaced begins, in bytes of the line.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// What could stand there, best first.
    pub candidates: Vec<Candidate>,
}

/// One thing that could stand there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The text.
    pub text: String,
    /// What it is for, in English as AWS says it; may be empty.
    pub summary: String,
}
