//! The settings of stores, by AWS's names, as a scenario has them.

use crate::engine::error::Violation;
use crate::engine::settings::SettingId;
use serde::{Deserialize, Serialize};

/// A `DynamoDB` table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TableSettings {
    /// Writes of one KiB a second; zero: on demand.
    pub write_capacity_units: u32,
    /// Milliseconds that a request takes.
    pub latency_ms: u32,
    /// Requests under way at once for one batch.
    pub connections: u32,
}

/// An S3 bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BucketSettings {
    /// Bytes of an object at most.
    pub object_size_bytes: u32,
    /// Objects a second that a prefix takes.
    pub puts_per_prefix_per_s: u32,
    /// Prefixes over which objects are spread.
    pub prefixes: u32,
    /// Milliseconds that an object takes.
    pub latency_ms: u32,
}

/// A table of a Redshift cluster, loaded by COPY from files that are staged in S3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClusterSettings {
    /// Nodes.
    pub nodes: u32,
    /// Milliseconds that a COPY takes beside its bytes.
    pub copy_overhead_ms: u32,
    /// Megabytes a second that a node loads.
    pub copy_mb_per_s: u32,
    /// Milliseconds that staging a file takes.
    pub latency_ms: u32,
}

/// An index of an Elasticsearch domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DomainSettings {
    /// Data nodes.
    pub data_nodes: u32,
    /// Documents a second that one of them indexes.
    pub documents_per_node_per_s: u32,
    /// Bulk requests that wait at one of them at most.
    pub bulk_queue_size: u32,
    /// Documents of a bulk request at most.
    pub bulk_actions: u32,
    /// Milliseconds that a bulk request takes beside its documents.
    pub latency_ms: u32,
}

const fn now(id: SettingId) -> u32 {
    id.row().current as u32
}

impl Default for TableSettings {
    fn default() -> Self {
        Self {
            write_capacity_units: now(SettingId::TableCapacity),
            latency_ms: now(SettingId::TableLatency),
            connections: now(SettingId::TableConnections),
        }
    }
}

impl Default for BucketSettings {
    fn default() -> Self {
        Self {
            object_size_bytes: now(SettingId::ObjectSize),
            puts_per_prefix_per_s: now(SettingId::PutsPerPrefix),
            prefixes: now(SettingId::Prefixes),
            latency_ms: now(SettingId::ObjectLatency),
        }
    }
}

impl Default for ClusterSettings {
    fn default() -> Self {
        Self {
            nodes: now(SettingId::Nodes),
            copy_overhead_ms: now(SettingId::CopyOverhead),
            copy_mb_per_s: now(SettingId::CopyRate),
            latency_ms: now(SettingId::ObjectLatency),
        }
    }
}

impl Default for DomainSettings {
    fn default() -> Self {
        Self {
            data_nodes: now(SettingId::DataNodes),
            documents_per_node_per_s: now(SettingId::IndexingRate),
            bulk_queue_size: now(SettingId::BulkQueue),
            bulk_actions: now(SettingId::BulkActions),
            latency_ms: now(SettingId::BulkLatency),
        }
    }
}

/// Numbers with the rows of their settings.
type Numbers = Vec<(SettingId, u32)>;

impl super::StoreKind {
    /// Each number with the row of its setting.
    pub fn numbers(&self) -> Numbers {
        match self {
            Self::DynamoDb(table) => vec![
                (SettingId::TableCapacity, table.write_capacity_units),
                (SettingId::TableLatency, table.latency_ms),
                (SettingId::TableConnections, table.connections),
            ],
            Self::S3(bucket) => vec![
                (SettingId::ObjectSize, bucket.object_size_bytes),
                (SettingId::PutsPerPrefix, bucket.puts_per_prefix_per_s),
                (SettingId::Prefixes, bucket.prefixes),
                (SettingId::ObjectLatency, bucket.latency_ms),
            ],
            Self::Redshift(cluster) => vec![
                (SettingId::Nodes, cluster.nodes),
                (SettingId::CopyOverhead, cluster.copy_overhead_ms),
                (SettingId::CopyRate, cluster.copy_mb_per_s),
                (SettingId::ObjectLatency, cluster.latency_ms),
            ],
            Self::Elasticsearch(domain) => vec![
                (SettingId::DataNodes, domain.data_nodes),
                (SettingId::IndexingRate, domain.documents_per_node_per_s),
                (SettingId::BulkQueue, domain.bulk_queue_size),
                (SettingId::BulkActions, domain.bulk_actions),
                (SettingId::BulkLatency, domain.latency_ms),
            ],
        }
    }

    /// Checks every number; `prefix` is what stands before the kind's name.
    pub fn validate(&self, prefix: &str) -> Result<(), Violation> {
        let prefix = format!("{prefix}{}.", self.name());
        self.numbers().into_iter().try_for_each(|(id, value)| id.check(&prefix, u64::from(value)))
    }

    /// What it says where it refuses because too much is asked of it; a cluster lets everybody wait.
    pub const fn refusal(&self) -> Option<&'static str> {
        match self {
            Self::DynamoDb(_) => Some("ProvisionedThroughputExceededException"),
            Self::S3(_) => Some("503 Slow Down"),
            Self::Redshift(_) => None,
            Self::Elasticsearch(_) => Some("429 es_rejected_execution_exception"),
        }
    }

    /// What a scenario file calls it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::DynamoDb(_) => "dynamo_db",
            Self::S3(_) => "s3",
            Self::Redshift(_) => "redshift",
            Self::Elasticsearch(_) => "elasticsearch",
        }
    }
}
