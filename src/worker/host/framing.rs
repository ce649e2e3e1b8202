//! Makes frames of a host's world: what the open view needs, at one moment.

use super::Host;
use crate::engine::ids::Bytes;
use crate::engine::limits::LimitId;
use crate::learn::explanation;
use crate::worker::frame::{
    self, CHARTED_SHARDS_MAX, DOTS_MAX, Dot, EpisodeFrame, Frame, ProducerFrame, Rate, ShardFrame,
};

/// Episodes in a frame.
const EPISODES_SHOWN: usize = 30;

impl Host {
    pub(super) fn make_frame(&mut self, has_details: bool) -> Frame {
        let profile = self.world.profile();
        let allowed = Rate {
            records: LimitId::ShardWriteRecords.value(profile),
            bytes: Bytes(LimitId::ShardWriteBytes.value(profile)),
        };
        let shards = frame::shards(&self.world);
        let hottest = by_heat(&shards, allowed);
        let totals = frame::totals(&self.world);
        let dots = self.dots();
        let offered = totals.offered_records - self.offered_at_frame;
        self.offered_at_frame = totals.offered_records;
        let place = self.view.shard.or(hottest.first().copied());
        let frame = Frame {
            number: self.frames,
            at: self.world.now(),
            is_playing: self.pacer.is_playing() || self.seeking.is_some(),
            speed: self.pacer.speed(),
            speed_reached: self.pacer.speed_reached(),
            profile,
            allowed,
            totals,
            producers: self.producers(),
            records_per_dot: offered as f64 / dots.len().max(1) as f64,
            dots,
            episodes: self.episodes(),
            explanation: if has_details { self.explain(place) } else { None },
            charts: has_details.then(|| {
                let mut places: Vec<u32> = hottest.iter().copied().take(CHARTED_SHARDS_MAX).collect();
                places.sort_unstable();
                frame::charts(&self.world, &places, self.chart_seconds())
            }),
            trace_hash: self.world.trace().hash(),
            shards,
        };
        self.dots_from = self.world.now();
        frame
    }

    /// The chosen episode, as long as it is kept; else the shard.
    fn explain(&self, place: Option<u32>) -> Option<explanation::Explanation> {
        let episode = self.view.episode.and_then(|number| explanation::explain_episode(&self.world, number));
        episode.or_else(|| explanation::explain(&self.world, place?))
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
        let fresh: Vec<_> = self.world.samples().iter().filter(|sample| sample.at > self.dots_from).collect();
        let stride = fresh.len().div_ceil(DOTS_MAX).max(1);
        fresh
            .into_iter()
            .step_by(stride)
            .map(|sample| Dot {
                position: sample.hash.fraction() as f32,
                shard: sample.shard,
                is_accepted: sample.is_accepted,
            })
            .collect()
    }

    fn producers(&self) -> Vec<ProducerFrame> {
        let frame = |producer: &crate::engine::producer::Producer| ProducerFrame {
            name: producer.name.clone(),
            traffic: producer.traffic.clone(),
            waiting: producer.totals.waiting,
            retried: producer.totals.retried,
            given_up: producer.totals.given_up,
        };
        self.world.producers().iter().map(frame).collect()
    }

    fn episodes(&self) -> Vec<EpisodeFrame> {
        let frame = |episode: &crate::engine::metrics::episodes::Episode| EpisodeFrame {
            number: episode.number,
            shard: episode.throttle.shard,
            limit: episode.throttle.limit,
            began: episode.throttle.at,
            last: episode.last,
            refused_records: episode.refused_records,
        };
        self.world.episodes().iter().rev().take(EPISODES_SHOWN).map(frame).collect()
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
