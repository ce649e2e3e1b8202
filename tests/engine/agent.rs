//! The Kinesis Agent: no line is made or lost without being counted, whatever happens to the agent, its files and its
//! stream, and each record is what its settings make of a line.

use crate::reading::read_all;
use crate::support::{
    any_keys, any_template, entry, plan, put_record, scale, seconds, sources, stream, traffic, world,
};
use proptest::prelude::*;
use shardscope::engine::command::Command;
use shardscope::engine::hash::HashKey;
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::agent::settings::{
    AgentSettings, DataProcessing, InitialPosition, PartitionKeyOption,
};
use shardscope::engine::producer::agent::{Agent, AgentAction};
use shardscope::engine::producer::command::ProducerCommand;
use shardscope::engine::producer::template::Template;
use shardscope::engine::producer::traffic::Traffic;
use shardscope::engine::producer::{Producer, ProducerKind};
use shardscope::engine::stream::replication::{Zone, ZoneState};
use shardscope::engine::stream::shard::Shard;
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;
use shardscope::engine::world::reading::ReadBounds;
use std::collections::{BTreeMap, BTreeSet};

pub const DEFAULTS: fn() -> AgentSettings = AgentSettings::default;

/// Buffers that go after a second, so that tests are short.
pub fn quick() -> AgentSettings {
    AgentSettings { max_buffer_age_ms: 1_000, ..DEFAULTS() }
}

/// Lines that tell their number.
pub fn telling(rate: u32) -> Traffic {
    Traffic { template: Some(Template::Text("{{ordinal}} {{key}} {{timestamp}}".into())), ..traffic(rate) }
}

pub fn with_agent(shards: u32, load: Traffic, settings: AgentSettings) -> Plan {
    let mut plan = plan(shards, vec![load]);
    plan.producers[0].kind = ProducerKind::Agent(Box::new(settings));
    plan
}

pub fn producer(world: &World) -> &Producer {
    &world.producers()[0]
}

pub fn agent(world: &World) -> &Agent {
    producer(world).agent().unwrap()
}

pub fn act(action: AgentAction) -> Command {
    Command::Producer(ProducerCommand::Agent { producer: "p0".into(), action })
}

fn silence(world: &mut World) {
    let traffic = Traffic { rate_records_per_s: 0, ..producer(world).traffic.clone() };
    world.execute(Command::SetTraffic { producer: "p0".into(), traffic }).unwrap();
}

/// The data of everything stored, by arrival.
pub fn texts(world: &World) -> Vec<String> {
    let read = |shard: &Shard| read_all(world, stream(world), shard);
    let mut records: Vec<_> = stream(world).shards.iter().flat_map(read).collect();
    records.sort_by_key(|record| record.approximate_arrival_timestamp.unix_ms);
    records.into_iter().map(|record| String::from_utf8(record.data.0).unwrap()).collect()
}

pub fn number(text: &str) -> u64 {
    text.split(' ').next().unwrap().parse().unwrap()
}

/// The numbers of the lines that a world has stored, read before they are merged.
#[derive(Default)]
pub struct Seen {
    next: BTreeMap<u32, u64>,
    pub lines: Vec<u64>,
}

impl Seen {
    pub fn look(&mut self, world: &World) {
        let bounds = ReadBounds { records: usize::MAX, bytes: u64::MAX, until_index: u64::MAX };
        for shard in &stream(world).shards {
            let next = self.next.entry(shard.id.0).or_default();
            let (read, _) = world.read(stream(world), shard, *next, &bounds);
            *next = read.next_index;
            for record in read.records {
                assert!(shard.range.contains(HashKey::of(&record.partition_key)), "{}", record.partition_key);
                self.lines.push(number(&String::from_utf8(record.data.0).unwrap()));
            }
        }
    }
}

/// What holds at every instant.
pub fn check(world: &World) {
    let (totals, agent) = (producer(world).totals, agent(world));
    assert_eq!(totals.generated, totals.accepted + totals.waiting + totals.given_up);
    let lines = agent.totals();
    assert_eq!(lines.written, totals.generated);
    let files = agent.files();
    assert!(files.len() <= 5 && files.len() as u64 <= agent.rotated() + 1);
    assert_eq!(files.iter().map(|file| file.lines).sum::<u64>() == lines.written, agent.rotated() < files.len() as u64);
    for file in &files {
        assert!(file.offset <= file.bytes && file.checkpoint_offset <= file.offset, "{file:?}");
        assert!(file.read_lines <= file.lines && (file.offset == 0) == (file.read_lines == 0), "{file:?}");
    }
    let unread = files.iter().map(|file| (file.lines - file.read_lines, file.bytes - file.offset));
    let (behind, unread) = (agent.behind(producer(world)), unread.fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1)));
    assert_eq!((behind.lines, behind.bytes), unread);
    let accepted: u64 = stream(world).shards.iter().map(|shard| shard.totals.accepted_records).sum();
    assert_eq!(accepted, lines.stored + lines.repeated);
    let repeats: u64 = stream(world).shards.iter().map(|shard| shard.log().repeats_in(0..u64::MAX)).sum();
    assert_eq!(repeats, lines.repeated);
}

fn any_settings() -> impl Strategy<Value = AgentSettings> {
    let buffer = (1_000_u32..2_500, prop_oneof![1_u32..3_000, Just(4_194_304)], prop_oneof![1_u32..60, Just(500)]);
    let files = (prop_oneof![Just(0_u32), 1_u32..9_000], prop_oneof![Just(0_u32), 1_u32..4], 0_u32..4);
    let rest = (1_u32..700, any::<bool>(), any::<bool>());
    (buffer, files, rest).prop_map(|(buffer, files, (polls, is_start, is_random))| AgentSettings {
        max_buffer_age_ms: buffer.0,
        max_buffer_size_bytes: buffer.1,
        max_buffer_size_records: buffer.2,
        min_time_between_file_polls_ms: polls,
        initial_position: if is_start { InitialPosition::StartOfFile } else { InitialPosition::EndOfFile },
        partition_key_option: if is_random { PartitionKeyOption::Random } else { PartitionKeyOption::Deterministic },
        rotate_at_bytes: files.0,
        rotate_every_s: files.1,
        kept_files: files.2,
        ..DEFAULTS()
    })
}

#[derive(Clone, Debug)]
enum Step {
    Crash,
    Start,
    Rate(u32),
    Scale(u32),
    Zones(bool),
    Other(AgentSettings),
    /// Puts by hand that leave the shard no room.
    Crowd,
    Wait,
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => Just(Step::Crash),
        4 => Just(Step::Start),
        1 => prop_oneof![0_u32..90, 0_u32..2_500].prop_map(Step::Rate),
        1 => (1_u32..5).prop_map(Step::Scale),
        1 => any::<bool>().prop_map(Step::Zones),
        1 => any_settings().prop_map(Step::Other),
        1 => Just(Step::Crowd),
        6 => Just(Step::Wait),
    ]
}

fn do_step(world: &mut World, step: &Step) {
    match step {
        Step::Crash => world.execute(act(AgentAction::Crash)).map(|_| ()).unwrap(),
        Step::Start => world.execute(act(AgentAction::Start)).map(|_| ()).unwrap(),
        Step::Rate(rate) => {
            let traffic = telling(*rate);
            world.execute(Command::SetTraffic { producer: "p0".into(), traffic }).unwrap();
        }
        Step::Scale(shards) => scale(world, *shards),
        Step::Zones(are_failed) => {
            for zone in [Zone::A, Zone::B] {
                let state = if *are_failed { ZoneState::Failed } else { ZoneState::Healthy };
                world.execute(Command::SetZone { zone, state }).unwrap();
            }
        }
        Step::Other(settings) => {
            let kind = ProducerKind::Agent(Box::new(settings.clone()));
            world.execute(Command::Producer(ProducerCommand::Set { producer: "p0".into(), kind })).unwrap();
        }
        Step::Crowd => {
            let _throttled_or_not = world.execute(put_record(entry("crowd", 1_000_000)));
        }
        Step::Wait => {}
    }
}

/// Puts by hand are no lines.
fn check_without_crowd(world: &World, is_crowded: bool) {
    if !is_crowded {
        check(world);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn each_line_is_stored_or_counted_whatever_happens(
        settings in any_settings(),
        rate in prop_oneof![1_u32..90, 100_u32..3_000],
        shards in 1_u32..4,
        steps in prop::collection::vec((any_step(), prop_oneof![0_u64..300, 0_u64..3_000]), 1..30),
    ) {
        let steps: Vec<_> = steps.into_iter().filter(|(step, _)| !matches!(step, Step::Crowd)).collect();
        let plan = with_agent(shards, telling(rate), settings);
        let (mut world, mut seen) = (world(&plan), Seen::default());
        let mut pass = |world: &mut World, ms: u64| {
            // Batches are merged when they are ten seconds old; a retry may wait as long.
            for _ in 0..=ms / 1_000 {
                world.advance_to(world.now() + Micros::millis(ms.min(1_000)));
                check(world);
                seen.look(world);
            }
        };
        for (step, wait_ms) in &steps {
            do_step(&mut world, step);
            check(&world);
            pass(&mut world, *wait_ms);
        }
        do_step(&mut world, &Step::Zones(false));
        do_step(&mut world, &Step::Start);
        silence(&mut world);
        pass(&mut world, 0);
        let mut rounds = 0;
        while agent(&world).waiting() > 0 {
            pass(&mut world, 10_000);
            rounds += 1;
            prop_assert!(rounds < 100, "{:?}", agent(&world).totals());
        }
        let totals = *agent(&world).totals();
        prop_assert_eq!(seen.lines.len() as u64, totals.stored + totals.repeated);
        let distinct: BTreeSet<u64> = seen.lines.into_iter().collect();
        prop_assert_eq!(distinct.len() as u64, totals.stored);
        prop_assert_eq!(totals.written, totals.stored + totals.skipped + totals.lost);
        prop_assert!(totals.crashes > 0 || totals.repeated + totals.skipped == 0);
        prop_assert_eq!(agent(&world).behind(producer(&world)).lines, 0);
        let replayed = World::replay(&plan, sources(), world.journal(), world.now()).unwrap();
        prop_assert_eq!(world.trace().hash(), replayed.trace().hash());
        prop_assert_eq!(agent(&replayed).totals(), &totals);
        prop_assert_eq!(agent(&replayed).files(), agent(&world).files());
    }

    #[test]
    fn how_the_world_is_advanced_changes_nothing(
        settings in any_settings(),
        rate in 1_u32..2_500,
        steps in prop::collection::vec((any_step(), 0_u64..2_000), 1..15),
    ) {
        let plan = with_agent(2, telling(rate), settings);
        let run = |is_by_events: bool| {
            let (mut world, mut is_crowded) = (world(&plan), false);
            for (step, wait_ms) in &steps {
                do_step(&mut world, step);
                is_crowded |= matches!(step, Step::Crowd);
                let until = world.now() + Micros::millis(*wait_ms);
                while let Some(next) = world.next_event_at().filter(|next| is_by_events && *next <= until) {
                    world.advance_to(next);
                    check_without_crowd(&world, is_crowded);
                }
                world.advance_to(until);
            }
            (world.trace().hash(), *agent(&world).totals(), agent(&world).files())
        };
        prop_assert_eq!(run(true), run(false));
    }

    #[test]
    fn what_is_booked_is_what_is_read(
        template in any_template(), option: bool, processing in 0_usize..6, keys in any_keys(),
    ) {
        let all = [
            DataProcessing::None, DataProcessing::SingleLine, DataProcessing::CsvToJson,
            DataProcessing::CombinedApacheLog, DataProcessing::CommonApacheLog, DataProcessing::Syslog,
        ];
        let partition_key_option = [PartitionKeyOption::Random, PartitionKeyOption::Deterministic][usize::from(option)];
        let settings = AgentSettings {
            data_processing: all[processing], custom_field_names: "a, b".into(), delimiter: " ".into(),
            partition_key_option, ..quick()
        };
        let load = Traffic { template: Some(template), keys, ..traffic(300) };
        let mut world = world(&with_agent(3, load, settings));
        world.advance_to(seconds(5));
        check(&world);
        for shard in &stream(&world).shards {
            let records = read_all(&world, stream(&world), shard);
            let bytes: usize = records.iter().map(|record| record.partition_key.len() + record.data.0.len()).sum();
            prop_assert_eq!(bytes as u64, shard.totals.accepted_bytes.0);
            for record in records {
                prop_assert!(shard.range.contains(HashKey::of(&record.partition_key)));
                if partition_key_option == PartitionKeyOption::Deterministic {
                    let hash = HashKey::of_bytes(&record.data.0).0;
                    prop_assert_eq!(record.partition_key, format!("{hash:032x}"));
                }
            }
        }
        // Old batches have the right number of records of the shard, and none for what was left out.
        world.advance_to(seconds(60));
        for shard in &stream(&world).shards {
            let records = read_all(&world, stream(&world), shard);
            prop_assert_eq!(records.len() as u64, shard.totals.accepted_records);
            prop_assert!(records.iter().all(|record| !record.data.0.is_empty()));
        }
    }
}
