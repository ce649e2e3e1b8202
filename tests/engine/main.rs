//! Laws of the engine, seen from outside: one binary, a file per concern.

#![allow(clippy::unwrap_used)] // in the helpers too: a test that cannot go on fails

mod agent;
mod agent_rules;
mod ages;
mod api;
mod bad_input;
mod batches;
mod building;
mod call_rates;
mod client;
mod client_lessons;
mod conservation;
mod contributors;
mod determinism;
mod distribution;
mod extremes;
mod fan_out;
mod hash_space;
mod kcl;
mod kpl;
mod laws;
mod life;
mod lifecycle;
mod listing;
mod lives;
mod mapping;
mod on_demand;
mod pipelines;
mod positions;
mod read_limits;
mod reader;
mod readers;
mod reading;
mod repeats;
mod resharding;
mod retention;
mod retention_changes;
mod sequence;
mod shapes;
mod store_laws;
mod stores;
mod support;
mod templates;
mod throttle;
mod user_records;
