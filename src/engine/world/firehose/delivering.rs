//! Buffers are delivered: as objects of buckets, through `COPY`, or as requests; what fails is tried again.
//!
//! Documented: what was put directly is kept for 24 hours, what came from a stream as long as the stream keeps it, then it
//! is lost; Redshift is tried again about every five minutes, and skipped when its retry duration is over; what other
//! destinations do not take within theirs goes to the bucket. Assumed: how long a delivery takes, and the waits between
//! attempts, which double from a second up to five minutes.

use super::FirehoseTask;
use crate::engine::firehose::buffer::{Cause, Thresholds, expire};
use crate::engine::firehose::hints::retry_hint;
use crate::engine::firehose::lane::{Flight, LaneId, Route, Stage, Tank, TankId};
use crate::engine::firehose::object::{Object, indexes};
use crate::engine::firehose::plan::{DestinationKind, SourcePlan};
use crate::engine::firehose::run::FaultKind;
use crate::engine::firehose::sample::{Delivered, FirehoseSample};
use crate::engine::firehose::{DeliveryStream, KEPT_FOR, MIB};
use crate::engine::time::{Micros, SimTime};
use crate::engine::trace::Step;
use crate::engine::world::World;
use std::rc::Rc;

/// The time between two attempts of Redshift's `COPY`. Documented as about five minutes.
const COPY_AGAIN_IN: Micros = Micros::seconds(300);
/// The longest wait between attempts. Assumed.
const WAIT_MAX: Micros = Micros::seconds(300);

/// Which tank of which lane.
type Place = (LaneId, TankId);

/// What an attempt takes: beside its bytes, and for each MiB. Assumed.
const fn duration(stage: Stage, bytes: u64) -> Micros {
    let (whole_ms, mib_ms) = match stage {
        Stage::Upload => (100, 25),
        Stage::Copy => (2_000, 50),
        Stage::Request => (50, 100),
    };
    Micros(whole_ms * 1_000 + mib_ms * 1_000 * bytes / MIB)
}

impl World {
    pub(super) fn tank_due(&mut self, stream: &mut DeliveryStream, place: Place, filling: u32) {
        let tank = tank_at(stream, place);
        if tank.is_some_and(|tank| tank.buffer.filling == filling) {
            self.deliver_if_due(stream, place);
        }
    }

    /// Delivers a buffer that is due, unless something of it is on its way.
    pub(super) fn deliver_if_due(&mut self, stream: &mut DeliveryStream, place: Place) {
        let now = self.now;
        let stage = first_stage(stream, place);
        let Some(tank) = tank_at(stream, place).filter(|tank| tank.flight.is_none()) else {
            return;
        };
        let Some(cause) = tank.buffer.due(now) else {
            return;
        };
        let thresholds = Thresholds { size_bytes: tank.buffer.size_bytes, interval: tank.buffer.interval };
        let (runs, amount) = tank.buffer.take(thresholds.size_bytes, now);
        let route = tank.route;
        let planned = tank.buffer.due_at().map(|at| (at, tank.buffer.filling));
        tank.flight = Some(Flight {
            runs: Vec::new(),
            amount,
            cause,
            thresholds,
            began: now,
            stage,
            attempts: 0,
            attempt_began: now,
            failing_since: None,
            until: now,
            is_waiting: false,
        });
        if let Some((at, filling)) = planned {
            self.plan_firehose(stream.id, at, FirehoseTask::TankDue { lane: place.0, tank: place.1, filling });
        }
        let runs = if route == Route::Destination {
            let converted = self.convert(stream, place.0, runs);
            self.check_documents(stream, place.0, converted)
        } else {
            runs
        };
        let amount = runs.iter().map(|run| run.amount).sum();
        if let Some(flight) = tank_at(stream, place).and_then(|tank| tank.flight.as_mut()) {
            (flight.runs, flight.amount) = (runs, amount);
        }
        self.attempt_delivery(stream, place);
    }

    /// An attempt begins.
    fn attempt_delivery(&mut self, stream: &mut DeliveryStream, place: Place) {
        let now = self.now;
        let slow_factor = u64::from(stream.condition.slow_factor.max(1));
        let Some(flight) = tank_at(stream, place).and_then(|tank| tank.flight.as_mut()) else {
            return;
        };
        flight.attempts += 1;
        flight.attempt_began = now;
        flight.is_waiting = false;
        flight.until = now + duration(flight.stage, flight.amount.bytes) * slow_factor;
        let (until, stage, amount) = (flight.until, flight.stage, flight.amount);
        stream.tell_attempt(stage, amount);
        self.plan_firehose(stream.id, until, FirehoseTask::Flight { lane: place.0, tank: place.1 });
    }

    /// An attempt ends, or the wait for the next one.
    pub(super) fn flight_ends(&mut self, stream: &mut DeliveryStream, place: Place) {
        let now = self.now;
        self.expire_waiting(stream, place);
        let Some(tank) = tank_at(stream, place) else {
            return;
        };
        let route = tank.route;
        let Some(flight) = tank.flight.as_ref().filter(|flight| flight.until <= now) else {
            return;
        };
        if flight.amount.is_empty() {
            return self.end_flight(stream, place);
        }
        if flight.is_waiting {
            return self.attempt_delivery(stream, place);
        }
        let stage = flight.stage;
        let is_key_refused = stage == Stage::Upload && self.refuses_key_of(stream.destination.bucket_of(route));
        if is_key_refused || stream.is_out(route, stage) {
            return self.fail_attempt(stream, place);
        }
        if stage == Stage::Upload && route == Route::Destination && is_redshift(stream) {
            if let Some(mut flight) = tank_at(stream, place).and_then(|tank| tank.flight.take()) {
                stream.tell_delivery(route, &flight, now);
                (flight.stage, flight.attempts, flight.failing_since) = (Stage::Copy, 0, None);
                if let Some(tank) = tank_at(stream, place) {
                    tank.flight = Some(flight);
                }
            }
            return self.attempt_delivery(stream, place);
        }
        self.land(stream, place);
    }

    /// An attempt has failed: it is made again after a while, or given up.
    fn fail_attempt(&mut self, stream: &mut DeliveryStream, place: Place) {
        let now = self.now;
        stream.totals.failed_attempts += 1;
        let failed = tank_at(stream, place).and_then(|tank| Some((tank.route, tank.flight.as_ref()?.stage)));
        if let Some((route, stage)) = failed {
            stream.tell_failure(route, stage);
        }
        let retry = stream.destination.retry_s.or_else(|| retry_hint(&stream.destination.kind).map(|hint| hint.2));
        let Some(flight) = tank_at(stream, place).and_then(|tank| tank.flight.as_mut()) else {
            return;
        };
        let since = *flight.failing_since.get_or_insert(now);
        let retry_for = Micros::seconds(u64::from(retry.unwrap_or(0)));
        if flight.stage != Stage::Upload && now >= since + retry_for {
            return self.give_up_flight(stream, place);
        }
        let doubled = Micros::SECOND * (1 << (flight.attempts - 1).min(20));
        let wait = if flight.stage == Stage::Copy { COPY_AGAIN_IN } else { doubled.min(WAIT_MAX) };
        flight.is_waiting = true;
        flight.until = now + wait;
        if flight.stage != Stage::Upload {
            // The last attempt is made when the retry duration is over.
            flight.until = flight.until.min(since + retry_for);
        }
        let until = flight.until;
        self.plan_firehose(stream.id, until, FirehoseTask::Flight { lane: place.0, tank: place.1 });
    }

    /// The destination has not taken it for too long: a cluster skips it, whose objects remain; else the bucket has it.
    fn give_up_flight(&mut self, stream: &mut DeliveryStream, place: Place) {
        let Some(flight) = tank_at(stream, place).and_then(|tank| tank.flight.take()) else {
            return;
        };
        if is_redshift(stream) {
            let amount = flight.amount;
            stream.ledger.failed += amount;
            let sample = FirehoseSample { failed: amount.records, ..FirehoseSample::default() };
            stream.history.add(self.now, &sample);
            self.write_object(stream, place, Route::DeliveryFailed, flight);
        } else {
            let (attempts, now) = (flight.attempts, self.now);
            let failed = flight.runs.into_iter().map(|run| run.failed(FaultKind::Delivery, attempts, now)).collect();
            self.gather_for(stream, place.0, Route::DeliveryFailed, failed);
        }
        self.go_on_with(stream, place);
    }

    /// A delivery has come to its end.
    fn land(&mut self, stream: &mut DeliveryStream, place: Place) {
        let now = self.now;
        let Some((route, flight)) = tank_at(stream, place).and_then(|tank| Some((tank.route, tank.flight.take()?)))
        else {
            return;
        };
        let amount = flight.amount;
        stream.tell_delivery(route, &flight, now);
        match route {
            Route::Destination => {
                stream.ledger.delivered += amount;
                let since = stream.updated.unwrap_or(SimTime::ZERO);
                let ages = stream.ages.entry(flight.cause).or_default();
                // What was gathered by the settings before tells nothing about those that hold.
                for run in flight.runs.iter().filter(|run| run.first_arrival >= since) {
                    ages.add(now.since(run.arrival()), run.amount.records);
                }
                let is_by_size = flight.cause == Cause::Size;
                *if is_by_size { &mut stream.totals.by_size } else { &mut stream.totals.by_interval } += 1;
                let sample = FirehoseSample {
                    by_size: u64::from(is_by_size),
                    by_interval: u64::from(!is_by_size),
                    delivered: amount.records,
                    delivered_bytes: amount.bytes,
                    ..FirehoseSample::default()
                };
                stream.history.add(now, &sample);
            }
            Route::Backup => stream.copies.delivered += amount,
            Route::ProcessingFailed | Route::ConversionFailed | Route::PartitionsExceeded | Route::DeliveryFailed => {
                stream.ledger.failed += amount;
            }
        }
        self.write_object(stream, place, route, flight);
        self.go_on_with(stream, place);
    }

    /// Notes what was delivered.
    fn write_object(&mut self, stream: &mut DeliveryStream, place: Place, route: Route, flight: Flight) {
        let now = self.now;
        let oldest = flight.runs.iter().map(|run| run.first_arrival).min().unwrap_or(now);
        let partition = tank_at(stream, place).and_then(|tank| tank.partition.clone());
        let Flight { runs, amount, cause, thresholds, began, attempts, .. } = flight;
        let number = stream.objects.next_number();
        self.trace.note(Step::Flushed, [now.0, u64::from(stream.id.0), amount.records, amount.bytes]);
        stream.deliveries.push(Delivered {
            began,
            at: now,
            lane: place.0,
            route,
            cause,
            thresholds,
            amount,
            oldest_age: now.since(oldest),
            attempts,
            object: number,
        });
        let object = Object {
            number,
            route,
            cause,
            version: stream.version,
            destination: Rc::clone(&stream.destination),
            conversion: stream.conversion.clone().filter(|_| route == Route::Destination),
            partition,
            indexes: if route == Route::Destination { indexes(&stream.destination.kind, &runs) } else { Vec::new() },
            oldest,
            delivered: now,
            amount,
            runs: None,
        };
        stream.objects.push(object, runs);
    }

    /// Nothing is left of a delivery.
    fn end_flight(&mut self, stream: &mut DeliveryStream, place: Place) {
        if let Some(tank) = tank_at(stream, place) {
            tank.flight = None;
        }
        self.go_on_with(stream, place);
    }

    /// A delivery is over: the size is raised or falls back, and what waits may be due.
    fn go_on_with(&mut self, stream: &mut DeliveryStream, place: Place) {
        let most = u64::from(stream.destination.bounds(self.profile).size_mib.1) * MIB;
        let Some(tank) = tank_at(stream, place) else {
            return;
        };
        let waiting = tank.buffer.amount.bytes;
        if waiting >= tank.buffer.size_bytes * 2 {
            tank.buffer.size_bytes = (tank.buffer.size_bytes * 2).min(most.max(tank.hint_bytes));
        } else if waiting < tank.hint_bytes {
            tank.buffer.size_bytes = tank.hint_bytes;
        }
        if tank.buffer.amount.is_empty() {
            // A partition is active as long as something of it is here.
            if let Some(lane) = stream.lanes.get_mut(&place.0) {
                lane.tanks.remove(&place.1);
            }
            return;
        }
        self.deliver_if_due(stream, place);
    }

    /// What gathers does so by the hints that hold now.
    pub(super) fn renew_hints(&mut self, stream: &mut DeliveryStream) {
        let places = stream.lanes.iter().flat_map(|(lane, value)| value.tanks.keys().map(move |tank| (*lane, *tank)));
        for place in places.collect::<Vec<Place>>() {
            let Some(route) = tank_at(stream, place).map(|tank| tank.route) else { continue };
            let set = stream.buffer(route, self.profile);
            let Some(tank) = tank_at(stream, place) else { continue };
            if (tank.hint_bytes, tank.buffer.interval) == (set.size_bytes, set.interval) {
                continue;
            }
            tank.hint_bytes = set.size_bytes;
            (tank.buffer.size_bytes, tank.buffer.interval) = (set.size_bytes, set.interval);
            let is_full = tank.buffer.amount.bytes >= set.size_bytes;
            if let Some(latest) = tank.buffer.due_at() {
                let at = if is_full { self.now } else { latest.max(self.now) };
                let due = FirehoseTask::TankDue { lane: place.0, tank: place.1, filling: tank.buffer.filling };
                self.plan_firehose(stream.id, at, due);
            }
        }
    }

    /// What nobody has taken for too long is lost.
    fn expire_waiting(&mut self, stream: &mut DeliveryStream, place: Place) {
        let (now, age) = (self.now, self.kept_for(stream));
        let Some(tank) = tank_at(stream, place) else {
            return;
        };
        let mut lost = tank.buffer.expire(age, now);
        if let Some(flight) = &mut tank.flight {
            let expired = expire(&mut flight.runs, age, now);
            flight.amount -= expired;
            lost += expired;
        }
        let is_copy = tank.route == Route::Backup;
        if !lost.is_empty() {
            self.trace.note(Step::Lost, [now.0, u64::from(stream.id.0), lost.records, lost.bytes]);
            *if is_copy { &mut stream.copies.lost } else { &mut stream.ledger.lost } += lost;
            let lost = if is_copy { 0 } else { lost.records };
            stream.history.add(now, &FirehoseSample { lost, ..FirehoseSample::default() });
        }
    }

    /// How long a record is kept that cannot be delivered.
    fn kept_for(&self, stream: &DeliveryStream) -> Micros {
        match &stream.source {
            SourcePlan::DirectPut => KEPT_FOR,
            SourcePlan::KinesisStream { stream } => {
                self.streams.find(stream).map_or(KEPT_FOR, |source| source.retention)
            }
        }
    }
}

fn tank_at(stream: &mut DeliveryStream, (lane, tank): Place) -> Option<&mut Tank> {
    stream.lanes.get_mut(&lane)?.tanks.get_mut(&tank)
}

fn is_redshift(stream: &DeliveryStream) -> bool {
    matches!(stream.destination.kind, DestinationKind::Redshift { .. })
}

/// How a delivery of a tank begins.
fn first_stage(stream: &mut DeliveryStream, place: Place) -> Stage {
    let is_bucket = stream.destination.is_bucket();
    match tank_at(stream, place).map(|tank| tank.route) {
        Some(Route::Destination) if !is_bucket => Stage::Request,
        _ => Stage::Upload,
    }
}
