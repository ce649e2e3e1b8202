//! Write limits against an oracle: the same rule computed in another way, from all that was ever taken.

use crate::support::{entry, plan, put_record, put_records, seconds, sources, traffic, world};
use proptest::prelude::*;
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::request::PutRecordsEntry;
use shardscope::engine::api::response::{PutFault, Response};
use shardscope::engine::command::Outcome;
use shardscope::engine::error::{Rejection, Throttle};
use shardscope::engine::limits::LimitId;
use shardscope::engine::time::SimTime;
use shardscope::engine::world::World;

const MIB: i128 = 1_048_576;

/// One limit, without a bucket: what is left is the least, over every earlier instant, of a second's worth and what the
/// rate gave since, less what was taken since. All in millionths.
struct Limit {
    rate: i128,
    taken: Vec<(i128, i128)>,
}

impl Limit {
    fn left(&self, at: i128) -> i128 {
        let full = self.rate * 1_000_000;
        let (mut sum, mut least) = (0, full);
        for (then, amount) in self.taken.iter().rev() {
            sum += amount * 1_000_000;
            least = least.min(full + self.rate * (at - then) - sum);
        }
        least
    }
}

/// Both limits of a shard.
struct Oracle {
    records: Limit,
    bytes: Limit,
}

impl Oracle {
    fn new() -> Self {
        let limit = |rate| Limit { rate, taken: Vec::new() };
        Self { records: limit(1_000), bytes: limit(MIB) }
    }

    /// Which records of a request are taken; the limit that refused the first of the others, and what it had left.
    fn request(&mut self, at: u64, sizes: &[usize]) -> (usize, Option<(LimitId, u64)>) {
        let at = i128::from(at);
        let (records, bytes) = (self.records.left(at), self.bytes.left(at));
        let (mut taken, mut sum, mut refusal) = (0, 0, None);
        for size in sizes {
            let counted = (*size as i128).min(MIB);
            let room = |left: i128| (left.max(0) / 1_000_000) as u64;
            if (taken as i128 + 1) * 1_000_000 > records {
                refusal = Some((LimitId::ShardWriteRecords, room(records)));
                break;
            }
            if (sum + counted) * 1_000_000 > bytes {
                refusal = Some((LimitId::ShardWriteBytes, room(bytes)));
                break;
            }
            taken += 1;
            sum += counted;
        }
        self.records.taken.push((at, taken as i128));
        self.bytes.taken.push((at, (sum + 1_023) / 1_024 * 1_024));
        (taken, refusal)
    }
}

fn cause_of(fault: PutFault) -> Throttle {
    let PutFault::Throttled(throttle) = fault else { panic!("{fault:?}") };
    throttle
}

/// Puts entries as one request and says which were stored, and why the others were not.
fn put(world: &mut World, mut entries: Vec<PutRecordsEntry>) -> Vec<Option<Throttle>> {
    if entries.len() == 1 {
        return match world.execute(put_record(entries.remove(0))) {
            Ok(Outcome::Answered(Response::PutRecord { .. })) => vec![None],
            Err(Rejection::Refused(ApiError::WriteThrottled { throttle, .. })) => vec![Some(throttle)],
            other => panic!("{other:?}"),
        };
    }
    match world.execute(put_records(entries)) {
        Ok(Outcome::Answered(Response::PutRecords { records: entries, .. })) => {
            entries.into_iter().map(|answer| answer.err().map(cause_of)).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// Sizes of a request's records: mostly one kind, so that either limit is reached.
fn any_request() -> impl Strategy<Value = Vec<usize>> {
    let edge = prop_oneof![Just(1_022_usize), Just(1_023), Just(1_024), Just(0), Just(1_048_574)];
    prop_oneof![
        3 => proptest::collection::vec(0_usize..40, 1..=500),
        2 => proptest::collection::vec(0_usize..30_000, 1..=60),
        1 => proptest::collection::vec(edge, 1..=4),
        1 => (0_usize..=1_048_574).prop_map(|size| vec![size]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_shard_takes_exactly_what_the_oracle_takes(
        requests in proptest::collection::vec((prop_oneof![0_u64..3_000, 0_u64..900_000], any_request()), 1..50),
    ) {
        let mut world = world(&plan(1, Vec::new()));
        let mut oracle = Oracle::new();
        let mut at = 0;
        for (gap, data_sizes) in requests {
            at += gap;
            world.advance_to(SimTime(at));
            let entries: Vec<PutRecordsEntry> = data_sizes.iter().map(|size| entry("ab", *size)).collect();
            let sizes: Vec<usize> = entries.iter().map(|entry| entry.data.0.len() + 2).collect();
            let answers = put(&mut world, entries);
            let (taken, refusal) = oracle.request(at, &sizes);
            let stored = answers.iter().take_while(|answer| answer.is_none()).count();
            prop_assert_eq!(stored, taken, "at {}", at);
            prop_assert_eq!(answers.iter().flatten().count(), sizes.len() - taken);
            for cause in answers.iter().flatten() {
                let (limit, room) = refusal.unwrap();
                prop_assert_eq!((cause.limit, cause.room, cause.at), (limit, room, SimTime(at)));
                prop_assert_eq!(cause.refused_records, (sizes.len() - taken) as u64);
                prop_assert_eq!(cause.refused_bytes.0, sizes[taken..].iter().sum::<usize>() as u64);
                prop_assert!(cause.asked > cause.allowed, "{:?}", cause);
            }
        }
    }
}

#[test]
fn a_partly_refused_request_answers_entry_by_entry_in_order() {
    let mut world = world(&plan(2, Vec::new()));
    // By MD5, "a" belongs to the first of two shards and "b" to the second. (facts sheet 1.4)
    let filler = |n| put_records((0..n).map(|_| entry("a", 1)).collect());
    for n in [500, 497] {
        world.execute(filler(n)).unwrap();
    }
    let keys = ["b", "a", "a", "b", "a", "a", "b", "a"];
    let request = keys.map(|key| entry(key, 1)).to_vec();
    let Ok(Outcome::Answered(Response::PutRecords { records: answers, .. })) = world.execute(put_records(request))
    else {
        panic!("the entries are valid");
    };
    let shards: Vec<Result<u32, u32>> = answers
        .iter()
        .map(|answer| answer.as_ref().map(|s| s.shard.0).map_err(|t| cause_of(t.clone()).shard.0))
        .collect();
    assert_eq!(shards, [Ok(1), Ok(0), Ok(0), Ok(1), Ok(0), Err(0), Ok(1), Err(0)]);
    let cause = cause_of(answers[5].clone().unwrap_err());
    assert_eq!(cause.limit, LimitId::ShardWriteRecords);
    assert_eq!((cause.asked, cause.allowed, cause.room), (1_002, 1_000, 3));
    assert_eq!((cause.refused_records, cause.refused_bytes.0), (2, 4));
    let stored = answers.iter().flatten();
    let of_first: Vec<u64> = stored.filter(|s| s.shard.0 == 0).map(|s| s.sequence_number.index).collect();
    assert_eq!(of_first, [998, 999, 1_000]);
}

#[test]
fn an_idle_shard_takes_the_largest_record_with_the_longest_key() {
    let mut world = World::new(&plan(1, vec![traffic(0)]), sources()).unwrap();
    let largest = || put_record(entry(&"\u{1f30a}".repeat(256), 1_048_576 - 1_024));
    assert!(world.execute(largest()).is_ok());
    let Err(Rejection::Refused(ApiError::WriteThrottled { throttle: cause, .. })) =
        world.execute(put_record(entry("a", 0)))
    else {
        panic!("a second's worth is taken");
    };
    assert_eq!((cause.limit, cause.allowed, cause.room), (LimitId::ShardWriteBytes, 1_048_576, 0));
    assert_eq!(cause.asked, 1_048_576 + 1);
    // A second later the shard has as much room again.
    world.advance_to(seconds(1));
    assert!(world.execute(largest()).is_ok());
}

#[test]
fn single_records_count_in_whole_kib_and_requests_in_their_sum() {
    // 1,025 bytes count as 2 KiB one by one: half of the shard's MiB is rounding.
    let mut single = world(&plan(1, Vec::new()));
    let stored = (0..600).filter(|_| single.execute(put_record(entry("a", 1_024))).is_ok()).count();
    assert_eq!(stored, 512);
    let mut together = world(&plan(1, Vec::new()));
    let request = |n| put_records(vec![entry("a", 1_024); n]);
    assert!(together.execute(request(500)).is_ok());
    let Ok(Outcome::Answered(Response::PutRecords { records: answers, .. })) = together.execute(request(500)) else {
        panic!("the entries are valid");
    };
    // 500 records are 500.5 KiB, counted as 501; 523 KiB are left, and 522 records fit into them.
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 500);
    let Ok(Outcome::Answered(Response::PutRecords { records: answers, .. })) = together.execute(request(40)) else {
        panic!("the entries are valid");
    };
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 0, "the record limit");
}

#[test]
fn a_refusal_always_asks_for_more_than_is_allowed() {
    // A second's worth of records at 50 ms, the rest of the room and ten more at 1 s: 0.95 s later, in other tenths.
    let mut world = self::world(&plan(1, Vec::new()));
    let tiny = |n| put_records(vec![entry("a", 1); n]);
    world.advance_to(SimTime(50_000));
    world.execute(tiny(500)).unwrap();
    world.execute(tiny(500)).unwrap();
    world.advance_to(seconds(1));
    world.execute(tiny(500)).unwrap();
    let cause = put(&mut world, vec![entry("a", 1); 460]).pop().unwrap().unwrap();
    assert_eq!((cause.limit, cause.refused_records), (LimitId::ShardWriteRecords, 10));
    assert!(cause.asked > cause.allowed, "{cause:?}");
    // Half a MiB in records of a little more than a KiB, each of which counts as two.
    let mut world = self::world(&plan(1, Vec::new()));
    for _ in 0..512 {
        world.execute(put_record(entry("a", 1_024))).unwrap();
    }
    let cause = put(&mut world, vec![entry("a", 1_024)]).pop().unwrap().unwrap();
    assert_eq!((cause.limit, cause.asked, cause.room), (LimitId::ShardWriteBytes, 1_048_576 + 1_025, 0));
}
