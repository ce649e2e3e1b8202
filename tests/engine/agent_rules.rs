//! The rules of the Kinesis Agent, one by one: buffers, order, crashes, rotation, conversions, real files.

use crate::agent::{DEFAULTS, Seen, act, agent, check, number, producer, quick, telling, texts, with_agent};
use crate::support::{STREAM, plan, seconds, stream, traffic, wait, world};
use shardscope::engine::command::Command;
use shardscope::engine::error::{Rejection, Rule};
use shardscope::engine::producer::ProducerKind;
use shardscope::engine::producer::agent::AgentAction;
use shardscope::engine::producer::agent::settings::{AgentSettings, DataProcessing, InitialPosition};
use shardscope::engine::producer::command::ProducerCommand;
use shardscope::engine::producer::lines::LineSource;
use shardscope::engine::producer::template::Template;
use shardscope::engine::producer::traffic::{KeyModel, RecordSize, Traffic};
use shardscope::engine::stream::replication::{Zone, ZoneState};
use shardscope::engine::time::Micros;
use shardscope::engine::world::{Sources, World};
use std::collections::BTreeMap;
use std::rc::Rc;

#[test]
fn a_buffer_goes_by_age_by_count_or_by_size() {
    let sent = |settings: AgentSettings, rate, until_s| {
        let mut world = world(&with_agent(4, Traffic { template: None, ..telling(rate) }, settings));
        world.advance_to(seconds(until_s));
        (agent(&world).totals().requests, agent(&world).totals().stored)
    };
    // Five lines a second: only their age sends them, a minute after the first was read.
    assert_eq!(sent(DEFAULTS(), 5, 60), (0, 0));
    assert_eq!(sent(DEFAULTS(), 5, 62), (1, 300));
    assert!((8..=9).contains(&sent(quick(), 5, 10).0));
    // By count: 1,000 lines a second are two buffers.
    let (requests, stored) = sent(DEFAULTS(), 1_000, 10);
    assert!((19..=20).contains(&requests) && stored == requests * 500, "{requests} {stored}");
    // By size: 512 bytes, a line break and a key of 36 bytes; ten fit.
    let by_size = AgentSettings { max_buffer_size_bytes: 549 * 10 + 9, ..DEFAULTS() };
    let (requests, stored) = sent(by_size, 100, 5);
    assert!(stored == requests * 10 && (48..=50).contains(&requests), "{requests} {stored}");
}

#[test]
fn lines_come_in_order_while_nothing_is_refused() {
    let settings = AgentSettings { rotate_every_s: 1, ..quick() };
    let mut world = world(&with_agent(1, telling(900), settings));
    world.advance_to(seconds(9));
    let numbers: Vec<u64> = texts(&world).iter().map(|text| number(text)).collect();
    assert!(agent(&world).rotated() >= 7 && numbers.len() > 6_000);
    assert!(numbers.iter().copied().eq(0..numbers.len() as u64));
    let text = &texts(&world)[0];
    assert!(text.starts_with("0 user-") && text.ends_with("Z\n"), "{text}");
}

#[test]
fn what_is_throttled_waits_and_nothing_overtakes_it() {
    // Half as much again as a shard takes.
    let settings = AgentSettings { rotate_at_bytes: 0, ..quick() };
    let (mut world, mut seen) = (world(&with_agent(1, telling(1_500), settings)), Seen::default());
    for second in 1..=60 {
        world.advance_to(seconds(second));
        seen.look(&world);
        check(&world);
    }
    let totals = agent(&world).totals();
    assert!(totals.sent_again > 1_000 && totals.lost == 0, "{totals:?}");
    let behind = agent(&world).behind(producer(&world));
    assert!(behind.lines > 25_000 && behind.age(world.now()) > Micros::seconds(15), "{behind:?}");
    // A buffer is a run of 500 lines, and all of one is stored before the next one goes.
    let buffers: Vec<u64> = seen.lines.iter().map(|line| line / 500).collect();
    assert!(buffers.is_sorted());
}

#[test]
fn a_crash_repeats_what_was_not_checkpointed() {
    let mut world = world(&with_agent(2, telling(400), quick()));
    world.advance_to(seconds(5));
    assert_eq!(agent(&world).totals().repeated, 0);
    // The answers of slow zones come late: what they hold is stored, and the agent does not know.
    for zone in [Zone::A, Zone::B, Zone::C] {
        let state = ZoneState::Slow { extra: Micros::seconds(2) };
        world.execute(Command::SetZone { zone, state }).unwrap();
    }
    let before = agent(&world).totals().stored;
    while agent(&world).totals().stored == before {
        world.advance_to(world.now() + Micros::millis(50));
    }
    world.execute(act(AgentAction::Crash)).unwrap();
    let unknown = agent(&world).totals().stored - before;
    wait(&mut world, 3);
    assert!(!agent(&world).is_running());
    assert_eq!(agent(&world).totals().stored - before, unknown, "who has crashed sends nothing");
    assert!(agent(&world).behind(producer(&world)).lines > 1_200);
    world.execute(act(AgentAction::Start)).unwrap();
    wait(&mut world, 9);
    assert_eq!(agent(&world).totals().repeated, unknown);
    check(&world);
}

#[test]
fn without_a_checkpoint_the_initial_position_decides() {
    for (initial_position, is_from_start) in [(InitialPosition::EndOfFile, false), (InitialPosition::StartOfFile, true)]
    {
        let settings = AgentSettings { initial_position, ..quick() };
        let mut world = world(&with_agent(1, telling(100), settings));
        world.execute(act(AgentAction::Crash)).unwrap();
        world.advance_to(seconds(4));
        world.execute(act(AgentAction::Start)).unwrap();
        wait(&mut world, 4);
        let (first, totals) = (number(&texts(&world)[0]), agent(&world).totals());
        assert_eq!((first, totals.skipped), if is_from_start { (0, 0) } else { (400, 400) });
        check(&world);
    }
}

#[test]
fn what_is_rotated_away_while_the_agent_is_down_is_lost() {
    let settings = AgentSettings { rotate_every_s: 2, kept_files: 1, ..quick() };
    let mut world = world(&with_agent(1, telling(50), settings));
    world.advance_to(seconds(6));
    world.execute(act(AgentAction::Crash)).unwrap();
    world.advance_to(seconds(20));
    let totals = agent(&world).totals();
    assert!((450..=700).contains(&totals.lost), "{totals:?}");
    assert_eq!(
        agent(&world).files().iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
        ["/var/log/app/access.log", "/var/log/app/access.log.1",]
    );
    world.execute(act(AgentAction::Start)).unwrap();
    wait(&mut world, 5);
    check(&world);
    assert!(agent(&world).behind(producer(&world)).lines <= 5);
}

#[test]
fn records_over_1_000_kb_are_cut_off() {
    let load = Traffic { template: None, record_size: RecordSize::Fixed { bytes: 1_048_576 }, ..traffic(1) };
    let mut world = world(&with_agent(2, load, quick()));
    world.advance_to(seconds(8));
    let texts = texts(&world);
    assert!(texts.len() > 3 && texts.iter().all(|text| text.len() == 1_024_000 && text.ends_with('\n')));
    assert_eq!(agent(&world).totals().truncated, agent(&world).totals().read);
}

#[test]
fn logs_become_json_and_what_is_no_entry_is_left_out() {
    let settings = |data_processing| AgentSettings { data_processing, ..quick() };
    let load = || Traffic { template: Some(Template::ApacheLog), ..traffic(40) };
    let mut right = world(&with_agent(1, load(), settings(DataProcessing::CombinedApacheLog)));
    right.advance_to(seconds(5));
    let texts = texts(&right);
    assert!(texts.len() > 100);
    for text in &texts {
        let object: serde_json::Value = serde_json::from_str(text).unwrap();
        assert!(object["authuser"].as_str().unwrap().starts_with("user-") && object["agent"].is_string(), "{text}");
        assert!(object["ident"].is_null());
    }
    let mut wrong = world(&with_agent(1, load(), settings(DataProcessing::Syslog)));
    wrong.advance_to(seconds(5));
    let totals = agent(&wrong).totals();
    assert!(totals.left_out > 150 && totals.sent == 0 && totals.stored == 0, "{totals:?}");
    check(&wrong);
}

/// A file of few lines.
#[derive(Debug)]
struct Lines(Vec<&'static str>);

impl LineSource for Lines {
    fn lines(&self) -> usize {
        self.0.len()
    }
    fn line(&self, index: usize) -> &str {
        self.0[index]
    }
}

#[test]
fn a_real_file_is_tailed_from_its_first_line_again_and_again() {
    let file = || Sources {
        lines: BTreeMap::from([("app.log".to_owned(), Rc::new(Lines(vec!["first", "zweite Zeile ä", "3"])) as Rc<_>)]),
        ..Sources::default()
    };
    let load = |file: &str| Traffic { template: Some(Template::Lines { file: file.into() }), ..traffic(10) };
    let mut world = World::new(&with_agent(1, load("app.log"), quick()), file()).unwrap();
    world.advance_to(seconds(3));
    assert_eq!(texts(&world)[..4], ["first\n", "zweite Zeile ä\n", "3\n", "first\n"]);
    check(&world);
    let unknown = World::new(&with_agent(1, load("other.log"), quick()), file()).unwrap_err();
    assert_eq!(unknown.field, "producers[0].traffic.template.lines.file");
    assert_eq!(unknown.rule, Rule::Known { known: vec!["app.log".into()] });
    // A producer without an agent sends the lines without their breaks.
    let mut by_hand = World::new(&plan(1, vec![load("app.log")]), file()).unwrap();
    by_hand.add_line_source("late.log".into(), Rc::new(Lines(vec!["late"])));
    by_hand.advance_to(seconds(1));
    by_hand.execute(Command::SetTraffic { producer: "p0".into(), traffic: load("late.log") }).unwrap();
    by_hand.advance_to(seconds(2));
    let sent = texts(&by_hand);
    assert_eq!((sent[0].as_str(), sent.last().unwrap().as_str()), ("first", "late"));
}

#[test]
fn only_agents_crash_and_settings_stay_of_their_kind() {
    let mut plain = world(&plan(1, vec![traffic(10)]));
    let Err(Rejection::Invalid(wrong)) = plain.execute(act(AgentAction::Crash)) else { panic!("an SDK has no agent") };
    assert_eq!((wrong.field.as_str(), wrong.rule), ("producer", Rule::SameKind));
    let text = r#"{"agent": {"file_pattern": "/tmp/a*", "partition_key_option": "DETERMINISTIC",
        "data_processing": "CSVTOJSON", "custom_field_names": "a, b", "delimiter": "\\t"}}"#;
    let ProducerKind::Agent(settings) = serde_json::from_str(text).unwrap() else { panic!("{text}") };
    assert_eq!(settings.file_name(), "/tmp/a");
    assert_eq!((settings.data_processing, settings.max_buffer_age_ms), (DataProcessing::CsvToJson, 60_000));
    assert_eq!((settings.column_names().collect(), settings.column_delimiter()), (vec!["a", "b"], "\t"));
}

#[test]
fn an_agent_that_is_taken_away_gives_up_what_it_holds() {
    let mut world = world(&with_agent(1, telling(40), DEFAULTS()));
    world.advance_to(seconds(10));
    assert!(producer(&world).totals.waiting > 390);
    world.execute(Command::Producer(ProducerCommand::Remove { producer: "p0".into() })).unwrap();
    let totals = producer(&world).totals;
    assert_eq!((totals.generated, totals.waiting), (totals.given_up + totals.accepted, 0));
    world.advance_to(seconds(100));
    assert_eq!(producer(&world).totals, totals);
}

#[test]
fn a_stream_that_does_not_exist_is_waited_for() {
    let mut plan = with_agent(1, telling(20), quick());
    plan.producers[0].stream = Some("later".into());
    let mut world = world(&plan);
    world.advance_to(seconds(30));
    assert!(agent(&world).totals().stored == 0 && producer(&world).totals.failed > 0);
    world
        .execute(Command::Producer(ProducerCommand::Connect { producer: "p0".into(), stream: STREAM.into() }))
        .unwrap();
    world.advance_to(seconds(60));
    let totals = agent(&world).totals();
    assert!(totals.stored > 1_000 && totals.lost == 0, "{totals:?}");
    assert_eq!(texts(&world).len() as u64, totals.stored);
}

#[test]
fn keys_of_the_application_are_told_by_its_lines_alone() {
    let keys = KeyModel::HotKey { keys: 1, share: 1.0, hot_key: "checkout".into() };
    let mut world = world(&with_agent(4, Traffic { keys, ..telling(400) }, quick()));
    world.advance_to(seconds(8));
    assert!(texts(&world).iter().all(|text| text.contains(" checkout ")));
    // Random keys spread what one key would not.
    for shard in &stream(&world).shards {
        let share = shard.totals.accepted_records as f64 / agent(&world).totals().stored as f64;
        assert!((0.2..0.3).contains(&share), "{share}");
    }
}
