//! Turns the words of an option into a value of its type: scalars, JSON, shorthand; and values into what is sent.
//!
//! `file://` and `fileb://` give the content of a file, where the page has one of that name.

use super::arguments;
use super::shorthand;
use super::timestamp;
use super::tree::Tree;
use super::usage::UsageError;
use crate::aws::model::{Member, Shape};
use base64::Engine as _;
use base64::alphabet;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;

/// Files that the page provides, by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A key under which the bytes of a file travel until they are sent, so that they are not taken for base64.
const BYTES: &str = "fileb://";

/// The value that `words` give to `option`, which is of the type `shape`.
pub fn read(option: &str, shape: &Shape, words: &[String], files: &Files) -> Result<Tree, UsageError> {
    let mut read = Vec::new();
    for word in words {
        match file(option, word, files)? {
            Some(FileContent::Bytes(bytes)) if matches!(shape, Shape::Blob { .. }) => {
                return Ok(Tree::Map(vec![(BYTES.to_owned(), Tree::Text(STANDARD.encode(bytes)))]));
            }
            Some(FileContent::Bytes(_)) => {
                return Err(UsageError::parameter(option, "fileb:// is for blobs; use file:// here."));
            }
            Some(FileContent::Text(text)) => read.push(text),
            None => read.push(word.clone()),
        }
    }
    let first = read.first().map_or("", String::as_str);
    match shape {
        Shape::List { member, .. } => list(option, member, &read),
        Shape::Structure(_) | Shape::Map { .. } => complex(option, shape, first),
        _ => scalar(option, shape, first),
    }
}

enum FileContent {
    Text(String),
    Bytes(Vec<u8>),
}

/// What a word that names a file stands for; `None` for any other word.
fn file(option: &str, word: &str, files: &Files) -> Result<Option<FileContent>, UsageError> {
    let (name, is_text) = match (word.strip_prefix("file://"), word.strip_prefix("fileb://")) {
        (Some(name), _) => (name, true),
        (None, Some(name)) => (name, false),
        (None, None) => return Ok(None),
    };
    let Some(bytes) = files.get(name) else {
        let fault = format!(
            "Unable to load paramfile {word}: this console sees no files of your computer. Paste the content instead, in \
             single quotes."
        );
        return Err(UsageError::parameter(option, &fault));
    };
    if !is_text {
        return Ok(Some(FileContent::Bytes(bytes.clone())));
    }
    let text = String::from_utf8(bytes.clone()).map_err(|_| {
        UsageError::parameter(
            option,
            &format!("Unable to load paramfile ({word}), text contents could not be decoded."),
        )
    })?;
    Ok(Some(FileContent::Text(text)))
}

/// The text of an option that is JSON as a whole.
pub fn json_text(option: &str, word: &str, files: &Files) -> Result<String, UsageError> {
    match file(option, word, files)? {
        Some(FileContent::Text(text)) => Ok(text),
        Some(FileContent::Bytes(_)) => Err(UsageError::parameter(option, "fileb:// is for blobs; use file:// here.")),
        None => Ok(word.to_owned()),
    }
}

/// Reads JSON, or says what is wrong with it.
pub fn json(option: &str, text: &str) -> Result<Tree, UsageError> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| UsageError::parameter(option, &format!("Invalid JSON: {error}\nJSON received: {text}")))?;
    Ok(Tree::from(&value))
}

fn looks_like_json(word: &str) -> bool {
    word.trim_start().starts_with(['{', '['])
}

fn list(option: &str, member: &Shape, words: &[String]) -> Result<Tree, UsageError> {
    let is_one_list = words.len() == 1 && words[0].trim_start().starts_with('[');
    if is_one_list {
        return json(option, &words[0]);
    }
    let is_shorthand = is_complex(member) && !words.first().is_some_and(|word| looks_like_json(word));
    let entries = words.iter().map(|word| match member {
        _ if is_shorthand => shorthand_value(option, member, word),
        _ if is_complex(member) => complex(option, member, word),
        _ => scalar(option, member, word),
    });
    Ok(Tree::List(entries.collect::<Result<_, _>>()?))
}

const fn is_complex(shape: &Shape) -> bool {
    matches!(shape, Shape::Structure(_) | Shape::Map { .. } | Shape::List { .. })
}

fn complex(option: &str, shape: &Shape, word: &str) -> Result<Tree, UsageError> {
    if looks_like_json(word) { json(option, word) } else { shorthand_value(option, shape, word) }
}

fn shorthand_value(option: &str, shape: &Shape, word: &str) -> Result<Tree, UsageError> {
    let mut value = shorthand::parse(word).map_err(|error| UsageError::parameter(option, &error.to_string()))?;
    give_types(shape, &mut value)?;
    Ok(value)
}

/// Gives the texts of a shorthand value the types of the model: numbers, truth values, lists of one.
fn give_types(shape: &Shape, value: &mut Tree) -> Result<(), UsageError> {
    match (shape, &mut *value) {
        (Shape::Structure(structure), Tree::Map(members)) => {
            for (name, inner) in members {
                if let Some(member) = structure.members.iter().find(|member| member.name == name) {
                    give_types(&member.shape, inner)?;
                }
            }
        }
        (Shape::Map { value: entry, .. }, Tree::Map(members)) => {
            members.iter_mut().try_for_each(|(_, inner)| give_types(entry, inner))?;
        }
        (Shape::List { member, .. }, Tree::List(list)) => {
            list.iter_mut().try_for_each(|inner| give_types(member, inner))?;
        }
        (Shape::List { .. }, _) => *value = Tree::List(vec![value.clone()]),
        (Shape::Integer { .. } | Shape::Long { .. }, Tree::Text(text)) => *value = whole(text)?,
        (Shape::Double, Tree::Text(text)) => *value = float(text)?,
        (Shape::Boolean, Tree::Text(text)) => match text.to_ascii_lowercase().as_str() {
            "true" => *value = Tree::Bool(true),
            "false" => *value = Tree::Bool(false),
            _ => {}
        },
        _ => {}
    }
    Ok(())
}

fn scalar(option: &str, shape: &Shape, word: &str) -> Result<Tree, UsageError> {
    match shape {
        Shape::Integer { .. } => whole(word),
        Shape::Long { .. } => {
            whole(word).map_err(|_| arguments::argument(option, &format!("invalid int value: '{word}'")))
        }
        Shape::Double => float(word),
        _ => Ok(Tree::from(word)),
    }
}

/// A whole number as Python reads it, and its complaint.
fn whole(text: &str) -> Result<Tree, UsageError> {
    let fault = || UsageError::general(format!("invalid literal for int() with base 10: '{text}'"));
    let digits = text.trim().replace('_', "");
    let number: i64 = digits.strip_prefix('+').unwrap_or(&digits).parse().map_err(|_| fault())?;
    Ok(Tree::Number(number.into()))
}

fn float(text: &str) -> Result<Tree, UsageError> {
    let number = text.trim().parse().ok().and_then(Number::from_f64);
    number.map(Tree::Number).ok_or_else(|| UsageError::general(format!("could not convert string to float: '{text}'")))
}

/// What is sent: blobs in base64, instants in seconds since 1970. The values have been found to fit the model.
pub fn send(members: &[Member], values: &Tree, has_raw_blobs: bool) -> Result<Map<String, Value>, UsageError> {
    let Tree::Map(values) = values else { return Ok(Map::new()) };
    let mut body = Map::new();
    for (name, value) in values {
        if let Some(member) = members.iter().find(|member| member.name == name) {
            body.insert(name.clone(), send_value(&member.shape, value, has_raw_blobs)?);
        }
    }
    Ok(body)
}

fn send_value(shape: &Shape, value: &Tree, has_raw_blobs: bool) -> Result<Value, UsageError> {
    Ok(match (shape, value) {
        (Shape::Structure(structure), Tree::Map(_)) => Value::Object(send(structure.members, value, has_raw_blobs)?),
        (Shape::List { member, .. }, Tree::List(list)) => {
            Value::Array(list.iter().map(|v| send_value(member, v, has_raw_blobs)).collect::<Result<_, _>>()?)
        }
        (Shape::Map { value: entry, .. }, Tree::Map(entries)) => {
            let mut map = Map::new();
            for (key, value) in entries {
                map.insert(key.clone(), send_value(entry, value, has_raw_blobs)?);
            }
            Value::Object(map)
        }
        (Shape::Blob { .. }, Tree::Map(_)) => Value::from(value.get(BYTES).unwrap_or(&Tree::Null)),
        (Shape::Blob { .. }, Tree::Text(text)) if has_raw_blobs => Value::String(STANDARD.encode(text)),
        (Shape::Blob { .. }, Tree::Text(text)) => Value::String(STANDARD.encode(decode(text)?)),
        (Shape::Timestamp, Tree::Text(text)) => seconds(timestamp::parse(text).unwrap_or_default()),
        _ => Value::from(value),
    })
}

/// Whether a value may stand for a blob: text, or the bytes of a file.
pub fn is_blob(value: &Tree) -> bool {
    matches!(value, Tree::Text(_)) || value.get(BYTES).is_some()
}

/// Seconds since 1970. The AWS CLI cuts parts of a second off here; they are kept, since short lessons turn on them.
fn seconds(unix_ms: i64) -> Value {
    if unix_ms % 1_000 == 0 { Value::from(unix_ms / 1_000) } else { Value::from(unix_ms as f64 / 1e3) }
}

/// Decodes base64 as leniently as Python does, which skips characters that are not of the alphabet.
fn decode(text: &str) -> Result<Vec<u8>, UsageError> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let known: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || "+/=".contains(*c)).collect();
    let digits = known.split('=').next().unwrap_or_default();
    let padding = known.len() - digits.len();
    let needed = (4 - digits.len() % 4) % 4;
    let decoded = if needed == 3 || padding < needed { None } else { LENIENT.decode(digits).ok() };
    decoded.ok_or_else(|| {
        UsageError::general(format!(
            "Invalid base64: \"{text}\"\n\nBlobs are given in base64. For plain text add --cli-binary-format \
             raw-in-base64-out."
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_python_reads_it() {
        // As `base64.b64decode` gives them.
        for (text, expected) in [
            ("aGVsbG8=", Some("hello")),
            ("aGVsbG8", None),
            ("", Some("")),
            ("a", None),
            ("YQ==", Some("a")),
            ("YQ=", None),
            ("YR==", Some("a")),
            ("hello world", None),
            ("aGVs bG8=", Some("hello")),
        ] {
            assert_eq!(decode(text).ok().as_deref(), expected.map(str::as_bytes), "{text}");
        }
    }
}
