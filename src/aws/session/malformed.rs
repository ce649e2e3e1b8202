//! What is wrong with a line, and what would be right.

use serde::Serialize;
use serde_json::value::RawValue;

/// No more characters than these are shown of what was given.
const SHOWN: usize = 200;

/// Why a line cannot be answered.
#[derive(Debug, Serialize)]
pub struct Malformed {
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<String>,
    allowed: String,
}

/// The answer to such a line.
#[derive(Serialize)]
struct Answer<'a> {
    status: u16,
    error: &'a Malformed,
}

impl Malformed {
    /// The line as a whole is wrong.
    pub fn line(message: &str, allowed: &str) -> Self {
        Self { message: shortened(message), field: None, given: None, allowed: allowed.to_owned() }
    }

    /// The value of a field is wrong; `given` is its JSON.
    pub fn field(field: &str, given: &str, allowed: &str) -> Self {
        Self {
            message: format!("{field} has a value that is not allowed"),
            field: Some(field.to_owned()),
            given: Some(shortened(given)),
            allowed: allowed.to_owned(),
        }
    }

    /// The line that answers.
    pub fn answer(&self) -> String {
        serde_json::to_string(&Answer { status: 400, error: self }).expect("answers have names as keys")
    }
}

/// Reads a whole number within bounds.
pub fn whole_number(given: &RawValue, field: &str, min: u64, max: u64) -> Result<u64, Malformed> {
    let number = given.get().parse().ok().filter(|number| (min..=max).contains(number));
    number.ok_or_else(|| Malformed::field(field, given.get(), &format!("a whole number from {min} to {max}")))
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
