//! What may come next in a line that is being typed: services, operations, options not yet used, values that are known.
//!
//! Leaves out: completion within JSON, and of quoted words that hold a quote themselves.

use super::arguments::Takes;
use super::command::{self, COMMANDS};
use super::globals::GLOBAL_OPTIONS;
use super::lexer;
use super::options::{self, OperationOption, Role};
use super::wait::{WAIT_PLANS, WaitPlan};
use crate::aws::model::{Member, OperationModel, Service, Shape};

/// Names of the world that may stand in a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Known {
    pub stream_names: Vec<String>,
    pub stream_arns: Vec<String>,
    pub shard_ids: Vec<String>,
    pub consumer_names: Vec<String>,
    pub consumer_arns: Vec<String>,
    pub key_ids: Vec<String>,
    pub delivery_stream_names: Vec<String>,
}

/// Something that may come next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What is to stand in the line.
    pub text: String,
    /// What it is, in one sentence; empty for names of the world.
    pub summary: String,
}

/// What may come next, and what it replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Where the replaced part of the line begins, in bytes; it ends at the cursor.
    pub start: usize,
    /// The candidates; those that must be there come first.
    pub candidates: Vec<Candidate>,
}

/// The words before the one that is being typed, as far as they are understood.
#[derive(Default)]
struct Context {
    service: Option<Service>,
    operation: Option<&'static OperationModel>,
    is_wait: bool,
    is_configure: bool,
    plan: Option<&'static WaitPlan>,
    /// Options so far, without hyphens.
    used: Vec<String>,
    /// The option whose value is due.
    pending: Option<String>,
}

/// The completion at `cursor`, a place in `line` in bytes.
pub fn complete(line: &str, cursor: usize, known: &Known) -> Completion {
    let typed = line.get(..cursor).unwrap_or(line);
    let Ok(lexed) = lexer::lex(typed) else { return Completion::default() };
    let words = lexed.commands.last().map_or(&[][..], Vec::as_slice);
    let (before, partial, start) = match words.split_last() {
        Some((last, before)) if lexed.is_in_word => (before, last.text.as_str(), last.start),
        _ => (words, "", typed.len()),
    };
    let before: Vec<&str> = before.iter().map(|word| word.text.as_str()).collect();
    let (offered, partial) = offer(&before, partial, known);
    // What is replaced begins where the completed part does; quotes before it stay.
    let start = if partial.len() < typed.len() - start && typed.ends_with(partial) {
        typed.len() - partial.len()
    } else {
        start
    };
    let candidates = offered.into_iter().filter(|candidate| candidate.text.starts_with(partial)).collect();
    Completion { start, candidates }
}

/// What may come after `before`, and the part of `partial` that it completes.
fn offer<'a>(before: &[&str], partial: &'a str, known: &Known) -> (Vec<Candidate>, &'a str) {
    let Some((first, rest)) = before.split_first() else {
        let commands = [("aws", "The AWS CLI."), ("clear", "Clears the screen."), ("help", "What this console takes.")];
        let history = [("history", "The commands so far.")];
        return (
            commands.into_iter().chain(history).map(|(text, summary)| candidate(text, summary)).collect(),
            partial,
        );
    };
    if *first != "aws" {
        return (Vec::new(), partial);
    }
    let context = Context::of(rest);
    if let Some((name, value)) = partial.strip_prefix("--").and_then(|option| option.split_once('=')) {
        return value_of(name, &context, value, known);
    }
    if let Some(pending) = context.pending.as_deref().filter(|_| !partial.starts_with('-')) {
        return value_of(pending, &context, partial, known);
    }
    (if partial.starts_with('-') { context.options() } else { context.names() }, partial)
}

impl Context {
    fn of(words: &[&str]) -> Self {
        let mut context = Self::default();
        let mut open: Option<(String, Takes)> = None;
        for word in words {
            if let Some(option) = word.strip_prefix("--") {
                let name = option.split('=').next().unwrap_or(option).to_owned();
                let takes = context.takes(&name).filter(|_| !option.contains('='));
                open = takes.filter(|takes| *takes != Takes::Nothing).map(|takes| (name.clone(), takes));
                context.used.push(name);
            } else if let Some((_, takes)) = &open {
                if *takes != Takes::Any {
                    open = None;
                }
            } else {
                context.name(word);
            }
        }
        context.pending = open.map(|(name, _)| name);
        context
    }

    /// Takes a word that is no option.
    fn name(&mut self, word: &str) {
        match self.service {
            None if word == "configure" => self.is_configure = true,
            None => self.service = Service::ALL.into_iter().find(|service| service.cli_name() == word),
            Some(service) if self.is_wait => {
                self.plan = WaitPlan::of_cli_name(service, word);
                self.operation = self.plan.and_then(|plan| service.operation(plan.operation));
            }
            Some(service) if self.operation.is_none() => {
                self.is_wait = word == "wait";
                self.operation = command::operation_named(service, word);
            }
            Some(_) => {}
        }
    }

    fn own_options(&self) -> Vec<OperationOption> {
        self.operation.map(options::of).unwrap_or_default()
    }

    fn takes(&self, name: &str) -> Option<Takes> {
        let own = self.own_options().into_iter().find(|option| option.name == name).map(|option| option.takes);
        own.or_else(|| GLOBAL_OPTIONS.iter().find(|option| option.name == name).map(|option| option.takes))
    }

    /// Names that may come next; after an operation, its options.
    fn names(&self) -> Vec<Candidate> {
        let help = candidate("help", "Explains what stands before it.");
        match (self.service, self.operation) {
            (_, Some(_)) => self.options().into_iter().chain([help]).collect(),
            (Some(_), None) if self.is_wait => {
                WAIT_PLANS.iter().map(|plan| candidate(plan.cli_name, &plan.summary())).chain([help]).collect()
            }
            (Some(service), None) => {
                let simulated = service.operations().filter(|operation| operation.is_simulated);
                let names = simulated.map(|operation| candidate(&operation.cli_name(), operation.summary));
                let wait = candidate("wait", "Waits until a stream is as wished.");
                names.chain((service == Service::Kinesis).then_some(wait)).chain([help]).collect()
            }
            (None, _) if self.is_configure => vec![candidate("list", "What is set.")],
            (None, _) => COMMANDS.into_iter().map(|name| candidate(name, command_summary(name))).collect(),
        }
    }

    /// Options that are not used yet, required ones first.
    fn options(&self) -> Vec<Candidate> {
        let is_unused = |name: &str| !self.used.iter().any(|used| used == name);
        let is_required = |option: &OperationOption| option.member().is_some_and(|member| member.is_required);
        let mut own = self.own_options();
        own.retain(|option| is_unused(&option.name) && !matches!(option.role, Role::InputYaml));
        own.sort_by_key(|option| !is_required(option));
        let own = own.iter().map(|option| candidate(&format!("--{}", option.name), option.summary()));
        let global = GLOBAL_OPTIONS.iter().filter(|option| is_unused(option.name));
        own.chain(global.map(|option| candidate(&format!("--{}", option.name), option.summary))).collect()
    }
}

fn candidate(text: &str, summary: &str) -> Candidate {
    Candidate { text: text.to_owned(), summary: summary.to_owned() }
}

fn command_summary(name: &str) -> &'static str {
    match name {
        "cloudwatch" => "Metrics.",
        "configure" => "What is set.",
        "firehose" => "Delivery streams.",
        "kinesis" => "Streams.",
        "kms" => "Keys.",
        _ => "What there is.",
    }
}

/// Values of an option, and the part of `partial` that they complete.
fn value_of<'a>(option: &str, context: &Context, partial: &'a str, known: &Known) -> (Vec<Candidate>, &'a str) {
    let own = context.own_options().into_iter().find(|own| own.name == option);
    if let Some(Role::Member(member)) = own.as_ref().map(|own| own.role) {
        return value_of_member(member, &member.shape, partial, known);
    }
    if own.is_some_and(|own| matches!(own.role, Role::Skeleton)) {
        return (plain(["input", "output"]), partial);
    }
    let global = GLOBAL_OPTIONS.iter().find(|global| global.name == option);
    (plain(global.map_or(&[][..], |global| global.choices).iter().copied()), partial)
}

fn value_of_member<'a>(member: &Member, shape: &Shape, partial: &'a str, known: &Known) -> (Vec<Candidate>, &'a str) {
    match shape {
        Shape::Enum(values) => (plain(values.iter().copied()), partial),
        Shape::List { member: entry, .. } => value_of_member(member, entry, partial, known),
        Shape::Structure(of) => pairs(of.members, partial, known),
        Shape::String { .. } => (plain(names_for(member.name, known).iter().map(String::as_str)), partial),
        _ => (Vec::new(), partial),
    }
}

/// The next key of a shorthand value, or the value of the last.
fn pairs<'a>(members: &[Member], partial: &'a str, known: &Known) -> (Vec<Candidate>, &'a str) {
    let last = partial.rsplit(',').next().unwrap_or(partial);
    if let Some((key, value)) = last.split_once('=') {
        let member = members.iter().find(|member| member.name == key);
        return member.map_or((Vec::new(), value), |member| value_of_member(member, &member.shape, value, known));
    }
    let is_used =
        |name: &str| partial.split(',').any(|pair| pair.split('=').next() == Some(name) && pair.contains('='));
    let unused = members.iter().filter(|member| !is_used(member.name));
    (unused.map(|member| candidate(&format!("{}=", member.name), member.summary)).collect(), last)
}

/// The names of the world that may be the value of a member.
fn names_for<'a>(member: &str, known: &'a Known) -> &'a [String] {
    match member {
        "StreamName" | "ExclusiveStartStreamName" => &known.stream_names,
        "StreamARN" | "ResourceARN" | "KinesisStreamARN" => &known.stream_arns,
        "ShardId" | "ShardToSplit" | "ShardToMerge" | "AdjacentShardToMerge" | "ExclusiveStartShardId" => {
            &known.shard_ids
        }
        "DeliveryStreamName" | "ExclusiveStartDeliveryStreamName" => &known.delivery_stream_names,
        "ConsumerName" => &known.consumer_names,
        "ConsumerARN" => &known.consumer_arns,
        "KeyId" | "TargetKeyId" => &known.key_ids,
        _ => &[],
    }
}

fn plain<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Candidate> {
    texts.into_iter().map(|text| candidate(text, "")).collect()
}
