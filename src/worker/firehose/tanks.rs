//! Tanks: what gathers, how fast it rises, when it goes; and what is on its way.

use crate::engine::firehose::DeliveryStream;
use crate::engine::firehose::amount::Amount;
use crate::engine::firehose::buffer::Cause;
use crate::engine::firehose::lane::{Flight, Lane, Route, Stage, Tank};
use crate::engine::firehose::plan::SourcePlan;
use crate::engine::firehose::run::Run;
use crate::engine::ids::ShardId;
use crate::engine::metrics::slots::Resolution;
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};

/// Tanks that are told at most.
pub const TANKS_SHOWN: usize = 12;
/// Deliveries on their way that are told at most.
pub const FLIGHTS_SHOWN: usize = 4;
/// How much time a tank's rate of filling is of; more where records come by way of a function.
const RATE_OF: Micros = Micros::seconds(10);

/// A tank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TankFrame {
    /// The number of its lane.
    pub lane: u32,
    /// The shard of its lane; direct puts have none.
    pub shard: Option<ShardId>,
    /// Where it goes.
    pub route: Route,
    /// The values of its partition keys.
    pub partition: Option<String>,
    /// What gathers.
    pub amount: Amount,
    /// From how many bytes on it goes.
    pub size_bytes: u64,
    /// How many were asked for; the size is raised beyond it while delivery falls behind.
    pub hint_bytes: u64,
    /// Since when the first record has been here.
    pub since: Option<SimTime>,
    /// How long the first record waits.
    pub interval: Micros,
    /// Bytes that come each second at present.
    pub rate_bytes_per_s: f64,
    /// Whether a delivery of this tank is under way, which the next one waits for.
    pub has_flight: bool,
}

/// A delivery on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlightRow {
    /// The number of its lane.
    pub lane: u32,
    /// The shard of its lane.
    pub shard: Option<ShardId>,
    /// Where it goes.
    pub route: Route,
    /// The values of its partition keys.
    pub partition: Option<String>,
    /// How much it is.
    pub amount: Amount,
    /// Why it went.
    pub cause: Cause,
    /// When it went.
    pub began: SimTime,
    /// How far it has come.
    pub stage: Stage,
    /// Attempts that have begun.
    pub attempts: u32,
    /// When the first attempt failed.
    pub failing_since: Option<SimTime>,
    /// When the attempt ends, or the next one begins.
    pub until: SimTime,
    /// Whether it waits for the next attempt.
    pub is_waiting: bool,
}

impl TankFrame {
    /// The tanks of a delivery stream, the one that goes next first, and how many more there are.
    pub fn all(stream: &DeliveryStream, now: SimTime) -> (Vec<Self>, u32) {
        let tanks = stream.lanes.iter().flat_map(|(id, lane)| lane.tanks.values().map(move |tank| (id, lane, tank)));
        let gathering = tanks.filter(|(.., tank)| tank.route == Route::Destination || !tank.buffer.amount.is_empty());
        let mut found: Vec<(u32, &Lane, &Tank)> = gathering.map(|(id, lane, tank)| (id.0, lane, tank)).collect();
        let arriving = arriving(stream, now) / found.len().max(1) as f64;
        // Which goes next is told from all; what is costly, from those that are shown.
        let by_time = |(.., tank): &(u32, &Lane, &Tank)| {
            let fullness = tank.buffer.amount.bytes * 1_000 / tank.buffer.size_bytes.max(1);
            (tank.route != Route::Destination, std::cmp::Reverse(fullness), tank.buffer.due_at().is_none())
        };
        found.sort_by_key(by_time);
        let untold = found.len().saturating_sub(TANKS_SHOWN) as u32;
        found.truncate(TANKS_SHOWN);
        let has_function = stream.destination.transformation.is_some();
        // What is read comes in turns, as what a function holds up does.
        let is_held_up = has_function || stream.source != SourcePlan::DirectPut;
        let mut told: Vec<Self> = found
            .into_iter()
            .map(|(id, lane, tank)| {
                let window = if has_function { tank.buffer.interval.max(RATE_OF) } else { RATE_OF };
                let rate = rate(tank, now, window, is_held_up).unwrap_or(arriving);
                Self::of(id, lane, tank, rate)
            })
            .collect();
        told.sort_by_key(|tank| (tank.route != Route::Destination, tank.goes_in(now).map_or(u64::MAX, |wait| wait.0)));
        (told, untold)
    }

    fn of(id: u32, lane: &Lane, tank: &Tank, rate_bytes_per_s: f64) -> Self {
        Self {
            lane: id,
            shard: lane.reading.as_ref().map(|reading| reading.shard),
            route: tank.route,
            partition: partition(tank),
            amount: tank.buffer.amount,
            size_bytes: tank.buffer.size_bytes,
            hint_bytes: tank.hint_bytes,
            since: tank.buffer.since,
            interval: tank.buffer.interval,
            rate_bytes_per_s,
            has_flight: tank.flight.is_some(),
        }
    }

    /// When enough time will have passed.
    pub fn due_at(&self) -> Option<SimTime> {
        self.since.map(|since| since + self.interval)
    }

    /// How long until there will be enough, if it goes on so; nothing where nothing comes.
    pub fn full_in(&self) -> Option<Micros> {
        let missing = self.size_bytes.saturating_sub(self.amount.bytes) as f64;
        // Below a byte a second nobody would live to see it.
        (self.rate_bytes_per_s >= 1.0).then(|| Micros((missing / self.rate_bytes_per_s * 1e6) as u64))
    }

    /// How long until one of both conditions will be met.
    pub fn goes_in(&self, now: SimTime) -> Option<Micros> {
        let due = self.due_at()?.since(now);
        Some(self.full_in().map_or(due, |full| full.min(due)))
    }
}

impl FlightRow {
    /// What is on its way, the oldest first, and how many more there are.
    pub fn all(stream: &DeliveryStream) -> (Vec<Self>, u32) {
        let tanks = stream.lanes.iter().flat_map(|(id, lane)| lane.tanks.values().map(move |tank| (id.0, lane, tank)));
        let flying = tanks.filter_map(|(id, lane, tank)| Some((id, lane, tank, tank.flight.as_ref()?)));
        let mut rows: Vec<Self> = flying.map(|(id, lane, tank, flight)| Self::of(id, lane, tank, flight)).collect();
        rows.sort_by_key(|row| (row.route != Route::Destination, row.began));
        let untold = rows.len().saturating_sub(FLIGHTS_SHOWN) as u32;
        rows.truncate(FLIGHTS_SHOWN);
        (rows, untold)
    }

    fn of(id: u32, lane: &Lane, tank: &Tank, flight: &Flight) -> Self {
        Self {
            lane: id,
            shard: lane.reading.as_ref().map(|reading| reading.shard),
            route: tank.route,
            partition: partition(tank),
            amount: flight.amount,
            cause: flight.cause,
            began: flight.began,
            stage: flight.stage,
            attempts: flight.attempts,
            failing_since: flight.failing_since,
            until: flight.until,
            is_waiting: flight.is_waiting,
        }
    }
}

fn partition(tank: &Tank) -> Option<String> {
    tank.partition.as_ref().map(|values| values.join("/"))
}

/// Bytes that the delivery stream took each second lately.
fn arriving(stream: &DeliveryStream, now: SimTime) -> f64 {
    let newest = now.slot(Micros::SECOND);
    let first = newest.saturating_sub(RATE_OF.0 / Micros::SECOND.0);
    let bytes: u64 = (first..newest).map(|slot| stream.history.slot(Resolution::Second, slot).bytes).sum();
    bytes as f64 / newest.saturating_sub(first).max(1) as f64
}

/// Bytes that came each second within `window`, as the arrivals of what is here tell; nothing where too little is here.
/// What a function holds up is counted from the newest that has come through.
fn rate(tank: &Tank, now: SimTime, window: Micros, is_held_up: bool) -> Option<f64> {
    let flying = tank.flight.iter().flat_map(|flight| &flight.runs);
    let runs = || flying.clone().chain(&tank.buffer.runs);
    let end = if is_held_up { runs().map(|run: &Run| run.last_arrival).max()? } else { now };
    let from = SimTime(end.0.saturating_sub(window.0));
    let recent = || runs().filter(|run| run.last_arrival >= from);
    let first = recent().map(|run| run.first_arrival).min()?;
    let span = end.since(first.max(from));
    let bytes: u64 = recent().map(|run| run.amount.bytes).sum();
    (span >= Micros::seconds(2)).then(|| bytes as f64 / span.as_seconds())
}
