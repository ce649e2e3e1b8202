//! Random lives of an account: requests of every kind, legal and not, to several streams at random instants, among traffic.
//! A life is lived once to find out what is said when (iterators and ARNs come from answers); the same can then be said to
//! other worlds.

use crate::api::{
    advantage, consumer, create, create_on_demand, decrease, delete, describe, encryption, filtered, increase,
    iterator_request, list, merge, name, put_request, register, scale, split, subscribe, switch,
};
use crate::support::{STREAM, Script, any_plan, any_traffic, entry};
use proptest::prelude::*;
use shardscope::engine::api::Request;
use shardscope::engine::api::choices::{
    BillingCommitmentStatus, RecordDistributionStrategy, ShardFilterType, ShardIteratorType, ShardLevelMetric,
    StreamMode,
};
use shardscope::engine::api::request::{
    AddTagsToStream, DescribeStreamSummary, EnhancedMonitoring, GetRecords, GetShardIterator, ListStreamConsumers,
    ListStreams, Nothing, PutRecords, RemoveTagsFromStream, ResourceRequest, UpdateMaxRecordSize,
    UpdateStreamRecordDistributionStrategy, UpdateStreamWarmThroughput,
};
use shardscope::engine::api::response::Response;
use shardscope::engine::command::{Command, Outcome};
use shardscope::engine::limits::Profile;
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::traffic::{RecordSize, Traffic};
use shardscope::engine::stream::replication::{Zone, ZoneState};
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;
use std::collections::BTreeMap;

/// Something said to the world: which kind, to which stream, and three numbers that the kind makes something of.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    kind: u8,
    stream: u8,
    numbers: [u32; 3],
}

/// A life: what is said after which wait, and other traffic now and then.
pub type Life = Vec<(u64, Step)>;

#[derive(Clone, Debug)]
pub enum Step {
    Said(Said),
    Traffic(u8, Traffic),
    Profile(Profile),
    Zone(usize, bool),
    Durations(u64),
}

/// A life of up to `steps` steps, each after up to a minute.
pub fn any_life(steps: usize) -> impl Strategy<Value = Life> {
    let said = (0_u8..44, prop_oneof![Just(0), 0_u8..4], any::<[u32; 3]>()).prop_map(|(kind, stream, numbers)| Said {
        kind,
        stream,
        numbers,
    });
    let profile = prop_oneof![Just(Profile::CourseNotes), Just(Profile::Current)];
    let step = prop_oneof![
        30 => said.prop_map(Step::Said),
        2 => (0_u8..3, any_traffic()).prop_map(|(producer, load)| Step::Traffic(producer, slow(load))),
        1 => profile.prop_map(Step::Profile),
        1 => (0_usize..2, any::<bool>()).prop_map(|(zone, is_failed)| Step::Zone(zone, is_failed)),
        1 => prop_oneof![Just(0), 0_u64..30_000_000].prop_map(Step::Durations),
    ];
    let wait = prop_oneof![3 => Just(0), 6 => 0_u64..400_000, 3 => 0_u64..12_000_000, 1 => 0_u64..60_000_000];
    proptest::collection::vec((wait, step), 1..steps)
}

/// Less of the same traffic, in small records: a life lasts minutes, and all that was stored is read.
pub fn slow(load: Traffic) -> Traffic {
    let record_size = match load.record_size {
        RecordSize::Fixed { bytes } => RecordSize::Fixed { bytes: 1 + bytes % 500 },
        RecordSize::LogNormal { median_bytes, sigma } => {
            RecordSize::LogNormal { median_bytes: 1 + median_bytes % 500, sigma }
        }
        RecordSize::FromFile { .. } => load.record_size,
    };
    Traffic { rate_records_per_s: load.rate_records_per_s / 40, record_size, ..load }
}

/// A plan with less traffic.
pub fn any_slow_plan() -> impl Strategy<Value = Plan> {
    any_plan().prop_map(|mut plan| {
        plan.producers.iter_mut().for_each(|producer| producer.traffic = slow(producer.traffic.clone()));
        plan
    })
}

/// What the world has told so far.
#[derive(Debug, Default)]
pub struct Told {
    iterators: Vec<String>,
    consumers: Vec<String>,
    numbers: Vec<String>,
    tokens: Vec<String>,
}

fn pick<T: Clone>(all: &[T], number: u32) -> Option<T> {
    (!all.is_empty()).then(|| all[number as usize % all.len()].clone())
}

fn stream_name(number: u8) -> String {
    if number == 0 { STREAM.to_owned() } else { format!("s{number}") }
}

impl Told {
    fn hear(&mut self, outcome: &Outcome) {
        let Outcome::Answered(response) = outcome else { return };
        match response {
            Response::GetShardIterator { shard_iterator } => self.iterators.push(shard_iterator.clone()),
            Response::GetRecords { next_shard_iterator, .. } => self.iterators.extend(next_shard_iterator.clone()),
            Response::RegisterStreamConsumer { consumer } => self.consumers.push(consumer.consumer_arn.clone()),
            Response::PutRecord { sequence_number, .. } => self.numbers.push(sequence_number.to_string()),
            Response::ListShards { next_token, .. } => self.tokens.extend(next_token.clone()),
            _ => {}
        }
    }

    /// The request that is meant.
    #[expect(clippy::too_many_lines, reason = "a table of all operations")]
    fn request(&self, world: &World, said: Said) -> Option<Request> {
        let Said { kind, stream, numbers: [a, b, c] } = said;
        let to = stream_name(stream);
        let s = to.as_str();
        let found = world.streams().find(s);
        let open = found.filter(|stream| !stream.shards.is_empty()).map(|stream| stream.layout.shards().to_vec());
        let shard = open.as_deref().and_then(|open| pick(open, a)).map_or(a % 9, |shard| shard.0);
        let range = found.and_then(|stream| stream.shards.get(shard as usize)).map(|shard| shard.range);
        let start = |kind: ShardIteratorType| GetShardIterator {
            starting_sequence_number: matches!(b % 5, 0 | 1).then(|| pick(&self.numbers, c)).flatten(),
            timestamp: (b % 5 == 4).then(|| SimTime(u64::from(c) * 20_000).into()),
            ..iterator_request(s, shard, kind)
        };
        let kinds = [
            ShardIteratorType::AtSequenceNumber,
            ShardIteratorType::AfterSequenceNumber,
            ShardIteratorType::TrimHorizon,
            ShardIteratorType::Latest,
            ShardIteratorType::AtTimestamp,
        ];
        let arn = world.account().stream_arn(s);
        let modes = [StreamMode::Provisioned, StreamMode::OnDemand];
        Some(match kind {
            0 => create(s, a % 6),
            1 => create_on_demand(s),
            2 if a % 4 == 0 => delete(s),
            3..=5 => {
                let range = range?;
                split(s, shard, range.start.0 + (range.end.0 - range.start.0) / 256 * u128::from(b % 257))
            }
            6..=8 => {
                let open = open?;
                let place = a as usize % open.len();
                merge(s, open[place].0, open.get(place + 1).map_or(b % 9, |upper| upper.0))
            }
            9..=10 => scale(s, a % 9),
            11 => increase(s, 20 + (a % 200).cast_signed()),
            12 => decrease(s, 20 + (a % 200).cast_signed()),
            13 => switch(s, modes[a as usize % 2]),
            14 => Request::StartStreamEncryption(encryption(s)),
            15 => Request::StopStreamEncryption(encryption(s)),
            16..=20 => put_request(s, &format!("key-{}", a % 30), None, &vec![7; b as usize % 4_000]),
            21..=22 => {
                let records =
                    (0..=(b % 30)).map(|i| entry(&format!("key-{}", (a % 1_000 + i) % 40), c as usize % 3_000));
                Request::PutRecords(PutRecords {
                    stream_name: name(s),
                    records: records.collect(),
                    ..PutRecords::default()
                })
            }
            23..=25 => Request::GetShardIterator(start(kinds[b as usize % 5])),
            26..=29 => {
                let limit = (b % 2 == 0).then_some(1 + c % 10_000);
                Request::GetRecords(GetRecords {
                    shard_iterator: pick(&self.iterators, a)?,
                    limit,
                    ..GetRecords::default()
                })
            }
            30..=31 => register(world, s, &format!("c{}", a % 4)),
            32 => Request::DeregisterStreamConsumer(consumer(&pick(&self.consumers, a)?)),
            33..=35 => subscribe(&pick(&self.consumers, a)?, b % 6, kinds[2 + c as usize % 2], None),
            36 => Request::ListShards(match a % 3 {
                0 => list(s),
                1 => shardscope::engine::api::request::ListShards { max_results: Some(1 + b % 4), ..list(s) },
                _ => filtered(s, ShardFilterType::AtLatest, None, None),
            }),
            37 => describe(s, Some(1 + a % 5), None),
            38 => Request::DescribeStreamSummary(DescribeStreamSummary { stream_name: name(s), ..Default::default() }),
            39 => match a % 4 {
                0 => Request::DescribeLimits(Nothing {}),
                1 => Request::ListStreams(ListStreams { limit: Some(2), ..ListStreams::default() }),
                2 => Request::ListStreamConsumers(ListStreamConsumers { stream_arn: arn, ..Default::default() }),
                _ => Request::ListTagsForResource(ResourceRequest { resource_arn: arn, stream_id: None }),
            },
            40 => {
                let tags = BTreeMap::from([(format!("tag-{}", a % 70), Some("value".to_owned()))]);
                Request::AddTagsToStream(AddTagsToStream { stream_name: name(s), tags, ..AddTagsToStream::default() })
            }
            41 => Request::RemoveTagsFromStream(RemoveTagsFromStream {
                stream_name: name(s),
                tag_keys: vec![format!("tag-{}", a % 70)],
                ..RemoveTagsFromStream::default()
            }),
            42 => match a % 4 {
                0 => advantage(BillingCommitmentStatus::Enabled),
                1 => advantage(BillingCommitmentStatus::Disabled),
                2 => Request::UpdateStreamWarmThroughput(UpdateStreamWarmThroughput {
                    stream_name: name(s),
                    warm_throughput_mibps: b % 20,
                    ..UpdateStreamWarmThroughput::default()
                }),
                _ => Request::UpdateMaxRecordSize(UpdateMaxRecordSize {
                    stream_name: name(s),
                    max_record_size_in_kib: 1_024 + b % 9_000,
                    ..UpdateMaxRecordSize::default()
                }),
            },
            _ => match a % 2 {
                0 => Request::EnableEnhancedMonitoring(EnhancedMonitoring {
                    stream_name: name(s),
                    shard_level_metrics: vec![ShardLevelMetric::All],
                    ..EnhancedMonitoring::default()
                }),
                _ => Request::UpdateStreamRecordDistributionStrategy(UpdateStreamRecordDistributionStrategy {
                    stream_name: name(s),
                    record_distribution_strategy: [
                        RecordDistributionStrategy::Auto,
                        RecordDistributionStrategy::UserPartitionKey,
                    ][b as usize % 2],
                    ..UpdateStreamRecordDistributionStrategy::default()
                }),
            },
        })
    }

    fn command(&self, world: &World, step: &Step) -> Option<Command> {
        Some(match step {
            Step::Said(said) => self.request(world, *said)?.into(),
            Step::Traffic(producer, traffic) => {
                Command::SetTraffic { producer: format!("p{producer}"), traffic: traffic.clone() }
            }
            Step::Profile(profile) => Command::SetLimitsProfile(*profile),
            Step::Zone(zone, is_failed) => {
                let state = if *is_failed { ZoneState::Failed } else { ZoneState::Healthy };
                Command::SetZone { zone: [Zone::A, Zone::B][*zone], state }
            }
            Step::Durations(micros) => {
                let time = Micros(*micros);
                let account = world.account().clone();
                Command::Configure(shardscope::engine::account::Account {
                    create_stream: time,
                    delete_stream: time,
                    update_stream: time,
                    ..account
                })
            }
        })
    }
}

/// Lives a life; `see` sees the world before and after each command, with what came of it. Returns what was said.
pub fn live(world: &mut World, life: &Life, mut see: impl FnMut(&World, &Command, bool, &World)) -> Script {
    let mut told = Told::default();
    let mut script = Script::new();
    for (wait, step) in life {
        world.advance_to(world.now() + Micros(*wait));
        let Some(command) = told.command(world, step) else { continue };
        let before = world.clone();
        let outcome = world.execute(command.clone());
        if let Ok(outcome) = &outcome {
            told.hear(outcome);
        }
        see(&before, &command, outcome.is_ok(), world);
        script.push((world.now(), command));
    }
    script
}

/// Everything by which two worlds are compared.
pub fn print(world: &World) -> Vec<String> {
    let mut lines = vec![format!("{:#018x} {:?} {:?}", world.trace().hash(), world.now(), world.profile())];
    for stream in world.streams().by_name() {
        lines.push(format!(
            "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            stream.name,
            stream.id,
            stream.status,
            stream.retention,
            stream.mode,
            stream.encryption,
            stream.tags,
            stream.monitoring,
            stream.day_calls,
            stream.layout.shards(),
        ));
        lines.extend(stream.consumers.iter().map(|c| format!("{} {:?} {:?}", c.name, c.status, c.subscribed)));
        for shard in &stream.shards {
            let (log, lineage) = (shard.log(), &shard.lineage);
            let volumes = (log.stored(), log.trimmed(), log.batch_count());
            lines.push(format!("{} {lineage:?} {:?} {:?} {volumes:?}", shard.id, shard.totals, shard.reads));
        }
    }
    for producer in world.producers() {
        lines.push(format!("{} {:?} {:?}", producer.name, producer.target, producer.totals));
    }
    lines.push(format!("{:?}", world.subscriptions()));
    lines.push(format!("{:?}", world.samples()));
    lines.push(format!("{:?}", world.bill(None)));
    lines
}
