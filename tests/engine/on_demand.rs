//! On-demand capacity: it follows the load, twice as high, within a quarter of an hour; more than that throttles.

use crate::api::{
    advantage, create_on_demand, created, empty, merge, name, named, pass, scale, settle, silence, split, switch,
    without_rates,
};
use crate::support::{plan, seconds, stream, traffic};
use shardscope::engine::api::Request;
use shardscope::engine::api::choices::{BillingCommitmentStatus, StreamMode};
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::request::UpdateStreamWarmThroughput;
use shardscope::engine::command::Command;
use shardscope::engine::limits::LimitId;
use shardscope::engine::producer::traffic::{KeyModel, RecordSize, Traffic};
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

const KB: u32 = 1_024;
const S: &str = "orders";

/// Even traffic of this many KiB a second, in records of 16 KiB.
fn load(kib_per_s: u32) -> Traffic {
    let record_size = RecordSize::Fixed { bytes: 16 * KB - 36 };
    Traffic { record_size, keys: KeyModel::FreshId, ..traffic(kib_per_s / 16) }
}

fn on_demand(traffic: Traffic) -> World {
    let mut plan = plan(4, vec![traffic]);
    plan.stream.as_mut().unwrap().mode = Some(StreamMode::OnDemand);
    let mut world = crate::support::world(&plan);
    without_rates(&mut world);
    world
}

fn send(world: &mut World, traffic: Traffic) {
    world.execute(Command::SetTraffic { producer: "p0".into(), traffic }).unwrap();
}

fn shards(world: &World) -> usize {
    named(world, S).layout.len()
}

#[test]
fn a_new_stream_takes_four_mebibytes_a_second() {
    let mut world = empty();
    world.request(create_on_demand(S)).unwrap();
    settle(&mut world, S);
    assert_eq!(shards(&world), 4);
    let mut world = on_demand(load(4 * 900));
    pass(&mut world, Micros::seconds(120));
    assert_eq!((shards(&world), world.totals().refused_records()), (4, 0));
    for request in [split(S, 0, 1 << 100), merge(S, 0, 1), scale(S, 8)] {
        assert_eq!(world.request(request), Err(ApiError::StreamOnDemand { stream: S.into() }));
    }
}

#[test]
fn capacity_is_twice_the_peak_within_a_quarter_of_an_hour() {
    // A shard that takes more than 500 KB/s is split: all of four are, at once.
    for (kib, expected) in [(960, 4), (1_760, 4), (2_400, 8), (3_840, 8)] {
        let mut world = on_demand(load(kib));
        pass(&mut world, Micros::seconds(15 * 60));
        assert_eq!(shards(&world), expected, "{kib}");
        assert!(expected as u32 * 1_024 >= 2 * kib);
        // And so it stays.
        for _ in 0..10 {
            pass(&mut world, Micros::seconds(300));
            assert_eq!((shards(&world), world.totals().refused_records()), (expected, 0), "{kib}");
        }
    }
}

#[test]
fn load_that_grows_slowly_is_never_refused() {
    let mut world = on_demand(load(2 * 1_024));
    let mut kib = 2_048;
    for _ in 1..7 {
        pass(&mut world, Micros::seconds(15 * 60));
        kib = kib * 7 / 5;
        send(&mut world, load(kib));
    }
    pass(&mut world, Micros::seconds(15 * 60));
    assert_eq!(world.totals().refused_records(), 0);
    assert!(shards(&world) >= 28, "{}", shards(&world));
    // A load that goes away takes nothing with it for 30 days.
    let high = shards(&world);
    silence(&mut world);
    pass(&mut world, Micros::hours(1));
    assert_eq!(shards(&world), high);
}

#[test]
fn load_that_more_than_doubles_is_refused_for_a_quarter_of_an_hour_at_most() {
    let mut world = on_demand(load(1_920));
    pass(&mut world, Micros::seconds(20 * 60));
    send(&mut world, load(6 * 1_024));
    pass(&mut world, Micros::seconds(60));
    let refused = world.totals().refused_records();
    assert!(refused > 6_000, "two of six mebibytes a second are too many: {refused}");
    pass(&mut world, Micros::seconds(14 * 60));
    let refused = world.totals().refused_records();
    pass(&mut world, Micros::seconds(30 * 60));
    assert_eq!(world.totals().refused_records(), refused);
}

#[test]
fn one_hot_key_is_refused_however_many_shards_there_are() {
    let hot = KeyModel::HotKey { keys: 2, share: 1.0, hot_key: "checkout".into() };
    let mut world = on_demand(Traffic { keys: hot, ..load(1_024 * 3 / 2) });
    for _ in 0..4 {
        pass(&mut world, Micros::seconds(30 * 60));
        let before = world.totals();
        pass(&mut world, Micros::seconds(60));
        let refused = world.totals().refused_records() - before.refused_records();
        assert!((1_700..2_100).contains(&refused), "half a mebibyte a second: {refused}");
        assert!(shards(&world) <= 9, "{}", shards(&world));
    }
}

#[test]
fn capacity_falls_back_only_when_the_peak_is_thirty_days_old() {
    let mut world = on_demand(load(6 * 1_024));
    pass(&mut world, Micros::seconds(30 * 60));
    let high = shards(&world);
    assert!(high >= 12, "{high}");
    silence(&mut world);
    pass(&mut world, Micros::hours(24 * 29));
    assert_eq!(shards(&world), high);
    pass(&mut world, Micros::hours(48));
    assert_eq!(shards(&world), 4);
}

#[test]
fn switching_the_mode_keeps_the_shards() {
    let mut world = empty();
    created(&mut world, S, 37);
    world.request(switch(S, StreamMode::OnDemand)).unwrap();
    settle(&mut world, S);
    assert_eq!(shards(&world), 37);
    pass(&mut world, Micros::hours(24 * 28));
    assert_eq!(shards(&world), 37, "no load of the last 30 days says that fewer would do");
    pass(&mut world, Micros::hours(24 * 3));
    assert_eq!(shards(&world), 4);
    world.request(switch(S, StreamMode::Provisioned)).unwrap();
    pass(&mut world, Micros::hours(24 * 60));
    assert_eq!(shards(&world), 4);
    assert!(world.request(scale(S, 8)).is_ok());
}

#[test]
fn warm_throughput_is_ready_before_the_load_comes() {
    let mut world = on_demand(traffic(1));
    let warm = |warm_throughput_mibps| {
        let stream_name = name(S);
        Request::UpdateStreamWarmThroughput(UpdateStreamWarmThroughput {
            stream_name,
            warm_throughput_mibps,
            ..Default::default()
        })
    };
    assert!(matches!(world.request(warm(50)), Err(ApiError::NeedsAdvantage { .. })));
    world.request(advantage(BillingCommitmentStatus::Enabled)).unwrap();
    world.request(warm(50)).unwrap();
    pass(&mut world, Micros::seconds(30 * 60));
    assert_eq!(shards(&world), 50);
    // As many as there may be, whatever is asked for.
    world.request(warm(u32::MAX)).unwrap();
    pass(&mut world, Micros::hours(2));
    let most = LimitId::OnDemandMaximumBytes.value(world.profile()) / 1_048_576;
    assert_eq!(shards(&world) as u64, most);
    assert!(world.now() > seconds(3_600) && stream(&world).shards.len() > 10_000);
}

#[test]
fn there_are_so_many_on_demand_streams() {
    let mut world = empty();
    for number in 0..50 {
        world.request(create_on_demand(&format!("s{number}"))).unwrap();
        settle(&mut world, &format!("s{number}"));
    }
    let quota = Err(ApiError::OnDemandStreamQuota { current: 50, limit: 50 });
    assert_eq!(world.request(create_on_demand("one-more")), quota);
    created(&mut world, "provisioned", 1);
    assert_eq!(world.request(switch("provisioned", StreamMode::OnDemand)), quota);
    world.request(switch("s0", StreamMode::Provisioned)).unwrap();
    assert!(world.request(switch("provisioned", StreamMode::OnDemand)).is_ok());
}
