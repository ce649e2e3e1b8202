//! What configures a world from outside: scenario files, presets, and samples of real keys.
//!
//! - [`file`]: scenario files and what can be wrong with them; [`presets`]: the ready ones.
//! - [`import`]: reads a key file chunk by chunk: CSV, JSON Lines, one JSON array of objects, plain text.
//! - [`sample`]: the key frequencies that a file comes down to, within a bound of memory.
//! - [`skew`]: how evenly those keys fill shards, and the rate that every number of shards can carry.
//! - [`log_text`]: the lines of a file, for traffic that has them.
//! - [`summary`], [`agent_summary`], [`consumer_summary`] and [`store_summary`]: what a run came to, as JSON.
//! - [`store_export`]: what is in a store, as a file.
//! - [`hint_sweep`]: what other buffering hints would make of the same traffic, measured.
//! - [`reasons`]: why a key file is refused, in words.
//!
//! Nothing here opens files: whoever holds a file (the page, a command-line example) hands over its bytes.

pub mod agent_summary;
pub mod consumer_summary;
pub mod delivery_summary;
pub mod file;
pub mod form;
pub mod hint_sweep;
pub mod import;
mod key_source;
pub mod log_text;
pub mod presets;
pub mod ready;
pub mod reasons;
pub mod sample;
pub mod skew;
pub mod store_export;
pub mod store_summary;
pub mod summary;
