//! What is measured about the world while it runs: per shard, by the second and by the minute.

pub mod cloudwatch;
pub mod episodes;
pub mod failures;
pub mod series;
pub mod sketch;
pub mod slots;
