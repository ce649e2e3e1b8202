//! Which leases a worker takes: its share of all, expired ones first, then one of the most loaded worker's.
//!
//! Observed in the library's source: the share is leases over workers, rounded up, or one where there are as many workers;
//! a lease has expired when its counter has stood still for `failoverTimeMillis` as this worker saw it; a worker steals
//! only where nothing has expired, from who has most, and no more than that one has above the share. Assumed: leases whose
//! shard is done do not count; expired leases are taken in an order drawn by chance.

use super::lease::{Lease, LeaseTable, Owner};
use super::plan::KclSettings;
use crate::engine::ids::ShardId;
use crate::engine::random::RandomStream;
use crate::engine::time::{Micros, SimTime};
use litemap::LiteMap;

/// When a worker last saw a lease's counter move.
pub type Seen = LiteMap<ShardId, (u64, SimTime)>;

/// Notes which counters have moved since a worker looked last. Observed: a lease that it sees for the first time counts
/// as renewed now, unless nobody owns it.
pub fn look(seen: &mut Seen, table: &LeaseTable, now: SimTime) {
    seen.retain(|shard, _| table.get(*shard).is_some());
    for lease in table.rows() {
        let entry = seen.entry(lease.shard).or_insert((lease.counter, now));
        if entry.0 != lease.counter {
            *entry = (lease.counter, now);
        }
    }
}

/// Whether a lease can be taken because its owner is gone.
fn has_expired(lease: &Lease, seen: &Seen, failover: Micros, now: SimTime) -> bool {
    lease.owner.is_none() || seen.get(&lease.shard).is_some_and(|(_, moved)| now.since(*moved) > failover)
}

/// The shards whose leases `me` takes now.
pub fn choose(
    table: &LeaseTable,
    seen: &Seen,
    me: Owner,
    settings: &KclSettings,
    random: &mut RandomStream,
    now: SimTime,
) -> Vec<ShardId> {
    let failover = Micros::millis(u64::from(settings.failover_time_ms));
    let rows: Vec<&Lease> = table.rows().filter(|lease| !lease.is_done()).collect();
    let is_expired = |lease: &Lease| has_expired(lease, seen, failover, now);
    let mut held: LiteMap<Owner, usize> = [(me, 0)].into_iter().collect();
    for owner in rows.iter().filter(|lease| !is_expired(lease)).filter_map(|lease| lease.owner) {
        *held.entry(owner).or_default() += 1;
    }
    let share = rows.len().div_ceil(held.len()).max(1).min(settings.max_leases_for_worker as usize);
    let wanted = share.saturating_sub(held[&me]);
    if wanted == 0 {
        return Vec::new();
    }
    let mut expired: Vec<ShardId> =
        rows.iter().filter(|lease| is_expired(lease) && lease.owner != Some(me)).map(|lease| lease.shard).collect();
    if !expired.is_empty() {
        shuffle(&mut expired, random);
        expired.truncate(wanted);
        return expired;
    }
    let (loaded, most) = held
        .iter()
        .fold((me, 0), |best, (owner, count)| if *count > best.1 && *owner != me { (*owner, *count) } else { best });
    let above = most.saturating_sub(share);
    // Who lacks more than one takes one even from a worker that has no more than its share.
    let least = usize::from(wanted > 1 && most >= share && most > 1);
    let stolen = wanted.min(above).max(least).min(settings.max_leases_to_steal_at_one_time as usize);
    let mut theirs: Vec<ShardId> =
        rows.iter().filter(|lease| lease.owner == Some(loaded)).map(|lease| lease.shard).collect();
    shuffle(&mut theirs, random);
    theirs.truncate(stolen);
    theirs
}

fn shuffle(shards: &mut [ShardId], random: &mut RandomStream) {
    for last in (1..shards.len()).rev() {
        let other = (random.unit() * (last + 1) as f64) as usize;
        shards.swap(last, other.min(last));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::consumer::kcl::lease::Checkpoint;
    use crate::engine::hash::HashRange;

    const FAILOVER_S: u64 = 10;

    /// A table whose rows have these owners, all seen at time zero.
    fn table(owners: &[Option<u32>]) -> (LeaseTable, Seen) {
        let mut table = LeaseTable::new(0, SimTime::ZERO);
        for (shard, owner) in (0..).map(ShardId).zip(owners) {
            let mut lease = Lease::new(shard, Checkpoint::TrimHorizon, Vec::new(), HashRange::FULL);
            lease.owner = owner.map(Owner);
            table.create(lease, SimTime::ZERO).unwrap();
        }
        let mut seen = Seen::new();
        look(&mut seen, &table, SimTime::ZERO);
        (table, seen)
    }

    fn chosen(owners: &[Option<u32>], me: u32, second: u64) -> usize {
        let (table, seen) = table(owners);
        let mut random = RandomStream::new(1, "taking");
        let now = SimTime(second * 1_000_000);
        choose(&table, &seen, Owner(me), &KclSettings::default(), &mut random, now).len()
    }

    #[test]
    fn the_first_worker_takes_all() {
        assert_eq!(chosen(&[None; 7], 0, 0), 7);
    }

    #[test]
    fn a_second_worker_steals_one_at_a_time_until_both_have_their_share() {
        assert_eq!(chosen(&[Some(0); 4], 1, 0), 1);
        assert_eq!(chosen(&[Some(0), Some(0), Some(0), Some(1)], 1, 0), 1);
        assert_eq!(chosen(&[Some(0), Some(0), Some(1), Some(1)], 1, 0), 0);
        assert_eq!(chosen(&[Some(0), Some(0), Some(1)], 1, 0), 0, "three cannot be shared more evenly by two");
    }

    #[test]
    fn more_workers_than_leases_leave_some_idle() {
        assert_eq!(chosen(&[Some(0), Some(1)], 2, 0), 0);
    }

    #[test]
    fn the_leases_of_who_has_died_are_taken_after_the_failover_time() {
        assert_eq!(chosen(&[Some(0), Some(1)], 1, FAILOVER_S), 0);
        assert_eq!(chosen(&[Some(0), Some(1)], 1, FAILOVER_S + 1), 1);
    }

    #[test]
    fn a_moved_counter_is_a_sign_of_life() {
        let (mut table, mut seen) = table(&[Some(0), Some(1)]);
        let later = SimTime((FAILOVER_S + 1) * 1_000_000);
        table.update(ShardId(0), later, |lease| lease.counter += 1).unwrap();
        look(&mut seen, &table, later);
        let mut random = RandomStream::new(1, "taking");
        assert!(choose(&table, &seen, Owner(1), &KclSettings::default(), &mut random, later).is_empty());
    }
}
