//! Templates: what the data of a producer's records look like.
//!
//! A template is a text with placeholders. What stands in their place is drawn from the record's random bits, so that the
//! data of a record can be written again at any time, and its size is known without writing it. With a template, the size
//! of a record is that of its data. Texts are put in as they are: a key with quotes makes JSON that nobody can read.

pub mod field;
mod parse;
mod ready;

pub use parse::PLACEHOLDERS;

use crate::engine::error::{Rule, Violation};
use crate::engine::random::{draw, stream_seed};
use crate::engine::time::{Micros, SimTime};
use field::{Field, Scene};
use serde::{Deserialize, Serialize};

/// The bytes of a template's text at most; the simulator's own bound. However it is filled, a record takes it.
pub const TEXT_BYTES_MAX: usize = 4_096;
/// How many samples an editor shows.
const SAMPLES: usize = 5;

/// What the data of records look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Template {
    /// Clicks on web pages, as JSON.
    Clickstream,
    /// A web server's access log, in Apache's combined format.
    ApacheLog,
    /// Measurements of servers, as JSON.
    Metrics,
    /// Reports of devices, as JSON.
    Iot,
    /// A text with placeholders.
    Text(String),
    /// The lines of a file, one after another, again and again.
    Lines {
        /// The file's name.
        file: String,
    },
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateError {
    /// Where, in characters counted from 1.
    pub at: usize,
    /// What stands there.
    pub wrong: String,
    /// What is allowed there.
    pub rule: Rule,
}

/// A template that is ready to be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordTemplate {
    /// The texts before each field and after the last.
    texts: Box<[Box<str>]>,
    fields: Box<[Field]>,
    /// The bytes of all texts.
    text_bytes: u32,
}

impl Template {
    /// The ready ones, by the names that they have in a scenario file.
    pub const READY: [(&str, Self); 4] = [
        ("clickstream", Self::Clickstream),
        ("apache_log", Self::ApacheLog),
        ("metrics", Self::Metrics),
        ("iot", Self::Iot),
    ];

    /// Its text; the lines of a file are not known here.
    pub const fn text(&self) -> &str {
        match self {
            Self::Clickstream => ready::CLICKSTREAM,
            Self::ApacheLog => ready::APACHE_LOG,
            Self::Metrics => ready::METRICS,
            Self::Iot => ready::IOT,
            Self::Text(text) => text.as_str(),
            Self::Lines { .. } => "",
        }
    }

    /// Makes it ready to be filled.
    pub fn read(&self) -> Result<RecordTemplate, TemplateError> {
        let text = self.text();
        if text.is_empty() {
            return Err(TemplateError::new(text, 0, text, Rule::NotEmpty));
        }
        if text.len() > TEXT_BYTES_MAX {
            let rule = Rule::Between { min: 1.0, max: TEXT_BYTES_MAX as f64, unit: "bytes".to_owned() };
            return Err(TemplateError::new(text, 0, &text.len().to_string(), rule));
        }
        let (texts, fields) = parse::pieces(text)?;
        let text_bytes = texts.iter().map(|text| text.len() as u32).sum();
        Ok(RecordTemplate { texts: texts.into(), fields: fields.into(), text_bytes })
    }

    /// What five records of it look like, for who writes one.
    pub fn samples(&self) -> Result<Vec<String>, TemplateError> {
        let template = self.read()?;
        let seed = stream_seed(0, "samples");
        let sample = |ordinal: usize| {
            let (ordinal, made_at) = (ordinal as u64, SimTime::ZERO + Micros::millis(1_250) * ordinal as u64);
            let (bits, key) = (draw(seed, ordinal), format!("user-{}", 1 + draw(seed, ordinal) % 1_000));
            template.fill(&Scene { bits, ordinal, key: &key, made_at })
        };
        Ok((0..SAMPLES).map(sample).collect())
    }

    /// Checks it.
    pub fn validate(&self) -> Result<(), Violation> {
        match self {
            Self::Lines { file } if file.is_empty() => Err(Violation::new("template.lines.file", "", Rule::NotEmpty)),
            Self::Lines { .. } => Ok(()),
            other => other.read().map(|_| ()).map_err(|error| error.violation("template.text")),
        }
    }
}

impl RecordTemplate {
    /// The bytes of a record's data, by its random bits, its ordinal and the length of its key.
    #[inline]
    pub fn size(&self, bits: u64, ordinal: u64, key_length: u16) -> u32 {
        let fields = (0..).zip(&self.fields);
        self.text_bytes + fields.map(|(n, field)| field.length(draw(bits, n), ordinal, key_length)).sum::<u32>()
    }

    /// The data of a record.
    pub fn fill(&self, scene: &Scene) -> String {
        let mut text = String::new();
        let mut texts = self.texts.iter();
        for (number, field) in (0..).zip(&self.fields) {
            text.push_str(texts.next().map_or("", |before| before));
            field.write(draw(scene.bits, number), scene, &mut text);
        }
        text.push_str(texts.next().map_or("", |after| after));
        text
    }

    /// Whether it tells when a record was made.
    pub fn tells_time(&self) -> bool {
        self.fields.iter().any(|field| matches!(field, Field::Time(_)))
    }
}

impl TemplateError {
    fn new(text: &str, at_byte: usize, wrong: &str, rule: Rule) -> Self {
        Self { at: text[..at_byte].chars().count() + 1, wrong: wrong.chars().take(60).collect(), rule }
    }

    /// The same as a violation in `field`, with its place where it is a placeholder that is wrong.
    pub fn violation(self, field: &str) -> Violation {
        let character = self.wrong.starts_with("{{").then_some(self.at);
        Violation { character, ..Violation::new(field, self.wrong, self.rule) }
    }
}
