//! Shardscope: a teaching simulator of Amazon Kinesis that runs in a browser tab.
//!
//! - [`engine`]: the simulated world. Pure: no browser, no clock, no thread, no I/O.
//! - [`aws`]: the AWS surface of the engine: API models, JSON requests and answers, AWS's errors.
//! - [`scenario`]: scenario files, presets and samples of real keys that configure a world.
//! - [`learn`]: the words: messages in both languages and the explanations of what the engine decided.
//! - [`worker`]: hosts a world beside the page: playback, messages, frames.
//! - [`ui`]: the page. It sends messages and draws frames; it never touches a world.
//!
//! Dependencies point one way: `ui → worker → {aws, scenario, learn} → engine`.

#![forbid(unsafe_code)]

pub mod aws;
pub mod engine;
pub mod learn;
pub mod scenario;
pub mod ui;
pub mod worker;
