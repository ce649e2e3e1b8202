//! Passes over values of JSON by its grammar.

use std::ops::Range;

const DEPTH_MAX: usize = 128;

/// What is left to read.
pub struct Scan<'a> {
    /// The text.
    pub bytes: &'a [u8],
    /// How far it was read.
    pub at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes over this byte.
    pub fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Passes over white space.
    pub fn spaces(&mut self) {
        self.pass(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    /// Passes over what is of a kind, and says over how many bytes.
    fn pass(&mut self, is_part: impl Fn(u8) -> bool) -> usize {
        let start = self.at;
        while self.peek().is_some_and(&is_part) {
            self.at += 1;
        }
        self.at - start
    }

    /// Where the next value stands.
    pub fn value(&mut self, depth: usize) -> Option<Range<usize>> {
        self.spaces();
        let start = self.at;
        match self.peek()? {
            b'{' => self.list(b'}', depth, true)?,
            b'[' => self.list(b']', depth, false)?,
            b'"' => self.text()?,
            b't' => self.word(b"true")?,
            b'f' => self.word(b"false")?,
            b'n' => self.word(b"null")?,
            _ => self.number()?,
        }
        Some(start..self.at)
    }

    fn list(&mut self, end: u8, depth: usize, has_names: bool) -> Option<()> {
        self.at += 1;
        self.spaces();
        if depth == DEPTH_MAX {
            return None;
        }
        if self.take(end).is_some() {
            return Some(());
        }
        loop {
            if has_names {
                self.spaces();
                self.text()?;
                self.spaces();
                self.take(b':')?;
            }
            self.value(depth + 1)?;
            self.spaces();
            if self.take(b',').is_none() {
                return self.take(end);
            }
        }
    }

    fn text(&mut self) -> Option<()> {
        self.take(b'"')?;
        loop {
            self.pass(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            if self.take(b'\\').is_none() {
                return self.take(b'"');
            }
            let escaped = self.peek()?;
            self.at += 1;
            match escaped {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                b'u' => {
                    let digits = self.bytes.get(self.at..self.at + 4)?;
                    digits.iter().all(u8::is_ascii_hexdigit).then(|| self.at += 4)?;
                }
                _ => return None,
            }
        }
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.bytes[self.at..].starts_with(word).then(|| self.at += word.len())
    }

    /// Passes over a number.
    pub fn number(&mut self) -> Option<()> {
        let _sign = self.take(b'-');
        if self.take(b'0').is_none() {
            self.digits()?;
        }
        if self.take(b'.').is_some() {
            self.digits()?;
        }
        if self.take(b'e').or_else(|| self.take(b'E')).is_some() {
            let _sign = self.take(b'+').or_else(|| self.take(b'-'));
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        (self.pass(|byte| byte.is_ascii_digit()) > 0).then_some(())
    }
}
