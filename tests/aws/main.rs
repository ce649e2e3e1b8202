//! Tests of the AWS surface: which requests are refused, in which words, and how lines are answered.

mod error_texts;
mod hostile;
mod models;
mod serialization;
mod session;
mod support;
mod validation;
mod worlds;
