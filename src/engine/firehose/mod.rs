//! Amazon Data Firehose: delivery streams that capture, transform, gather and deliver records.

pub mod api;
pub mod format;
pub mod hints;
pub mod plan;
