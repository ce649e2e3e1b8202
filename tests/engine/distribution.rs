//! Streams that spread records by themselves: a hot key no longer makes a hot shard.

use crate::support::{STREAM, hot_key, plan, seconds, stream, traffic, world};
use shardscope::engine::api::Request;
use shardscope::engine::api::choices::{RecordDistributionStrategy, StreamMode};
use shardscope::engine::api::request::UpdateStreamRecordDistributionStrategy;
use shardscope::engine::producer::traffic::Traffic;

#[test]
fn a_hot_key_throttles_until_the_stream_spreads_its_records() {
    let mut plan = plan(4, vec![Traffic { keys: hot_key(0.8), ..traffic(2_400) }]);
    plan.stream.as_mut().unwrap().mode = Some(StreamMode::OnDemand);
    let mut world = world(&plan);
    world.advance_to(seconds(20));
    let before = world.totals().refused_records();
    assert!(before > 5_000, "one key alone is more than a shard takes: {before}");
    let update = UpdateStreamRecordDistributionStrategy {
        stream_arn: Some(world.account().stream_arn(STREAM)),
        record_distribution_strategy: RecordDistributionStrategy::Auto,
        ..UpdateStreamRecordDistributionStrategy::default()
    };
    world.request(Request::UpdateStreamRecordDistributionStrategy(update)).unwrap();
    world.advance_to(seconds(60));
    let settled = world.totals().refused_records();
    world.advance_to(seconds(120));
    assert_eq!(world.totals().refused_records(), settled, "spread over four shards, nothing is refused");
    let loads: Vec<u64> =
        stream(&world).open().map(|shard| shard.series().complete_second(world.now()).accepted_bytes.0).collect();
    let (least, most) = (loads.iter().min().unwrap(), loads.iter().max().unwrap());
    assert!(2 * least > *most, "{loads:?}");
}
