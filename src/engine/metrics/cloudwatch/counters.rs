//! What a shard, a stream and a consumer count in the minute in progress: plain sums for the hot path, rolled into the
//! store once a minute.
//!
//! Documented: minimum, maximum and average of bytes and records are those of single operations; the throttling metrics
//! have a value for each operation, zero when it was not throttled; `PutRecords.Success` counts operations that stored
//! at least one record. Assumed: an operation that stored nothing has no value of `IncomingBytes` and `IncomingRecords`.
//! Where traffic arrives in ticks, a tick of a producer counts as one `PutRecords`.

use super::names::{Enhanced, MetricName};
use super::sample::Sample;
use crate::engine::api::choices::ShardLevelMetric;
use crate::engine::api::operation::Operation;
use crate::engine::ids::Bytes;
use crate::engine::time::Micros;

/// A shard's minute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShardMinute {
    incoming_bytes: Sample,
    incoming_records: Sample,
    get_bytes: Sample,
    get_records: Sample,
    push_bytes: Sample,
    push_records: Sample,
    iterator_age: Sample,
    read_exceeded: Sample,
    write_exceeded: Sample,
}

/// A stream's minute, beside that of its shards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamMinute {
    put_record_bytes: Sample,
    put_record_latency: Sample,
    put_record_success: Sample,
    put_records_bytes: Sample,
    put_records_latency: Sample,
    put_records_success: Sample,
    total_records: Sample,
    successful_records: Sample,
    failed_records: Sample,
    throttled_records: Sample,
    get_records_latency: Sample,
    get_records_success: Sample,
}

/// An enhanced fan-out consumer's minute, over all shards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsumerMinute {
    rate_exceeded: Sample,
    success: Sample,
    event_bytes: Sample,
    event_records: Sample,
    event_behind: Sample,
    event_success: Sample,
}

/// How a `PutRecords` request fared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PutRecordsFared {
    /// Bytes of the records that were stored.
    pub bytes: Bytes,
    /// Records that were stored.
    pub successful: u64,
    /// Records that failed by an internal failure.
    pub failed: u64,
    /// Records that were refused because of a shard's rate.
    pub throttled: u64,
    /// From the request to its answer.
    pub latency: Micros,
}

impl ShardMinute {
    /// The share of one put request that came to this shard.
    #[inline]
    pub fn put(&mut self, records: u64, bytes: Bytes, refused_records: u64) {
        if records > 0 {
            self.incoming_records.add(records);
            self.incoming_bytes.add(bytes.0);
        }
        self.write_exceeded.add(refused_records);
    }

    /// A `GetRecords` call that was answered; `age` is that of the last record, zero for a caught-up empty answer.
    #[inline]
    pub fn get(&mut self, records: u64, bytes: Bytes, age: Micros) {
        self.get_records.add(records);
        self.get_bytes.add(bytes.0);
        self.iterator_age.add(age.0 / 1_000);
        self.read_exceeded.add(0);
    }

    /// A `GetRecords` call that was refused because of the shard's rate.
    pub fn get_refused(&mut self) {
        self.read_exceeded.add(1);
    }

    /// An event pushed to an enhanced fan-out consumer.
    #[inline]
    pub fn push(&mut self, records: u64, bytes: Bytes) {
        self.push_records.add(records);
        self.push_bytes.add(bytes.0);
    }

    /// What the stream's metrics take from its shards.
    fn stream_samples(&self) -> [(MetricName, Sample); 7] {
        [
            (MetricName::IncomingBytes, self.incoming_bytes),
            (MetricName::IncomingRecords, self.incoming_records),
            (MetricName::GetRecordsBytes, self.get_bytes),
            (MetricName::GetRecordsRecords, self.get_records),
            (MetricName::GetRecordsIteratorAgeMilliseconds, self.iterator_age),
            (MetricName::ReadProvisionedThroughputExceeded, self.read_exceeded),
            (MetricName::WriteProvisionedThroughputExceeded, self.write_exceeded),
        ]
    }

    /// The shard's own metrics, those that are on.
    pub(super) fn shard_samples(&self, enhanced: Enhanced) -> impl Iterator<Item = (MetricName, Sample)> + use<> {
        let (mut outgoing_bytes, mut outgoing_records) = (self.get_bytes, self.get_records);
        outgoing_bytes.merge(&self.push_bytes);
        outgoing_records.merge(&self.push_records);
        let all = [
            (ShardLevelMetric::IncomingBytes, MetricName::IncomingBytes, self.incoming_bytes),
            (ShardLevelMetric::IncomingRecords, MetricName::IncomingRecords, self.incoming_records),
            (ShardLevelMetric::OutgoingBytes, MetricName::OutgoingBytes, outgoing_bytes),
            (ShardLevelMetric::OutgoingRecords, MetricName::OutgoingRecords, outgoing_records),
            (
                ShardLevelMetric::WriteProvisionedThroughputExceeded,
                MetricName::WriteProvisionedThroughputExceeded,
                self.write_exceeded,
            ),
            (
                ShardLevelMetric::ReadProvisionedThroughputExceeded,
                MetricName::ReadProvisionedThroughputExceeded,
                self.read_exceeded,
            ),
            (ShardLevelMetric::IteratorAgeMilliseconds, MetricName::IteratorAgeMilliseconds, self.iterator_age),
        ];
        all.into_iter().filter(move |(switch, ..)| enhanced.has(*switch)).map(|(_, metric, sample)| (metric, sample))
    }
}

impl StreamMinute {
    /// A `PutRecord` request; `bytes` are those that were stored.
    #[inline]
    pub fn put_record(&mut self, stored: Option<Bytes>, latency: Micros) {
        if let Some(bytes) = stored {
            self.put_record_bytes.add(bytes.0);
        }
        self.put_record_latency.add(latency.0);
        self.put_record_success.add(u64::from(stored.is_some()));
    }

    /// A `PutRecords` request.
    #[inline]
    pub fn put_records(&mut self, fared: &PutRecordsFared) {
        if fared.successful > 0 {
            self.put_records_bytes.add(fared.bytes.0);
        }
        self.put_records_latency.add(fared.latency.0);
        self.put_records_success.add(u64::from(fared.successful > 0));
        self.total_records.add(fared.successful + fared.failed + fared.throttled);
        self.successful_records.add(fared.successful);
        self.failed_records.add(fared.failed);
        self.throttled_records.add(fared.throttled);
    }

    /// A request that puts records, of either kind.
    pub fn put(&mut self, operation: Operation, fared: &PutRecordsFared) {
        if operation == Operation::PutRecord {
            self.put_record((fared.successful > 0).then_some(fared.bytes), fared.latency);
        } else {
            self.put_records(fared);
        }
    }

    /// A `GetRecords` call.
    #[inline]
    pub fn get_records(&mut self, is_answered: bool, latency: Micros) {
        self.get_records_latency.add(latency.0);
        self.get_records_success.add(u64::from(is_answered));
    }

    fn samples(&self) -> [(MetricName, Sample); 12] {
        [
            (MetricName::PutRecordBytes, self.put_record_bytes),
            (MetricName::PutRecordLatency, self.put_record_latency),
            (MetricName::PutRecordSuccess, self.put_record_success),
            (MetricName::PutRecordsBytes, self.put_records_bytes),
            (MetricName::PutRecordsLatency, self.put_records_latency),
            (MetricName::PutRecordsSuccess, self.put_records_success),
            (MetricName::PutRecordsTotalRecords, self.total_records),
            (MetricName::PutRecordsSuccessfulRecords, self.successful_records),
            (MetricName::PutRecordsFailedRecords, self.failed_records),
            (MetricName::PutRecordsThrottledRecords, self.throttled_records),
            (MetricName::GetRecordsLatency, self.get_records_latency),
            (MetricName::GetRecordsSuccess, self.get_records_success),
        ]
    }
}

impl ConsumerMinute {
    /// A `SubscribeToShard` call.
    pub fn subscribe(&mut self, is_accepted: bool, is_rate_exceeded: bool) {
        self.success.add(u64::from(is_accepted));
        self.rate_exceeded.add(u64::from(is_rate_exceeded));
    }

    /// An event pushed to the consumer, whose last record is `behind` the tip.
    #[inline]
    pub fn event(&mut self, records: u64, bytes: Bytes, behind: Micros) {
        self.event_records.add(records);
        self.event_bytes.add(bytes.0);
        self.event_behind.add(behind.0 / 1_000);
        self.event_success.add(1);
    }

    pub(super) fn samples(&self) -> [(MetricName, Sample); 6] {
        [
            (MetricName::SubscribeToShardRateExceeded, self.rate_exceeded),
            (MetricName::SubscribeToShardSuccess, self.success),
            (MetricName::SubscribeToShardEventBytes, self.event_bytes),
            (MetricName::SubscribeToShardEventMillisBehindLatest, self.event_behind),
            (MetricName::SubscribeToShardEventRecords, self.event_records),
            (MetricName::SubscribeToShardEventSuccess, self.event_success),
        ]
    }
}

/// The samples of a stream's own metrics while its shards are added up.
#[derive(Default)]
pub(super) struct StreamSum(Option<[(MetricName, Sample); 7]>);

impl StreamSum {
    pub(super) fn add(&mut self, shard: &ShardMinute) {
        let samples = shard.stream_samples();
        match &mut self.0 {
            None => self.0 = Some(samples),
            Some(sums) => sums.iter_mut().zip(&samples).for_each(|((_, sum), (_, sample))| sum.merge(sample)),
        }
    }

    pub(super) fn with(self, stream: &StreamMinute) -> impl Iterator<Item = (MetricName, Sample)> + use<> {
        self.0.into_iter().flatten().chain(stream.samples())
    }
}
