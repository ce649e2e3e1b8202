//! Listing: `ListShards` with every filter against a list of what was open when, pages and their tokens, `DescribeStream`
//! in pages, and how expired shards vanish.

use crate::api::{
    configure, create, created, decrease, delete, describe, empty, filtered, get, horizon, id, increase, list, listed,
    merge, name, named, page, pass, put, scale, settle, split,
};
use proptest::prelude::*;
use shardscope::engine::api::Request;
use shardscope::engine::api::choices::ShardFilterType as Kind;
use shardscope::engine::api::error::{ApiError, ShardFilterFault};
use shardscope::engine::api::request::{ListShards, ListStreamConsumers, ListStreams, ShardFilter};
use shardscope::engine::api::response::Response;
use shardscope::engine::api::values::Timestamp;
use shardscope::engine::ids::ShardId;
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;
use std::collections::BTreeSet;

const S: &str = "s";

/// Which shards were open from which instant on.
struct History(Vec<(SimTime, BTreeSet<u32>)>);

impl History {
    fn note(&mut self, world: &World) {
        let open: BTreeSet<u32> = named(world, S).layout.shards().iter().map(|shard| shard.0).collect();
        if self.0.last().is_none_or(|(_, before)| *before != open) {
            self.0.push((world.now(), open));
        }
    }

    /// The shards that were open at `at`; before the first were open: those.
    fn open_at(&self, at: SimTime) -> BTreeSet<u32> {
        let after = self.0.partition_point(|(from, _)| *from <= at);
        self.0[after.max(1) - 1].1.clone()
    }

    /// The shards that were still open at `at` or later; who closed at `at` itself is one of them, as AWS says.
    fn open_from(&self, at: SimTime) -> BTreeSet<u32> {
        let ends = self.0.iter().skip(1).map(|(from, _)| *from).chain([SimTime(u64::MAX)]);
        self.0.iter().zip(ends).filter(|(_, end)| *end >= at).flat_map(|((_, open), _)| open.clone()).collect()
    }
}

#[derive(Clone, Debug)]
enum Act {
    Split(u8),
    Merge(u8),
    Scale(u32),
    Retention(i32),
    Put(u8),
    Wait(u64),
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => any::<u8>().prop_map(Act::Split),
        3 => any::<u8>().prop_map(Act::Merge),
        1 => (1_u32..7).prop_map(Act::Scale),
        1 => (24_i32..60).prop_map(Act::Retention),
        2 => any::<u8>().prop_map(Act::Put),
        6 => prop_oneof![0_u64..40_000_000, 0_u64..50_000_000_000].prop_map(Act::Wait),
    ]
}

fn act(world: &mut World, act: &Act) {
    let open = named(world, S).layout.shards().to_vec();
    let retention = named(world, S).retention_hours().cast_signed();
    let place = |pick: u8| usize::from(pick) % open.len();
    let request = match act {
        Act::Split(pick) => {
            let range = named(world, S).shards[open[place(*pick)].0 as usize].range;
            split(S, open[place(*pick)].0, range.start.0 + (range.end.0 - range.start.0) / 2)
        }
        Act::Merge(pick) => merge(S, open[place(*pick)].0, open[(place(*pick) + 1) % open.len()].0),
        Act::Scale(target) => scale(S, *target),
        Act::Retention(hours) if *hours > retention => increase(S, *hours),
        Act::Retention(hours) => decrease(S, *hours),
        Act::Put(key) => {
            put(world, S, &key.to_string(), b"data");
            return;
        }
        Act::Wait(_) => return,
    };
    let _may_be_refused = world.request(request);
}

/// Advances event by event, so that no change is missed.
fn watch(world: &mut World, history: &mut History, time: Micros) {
    let until = world.now() + time;
    while let Some(next) = world.next_event_at().filter(|next| *next <= until) {
        world.advance_to(next);
        history.note(world);
    }
    world.advance_to(until);
}

/// The numbers on all pages of this size, and how many pages they are.
fn pages(world: &mut World, first: ListShards, size: u32) -> (Vec<u32>, usize) {
    let mut request = ListShards { max_results: Some(size), ..first };
    let (mut numbers, mut count) = (Vec::new(), 0);
    loop {
        let (shards, next_token) = page(world, request);
        count += 1;
        numbers.extend(shards.iter().map(|shard| shard.shard_id.0));
        if next_token.is_none() {
            return (numbers, count);
        }
        request = ListShards { next_token, max_results: Some(size), ..ListShards::default() };
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn each_filter_lists_what_was_open_then(
        first in 1_u32..5,
        acts in proptest::collection::vec(any_act(), 1..30),
        picks in proptest::collection::vec((any::<prop::sample::Index>(), -1_i64..=1), 6),
        size in 1_u32..8,
    ) {
        let mut world = empty();
        pass(&mut world, Micros(1_234_567));
        created(&mut world, S, first);
        let mut history = History(Vec::new());
        history.note(&world);
        for step in acts {
            act(&mut world, &step);
            if let Act::Wait(micros) = step {
                watch(&mut world, &mut history, Micros(micros));
            }
        }
        let horizon = world.now() - named(&world, S).retention;
        let kept: BTreeSet<u32> = named(&world, S).listed().map(|shard| shard.id.0).collect();
        let now = Timestamp::from(world.now()).unix_ms;
        let mut cases = vec![
            (list(S), history.open_from(SimTime::ZERO)),
            (filtered(S, Kind::FromTrimHorizon, None, None), history.open_from(SimTime::ZERO)),
            (filtered(S, Kind::AtTrimHorizon, None, None), history.open_at(horizon)),
            (filtered(S, Kind::AtLatest, None, None), history.open_at(world.now())),
        ];
        for (pick, beside) in picks {
            let (changed, open) = pick.get(&history.0);
            let shard = *open.first().unwrap();
            let later = history.open_from(SimTime::ZERO).into_iter().filter(|other| *other > shard).collect();
            cases.push((filtered(S, Kind::AfterShardId, Some(shard), None), later));
            let timestamp = Timestamp { unix_ms: (Timestamp::from(*changed).unix_ms + beside).min(now) };
            let at = timestamp.to_sim_time().max(horizon);
            cases.push((filtered(S, Kind::AtTimestamp, None, Some(timestamp)), history.open_at(at)));
            cases.push((filtered(S, Kind::FromTimestamp, None, Some(timestamp)), history.open_from(at)));
        }
        for (request, expected) in cases {
            let expected: Vec<u32> = expected.intersection(&kept).copied().collect();
            let shown = format!("{request:?}");
            prop_assert_eq!(&listed(&mut world, request.clone()), &expected, "{}", shown);
            // Pages give the same, each shard once.
            let (numbers, count) = pages(&mut world, request, size);
            prop_assert_eq!(count, expected.len().div_ceil(size as usize).max(1), "{}", shown);
            prop_assert_eq!(numbers, expected, "{}", shown);
        }
        // What is closed for longer than the retention period and empty is gone at the next look, which comes within ten
        // seconds; the period may have become shorter just now.
        let mut later = world.clone();
        pass(&mut later, Micros::seconds(11));
        let age = |at: SimTime| world.now().since(at);
        for shard in &named(&world, S).shards {
            let is_due = shard.lineage.closed.is_some_and(|closed| age(closed) > named(&world, S).retention);
            if is_due && shard.log().stored().records == 0 {
                prop_assert!(named(&later, S).shards[shard.id.0 as usize].is_expired());
            }
            prop_assert!(!shard.is_expired() || !kept.contains(&shard.id.0));
        }
    }
}

#[test]
fn a_stream_is_described_in_pages() {
    let mut world = empty();
    created(&mut world, S, 230);
    let mut described = |limit, after| match world.request(describe(S, limit, after)).unwrap() {
        Response::DescribeStream { stream_description: stream } => {
            let numbers: Vec<u32> = stream.shards.iter().map(|shard| shard.shard_id.0).collect();
            (numbers, stream.has_more_shards)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(described(None, None), ((0..100).collect(), true));
    assert_eq!(described(None, Some(99)), ((100..200).collect(), true));
    assert_eq!(described(None, Some(199)), ((200..230).collect(), false));
    assert_eq!(described(Some(30), Some(199)), ((200..230).collect(), false));
    assert_eq!(described(Some(29), Some(199)), ((200..229).collect(), true));
    assert_eq!(described(Some(1), Some(229)), (Vec::new(), false));
}

#[test]
fn a_page_of_shards_has_a_thousand_at_most() {
    let mut world = empty();
    created(&mut world, S, 2_300);
    let (shards, token) = page(&mut world, ListShards { max_results: Some(10_000), ..list(S) });
    assert_eq!((shards.len(), token.is_some()), (1_000, true));
    assert_eq!(pages(&mut world, list(S), 1_000), ((0..2_300).collect(), 3));
}

#[test]
fn closed_shards_vanish_when_their_records_have_expired() {
    let mut world = empty();
    created(&mut world, S, 1);
    let first = named(&world, S).shards[0].id.0;
    world.request(split(S, first, 1 << 127)).unwrap();
    settle(&mut world, S);
    let from = horizon(&mut world, S, 0);
    pass(&mut world, Micros::hours(23));
    world.request(merge(S, 1, 2)).unwrap();
    settle(&mut world, S);
    assert_eq!(listed(&mut world, list(S)), [0, 1, 2, 3]);
    pass(&mut world, Micros::hours(1));
    assert_eq!(listed(&mut world, list(S)), [1, 2, 3]);
    let (shards, _) = page(&mut world, list(S));
    assert_eq!(shards[0].parent_shard_id, Some(ShardId(0)), "a parent is named also when it is not listed any more");
    assert!(matches!(get(&mut world, &from, None), Err(ApiError::IteratorExpired { .. })));
    for request in [split(S, 0, 1 << 20), merge(S, 0, 1)] {
        assert_eq!(world.request(request), Err(ApiError::ShardNotFound { shard: id(0), stream: S.into() }));
    }
    assert_eq!(
        world.request(split(S, 1, 1 << 20)),
        Err(ApiError::ShardClosed { shard: named(&world, S).shards[1].id, stream: S.into() })
    );
    pass(&mut world, Micros::hours(24));
    assert_eq!(listed(&mut world, list(S)), [3]);
    // A shard that still has records stays, however long it has been closed.
    world.request(increase(S, 48)).unwrap();
    put(&mut world, S, "k", b"data");
    world.request(split(S, 3, 1 << 127)).unwrap();
    pass(&mut world, Micros::hours(47));
    assert_eq!(listed(&mut world, list(S)), [3, 4, 5]);
    world.request(decrease(S, 24)).unwrap();
    pass(&mut world, Micros::seconds(10));
    assert_eq!(listed(&mut world, list(S)), [4, 5]);
}

#[test]
fn filters_need_their_fields_and_no_others() {
    let mut world = empty();
    created(&mut world, S, 1);
    let time = Some(Timestamp::from(world.now()));
    for (kind, shard, timestamp, message) in [
        (Kind::AfterShardId, None, None, ShardFilterFault::ShardIdMissing),
        (Kind::AfterShardId, Some(0), time, ShardFilterFault::TimestampNotWanted),
        (Kind::AtTimestamp, None, None, ShardFilterFault::TimestampMissing),
        (Kind::FromTimestamp, Some(0), time, ShardFilterFault::ShardIdNotWanted),
        (Kind::AtLatest, None, time, ShardFilterFault::TimestampNotWanted),
        (Kind::AtTrimHorizon, Some(0), None, ShardFilterFault::ShardIdNotWanted),
    ] {
        let request = Request::ListShards(filtered(S, kind, shard, timestamp));
        assert_eq!(world.request(request), Err(ApiError::ShardFilterField { message }), "{kind}");
    }
}

/// A request for the next page.
fn next(token: &str) -> ListShards {
    ListShards { next_token: name(token), ..ListShards::default() }
}

fn token(world: &mut World) -> String {
    page(world, ListShards { max_results: Some(1), ..list(S) }).1.unwrap()
}

#[test]
fn a_token_lasts_five_minutes_and_stands_for_all_that_was_said() {
    let mut world = empty();
    created(&mut world, S, 3);
    let issued = world.now();
    let token = token(&mut world);
    for (request, refusal) in [
        (ListShards { stream_name: name(S), ..next(&token) }, ApiError::ListShardsNotBoth { member: "StreamName" }),
        (
            ListShards { exclusive_start_shard_id: Some(id(0)), ..next(&token) },
            ApiError::ListShardsNotBoth { member: "ExclusiveStartShardId" },
        ),
        (
            ListShards { shard_filter: Some(ShardFilter::default()), ..next(&token) },
            ApiError::ListShardsNotBoth { member: "ShardFilter" },
        ),
        (ListShards::default(), ApiError::ListShardsNeedsOne),
    ] {
        assert_eq!(world.request(Request::ListShards(request)), Err(refusal));
    }
    pass(&mut world, Micros::seconds(300));
    assert_eq!(listed(&mut world, next(&token)), [1, 2]);
    pass(&mut world, Micros(1));
    let (now, tolerated) = (world.now(), Micros::seconds(300));
    let expired = ApiError::NextTokenExpired { created: issued, now, tolerated };
    assert_eq!(world.request(Request::ListShards(next(&token))), Err(expired));
}

#[test]
fn a_token_is_good_for_its_own_list_alone() {
    let mut world = empty();
    created(&mut world, S, 3);
    let token = token(&mut world);
    let invalid = Err(ApiError::NextTokenInvalid);
    for place in 0..token.len() {
        let mut changed = token.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(world.request(Request::ListShards(next(&changed))), invalid, "{place}");
    }
    let from = horizon(&mut world, S, 0);
    assert_eq!(world.request(Request::ListShards(next(&from))), invalid);
    assert_eq!(get(&mut world, &token, None).unwrap_err(), ApiError::MalformedIterator);
    let streams = ListStreams { next_token: name(&token), ..ListStreams::default() };
    assert_eq!(world.request(Request::ListStreams(streams)), invalid);
    let stream_arn = world.account().stream_arn(S);
    let consumers = ListStreamConsumers { stream_arn, next_token: name(&token), ..ListStreamConsumers::default() };
    assert_eq!(world.request(Request::ListStreamConsumers(consumers)), invalid);
    // A token of the future: the world was rewound meanwhile.
    let mut past = empty();
    created(&mut past, S, 3);
    pass(&mut world, Micros(1));
    let later = page(&mut world, ListShards { max_results: Some(1), ..list(S) }).1.unwrap();
    assert_eq!(listed(&mut past, next(&token)), [1, 2]);
    assert_eq!(past.request(Request::ListShards(next(&later))), invalid);
    // A stream that was made again under the same name is another stream.
    configure(&mut world, |account| {
        account.delete_stream = Micros(0);
        account.create_stream = Micros(0);
    });
    world.request(delete(S)).unwrap();
    pass(&mut world, Micros(0));
    created(&mut world, S, 3);
    let gone = Err(ApiError::StreamNotFound { stream: S.into() });
    assert_eq!(world.request(Request::ListShards(next(&token))), gone);
    assert!(matches!(get(&mut world, &from, None), Err(ApiError::ShardToReadNotFound { .. })));
}

#[test]
fn a_thousand_streams_are_listed_in_pages_by_name() {
    let mut world = empty();
    configure(&mut world, |account| account.create_stream = Micros(0));
    for number in (0..1_000).rev() {
        world.request(create(&format!("stream-{number:04}"), 1)).unwrap();
        pass(&mut world, Micros(0));
    }
    let mut names = Vec::new();
    let mut request = ListStreams::default();
    loop {
        let Response::ListStreams { stream_names, has_more_streams, next_token, stream_summaries } =
            world.request(Request::ListStreams(request)).unwrap()
        else {
            panic!("another answer");
        };
        assert!(stream_names.len() <= 100 && stream_names.len() == stream_summaries.len());
        assert_eq!(has_more_streams, next_token.is_some());
        names.extend(stream_names);
        request = ListStreams { next_token, ..ListStreams::default() };
        if !has_more_streams {
            break;
        }
    }
    assert!(names.is_sorted() && names.len() == 1_000);
    let after = ListStreams { exclusive_start_stream_name: name("stream-0997x"), ..ListStreams::default() };
    let Response::ListStreams { stream_names, .. } = world.request(Request::ListStreams(after)).unwrap() else {
        panic!("another answer");
    };
    assert_eq!(stream_names, ["stream-0998", "stream-0999"]);
    // A day passes quickly.
    pass(&mut world, Micros::hours(24));
}
