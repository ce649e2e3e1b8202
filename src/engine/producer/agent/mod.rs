//! The Kinesis Agent: it tails the files to which an application on its server appends lines, and sends each line as a
//! record.
//!
//! Documented: it looks for new lines every `minTimeBetweenFilePollsMillis`, gathers them until a buffer has its size, its
//! count or its age, sends it with `PutRecords`, follows rotation, keeps the offset of what was sent in a checkpoint, and
//! goes on there when it starts again. Observed (the agent's source): a checkpoint is written when all of a buffer was
//! stored; what failed is sent again after 100 ms, 200 ms … up to 10 s, for as long as it takes; without a checkpoint only
//! the newest file is looked at, from `initialPosition` on. Assumed: one request is under way at a time, and nothing
//! overtakes what is sent again; it looks at its clock every 10 ms; the waits have full jitter.

mod buffer;
pub mod convert;
pub mod files;
pub mod records;
pub mod settings;
pub mod view;

use super::arrivals::TICK;
use super::traffic::Backoff;
use super::{Producer, ProducerTotals};
use crate::engine::random::RandomStream;
use crate::engine::time::{Micros, SimTime};
use buffer::Buffer;
use files::{LogFiles, Mark};
use serde::{Deserialize, Serialize};
use settings::{AgentSettings, InitialPosition};
use std::collections::BTreeSet;
use std::ops::Range;
use view::AgentTotals;

/// The waits before something is sent again. Observed (the agent's source).
const BACKOFF: Backoff = Backoff { base_ms: 100, cap_ms: 10_000, attempts_max: u32::MAX, jitter: true };

/// The agent of one producer, and the files that it tails.
#[derive(Clone, Debug)]
pub struct Agent {
    settings: AgentSettings,
    files: LogFiles,
    random: RandomStream,
    is_running: bool,
    /// What it reads next.
    reads: Mark,
    /// Where it would go on if it started now: all before is stored, left out, skipped or lost.
    checkpoint: Mark,
    has_checkpoint: bool,
    /// Lines behind the checkpoint that are stored already.
    stored_beyond: BTreeSet<u64>,
    /// Lines behind the checkpoint that will not be read, in order.
    passed: Vec<Range<u64>>,
    /// The line up to which it was counted what became of those that are not sent.
    counted: u64,
    buffer: Buffer,
    sending: Option<Sending>,
    looks_at: SimTime,
    /// When it will be woken next; other wakes are stale.
    wakes_at: Option<SimTime>,
    totals: AgentTotals,
}

/// What is done to an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgentAction {
    /// It ends at once; what it had read and not sent is read again when it starts.
    Crash,
    /// It starts, at its checkpoint.
    Start,
}

/// A record on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The line.
    pub line: u64,
    /// Whether it was stored before.
    pub is_repeat: bool,
}

/// A buffer that is being sent.
#[derive(Clone, Debug)]
struct Sending {
    /// What is not stored yet.
    lines: Vec<u64>,
    /// Where the agent goes on once all is stored.
    end: Mark,
    attempts: u32,
    phase: Phase,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    /// It goes then.
    Due(SimTime),
    /// The answer comes then.
    UnderWay(SimTime),
}

impl Agent {
    /// An agent that starts at `now`, beside an application that has not written anything.
    pub fn new(settings: AgentSettings, random: RandomStream, now: SimTime) -> Self {
        Self {
            settings,
            files: LogFiles::new(now),
            random,
            is_running: true,
            reads: Mark::default(),
            checkpoint: Mark::default(),
            has_checkpoint: false,
            stored_beyond: BTreeSet::new(),
            passed: Vec::new(),
            counted: 0,
            buffer: Buffer::default(),
            sending: None,
            looks_at: now,
            wakes_at: None,
            totals: AgentTotals::default(),
        }
    }

    /// Its settings.
    pub const fn settings(&self) -> &AgentSettings {
        &self.settings
    }

    /// It has other settings from now on; what it has read stays read.
    pub fn set(&mut self, settings: AgentSettings) {
        self.settings = settings;
    }

    /// What became of the lines.
    pub const fn totals(&self) -> &AgentTotals {
        &self.totals
    }

    /// Whether it runs.
    pub const fn is_running(&self) -> bool {
        self.is_running
    }

    /// How many times a file was rotated.
    pub const fn rotated(&self) -> u64 {
        self.files.rotated()
    }

    /// Lines that are there, and neither stored nor passed over.
    pub const fn waiting(&self) -> u64 {
        let AgentTotals { written, stored, left_out, skipped, lost, .. } = self.totals;
        written - stored - left_out - skipped - lost
    }

    /// The application appends lines.
    pub fn write(&mut self, producer: &Producer, lines: Range<u64>, now: SimTime) {
        let bytes = lines.clone().map(|line| producer.line_bytes(line)).sum();
        self.totals.written += lines.end - lines.start;
        self.totals.written_bytes += bytes;
        self.files.append(lines.end - lines.start, bytes, &self.settings, now);
        let first = self.files.first_line();
        let position = if self.is_running { self.reads.line } else { self.checkpoint.line };
        if position < first {
            self.pass_over(producer, position..first, |totals| &mut totals.lost);
            self.reads = self.files.settle(self.reads);
            if !self.is_running {
                self.checkpoint = self.files.settle(self.checkpoint);
            }
        }
    }

    /// Counts lines that will not be read: all but those of which it is known already what became of them.
    fn pass_over(&mut self, producer: &Producer, lines: Range<u64>, count: fn(&mut AgentTotals) -> &mut u64) {
        let known = lines.start..lines.end.min(self.counted);
        let is_open = |line: &u64| {
            let is_passed = self.passed.iter().any(|range| range.contains(line));
            !is_passed && !self.stored_beyond.contains(line) && producer.line(*line).record.is_some()
        };
        let open = known.filter(is_open).count() as u64;
        let fresh = lines.end - self.counted.clamp(lines.start, lines.end);
        *count(&mut self.totals) += open + fresh;
        self.counted = self.counted.max(lines.end);
        match self.passed.last_mut() {
            Some(last) if last.end >= lines.start => last.end = last.end.max(lines.end),
            _ => self.passed.push(lines),
        }
    }

    /// It crashes, or starts again.
    pub fn act(&mut self, producer: &Producer, action: AgentAction, now: SimTime) {
        match (action, self.is_running) {
            (AgentAction::Crash, true) => {
                self.is_running = false;
                self.totals.crashes += 1;
                self.buffer = Buffer::default();
                self.sending = None;
                self.wakes_at = None;
                let first = self.files.first_line();
                if self.checkpoint.line < first {
                    self.pass_over(producer, self.checkpoint.line..first, |totals| &mut totals.lost);
                }
                self.checkpoint = self.files.settle(self.checkpoint);
            }
            (AgentAction::Start, false) => {
                self.is_running = true;
                self.looks_at = now;
                if !self.has_checkpoint {
                    self.begin(producer);
                }
                self.reads = self.checkpoint;
            }
            (AgentAction::Crash, false) | (AgentAction::Start, true) => {}
        }
    }

    /// It goes to its initial position.
    fn begin(&mut self, producer: &Producer) {
        let newest = *self.files.newest();
        let to = match self.settings.initial_position {
            InitialPosition::StartOfFile => Mark { line: newest.first_line, offset: 0 },
            InitialPosition::EndOfFile => Mark { line: newest.end(), offset: newest.bytes },
        };
        let from = self.checkpoint.line;
        if from < to.line {
            self.pass_over(producer, from..to.line, |totals| &mut totals.skipped);
        }
        if to.line > from {
            self.settle_at(to);
        }
    }

    /// All before `mark` is done with.
    fn settle_at(&mut self, mark: Mark) {
        self.checkpoint = mark;
        self.stored_beyond = self.stored_beyond.split_off(&mark.line);
        self.passed.retain(|range| range.end > mark.line);
    }

    /// Does what is due, short of sending requests.
    pub fn turn(&mut self, producer: &Producer, now: SimTime) {
        if !self.is_running {
            return;
        }
        self.hear(now);
        if self.looks_at <= now || self.buffer.is_full {
            self.read(producer, now);
        }
        if self.sending.is_none() && self.buffer.is_due(&self.settings, now) {
            let Buffer { lines, .. } = std::mem::take(&mut self.buffer);
            self.sending = Some(Sending { lines, end: self.reads, attempts: 0, phase: Phase::Due(now) });
            self.read(producer, now);
        }
    }

    /// Hears the answer of its request if it has come.
    fn hear(&mut self, now: SimTime) {
        let Some(sending) = &mut self.sending else {
            return;
        };
        if let Phase::UnderWay(until) = sending.phase
            && until <= now
        {
            if !sending.lines.is_empty() {
                sending.phase = Phase::Due(now + BACKOFF.wait(sending.attempts, &mut self.random));
                return;
            }
            let end = sending.end;
            self.sending = None;
            self.has_checkpoint = true;
            self.settle_at(end);
        }
    }

    /// Reads lines until there are no more or the buffer is full.
    fn read(&mut self, producer: &Producer, now: SimTime) {
        self.buffer.is_full = false;
        loop {
            self.reads = self.files.settle(self.reads);
            let line = self.reads.line;
            if line == self.files.end() {
                self.looks_at = now + self.settings.poll_time();
                return;
            }
            let seen = producer.line(line);
            if let Some(made) = seen.record
                && !self.buffer.add(line, made.bytes, &self.settings, now)
            {
                self.buffer.is_full = true;
                return;
            }
            self.reads = Mark { line: line + 1, offset: self.reads.offset + seen.bytes };
            self.totals.read += 1;
            if line >= self.counted {
                self.counted = line + 1;
                self.totals.left_out += u64::from(seen.record.is_none());
                self.totals.truncated += u64::from(seen.is_truncated);
            }
        }
    }

    /// The request that is to go now, if there is one.
    pub fn next_request(&mut self, now: SimTime) -> Option<Vec<Entry>> {
        let due = |sending: &&mut Sending| matches!(sending.phase, Phase::Due(at) if at <= now);
        let sending = self.sending.as_mut().filter(due)?;
        let entry = |line: &u64| Entry { line: *line, is_repeat: self.stored_beyond.contains(line) };
        let entries: Vec<Entry> = sending.lines.iter().map(entry).collect();
        self.totals.requests += 1;
        self.totals.sent += entries.len() as u64;
        if sending.attempts > 0 {
            self.totals.sent_again += entries.len() as u64;
        }
        sending.attempts += 1;
        Some(entries)
    }

    /// A request went at `now`: which of its records were stored, and how long its answer takes.
    pub fn learn(&mut self, entries: &[Entry], stored: &[bool], latency: Micros, now: SimTime) {
        let Some(sending) = &mut self.sending else {
            return;
        };
        let failed = entries.iter().zip(stored).filter(|(_, is_stored)| !**is_stored);
        sending.lines = failed.map(|(entry, _)| entry.line).collect();
        sending.phase = Phase::UnderWay(now + latency);
        for (entry, _) in entries.iter().zip(stored).filter(|(_, is_stored)| **is_stored) {
            if self.stored_beyond.insert(entry.line) {
                self.totals.stored += 1;
            } else {
                self.totals.repeated += 1;
            }
        }
    }

    /// Says when it is to be woken next, unless that is planned already.
    pub fn plan_wake(&mut self, now: SimTime) -> Option<SimTime> {
        if !self.is_running {
            return None;
        }
        let of_sending = self.sending.as_ref().map(|sending| match sending.phase {
            Phase::Due(at) | Phase::UnderWay(at) => at,
        });
        let has_buffer = self.sending.is_none() && !self.buffer.lines.is_empty();
        let of_buffer = has_buffer.then(|| self.buffer.since + self.settings.buffer_age());
        let has_more = self.reads.line < self.files.end() && !self.buffer.is_full;
        let of_files = has_more.then_some(self.looks_at);
        let earliest = of_sending.into_iter().chain(of_buffer).chain(of_files).min()?;
        let soon = SimTime((now.0 / TICK.0 + 1) * TICK.0);
        let at = SimTime(earliest.0.div_ceil(TICK.0) * TICK.0).max(soon);
        if self.wakes_at.is_some_and(|planned| planned <= at) {
            return None;
        }
        self.wakes_at = Some(at);
        Some(at)
    }

    /// Whether a wake at `now` is the one that is planned; it is not planned any more then.
    pub fn is_woken(&mut self, now: SimTime) -> bool {
        self.wakes_at.take_if(|planned| *planned == now).is_some()
    }

    /// Its totals as those of its producer.
    pub const fn book(&self, totals: &mut ProducerTotals) {
        totals.accepted = self.totals.stored;
        totals.waiting = self.waiting();
        totals.retried = self.totals.sent_again;
        totals.given_up = self.totals.left_out + self.totals.skipped + self.totals.lost;
    }
}
