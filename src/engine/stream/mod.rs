//! A data stream: its shards past and present, who owns which hash key now, and what was set about it.
//!
//! Documented: the states and what each allows, retention, capacity modes, tags, monitoring (facts of the API model).
//! Leaves out: what the stream is asked for (`world/api`), and time (`world/happenings`).

pub mod admission;
pub mod batch;
pub mod blueprint;
pub mod encryption;
pub mod fan_out;
pub mod layout;
pub mod on_demand;
pub mod owners;
pub mod polling;
pub mod read_throttle;
pub mod replication;
pub mod reshard;
pub mod retention;
pub mod sequence;
pub mod shard;
pub mod throttle;

use super::api::choices::{RecordDistributionStrategy, ShardLevelMetric, StreamMode, StreamStatus};
use super::cost::{Meter, Moved, Rates};
use super::hash::HashRange;
use super::ids::{Bytes, ShardId, StreamId};
use super::limits::{LimitId, Profile};
use super::metrics::cloudwatch::counters::StreamMinute;
use super::metrics::sketch::LatencySketch;
use super::random::mix;
use super::time::{Micros, SimTime};
use admission::Admission;
use encryption::Encryption;
use fan_out::Consumers;
use layout::Layout;
use on_demand::OnDemand;
use replication::PutLatency;
use replication::puts::{Attempts, FailedPuts, RecentPuts};
use reshard::Reshard;
use shard::{Lineage, Shard};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

/// The tags of a resource.
pub type Tags = BTreeMap<String, Option<String>>;

/// A data stream.
#[derive(Clone, Debug)]
pub struct Stream {
    /// Its place among all streams ever.
    pub id: StreamId,
    /// Its name, unique in the account and Region.
    pub name: String,
    /// Its state.
    pub status: StreamStatus,
    /// When it was created.
    pub created: SimTime,
    /// All its shards, each at the index of its number; expired ones are emptied but keep their place.
    pub shards: Vec<Shard>,
    /// The open shards.
    pub layout: Rc<Layout>,
    /// The shards that it will have once it is ACTIVE.
    pub planned_shards: Vec<HashRange>,
    /// How long records can be read.
    pub retention: Micros,
    /// The reshard in progress.
    pub reshard: Option<Reshard>,
    /// Its capacity mode, and what on-demand capacity stands on.
    pub mode: StreamMode,
    /// What on-demand scaling knows.
    pub on_demand: OnDemand,
    /// Whether records are encrypted, and with which key.
    pub encryption: Encryption,
    /// Its enhanced fan-out consumers.
    pub consumers: Consumers,
    /// Its tags.
    pub tags: Tags,
    /// The shard-level metrics that are switched on.
    pub monitoring: BTreeSet<ShardLevelMetric>,
    /// Its resource policy.
    pub policy: Option<String>,
    /// The largest record, data and partition key together.
    pub record_bytes_max: Bytes,
    /// Who decides which shard takes a record.
    pub distribution: RecordDistributionStrategy,
    /// MiB in each second that are kept ready.
    pub warm_throughput_mibps: u32,
    /// Calls that are limited by the day.
    pub day_calls: DayCalls,
    /// What it counts in the minute in progress, beside its shards.
    pub minute: StreamMinute,
    /// How long puts took, this minute and the last.
    pub put_latency: [LatencySketch; 2],
    /// How long the last puts took in each zone.
    pub recent_puts: RecentPuts,
    /// Requests of its producers that failed as a whole.
    pub failed_puts: FailedPuts,
    /// What its producers did about records that it did not take.
    pub attempts: Attempts,
    /// When it will be gone, once it is DELETING.
    pub gone_at: Option<SimTime>,
    /// What it has used, to be paid for.
    pub meter: Meter,
    /// What was moved and is not yet on the meter.
    pub moved: Moved,
    /// What an hour like the last minute moves.
    pub moved_per_hour: Moved,
    /// The tally of the request in progress.
    pub admission: Admission,
}

/// The calls of the last day that are limited by the day, each with its instants.
#[derive(Clone, Debug, Default)]
pub struct DayCalls {
    /// `UpdateShardCount`.
    pub shard_count: CallsOfDay,
    /// `UpdateStreamMode`.
    pub mode: CallsOfDay,
    /// `StartStreamEncryption`.
    pub start_encryption: CallsOfDay,
    /// `StopStreamEncryption`.
    pub stop_encryption: CallsOfDay,
}

/// When an operation was called within the last 24 hours.
#[derive(Clone, Debug, Default)]
pub struct CallsOfDay(VecDeque<SimTime>);

impl CallsOfDay {
    /// How many calls lie within the 24 hours before `now`.
    pub fn count(&self, now: SimTime) -> u64 {
        self.0.iter().filter(|at| now.since(**at) < Micros::hours(24)).count() as u64
    }

    /// Adds a call.
    pub fn add(&mut self, now: SimTime) {
        self.0.retain(|at| now.since(*at) < Micros::hours(24));
        self.0.push_back(now);
    }
}

impl Stream {
    /// A stream in state CREATING that will have these ranges of hash keys.
    pub fn creating(id: StreamId, name: String, ranges: Vec<HashRange>, profile: Profile, now: SimTime) -> Self {
        Self {
            id,
            name,
            status: StreamStatus::Creating,
            created: now,
            shards: Vec::new(),
            layout: Rc::new(Layout::new(0, vec![(ShardId(0), HashRange::FULL)])),
            planned_shards: ranges,
            retention: Micros::hours(LimitId::RetentionDefault.value(profile)),
            reshard: None,
            mode: StreamMode::Provisioned,
            on_demand: OnDemand::default(),
            encryption: Encryption::default(),
            consumers: Consumers::default(),
            tags: Tags::new(),
            monitoring: BTreeSet::new(),
            policy: None,
            record_bytes_max: Bytes(LimitId::RecordDataBytes.value(profile)),
            distribution: RecordDistributionStrategy::UserPartitionKey,
            warm_throughput_mibps: 0,
            day_calls: DayCalls::default(),
            minute: StreamMinute::default(),
            put_latency: Default::default(),
            recent_puts: RecentPuts::default(),
            failed_puts: FailedPuts::default(),
            attempts: Attempts::default(),
            gone_at: None,
            meter: Meter::new(Rates::default(), now),
            moved: Moved::default(),
            moved_per_hour: Moved::default(),
            admission: Admission::default(),
        }
    }

    /// The stream becomes ACTIVE and gets its shards.
    pub fn activate(&mut self, profile: Profile, now: SimTime) {
        let ranges = std::mem::take(&mut self.planned_shards);
        let first = Lineage::first(now);
        self.shards = ranges
            .into_iter()
            .zip(0..)
            .map(|(range, id)| Shard::new(ShardId(id), range, self.created, first.clone(), profile, now))
            .collect();
        self.status = StreamStatus::Active;
        self.lay_out();
    }

    /// Counts how long a put took.
    pub fn note_put(&mut self, latency: PutLatency) {
        self.put_latency[0].add(latency.whole, 1);
        self.recent_puts.add(latency);
    }

    /// Records that arrived earlier have passed the retention period.
    pub fn cutoff(&self, now: SimTime) -> SimTime {
        now - self.retention
    }

    /// The index of a shard's oldest record that can be read, or of the next one where there is none.
    pub fn horizon_index(&self, shard: &Shard, now: SimTime) -> u64 {
        shard.horizon_index(self.cutoff(now))
    }

    /// Another retention period holds. Documented: what had expired does not come back.
    pub fn set_retention(&mut self, retention: Micros, now: SimTime) {
        let cutoff = self.cutoff(now);
        self.shards.iter_mut().for_each(|shard| shard.raise_horizon(cutoff));
        self.retention = retention;
    }

    /// The retention period in hours.
    pub const fn retention_hours(&self) -> u32 {
        (self.retention.0 / Micros::HOUR.0) as u32
    }

    /// The id by which AWS names it beside its name: twenty characters, a dash and three.
    pub fn public_id(&self) -> String {
        let letters = |mut bits: u64, count: usize| -> String {
            let mut text = String::new();
            for _ in 0..count {
                text.push(char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[(bits % 36) as usize]));
                bits /= 36;
            }
            text
        };
        let (first, second) = (mix(u64::from(self.id.0)), mix(!u64::from(self.id.0)));
        format!("{}{}-{}", letters(first, 10), letters(second, 10), letters(mix(first ^ second), 3))
    }

    /// Whether records can be put and read: while ACTIVE and UPDATING.
    pub const fn serves(&self) -> bool {
        matches!(self.status, StreamStatus::Active | StreamStatus::Updating)
    }

    /// The shards that are not expired, in the order of their numbers.
    pub fn listed(&self) -> impl DoubleEndedIterator<Item = &Shard> {
        self.shards.iter().filter(|shard| !shard.is_expired())
    }

    /// The open shards, lowest range first.
    pub fn open(&self) -> impl ExactSizeIterator<Item = &Shard> {
        self.layout.shards().iter().map(|id| &self.shards[id.0 as usize])
    }

    /// Shard number `id`, unless it never was or is expired.
    pub fn shard(&self, id: ShardId) -> Option<&Shard> {
        self.shards.get(id.0 as usize).filter(|shard| !shard.is_expired())
    }

    /// Finds the layout anew, from the shards that are open.
    fn lay_out(&mut self) {
        let mut open: Vec<_> =
            self.shards.iter().filter(|shard| shard.is_open()).map(|shard| (shard.id, shard.range)).collect();
        open.sort_by_key(|(_, range)| range.start);
        let is_spread = self.distribution == RecordDistributionStrategy::Auto;
        self.layout = Rc::new(Layout::new(self.layout.number + 1, open).spread(is_spread));
    }

    /// A changed distribution strategy holds; returns whether there is another layout by that.
    pub fn follow_distribution(&mut self) -> bool {
        let is_other = self.layout.is_spread != (self.distribution == RecordDistributionStrategy::Auto);
        if is_other {
            self.lay_out();
        }
        is_other
    }

    /// Closes `parents` and opens children with these ranges, in this order; the layout is to be found anew after it.
    /// Children get the next numbers; their sequence numbers begin a second after their parents' end (observed), and after
    /// their parents' own beginning, should that be later.
    fn reshape(&mut self, parents: &[ShardId], children: &[HashRange], profile: Profile, now: SimTime) {
        for parent in parents {
            self.shards[parent.0 as usize].close(now);
        }
        let lineage = Lineage {
            parent: parents.first().copied(),
            adjacent_parent: parents.get(1).copied(),
            opened: now,
            closed: None,
            expired: None,
        };
        let begun = parents.iter().map(|parent| self.shards[parent.0 as usize].numbered_from);
        let numbered_from = begun.fold(now, SimTime::max) + Micros::SECOND;
        for range in children {
            let id = ShardId(self.shards.len() as u32);
            self.shards.push(Shard::new(id, *range, numbered_from, lineage.clone(), profile, now));
        }
        for parent in parents {
            let children =
                (self.shards.len() - children.len()..self.shards.len()).map(|id| ShardId(id as u32)).collect();
            self.shards[parent.0 as usize].children = children;
        }
    }
}
