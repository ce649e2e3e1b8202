//! Writes a JSON object of texts, as the agent's printer does: on one line, without spaces.

use std::fmt::Write;

/// An object in the making.
#[derive(Debug)]
pub struct Object(String);

impl Object {
    /// One without fields.
    pub fn new() -> Self {
        Self(String::from("{"))
    }

    /// Adds a field; without a value it is `null`.
    pub fn field(&mut self, name: &str, value: Option<&str>) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.text(name);
        self.0.push(':');
        match value {
            Some(value) => self.text(value),
            None => self.0.push_str("null"),
        }
    }

    /// The whole object.
    pub fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }

    fn text(&mut self, text: &str) {
        self.0.push('"');
        for character in text.chars() {
            match character {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                '\r' => self.0.push_str("\\r"),
                '\t' => self.0.push_str("\\t"),
                '\u{8}' => self.0.push_str("\\b"),
                '\u{c}' => self.0.push_str("\\f"),
                control if control < ' ' => {
                    write!(self.0, "\\u{:04X}", u32::from(control)).expect("a string takes all");
                }
                plain => self.0.push(plain),
            }
        }
        self.0.push('"');
    }
}
