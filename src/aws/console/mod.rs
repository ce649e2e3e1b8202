//! The `aws` command line: `aws kinesis …` as the AWS CLI, version 2, takes it, and its output as it prints it.

pub mod lexer;
pub mod names;
pub mod output;
pub mod shorthand;
pub mod timestamp;
pub mod tree;
