//! Tests of the AWS surface: which requests are refused, in which words, and how lines are answered.

mod deliveries;
mod deliveries_at_random;
mod delivery_keys;
mod delivery_limits;
mod delivery_metrics;
mod delivery_rules;
mod delivery_statistics;
mod delivery_steps;
mod error_texts;
mod hostile;
mod keys;
mod metrics;
mod models;
mod serialization;
mod session;
mod settings;
mod support;
mod talk;
mod validation;
mod worlds;
