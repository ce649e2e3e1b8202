//! Retention over days: memory stays bounded, nothing young goes, nothing old stays.

use crate::support::{hot_key, plan, put_record, stream, traffic, world};
use shardscope::engine::producer::traffic::{RecordSize, Traffic};
use shardscope::engine::stream::retention::TRIM_GRANULARITY;
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;

const DAY: Micros = Micros::hours(24);
/// How late a record may go: its slot's width, and the time between two looks.
const LATENESS: Micros = Micros(TRIM_GRANULARITY.0 + 10_000_000);

/// Records accepted so far, by shard.
fn accepted(world: &World) -> Vec<u64> {
    stream(world).shards.iter().map(|shard| shard.totals.accepted_records).collect()
}

fn batches(world: &World) -> usize {
    stream(world).shards.iter().map(|shard| shard.log().batch_count()).sum()
}

fn check_order(world: &World) {
    for shard in &stream(world).shards {
        let mut next = shard.log().trimmed().records + 1;
        let mut arrived = SimTime::ZERO;
        for batch in shard.log().batches() {
            assert_eq!(batch.first_index, next, "no gap, and what went was the oldest");
            assert!(arrived <= batch.first_arrival && batch.first_arrival <= batch.last_arrival);
            next += batch.records;
            arrived = batch.last_arrival;
        }
        assert_eq!(next - 1, shard.totals.accepted_records);
        let oldest = shard.log().batches().next().map_or(world.now(), |batch| batch.first_arrival);
        assert!(world.now().since(oldest) <= DAY + LATENESS);
    }
}

#[test]
fn two_days_of_a_hot_key_take_no_more_memory_than_one() {
    let hot = Traffic { keys: hot_key(0.55), record_size: RecordSize::Fixed { bytes: 100 }, ..traffic(200) };
    let mut world = world(&plan(4, vec![hot]));
    // What each shard had accepted seven minutes after each full hour, within the slots of old batches, and LATENESS
    // before that.
    world.advance_to(SimTime::ZERO + Micros::seconds(7 * 60));
    let (mut at_hour, mut before_hour) = (vec![accepted(&world)], vec![vec![0; 4]]);
    let mut after_a_day = 0;
    for hour in 1..=48 {
        let now = SimTime::ZERO + Micros::hours(hour) + Micros::seconds(7 * 60);
        world.advance_to(now - LATENESS);
        before_hour.push(accepted(&world));
        world.advance_to(now);
        at_hour.push(accepted(&world));
        if hour == 24 {
            after_a_day = batches(&world);
        }
        let Some(a_day_ago) = (hour as usize).checked_sub(24) else {
            continue;
        };
        for (place, shard) in stream(&world).shards.iter().enumerate() {
            let trimmed = shard.log().trimmed().records;
            assert!(trimmed <= at_hour[a_day_ago][place], "hour {hour}: nothing younger than a day goes");
            assert!(trimmed >= before_hour[a_day_ago][place], "hour {hour}: nothing older stays");
        }
        if hour % 6 == 0 {
            check_order(&world);
        }
    }
    assert_eq!(world.totals().offered_records, 200 * (2 * 86_400 + 7 * 60));
    // How many ticks of the last seconds reached each shard is chance.
    assert!(batches(&world) <= after_a_day + 100, "{} after {after_a_day}", batches(&world));
}

#[test]
fn a_silent_stream_is_empty_a_day_later() {
    use crate::support::entry;
    use shardscope::engine::command::Command;
    let mut world = world(&plan(2, vec![traffic(300)]));
    world.advance_to(crate::support::seconds(60));
    let silence = Command::SetTraffic { producer: "p0".into(), traffic: traffic(0) };
    world.execute(silence).unwrap();
    world.execute(put_record(entry("a", 5))).unwrap();
    let stored = |world: &World| stream(world).shards.iter().map(|s| s.log().stored().records).sum::<u64>();
    assert_eq!(stored(&world), 300 * 60 + 1);
    world.advance_to(SimTime::ZERO + DAY);
    assert_eq!(stored(&world), 300 * 60 + 1);
    world.advance_to(SimTime::ZERO + DAY + Micros::seconds(60) + LATENESS);
    assert_eq!((stored(&world), batches(&world)), (0, 0));
    // An emptied shard goes on with its numbers.
    world.execute(put_record(entry("a", 5))).unwrap();
    check_order(&world);
}
