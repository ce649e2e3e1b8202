//! What the view of Firehose is told.

use super::{DeliveryFrame, FirehoseFrame, FirehoseView};
use crate::engine::command::Command;
use crate::engine::firehose::buffer::Cause;
use crate::engine::firehose::command::{DeliveryCommand, Part};
use crate::engine::firehose::lane::Route;
use crate::engine::firehose::plan::{BufferingHints, DeliveryStreamPlan, DestinationPlan, SourcePlan, Transformation};
use crate::engine::limits::Profile;
use crate::engine::plan::{Plan, ProducerPlan};
use crate::engine::producer::ProducerKind;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::{KeySources, World};
use crate::scenario::presets::Preset;
use crate::worker::firehose::intake::SourceKind;
use crate::worker::firehose::tanks::TANKS_SHOWN;

/// A delivery stream that takes about half a MiB a second.
pub(super) fn plan(source: SourcePlan, destination: DestinationPlan) -> Plan {
    let preset = Preset::named("even-load").unwrap().scenario().plan;
    let mut traffic = preset.producers[0].traffic.clone();
    traffic.rate_records_per_s = 1_000;
    let is_direct = source == SourcePlan::DirectPut;
    let name = "clicks".to_owned();
    let mut plan = if is_direct { Plan::empty(7, Profile::Current) } else { preset };
    plan.producers = vec![ProducerPlan {
        name: "web".to_owned(),
        stream: None,
        delivery_stream: is_direct.then(|| name.clone()),
        kind: ProducerKind::default(),
        traffic,
    }];
    plan.delivery_streams = vec![DeliveryStreamPlan { name, source, destination }];
    plan
}

pub(super) fn hints(size_mib: u32, interval_s: u32) -> DestinationPlan {
    DestinationPlan { buffering: Some(BufferingHints { size_mib, interval_s }), ..DestinationPlan::default() }
}

pub(super) fn world(plan: &Plan, seconds: u64) -> World {
    let mut world = World::new(plan, KeySources::new()).unwrap();
    world.advance_to(SimTime::ZERO + Micros::seconds(seconds));
    world
}

fn shown(world: &World) -> DeliveryFrame {
    *FirehoseFrame::of(world, &FirehoseView::default(), 60).shown.expect("there is one")
}

#[test]
fn a_tank_fills_at_the_rate_of_its_traffic_and_tells_both_conditions() {
    let world = world(&plan(SourcePlan::DirectPut, hints(128, 60)), 30);
    let frame = shown(&world);
    let [tank] = frame.tanks.as_slice() else { panic!("{:?}", frame.tanks) };
    let expected = tank.amount.bytes as f64 / 30.0;
    assert!((tank.rate_bytes_per_s / expected - 1.0).abs() < 0.1, "{} for {expected}", tank.rate_bytes_per_s);
    let due = tank.due_at().expect("it has begun").since(world.now());
    assert!(due > Micros::seconds(28) && due <= Micros::seconds(31), "{due:?}");
    assert!(tank.full_in().is_some_and(|full| full > due), "128 MiB are far away");
    assert_eq!(tank.goes_in(world.now()), Some(due));
    let SourceKind::Puts { allowed, callers, .. } = &frame.source.kind else { panic!("{:?}", frame.source) };
    assert_eq!((allowed[0], callers[0].name.as_str()), (500_000, "web"));
    assert!((frame.source.records_per_s - 1_000.0).abs() < 100.0);
}

#[test]
fn deliveries_tell_their_cause_and_the_age_of_their_records() {
    let world = world(&plan(SourcePlan::DirectPut, hints(128, 60)), 130);
    let frame = shown(&world);
    assert_eq!((frame.outcome.by_size, frame.outcome.by_interval), (0, 2));
    let newest = &frame.deliveries[0];
    assert_eq!((newest.cause, newest.route, newest.is_outdated), (Cause::Interval, Route::Destination, false));
    assert!(newest.age_at_flush().0.abs_diff(60_000_000) < 100_000, "{:?}", newest.age_at_flush());
    assert_eq!(frame.ages.len(), 2, "all together, and those of the interval");
    assert_eq!(frame.objects.sizes.len(), 2);
    assert_eq!(frame.series.slots.iter().map(|slot| slot.by_interval).sum::<u32>(), 2);
    let oldest = frame.series.slots.iter().map(|slot| slot.freshness).max().unwrap_or_default();
    assert!(oldest > Micros::seconds(55) && oldest < Micros::seconds(62), "{oldest:?}");
    let last = frame.series.slots.last().expect("there is one").freshness;
    assert_eq!(Some(last), frame.freshness);
}

#[test]
fn an_outage_shows_attempts_that_fail_and_a_size_that_rises() {
    let mut world = world(&plan(SourcePlan::DirectPut, hints(1, 60)), 10);
    let out =
        DeliveryCommand::SetOutage { delivery_stream: "clicks".to_owned(), part: Part::Destination, is_out: true };
    world.execute(Command::Delivery(out)).unwrap();
    world.advance_to(SimTime::ZERO + Micros::seconds(40));
    let frame = shown(&world);
    let [flight] = frame.flights.as_slice() else { panic!("{:?}", frame.flights) };
    assert!(flight.attempts > 2 && flight.failing_since.is_some());
    assert!(frame.tanks[0].has_flight && frame.condition.is_destination_out);
    assert!(frame.outcome.failed_attempts >= u64::from(flight.attempts) - 1);
}

#[test]
fn a_stream_has_a_tank_for_each_shard_and_no_more_than_a_few_are_told() {
    let mut plan = plan(SourcePlan::KinesisStream { stream: "clickstream".to_owned() }, hints(128, 900));
    plan.set_shards(20);
    let world = world(&plan, 30);
    let frame = shown(&world);
    assert_eq!((frame.tanks.len(), frame.tanks_untold), (TANKS_SHOWN, 8));
    assert!(frame.tanks.iter().all(|tank| tank.shard.is_some()));
    let waits: Vec<_> = frame.tanks.iter().map(|tank| tank.goes_in(world.now())).collect();
    assert!(waits.is_sorted(), "{waits:?}");
    let SourceKind::Stream { shards, reads_per_s, .. } = frame.source.kind else { panic!("{:?}", frame.source) };
    assert_eq!((shards, reads_per_s), (20, 1));
}

#[test]
fn what_a_function_makes_of_records_adds_up() {
    let transformation = Transformation {
        function: "fail-every-nth".to_owned(),
        buffer_size_kib: None,
        buffer_interval_s: None,
        retries: None,
    };
    let destination = DestinationPlan { transformation: Some(transformation), ..hints(1, 60) };
    let world = world(&plan(SourcePlan::DirectPut, destination), 60);
    let frame = shown(&world);
    let intake = frame.intake.expect("it has a function");
    assert!(intake.failed > 0 && intake.ok > intake.failed * 8, "{intake:?}");
    assert_eq!(intake.dropped, 0);
    assert!(frame.tanks.iter().any(|tank| tank.route == Route::ProcessingFailed));
}

#[test]
fn the_one_that_was_chosen_is_shown_as_long_as_it_is_there() {
    let mut plan = plan(SourcePlan::DirectPut, hints(5, 60));
    plan.delivery_streams.push(DeliveryStreamPlan {
        name: "audit".to_owned(),
        source: SourcePlan::DirectPut,
        destination: DestinationPlan::default(),
    });
    let mut world = world(&plan, 1);
    let view = FirehoseView { chosen: Some("audit".to_owned()) };
    let name = |world: &World| view.shown(world).map(|stream| stream.name.clone());
    assert_eq!(name(&world).as_deref(), Some("audit"));
    let gone = DeliveryCommand::Remove { delivery_stream: "audit".to_owned() };
    world.execute(Command::Delivery(gone)).unwrap();
    assert_eq!(name(&world).as_deref(), Some("clicks"));
}
