//! Reads a line as one of the three things that it may ask for.
//!
//! A body is only found here and not read, so that it is read once, and so that what is wrong with it is AWS's to say.

use super::malformed::Malformed;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};
use serde_json::value::RawValue;
use std::borrow::Cow;

const ALLOWED: &str = "one of {\"target\":\"Kinesis_20131202.…\",\"body\":{…}}, the same with a target \"Firehose_20150804.…\", \
                       {\"advance_ms\":…} and {\"set\":{…}}";

/// What a line asks for.
pub enum Line<'a> {
    /// A request of AWS.
    Request { target: Cow<'a, str>, body: Option<&'a RawValue> },
    /// That time passes.
    Advance(&'a RawValue),
    /// Other settings.
    Set(&'a RawValue),
}

/// A line as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    target: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    body: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    advance_ms: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    set: Option<&'a RawValue>,
}

/// Reads what is there, even a null.
pub fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl<'a> Line<'a> {
    /// Reads a line.
    pub fn read(line: &'a [u8]) -> Result<Self, Malformed> {
        let text = std::str::from_utf8(line)
            .map_err(|error| Malformed::line(&format!("the line is not UTF-8: {error}"), "JSON in UTF-8"))?;
        if !text.trim_ascii_start().starts_with('{') {
            return Err(match serde_json::from_str::<IgnoredAny>(text) {
                Ok(_) => Malformed::line("the line is not a JSON object", ALLOWED),
                Err(error) => Malformed::line(&format!("the line is not JSON: {error}"), ALLOWED),
            });
        }
        let fields: Fields<'a> = serde_json::from_str(text).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => Malformed::line(&error.to_string(), ALLOWED),
            _ => Malformed::line(&format!("the line is not JSON: {error}"), ALLOWED),
        })?;
        fields.line()
    }
}

impl<'a> Fields<'a> {
    fn line(self) -> Result<Line<'a>, Malformed> {
        match (self.target, self.body, self.advance_ms, self.set) {
            (Some(target), body, None, None) => {
                let name = serde_json::from_str(target.get());
                let target = name.map_err(|_| {
                    let allowed = "a text such as \"Kinesis_20131202.PutRecord\" or \"Firehose_20150804.PutRecord\"";
                    Malformed::field("target", target.get(), allowed)
                })?;
                Ok(Line::Request { target, body })
            }
            (None, None, Some(given), None) => Ok(Line::Advance(given)),
            (None, None, None, Some(given)) => Ok(Line::Set(given)),
            (None, None, None, None) => Err(Malformed::line("the line asks for nothing", ALLOWED)),
            (None, Some(_), None, None) => Err(Malformed::line("the line has a body but no target", ALLOWED)),
            (None, Some(_), ..) => Err(Malformed::line("only a target has a body", ALLOWED)),
            _ => Err(Malformed::line("the line asks for more than one thing", ALLOWED)),
        }
    }
}
