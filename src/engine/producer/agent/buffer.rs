//! Records that were read and wait to be sent together.
//!
//! Documented: a buffer goes when it has its size, its count or its age, whichever comes first. Assumed: a record that is
//! larger than a buffer goes alone.

use super::settings::AgentSettings;
use crate::engine::time::SimTime;

/// Lines that were read and not yet sent.
#[derive(Clone, Debug, Default)]
pub struct Buffer {
    /// Their lines.
    pub lines: Vec<u64>,
    bytes: u64,
    /// When the first was read.
    pub since: SimTime,
    /// Whether the next line did not fit.
    pub is_full: bool,
}

impl Buffer {
    /// Adds the record of a line, unless it does not fit.
    pub fn add(&mut self, line: u64, bytes: u64, settings: &AgentSettings, now: SimTime) -> bool {
        let has_room = self.lines.len() < settings.max_buffer_size_records as usize
            && self.bytes + bytes <= u64::from(settings.max_buffer_size_bytes);
        if !has_room && !self.lines.is_empty() {
            return false;
        }
        if self.lines.is_empty() {
            self.since = now;
        }
        self.lines.push(line);
        self.bytes += bytes;
        true
    }

    /// Whether it is to be sent: it has its count, its size or its age.
    pub fn is_due(&self, settings: &AgentSettings, now: SimTime) -> bool {
        let is_full = self.is_full
            || self.lines.len() >= settings.max_buffer_size_records as usize
            || self.bytes >= u64::from(settings.max_buffer_size_bytes);
        !self.lines.is_empty() && (is_full || self.since + settings.buffer_age() <= now)
    }
}
