//! The life of a stream: what each state takes and refuses, who gets its name, what becomes of what was going on when it
//! is deleted.

use crate::api::{
    configure, create, created, decrease, delete, describe, empty, encryption, get, horizon, increase,
    iterator_request, list, merge, name, named, pass, put_request, register, registered, scale, settle, split, stored,
    subscribe, switch,
};
use crate::support::{plan, seconds, traffic};
use shardscope::engine::api::Request;
use shardscope::engine::api::choices::{ShardIteratorType, ShardLevelMetric, StreamMode, StreamStatus};
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::request::{
    AddTagsToStream, CreateStream, DescribeStreamSummary, EnhancedMonitoring, ListTagsForStream, PutRecords,
    UpdateMaxRecordSize,
};
use shardscope::engine::api::response::Response;
use shardscope::engine::command::Command;
use shardscope::engine::limits::Profile;
use shardscope::engine::producer::traffic::{Backoff, KeyModel, Retry, Traffic};
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

const S: &str = "s";

/// What a request comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Done,
    NotActive,
    NotFound,
    NoShard,
    Exists,
    NoConsumer,
}
use Fate::{Done, Exists, NoConsumer, NoShard, NotActive, NotFound};

fn fate(world: &mut World, request: Request) -> Fate {
    match world.request(request) {
        Ok(_) => Done,
        Err(ApiError::StreamNotActive { .. }) => NotActive,
        Err(ApiError::StreamNotFound { .. }) => NotFound,
        Err(ApiError::ShardToReadNotFound { .. }) => NoShard,
        Err(ApiError::StreamExists { .. }) => Exists,
        Err(ApiError::ConsumerNotFound { .. }) => NoConsumer,
        Err(other) => panic!("{other:?}"),
    }
}

/// The states of a stream: CREATING, ACTIVE, UPDATING, DELETING, gone.
fn states() -> [World; 5] {
    let mut creating = empty();
    configure(&mut creating, |account| account.create_stream = Micros::seconds(10));
    creating.request(create(S, 3)).unwrap();
    let mut active = creating.clone();
    settle(&mut active, S);
    // What a consumer needs is there already, except in CREATING.
    registered(&mut active, S, "c");
    active.request(put_request(S, "k", None, b"data")).unwrap();
    let mut updating = active.clone();
    updating.request(scale(S, 4)).unwrap();
    let mut deleting = active.clone();
    deleting.request(delete(S)).unwrap();
    let mut gone = deleting.clone();
    pass(&mut gone, Micros::seconds(10));
    assert_eq!(gone.streams().iter().count(), 0);
    [creating, active, updating, deleting, gone]
}

#[test]
fn each_state_takes_and_refuses_what_aws_does() {
    let worlds = states();
    let arn = {
        let stream_arn = worlds[1].account().stream_arn(S);
        named(&worlds[1], S).consumers.get("c").unwrap().arn(&stream_arn)
    };
    let of = || name(S);
    let tags = || AddTagsToStream { stream_name: of(), tags: [("t".to_owned(), None)].into(), ..Default::default() };
    let monitoring = || EnhancedMonitoring {
        stream_name: of(),
        shard_level_metrics: vec![ShardLevelMetric::All],
        ..EnhancedMonitoring::default()
    };
    let many = || PutRecords { stream_name: of(), records: vec![crate::support::entry("k", 5)], ..Default::default() };
    let changes = [NotActive, Done, NotActive, NotActive, NotFound];
    let puts = [NotFound, Done, Done, NotFound, NotFound];
    let looks = [Done, Done, Done, Done, NotFound];
    let reads = [NoShard, Done, Done, Done, NoShard];
    let table: Vec<(Request, [Fate; 5])> = vec![
        (create(S, 1), [Exists, Exists, Exists, Exists, Done]),
        (delete(S), looks),
        (split(S, 0, 1 << 100), changes),
        (merge(S, 0, 1), changes),
        (scale(S, 4), changes),
        (scale(S, 3), changes),
        (increase(S, 48), changes),
        (decrease(S, 24), changes),
        (switch(S, StreamMode::OnDemand), changes),
        (Request::StartStreamEncryption(encryption(S)), changes),
        (Request::StopStreamEncryption(encryption(S)), changes),
        (Request::EnableEnhancedMonitoring(monitoring()), changes),
        (Request::DisableEnhancedMonitoring(monitoring()), changes),
        (
            Request::UpdateMaxRecordSize(UpdateMaxRecordSize {
                stream_name: of(),
                max_record_size_in_kib: 2_048,
                ..UpdateMaxRecordSize::default()
            }),
            changes,
        ),
        (put_request(S, "k", None, b"data"), puts),
        (Request::PutRecords(many()), puts),
        (Request::GetShardIterator(iterator_request(S, 0, ShardIteratorType::Latest)), reads),
        (describe(S, None, None), looks),
        (Request::DescribeStreamSummary(DescribeStreamSummary { stream_name: of(), ..Default::default() }), looks),
        (Request::ListShards(list(S)), looks),
        (Request::AddTagsToStream(tags()), looks),
        (Request::ListTagsForStream(ListTagsForStream { stream_name: of(), ..Default::default() }), looks),
        (register(&worlds[0], S, "d"), [NotActive, Done, Done, NotActive, NotFound]),
        (subscribe(&arn, 0, ShardIteratorType::Latest, None), [NoConsumer, Done, Done, NotActive, NoConsumer]),
    ];
    for (request, fates) in table {
        for (world, expected) in worlds.iter().zip(fates) {
            let state = world.streams().find(S).map(|stream| stream.status);
            assert_eq!(fate(&mut world.clone(), request.clone()), expected, "{request:?} while {state:?}");
        }
    }
    // A reader goes on while the stream is DELETING, until it is gone.
    let mut deleting = worlds[1].clone();
    let from = horizon(&mut deleting, S, 0);
    deleting.request(delete(S)).unwrap();
    let next = get(&mut deleting, &from, None).unwrap().next.unwrap();
    pass(&mut deleting, Micros::seconds(10));
    assert!(matches!(get(&mut deleting, &next, None), Err(ApiError::ShardToReadNotFound { .. })));
}

#[test]
fn states_last_as_long_as_the_account_says() {
    let mut world = empty();
    configure(&mut world, |account| {
        (account.create_stream, account.update_stream, account.delete_stream) =
            (Micros::seconds(7), Micros::seconds(11), Micros::seconds(13));
    });
    let began = world.now();
    world.request(create(S, 2)).unwrap();
    settle(&mut world, S);
    assert_eq!(world.now().since(began), Micros::seconds(7));
    for request in [
        scale(S, 4),
        scale(S, 4),
        split(S, 2, 1 << 100),
        Request::StartStreamEncryption(encryption(S)),
        switch(S, StreamMode::OnDemand),
    ] {
        let began = world.now();
        world.request(request.clone()).unwrap();
        settle(&mut world, S);
        assert_eq!(world.now().since(began), Micros::seconds(11), "{request:?}");
    }
    let began = world.now();
    world.request(delete(S)).unwrap();
    world.request(delete(S)).unwrap();
    while world.streams().find(S).is_some() {
        let next = world.next_event_at().unwrap();
        world.advance_to(next);
    }
    assert_eq!(world.now().since(began), Micros::seconds(13));
}

#[test]
fn there_are_so_many_streams_in_creation_and_so_many_shards() {
    let mut world = empty();
    world.execute(Command::SetLimitsProfile(Profile::CourseNotes)).unwrap();
    for number in 0..5 {
        world.request(create(&format!("s{number}"), 90)).unwrap();
    }
    let refusal = world.request(create("s5", 10)).unwrap_err();
    assert_eq!(refusal, ApiError::StreamsInCreation { limit: 5 });
    let quota = |additional, current| ApiError::ShardQuota { current, limit: 500, additional };
    assert_eq!(world.request(create("s5", 51)), Err(quota(51, 450)));
    pass(&mut world, Micros::seconds(10));
    world.request(create("s5", 50)).unwrap();
    settle(&mut world, "s5");
    assert_eq!(world.request(split("s0", 0, 1 << 100)), Err(quota(1, 500)));
    // Shards that scaling up needs for a while count too.
    assert_eq!(world.request(scale("s5", 51)), Err(quota(50, 500)));
    world.request(scale("s5", 40)).unwrap();
    world.request(merge("s4", 0, 1)).unwrap();
    settle(&mut world, "s5");
    let Response::DescribeLimits { open_shard_count, shard_limit, .. } =
        world.request(Request::DescribeLimits(shardscope::engine::api::request::Nothing {})).unwrap()
    else {
        panic!("another answer");
    };
    assert_eq!((open_shard_count, shard_limit), (489, 500));
    for (shards, target) in [(None, 0), (Some(0), 0)] {
        let request = CreateStream { stream_name: "none".into(), shard_count: shards, ..CreateStream::default() };
        assert_eq!(world.request(Request::CreateStream(request)), Err(ApiError::ShardCountMissing));
        assert!(world.request(scale("s0", target)).is_err());
    }
}

#[test]
fn a_stream_deleted_amid_a_reshard_leaves_nothing_behind() {
    for profile in [Profile::CourseNotes, Profile::Current] {
        let backoff = Retry::ExponentialBackoff(Backoff { base_ms: 4_000, ..Backoff::default() });
        let load = |keys| Traffic { keys, retry: backoff, ..traffic(3_000) };
        let mut world =
            crate::support::world(&plan(2, vec![load(KeyModel::FreshId), load(KeyModel::Uniform { keys: 50 })]));
        crate::api::without_rates(&mut world);
        world.execute(Command::SetLimitsProfile(profile)).unwrap();
        world.advance_to(seconds(3));
        world.request(scale("orders", 4)).unwrap();
        pass(&mut world, Micros::seconds(16));
        world.request(delete("orders")).unwrap();
        let shards = named(&world, "orders").shards.len();
        pass(&mut world, Micros::millis(9_999));
        assert_eq!(named(&world, "orders").shards.len(), shards, "no phase happens any more");
        // The name is free at the instant at which the stream is gone.
        assert!(matches!(world.request(create("orders", 3)), Err(ApiError::StreamExists { .. })));
        pass(&mut world, Micros::millis(1));
        world.request(create("orders", 3)).unwrap();
        assert_eq!(named(&world, "orders").status, StreamStatus::Creating);
        pass(&mut world, Micros::seconds(100));
        let stream = named(&world, "orders");
        assert_eq!((stream.status, stream.shards.len()), (StreamStatus::Active, 3));
        assert!(stream.shards.iter().all(|shard| shard.totals.accepted_records > 1_000));
        for producer in world.producers() {
            let totals = producer.totals;
            assert!(totals.not_found > 0, "while there was no stream");
            assert_eq!(totals.generated, totals.accepted + totals.waiting + totals.given_up);
        }
    }
}

#[test]
fn names_are_told_by_arn_and_id_too_and_must_agree() {
    let mut world = empty();
    created(&mut world, S, 1);
    created(&mut world, "other", 1);
    let (arn, id) = (world.account().stream_arn(S), named(&world, S).public_id());
    assert_eq!(id.len(), 24);
    let summary = |name: Option<&str>, arn: Option<&str>, id: Option<&str>| {
        Request::DescribeStreamSummary(DescribeStreamSummary {
            stream_name: name.map(Into::into),
            stream_arn: arn.map(Into::into),
            stream_id: id.map(Into::into),
        })
    };
    for request in [
        summary(Some(S), None, None),
        summary(None, Some(&arn), None),
        summary(None, None, Some(&id)),
        summary(Some(S), Some(&arn), Some(&id)),
    ] {
        let Response::DescribeStreamSummary { stream_description_summary: summary } = world.request(request).unwrap()
        else {
            panic!("another answer");
        };
        assert_eq!((summary.stream_name.as_str(), &summary.stream_arn, &summary.stream_id), (S, &arn, &id));
    }
    for request in [summary(Some("other"), Some(&arn), None), summary(Some("other"), None, Some(&id))] {
        assert_eq!(world.request(request), Err(ApiError::StreamNamesDiffer));
    }
    assert_eq!(world.request(summary(None, None, None)), Err(ApiError::StreamNotNamed));
    // A stream that is made again has another id and the same ARN.
    world.request(delete(S)).unwrap();
    pass(&mut world, Micros::seconds(10));
    created(&mut world, S, 1);
    assert_ne!(named(&world, S).public_id(), id);
    assert!(matches!(world.request(summary(None, None, Some(&id))), Err(ApiError::StreamNotFound { .. })));
    let put = stored(world.request(put_request(S, "k", None, b"data")).unwrap());
    assert_eq!(put.sequence_number.index, 1);
}
