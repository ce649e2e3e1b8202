//! Reads a line from its beginning, piece by piece; each piece is there or the line is of another form.

use crate::engine::calendar::MONTHS;

/// What is left of a line.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'a>(pub &'a str);

impl<'a> Scan<'a> {
    /// Passes over `text`.
    pub fn skip(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    /// Takes the characters, at least one, that `is_part` allows.
    pub fn take(&mut self, is_part: impl Fn(char) -> bool) -> Option<&'a str> {
        let end = self.0.find(|character| !is_part(character)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        (!taken.is_empty()).then_some(taken)
    }

    /// Takes digits.
    pub fn digits(&mut self) -> Option<&'a str> {
        self.take(|character| character.is_ascii_digit())
    }

    /// Takes a name of a host or its address.
    pub fn host(&mut self) -> Option<&'a str> {
        self.take(|character| character.is_ascii_alphanumeric() || "_.-".contains(character))
    }

    /// Takes what stands between quotes, at least one character.
    pub fn quoted(&mut self) -> Option<&'a str> {
        self.skip("\"")?;
        let taken = self.take(|character| character != '"')?;
        self.skip("\"")?;
        Some(taken)
    }

    /// Takes a whole number or a dash.
    pub fn number_or_dash(&mut self) -> Option<&'a str> {
        let line = self.0;
        if self.skip("-").is_some() && self.digits().is_none() {
            return Some("-");
        }
        self.0 = line;
        let _sign = self.skip("+").or_else(|| self.skip("-"));
        self.digits()?;
        Some(&line[..line.len() - self.0.len()])
    }

    /// Takes all that `part` passes over.
    pub fn spanned(&mut self, part: impl Fn(&mut Self) -> Option<()>) -> Option<&'a str> {
        let line = self.0;
        part(self)?;
        Some(&line[..line.len() - self.0.len()])
    }

    /// Passes over a month's abbreviated name.
    pub fn month(&mut self) -> Option<()> {
        MONTHS.iter().find_map(|month| self.skip(month))
    }

    /// Passes over a time of day, with parts of a second where there are some.
    pub fn time(&mut self) -> Option<()> {
        self.digits()?;
        self.skip(":")?;
        self.digits()?;
        self.skip(":")?;
        self.take(|character| character.is_ascii_digit() || character == '.').map(|_| ())
    }

    /// Passes over at least one space.
    pub fn spaces(&mut self) -> Option<()> {
        self.take(|character| character == ' ').map(|_| ())
    }
}
