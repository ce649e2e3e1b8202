//! Help: what there is, and each operation with its options, an example and its output.
//!
//! The form is that of the AWS CLI's pages, the words are the model's.

use super::examples;
use super::globals::{Effect, GLOBAL_OPTIONS};
use super::options::{self, OperationOption, Role};
use super::paginate::Paginator;
use super::wait::{WAIT_PLANS, WaitPlan};
use crate::aws::model::{Bounds, Member, OperationModel, Pattern, Service, Shape};
use std::fmt::Write;

/// The width to which descriptions are broken.
const WIDTH: usize = 88;

/// A page of help, section by section.
#[derive(Default)]
struct Page(String);

impl Page {
    fn section(&mut self, title: &str) -> &mut Self {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(title);
        self.0.push('\n');
        self
    }

    fn line(&mut self, indent: usize, text: &str) -> &mut Self {
        let mut width = 0;
        for word in text.split(' ') {
            if width > 0 && width + word.chars().count() >= WIDTH {
                self.0.push('\n');
                width = 0;
            }
            if width == 0 {
                self.0.push_str(&" ".repeat(indent));
            } else {
                self.0.push(' ');
            }
            self.0.push_str(word);
            width += word.chars().count() + 1;
        }
        self.0.push('\n');
        self
    }

    fn rows<'a>(&mut self, rows: impl IntoIterator<Item = (String, &'a str)>) -> &mut Self {
        let rows: Vec<(String, &str)> = rows.into_iter().collect();
        let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, summary) in rows {
            let _ = writeln!(self.0, "  {name:<width$}  {summary}");
        }
        self
    }

    fn done(&mut self) -> String {
        std::mem::take(&mut self.0)
    }
}

/// What this console takes.
pub fn console() -> String {
    let mut page = Page::default();
    page.section("THIS CONSOLE").line(
        2,
        "It takes commands of the AWS CLI, version 2, and carries them out in the simulation, where they take no credentials \
         and cost nothing. Tab completes, and `help` after any command explains it.",
    );
    page.section("COMMANDS").rows([
        ("aws help".to_owned(), "the services and the options of every command"),
        ("aws kinesis help".to_owned(), "the operations of Kinesis Data Streams"),
        ("aws firehose help".to_owned(), "the operations of Data Firehose"),
        ("aws kinesis put-record help".to_owned(), "one operation"),
        ("history".to_owned(), "the commands so far"),
        ("clear".to_owned(), "clears the screen"),
    ]);
    page.section("EXAMPLES")
        .line(2, "aws kinesis list-shards --stream-name orders --query 'Shards[].ShardId'")
        .line(2, "aws firehose put-record --delivery-stream-name lake --record Data=aGVsbG8K");
    page.done()
}

/// `aws help`.
pub fn aws() -> String {
    let mut page = Page::default();
    page.section("NAME").line(2, "aws - The AWS CLI, as far as the simulation answers it");
    page.section("SYNOPSIS").line(2, "aws [options] <command> <subcommand> [parameters]");
    page.section("GLOBAL OPTIONS").rows(global_rows());
    page.section("AVAILABLE SERVICES").rows(
        [
            ("cloudwatch", "metrics"),
            ("configure", "what is set"),
            ("firehose", "delivery streams"),
            ("kinesis", "streams"),
            ("kms", "keys"),
        ]
        .map(|(name, summary)| (name.to_owned(), summary)),
    );
    page.done()
}

fn global_rows() -> impl Iterator<Item = (String, &'static str)> {
    let shown = GLOBAL_OPTIONS.iter().filter(|option| !matches!(option.effect, Effect::Refused(_)));
    shown.map(|option| (format!("--{}", option.name), option.summary))
}

/// `aws kinesis help`.
pub fn service(service: Service) -> String {
    let mut page = Page::default();
    page.section("NAME").line(2, service.cli_name());
    let names = |is_simulated: bool| {
        let operations = service.operations().filter(move |operation| operation.is_simulated == is_simulated);
        operations.map(|operation| (operation.cli_name(), operation.summary))
    };
    let waits = (service == Service::Kinesis).then(|| ("wait".to_owned(), "Waits until a stream is as wished."));
    page.section("AVAILABLE COMMANDS").rows(names(true).chain(waits));
    if names(false).next().is_some() {
        page.section("NOT SIMULATED").rows(names(false));
    }
    page.done()
}

/// `aws kinesis wait help`.
pub fn waits() -> String {
    let mut page = Page::default();
    page.section("NAME").line(2, "wait - Wait until a particular condition is satisfied");
    page.section("AVAILABLE COMMANDS");
    for plan in &WAIT_PLANS {
        page.line(2, plan.cli_name).line(6, &plan.summary());
    }
    page.done()
}

/// `aws kinesis wait stream-exists help`.
pub fn wait(plan: &WaitPlan) -> String {
    let mut page = Page::default();
    page.section("NAME").line(2, plan.cli_name);
    page.section("DESCRIPTION").line(2, &plan.summary());
    page.section("EXAMPLE").line(2, &format!("aws kinesis wait {} --stream-name orders", plan.cli_name));
    page.done()
}

/// `aws kinesis put-record help`.
pub fn operation(operation: &OperationModel) -> String {
    let mut page = Page::default();
    let name = operation.cli_name();
    page.section("NAME").line(2, &name);
    page.section("DESCRIPTION").line(2, operation.summary);
    if let Some(paginator) = Paginator::of(operation) {
        page.line(
            2,
            &format!(
                "{name} is a paginated operation. Multiple API calls may be issued in order to retrieve the entire data set \
                 of results. You can disable pagination by providing the --no-paginate argument. When using --output text \
                 and the --query argument on a paginated response, the --query argument must extract data from the results \
                 of the following query expressions: {}",
                paginator.result_keys.join(", ")
            ),
        );
    }
    let options = options::of(operation);
    page.section("SYNOPSIS").line(2, &name);
    let shown = || options.iter().filter(|option| is_shown(operation, option));
    for option in shown() {
        synopsis(&mut page, option);
    }
    page.section("OPTIONS");
    for option in shown() {
        describe(&mut page, option);
    }
    if let Some(example) = examples::of(operation) {
        page.section("EXAMPLE").line(2, &example);
    }
    if !operation.output.is_empty() {
        page.section("OUTPUT");
        for member in operation.output {
            output(&mut page, member, 2);
        }
    }
    page.done()
}

/// The AWS CLI hides the members that paging stands for.
fn is_shown(operation: &OperationModel, option: &OperationOption) -> bool {
    let is_paging = |name: &str| Paginator::of(operation).is_some_and(|paginator| paginator.pages_by_hand(name));
    !matches!(option.role, Role::InputYaml) && !option.member().is_some_and(|member| is_paging(member.name))
}

fn synopsis(page: &mut Page, option: &OperationOption) {
    match option.role {
        Role::Flag(_, false) => return,
        Role::Flag(member, true) => {
            let name = &option.name;
            let pair = format!("--{name} | --no-{name}");
            page.line(2, &if member.is_required { pair } else { format!("[{pair}]") });
            return;
        }
        _ => {}
    }
    let is_required = option.member().is_some_and(|member| member.is_required);
    let text = format!("--{} <value>", option.name);
    page.line(2, &if is_required { text } else { format!("[{text}]") });
}

fn describe(page: &mut Page, option: &OperationOption) {
    let Some(member) = option.member() else {
        page.line(2, &format!("--{}", option.name)).line(6, option.summary());
        return;
    };
    if matches!(option.role, Role::Flag(_, false)) {
        return;
    }
    let required = if member.is_required { " [required]" } else { "" };
    page.line(2, &format!("--{} ({}){required}", option.name, kind(&member.shape))).line(6, member.summary);
    let constraints = constraints(&member.shape);
    if !constraints.is_empty() {
        page.line(6, &format!("Constraints: {}", constraints.join("; ")));
    }
    if let Some(syntax) = shorthand(&member.shape) {
        page.line(6, &format!("Shorthand Syntax: {syntax}"));
    }
}

/// The name of a type as the AWS CLI's pages have it.
pub const fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::String { .. } | Shape::Enum(_) => "string",
        Shape::Blob { .. } => "blob",
        Shape::Integer { .. } => "integer",
        Shape::Long { .. } => "long",
        Shape::Double => "double",
        Shape::Boolean => "boolean",
        Shape::Timestamp => "timestamp",
        Shape::List { .. } => "list",
        Shape::Map { .. } => "map",
        Shape::Structure(_) => "structure",
    }
}

/// What a value must satisfy, in words.
fn constraints(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Enum(values) => vec![format!("one of {}", values.join(", "))],
        Shape::String { length, pattern } => {
            let pattern = pattern.text().filter(|_| *pattern != Pattern::Any).map(|text| format!("pattern: {text}"));
            bounds(*length, "characters").into_iter().chain(pattern).collect()
        }
        Shape::Blob { length } => bounds(*length, "bytes").into_iter().collect(),
        Shape::Integer { range } | Shape::Long { range } => bounds(*range, "").into_iter().collect(),
        Shape::List { length, member } => bounds(*length, "entries").into_iter().chain(constraints(member)).collect(),
        Shape::Map { length, .. } => bounds(*length, "entries").into_iter().collect(),
        Shape::Timestamp => vec!["ISO 8601, such as 2026-01-01T00:00:00Z, or seconds since 1970".to_owned()],
        Shape::Double | Shape::Boolean | Shape::Structure(_) => vec![],
    }
}

fn bounds(bounds: Bounds, unit: &str) -> Option<String> {
    let text = match (bounds.min, bounds.max) {
        (None, None) => return None,
        (Some(min), Some(max)) => format!("{min} to {max} {unit}"),
        (Some(min), None) => format!("at least {min} {unit}"),
        (None, Some(max)) => format!("at most {max} {unit}"),
    };
    Some(text.trim_end().to_owned())
}

/// The shorthand of a value with members; `None` where there is none.
fn shorthand(shape: &Shape) -> Option<String> {
    match shape {
        Shape::Structure(of) => Some(pairs(of.members)),
        Shape::Map { value, .. } => Some(format!("KeyName1={0},KeyName2={0}", kind(value))),
        Shape::List { member: Shape::Structure(of), .. } => Some(format!("{} ...", pairs(of.members))),
        Shape::List { member, .. } => Some(format!("\"{0}\" \"{0}\" ...", kind(member))),
        _ => None,
    }
}

fn pairs(members: &[Member]) -> String {
    let pairs: Vec<String> = members.iter().map(|member| format!("{}={}", member.name, kind(&member.shape))).collect();
    pairs.join(",")
}

fn output(page: &mut Page, member: &Member, indent: usize) {
    page.line(indent, &format!("{} -> ({})", member.name, kind(&member.shape))).line(indent + 4, member.summary);
    let inner = match &member.shape {
        Shape::Structure(of) | Shape::List { member: Shape::Structure(of), .. } => of.members,
        _ => &[],
    };
    for member in inner {
        output(page, member, indent + 4);
    }
}

/// `aws configure list`.
pub fn configuration(region: &str) -> String {
    let mut out = String::new();
    for (name, value, kind, location) in [
        ("Name", "Value", "Type", "Location"),
        ("----", "-----", "----", "--------"),
        ("profile", "<not set>", "None", "None"),
        ("access_key", "<not needed>", "None", "None"),
        ("secret_key", "<not needed>", "None", "None"),
        ("region", region, "simulation", "this page"),
    ] {
        let _ = writeln!(out, "{name:>10} {value:>24} {kind:>16}    {location}");
    }
    out
}
