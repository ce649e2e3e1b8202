//! What CloudWatch is told of delivery streams at the end of each minute.
//!
//! Documented: the names of the metrics. Assumed: bytes and records are told as one value a minute, so that their sums are
//! AWS's and their averages are not; deliveries and invocations one by one, of which the latest 512 are known; freshness
//! is that of the end of the minute, or of the latest delivery where nothing waits. Leaves out: latencies of requests and
//! metrics of the service's own calls.

use crate::engine::firehose::lane::Route;
use crate::engine::firehose::minute::FirehoseMinute;
use crate::engine::firehose::plan::DestinationKind;
use crate::engine::firehose::sample::Delivered;
use crate::engine::firehose::{DeliveryStream, DeliveryStreamStatus};
use crate::engine::limits::LimitId;
use crate::engine::metrics::cloudwatch::MINUTE;
use crate::engine::metrics::cloudwatch::names::MetricName;
use crate::engine::metrics::cloudwatch::sample::Sample;
use crate::engine::time::SimTime;
use crate::engine::world::World;
use MetricName as M;

/// A metric and its values.
type Told = Vec<(M, Sample)>;

impl World {
    /// Tells CloudWatch what delivery streams did in `minute`, and begins their next one.
    pub(in crate::engine::world) fn close_firehose_minute(&mut self, minute: u64) {
        let (now, start) = (self.now, SimTime(minute * MINUTE.0));
        for stream in self.firehoses.by_id.iter_mut().map(|(_, value)| value) {
            let mut told = taken(stream);
            told.extend(delivered(stream, start, now));
            told.extend(processed(stream, start));
            if stream.takes_puts() && stream.status == DeliveryStreamStatus::Active {
                let limits = [
                    (M::DeliveryBytesLimit, LimitId::FirehoseBytes),
                    (M::DeliveryRecordsLimit, LimitId::FirehoseRecords),
                    (M::DeliveryRequestsLimit, LimitId::FirehoseRequests),
                ];
                let allowed = |limit: LimitId| limit.in_region(&self.account.region).value(self.profile);
                told.extend(limits.map(|(metric, limit)| (metric, Sample::one(allowed(limit)))));
            }
            let billed = stream.totals.billed_bytes - stream.minute.before.billed_bytes;
            let is_converted = stream.destination.conversion.is_some();
            stream.minute = FirehoseMinute {
                before: stream.totals,
                taken_before: stream.ledger.taken,
                converted_bytes: stream.minute.converted_bytes + if is_converted { billed } else { 0 },
                ..FirehoseMinute::default()
            };
            for (metric, sample) in told {
                self.metrics.add_delivery(minute, &stream.name, metric, &sample);
            }
        }
    }
}

/// A value that is told only if it is not nothing.
fn some(metric: M, value: u64) -> Option<(M, Sample)> {
    (value > 0).then(|| (metric, Sample::one(value)))
}

/// What came in.
fn taken(stream: &DeliveryStream) -> Told {
    let FirehoseMinute { put_record_bytes, put_record_requests, before, taken_before, .. } = &stream.minute;
    let (totals, taken) = (&stream.totals, stream.ledger.taken);
    let (records, bytes) = (taken.records - taken_before.records, taken.raw_bytes - taken_before.raw_bytes);
    if !stream.takes_puts() {
        let behind = stream.lanes.values().filter_map(|lane| lane.reading.as_ref()).map(|reading| reading.behind.0);
        let mut told: Told = [
            some(M::DataReadBytes, bytes),
            some(M::DataReadRecords, records),
            some(M::DeliveryThrottledGetRecords, totals.throttled_reads - before.throttled_reads),
        ]
        .into_iter()
        .flatten()
        .collect();
        told.extend(behind.max().map(|behind| (M::KinesisMillisBehindLatest, Sample::one(behind / 1_000))));
        return told;
    }
    let requests = totals.put_requests - before.put_requests;
    let single = put_record_bytes.count();
    [
        some(M::DeliveryIncomingBytes, bytes),
        some(M::DeliveryIncomingRecords, records),
        some(M::IncomingPutRequests, requests - (totals.refused_requests - before.refused_requests)),
        some(M::ThrottledRecords, totals.throttled_records - before.throttled_records),
        (single > 0).then_some((M::DeliveryPutRecordBytes, *put_record_bytes)),
        some(M::PutRecordRequests, *put_record_requests),
        some(M::PutRecordBatchBytes, bytes - put_record_bytes.sum()),
        some(M::PutRecordBatchRecords, records - single),
        some(M::PutRecordBatchRequests, requests - put_record_requests),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What was delivered: bytes, records, success and freshness, in this order.
const fn metrics_of(kind: &DestinationKind) -> [M; 4] {
    match kind {
        DestinationKind::S3 => [M::ToS3Bytes, M::ToS3Records, M::ToS3Success, M::ToS3Freshness],
        DestinationKind::Redshift { .. } => {
            [M::ToRedshiftBytes, M::ToRedshiftRecords, M::ToRedshiftSuccess, M::ToS3Freshness]
        }
        DestinationKind::Elasticsearch { .. } => {
            [M::ToElasticsearchBytes, M::ToElasticsearchRecords, M::ToElasticsearchSuccess, M::ToElasticsearchFreshness]
        }
        DestinationKind::OpenSearch { .. } => {
            [M::ToOpenSearchBytes, M::ToOpenSearchRecords, M::ToOpenSearchSuccess, M::ToOpenSearchFreshness]
        }
        DestinationKind::HttpEndpoint { .. } => {
            [M::ToEndpointBytes, M::ToEndpointRecords, M::ToEndpointSuccess, M::ToEndpointFreshness]
        }
        DestinationKind::Splunk { .. } => {
            [M::ToSplunkBytes, M::ToSplunkRecords, M::ToSplunkSuccess, M::ToSplunkFreshness]
        }
    }
}

fn delivered(stream: &DeliveryStream, start: SimTime, now: SimTime) -> Told {
    let mut told = Told::new();
    let is_main = |delivery: &&Delivered| delivery.route == Route::Destination;
    let this = || stream.deliveries.iter().filter(move |delivery| delivery.at >= start);
    let metrics = metrics_of(&stream.destination.kind);
    let failed = stream.totals.failed_attempts - stream.minute.before.failed_attempts;
    told.extend(of_deliveries(metrics, this().filter(is_main), failed));
    let backup = [M::BackupToS3Bytes, M::BackupToS3Records, M::BackupToS3Success];
    let [bytes, records, success] = backup;
    let copies = this().filter(|delivery| !is_main(delivery));
    told.extend(of_deliveries([bytes, records, success, success], copies, 0));
    let latest = this().rfind(is_main).map(|delivery| delivery.oldest_age);
    let age = stream.freshness(now).or(latest);
    told.extend(age.map(|age| (metrics[3], Sample::one(age.0 / 1_000_000))));
    if stream.destination.partitioning.is_some() {
        let exceeded = stream.totals.partitions_exceeded > stream.minute.before.partitions_exceeded;
        told.push((M::PartitionCount, Sample::one(stream.active_partitions() as u64)));
        told.push((M::PartitionCountExceeded, Sample::one(u64::from(exceeded))));
    }
    told
}

fn of_deliveries<'a>(metrics: [M; 4], deliveries: impl Iterator<Item = &'a Delivered>, failed: u64) -> Told {
    let (mut bytes, mut records, mut success) = (Sample::default(), Sample::default(), Sample::default());
    for delivery in deliveries {
        bytes.add(delivery.amount.bytes);
        records.add(delivery.amount.records);
        success.add(1);
    }
    (0..failed).for_each(|_| success.add(0));
    vec![(metrics[0], bytes), (metrics[1], records), (metrics[2], success)]
}

/// What the function and the conversion did.
fn processed(stream: &DeliveryStream, start: SimTime) -> Told {
    let (totals, before) = (&stream.totals, &stream.minute.before);
    let (mut duration, mut success) = (Sample::default(), Sample::default());
    let (mut bytes, mut records) = (Sample::default(), Sample::default());
    for invocation in stream.invocations.iter().filter(|invocation| invocation.at >= start) {
        duration.add(invocation.at.since(invocation.began).0);
        bytes.add(invocation.processed.bytes);
        // Documented: what the function drops on purpose is processed too.
        records.add(invocation.processed.records + invocation.dropped.records);
    }
    let failed = totals.failed_invocations - before.failed_invocations;
    let succeeded = (totals.invocations - before.invocations).saturating_sub(failed);
    (0..succeeded).for_each(|_| success.add(1));
    (0..failed).for_each(|_| success.add(0));
    let mut told = vec![
        (M::ExecuteProcessingDuration, duration),
        (M::ExecuteProcessingSuccess, success),
        (M::SucceedProcessingBytes, bytes),
        (M::SucceedProcessingRecords, records),
    ];
    told.extend(some(M::SucceedConversionRecords, totals.converted - before.converted));
    told.extend(some(M::FailedConversionRecords, totals.not_converted - before.not_converted));
    told
}
