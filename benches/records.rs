//! How many records a second the engine simulates.

fn main() {}
