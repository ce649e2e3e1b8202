//! Reads the words of one command: which operation of which service, with which request, or what else is asked.

use super::globals::{self, Globals};
use super::help;
use super::lexer::Word;
use super::output::OutputFormat;
use super::paginate::Pages;
use super::query::Query;
use super::request;
use super::usage::{EXIT_NOT_FOUND, UsageError};
use super::values::Files;
use super::wait::{WAIT_PLANS, WaitPlan};
use crate::aws::model::{OperationModel, Service};
use serde_json::{Map, Value};

/// What a command sees of the world.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The Region's code.
    pub region: String,
    /// Twelve digits.
    pub account: String,
    /// Files that the page provides, by name.
    pub files: Files,
    /// How often a request is sent at most when it is throttled, as `AWS_MAX_ATTEMPTS`.
    pub attempts: u32,
    /// The characters of a line of the console, for tables.
    pub width: usize,
}

/// A request that is to be sent, and what is to become of the answer.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// The operation, which knows its service.
    pub operation: &'static OperationModel,
    /// The request.
    pub body: Map<String, Value>,
    /// How pages are put together; `None`: one call.
    pub pages: Option<Pages>,
    /// The form of the output.
    pub output: OutputFormat,
    /// What to pick from the output.
    pub query: Option<Query>,
    /// Whether requests and answers are shown.
    pub is_debug: bool,
}

/// A command.
#[derive(Clone, Debug)]
pub enum Command {
    /// A call of an operation.
    Invoke(Box<Invocation>),
    /// Calls until something is so.
    Wait(Box<Invocation>, &'static WaitPlan),
    /// Text to print.
    Print(String),
    /// The screen is to be cleared.
    Clear,
    /// The commands so far are to be listed.
    History,
}

/// The names that may follow `aws`.
pub const COMMANDS: [&str; 6] = ["cloudwatch", "configure", "firehose", "help", "kinesis", "kms"];

impl Default for Surroundings {
    fn default() -> Self {
        let account = crate::engine::account::Account::default();
        Self { region: account.region, account: account.id, files: Files::new(), attempts: 3, width: 80 }
    }
}

impl Invocation {
    /// The target of its requests, such as `Kinesis_20131202.PutRecord`.
    pub fn target(&self) -> String {
        format!("{}.{}", self.operation.service.target_prefix(), self.operation.name)
    }
}

/// Reads a command.
pub fn parse(words: &[Word], surroundings: &Surroundings) -> Result<Command, UsageError> {
    let words: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
    match words.split_first() {
        Some((first, rest)) if first == "aws" => parse_aws(rest, surroundings),
        Some((first, [])) if first == "clear" => Ok(Command::Clear),
        Some((first, [])) if first == "history" => Ok(Command::History),
        Some((first, _)) if first == "help" => Ok(Command::Print(help::console())),
        Some((first, _)) => {
            let near = super::names::nearest(first, ["aws", "help", "clear", "history"]);
            let advice =
                near.first().map_or("It begins with `aws`.".to_owned(), |near| format!("Did you mean `{near}`?"));
            let message = format!("{first}: command not found. This console takes commands of the AWS CLI. {advice}");
            Err(UsageError { message, exit: EXIT_NOT_FOUND })
        }
        None => Ok(Command::Print(String::new())),
    }
}

fn parse_aws(words: &[String], surroundings: &Surroundings) -> Result<Command, UsageError> {
    let (globals, rest) = globals::take(words, &surroundings.region)?;
    if globals.is_version {
        return Ok(Command::Print("aws-cli/2 Shardscope\n".to_owned()));
    }
    let (command, rest) = positional(rest, "command")?;
    if let Some(service) = Service::ALL.into_iter().find(|service| service.cli_name() == command) {
        return parse_service(service, rest, globals, surroundings);
    }
    match command.as_str() {
        "help" => Ok(Command::Print(help::aws())),
        "configure" => configure(&rest, surroundings),
        _ if super::names::nearest(&command, COMMANDS).is_empty() => {
            let services = Service::ALL.map(Service::cli_name).join(", ");
            Err(UsageError::grammar(&format!(
                "argument command: Found invalid choice '{command}'\n\nThis console has the services {services}; the \
                 others of the AWS CLI are not simulated."
            )))
        }
        _ => Err(UsageError::choice("command", &command, &COMMANDS)),
    }
}

/// The first word that is no option, and the others.
fn positional(mut words: Vec<String>, name: &str) -> Result<(String, Vec<String>), UsageError> {
    match words.iter().position(|word| !word.starts_with('-')) {
        Some(place) => Ok((words.remove(place), words)),
        None => Err(UsageError::grammar(&format!("the following arguments are required: {name}"))),
    }
}

fn parse_service(
    service: Service,
    words: Vec<String>,
    globals: Globals,
    surroundings: &Surroundings,
) -> Result<Command, UsageError> {
    let (name, rest) = positional(words, "operation")?;
    match name.as_str() {
        "help" => return Ok(Command::Print(help::service(service))),
        "wait" if service == Service::Kinesis => return parse_wait(service, rest, globals, surroundings),
        _ => {}
    }
    let Some(operation) = operation_named(service, &name) else {
        let mut choices: Vec<String> =
            service.operations().filter(|one| one.is_simulated).map(OperationModel::cli_name).collect();
        choices.extend((service == Service::Kinesis).then(|| "wait".to_owned()));
        choices.push("help".to_owned());
        let choices: Vec<&str> = choices.iter().map(String::as_str).collect();
        return Err(UsageError::choice("operation", &name, &choices));
    };
    if rest == ["help"] {
        return Ok(Command::Print(help::operation(operation)));
    }
    if !operation.is_simulated {
        let (service, summary) = (service.cli_name(), operation.summary);
        return Err(UsageError::general(format!(
            "aws {service} {name}: AWS has this operation, the simulator has not. What it does: {summary}"
        )));
    }
    request::parse(operation, globals, surroundings, &rest)
}

/// The operation of that name on the command line.
pub fn operation_named(service: Service, name: &str) -> Option<&'static OperationModel> {
    service.operations().find(|operation| operation.cli_name() == name)
}

fn parse_wait(
    service: Service,
    words: Vec<String>,
    globals: Globals,
    surroundings: &Surroundings,
) -> Result<Command, UsageError> {
    let (name, rest) = positional(words, "subcommand")?;
    if name == "help" {
        return Ok(Command::Print(help::waits()));
    }
    let Some(plan) = WaitPlan::of_cli_name(service, &name) else {
        let names = WAIT_PLANS.map(|plan| plan.cli_name);
        return Err(UsageError::choice("subcommand", &name, &names));
    };
    let operation = service.operation(plan.operation).expect("each plan names an operation of the model");
    if rest == ["help"] {
        return Ok(Command::Print(help::wait(plan)));
    }
    match request::parse(operation, globals, surroundings, &rest)? {
        Command::Invoke(invocation) => Ok(Command::Wait(Box::new(Invocation { pages: None, ..*invocation }), plan)),
        other => Ok(other),
    }
}

fn configure(words: &[String], surroundings: &Surroundings) -> Result<Command, UsageError> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["list"] => Ok(Command::Print(help::configuration(&surroundings.region))),
        ["get", "region"] => Ok(Command::Print(format!("{}\n", surroundings.region))),
        _ => Err(UsageError::general(
            "aws configure: there is nothing to configure here; `aws configure list` shows what is set.",
        )),
    }
}
