//! What of the stage is open: the picture below it, and the menu of a shard.

use crate::engine::ids::ShardId;
use crate::worker::lineage::LineageSpan;

/// From this many open shards on, the picture of the lineage stands below the stage until somebody chooses.
pub const CROWDED_FROM: usize = 65;

/// What stands below the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// The charts.
    Charts,
    /// The lineage of the shards, with as much time.
    Lineage(LineageSpan),
}

/// The menu of a shard: what can be done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShardMenu {
    /// Counts the menus that were opened.
    pub number: u32,
    /// The shard.
    pub shard: ShardId,
    /// Where it was pointed at, in pixels of the window.
    pub at: (i32, i32),
    /// Whether somebody wants to merge it rather than to split it.
    pub wants_merge: bool,
}
