//! Lets traffic follow a sample: the sample as the engine's source of keys.

use super::sample::KeySample;
use crate::engine::hash::HashKey;
use crate::engine::producer::keys::KeySource;

impl KeySource for KeySample {
    fn keys(&self) -> usize {
        self.len()
    }

    fn name(&self, index: usize) -> &str {
        self.name(index)
    }

    fn hash(&self, index: usize) -> HashKey {
        self.hash(index)
    }

    fn records(&self, index: usize) -> u64 {
        self.records(index)
    }

    fn mean_size_bytes(&self, index: usize) -> Option<u32> {
        self.mean_size_bytes(index)
    }

    fn tail(&self) -> Vec<(u16, u64)> {
        let slices = (0..=u16::MAX).zip(self.tail());
        slices.filter(|(_, bucket)| bucket.records > 0).map(|(slice, bucket)| (slice, bucket.records)).collect()
    }
}
