//! The settings of producers, consumers and stores as one table: AWS's name, default in each profile, what is allowed, and who says
//! so.
//!
//! Validation, the page's controls and the help read these rows. Where AWS states no bounds they are the simulator's own,
//! chosen so that the page stays usable, and the row says `assumed`.

use crate::engine::error::{Rule, Violation};
use crate::engine::limits::Profile;

/// How well a default is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// AWS documents it.
    Documented,
    /// It is read off AWS's source code or behaviour.
    Observed,
    /// The simulator's choice.
    Assumed,
}

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Which.
    pub id: SettingId,
    /// What AWS calls it.
    pub name: &'static str,
    /// The field's name in a scenario file.
    pub field: &'static str,
    /// What the number counts.
    pub unit: &'static str,
    /// The least.
    pub min: u64,
    /// The greatest.
    pub max: u64,
    /// The default of the course notes' time.
    pub course_notes: u64,
    /// The default now.
    pub current: u64,
    /// How well the defaults are known.
    pub evidence: Evidence,
    /// Who says so.
    pub source: &'static str,
}

macro_rules! settings {
    ($($(#[$doc:meta])* $id:ident $name:literal $field:literal $unit:literal $min:literal .. $max:literal default $course:literal $current:literal $evidence:ident $source:literal;)*) => {
        /// Names a row of [`SETTINGS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum SettingId {
            $($(#[$doc])* $id),*
        }

        /// The table, in the order of [`SettingId`].
        pub const SETTINGS: &[Setting] = &[$(Setting {
            id: SettingId::$id, name: $name, field: $field, unit: $unit, min: $min, max: $max,
            course_notes: $course, current: $current, evidence: Evidence::$evidence, source: $source,
        }),*];
    };
}

settings! {
    /// `AggregationMaxSize`: bytes of an aggregate at most; a larger user record goes alone.
    AggregationMaxSize "AggregationMaxSize" "aggregation_max_size" "bytes" 64 .. 1_048_576 default 51_200 51_200 Observed "KPL source, KinesisProducerConfiguration";
    /// `AggregationMaxCount`: user records of an aggregate at most.
    AggregationMaxCount "AggregationMaxCount" "aggregation_max_count" "user records" 1 .. 4_294_967_295 default 4_294_967_295 4_294_967_295 Observed "KPL source, KinesisProducerConfiguration";
    /// `CollectionMaxCount`: Kinesis records of a `PutRecords` request at most.
    CollectionMaxCount "CollectionMaxCount" "collection_max_count" "records" 1 .. 500 default 500 500 Observed "KPL source, KinesisProducerConfiguration";
    /// `CollectionMaxSize`: bytes of a `PutRecords` request at most.
    CollectionMaxSize "CollectionMaxSize" "collection_max_size" "bytes" 52_224 .. 5_242_880 default 5_242_880 5_242_880 Observed "KPL source, KinesisProducerConfiguration";
    /// `RecordMaxBufferedTime`: how long a user record is held back for others to come.
    RecordMaxBufferedTime "RecordMaxBufferedTime" "record_max_buffered_time_ms" "ms" 0 .. 600_000 default 100 100 Observed "KPL source, KinesisProducerConfiguration";
    /// `RecordTtl`: the age at which a user record is given up.
    RecordTtl "RecordTtl" "record_ttl_ms" "ms" 100 .. 3_600_000 default 30_000 30_000 Observed "KPL source, KinesisProducerConfiguration";
    /// `RateLimit`: what is sent to a shard at most, in hundredths of the shard's limits.
    RateLimit "RateLimit" "rate_limit_percent" "%" 1 .. 1_000 default 150 150 Observed "KPL source, KinesisProducerConfiguration";
    /// `MaxConnections`: requests under way at most.
    MaxConnections "MaxConnections" "max_connections" "connections" 1 .. 256 default 24 24 Observed "KPL source, KinesisProducerConfiguration";
    /// `RequestTimeout`: how long the answer of a request is waited for.
    RequestTimeout "RequestTimeout" "request_timeout_ms" "ms" 100 .. 600_000 default 6_000 6_000 Observed "KPL source, KinesisProducerConfiguration";
    /// Records of a `PutRecords` request at most.
    PutBatchSize "Records" "batch_size" "records" 1 .. 500 default 500 500 Assumed "The application decides; Kinesis API model 2013-12-02, PutRecords";
    /// How long an application gathers records for a `PutRecords` request that is not full.
    Linger "linger" "linger_ms" "ms" 0 .. 600_000 default 100 100 Assumed "The application decides; as long as the producer library does";
    /// Requests under way at most.
    SdkMaxConnections "maxConnections" "max_connections" "connections" 1 .. 500 default 50 50 Observed "SDK for Java source, ClientConfiguration and SdkHttpConfigurationOption";
    /// How long the answer of a request is waited for.
    SdkRequestTimeout "socketTimeout" "request_timeout_ms" "ms" 10 .. 600_000 default 50_000 30_000 Observed "SDK for Java source, ClientConfiguration and SdkHttpConfigurationOption";
    /// What the network adds to a request and its answer.
    RoundTrip "round trip" "round_trip_ms" "ms" 0 .. 10_000 default 10 10 Assumed "The place of the producer decides";
    /// Attempts in all, the first included.
    MaxAttempts "max_attempts" "max_attempts" "attempts" 1 .. 20 default 4 3 Documented "AWS SDKs and Tools Reference Guide, Retry behavior; SDK for Java 1.x: three retries";
    /// The longest wait before the second attempt.
    BackoffBase "base delay" "backoff_base_ms" "ms" 1 .. 60_000 default 100 100 Observed "SDK for Java source, PredefinedBackoffStrategies";
    /// The longest wait before any attempt.
    BackoffCap "maximum back-off" "backoff_cap_ms" "ms" 1 .. 600_000 default 20_000 20_000 Documented "AWS SDKs and Tools Reference Guide, Retry behavior";
    /// Of a thousand requests that reach the stream, how many answers get lost.
    LostAnswers "lost answers" "lost_answers_per_mille" "‰" 0 .. 1_000 default 0 0 Assumed "The network decides";
    /// `maxBufferAgeMillis`: how long the agent gathers records at most.
    MaxBufferAge "maxBufferAgeMillis" "max_buffer_age_ms" "ms" 1_000 .. 900_000 default 60_000 60_000 Documented "Kinesis Data Streams Developer Guide of 2019, Kinesis Agent";
    /// `maxBufferSizeBytes`: bytes that the agent gathers at most.
    MaxBufferSizeBytes "maxBufferSizeBytes" "max_buffer_size_bytes" "bytes" 1 .. 4_194_304 default 4_194_304 4_194_304 Documented "Kinesis Data Streams Developer Guide of 2019, Kinesis Agent";
    /// `maxBufferSizeRecords`: records that the agent gathers at most.
    MaxBufferSizeRecords "maxBufferSizeRecords" "max_buffer_size_records" "records" 1 .. 500 default 500 500 Documented "Kinesis Data Streams Developer Guide of 2019, Kinesis Agent";
    /// `minTimeBetweenFilePollsMillis`: from one look for new lines to the next.
    MinTimeBetweenFilePolls "minTimeBetweenFilePollsMillis" "min_time_between_file_polls_ms" "ms" 1 .. 600_000 default 100 100 Documented "Kinesis Data Streams Developer Guide of 2019, Kinesis Agent";
    /// The size from which the application's file is rotated; zero: whatever its size.
    RotateAtBytes "log rotation by size" "rotate_at_bytes" "bytes" 0 .. 1_073_741_824 default 10_485_760 10_485_760 Assumed "The application decides";
    /// The age from which the application's file is rotated; zero: whatever its age.
    RotateEvery "log rotation by age" "rotate_every_s" "s" 0 .. 604_800 default 0 0 Assumed "The application decides";
    /// Rotated files that are kept.
    KeptFiles "rotated files kept" "kept_files" "files" 0 .. 100 default 4 4 Assumed "The application decides; logrotate's default configuration keeps four";
    /// How long a lease is another's after it was renewed last.
    FailoverTime "failoverTimeMillis" "failover_time_ms" "ms" 1_000 .. 600_000 default 10_000 10_000 Observed "KCL source, KinesisClientLibConfiguration and LeaseManagementConfig";
    /// The time from one read of a shard to the next.
    IdleTime "idleTimeBetweenReadsInMillis" "idle_time_between_reads_ms" "ms" 200 .. 60_000 default 1_000 1_500 Observed "KCL source, KinesisClientLibConfiguration and PollingConfig";
    /// The time from one read of a shard to the next, of a loop without a library.
    PollInterval "poll interval" "interval_ms" "ms" 10 .. 60_000 default 1_000 1_000 Documented "Kinesis Data Streams Developer Guide of 2019: one call a second for each consumer";
    /// Records that a read asks for.
    MaxRecords "maxRecords" "max_records" "records" 1 .. 10_000 default 10_000 10_000 Observed "KCL source, PollingConfig";
    /// How often shards are looked for that have no lease.
    ShardSyncInterval "shardSyncIntervalMillis" "shard_sync_interval_ms" "ms" 1_000 .. 3_600_000 default 60_000 60_000 Observed "KCL source, KinesisClientLibConfiguration";
    /// How often a child shard looks whether its parents are done.
    ParentPollInterval "parentShardPollIntervalMillis" "parent_shard_poll_interval_ms" "ms" 100 .. 600_000 default 10_000 10_000 Observed "KCL source, CoordinatorConfig";
    /// Leases that a worker holds at most.
    MaxLeases "maxLeasesForWorker" "max_leases_for_worker" "leases" 1 .. 2_147_483_647 default 2_147_483_647 2_147_483_647 Observed "KCL source, LeaseManagementConfig";
    /// Leases that a worker takes from another at a time.
    MaxStolen "maxLeasesToStealAtOneTime" "max_leases_to_steal_at_one_time" "leases" 1 .. 500 default 1 1 Observed "KCL source, LeaseManagementConfig";
    /// How often the application notes how far it is; zero: after each batch.
    CheckpointInterval "checkpoint interval" "checkpoint_interval_ms" "ms" 0 .. 3_600_000 default 60_000 60_000 Assumed "The application decides; AWS's samples checkpoint once a minute";
    /// Writes a second that the lease table takes; zero: on demand.
    WriteCapacity "write capacity units" "write_capacity_units" "WCU" 0 .. 40_000 default 10 0 Documented "Kinesis Data Streams Developer Guide of 2019; KCL source (on-demand billing)";
    /// Workers from the start.
    Workers "workers" "workers" "workers" 0 .. 100 default 1 1 Assumed "One EC2 instance a worker";
    /// Processors of a worker's EC2 instance.
    Processors "vCPU" "processors" "processors" 1 .. 192 default 2 2 Assumed "Amazon EC2 instance types have 1 to 192";
    /// Records of a batch at most.
    BatchSize "BatchSize" "batch_size" "records" 1 .. 10_000 default 100 100 Documented "AWS Lambda Developer Guide, Kinesis event source mappings";
    /// How long records are gathered for a batch.
    BatchingWindow "MaximumBatchingWindowInSeconds" "maximum_batching_window_s" "s" 0 .. 300 default 0 0 Documented "AWS Lambda Developer Guide, Kinesis event source mappings";
    /// Batches of a shard that are processed at once.
    ParallelizationFactor "ParallelizationFactor" "parallelization_factor" "batches" 1 .. 10 default 1 1 Documented "AWS Lambda Developer Guide, Kinesis event source mappings";
    /// Attempts after the first; the defaults stand for -1, without end.
    MaximumRetryAttempts "MaximumRetryAttempts" "maximum_retry_attempts" "attempts" 0 .. 10_000 default 10_000 10_000 Documented "AWS Lambda Developer Guide, Kinesis event source mappings";
    /// The age beyond which records are given up; the defaults stand for -1, without end.
    MaximumRecordAge "MaximumRecordAgeInSeconds" "maximum_record_age_s" "s" 60 .. 604_800 default 604_800 604_800 Documented "AWS Lambda Developer Guide, Kinesis event source mappings";
    /// The length of a window over which a function sums up; zero: none.
    TumblingWindow "TumblingWindowInSeconds" "tumbling_window_s" "s" 0 .. 900 default 0 0 Documented "AWS Lambda Developer Guide, Kinesis event source mappings";
    /// What an invocation takes beside its records.
    InvokeTime "invocation time" "invoke_time_ms" "ms" 0 .. 900_000 default 20 20 Assumed "The function decides";
    /// What a record takes of a processor.
    RecordTime "processing time per record" "record_time_us" "µs" 0 .. 60_000_000 default 200 200 Assumed "The application decides";
    /// Which records cannot be processed.
    FailingEvery "failing records" "failing_every" "records" 0 .. 1_000_000_000 default 0 0 Assumed "The application decides";
    /// How long an invocation may last.
    FunctionTimeout "Timeout" "timeout_s" "s" 1 .. 900 default 3 3 Documented "AWS Lambda Developer Guide, function time-out";
    /// Writes of one KiB a second that a table takes; zero: on demand.
    TableCapacity "WriteCapacityUnits" "write_capacity_units" "WCU" 0 .. 40_000 default 5 0 Documented "Amazon DynamoDB Developer Guide, read/write capacity modes (5 is the console's proposal, on demand the default now)";
    /// How long a table takes for a request.
    TableLatency "BatchWriteItem latency" "latency_ms" "ms" 0 .. 60_000 default 10 10 Assumed "Amazon DynamoDB promises single-digit milliseconds for an item";
    /// Requests that a consumer has under way at once for one batch.
    TableConnections "requests at once" "connections" "connections" 1 .. 1_000 default 10 10 Assumed "The application decides";
    /// How long a bucket takes for an object.
    ObjectLatency "PUT latency" "latency_ms" "ms" 0 .. 60_000 default 100 100 Documented "Amazon S3 User Guide, performance: 100 to 200 ms";
    /// Bytes of an object at most; a larger batch becomes several.
    ObjectSize "object size" "object_size_bytes" "bytes" 1_024 .. 134_217_728 default 5_242_880 5_242_880 Assumed "The application decides";
    /// Objects a second that a prefix takes.
    PutsPerPrefix "PUT requests for each prefix" "puts_per_prefix_per_s" "requests" 1 .. 3_500 default 3_500 3_500 Documented "Amazon S3 User Guide, performance: 3,500 PUT requests a second for each prefix";
    /// Prefixes over which objects are spread.
    Prefixes "prefixes" "prefixes" "prefixes" 1 .. 1_000 default 1 1 Assumed "The application decides";
    /// What a COPY takes beside its bytes.
    CopyOverhead "COPY overhead" "copy_overhead_ms" "ms" 0 .. 600_000 default 2_000 2_000 Assumed "Amazon Redshift Developer Guide: load with one large COPY, a commit has its price";
    /// Megabytes a second that a node loads.
    CopyRate "COPY rate of a node" "copy_mb_per_s" "MB/s" 1 .. 1_000 default 20 20 Assumed "Depends on columns, compression and node type";
    /// Nodes of a cluster.
    Nodes "nodes" "nodes" "nodes" 1 .. 128 default 2 2 Documented "Amazon Redshift Management Guide: up to 128 nodes";
    /// Data nodes of a domain.
    DataNodes "data nodes" "data_nodes" "nodes" 1 .. 80 default 2 2 Documented "Amazon OpenSearch Service Developer Guide, quotas: 80 data nodes by default";
    /// Documents a second that a data node indexes.
    IndexingRate "indexing rate of a data node" "documents_per_node_per_s" "documents" 1 .. 1_000_000 default 5_000 5_000 Assumed "Depends on documents and mapping";
    /// Bulk requests that wait at a data node at most.
    BulkQueue "thread_pool.write.queue_size" "bulk_queue_size" "requests" 1 .. 10_000 default 200 200 Documented "Elasticsearch Reference 6.8, thread pools (10,000 since 7.9)";
    /// Documents of a bulk request at most.
    BulkActions "bulkActions" "bulk_actions" "documents" 1 .. 10_000 default 1_000 1_000 Observed "Elasticsearch source, BulkProcessor";
    /// How long a domain takes for a bulk request beside its documents.
    BulkLatency "bulk request latency" "latency_ms" "ms" 0 .. 60_000 default 20 20 Assumed "A round trip";
    /// How many times as long everything takes.
    SlowFactor "slow" "factor" "times" 1 .. 1_000 default 1 1 Assumed "A fault that somebody switches on";
}

impl SettingId {
    /// The row of this setting.
    pub const fn row(self) -> &'static Setting {
        &SETTINGS[self as usize]
    }

    /// Its default in `profile`.
    pub const fn default_in(self, profile: Profile) -> u64 {
        match profile {
            Profile::CourseNotes => self.row().course_notes,
            Profile::Current => self.row().current,
        }
    }

    /// Checks that `value` is within bounds; `prefix` is what stands before the field.
    pub fn check(self, prefix: &str, value: u64) -> Result<(), Violation> {
        let row = self.row();
        if (row.min..=row.max).contains(&value) {
            return Ok(());
        }
        let rule = Rule::Between { min: row.min as f64, max: row.max as f64, unit: row.unit.to_owned() };
        Err(Violation::new(format!("{prefix}{}", row.field), value, rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_at_their_ids_and_their_defaults_are_allowed() {
        for (index, row) in SETTINGS.iter().enumerate() {
            assert_eq!(row.id as usize, index);
            for profile in [Profile::CourseNotes, Profile::Current] {
                assert!(row.id.check("", row.id.default_in(profile)).is_ok(), "{}", row.name);
            }
        }
    }

    #[test]
    fn what_is_out_of_bounds_names_its_field() {
        let violation = SettingId::IdleTime.check("settings.", 199).unwrap_err();
        assert_eq!(violation.field, "settings.idle_time_between_reads_ms");
    }
}
