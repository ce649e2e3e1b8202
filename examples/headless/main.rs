//! Shardscope without a browser: runs scenarios, reports on key files, answers requests of AWS,
//! converts aggregated records and writes the objects of delivery streams, as JSON.
//!
//! What was asked for goes to standard output; whatever else there is to say goes to standard error. Whatever is wrong
//! with a file or an argument ends the program with status 2 and nothing on standard output.

mod aggregates;
mod arguments;
mod aws;
mod failure;
mod files;
mod keys;
mod lines;
mod objects;
mod objects_in_lines;
mod run;

use clap::{Parser, Subcommand};
use shardscope::learn::catalogue::{Catalogue, Language};
use shardscope::learn::message::Message;
use std::io::{ErrorKind, Write, stderr, stdout};
use std::process::ExitCode;

/// Shardscope without a browser: a teaching simulator of Amazon Kinesis.
#[derive(Debug, Parser)]
#[command(name = "headless")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs a scenario and prints what it came to
    Run(run::RunArguments),
    /// Reports how evenly the keys of a file fill shards, and the rates that streams of every size carry
    Keys(keys::KeysArguments),
    /// Answers requests of AWS, one JSON object a line, from standard input to standard output
    Aws,
    /// Makes aggregated records of user records, one JSON object a line
    Aggregate,
    /// Takes aggregated records apart, one JSON object a line
    Deaggregate,
    /// Writes the objects of delivery streams, one JSON object a line
    Objects,
}

fn main() -> ExitCode {
    let answer = match Cli::parse().command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Keys(arguments) => keys::keys(&arguments),
        Command::Aws => return written(aws::aws()),
        Command::Aggregate => return written(aggregates::aggregate()),
        Command::Deaggregate => return written(aggregates::deaggregate()),
        Command::Objects => return written(objects::objects()),
    };
    match answer {
        Ok(json) => print(&json),
        Err(failure) => fail(&failure.to_string()),
    }
}

/// Prints the answer.
fn print(json: &str) -> ExitCode {
    let mut out = stdout().lock();
    written(writeln!(out, "{json}").and_then(|()| out.flush()))
}

/// Ends the program once all is written. A reader that has seen enough, such as `head`, is no error.
fn written(outcome: std::io::Result<()>) -> ExitCode {
    match outcome {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            fail(&say(&Message::new("headless-unwritable").text("reason", error)))
        }
        _ => ExitCode::SUCCESS,
    }
}

fn fail(words: &str) -> ExitCode {
    write_to_stderr("error", words);
    ExitCode::from(2)
}

/// Says something that does not keep the answer from being given.
fn note(message: &Message) {
    write_to_stderr("note", &say(message));
}

fn write_to_stderr(kind: &str, words: &str) {
    // When nobody listens, there is nobody to tell.
    let _unheard = writeln!(stderr(), "{kind}: {words}");
}

/// The message in English.
fn say(message: &Message) -> String {
    Catalogue::with_further(Language::English, Some(Language::further_source)).say(message)
}
