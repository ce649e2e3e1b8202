//! What configures a world from outside: today, a person's own key file and what its skew means for shards.
//!
//! - [`import`]: reads a key file chunk by chunk: CSV, JSON Lines, one JSON array of objects, plain text.
//! - [`sample`]: the key frequencies that a file comes down to, within a bound of memory.
//! - [`skew`]: how evenly those keys fill shards, and the rate that every number of shards can carry.
//!
//! Nothing here opens files: whoever holds a file (the page, a command-line example) hands over its bytes.

pub mod import;
pub mod sample;
pub mod skew;
