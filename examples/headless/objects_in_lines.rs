//! Lines that are JSON objects, each answered with one.

use crate::lines::{self, Line};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Answers every line that is not empty, with what is wrong where it cannot be converted.
pub fn answer(convert: impl Fn(&[u8]) -> Result<String, String>) -> std::io::Result<()> {
    lines::answer(|line| {
        let converted = match line {
            Line::Whole(line) if line.iter().all(u8::is_ascii_whitespace) => return None,
            Line::Whole(line) => convert(line),
            Line::TooLong => Err(format!("the line has more than {} bytes", lines::BYTES_MAX)),
        };
        Some(converted.unwrap_or_else(|reason| json!({ "error": reason }).to_string()))
    })
}

/// Reads a line.
pub fn read<'a, T: Deserialize<'a>>(line: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(line).map_err(|error| error.to_string())
}

/// Reads data in base64.
pub fn decode(base64: &str) -> Result<Vec<u8>, String> {
    STANDARD.decode(base64).map_err(|error| format!("data: {error}"))
}

/// Writes an answer.
pub fn line_of(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).expect("texts and lists of them are JSON")
}
