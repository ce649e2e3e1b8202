//! What records and objects look like as bytes.

pub mod columns;
pub mod compression;
mod csv;
pub mod failed;
pub mod function;
pub mod index;
pub mod json;
pub mod name;
mod number;
pub mod prefix;
pub mod query;
pub mod splitting;
pub mod timestamp;
