//! The function transforms records: they wait for it together, and come out well, dropped or failed.
//!
//! Documented: its own buffer; at most 6 MB an invocation, in base64; three attempts after the first; five minutes at most;
//! what fails goes below `processing-failed/`; five invocations of a shard's records at once. Assumed: an attempt follows
//! the failed one at once; an invocation ends with the function and the retries with which it began; the number of records
//! that a function was given goes on through all lanes.

use super::FirehoseTask;
use super::contents::outcome;
use crate::engine::firehose::amount::Amount;
use crate::engine::firehose::format::function::{Transformed, needs_content};
use crate::engine::firehose::hints::transformation_hints;
use crate::engine::firehose::lane::{Invocation, LaneId, Route};
use crate::engine::firehose::plan::FunctionPlan;
use crate::engine::firehose::run::{Applied, Fault, FaultKind, Run, Steps};
use crate::engine::firehose::sample::Invoked;
use crate::engine::firehose::{DeliveryStream, MIB};
use crate::engine::metrics::cloudwatch::names::MetricName as M;
use crate::engine::time::Micros;
use crate::engine::world::World;
use std::ops::ControlFlow;
use std::rc::Rc;

/// Bytes of an invocation at most: 6 MB hold so much in base64. Documented.
const PAYLOAD_MAX: u64 = 6 * MIB / 4 * 3;
/// Invocations of a lane that are under way at once. Documented for a stream's shards.
const AT_ONCE: usize = 5;
/// How long an invocation may last, whatever the function says. Documented.
const LASTS_AT_MOST: Micros = Micros::seconds(300);

/// What a function made of a run.
struct Outcome {
    processed: Option<Run>,
    failed: Option<Run>,
    dropped: Amount,
}

impl World {
    /// Records wait for the function.
    pub(super) fn wait_for_function(&mut self, stream: &mut DeliveryStream, id: LaneId, runs: Vec<Run>) {
        let now = self.now;
        let Some(intake) = stream.lanes.get_mut(&id).and_then(|lane| lane.intake.as_mut()) else {
            return;
        };
        for run in runs {
            if let Some(at) = intake.push(run, now) {
                let task = FirehoseTask::IntakeDue { lane: id, filling: intake.filling };
                self.queue.schedule(at, super::Event::Firehose { stream: stream.id, task });
            }
        }
        self.invoke_transform(stream, id);
    }

    pub(super) fn intake_due(&mut self, stream: &mut DeliveryStream, id: LaneId, filling: u32) {
        let intake = stream.lanes.get(&id).and_then(|lane| lane.intake.as_ref());
        if intake.is_some_and(|intake| intake.filling == filling) {
            self.invoke_transform(stream, id);
        }
    }

    /// Invokes the function with what is due, as often as may be at once.
    fn invoke_transform(&mut self, stream: &mut DeliveryStream, id: LaneId) {
        let now = self.now;
        let firehose = stream.id;
        let Some(transformation) = stream.destination.transformation.as_ref() else {
            return;
        };
        let function = self.firehoses.function(&transformation.function).cloned();
        let default = transformation_hints(&stream.destination.kind, self.profile).retries.2;
        let retries = transformation.retries.unwrap_or(default);
        while let Some(lane) = stream.lanes.get_mut(&id)
            && lane.invocations.len() < AT_ONCE
            && let Some(intake) = lane.intake.as_mut()
            && intake.due(now).is_some()
        {
            let (runs, amount) = intake.take(intake.size_bytes.min(PAYLOAD_MAX), now);
            if let Some(at) = intake.due_at() {
                let task = FirehoseTask::IntakeDue { lane: id, filling: intake.filling };
                self.queue.schedule(at, super::Event::Firehose { stream: firehose, task });
            }
            let first = stream.given;
            stream.given += amount.records;
            let function = function.clone();
            let invocation = Invocation { runs, amount, began: now, attempts: 1, first, function, retries };
            let lasts = invocation.lasts();
            let number = stream.invoked;
            stream.invoked += 1;
            lane.invocations.insert(number, invocation);
            self.plan_attempt(stream, (id, number), lasts);
        }
    }

    /// Plans when an attempt ends.
    fn plan_attempt(&mut self, stream: &mut DeliveryStream, (lane, invocation): (LaneId, u64), lasts: Micros) {
        stream.totals.invocations += 1;
        self.plan_firehose(stream.id, self.now + lasts, FirehoseTask::Invoked { lane, invocation });
    }

    /// An attempt ends: it did its work, or it failed as a whole.
    pub(super) fn invoked(&mut self, stream: &mut DeliveryStream, id: LaneId, number: u64) {
        let Some(invocation) = stream.lanes.get_mut(&id).and_then(|lane| lane.invocations.get_mut(&number)) else {
            return;
        };
        let function = invocation.function.clone();
        let records = invocation.amount.records;
        stream.minute.count(M::ExecuteProcessingDuration, invocation.lasts().0);
        let fails = function.as_ref().is_none_or(|function| {
            let by_chance = stream.chance.bits() % 1_000 < u64::from(function.failed_invocations_per_mille);
            by_chance || function.lasts(records) > function.lasts_at_most()
        });
        stream.minute.count(M::ExecuteProcessingSuccess, u64::from(!fails));
        if fails {
            stream.totals.failed_invocations += 1;
            if invocation.attempts <= invocation.retries && function.is_some() {
                invocation.attempts += 1;
                let lasts = invocation.lasts();
                return self.plan_attempt(stream, (id, number), lasts);
            }
        }
        let Some(invocation) = stream.lanes.get_mut(&id).and_then(|lane| lane.invocations.remove(&number)) else {
            return;
        };
        let kind = match &function {
            None => FaultKind::Missing,
            Some(function) if function.lasts(records) > function.lasts_at_most() => FaultKind::TimedOut,
            Some(_) => FaultKind::Function,
        };
        let did_work = function.filter(|_| !fails);
        self.take_results(stream, id, invocation, did_work.as_ref().ok_or(kind));
        self.invoke_transform(stream, id);
    }

    /// What came out of an invocation goes its ways; where the function has not done its work, all of it has failed.
    fn take_results(
        &mut self,
        stream: &mut DeliveryStream,
        id: LaneId,
        done: Invocation,
        function: Result<&Rc<FunctionPlan>, FaultKind>,
    ) {
        let mut number = done.first;
        let fault = |kind| Fault { kind, attempts: done.attempts, ended: self.now, function: done.function.clone() };
        let (mut processed, mut failed, mut dropped) = (Vec::new(), Vec::new(), Amount::default());
        for run in done.runs {
            let records = run.amount.records;
            match function {
                Ok(function) => {
                    let outcome = self.transform(function, number, &run);
                    processed.extend(outcome.processed);
                    failed.extend(outcome.failed.map(|run| run.faulted(fault(FaultKind::Result))));
                    dropped += outcome.dropped;
                }
                Err(kind) => failed.push(run.faulted(fault(kind))),
            }
            number += records;
        }
        let sum = |runs: &[Run]| runs.iter().map(|run| run.amount).sum::<Amount>();
        stream.ledger.dropped += dropped;
        stream.totals.processed += sum(&processed).records;
        if function.is_ok() {
            // Documented: what the function drops on purpose is processed too.
            stream.minute.count(M::SucceedProcessingRecords, sum(&processed).records + dropped.records);
            stream.minute.count(M::SucceedProcessingBytes, sum(&processed).bytes);
        }
        stream.invocations.push(Invoked {
            began: done.began,
            at: self.now,
            lane: id,
            attempts: done.attempts,
            given: done.amount,
            processed: sum(&processed),
            dropped,
            failed: sum(&failed),
        });
        self.gather_for(stream, id, Route::ProcessingFailed, failed);
        self.gather_here(stream, id, processed);
    }

    fn transform(&self, function: &Rc<FunctionPlan>, first: u64, run: &Run) -> Outcome {
        let (mut processed, mut failed, mut dropped) = (Amount::default(), Amount::default(), Amount::default());
        let mut number = first;
        self.each_given(run, needs_content(&function.kind), &mut |bytes, data| {
            match outcome(&function.kind, number, bytes, data) {
                Transformed::Ok(now) => processed += Amount { records: 1, raw_bytes: bytes, bytes: now },
                Transformed::Dropped => dropped += Amount::one(bytes),
                Transformed::ProcessingFailed => failed += Amount::one(bytes),
            }
            number += 1;
            ControlFlow::Continue(())
        });
        let part = |amount: Amount, is_failed: bool| {
            let applied = Applied { function: Rc::clone(function), first, given: run.amount.records, is_failed };
            let steps = Steps { function: Some(applied), ..run.steps.clone() };
            (!amount.is_empty()).then(|| Run { steps, amount, ..run.clone() })
        };
        Outcome { processed: part(processed, false), failed: part(failed, true), dropped }
    }

    /// There is no function any more: what waits for it goes on without.
    pub(super) fn pass_the_function(&mut self, stream: &mut DeliveryStream) {
        let lanes: Vec<LaneId> = stream.lanes.keys().copied().collect();
        for id in lanes {
            let intake = stream.lanes.get_mut(&id).and_then(|lane| lane.intake.take());
            self.gather_here(stream, id, intake.map_or_else(Vec::new, |intake| intake.runs));
        }
    }
}

impl Invocation {
    /// How long an attempt takes, until it is done or ended.
    fn lasts(&self) -> Micros {
        let records = self.amount.records;
        self.function
            .as_ref()
            .map_or(Micros::millis(1), |function| function.lasts(records).min(function.lasts_at_most()))
    }
}

impl FunctionPlan {
    /// How long an invocation with so many records takes, if nothing ends it.
    pub fn lasts(&self, records: u64) -> Micros {
        Micros::millis(u64::from(self.invoke_time_ms)) + Micros(u64::from(self.record_time_us)) * records
    }

    /// How long an invocation may last.
    pub fn lasts_at_most(&self) -> Micros {
        Micros::seconds(u64::from(self.timeout_s)).min(LASTS_AT_MOST)
    }
}
