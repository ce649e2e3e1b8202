//! The line protocol: one JSON object in a line, one in the line that answers it.
//!
//! - `{"target":"Kinesis_20131202.PutRecord","body":{…}}` is a request, as is one with another service's target, such as
//!   `Firehose_20150804.PutRecord`; without a body it has an empty one. The answer is
//!   `{"status":200,"body":{…}}` with the status and the body that AWS gives.
//! - `{"advance_ms":5000}` lets time pass: `{"status":200,"body":{"now_ms":…,"events":[…]}}` tells what time it is then, in
//!   milliseconds since 1970, and what subscriptions have pushed.
//! - `{"set":{…}}` changes settings and tells all of them as they are then; `settings.rs` lists them.
//! - A line that is none of these is answered with `{"status":400,"error":{…}}`, which names what is wrong and what is
//!   allowed. Nothing has changed then, and the next line is read as if it had not been there.
//! - An empty line is not answered.

mod line;
mod malformed;
mod settings;
mod troubles;

use super::Backend;
use crate::engine::time::Micros;
use line::Line;
use malformed::Malformed;
use serde_json::value::RawValue;

/// A line may have so many bytes: three times what the largest request of AWS comes to.
pub const LINE_BYTES_MAX: usize = 32 << 20;

/// The most milliseconds that may pass at once: a year, for which records can be kept, and a day.
pub const ADVANCE_MS_MAX: u64 = 366 * 86_400_000;

/// A conversation with a world.
#[derive(Debug)]
pub struct Session<B> {
    backend: B,
    /// Whether anything was done or time has passed.
    has_begun: bool,
}

impl<B: Backend> Session<B> {
    /// A conversation that begins.
    pub const fn new(backend: B) -> Self {
        Self { backend, has_begun: false }
    }

    /// The world.
    pub const fn backend(&self) -> &B {
        &self.backend
    }

    /// Answers a line, without the break at its end; `None` where it is empty.
    pub fn answer(&mut self, line: &[u8]) -> Option<String> {
        if line.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        Some(self.say(line).unwrap_or_else(|malformed| malformed.answer()))
    }

    /// Answers a line that has more than [`LINE_BYTES_MAX`] bytes.
    pub fn answer_too_long() -> String {
        Malformed::line("the line is too long", &format!("at most {LINE_BYTES_MAX} bytes")).answer()
    }

    fn say(&mut self, line: &[u8]) -> Result<String, Malformed> {
        if line.len() > LINE_BYTES_MAX {
            return Ok(Self::answer_too_long());
        }
        match Line::read(line)? {
            Line::Request { target, body } => Ok(self.request(&target, body)),
            Line::Advance(given) => self.advance(given),
            Line::Set(given) => self.set(given),
        }
    }

    fn request(&mut self, target: &str, body: Option<&RawValue>) -> String {
        self.has_begun = true;
        let reply = super::answer(target, body.map_or("{}", RawValue::get).as_bytes(), &mut self.backend);
        format!(r#"{{"status":{},"body":{}}}"#, reply.status, reply.body)
    }

    fn advance(&mut self, given: &RawValue) -> Result<String, Malformed> {
        let advance_ms = malformed::whole_number(given, "advance_ms", 0, ADVANCE_MS_MAX)?;
        self.has_begun = true;
        let at = self.backend.now() + Micros::millis(advance_ms);
        self.backend.advance_to(at);
        Ok(done(&super::happened(&mut self.backend)))
    }

    fn set(&mut self, given: &RawValue) -> Result<String, Malformed> {
        settings::change(&mut self.backend, given, self.has_begun)?;
        let settings = serde_json::to_string(&settings::Settings::of(&self.backend));
        Ok(done(&settings.expect("settings have names as keys")))
    }
}

fn done(body: &str) -> String {
    format!(r#"{{"status":200,"body":{body}}}"#)
}
