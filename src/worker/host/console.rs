//! The console: carries lines of the `aws` command line out against the world, and rebuilds streams from pasted JSON.
//!
//! A command takes no simulated time; a wait lets time pass quickly, whether the simulation plays or not.

use super::Host;
use crate::aws;
use crate::aws::console::paste::{self, StreamLayout};
use crate::aws::console::{
    Known, Outcome, Run, Step, Surroundings, command_for, complete, deliveries_command, keys_command,
};
use crate::engine::command::Command;
use crate::engine::stream::Stream;
use crate::engine::stream::blueprint::{Blueprint, BlueprintShard};
use crate::engine::time::{Micros, SimTime};
use crate::learn::catalogue::Catalogue;
use crate::worker::messages::{Candidate, Completions, FromWorker};
use serde_json::Value;

/// Simulated time that passes in one turn of a wait: the clock is seen to move.
const WAIT_STEP: Micros = Micros::millis(400);
/// Lines that `history` lists.
const HISTORY_KEPT: usize = 200;
/// The name of a rebuilt stream where none was told.
const REBUILT: &str = "rebuilt-stream";

/// What the console is doing.
#[derive(Debug, Default)]
pub(super) struct Console {
    doing: Option<Doing>,
    history: Vec<String>,
}

/// A line that is being carried out.
#[derive(Debug)]
struct Doing {
    number: u32,
    run: Run,
    /// Until when it waits.
    until: Option<SimTime>,
}

impl Host {
    /// Carries out a line, as far as it goes without waiting.
    pub(super) fn console(&mut self, number: u32, line: &str) -> Vec<FromWorker> {
        if self.console.history.len() == HISTORY_KEPT {
            self.console.history.remove(0);
        }
        self.console.history.push(line.to_owned());
        if line.trim_start().starts_with(['{', '[']) {
            let output = self.rebuild(number, line);
            return self.journaled().into_iter().chain([output]).collect();
        }
        let account = self.world.account();
        let surroundings =
            Surroundings { region: account.region.clone(), account: account.id.clone(), ..Surroundings::default() };
        self.console.doing = Some(Doing { number, run: Run::new(line, &surroundings), until: None });
        self.go_on()
    }

    /// Makes the calls of the line until it waits or is finished.
    fn go_on(&mut self) -> Vec<FromWorker> {
        self.details_due = true;
        let mut said = Vec::new();
        while let Some(doing) = &mut self.console.doing {
            let number = doing.number;
            match doing.run.next() {
                Step::Call { target, body } => {
                    let reply = aws::answer(&target, body.to_string().as_bytes(), &mut self.world);
                    let body: Value = serde_json::from_str(&reply.body).unwrap_or_default();
                    doing.run.feed(reply.status, &body);
                }
                Step::WaitMs(ms) => {
                    doing.until = Some(self.world.now() + Micros::millis(ms));
                    break;
                }
                // The page clears its own log before a line is sent.
                Step::Clear => {}
                Step::History => {
                    let text = self.console.history.join("\n");
                    said.push(self.output(number, &text, false, false));
                }
                Step::Done(Outcome { output, is_error, .. }) => {
                    self.console.doing = None;
                    said.push(self.output(number, output.trim_end_matches('\n'), is_error, true));
                }
            }
        }
        said.extend(self.journaled());
        said
    }

    fn output(&self, number: u32, text: &str, is_error: bool, is_finished: bool) -> FromWorker {
        FromWorker::ConsoleOutput { number, text: text.to_owned(), is_error, is_finished, at: self.world.now() }
    }

    /// Whether a line waits for simulated time to pass.
    pub(super) fn is_waiting(&self) -> bool {
        self.console.doing.as_ref().is_some_and(|doing| doing.until.is_some())
    }

    /// Lets some of the time pass for which a line waits.
    pub(super) fn wait_on(&mut self) {
        let Some(until) = self.console.doing.as_ref().and_then(|doing| doing.until) else {
            return;
        };
        self.details_due = true;
        let next = until.min(self.world.now() + WAIT_STEP);
        self.world.advance_to(next);
        if self.world.now() >= until {
            if let Some(doing) = &mut self.console.doing {
                doing.until = None;
            }
            let said = self.go_on();
            self.outbox.extend(said);
        }
    }

    /// Ends the line that is being carried out.
    pub(super) fn cancel_console(&mut self) -> Vec<FromWorker> {
        let doing = self.console.doing.take();
        doing.map(|doing| self.output(doing.number, "^C", true, true)).into_iter().collect()
    }

    /// The command that would do what is done on the page.
    pub(super) fn echo(&self, command: &Command, is_refused: bool) -> Option<FromWorker> {
        let command = match command {
            Command::Request(request) => command_for(request, self.world.account()),
            Command::Kms(request) => keys_command(request, self.world.account()),
            Command::Firehose(request) => deliveries_command(request, self.world.account()),
            _ => return None,
        };
        Some(FromWorker::Echo { at: self.world.now(), command, is_refused })
    }

    /// What could stand where the cursor is.
    pub(super) fn complete(&self, number: u32, line: &str, cursor: u32) -> FromWorker {
        let completion = complete(line, cursor as usize, &self.known());
        let candidate =
            |candidate: aws::console::Candidate| Candidate { text: candidate.text, summary: candidate.summary };
        FromWorker::Completions(Completions {
            number,
            from: completion.start as u32,
            to: cursor,
            candidates: completion.candidates.into_iter().map(candidate).collect(),
        })
    }

    /// The names of the world, those of the stream in view where there are many.
    fn known(&self) -> Known {
        let account = self.world.account();
        let streams = || self.world.streams().by_name();
        let shards = self.stream().into_iter().flat_map(Stream::listed);
        let consumers = || streams().flat_map(|stream| stream.consumers.iter().map(move |consumer| (stream, consumer)));
        Known {
            stream_names: streams().map(|stream| stream.name.clone()).collect(),
            stream_arns: streams().map(|stream| account.stream_arn(&stream.name)).collect(),
            shard_ids: shards.map(|shard| shard.id.to_string()).collect(),
            consumer_names: consumers().map(|(_, consumer)| consumer.name.clone()).collect(),
            consumer_arns: consumers()
                .map(|(stream, consumer)| consumer.arn(&account.stream_arn(&stream.name)))
                .collect(),
            delivery_stream_names: self.world.firehoses().iter().map(|stream| stream.name.clone()).collect(),
            key_ids: self.world.keys().keys(self.world.now()).map(|key| key.id.clone()).collect(),
        }
    }

    /// Rebuilds a stream from what a real AWS CLI printed.
    fn rebuild(&mut self, number: u32, text: &str) -> FromWorker {
        let layout = match paste::read(text) {
            Ok(layout) => layout,
            Err(error) => return self.output(number, &error.to_string(), true, true),
        };
        let in_view = self.stream().map_or_else(|| REBUILT.to_owned(), |stream| stream.name.clone());
        let has_assumed_ranges = layout.has_assumed_ranges;
        let blueprint = blueprint(layout, in_view);
        let name = blueprint.stream_name.clone();
        let (open, all) = (blueprint.shards.iter().filter(|shard| shard.is_open).count(), blueprint.shards.len());
        match self.world.execute(Command::Rebuild(Box::new(blueprint))) {
            Ok(_) => {
                self.view.stream = Some(name.clone());
                self.details_due = true;
                let assumed = if has_assumed_ranges {
                    " The output tells only how many shards there are; their ranges are those of a new stream."
                } else {
                    ""
                };
                let text =
                    format!("Stream {name} is rebuilt with {open} open and {} closed shards.{assumed}", all - open);
                self.output(number, &text, false, true)
            }
            Err(rejection) => {
                let text = Catalogue::english().say(&self.why(&rejection));
                self.output(number, &text, true, true)
            }
        }
    }
}

/// What was printed, as a stream to be rebuilt; `name` where none was told.
fn blueprint(layout: StreamLayout, name: String) -> Blueprint {
    let shard = |shard: &paste::ShardLayout| BlueprintShard {
        id: shard.id,
        parent: shard.parent,
        adjacent_parent: shard.adjacent_parent,
        range: shard.range,
        is_open: shard.is_open,
    };
    Blueprint {
        stream_name: layout.stream_name.unwrap_or(name),
        shards: layout.shards.iter().map(shard).collect(),
        retention_hours: layout.retention_hours,
        mode: layout.mode,
        key_id: layout.key_id,
        shard_level_metrics: layout.shard_level_metrics,
        max_record_size_kib: layout.max_record_size_kib,
    }
}
