//! What configures a world from outside: scenario files, presets, and samples of real keys.

pub mod file;
pub mod presets;
pub mod summary;
