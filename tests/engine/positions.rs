//! Where readers stand: by the record that they read next, by name where they have one, until their shard expires.

use crate::api::{
    get, horizon, increase, iterator, iterator_request, pass, registered, settle, silence, split, subscribe,
    subscribed, without_rates,
};
use crate::support::{plan, stream, traffic, world};
use shardscope::engine::api::choices::ShardIteratorType as Kind;
use shardscope::engine::consumer::kcl::plan::{ApplicationPlan, KclSettings};
use shardscope::engine::consumer::work::Work;
use shardscope::engine::consumer::{Body, Consumer, ConsumerKind, ConsumerPlan};
use shardscope::engine::ids::ShardId;
use shardscope::engine::plan::Plan;
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;
use shardscope::engine::world::positions::Position;

const S: &str = "orders";

/// A world with two shards that take 200 records a second together.
fn busy() -> World {
    let mut world = world(&plan(2, vec![traffic(200)]));
    without_rates(&mut world);
    world
}

fn polling(world: &World) -> Vec<Position> {
    world.polling_positions(stream(world)).collect()
}

fn fan_out(world: &World, consumer: &str) -> Vec<Position> {
    let stream = stream(world);
    world.fan_out_positions(stream, stream.consumers.get(consumer).unwrap()).collect()
}

fn latest(world: &mut World, shard: u32) -> String {
    iterator(world, iterator_request(S, shard, Kind::Latest)).unwrap()
}

#[test]
fn a_poller_stands_where_its_answers_say() {
    let mut world = busy();
    world.advance_to(SimTime(60_000_000));
    let from = horizon(&mut world, S, 0);
    assert_eq!(polling(&world), [], "an iterator alone reads nothing");
    let got = get(&mut world, &from, Some(100)).unwrap();
    let [position] = polling(&world)[..] else { panic!("one reader") };
    assert_eq!((position.shard, position.lost, position.is_reading), (ShardId(0), 0, true));
    assert_eq!(position.behind.0 / 1_000, got.behind_ms, "it is MillisBehindLatest");
    assert_eq!(position.at + position.behind, world.now());
    pass(&mut world, Micros::seconds(10));
    assert_eq!(polling(&world)[0].at, position.at, "it stays while nobody reads");
    let more = get(&mut world, &got.next.unwrap(), Some(100)).unwrap();
    let [later] = polling(&world)[..] else { panic!("the same reader") };
    assert!(later.at > position.at && later.behind.0 / 1_000 == more.behind_ms);
}

#[test]
fn a_reader_at_the_tip_stands_at_the_present_and_others_where_they_are() {
    let mut world = busy();
    world.advance_to(SimTime(60_000_000));
    let (slow, quick) = (horizon(&mut world, S, 1), latest(&mut world, 1));
    get(&mut world, &slow, Some(1)).unwrap();
    get(&mut world, &quick, None).unwrap();
    let [first, second] = polling(&world)[..] else { panic!("two chains of iterators") };
    assert!(first.behind > Micros::seconds(58) && second.behind == Micros(0));
    assert_eq!(second.at, world.now());
    pass(&mut world, Micros::seconds(301));
    assert!(polling(&world).iter().all(|position| !position.is_reading), "their iterators have expired");
}

#[test]
fn a_consumer_stands_where_its_last_push_ended() {
    let mut world = busy();
    let arn = registered(&mut world, S, "billing");
    assert_eq!(fan_out(&world, "billing"), []);
    world.request(subscribe(&arn, 0, Kind::TrimHorizon, None)).map(subscribed).unwrap();
    let [began] = fan_out(&world, "billing")[..] else { panic!("one shard") };
    assert!(began.behind > Micros::seconds(9) && began.is_reading);
    pass(&mut world, Micros::seconds(60));
    let [position] = fan_out(&world, "billing")[..] else { panic!("one shard") };
    assert!(position.behind <= Micros::millis(100) && position.is_reading, "{position:?}");
    pass(&mut world, Micros::seconds(300));
    let [stopped] = fan_out(&world, "billing")[..] else { panic!("it is remembered") };
    assert!(!stopped.is_reading && stopped.behind > Micros::seconds(59), "five minutes are over: {stopped:?}");
    world.request(subscribe(&arn, 0, Kind::Latest, None)).map(subscribed).unwrap();
    assert!(fan_out(&world, "billing")[0].is_reading && fan_out(&world, "billing")[0].behind == Micros(0));
}

#[test]
fn the_trim_horizon_catches_up_with_who_has_stopped() {
    let mut world = busy();
    let arn = registered(&mut world, S, "billing");
    world.request(subscribe(&arn, 0, Kind::Latest, None)).map(subscribed).unwrap();
    let from = horizon(&mut world, S, 0);
    get(&mut world, &from, Some(10)).unwrap();
    pass(&mut world, Micros::hours(23));
    assert!(polling(&world)[0].lost == 0 && fan_out(&world, "billing")[0].lost == 0);
    pass(&mut world, Micros::hours(3));
    let shard = &stream(&world).shards[0];
    for position in [polling(&world)[0], fan_out(&world, "billing")[0]] {
        assert!(position.lost > 100_000, "{position:?}");
        let day = Micros::hours(24);
        assert!(position.behind <= day && position.behind + Micros::SECOND > day, "it would go on there: {position:?}");
        assert!(position.lost < shard.acknowledged().records);
    }
    world.request(increase(S, 48)).unwrap();
    let lost = polling(&world)[0].lost;
    pass(&mut world, Micros::hours(2));
    assert_eq!(polling(&world)[0].lost, lost, "a longer retention period saves the rest");
}

#[test]
fn who_has_read_a_closed_shard_is_at_its_end_and_all_forget_it_when_it_expires() {
    let mut world = busy();
    let arn = registered(&mut world, S, "billing");
    world.request(subscribe(&arn, 0, Kind::TrimHorizon, None)).map(subscribed).unwrap();
    let slow = horizon(&mut world, S, 0);
    get(&mut world, &slow, Some(10)).unwrap();
    world.request(split(S, 0, u128::MAX / 4)).unwrap();
    settle(&mut world, S);
    pass(&mut world, Micros::seconds(5));
    let closed = stream(&world).shards[0].lineage.closed.unwrap();
    let [end] = fan_out(&world, "billing")[..] else { panic!("one shard") };
    assert!(end.is_at_end && !end.is_reading && end.lost == 0, "{end:?}");
    let [parent] = polling(&world)[..] else { panic!("one reader") };
    assert!(!parent.is_at_end && parent.at < closed, "{parent:?}");
    let child = horizon(&mut world, S, 2);
    get(&mut world, &child, None).unwrap();
    assert_eq!(polling(&world).iter().map(|position| position.shard.0).collect::<Vec<_>>(), [0, 2]);
    silence(&mut world);
    pass(&mut world, Micros::hours(25));
    assert!(stream(&world).shards[0].is_expired());
    assert_eq!(fan_out(&world, "billing"), []);
    assert_eq!(polling(&world).iter().map(|position| position.shard.0).collect::<Vec<_>>(), [2]);
}

#[test]
fn an_application_stands_at_its_checkpoints() {
    let kind =
        ConsumerKind::Kcl(ApplicationPlan { workers: 1, settings: KclSettings::default(), work: Work::default() });
    let consumers = vec![ConsumerPlan { name: "billing".to_owned(), stream: None, store: None, kind }];
    let mut world = world(&Plan { consumers, ..plan(2, vec![traffic(200)]) });
    pass(&mut world, Micros::seconds(150));
    let Some(Consumer { body: Body::Kcl(application), .. }) = world.consumers().next() else { panic!("there is one") };
    let positions: Vec<_> = world.application_positions(stream(&world), application).collect();
    assert_eq!(positions.len(), 2);
    for position in positions {
        assert!(position.is_reading && position.lost == 0 && position.behind < Micros::seconds(100), "{position:?}");
    }
    assert_eq!(polling(&world), [], "its reads are not those of the nameless");
}
