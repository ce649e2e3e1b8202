//! Enhanced fan-out: each record is pushed once and in order, soon, within the throughput of each subscription; when one
//! may subscribe again; and what becomes of subscriptions when shards, consumers and streams go.

use crate::api::{
    configure, consumer, created, delete, empty, get, horizon, merge, named, pass, put, put_request, register,
    registered, settle, silence, split, stored, subscribe, subscribed, without_rates,
};
use crate::support::{plan, seconds, stream, traffic, world};
use proptest::prelude::*;
use shardscope::engine::api::Request;
use shardscope::engine::api::choices::{ConsumerStatus, ShardIteratorType as Kind, StreamStatus};
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::response::{Onward, Push, PushContent, SubscribeToShardEvent};
use shardscope::engine::ids::{ShardId, SubscriptionId};
use shardscope::engine::producer::traffic::{RecordSize, Traffic};
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;
use std::collections::BTreeMap;

const S: &str = "orders";
const MIB: u64 = 1_048_576;

/// What one subscription got.
#[derive(Debug, Default)]
struct Inbox {
    /// When, the number of the record, and its bytes.
    records: Vec<(SimTime, String, u64)>,
    events: usize,
    children: Option<Vec<ShardId>>,
    has_ended: Option<SimTime>,
}

type Inboxes = BTreeMap<SubscriptionId, Inbox>;

fn event(push: &Push) -> Option<&SubscribeToShardEvent> {
    match &push.content {
        PushContent::Event(event) => Some(event),
        _ => None,
    }
}

/// Takes what was pushed and sorts it by subscription.
fn take(world: &mut World, inboxes: &mut Inboxes) {
    for push in world.take_pushes() {
        let inbox = inboxes.entry(push.subscription).or_default();
        assert!(inbox.has_ended.is_none(), "nothing comes after the end");
        match &push.content {
            PushContent::Event(event) => {
                assert!(inbox.children.is_none(), "nothing comes after the end of the shard");
                inbox.events += 1;
                for record in &event.records {
                    let bytes = record.data.0.len() + record.partition_key.len();
                    inbox.records.push((push.at, record.sequence_number.to_string(), bytes as u64));
                }
                match &event.onward {
                    Onward::InShard { continuation_sequence_number: number } => {
                        assert_eq!(Some(*number), event.records.last().map(|record| record.sequence_number));
                    }
                    Onward::InChildren { child_shards } => {
                        inbox.children = Some(child_shards.iter().map(|child| child.shard_id).collect());
                    }
                }
            }
            PushContent::End => inbox.has_ended = Some(push.at),
            PushContent::Exception(error) => panic!("{error:?}"),
        }
    }
}

fn begin(
    world: &mut World,
    arn: &str,
    shard: u32,
    kind: Kind,
    number: Option<String>,
) -> Result<SubscriptionId, ApiError> {
    world.request(subscribe(arn, shard, kind, number)).map(subscribed)
}

/// The numbers of all records of a shard, oldest first.
fn numbers(world: &World, shard: u32) -> Vec<String> {
    let stream = named(world, S);
    let records = crate::reading::read_all(world, stream, &stream.shards[shard as usize]);
    records.iter().map(|record| record.sequence_number.to_string()).collect()
}

#[derive(Clone, Debug)]
enum Act {
    Put(u8),
    Take,
    Wait(u64),
    Split,
    Merge,
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        12 => any::<u8>().prop_map(Act::Put),
        6 => Just(Act::Take),
        12 => prop_oneof![0_u64..100_000, 0_u64..3_000_000, 0_u64..20_000_000].prop_map(Act::Wait),
        1 => Just(Act::Split),
        1 => Just(Act::Merge),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn each_record_is_pushed_once_and_in_order(
        rate in 0_u32..400,
        acts in proptest::collection::vec(any_act(), 1..60),
        kind in prop_oneof![Just(Kind::TrimHorizon), Just(Kind::Latest)],
    ) {
        let mut world = world(&plan(2, vec![traffic(rate)]));
        without_rates(&mut world);
        let arn = registered(&mut world, S, "billing");
        let before = numbers(&world, 0).len();
        let first = begin(&mut world, &arn, 0, kind, None).unwrap();
        let began = world.now();
        let mut inboxes = Inboxes::new();
        let mut puts: Vec<(SimTime, String)> = Vec::new();
        for act in acts {
            match act {
                Act::Put(key) => {
                    let put = stored(world.request(put_request(S, &key.to_string(), None, b"by hand")).unwrap());
                    if put.shard.0 == 0 {
                        puts.push((world.now(), put.sequence_number.to_string()));
                    }
                }
                Act::Take => take(&mut world, &mut inboxes),
                Act::Wait(micros) => {
                    let time = Micros(micros).0.min((began + Micros::seconds(290)).since(world.now()).0);
                    pass(&mut world, Micros(time));
                }
                Act::Split => {
                    let _may_be_refused = world.request(split(S, 0, 1 << 100));
                }
                Act::Merge => {
                    let _may_be_refused = world.request(merge(S, 0, 1));
                }
            }
        }
        silence(&mut world);
        pass(&mut world, Micros::millis(70));
        if !named(&world, S).shards[0].children.is_empty() {
            // They may have come just now: the end of the shard is on its way as long as a record.
            pass(&mut world, Micros::millis(70));
        }
        take(&mut world, &mut inboxes);
        let nothing = Inbox::default();
        let inbox = inboxes.get(&first).unwrap_or(&nothing);
        let all = numbers(&world, 0);
        let expected = if kind == Kind::Latest { &all[before..] } else { &all[..] };
        let pushed: Vec<String> = inbox.records.iter().map(|(_, number, _)| number.clone()).collect();
        prop_assert_eq!(&pushed[..], expected);
        prop_assert!(pushed.is_sorted());
        // What was put by hand comes within 70 ms.
        let at: BTreeMap<&str, SimTime> = inbox.records.iter().map(|(at, number, _)| (number.as_str(), *at)).collect();
        for (stored, number) in &puts {
            prop_assert!(at[number.as_str()].since(*stored.max(&began)) <= Micros::millis(70));
        }
        // The end of the shard names its children; then the subscription is over.
        let children = &named(&world, S).shards[0].children;
        prop_assert_eq!(inbox.children.as_deref().unwrap_or_default(), &children[..]);
        prop_assert_eq!(inbox.has_ended.is_some(), !children.is_empty());
    }

    #[test]
    fn pushes_stay_within_two_mebibytes_a_second(
        hours in prop_oneof![Just(0), Just(1), Just(8)],
        size in prop_oneof![1_u32..3_000, 1_u32..50_000],
        takes in proptest::collection::vec(1_u64..5_000_000, 4),
    ) {
        let load = |bytes| Traffic { record_size: RecordSize::Fixed { bytes }, ..traffic(20) };
        let mut world = world(&plan(1, vec![load(size), load(size)]));
        without_rates(&mut world);
        let arn = registered(&mut world, S, "billing");
        pass(&mut world, Micros::seconds(40));
        silence(&mut world);
        pass(&mut world, Micros::hours(hours));
        // Behind by up to 40 MiB, in a batch for each second, minute or ten minutes.
        let first = begin(&mut world, &arn, 0, Kind::TrimHorizon, None).unwrap();
        let began = world.now();
        let mut inboxes = Inboxes::new();
        for wait in takes.iter().cycle().take(40) {
            pass(&mut world, Micros(*wait));
            take(&mut world, &mut inboxes);
        }
        world.advance_to(began + Micros::seconds(299));
        take(&mut world, &mut inboxes);
        let inbox = &inboxes[&first];
        let pushed: Vec<String> = inbox.records.iter().map(|(_, number, _)| number.clone()).collect();
        prop_assert!(pushed == numbers(&world, 0));
        // In no time is more pushed than its rate and a second's worth, and a last record. Keys of a batch differ in length.
        let largest = inbox.records.iter().map(|(.., bytes)| *bytes).max().unwrap();
        let (mut sum, mut start) = (0, i128::MIN);
        for (at, _, bytes) in &inbox.records {
            let allowed = i128::from(2 * MIB) * i128::from(at.0);
            start = start.max(allowed - sum);
            sum += i128::from(*bytes) * 1_000_000;
            let excess = sum - allowed + start;
            prop_assert!(excess <= i128::from(2 * MIB + 2 * largest + 10_000) * 1_000_000, "{excess}");
        }
        // And it takes no longer than it must.
        let took = inbox.records.last().unwrap().0.since(began);
        let bytes = (sum / 1_000_000) as u64;
        prop_assert!(took.0 <= bytes * 1_000_000 / (2 * MIB) + 1_000_000, "{took:?} for {bytes}");
    }
}

#[test]
fn a_subscription_lasts_five_minutes_and_goes_on_after_the_continuation_number() {
    let mut world = world(&plan(1, vec![traffic(50)]));
    let arn = registered(&mut world, S, "billing");
    let mut inboxes = Inboxes::new();
    let mut got = Vec::new();
    let (mut kind, mut number) = (Kind::TrimHorizon, None);
    for _ in 0..3 {
        let began = world.now();
        let subscription = begin(&mut world, &arn, 0, kind, number).unwrap();
        pass(&mut world, Micros::seconds(300));
        assert!(world.subscriptions().is_empty());
        take(&mut world, &mut inboxes);
        let inbox = &inboxes[&subscription];
        assert_eq!(inbox.has_ended, Some(began + Micros::seconds(300)));
        got.extend(inbox.records.iter().map(|(_, number, _)| number.clone()));
        pass(&mut world, Micros::seconds(7));
        take(&mut world, &mut inboxes);
        (kind, number) = (Kind::AfterSequenceNumber, got.last().cloned());
    }
    assert_eq!(got[..], numbers(&world, 0)[..got.len()]);
    assert!(got.len() > 50 * 900);
}

#[test]
fn one_may_subscribe_again_after_five_seconds_which_ends_the_old_subscription() {
    let mut world = world(&plan(2, Vec::new()));
    let arn = registered(&mut world, S, "billing");
    let began = world.now();
    let first = begin(&mut world, &arn, 0, Kind::Latest, None).unwrap();
    let again = |world: &mut World| begin(world, &arn, 0, Kind::Latest, None);
    assert!(matches!(again(&mut world), Err(ApiError::CallRate { .. })), "one call a second");
    // Each shard counts on its own.
    begin(&mut world, &arn, 1, Kind::Latest, None).unwrap();
    for ms in [1_000, 2_500, 4_999] {
        world.advance_to(began + Micros::millis(ms));
        let expected = ApiError::SubscribedRecently { consumer: "billing".into(), stream: S.into(), shard: ShardId(0) };
        assert_eq!(again(&mut world), Err(expected), "{ms}");
    }
    let mut inboxes = Inboxes::new();
    world.advance_to(began + Micros::seconds(6));
    take(&mut world, &mut inboxes);
    assert!(inboxes.is_empty());
    let second = again(&mut world).unwrap();
    put(&mut world, S, "a", b"to the new one alone");
    let other = stored(world.request(put_request(S, "x", Some(0), b"of shard 0")).unwrap());
    pass(&mut world, Micros::seconds(1));
    take(&mut world, &mut inboxes);
    assert_eq!((inboxes[&first].has_ended, inboxes[&first].events), (Some(began + Micros::seconds(6)), 0));
    assert_eq!(inboxes[&second].records.last().unwrap().1, other.sequence_number.to_string());
}

#[test]
fn a_consumer_is_registered_used_and_deregistered() {
    let mut world = empty();
    created(&mut world, S, 1);
    let arn = registered(&mut world, S, "billing");
    let unknown = ApiError::ConsumerExists { consumer: "billing".into(), stream: S.into() };
    assert_eq!(world.request(register(&world, S, "billing")), Err(unknown));
    let request = register(&world, S, "audit");
    world.request(request).unwrap();
    let young = format!("{}/consumer/audit:{}", world.account().stream_arn(S), world.now().unix_seconds());
    let refusal = begin(&mut world, &young, 0, Kind::Latest, None).unwrap_err();
    assert!(matches!(refusal, ApiError::ConsumerNotActive { .. }), "{refusal:?}");
    let subscription = begin(&mut world, &arn, 0, Kind::Latest, None).unwrap();
    world.request(Request::DeregisterStreamConsumer(consumer(&arn))).unwrap();
    assert_eq!(named(&world, S).consumers.get("billing").unwrap().status, ConsumerStatus::Deleting);
    let mut inboxes = Inboxes::new();
    take(&mut world, &mut inboxes);
    assert_eq!(inboxes[&subscription].has_ended, Some(world.now()));
    pass(&mut world, Micros::seconds(10));
    assert!(named(&world, S).consumers.get("billing").is_none());
    let missing = ApiError::ConsumerNotFound { consumer: arn.clone() };
    assert_eq!(begin(&mut world, &arn, 0, Kind::Latest, None), Err(missing));
    // Registered again it is another consumer, with another ARN.
    assert_ne!(registered(&mut world, S, "billing"), arn);
}

#[test]
fn a_stream_has_only_so_many_consumers() {
    let mut world = empty();
    created(&mut world, S, 1);
    for number in 0..20 {
        if number % 5 == 0 && number > 0 {
            let refusal = world.request(register(&world, S, "one more")).unwrap_err();
            assert_eq!(refusal, ApiError::ConsumersInCreation { stream: S.into(), limit: 5 });
            pass(&mut world, Micros::seconds(10));
        }
        world.request(register(&world, S, &format!("c{number}"))).unwrap();
    }
    pass(&mut world, Micros::seconds(10));
    let refusal = world.request(register(&world, S, "one more")).unwrap_err();
    assert_eq!(refusal, ApiError::ConsumerQuota { stream: S.into(), limit: 20 });
    let without_force =
        shardscope::engine::api::request::DeleteStream { stream_name: Some(S.into()), ..Default::default() };
    let refusal = world.request(Request::DeleteStream(without_force)).unwrap_err();
    assert_eq!(refusal, ApiError::StreamHasConsumers { stream: S.into() });
}

#[test]
fn deleting_a_stream_ends_its_subscriptions_and_a_new_one_has_none() {
    let mut world = world(&plan(3, vec![traffic(500)]));
    without_rates(&mut world);
    let arn = registered(&mut world, S, "billing");
    let all: Vec<_> = (0..3).map(|shard| begin(&mut world, &arn, shard, Kind::TrimHorizon, None).unwrap()).collect();
    pass(&mut world, Micros::seconds(2));
    world.request(split(S, 1, 1 << 127)).unwrap();
    world.request(delete(S)).unwrap();
    let deleted = world.now();
    assert!(world.subscriptions().is_empty());
    let mut inboxes = Inboxes::new();
    take(&mut world, &mut inboxes);
    for subscription in &all {
        assert_eq!(inboxes[subscription].has_ended, Some(deleted));
        assert!(!inboxes[subscription].records.is_empty());
    }
    let refusal = begin(&mut world, &arn, 0, Kind::Latest, None).unwrap_err();
    assert_eq!(refusal, ApiError::StreamNotActive { stream: S.into(), status: StreamStatus::Deleting });
    pass(&mut world, Micros::seconds(60));
    created(&mut world, S, 2);
    pass(&mut world, Micros::seconds(400));
    take(&mut world, &mut inboxes);
    assert!(matches!(begin(&mut world, &arn, 0, Kind::Latest, None), Err(ApiError::ConsumerNotFound { .. })));
    assert!(stream(&world).shards.iter().all(|shard| shard.totals.accepted_records > 0));
}

#[test]
fn pushes_that_nobody_takes_are_bounded() {
    let mut world = world(&plan(4, vec![traffic(1_000)]));
    without_rates(&mut world);
    for consumer in 0..5 {
        let arn = registered(&mut world, S, &format!("c{consumer}"));
        for shard in 0..4 {
            begin(&mut world, &arn, shard, Kind::TrimHorizon, None).unwrap();
        }
    }
    pass(&mut world, Micros::seconds(250));
    let pushes = world.take_pushes();
    assert_eq!(pushes.len(), 10_000, "the newest are kept");
    // What is left for each subscription has no gap.
    let mut last: BTreeMap<SubscriptionId, u64> = BTreeMap::new();
    for push in &pushes {
        for record in event(push).into_iter().flat_map(|event| &event.records) {
            let index = record.sequence_number.index;
            assert!(last.insert(push.subscription, index).is_none_or(|before| before + 1 == index));
        }
    }
}

#[test]
fn a_full_stream_pushes_to_all_its_consumers_in_reasonable_time() {
    let mut world = world(&plan(200, vec![traffic(20_000)]));
    without_rates(&mut world);
    configure(&mut world, |account| account.create_stream = Micros(0));
    let arns: Vec<String> = (0..20).map(|consumer| registered(&mut world, S, &format!("c{consumer}"))).collect();
    for arn in &arns {
        for shard in 0..200 {
            begin(&mut world, arn, shard, Kind::Latest, None).unwrap();
        }
    }
    assert_eq!(world.subscriptions().len(), 4_000);
    world.advance_to(seconds(2));
    let from = horizon(&mut world, S, 0);
    assert!(!get(&mut world, &from, None).unwrap().records.is_empty());
    settle(&mut world, S);
}
