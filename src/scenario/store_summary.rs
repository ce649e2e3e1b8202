//! What a run came to for each store: what reached it, what came twice, and what was refused.

use crate::engine::store::{Store, StorePlan};
use serde::Serialize;

/// One store of a summary. Items are user records, or Kinesis records where nobody takes aggregates apart.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoreSummary {
    /// What it is, with the settings that held at the end.
    #[serde(flatten)]
    pub plan: StorePlan,
    /// Requests that were carried out.
    pub writes: u64,
    /// Requests that were refused.
    pub refused_writes: u64,
    /// Kinesis records that came, each time counted.
    pub kinesis_records: u64,
    /// Bytes that came.
    pub bytes: u64,
    /// Items that came for the first time.
    pub distinct: u64,
    /// Items that came again.
    pub duplicates: u64,
    /// Of these, items that were dropped.
    pub dropped: u64,
    /// Items that are too large for the store.
    pub rejected: u64,
    /// Items that are there.
    pub stored: u64,
}

impl StoreSummary {
    /// What a store has come to.
    pub fn of(store: &Store) -> Self {
        let totals = &store.totals;
        Self {
            plan: store.plan(),
            writes: totals.writes,
            refused_writes: totals.refused_writes,
            kinesis_records: totals.records,
            bytes: totals.bytes,
            distinct: totals.distinct,
            duplicates: totals.duplicates,
            dropped: totals.dropped,
            rejected: totals.rejected,
            stored: totals.stored(),
        }
    }
}
