//! Why a shard refuses: the rule, this moment's numbers, who contributed, what would help and what would not.
//!
//! The numbers are the engine's; this module judges them. It counts generated first attempts of the last second.

use super::catalogue::clock;
use super::message::Message;
use crate::engine::contributors::{self, Contributors};
use crate::engine::ids::{ProducerId, ShardId};
use crate::engine::limits::LimitId;
use crate::engine::metrics::episodes::QUIET;
use crate::engine::producer::Producer;
use crate::engine::producer::traffic::KeyModel;
use crate::engine::stream::Stream;
use crate::engine::stream::throttle::WINDOW;
use crate::engine::time::SimTime;
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// One shard at one moment, explained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The shard.
    pub shard: ShardId,
    /// The moment.
    pub at: SimTime,
    /// The past refusal that is explained, instead of the present moment.
    pub episode: Option<PastEpisode>,
    /// Whether the shard refuses records now, or did then.
    pub is_refusing: bool,
    /// The limit that binds: the one that refuses, or else the one that is nearer.
    pub limit: LimitId,
    /// What was asked in the last second, in the limit's unit.
    pub asked: u64,
    /// What the limit allows in a second.
    pub allowed: u64,
    /// Records refused in the last second.
    pub refused_records: u64,
    /// Records accepted in the last second.
    pub accepted_records: u64,
    /// The keys that sent most to this shard, most first.
    pub top: Vec<KeyShare>,
    /// Distinct keys that sent to it in the last second.
    pub keys: u64,
    /// Whether only a part of what was sent was counted, so that what is said of keys is an estimate.
    pub is_estimated: bool,
    /// Records asked in the last second that were sent again after a refusal.
    pub repeats: u64,
    /// What is asked of the whole stream, as a part of what all its shards allow.
    pub stream_use: f64,
    /// What follows from the numbers.
    pub judgement: Judgement,
}

/// A throttling episode that somebody asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastEpisode {
    /// Its number.
    pub number: u64,
    /// When it began.
    pub began: SimTime,
    /// Its latest refusal.
    pub last: SimTime,
    /// Records refused in all.
    pub refused_records: u64,
}

/// A key's part in a shard's load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyShare {
    /// The partition key.
    pub partition_key: String,
    /// Its records in the last second.
    pub records: u64,
    /// What it asked in the last second, in the limit's unit.
    pub asked: u64,
    /// Its share of what was asked of the shard, 0 to 1.
    pub share: f64,
}

/// What follows from the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Judgement {
    /// Nothing is sent to the shard.
    Idle,
    /// The shard keeps up.
    Within,
    /// One key alone asks more than the shard allows: splitting cannot help.
    OneKeyIsTooMuch,
    /// One key asks much; without it the shard would keep up.
    OneKeyAndOthers,
    /// Many keys together ask too much: more shards share them out.
    ManyKeys,
    /// The stream as a whole is asked more than all its shards allow: no way to spread the keys is enough.
    TooFewShards,
}

/// A shard is explained by one key from this share on, if the key also asks twice as much as any other.
const HOT_SHARE: f64 = 0.25;
/// Fewer records than these make no hot key: among a handful, chance makes large shares.
const HOT_RECORDS: u64 = 10;

/// Explains a shard of `stream` now; `None` where there is no such shard.
pub fn explain(world: &World, stream: &Stream, shard: ShardId) -> Option<Explanation> {
    let shard = stream.shard(shard)?;
    let now = world.now();
    let second = shard.series().shown_second(now);
    let episode = shard.episode.and_then(|number| world.episodes().get(number));
    let current = episode.filter(|episode| now.since(episode.last) < QUIET && second.refused_records() > 0);
    let records_allowed = LimitId::ShardWriteRecords.value(world.profile());
    let bytes_allowed = LimitId::ShardWriteBytes.value(world.profile());
    let by_bytes = u64::from(second.refused_by_bytes) > u64::from(second.refused_by_records)
        || (second.refused_records() == 0
            && second.offered_bytes().0 * records_allowed > u64::from(second.offered_records()) * bytes_allowed);
    let limit = if by_bytes { LimitId::ShardWriteBytes } else { LimitId::ShardWriteRecords };
    let evidence: Vec<(ProducerId, std::ops::Range<u64>)> =
        senders(world, stream).map(|producer| (producer.id, producer.recent(now, WINDOW))).collect();
    let contributors = contributors::count(world, shard, &evidence);
    let asked = if by_bytes { second.offered_bytes().0 } else { u64::from(second.offered_records()) };
    let allowed = limit.value(world.profile());
    let top = shares(&contributors, by_bytes);
    let repeats = u64::from(second.offered_records()).saturating_sub(contributors.records);
    let stream_use = stream_use(world, stream, by_bytes);
    Some(Explanation {
        repeats: if world.producers().iter().any(|producer| producer.totals.retried > 0) { repeats } else { 0 },
        stream_use,
        shard: shard.id,
        at: now,
        episode: None,
        is_refusing: current.is_some(),
        limit,
        asked,
        allowed,
        refused_records: u64::from(second.refused_records()),
        accepted_records: u64::from(second.accepted_records),
        judgement: judge(current.is_some(), asked, allowed, stream_use, &top),
        keys: contributors.keys,
        is_estimated: contributors.is_estimated,
        top,
    })
}

/// Explains how a throttling episode began: the numbers of its first refusal, and who had sent in the second before.
///
/// `None` where the episode is not kept any more.
pub fn explain_episode(world: &World, number: u64) -> Option<Explanation> {
    let episode = world.episodes().get(number)?;
    let throttle = &episode.throttle;
    let stream = world.streams().get(throttle.stream)?;
    let shard = stream.shards.get(throttle.shard.0 as usize)?;
    let contributors = contributors::count(world, shard, &episode.evidence);
    let by_bytes = throttle.limit == LimitId::ShardWriteBytes;
    let top = shares(&contributors, by_bytes);
    // How much the whole stream was asked then is not kept; its traffic now tells what would help now.
    let stream_use = stream_use(world, stream, by_bytes);
    Some(Explanation {
        repeats: 0,
        stream_use,
        shard: throttle.shard,
        at: throttle.at,
        episode: Some(PastEpisode {
            number,
            began: throttle.at,
            last: episode.last,
            refused_records: episode.refused_records,
        }),
        is_refusing: true,
        limit: throttle.limit,
        asked: throttle.asked,
        allowed: throttle.allowed,
        refused_records: throttle.refused_records,
        accepted_records: contributors.records.saturating_sub(throttle.refused_records),
        judgement: judge(true, throttle.asked, throttle.allowed, stream_use, &top),
        keys: contributors.keys,
        is_estimated: contributors.is_estimated,
        top,
    })
}

/// What was newly asked of all shards in the last second, as a part of what they allow together. Repeats are left out:
/// they end when their cause does.
fn stream_use(world: &World, stream: &Stream, by_bytes: bool) -> f64 {
    let (now, open) = (world.now(), stream.layout.len());
    let limit = if by_bytes { LimitId::ShardWriteBytes } else { LimitId::ShardWriteRecords };
    let seconds = || stream.listed().map(|shard| shard.series().complete_second(now));
    let offered_records: u64 = seconds().map(|second| u64::from(second.offered_records())).sum();
    let offered_bytes: u64 = seconds().map(|second| second.offered_bytes().0).sum();
    let recent = senders(world, stream).map(|producer| producer.recent(now, WINDOW));
    let fresh_records: u64 = recent.map(|ordinals| ordinals.end - ordinals.start).sum();
    let fresh_part = (fresh_records as f64 / offered_records.max(1) as f64).min(1.0);
    let asked = if by_bytes { offered_bytes } else { offered_records };
    fresh_part * asked as f64 / (limit.value(world.profile()) * open as u64) as f64
}

/// The producers that send to a stream.
fn senders<'a>(world: &'a World, stream: &Stream) -> impl Iterator<Item = &'a Producer> {
    let id = stream.id;
    world.producers().iter().filter(move |producer| producer.target.id == Some(id))
}

fn shares(contributors: &Contributors, by_bytes: bool) -> Vec<KeyShare> {
    let total = if by_bytes { contributors.bytes.0 } else { contributors.records };
    let share = |load: &contributors::KeyLoad| {
        let asked = if by_bytes { load.bytes.0 } else { load.records };
        KeyShare {
            partition_key: load.partition_key.clone(),
            records: load.records,
            asked,
            share: asked as f64 / total.max(1) as f64,
        }
    };
    contributors.top.iter().map(share).collect()
}

fn judge(is_refusing: bool, asked: u64, allowed: u64, stream_use: f64, top: &[KeyShare]) -> Judgement {
    let second = top.get(1).map_or(0, |key| key.asked);
    match top.first() {
        _ if asked == 0 => Judgement::Idle,
        _ if !is_refusing => Judgement::Within,
        Some(key) if key.asked > allowed && key.share >= HOT_SHARE => Judgement::OneKeyIsTooMuch,
        _ if stream_use > 1.0 => Judgement::TooFewShards,
        Some(key) if key.share >= HOT_SHARE && key.records >= HOT_RECORDS && key.asked >= 2 * second => {
            Judgement::OneKeyAndOthers
        }
        _ => Judgement::ManyKeys,
    }
}

impl Explanation {
    /// The headline: what happens at this shard.
    pub fn headline(&self) -> Message {
        if let Some(episode) = self.episode {
            return Message::new("why-episode")
                .text("shard", self.shard)
                .number("refused", episode.refused_records)
                .text("began", clock(episode.began))
                .text("last", clock(episode.last));
        }
        let id = match self.judgement {
            Judgement::Idle => "why-idle",
            Judgement::Within if self.asked > self.allowed => "why-over",
            Judgement::Within => "why-within",
            _ => "why-refusing",
        };
        Message::new(id).text("shard", self.shard).number("refused", self.refused_records)
    }

    /// The rule with this moment's numbers.
    pub fn rule(&self) -> Message {
        let (id, asked, allowed) = match self.limit {
            LimitId::ShardWriteBytes => ("why-rule-bytes", self.asked as f64 / 1_024.0, self.allowed as f64 / 1_024.0),
            _ => ("why-rule-records", self.asked as f64, self.allowed as f64),
        };
        let percent = 100.0 * self.asked as f64 / self.allowed as f64;
        let sign = if self.asked > self.allowed { ">" } else { "≤" };
        Message::new(id)
            .decimal("asked", asked, 0)
            .decimal("allowed", allowed, 0)
            .decimal("percent", percent, 0)
            .text("sign", sign)
    }

    /// How much of what was asked is repeats, where it is a tenth or more.
    pub fn repeats(&self) -> Option<Message> {
        let asked = self.accepted_records + self.refused_records;
        let is_much = self.repeats * 10 >= asked && self.repeats > 0;
        is_much.then(|| Message::new("why-repeats").number("repeats", self.repeats).number("asked", asked))
    }

    /// Who contributed.
    pub fn who(&self) -> Option<Message> {
        let key = self.top.first()?;
        let id = match (self.limit, self.is_estimated) {
            (LimitId::ShardWriteBytes, false) => "why-key-bytes",
            (LimitId::ShardWriteBytes, true) => "why-key-bytes-about",
            (_, false) => "why-key-records",
            (_, true) => "why-key-records-about",
        };
        let asked = if self.limit == LimitId::ShardWriteBytes { key.asked as f64 / 1_024.0 } else { key.asked as f64 };
        Some(
            Message::new(id)
                .text("key", &key.partition_key)
                .decimal("asked", asked, 0)
                .decimal("share", 100.0 * key.share, u8::from(key.share < 0.1))
                .number("keys", self.keys),
        )
    }

    /// What would help and what would not.
    pub fn advice(&self) -> Vec<Message> {
        let by_bytes = self.limit == LimitId::ShardWriteBytes;
        let ids: &[&'static str] = match self.judgement {
            Judgement::Idle => &["why-idle-advice"],
            Judgement::Within if self.asked > self.allowed => &["why-over-not-refused"],
            Judgement::Within => &["why-within-advice"],
            Judgement::OneKeyIsTooMuch if self.stream_use > 1.0 => {
                &["why-split-useless", "why-spread-key", "why-too-few-shards", "why-retry-useless"]
            }
            Judgement::OneKeyIsTooMuch => &["why-split-useless", "why-spread-key", "why-retry-useless"],
            Judgement::OneKeyAndOthers => &["why-split-helps-others", "why-spread-key", "why-retry-short"],
            Judgement::TooFewShards if by_bytes => &["why-too-few-shards", "why-smaller-records", "why-retry-short"],
            Judgement::TooFewShards => &["why-too-few-shards", "why-aggregate", "why-retry-short"],
            Judgement::ManyKeys if by_bytes => &["why-more-shards", "why-smaller-records", "why-retry-short"],
            Judgement::ManyKeys => &["why-more-shards", "why-aggregate", "why-retry-short"],
        };
        ids.iter().map(|id| Message::new(id)).collect()
    }

    /// Whether spreading the hot key over many keys is worth a try, and can be tried with this key model.
    pub fn can_spread(&self, keys: &KeyModel) -> bool {
        self.stream_use <= 1.0
            && matches!(self.judgement, Judgement::OneKeyIsTooMuch | Judgement::OneKeyAndOthers)
            && matches!(keys, KeyModel::HotKey { .. } | KeyModel::Zipf { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::Micros;
    use crate::engine::world::KeySources;
    use crate::scenario::presets::Preset;

    fn after(preset: &str, seconds: u64) -> World {
        let scenario = Preset::named(preset).expect("a preset").scenario();
        let mut world = World::new(&scenario.plan, KeySources::new()).expect("a valid plan");
        world.advance_to(SimTime::ZERO + Micros::seconds(seconds));
        world
    }

    #[test]
    fn at_high_load_a_keys_rate_is_that_of_the_whole_second() {
        let mut scenario = Preset::named("hot-key").expect("a preset").scenario();
        scenario.plan.producers[0].traffic.rate_records_per_s = 400_000;
        let mut world = World::new(&scenario.plan, KeySources::new()).expect("a valid plan");
        world.advance_to(SimTime::ZERO + Micros::seconds(3));
        let stream = world.stream_in_view(None).expect("a stream");
        let hot =
            stream.open().map(|shard| shard.id).max_by_key(|id| explain(&world, stream, *id).map(|why| why.asked));
        let why = explain(&world, stream, hot.expect("a shard")).expect("an open shard");
        // Half of the records have the hot key.
        let asked = why.top[0].asked;
        assert!(why.is_estimated && (190_000..210_000).contains(&asked), "{asked}");
        assert!((asked as f64 / why.asked as f64 - why.top[0].share).abs() < 0.03, "{asked} of {}", why.asked);
    }

    #[test]
    fn what_is_said_of_the_first_refusals_agrees() {
        let scenario = Preset::named("hot-key").expect("a preset").scenario();
        let mut world = World::new(&scenario.plan, KeySources::new()).expect("a valid plan");
        while world.episodes().begun() == 0 {
            world.advance_to(world.next_event_at().expect("traffic goes on"));
        }
        let episode = world.episodes().iter().next().expect("an episode");
        let stream = world.stream_in_view(None).expect("a stream");
        let why = explain(&world, stream, episode.throttle.shard).expect("an open shard");
        assert_eq!(why.headline().id, "why-refusing");
        assert_eq!(why.refused_records, episode.refused_records);
    }

    #[test]
    fn each_ready_scenario_teaches_what_it_says() {
        for (preset, limit, judgements) in [
            ("hot-key", LimitId::ShardWriteRecords, [Judgement::Within, Judgement::OneKeyIsTooMuch]),
            ("small-records", LimitId::ShardWriteRecords, [Judgement::ManyKeys, Judgement::TooFewShards]),
            ("large-records", LimitId::ShardWriteBytes, [Judgement::ManyKeys, Judgement::TooFewShards]),
        ] {
            let world = after(preset, 20);
            let episodes: Vec<_> = world.episodes().iter().collect();
            assert!(!episodes.is_empty(), "{preset} throttles within 20 s");
            for episode in episodes {
                let why = explain_episode(&world, episode.number).expect("a kept episode");
                assert_eq!(why.limit, limit, "{preset}");
                assert!(why.asked > why.allowed, "{preset}: {} of {}", why.asked, why.allowed);
                assert!(judgements.contains(&why.judgement), "{preset}: {:?} {:?}", why.judgement, why.top);
            }
        }
        assert_eq!(after("even-load", 60).totals().refused_records(), 0);
    }

    #[test]
    fn the_hot_key_is_named_with_its_share() {
        let world = after("hot-key", 20);
        let why =
            explain(&world, world.stream_in_view(None).expect("a stream"), ShardId(1)).expect("there are four shards");
        assert!(why.is_refusing);
        assert_eq!(why.judgement, Judgement::OneKeyIsTooMuch);
        assert_eq!(why.top[0].partition_key, "user-42");
        // Half of 2,400 records/s against a fourth of the other half.
        assert!((why.top[0].share - 1_200.0 / 1_500.0).abs() < 0.05, "{}", why.top[0].share);
    }
}
