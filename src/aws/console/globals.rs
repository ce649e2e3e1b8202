//! The options that every command takes: what each does here, or why it makes no sense here.

use super::arguments::{self, Takes};
use super::output::OutputFormat;
use super::query::Query;
use super::usage::{EXIT_GENERAL, UsageError};

/// What an option that every command takes does here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Chooses the form of the output.
    Output,
    /// Picks from the output.
    Query,
    /// Names the Region, which must be the simulated one.
    Region,
    /// Chooses what blobs are written in.
    BinaryFormat,
    /// One call for a page instead of one for all.
    NoPaginate,
    /// Shows the requests and the answers too.
    Debug,
    /// Shows the version.
    Version,
    /// Concerns the network, the terminal or credentials: taken, and nothing comes of it.
    Nothing,
    /// Cannot be done here, for this reason.
    Refused(&'static str),
}

/// An option that every command takes.
#[derive(Clone, Copy, Debug)]
pub struct GlobalOption {
    /// Its name without hyphens.
    pub name: &'static str,
    /// How many words it takes.
    pub takes: Takes,
    /// Its values, where only these are allowed.
    pub choices: &'static [&'static str],
    /// What it does here.
    pub effect: Effect,
    /// What it is for, in one sentence.
    pub summary: &'static str,
}

const fn flag(name: &'static str, effect: Effect, summary: &'static str) -> GlobalOption {
    GlobalOption { name, takes: Takes::Nothing, choices: &[], effect, summary }
}

const fn value(name: &'static str, effect: Effect, summary: &'static str) -> GlobalOption {
    GlobalOption { name, takes: Takes::One, choices: &[], effect, summary }
}

const fn choice(
    name: &'static str,
    choices: &'static [&'static str],
    effect: Effect,
    summary: &'static str,
) -> GlobalOption {
    GlobalOption { name, takes: Takes::One, choices, effect, summary }
}

const NO_ADDRESS: Effect =
    Effect::Refused("the services that answer here live in this page and have no address. Leave the option out.");
const NO_PROMPT: Effect = Effect::Refused("press Tab instead: it offers what may come next.");

/// All of them, in the AWS CLI's order.
pub const GLOBAL_OPTIONS: [GlobalOption; 20] = [
    flag("debug", Effect::Debug, "Shows each request and each answer as JSON."),
    value("endpoint-url", NO_ADDRESS, "Sends requests to another address; not here."),
    flag("no-verify-ssl", Effect::Nothing, "Does not check certificates; there are none here."),
    flag("no-paginate", Effect::NoPaginate, "Makes one call, for the first page alone."),
    choice(
        "output",
        &["json", "text", "table", "yaml", "yaml-stream", "off"],
        Effect::Output,
        "The form of the output: json, text, table or off.",
    ),
    value("query", Effect::Query, "A JMESPath expression that picks from the output."),
    value("profile", Effect::Nothing, "A profile of credentials; none are needed here."),
    value("region", Effect::Region, "The Region; the simulation has one."),
    flag("version", Effect::Version, "Shows the version."),
    choice("color", &["on", "off", "auto"], Effect::Nothing, "Colours the output; not here."),
    flag("no-sign-request", Effect::Nothing, "Does not sign requests; none are signed here."),
    value("ca-bundle", Effect::Nothing, "Certificates to trust; there are none here."),
    value("cli-read-timeout", Effect::Nothing, "How long to wait for an answer; answers are immediate here."),
    value("cli-connect-timeout", Effect::Nothing, "How long to wait for a connection; there is none here."),
    choice(
        "cli-binary-format",
        &["base64", "raw-in-base64-out"],
        Effect::BinaryFormat,
        "Whether blobs are given in base64, which is the default, or as plain text (raw-in-base64-out).",
    ),
    flag("no-cli-pager", Effect::Nothing, "Does not page the output; it never is here."),
    flag("cli-auto-prompt", NO_PROMPT, "Asks for parameters; press Tab instead."),
    flag("no-cli-auto-prompt", Effect::Nothing, "Does not ask for parameters."),
    choice(
        "cli-error-format",
        &["legacy", "json", "yaml", "text", "table", "enhanced"],
        Effect::Nothing,
        "The form of errors; always legacy here.",
    ),
    flag("v2-debug", Effect::Nothing, "Warns of changes since version 1; not here."),
];

/// What the options that every command takes say.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Globals {
    /// The form of the output.
    pub output: OutputFormat,
    /// What to pick from the output.
    pub query: Option<Query>,
    /// Whether blobs are given as plain text instead of base64.
    pub has_raw_blobs: bool,
    /// Whether to make one call for a page alone.
    pub is_unpaged: bool,
    /// Whether requests and answers are shown.
    pub is_debug: bool,
    /// Whether the version is asked for.
    pub is_version: bool,
}

/// Takes the options that every command takes out of `words`; gives what remains.
pub fn take(words: &[String], region: &str) -> Result<(Globals, Vec<String>), UsageError> {
    let options = GLOBAL_OPTIONS.map(|option| (option.name, option.takes));
    let taken = arguments::take(words, &options)?;
    let mut globals = Globals::default();
    for (place, given) in &taken.options {
        apply(&GLOBAL_OPTIONS[*place], given.first().map_or("", String::as_str), region, &mut globals)?;
    }
    Ok((globals, taken.rest))
}

fn apply(option: &GlobalOption, given: &str, region: &str, globals: &mut Globals) -> Result<(), UsageError> {
    if !option.choices.is_empty() && !option.choices.contains(&given) {
        return Err(UsageError::choice(&format!("--{}", option.name), given, option.choices));
    }
    match option.effect {
        Effect::Output => {
            globals.output = OutputFormat::of_name(given).ok_or_else(|| {
                UsageError::value(format!("--output {given} is not printed here; json, text, table and off are."))
            })?;
        }
        Effect::Query => globals.query = Some(Query::parse(given)?),
        Effect::Region if given != region => {
            let message = format!("--region {given}: the simulation has one Region, {region}. Leave the option out.");
            return Err(UsageError { message, exit: EXIT_GENERAL });
        }
        Effect::BinaryFormat => globals.has_raw_blobs = given == "raw-in-base64-out",
        Effect::NoPaginate => globals.is_unpaged = true,
        Effect::Debug => globals.is_debug = true,
        Effect::Version => globals.is_version = true,
        Effect::Region | Effect::Nothing => {}
        Effect::Refused(reason) => return Err(UsageError::value(format!("--{}: {reason}", option.name))),
    }
    Ok(())
}
