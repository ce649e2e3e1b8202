//! Indexes of search domains: documents go to that of their arrival, and what failed names the one it was meant for.

use crate::firehose::{begin, destination, direct, logs};
use crate::support::{seconds, traffic};
use shardscope::engine::command::Command;
use shardscope::engine::firehose::command::{DeliveryCommand, Part};
use shardscope::engine::firehose::lane::Route;
use shardscope::engine::firehose::plan::{DestinationKind, DestinationPlan, IndexRotation};
use shardscope::engine::producer::template::Template;
use shardscope::engine::producer::traffic::Traffic;
use shardscope::engine::world::World;

/// Ten documents a second for a domain whose indexes change each hour, from midnight of 1 January 2026 on.
fn hourly() -> World {
    let kind = DestinationKind::OpenSearch { index: "clicks".into(), rotation: IndexRotation::OneHour };
    let plan = DestinationPlan { kind, retry_s: Some(60), ..destination(100, 900) };
    begin(&direct(Traffic { template: Some(Template::Clickstream), ..traffic(10) }, plan))
}

#[test]
fn a_delivery_over_the_hour_goes_to_two_indexes() {
    let mut world = hourly();
    world.advance_to(seconds(4_600));
    let delivered: Vec<_> = logs(&world).objects.iter().filter(|object| object.route == Route::Destination).collect();
    // Buffers of 900 s, each a little later than the one before: the fourth ends a little after one o'clock.
    let names: Vec<Vec<&str>> =
        delivered.iter().map(|object| object.indexes.iter().map(|(name, _)| name.as_str()).collect()).collect();
    let (first, second) = ("clicks-2026-01-01-00", "clicks-2026-01-01-01");
    assert_eq!(names, [vec![first], vec![first], vec![first], vec![first, second], vec![second]]);
    for object in &delivered {
        let documents: u64 = object.indexes.iter().map(|(_, documents)| documents).sum();
        assert_eq!(documents, object.amount.records);
    }
    let late = delivered[3].indexes[1].1;
    assert!(late > 0 && late < 100, "{late} documents came within some seconds after one o'clock");
}

#[test]
fn buckets_have_no_indexes() {
    let mut world = begin(&direct(traffic(10), destination(1, 60)));
    world.advance_to(seconds(200));
    assert!(logs(&world).objects.iter().count() > 0);
    assert!(logs(&world).objects.iter().all(|object| object.indexes.is_empty()));
}

#[test]
fn a_document_that_failed_names_the_index_of_its_arrival() {
    let mut world = hourly();
    let delivery_stream = crate::firehose::NAME.to_owned();
    let out = DeliveryCommand::SetOutage { delivery_stream, part: Part::Destination, is_out: true };
    world.execute(Command::Delivery(out)).unwrap();
    world.advance_to(seconds(5_000));
    let stream = logs(&world);
    let mut hours = std::collections::BTreeMap::new();
    for object in stream.objects.iter().filter(|object| object.route == Route::DeliveryFailed) {
        let bytes = world.object_bytes(stream, object, usize::MAX).unwrap();
        for line in bytes.plain.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let line: serde_json::Value = serde_json::from_slice(line).unwrap();
            let hour = (line["arrivalTimestamp"].as_u64().unwrap() / 3_600_000) % 24;
            assert_eq!(line["esIndexName"], format!("clicks-2026-01-01-{hour:02}"));
            *hours.entry(hour).or_insert(0) += 1;
        }
    }
    assert_eq!(hours.keys().copied().collect::<Vec<u64>>(), [0, 1]);
}
