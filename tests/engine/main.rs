//! Laws of the engine, seen from outside: one binary, a file per concern.

#![allow(clippy::unwrap_used)] // in the helpers too: a test that cannot go on fails

mod api;
mod bad_input;
mod batches;
mod conservation;
mod contributors;
mod determinism;
mod distribution;
mod extremes;
mod fan_out;
mod hash_space;
mod laws;
mod life;
mod listing;
mod reader;
mod reading;
mod resharding;
mod retention;
mod sequence;
mod support;
mod throttle;
