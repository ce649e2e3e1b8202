//! The AWS surface of the engine: JSON requests in, JSON answers and AWS's errors out.
//!
//! [`model`] describes the operations as tables.

pub mod model;
