//! Scenario files: the JSON that describes a world, read with messages that name what is wrong and what is allowed.

use crate::engine::error::Violation;
use crate::engine::plan::Plan;
use crate::engine::producer::knobs::KNOBS;
use crate::engine::settings::SettingId;
use crate::learn::message::Message;
use crate::learn::reasons;
use crate::scenario::form::{Control, rows_of};
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
        /// What is allowed, if it is the number of a table.
        bounds: Option<Bounds>,
    },
    /// A field lacks another that it needs.
    Missing {
        /// The field's path.
        field: String,
        /// What it lacks.
        missing: String,
        /// What could stand there.
        example: Option<String>,
    },
    /// The file is of another version.
    Version(u32),
    /// A value is outside its bounds.
    Invalid(Violation),
}

/// What a number of a table may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// What it counts.
    pub unit: &'static str,
    /// What it is where nobody says otherwise.
    pub default: f64,
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
    let text = inner.to_string();
    if let Some(missing) = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next()) {
        let last = field.rsplit('.').next().unwrap_or_default();
        let example = bounds(&format!("{field}.{missing}"))
            .map(|bounds| format!("\"{last}\": {{ \"{missing}\": {} }}", bounds.default));
        return ScenarioError::Missing { missing: missing.to_owned(), example, field };
    }
    // An unknown field is no number's value, whatever the last part of the path is called.
    let bounds = text.starts_with("invalid").then(|| bounds(&field)).flatten();
    let reason = if bounds.is_some() { reason(inner, PLAIN) } else { reason(inner, BOUNDED) };
    ScenarioError::Field { field, reason, bounds }
}

/// What the number at this path may be: a knob of traffic, or a setting of a producer, a consumer or a store.
fn bounds(path: &str) -> Option<Bounds> {
    let parts: Vec<&str> = path.split('.').collect();
    let last = *parts.last()?;
    if let Some(knob) = KNOBS.iter().find(|knob| knob.field == last) {
        return Some(Bounds { min: knob.min, max: knob.max, unit: knob.unit, default: knob.default });
    }
    let of_kind = || {
        let kind = parts.iter().position(|part| *part == "kind")? + 1;
        let row = rows_of(parts.get(kind)?).find(|row| *row.path == parts[kind + 1..])?;
        if let Control::Number(id) | Control::Unlimited(id) = row.control { Some(id.row()) } else { None }
    };
    // How many workers there are is in no form.
    let setting = of_kind().or_else(|| Some(SettingId::Workers.row()).filter(|row| row.field == last))?;
    let [min, max, default] = [setting.min, setting.max, setting.current].map(|value| value as f64);
    Some(Bounds { min, max, unit: setting.unit, default })
}

fn syntax_error(error: &serde_json::Error) -> ScenarioError {
    ScenarioError::NotJson { line: error.line(), column: error.column(), reason: reason(error, BOUNDED) }
}

/// What we say for the names of our types, where what is allowed is said beside it.
const PLAIN: [&str; 2] = ["a whole number"; 2];
/// The same where it is not.
const BOUNDED: [&str; 2] =
    ["a whole number from 0 to 4,294,967,295", "a whole number from 0 to 18,446,744,073,709,551,615"];

/// The parser's words without its place, which stands beside them, and without the names of our types.
fn reason(error: &serde_json::Error, [narrow, wide]: [&str; 2]) -> String {
    let words = [("u32", narrow), ("u64", wide), ("f64", "a number"), ("struct", "an object, the")];
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    words.iter().fold(text.to_owned(), |text, (ours, plain)| {
        text.replace(&format!("expected {ours}"), &format!("expected {plain}"))
    })
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
            Self::Field { field, reason, bounds: None } => {
                Message::new("scenario-field").text("field", field).text("reason", reason)
            }
            Self::Field { field, reason, bounds: Some(bounds) } => Message::new("scenario-field-between")
                .text("field", field)
                .text("reason", reason)
                .decimal("min", bounds.min, 0)
                .decimal("max", bounds.max, 0)
                .message("unit", reasons::unit_named(bounds.unit)),
            Self::Missing { field, missing, example: None } => {
                Message::new("scenario-missing").text("field", field).text("missing", missing)
            }
            Self::Missing { field, missing, example: Some(example) } => Message::new("scenario-missing-example")
                .text("field", field)
                .text("missing", missing)
                .text("example", example),
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

    #[test]
    fn whole_numbers_have_their_bounds_and_what_is_missing_is_named_with_an_example() {
        let english = Catalogue::new(Language::English);
        let with = |kind: &str| {
            let consumer = format!(r#"{{"name":"billing","kind":{kind}}}"#);
            let plan = format!(r#"{{"seed":7,"consumers":[{consumer}]}}"#);
            format!(r#"{{"version":1,"name":"x","plan":{plan}}}"#)
        };
        for (text, parts) in [
            (with(r#"{"kcl":{}}"#), ["plan.consumers[0].kind.kcl", "“workers”", r#""kcl": { "workers": 1 }"#]),
            (with(r#"{"kcl":{"workers":-1}}"#), ["kind.kcl.workers", "`-1`", "between 0 and "]),
            (
                with(r#"{"kcl":{"workers":1,"settings":{"max_records":5000000000}}}"#),
                ["settings.max_records", "`5000000000`", "between 1 and 10,000 records"],
            ),
            (
                with(r#"{"lambda":{"settings":{"maximum_retry_attempts":-1}}}"#),
                ["maximum_retry_attempts", "`-1`", "between 0 and 10,000"],
            ),
            (r#"{"version":-1}"#.to_owned(), ["version", "`-1`", "from 0 to 4,294,967,295"]),
            (r#"{"version":1,"name":"x","plan":{"seed":-7}}"#.to_owned(), ["plan.seed", "`-7`", "709,551,615"]),
            (r#"{"version":1}"#.to_owned(), ["(the whole file)", "“name”", "lacks"]),
        ] {
            let error = Scenario::parse(&text).expect_err(&text);
            let words = english.say(&error.message());
            for part in parts {
                assert!(words.contains(part), "{part:?} is not in {words:?}");
            }
            assert!(!words.contains("u32") && !words.contains("u64"), "{words}");
        }
    }
}
