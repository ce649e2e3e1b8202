//! What records and objects look like as bytes.

pub mod compression;
