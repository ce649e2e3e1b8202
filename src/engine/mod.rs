//! The simulated world. Knows nothing of browsers, clocks, threads, files or people's languages.

pub mod error;
pub mod hash;
pub mod limits;
pub mod time;
