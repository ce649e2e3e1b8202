//! What a run came to for each delivery stream: what became of its records, and how it delivered them.

use super::summary::Amount;
use crate::engine::firehose::DeliveryStream;
use crate::engine::firehose::amount::Amount as Counted;
use crate::engine::firehose::buffer::Cause;
use crate::engine::firehose::plan::DeliveryStreamPlan;
use serde::Serialize;

/// One delivery stream of a summary. Bytes are those of data as they came, but for what was delivered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeliverySummary {
    /// What it is, with the settings that held at the end.
    #[serde(flatten)]
    pub plan: DeliveryStreamPlan,
    /// Taken in.
    pub taken: Amount,
    /// Taken apart, because they held several.
    pub split: Amount,
    /// What they held.
    pub parts: Amount,
    /// Delivered to the destination, after the function and before compression.
    pub delivered: Amount,
    /// Dropped by the function.
    pub dropped: Amount,
    /// Below an error prefix.
    pub failed: Amount,
    /// Lost: nobody took them for too long.
    pub lost: Amount,
    /// Not delivered yet.
    pub waiting: Amount,
    /// Copies in the backup.
    pub backed_up: Amount,
    /// Deliveries to the destination because there was enough.
    pub deliveries_by_size: u64,
    /// The same because enough time had passed.
    pub deliveries_by_interval: u64,
    /// Attempts to deliver that failed.
    pub failed_attempts: u64,
    /// Records of callers that found no room.
    pub throttled_records: u64,
    /// Reads of a data stream that were refused.
    pub throttled_reads: u64,
    /// How old 99 of 100 records were at most when they were delivered, in seconds, by the cause of their delivery.
    pub age_p99_s: AgesByCause,
}

/// Ages by the cause of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AgesByCause {
    /// Because there was enough.
    pub size: Option<f64>,
    /// Because enough time had passed.
    pub interval: Option<f64>,
}

impl DeliverySummary {
    /// What a delivery stream has come to.
    pub fn of(stream: &DeliveryStream) -> Self {
        let came = |counted: Counted| Amount { records: counted.records, bytes: counted.raw_bytes };
        let (ledger, totals) = (&stream.ledger, &stream.totals);
        let age = |cause: Cause| Some(stream.ages.get(&cause)?.percentile(990)?.as_seconds());
        Self {
            plan: stream.plan(),
            taken: came(ledger.taken),
            split: came(ledger.split),
            parts: came(ledger.parts),
            delivered: Amount { records: ledger.delivered.records, bytes: ledger.delivered.bytes },
            dropped: came(ledger.dropped),
            failed: came(ledger.failed),
            lost: came(ledger.lost),
            waiting: came(stream.waiting().0),
            backed_up: came(stream.copies.delivered),
            deliveries_by_size: totals.by_size,
            deliveries_by_interval: totals.by_interval,
            failed_attempts: totals.failed_attempts,
            throttled_records: totals.throttled_records,
            throttled_reads: totals.throttled_reads,
            age_p99_s: AgesByCause { size: age(Cause::Size), interval: age(Cause::Interval) },
        }
    }
}
