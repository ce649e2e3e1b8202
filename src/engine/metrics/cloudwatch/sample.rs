//! Statistics of a set of values, as CloudWatch keeps them: their sum, count, minimum and maximum.

/// Values of one metric in one period. Adding loses nothing that CloudWatch's five statistics need. Minimum and maximum
/// stop at 2^32 - 1: 4 GiB in one request, an hour and more of latency in microseconds, 49 days of iterator age.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    sum: u64,
    count: u64,
    minimum: u32,
    maximum: u32,
}

impl Sample {
    /// The statistics of one value.
    pub fn one(value: u64) -> Self {
        let mut sample = Self::default();
        sample.add(value);
        sample
    }

    /// Adds one value.
    #[inline]
    pub fn add(&mut self, value: u64) {
        let bounded = u32::try_from(value).unwrap_or(u32::MAX);
        self.minimum = if self.count == 0 { bounded } else { self.minimum.min(bounded) };
        self.maximum = self.maximum.max(bounded);
        self.sum = self.sum.saturating_add(value);
        self.count += 1;
    }

    /// Adds the values of another set.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        self.minimum = if self.count == 0 { other.minimum } else { self.minimum.min(other.minimum) };
        self.maximum = self.maximum.max(other.maximum);
        self.sum = self.sum.saturating_add(other.sum);
        self.count += other.count;
    }

    /// Their sum.
    pub const fn sum(&self) -> u64 {
        self.sum
    }

    /// How many they are.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The smallest, if there is any value.
    pub fn minimum(&self) -> Option<u64> {
        (self.count > 0).then(|| u64::from(self.minimum))
    }

    /// The largest, if there is any value.
    pub fn maximum(&self) -> Option<u64> {
        (self.count > 0).then(|| u64::from(self.maximum))
    }

    /// Whether there is no value.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}
