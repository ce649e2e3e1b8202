//! Why there is no answer: what is wrong, and where.

use crate::say;
use shardscope::learn::message::Message;
use shardscope::scenario::import::ImportError;
use shardscope::scenario::reasons;
use std::fmt;

/// Why there is no answer.
pub struct Failure {
    /// Where it is, from the outermost to the innermost: files, fields.
    places: Vec<String>,
    reason: Message,
}

impl From<Message> for Failure {
    fn from(reason: Message) -> Self {
        Self { places: Vec::new(), reason }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        reasons::import(&error).into()
    }
}

impl Failure {
    /// The same within `place`.
    pub fn within(mut self, place: impl Into<String>) -> Self {
        self.places.insert(0, place.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in &self.places {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}", say(&self.reason))
    }
}
