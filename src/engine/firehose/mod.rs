//! Amazon Data Firehose: delivery streams that capture, transform, gather and deliver records.

pub mod format;
pub mod hints;
pub mod plan;
