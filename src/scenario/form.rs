//! The settings of each kind of producer and consumer as rows of a form: where a value stands in the JSON of a scenario
//! file, what AWS calls it, and what it may be.
//!
//! Bounds, defaults and sources of numbers are those of [`SETTINGS`](crate::engine::settings::SETTINGS). A test holds that
//! every setting of every kind has its row.

use crate::engine::consumer::ConsumerKind;
use crate::engine::consumer::kcl::plan::{ApplicationPlan, KclSettings};
use crate::engine::consumer::mapping::plan::MappingPlan;
use crate::engine::consumer::reader::plan::{FanOutPlan, PollingPlan};
use crate::engine::consumer::work::Work;
use crate::engine::error::{Rule, Violation};
use crate::engine::limits::Profile;
use crate::engine::producer::ProducerKind;
use crate::engine::producer::client::settings::ApiSettings;
use crate::engine::producer::library::settings::LibrarySettings;
use crate::engine::settings::SettingId;
use crate::engine::store::StoreKind;
use crate::engine::store::settings::{BucketSettings, ClusterSettings, DomainSettings, TableSettings};
use serde_json::Value;

/// A row of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where the value stands below its kind.
    pub path: &'static [&'static str],
    /// What it may be.
    pub control: Control,
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// A number of the table.
    Number(SettingId),
    /// A number of the table, or none, which AWS writes as -1.
    Unlimited(SettingId),
    /// Yes or no, by AWS's name.
    Flag(&'static str),
    /// One of these, by AWS's name.
    Choice(&'static str, &'static [&'static str]),
    /// Any text, by AWS's name.
    Text(&'static str),
}

use Control::{Choice, Flag, Number, Text, Unlimited};

const POSITIONS: &[&str] = &["TRIM_HORIZON", "LATEST"];

macro_rules! rows {
    ($($path:tt $control:expr;)*) => { &[$(Row { path: &$path, control: $control }),*] };
}

/// What records cost whoever processes them.
macro_rules! work {
    () => {
        &[
            Row { path: &["work", "record_time_us"], control: Number(SettingId::RecordTime) },
            Row { path: &["work", "failing_every"], control: Number(SettingId::FailingEvery) },
        ]
    };
}

const KPL: &[Row] = rows! {
    ["record_max_buffered_time_ms"] Number(SettingId::RecordMaxBufferedTime);
    ["aggregation_enabled"] Flag("AggregationEnabled");
    ["aggregation_max_size"] Number(SettingId::AggregationMaxSize);
    ["aggregation_max_count"] Number(SettingId::AggregationMaxCount);
    ["collection_max_count"] Number(SettingId::CollectionMaxCount);
    ["collection_max_size"] Number(SettingId::CollectionMaxSize);
    ["rate_limit_percent"] Number(SettingId::RateLimit);
    ["record_ttl_ms"] Number(SettingId::RecordTtl);
    ["fail_if_throttled"] Flag("FailIfThrottled");
    ["max_connections"] Number(SettingId::MaxConnections);
    ["request_timeout_ms"] Number(SettingId::RequestTimeout);
};

const API: &[Row] = rows! {
    ["operation"] Choice("operation", &["put_records", "put_record", "put_record_in_order"]);
    ["batch_size"] Number(SettingId::PutBatchSize);
    ["linger_ms"] Number(SettingId::Linger);
    ["max_connections"] Number(SettingId::SdkMaxConnections);
    ["request_timeout_ms"] Number(SettingId::SdkRequestTimeout);
    ["round_trip_ms"] Number(SettingId::RoundTrip);
    ["max_attempts"] Number(SettingId::MaxAttempts);
    ["backoff_base_ms"] Number(SettingId::BackoffBase);
    ["backoff_cap_ms"] Number(SettingId::BackoffCap);
    ["has_jitter"] Flag("jitter");
    ["lost_answers_per_mille"] Number(SettingId::LostAnswers);
};

/// What the Kinesis Agent can make of a line.
const DATA_PROCESSING: &[&str] = &[
    "NONE",
    "SINGLELINE",
    "CSVTOJSON",
    "LOGTOJSON_COMMONAPACHELOG",
    "LOGTOJSON_COMBINEDAPACHELOG",
    "LOGTOJSON_APACHEERRORLOG",
    "LOGTOJSON_SYSLOG",
];

const AGENT: &[Row] = rows! {
    ["file_pattern"] Text("filePattern");
    ["initial_position"] Choice("initialPosition", &["END_OF_FILE", "START_OF_FILE"]);
    ["max_buffer_age_ms"] Number(SettingId::MaxBufferAge);
    ["max_buffer_size_bytes"] Number(SettingId::MaxBufferSizeBytes);
    ["max_buffer_size_records"] Number(SettingId::MaxBufferSizeRecords);
    ["min_time_between_file_polls_ms"] Number(SettingId::MinTimeBetweenFilePolls);
    ["partition_key_option"] Choice("partitionKeyOption", &["RANDOM", "DETERMINISTIC"]);
    ["custom_field_names"] Text("customFieldNames");
    ["delimiter"] Text("delimiter");
    ["data_processing"] Choice("dataProcessingOptions", DATA_PROCESSING);
    ["rotate_at_bytes"] Number(SettingId::RotateAtBytes);
    ["rotate_every_s"] Number(SettingId::RotateEvery);
    ["kept_files"] Number(SettingId::KeptFiles);
};

const KCL: &[Row] = rows! {
    ["settings", "initial_position"] Choice("InitialPositionInStream", POSITIONS);
    ["settings", "idle_time_between_reads_ms"] Number(SettingId::IdleTime);
    ["settings", "max_records"] Number(SettingId::MaxRecords);
    ["settings", "checkpoint_interval_ms"] Number(SettingId::CheckpointInterval);
    ["settings", "failover_time_ms"] Number(SettingId::FailoverTime);
    ["settings", "shard_sync_interval_ms"] Number(SettingId::ShardSyncInterval);
    ["settings", "parent_shard_poll_interval_ms"] Number(SettingId::ParentPollInterval);
    ["settings", "max_leases_for_worker"] Number(SettingId::MaxLeases);
    ["settings", "max_leases_to_steal_at_one_time"] Number(SettingId::MaxStolen);
    ["settings", "write_capacity_units"] Number(SettingId::WriteCapacity);
    ["settings", "processors"] Number(SettingId::Processors);
};

const LAMBDA: &[Row] = rows! {
    ["settings", "starting_position"] Choice("StartingPosition", POSITIONS);
    ["settings", "batch_size"] Number(SettingId::BatchSize);
    ["settings", "maximum_batching_window_s"] Number(SettingId::BatchingWindow);
    ["settings", "parallelization_factor"] Number(SettingId::ParallelizationFactor);
    ["settings", "bisect_batch_on_function_error"] Flag("BisectBatchOnFunctionError");
    ["settings", "maximum_retry_attempts"] Unlimited(SettingId::MaximumRetryAttempts);
    ["settings", "maximum_record_age_s"] Unlimited(SettingId::MaximumRecordAge);
    ["settings", "has_on_failure_destination"] Flag("OnFailure destination");
    ["settings", "report_batch_item_failures"] Flag("ReportBatchItemFailures");
    ["settings", "tumbling_window_s"] Number(SettingId::TumblingWindow);
    ["function", "timeout_s"] Number(SettingId::FunctionTimeout);
    ["function", "deaggregates"] Flag("de-aggregation");
    ["function", "invoke_time_ms"] Number(SettingId::InvokeTime);
    ["function", "work", "record_time_us"] Number(SettingId::RecordTime);
    ["function", "work", "failing_every"] Number(SettingId::FailingEvery);
};

const GET_RECORDS: &[Row] = rows! {
    ["starting_position"] Choice("ShardIteratorType", POSITIONS);
    ["deaggregates"] Flag("de-aggregation");
    ["interval_ms"] Number(SettingId::PollInterval);
    ["max_records"] Number(SettingId::MaxRecords);
    ["processors"] Number(SettingId::Processors);
};

const FAN_OUT: &[Row] = rows! {
    ["deaggregates"] Flag("de-aggregation");
    ["starting_position"] Choice("StartingPosition", POSITIONS);
    ["processors"] Number(SettingId::Processors);
};

const DYNAMO_DB: &[Row] = rows! {
    ["write_capacity_units"] Number(SettingId::TableCapacity);
    ["latency_ms"] Number(SettingId::TableLatency);
    ["connections"] Number(SettingId::TableConnections);
};

const S3: &[Row] = rows! {
    ["object_size_bytes"] Number(SettingId::ObjectSize);
    ["puts_per_prefix_per_s"] Number(SettingId::PutsPerPrefix);
    ["prefixes"] Number(SettingId::Prefixes);
    ["latency_ms"] Number(SettingId::ObjectLatency);
};

const REDSHIFT: &[Row] = rows! {
    ["nodes"] Number(SettingId::Nodes);
    ["copy_overhead_ms"] Number(SettingId::CopyOverhead);
    ["copy_mb_per_s"] Number(SettingId::CopyRate);
    ["latency_ms"] Number(SettingId::ObjectLatency);
};

const ELASTICSEARCH: &[Row] = rows! {
    ["data_nodes"] Number(SettingId::DataNodes);
    ["documents_per_node_per_s"] Number(SettingId::IndexingRate);
    ["bulk_queue_size"] Number(SettingId::BulkQueue);
    ["bulk_actions"] Number(SettingId::BulkActions);
    ["latency_ms"] Number(SettingId::BulkLatency);
};

/// The rows of the kind of a producer, a consumer or a store: the name that stands in a scenario file.
pub fn rows_of(kind: &str) -> impl Iterator<Item = &'static Row> {
    let (own, work): (&[Row], &[Row]) = match kind {
        "api" => (API, &[]),
        "agent" => (AGENT, &[]),
        "kpl" => (KPL, &[]),
        "kcl" => (KCL, work!()),
        "lambda" => (LAMBDA, &[]),
        "get_records" => (GET_RECORDS, work!()),
        "fan_out" => (FAN_OUT, work!()),
        "dynamo_db" => (DYNAMO_DB, &[]),
        "s3" => (S3, &[]),
        "redshift" => (REDSHIFT, &[]),
        "elasticsearch" => (ELASTICSEARCH, &[]),
        _ => (&[], &[]),
    };
    own.iter().chain(work)
}

/// The kinds of producers, by the names that stand in a scenario file.
pub const PRODUCER_KINDS: &[&str] = &["api", "kpl", "agent", "sdk"];
/// The kinds of consumers.
pub const CONSUMER_KINDS: &[&str] = &["kcl", "lambda", "get_records", "fan_out"];

/// The kinds of stores.
pub const STORE_KINDS: &[&str] = &["dynamo_db", "s3", "redshift", "elasticsearch"];

/// A new store of a kind, with its defaults.
pub fn new_store(kind: &str) -> StoreKind {
    match kind {
        "s3" => StoreKind::S3(BucketSettings::default()),
        "redshift" => StoreKind::Redshift(ClusterSettings::default()),
        "elasticsearch" => StoreKind::Elasticsearch(DomainSettings::default()),
        _ => StoreKind::DynamoDb(TableSettings::default()),
    }
}

/// A new producer of a kind, with AWS's defaults.
pub fn new_producer(kind: &str) -> ProducerKind {
    match kind {
        "api" => ProducerKind::Api(ApiSettings::default()),
        "kpl" => ProducerKind::Kpl(LibrarySettings::default()),
        "agent" => ProducerKind::Agent(Box::default()),
        _ => ProducerKind::Sdk,
    }
}

/// A new consumer of a kind, with AWS's defaults.
pub fn new_consumer(kind: &str, profile: Profile) -> ConsumerKind {
    match kind {
        "lambda" => ConsumerKind::Lambda(MappingPlan::default()),
        "get_records" => ConsumerKind::GetRecords(PollingPlan::default()),
        "fan_out" => ConsumerKind::FanOut(FanOutPlan::default()),
        _ => {
            let settings = KclSettings::of(profile);
            ConsumerKind::Kcl(ApplicationPlan { workers: 1, settings, work: Work::default() })
        }
    }
}

/// The name of a kind as a scenario file has it; `None` where its JSON is none.
pub fn name_of(kind: &Value) -> Option<&str> {
    match kind {
        Value::String(name) => Some(name),
        Value::Object(map) => map.keys().next().map(String::as_str),
        _ => None,
    }
}

impl Row {
    /// The field's name in a scenario file.
    pub fn field(&self) -> &'static str {
        self.path.last().copied().unwrap_or_default()
    }

    /// What AWS calls it.
    pub const fn name(&self) -> &'static str {
        match self.control {
            Number(id) | Unlimited(id) => id.row().name,
            Flag(name) | Choice(name, _) | Text(name) => name,
        }
    }

    /// The value in the JSON of a kind.
    pub fn get<'a>(&self, kind: &'a Value) -> Option<&'a Value> {
        let name = name_of(kind)?;
        self.path.iter().try_fold(kind.get(name)?, |value, part| value.get(part))
    }

    /// The JSON of a kind with another value.
    #[must_use]
    pub fn set(&self, kind: &Value, wanted: Value) -> Value {
        let mut changed = kind.clone();
        let name = name_of(kind).unwrap_or_default();
        let found = changed.get_mut(name);
        let found = self.path.iter().fold(found, |value, part| value.and_then(|value| value.get_mut(part)));
        if let Some(found) = found {
            *found = wanted;
        }
        changed
    }

    /// Reads what was typed into the field of a number, with or without commas between thousands.
    pub fn read(&self, typed: &str) -> Result<Value, Violation> {
        let (Number(id) | Unlimited(id)) = self.control else { return Ok(Value::from(typed)) };
        let typed = typed.trim();
        if matches!(self.control, Unlimited(_)) && (typed.is_empty() || typed == "-1") {
            return Ok(Value::Null);
        }
        let row = id.row();
        let rule = Rule::Between { min: row.min as f64, max: row.max as f64, unit: row.unit.to_owned() };
        let shown = if typed.is_empty() { "“”" } else { typed };
        let number = whole(typed).ok_or_else(|| Violation::new(row.name, shown, rule))?;
        id.check("", number).map_err(|violation| Violation { field: row.name.to_owned(), ..violation })?;
        Ok(Value::from(number))
    }
}

/// A whole number as the page writes numbers in both languages: where it has commas, one stands before each three digits
/// after the first one to three.
fn whole(typed: &str) -> Option<u64> {
    // Chinese keyboards type the wide comma.
    let typed = typed.replace('，', ",");
    if let Some((first, rest)) = typed.split_once(',') {
        let is_group = |group: &str, least| {
            (least..=3).contains(&group.len()) && group.bytes().all(|digit| digit.is_ascii_digit())
        };
        if !is_group(first, 1) || !rest.split(',').all(|group| is_group(group, 3)) {
            return None;
        }
    }
    typed.replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests;
