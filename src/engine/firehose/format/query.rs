//! The queries of inline parsing, which find partition keys in records: the part of jq 1.6 that they need.
//!
//! Understood: paths of `.name`, `."any name"`, `.["any name"]` and `[number]` (from the end if negative), `|` between
//! filters, `tostring`, and `strftime("…")` with `%Y %m %d %H %M %S %j %y %F %T %%`. Refused: all else of jq.
//!
//! Documented: queries of this form, and that records in which a key is not found go to the error prefix. Observed: a key
//! that is `null` or empty fails with `partitionKeys values must not be null or empty`. Numbers look as jq 1.6 prints
//! them. Assumed: an object or an array is no key.

use super::json::{self, Kind, Value};
use super::number;
use crate::engine::calendar::DateTime;
use crate::engine::firehose::plan::PartitionQuery;
use std::fmt::Write;

/// A query that is ready to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Field(String),
    Element(i64),
    ToText,
    Time(Vec<TimePart>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum TimePart {
    Text(char),
    Letter(char),
}

/// Why a text is no query that is understood here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// Where, in bytes from 0.
    pub at: usize,
    /// What was looked for there.
    pub wanted: Wanted,
}

/// What a query has in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// `.`, `[`, or one of the functions.
    Filter,
    /// A name, or one in quotes.
    Name,
    /// A whole number or a name in quotes.
    Index,
    /// A text in quotes, by the rules of JSON.
    Text,
    /// A letter of `strftime` that is understood.
    TimeLetter,
    /// This character.
    Character(char),
    /// Nothing more.
    End,
}

/// Why a record has no partition key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// It is not one value of JSON.
    NoJson,
    /// The value is missing, `null` or an empty text.
    NullOrEmpty,
    /// What the query goes into is no object or array, or what it makes a time of is no number.
    WrongKind,
    /// The value is an object or an array.
    NoScalar,
}

impl Query {
    /// Reads a query.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let mut parser = Parser { text, at: 0 };
        let steps = parser.filters()?;
        parser.end()?;
        Ok(Self(steps))
    }

    /// The partition key of a record.
    pub fn key(&self, data: &[u8]) -> Result<String, KeyFault> {
        let mut found = Found::Json(json::document(data).ok_or(KeyFault::NoJson)?);
        for step in &self.0 {
            found = found.after(step)?;
        }
        found.key()
    }
}

/// The keys of a `MetadataExtractionQuery`: `{name:query,…}`.
pub fn keys_of(text: &str) -> Result<Vec<PartitionQuery>, QueryError> {
    let mut parser = Parser { text, at: 0 };
    let mut keys = Vec::new();
    parser.take('{')?;
    loop {
        let name = parser.name()?;
        parser.take(':')?;
        parser.spaces();
        let start = parser.at;
        parser.filters()?;
        keys.push(PartitionQuery { name, query: text[start..parser.at].trim_end().to_owned() });
        if parser.take(',').is_err() {
            parser.take('}')?;
            parser.end()?;
            return Ok(keys);
        }
    }
}

/// What a query has come to.
enum Found<'a> {
    Null,
    Json(Value<'a>),
    Text(String),
}

impl<'a> Found<'a> {
    fn after(self, step: &Step) -> Result<Self, KeyFault> {
        match (step, self) {
            (Step::Field(_) | Step::Element(_), Self::Null) => Ok(Self::Null),
            (Step::Field(name), Self::Json(value)) if value.kind() == Kind::Object => Ok(Self::of(value.field(name))),
            (Step::Element(index), Self::Json(value)) if value.kind() == Kind::Array => {
                Ok(Self::of(element(value, *index)))
            }
            (Step::Field(_) | Step::Element(_), Self::Json(value)) if value.kind() == Kind::Null => Ok(Self::Null),
            (Step::Field(_) | Step::Element(_), _) => Err(KeyFault::WrongKind),
            (Step::ToText, Self::Null) => Ok(Self::Text("null".to_owned())),
            (Step::ToText, Self::Json(value)) if value.kind() == Kind::Null => Ok(Self::Text("null".to_owned())),
            (Step::ToText, found) => found.key_or_empty().map(Self::Text),
            (Step::Time(format), Self::Json(value)) => {
                let seconds = value.number().filter(|seconds| *seconds >= 0.0).ok_or(KeyFault::WrongKind)?;
                Ok(Self::Text(time(format, seconds as u64)))
            }
            (Step::Time(_), _) => Err(KeyFault::WrongKind),
        }
    }

    fn of(value: Option<Value<'a>>) -> Self {
        value.map_or(Self::Null, Self::Json)
    }

    fn key(self) -> Result<String, KeyFault> {
        self.key_or_empty().and_then(|key| if key.is_empty() { Err(KeyFault::NullOrEmpty) } else { Ok(key) })
    }

    fn key_or_empty(self) -> Result<String, KeyFault> {
        match self {
            Self::Null => Err(KeyFault::NullOrEmpty),
            Self::Text(text) => Ok(text),
            Self::Json(value) => match value.kind() {
                Kind::Null => Err(KeyFault::NullOrEmpty),
                Kind::Boolean => Ok(value.json().to_owned()),
                Kind::Number => Ok(value.number().map(number::as_jq).unwrap_or_default()),
                Kind::Text => Ok(value.text().unwrap_or_default().into_owned()),
                Kind::Array | Kind::Object => Err(KeyFault::NoScalar),
            },
        }
    }
}

fn element(array: Value<'_>, index: i64) -> Option<Value<'_>> {
    let place = if index < 0 { array.elements().count() as i64 + index } else { index };
    usize::try_from(place).ok().and_then(|place| array.elements().nth(place))
}

fn time(format: &[TimePart], seconds: u64) -> String {
    // A clock that runs until the year 300,000 or so is enough; nothing overflows.
    let time = DateTime::of_unix_ms(seconds.min(u64::from(u32::MAX) * 1_000) * 1_000);
    let mut text = String::new();
    for part in format {
        match *part {
            TimePart::Text(character) => text.push(character),
            TimePart::Letter(letter) => push_time(&mut text, letter, time).expect("a string takes all"),
        }
    }
    text
}

fn push_time(text: &mut String, letter: char, time: DateTime) -> std::fmt::Result {
    let (month, [hours, minutes, seconds]) = (time.month + 1, time.time);
    match letter {
        'Y' => write!(text, "{}", time.year),
        'y' => write!(text, "{:02}", time.year % 100),
        'm' => write!(text, "{month:02}"),
        'd' => write!(text, "{:02}", time.day),
        'H' => write!(text, "{hours:02}"),
        'M' => write!(text, "{minutes:02}"),
        'S' => write!(text, "{seconds:02}"),
        'j' => write!(text, "{:03}", time.day_of_year()),
        'F' => write!(text, "{}-{month:02}-{:02}", time.year, time.day),
        _ => write!(text, "{hours:02}:{minutes:02}:{seconds:02}"),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    const fn error<T>(&self, wanted: Wanted) -> Result<T, QueryError> {
        Err(QueryError { at: self.at, wanted })
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn take(&mut self, character: char) -> Result<(), QueryError> {
        self.spaces();
        if !self.rest().starts_with(character) {
            return self.error(Wanted::Character(character));
        }
        self.at += character.len_utf8();
        Ok(())
    }

    fn end(&mut self) -> Result<(), QueryError> {
        self.spaces();
        if self.rest().is_empty() { Ok(()) } else { self.error(Wanted::End) }
    }

    /// Filters with `|` between them.
    fn filters(&mut self) -> Result<Vec<Step>, QueryError> {
        let mut steps = Vec::new();
        loop {
            self.spaces();
            if self.rest().starts_with('.') {
                self.path(&mut steps)?;
            } else {
                steps.push(self.function()?);
            }
            if self.take('|').is_err() {
                return Ok(steps);
            }
        }
    }

    fn path(&mut self, steps: &mut Vec<Step>) -> Result<(), QueryError> {
        let start = self.at;
        loop {
            if self.rest().starts_with('[') {
                self.at += 1;
                steps.push(self.index()?);
                self.take(']')?;
            } else if self.rest().starts_with('.') {
                self.at += 1;
                let is_first = self.at == start + 1;
                match self.rest().chars().next() {
                    Some('[') if is_first => {}
                    Some(first) if first == '"' || first == '_' || first.is_ascii_alphabetic() => {
                        steps.push(Step::Field(self.name()?));
                    }
                    // The whole record.
                    _ if is_first => return Ok(()),
                    _ => return self.error(Wanted::Name),
                }
            } else {
                return Ok(());
            }
        }
    }

    fn index(&mut self) -> Result<Step, QueryError> {
        self.spaces();
        if self.rest().starts_with('"') {
            return Ok(Step::Field(self.quoted()?));
        }
        let length = self.rest().find(|character: char| character != '-' && !character.is_ascii_digit());
        let digits = &self.rest()[..length.unwrap_or(self.rest().len())];
        let Ok(index) = digits.parse() else {
            return self.error(Wanted::Index);
        };
        self.at += digits.len();
        Ok(Step::Element(index))
    }

    fn name(&mut self) -> Result<String, QueryError> {
        self.spaces();
        if self.rest().starts_with('"') {
            return self.quoted();
        }
        let is_part = |character: char| character == '_' || character.is_ascii_alphanumeric();
        let length = self.rest().find(|character| !is_part(character)).unwrap_or(self.rest().len());
        if length == 0 || self.rest().starts_with(|first: char| first.is_ascii_digit()) {
            return self.error(Wanted::Name);
        }
        let name = self.rest()[..length].to_owned();
        self.at += length;
        Ok(name)
    }

    fn quoted(&mut self) -> Result<String, QueryError> {
        let (mut is_escaped, start) = (false, self.rest());
        let end = start.char_indices().skip(1).find(|&(_, character)| {
            let is_end = character == '"' && !is_escaped;
            is_escaped = character == '\\' && !is_escaped;
            is_end
        });
        let text = end.and_then(|(end, _)| json::document(&start.as_bytes()[..=end])?.text().zip(Some(end + 1)));
        let Some((text, length)) = text.map(|(text, length)| (text.into_owned(), length)) else {
            return self.error(Wanted::Text);
        };
        self.at += length;
        Ok(text)
    }

    fn function(&mut self) -> Result<Step, QueryError> {
        let start = self.at;
        let name = self.name().unwrap_or_default();
        match name.as_str() {
            "tostring" => Ok(Step::ToText),
            "strftime" => {
                self.take('(')?;
                self.spaces();
                let at = self.at;
                let format = self.quoted()?;
                let parts = time_parts(&format).ok_or(QueryError { at, wanted: Wanted::TimeLetter })?;
                self.take(')')?;
                Ok(Step::Time(parts))
            }
            _ => {
                self.at = start;
                self.error(Wanted::Filter)
            }
        }
    }
}

fn time_parts(format: &str) -> Option<Vec<TimePart>> {
    let mut parts = Vec::new();
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        parts.push(match character {
            '%' => match characters.next()? {
                '%' => TimePart::Text('%'),
                letter if "YymdHMSjFT".contains(letter) => TimePart::Letter(letter),
                _ => return None,
            },
            plain => TimePart::Text(plain),
        });
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RECORD: &str =
        r#"{"a":{"b":1,"k k":"kk"},"x y":"q","t":1565382027,"f":1.50,"s":[1,"two",null],"e":"","yes":true,"n":null}  "#;

    fn key(query: &str) -> Result<String, KeyFault> {
        Query::parse(query).unwrap_or_else(|error| panic!("{query}: {error:?}")).key(RECORD.as_bytes())
    }

    /// What jq 1.6 answers, asked with `-r`.
    #[test]
    fn answers_as_jq_does() {
        for (query, wanted) in [
            (".a.b", "1"),
            (" .a.b ", "1"),
            (".a[\"k k\"]", "kk"),
            (".a.\"k k\"", "kk"),
            (".\"x y\"", "q"),
            (".[\"x y\"]", "q"),
            (".s[1]", "two"),
            (".s[-2]", "two"),
            (".f", "1.5"),
            (".yes", "true"),
            (".a | .b | tostring", "1"),
            (".n|tostring", "null"),
            (".t|strftime(\"%Y\")", "2019"),
            (
                ".t | strftime ( \"%Y/%m/%d-%H:%M:%S %j %y %% %F %T\" )",
                "2019/08/09-20:20:27 221 19 % 2019-08-09 20:20:27",
            ),
        ] {
            assert_eq!(key(query).as_deref(), Ok(wanted), "{query}");
        }
    }

    #[test]
    fn says_why_there_is_no_key() {
        for (query, fault) in [
            (".missing", KeyFault::NullOrEmpty),
            (".missing.deeper[3]", KeyFault::NullOrEmpty),
            (".s[3]", KeyFault::NullOrEmpty),
            (".s[-4]", KeyFault::NullOrEmpty),
            (".n", KeyFault::NullOrEmpty),
            (".e", KeyFault::NullOrEmpty),
            (".e|tostring", KeyFault::NullOrEmpty),
            (".a", KeyFault::NoScalar),
            (".", KeyFault::NoScalar),
            (".s|tostring", KeyFault::NoScalar),
            (".f.g", KeyFault::WrongKind),
            (".a[0]", KeyFault::WrongKind),
            (".e|strftime(\"%Y\")", KeyFault::WrongKind),
        ] {
            assert_eq!(key(query), Err(fault), "{query}");
        }
        let query = Query::parse(".a").unwrap();
        assert_eq!(query.key(b"{\"a\":1}{\"a\":1}"), Err(KeyFault::NoJson));
        assert_eq!(query.key(b"7"), Err(KeyFault::WrongKind));
    }

    #[test]
    fn refuses_with_a_place() {
        for (query, at, wanted) in [
            ("", 0, Wanted::Filter),
            ("a", 0, Wanted::Filter),
            (".a,.b", 2, Wanted::End),
            (".a|length", 3, Wanted::Filter),
            (".a..b", 3, Wanted::Name),
            (".a . b", 3, Wanted::End),
            (".s.[0]", 3, Wanted::Name),
            (".a[x]", 3, Wanted::Index),
            (".a[0", 4, Wanted::Character(']')),
            (".\"a", 1, Wanted::Text),
            (".a|strftime(\"%Q\")", 12, Wanted::TimeLetter),
            ("if .a then .b else .c end", 0, Wanted::Filter),
            (".a // .b", 3, Wanted::End),
        ] {
            assert_eq!(Query::parse(query), Err(QueryError { at, wanted }), "{query}");
        }
    }

    #[test]
    fn an_object_of_queries_is_a_list_of_keys() {
        let keys = keys_of(r#"{customer_id:.customer_id, "my key" : .t | strftime("%Y,}") }"#).unwrap();
        let found: Vec<_> = keys.iter().map(|key| (key.name.as_str(), key.query.as_str())).collect();
        assert_eq!(found, [("customer_id", ".customer_id"), ("my key", ".t | strftime(\"%Y,}\")")]);
        assert_eq!(keys_of("{a:.b").unwrap_err(), QueryError { at: 5, wanted: Wanted::Character('}') });
        assert_eq!(keys_of("{a:}").unwrap_err(), QueryError { at: 3, wanted: Wanted::Filter });
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_answered(query in r#"[.a\["\]|0\-{}:%t ,é]{0,12}"#, data in "[{\"a\":\\[,0} ]{0,12}") {
            let _ = keys_of(&query);
            if let Ok(query) = Query::parse(&query) {
                let _ = query.key(data.as_bytes());
            }
        }
    }
}
