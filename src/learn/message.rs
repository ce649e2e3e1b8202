//! A message: the id of a sentence in the catalogues with its arguments, independent of language.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A sentence to be said in the reader's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Its id in the catalogues.
    pub id: Cow<'static, str>,
    /// Its arguments by name.
    pub arguments: Vec<(Cow<'static, str>, Argument)>,
}

/// An argument of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Argument {
    /// Text that is the same in every language.
    Text(String),
    /// A number, written with as many decimals as given.
    Number {
        /// The value.
        value: f64,
        /// Digits after the point.
        decimals: u8,
    },
    /// Another message, said in the same language.
    Message(Message),
}

impl Message {
    /// A message without arguments.
    pub fn new(id: &'static str) -> Self {
        Self { id: Cow::Borrowed(id), arguments: Vec::new() }
    }

    /// The same with a text argument.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers pass text, ids and references alike")]
    pub fn text(self, name: &'static str, text: impl ToString) -> Self {
        self.with(name, Argument::Text(text.to_string()))
    }

    /// The same with a whole number as an argument.
    #[must_use]
    pub fn number(self, name: &'static str, value: impl Into<Whole>) -> Self {
        self.with(name, Argument::Number { value: value.into().0, decimals: 0 })
    }

    /// The same with a number of `decimals` digits after the point as an argument.
    #[must_use]
    pub fn decimal(self, name: &'static str, value: f64, decimals: u8) -> Self {
        self.with(name, Argument::Number { value, decimals })
    }

    /// The same with another message as an argument.
    #[must_use]
    pub fn message(self, name: &'static str, message: Self) -> Self {
        self.with(name, Argument::Message(message))
    }

    fn with(mut self, name: &'static str, argument: Argument) -> Self {
        self.arguments.push((Cow::Borrowed(name), argument));
        self
    }
}

/// A whole number of any size, as a message shows it.
#[derive(Clone, Copy, Debug)]
pub struct Whole(f64);

impl From<u64> for Whole {
    fn from(value: u64) -> Self {
        Self(value as f64)
    }
}

impl From<u32> for Whole {
    fn from(value: u32) -> Self {
        Self(f64::from(value))
    }
}

impl From<usize> for Whole {
    fn from(value: usize) -> Self {
        Self(value as f64)
    }
}
