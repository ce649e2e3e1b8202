//! Tests of the lineage's picture and of its pixels.

use super::*;
use crate::engine::api::Request;
use crate::engine::api::request::{MergeShards, SplitShard};
use crate::engine::command::Command;
use crate::engine::time::Micros;
use crate::ui::scene::pixels::{Palette, paint};
use crate::worker::host::Host;
use crate::worker::lineage::LineageSpan;
use crate::worker::messages::{FromWorker, Playback, Task, ToWorker, View};

const PALETTE: Palette =
    Palette { levels: [[1, 0, 0], [2, 0, 0], [3, 0, 0], [4, 0, 0], [5, 0, 0]], hatch: [9, 9, 9], unknown: [7, 7, 7] };

/// A host that has done some of what a person does.
struct Run {
    host: Host,
    stream: StreamFrame,
    wall_ms: f64,
}

impl Run {
    fn new() -> Self {
        let mut host = Host::new(0.0);
        let view = View { lineage: Some(LineageSpan::WholeRun), ..View::default() };
        host.handle(ToWorker::View(view), 0.0);
        let Some(FromWorker::Stream(stream)) = host.changed_stream() else { panic!("there is a stream") };
        Self { host, stream: (*stream).expect("there is a stream"), wall_ms: 0.0 }
    }

    fn ask(&mut self, request: Request) {
        let answers = self.host.perform(Task::Command { number: 1, command: Command::from(request) }, self.wall_ms);
        assert!(matches!(answers.first(), Some(FromWorker::Journaled(_))), "{answers:?}");
    }

    fn pass(&mut self, seconds: u64) {
        self.host.handle(ToWorker::Playback(Playback::StepBy(Micros::seconds(seconds))), self.wall_ms);
        if let Some(FromWorker::Stream(stream)) = self.host.changed_stream() {
            self.stream = (*stream).expect("there is a stream");
        }
    }

    fn scene(&mut self) -> LineageScene {
        self.wall_ms += 1_000.0;
        let frame = self.host.frame(self.wall_ms).expect("one is due");
        self.host.handle(ToWorker::FrameDrawn(frame.number), self.wall_ms);
        LineageScene::new(&self.stream, frame.heat.as_ref().expect("the lineage is in view"), &frame)
    }
}

fn split(shard: u32, at: u128) -> Request {
    Request::SplitShard(SplitShard {
        stream_name: Some("clickstream".to_owned()),
        shard_to_split: ShardId(shard).to_string(),
        new_starting_hash_key: at.to_string(),
        ..SplitShard::default()
    })
}

fn merge(lower: u32, upper: u32) -> Request {
    Request::MergeShards(MergeShards {
        stream_name: Some("clickstream".to_owned()),
        shard_to_merge: ShardId(lower).to_string(),
        adjacent_shard_to_merge: ShardId(upper).to_string(),
        ..MergeShards::default()
    })
}

/// Shard 1 of 4 is split at 10 s, which takes 30 s; the halves are merged again from 50 s to 80 s.
fn split_and_merged() -> (Run, LineageScene) {
    let mut run = Run::new();
    run.pass(10);
    run.ask(split(1, u128::MAX / 8 * 3));
    run.pass(40);
    run.ask(merge(4, 5));
    run.pass(40);
    let scene = run.scene();
    (run, scene)
}

#[test]
fn the_table_tells_what_happened() {
    let (_, scene) = split_and_merged();
    let rows: Vec<String> = scene.table().into_iter().map(|(_, row)| row[..6].join(" | ")).collect();
    assert_eq!(
        rows,
        [
            "0000 | 0000…00–3fff…ff |  |  | 00:00:00.000 | –",
            "0001 | 4000…00–7fff…ff |  | 0004, 0005 | 00:00:00.000 | 00:00:40.000",
            "0002 | 8000…00–bfff…ff |  |  | 00:00:00.000 | –",
            "0003 | c000…00–ffff…ff |  |  | 00:00:00.000 | –",
            "0004 | 4000…00–5fff…fc | 0001 | 0006 | 00:00:40.000 | 00:01:20.000",
            "0005 | 5fff…fd–7fff…ff | 0001 | 0006 | 00:00:40.000 | 00:01:20.000",
            "0006 | 4000…00–7fff…ff | 0004, 0005 |  | 00:01:20.000 | –",
        ]
    );
}

#[test]
fn seams_join_what_was_closed_to_what_was_opened() {
    let (_, scene) = split_and_merged();
    let found: Vec<_> = scene.seams.iter().map(|seam| (seam.at_s, seam.parents.len(), seam.children.len())).collect();
    assert_eq!(found, [(40.0, 1, 2), (80.0, 2, 1)]);
    assert!((scene.seams[0].parents[0] - 0.375).abs() < 1e-6);
}

#[test]
fn a_point_finds_its_band_and_arrows_lead_through_the_family() {
    let (_, scene) = split_and_merged();
    assert!((scene.to_s - 90.0).abs() < 1.0 && scene.from_s.abs() < 1e-9);
    let at = |seconds: f64, y: f64| scene.band_at(scene.x(seconds), y).map(|place| scene.bands[place].id.0);
    assert_eq!([at(20.0, 0.3), at(60.0, 0.3), at(60.0, 0.45), at(85.0, 0.45)], [Some(1), Some(4), Some(5), Some(6)]);
    let next = |id, key| scene.next(ShardId(id), key).map(|id| id.0);
    assert_eq!([next(1, "ArrowRight"), next(6, "ArrowLeft"), next(1, "ArrowLeft")], [Some(4), Some(4), None]);
    assert_eq!([next(1, "ArrowUp"), next(1, "ArrowDown"), next(0, "ArrowUp")], [Some(0), Some(2), None]);
    assert_eq!([next(4, "ArrowDown"), next(2, "ArrowUp")], [Some(5), Some(6)]);
}

#[test]
fn closed_bands_fade_while_their_records_expire() {
    let (mut run, scene) = split_and_merged();
    let early = scene.band(ShardId(1)).expect("it is listed").opacity;
    assert!(scene.band(ShardId(0)).is_some_and(|band| (band.opacity - 1.0).abs() < 1e-9));
    run.pass(12 * 3_600);
    let scene = run.scene();
    let later = scene.band(ShardId(1)).expect("it is listed").opacity;
    assert!(0.3 < later && later < early && early < 1.0, "{early} {later}");
    assert_eq!(scene.horizon_s, None, "nothing has expired yet");
    run.pass(11 * 3_600 + 3_500);
    assert!(run.scene().horizon_s.is_none());
    run.pass(1_800);
    assert!(run.scene().horizon_s.is_some());
}

#[test]
fn pixels_show_loads_seams_and_refusals() {
    let (_, scene) = split_and_merged();
    let (width, height) = (90, 100);
    let pixels = paint(&scene, width, height, 1.0, &PALETTE);
    let pixel = |x: usize, y: usize| <[u8; 4]>::try_from(&pixels[4 * (y * width + x)..][..4]).expect("four bytes");
    assert_eq!(pixel(20, 10)[0], 2, "a shard with room to spare");
    assert_eq!(pixel(20, 10)[3], 255);
    let hot: Vec<u8> = (0..6).map(|y| pixel(30, 30 + y)[0]).collect();
    assert!(hot.contains(&5) && hot.contains(&9), "the hot shard is above its limit and hatched: {hot:?}");
    assert_eq!(pixel(39, 30)[3], 0, "a seam at the end of the closed shard");
    assert_eq!(pixel(20, 24)[3], 0, "a gap between two shards");
    let closed = pixel(20, 40)[3];
    assert!(0 < closed && closed < 255, "a closed shard is faint");
}

#[test]
fn many_shards_are_painted_by_rows() {
    let mut run = Run::new();
    let mut scenario = run.host.scenario().clone();
    scenario.plan.set_shards(300);
    run.host.perform(Task::Load { scenario: Box::new(scenario), is_playing: false }, 0.0);
    run.pass(20);
    let scene = run.scene();
    assert_eq!(scene.bands.len(), 300);
    assert!(scene.rows.is_some());
    let pixels = paint(&scene, 60, 256, 1.0, &PALETTE);
    let column: Vec<u8> = (0..256).map(|y| pixels[4 * (y * 60 + 30)]).collect();
    assert!(column.contains(&5) || column.contains(&9), "the hot key's shard is seen");
    assert!(column.iter().filter(|level| **level <= 2).count() > 200, "and the others are not hot");
    assert!(scene.bands.iter().all(|band| band.stored.is_some()), "open shards tell what they store");
}

#[test]
fn expired_shards_stay_as_far_as_the_axis_reaches() {
    let (mut run, _) = split_and_merged();
    run.pass(25 * 3_600);
    let scene = run.scene();
    let expired: Vec<_> = scene.bands.iter().filter(|band| band.expired.is_some()).map(|band| band.id.0).collect();
    assert_eq!(expired, [1, 4, 5]);
    assert!(scene.bands.iter().all(|band| (band.opacity < 0.3) == band.expired.is_some()));
    assert_eq!(scene.seams.len(), 2, "they are joined as before");
    let table = scene.table();
    assert!(table[1].1[5].ends_with("EXPIRED") && !table[0].1[5].ends_with("EXPIRED"));
    assert_eq!(scene.band(ShardId(4)).expect("it is shown").words().id, "lineage-band-expired");
    run.host.handle(ToWorker::View(View { lineage: Some(LineageSpan::Recent), ..View::default() }), run.wall_ms);
    assert_eq!(run.scene().bands.len(), 4, "what ended before the axis begins is not shown");
}

#[test]
fn closed_shards_fade_also_among_many() {
    let mut run = Run::new();
    let mut scenario = run.host.scenario().clone();
    scenario.plan.set_shards(200);
    run.host.perform(Task::Load { scenario: Box::new(scenario), is_playing: false }, 0.0);
    run.pass(10);
    run.ask(split(0, u128::MAX / 400));
    run.pass(50);
    let alpha = |scene: &LineageScene, x: usize, y: usize| paint(scene, 60, 256, 1.0, &PALETTE)[4 * (y * 60 + x) + 3];
    let scene = run.scene();
    assert!(scene.rows.is_some());
    let fresh = alpha(&scene, 20, 0);
    assert!(0 < fresh && fresh < 255, "the shard that was split has begun to fade");
    assert_eq!([alpha(&scene, 50, 0), alpha(&scene, 20, 100)], [255, 255], "its children and the others have not");
}
