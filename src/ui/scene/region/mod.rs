//! The pictures of the Region as numbers: a put in its zones, minutes and seconds of a metric, sums of money.

pub mod metric;
pub mod money;
pub mod put;
