//! What the host tells the page when something is wrong: no stream, requests that fail, fields that AWS refuses.

use super::Host;
use crate::engine::api::Request;
use crate::engine::api::choices::{StreamMode, StreamStatus};
use crate::engine::api::request::{CreateStream, DeleteStream, SplitShard, StreamModeDetails, UpdateStreamMode};
use crate::engine::command::Command;
use crate::engine::firehose::plan::{BufferingHints, DeliveryStreamPlan, DestinationPlan, SourcePlan};
use crate::engine::limits::Profile;
use crate::engine::stream::replication::{Zone, ZoneState};
use crate::engine::time::{Micros, SimTime};
use crate::learn::catalogue::{Catalogue, Language};
use crate::learn::failure::Hindrance;
use crate::worker::firehose::FirehoseView;
use crate::worker::frame::Frame;
use crate::worker::messages::{FromWorker, Playback, Task, ToWorker};

fn command(host: &mut Host, command: impl Into<Command>) -> Vec<FromWorker> {
    host.perform(Task::Command { number: 5, command: command.into() }, 0.0)
}

/// Lets time pass and gives the frame after it.
fn after(host: &mut Host, seconds: u64) -> Frame {
    host.handle(ToWorker::Playback(Playback::StepBy(Micros::seconds(seconds))), 0.0);
    let frame = host.frame(f64::INFINITY).expect("a frame is due");
    host.handle(ToWorker::FrameDrawn(frame.number), 0.0);
    frame
}

fn delete(name: &str) -> Command {
    Request::DeleteStream(DeleteStream { stream_name: Some(name.to_owned()), ..DeleteStream::default() }).into()
}

fn assert_adds_up(frame: &Frame) {
    let totals = frame.totals;
    assert_eq!(totals.offered_records, totals.accepted_records + totals.refused_records + totals.failed_records);
}

#[test]
fn frames_go_on_without_a_stream_and_say_who_fails() {
    let mut host = Host::new(0.0);
    after(&mut host, 1);
    command(&mut host, delete("clickstream"));
    let deleting = after(&mut host, 5);
    assert!(deleting.progress.ready_at.is_some_and(|at| at > deleting.at), "it is told for how long");
    assert_eq!(deleting.failures[0].hindrance, Hindrance::Deleting);
    assert!(deleting.totals.failed_records > 0);
    assert_adds_up(&deleting);
    let gone = after(&mut host, 10);
    assert!(gone.has_details && gone.layout.is_none() && gone.at > deleting.at);
    let note = &gone.failures[0];
    assert_eq!((note.exception.as_str(), note.producer.as_str()), ("ResourceNotFoundException", "web"));
    assert_eq!(note.hindrance, Hindrance::NoStream);
    assert!(note.is_going_on && note.last_second > 1_000, "{}", note.last_second);
}

#[test]
fn failures_are_counted_by_their_cause_and_in_the_totals() {
    let mut host = Host::new(0.0);
    after(&mut host, 2);
    for zone in [Zone::A, Zone::B] {
        command(&mut host, Command::SetZone { zone, state: ZoneState::Failed });
    }
    let frame = after(&mut host, 3);
    let note = &frame.failures[0];
    assert_eq!((note.exception.as_str(), note.hindrance), ("InternalFailureException", Hindrance::Zones));
    assert!(note.is_going_on && note.records > 0);
    assert!(frame.totals.failed_records >= note.records && frame.totals.accepted_records > 0);
    assert_adds_up(&frame);
}

#[test]
fn all_totals_are_of_the_stream_in_view() {
    let mut host = Host::new(0.0);
    let before = after(&mut host, 20).totals;
    assert!(before.refused_records > 0 && before.given_up + before.waiting > 0, "{before:?}");
    let orders = CreateStream { stream_name: "orders".to_owned(), shard_count: Some(1), ..CreateStream::default() };
    command(&mut host, Request::CreateStream(orders));
    host.handle(
        ToWorker::View(crate::worker::messages::View { stream: Some("orders".into()), ..Default::default() }),
        0.0,
    );
    let frame = after(&mut host, 20);
    assert_eq!(host.stream().map(|stream| stream.status), Some(StreamStatus::Active));
    assert_eq!(frame.totals, crate::worker::totals::Totals::default());
}

#[test]
fn what_breaches_the_model_is_told_as_the_api_does() {
    let mut host = Host::new(0.0);
    let number = "1".repeat(41);
    for wrong in ["abc", "", number.as_str()] {
        let split = SplitShard {
            stream_name: Some("clickstream".to_owned()),
            shard_to_split: "shardId-000000000000".to_owned(),
            new_starting_hash_key: wrong.to_owned(),
            ..SplitShard::default()
        };
        let said = command(&mut host, Request::SplitShard(split));
        let [FromWorker::Refused { number: Some(5), reason }, FromWorker::Echo { is_refused: true, .. }] =
            said.as_slice()
        else {
            panic!("{said:?}")
        };
        let text = Catalogue::new(Language::English).say(reason);
        let expected =
            format!("ValidationException: 1 validation error detected: Value '{wrong}' at 'newStartingHashKey'");
        assert!(text.contains(&expected), "{text}");
    }
}

#[test]
fn a_stream_may_be_named_where_only_its_arn_is_taken() {
    let mut host = Host::new(0.0);
    let mode = UpdateStreamMode {
        stream_name: Some("clickstream".to_owned()),
        stream_mode_details: StreamModeDetails { stream_mode: StreamMode::OnDemand },
        ..UpdateStreamMode::default()
    };
    let said = command(&mut host, Request::UpdateStreamMode(mode));
    assert!(!said.iter().any(|message| matches!(message, FromWorker::Refused { .. })), "{said:?}");
    assert!(matches!(said.last(), Some(FromWorker::Accepted(5))), "{said:?}");
}

#[test]
fn what_is_offered_as_a_number_of_shards_is_within_the_quota() {
    let mut host = Host::new(0.0);
    for (shards, most) in [(4, 8), (300, 500), (500, 500)] {
        let mut scenario = host.scenario().clone();
        scenario.plan.limits = Profile::CourseNotes;
        scenario.plan.set_shards(shards);
        host.perform(Task::Load { scenario: Box::new(scenario), is_playing: false }, 0.0);
        assert_eq!(after(&mut host, 1).progress.shards_most, most, "{shards} shards");
    }
}

#[test]
fn a_search_tells_how_far_it_is_and_can_be_stopped() {
    let mut host = Host::new(0.0);
    host.handle(ToWorker::Begin { preset: "even-load".to_owned(), is_playing: false }, 0.0);
    host.perform(Task::NextThrottle, 0.0);
    let mut wall_ms = 0.0;
    host.advance(&mut || {
        wall_ms += 1.0;
        wall_ms
    });
    let frame = host.frame(1e6).expect("a frame is due");
    host.handle(ToWorker::FrameDrawn(frame.number), 0.0);
    assert!(frame.search.is_some_and(|search| search.at > frame.at));
    host.handle(ToWorker::Playback(Playback::Pause), 0.0);
    let frame = host.frame(2e6).expect("a frame is due");
    assert_eq!((frame.search, frame.is_playing), (None, false));
}

/// Lets a host search until it has found what it looks for or has given up.
fn search(host: &mut Host) {
    let mut wall_ms = 0.0;
    while host.advance(&mut || {
        wall_ms += 1.0;
        wall_ms
    }) {}
}

#[test]
fn the_next_flush_is_where_a_delivery_leaves_its_buffer() {
    let mut host = Host::new(0.0);
    let mut scenario = host.scenario().clone();
    let source = SourcePlan::KinesisStream { stream: "clickstream".to_owned() };
    let hints = BufferingHints { size_mib: 128, interval_s: 90 };
    let destination = DestinationPlan { buffering: Some(hints), ..DestinationPlan::default() };
    scenario.plan.delivery_streams = vec![DeliveryStreamPlan { name: "archive".to_owned(), source, destination }];
    host.perform(Task::Load { scenario: Box::new(scenario), is_playing: true }, 0.0);
    let next = || Task::NextFlush(FirehoseView::default());
    host.perform(next(), 0.0);
    search(&mut host);
    let at = host.world().now();
    assert!(at.as_seconds() > 89.0 && at.as_seconds() < 93.0, "{at:?}");
    let flights = |host: &Host| {
        let stream = host.world().firehoses().find("archive").expect("it is there").clone();
        stream.lanes.values().flat_map(|lane| lane.tanks.values()).filter(|tank| tank.flight.is_some()).count()
    };
    assert!(flights(&host) > 0, "the delivery has just left its buffer");
    host.perform(next(), 0.0);
    search(&mut host);
    assert!(host.world().now() > at, "the next one is another one");
}

#[test]
fn where_nothing_will_be_delivered_the_world_stays_and_it_is_said() {
    let mut host = Host::new(0.0);
    host.handle(ToWorker::Begin { preset: "even-load".to_owned(), is_playing: false }, 0.0);
    let before = host.world().now();
    host.perform(Task::NextFlush(FirehoseView::default()), 0.0);
    search(&mut host);
    assert_eq!(host.world().now(), before);
    let said = host.take_notices();
    assert!(
        matches!(said.as_slice(), [FromWorker::Missed { message, .. }] if message.id == "next-flush-none"),
        "{said:?}"
    );
}

#[test]
fn while_throttling_goes_on_the_next_one_is_looked_for_nearby_and_its_lack_is_said() {
    let mut host = Host::new(0.0);
    host.perform(Task::NextThrottle, 0.0);
    search(&mut host);
    let at = host.world().now();
    assert!(host.world().throttling_goes_on());
    host.perform(Task::NextThrottle, 0.0);
    let (mut wall_ms, mut latest) = (0.0, at);
    loop {
        let goes_on = host.advance(&mut || {
            wall_ms += 1.0;
            wall_ms
        });
        let Some(scout) = &host.seeking else { break };
        assert!(goes_on && !scout.search().is_for_flush);
        latest = scout.search().at;
    }
    assert!(latest > at && latest <= at + Micros::HOUR, "{latest:?}");
    assert_eq!(host.world().now(), at);
    let said = host.take_notices();
    assert!(
        matches!(said.as_slice(), [FromWorker::Missed { message, .. }] if message.id == "next-throttle-goes-on"),
        "{said:?}"
    );
}

#[test]
fn what_was_changed_and_replaced_can_be_brought_back() {
    let mut host = Host::new(0.0);
    let begin = |host: &mut Host, preset: &str| {
        host.handle(ToWorker::Begin { preset: preset.to_owned(), is_playing: false }, 0.0)
    };
    after(&mut host, 3);
    let unchanged = begin(&mut host, "even-load");
    assert!(matches!(unchanged.as_slice(), [FromWorker::Loaded(_)]), "nothing is lost: {unchanged:?}");
    after(&mut host, 3);
    command(&mut host, Command::SetLimitsProfile(Profile::CourseNotes));
    after(&mut host, 3);
    let trace = host.world().trace();
    let said = begin(&mut host, "hot-key");
    assert!(matches!(said.as_slice(), [FromWorker::Loaded(_), FromWorker::Replaced(name)] if name == "even-load"));
    after(&mut host, 3);
    let said = host.perform(Task::GoBack, 0.0);
    let [FromWorker::Loaded(loaded), FromWorker::Journaled(entry)] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(loaded.scenario.name, "even-load");
    assert!(entry.contains("course-notes"), "{entry}");
    assert_eq!((host.world().trace(), host.world().now()), (trace, SimTime(6_000_000)));
    assert_eq!(host.world().profile(), Profile::CourseNotes);
    assert!(host.perform(Task::GoBack, 0.0).is_empty(), "once");
}
