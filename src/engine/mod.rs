//! The simulated world. Knows nothing of browsers, clocks, threads, files or people's languages.
//!
//! [`world::World`] is the door: it advances to an instant and executes [`command::Command`]s. Time, chance and events
//! are the kernel; [`stream`], [`producer`] and [`consumer`] are what AWS and its users do; [`metrics`] and [`trace`] are what is
//! measured. Reasons for refusals are values of [`error`]; quotas are rows of [`limits`].

pub mod account;
pub mod api;
pub mod bucket;
pub mod calendar;
pub mod command;
pub mod consumer;
pub mod contributors;
pub mod cost;
pub mod error;
pub mod events;
pub mod firehose;
pub mod hash;
pub mod ids;
pub mod kms;
pub mod limits;
pub mod lives;
pub mod metrics;
pub mod plan;
pub mod producer;
pub mod random;
pub mod settings;
pub mod store;
pub mod stream;
pub mod time;
pub mod trace;
pub mod validate;
pub mod world;
