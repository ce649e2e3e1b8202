//! The lease table: one row a shard, in a `DynamoDB` table that has the application's name.
//!
//! Documented: the fields, one table an application, its capacity. Observed in the library's source: a lease changes its
//! owner and its counter in one conditional write; who does not renew it for `failoverTimeMillis` loses it. Documented by
//! `DynamoDB`: capacity that was not used for five minutes can be used at once. Leaves out: read capacity.

use crate::engine::bucket::Bucket;
use crate::engine::hash::HashRange;
use crate::engine::ids::ShardId;
use crate::engine::time::SimTime;
use litemap::LiteMap;

/// Seconds of unused write capacity that `DynamoDB` keeps for a burst.
const BURST_S: u32 = 300;

/// A worker's process from its start to its end: who owns a lease. A restarted worker is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner(pub u32);

/// How far a shard was processed, as the table says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checkpoint {
    /// Nothing yet: from the oldest record on.
    TrimHorizon,
    /// Nothing yet: after the newest record.
    Latest,
    /// All records below this index.
    Below(u64),
    /// Everything, and the shard is closed.
    ShardEnd,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// `leaseKey`: the shard.
    pub shard: ShardId,
    /// `checkpoint`.
    pub checkpoint: Checkpoint,
    /// `leaseCounter`: one more with every renewal.
    pub counter: u64,
    /// `leaseOwner`.
    pub owner: Option<Owner>,
    /// `ownerSwitchesSinceCheckpoint`.
    pub owner_switches_since_checkpoint: u64,
    /// `parentShardId`, one or two.
    pub parents: Vec<ShardId>,
    /// `childShardIds`, once the shard is closed.
    pub children: Vec<ShardId>,
    /// `startingHashKey` and `endingHashKey`.
    pub range: HashRange,
}

/// The table of an application.
#[derive(Clone, Debug)]
pub struct LeaseTable {
    rows: LiteMap<ShardId, Lease>,
    capacity: Option<Bucket>,
    /// Writes that were carried out.
    pub writes: u64,
    /// Writes that exceeded the capacity.
    pub throttled_writes: u64,
}

/// A write that exceeded the table's capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttled;

impl LeaseTable {
    /// An empty table that takes so many writes a second; zero: as many as there are.
    pub fn new(write_capacity_units: u32, now: SimTime) -> Self {
        let mut table = Self { rows: LiteMap::new(), capacity: None, writes: 0, throttled_writes: 0 };
        table.set_capacity(write_capacity_units, now);
        table
    }

    /// Takes another number of writes a second from now on.
    pub fn set_capacity(&mut self, write_capacity_units: u32, now: SimTime) {
        let rate = u64::from(write_capacity_units);
        match &mut self.capacity {
            Some(capacity) if rate > 0 => capacity.set_rate(rate, now),
            capacity => *capacity = (rate > 0).then(|| Bucket::saving(rate, BURST_S, now)),
        }
    }

    /// All rows, by shard.
    pub fn rows(&self) -> impl Iterator<Item = &Lease> {
        self.rows.values()
    }

    /// The row of a shard.
    pub fn get(&self, shard: ShardId) -> Option<&Lease> {
        self.rows.get(&shard)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Forgets all rows, as when the table is made anew.
    pub fn clear(&mut self) {
        self.rows.clear();
    }

    /// Adds a row, unless the shard has one.
    pub fn create(&mut self, lease: Lease, now: SimTime) -> Result<(), Throttled> {
        if !self.rows.contains_key(&lease.shard) {
            self.write(now)?;
            self.rows.insert(lease.shard, lease);
        }
        Ok(())
    }

    /// Takes a row away.
    pub fn delete(&mut self, shard: ShardId, now: SimTime) -> Result<(), Throttled> {
        self.write(now)?;
        self.rows.remove(&shard);
        Ok(())
    }

    /// Changes a row by one write.
    pub fn update(&mut self, shard: ShardId, now: SimTime, change: impl FnOnce(&mut Lease)) -> Result<(), Throttled> {
        self.write(now)?;
        if let Some(lease) = self.rows.get_mut(&shard) {
            change(lease);
        }
        Ok(())
    }

    fn write(&mut self, now: SimTime) -> Result<(), Throttled> {
        if let Some(capacity) = &mut self.capacity {
            if capacity.available(now) == 0 {
                self.throttled_writes += 1;
                return Err(Throttled);
            }
            capacity.take(1);
        }
        self.writes += 1;
        Ok(())
    }
}

impl Lease {
    /// A row of a shard that nobody has.
    pub fn new(shard: ShardId, checkpoint: Checkpoint, parents: Vec<ShardId>, range: HashRange) -> Self {
        let (counter, owner, children) = (0, None, Vec::new());
        Self { shard, checkpoint, counter, owner, owner_switches_since_checkpoint: 0, parents, children, range }
    }

    /// Whether the shard is closed and processed to its end.
    pub fn is_done(&self) -> bool {
        self.checkpoint == Checkpoint::ShardEnd
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table_with_row(capacity: u32) -> LeaseTable {
        let mut table = LeaseTable::new(capacity, SimTime::ZERO);
        let lease = Lease::new(ShardId(0), Checkpoint::TrimHorizon, Vec::new(), HashRange::FULL);
        table.create(lease, SimTime::ZERO).unwrap();
        table
    }

    /// How many of `tries` writes at one instant the table takes.
    fn taken(table: &mut LeaseTable, tries: u32, now: SimTime) -> usize {
        (0..tries).filter(|_| table.update(ShardId(0), now, |lease| lease.counter += 1).is_ok()).count()
    }

    #[test]
    fn a_table_takes_its_capacity_and_then_what_was_saved() {
        let mut table = table_with_row(10);
        assert_eq!(taken(&mut table, 20, SimTime::ZERO), 9);
        assert_eq!(table.throttled_writes, 11);
        assert_eq!(taken(&mut table, 200, SimTime(10_000_000)), 100);
        assert_eq!(taken(&mut table, 20, SimTime(11_000_000)), 10);
    }

    #[test]
    fn no_more_than_five_minutes_are_saved() {
        let mut table = table_with_row(1);
        assert_eq!(taken(&mut table, 1_000, SimTime(7_200_000_000)), 300);
    }

    #[test]
    fn on_demand_takes_everything() {
        let mut table = table_with_row(0);
        assert_eq!(taken(&mut table, 50_000, SimTime::ZERO), 50_000);
        assert_eq!(table.get(ShardId(0)).unwrap().counter, 50_000);
    }
}
