//! What can be read of an agent: what became of its lines, how far it is behind, and the files with its offsets.

use super::Agent;
use super::files::Mark;
use crate::engine::producer::Producer;
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};

/// What became of lines, since the beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgentTotals {
    /// Lines that the application wrote.
    pub written: u64,
    /// Their bytes, line breaks counted.
    pub written_bytes: u64,
    /// Lines that the agent read, each time counted.
    pub read: u64,
    /// Records in its requests, each attempt counted.
    pub sent: u64,
    /// Lines that were stored.
    pub stored: u64,
    /// Records that were sent again because they had failed.
    pub sent_again: u64,
    /// Times that a line was stored again, because the agent did not know that it had been.
    pub repeated: u64,
    /// Records that were cut off because they were too large.
    pub truncated: u64,
    /// Lines for which nothing is sent, because they are not of the log's format.
    pub left_out: u64,
    /// Lines before the initial position of an agent that had no checkpoint.
    pub skipped: u64,
    /// Lines whose file was deleted before they were sent.
    pub lost: u64,
    /// Requests.
    pub requests: u64,
    /// Times that it crashed.
    pub crashes: u64,
}

/// How far an agent is behind the application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    /// Lines that it has not read.
    pub lines: u64,
    /// Their bytes.
    pub bytes: u64,
    /// When the oldest of them was made; none where there are none.
    pub oldest_made_at: Option<SimTime>,
}

/// A file as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// Its name: the newest has the plain one, older ones a number behind it.
    pub name: String,
    /// Its lines.
    pub lines: u64,
    /// Its bytes.
    pub bytes: u64,
    /// How many of its lines the agent has read.
    pub read_lines: u64,
    /// The agent's offset in it: the bytes that it has read.
    pub offset: u64,
    /// The offset of the checkpoint in it.
    pub checkpoint_offset: u64,
}

impl Behind {
    /// The age of the oldest of them at `now`.
    pub fn age(&self, now: SimTime) -> Micros {
        self.oldest_made_at.map_or(Micros(0), |made_at| now.since(made_at))
    }
}

impl Agent {
    /// The line that it reads next; where it does not run, the one that it would.
    fn position(&self) -> Mark {
        self.files.settle(if self.is_running { self.reads } else { self.checkpoint })
    }

    /// How far it is behind.
    pub fn behind(&self, producer: &Producer) -> Behind {
        let position = self.position();
        let lines = self.files.end() - position.line;
        if lines == 0 {
            return Behind::default();
        }
        let oldest_made_at = Some(producer.made_at(position.line));
        Behind { lines, bytes: self.files.bytes_behind(position), oldest_made_at }
    }

    /// The files, newest first.
    pub fn files(&self) -> Vec<FileRow> {
        let (reads, checkpoint) = (self.position(), self.files.settle(self.checkpoint));
        let plain = self.settings.file_name();
        let views = self.files.iter().rev().enumerate().map(|(age, file)| {
            let within = |mark: Mark| match mark.line {
                line if line >= file.end() => file.bytes,
                line if line < file.first_line => 0,
                _ => mark.offset,
            };
            FileRow {
                name: if age == 0 { plain.clone() } else { format!("{plain}.{age}") },
                lines: file.lines,
                bytes: file.bytes,
                read_lines: reads.line.clamp(file.first_line, file.end()) - file.first_line,
                offset: within(reads),
                checkpoint_offset: within(checkpoint),
            }
        });
        views.collect()
    }
}
