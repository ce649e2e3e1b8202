//! Writes the command that would do a typed request, so that each action on the page can be shown as a command.
//!
//! Options come in the model's order; values are plain words where they can be, then shorthand, then JSON. What the
//! command line cannot say is said as closely as it can: a stream's name becomes its ARN where only that is taken, and a
//! tag without a value gets an empty one.

use super::lexer::quote;
use super::timestamp;
use super::tree::Tree;
use crate::aws::model::{Member, OperationModel, Service, Shape, cli_name};
use crate::engine::account::Account;
use crate::engine::api::Request;
use crate::engine::firehose::api::request::FirehoseRequest;
use crate::engine::kms::api::KmsRequest;
use crate::engine::metrics::cloudwatch::api::GetMetricStatistics;
use serde_json::Value;

/// What stands behind a command that the AWS CLI itself has not.
const SDK_ONLY: &str = "  # with an SDK: the AWS CLI leaves this one out";

/// The command that makes `request` for a stream of `account`.
pub fn command_for(request: &Request, account: &Account) -> String {
    let name = request.operation().name();
    let body = request.write(serde_json::value::Serializer).expect("requests are plain data");
    command_of(Service::Kinesis, name, &body, account)
}

/// The command that makes a request of key management.
pub fn keys_command(request: &KmsRequest, account: &Account) -> String {
    let written = serde_json::to_value(request).expect("requests are plain data");
    // Written as a whole, the fields stand under the operation's name.
    let name = request.operation().name();
    command_of(Service::Kms, name, &written[name], account)
}

/// The command that makes a request of Firehose.
pub fn deliveries_command(request: &FirehoseRequest, account: &Account) -> String {
    let written = serde_json::to_value(request).expect("requests are plain data");
    // Written as a whole, the fields stand under the operation's name.
    let name = request.operation().name();
    command_of(Service::Firehose, name, &written[name], account)
}

/// The command that reads a metric.
pub fn metrics_command(request: &GetMetricStatistics, account: &Account) -> String {
    let body = serde_json::to_value(request).expect("requests are plain data");
    command_of(Service::CloudWatch, "GetMetricStatistics", &body, account)
}

fn command_of(service: Service, name: &str, body: &Value, account: &Account) -> String {
    let operation = service.operation(name).expect("the model has every operation of the engine");
    let members = members(operation, body, account);
    let command = format!("aws {} {}", operation.service.cli_name(), operation.cli_name());
    let comment = if name == "SubscribeToShard" { SDK_ONLY } else { "" };
    if members.iter().any(|(_, value)| names_a_file(value)) {
        let whole = Tree::Map(members.into_iter().map(|(member, value)| (member.name.to_owned(), value)).collect());
        return format!("{command} --cli-input-json {}{comment}", quote(&json(&whole)));
    }
    let options: Vec<String> = members.iter().map(|(member, value)| format!(" {}", option(member, value))).collect();
    format!("{command}{}{comment}", options.concat())
}

/// The members that are given, in the model's order.
fn members(operation: &'static OperationModel, body: &Value, account: &Account) -> Vec<(&'static Member, Tree)> {
    let takes = |name: &str| operation.input.iter().any(|member| member.name == name);
    let given = |name: &str| body.get(name).filter(|value| !value.is_null());
    let arn = given("StreamName").and_then(Value::as_str).map(|name| Value::String(account.stream_arn(name)));
    let arn = arn.filter(|_| !takes("StreamName") && takes("StreamARN"));
    let value = |member: &Member| match member.name {
        "StreamARN" => given("StreamARN").cloned().or_else(|| arn.clone()),
        name => given(name).cloned(),
    };
    let written = |member: &'static Member| Some((member, written(&member.shape, &value(member)?)));
    operation.input.iter().filter_map(written).collect()
}

/// A value as it is written on the command line: without nulls, instants in words, structures in the model's order.
fn written(shape: &Shape, value: &Value) -> Tree {
    match (shape, value) {
        (Shape::Timestamp, Value::Number(seconds)) => {
            Tree::Text(instant(libm::round(seconds.as_f64().unwrap_or_default() * 1e3) as i64))
        }
        (Shape::Structure(of), Value::Object(members)) => {
            let given = of.members.iter().filter_map(|member| match members.get(member.name) {
                None | Some(Value::Null) => None,
                Some(value) => Some((member.name.to_owned(), written(&member.shape, value))),
            });
            Tree::Map(given.collect())
        }
        (Shape::List { member, .. }, Value::Array(list)) => {
            Tree::List(list.iter().map(|v| written(member, v)).collect())
        }
        (Shape::Map { value: entry, .. }, Value::Object(entries)) => Tree::Map(
            entries
                .iter()
                .map(|(key, value)| match value {
                    Value::Null => (key.clone(), Tree::from("")),
                    value => (key.clone(), written(entry, value)),
                })
                .collect(),
        ),
        _ => Tree::from(value),
    }
}

/// An instant in words, or in seconds where its year has not four digits.
fn instant(unix_ms: i64) -> String {
    let words = timestamp::iso_short(unix_ms);
    if timestamp::parse(&words) == Some(unix_ms) { words } else { timestamp::seconds(unix_ms) }
}

/// Whether the command line would take a value for the name of a file.
fn names_a_file(value: &Tree) -> bool {
    matches!(value, Tree::Text(text) if text.starts_with("file://") || text.starts_with("fileb://"))
}

fn option(member: &Member, value: &Tree) -> String {
    let name = cli_name(member.name);
    match value {
        Tree::Bool(true) => format!("--{name}"),
        Tree::Bool(false) => format!("--no-{name}"),
        // A word that begins so would be taken for an option.
        Tree::Text(text) if text.starts_with('-') => format!("--{name}={}", quote(text)),
        Tree::Text(text) => format!("--{name} {}", quote(text)),
        Tree::List(list) => {
            format!("--{name} {}", words(list).unwrap_or_else(|| quote(&json(value)))).trim_end().to_owned()
        }
        Tree::Map(_) => format!("--{name} {}", quote(&shorthand(value).unwrap_or_else(|| json(value)))),
        Tree::Null | Tree::Number(_) => format!("--{name} {}", value.to_python_text()),
    }
}

fn json(value: &Tree) -> String {
    serde_json::to_string(value).expect("writing to memory does not fail")
}

/// The entries of a list as words, if each can be one.
fn words(list: &[Tree]) -> Option<String> {
    let word = |entry: &Tree| match entry {
        Tree::Text(text) if !text.starts_with(['-', '[', '{']) && !names_a_file(entry) => Some(quote(text)),
        Tree::Map(_) => shorthand(entry).map(|text| quote(&text)),
        _ => None,
    };
    let words: Vec<String> = list.iter().map(word).collect::<Option<_>>()?;
    Some(words.join(" "))
}

/// A map of plain scalars in shorthand.
fn shorthand(value: &Tree) -> Option<String> {
    let Tree::Map(members) = value else { return None };
    let pairs: Vec<String> = members.iter().map(|(key, value)| pair(key, value)).collect::<Option<_>>()?;
    let text = pairs.join(",");
    // A key may begin as an option or a file does.
    let is_plain = !text.is_empty() && !text.starts_with(['-', '[', '{']) && !names_a_file(&Tree::from(text.as_str()));
    is_plain.then_some(text)
}

fn pair(key: &str, value: &Tree) -> Option<String> {
    let Tree::Text(text) = value else { return None };
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_.#/:".contains(c));
    // Of a first value nothing but these ends or changes anything.
    let is_plain =
        text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.#/:+@%=".contains(c)) && !text.starts_with('=');
    (is_key && is_plain).then(|| format!("{key}={text}"))
}

#[cfg(test)]
mod tests;
