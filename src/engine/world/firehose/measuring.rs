//! What CloudWatch is told of delivery streams: what deliveries count where they come about, and what holds at the end of
//! each minute.
//!
//! Documented: names, units and dimension of the metrics, for which destination each is there, and that the bytes of
//! `DeliveryToS3.Bytes` are those before the function. Assumed: one value for each request, read, attempt, invocation,
//! buffer that is converted, and object; freshness is that of the end of the minute, or of the latest delivery where
//! nothing waits; objects about failures count among the successes of the bucket alone; the backup of an HTTP endpoint is
//! told as Splunk's. Leaves out: latencies of operations that put nothing, operations that change nothing, authorization.

use crate::engine::api::error::KmsFault;
use crate::engine::firehose::amount::Amount;
use crate::engine::firehose::api::error::FirehoseError;
use crate::engine::firehose::lane::{Flight, Lane, Route, Stage};
use crate::engine::firehose::minute::FirehoseMinute;
use crate::engine::firehose::plan::{Backup, DestinationKind};
use crate::engine::firehose::{DeliveryStream, DeliveryStreamStatus};
use crate::engine::limits::LimitId;
use crate::engine::metrics::cloudwatch::names::MetricName;
use crate::engine::metrics::cloudwatch::sample::Sample;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use MetricName as M;

/// What is told of deliveries to one place: bytes, records, success and freshness.
type Told = [M; 4];

const TO_S3: Told = [M::ToS3Bytes, M::ToS3Records, M::ToS3Success, M::ToS3Freshness];
const BACKUP_TO_S3: Told = [M::BackupToS3Bytes, M::BackupToS3Records, M::BackupToS3Success, M::BackupToS3Freshness];

impl World {
    /// Tells CloudWatch what delivery streams did in `minute`, and begins their next one.
    pub(in crate::engine::world) fn close_firehose_minute(&mut self, minute: u64) {
        let now = self.now;
        for stream in self.firehoses.by_id.iter_mut().map(|(_, value)| value) {
            if stream.takes_puts() && stream.status == DeliveryStreamStatus::Active {
                let limits = [
                    (M::DeliveryBytesLimit, LimitId::FirehoseBytes),
                    (M::DeliveryRecordsLimit, LimitId::FirehoseRecords),
                    (M::DeliveryRequestsLimit, LimitId::FirehoseRequests),
                ];
                let allowed = |limit: LimitId| limit.in_region(&self.account.region).value(self.profile);
                for (metric, limit) in limits {
                    stream.minute.count(metric, allowed(limit));
                }
            }
            stream.tell_freshness(now);
            if stream.destination.partitioning.is_some() {
                stream.tell_partitions(LimitId::FirehoseActivePartitions.value(self.profile));
            }
            let billed = stream.totals.billed_bytes - stream.minute.before.billed_bytes;
            let is_converted = stream.destination.conversion.is_some();
            let next = FirehoseMinute {
                before: stream.totals,
                converted_bytes: stream.minute.converted_bytes + if is_converted { billed } else { 0 },
                ..FirehoseMinute::default()
            };
            let told = std::mem::replace(&mut stream.minute, next).told;
            for (metric, sample) in told.iter() {
                let sample: &Sample = sample;
                self.metrics.add_delivery(minute, &stream.name, *metric, sample);
            }
        }
    }
}

impl DeliveryStream {
    /// Counts an attempt to deliver that begins.
    pub(super) fn tell_attempt(&mut self, stage: Stage, amount: Amount) {
        if stage == Stage::Request && matches!(self.destination.kind, DestinationKind::HttpEndpoint { .. }) {
            self.minute.count_some(M::ToEndpointProcessedBytes, amount.bytes);
            self.minute.count_some(M::ToEndpointProcessedRecords, amount.records);
        }
    }

    /// Counts a delivery that is done, or what is in the bucket from which a cluster copies.
    pub(super) fn tell_delivery(&mut self, route: Route, flight: &Flight, now: SimTime) {
        let stage = flight.stage;
        let told = self.told_of(route, stage);
        self.minute.count(told[2], 1);
        if !matches!(route, Route::Destination | Route::Backup) {
            return;
        }
        let is_s3 = stage == Stage::Upload && self.destination.kind == DestinationKind::S3;
        let bytes = |is_raw: bool, amount: Amount| if is_raw { amount.raw_bytes } else { amount.bytes };
        let sum = flight.runs.iter().map(|run| bytes(is_s3 && run.steps.function.is_some(), run.amount)).sum();
        self.minute.count(told[0], sum);
        self.minute.count(told[1], flight.amount.records);
        let oldest = flight.runs.iter().map(|run| run.first_arrival).min().unwrap_or(now);
        self.minute.delivered_age_s.insert(told[3], whole_seconds(now.since(oldest)));
        if route == Route::Destination {
            match self.destination.kind {
                DestinationKind::S3 if self.destination.partitioning.is_some() => {
                    self.minute.count(M::ToS3ObjectCount, 1);
                }
                DestinationKind::Splunk { .. } => {
                    let took = now.since(flight.attempt_began);
                    self.minute.count(M::ToSplunkAckLatency, took.0 / 1_000);
                }
                DestinationKind::OpenSearch { .. } => self.minute.count(M::ToOpenSearchRejected, 0),
                _ => {}
            }
        }
    }

    /// Counts an attempt to deliver that has failed.
    pub(super) fn tell_failure(&mut self, route: Route, stage: Stage) {
        let success = self.told_of(route, stage)[2];
        self.minute.count(success, 0);
        if stage == Stage::Request && matches!(self.destination.kind, DestinationKind::OpenSearch { .. }) {
            self.minute.count(M::ToOpenSearchRejected, 1);
        }
    }

    /// Counts a put that a key has kept out.
    pub(super) fn count_key_refusal(&mut self, refusal: &FirehoseError) {
        let metric = match refusal {
            FirehoseError::Kms(KmsFault::AccessDenied { .. }) => M::KmsKeyAccessDenied,
            FirehoseError::Kms(KmsFault::Disabled { .. }) => M::KmsKeyDisabled,
            FirehoseError::Kms(KmsFault::InvalidState { .. }) => M::KmsKeyInvalidState,
            FirehoseError::Kms(KmsFault::NotFound { .. }) => M::KmsKeyNotFound,
            _ => return,
        };
        self.minute.count(metric, 1);
    }

    /// By which metrics deliveries on a route are told.
    fn told_of(&self, route: Route, stage: Stage) -> Told {
        let is_domain =
            matches!(self.destination.kind, DestinationKind::Elasticsearch { .. } | DestinationKind::OpenSearch { .. });
        match (route, stage) {
            (Route::Backup, _) if !is_domain => BACKUP_TO_S3,
            (Route::Destination, Stage::Copy | Stage::Request) => told_of_kind(&self.destination.kind),
            _ => TO_S3,
        }
    }

    /// Tells how old the oldest record is that has not come where it should.
    fn tell_freshness(&mut self, now: SimTime) {
        let kind = &self.destination.kind;
        let is_cluster = matches!(kind, DestinationKind::Redshift { .. });
        let mut places = vec![(told_of_kind(kind)[3], Route::Destination, false)];
        if is_cluster {
            places.push((TO_S3[3], Route::Destination, true));
        }
        if self.destination.backup == Backup::All {
            places.push((self.told_of(Route::Backup, Stage::Upload)[3], Route::Backup, false));
        }
        for (metric, route, up_to_bucket) in places {
            let oldest = |lane: &Lane| lane.oldest_for(route, up_to_bucket);
            let oldest = self.lanes.values().filter_map(oldest).min();
            let age = oldest.map(|oldest| whole_seconds(now.since(oldest)));
            if let Some(age) = age.or_else(|| self.minute.delivered_age_s.get(&metric).copied()) {
                self.minute.count(metric, age);
            }
        }
    }

    /// Tells how many partitions there are, and what came into each.
    fn tell_partitions(&mut self, limit: u64) {
        let active = self.active_partitions() as u64;
        let exceeded = self.totals.partitions_exceeded > self.minute.before.partitions_exceeded;
        let minute = &mut self.minute;
        minute.count(M::ActivePartitionsLimit, limit);
        minute.count(M::PartitionCount, active);
        minute.count(M::PartitionCountExceeded, u64::from(exceeded));
        for (_, bytes) in std::mem::take(&mut minute.partitions).iter() {
            minute.count(M::PerPartitionThroughput, *bytes);
        }
    }
}

/// By which metrics deliveries to a destination are told.
const fn told_of_kind(kind: &DestinationKind) -> Told {
    match kind {
        DestinationKind::S3 => TO_S3,
        DestinationKind::Redshift { .. } => {
            [M::ToRedshiftBytes, M::ToRedshiftRecords, M::ToRedshiftSuccess, M::ToRedshiftFreshness]
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

const fn whole_seconds(age: Micros) -> u64 {
    age.0 / 1_000_000
}
