//! What the view of the Region is told, of worlds in which something goes wrong.

use super::{RegionFrame, RegionView};
use crate::engine::api::Request;
use crate::engine::api::choices::EncryptionType;
use crate::engine::api::request::{CreateStream, StreamEncryption};
use crate::engine::command::Command;
use crate::engine::cost;
use crate::engine::cost::prices::PricingMode;
use crate::engine::kms::api::{CreateKey, KeyRequest, KmsRequest};
use crate::engine::stream::replication::{Zone, ZoneState};
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::{KeySources, World};
use crate::scenario::presets::PRESETS;
use crate::worker::host::Host;
use crate::worker::messages::{ToWorker, View};

fn world() -> World {
    World::new(&PRESETS[0].scenario().plan, KeySources::new()).unwrap()
}

fn frame(world: &World) -> RegionFrame {
    RegionFrame::of(world, world.stream_in_view(None), &RegionView::default())
}

/// Commands take effect, and some seconds pass.
fn after(world: &mut World, command: Command, seconds: u64) -> RegionFrame {
    world.execute(command).unwrap();
    world.advance_to(world.now() + Micros::seconds(seconds));
    frame(world)
}

fn set(zone: Zone, state: ZoneState) -> Command {
    Command::SetZone { zone, state }
}

#[test]
fn only_an_open_view_gets_a_frame_of_the_region() {
    let mut host = Host::new(0.0);
    let first = host.frame(0.0).unwrap();
    assert!(first.region.is_none());
    host.handle(ToWorker::FrameDrawn(first.number), 0.0);
    host.handle(ToWorker::View(View { region: Some(RegionView::default()), ..View::default() }), 0.0);
    let region = host.frame(1_000.0).and_then(|frame| frame.region?.decode().ok());
    assert_eq!(region.map(|region| region.stream).as_deref(), Some("clickstream"));
}

#[test]
fn minutes_are_the_sum_of_their_seconds_and_the_frame_is_small() {
    let mut world = world();
    world.advance_to(SimTime(599_000_000));
    let frame = frame(&world);
    let seconds = frame.metrics.seconds.as_ref().unwrap();
    assert_eq!((frame.metrics.points.len(), seconds.stored.len()), (9, 599));
    for (minute, (_, sum)) in frame.metrics.points.iter().enumerate() {
        let stored = &seconds.stored[60 * minute..60 * (minute + 1)];
        assert!((stored.iter().map(|value| f64::from(*value)).sum::<f64>() - sum).abs() < 0.5, "minute {minute}");
    }
    assert_eq!(frame.metrics.limit_per_s, Some(4_000));
    let bytes = postcard::to_allocvec(&frame).unwrap().len();
    assert!(bytes < 16 << 10, "{bytes}");
}

#[test]
fn the_other_mode_is_paid_for_the_same_traffic() {
    let mut world = world();
    world.advance_to(SimTime(61_000_000));
    let frame = frame(&world).cost;
    let [here, other] = frame.modes.as_ref().unwrap();
    assert_eq!((here.mode, other.mode), (PricingMode::Provisioned, PricingMode::OnDemandStandard));
    assert_eq!(here.total(), cost::total(&frame.per_hour));
    assert!(other.total() > here.total(), "small records are dear by the shard's hour only");
    assert!(frame.lines().iter().all(|(price, so_far, per_hour)| *price == so_far.price && *price == per_hour.price));
}

#[test]
fn the_other_mode_is_not_compared_before_there_is_a_full_minute() {
    let mut world = world();
    for (seconds, is_compared) in [(1, false), (30, false), (59, false), (61, true)] {
        world.advance_to(SimTime(seconds * 1_000_000));
        assert_eq!(frame(&world).cost.modes.is_some(), is_compared, "{seconds} s");
    }
    let orders = CreateStream { stream_name: "orders".to_owned(), shard_count: Some(1), ..CreateStream::default() };
    world.execute(Request::CreateStream(orders).into()).unwrap();
    for (seconds, is_compared) in [(121, false), (181, true)] {
        world.advance_to(SimTime(seconds * 1_000_000));
        let stream = world.stream_in_view(Some("orders"));
        let region = RegionFrame::of(&world, stream, &RegionView::default());
        assert_eq!(region.cost.modes.is_some(), is_compared, "a stream that was created at 61 s, at {seconds} s");
    }
}

#[test]
fn one_zone_less_loses_nothing_and_two_refuse() {
    let mut world = world();
    let zones = after(&mut world, set(Zone::C, ZoneState::Failed), 5).zones;
    let missing = zones.zones.map(|zone| zone.copy.missing.records);
    assert!(missing[..2] == [0, 0] && missing[2] > 0);
    assert_eq!(zones.by_holders, [0, 0, missing[2], zones.kept.records - missing[2]]);
    assert_eq!((zones.refusal, zones.failures.requests), (None, 0));
    let zones = after(&mut world, set(Zone::A, ZoneState::Failed), 5).zones;
    assert_eq!(zones.refusal.unwrap().code, "InternalFailureException");
    assert!(zones.failures.requests > 0 && zones.by_holders[0] == 0);
}

#[test]
fn a_key_that_is_disabled_is_told_with_awss_words() {
    let mut world = world();
    world.advance_to(SimTime(1_000_000));
    let keys = after(&mut world, Command::Kms(KmsRequest::CreateKey(CreateKey::default())), 0).keys;
    let key_id = keys.keys[0].id.clone();
    assert!(keys.keys[0].grants.iter().all(Option::is_some) && !keys.keys[0].is_in_use);
    let stream_name = Some("clickstream".to_owned());
    let encryption_type = EncryptionType::Kms;
    let request = StreamEncryption { stream_name, encryption_type, key_id: key_id.clone(), ..Default::default() };
    let keys = after(&mut world, Request::StartStreamEncryption(request).into(), 40).keys;
    assert_eq!((keys.key.as_ref(), keys.since, keys.pending), (Some(&key_id), Some(SimTime(31_000_000)), None));
    assert!(keys.keys[0].is_in_use && keys.encrypted > 0 && keys.plain > keys.encrypted);
    let keys = after(&mut world, Command::Kms(KmsRequest::DisableKey(KeyRequest { key_id })), 1).keys;
    assert_eq!(keys.refusal.unwrap().code, "KMSDisabledException");
    assert!(keys.failures.records > 0);
}
