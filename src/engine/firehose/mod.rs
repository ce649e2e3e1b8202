//! Amazon Data Firehose: delivery streams that capture, transform, gather and deliver records.
//!
//! A delivery stream takes records from callers or reads them from a Kinesis data stream, lets a function transform them,
//! gathers them in buffers and delivers each buffer when it is large or old enough. [`lane`] says what gathers apart from
//! what, [`buffer`] when it goes, [`ledger`] what became of all. Records are kept as [`run`]s; see there. Leaves out:
//! Amazon MSK and databases as sources, Snowflake and Iceberg tables as destinations, virtual private clouds, logging.

pub mod amount;
pub mod api;
pub mod buckets;
pub mod buffer;
pub mod command;
pub mod copying;
pub mod editions;
pub mod format;
pub mod hints;
pub mod lane;
pub mod ledger;
pub mod minute;
pub mod object;
pub mod plan;
pub mod prefixes;
pub mod quota;
pub mod run;
pub mod sample;
pub mod throttled;
pub mod validate;

use super::cost::deliveries::{DeliveryLine, bill};
use super::ids::{Bytes, StreamId};
use super::limits::Profile;
use super::metrics::sketch::LatencySketch;
use super::metrics::slots::History;
use super::random::RandomStream;
use super::time::{Micros, SimTime};
use amount::Amount;
use api::administration::Administration;
use buffer::{Buffer, Cause};
use command::Part;
use lane::{Lane, LaneId, Latest, Route};
use ledger::Ledger;
use litemap::LiteMap;
use object::Objects;
use plan::{
    BufferingHints, Conversion, DeliveryStreamPlan, DestinationKind, DestinationPlan, FunctionKind, FunctionPlan,
    SourcePlan, Splitting,
};
use run::Partitions;
use sample::{Delivered, FirehoseSample, Invoked, Totals};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use throttled::Throttled;

/// Bytes of a MiB, which Firehose calls MB.
pub const MIB: u64 = 1_048_576;
/// How long Firehose keeps what it cannot deliver, where the records were put directly. Documented.
pub const KEPT_FOR: Micros = Micros::hours(24);
/// Deliveries and invocations that are listed.
const LATEST_KEPT: usize = 512;

/// The number of a delivery stream among all that its world ever had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeliveryStreamId(pub u32);

/// The state of a delivery stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is AWS's DeliveryStreamStatus of its name")]
pub enum DeliveryStreamStatus {
    Creating,
    Active,
    Deleting,
}

/// How what stands behind a delivery stream does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The destination takes nothing.
    pub is_destination_out: bool,
    /// The bucket of the backup takes nothing.
    pub is_bucket_out: bool,
    /// How many times as long as it should everything takes.
    pub slow_factor: u32,
    /// When the destination takes something again, where that is settled.
    pub destination_back_at: Option<SimTime>,
    /// When the bucket takes something again, where that is settled.
    pub bucket_back_at: Option<SimTime>,
}

impl Condition {
    /// Everything is as it should be.
    pub const GOOD: Self = Self {
        is_destination_out: false,
        is_bucket_out: false,
        slow_factor: 1,
        destination_back_at: None,
        bucket_back_at: None,
    };

    /// From now on a part takes nothing, or takes again; until when, where that is settled.
    pub(in crate::engine) const fn set_outage(&mut self, part: Part, is_out: bool, back_at: Option<SimTime>) {
        match part {
            Part::Destination => (self.is_destination_out, self.destination_back_at) = (is_out, back_at),
            Part::Bucket => (self.is_bucket_out, self.bucket_back_at) = (is_out, back_at),
        }
    }

    /// When a part takes something again, where that is settled.
    pub const fn back_at(&self, part: Part) -> Option<SimTime> {
        match part {
            Part::Destination => self.destination_back_at,
            Part::Bucket => self.bucket_back_at,
        }
    }
}

/// One delivery stream.
#[derive(Clone, Debug)]
pub struct DeliveryStream {
    /// Its number.
    pub id: DeliveryStreamId,
    /// Its name.
    pub name: String,
    /// Its state.
    pub status: DeliveryStreamStatus,
    /// When it was created.
    pub created: SimTime,
    /// When its settings were changed last.
    pub updated: Option<SimTime>,
    /// Which edition of its settings holds: 1 at first.
    pub version: u32,
    /// Where its records come from.
    pub source: SourcePlan,
    /// What happens to them.
    pub destination: Rc<DestinationPlan>,
    /// How records are taken apart.
    pub(in crate::engine) splitting: Option<Rc<Splitting>>,
    /// What is put behind records.
    pub(in crate::engine) delimiter: Option<Rc<str>>,
    /// The partitions, shared by all that belong to one.
    pub(in crate::engine) partitions: Option<Rc<Partitions>>,
    /// The conversion with its columns, once they are known.
    pub(in crate::engine) conversion: Option<Rc<Conversion>>,
    /// The minute in progress.
    pub minute: minute::FirehoseMinute,
    /// Its tags and its encryption.
    pub administration: Administration,
    /// How what stands behind it does.
    pub condition: Condition,
    /// Its lanes, by number.
    pub lanes: LiteMap<LaneId, Lane>,
    pub(in crate::engine) lanes_made: u32,
    /// How many shards of which stream it has met.
    pub(in crate::engine) shards_met: LiteMap<StreamId, u32>,
    /// The room for direct puts.
    pub quota: quota::Quota,
    /// What became of the records.
    pub ledger: Ledger,
    /// What became of the copies for the backup.
    pub copies: Ledger,
    /// What happened, as counts.
    pub totals: Totals,
    /// When puts were throttled.
    pub throttled_puts: Throttled,
    /// When reads of the source were throttled.
    pub throttled_reads: Throttled,
    /// The same along time.
    pub history: History<FirehoseSample>,
    /// How old records were when they were delivered since the settings changed, by why their buffer went.
    pub ages: LiteMap<Cause, LatencySketch>,
    /// What was written.
    pub objects: Objects,
    /// The latest deliveries.
    pub deliveries: Latest<Delivered>,
    /// The latest invocations of the function.
    pub invocations: Latest<Invoked>,
    /// Records that the function was given.
    pub given: u64,
    pub(in crate::engine) invoked: u64,
    /// The chance by which invocations fail.
    pub(in crate::engine) chance: RandomStream,
    /// The chance by which puts take their time.
    pub(in crate::engine) put_chance: RandomStream,
}

impl DeliveryStream {
    /// A delivery stream that has nothing yet.
    pub fn new(id: DeliveryStreamId, plan: &DeliveryStreamPlan, profile: Profile, seed: u64, now: SimTime) -> Self {
        let mut stream = Self {
            id,
            name: plan.name.clone(),
            status: DeliveryStreamStatus::Creating,
            created: now,
            updated: None,
            version: 1,
            source: plan.source.clone(),
            splitting: None,
            delimiter: None,
            partitions: None,
            conversion: None,
            destination: Rc::new(plan.destination.clone()),
            minute: minute::FirehoseMinute::default(),
            administration: Administration::default(),
            condition: Condition::GOOD,
            lanes: LiteMap::new(),
            lanes_made: 0,
            shards_met: LiteMap::new(),
            quota: quota::Quota::new(profile, now),
            ledger: Ledger::default(),
            copies: Ledger::default(),
            totals: Totals::default(),
            throttled_puts: Throttled::default(),
            throttled_reads: Throttled::default(),
            history: History::default(),
            ages: LiteMap::new(),
            objects: Objects::default(),
            deliveries: Latest::of(LATEST_KEPT),
            invocations: Latest::of(LATEST_KEPT),
            given: 0,
            invoked: 0,
            chance: RandomStream::new(seed, &format!("{}/invocations", plan.name)),
            put_chance: RandomStream::new(seed, &format!("{}/puts", plan.name)),
        };
        stream.know_format();
        if plan.source == SourcePlan::DirectPut {
            stream.add_lane(None, profile);
        }
        stream
    }

    /// What it has cost so far, up to the end of the last minute for conversion.
    pub fn bill(&self) -> Vec<DeliveryLine> {
        bill(Bytes(self.totals.billed_bytes), Bytes(self.minute.converted_bytes))
    }

    /// What it would be made from, with the settings that hold now.
    pub fn plan(&self) -> DeliveryStreamPlan {
        DeliveryStreamPlan {
            name: self.name.clone(),
            source: self.source.clone(),
            destination: (*self.destination).clone(),
        }
    }

    /// It has other settings from now on.
    pub(in crate::engine) fn set(&mut self, destination: DestinationPlan, profile: Profile, now: SimTime) {
        self.destination = Rc::new(destination);
        self.know_format();
        self.version += 1;
        self.updated = Some(now);
        // Ages tell of the settings that hold.
        self.ages = LiteMap::new();
        let intake = self.intake_buffer(profile);
        for lane in self.lanes.iter_mut().map(|(_, value)| value) {
            // What waits for a function that is gone is handed on by the world.
            match (&mut lane.intake, &intake) {
                (Some(kept), Some(set)) => (kept.size_bytes, kept.interval) = (set.size_bytes, set.interval),
                (None, set) => lane.intake.clone_from(set),
                (Some(_), None) => {}
            }
        }
    }

    /// Reads off the settings what is done to records on their way. Columns that nobody named are known later.
    fn know_format(&mut self) {
        self.splitting = self.destination.splitting.clone().map(Rc::new);
        let delimiter = || Rc::from(self.destination.delimiter.as_deref().unwrap_or("\n"));
        self.delimiter = self.destination.appends_delimiter.then(delimiter);
        self.partitions = self
            .destination
            .partitioning
            .as_ref()
            .map(|plan| Rc::new(Partitions::new(plan, self.destination.keys_of_function())));
        let conversion = self.destination.conversion.clone();
        self.conversion = conversion.filter(|conversion| !conversion.columns.is_empty()).map(Rc::new);
    }

    /// One more lane, for a shard or for direct puts.
    pub(in crate::engine) fn add_lane(&mut self, reading: Option<lane::Reading>, profile: Profile) -> LaneId {
        let id = LaneId(self.lanes_made);
        self.lanes_made += 1;
        self.lanes.insert(id, Lane::new(reading, self.intake_buffer(profile)));
        id
    }

    /// The buffer before the function, if there is one.
    fn intake_buffer(&self, profile: Profile) -> Option<Buffer> {
        let transformation = self.destination.transformation.as_ref()?;
        let hints = hints::transformation_hints(&self.destination.kind, profile);
        let size_kib = transformation.buffer_size_kib.unwrap_or(hints.size_kib.2);
        let interval_s = transformation.buffer_interval_s.unwrap_or(hints.interval_s.2);
        Some(Buffer::new(u64::from(size_kib) * 1_024, interval(interval_s)))
    }

    /// The hints for what takes this route.
    pub fn hints(&self, route: Route, profile: Profile) -> BufferingHints {
        let destination = &self.destination;
        let is_bucket = matches!(destination.kind, DestinationKind::S3 | DestinationKind::Redshift { .. });
        let (given, bounds) = match route {
            Route::Backup | Route::DeliveryFailed => {
                let bucket = destination.backup_bucket.as_ref().unwrap_or(&destination.bucket);
                let given = if is_bucket && destination.backup_bucket.is_none() { None } else { bucket.buffering };
                (given, hints::backup_hints(profile))
            }
            _ if is_bucket => {
                (destination.buffering.or(destination.bucket.buffering), hints::hints_of(&destination.kind, profile))
            }
            Route::ProcessingFailed | Route::ConversionFailed | Route::PartitionsExceeded => {
                (destination.bucket.buffering, hints::backup_hints(profile))
            }
            Route::Destination => (destination.buffering, hints::hints_of(&destination.kind, profile)),
        };
        let is_main = route == Route::Destination;
        let default_mib = match () {
            () if is_main && destination.conversion.is_some() => hints::CONVERSION_SIZE_MIB.2,
            () if is_main && destination.partitioning.is_some() => hints::PARTITIONING_SIZE_MIB.2,
            () => bounds.size_mib.2,
        };
        given.unwrap_or(BufferingHints { size_mib: default_mib, interval_s: bounds.interval_s.2 })
    }

    /// An empty buffer for what takes this route.
    pub(in crate::engine) fn buffer(&self, route: Route, profile: Profile) -> Buffer {
        let hints = self.hints(route, profile);
        Buffer::new(u64::from(hints.size_mib) * MIB, interval(hints.interval_s))
    }

    /// What waits, of the records themselves and of their copies for the backup.
    pub fn waiting(&self) -> (Amount, Amount) {
        let none = (Amount::default(), Amount::default());
        self.lanes.values().map(Lane::waiting).fold(none, |sum, (own, copies)| (sum.0 + own, sum.1 + copies))
    }

    /// The age of the oldest record that has not reached the destination.
    pub fn freshness(&self, now: SimTime) -> Option<Micros> {
        self.lanes.values().filter_map(Lane::oldest).min().map(|oldest| now.since(oldest))
    }

    /// Partitions that are active now.
    pub fn active_partitions(&self) -> usize {
        self.lanes.values().map(Lane::active_partitions).sum()
    }

    /// Whether what this route leads to takes nothing now; a `COPY` that cannot read what it finds takes nothing either.
    /// What a cluster copies, and everything that failed, is written to the bucket.
    pub(in crate::engine) fn is_out(&self, route: Route, stage: lane::Stage) -> bool {
        let is_s3 = self.destination.kind == DestinationKind::S3;
        if stage == lane::Stage::Copy && !self.destination.can_copy() {
            return true;
        }
        match self.part_of(route, stage, is_s3) {
            Part::Destination => self.condition.is_destination_out,
            Part::Bucket => self.condition.is_bucket_out,
        }
    }

    fn part_of(&self, route: Route, stage: lane::Stage, is_s3: bool) -> Part {
        let has_backup_bucket = self.destination.backup_bucket.is_some();
        match (route, stage) {
            (Route::Backup, _) if has_backup_bucket => Part::Bucket,
            (_, lane::Stage::Upload) if !is_s3 => Part::Bucket,
            _ => Part::Destination,
        }
    }

    /// The first edition of the functions that a world has.
    pub fn functions_at_first() -> Vec<Rc<FunctionPlan>> {
        let kinds = [
            ("add-newline", FunctionKind::AddNewline),
            ("filter", FunctionKind::Filter { field: "type".to_owned(), keeps: "click".to_owned() }),
            ("mask-field", FunctionKind::MaskField { field: "user".to_owned() }),
            ("csv-to-json", FunctionKind::CsvToJson { columns: ["time", "name", "value"].map(str::to_owned).to_vec() }),
            ("partition-keys", FunctionKind::PartitionKeys { fields: vec!["type".to_owned()] }),
            ("fail-every-nth", FunctionKind::FailEveryNth { n: 10 }),
        ];
        kinds.map(|(name, kind)| Rc::new(FunctionPlan::of(name, kind))).to_vec()
    }
}

/// How long a buffer waits that has this hint. Assumed: without a time to wait, records are gathered for a second.
const fn interval(hint_s: u32) -> Micros {
    if hint_s == 0 { Micros::SECOND } else { Micros::seconds(hint_s as u64) }
}
