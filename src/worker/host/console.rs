//! The console's lines. Not connected yet: knows `help`, and completes the names of a few commands.

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

impl Host {
    /// Carries out a line.
    pub(super) fn console(&self, number: u32, line: &str) -> Vec<FromWorker> {
        let is_help = line.trim() == "help";
        let text = if is_help {
            COMMANDS.map(|(command, summary)| format!("{command:<38}{summary}")).join("\n")
        } else {
            "not connected yet".to_owned()
        };
        vec![FromWorker::ConsoleOutput { number, text, is_error: !is_help, is_finished: true, at: self.world.now() }]
    }

    /// Ends what is being carried out; every line is finished at once.
    #[expect(clippy::unused_self, reason = "what takes its place needs the world")]
    pub(super) const fn cancel_console(&self) -> Vec<FromWorker> {
        Vec::new()
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
