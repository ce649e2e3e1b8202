//! Server-side encryption of a stream: since which record, and with which key.
//!
//! Documented: only records written after encryption is active are encrypted; stopping leaves them encrypted.

use super::shard::Shard;
use crate::engine::time::SimTime;

/// Whether a stream encrypts now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encryption {
    /// The key as it was named when encryption was started; `None`: records are not encrypted.
    pub key_id: Option<String>,
    /// Since when that holds; `None`: from the beginning.
    pub since: Option<SimTime>,
    /// A change on its way: what will hold once the stream is ACTIVE again.
    pub pending: Option<Option<String>>,
}

impl Encryption {
    /// What was pending holds from each shard's next record on.
    pub fn settle(&mut self, shards: &mut [Shard], now: SimTime) {
        if let Some(key_id) = self.pending.take() {
            self.key_id = key_id;
            self.since = Some(now);
            self.mark(shards);
        }
    }

    /// Writes down with what each open shard's next record is encrypted.
    pub fn mark(&self, shards: &mut [Shard]) {
        shards
            .iter_mut()
            .filter(|shard| shard.is_open())
            .for_each(|shard| shard.encrypt_from_now(self.key_id.as_ref()));
    }
}
