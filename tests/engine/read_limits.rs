//! The limits of a shard's readers, and how quickly one that lags behind catches up.

use crate::api::{created, empty, get, horizon, iterator, iterator_request, named, pass, put};
use crate::support::{hot_key, plan, seconds, stream, traffic, world};
use shardscope::engine::api::choices::ShardIteratorType as Kind;
use shardscope::engine::api::error::ApiError;
use shardscope::engine::ids::Bytes;
use shardscope::engine::limits::LimitId;
use shardscope::engine::producer::traffic::{KeyModel, RecordSize, Traffic};
use shardscope::engine::time::{Micros, SimTime};

const S: &str = "orders";
const MIB: usize = 1_048_576;

#[test]
fn a_shard_answers_five_calls_a_second_to_all_its_readers_together() {
    let mut world = world(&plan(2, Vec::new()));
    let readers: Vec<String> = (0..5).map(|_| horizon(&mut world, S, 0)).collect();
    let refusal = iterator(&mut world, iterator_request(S, 0, Kind::Latest)).unwrap_err();
    let ApiError::ReadThrottled(throttle) = refusal else { panic!("{refusal:?}") };
    assert_eq!((throttle.limit, throttle.again_at), (LimitId::RateGetShardIterator, SimTime(200_000)));
    readers.iter().for_each(|from| {
        get(&mut world, from, None).unwrap();
    });
    let refusal = get(&mut world, &readers[0], None).unwrap_err();
    let ApiError::ReadThrottled(throttle) = refusal else { panic!("{refusal:?}") };
    assert_eq!((throttle.limit, throttle.allowed), (LimitId::RateGetRecords, 5));
    // Another shard is not concerned.
    let other = horizon(&mut world, S, 1);
    get(&mut world, &other, None).unwrap();
    world.advance_to(SimTime(199_999));
    assert!(get(&mut world, &readers[0], None).is_err());
    world.advance_to(throttle.again_at);
    assert!(get(&mut world, &readers[0], None).is_ok());
    // Five a second go on for ever.
    for call in 1..100 {
        world.advance_to(SimTime(200_000 * (call + 1)));
        let from = if call % 50 == 0 { horizon(&mut world, S, 0) } else { readers[0].clone() };
        assert!(get(&mut world, &from, None).is_ok(), "{call}");
    }
    let reads = stream(&world).shards[0].reads;
    assert_eq!((reads.calls, reads.refused_calls), (5 + 1 + 99, 2));
}

#[test]
fn ten_mebibytes_at_once_close_a_shard_for_five_seconds() {
    let mut world = empty();
    created(&mut world, S, 1);
    for _ in 0..24 {
        put(&mut world, S, "k", &vec![7; MIB - 1]);
        pass(&mut world, Micros::seconds(1));
    }
    pass(&mut world, Micros::seconds(10));
    let from = horizon(&mut world, S, 0);
    let got = get(&mut world, &from, None).unwrap();
    assert_eq!(got.records.len(), 10, "an answer has ten mebibytes at most");
    let from = got.next.unwrap();
    let read_at = world.now();
    for ms in [0, 1_000, 4_999] {
        world.advance_to(read_at + Micros::millis(ms));
        let refusal = get(&mut world, &from, None).unwrap_err();
        let ApiError::ReadThrottled(throttle) = refusal else { panic!("{refusal:?}") };
        assert_eq!((throttle.limit, throttle.again_at), (LimitId::ShardReadBytes, read_at + Micros::seconds(5)));
    }
    world.advance_to(read_at + Micros::seconds(5));
    // Two records a second are no more than the shard gives.
    let mut from = get(&mut world, &from, Some(2)).unwrap().next.unwrap();
    for _ in 0..6 {
        pass(&mut world, Micros::seconds(1));
        from = get(&mut world, &from, Some(2)).unwrap().next.unwrap();
    }
    let reads = named(&world, S).shards[0].reads;
    assert_eq!((reads.refused_calls, reads.records, reads.bytes), (3, 24, Bytes(24 * MIB as u64)));
}

#[test]
fn a_day_of_traffic_is_caught_up_with() {
    let load = |keys| Traffic { keys, record_size: RecordSize::Fixed { bytes: 40 }, ..traffic(20) };
    let mut world = world(&plan(4, vec![load(hot_key(0.3)), load(KeyModel::FreshId)]));
    crate::api::without_rates(&mut world);
    world.advance_to(seconds(86_400));
    let mut from = horizon(&mut world, S, 0);
    let mut read = 0;
    loop {
        let Ok(got) = get(&mut world, &from, None) else {
            pass(&mut world, Micros::millis(250));
            continue;
        };
        read += got.records.len() as u64;
        from = got.next.unwrap();
        if got.behind_ms == 0 {
            break;
        }
        pass(&mut world, Micros::millis(250));
    }
    let shard = &stream(&world).shards[0];
    assert_eq!(read, shard.log().stored().records + shard.log().trimmed().records);
    assert!(read > 86_400 * 8);
}
