//! Checks parameters against the model before anything is sent, as botocore does: types, required members, least values.
//!
//! Leaves out, as botocore does: greatest values, patterns and enumerations, which the service checks.

use super::timestamp;
use super::tree::Tree;
use super::usage::UsageError;
use super::values;
use crate::aws::model::{Bounds, Member, Shape};

/// Checks the parameters of an operation; all faults are reported at once.
pub fn check(members: &[Member], values: &Tree) -> Result<(), UsageError> {
    let mut faults = Vec::new();
    structure(members, values, "", &mut faults);
    if faults.is_empty() {
        return Ok(());
    }
    Err(UsageError::value(format!("Parameter validation failed:\n{}", faults.join("\n"))))
}

fn structure(members: &[Member], value: &Tree, name: &str, faults: &mut Vec<String>) {
    let Tree::Map(values) = value else { return faults.push(wrong_type(name, value, &["<class 'dict'>"])) };
    for member in members.iter().filter(|member| member.is_required && value.get(member.name).is_none()) {
        faults.push(format!("Missing required parameter in {}: \"{}\"", shown(name), member.name));
    }
    for (key, inner) in values {
        if let Some(member) = members.iter().find(|member| member.name == key) {
            any(&member.shape, inner, &format!("{name}.{key}"), faults);
        } else {
            let known: Vec<&str> = members.iter().map(|member| member.name).collect();
            let (name, known) = (shown(name), known.join(", "));
            faults.push(format!("Unknown parameter in {name}: \"{key}\", must be one of: {known}"));
        }
    }
}

fn any(shape: &Shape, value: &Tree, name: &str, faults: &mut Vec<String>) {
    match (shape, value) {
        (Shape::Structure(of), _) => structure(of.members, value, name, faults),
        (Shape::List { member, length }, Tree::List(list)) => {
            at_least("length", count(list.len()), *length, name, faults);
            for (place, inner) in list.iter().enumerate() {
                any(member, inner, &format!("{name}[{place}]"), faults);
            }
        }
        (Shape::Map { key, value: entry, .. }, Tree::Map(entries)) => {
            for (name_of_entry, inner) in entries {
                let key_name = format!("{name} (key: {name_of_entry})");
                any(key, &Tree::from(name_of_entry.as_str()), &key_name, faults);
                any(entry, inner, &format!("{name}.{name_of_entry}"), faults);
            }
        }
        (Shape::String { length, .. }, Tree::Text(text)) => {
            at_least("length", count(text.chars().count()), *length, name, faults);
        }
        (Shape::Integer { range } | Shape::Long { range }, Tree::Number(number))
            if number.is_i64() || number.is_u64() =>
        {
            at_least("value", number.as_i64().unwrap_or(i64::MAX), *range, name, faults);
        }
        _ if fits(shape, value) => {}
        _ => faults.push(wrong_type(name, value, wanted(shape))),
    }
}

/// Whether a value is of a type that has no bounds to check.
fn fits(shape: &Shape, value: &Tree) -> bool {
    match (shape, value) {
        (Shape::Enum(_), Tree::Text(_))
        | (Shape::Boolean, Tree::Bool(_))
        | (Shape::Double | Shape::Timestamp, Tree::Number(_)) => true,
        (Shape::Blob { .. }, value) => values::is_blob(value),
        (Shape::Timestamp, Tree::Text(text)) => timestamp::parse(text).is_some(),
        _ => false,
    }
}

/// Python's names of the types that a shape may be given in.
const fn wanted(shape: &Shape) -> &'static [&'static str] {
    match shape {
        Shape::String { .. } | Shape::Enum(_) => &["<class 'str'>"],
        Shape::Blob { .. } => &["<class 'bytes'>", "<class 'bytearray'>", "file-like object"],
        Shape::Integer { .. } | Shape::Long { .. } => &["<class 'int'>"],
        Shape::Double => &["<class 'float'>", "<class 'decimal.Decimal'>", "<class 'int'>"],
        Shape::Boolean => &["<class 'bool'>"],
        Shape::Timestamp => &["<class 'datetime.datetime'>", "timestamp-string"],
        Shape::List { .. } => &["<class 'list'>", "<class 'tuple'>"],
        Shape::Map { .. } | Shape::Structure(_) => &["<class 'dict'>"],
    }
}

fn at_least(what: &str, number: i64, bounds: Bounds, name: &str, faults: &mut Vec<String>) {
    if let Some(min) = bounds.min.filter(|min| number < *min) {
        faults.push(format!("Invalid {what} for parameter {}, value: {number}, valid min {what}: {min}", shown(name)));
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn wrong_type(name: &str, value: &Tree, wanted: &[&str]) -> String {
    let class = match value {
        Tree::Null => "NoneType",
        Tree::Bool(_) => "bool",
        Tree::Number(number) if number.is_f64() => "float",
        Tree::Number(_) => "int",
        Tree::Text(_) => "str",
        Tree::List(_) => "list",
        Tree::Map(_) => "dict",
    };
    let (name, value, wanted) = (shown(name), value.to_python_text(), wanted.join(", "));
    format!("Invalid type for parameter {name}, value: {value}, type: <class '{class}'>, valid types: {wanted}")
}

/// The path of a member without its first point; the whole is `input`.
fn shown(name: &str) -> &str {
    if name.is_empty() { "input" } else { name.strip_prefix('.').unwrap_or(name) }
}
