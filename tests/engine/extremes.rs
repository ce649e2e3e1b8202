//! The edges of what is allowed: greatest rates, smallest rates, one key, all retries.

use crate::support::{Cities, FILE, file_keys, key_text, plan, seconds, stream, traffic, world};
use shardscope::engine::command::Command;
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::WAITING_RECORDS_MAX;
use shardscope::engine::producer::keys::KeySource;
use shardscope::engine::producer::traffic::{
    ArrivalModel, Backoff, Burst, KeyModel, RecordSize, Retry, Shape, Traffic,
};
use shardscope::engine::stream::shard::WriteTotals;
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::{KeySources, World};
use std::rc::Rc;

fn ran(plan: &Plan, until_s: u64) -> World {
    let mut world = world(plan);
    world.advance_to(seconds(until_s));
    world
}

#[test]
fn the_greatest_rate_in_bursts_reaches_all_shards() {
    let bursts = Traffic {
        shape: Shape::Steady,
        burst: Some(Burst { every_s: 2, for_s: 2, factor: 100 }),
        keys: KeyModel::FreshId,
        ..traffic(10_000)
    };
    let world = ran(&plan(500, vec![bursts]), 4);
    // A burst as long as the time between two never ends; the first comes after one such time.
    assert_eq!(world.totals().offered_records, 2 * 10_000 + 2 * 1_000_000);
    assert!(stream(&world).shards.iter().all(|shard| shard.totals.offered_records > 0));
}

#[test]
fn the_greatest_rate_on_one_shard_is_refused_but_for_the_limit() {
    for record_size in [RecordSize::Fixed { bytes: 1 }, RecordSize::Fixed { bytes: 1_048_576 }] {
        let load = Traffic { record_size: record_size.clone(), ..traffic(1_000_000) };
        let world = ran(&plan(1, vec![load]), 3);
        let WriteTotals { offered_records, accepted_records, .. } = world.totals();
        assert_eq!(offered_records, 3_000_000);
        let once = if record_size == (RecordSize::Fixed { bytes: 1 }) { 1_000 } else { 1 };
        // A second's worth at once, then the rate: three seconds give at most four of them.
        assert!((3 * once..=4 * once).contains(&accepted_records), "{accepted_records}");
        let minute = stream(&world).shards[0].series().slot(shardscope::engine::metrics::series::Resolution::Minute, 0);
        assert_eq!(u64::from(minute.offered_records()), offered_records);
    }
}

#[test]
fn one_record_a_second_stays_exact_over_days() {
    let world = ran(&plan(1, vec![traffic(1)]), 3 * 86_400);
    assert_eq!(world.totals().accepted_records, 3 * 86_400);
    let chance = Traffic { arrivals: ArrivalModel::Poisson, ..traffic(1) };
    let counted = ran(&plan(1, vec![chance]), 3 * 86_400).totals().accepted_records as f64;
    assert!((counted - 259_200.0).abs() < 5.0 * 259_200_f64.sqrt(), "{counted}");
}

#[test]
fn a_storm_of_retries_holds_only_so_many_records() {
    let backoff = Backoff { base_ms: 60_000, cap_ms: 600_000, attempts_max: 20, jitter: false };
    let storm = Traffic { retry: Retry::ExponentialBackoff(backoff), ..traffic(100_000) };
    let world = ran(&plan(1, vec![storm]), 2);
    let totals = world.producers()[0].totals;
    assert_eq!(totals.waiting, WAITING_RECORDS_MAX);
    assert_eq!(totals.generated, totals.accepted + totals.waiting + totals.given_up);
    // Without a wait worth the name, each record is tried as often as allowed within milliseconds.
    let hasty = Traffic {
        retry: Retry::ExponentialBackoff(Backoff { base_ms: 1, cap_ms: 1, attempts_max: 20, jitter: true }),
        ..traffic(5_000)
    };
    let world = ran(&plan(1, vec![hasty]), 3);
    let totals = world.producers()[0].totals;
    assert!(totals.given_up > 10_000 && totals.retried >= 19 * totals.given_up, "{totals:?}");
    assert_eq!(world.episodes().begun(), 1);
}

#[test]
fn models_at_their_edges_send_the_keys_they_say() {
    let hot = |keys, share| KeyModel::HotKey { keys, share, hot_key: "checkout".into() };
    let zipf = |keys, exponent| KeyModel::Zipf { keys, exponent };
    for (keys, distinct, has_hot) in [
        (KeyModel::Uniform { keys: 1 }, 1, false),
        (KeyModel::Sequential { keys: 1 }, 1, false),
        (zipf(1, 4.0), 1, false),
        (zipf(50, 0.0), 50, false),
        (hot(1, 0.3), 1, true),
        (hot(30, 1.0), 1, true),
        (hot(30, 0.0), 29, false),
    ] {
        let world = ran(&plan(2, vec![Traffic { keys: keys.clone(), ..traffic(1_000) }]), 2);
        let producer = &world.producers()[0];
        let name = |ordinal| key_text(&world, producer, ordinal);
        let names: std::collections::BTreeSet<String> = (0..2_000).map(name).collect();
        assert_eq!((names.len(), names.contains("checkout")), (distinct, has_hot), "{keys:?}");
    }
}

#[test]
fn sizes_of_a_sample_stay_between_one_byte_and_the_largest_record() {
    /// A sample whose sizes no record can have.
    #[derive(Debug)]
    struct Odd(Cities);
    impl KeySource for Odd {
        fn keys(&self) -> usize {
            self.0.keys()
        }
        fn name(&self, index: usize) -> &str {
            self.0.name(index)
        }
        fn hash(&self, index: usize) -> shardscope::engine::hash::HashKey {
            self.0.hash(index)
        }
        fn records(&self, _: usize) -> u64 {
            1
        }
        fn mean_size_bytes(&self, index: usize) -> Option<u32> {
            Some(if index.is_multiple_of(2) { 0 } else { u32::MAX })
        }
        fn tail(&self) -> Vec<(u16, u64)> {
            Vec::new()
        }
    }
    let sources = KeySources::from([(FILE.to_owned(), Rc::new(Odd(Cities::some())) as Rc<dyn KeySource>)]);
    let load = Traffic { record_size: RecordSize::FromFile { default_bytes: 10 }, keys: file_keys(), ..traffic(10) };
    let world = World::new(&plan(1, vec![load]), sources).unwrap();
    for ordinal in 0..50 {
        let size = world.producers()[0].data(ordinal, "").len();
        assert!((1..=1_048_576).contains(&size), "{size}");
    }
}

#[test]
fn traffic_set_ten_thousand_times_is_what_was_set_last() {
    let mut world = world(&plan(1, vec![traffic(5)]));
    for rate in 0..10_000 {
        let keys = KeyModel::Uniform { keys: 1 + rate % 7 };
        let command = Command::SetTraffic { producer: "p0".into(), traffic: Traffic { keys, ..traffic(rate) } };
        world.execute(command).unwrap();
    }
    world.advance_to(SimTime::ZERO + Micros::seconds(2));
    assert_eq!(world.totals().offered_records, 2 * 9_999);
}

#[test]
fn setting_traffic_again_and_again_loses_no_records() {
    // As somebody does who drags a control: 60 times a second.
    for (rate, arrivals, slack) in [
        (7, ArrivalModel::Constant, 0.0),
        (50, ArrivalModel::Constant, 0.0),
        (99, ArrivalModel::Constant, 0.0),
        (1_003, ArrivalModel::Constant, 0.0),
        (50, ArrivalModel::Poisson, 5.0),
        (1_000, ArrivalModel::Poisson, 5.0),
    ] {
        let traffic = Traffic { arrivals, ..traffic(rate) };
        let mut world = world(&plan(4, vec![traffic.clone()]));
        for step in 1..20 * 60 {
            world.advance_to(SimTime(step * 16_667));
            for _ in 0..2 {
                let command = Command::SetTraffic { producer: "p0".into(), traffic: traffic.clone() };
                world.execute(command).unwrap();
            }
        }
        world.advance_to(seconds(20));
        let (sent, due) = (world.totals().offered_records as f64, f64::from(20 * rate));
        assert!((sent - due).abs() <= slack * due.sqrt(), "{sent} of {due} at {rate} {arrivals:?}");
    }
}
