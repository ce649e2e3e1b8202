//! Reads JSON where it lies: what values a text has and where, without building them.
//!
//! A text is checked as a whole by the grammar of RFC 8259 first. Of several fields of one name the last one counts, as
//! in Python, JavaScript and jq. Leaves out: values that are nested more than 128 deep, which are refused.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

const DEPTH_MAX: usize = 128;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is JSON's kind of value of its name")]
pub enum Kind {
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,
}

/// A value in a text that was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value<'a> {
    document: &'a str,
    start: usize,
    end: usize,
}

/// The one value of a text, with nothing but white space around it.
pub fn document(data: &[u8]) -> Option<Value<'_>> {
    let document = std::str::from_utf8(data).ok()?;
    let mut scan = Scan { bytes: data, at: 0 };
    let Range { start, end } = scan.value(0)?;
    scan.spaces();
    (scan.at == data.len()).then_some(Value { document, start, end })
}

/// The values of a text that stand one behind another; nothing in the place of the first that is none.
pub fn documents(data: &[u8]) -> impl Iterator<Item = Option<Value<'_>>> {
    let text = std::str::from_utf8(data).ok();
    let mut scan = Scan { bytes: data, at: 0 };
    let mut is_over = false;
    std::iter::from_fn(move || {
        scan.spaces();
        if is_over || scan.at == data.len() {
            return None;
        }
        let value = text.and_then(|document| scan.value(0).map(|Range { start, end }| Value { document, start, end }));
        is_over = value.is_none();
        Some(value)
    })
}

/// The one object of a text, with nothing but white space around it.
pub fn object(data: &[u8]) -> Option<Value<'_>> {
    document(data).filter(|value| value.kind() == Kind::Object)
}

impl<'a> Value<'a> {
    /// What it is.
    pub fn kind(self) -> Kind {
        match self.document.as_bytes()[self.start] {
            b'{' => Kind::Object,
            b'[' => Kind::Array,
            b'"' => Kind::Text,
            b't' | b'f' => Kind::Boolean,
            b'n' => Kind::Null,
            _ => Kind::Number,
        }
    }

    /// Its JSON, as it stands.
    pub fn json(self) -> &'a str {
        &self.document[self.start..self.end]
    }

    /// Where it stands.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The number that it is.
    pub fn number(self) -> Option<f64> {
        (self.kind() == Kind::Number).then(|| self.json().parse().ok()).flatten()
    }

    /// The text that it is.
    pub fn text(self) -> Option<Cow<'a, str>> {
        (self.kind() == Kind::Text).then(|| unescaped(&self.document[self.start + 1..self.end - 1]))
    }

    /// The fields of an object, none of anything else: the name between its quotes as it stands, and the value.
    pub fn fields(self) -> impl Iterator<Item = (&'a str, Self)> {
        let mut scan = self.inside(Kind::Object);
        std::iter::from_fn(move || {
            scan.spaces();
            let name = scan.value(0)?;
            scan.spaces();
            scan.take(b':')?;
            let value = self.part(scan.value(0)?);
            scan.spaces();
            scan.take(b',');
            Some((&self.document[name.start + 1..name.end - 1], value))
        })
    }

    /// The elements of an array, none of anything else.
    pub fn elements(self) -> impl Iterator<Item = Self> {
        let mut scan = self.inside(Kind::Array);
        std::iter::from_fn(move || {
            let element = self.part(scan.value(0)?);
            scan.spaces();
            scan.take(b',');
            Some(element)
        })
    }

    /// The field of this name.
    pub fn field(self, name: &str) -> Option<Self> {
        self.fields().filter(|(found, _)| unescaped(found) == name).last().map(|(_, value)| value)
    }

    /// What a path of names with points between them leads to.
    pub fn at(self, path: &str) -> Option<Self> {
        path.split('.').try_fold(self, Self::field)
    }

    const fn part(self, range: Range<usize>) -> Self {
        Self { document: self.document, start: range.start, end: range.end }
    }

    /// What stands between the brackets; nothing if it is of another kind.
    fn inside(self, kind: Kind) -> Scan<'a> {
        let bytes = self.document.as_bytes();
        if self.kind() == kind {
            Scan { bytes: &bytes[..self.end - 1], at: self.start + 1 }
        } else {
            Scan { bytes: &[], at: 0 }
        }
    }
}

/// Whether a text is exactly one number of JSON.
pub fn is_number(text: &str) -> bool {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    scan.number().is_some() && scan.at == text.len()
}

/// The text of what stands between quotes. Half a pair of surrogates becomes U+FFFD.
pub fn unescaped(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\\') {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let (character, length) = escape(&rest[at..]);
        text.push(character);
        rest = &rest[at + length..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Writes a text with its quotes.
pub fn push_text(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => write!(out, "\\u{:04x}", u32::from(control)).expect("a string takes all"),
            plain => out.push(plain),
        }
    }
    out.push('"');
}

/// The character of the escape that a text begins with, and how many bytes it takes.
fn escape(text: &str) -> (char, usize) {
    let short = match text.as_bytes()[1] {
        b'u' => return unicode(text),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        plain => char::from(plain),
    };
    (short, 2)
}

fn unicode(text: &str) -> (char, usize) {
    let unit = |at: usize| text.get(at + 2..at + 6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let first = unit(0).unwrap_or_default();
    if let Some(character) = char::from_u32(first) {
        return (character, 6);
    }
    let second = text.get(6..8).filter(|next| *next == "\\u").and_then(|_| unit(6));
    match second {
        Some(second @ 0xDC00..=0xDFFF) if first < 0xDC00 => {
            let code = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
        }
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

/// What is left to read.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn spaces(&mut self) {
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
    fn value(&mut self, depth: usize) -> Option<Range<usize>> {
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

    fn number(&mut self) -> Option<()> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn takes_what_is_json() {
        for text in ["{}", " [1,2 , {\"a\":null}]\n", "\"\\u00e9\\n\"", "-0.5e+3", "true", "[[]]", "{\"a\":{},\"a\":1}"]
        {
            assert!(document(text.as_bytes()).is_some(), "{text}");
        }
        for text in ["", "{", "{}{}", "[1,]", "{\"a\"}", "{a:1}", "01", "1.", "\"\\x\"", "\"\n\"", "nul", "+1", "[1 2]"]
        {
            assert!(document(text.as_bytes()).is_none(), "{text}");
        }
        assert!(document(b"\"\xff\"").is_none());
        assert!(document("[".repeat(100_000).as_bytes()).is_none());
    }

    #[test]
    fn finds_fields_and_elements() {
        let value = object(br#" {"a" : {"b":[1,"x\"y"], "" : 2}, "\u0063": true, "a.b": 3, "c": false} "#).unwrap();
        assert_eq!(value.at("a.b").unwrap().elements().nth(1).unwrap().text().unwrap(), "x\"y");
        assert_eq!(value.at("a.").unwrap().number(), Some(2.0));
        assert_eq!(value.at("c").unwrap().json(), "false");
        assert_eq!(value.at("a.b.c"), None);
        assert_eq!(value.at("d"), None);
        assert_eq!(value.fields().count(), 4);
    }

    #[test]
    fn surrogates_come_in_pairs() {
        assert_eq!(unescaped(r"\ud83d\ude80 \ud83d \ude80\ud83d\u0041"), "🚀 \u{fffd} \u{fffd}\u{fffd}A");
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(serde_json::Value::from),
            any::<i64>().prop_map(serde_json::Value::from),
            any::<i32>().prop_map(|number| (f64::from(number) / 4.0).into()),
            any::<String>().prop_map(serde_json::Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..5)
                    .prop_map(|fields| serde_json::Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    fn rebuilt(value: Value<'_>) -> serde_json::Value {
        match value.kind() {
            Kind::Object => {
                value.fields().map(|(name, value)| (unescaped(name).into_owned(), rebuilt(value))).collect()
            }
            Kind::Array => value.elements().map(rebuilt).collect(),
            Kind::Text => value.text().unwrap().into_owned().into(),
            _ => serde_json::from_str(value.json()).unwrap(),
        }
    }

    proptest! {
        #[test]
        fn reads_what_serde_writes(json in any_json(), is_pretty: bool) {
            let text = if is_pretty { serde_json::to_string_pretty(&json) } else { serde_json::to_string(&json) }.unwrap();
            prop_assert_eq!(rebuilt(document(text.as_bytes()).unwrap()), json);
        }

        #[test]
        fn agrees_with_serde_on_what_is_json(text in r#"[\[\]{}:, "\\a0-2.eE+\-]{0,12}"#) {
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            // A number beyond all floats is refused by serde alone.
            let is_huge = theirs.as_ref().is_err_and(|error| error.to_string().contains("number out of range"));
            prop_assert_eq!(document(text.as_bytes()).is_some() && !is_huge, theirs.is_ok());
        }

        #[test]
        fn texts_are_read_back(text: String) {
            let mut json = String::new();
            push_text(&mut json, &text);
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text.clone());
            prop_assert_eq!(document(json.as_bytes()).unwrap().text().unwrap(), text);
        }
    }
}
