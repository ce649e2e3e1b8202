//! Runs a scenario without a browser.

fn main() {}
