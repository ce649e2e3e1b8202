//! What the view of Firehose draws: the delivery streams, and one of them from its source to its destination. Made only
//! while that view is open.
//!
//! Bounded: as many delivery streams as a world may have; of the one shown, the tanks, deliveries and slots of time that
//! [`tanks`], [`deliveries`] and [`series`] allow.

pub mod bucket;
pub mod deliveries;
pub mod desk;
pub mod intake;
pub mod preview;
pub mod series;
mod shelf;
pub mod sweep;
pub mod tanks;

use crate::engine::firehose::amount::Amount;
use crate::engine::firehose::lane::Route;
use crate::engine::firehose::ledger::Ledger;
use crate::engine::firehose::plan::{BufferingHints, DeliveryStreamPlan, FunctionPlan, SourcePlan};
use crate::engine::firehose::{Condition, DeliveryStream, DeliveryStreamStatus};
use crate::engine::ids::Bytes;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use bucket::BucketFrame;
use deliveries::{AgeFrame, DeliveryRow, ObjectsFrame};
use intake::{IntakeFrame, SourceFrame};
use serde::{Deserialize, Serialize};
use series::SeriesFrame;
use sweep::SweepFrame;
use tanks::{FlightRow, TankFrame};

/// What the view of Firehose asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirehoseView {
    /// The delivery stream that is shown; the first, if there is none of that name.
    pub chosen: Option<String>,
}

/// Firehose at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FirehoseFrame {
    /// The delivery streams, in the order of their coming.
    pub names: Vec<String>,
    /// The names of the data streams, from which a delivery stream may read.
    pub data_streams: Vec<String>,
    /// The names of the producers, which must differ.
    pub producers: Vec<String>,
    /// The functions.
    pub functions: Vec<FunctionPlan>,
    /// The delivery stream that is shown.
    pub shown: Option<Box<DeliveryFrame>>,
    /// What it has written, while that is open.
    pub bucket: Option<BucketFrame>,
    /// What other hints would make of its traffic, once that was asked for.
    pub sweep: Option<SweepFrame>,
}

/// A delivery stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryFrame {
    /// The moment.
    pub at: SimTime,
    /// What it would be made from now.
    pub plan: DeliveryStreamPlan,
    /// How records are gathered for the destination.
    pub hints: BufferingHints,
    /// The index to which what arrives now goes, where its name changes with time.
    pub index: Option<String>,
    /// Whether it is being created or deleted.
    pub status: DeliveryStreamState,
    /// How what stands behind it does.
    pub condition: Condition,
    /// Whether a key that encrypts objects of its buckets cannot be used.
    pub is_key_refused: bool,
    /// Where its records come from.
    pub source: SourceFrame,
    /// What happens to them before they gather, where there is a function.
    pub intake: Option<IntakeFrame>,
    /// What gathers, the tank that goes next first.
    pub tanks: Vec<TankFrame>,
    /// Tanks that are not told because there are too many.
    pub tanks_untold: u32,
    /// What is on its way, the oldest first.
    pub flights: Vec<FlightRow>,
    /// Deliveries on their way that are not told because there are too many.
    pub flights_untold: u32,
    /// What became of its records.
    pub outcome: Outcome,
    /// The age of the oldest record that has not reached the destination.
    pub freshness: Option<Micros>,
    /// When the settings were changed last, since when ages and objects are told.
    pub updated: Option<SimTime>,
    /// How old records were when they were delivered, by the cause of their delivery.
    pub ages: Vec<AgeFrame>,
    /// What was written lately.
    pub objects: ObjectsFrame,
    /// The latest deliveries, newest first.
    pub deliveries: Vec<DeliveryRow>,
    /// What happened along time.
    pub series: SeriesFrame,
}

/// The state of a delivery stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is AWS's DeliveryStreamStatus of its name")]
pub enum DeliveryStreamState {
    Creating,
    Active,
    Deleting,
}

/// What became of the records of a delivery stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Taken in.
    pub taken: Amount,
    /// Delivered to the destination.
    pub delivered: Amount,
    /// Deliveries to the destination because there was enough.
    pub by_size: u64,
    /// The same because enough time had passed.
    pub by_interval: u64,
    /// Dropped by the function.
    pub dropped: Amount,
    /// Below the error prefix.
    pub failed: Amount,
    /// Lost.
    pub lost: Amount,
    /// Copies in the backup.
    pub backed_up: Amount,
    /// Attempts to deliver that failed.
    pub failed_attempts: u64,
    /// Partitions that are active.
    pub partitions: u32,
    /// Records that were taken apart, and what came of them.
    pub split: [u64; 2],
    /// Bytes as they are billed.
    pub billed: Bytes,
    /// What it has cost so far, in billionths of a dollar.
    pub cost_nano_dollars: u64,
}

impl FirehoseView {
    /// The delivery stream that is shown.
    pub fn shown<'a>(&self, world: &'a World) -> Option<&'a DeliveryStream> {
        let firehoses = world.firehoses();
        let chosen = self.chosen.as_ref().and_then(|name| firehoses.find(name));
        chosen.or_else(|| firehoses.iter().next())
    }
}

impl FirehoseFrame {
    /// What `view` shows of a world; the time axis is at least so long.
    pub fn of(world: &World, view: &FirehoseView, seconds: u64) -> Self {
        let firehoses = world.firehoses();
        Self {
            names: firehoses.iter().map(|stream| stream.name.clone()).collect(),
            data_streams: world.streams().iter().map(|stream| stream.name.clone()).collect(),
            producers: world.present_producers().map(|producer| producer.name.clone()).collect(),
            functions: firehoses.functions().iter().map(|function| (**function).clone()).collect(),
            shown: view.shown(world).map(|stream| Box::new(DeliveryFrame::of(world, stream, seconds))),
            bucket: None,
            sweep: None,
        }
    }
}

impl DeliveryFrame {
    /// A delivery stream of a world.
    pub fn of(world: &World, stream: &DeliveryStream, seconds: u64) -> Self {
        let now = world.now();
        let (tanks, tanks_untold) = TankFrame::all(stream, now);
        let (flights, flights_untold) = FlightRow::all(stream);
        Self {
            at: now,
            plan: stream.plan(),
            index: stream.destination.kind.index_at(now.unix_seconds()),
            hints: stream.hints(Route::Destination, world.profile()),
            status: match stream.status {
                DeliveryStreamStatus::Creating => DeliveryStreamState::Creating,
                DeliveryStreamStatus::Active => DeliveryStreamState::Active,
                DeliveryStreamStatus::Deleting => DeliveryStreamState::Deleting,
            },
            condition: stream.condition,
            is_key_refused: std::iter::once(&stream.destination.bucket)
                .chain(&stream.destination.backup_bucket)
                .any(|bucket| world.refuses_key_of(bucket)),
            source: SourceFrame::of(world, stream),
            intake: IntakeFrame::of(world, stream),
            tanks,
            tanks_untold,
            flights,
            flights_untold,
            outcome: Outcome::of(stream),
            freshness: stream.freshness(now),
            updated: stream.updated,
            ages: AgeFrame::all(stream),
            objects: ObjectsFrame::of(stream, now),
            deliveries: DeliveryRow::latest(stream),
            series: SeriesFrame::of(stream, now, seconds),
        }
    }

    /// Whether its records come from callers.
    pub fn takes_puts(&self) -> bool {
        self.plan.source == SourcePlan::DirectPut
    }
}

impl Outcome {
    fn of(stream: &DeliveryStream) -> Self {
        let Ledger { taken, split, parts, delivered, dropped, failed, lost } = stream.ledger;
        Self {
            taken,
            delivered,
            by_size: stream.totals.by_size,
            by_interval: stream.totals.by_interval,
            dropped,
            failed,
            lost,
            backed_up: stream.copies.delivered,
            failed_attempts: stream.totals.failed_attempts,
            partitions: stream.active_partitions() as u32,
            split: [split.records, parts.records],
            billed: Bytes(stream.totals.billed_bytes),
            cost_nano_dollars: stream.bill().iter().map(|line| line.nano_dollars as u64).sum(),
        }
    }
}

#[cfg(test)]
mod desk_tests;
#[cfg(test)]
mod tests;
