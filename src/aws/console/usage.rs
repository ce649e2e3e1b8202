//! What the command line says to a command that it cannot carry out, with its exit codes.

use super::names;
use std::fmt::Write;

/// A mistake in the command itself: an unknown option, a missing argument, a value of the wrong form.
pub const EXIT_USAGE: u8 = 252;
/// The service refused the request.
pub const EXIT_SERVICE: u8 = 254;
/// Anything else.
pub const EXIT_GENERAL: u8 = 255;
/// A shell does not know the command.
pub const EXIT_NOT_FOUND: u8 = 127;

const USAGE: &str = "usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\n\
    To see help text, you can run:\n\n  aws help\n  aws <command> help\n  aws <command> <subcommand> help\n";
/// How many choices stand side by side when all are listed.
const CHOICES_A_LINE: usize = 2;

/// A command that is not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageError {
    /// What is printed, without the blank line before it.
    pub message: String,
    /// The exit code.
    pub exit: u8,
}

impl UsageError {
    /// A command that does not fit the grammar: the usage and what is wrong.
    pub fn grammar(fault: &str) -> Self {
        Self { message: format!("{USAGE}\naws: error: {fault}\n"), exit: EXIT_USAGE }
    }

    /// A value that an option cannot take.
    pub fn value(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit: EXIT_USAGE }
    }

    /// A value of `option` that cannot be read.
    pub fn parameter(option: &str, fault: &str) -> Self {
        Self::value(format!("Error parsing parameter '--{option}': {fault}"))
    }

    /// What the command line itself fails at.
    pub fn general(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit: EXIT_GENERAL }
    }

    /// Options that nobody knows, with those that were probably meant.
    pub fn unknown_options(unknown: &[String], known: &[&str]) -> Self {
        let mut message = format!("{USAGE}\nUnknown options: {}\n", unknown.join(", "));
        for option in unknown.iter().filter_map(|word| word.strip_prefix("--")) {
            let name = option.split('=').next().unwrap_or(option);
            if let [nearest, ..] = names::nearest(name, known.iter().copied()).as_slice() {
                let _ = write!(message, "\nDid you mean --{nearest} instead of --{name}?\n");
            }
        }
        Self { message, exit: EXIT_USAGE }
    }

    /// A word that is none of `choices`: the nearest of them, or all of them.
    pub fn choice(argument: &str, given: &str, choices: &[&str]) -> Self {
        let near = names::nearest(given, choices.iter().copied());
        if near.is_empty() {
            let mut fault = format!("argument {argument}: Found invalid choice '{given}', valid choices are:\n");
            for line in choices.chunks(CHOICES_A_LINE) {
                let cells: Vec<String> = line.iter().map(|choice| format!("{choice:<40}")).collect();
                let _ = write!(fault, "\n{}", cells.join(" | ").trim_end());
            }
            return Self::grammar(&fault);
        }
        let mut fault = format!("argument {argument}: Found invalid choice '{given}'\n\nMaybe you meant:\n");
        for name in near {
            let _ = write!(fault, "\n  * {name}");
        }
        Self::grammar(&fault)
    }

    /// What is printed.
    pub fn output(&self) -> String {
        format!("\n{}\n", self.message)
    }
}
