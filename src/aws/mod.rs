//! The AWS surface of the engine: JSON requests in, JSON answers and AWS's errors out.
//!
//! [`model`] describes the operations as tables; [`console`] takes them as commands of the `aws` command line.

pub mod console;
pub mod model;
