//! What a record costs, as ratios to one MD5 of a 16-byte key with a search among the shards' ranges.
//!
//! Everything is measured in one run, in interleaved rounds; the median round counts, so that a busy machine disturbs
//! the ratios little. Generated records must cost at most a fifth of the MD5 at 1,000 records/s a shard: that is what
//! keeping records in batches is for.

#![allow(clippy::print_stdout, clippy::disallowed_types, clippy::disallowed_methods, missing_docs)]

use shardscope::engine::api::Request;
use shardscope::engine::api::request::PutRecord;
use shardscope::engine::api::values::Blob;
use shardscope::engine::hash::{HashKey, HashRange};
use shardscope::engine::limits::Profile;
use shardscope::engine::plan::{Plan, ProducerPlan, StreamPlan};
use shardscope::engine::producer::ProducerKind;
use shardscope::engine::producer::traffic::{ArrivalModel, KeyModel, RecordSize, Retry, Shape, Traffic};
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::{KeySources, World};
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 9;
/// The greatest ratio of a generated record to the MD5 for which the design of batches is right.
const GENERATED_RATIO_MAX: f64 = 0.2;

fn full_load(shards: u32, rate_a_shard: u32) -> World {
    let traffic = Traffic {
        rate_records_per_s: shards * rate_a_shard,
        arrivals: ArrivalModel::Poisson,
        shape: Shape::Steady,
        burst: None,
        record_size: RecordSize::Fixed { bytes: 512 },
        template: None,
        keys: KeyModel::Uniform { keys: 10_000 },
        retry: Retry::None,
    };
    let plan = Plan {
        seed: 1,
        limits: Profile::Current,
        stream: Some(StreamPlan { name: "bench".into(), shards, mode: None }),
        producers: vec![ProducerPlan {
            stream: None,
            name: "load".into(),
            delivery_stream: None,
            kind: ProducerKind::Sdk,
            traffic,
        }],
        consumers: Vec::new(),
        stores: Vec::new(),
        delivery_streams: Vec::new(),
        functions: Vec::new(),
        further_streams: Vec::new(),
    };
    let mut world = World::new(&plan, KeySources::new()).expect("a valid plan");
    world.advance_to(SimTime::ZERO + Micros::seconds(20));
    world
}

/// Nanoseconds of one MD5 of a 16-byte key and the search for its shard by bisection of the ranges.
fn md5_ns(shards: u32, keys: &[String]) -> f64 {
    let ranges = HashRange::evenly(shards);
    let start = Instant::now();
    for key in keys {
        let hash = HashKey::of(black_box(key));
        black_box(ranges.partition_point(|range| range.end < hash));
    }
    start.elapsed().as_secs_f64() * 1e9 / keys.len() as f64
}

fn generated_ns(world: &mut World, seconds: u64) -> f64 {
    let before = world.totals().offered_records;
    let start = Instant::now();
    let until = world.now() + Micros::seconds(seconds);
    world.advance_to(until);
    let elapsed = start.elapsed().as_secs_f64() * 1e9;
    elapsed / (world.totals().offered_records - before) as f64
}

fn put_ns(world: &mut World, puts: u32) -> f64 {
    let mut elapsed = 0.0;
    for number in 0..puts {
        let until = world.now() + Micros(500);
        world.advance_to(until);
        let put = PutRecord {
            stream_name: Some("bench".to_owned()),
            data: Blob(vec![0; 100]),
            partition_key: Some(format!("key-{number:012}")),
            ..PutRecord::default()
        };
        let start = Instant::now();
        black_box(world.request(Request::PutRecord(put)).is_ok());
        elapsed += start.elapsed().as_secs_f64() * 1e9;
    }
    elapsed / f64::from(puts)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let keys: Vec<String> = (0..200_000).map(|i| format!("key-{i:012}")).collect();
    println!(
        "A record's cost as a ratio to one MD5 of a 16-byte key with a search among the ranges, median of {ROUNDS} rounds"
    );
    println!(
        "{:>7}  {:>9}  {:>22}  {:>22}  {:>20}",
        "shards", "MD5", "generated, full load", "generated, throttled", "PutRecord"
    );
    let mut is_right = true;
    for shards in [4, 500] {
        let (mut full, mut over) = (full_load(shards, 1_000), full_load(shards, 1_300));
        let mut idle = full_load(shards, 0);
        let rounds: Vec<[f64; 4]> = (0..ROUNDS)
            .map(|_| {
                let seconds = u64::from(2_000 / shards);
                let md5 = md5_ns(shards, &keys);
                let full = generated_ns(&mut full, seconds);
                let over = generated_ns(&mut over, seconds);
                [md5, full / md5, over / md5, put_ns(&mut idle, 20_000) / md5]
            })
            .collect();
        let [md5, full, over, put] =
            std::array::from_fn(|column| median(rounds.iter().map(|round| round[column]).collect()));
        println!("{shards:>7}  {md5:>6.1} ns  {full:>22.3}  {over:>22.3}  {put:>20.2}");
        is_right &= full <= GENERATED_RATIO_MAX;
    }
    println!("A generated record at 1,000 records/s a shard may cost at most {GENERATED_RATIO_MAX}.");
    if !is_right {
        println!("It costs more: the design of batches is not right.");
        std::process::exit(1);
    }
}
