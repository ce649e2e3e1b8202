//! Resharding: open shards partition the hash space at every instant, records go to the owner of their hash, numbers rise
//! from parents to children, and `UpdateShardCount` does what was observed in the time that is documented.

use crate::api::{
    configure, created, describe, empty, id, merge, named, pass, put_request, scale, settle, split, stored,
};
use crate::support::{Script, hot_key, plan, seconds, sources, traffic};
use proptest::prelude::*;
use shardscope::engine::api::Request;
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::response::{Response, Shard};
use shardscope::engine::command::{Command, Stored};
use shardscope::engine::hash::{HashKey, HashRange};
use shardscope::engine::limits::Profile;
use shardscope::engine::plan::{Plan, ProducerPlan};
use shardscope::engine::producer::ProducerKind;
use shardscope::engine::producer::traffic::{Backoff, KeyModel, Retry, Traffic};
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;

const S: &str = "s";

/// All shards that are listed, as `DescribeStream` describes them.
fn described(world: &mut World) -> Vec<Shard> {
    match world.request(describe(S, Some(10_000), None)).unwrap() {
        Response::DescribeStream { stream_description } => stream_description.shards,
        other => panic!("{other:?}"),
    }
}

/// What holds about the shards of a stream at every instant.
fn check_shards(world: &mut World) {
    let shards = described(world);
    let mut open: Vec<HashRange> = shards
        .iter()
        .filter(|shard| shard.sequence_number_range.ending_sequence_number.is_none())
        .map(|shard| HashRange {
            start: shard.hash_key_range.starting_hash_key,
            end: shard.hash_key_range.ending_hash_key,
        })
        .collect();
    open.sort_by_key(|range| range.start);
    assert_eq!(open.first().unwrap().start, HashKey::MIN);
    assert_eq!(open.last().unwrap().end, HashKey::MAX);
    assert!(open.windows(2).all(|pair| pair[0].end.0 + 1 == pair[1].start.0));
    for (next, shard) in (0..).zip(&shards) {
        assert_eq!(shard.shard_id.0, next, "numbers have no gaps");
        let range = &shard.sequence_number_range;
        let start = range.starting_sequence_number.to_string();
        assert!(range.ending_sequence_number.is_none_or(|end| end.to_string() > start));
        for parent in shard.parent_shard_id.into_iter().chain(shard.adjacent_parent_shard_id) {
            let parent = &shards[parent.0 as usize].sequence_number_range;
            let end = parent.ending_sequence_number.expect("a parent is closed").to_string();
            assert!(end < start, "{end} {start}: all of a child's numbers are greater than its parents'");
        }
    }
}

/// The owner of a hash among the open shards, looked for one by one.
fn owner(world: &World, hash: HashKey) -> u32 {
    let mut open = named(world, S).shards.iter().filter(|shard| shard.is_open());
    open.find(|shard| shard.range.contains(hash)).unwrap().id.0
}

#[derive(Clone, Debug)]
enum Act {
    /// The shard, how far into it (in 2^-16), and how far from that.
    Split(u32, u16, i8),
    Merge(u32, u32),
    MergeNeighbours(u16),
    Scale(u32),
    Put(u128),
    Wait(u64),
    Profile(Profile),
    UpdateTakes(u64),
}

fn any_act() -> impl Strategy<Value = Act> {
    let profile = prop_oneof![Just(Profile::CourseNotes), Just(Profile::Current)];
    let far = prop_oneof![any::<u16>(), Just(0), Just(u16::MAX)];
    prop_oneof![
        4 => (0_u32..12, far, -3_i8..=3).prop_map(|(shard, part, by)| Act::Split(shard, part, by)),
        1 => (0_u32..12, 0_u32..12).prop_map(|(lower, upper)| Act::Merge(lower, upper)),
        3 => any::<u16>().prop_map(Act::MergeNeighbours),
        2 => (0_u32..16).prop_map(Act::Scale),
        6 => prop_oneof![any::<u128>(), Just(0), Just(1), Just(2), Just(u128::MAX)].prop_map(Act::Put),
        8 => prop_oneof![0_u64..100_000_000, Just(0), 1_u64..40].prop_map(Act::Wait),
        1 => profile.prop_map(Act::Profile),
        1 => prop_oneof![Just(0), 0_u64..60_000_000].prop_map(Act::UpdateTakes),
    ]
}

/// The request that an act is, if it is one.
fn request(world: &World, act: &Act) -> Option<Request> {
    let stream = named(world, S);
    Some(match act {
        Act::Split(shard, part, by) => {
            let range = stream.shards.get(*shard as usize).map_or(HashRange::FULL, |shard| shard.range);
            let width = range.end.0 - range.start.0;
            let at = range.start.0 + width / u128::from(u16::MAX) * u128::from(*part);
            split(S, *shard, at.saturating_add_signed(i128::from(*by)))
        }
        Act::Merge(lower, upper) => merge(S, *lower, *upper),
        Act::MergeNeighbours(place) => {
            let open = stream.layout.shards();
            let place = usize::from(*place) % open.len();
            merge(S, open[place].0, open.get(place + 1)?.0)
        }
        Act::Scale(target) => scale(S, *target),
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn open_shards_partition_the_hash_space_whatever_is_asked(
        first in 1_u32..6,
        acts in proptest::collection::vec(any_act(), 1..50),
    ) {
        let mut world = empty();
        created(&mut world, S, first);
        let mut numbers: Vec<Stored> = Vec::new();
        for act in acts {
            match act {
                Act::Put(hash) => {
                    let expected = owner(&world, HashKey(hash));
                    let put = stored(world.request(put_request(S, "key", Some(hash), b"data")).unwrap());
                    prop_assert_eq!(put.shard.0, expected);
                    numbers.push(put);
                }
                Act::Wait(micros) => pass(&mut world, Micros(micros)),
                Act::Profile(profile) => {
                    world.execute(Command::SetLimitsProfile(profile)).unwrap();
                }
                Act::UpdateTakes(micros) => configure(&mut world, |account| account.update_stream = Micros(micros)),
                _ => {
                    let Some(request) = request(&world, &act) else { continue };
                    let before = (world.trace().hash(), world.journal().len(), world.next_event_at());
                    if world.request(request).is_err() {
                        prop_assert_eq!((world.trace().hash(), world.journal().len(), world.next_event_at()), before);
                    }
                }
            }
            check_shards(&mut world);
        }
        let shards = described(&mut world);
        for put in numbers {
            let range = &shards[put.shard.0 as usize].sequence_number_range;
            let number = put.sequence_number.to_string();
            prop_assert!(range.starting_sequence_number.to_string() < number);
            prop_assert!(range.ending_sequence_number.is_none_or(|end| number < end.to_string()));
        }
    }
}

#[test]
fn scaling_lists_as_many_shards_as_were_observed() {
    for (from, to, listed, steps) in [(2, 4, 6, 2), (4, 5, 15, 7), (10, 13, 37, 17), (4, 2, 6, 2), (5, 3, 7, 2)] {
        for profile in [Profile::CourseNotes, Profile::Current] {
            let mut world = empty();
            world.execute(Command::SetLimitsProfile(profile)).unwrap();
            created(&mut world, S, from);
            let began = world.now();
            let Response::UpdateShardCount { current_shard_count, target_shard_count, .. } =
                world.request(scale(S, to)).unwrap()
            else {
                panic!("another answer");
            };
            assert_eq!((current_shard_count, target_shard_count), (from, to));
            settle(&mut world, S);
            // With the course notes' limits each split or merge takes its turn of 30 s.
            let turns = if profile == Profile::CourseNotes { steps } else { 1 };
            assert_eq!(world.now().since(began), Micros::seconds(30 * turns), "{from} to {to}, {profile:?}");
            assert_eq!(described(&mut world).len(), listed, "{from} to {to}, {profile:?}");
            assert_eq!(named(&world, S).layout.len() as u32, to);
            check_shards(&mut world);
        }
    }
}

#[test]
fn merging_half_of_five_hundred_shards_takes_two_hours_by_the_course_notes() {
    let mut world = empty();
    configure(&mut world, |account| account.shard_limit = Some(2_000));
    created(&mut world, S, 500);
    world.execute(Command::SetLimitsProfile(Profile::CourseNotes)).unwrap();
    let refusal = world.request(scale(S, 1_000)).unwrap_err();
    assert_eq!(refusal, ApiError::ShardCountAboveLimit { open: 500, target: 1_000, limit: 500 });
    let began = world.now();
    world.request(scale(S, 250)).unwrap();
    settle(&mut world, S);
    assert_eq!(world.now().since(began), Micros::seconds(250 * 30));
}

#[test]
fn the_narrowest_shards_are_left_as_they_are() {
    let mut world = empty();
    created(&mut world, S, 1);
    // The least split point of a shard that starts at 0 is 2: two hash keys are left below.
    world.request(split(S, 0, 2)).unwrap();
    settle(&mut world, S);
    for at in 0..=2 {
        assert!(matches!(world.request(split(S, 1, at)), Err(ApiError::SplitPoint { .. })), "{at}");
    }
    // Four hash keys can be split in the middle only.
    world.request(split(S, 2, 6)).unwrap();
    settle(&mut world, S);
    for (at, is_legal) in [(2, false), (3, false), (4, true), (5, false), (6, false)] {
        let mut fork = world.clone();
        assert_eq!(fork.request(split(S, 3, at)).is_ok(), is_legal, "{at}");
    }
    // Shards of 2, 4 and very many hash keys: the first cannot be split.
    assert_eq!(named(&world, S).layout.len(), 3);
    world.request(scale(S, 6)).unwrap();
    settle(&mut world, S);
    check_shards(&mut world);
    let widths: Vec<u128> = named(&world, S).layout.ranges().map(|(_, range)| range.end.0 - range.start.0).collect();
    assert_eq!(widths[..3], [1, 1, 1]);
    assert_eq!(widths.len(), 5, "one shard fewer than asked, as one could not be split");
}

#[test]
fn the_greatest_streams_scale_in_reasonable_time() {
    let mut world = empty();
    created(&mut world, S, 10_000);
    world.request(scale(S, 5_000)).unwrap();
    settle(&mut world, S);
    world.request(scale(S, 10_000)).unwrap();
    settle(&mut world, S);
    let stream = named(&world, S);
    assert_eq!((stream.layout.len(), stream.shards.len()), (10_000, 10_000 + 5_000 + 10_000));
    assert_eq!(id(24_999), stream.shards.last().unwrap().id.to_string());
}

/// A plan whose producer sends to a stream that is not there yet.
fn waiting(traffic: Traffic) -> World {
    let producer = ProducerPlan {
        name: "p0".into(),
        stream: Some(S.into()),
        delivery_stream: None,
        kind: ProducerKind::Sdk,
        traffic,
    };
    let plan = Plan { stream: None, producers: vec![producer], ..plan(1, Vec::new()) };
    World::new(&plan, sources()).unwrap()
}

/// Checks that each generated record lies in the shard of its key, by reading all of them.
fn check_places(world: &World) {
    let stream = named(world, S);
    let mut read = 0;
    for shard in &stream.shards {
        for record in crate::reading::read_all(world, stream, shard) {
            assert!(shard.range.contains(HashKey::of(&record.partition_key)), "{}", record.partition_key);
            read += 1;
        }
    }
    assert!(read > 0);
    assert_eq!(read, stream.shards.iter().map(|shard| shard.log().stored().records).sum::<u64>());
}

#[test]
fn keys_find_their_shards_when_the_stream_comes_later_than_its_producer() {
    for keys in [KeyModel::Uniform { keys: 100 }, KeyModel::Sequential { keys: 100 }, KeyModel::FreshId] {
        let mut world = waiting(Traffic { keys, ..traffic(300) });
        pass(&mut world, Micros::seconds(2));
        created(&mut world, S, 4);
        pass(&mut world, Micros::seconds(3));
        assert!(named(&world, S).shards.iter().all(|shard| shard.totals.accepted_records > 0));
        check_places(&world);
    }
}

#[test]
fn a_stream_made_again_takes_the_retries_of_its_predecessor() {
    for (first, second) in [(4, 2), (2, 4), (3, 3), (1, 5)] {
        let backoff = Backoff { base_ms: 20_000, cap_ms: 30_000, attempts_max: 20, jitter: true };
        let load = Traffic { keys: hot_key(0.4), retry: Retry::ExponentialBackoff(backoff), ..traffic(6_000) };
        let mut world = waiting(load);
        created(&mut world, S, first);
        pass(&mut world, Micros::seconds(5));
        let waiting = world.producers()[0].totals.waiting;
        assert!(waiting > 1_000);
        configure(&mut world, |account| {
            account.delete_stream = Micros(0);
            account.create_stream = Micros(0);
        });
        world.request(crate::api::delete(S)).unwrap();
        pass(&mut world, Micros(0));
        created(&mut world, S, second);
        let silence = Command::SetTraffic {
            producer: "p0".into(),
            traffic: Traffic { rate_records_per_s: 0, ..world.producers()[0].traffic.clone() },
        };
        world.execute(silence).unwrap();
        pass(&mut world, Micros::seconds(5));
        check_places(&world);
        // Hours later the batches are merged.
        pass(&mut world, Micros::hours(7));
        check_places(&world);
        let totals = world.producers()[0].totals;
        assert_eq!(totals.generated, totals.accepted + totals.waiting + totals.given_up);
    }
}

#[test]
fn merged_batches_are_read_after_reshards_under_throttling_and_retries() {
    let backoff = Backoff { base_ms: 50, cap_ms: 5_000, attempts_max: 10, jitter: true };
    let retry = Retry::ExponentialBackoff(backoff);
    let load = |keys| Traffic { keys, retry, ..traffic(900) };
    let mut world = crate::support::world(&plan(1, vec![load(hot_key(0.5)), load(KeyModel::FreshId)]));
    crate::api::without_rates(&mut world);
    let script: Script = [
        (20, scale("orders", 2)),
        (90, scale("orders", 4)),
        (200, split("orders", 3, 1 << 126)),
        (300, scale("orders", 2)),
    ]
    .into_iter()
    .map(|(at, request)| (seconds(at), Command::from(request)))
    .collect();
    crate::support::run(&mut world, &script, seconds(400));
    for later in [0, 1, 7] {
        world.advance_to(SimTime(seconds(400).0 + Micros::hours(later).0));
        let stream = named(&world, "orders");
        assert!(stream.shards.len() > 6);
        for shard in &stream.shards {
            let records = crate::reading::read_all(&world, stream, shard);
            assert_eq!(records.len() as u64, shard.totals.accepted_records);
            let bytes: usize = records.iter().map(|record| record.data.0.len() + record.partition_key.len()).sum();
            // Where batches merged amid throttling, other records of the same keys may be shown: sizes are alike here.
            assert!(bytes as u64 >= shard.totals.accepted_bytes.0 * 99 / 100, "{bytes} {:?}", shard.totals);
            assert!(records.iter().all(|record| shard.range.contains(HashKey::of(&record.partition_key))));
        }
        if later == 0 {
            let silence = Traffic { rate_records_per_s: 0, ..traffic(1) };
            for producer in ["p0", "p1"] {
                let (producer, traffic) = (producer.to_owned(), silence.clone());
                world.execute(Command::SetTraffic { producer, traffic }).unwrap();
            }
        }
    }
}
