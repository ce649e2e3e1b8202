//! Batches: the records of a generated batch can be enumerated again exactly, and each key shown belongs to its shard.

use crate::support::{any_keys, any_plan, any_script, hot_key, parts, plan, run, seconds, stream, traffic, world};
use proptest::prelude::*;
use shardscope::engine::hash::HashKey;
use shardscope::engine::producer::traffic::{Backoff, Retry, Traffic};
use shardscope::engine::stream::batch::{Batch, Part};
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

/// The ordinals of a part, made again: those of its hull (and list) whose key belongs to the shard.
fn members(world: &World, place: usize, part: &Part) -> Vec<u64> {
    let producer = &world.producers()[usize::from(part.producer.0)];
    let belongs = |ordinal: &u64| {
        let made = producer.recipe_of(*ordinal).make(*ordinal);
        part.ordinals.contains(ordinal) && made.key.place as usize == place
    };
    match &part.listed {
        Some(listed) => listed.iter().copied().filter(belongs).collect(),
        None => part.ordinals.clone().filter(belongs).collect(),
    }
}

/// The bytes of these records.
fn bytes(world: &World, part: &Part, ordinals: &[u64]) -> u64 {
    let producer = &world.producers()[usize::from(part.producer.0)];
    ordinals.iter().map(|ordinal| producer.recipe_of(*ordinal).make(*ordinal).bytes).sum()
}

fn is_unmerged(batch: &Batch) -> bool {
    batch.first_arrival == batch.last_arrival
}

/// Enumerates every unmerged batch; returns each record's producer and ordinal.
fn enumerate(world: &World) -> Vec<(u16, u64)> {
    let mut all = Vec::new();
    for (place, shard) in stream(world).shards.iter().enumerate() {
        for batch in shard.log().batches().filter(|batch| is_unmerged(batch)) {
            for part in parts(batch) {
                let found = members(world, place, part);
                assert_eq!(found.len() as u64, part.records, "{part:?}");
                if parts(batch).len() == 1 {
                    assert_eq!(bytes(world, part, &found), batch.bytes.0, "{part:?}");
                }
                all.extend(found.into_iter().map(|ordinal| (part.producer.0, ordinal)));
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn each_batch_is_enumerated_again_and_no_record_twice(plan in any_plan(), script in any_script(6)) {
        let mut world = world(&plan);
        run(&mut world, &script, seconds(6));
        let mut all = enumerate(&world);
        let accepted: u64 = world.producers().iter().map(|producer| producer.totals.accepted).sum();
        prop_assert_eq!(all.len() as u64, accepted, "nothing is merged within ten seconds");
        all.sort_unstable();
        all.dedup();
        prop_assert_eq!(all.len() as u64, accepted, "a record is stored once");
    }

    #[test]
    fn keys_shown_hash_into_their_shard(keys in any_keys(), shards in 1_u32..=20) {
        let mut world = world(&plan(shards, vec![Traffic { keys, ..traffic(90) }]));
        world.advance_to(seconds(3));
        for (place, shard) in stream(&world).shards.iter().enumerate() {
            for batch in shard.log().batches().take(1) {
                let part = &parts(batch)[0];
                let producer = &world.producers()[usize::from(part.producer.0)];
                let ordinal = members(&world, place, part)[0];
                let key = producer.partition_key(ordinal, shard.range);
                prop_assert!(shard.range.contains(HashKey::of(&key)), "{}", key);
                let made = producer.recipe_of(ordinal).make(ordinal);
                prop_assert_eq!(key.len() + producer.data(ordinal, &key).len(), made.bytes as usize);
            }
        }
        for sample in world.samples() {
            prop_assert!(stream(&world).shards[sample.shard.0 as usize].range.contains(sample.hash));
        }
    }
}

#[test]
fn partly_refused_ticks_and_retries_are_enumerated_too() {
    let backoff = Backoff { base_ms: 30, ..Backoff::default() };
    let hot = Traffic { keys: hot_key(0.5), retry: Retry::ExponentialBackoff(backoff), ..traffic(4_000) };
    let mut world = world(&plan(2, vec![hot]));
    world.advance_to(seconds(4));
    let producer = &world.producers()[0];
    let batches = || stream(&world).shards.iter().flat_map(|shard| shard.log().batches());
    assert!(batches().flat_map(parts).any(|part| part.listed.is_some()), "some were sent again");
    assert_eq!(enumerate(&world).len() as u64, producer.totals.accepted);
    // What a sample says about its record agrees with the log.
    let stored = enumerate(&world);
    for sample in world.samples().iter().filter(|sample| sample.is_accepted) {
        assert!(stored.contains(&(0, sample.ordinal)), "{sample:?}");
    }
    assert!(world.samples().iter().any(|sample| !sample.is_accepted));
}

#[test]
fn merged_batches_hold_their_records_within_their_hull() {
    let mut world = world(&plan(3, vec![traffic(1_000), traffic(300)]));
    world.advance_to(seconds(900));
    let mut widest = Micros(0);
    for (place, shard) in stream(&world).shards.iter().enumerate() {
        for batch in shard.log().batches() {
            for part in parts(batch) {
                // Nothing is refused here and rates are far below the limits, so the hull is exact even when merged.
                assert_eq!(members(&world, place, part).len() as u64, part.records);
            }
            widest = widest.max(batch.last_arrival.since(batch.first_arrival));
        }
    }
    assert!(widest > Micros::seconds(30) && widest < Micros::seconds(60), "{widest:?}");
}
