//! What the console shows and what it still has to do: plain functions, tested natively.
//!
//! Lines are sent to the worker one at a time, each when the one before is finished. The log has bounds: beyond them the
//! oldest entries go, and what a line prints too much is counted and left out.

pub mod completion;
pub mod history;
pub mod keys;
pub mod line;

use crate::engine::time::SimTime;
use std::collections::VecDeque;
use std::rc::Rc;

/// Entries that are kept at most.
const ENTRIES_MAX: usize = 300;
/// Bytes of all that is printed that are kept at most.
const PRINTED_MAX: usize = 2_000_000;
/// Bytes that one line may print.
const LINE_PRINTED_MAX: usize = 400_000;
/// Characters of an output that are read out.
const SAID_MAX: usize = 400;

/// The console's log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Console {
    entries: VecDeque<Rc<Entry>>,
    entries_made: u32,
    /// Counts changes.
    revision: u32,
    said: Said,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Told apart by this.
    pub key: u32,
    /// When; for a line, when it first printed something, and before that, when it was typed.
    pub at: SimTime,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A line was typed.
    Line(Line),
    /// Something was done on the page that this command would do as well.
    Echo(String),
    /// An action on the page that was refused, as the command that would do the same.
    Refused(String),
    /// A run of the scenario of this name began.
    Began(String),
}

/// A line and what it has printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number for the worker.
    pub number: u32,
    /// What was typed.
    pub text: String,
    /// What it has printed.
    pub outputs: Vec<Output>,
    /// How many characters were too many.
    pub left_out: usize,
    /// How far it is.
    pub progress: Progress,
}

/// A part of what a line prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The text.
    pub text: String,
    /// Whether it goes to the standard error.
    pub is_error: bool,
}

/// How far a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It waits for its turn, or is being carried out.
    Open,
    /// Nothing follows.
    Finished,
    /// It was never begun, because the line before it was cancelled.
    Dropped,
}

/// What is to be read out of the latest output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Its beginning.
    pub text: String,
    /// Lines that follow.
    pub lines_more: usize,
    /// Whether a line finished without having printed anything.
    pub is_silent: bool,
}

/// What the worker says of a line.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The line's number.
    pub number: u32,
    /// What it prints.
    pub output: Output,
    /// Whether nothing follows.
    pub is_finished: bool,
    /// When.
    pub at: SimTime,
}

impl Console {
    /// The log, oldest first.
    pub fn entries(&self) -> impl Iterator<Item = &Rc<Entry>> {
        self.entries.iter()
    }

    /// Differs whenever the log does.
    pub const fn revision(&self) -> u32 {
        self.revision
    }

    /// What is to be read out.
    pub const fn said(&self) -> &Said {
        &self.said
    }

    /// The line that is being carried out, by number and text.
    pub fn current(&self) -> Option<(u32, &str)> {
        self.open_lines().next().map(|line| (line.number, line.text.as_str()))
    }

    fn open_lines(&self) -> impl Iterator<Item = &Line> {
        self.entries.iter().filter_map(|entry| match &entry.what {
            What::Line(line) if line.progress == Progress::Open => Some(line),
            _ => None,
        })
    }

    /// Lines are to be carried out, one after the other; `clear` is the log's own.
    pub fn submit(&mut self, lines: Vec<(u32, String)>, at: SimTime) {
        for (number, text) in lines {
            if text.trim() == "clear" {
                self.clear();
                continue;
            }
            let line = Line { number, text, outputs: Vec::new(), left_out: 0, progress: Progress::Open };
            self.push(at, What::Line(line));
        }
    }

    /// A line prints something. What was cleared away prints no more.
    pub fn hear(&mut self, printed: &Printed) {
        let is_it = |entry: &&mut Rc<Entry>| matches!(&entry.what, What::Line(line) if line.number == printed.number);
        let Some(entry) = self.entries.iter_mut().rev().find(is_it) else { return };
        self.revision += 1;
        let entry = Rc::make_mut(entry);
        let What::Line(line) = &mut entry.what else { return };
        if line.outputs.is_empty() {
            entry.at = printed.at;
        }
        if printed.is_finished {
            line.progress = Progress::Finished;
        }
        let is_silent = printed.is_finished && line.outputs.is_empty() && printed.output.text.is_empty();
        if is_silent || !printed.output.text.is_empty() {
            self.said = Said::of(&printed.output.text, is_silent);
        }
        line.print(&printed.output);
        self.make_room();
    }

    /// Something was done on the page. The same again only moves its time.
    pub fn echo(&mut self, at: SimTime, command: String, is_refused: bool) {
        let what = if is_refused { What::Refused(command) } else { What::Echo(command) };
        if let Some(last) = self.entries.back_mut().filter(|last| last.what == what) {
            Rc::make_mut(last).at = at;
            self.revision += 1;
            return;
        }
        self.push(at, what);
    }

    /// Another run begins. An empty log needs no such mark, and between two marks nothing happened.
    pub fn began(&mut self, scenario: String) {
        if matches!(self.entries.back().map(|last| &last.what), Some(What::Began(_))) {
            self.entries.pop_back();
        }
        if !self.entries.is_empty() {
            self.push(SimTime::ZERO, What::Began(scenario));
        }
    }

    /// No line can be carried out.
    pub fn fail(&mut self) {
        self.drop_lines(|_| true);
    }

    /// Lines that were not begun will not be; the one that is being carried out is the worker's to end.
    pub fn cancel(&mut self) {
        let current = self.current().map(|(number, _)| number);
        self.drop_lines(|line| Some(line.number) != current);
    }

    fn drop_lines(&mut self, is_meant: impl Fn(&Line) -> bool) {
        self.revision += 1;
        for entry in &mut self.entries {
            if let What::Line(line) = &entry.what
                && line.progress == Progress::Open
                && is_meant(line)
                && let What::Line(line) = &mut Rc::make_mut(entry).what
            {
                line.progress = Progress::Dropped;
            }
        }
    }

    /// Clears the log but for what is still to be done.
    pub fn clear(&mut self) {
        self.revision += 1;
        self.entries.retain(|entry| entry.is_open());
        self.said = Said::default();
    }

    fn push(&mut self, at: SimTime, what: What) {
        self.revision += 1;
        self.entries.push_back(Rc::new(Entry { key: self.entries_made, at, what }));
        self.entries_made += 1;
        self.make_room();
    }

    fn make_room(&mut self) {
        let mut printed: usize = self.entries.iter().map(|entry| entry.printed()).sum();
        while self.entries.len() > ENTRIES_MAX || printed > PRINTED_MAX {
            let Some(oldest) = self.entries.iter().position(|entry| !entry.is_open()) else { return };
            printed -= self.entries.remove(oldest).map_or(0, |entry| entry.printed());
        }
    }
}

impl Entry {
    fn is_open(&self) -> bool {
        matches!(&self.what, What::Line(line) if line.progress == Progress::Open)
    }

    fn printed(&self) -> usize {
        match &self.what {
            What::Line(line) => line.outputs.iter().map(|output| output.text.len()).sum(),
            What::Echo(_) | What::Refused(_) | What::Began(_) => 0,
        }
    }
}

impl Line {
    fn print(&mut self, output: &Output) {
        // The AWS CLI sets an error off by an empty line; here its colour does.
        let text = if self.outputs.is_empty() { output.text.trim_start_matches('\n') } else { &output.text };
        if text.is_empty() {
            return;
        }
        let printed: usize = self.outputs.iter().map(|output| output.text.len()).sum();
        let mut room = LINE_PRINTED_MAX.saturating_sub(printed).min(text.len());
        while !text.is_char_boundary(room) {
            room -= 1;
        }
        let (kept, rest) = text.split_at(room);
        self.left_out += rest.chars().count();
        match self.outputs.last_mut() {
            _ if kept.is_empty() => (),
            Some(last) if last.is_error == output.is_error => {
                last.text.push('\n');
                last.text.push_str(kept);
            }
            _ => self.outputs.push(Output { text: kept.to_owned(), is_error: output.is_error }),
        }
    }

    /// All that it has printed.
    pub fn printed(&self) -> String {
        let texts: Vec<&str> = self.outputs.iter().map(|output| output.text.as_str()).collect();
        texts.join("\n")
    }
}

impl Said {
    fn of(text: &str, is_silent: bool) -> Self {
        let end = text.char_indices().nth(SAID_MAX).map_or(text.len(), |(at, _)| at);
        let (head, rest) = text.split_at(end);
        Self { text: head.to_owned(), lines_more: rest.lines().count(), is_silent }
    }
}

#[cfg(test)]
mod tests;
