//! Reads the text of a query.

use super::{QueryError, Step, TimePart, Wanted};
use crate::engine::firehose::format::json;

/// A text that is read from its beginning.
pub struct Parser<'a> {
    /// The text.
    pub text: &'a str,
    /// How far it was read, in bytes.
    pub at: usize,
}

impl Parser<'_> {
    const fn error<T>(&self, wanted: Wanted) -> Result<T, QueryError> {
        Err(QueryError { at: self.at, wanted })
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Passes over white space.
    pub fn spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Passes over a character and white space before it.
    pub fn take(&mut self, character: char) -> Result<(), QueryError> {
        self.spaces();
        if !self.rest().starts_with(character) {
            return self.error(Wanted::Character(character));
        }
        self.at += character.len_utf8();
        Ok(())
    }

    /// Checks that nothing is left.
    pub fn end(&mut self) -> Result<(), QueryError> {
        self.spaces();
        if self.rest().is_empty() { Ok(()) } else { self.error(Wanted::End) }
    }

    /// Filters with `|` between them.
    pub fn filters(&mut self) -> Result<Vec<Step>, QueryError> {
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

    /// Takes a name.
    pub fn name(&mut self) -> Result<String, QueryError> {
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
