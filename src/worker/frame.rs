//! Frames: what the page draws of a world at one moment. A summary, never the world.
//!
//! Numbers of shards come in hash order. What changes slowly (the explanation, the charts) comes a few times a second.

use crate::engine::api::choices::{StreamMode, StreamStatus};
use crate::engine::hash::HashRange;
use crate::engine::ids::{Bytes, ShardId, StreamId};
use crate::engine::limits::{LimitId, Profile};
use crate::engine::plan::Plan;
use crate::engine::producer::traffic::Traffic;
use crate::engine::stream::Stream;
use crate::engine::stream::reshard::Reshard;
use crate::engine::stream::shard::{Lineage, Shard};
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use crate::learn::explanation::Explanation;
use crate::learn::failure::FailureNote;
use crate::scenario::file::Scenario;
use crate::worker::charts::Charts;
use crate::worker::firehose::FirehoseFrame;
use crate::worker::pipeline::PipelineFrame;
use crate::worker::readers::Readers;
use crate::worker::region::RegionFrame;
use crate::worker::totals::Totals;
use crate::worker::{encoded::Encoded, lineage::Heat};
use serde::{Deserialize, Serialize};

/// Expired shards that the page is told of at most.
pub const EXPIRED_SHOWN: usize = 256;
/// Sampled records in a frame at most.
pub const DOTS_MAX: usize = 200;

/// A scenario that begins: what does not change while it runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loaded {
    /// The scenario as it was loaded.
    pub scenario: Scenario,
    /// The stream in view.
    pub stream: Option<StreamFrame>,
}

/// A stream: what changes only when something is done to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StreamFrame {
    /// Its number.
    pub id: StreamId,
    /// Its name.
    pub name: String,
    /// Its state.
    pub status: StreamStatus,
    /// Its capacity mode.
    pub mode: StreamMode,
    /// Its retention period.
    pub retention: Micros,
    /// Counts its layouts.
    pub layout: u32,
    /// The open shards with their ranges, in hash order.
    pub shards: Vec<(ShardId, HashRange)>,
    /// All shards that are listed, in the order of their numbers.
    pub lineage: Vec<LineageFrame>,
    /// Shards that have expired, in the order of their numbers: the last [`EXPIRED_SHOWN`].
    pub expired: Vec<LineageFrame>,
}

/// A shard's life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LineageFrame {
    /// The shard.
    pub id: ShardId,
    /// Its hash keys.
    pub range: HashRange,
    /// Where it comes from, and when it was opened and closed.
    pub lineage: Lineage,
}

/// A search for what happens next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// How far it has come.
    pub at: SimTime,
    /// Whether it is for a delivery, rather than for throttling.
    pub is_for_flush: bool,
}

/// The world at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Counts frames.
    pub number: u64,
    /// The moment.
    pub at: SimTime,
    /// Whether it carries what comes a few times a second only.
    pub has_details: bool,
    /// Whether time passes.
    pub is_playing: bool,
    /// A search that goes on.
    pub search: Option<Search>,
    /// The speed that was asked for, in simulated seconds a second.
    pub speed: f64,
    /// The speed that is reached.
    pub speed_reached: f64,
    /// The limits profile that holds.
    pub profile: Profile,
    /// What a shard takes in a second.
    pub allowed: Rate,
    /// The names of all streams.
    pub streams: Vec<String>,
    /// The stream in view and the number of its layout, to which the shards below belong.
    pub layout: Option<(StreamId, u32)>,
    /// What goes on with the stream in view.
    pub progress: Progress,
    /// Each shard's last second, in hash order.
    pub shards: Vec<ShardFrame>,
    /// Of the stream in view, since its beginning.
    pub totals: Totals,
    /// The producers.
    pub producers: Vec<ProducerFrame>,
    /// Records that were sampled since the last frame.
    pub dots: Vec<Dot>,
    /// How many records each of them stands for.
    pub records_per_dot: f64,
    /// The latest throttling episodes, newest first.
    pub episodes: Vec<EpisodeFrame>,
    /// Requests to the stream in view that fail, or failed, as a whole; to any, where none is in view. Newest first.
    pub failures: Vec<FailureNote>,
    /// What delivery streams refused, or were refused, latest.
    pub throttled_deliveries: Vec<ThrottledDelivery>,
    /// A few times a second: the explanation of the shard in view.
    pub explanation: Option<Explanation>,
    /// A few times a second: the charts.
    pub charts: Option<Charts>,
    /// A few times a second, while the lineage is in view: each shard's load along time.
    pub heat: Option<Heat>,
    /// As often: where its readers stand.
    pub readers: Option<Readers>,
    /// A few times a second, while the view of the Region is open: what it shows.
    pub region: Option<Encoded<RegionFrame>>,
    /// As often, while the view of the pipeline is open: what it shows.
    pub pipeline: Option<Encoded<PipelineFrame>>,
    /// As often, while the view of Firehose is open: what it shows.
    pub firehose: Option<Encoded<FirehoseFrame>>,
    /// A few times a second: the plan of what is there now.
    pub plan: Option<Encoded<Plan>>,
    /// The fingerprint of everything that happened.
    pub trace_hash: u64,
}

/// What goes on with a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// When it will be ACTIVE, where that is known.
    pub ready_at: Option<SimTime>,
    /// The splits and merges that are still to come.
    pub steps_left: u32,
    /// When on-demand capacity is reviewed next.
    pub review_at: Option<SimTime>,
    /// Calls of `UpdateShardCount` within the last day.
    pub shard_count_calls: u32,
    /// Calls of `UpdateStreamMode` within the last day.
    pub mode_calls: u32,
    /// Open shards that the quota and the rule of double allow at most.
    pub shards_most: u32,
}

/// Both measures of a write load.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Records in a second.
    pub records: u64,
    /// Bytes in a second, partition keys counted.
    pub bytes: Bytes,
}

/// A shard's last second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardFrame {
    /// What was asked.
    pub offered: Rate,
    /// What was stored.
    pub accepted: Rate,
    /// Records refused by the limit of bytes.
    pub refused_by_bytes: u64,
    /// Records refused by the limit of records.
    pub refused_by_records: u64,
    /// Records refused since the beginning.
    pub refused_total: u64,
    /// Records that can be read.
    pub stored_records: u64,
}

/// A producer: what it sends, and to where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProducerFrame {
    /// Its name.
    pub name: String,
    /// What it sends.
    pub traffic: Traffic,
    /// The stream to which it sends.
    pub stream: String,
}

/// One real record, sampled.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dot {
    /// Its place in the hash space, 0 to 1.
    pub position: f32,
    /// Its shard's place in the list.
    pub shard: u32,
    /// Whether it was stored.
    pub is_accepted: bool,
}

/// A throttling episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpisodeFrame {
    /// Its number.
    pub number: u64,
    /// The shard.
    pub shard: ShardId,
    /// The limit that refused first.
    pub limit: LimitId,
    /// When it began.
    pub began: SimTime,
    /// Its latest refusal.
    pub last: SimTime,
    /// Whether the shard has stopped refusing.
    pub is_over: bool,
    /// Records refused.
    pub refused_records: u64,
}

/// What a delivery stream refused, or was refused, from when to when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThrottledDelivery {
    /// The name of the delivery stream.
    pub delivery_stream: String,
    /// Whether its reads of the source were refused; else, whether records that were put into it.
    pub is_reads: bool,
    /// When it began.
    pub began: SimTime,
    /// The latest refusal.
    pub last: SimTime,
    /// Whether it has stopped.
    pub is_over: bool,
    /// Records or reads that were refused.
    pub count: u64,
}

impl ShardFrame {
    /// A shard of which nothing is known yet.
    pub const IDLE: Self = Self {
        offered: Rate { records: 0, bytes: Bytes::ZERO },
        accepted: Rate { records: 0, bytes: Bytes::ZERO },
        refused_by_bytes: 0,
        refused_by_records: 0,
        refused_total: 0,
        stored_records: 0,
    };

    /// Records refused in the last second.
    pub const fn refused(&self) -> u64 {
        self.refused_by_bytes + self.refused_by_records
    }

    /// How much of each limit was asked for, 1 being all of it: (bytes, records).
    pub fn use_of(&self, allowed: Rate) -> (f64, f64) {
        let part = |asked: u64, allowed: u64| asked as f64 / allowed.max(1) as f64;
        (part(self.offered.bytes.0, allowed.bytes.0), part(self.offered.records, allowed.records))
    }

    /// The limit that binds: the one that refuses, or else the one that is nearer.
    pub fn binding(&self, allowed: Rate) -> LimitId {
        let (bytes, records) = self.use_of(allowed);
        let by_bytes = match self.refused_by_bytes.cmp(&self.refused_by_records) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => bytes > records,
        };
        if by_bytes { LimitId::ShardWriteBytes } else { LimitId::ShardWriteRecords }
    }
}

impl Loaded {
    /// What does not change of `scenario` with the stream in view.
    pub fn of(scenario: &Scenario, stream: Option<&Stream>) -> Self {
        Self { scenario: scenario.clone(), stream: stream.map(StreamFrame::of) }
    }

    /// Whether `frame` is of the same stream with the same open shards.
    pub fn fits(&self, frame: &Frame) -> bool {
        self.stream.as_ref().map(|stream| (stream.id, stream.layout)) == frame.layout
    }

    /// The open child of a shard with the lowest number.
    pub fn first_child(&self, parent: ShardId) -> Option<ShardId> {
        let stream = self.stream.as_ref()?;
        let is_child = |shard: &&LineageFrame| {
            let Lineage { parent: one, adjacent_parent: other, closed, .. } = &shard.lineage;
            closed.is_none() && [one, other].contains(&&Some(parent))
        };
        stream.lineage.iter().filter(is_child).map(|shard| shard.id).min()
    }

    /// The open shards of the stream in view, in hash order.
    pub fn shards(&self) -> &[(ShardId, HashRange)] {
        self.stream.as_ref().map_or(&[], |stream| &stream.shards)
    }
}

impl StreamFrame {
    /// What changes only when something is done to `stream`.
    pub fn of(stream: &Stream) -> Self {
        let lineage = |shard: &Shard| LineageFrame { id: shard.id, range: shard.range, lineage: shard.lineage.clone() };
        let mut expired: Vec<_> =
            stream.shards.iter().rev().filter(|shard| shard.is_expired()).take(EXPIRED_SHOWN).map(lineage).collect();
        expired.reverse();
        Self {
            id: stream.id,
            name: stream.name.clone(),
            status: stream.status,
            mode: stream.mode,
            retention: stream.retention,
            layout: stream.layout.number,
            shards: if stream.shards.is_empty() { Vec::new() } else { stream.layout.ranges().collect() },
            lineage: stream.listed().map(lineage).collect(),
            expired,
        }
    }
}

/// What goes on with `stream`.
pub fn progress(stream: &Stream, world: &World) -> Progress {
    let now = world.now();
    let reshard = stream.reshard.as_ref();
    let reshard_ends = |reshard: &Reshard| {
        let phases_after_next = (reshard.phases.len() as u64).saturating_sub(1);
        reshard.next_at + reshard.every * phases_after_next
    };
    let ready_at = match stream.status {
        StreamStatus::Creating => Some(stream.created + world.account().create_stream),
        StreamStatus::Updating => reshard.map(reshard_ends),
        StreamStatus::Deleting => stream.gone_at,
        StreamStatus::Active => None,
    };
    Progress {
        ready_at,
        steps_left: reshard.map_or(0, |reshard| reshard.phases.iter().map(Vec::len).sum::<usize>() as u32),
        review_at: stream.on_demand.review_at,
        shard_count_calls: stream.day_calls.shard_count.count(now) as u32,
        mode_calls: stream.day_calls.mode.count(now) as u32,
        shards_most: shards_most(stream, world),
    }
}

/// The most open shards that `UpdateShardCount` may make of a stream.
fn shards_most(stream: &Stream, world: &World) -> u32 {
    let (open, all) = (stream.layout.len() as u32, world.streams().open_shards());
    let room = world.account().shard_limit(world.profile()).saturating_sub(all);
    (2 * open).min(open + room)
}

/// The frames of the open shards, in hash order.
pub fn shards(stream: &Stream, now: SimTime) -> Vec<ShardFrame> {
    let frame = |shard: &Shard| {
        let second = shard.series().shown_second(now);
        ShardFrame {
            offered: Rate { records: u64::from(second.offered_records()), bytes: second.offered_bytes() },
            accepted: Rate { records: u64::from(second.accepted_records), bytes: second.accepted_bytes },
            refused_by_bytes: u64::from(second.refused_by_bytes),
            refused_by_records: u64::from(second.refused_by_records),
            refused_total: shard.totals.refused_records(),
            stored_records: shard.log().stored().records,
        }
    };
    if stream.shards.is_empty() { Vec::new() } else { stream.open().map(frame).collect() }
}
