//! The words: messages in both languages, and what the engine decided put into words.
//!
//! A [`message::Message`] is an id with arguments; it crosses from worker to page as a value and becomes text where the
//! language is known. Leaves out, until they are written: lessons, challenges, questions.

pub mod catalogue;
pub mod explanation;
pub mod failure;
pub mod fields;
pub mod message;
mod prefixes;
pub mod reasons;
