//! The AWS surface of the engine: JSON requests in, JSON answers and AWS's errors out.
//!
//! [`model`] describes the operations as tables.

mod check;
mod date;
pub mod error;
mod error_texts;
pub mod model;
