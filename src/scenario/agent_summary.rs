//! What the Kinesis Agent of a producer did in a run.

use crate::engine::producer::Producer;
use crate::engine::producer::agent::Agent;
use crate::engine::time::SimTime;
use serde::Serialize;

/// What the Kinesis Agent of a producer did; the records of the producer are lines then.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AgentSummary {
    /// Whether it runs at the end.
    pub is_running: bool,
    /// Times that it crashed.
    pub crashes: u64,
    /// Requests.
    pub requests: u64,
    /// Lines that it read, each time counted.
    pub lines_read: u64,
    /// Records that were sent again because they had failed.
    pub sent_again: u64,
    /// Times that a line was stored again, because the agent did not know that it had been.
    pub repeated: u64,
    /// Records that were cut off because they were too large.
    pub truncated: u64,
    /// Lines for which nothing was sent, because they are not of the log's format.
    pub left_out: u64,
    /// Lines before the initial position.
    pub skipped: u64,
    /// Lines whose file was deleted before they were sent.
    pub lost_by_rotation: u64,
    /// Times that a file was rotated.
    pub rotations: u64,
    /// Lines that it has not read.
    pub behind_lines: u64,
    /// Their bytes.
    pub behind_bytes: u64,
    /// The age of the oldest of them, in seconds.
    pub behind_s: f64,
}

impl AgentSummary {
    /// What `agent`, that of `producer`, has done up to `now`.
    pub fn of(agent: &Agent, producer: &Producer, now: SimTime) -> Self {
        let (totals, behind) = (agent.totals(), agent.behind(producer));
        Self {
            is_running: agent.is_running(),
            crashes: totals.crashes,
            requests: totals.requests,
            lines_read: totals.read,
            sent_again: totals.sent_again,
            repeated: totals.repeated,
            truncated: totals.truncated,
            left_out: totals.left_out,
            skipped: totals.skipped,
            lost_by_rotation: totals.lost,
            rotations: agent.rotated(),
            behind_lines: behind.lines,
            behind_bytes: behind.bytes,
            behind_s: behind.age(now).as_seconds(),
        }
    }
}
