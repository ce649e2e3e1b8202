//! Reading: each record once and in order, iterators of every type against an oracle, and the limits of a shard's readers.

use crate::api::{
    Got, created, decrease, empty, get, horizon, increase, iterator, iterator_request, merge, pass, put, put_request,
    scale, settle, silence, split, stored,
};
use crate::reader::Reader;
use crate::support::{any_traffic, plan, stream, traffic, world};
use proptest::prelude::*;
use shardscope::engine::api::choices::ShardIteratorType as Kind;
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::request::GetShardIterator;
use shardscope::engine::api::response::Record;
use shardscope::engine::api::values::Timestamp;
use shardscope::engine::hash::HashKey;
use shardscope::engine::ids::ShardId;
use shardscope::engine::producer::traffic::{RecordSize, Traffic};
use shardscope::engine::stream::Stream;
use shardscope::engine::stream::shard::Shard;
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;
use shardscope::engine::world::reading::ReadBounds;
use std::collections::{BTreeMap, BTreeSet};

const S: &str = "orders";

/// Everything that a shard holds, at once.
pub fn read_all(world: &World, stream: &Stream, shard: &Shard) -> Vec<Record> {
    let bounds = ReadBounds { records: usize::MAX, bytes: u64::MAX, until_index: u64::MAX };
    world.read(stream, shard, 0, &bounds).0.records
}

/// A record that was put by hand.
struct Put {
    shard: ShardId,
    key: String,
    data: Vec<u8>,
}

#[derive(Clone, Debug)]
enum Act {
    Put(u8),
    Poll(Option<u32>),
    Split(u8, u128),
    Merge(u8),
    Scale(u32),
    Wait(u64),
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        8 => any::<u8>().prop_map(Act::Put),
        4 => proptest::option::of(1_u32..3_000).prop_map(Act::Poll),
        1 => (any::<u8>(), any::<u128>()).prop_map(|(shard, at)| Act::Split(shard, at)),
        1 => any::<u8>().prop_map(Act::Merge),
        1 => (1_u32..7).prop_map(Act::Scale),
        6 => prop_oneof![0_u64..3_000_000, 0_u64..40_000_000].prop_map(Act::Wait),
    ]
}

/// The request of a reshard.
fn reshard(world: &World, act: &Act) -> Option<shardscope::engine::api::Request> {
    let open = stream(world).layout.shards();
    let place = |pick: u8| usize::from(pick) % open.len();
    Some(match act {
        Act::Split(pick, at) => split(S, open[place(*pick)].0, *at),
        Act::Merge(pick) => merge(S, open[place(*pick)].0, open.get(place(*pick) + 1)?.0),
        Act::Scale(target) => scale(S, *target),
        _ => return None,
    })
}

/// Each record that was accepted was read once, the numbers rise, and what was put by hand came back as it was.
fn check_read(world: &World, reader: &Reader, puts: &BTreeMap<String, Put>) {
    let mut by_shard: BTreeMap<ShardId, Vec<&Record>> = BTreeMap::new();
    reader.records.iter().for_each(|(shard, record)| by_shard.entry(*shard).or_default().push(record));
    let mut order: BTreeMap<&str, u64> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for shard in &stream(world).shards {
        let records = by_shard.remove(&shard.id).unwrap_or_default();
        assert_eq!(records.len() as u64, shard.totals.accepted_records, "{}", shard.id);
        assert_eq!(
            (shard.reads.records, shard.reads.refused_calls > 0),
            (records.len() as u64, shard.reads.refused_calls > 0)
        );
        let numbers: Vec<String> = records.iter().map(|record| record.sequence_number.to_string()).collect();
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1] && pair[0].len() == pair[1].len()));
        for (record, number) in records.iter().zip(numbers) {
            if let Some(put) = puts.get(&number) {
                assert_eq!((put.shard, &put.key, &put.data), (shard.id, &record.partition_key, &record.data.0));
                found.insert(number);
            } else {
                assert!(shard.range.contains(HashKey::of(&record.partition_key)));
            }
        }
    }
    assert!(by_shard.is_empty());
    assert_eq!(found.len(), puts.len(), "every record put by hand was read");
    for (_, record) in
        reader.records.iter().filter(|(_, record)| puts.contains_key(&record.sequence_number.to_string()))
    {
        let put = std::str::from_utf8(&record.data.0).unwrap().parse::<u64>().unwrap();
        let before = order.insert(&record.partition_key, put);
        assert!(before.is_none_or(|before| before < put), "records of a key come in the order in which they were put");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn each_record_is_read_once_and_in_order(
        shards in 1_u32..4,
        loads in proptest::collection::vec(any_traffic(), 0..3),
        acts in proptest::collection::vec(any_act(), 1..60),
    ) {
        let slow = |load: Traffic| Traffic { rate_records_per_s: load.rate_records_per_s / 10, ..load };
        let mut world = world(&plan(shards, loads.into_iter().map(slow).collect()));
        crate::api::without_rates(&mut world);
        let mut reader = Reader::new(&mut world, S);
        let mut puts = BTreeMap::new();
        let mut number = 0_u64;
        for act in &acts {
            match act {
                Act::Put(pick) => {
                    let (key, data) = (format!("hand-{}", pick % 20), number.to_string().into_bytes());
                    number += 1;
                    if let Ok(answer) = world.request(put_request(S, &key, None, &data)) {
                        let put = stored(answer);
                        puts.insert(put.sequence_number.to_string(), Put { shard: put.shard, key, data });
                    }
                }
                Act::Poll(limit) => {
                    reader.poll(&mut world, *limit);
                }
                Act::Wait(micros) => pass(&mut world, Micros(*micros)),
                _ => {
                    let _may_be_refused = reshard(&world, act).map(|request| world.request(request));
                }
            }
        }
        silence(&mut world);
        pass(&mut world, Micros::seconds(60));
        reader.drain(&mut world, None);
        while world.producers().iter().any(|producer| producer.totals.waiting > 0) {
            pass(&mut world, Micros::seconds(10));
            reader.drain(&mut world, None);
        }
        check_read(&world, &reader, &puts);
    }

    #[test]
    fn iterators_begin_where_a_list_of_all_records_says(
        waits in proptest::collection::vec(prop_oneof![Just(0), 1_u64..3_000, 1_u64..4_000_000_000], 1..60),
        hours in 0_u64..30,
        pick in any::<prop::sample::Index>(),
        beside in -2_i64..=2,
    ) {
        let mut world = empty();
        created(&mut world, S, 1);
        let mut all: Vec<(SimTime, String)> = Vec::new();
        for wait in waits {
            pass(&mut world, Micros(wait));
            all.push((world.now(), put(&mut world, S, "k", b"x").sequence_number.to_string()));
        }
        pass(&mut world, Micros::hours(hours));
        let (arrived, number) = pick.get(&all).clone();
        let first = all.partition_point(|(at, _)| world.now().since(*at) > Micros::hours(24));
        let picked = all.partition_point(|(_, other)| *other < number);
        let timestamp = Timestamp { unix_ms: Timestamp::from(arrived).unix_ms + beside };
        let since = all.partition_point(|(at, _)| Timestamp::from(*at) < timestamp);
        let with = |kind, starting_sequence_number, timestamp| GetShardIterator {
            starting_sequence_number,
            timestamp,
            ..iterator_request(S, 0, kind)
        };
        for (request, begins_at) in [
            (with(Kind::TrimHorizon, None, None), 0),
            (with(Kind::Latest, None, None), all.len()),
            (with(Kind::AtSequenceNumber, Some(number.clone()), None), picked),
            (with(Kind::AfterSequenceNumber, Some(number), None), picked + 1),
            (with(Kind::AtTimestamp, None, Some(timestamp)), since),
        ] {
            let kind = request.shard_iterator_type;
            let is_future = kind == Kind::AtTimestamp && timestamp > Timestamp::from(world.now());
            let from = iterator(&mut world, request);
            prop_assert_eq!(from.is_err(), is_future);
            let Ok(from) = from else { continue };
            let got: Vec<String> = read_from(&mut world, from, 7);
            let expected: Vec<String> = all[begins_at.max(first)..].iter().map(|(_, number)| number.clone()).collect();
            prop_assert_eq!(got, expected, "{:?}", kind);
        }
    }

    #[test]
    fn reading_in_pieces_gives_what_reading_at_once_gives(
        limits in proptest::collection::vec(1_u32..700, 1..8),
        hours in prop_oneof![Just(0), Just(1), Just(7)],
        shards in 1_u32..4,
        rest in (crate::support::any_keys(), crate::support::any_keys(), any::<bool>()),
    ) {
        let (first, second, is_crowded) = rest;
        let load = |keys, rate| Traffic { record_size: RecordSize::Fixed { bytes: 9 }, keys, ..traffic(rate) };
        let rate = if is_crowded { 2_000 } else { 300 };
        let mut world = world(&plan(shards, vec![load(first, rate), load(second, 150)]));
        crate::api::without_rates(&mut world);
        pass(&mut world, Micros::seconds(3));
        let _may_be_throttled = world.request(put_request(S, "by hand", None, b"among them"));
        pass(&mut world, Micros::seconds(2));
        silence(&mut world);
        // All is read within an instant: less than two seconds' worth, and nothing merges meanwhile.
        pass(&mut world, Micros::hours(hours));
        for shard in 0..shards {
            let at_once = read_all(&world, stream(&world), &stream(&world).shards[shard as usize]);
            let mut pieces = Vec::new();
            let mut from = horizon(&mut world, S, shard);
            for step in 0.. {
                // Another reader gets in between now and then, and one goes back.
                let most = limits[step % limits.len()];
                let limit = Some(most);
                if step % 3 == 1 {
                    let again = get(&mut world, &from, limit).unwrap();
                    prop_assert!(again.records.len() <= most as usize);
                }
                let got = get(&mut world, &from, limit).unwrap();
                if got.records.is_empty() {
                    break;
                }
                pieces.extend(got.records);
                from = got.next.unwrap();
            }
            prop_assert_eq!(pieces, at_once);
        }
    }
}

/// The numbers of all records from an iterator on.
fn read_from(world: &mut World, mut from: String, limit: u32) -> Vec<String> {
    let mut numbers = Vec::new();
    loop {
        let Got { records, next, behind_ms, .. } = get(world, &from, Some(limit)).unwrap();
        if records.is_empty() {
            assert_eq!(behind_ms, 0);
            return numbers;
        }
        numbers.extend(records.iter().map(|record| record.sequence_number.to_string()));
        from = next.unwrap();
    }
}

#[test]
fn a_record_keeps_its_number_while_its_batch_merges() {
    let mut world = world(&plan(2, vec![traffic(400), traffic(30)]));
    pass(&mut world, Micros::seconds(590));
    let stored = put(&mut world, S, "by hand", b"x").sequence_number.to_string();
    let numbers = |world: &World| -> Vec<Vec<String>> {
        let read = |shard| read_all(world, stream(world), shard);
        let all = stream(world).shards.iter().map(read);
        all.map(|records| records.iter().map(|record| record.sequence_number.to_string()).collect()).collect()
    };
    pass(&mut world, Micros::seconds(20));
    let young = numbers(&world);
    assert!(young.concat().contains(&stored));
    silence(&mut world);
    for hours in [0, 1, 6] {
        pass(&mut world, Micros::hours(hours));
        assert!(numbers(&world) == young, "{hours}");
    }
}

#[test]
fn an_iterator_can_be_used_for_exactly_five_minutes() {
    let mut world = empty();
    created(&mut world, S, 1);
    let from = horizon(&mut world, S, 0);
    let issued = world.now();
    pass(&mut world, Micros::seconds(300));
    let next = get(&mut world, &from, None).unwrap().next.unwrap();
    pass(&mut world, Micros(1));
    let refusal = get(&mut world, &from, None).unwrap_err();
    let expected = ApiError::IteratorExpired { created: issued, now: world.now(), tolerated: Micros::seconds(300) };
    assert_eq!(refusal, expected);
    // Each answer's iterator has five minutes of its own.
    pass(&mut world, Micros::seconds(299));
    assert!(get(&mut world, &next, None).is_ok());
}

#[test]
fn latest_sees_only_what_comes_later_and_the_answer_tells_how_far_behind_it_is() {
    let mut world = empty();
    created(&mut world, S, 1);
    for second in 0..5 {
        put(&mut world, S, "k", format!("{second}").as_bytes());
        pass(&mut world, Micros::seconds(1));
    }
    let latest = iterator(&mut world, iterator_request(S, 0, Kind::Latest)).unwrap();
    assert_eq!(get(&mut world, &latest, None).unwrap().records.len(), 0);
    put(&mut world, S, "k", b"later");
    let got = get(&mut world, &latest, None).unwrap();
    assert_eq!((got.records.len(), &*got.records[0].data.0, got.behind_ms), (1, &b"later"[..], 0));
    let from = horizon(&mut world, S, 0);
    for (limit, behind_ms) in [(1, 4_000), (2, 3_000), (4, 1_000), (5, 1), (6, 0)] {
        let got = get(&mut world, &from, Some(limit)).unwrap();
        assert_eq!((got.records.len(), got.behind_ms), (limit as usize, behind_ms), "{limit}");
    }
}

#[test]
fn a_closed_shard_ends_with_its_children_and_a_parents_iterator_stays_its_own() {
    let mut world = empty();
    created(&mut world, S, 2);
    put(&mut world, S, "a", b"before");
    let (from, other) = (horizon(&mut world, S, 0), horizon(&mut world, S, 1));
    world.request(split(S, 0, 1 << 100)).unwrap();
    settle(&mut world, S);
    world.request(merge(S, 3, 1)).unwrap();
    settle(&mut world, S);
    // The last record and the end come in one answer; reading the end again gives the end again.
    let got = get(&mut world, &from, None).unwrap();
    assert_eq!((got.records.len(), got.next, got.children), (1, None, Some(vec![ShardId(2), ShardId(3)])));
    let got = get(&mut world, &from, Some(1)).unwrap();
    assert_eq!((got.records.len(), got.next, got.children), (1, None, Some(vec![ShardId(2), ShardId(3)])));
    for (from, children) in [(other, vec![ShardId(4)]), (horizon(&mut world, S, 3), vec![ShardId(4)])] {
        let got = get(&mut world, &from, None).unwrap();
        assert_eq!((got.records.len(), got.next, got.children), (0, None, Some(children)));
    }
    for kind in [Kind::Latest, Kind::TrimHorizon] {
        let from = iterator(&mut world, iterator_request(S, 1, kind)).unwrap();
        assert_eq!(get(&mut world, &from, None).unwrap().next, None);
    }
}

#[test]
fn what_expires_while_one_iterates_is_passed_over() {
    let mut world = empty();
    created(&mut world, S, 1);
    world.request(increase(S, 48)).unwrap();
    for hour in 0..40 {
        put(&mut world, S, "k", format!("{hour}").as_bytes());
        pass(&mut world, Micros::hours(1));
    }
    let from = horizon(&mut world, S, 0);
    let got = get(&mut world, &from, Some(3)).unwrap();
    assert_eq!(*got.records[2].data.0, *b"2");
    world.request(decrease(S, 24)).unwrap();
    pass(&mut world, Micros::seconds(10));
    let got = get(&mut world, &got.next.unwrap(), Some(1)).unwrap();
    assert_eq!(*got.records[0].data.0, *b"17", "the oldest of the last 24 hours");
}
