//! The ledger of a delivery stream: what became of the records that it has taken.
//!
//! Every record that was taken waits, was delivered, was dropped by the function, lies below an error prefix, or was lost.
//! Copies for the backup are counted apart.

use super::amount::Amount;

/// What became of records. A delivery stream's own records, and the copies of its backup, have one each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Taken in, with their bytes as they came.
    pub taken: Amount,
    /// Delivered to the destination.
    pub delivered: Amount,
    /// Dropped by the function on purpose.
    pub dropped: Amount,
    /// Written below an error prefix: the function, the conversion, the partitioning or the destination failed.
    pub failed: Amount,
    /// Lost: nobody took them for too long.
    pub lost: Amount,
}

impl Ledger {
    /// What has left the delivery stream, however.
    pub fn left(&self) -> Amount {
        self.delivered + self.dropped + self.failed + self.lost
    }

    /// Asserts that what was taken is what has left and what waits.
    pub fn balance(&self, waiting: Amount) {
        let left = self.left();
        assert_eq!(self.taken.records, left.records + waiting.records, "no record is made or lost");
        assert_eq!(self.taken.raw_bytes, left.raw_bytes + waiting.raw_bytes, "no byte is made or lost");
    }
}
