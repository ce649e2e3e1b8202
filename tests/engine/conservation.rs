//! Conservation: records and bytes are never made or lost, whatever the plan and the commands.

use crate::support::{Puts, any_plan, any_script, parts, run, seconds, stream, world};
use proptest::prelude::*;
use shardscope::engine::ids::Bytes;
use shardscope::engine::limits::{LimitId, Profile};
use shardscope::engine::metrics::series::{Resolution, SECONDS_KEPT, WriteSample};
use shardscope::engine::stream::shard::Shard;
use shardscope::engine::world::World;

/// What holds at a shard at every instant.
fn check_shard(shard: &Shard, now_s: u64) {
    let totals = &shard.totals;
    assert_eq!(totals.offered_records, totals.accepted_records + totals.refused_records());
    assert_eq!(totals.offered_bytes, totals.accepted_bytes + totals.refused_bytes);
    let (stored, trimmed) = (shard.log().stored(), shard.log().trimmed());
    assert_eq!(totals.accepted_records, stored.records + trimmed.records);
    assert_eq!(totals.accepted_bytes, stored.bytes + trimmed.bytes);
    let batches = shard.log().batches();
    let sums = batches.fold((0, Bytes::ZERO), |(n, bytes), batch| {
        let of_parts: u64 = parts(batch).iter().map(|part| part.records).sum();
        assert!(of_parts == batch.records || (parts(batch).is_empty() && batch.records == 1));
        (n + batch.records, bytes + batch.bytes)
    });
    assert_eq!(sums, (stored.records, stored.bytes));
    assert!(now_s < SECONDS_KEPT as u64, "longer runs lose the first seconds");
    for (resolution, slots) in [(Resolution::Second, now_s), (Resolution::Minute, now_s / 60)] {
        let samples: Vec<WriteSample> = (0..=slots).map(|slot| shard.series().slot(resolution, slot)).collect();
        let sum = |of: fn(&WriteSample) -> u64| samples.iter().map(of).sum::<u64>();
        assert_eq!(sum(|s| s.accepted_records.into()), totals.accepted_records);
        assert_eq!(sum(|s| s.refused_by_bytes.into()), totals.refused_by_bytes);
        assert_eq!(sum(|s| s.refused_by_records.into()), totals.refused_by_records);
        assert_eq!(sum(|s| s.accepted_bytes.0), totals.accepted_bytes.0);
        assert_eq!(sum(|s| s.refused_bytes.0), totals.refused_bytes.0);
    }
}

/// What holds between producers, requests and shards at every instant.
fn check_world(world: &World, puts: Puts) {
    for shard in &stream(world).shards {
        check_shard(shard, world.now().0 / 1_000_000);
    }
    let (mut offered, mut accepted) = (puts.asked, puts.stored);
    for producer in world.producers() {
        let totals = &producer.totals;
        assert_eq!(totals.generated, totals.accepted + totals.waiting + totals.given_up);
        offered += totals.generated + totals.retried;
        accepted += totals.accepted;
    }
    let totals = world.totals();
    assert_eq!(totals.offered_records, offered, "each attempt reaches one shard");
    assert_eq!(totals.accepted_records, accepted);
    let refused: u64 = world.episodes().iter().map(|episode| episode.refused_records).sum();
    assert_eq!(totals.refused_records(), refused, "each refusal belongs to an episode");
}

/// The most by which any window's sum passes what the limit lets through in the window alone, in millionths.
///
/// The arrivals are (instant in microseconds, amount), in order; merged batches would not do.
fn worst_excess(rate_per_s: u64, arrivals: impl Iterator<Item = (u64, u64)>) -> i128 {
    let rate = i128::from(rate_per_s);
    let (mut taken, mut worst_start, mut worst) = (0, i128::MIN, i128::MIN);
    for (at, amount) in arrivals {
        let allowed = rate * i128::from(at);
        worst_start = worst_start.max(allowed - taken);
        taken += i128::from(amount) * 1_000_000;
        worst = worst.max(taken - allowed + worst_start);
    }
    worst
}

/// In no window of length t does the shard store more than its limit times (t + 1 s).
fn check_windows(shard: &Shard) {
    let log = shard.log();
    assert!(log.batches().all(|batch| batch.first_arrival == batch.last_arrival), "not merged yet");
    let [records_limit, bytes_limit] =
        [LimitId::ShardWriteRecords, LimitId::ShardWriteBytes].map(|limit| limit.value(Profile::Current));
    let records = worst_excess(records_limit, log.batches().map(|batch| (batch.first_arrival.0, batch.records)));
    assert!(records <= i128::from(records_limit) * 1_000_000);
    // A record as large as a second's worth counts as no more than that; its key comes on top.
    let bytes =
        worst_excess(bytes_limit, log.batches().map(|batch| (batch.first_arrival.0, batch.bytes.0.min(bytes_limit))));
    assert!(bytes <= i128::from(bytes_limit) * 1_000_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn nothing_is_made_or_lost(plan in any_plan(), script in any_script(9)) {
        let mut world = world(&plan);
        let mut puts = Puts::default();
        let mut rest = script;
        for second in [1, 4, 9] {
            let later = rest.split_off(rest.partition_point(|(at, _)| *at <= seconds(second)));
            let now = run(&mut world, &rest, seconds(second));
            rest = later;
            puts = Puts { asked: puts.asked + now.asked, stored: puts.stored + now.stored };
            check_world(&world, puts);
        }
        stream(&world).shards.iter().for_each(check_windows);
        // Merging of old batches keeps all of it.
        world.advance_to(seconds(40));
        check_world(&world, puts);
    }
}

#[test]
fn sums_hold_over_minutes_with_merged_batches() {
    use crate::support::{hot_key, plan, traffic};
    use shardscope::engine::producer::traffic::{Backoff, Retry, Traffic};
    let hot = Traffic { keys: hot_key(0.6), retry: Retry::ExponentialBackoff(Backoff::default()), ..traffic(3_000) };
    let mut world = world(&plan(3, vec![hot, traffic(37)]));
    world.advance_to(seconds(SECONDS_KEPT as u64 - 1));
    check_world(&world, Puts::default());
    let shards = &stream(&world).shards;
    assert!(shards.iter().any(|shard| shard.totals.refused_records() > 0));
    assert!(shards.iter().all(|shard| shard.log().batch_count() < 6_000), "batches merge");
}
