//! A member of a request or an answer: its name, its type and what the type allows.

use super::Pattern;

/// A named member of a structure.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// AWS's name.
    pub name: &'static str,
    /// Its type.
    pub shape: Shape,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it is, in one sentence.
    pub summary: &'static str,
    /// Its place among the members that AWS checks first, where that was recorded; the others come after them.
    pub checked: Option<u8>,
}

/// The type of a member. AWS counts the length of a text in characters, of a blob in bytes, of the others in entries.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is the type of its name in AWS's models")]
pub enum Shape {
    String { length: Bounds, pattern: Pattern },
    Enum(&'static [&'static str]),
    Blob { length: Bounds },
    Integer { range: Bounds },
    Long { range: Bounds },
    Double,
    Boolean,
    Timestamp,
    List { member: &'static Shape, length: Bounds },
    Map { key: &'static Shape, value: &'static Shape, length: Bounds },
    Structure(&'static Structure),
}

/// A structure's type.
#[derive(Debug)]
pub struct Structure {
    /// AWS's name of the type.
    pub name: &'static str,
    /// Its members, in the API model's order.
    pub members: &'static [Member],
}

/// The least and the greatest that a length or a number may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Bounds {
    pub min: Option<i64>,
    pub max: Option<i64>,
}

impl Bounds {
    /// No bounds.
    pub const ANY: Self = Self { min: None, max: None };

    /// From `min` to `max`, both included.
    pub const fn between(min: i64, max: i64) -> Self {
        Self { min: Some(min), max: Some(max) }
    }

    /// From `min` on.
    pub const fn at_least(min: i64) -> Self {
        Self { min: Some(min), max: None }
    }

    /// Up to `max`.
    pub const fn at_most(max: i64) -> Self {
        Self { min: None, max: Some(max) }
    }

    /// Whether `number` is within.
    pub fn contain(self, number: i64) -> bool {
        self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }
}

impl Shape {
    /// Any text.
    pub const TEXT: Self = Self::String { length: Bounds::ANY, pattern: Pattern::Any };

    /// A text of `min` to `max` characters.
    pub const fn text(min: i64, max: i64) -> Self {
        Self::pattern(min, max, Pattern::Any)
    }

    /// A text of `min` to `max` characters that satisfies `pattern`.
    pub const fn pattern(min: i64, max: i64, pattern: Pattern) -> Self {
        Self::String { length: Bounds::between(min, max), pattern }
    }

    /// A 32-bit number.
    pub const fn integer(range: Bounds) -> Self {
        Self::Integer { range }
    }

    /// A list of any length.
    pub const fn list(member: &'static Shape) -> Self {
        Self::List { member, length: Bounds::ANY }
    }
}

impl Member {
    /// A member that may be left out.
    pub const fn new(name: &'static str, shape: Shape, summary: &'static str) -> Self {
        Self { name, shape, is_required: false, summary, checked: None }
    }

    /// The same member, which must be there.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// The same member, which AWS was seen to check as the `place`th, from 0.
    #[must_use]
    pub const fn checked(self, place: u8) -> Self {
        Self { checked: Some(place), ..self }
    }

    /// The members in the order in which AWS checks them.
    ///
    /// Members are few: looking for each place among them costs less than keeping a second list.
    pub fn in_check_order(members: &[Self]) -> impl Iterator<Item = &Self> {
        let recorded = members.iter().filter(|member| member.checked.is_some()).count();
        let first = (0..recorded).filter_map(|place| {
            members.iter().find(|member| member.checked.is_some_and(|checked| usize::from(checked) == place))
        });
        first.chain(members.iter().filter(|member| member.checked.is_none()))
    }

    /// The same member under another name, for another purpose.
    #[must_use]
    pub const fn named(self, name: &'static str, summary: &'static str) -> Self {
        Self { name, summary, ..self }
    }
}
