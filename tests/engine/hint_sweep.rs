//! Size against interval: what the runs of a sweep measure is what simply running such worlds gives.

use crate::firehose::{NAME, direct, hints};
use crate::support::{seconds, traffic};
use proptest::prelude::*;
use shardscope::engine::command::Command;
use shardscope::engine::firehose::command::{DeliveryCommand, Part};
use shardscope::engine::firehose::plan::{BufferingHints, DestinationKind, DestinationPlan, Transformation};
use shardscope::engine::limits::Profile;
use shardscope::engine::metrics::sketch::LatencySketch;
use shardscope::engine::producer::traffic::{RecordSize, Traffic};
use shardscope::engine::time::Micros;
use shardscope::engine::world::{KeySources, World};
use shardscope::scenario::hint_sweep::{HintRow, HintSweep, hints_to_try};

/// So many records of 1,000 bytes a second.
fn steady(rate_records_per_s: u32) -> Traffic {
    Traffic { record_size: RecordSize::Fixed { bytes: 1_000 }, ..traffic(rate_records_per_s) }
}

fn world(rate: u32, destination: DestinationPlan, after_s: u64) -> World {
    let mut world = World::new(&direct(steady(rate), destination), KeySources::new()).unwrap();
    world.advance_to(seconds(after_s));
    world
}

fn gathering(size_mib: u32, interval_s: u32) -> DestinationPlan {
    DestinationPlan { buffering: Some(hints(size_mib, interval_s)), ..DestinationPlan::default() }
}

fn sweep(world: &World, by: Micros) -> Vec<HintRow> {
    let mut sweep = HintSweep::of(world, NAME).unwrap();
    let mut told = sweep.progress();
    while sweep.advance(by) {
        assert!(sweep.progress() >= told, "progress goes on");
        told = sweep.progress();
    }
    assert!(sweep.is_done() && sweep.progress() == 1_000);
    sweep.rows().to_vec()
}

fn row_of(rows: &[HintRow], size_mib: u32, interval_s: u32) -> HintRow {
    *rows.iter().find(|row| row.hints == BufferingHints { size_mib, interval_s }).unwrap()
}

#[test]
fn what_a_run_measures_is_what_such_a_world_gives() {
    let rows = sweep(&world(200, gathering(5, 60), 0), Micros::HOUR);
    for row in &rows {
        let alone = world(200, gathering(row.hints.size_mib, row.hints.interval_s), row.lasted.0 / 1_000_000);
        let stream = alone.firehoses().find(NAME).unwrap();
        let mut ages = LatencySketch::default();
        stream.ages.values().for_each(|of_cause| ages.merge(of_cause));
        assert_eq!((row.by_size, row.by_interval), (stream.totals.by_size, stream.totals.by_interval), "{row:?}");
        assert_eq!(row.ages, ages.percentile(500).zip(ages.percentile(990)), "{row:?}");
        assert_eq!(row.mean_bytes, stream.ledger.delivered.bytes / row.deliveries());
    }
    let sixty = row_of(&rows, 128, 60);
    assert!((sixty.objects_per_hour - 60.0).abs() < 1.0, "{sixty:?}");
    assert!(rows.iter().all(|row| row.deliveries() >= 2), "{rows:?}");
}

#[test]
fn how_it_is_cut_into_slices_changes_nothing_and_the_world_stays_as_it_is() {
    let world = world(300, gathering(5, 60), 47);
    let before = world.trace().hash();
    assert_eq!(sweep(&world, Micros::HOUR), sweep(&world, Micros::millis(1_370)));
    assert_eq!((world.trace().hash(), world.now()), (before, seconds(47)));
}

#[test]
fn what_had_gathered_and_the_trouble_behind_it_are_told_apart() {
    let mut world = world(200, gathering(5, 60), 30);
    let fresh = row_of(&sweep(&world, Micros::HOUR), 5, 60);
    assert!(fresh.ages.unwrap().1 < Micros::seconds(63), "nothing older is among it: {fresh:?}");
    let out = DeliveryCommand::SetOutage { delivery_stream: NAME.into(), part: Part::Destination, is_out: true };
    world.execute(Command::Delivery(out)).unwrap();
    let rows = sweep(&world, Micros::HOUR);
    assert!(rows.iter().all(|row| row.deliveries() == 0 && row.ages.is_none() && row.objects_per_hour == 0.0));
}

#[test]
fn what_waits_for_the_function_counts_in_the_objects_of_an_hour() {
    let transformation = Transformation {
        function: "add-newline".to_owned(),
        buffer_size_kib: None,
        buffer_interval_s: Some(60),
        retries: None,
    };
    let destination = DestinationPlan { transformation: Some(transformation), ..gathering(128, 60) };
    let rows = sweep(&world(10, destination, 0), Micros::HOUR);
    let sixty = row_of(&rows, 128, 60);
    assert!((sixty.objects_per_hour - 60.0).abs() < 6.0, "{sixty:?}");
}

#[test]
fn only_what_the_destination_allows_is_tried() {
    let present = |size_mib, interval_s| BufferingHints { size_mib, interval_s };
    let pairs = |destination: &DestinationPlan, present, profile| -> Vec<(u32, u32)> {
        let tried = hints_to_try(destination, present, profile);
        for hints in &tried {
            let plan = DestinationPlan { buffering: Some(*hints), ..destination.clone() };
            assert_eq!(plan.validate("", profile), Ok(()));
        }
        tried.iter().map(|hints| (hints.size_mib, hints.interval_s)).collect()
    };
    let splunk =
        DestinationPlan { kind: DestinationKind::Splunk { endpoint: "https://x".into() }, ..Default::default() };
    let notes = pairs(&DestinationPlan::default(), present(32, 60), Profile::CourseNotes);
    assert!(notes.iter().all(|(size_mib, interval_s)| *size_mib >= 32 && *interval_s >= 60), "{notes:?}");
    assert_eq!(pairs(&splunk, present(3, 60), Profile::Current), [(1, 60), (2, 60), (3, 60), (5, 60), (3, 0)]);
    let s3 = pairs(&DestinationPlan::default(), present(7, 45), Profile::Current);
    assert_eq!((s3.len(), s3.iter().filter(|pair| **pair == (7, 45)).count()), (13, 1));
}

#[test]
fn a_delivery_stream_that_is_not_there_cannot_be_tried() {
    assert!(HintSweep::of(&world(10, gathering(5, 60), 0), "other").is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn a_smaller_size_never_makes_deliveries_later(rate in 20_u32..3_000, interval_s in 60_u32..200) {
        let rows = sweep(&world(rate, gathering(5, interval_s), 3), Micros::HOUR);
        let of_size: Vec<&HintRow> = rows.iter().filter(|row| row.hints.interval_s == interval_s).collect();
        for pair in of_size.windows(2) {
            prop_assert!(pair[0].hints.size_mib < pair[1].hints.size_mib);
            let [smaller, larger] = [pair[0], pair[1]].map(|row| row.ages.unwrap());
            // A percentile is known to about 2 in 100, and the last delivery of a run may fall on either side of its end.
            prop_assert!(smaller.1.0 <= larger.1.0 + larger.1.0 / 20, "{:?} {:?}", pair[0], pair[1]);
            prop_assert!(pair[0].objects_per_hour * 1.05 >= pair[1].objects_per_hour, "{:?} {:?}", pair[0], pair[1]);
        }
    }
}
