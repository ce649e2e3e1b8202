//! Records come in: put by callers, or made by producers that call Firehose.
//!
//! Documented: a request of `PutRecordBatch` has at most 500 records and 4 MiB; records that find no room are told one by
//! one. Assumed: a producer's records of one instant go as requests as large as they may be; a put takes as long as one
//! into a stream, which is copied to three zones as well, and changes nothing but its metric.

use crate::engine::api::error::ApiError;
use crate::engine::firehose::amount::Amount;
use crate::engine::firehose::api::error::FirehoseError;
use crate::engine::firehose::api::request::FirehoseOperation;
use crate::engine::firehose::lane::LaneId;
use crate::engine::firehose::quota::Admission;
use crate::engine::firehose::run::{Run, Source, Steps};
use crate::engine::firehose::sample::FirehoseSample;
use crate::engine::firehose::{DeliveryStream, DeliveryStreamId, DeliveryStreamStatus};
use crate::engine::ids::ProducerId;
use crate::engine::limits::{LimitId, Profile};
use crate::engine::metrics::cloudwatch::names::MetricName as M;
use crate::engine::producer::RetryBatch;
use crate::engine::time::SimTime;
use crate::engine::trace::Step;
use crate::engine::world::World;
use crate::engine::world::requests::Ordinals;
use std::rc::Rc;

/// What a record is billed in steps of. Documented.
const BILLED_STEP: u64 = 5 * 1_024;

impl World {
    /// Puts records into a delivery stream that takes them. Says how many were taken, the first ones; nothing where the
    /// request was refused as a whole.
    pub(in crate::engine) fn put_to_firehose(
        &mut self,
        id: DeliveryStreamId,
        operation: FirehoseOperation,
        records: Vec<Vec<u8>>,
    ) -> Option<u64> {
        let now = self.now;
        let sizes: Vec<u64> = records.iter().map(|data| data.len() as u64).collect();
        let taken = self.admit_firehose_put(id, operation, &sizes)?;
        let put: Vec<Run> = records
            .into_iter()
            .take(taken as usize)
            .map(|data| {
                let amount = Amount::one(data.len() as u64);
                Run::new(Source::Put(Rc::new(data)), amount, now)
            })
            .collect();
        let billed = put.iter().map(|run| billed_bytes(run.amount.bytes)).sum();
        self.with_firehose(id, |world, stream| world.take_in(stream, LaneId(0), put, billed));
        Some(taken)
    }

    /// A producer calls Firehose with these records.
    pub(in crate::engine::world) fn send_to_firehose(&mut self, producer: ProducerId, ordinals: &Ordinals) {
        let attempts_made = ordinals.attempts_made();
        let name = self.producers[usize::from(producer.0)].delivery_stream.clone().unwrap_or_default();
        let found = self.firehoses.find(&name).filter(|stream| stream.status == DeliveryStreamStatus::Active);
        let Some(id) = found.filter(|stream| stream.takes_puts()).map(|stream| stream.id) else {
            let sender = &mut self.producers[usize::from(producer.0)];
            sender.totals.not_found += ordinals.count();
            sender.give_up(ordinals.count());
            return;
        };
        let sizes = match ordinals {
            Ordinals::Fresh(range) => self.put_sizes(producer, range.clone()),
            Ordinals::Again(again) => self.put_sizes(producer, again.ordinals.iter().copied()),
        };
        let most = LimitId::FirehoseRecordBytes.value(self.profile);
        if sizes.iter().any(|size| *size > most) {
            let fitting = self.leave_out_too_large(producer, ordinals, &sizes, most);
            if let Some(stream) = self.firehoses.get_mut(id) {
                stream.totals.too_large_records += (sizes.len() - fitting.len()) as u64;
            }
            if !fitting.is_empty() {
                let batch = RetryBatch { attempt: attempts_made - 1, ordinals: fitting.into() };
                self.send_to_firehose(producer, &Ordinals::Again(batch));
            }
            return;
        }
        if self.is_kept_out_by_key(id, producer, &sizes) {
            return;
        }
        let mut refused = Vec::new();
        match ordinals {
            Ordinals::Fresh(range) => {
                let mut from = range.start;
                for batch in batches(&sizes, self.profile) {
                    let end = from + batch.len() as u64;
                    let taken = from + self.admit_put_batch(id, batch).unwrap_or(0);
                    self.take_generated(id, producer, (from..taken, None), &batch[..(taken - from) as usize]);
                    refused.extend(taken..end);
                    from = end;
                }
            }
            Ordinals::Again(again) => {
                let mut from = 0;
                for batch in batches(&sizes, self.profile) {
                    let taken = self.admit_put_batch(id, batch).unwrap_or(0) as usize;
                    let listed: Rc<[u64]> = again.ordinals[from..from + taken].into();
                    if let (Some(first), Some(last)) = (listed.first().copied(), listed.last().copied()) {
                        self.take_generated(id, producer, (first..last + 1, Some(listed)), &batch[..taken]);
                    }
                    refused.extend(&again.ordinals[from + taken..from + batch.len()]);
                    from += batch.len();
                }
            }
        }
        let sender = &mut self.producers[usize::from(producer.0)];
        sender.totals.accepted += ordinals.count() - refused.len() as u64;
        self.retry_list = refused;
        self.plan_retry(producer, attempts_made);
    }

    /// Whether the key of the delivery stream cannot be used: then these records are given up, as no SDK tries them again.
    fn is_kept_out_by_key(&mut self, id: DeliveryStreamId, producer: ProducerId, sizes: &[u64]) -> bool {
        let key = self.firehoses.get(id).and_then(|stream| stream.administration.customer_key(self.now));
        let Some(Err(refusal)) = key.map(|key| self.check_firehose_key(key)) else {
            return false;
        };
        let count = sizes.len() as u64;
        if let Some(stream) = self.firehoses.get_mut(id) {
            stream.totals.key_refused_records += count;
            batches(sizes, self.profile).for_each(|_| stream.count_key_refusal(&refusal));
        }
        if let FirehoseError::Kms(fault) = refusal {
            self.failures.add(producer, &ApiError::Kms(fault), count, self.now);
        }
        let sender = &mut self.producers[usize::from(producer.0)];
        sender.totals.failed += count;
        sender.give_up(count);
        true
    }

    /// Gives up records that are larger than Firehose takes; says which others there are.
    fn leave_out_too_large(&mut self, producer: ProducerId, ordinals: &Ordinals, sizes: &[u64], most: u64) -> Vec<u64> {
        let all: Vec<u64> = match ordinals {
            Ordinals::Fresh(range) => range.clone().collect(),
            Ordinals::Again(again) => again.ordinals.to_vec(),
        };
        let fitting: Vec<u64> =
            all.into_iter().zip(sizes).filter(|(_, size)| **size <= most).map(|(ordinal, _)| ordinal).collect();
        let too_large = (sizes.len() - fitting.len()) as u64;
        let sender = &mut self.producers[usize::from(producer.0)];
        sender.totals.failed += too_large;
        sender.give_up(too_large);
        fitting
    }

    fn put_sizes(&self, producer: ProducerId, ordinals: impl Iterator<Item = u64>) -> Vec<u64> {
        let producer = &self.producers[usize::from(producer.0)];
        let size = |ordinal: u64| {
            let made = producer.make(producer.recipe_of(ordinal), ordinal);
            made.bytes - u64::from(made.key.length)
        };
        ordinals.map(size).collect()
    }

    /// Says how many records of a request are taken, the first ones; nothing where it is refused as a whole.
    fn admit_firehose_put(&mut self, id: DeliveryStreamId, operation: FirehoseOperation, sizes: &[u64]) -> Option<u64> {
        let now = self.now;
        let stream = self.firehoses.get_mut(id)?;
        stream.totals.put_requests += 1;
        let is_batch = operation == FirehoseOperation::PutRecordBatch;
        stream.minute.count(if is_batch { M::PutRecordBatchRequests } else { M::PutRecordRequests }, 1);
        stream.history.add(now, &FirehoseSample { requests: 1, ..FirehoseSample::default() });
        let taken = match stream.quota.admit(sizes.iter().copied(), now) {
            Admission::Refused => {
                stream.totals.refused_requests += 1;
                None
            }
            Admission::Taken(taken) => Some(taken),
        };
        stream.note_throttled(sizes.len() as u64 - taken.unwrap_or(0), now);
        let taken = taken?;
        let bytes = sizes[..taken as usize].iter().sum();
        let minute = &mut stream.minute;
        minute.count(M::IncomingPutRequests, 1);
        minute.count_some(M::DeliveryIncomingRecords, taken);
        minute.count_some(M::DeliveryIncomingBytes, bytes);
        minute.count_some(if is_batch { M::PutRecordBatchBytes } else { M::DeliveryPutRecordBytes }, bytes);
        if is_batch {
            minute.count_some(M::PutRecordBatchRecords, taken);
        }
        // Too few zones keep no records out here; how long a put takes then is not known.
        if let Ok(latency) = self.zones.acknowledge(&mut stream.put_chance) {
            let metric = if is_batch { M::PutRecordBatchLatency } else { M::DeliveryPutRecordLatency };
            minute.count(metric, latency.whole.0);
        }
        Some(taken)
    }

    fn admit_put_batch(&mut self, id: DeliveryStreamId, sizes: &[u64]) -> Option<u64> {
        self.admit_firehose_put(id, FirehoseOperation::PutRecordBatch, sizes)
    }

    fn take_generated(
        &mut self,
        id: DeliveryStreamId,
        producer: ProducerId,
        (ordinals, listed): (std::ops::Range<u64>, Option<Rc<[u64]>>),
        sizes: &[u64],
    ) {
        if sizes.is_empty() {
            return;
        }
        let bytes = sizes.iter().sum();
        let amount = Amount { records: sizes.len() as u64, raw_bytes: bytes, bytes };
        let run = Run::new(Source::Generated { producer, ordinals, listed }, amount, self.now);
        let billed = sizes.iter().copied().map(billed_bytes).sum();
        self.with_firehose(id, |world, stream| world.take_in(stream, LaneId(0), vec![run], billed));
    }

    /// Takes a delivery stream out, so that it can use the world.
    pub(super) fn with_firehose(&mut self, id: DeliveryStreamId, act: impl FnOnce(&mut Self, &mut DeliveryStream)) {
        if let Some(mut stream) = self.firehoses.by_id.remove(&id) {
            act(self, &mut stream);
            self.firehoses.by_id.insert(id, stream);
        }
    }

    /// Records were taken: they wait for the function, or gather for delivery at once.
    pub(super) fn take_in(&mut self, stream: &mut DeliveryStream, lane: LaneId, runs: Vec<Run>, billed_bytes: u64) {
        let now = self.now;
        let amount: Amount = runs.iter().map(|run| run.amount).sum();
        stream.ledger.taken += amount;
        stream.totals.billed_bytes += billed_bytes;
        let sample = FirehoseSample { records: amount.records, bytes: amount.raw_bytes, ..FirehoseSample::default() };
        stream.history.add(now, &sample);
        self.trace.note(Step::Captured, [now.0, u64::from(lane.0), amount.records, amount.raw_bytes]);
        if stream.destination.keeps_source() {
            self.copy_for_backup(stream, lane, &runs);
        }
        let runs = self.take_apart(stream, lane, runs);
        if stream.destination.transformation.is_some() {
            self.wait_for_function(stream, lane, runs);
        } else {
            self.gather_here(stream, lane, runs);
        }
    }
}

impl DeliveryStream {
    /// Whether callers may put records into it.
    pub fn takes_puts(&self) -> bool {
        self.source == crate::engine::firehose::plan::SourcePlan::DirectPut
    }

    fn note_throttled(&mut self, records: u64, now: SimTime) {
        if records > 0 {
            self.totals.throttled_records += records;
            self.minute.count(M::ThrottledRecords, records);
            self.throttled_puts.note(records, now);
            self.history.add(now, &FirehoseSample { throttled: records, ..FirehoseSample::default() });
        }
    }
}

impl Run {
    /// Records that have just come.
    pub(super) fn new(source: Source, amount: Amount, now: SimTime) -> Self {
        Self { source, steps: Steps::default(), first_arrival: now, last_arrival: now, amount }
    }
}

/// What a record of so many bytes is billed. Assumed: of an aggregated record, each user record on its own.
pub(super) const fn billed_bytes(bytes: u64) -> u64 {
    let steps = bytes.div_ceil(BILLED_STEP);
    (if steps == 0 { 1 } else { steps }) * BILLED_STEP
}

/// Divides records of these sizes into requests.
fn batches(sizes: &[u64], profile: Profile) -> impl Iterator<Item = &[u64]> {
    let [most, most_bytes] =
        [LimitId::FirehoseBatchRecords, LimitId::FirehoseBatchBytes].map(|limit| limit.value(profile));
    let mut left = sizes;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |size: &&u64| {
            bytes += **size;
            bytes <= most_bytes
        };
        let count = left.iter().take(most as usize).take_while(fits).count().max(1).min(left.len());
        let (batch, rest) = left.split_at(count);
        left = rest;
        (!batch.is_empty()).then_some(batch)
    })
}
