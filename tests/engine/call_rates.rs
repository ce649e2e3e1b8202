//! How often operations may be called: each one that has a rate, in a second; some, in a rolling day.

use crate::api::{
    advantage, configure, consumer, create, create_on_demand, created, decrease, delete, describe, empty, encryption,
    get_request, horizon, increase, iterator_request, list, merge, name, pass, register, registered, scale, settle,
    split, subscribe, switch, without_rates,
};
use shardscope::engine::api::Request;
use shardscope::engine::api::choices::{
    BillingCommitmentStatus, RecordDistributionStrategy, ShardIteratorType, ShardLevelMetric, StreamMode,
};
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::operation::{Operation, RateScope};
use shardscope::engine::api::request::{
    AddTagsToStream, DescribeStreamSummary, EnhancedMonitoring, ListStreamConsumers, ListStreams, ListTagsForStream,
    Nothing, PutResourcePolicy, RemoveTagsFromStream, ResourceRequest, TagResource, UntagResource, UpdateMaxRecordSize,
    UpdateStreamRecordDistributionStrategy, UpdateStreamWarmThroughput,
};
use shardscope::engine::command::Command;
use shardscope::engine::limits::{LimitId, Profile};
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;
use std::collections::BTreeMap;

/// The streams that there are, each of four shards.
const STREAMS: u64 = 14;

fn s(number: u64) -> String {
    format!("s{}", number % STREAMS)
}

/// A world in which each operation can be called often: everything takes no time, and there is enough of all.
fn prepared() -> World {
    let mut world = empty();
    configure(&mut world, |account| {
        (account.create_stream, account.delete_stream, account.update_stream) = (Micros(0), Micros(0), Micros(0));
    });
    (0..STREAMS).for_each(|number| created(&mut world, &s(number), 4));
    world.request(create_on_demand("d")).unwrap();
    world.request(advantage(BillingCommitmentStatus::Enabled)).unwrap();
    for number in 0..STREAMS {
        let policy = request(&world, Operation::PutResourcePolicy, number);
        world.request(policy).unwrap();
    }
    (0..8).for_each(|number| {
        registered(&mut world, "s0", &format!("c{number}"));
    });
    registered(&mut world, "s1", "c0");
    pass(&mut world, Micros::seconds(10));
    configure(&mut world, |account| account.has_call_rates = true);
    world
}

/// The ARN of consumer `number` of `stream`.
fn consumer_arn(world: &World, stream: &str, number: u64) -> String {
    let stream_arn = world.account().stream_arn(stream);
    crate::api::named(world, stream).consumers.get(&format!("c{number}")).unwrap().arn(&stream_arn)
}

/// A request of `operation` that is carried out, also when others of other numbers were before it. Those that count for
/// a stream all name the same one.
fn request(world: &World, operation: Operation, number: u64) -> Request {
    use Operation as O;
    let own = s(number);
    let arn = |stream: &str| world.account().stream_arn(stream);
    let resource = || ResourceRequest { resource_arn: arn(&own), stream_id: None };
    let tags = || BTreeMap::from([(format!("tag-{number}"), None)]);
    let monitoring = || EnhancedMonitoring {
        stream_name: name("s0"),
        shard_level_metrics: vec![ShardLevelMetric::IncomingBytes],
        ..EnhancedMonitoring::default()
    };
    match operation {
        O::AddTagsToStream => {
            Request::AddTagsToStream(AddTagsToStream { stream_name: name(&own), tags: tags(), ..Default::default() })
        }
        O::CreateStream => create(&format!("new-{number}"), 1),
        O::DecreaseStreamRetentionPeriod => decrease("s0", 24),
        O::DeleteResourcePolicy => Request::DeleteResourcePolicy(resource()),
        O::DeleteStream => delete(&own),
        O::DeregisterStreamConsumer => Request::DeregisterStreamConsumer(consumer(&consumer_arn(world, "s0", number))),
        O::DescribeAccountSettings => Request::DescribeAccountSettings(Nothing {}),
        O::DescribeLimits => Request::DescribeLimits(Nothing {}),
        O::DescribeStream => describe(&own, None, None),
        O::DescribeStreamConsumer => Request::DescribeStreamConsumer(consumer(&consumer_arn(world, "s0", 0))),
        O::DescribeStreamSummary => {
            let request = DescribeStreamSummary { stream_name: name(&own), ..DescribeStreamSummary::default() };
            Request::DescribeStreamSummary(request)
        }
        O::DisableEnhancedMonitoring => Request::DisableEnhancedMonitoring(monitoring()),
        O::EnableEnhancedMonitoring => Request::EnableEnhancedMonitoring(monitoring()),
        O::GetRecords => get_request(&horizon(&mut world.clone(), "s0", 0), None),
        O::GetResourcePolicy => Request::GetResourcePolicy(resource()),
        O::GetShardIterator => Request::GetShardIterator(iterator_request("s0", 0, ShardIteratorType::Latest)),
        O::IncreaseStreamRetentionPeriod => increase("s0", 24),
        O::ListShards => Request::ListShards(list("s0")),
        O::ListStreamConsumers => {
            Request::ListStreamConsumers(ListStreamConsumers { stream_arn: arn("s0"), ..Default::default() })
        }
        O::ListStreams => Request::ListStreams(ListStreams::default()),
        O::ListTagsForResource => Request::ListTagsForResource(resource()),
        O::ListTagsForStream => {
            Request::ListTagsForStream(ListTagsForStream { stream_name: name(&own), ..ListTagsForStream::default() })
        }
        O::MergeShards => merge(&own, 0, 1),
        O::PutResourcePolicy => Request::PutResourcePolicy(PutResourcePolicy {
            resource_arn: arn(&own),
            policy: r#"{"Version":"2012-10-17"}"#.to_owned(),
            stream_id: None,
        }),
        O::RegisterStreamConsumer => register(world, "s0", &format!("new-{number}")),
        O::RemoveTagsFromStream => {
            let tag_keys = vec!["tag".to_owned()];
            Request::RemoveTagsFromStream(RemoveTagsFromStream {
                stream_name: name(&own),
                tag_keys,
                ..Default::default()
            })
        }
        O::SplitShard => split(&own, 0, 1 << 100),
        O::SubscribeToShard => subscribe(&consumer_arn(world, "s0", 0), 0, ShardIteratorType::Latest, None),
        O::TagResource => Request::TagResource(TagResource { resource_arn: arn(&own), tags: tags(), stream_id: None }),
        O::UntagResource => {
            let tag_keys = vec!["tag".to_owned()];
            Request::UntagResource(UntagResource { resource_arn: arn(&own), tag_keys, stream_id: None })
        }
        O::UpdateAccountSettings => advantage(BillingCommitmentStatus::Enabled),
        O::UpdateMaxRecordSize => {
            let max_record_size_in_kib = 2_000;
            Request::UpdateMaxRecordSize(UpdateMaxRecordSize {
                stream_name: name("s0"),
                max_record_size_in_kib,
                ..Default::default()
            })
        }
        O::UpdateShardCount => scale(&own, 5),
        O::UpdateStreamRecordDistributionStrategy => {
            Request::UpdateStreamRecordDistributionStrategy(UpdateStreamRecordDistributionStrategy {
                stream_arn: name(&arn("d")),
                record_distribution_strategy: RecordDistributionStrategy::Auto,
                ..UpdateStreamRecordDistributionStrategy::default()
            })
        }
        O::UpdateStreamWarmThroughput => {
            let warm_throughput_mibps = 8;
            Request::UpdateStreamWarmThroughput(UpdateStreamWarmThroughput {
                stream_name: name("d"),
                warm_throughput_mibps,
                ..UpdateStreamWarmThroughput::default()
            })
        }
        O::PutRecord | O::PutRecords | O::StartStreamEncryption | O::StopStreamEncryption | O::UpdateStreamMode => {
            panic!("no rate of its own")
        }
    }
}

/// Whether a refusal is that of a rate.
fn is_rate(refusal: &ApiError, limit: LimitId) -> bool {
    match refusal {
        ApiError::CallRate { limit: other, .. } => *other == limit,
        ApiError::ReadThrottled(throttle) => throttle.limit == limit,
        _ => false,
    }
}

#[test]
fn each_operation_may_be_called_as_often_as_its_rate_says() {
    let base = prepared();
    for profile in [Profile::CourseNotes, Profile::Current] {
        for operation in Operation::ALL.iter().filter(|operation| operation.rate().is_some()) {
            let rate = operation.rate().unwrap();
            let allowed = rate.limit.value(profile);
            let mut world = base.clone();
            world.execute(Command::SetLimitsProfile(profile)).unwrap();
            // A bucket that was made for the other profile's rate is full again.
            pass(&mut world, Micros::seconds(10));
            for number in 0..allowed {
                let request = request(&world, *operation, number);
                let answer = world.request(request);
                assert!(answer.is_ok(), "{operation:?} {number}: {answer:?}");
                pass(&mut world, Micros(0));
            }
            let one_more = request(&world, *operation, allowed);
            let before = (world.trace().hash(), world.next_event_at());
            let refusal = world.request(one_more.clone()).unwrap_err();
            assert!(is_rate(&refusal, rate.limit), "{operation:?}: {refusal:?}");
            if rate.scope != RateScope::Shard && rate.scope != RateScope::ConsumerAndShard {
                assert_eq!((world.trace().hash(), world.next_event_at()), before, "{operation:?}");
            }
            pass(&mut world, Micros(1_000_000 / allowed - 1));
            assert!(is_rate(&world.clone().request(one_more.clone()).unwrap_err(), rate.limit), "{operation:?}");
            pass(&mut world, Micros(1));
            match world.request(one_more) {
                Ok(_) | Err(ApiError::SubscribedRecently { .. }) => {}
                Err(refusal) => panic!("{operation:?}: {refusal:?}"),
            }
        }
    }
}

#[test]
fn rates_count_for_the_account_the_stream_or_the_shard() {
    // Five calls for one stream; what is said of another then.
    for (of_stream, is_refused) in [
        (|stream: &str| decrease(stream, 24), false),
        (|stream: &str| increase(stream, 24), false),
        (
            |stream: &str| {
                Request::ListTagsForStream(ListTagsForStream { stream_name: name(stream), ..Default::default() })
            },
            true,
        ),
        (|stream: &str| Request::GetShardIterator(iterator_request(stream, 0, ShardIteratorType::Latest)), false),
    ] as [(fn(&str) -> Request, bool); 4]
    {
        let mut world = prepared();
        (0..5).for_each(|_| {
            world.request(of_stream("s3")).unwrap();
        });
        assert!(world.request(of_stream("s3")).is_err());
        assert_eq!(world.request(of_stream("s4")).is_err(), is_refused);
    }
    // What is refused for another reason does not count, and a world without rates counts nothing.
    let mut world = prepared();
    for _ in 0..50 {
        assert!(matches!(world.request(decrease("s0", 12)), Err(ApiError::RetentionTooShort { .. })));
        assert!(matches!(world.request(create("s0", 1)), Err(ApiError::StreamExists { .. })));
    }
    assert!(world.request(decrease("s0", 24)).is_ok());
    without_rates(&mut world);
    (0..500).for_each(|_| {
        world.request(decrease("s0", 24)).unwrap();
    });
}

/// Repeats a change until it is refused by the day; says how often it was carried out.
fn until_refused(world: &mut World, change: &dyn Fn(u64) -> Request) -> (u64, ApiError) {
    for count in 0..1_000 {
        if let Err(refusal) = world.request(change(count)) {
            return (count, refusal);
        }
        settle(world, "s");
        pass(world, Micros::seconds(60));
    }
    panic!("never refused");
}

#[test]
fn some_changes_may_be_made_only_so_often_in_a_rolling_day() {
    type Change = (LimitId, Operation, fn(u64) -> Request);
    let modes = [StreamMode::OnDemand, StreamMode::Provisioned];
    let changes: [Change; 4] = [
        (LimitId::UpdateShardCountPerDay, Operation::UpdateShardCount, |count| scale("s", 4 + (count % 2) as u32)),
        (LimitId::StreamModeChangesPerDay, Operation::UpdateStreamMode, |count| {
            switch("s", [StreamMode::OnDemand, StreamMode::Provisioned][count as usize % 2])
        }),
        (LimitId::EncryptionChangesPerDay, Operation::StartStreamEncryption, |_| {
            Request::StartStreamEncryption(encryption("s"))
        }),
        (LimitId::EncryptionChangesPerDay, Operation::StopStreamEncryption, |_| {
            Request::StopStreamEncryption(encryption("s"))
        }),
    ];
    for profile in [Profile::CourseNotes, Profile::Current] {
        for (limit, operation, change) in changes {
            let mut world = empty();
            world.execute(Command::SetLimitsProfile(profile)).unwrap();
            created(&mut world, "s", 4);
            if operation == Operation::StopStreamEncryption {
                world.request(Request::StartStreamEncryption(encryption("s"))).unwrap();
                settle(&mut world, "s");
            }
            let first_at = world.now();
            let (count, refusal) = until_refused(&mut world, &change);
            let allowed = limit.value(profile);
            assert_eq!(count, allowed, "{operation:?}");
            let expected = ApiError::CallsPerDay { operation, limit, allowed, stream: "s".into() };
            assert_eq!(refusal, expected);
            // A day after the first one there is room for another, and for no more.
            world.advance_to(first_at + Micros(Micros::hours(24).0 - 1));
            assert_eq!(world.request(change(count)), Err(expected.clone()));
            world.advance_to(first_at + Micros::hours(24));
            assert!(world.request(change(count)).is_ok(), "{operation:?}");
            settle(&mut world, "s");
            assert_eq!(world.request(change(count + 1)), Err(expected));
        }
    }
    let mut world = empty();
    created(&mut world, "s", 4);
    assert!(matches!(world.request(switch("s", modes[1])), Err(ApiError::NothingToChange { .. })));
}
