//! What a delivery stream did in the minute in progress, as far as its totals do not tell it: for CloudWatch and the bill.

use super::amount::Amount;
use super::sample::Totals;
use crate::engine::metrics::cloudwatch::sample::Sample;

/// The minute in progress of a delivery stream.
#[derive(Clone, Copy, Debug, Default)]
pub struct FirehoseMinute {
    /// Bytes of the records that `PutRecord` put.
    pub put_record_bytes: Sample,
    /// Requests of `PutRecord`.
    pub put_record_requests: u64,
    /// The totals at its beginning.
    pub before: Totals,
    /// What had been taken at its beginning.
    pub taken_before: Amount,
    /// Bytes that were converted until its beginning, as they are billed.
    pub converted_bytes: u64,
}
