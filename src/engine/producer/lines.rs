//! Lines of a real file as the data of records: what imports the file implements [`LineSource`].
//!
//! Record `n` is line `n` of the file, which begins anew after its last line. Leaves out: the file's own times; how fast
//! lines come is the traffic's affair.

use std::fmt::Debug;

/// Where the lines of a file come from.
pub trait LineSource: Debug {
    /// How many lines there are.
    fn lines(&self) -> usize;
    /// Line `index`, without its line break.
    fn line(&self, index: usize) -> &str;
}

/// The line of record `ordinal`.
pub fn line_of(source: &dyn LineSource, ordinal: u64) -> &str {
    source.line((ordinal % source.lines().max(1) as u64) as usize)
}
