//! Where records come from, and what happens to them before they gather.

use crate::engine::firehose::DeliveryStream;
use crate::engine::firehose::buffer::Buffer;
use crate::engine::firehose::plan::{FunctionPlan, SourcePlan};
use crate::engine::firehose::sample::FirehoseSample;
use crate::engine::metrics::slots::{Resolution, Sample as _};
use crate::engine::plan::ProducerPlan;
use crate::engine::producer::Producer;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Seconds over which rates are averaged: what arrives in groups says little in one.
const AVERAGED_S: u64 = 5;
/// After so many seconds without a record nothing comes from a stream any more, rather than that its reads are refused.
const READ_AGAIN_S: u64 = 10;

/// Where records come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceFrame {
    /// Records that came each second lately.
    pub records_per_s: f64,
    /// Their bytes.
    pub bytes_per_s: f64,
    /// Requests that came each second lately.
    pub requests_per_s: f64,
    /// Records that were throttled each second lately.
    pub throttled_per_s: f64,
    /// Which it is.
    pub kind: SourceKind,
}

/// A source in detail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SourceKind {
    /// Callers put records.
    Puts {
        /// Records, requests and bytes that it takes in each second.
        allowed: [u64; 3],
        /// Requests since the beginning.
        requests: u64,
        /// Records that were throttled since the beginning.
        throttled: u64,
        /// Records of producers that were larger than Firehose takes.
        too_large: u64,
        /// Records of producers that the key of the delivery stream kept out.
        key_refused: u64,
        /// The producers that call it.
        callers: Vec<ProducerPlan>,
    },
    /// It reads a data stream.
    Stream {
        /// The stream's name.
        stream: String,
        /// Whether there is such a stream.
        is_there: bool,
        /// Shards that it reads.
        shards: u32,
        /// Reads of each shard a second.
        reads_per_s: u32,
        /// Reads that were answered.
        reads: u64,
        /// Reads that were refused because the shard's limits were reached.
        throttled: u64,
        /// How far behind the tip the slowest shard is.
        behind: Micros,
        /// Records that expired before they were read.
        expired: u64,
    },
}

/// What a function does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IntakeFrame {
    /// The function, if it is there.
    pub function: Option<FunctionPlan>,
    /// The buffer before it, of the lane where most waits.
    pub buffer: Option<IntakeBuffer>,
    /// Invocations under way, in all lanes.
    pub under_way: u32,
    /// Their records.
    pub under_way_records: u64,
    /// How long the oldest of them has been under way.
    pub oldest: Option<Micros>,
    /// The most attempts that one of them has needed.
    pub attempts: u32,
    /// Invocations since the beginning.
    pub invocations: u64,
    /// Those that failed as a whole.
    pub failed_invocations: u64,
    /// Records that came out well.
    pub ok: u64,
    /// Records that were dropped.
    pub dropped: u64,
    /// Records that could not be processed.
    pub failed: u64,
}

/// A buffer before a function.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct IntakeBuffer {
    /// What waits.
    pub bytes: u64,
    /// From how much on the function is invoked.
    pub size_bytes: u64,
    /// When it is invoked at the latest.
    pub due_at: Option<SimTime>,
    /// How long the first record waits.
    pub interval: Micros,
}

impl SourceFrame {
    pub(super) fn of(world: &World, stream: &DeliveryStream) -> Self {
        let slots = averaged(stream, world.now().slot(Micros::SECOND));
        let seconds = (slots.end - slots.start).max(1) as f64;
        let mut sum = FirehoseSample::default();
        slots.for_each(|slot| sum.add(&stream.history.slot(Resolution::Second, slot)));
        Self {
            records_per_s: sum.records as f64 / seconds,
            bytes_per_s: sum.bytes as f64 / seconds,
            requests_per_s: sum.requests as f64 / seconds,
            throttled_per_s: sum.throttled as f64 / seconds,
            kind: SourceKind::of(world, stream),
        }
    }
}

/// The seconds over which rates are averaged, up to the present one. What is read comes in turns, some of which may be
/// refused: it is averaged from one read that brought something to another.
fn averaged(stream: &DeliveryStream, newest: u64) -> Range<u64> {
    if stream.source == SourcePlan::DirectPut {
        return newest.saturating_sub(AVERAGED_S)..newest;
    }
    let brings = |slot: &u64| stream.history.slot(Resolution::Second, *slot).records > 0;
    let latest = (newest.saturating_sub(READ_AGAIN_S)..newest).rev().find(brings);
    let end = latest.map_or(newest, |slot| slot + 1);
    let from = end.saturating_sub(AVERAGED_S + READ_AGAIN_S);
    let before = (from..end.saturating_sub(AVERAGED_S)).rev().find(brings);
    before.map_or(end.saturating_sub(AVERAGED_S), |slot| slot + 1)..end
}

impl SourceKind {
    fn of(world: &World, stream: &DeliveryStream) -> Self {
        let totals = &stream.totals;
        match &stream.source {
            SourcePlan::DirectPut => {
                let calls = |producer: &&Producer| producer.delivery_stream.as_ref() == Some(&stream.name);
                Self::Puts {
                    allowed: stream.quota.allowed(),
                    requests: totals.put_requests,
                    throttled: totals.throttled_records,
                    too_large: totals.too_large_records,
                    key_refused: totals.key_refused_records,
                    callers: world.present_producers().filter(calls).map(plan_of).collect(),
                }
            }
            SourcePlan::KinesisStream { stream: name } => {
                let readings = || stream.lanes.values().filter_map(|lane| lane.reading.as_ref());
                Self::Stream {
                    stream: name.clone(),
                    is_there: world.streams().find(name).is_some(),
                    shards: readings().filter(|reading| !reading.is_at_end).count() as u32,
                    reads_per_s: if stream.destination.keeps_source() { 2 } else { 1 },
                    reads: totals.reads,
                    throttled: totals.throttled_reads,
                    behind: readings().map(|reading| reading.behind).max().unwrap_or_default(),
                    expired: totals.expired_unread,
                }
            }
        }
    }
}

/// What a producer would be made from now.
fn plan_of(producer: &Producer) -> ProducerPlan {
    ProducerPlan {
        name: producer.name.clone(),
        stream: None,
        delivery_stream: producer.delivery_stream.clone(),
        kind: producer.kind(),
        traffic: producer.traffic.clone(),
    }
}

impl IntakeFrame {
    pub(super) fn of(world: &World, stream: &DeliveryStream) -> Option<Self> {
        let transformation = stream.destination.transformation.as_ref()?;
        let now = world.now();
        let invocations = || stream.lanes.values().flat_map(|lane| lane.invocations.values());
        let buffers = stream.lanes.values().filter_map(|lane| lane.intake.as_ref());
        let under_way_records: u64 = invocations().map(|invocation| invocation.amount.records).sum();
        let (ok, dropped) = (stream.totals.processed, stream.ledger.dropped.records);
        Some(Self {
            function: world.firehoses().function(&transformation.function).map(|function| (**function).clone()),
            buffer: buffers.max_by_key(|buffer| buffer.amount.bytes).map(IntakeBuffer::of),
            under_way: invocations().count() as u32,
            under_way_records,
            oldest: invocations().map(|invocation| invocation.began).min().map(|began| now.since(began)),
            attempts: invocations().map(|invocation| invocation.attempts).max().unwrap_or(0),
            invocations: stream.totals.invocations,
            failed_invocations: stream.totals.failed_invocations,
            ok,
            dropped,
            failed: stream.given.saturating_sub(ok + dropped + under_way_records),
        })
    }
}

impl IntakeBuffer {
    fn of(buffer: &Buffer) -> Self {
        Self {
            bytes: buffer.amount.bytes,
            size_bytes: buffer.size_bytes,
            due_at: buffer.due_at(),
            interval: buffer.interval,
        }
    }
}
