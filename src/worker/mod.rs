//! Hosts a world beside the page: messages, the playback loop, frames.
//!
//! Everything here but [`shell`] is plain Rust that is tested natively; `shell` connects it to the browser's worker.

pub mod charts;
pub mod encoded;
#[cfg(target_arch = "wasm32")]
mod files;
pub mod firehose;
pub mod frame;
pub mod host;
pub mod lineage;
pub mod messages;
pub mod pacing;
#[cfg(target_arch = "wasm32")]
mod performer;
pub mod pipeline;
pub mod readers;
pub mod region;
#[cfg(target_arch = "wasm32")]
pub mod shell;
pub mod totals;

#[cfg(target_arch = "wasm32")]
pub use performer::{PERFORMER, Performer};
#[cfg(target_arch = "wasm32")]
pub use shell::start;
