//! Scenario files: the JSON that describes a world, read with messages that name what is wrong and what is allowed.

use crate::engine::error::Violation;
use crate::engine::plan::Plan;
use crate::engine::producer::knobs::{KNOBS, Knob};
use crate::learn::message::Message;
use crate::learn::reasons;
use serde::{Deserialize, Serialize};

/// The version of the format that this program writes and reads.
pub const VERSION: u32 = 1;
/// The longest scenario file that is read.
pub const FILE_BYTES_MAX: usize = 1_048_576;

/// A scenario: a plan with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The version of the format.
    pub version: u32,
    /// What it is called; presets have a title in the catalogues under this name.
    pub name: String,
    /// The world.
    pub plan: Plan,
}

/// Why a scenario file cannot be used.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ScenarioError {
    /// The text is longer than [`FILE_BYTES_MAX`].
    TooLong(usize),
    /// The text is not JSON.
    NotJson {
        /// Where, counted from 1.
        line: usize,
        /// Where in the line, counted from 1.
        column: usize,
        /// What the parser says.
        reason: String,
    },
    /// A field is missing, unknown or of the wrong kind.
    Field {
        /// The field's path.
        field: String,
        /// What the parser says.
        reason: String,
        /// The knob that the field sets, if it is one.
        knob: Option<&'static Knob>,
    },
    /// The file is of another version.
    Version(u32),
    /// A value is outside its bounds.
    Invalid(Violation),
}

impl Scenario {
    /// Reads and checks a scenario file.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        if text.len() > FILE_BYTES_MAX {
            return Err(ScenarioError::TooLong(text.len()));
        }
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let scenario: Self =
            serde_path_to_error::deserialize(&mut deserializer).map_err(|error| field_error(&error))?;
        deserializer.end().map_err(|error| syntax_error(&error))?;
        if scenario.version != VERSION {
            return Err(ScenarioError::Version(scenario.version));
        }
        scenario.plan.validate().map_err(|violation| ScenarioError::Invalid(violation.within("plan.")))?;
        Ok(scenario)
    }

    /// The file's text.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self)
            .expect("a scenario has no maps with other keys than text and no failing parts")
    }
}

fn field_error(error: &serde_path_to_error::Error<serde_json::Error>) -> ScenarioError {
    let inner = error.inner();
    if inner.is_syntax() || inner.is_eof() {
        return syntax_error(inner);
    }
    let path = error.path().to_string();
    let field = if path == "." { "(the whole file)".to_owned() } else { path };
    let last = field.rsplit('.').next().unwrap_or_default();
    // An unknown or missing field is no knob's value, whatever the last part of the path is called.
    let is_value = inner.to_string().starts_with("invalid");
    let knob = KNOBS.iter().find(|knob| is_value && knob.field == last);
    ScenarioError::Field { field, reason: reason(inner), knob }
}

fn syntax_error(error: &serde_json::Error) -> ScenarioError {
    ScenarioError::NotJson { line: error.line(), column: error.column(), reason: reason(error) }
}

/// The parser's words without its place, which stands beside them, and without the names of our types.
fn reason(error: &serde_json::Error) -> String {
    const WORDS: [(&str, &str); 4] = [
        ("expected u32", "expected a whole number"),
        ("expected u64", "expected a whole number"),
        ("expected f64", "expected a number"),
        ("expected struct", "expected an object, the"),
    ];
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    WORDS.iter().fold(text.to_owned(), |text, (ours, plain)| text.replace(ours, plain))
}

impl ScenarioError {
    /// The error in words.
    pub fn message(&self) -> Message {
        match self {
            Self::TooLong(bytes) => {
                Message::new("scenario-too-long").number("bytes", *bytes).number("allowed", FILE_BYTES_MAX)
            }
            Self::NotJson { line, column, reason } => {
                Message::new("scenario-not-json").number("line", *line).number("column", *column).text("reason", reason)
            }
            Self::Field { field, reason, knob: None } => {
                Message::new("scenario-field").text("field", field).text("reason", reason)
            }
            Self::Field { field, reason, knob: Some(knob) } => Message::new("scenario-field-between")
                .text("field", field)
                .text("reason", reason)
                .decimal("min", knob.min, 0)
                .decimal("max", knob.max, 0)
                .message("unit", reasons::unit_named(knob.unit)),
            Self::Version(found) => Message::new("scenario-version").number("found", *found).number("version", VERSION),
            Self::Invalid(violation) => reasons::violation(violation),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::catalogue::{Catalogue, Language};
    use crate::scenario::presets;

    #[test]
    fn presets_read_back_as_they_are_written() {
        for preset in presets::PRESETS {
            let scenario = preset.scenario();
            assert_eq!(scenario.name, preset.name);
            assert_eq!(Scenario::parse(&scenario.to_json()), Ok(scenario));
        }
    }

    #[test]
    fn wrong_files_say_what_is_wrong_and_what_is_allowed() {
        let good = include_str!("../../static/scenarios/hot-key.json");
        let with = |from: &str, to: &str| {
            assert!(good.contains(from), "{from}");
            good.replace(from, to)
        };
        let english = Catalogue::new(Language::English);
        for (text, parts) in [
            (String::new(), ["line 1", "column 0"]),
            ("{".to_owned(), ["line 1", "EOF"]),
            ("[1,2]".to_owned(), ["invalid", "expected"]),
            (with("\"version\": 1", "\"version\": 9"), ["version 9", "version 1"]),
            (with("2400", "1000000000"), ["plan.producers[0].traffic.rate_records_per_s", "1,000,000"]),
            (with("2400", "5000000000"), ["rate_records_per_s", "1,000,000"]),
            (with("2400", "\"fast\""), ["rate_records_per_s", "1,000,000"]),
            (with("\"bytes\": 300", "\"bytes\": 2000000"), ["record_size.bytes", "1,048,576"]),
            (with("user-42", &"k".repeat(300)), ["keys.hot_key", "256 characters"]),
            (with("\"shards\": 4", "\"shards\": 0"), ["plan.stream.shards", "between 1 and 500"]),
            (with("\"seed\": 7", "\"sed\": 7"), ["sed", "expected one of"]),
            (with("clickstream", "click stream"), ["plan.stream.name", "click stream"]),
            (with("\"hot_key\": {", "\"lukewarm\": {"), ["keys", "lukewarm"]),
            (format!("{good} x"), ["line", "trailing"]),
        ] {
            let error = Scenario::parse(&text).expect_err(&text);
            let words = english.say(&error.message());
            for part in parts {
                assert!(words.contains(part), "{part:?} is not in {words:?}");
            }
        }
    }
}
