//! How evenly a sample's keys fill shards, and what that means for the rate a stream can carry.
//!
//! The report takes the sample's shares for what every second brings: a shard that gets 10 % of the records gets 10 % of
//! the rate. With N evenly split shards, the stream carries the rate at which its hottest shard meets one of its two
//! write limits, records or bytes (partition keys counted). One key is never split: the rate at which the hottest key
//! alone fills a shard is the most that any number of shards carries.
//! Leaves out: bursts within a second and the order of records, which a sample does not have.
//! Shares are exact but for the split of cut tail buckets, when the sample has a tail (see [`KeySample::tail`]).

mod cumulative;
mod report;

pub use report::{HottestKey, ShardLoad, SkewError, SkewOptions, SkewReport, StreamLoad, TopKey, Verdict};

use crate::engine::hash::{HashKey, HashRange};
use crate::engine::limits::{LimitId, Profile};
use crate::scenario::sample::KeySample;
use cumulative::{Cumulative, Load, RecordSizes};

/// The most shards that a report looks at: what an account of the course notes may have.
pub const SHARDS_MAX: u32 = LimitId::Shards.value(Profile::CourseNotes) as u32;
/// The most keys that a report lists.
pub const TOP_KEYS_MAX: usize = 20;

impl SkewReport {
    /// The report of `sample` under `options`.
    ///
    /// ```
    /// use shardscope::scenario::{sample::*, skew::*};
    /// let mut builder = SampleBuilder::new("clicks", ColumnChoice::default(), SampleBounds::default());
    /// builder.add("a", 3, None).expect("a key of one letter can be used");
    /// builder.add("b", 1, None).expect("a key of one letter can be used");
    /// let report = SkewReport::new(&builder.finish(), &SkewOptions::default())?;
    /// // Three quarters of the records share one key, so that 1,000 records a second of it are 1,333 in all.
    /// assert_eq!(report.hottest_key.rate_max_records_per_s, 1_333);
    /// # Ok::<(), SkewError>(())
    /// ```
    pub fn new(sample: &KeySample, options: &SkewOptions) -> Result<Self, SkewError> {
        options.check(sample)?;
        let sizes = RecordSizes { fixed_bytes: (!sample.has_sizes()).then_some(options.record_size_bytes) };
        let cumulative = Cumulative::new(sample, sizes);
        let scale = Scale { total: cumulative.total(), profile: options.profile };
        let ranges = HashRange::evenly(options.shards);
        let streams: Vec<_> = (1..=SHARDS_MAX).map(|shards| scale.stream(&cumulative, shards)).collect();
        let hottest_key = scale.hottest_key(sample, sizes);
        let rate = options.rate_records_per_s;
        let carrying = |rate| streams.iter().find(|s: &&StreamLoad| s.rate_max_records_per_s >= rate);
        Ok(Self {
            label: sample.label().to_owned(),
            columns: sample.columns().clone(),
            profile: options.profile,
            record_size_bytes: sizes.fixed_bytes,
            rows_read: sample.rows_read(),
            skipped: sample.skipped().to_vec(),
            records: scale.total.records,
            bytes: scale.total.bytes,
            distinct_keys: sample.distinct_keys(),
            distinct_is_exact: sample.distinct_is_exact(),
            undercount_records_max: sample.undercount_max(),
            top_keys: scale.top_keys(sample, sizes, &ranges),
            shards: scale.shards(&cumulative, &ranges),
            rate_records_per_s: rate,
            shards_needed: rate.and_then(|rate| carrying(rate).map(|stream| stream.shards)),
            verdict: rate.map(|rate| match carrying(rate) {
                Some(stream) => Verdict::Carried { shards: stream.shards },
                None => scale.verdict_beyond(rate, &hottest_key),
            }),
            hottest_key,
            streams,
        })
    }
}

/// Turns loads into shares of the whole and into rates.
struct Scale {
    total: Load,
    profile: Profile,
}

/// The most records a second that a stream carries before something in it is full, and which limit that is.
#[derive(Clone, Copy)]
struct Capacity {
    rate_max_records_per_s: u64,
    binding: LimitId,
}

impl Scale {
    fn records_share(&self, records: u64) -> f64 {
        records as f64 / self.total.records as f64
    }

    fn bytes_share(&self, bytes: u64) -> f64 {
        bytes as f64 / self.total.bytes as f64
    }

    /// The rate of the whole at which parts with these records and bytes of it meet `LimitId`s of one shard.
    ///
    /// A rate of R brings R * part / total to the part in a second, hence R = limit * total records / part, rounded
    /// down. Of equals, the limit of records binds.
    fn capacity(&self, records: u64, bytes: u64) -> Capacity {
        let rate = |limit: LimitId, part: u64| {
            let product = u128::from(limit.value(self.profile)) * u128::from(self.total.records);
            u64::try_from(product / u128::from(part.max(1))).unwrap_or(u64::MAX)
        };
        let by_records = rate(LimitId::ShardWriteRecords, records);
        let by_bytes = rate(LimitId::ShardWriteBytes, bytes);
        let binding = if by_records <= by_bytes { LimitId::ShardWriteRecords } else { LimitId::ShardWriteBytes };
        Capacity { rate_max_records_per_s: by_records.min(by_bytes), binding }
    }

    fn stream(&self, cumulative: &Cumulative, shards: u32) -> StreamLoad {
        let ranges = HashRange::evenly(shards);
        let (mut by_records, mut by_bytes) = ((0, 0), (0, 0)); // load and shard of the fullest
        for (index, load) in (0..shards).zip(cumulative.loads(&ranges)) {
            if load.records > by_records.0 {
                by_records = (load.records, index);
            }
            if load.bytes > by_bytes.0 {
                by_bytes = (load.bytes, index);
            }
        }
        let capacity = self.capacity(by_records.0, by_bytes.0);
        let records_share_max = self.records_share(by_records.0);
        let bytes_share_max = self.bytes_share(by_bytes.0);
        let is_by_records = capacity.binding == LimitId::ShardWriteRecords;
        StreamLoad {
            shards,
            hottest_shard: if is_by_records { by_records.1 } else { by_bytes.1 },
            records_share_max,
            bytes_share_max,
            ideal_share: 1.0 / f64::from(shards),
            records_imbalance: records_share_max * f64::from(shards),
            bytes_imbalance: bytes_share_max * f64::from(shards),
            rate_max_records_per_s: capacity.rate_max_records_per_s,
            binding: capacity.binding,
        }
    }

    fn shards(&self, cumulative: &Cumulative, ranges: &[HashRange]) -> Vec<ShardLoad> {
        let loads = (0..).zip(ranges).zip(cumulative.loads(ranges));
        loads
            .map(|((index, range), load)| ShardLoad {
                index,
                range: *range,
                records_share: self.records_share(load.records),
                bytes_share: self.bytes_share(load.bytes),
                records: load.records,
                bytes: load.bytes,
                distinct_keys: load.keys,
            })
            .collect()
    }

    fn top_keys(&self, sample: &KeySample, sizes: RecordSizes, ranges: &[HashRange]) -> Vec<TopKey> {
        (0..sample.len().min(TOP_KEYS_MAX))
            .map(|index| {
                let bytes = sizes.key_bytes(sample, index);
                TopKey {
                    name: sample.name(index).to_owned(),
                    hash_key: sample.hash(index),
                    records: sample.records(index),
                    bytes,
                    records_share: self.records_share(sample.records(index)),
                    bytes_share: self.bytes_share(bytes),
                    shard: shard_of(sample.hash(index), ranges),
                }
            })
            .collect()
    }

    /// The key that fills a shard first: the one with the most records or the one with the most bytes.
    fn hottest_key(&self, sample: &KeySample, sizes: RecordSizes) -> HottestKey {
        let bytes = |index: usize| sizes.key_bytes(sample, index);
        let heaviest = (0..sample.len()).rev().max_by_key(|index| bytes(*index)).unwrap_or(0);
        let capacities = [0, heaviest].map(|index| (index, self.capacity(sample.records(index), bytes(index))));
        let (index, capacity) = if capacities[1].1.rate_max_records_per_s < capacities[0].1.rate_max_records_per_s {
            capacities[1]
        } else {
            capacities[0]
        };
        HottestKey {
            name: sample.name(index).to_owned(),
            hash_key: sample.hash(index),
            records: sample.records(index),
            bytes: bytes(index),
            records_share: self.records_share(sample.records(index)),
            bytes_share: self.bytes_share(bytes(index)),
            rate_max_records_per_s: capacity.rate_max_records_per_s,
            binding: capacity.binding,
        }
    }

    /// Why no stream of the table carries `rate`.
    fn verdict_beyond(&self, rate: u64, hottest: &HottestKey) -> Verdict {
        if rate <= hottest.rate_max_records_per_s {
            return Verdict::NeedsMoreThanTable { shards_tried_max: SHARDS_MAX };
        }
        let part = if hottest.binding == LimitId::ShardWriteRecords { hottest.records } else { hottest.bytes };
        // Rounded up, so that what is over the limit never looks as if it were at it.
        let key_rate = (u128::from(rate) * u128::from(part)).div_ceil(u128::from(self.total.records));
        Verdict::NeverWithThisKey {
            key: hottest.name.clone(),
            limit: hottest.binding,
            key_rate_per_s: u64::try_from(key_rate).unwrap_or(u64::MAX),
            limit_per_s: hottest.binding.value(self.profile),
            rate_max_records_per_s: hottest.rate_max_records_per_s,
        }
    }
}

/// Which of `ranges`, which cover the hash space in order, has `key`.
fn shard_of(key: HashKey, ranges: &[HashRange]) -> u32 {
    ranges.partition_point(|range| range.end < key) as u32
}

#[cfg(test)]
mod tests;
