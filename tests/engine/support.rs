//! What the tests share: plans, random plans and scripts of commands, a source of keys, walks over a world.

use proptest::prelude::*;
use shardscope::engine::api::Request;
use shardscope::engine::api::choices::ScalingType;
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::request::{PutRecord, PutRecords, PutRecordsEntry, UpdateShardCount};
use shardscope::engine::api::response::Response;
use shardscope::engine::api::values::Blob;
use shardscope::engine::command::{Command, Outcome};
use shardscope::engine::error::Rejection;
use shardscope::engine::hash::HashKey;
use shardscope::engine::limits::Profile;
use shardscope::engine::plan::{Plan, ProducerPlan, StreamPlan};
use shardscope::engine::producer::keys::KeySource;
use shardscope::engine::producer::template::{PLACEHOLDERS, Template};
use shardscope::engine::producer::traffic::{
    ArrivalModel, Backoff, Burst, KeyModel, Period, RateStep, RecordSize, Retry, Shape, Traffic,
};
use shardscope::engine::producer::{Producer, ProducerKind};
use shardscope::engine::stream::Stream;
use shardscope::engine::stream::batch::{Batch, Part};
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::{KeySources, World};
use std::rc::Rc;

/// The file that random plans draw keys from.
pub const FILE: &str = "cities.csv";

/// A small sample: a few named keys, some without a size, and a tail.
#[derive(Debug)]
pub struct Cities {
    pub names: Vec<String>,
    pub records: Vec<u64>,
    pub tail: Vec<(u16, u64)>,
}

impl Cities {
    pub fn some() -> Self {
        Self {
            names: (0..40).map(|i| format!("city-{i}-größe")).collect(),
            records: (0..40).map(|i| 1_000 / (i + 1)).collect(),
            tail: vec![(7, 50), (33_000, 20), (65_535, 1)],
        }
    }
}

impl KeySource for Cities {
    fn keys(&self) -> usize {
        self.names.len()
    }
    fn name(&self, index: usize) -> &str {
        &self.names[index]
    }
    fn hash(&self, index: usize) -> HashKey {
        HashKey::of(&self.names[index])
    }
    fn records(&self, index: usize) -> u64 {
        self.records[index]
    }
    fn mean_size_bytes(&self, index: usize) -> Option<u32> {
        (!index.is_multiple_of(3)).then_some(100 + index as u32)
    }
    fn tail(&self) -> Vec<(u16, u64)> {
        self.tail.clone()
    }
}

pub fn sources() -> KeySources {
    KeySources::from([(FILE.to_owned(), Rc::new(Cities::some()) as Rc<dyn KeySource>)])
}

pub fn file_keys() -> KeyModel {
    KeyModel::File { file: FILE.into(), key: "city".into(), weight: None, size: None }
}

/// Even traffic of 512-byte records with many keys, never sent again.
pub fn traffic(rate_records_per_s: u32) -> Traffic {
    Traffic {
        rate_records_per_s,
        arrivals: ArrivalModel::Constant,
        shape: Shape::Steady,
        burst: None,
        record_size: RecordSize::Fixed { bytes: 512 },
        template: None,
        keys: KeyModel::Uniform { keys: 1_000 },
        retry: Retry::None,
    }
}

pub fn hot_key(share: f64) -> KeyModel {
    KeyModel::HotKey { keys: 500, share, hot_key: "checkout".into() }
}

/// A plan of producers called p0, p1, …
pub fn plan(shards: u32, producers: Vec<Traffic>) -> Plan {
    let named = |(index, traffic): (usize, Traffic)| {
        let kind = ProducerKind::Sdk;
        ProducerPlan { name: format!("p{index}"), stream: None, delivery_stream: None, kind, traffic }
    };
    Plan {
        seed: 42,
        limits: Profile::Current,
        stream: Some(StreamPlan { name: STREAM.into(), shards, mode: None }),
        further_streams: Vec::new(),
        producers: producers.into_iter().enumerate().map(named).collect(),
        consumers: Vec::new(),
        stores: Vec::new(),
        delivery_streams: Vec::new(),
        functions: Vec::new(),
    }
}

/// Asks for another number of shards. While the stream is UPDATING, or the number is too far away, it is refused: that is
/// as good a step as any.
pub fn scale(world: &mut World, target_shard_count: u32) {
    let request = UpdateShardCount {
        stream_name: Some(STREAM.to_owned()),
        target_shard_count,
        scaling_type: ScalingType::UniformScaling,
        ..UpdateShardCount::default()
    };
    let _refused_or_not = world.execute(Command::from(Request::UpdateShardCount(request)));
}

/// Lets seconds pass.
pub fn wait(world: &mut World, seconds: u64) {
    world.advance_to(world.now() + Micros::seconds(seconds));
}

pub fn world(plan: &Plan) -> World {
    World::new(plan, sources()).unwrap()
}

pub fn seconds(n: u64) -> SimTime {
    SimTime::ZERO + Micros::seconds(n)
}

/// The name of the stream of all plans.
pub const STREAM: &str = "orders";

/// The stream of a plan.
pub fn stream(world: &World) -> &Stream {
    world.stream_in_view(None).unwrap()
}

/// The text of a generated record's key, for the shard to which it belongs by the layout of its recipe.
pub fn key_text(world: &World, producer: &Producer, ordinal: u64) -> String {
    let recipe = producer.recipe_of(ordinal);
    let shard = recipe.keys().layout().shard(recipe.make(ordinal).key.place);
    producer.partition_key(ordinal, stream(world).shards[shard.0 as usize].range)
}

pub fn entry(partition_key: &str, data_bytes: usize) -> PutRecordsEntry {
    let data = Blob(vec![0; data_bytes]);
    PutRecordsEntry { data, partition_key: Some(partition_key.into()), explicit_hash_key: None }
}

pub fn put_record(entry: PutRecordsEntry) -> Command {
    let PutRecordsEntry { data, partition_key, explicit_hash_key } = entry;
    let stream_name = Some(STREAM.to_owned());
    Request::PutRecord(PutRecord { stream_name, data, partition_key, explicit_hash_key, ..PutRecord::default() }).into()
}

pub fn put_records(records: Vec<PutRecordsEntry>) -> Command {
    Request::PutRecords(PutRecords { stream_name: Some(STREAM.to_owned()), records, ..PutRecords::default() }).into()
}

/// Commands with their instants, in order.
pub type Script = Vec<(SimTime, Command)>;

/// Records that a script's commands asked to put, and those of them that were stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Puts {
    pub asked: u64,
    pub stored: u64,
}

/// Runs a script to `until`; commands that break a rule are left out by the world itself.
pub fn run(world: &mut World, script: &Script, until: SimTime) -> Puts {
    let mut puts = Puts::default();
    for (at, command) in script.iter().filter(|(at, _)| *at <= until) {
        world.advance_to(*at);
        let results: Vec<bool> = match world.execute(command.clone()) {
            Ok(Outcome::Answered(Response::PutRecord { .. })) => vec![true],
            Ok(Outcome::Answered(Response::PutRecords { records, .. })) => records.iter().map(Result::is_ok).collect(),
            Err(Rejection::Refused(ApiError::WriteThrottled { .. })) => vec![false],
            _ => Vec::new(),
        };
        puts.asked += results.len() as u64;
        puts.stored += results.iter().filter(|stored| **stored).count() as u64;
    }
    world.advance_to(until);
    puts
}

/// The parts of a batch; none when it was put by a request.
pub fn parts(batch: &Batch) -> &[Part] {
    batch.origin.parts()
}

pub fn any_keys() -> impl Strategy<Value = KeyModel> {
    prop_oneof![
        (1_u32..3_000).prop_map(|keys| KeyModel::Uniform { keys }),
        (1_u32..3_000, 0.0..4.0).prop_map(|(keys, exponent)| KeyModel::Zipf { keys, exponent }),
        (1_u32..300, 0.0..=1.0).prop_map(|(keys, share)| KeyModel::HotKey { keys, share, hot_key: "checkout".into() }),
        (1_u32..300).prop_map(|keys| KeyModel::Sequential { keys }),
        Just(KeyModel::FreshId),
        Just(file_keys()),
    ]
}

fn any_size() -> impl Strategy<Value = RecordSize> {
    prop_oneof![
        prop_oneof![1_u32..2_000, 1_u32..100_000].prop_map(|bytes| RecordSize::Fixed { bytes }),
        (1_u32..20_000, 0.0..1.5).prop_map(|(median_bytes, sigma)| RecordSize::LogNormal { median_bytes, sigma }),
        (1_u32..2_000).prop_map(|default_bytes| RecordSize::FromFile { default_bytes }),
    ]
}

fn any_retry() -> impl Strategy<Value = Retry> {
    let backoff =
        (1_u32..2_000, 1_u32..3_000, 2_u32..8, any::<bool>()).prop_map(|(base_ms, cap_ms, attempts_max, jitter)| {
            Retry::ExponentialBackoff(Backoff { base_ms, cap_ms, attempts_max, jitter })
        });
    prop_oneof![Just(Retry::None), backoff]
}

pub fn any_traffic() -> impl Strategy<Value = Traffic> {
    let burst = (2_u32..5, 1_u32..7, 1_u32..6).prop_map(|(every_s, for_s, factor)| Burst { every_s, for_s, factor });
    let arrivals = prop_oneof![Just(ArrivalModel::Constant), Just(ArrivalModel::Poisson)];
    let rate = prop_oneof![0_u32..150, 0_u32..6_000];
    let rest = (any_size(), proptest::option::weighted(0.2, any_template()), any_keys(), any_retry());
    (rate, arrivals, any_shape(), proptest::option::of(burst), rest).prop_map(|(rate, arrivals, shape, burst, rest)| {
        let (record_size, template, keys, retry) = rest;
        Traffic { rate_records_per_s: rate, arrivals, shape, burst, record_size, template, keys, retry }
    })
}

/// A ready template, or one of one's own that tells each record's number.
pub fn any_template() -> impl Strategy<Value = Template> {
    let ready = prop::sample::select(&Template::READY).prop_map(|(_, template)| template);
    let placeholder = prop::sample::select(&PLACEHOLDERS);
    let own = proptest::collection::vec(("[a-zä\\n]{0,6}", placeholder), 0..9).prop_map(|pieces| {
        let pieces: String = pieces.into_iter().map(|(text, placeholder)| text + placeholder).collect();
        Template::Text(format!("{{{{ordinal}}}} {pieces}"))
    });
    prop_oneof![ready, own]
}

/// Mostly steady; the others have a period of seconds or steps within seconds.
fn any_shape() -> impl Strategy<Value = Shape> {
    let period =
        (10_u32..20, 0_u32..=100).prop_map(|(period_s, low_percent)| Shape::Periodic(Period { period_s, low_percent }));
    let steps = proptest::collection::btree_map(0_u32..9, 0_u32..=200, 1..6)
        .prop_map(|steps| Shape::Steps(steps.into_iter().map(|(at_s, percent)| RateStep { at_s, percent }).collect()));
    prop_oneof![4 => Just(Shape::Steady), 1 => period, 1 => steps]
}

pub fn any_plan() -> impl Strategy<Value = Plan> {
    let producers = proptest::collection::vec(any_traffic(), 1..4);
    (1_u32..=20, producers, any::<u64>()).prop_map(|(shards, producers, seed)| Plan { seed, ..plan(shards, producers) })
}

fn any_entry() -> impl Strategy<Value = PutRecordsEntry> {
    let bytes = prop_oneof![20 => 0_usize..3_000, 1 => 500_000_usize..=1_048_576];
    let explicit = proptest::option::weighted(0.2, any::<u128>().prop_map(|key| key.to_string()));
    ("[a-zä]{1,12}", explicit, bytes)
        .prop_map(|(key, explicit_hash_key, bytes)| PutRecordsEntry { explicit_hash_key, ..entry(&key, bytes) })
}

fn any_command() -> impl Strategy<Value = Command> {
    let puts = || proptest::collection::vec(any_entry(), 1..40).prop_map(put_records);
    let producer = prop_oneof![Just("p0"), Just("p1"), Just("p2")];
    prop_oneof![
        any_entry().prop_map(put_record),
        puts(),
        (producer, any_traffic())
            .prop_map(|(producer, traffic)| Command::SetTraffic { producer: producer.into(), traffic }),
        prop_oneof![Just(Profile::CourseNotes), Just(Profile::Current)].prop_map(Command::SetLimitsProfile),
    ]
}

/// Up to 12 commands within `within_s` seconds.
pub fn any_script(within_s: u64) -> impl Strategy<Value = Script> {
    let at = (0..within_s * 1_000_000).prop_map(SimTime);
    proptest::collection::vec((at, any_command()), 0..12).prop_map(|mut script| {
        script.sort_by_key(|(at, _)| *at);
        script
    })
}
