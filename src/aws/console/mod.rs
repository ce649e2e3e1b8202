//! The `aws` command line: `aws kinesis …` as the AWS CLI, version 2, takes it, and its output as it prints it.
//!
//! [`Run`] carries a line out step by step.
//! Leaves out: YAML, colour, profiles, and the services that are not simulated.

mod answer;
mod arguments;
mod command;
mod examples;
mod globals;
mod help;
mod lexer;
mod names;
mod options;
mod output;
mod paginate;
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

pub use command::{Command, Invocation, Surroundings};
pub use run::{Outcome, Run, Step};
