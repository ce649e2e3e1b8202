//! The trace: one running hash over everything that the engine decided, in order.
//!
//! Equal traces mean equal worlds: the same seed, scenario and commands give the same hash natively and in wasm, at any
//! speed. Leaves out: the decisions themselves; it is a fingerprint, not a log.

use super::random::mix;

/// What kind of decision is added to the trace.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A batch was stored.
    Stored = 1,
    /// Records were refused.
    Refused = 2,
    /// Records were trimmed.
    Trimmed = 3,
    /// A command was applied.
    Command = 4,
    /// A stream became ACTIVE after its creation.
    Created = 5,
    /// A stream is gone.
    Deleted = 6,
    /// A change of a stream holds.
    Updated = 7,
    /// Shards were split or merged.
    Resharded = 8,
    /// Records were read.
    Read = 9,
    /// Records were pushed.
    Pushed = 10,
    /// A consumer processed records.
    Processed = 11,
    /// A worker took a lease or lost it.
    Leased = 12,
    /// A worker wrote how far it is.
    Checkpointed = 13,
    /// A store took records.
    Delivered = 14,
    /// A delivery stream took records.
    Captured = 15,
    /// A delivery stream delivered a buffer.
    Flushed = 16,
    /// A delivery stream lost records.
    Lost = 17,
}

/// A fingerprint of a world's history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trace(u64);

impl Trace {
    /// Adds a decision with its numbers.
    pub fn note(&mut self, step: Step, numbers: [u64; 4]) {
        let [a, b, c, d] = numbers;
        let folded = a
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .wrapping_add(b.rotate_left(17))
            .wrapping_mul(0xd6e8_feb8_6659_fd93)
            .wrapping_add(c.rotate_left(31))
            .wrapping_mul(0xa076_1d64_78bd_642f)
            .wrapping_add(d);
        self.0 = mix(self.0 ^ folded ^ step as u64);
    }

    /// The fingerprint so far.
    pub const fn hash(self) -> u64 {
        self.0
    }
}
