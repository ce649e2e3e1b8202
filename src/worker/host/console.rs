//! The console's lines. Not connected yet: knows `help` and `wait`, and completes the names of a few commands.

use super::Host;
use crate::worker::messages::{Candidate, Completions, FromWorker};

/// What can be completed, with what it is for.
const COMMANDS: [(&str, &str); 9] = [
    ("help", "Show what can be typed here"),
    ("aws kinesis create-stream", "Creates a Kinesis data stream"),
    ("aws kinesis describe-stream-summary", "Provides a summarized description of the specified Kinesis data stream"),
    ("aws kinesis get-records", "Gets data records from a Kinesis data stream's shard"),
    ("aws kinesis get-shard-iterator", "Gets an Amazon Kinesis shard iterator"),
    ("aws kinesis list-shards", "Lists the shards in a stream and provides information about each shard"),
    ("aws kinesis put-record", "Writes a single data record into an Amazon Kinesis data stream"),
    ("aws kinesis put-records", "Writes multiple data records into a Kinesis data stream in a single call"),
    ("aws kinesis split-shard", "Splits a shard into two new shards in the Kinesis data stream"),
];

/// What the host remembers of the console's lines.
#[derive(Default)]
pub(super) struct Lines {
    /// The line that is being carried out.
    open: Option<u32>,
}

impl Host {
    /// Carries out a line; `wait` lasts until it is cancelled.
    pub(super) fn console(&mut self, number: u32, line: &str) -> Vec<FromWorker> {
        let (text, is_error) = match line.trim() {
            "help" => (COMMANDS.map(|(command, summary)| format!("{command:<38}{summary}")).join("\n"), false),
            "wait" => {
                self.console.open = Some(number);
                return Vec::new();
            }
            _ => ("not connected yet".to_owned(), true),
        };
        vec![FromWorker::ConsoleOutput { number, text, is_error, is_finished: true, at: self.world.now() }]
    }

    /// Ends what is being carried out.
    pub(super) fn cancel_console(&mut self) -> Vec<FromWorker> {
        let at = self.world.now();
        let ended =
            |number| FromWorker::ConsoleOutput { number, text: "^C".to_owned(), is_error: true, is_finished: true, at };
        self.console.open.take().map(ended).into_iter().collect()
    }

    /// What could stand where the cursor is.
    #[expect(clippy::unused_self, reason = "what takes its place needs the world")]
    pub(super) fn complete(&self, number: u32, line: &str, cursor: u32) -> FromWorker {
        let typed = line.get(..cursor as usize).unwrap_or(line);
        let start = typed.trim_start();
        let from = (typed.len() - start.len()) as u32;
        let fits = |(text, _): &&(&str, &str)| text.starts_with(start);
        let candidates = COMMANDS
            .iter()
            .filter(fits)
            .map(|(text, summary)| Candidate { text: format!("{text} "), summary: (*summary).to_owned() });
        FromWorker::Completions(Completions { number, from, to: cursor, candidates: candidates.collect() })
    }
}
