//! Reading.

use shardscope::engine::api::response::Record;
use shardscope::engine::stream::Stream;
use shardscope::engine::stream::shard::Shard;
use shardscope::engine::world::World;
use shardscope::engine::world::reading::ReadBounds;

/// Everything that a shard holds, at once.
pub fn read_all(world: &World, stream: &Stream, shard: &Shard) -> Vec<Record> {
    let bounds = ReadBounds { records: usize::MAX, bytes: u64::MAX, until_index: u64::MAX };
    world.read(stream, shard, 0, &bounds).0.records
}
