//! The options of an operation on the command line: one for each member of its request, and those that the AWS CLI adds.

use super::arguments::Takes;
use super::paginate::Paginator;
use crate::aws::model::{Member, OperationModel, Shape, cli_name};

/// What an option gives.
#[derive(Clone, Copy, Debug)]
pub enum Role {
    /// A member of the request.
    Member(&'static Member),
    /// A truth value of the request: `--dry-run`, `--no-dry-run`.
    Flag(&'static Member, bool),
    /// The request as JSON.
    InputJson,
    /// The request as YAML, which is not read here.
    InputYaml,
    /// Where paging begins.
    StartingToken,
    /// How large a page is.
    PageSize,
    /// How much is shown in all.
    MaxItems,
    /// A skeleton instead of a call.
    Skeleton,
}

/// An option of an operation.
#[derive(Clone, Debug)]
pub struct OperationOption {
    /// Its name without hyphens.
    pub name: String,
    /// How many words it takes.
    pub takes: Takes,
    /// What it gives.
    pub role: Role,
}

/// The options of `operation`, in the order in which the AWS CLI lists them.
pub fn of(operation: &OperationModel) -> Vec<OperationOption> {
    let mut options: Vec<OperationOption> = operation.input.iter().flat_map(of_member).collect();
    let mut add = |name: &str, takes, role| options.push(OperationOption { name: name.to_owned(), takes, role });
    add("cli-input-json", Takes::One, Role::InputJson);
    add("cli-input-yaml", Takes::One, Role::InputYaml);
    if let Some(paginator) = Paginator::of(operation) {
        add("starting-token", Takes::One, Role::StartingToken);
        if paginator.limit_key.is_some() {
            add("page-size", Takes::One, Role::PageSize);
        }
        add("max-items", Takes::One, Role::MaxItems);
    }
    add("generate-cli-skeleton", Takes::OneOrNone, Role::Skeleton);
    options
}

fn of_member(member: &'static Member) -> Vec<OperationOption> {
    let name = cli_name(member.name);
    let option = |name, takes, role| OperationOption { name, takes, role };
    match member.shape {
        Shape::Boolean => vec![
            option(name.clone(), Takes::Nothing, Role::Flag(member, true)),
            option(format!("no-{name}"), Takes::Nothing, Role::Flag(member, false)),
        ],
        Shape::List { .. } => vec![option(name, Takes::Any, Role::Member(member))],
        _ => vec![option(name, Takes::One, Role::Member(member))],
    }
}

impl OperationOption {
    /// The member that it gives, if it gives one.
    pub const fn member(&self) -> Option<&'static Member> {
        match self.role {
            Role::Member(member) | Role::Flag(member, _) => Some(member),
            _ => None,
        }
    }

    /// What it is for, in one sentence.
    pub const fn summary(&self) -> &'static str {
        match self.role {
            Role::Member(member) | Role::Flag(member, true) => member.summary,
            Role::Flag(_, false) => "The opposite of the option without no-.",
            Role::InputJson => "The request as JSON, as --generate-cli-skeleton prints it; other options go before it.",
            Role::InputYaml => "The request as YAML; not read here.",
            Role::StartingToken => "Where to begin: the NextToken of an earlier output that --max-items cut off.",
            Role::PageSize => "How many entries to ask for at a time; the output is the same.",
            Role::MaxItems => "How many entries to show at most.",
            Role::Skeleton => "Prints what the request (input) or the answer (output) looks like, and calls nothing.",
        }
    }
}
