//! What a log knows of records that their producer stored a second time: exact in the whole, additive in parts.

use proptest::prelude::*;
use shardscope::engine::ids::{Bytes, ProducerId};
use shardscope::engine::stream::batch::{Batch, Origin, Part};
use shardscope::engine::stream::retention::RecordLog;
use shardscope::engine::time::{Micros, SimTime};

/// Parts of one batch: each with a producer, records, user records a record, and a share of these stored before.
fn any_parts() -> impl Strategy<Value = Vec<(u16, u64, u64, f64)>> {
    prop::collection::vec((0..3_u16, 1..20_u64, 1..4_u64, 0.0..=1.0), 1..4)
}

fn part((producer, records, aggregated, share): (u16, u64, u64, f64)) -> Part {
    let users = records * aggregated;
    let repeats = (users as f64 * share) as u64;
    Part { producer: ProducerId(producer), ordinals: 0..users, records, users, repeats, listed: None }
}

/// A log of batches, each some time after the one before; and how many repeats it was given.
fn log(batches: Vec<(u64, Vec<(u16, u64, u64, f64)>)>) -> (RecordLog, u64, u64) {
    let (mut log, mut now, mut next, mut repeats) = (RecordLog::default(), SimTime::ZERO, 1, 0);
    for (wait_ms, parts) in batches {
        now += Micros::millis(wait_ms);
        let parts: Vec<Part> = parts.into_iter().map(part).collect();
        let records = parts.iter().map(|part| part.records).sum();
        repeats += parts.iter().map(|part| part.repeats).sum::<u64>();
        let (bytes, origin) = (Bytes(records * 100), Origin::of(parts));
        log.append(Batch { first_index: next, records, bytes, first_arrival: now, last_arrival: now, origin });
        next += records;
    }
    (log, next, repeats)
}

proptest! {
    #[test]
    fn a_range_has_as_many_repeats_as_its_parts_however_old_it_is(
        batches in prop::collection::vec((0..700_u64, any_parts()), 1..40),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        age_s in prop_oneof![Just(0_u64), 0..100_u64, 0..100_000_u64],
    ) {
        let (mut log, end, repeats) = log(batches);
        let now = log.newest().unwrap().last_arrival + Micros::seconds(age_s);
        log.trim(now, Micros::hours(1_000));
        prop_assert_eq!(log.repeats_in(0..u64::MAX), repeats);
        let mut cuts: Vec<u64> = cuts.iter().map(|cut| 1 + cut.index(end as usize) as u64).chain([1, end]).collect();
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| log.repeats_in(cut[0]..cut[1]));
        prop_assert_eq!(pieces.sum::<u64>(), repeats);
    }
}

#[test]
fn what_is_gone_is_counted_no_more() {
    let batch = |wait_ms| (wait_ms, vec![(0, 10, 1, 0.5)]);
    let (mut log, _, _) = log(vec![batch(0), batch(60_000), batch(3_600_000)]);
    assert_eq!([log.repeats_in(1..6), log.repeats_in(6..26), log.repeats_in(26..31)], [2, 10, 3]);
    let now = log.newest().unwrap().last_arrival;
    log.trim(now, Micros::seconds(600));
    assert_eq!([log.repeats_in(0..21), log.repeats_in(0..31)], [0, 5]);
}
