//! How AWS's messages show a value and where it stands: as Java prints it.

use super::base64;
use crate::aws::model::{Service, Shape};
use serde_json::Value;
use std::fmt::{self, Write};

/// After this many bytes the text of a value is cut, so that a message stays shorter than the request that it answers.
const TEXT_MAX: usize = 1 << 20;

/// Where a value stands, from the outermost member inwards.
#[derive(Clone, Copy)]
pub struct Path<'a> {
    /// What it is within.
    pub within: Option<&'a Path<'a>>,
    /// The last step to it.
    pub step: Step<'a>,
}

/// A step into a value.
#[derive(Clone, Copy)]
pub enum Step<'a> {
    /// Into a structure: the member's name.
    Member(&'a str),
    /// Into a list: the entry's number, from 1.
    Entry(usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(within) = self.within {
            write!(f, "{within}.")?;
        }
        match self.step {
            Step::Member(name) => {
                let mut letters = name.chars();
                let first = letters.next().map(|letter| letter.to_ascii_lowercase());
                write!(f, "{}{}", first.unwrap_or_default(), letters.as_str())
            }
            Step::Entry(number) => write!(f, "{number}.member"),
        }
    }
}

/// A value of a service as it stands in a message, in quotes unless it is null.
pub fn quoted(value: Option<&Value>, shape: &Shape, service: Service) -> String {
    match value {
        None | Some(Value::Null) => "null".to_owned(),
        Some(value) => format!("'{}'", plain(value, shape, service)),
    }
}

fn plain(value: &Value, shape: &Shape, service: Service) -> String {
    match (value, shape) {
        (Value::String(text), Shape::Blob { .. }) => {
            let length = base64::decoded_length(text);
            format!("java.nio.HeapByteBuffer[pos=0 lim={length} cap={length}]")
        }
        (Value::String(text), _) => text.clone(),
        (Value::Array(entries), Shape::List { member, .. }) => {
            joined('[', entries.iter().map(|entry| plain(entry, member, service)), ']')
        }
        (Value::Object(entries), Shape::Map { value: of_entry, .. }) => {
            joined('{', entries.iter().map(|(key, entry)| format!("{key}={}", plain(entry, of_entry, service))), '}')
        }
        // Java shows an object by its type and hash; this is the hash that was recorded, of whatever entry that was.
        (_, Shape::Structure(structure)) => format!("{}.{}@c965e310", service.java_package(), structure.name),
        (value, _) => value.to_string(),
    }
}

fn joined(open: char, parts: impl Iterator<Item = String>, close: char) -> String {
    let mut text = String::from(open);
    for (index, part) in parts.enumerate() {
        if text.len() > TEXT_MAX {
            text.push('…');
            break;
        }
        let separator = if index == 0 { "" } else { ", " };
        write!(text, "{separator}{part}").expect("a string takes all");
    }
    text.push(close);
    text
}
