//! Size against interval, measured: the same traffic in copies of a world, each with other buffering hints.
//!
//! In each copy the delivery stream is made anew with the hints, as it stands otherwise and with the same trouble behind it,
//! so that nothing that gathered under other hints is among what is measured; everything else goes on as it would. One hint
//! is varied at a time, the other one stays as it is. Objects an hour are those at their mean size that what has come to
//! the buffers makes, so that what still gathers at the end of a run does not count as nothing.
//! Leaves out: hints of the backup and of what failed, and that a reshard that nobody has planned may come.

use crate::engine::command::Command;
use crate::engine::firehose::DeliveryStream;
use crate::engine::firehose::amount::Amount;
use crate::engine::firehose::command::{DeliveryCommand, Part};
use crate::engine::firehose::lane::{Route, Tank};
use crate::engine::firehose::plan::{BufferingHints, DestinationPlan};
use crate::engine::limits::Profile;
use crate::engine::metrics::sketch::LatencySketch;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// Sizes that are tried, where the destination allows them, in MiB.
const SIZES_MIB: [u32; 6] = [1, 2, 5, 16, 64, 128];
/// Intervals that are tried, likewise, in seconds.
const INTERVALS_S: [u32; 6] = [0, 60, 120, 300, 600, 900];
/// What a run lasts beside the times that its buffers wait: for the first record, and for deliveries.
const BESIDE: Micros = Micros::seconds(60);
/// The longest run: two of the longest intervals, and what comes beside.
const RUN_MAX: Micros = Micros::seconds(2 * 900 + 120);

/// What a run with these hints came to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct HintRow {
    /// The hints.
    pub hints: BufferingHints,
    /// How long the run lasted.
    pub lasted: Micros,
    /// Deliveries to the destination because of the size.
    pub by_size: u64,
    /// The same because of the interval.
    pub by_interval: u64,
    /// The median and the 99th percentile of the ages at delivery; nothing if nothing was delivered.
    pub ages: Option<(Micros, Micros)>,
    /// Bytes of an object before compression, on the average.
    pub mean_bytes: u64,
    /// Objects or requests in an hour.
    pub objects_per_hour: f64,
}

impl HintRow {
    /// Deliveries to the destination.
    pub const fn deliveries(&self) -> u64 {
        self.by_size + self.by_interval
    }
}

/// Runs of one world with different hints, one after another.
#[derive(Clone, Debug)]
pub struct HintSweep {
    delivery_stream: String,
    base: World,
    hints: Vec<BufferingHints>,
    rows: Vec<HintRow>,
    /// The copy under way.
    trial: Option<Trial>,
}

/// A copy under way.
#[derive(Clone, Debug)]
struct Trial {
    world: World,
    hints: BufferingHints,
    began: SimTime,
    until: SimTime,
}

/// The hints that are tried: each size at the present interval, then each interval at the present size; the present ones
/// stand in both rows and are run once.
pub fn hints_to_try(destination: &DestinationPlan, present: BufferingHints, profile: Profile) -> Vec<BufferingHints> {
    let bounds = destination.bounds(profile);
    let within = |(least, most, _): (u32, u32, u32), tried: &[u32], present: u32| {
        let mut values: Vec<u32> = tried.iter().copied().filter(|value| (least..=most).contains(value)).collect();
        values.push(present);
        values.sort_unstable();
        values.dedup();
        values
    };
    let sizes = within(bounds.size_mib, &SIZES_MIB, present.size_mib);
    let intervals = within(bounds.interval_s, &INTERVALS_S, present.interval_s);
    let of_size = sizes.into_iter().map(|size_mib| BufferingHints { size_mib, ..present });
    let of_interval = intervals.into_iter().map(|interval_s| BufferingHints { interval_s, ..present });
    of_size.chain(of_interval.filter(|hints| *hints != present)).collect()
}

impl HintSweep {
    /// Everything that is to be tried with a delivery stream of this world, beginning now; nothing if there is none of that
    /// name.
    pub fn of(world: &World, delivery_stream: &str) -> Option<Self> {
        let stream = world.firehoses().find(delivery_stream)?;
        let present = stream.hints(Route::Destination, world.profile());
        Some(Self {
            delivery_stream: delivery_stream.to_owned(),
            hints: hints_to_try(&stream.destination, present, world.profile()),
            base: world.clone().without_journal(),
            rows: Vec::new(),
            trial: None,
        })
    }

    /// The delivery stream's name.
    pub fn delivery_stream(&self) -> &str {
        &self.delivery_stream
    }

    /// The world from which the copies are.
    pub const fn base(&self) -> &World {
        &self.base
    }

    /// What has been measured so far, in the order in which it is tried.
    pub fn rows(&self) -> &[HintRow] {
        &self.rows
    }

    /// Whether everything has been measured.
    pub const fn is_done(&self) -> bool {
        self.rows.len() == self.hints.len()
    }

    /// How much of all is done, in thousandths of simulated time.
    pub fn progress(&self) -> u32 {
        let whole: u64 = self.hints.iter().map(|hints| self.length(*hints).0).sum();
        let done: u64 = self.rows.iter().map(|row| row.lasted.0).sum();
        let under_way = self.trial.as_ref().map_or(0, |trial| trial.world.now().since(trial.began).0);
        u32::try_from((done + under_way) * 1_000 / whole.max(1)).unwrap_or(1_000)
    }

    /// Lets the copy under way go on by so much simulated time; a new one begins where none is. Returns whether there is
    /// more to do.
    pub fn advance(&mut self, by: Micros) -> bool {
        if self.trial.is_none() {
            self.trial = self.hints.get(self.rows.len()).map(|hints| self.begin(*hints));
        }
        let Some(trial) = &mut self.trial else {
            return false;
        };
        let to = (trial.world.now() + by).min(trial.until);
        trial.world.advance_to(to);
        if to == trial.until {
            let row = row(&trial.world, &self.delivery_stream, trial.hints, trial.until.since(trial.began));
            self.rows.push(row);
            self.trial = None;
        }
        !self.is_done()
    }

    /// How long a run with these hints lasts: two deliveries by the interval, and what they wait for the function.
    fn length(&self, hints: BufferingHints) -> Micros {
        let stream = self.base.firehoses().find(&self.delivery_stream);
        let lanes = stream.into_iter().flat_map(|stream| stream.lanes.values());
        let intake = lanes.filter_map(|lane| lane.intake.as_ref()).map(|buffer| buffer.interval).max();
        let waits = Micros::seconds(u64::from(hints.interval_s)) * 2 + intake.unwrap_or_default();
        (waits + BESIDE).min(RUN_MAX)
    }

    fn begin(&self, hints: BufferingHints) -> Trial {
        let mut world = self.base.clone();
        if let Some(stream) = world.firehoses().find(&self.delivery_stream) {
            for command in anew(stream, hints) {
                let done = world.execute(Command::Delivery(command));
                assert!(done.is_ok(), "it was there with hints of the same bounds: {done:?}");
            }
        }
        let began = world.now();
        Trial { world, hints, began, until: began + self.length(hints) }
    }
}

/// The commands that make a delivery stream anew with these hints, with the same trouble behind it.
fn anew(stream: &DeliveryStream, hints: BufferingHints) -> Vec<DeliveryCommand> {
    let delivery_stream = stream.name.clone();
    let mut plan = stream.plan();
    plan.destination.buffering = Some(hints);
    let mut commands =
        vec![DeliveryCommand::Remove { delivery_stream: delivery_stream.clone() }, DeliveryCommand::Add(plan.into())];
    let condition = stream.condition;
    for (part, is_out) in [(Part::Destination, condition.is_destination_out), (Part::Bucket, condition.is_bucket_out)] {
        if is_out {
            commands.push(DeliveryCommand::SetOutage { delivery_stream: delivery_stream.clone(), part, is_out });
        }
    }
    if condition.slow_factor > 1 {
        commands.push(DeliveryCommand::SetSlow { delivery_stream, factor: condition.slow_factor });
    }
    commands
}

/// What a delivery stream that is as old as the run has come to.
fn row(world: &World, delivery_stream: &str, hints: BufferingHints, lasted: Micros) -> HintRow {
    let mut row =
        HintRow { hints, lasted, by_size: 0, by_interval: 0, ages: None, mean_bytes: 0, objects_per_hour: 0.0 };
    let Some(stream) = world.firehoses().find(delivery_stream) else {
        return row;
    };
    (row.by_size, row.by_interval) = (stream.totals.by_size, stream.totals.by_interval);
    let mut ages = LatencySketch::default();
    stream.ages.values().for_each(|of_cause| ages.merge(of_cause));
    row.ages = ages.percentile(500).zip(ages.percentile(990));
    let Amount { records, bytes, .. } = stream.ledger.delivered;
    row.mean_bytes = bytes.checked_div(row.deliveries()).unwrap_or(0);
    if records > 0 {
        let objects = row.deliveries() as f64 * come(stream) / records as f64;
        row.objects_per_hour = objects * Micros::HOUR.0 as f64 / lasted.0.max(1) as f64;
    }
    row
}

/// Records that have come for the destination, also what still gathers; of what waits for the function, the share that
/// came through it before.
fn come(stream: &DeliveryStream) -> f64 {
    let tanks = stream.lanes.values().flat_map(|lane| lane.tanks.values());
    let gathering: Amount = tanks.clone().filter(|tank| tank.route == Route::Destination).map(Tank::waiting).sum();
    let elsewhere: Amount = tanks.filter(|tank| tank.route != Route::Backup).map(Tank::waiting).sum();
    let before = stream.waiting().0.records - elsewhere.records;
    let taken = stream.ledger.come().records;
    let through = stream.ledger.delivered.records + gathering.records;
    through as f64 * taken as f64 / (taken - before).max(1) as f64
}
