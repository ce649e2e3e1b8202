//! Who contributed: the count from ordinals equals one made by hand, key by key.

use crate::support::{hot_key, key_text, plan, seconds, stream, traffic, world};
use shardscope::engine::command::Command;
use shardscope::engine::contributors::{Contributors, SCANNED_MAX, count};
use shardscope::engine::hash::HashKey;
use shardscope::engine::ids::ProducerId;
use shardscope::engine::producer::traffic::{KeyModel, Traffic};
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;
use std::collections::BTreeMap;
use std::ops::Range;

type Evidence = [(ProducerId, Range<u64>)];

/// Records and bytes by producer and key, from the texts of the keys and a search among the ranges.
fn by_hand(world: &World, place: usize, evidence: &Evidence) -> BTreeMap<(u16, String), (u64, u64)> {
    let mut sums: BTreeMap<(u16, String), (u64, u64)> = BTreeMap::new();
    let stream = stream(world);
    for (id, ordinals) in evidence {
        let producer = &world.producers()[usize::from(id.0)];
        for ordinal in ordinals.clone() {
            let made = producer.recipe_of(ordinal).make(ordinal);
            let key = key_text(world, producer, ordinal);
            let hash = HashKey::of(&key);
            if stream.shards.iter().position(|shard| shard.range.contains(hash)) == Some(place) {
                let sum = sums.entry((id.0, key)).or_default();
                sum.0 += 1;
                sum.1 += made.bytes;
            }
        }
    }
    sums
}

fn check(found: &Contributors, expected: &BTreeMap<(u16, String), (u64, u64)>) {
    assert_eq!(found.records, expected.values().map(|(records, _)| records).sum::<u64>());
    assert_eq!(found.bytes.0, expected.values().map(|(_, bytes)| bytes).sum::<u64>());
    assert_eq!(found.keys, expected.len() as u64);
    let mut loads: Vec<u64> = expected.values().map(|(records, _)| *records).collect();
    loads.sort_unstable_by(|a, b| b.cmp(a));
    loads.truncate(found.top.len());
    assert_eq!(found.top.iter().map(|load| load.records).collect::<Vec<_>>(), loads);
    for load in &found.top {
        let matches = |(key, sums): (&(u16, String), &(u64, u64))| {
            key.1 == load.partition_key && *sums == (load.records, load.bytes.0)
        };
        assert!(expected.iter().any(matches), "{load:?}");
    }
}

#[test]
fn the_count_of_an_episode_equals_one_by_hand() {
    let hot = Traffic { keys: hot_key(0.4), ..traffic(4_000) };
    let fresh = Traffic { keys: KeyModel::FreshId, ..traffic(150) };
    let mut world = world(&plan(4, vec![hot, fresh]));
    world.advance_to(seconds(5));
    let episode = world.episodes().iter().next().expect("the hot shard refuses");
    assert_eq!(world.episodes().begun(), 1, "only the hot shard does, without a pause");
    let place = episode.throttle.shard.0;
    assert!(stream(&world).shards[place as usize].range.contains(HashKey::of("checkout")));
    let found = count(&world, &stream(&world).shards[place as usize], &episode.evidence);
    check(&found, &by_hand(&world, place as usize, &episode.evidence));
    let top = &found.top[0];
    assert_eq!(top.partition_key, "checkout");
    // 40 % of one producer's records carry the hot key.
    let (id, sent) = &episode.evidence[0];
    assert_eq!(*id, ProducerId(0));
    let share = top.records as f64 / (sent.end - sent.start) as f64;
    assert!((share - 0.4).abs() < 0.04, "{share}");
}

#[test]
fn each_record_counts_under_the_keys_it_was_made_with() {
    let mut world = world(&plan(2, vec![traffic(3_000)]));
    world.advance_to(SimTime(500_000));
    let other = Traffic { keys: hot_key(0.9), ..traffic(3_000) };
    world.execute(Command::SetTraffic { producer: "p0".into(), traffic: other }).unwrap();
    world.advance_to(SimTime(900_000));
    let evidence = [(ProducerId(0), world.producers()[0].recent(world.now(), Micros::SECOND))];
    for place in 0..2 {
        check(
            &count(&world, &stream(&world).shards[place as usize], &evidence),
            &by_hand(&world, place as usize, &evidence),
        );
    }
}

#[test]
fn a_long_window_is_reckoned_from_its_latest_part() {
    let world = world(&plan(1, vec![traffic(10)]));
    let of = |ordinals| count(&world, &stream(&world).shards[0], &[(ProducerId(0), ordinals)]);
    let latest = of(300_000 - SCANNED_MAX..300_000);
    assert!(latest.records == SCANNED_MAX && !latest.is_estimated);
    let whole = of(0..300_000);
    assert!(whole.is_estimated && whole.keys == latest.keys);
    assert!(whole.records.abs_diff(300_000) < 1_000, "{}", whole.records);
    for (part, whole) in latest.top.iter().zip(&whole.top) {
        assert_eq!(whole.partition_key, part.partition_key);
        assert_eq!(whole.records, (3 * part.records).div_ceil(2));
    }
}

#[test]
fn nothing_sent_is_nothing_counted() {
    let world = world(&plan(1, vec![traffic(10)]));
    assert_eq!(count(&world, &stream(&world).shards[0], &[(ProducerId(0), 0..0)]), Contributors::default());
    assert_eq!(count(&world, &stream(&world).shards[0], &[]), Contributors::default());
}
