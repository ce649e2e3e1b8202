//! The metrics of the namespaces `AWS/Kinesis` and `AWS/Firehose`, one row each: name, unit, level and the statistics that mean something.
//!
//! Documented (Developer Guide, monitoring with CloudWatch). Leaves out the two that the guide calls deprecated,
//! `GetRecords.IteratorAge` and `PutRecords.Records`.

use crate::engine::api::choices::ShardLevelMetric;
use serde::{Deserialize, Serialize};

/// The namespace of streams.
pub const NAMESPACE: &str = "AWS/Kinesis";
/// The namespace of delivery streams.
pub const DELIVERY_NAMESPACE: &str = "AWS/Firehose";

/// What a metric counts, with CloudWatch's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// A number of something.
    Count,
    /// Milliseconds.
    Milliseconds,
    /// Seconds.
    Seconds,
    /// Bytes in a second.
    BytesPerSecond,
}

/// A statistic over the values of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Statistic {
    /// How many values there were.
    SampleCount,
    /// Their mean.
    Average,
    /// Their sum.
    Sum,
    /// The smallest.
    Minimum,
    /// The largest.
    Maximum,
}

/// At which levels a metric is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The stream's, always.
    Stream,
    /// The stream's always, and each shard's while enhanced monitoring is on for it.
    StreamAndShard,
    /// Each shard's while enhanced monitoring is on for it.
    Shard,
    /// An enhanced fan-out consumer's, always.
    Consumer,
    /// A delivery stream's, always.
    DeliveryStream,
}

/// One metric.
#[derive(Clone, Copy, Debug)]
pub struct MetricRow {
    /// CloudWatch's name.
    pub name: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// How many of what is stored make one of the unit: times are stored in microseconds, ages in milliseconds.
    pub stored_per_unit: u64,
    /// Where it is there.
    pub level: Level,
    /// Which statistics mean something.
    pub statistics: &'static [Statistic],
}

const ALL: &[Statistic] =
    &[Statistic::Minimum, Statistic::Maximum, Statistic::Average, Statistic::Sum, Statistic::SampleCount];
const LATENCY: &[Statistic] = &[Statistic::Minimum, Statistic::Maximum, Statistic::Average];
const AGE: &[Statistic] = &[Statistic::Minimum, Statistic::Maximum, Statistic::Average, Statistic::SampleCount];
const SUCCESS: &[Statistic] = &[Statistic::Average, Statistic::Sum, Statistic::SampleCount];

macro_rules! metrics {
    ($($name:ident { $text:literal, $unit:ident / $scale:literal, $level:ident, $statistics:ident }),* $(,)?) => {
        /// Names a metric.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each is the CloudWatch metric of its name")]
        pub enum MetricName {
            $($name),*
        }

        impl MetricName {
            /// All metrics, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its row.
            pub const fn row(self) -> &'static MetricRow {
                match self {
                    $(Self::$name => &MetricRow {
                        name: $text,
                        unit: Unit::$unit,
                        stored_per_unit: $scale,
                        level: Level::$level,
                        statistics: $statistics,
                    }),*
                }
            }
        }
    };
}

metrics! {
    GetRecordsBytes { "GetRecords.Bytes", Bytes / 1, Stream, ALL },
    GetRecordsIteratorAgeMilliseconds { "GetRecords.IteratorAgeMilliseconds", Milliseconds / 1, Stream, AGE },
    GetRecordsLatency { "GetRecords.Latency", Milliseconds / 1_000, Stream, LATENCY },
    GetRecordsRecords { "GetRecords.Records", Count / 1, Stream, ALL },
    GetRecordsSuccess { "GetRecords.Success", Count / 1, Stream, SUCCESS },
    IncomingBytes { "IncomingBytes", Bytes / 1, StreamAndShard, ALL },
    IncomingRecords { "IncomingRecords", Count / 1, StreamAndShard, ALL },
    PutRecordBytes { "PutRecord.Bytes", Bytes / 1, Stream, ALL },
    PutRecordLatency { "PutRecord.Latency", Milliseconds / 1_000, Stream, LATENCY },
    PutRecordSuccess { "PutRecord.Success", Count / 1, Stream, SUCCESS },
    PutRecordsBytes { "PutRecords.Bytes", Bytes / 1, Stream, ALL },
    PutRecordsLatency { "PutRecords.Latency", Milliseconds / 1_000, Stream, LATENCY },
    PutRecordsSuccess { "PutRecords.Success", Count / 1, Stream, SUCCESS },
    PutRecordsTotalRecords { "PutRecords.TotalRecords", Count / 1, Stream, ALL },
    PutRecordsSuccessfulRecords { "PutRecords.SuccessfulRecords", Count / 1, Stream, ALL },
    PutRecordsFailedRecords { "PutRecords.FailedRecords", Count / 1, Stream, ALL },
    PutRecordsThrottledRecords { "PutRecords.ThrottledRecords", Count / 1, Stream, ALL },
    ReadProvisionedThroughputExceeded { "ReadProvisionedThroughputExceeded", Count / 1, StreamAndShard, ALL },
    WriteProvisionedThroughputExceeded { "WriteProvisionedThroughputExceeded", Count / 1, StreamAndShard, ALL },
    IteratorAgeMilliseconds { "IteratorAgeMilliseconds", Milliseconds / 1, Shard, AGE },
    OutgoingBytes { "OutgoingBytes", Bytes / 1, Shard, ALL },
    OutgoingRecords { "OutgoingRecords", Count / 1, Shard, ALL },
    SubscribeToShardRateExceeded { "SubscribeToShard.RateExceeded", Count / 1, Consumer, ALL },
    SubscribeToShardSuccess { "SubscribeToShard.Success", Count / 1, Consumer, SUCCESS },
    SubscribeToShardEventBytes { "SubscribeToShardEvent.Bytes", Bytes / 1, Consumer, ALL },
    SubscribeToShardEventMillisBehindLatest {
        "SubscribeToShardEvent.MillisBehindLatest", Milliseconds / 1, Consumer, AGE
    },
    SubscribeToShardEventRecords { "SubscribeToShardEvent.Records", Count / 1, Consumer, ALL },
    SubscribeToShardEventSuccess { "SubscribeToShardEvent.Success", Count / 1, Consumer, SUCCESS },
    DeliveryIncomingBytes { "IncomingBytes", Bytes / 1, DeliveryStream, ALL },
    DeliveryIncomingRecords { "IncomingRecords", Count / 1, DeliveryStream, ALL },
    IncomingPutRequests { "IncomingPutRequests", Count / 1, DeliveryStream, ALL },
    ThrottledRecords { "ThrottledRecords", Count / 1, DeliveryStream, ALL },
    DeliveryPutRecordBytes { "PutRecord.Bytes", Bytes / 1, DeliveryStream, ALL },
    DeliveryPutRecordLatency { "PutRecord.Latency", Milliseconds / 1_000, DeliveryStream, AGE },
    PutRecordRequests { "PutRecord.Requests", Count / 1, DeliveryStream, ALL },
    PutRecordBatchBytes { "PutRecordBatch.Bytes", Bytes / 1, DeliveryStream, ALL },
    PutRecordBatchLatency { "PutRecordBatch.Latency", Milliseconds / 1_000, DeliveryStream, AGE },
    PutRecordBatchRecords { "PutRecordBatch.Records", Count / 1, DeliveryStream, ALL },
    PutRecordBatchRequests { "PutRecordBatch.Requests", Count / 1, DeliveryStream, ALL },
    UpdateDeliveryStreamRequests { "UpdateDeliveryStream.Requests", Count / 1, DeliveryStream, ALL },
    KmsKeyAccessDenied { "KMSKeyAccessDenied", Count / 1, DeliveryStream, ALL },
    KmsKeyDisabled { "KMSKeyDisabled", Count / 1, DeliveryStream, ALL },
    KmsKeyInvalidState { "KMSKeyInvalidState", Count / 1, DeliveryStream, ALL },
    KmsKeyNotFound { "KMSKeyNotFound", Count / 1, DeliveryStream, ALL },
    DeliveryBytesLimit { "BytesPerSecondLimit", Bytes / 1, DeliveryStream, AGE },
    DeliveryRecordsLimit { "RecordsPerSecondLimit", Count / 1, DeliveryStream, AGE },
    DeliveryRequestsLimit { "PutRequestsPerSecondLimit", Count / 1, DeliveryStream, AGE },
    DataReadBytes { "DataReadFromKinesisStream.Bytes", Bytes / 1, DeliveryStream, ALL },
    DataReadRecords { "DataReadFromKinesisStream.Records", Count / 1, DeliveryStream, ALL },
    KinesisMillisBehindLatest { "KinesisMillisBehindLatest", Milliseconds / 1, DeliveryStream, AGE },
    DeliveryThrottledGetRecords { "ThrottledGetRecords", Count / 1, DeliveryStream, ALL },
    ThrottledGetShardIterator { "ThrottledGetShardIterator", Count / 1, DeliveryStream, ALL },
    ThrottledDescribeStream { "ThrottledDescribeStream", Count / 1, DeliveryStream, ALL },
    ToS3Bytes { "DeliveryToS3.Bytes", Bytes / 1, DeliveryStream, ALL },
    ToS3Records { "DeliveryToS3.Records", Count / 1, DeliveryStream, ALL },
    ToS3Success { "DeliveryToS3.Success", Count / 1, DeliveryStream, SUCCESS },
    ToS3Freshness { "DeliveryToS3.DataFreshness", Seconds / 1, DeliveryStream, AGE },
    ToS3ObjectCount { "DeliveryToS3.ObjectCount", Count / 1, DeliveryStream, ALL },
    ToRedshiftBytes { "DeliveryToRedshift.Bytes", Bytes / 1, DeliveryStream, ALL },
    ToRedshiftRecords { "DeliveryToRedshift.Records", Count / 1, DeliveryStream, ALL },
    ToRedshiftSuccess { "DeliveryToRedshift.Success", Count / 1, DeliveryStream, SUCCESS },
    ToRedshiftFreshness { "DeliveryToRedshift.DataFreshness", Seconds / 1, DeliveryStream, AGE },
    ToElasticsearchBytes { "DeliveryToElasticsearch.Bytes", Bytes / 1, DeliveryStream, ALL },
    ToElasticsearchRecords { "DeliveryToElasticsearch.Records", Count / 1, DeliveryStream, ALL },
    ToElasticsearchSuccess { "DeliveryToElasticsearch.Success", Count / 1, DeliveryStream, SUCCESS },
    ToElasticsearchFreshness { "DeliveryToElasticsearch.DataFreshness", Seconds / 1, DeliveryStream, AGE },
    ToOpenSearchBytes { "DeliveryToAmazonOpenSearchService.Bytes", Bytes / 1, DeliveryStream, ALL },
    ToOpenSearchRecords { "DeliveryToAmazonOpenSearchService.Records", Count / 1, DeliveryStream, ALL },
    ToOpenSearchSuccess { "DeliveryToAmazonOpenSearchService.Success", Count / 1, DeliveryStream, SUCCESS },
    ToOpenSearchFreshness { "DeliveryToAmazonOpenSearchService.DataFreshness", Seconds / 1, DeliveryStream, AGE },
    ToOpenSearchRejected { "DeliveryToAmazonOpenSearchService.DeliveryRejected", Count / 1, DeliveryStream, ALL },
    ToEndpointBytes { "DeliveryToHttpEndpoint.Bytes", Bytes / 1, DeliveryStream, ALL },
    ToEndpointRecords { "DeliveryToHttpEndpoint.Records", Count / 1, DeliveryStream, ALL },
    ToEndpointSuccess { "DeliveryToHttpEndpoint.Success", Count / 1, DeliveryStream, SUCCESS },
    ToEndpointFreshness { "DeliveryToHttpEndpoint.DataFreshness", Seconds / 1, DeliveryStream, AGE },
    ToEndpointProcessedBytes { "DeliveryToHttpEndpoint.ProcessedBytes", Bytes / 1, DeliveryStream, ALL },
    ToEndpointProcessedRecords { "DeliveryToHttpEndpoint.ProcessedRecords", Count / 1, DeliveryStream, ALL },
    ToSplunkBytes { "DeliveryToSplunk.Bytes", Bytes / 1, DeliveryStream, ALL },
    ToSplunkRecords { "DeliveryToSplunk.Records", Count / 1, DeliveryStream, ALL },
    ToSplunkSuccess { "DeliveryToSplunk.Success", Count / 1, DeliveryStream, SUCCESS },
    ToSplunkFreshness { "DeliveryToSplunk.DataFreshness", Seconds / 1, DeliveryStream, AGE },
    ToSplunkAckLatency { "DeliveryToSplunk.DataAckLatency", Seconds / 1_000, DeliveryStream, AGE },
    BackupToS3Bytes { "BackupToS3.Bytes", Bytes / 1, DeliveryStream, ALL },
    BackupToS3Records { "BackupToS3.Records", Count / 1, DeliveryStream, ALL },
    BackupToS3Success { "BackupToS3.Success", Count / 1, DeliveryStream, SUCCESS },
    BackupToS3Freshness { "BackupToS3.DataFreshness", Seconds / 1, DeliveryStream, AGE },
    ExecuteProcessingDuration { "ExecuteProcessing.Duration", Milliseconds / 1_000, DeliveryStream, LATENCY },
    ExecuteProcessingSuccess { "ExecuteProcessing.Success", Count / 1, DeliveryStream, SUCCESS },
    SucceedProcessingBytes { "SucceedProcessing.Bytes", Bytes / 1, DeliveryStream, ALL },
    SucceedProcessingRecords { "SucceedProcessing.Records", Count / 1, DeliveryStream, ALL },
    SucceedConversionBytes { "SucceedConversion.Bytes", Bytes / 1, DeliveryStream, ALL },
    SucceedConversionRecords { "SucceedConversion.Records", Count / 1, DeliveryStream, ALL },
    FailedConversionBytes { "FailedConversion.Bytes", Bytes / 1, DeliveryStream, ALL },
    FailedConversionRecords { "FailedConversion.Records", Count / 1, DeliveryStream, ALL },
    ActivePartitionsLimit { "ActivePartitionsLimit", Count / 1, DeliveryStream, ALL },
    PartitionCount { "PartitionCount", Count / 1, DeliveryStream, AGE },
    PartitionCountExceeded { "PartitionCountExceeded", Count / 1, DeliveryStream, AGE },
    JqProcessingDuration { "JQProcessing.Duration", Milliseconds / 1_000, DeliveryStream, AGE },
    // A minute's bytes are stored.
    PerPartitionThroughput { "PerPartitionThroughput", BytesPerSecond / 60, DeliveryStream, AGE },
}

impl MetricName {
    /// The metric of streams that CloudWatch calls so.
    pub fn named(name: &str) -> Option<Self> {
        Self::named_in(NAMESPACE, name)
    }

    /// The metric that CloudWatch calls so in a namespace.
    pub fn named_in(namespace: &str, name: &str) -> Option<Self> {
        let is_meant = |row: &MetricRow| row.name == name && row.namespace() == namespace;
        Self::ALL.iter().copied().find(|metric| is_meant(metric.row()))
    }
}

impl MetricRow {
    /// The namespace in which it is.
    pub fn namespace(&self) -> &'static str {
        if self.level == Level::DeliveryStream { DELIVERY_NAMESPACE } else { NAMESPACE }
    }
}

impl Unit {
    /// CloudWatch's text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bytes => "Bytes",
            Self::Count => "Count",
            Self::Milliseconds => "Milliseconds",
            Self::Seconds => "Seconds",
            Self::BytesPerSecond => "Bytes/Second",
        }
    }
}

/// The shard-level metrics that are switched on for a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Enhanced(u8);

impl Enhanced {
    /// Nothing, as for a new stream.
    pub const NONE: Self = Self(0);

    /// What is on when exactly `metrics` are; `ALL` among them means every one.
    pub fn of(metrics: impl IntoIterator<Item = ShardLevelMetric>) -> Self {
        metrics.into_iter().fold(Self::NONE, |on, metric| Self(on.0 | Self::bits(metric)))
    }

    /// Whether this one is on.
    pub const fn has(self, metric: ShardLevelMetric) -> bool {
        let bits = Self::bits(metric);
        self.0 & bits == bits
    }

    /// Whether nothing is on.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    const fn bits(metric: ShardLevelMetric) -> u8 {
        match metric {
            ShardLevelMetric::All => 0x7f,
            other => 1 << other as u8,
        }
    }
}
