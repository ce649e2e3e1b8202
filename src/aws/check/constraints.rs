//! Collects what a request breaches of the constraints of its model, in AWS's order and words.

use super::base64;
use super::print::{Path, Step, quoted};
use crate::aws::model::{Bounds, Member, OperationModel, Pattern, Service, Shape};
use serde_json::{Map, Value};

/// AWS lists no more than these.
const BREACHES_MAX: usize = 10;

/// The breaches, each as a sentence; none where all is well.
pub fn breaches(fields: &Map<String, Value>, operation: &OperationModel) -> Vec<String> {
    let mut found = Breaches { sentences: Vec::new(), service: operation.service };
    found.structure(fields, operation.input, None);
    found.sentences
}

struct Breaches {
    sentences: Vec<String>,
    service: Service,
}

impl Breaches {
    fn is_full(&self) -> bool {
        self.sentences.len() >= BREACHES_MAX
    }

    fn add(&mut self, value: Option<&Value>, shape: &Shape, path: Path<'_>, constraint: &str) {
        if !self.is_full() {
            let value = quoted(value, shape, self.service);
            self.sentences.push(format!("Value {value} at '{path}' failed to satisfy constraint: {constraint}"));
        }
    }

    fn structure(&mut self, fields: &Map<String, Value>, members: &'static [Member], within: Option<&Path<'_>>) {
        for member in Member::in_check_order(members) {
            let path = Path { within, step: Step::Member(member.name) };
            match fields.get(member.name) {
                Some(value) => self.value(value, &member.shape, path),
                None if member.is_required => self.add(None, &member.shape, path, "Member must not be null"),
                None => {}
            }
        }
    }

    fn value(&mut self, value: &Value, shape: &'static Shape, path: Path<'_>) {
        if self.is_full() {
            return;
        }
        for constraint in own_constraints(shape) {
            if !constraint.is_satisfied_by(value, shape) {
                self.add(Some(value), shape, path, &constraint.sentence());
            }
        }
        match (value, shape) {
            (Value::Array(entries), Shape::List { member, .. }) => self.list(value, entries, shape, member, path),
            (Value::Object(entries), Shape::Map { key, value: of_entry, .. }) => {
                if !entries.keys().all(|name| key_satisfies(name, key)) {
                    self.add(Some(value), shape, path, &format!("Map keys must satisfy constraint: {}", all_of(key)));
                }
                if !entries.values().all(|entry| satisfies(entry, of_entry)) {
                    let constraint = format!("Map value must satisfy constraint: {}", all_of(of_entry));
                    self.add(Some(value), shape, path, &constraint);
                }
            }
            (Value::Object(fields), Shape::Structure(structure)) => {
                self.structure(fields, structure.members, Some(&path));
            }
            _ => {}
        }
    }

    /// Structures within a list are checked member by member; other entries breach for the list as a whole.
    fn list(&mut self, list: &Value, entries: &[Value], shape: &Shape, member: &'static Shape, path: Path<'_>) {
        for (number, entry) in (1..).zip(entries) {
            let path_of_entry = Path { within: Some(&path), step: Step::Entry(number) };
            match (entry, member) {
                _ if self.is_full() => return,
                (Value::Null, _) => self.add(None, member, path_of_entry, "Member must not be null"),
                (Value::Object(fields), Shape::Structure(structure)) => {
                    self.structure(fields, structure.members, Some(&path_of_entry));
                }
                _ => {}
            }
        }
        if !entries.iter().all(|entry| satisfies(entry, member)) {
            self.add(Some(list), shape, path, &format!("Member must satisfy constraint: {}", all_of(member)));
        }
    }
}

/// One thing that a value must satisfy.
#[derive(Clone, Copy)]
enum Constraint {
    Pattern(Pattern),
    LengthMin(i64),
    LengthMax(i64),
    ValueMin(i64),
    ValueMax(i64),
    Values(&'static [&'static str]),
}

/// What a type asks of a value as a whole, in AWS's order.
fn own_constraints(shape: &Shape) -> impl Iterator<Item = Constraint> + use<> {
    use Constraint::{LengthMax, LengthMin, Pattern, ValueMax, ValueMin, Values};
    let length = |bounds: Bounds| [bounds.min.map(LengthMin), bounds.max.map(LengthMax)];
    let ([least, most], first) = match *shape {
        Shape::String { length: bounds, pattern } => (length(bounds), pattern.text().map(|_| Pattern(pattern))),
        Shape::Enum(values) => ([None; 2], Some(Values(values))),
        Shape::Integer { range } | Shape::Long { range } => ([range.min.map(ValueMin), range.max.map(ValueMax)], None),
        Shape::Blob { length: bounds } | Shape::List { length: bounds, .. } | Shape::Map { length: bounds, .. } => {
            (length(bounds), None)
        }
        Shape::Double | Shape::Boolean | Shape::Timestamp | Shape::Structure(_) => ([None; 2], None),
    };
    [first, least, most].into_iter().flatten()
}

/// All that a type asks, as AWS writes it where one of many values breaches it: the other way round.
fn all_of(shape: &Shape) -> String {
    let mut sentences: Vec<_> = own_constraints(shape).map(Constraint::sentence).collect();
    sentences.reverse();
    format!("[{}]", sentences.join(", "))
}

/// Whether an entry of a list or map satisfies its type. Null and structures are not asked here.
fn satisfies(value: &Value, shape: &Shape) -> bool {
    value.is_null() || own_constraints(shape).all(|constraint| constraint.is_satisfied_by(value, shape))
}

/// Whether a key of a map satisfies its type.
fn key_satisfies(key: &str, shape: &Shape) -> bool {
    own_constraints(shape).all(|constraint| match constraint {
        Constraint::LengthMin(min) => characters(key) >= min,
        Constraint::LengthMax(max) => characters(key) <= max,
        Constraint::Pattern(pattern) => pattern.is_satisfied_by(key),
        _ => true,
    })
}

impl Constraint {
    /// Whether a value of a type satisfies it.
    fn is_satisfied_by(self, value: &Value, shape: &Shape) -> bool {
        match (self, value) {
            (Self::Pattern(pattern), Value::String(text)) => pattern.is_satisfied_by(text),
            (Self::Values(values), Value::String(text)) => values.contains(&text.as_str()),
            (Self::ValueMin(min), Value::Number(number)) => number.as_i64().is_none_or(|number| number >= min),
            (Self::ValueMax(max), Value::Number(number)) => number.as_i64().is_none_or(|number| number <= max),
            (Self::LengthMin(min), value) => length(value, shape) >= min,
            (Self::LengthMax(max), value) => length(value, shape) <= max,
            _ => true,
        }
    }

    fn sentence(self) -> String {
        match self {
            Self::Pattern(pattern) => {
                format!("Member must satisfy regular expression pattern: {}", pattern.text().unwrap_or_default())
            }
            Self::LengthMin(min) => format!("Member must have length greater than or equal to {min}"),
            Self::LengthMax(max) => format!("Member must have length less than or equal to {max}"),
            Self::ValueMin(min) => format!("Member must have value greater than or equal to {min}"),
            Self::ValueMax(max) => format!("Member must have value less than or equal to {max}"),
            Self::Values(values) => format!("Member must satisfy enum value set: [{}]", values.join(", ")),
        }
    }
}

/// The length of a value: of a text in characters, of a blob in bytes, of the others in entries.
fn length(value: &Value, shape: &Shape) -> i64 {
    match value {
        Value::String(text) if matches!(shape, Shape::Blob { .. }) => count(base64::decoded_length(text)),
        Value::String(text) => characters(text),
        Value::Array(entries) => count(entries.len()),
        Value::Object(entries) => count(entries.len()),
        _ => 0,
    }
}

fn characters(text: &str) -> i64 {
    count(text.chars().count())
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
