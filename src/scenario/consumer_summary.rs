//! What a run came to for each consumer: what it processed, what came twice, what was lost, and how long records took.

use crate::engine::consumer::ages::{Ages, Stage};
use crate::engine::consumer::kcl::Application;
use crate::engine::consumer::kcl::worker::WorkerState;
use crate::engine::consumer::mapping::Mapping;
use crate::engine::consumer::reader::{Reader, Way};
use crate::engine::consumer::{Body, Consumer};
use crate::engine::metrics::sketch::LatencySketch;
use serde::Serialize;

/// One consumer of a summary.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConsumerSummary {
    /// Its name.
    pub name: String,
    /// The store to which it delivers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// Records processed for the first time.
    pub processed: u64,
    /// Records processed once more.
    pub repeated: u64,
    /// User records processed, each time counted: more than records where aggregates are taken apart.
    pub user_records: u64,
    /// Records that expired unread, or before they were processed.
    pub expired: u64,
    /// How long its records took.
    #[serde(flatten)]
    pub stages: StagesSummary,
    /// What only its kind has.
    #[serde(flatten)]
    pub kind: KindSummary,
}

/// How long records took through each stage.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StagesSummary {
    /// From arrival to being read.
    pub until_read_ms: Option<Percentiles>,
    /// From being read to the beginning of processing.
    pub until_processing_ms: Option<Percentiles>,
    /// Processing.
    pub processing_ms: Option<Percentiles>,
    /// From arrival to the end of processing.
    pub until_processed_ms: Option<Percentiles>,
    /// From the end of processing until the store has taken it.
    pub delivery_ms: Option<Percentiles>,
    /// From arrival to the end: in the store, or processed where there is none.
    pub end_to_end_ms: Option<Percentiles>,
}

/// What only one kind of consumer has.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KindSummary {
    /// An application of the Kinesis Client Library.
    Kcl(ApplicationSummary),
    /// A Lambda event source mapping.
    Lambda(MappingSummary),
    /// A loop of `GetRecords`.
    GetRecords(ReaderSummary),
    /// A consumer of enhanced fan-out.
    FanOut(ReaderSummary),
}

/// An application of the Kinesis Client Library.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ApplicationSummary {
    /// Workers that have not ended.
    pub workers: u64,
    /// Of these, who holds no lease.
    pub idle_workers: u64,
    /// Rows of the lease table.
    pub leases: u64,
    /// Leases taken from nobody or from who did not renew them.
    pub leases_taken: u64,
    /// Leases taken from a worker that has more.
    pub leases_stolen: u64,
    /// Checkpoints written.
    pub checkpoints: u64,
    /// Checkpoints refused because another worker has the lease.
    pub refused_checkpoints: u64,
    /// Writes to the lease table that exceeded its capacity.
    pub throttled_writes: u64,
    /// Reads refused by a shard's read limits.
    pub throttled_reads: u64,
    /// Records passed over because their batch failed.
    pub skipped: u64,
}

/// A Lambda event source mapping.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MappingSummary {
    /// Invocations that ended.
    pub invocations: u64,
    /// Those that failed.
    pub failed_invocations: u64,
    /// Those among them that lasted longer than they may.
    pub timed_out: u64,
    /// The most at once.
    pub concurrency_max: u32,
    /// Records given up without a destination.
    pub discarded: u64,
    /// Records reported to the on-failure destination.
    pub to_destination: u64,
    /// Reads refused by a shard's read limits.
    pub throttled_reads: u64,
}

/// A reader without a library.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReaderSummary {
    /// Reads that were answered.
    pub reads: u64,
    /// Reads refused by a shard's read limits.
    pub throttled_reads: u64,
    /// Pushes that came.
    pub pushes: u64,
    /// Subscriptions that began.
    pub subscriptions: u64,
    /// Records passed over because processing them failed.
    pub skipped: u64,
}

/// Percentiles in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Percentiles {
    /// Half of the records took no longer.
    pub p50: f64,
    /// 99 of 100 records took no longer.
    pub p99: f64,
}

impl ConsumerSummary {
    /// What a consumer has come to.
    pub fn of(consumer: &Consumer) -> Self {
        let (processed, repeated, expired, kind) = match &consumer.body {
            Body::Kcl(application) => {
                let (sum, kind) = (application.sum(), KindSummary::Kcl(ApplicationSummary::of(application)));
                (sum.first, sum.repeated, sum.expired, kind)
            }
            Body::Reader(reader) => {
                let sum = reader.sum();
                (sum.first, sum.repeated, sum.expired, KindSummary::of_reader(reader))
            }
            Body::Lambda(mapping) => {
                let (sum, kind) = (mapping.sum(), KindSummary::Lambda(MappingSummary::of(mapping)));
                (sum.first, sum.repeated, sum.expired, kind)
            }
        };
        Self {
            name: consumer.name.clone(),
            store: consumer.store.clone(),
            processed,
            repeated,
            user_records: consumer.ages.user_records,
            expired,
            stages: StagesSummary::of(&consumer.ages),
            kind,
        }
    }
}

impl StagesSummary {
    fn of(ages: &Ages) -> Self {
        let [until_read_ms, until_processing_ms, processing_ms, until_processed_ms, delivery_ms, end_to_end_ms] =
            Stage::ALL.map(|stage| Percentiles::of(ages.stage(stage)));
        Self { until_read_ms, until_processing_ms, processing_ms, until_processed_ms, delivery_ms, end_to_end_ms }
    }
}

impl KindSummary {
    fn of_reader(reader: &Reader) -> Self {
        let summary = ReaderSummary::of(reader);
        match reader.way {
            Way::Polling { .. } => Self::GetRecords(summary),
            Way::FanOut => Self::FanOut(summary),
        }
    }
}

impl ApplicationSummary {
    fn of(application: &Application) -> Self {
        let workers = || application.workers.iter().filter(|worker| worker.state != WorkerState::Ended);
        let totals = &application.totals;
        Self {
            workers: workers().count() as u64,
            idle_workers: workers().filter(|worker| worker.processors.is_empty()).count() as u64,
            leases: application.table.len() as u64,
            leases_taken: totals.taken,
            leases_stolen: totals.stolen,
            checkpoints: totals.checkpoints,
            refused_checkpoints: totals.refused_checkpoints,
            throttled_writes: application.table.throttled_writes,
            throttled_reads: totals.throttled_reads,
            skipped: application.sum().skipped,
        }
    }
}

impl ReaderSummary {
    fn of(reader: &Reader) -> Self {
        let totals = &reader.totals;
        Self {
            reads: totals.reads,
            throttled_reads: totals.throttled_reads,
            pushes: totals.pushes,
            subscriptions: totals.subscriptions,
            skipped: reader.sum().skipped,
        }
    }
}

impl MappingSummary {
    fn of(mapping: &Mapping) -> Self {
        let (totals, sum) = (&mapping.totals, mapping.sum());
        Self {
            invocations: totals.invocations,
            failed_invocations: totals.failed_invocations,
            timed_out: totals.timed_out,
            concurrency_max: totals.concurrency_max,
            discarded: sum.discarded,
            to_destination: sum.to_destination,
            throttled_reads: totals.throttled_reads,
        }
    }
}

impl Percentiles {
    fn of(sketch: &LatencySketch) -> Option<Self> {
        let at = |thousandths| sketch.percentile(thousandths).map(|micros| micros.0 as f64 / 1e3);
        Some(Self { p50: at(500)?, p99: at(990)? })
    }
}
