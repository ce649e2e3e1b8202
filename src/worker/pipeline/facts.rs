//! Numbers of a part with the names under which the page says them.

use crate::engine::time::Micros;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// The id of its name's message.
    pub id: Cow<'static, str>,
    /// The number.
    pub value: FactValue,
    /// Whether it tells of something that one would rather not have.
    pub is_bad: bool,
}

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum FactValue {
    /// How many.
    Count(u64),
    /// Bytes.
    Bytes(u64),
    /// How long.
    Length(Micros),
    /// A quotient.
    Ratio(f64),
}

impl Fact {
    /// How many there are of something.
    pub const fn count(id: &'static str, count: u64) -> Self {
        Self { id: Cow::Borrowed(id), value: FactValue::Count(count), is_bad: false }
    }

    /// How many there are of something that is bad if there is any.
    pub const fn trouble(id: &'static str, count: u64) -> Self {
        Self { id: Cow::Borrowed(id), value: FactValue::Count(count), is_bad: count > 0 }
    }

    /// Something else.
    pub const fn new(id: &'static str, value: FactValue) -> Self {
        Self { id: Cow::Borrowed(id), value, is_bad: false }
    }
}
