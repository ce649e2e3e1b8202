//! The `aws` command line: `aws kinesis …` as the AWS CLI, version 2, takes it, and its output as it prints it.
//!
//! [`Run`] carries a line out step by step. [`complete`] offers what may come next, [`command_for`] writes the command
//! that would do a typed request, and [`paste`] reads what a real `aws kinesis list-shards` printed.
//! Leaves out: YAML, colour, profiles, and what is marked in the models as not simulated.

mod answer;
mod arguments;
mod command;
mod completion;
mod echo;
mod examples;
mod globals;
mod help;
mod lexer;
mod names;
mod options;
mod output;
mod paginate;
pub mod paste;
mod query;
mod request;
mod run;
mod shorthand;
mod skeleton;
mod timestamp;
mod tree;
mod usage;
mod validate;
mod values;
mod wait;

pub use command::Surroundings;
pub use completion::{Candidate, Completion, Known, complete};
pub use echo::{command_for, deliveries_command, keys_command, metrics_command};
pub use run::{Outcome, Run, Step};
