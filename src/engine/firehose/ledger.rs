//! The ledger of a delivery stream: what became of the records that it has taken.
//!
//! Every record that was taken waits, was delivered, was dropped by the function, lies below an error prefix, was taken
//! apart, or was lost; and each part of one that was taken apart fares like a record of its own. Copies for the backup are
//! counted apart.

use super::amount::Amount;

/// What became of records. A delivery stream's own records, and the copies of its backup, have one each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Taken in, with their bytes as they came.
    pub taken: Amount,
    /// Taken apart, because they held several: as they came.
    pub split: Amount,
    /// What they held, less what stood between.
    pub parts: Amount,
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

    /// What there is to fare somehow: records that were not taken apart, and the parts of those that were.
    pub fn come(&self) -> Amount {
        self.taken - self.split + self.parts
    }

    /// Asserts that what has come is what has left and what waits, and that no record held more than itself.
    pub fn balance(&self, waiting: Amount) {
        let (come, left) = (self.come(), self.left());
        assert_eq!(come.records, left.records + waiting.records, "no record is made or lost");
        assert_eq!(come.raw_bytes, left.raw_bytes + waiting.raw_bytes, "no byte is made or lost");
        assert!(self.parts.raw_bytes <= self.split.raw_bytes, "what stood between is gone, nothing has come");
        assert!(self.parts.records >= self.split.records, "each holds one at least");
    }
}
