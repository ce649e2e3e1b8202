//! What the bucket shows, what an object opened holds, and that runs with other hints go on beside the world.

use super::bucket::{BucketFrame, BucketView, FolderRow, ObjectRow, PAGE, REQUESTS, RowKind, Stored};
use super::desk::{Desk, DeskTask, ObjectAsked};
use super::preview::{ObjectPreview, SHOWN};
use super::tests::{hints, plan, world};
use super::{FirehoseFrame, FirehoseView};
use crate::engine::command::Command;
use crate::engine::firehose::command::DeliveryCommand;
use crate::engine::firehose::format::compression::Compression;
use crate::engine::firehose::lane::Route;
use crate::engine::firehose::plan::{
    BucketPlan, ColumnFormat, Conversion, DestinationKind, DestinationPlan, IndexRotation, SourcePlan, Transformation,
};
use crate::engine::producer::template::Template;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use crate::worker::messages::FromWorker;

/// A delivery stream whose records are JSON, after so many seconds.
fn json_world(destination: DestinationPlan, seconds: u64) -> World {
    let mut plan = plan(SourcePlan::DirectPut, destination);
    plan.producers[0].traffic.template = Some(Template::Clickstream);
    world(&plan, seconds)
}

fn compressed(size_mib: u32, compression: Compression) -> DestinationPlan {
    let bucket = BucketPlan { compression, ..BucketPlan::default() };
    DestinationPlan { bucket, ..hints(size_mib, 60) }
}

fn told(desk: &Desk, world: &World) -> FirehoseFrame {
    let mut frame = FirehoseFrame::of(world, &FirehoseView::default(), 60);
    desk.tell(world, &FirehoseView::default(), &mut frame);
    frame
}

/// The bucket with these folders open.
fn bucket(desk: &mut Desk, world: &World, open: &[&str]) -> BucketFrame {
    let open = open.iter().map(|path| (*path).to_owned()).collect();
    desk.perform(world, DeskTask::ShowBucket(Some(BucketView { open, more_pages: 0 })));
    told(desk, world).bucket.expect("it is open")
}

fn folders(frame: &BucketFrame) -> Vec<&FolderRow> {
    frame
        .rows
        .iter()
        .filter_map(|row| if let RowKind::Folder(folder) = &row.what { Some(folder) } else { None })
        .collect()
}

fn objects(frame: &BucketFrame) -> Vec<&ObjectRow> {
    frame
        .rows
        .iter()
        .filter_map(|row| if let RowKind::Object(object) = &row.what { Some(object) } else { None })
        .collect()
}

fn asked(object: u64) -> ObjectAsked {
    ObjectAsked { number: 9, delivery_stream: "clicks".to_owned(), object }
}

fn opened(world: &World, object: u64) -> ObjectPreview {
    let answer = Desk::default().perform(world, DeskTask::Open(asked(object)));
    let [FromWorker::Handed { number: 9, result: Ok(bytes) }] = answer.as_slice() else { panic!("{answer:?}") };
    postcard::from_bytes(bytes).unwrap()
}

#[test]
fn folders_open_level_by_level_and_levels_with_nothing_beside_them_are_one() {
    let world = world(&plan(SourcePlan::DirectPut, hints(1, 60)), 20);
    let mut desk = Desk::default();
    let closed = bucket(&mut desk, &world, &[]);
    let [only] = folders(&closed)[..] else { panic!("{closed:?}") };
    assert_eq!((only.path.as_str(), only.is_open, only.objects), ("bucket/", false, closed.written));
    let open = bucket(&mut desk, &world, &["bucket/"]);
    let hour = folders(&open)[1].path.clone();
    assert_eq!(hour.matches('/').count(), 5, "year, month, day and hour have nothing beside them: {hour}");
    let all = bucket(&mut desk, &world, &["bucket/", &hour]);
    let listed = objects(&all);
    assert_eq!(listed.len() as u64, all.listed);
    assert!(listed.is_sorted_by(|newer, older| newer.delivered >= older.delivered));
    let name = listed[0].name.as_deref().unwrap();
    assert!(name.starts_with("clicks-1-"), "{name}");
    assert_eq!(listed[0].stored, Some(Stored { bytes: listed[0].amount.bytes, is_estimated: false }));
    assert!(!all.has_estimates);
}

#[test]
fn what_is_no_object_is_listed_as_a_request() {
    let kind = DestinationKind::OpenSearch { index: "events".to_owned(), rotation: IndexRotation::default() };
    let world = json_world(DestinationPlan { kind, ..hints(1, 60) }, 30);
    let frame = bucket(&mut Desk::default(), &world, &[REQUESTS]);
    assert_eq!(folders(&frame)[0].path, REQUESTS);
    let request = objects(&frame)[0];
    assert!(request.name.is_none() && request.stored.is_none());
    let preview = opened(&world, request.number);
    assert!(preview.key.is_none() && preview.stored.is_none() && preview.text.starts_with(b"{"));
    let saved = Desk::default().perform(&world, DeskTask::Save(asked(request.number)));
    assert!(matches!(&saved[..], [FromWorker::Handed { result: Err(_), .. }]), "there is no object");
}

#[test]
fn a_folder_shows_a_page_and_how_many_more_there_are() {
    let world = world(&plan(SourcePlan::DirectPut, hints(1, 0)), 230);
    let mut desk = Desk::default();
    let hour = folders(&bucket(&mut desk, &world, &["bucket/"]))[1].path.clone();
    let frame = bucket(&mut desk, &world, &["bucket/", &hour]);
    assert_eq!(objects(&frame).len(), PAGE);
    assert_eq!(frame.rows.last().unwrap().what, RowKind::More(frame.listed - PAGE as u64));
    let open = ["bucket/".to_owned(), hour].into();
    desk.perform(&world, DeskTask::ShowBucket(Some(BucketView { open, more_pages: 1 })));
    assert_eq!(objects(&told(&desk, &world).bucket.unwrap()).len() as u64, frame.listed);
}

#[test]
fn sizes_of_few_compressed_objects_are_made_little_by_little_those_of_many_are_estimated() {
    let few = json_world(compressed(1, Compression::Gzip), 12);
    let mut desk = Desk::default();
    let hour = folders(&bucket(&mut desk, &few, &["bucket/"]))[1].path.clone();
    let mut frame = bucket(&mut desk, &few, &["bucket/", &hour]);
    assert!(frame.has_estimates && desk.is_pending(), "not all is made at once");
    for _ in 0..20 {
        frame = told(&desk, &few).bucket.unwrap();
    }
    assert!(!frame.has_estimates && !desk.is_pending());
    for row in objects(&frame) {
        let exact = opened(&few, row.number).stored.unwrap();
        assert_eq!((row.stored, exact.is_estimated), (Some(exact), false));
    }
    let many = json_world(compressed(1, Compression::Gzip), 60);
    let frame = bucket(&mut Desk::default(), &many, &["bucket/", &hour]);
    assert!(frame.has_estimates);
    let newest = objects(&frame)[0];
    let (estimated, exact) = (newest.stored.unwrap(), opened(&many, newest.number).stored.unwrap());
    assert!(
        estimated.is_estimated && estimated.bytes.abs_diff(exact.bytes) < exact.bytes / 10,
        "{estimated:?} {exact:?}"
    );
}

#[test]
fn records_that_stick_together_are_pointed_out_until_the_delimiter_is_on() {
    let mut world = json_world(hints(1, 60), 10);
    let preview = opened(&world, 0);
    assert_eq!((preview.text.len(), preview.joined), (SHOWN, preview.looked_at));
    assert!(preview.takes_delimiter && preview.stored == preview.plain);
    let destination = Box::new(DestinationPlan { appends_delimiter: true, ..hints(1, 60) });
    let set = DeliveryCommand::Set { delivery_stream: "clicks".to_owned(), destination };
    world.execute(Command::Delivery(set)).unwrap();
    world.advance_to(SimTime::ZERO + Micros::seconds(40));
    let newest = world.firehoses().find("clicks").unwrap().objects.iter().next_back().unwrap().number;
    assert_eq!(opened(&world, newest).joined, 0);
}

#[test]
fn what_is_compressed_shows_its_content_and_its_beginning_and_is_handed_over_whole() {
    let world = json_world(compressed(1, Compression::Gzip), 20);
    let preview = opened(&world, 0);
    assert_eq!(preview.hex[..2], [0x1f, 0x8b]);
    assert!(preview.text.starts_with(b"{") && preview.stored.unwrap().bytes < preview.plain.unwrap().bytes);
    let saved = Desk::default().perform(&world, DeskTask::Save(asked(0)));
    let [FromWorker::Handed { result: Ok(file), .. }] = saved.as_slice() else { panic!("{saved:?}") };
    assert_eq!((file.len() as u64, &file[..preview.hex.len()]), (preview.stored.unwrap().bytes, &preview.hex[..]));
}

#[test]
fn files_of_columns_show_their_columns_and_rows() {
    let conversion = Conversion { format: ColumnFormat::ParquetSnappy, table: String::new(), columns: Vec::new() };
    let world = json_world(DestinationPlan { conversion: Some(conversion), ..hints(64, 60) }, 70);
    let preview = opened(&world, 0);
    assert_eq!(preview.hex[..4], *b"PAR1");
    assert!(!preview.columns.is_empty() && preview.rows.iter().all(|row| row.len() == preview.columns.len()));
    assert!(preview.rows[0].iter().any(|cell| !cell.is_empty()), "{:?}", preview.rows[0]);
    assert!(!preview.takes_delimiter);
}

#[test]
fn records_of_a_function_stand_side_by_side_and_failures_can_be_decoded() {
    let function = |name: &str| {
        Some(Transformation {
            function: name.to_owned(),
            buffer_size_kib: None,
            buffer_interval_s: Some(1),
            retries: None,
        })
    };
    let masked = json_world(DestinationPlan { transformation: function("mask-field"), ..hints(1, 60) }, 20);
    let preview = opened(&masked, 0);
    assert!(preview.transformed.iter().any(|(raw, now)| raw != now && now.contains('*')), "{:?}", preview.transformed);
    let failing = json_world(DestinationPlan { transformation: function("fail-every-nth"), ..hints(1, 60) }, 400);
    let objects = &failing.firehoses().find("clicks").unwrap().objects;
    let failed = objects.iter().find(|object| object.route == Route::ProcessingFailed).unwrap();
    let preview = opened(&failing, failed.number);
    assert!(preview.is_errors && preview.raw[0].starts_with('{'));
    assert!(preview.text.starts_with(b"{\"attemptsMade\""), "{:?}", String::from_utf8_lossy(&preview.text[..40]));
}

#[test]
fn runs_with_other_hints_go_on_in_slices_and_know_when_they_do_not_hold_any_more() {
    let mut world = world(&plan(SourcePlan::DirectPut, hints(5, 60)), 10);
    let mut desk = Desk::default();
    desk.perform(&world, DeskTask::Sweep { delivery_stream: "clicks".to_owned() });
    let mut wall_ms = 0.0;
    let mut slices = 0;
    while desk.is_sweeping() {
        desk.sweep_on(&mut || {
            wall_ms += 3.0;
            wall_ms
        });
        slices += 1;
    }
    let sweep = told(&desk, &world).sweep.unwrap();
    assert!(slices > 20 && sweep.progress == 1_000 && !sweep.is_stale && sweep.rows.len() > 8, "{slices}");
    let set =
        |destination| DeliveryCommand::Set { delivery_stream: "clicks".to_owned(), destination: Box::new(destination) };
    world.execute(Command::Delivery(set(hints(16, 60)))).unwrap();
    assert!(!told(&desk, &world).sweep.unwrap().is_stale, "other hints are what was measured");
    let delimited = DestinationPlan { appends_delimiter: true, ..hints(16, 60) };
    world.execute(Command::Delivery(set(delimited))).unwrap();
    assert!(told(&desk, &world).sweep.unwrap().is_stale);
    desk.perform(&world, DeskTask::Sweep { delivery_stream: "clicks".to_owned() });
    desk.perform(&world, DeskTask::StopSweep);
    assert!(!desk.is_sweeping() && told(&desk, &world).sweep.unwrap().rows.is_empty());
}
