//! Makes frames of a host's world: what the open view needs, at one moment.

use super::{Host, Scout};
use crate::engine::firehose::throttled::ThrottledTime;
use crate::engine::ids::{Bytes, ShardId};
use crate::engine::limits::LimitId;
use crate::engine::metrics::episodes::{Episode, QUIET};
use crate::engine::stream::Stream;
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::SampledRecord;
use crate::learn::explanation;
use crate::learn::failure::FailureNote;
use crate::worker::charts::{CHARTED_SHARDS_MAX, Charts};
use crate::worker::encoded::Encoded;
use crate::worker::firehose::FirehoseFrame;
use crate::worker::frame::{
    self, DOTS_MAX, Dot, EpisodeFrame, Frame, ProducerFrame, Rate, ShardFrame, StreamFrame, ThrottledDelivery,
};
use crate::worker::lineage::{self, Cells, Heat, LineageSpan};
use crate::worker::messages::FromWorker;
use crate::worker::pipeline::PipelineFrame;
use crate::worker::readers::Readers;
use crate::worker::region::RegionFrame;
use crate::worker::totals::Totals;

/// The lineage shows at least as much time as a reshard and what follows it take.
const LINEAGE_SECONDS_MIN: u64 = 120;
/// Episodes in a frame.
const EPISODES_SHOWN: usize = 30;

impl Host {
    /// The stream in view.
    pub(super) fn stream(&self) -> Option<&Stream> {
        self.world.stream_in_view(self.view.stream.as_deref())
    }

    /// The stream in view, if it is not as it was when the page was told last.
    pub fn changed_stream(&mut self) -> Option<FromWorker> {
        let stream = self.stream();
        let mark = stream.map(|stream| {
            let expired = stream.shards.iter().filter(|shard| shard.is_expired()).count();
            (stream.id, stream.layout.number, stream.status, stream.mode, stream.retention, expired)
        });
        if mark == self.told {
            return None;
        }
        let told = stream.map(StreamFrame::of);
        self.told = mark;
        // What the page knows in detail is of the stream as it was.
        self.details_due = true;
        Some(FromWorker::Stream(Box::new(told)))
    }

    pub(super) fn make_frame(&mut self, has_details: bool) -> Frame {
        let profile = self.world.profile();
        let allowed = Rate {
            records: LimitId::ShardWriteRecords.value(profile),
            bytes: Bytes(LimitId::ShardWriteBytes.value(profile)),
        };
        let now = self.world.now();
        let stream = self.stream();
        let shards = stream.map_or_else(Vec::new, |stream| frame::shards(stream, now));
        let hottest = by_heat(&shards, allowed);
        let totals = stream.map(|stream| Totals::of(&self.world, stream)).unwrap_or_default();
        let layout = stream.map(|stream| (stream.id, stream.layout.number));
        let dots = self.dots();
        let arrived = totals.accepted_records + totals.refused_records;
        let offered = arrived.saturating_sub(self.offered_at_frame);
        self.offered_at_frame = arrived;
        let chosen = self.view.shard.filter(|shard| self.stream().is_some_and(|stream| stream.shard(*shard).is_some()));
        let shard = chosen.or_else(|| Some(self.stream()?.layout.shard(*hottest.first()?)));
        let heat = self.stream().filter(|_| has_details).and_then(|stream| self.heat(stream, allowed));
        let frame = Frame {
            number: self.frames,
            at: now,
            has_details,
            search: self.seeking.as_ref().map(Scout::search),
            is_playing: self.pacer.is_playing() || self.seeking.is_some(),
            speed: self.pacer.speed(),
            speed_reached: self.pacer.speed_reached(),
            profile,
            allowed,
            streams: self.world.streams().by_name().map(|stream| stream.name.clone()).collect(),
            layout,
            progress: self.stream().map(|stream| self.progress(stream)).unwrap_or_default(),
            totals,
            producers: self.producers(),
            records_per_dot: offered as f64 / dots.len().max(1) as f64,
            dots,
            episodes: self.episodes(),
            failures: self.failures(),
            throttled_deliveries: self.throttled_deliveries(),
            explanation: if has_details { self.explain(shard) } else { None },
            charts: self.stream().filter(|_| has_details).map(|stream| {
                let mut places: Vec<u32> = hottest.iter().copied().take(CHARTED_SHARDS_MAX).collect();
                places.sort_unstable();
                Charts::of(stream, now, &places, self.chart_seconds())
            }),
            readers: self
                .stream()
                .zip(heat.as_ref())
                .map(|(stream, heat)| Readers::of(&self.world, stream, matches!(heat.cells, Cells::Bands(_)))),
            heat,
            region: self.region(has_details),
            pipeline: self.pipeline(has_details),
            firehose: self.firehose(has_details),
            plan: has_details.then(|| Encoded::of(&self.world.present_plan())),
            trace_hash: self.world.trace().hash(),
            shards,
        };
        self.dots_from = self.world.now();
        frame
    }

    fn progress(&self, stream: &Stream) -> frame::Progress {
        frame::progress(stream, &self.world)
    }

    /// The loads along time, while the lineage is in view.
    fn heat(&self, stream: &Stream, allowed: Rate) -> Option<Heat> {
        let now = self.world.now();
        let span = match self.view.lineage? {
            LineageSpan::Recent => Micros::seconds(self.chart_seconds().max(LINEAGE_SECONDS_MIN)),
            LineageSpan::WholeRun => now.since(SimTime::ZERO).max(Micros::SECOND),
        };
        Some(lineage::heat(stream, now, span, allowed))
    }

    /// What the view of the Region shows, if it is open.
    fn region(&self, has_details: bool) -> Option<Encoded<RegionFrame>> {
        let view = self.view.region.as_ref().filter(|_| has_details)?;
        Some((self.tasks?.region)(&self.world, self.stream(), view))
    }

    /// What the view of the pipeline shows, if it is open.
    fn pipeline(&self, has_details: bool) -> Option<Encoded<PipelineFrame>> {
        let view = self.view.pipeline.as_ref().filter(|_| has_details)?;
        Some((self.tasks?.pipeline)(&self.world, view))
    }

    /// What the view of Firehose shows, if it is open.
    fn firehose(&self, has_details: bool) -> Option<Encoded<FirehoseFrame>> {
        let view = self.view.firehose.as_ref().filter(|_| has_details)?;
        Some((self.tasks?.firehose)(&self.world, view, self.chart_seconds(), &self.desk))
    }

    /// The chosen episode, as long as it is kept; else the shard.
    fn explain(&self, shard: Option<ShardId>) -> Option<explanation::Explanation> {
        let episode = self.view.episode.and_then(|number| explanation::explain_episode(&self.world, number));
        episode.or_else(|| explanation::explain(&self.world, self.stream()?, shard?))
    }

    /// How much time the charts show: about a minute of wall time, as a round number that the run has reached.
    fn chart_seconds(&self) -> u64 {
        const ROUND_S: [u64; 6] = [60, 120, 600, 3_600, 6 * 3_600, 24 * 3_600];
        let suits = (self.pacer.speed() * 60.0).max(60.0);
        let elapsed = self.world.now().as_seconds();
        // Beyond ten minutes the slots are minutes: too coarse for a run that has just begun.
        let fits = |seconds: &u64| *seconds as f64 <= suits && (*seconds <= 600 || *seconds as f64 <= 2.0 * elapsed);
        let automatic = ROUND_S.iter().copied().rev().find(fits).unwrap_or(60);
        self.view.chart_seconds.map_or(automatic, u64::from).clamp(10, 24 * 3_600)
    }

    fn dots(&self) -> Vec<Dot> {
        let Some(stream) = self.stream() else {
            return Vec::new();
        };
        let is_fresh = |sample: &&SampledRecord| sample.at > self.dots_from && sample.stream == stream.id;
        let fresh: Vec<_> = self.world.samples().iter().filter(is_fresh).collect();
        let stride = fresh.len().div_ceil(DOTS_MAX).max(1);
        fresh
            .into_iter()
            .step_by(stride)
            .map(|sample| Dot {
                position: sample.hash.fraction() as f32,
                shard: stream.layout.find(sample.hash),
                is_accepted: sample.is_accepted,
            })
            .collect()
    }

    fn producers(&self) -> Vec<ProducerFrame> {
        let frame = |producer: &crate::engine::producer::Producer| ProducerFrame {
            name: producer.name.clone(),
            traffic: producer.traffic.clone(),
            stream: producer.target.name.clone(),
        };
        self.world.present_producers().map(frame).collect()
    }

    /// What fails, or failed, of what is sent to the stream in view; where there is none, of all that is sent. AWS's words
    /// for it come with the tasks.
    fn failures(&self) -> Vec<FailureNote> {
        self.tasks.map_or_else(Vec::new, |tasks| (tasks.failures)(&self.world, self.stream()))
    }

    fn throttled_deliveries(&self) -> Vec<ThrottledDelivery> {
        let of = |name: &String, is_reads: bool, latest: &ThrottledTime| ThrottledDelivery {
            delivery_stream: name.clone(),
            is_reads,
            began: latest.began,
            last: latest.last,
            is_over: self.world.now().since(latest.last) >= QUIET,
            count: latest.count,
        };
        let firehoses = self.world.firehoses().iter();
        let all = firehoses.flat_map(|stream| {
            [(&stream.throttled_puts, false), (&stream.throttled_reads, true)]
                .into_iter()
                .filter_map(move |(throttled, is_reads)| Some(of(&stream.name, is_reads, throttled.latest.as_ref()?)))
        });
        all.collect()
    }

    fn episodes(&self) -> Vec<EpisodeFrame> {
        let frame = |episode: &Episode| EpisodeFrame {
            number: episode.number,
            shard: episode.throttle.shard,
            limit: episode.throttle.limit,
            began: episode.throttle.at,
            last: episode.last,
            is_over: self.world.now().since(episode.last) >= QUIET,
            refused_records: episode.refused_records,
        };
        let stream = self.stream().map(|stream| stream.id);
        let of_stream = |episode: &&Episode| Some(episode.throttle.stream) == stream;
        self.world.episodes().iter().rev().filter(of_stream).take(EPISODES_SHOWN).map(frame).collect()
    }
}

/// The places of the shards, those that are asked most of first.
fn by_heat(shards: &[ShardFrame], allowed: Rate) -> Vec<u32> {
    let heat = |place: &u32| {
        let (bytes, records) = shards[*place as usize].use_of(allowed);
        bytes.max(records)
    };
    let mut places: Vec<u32> = (0..shards.len() as u32).collect();
    places.sort_by(|a, b| heat(b).total_cmp(&heat(a)).then(a.cmp(b)));
    places
}
