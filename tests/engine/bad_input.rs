//! Bad input: each breach names its field and its rule, and leaves the world as it was.

use crate::support::{Cities, FILE, entry, file_keys, plan, put_record, put_records, seconds, sources, traffic, world};
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::request::PutRecordsEntry;
use shardscope::engine::command::Command;
use shardscope::engine::error::{Rejection, Rule, Violation};
use shardscope::engine::ids::Bytes;
use shardscope::engine::limits::{LimitId, Profile};
use shardscope::engine::plan::{Plan, StreamPlan};
use shardscope::engine::producer::keys::KeySource;
use shardscope::engine::producer::traffic::{Burst, KeyModel, RecordSize, Traffic};
use shardscope::engine::world::{KeySources, World};
use std::rc::Rc;

const MIB: usize = 1_048_576;

fn within(limit: LimitId, allowed: u64) -> Rule {
    Rule::WithinLimit { limit, allowed }
}

fn between(min: f64, max: f64, unit: &str) -> Rule {
    Rule::Between { min, max, unit: unit.into() }
}

fn set(traffic: Traffic) -> Command {
    Command::SetTraffic { producer: "p0".into(), traffic }
}

fn put(partition_key: &str, data_bytes: usize) -> Command {
    put_record(entry(partition_key, data_bytes))
}

fn put_at(explicit_hash_key: &str) -> Command {
    put_record(PutRecordsEntry { explicit_hash_key: Some(explicit_hash_key.into()), ..entry("a", 1) })
}

fn many(count: usize, data_bytes: usize) -> Command {
    put_records(vec![entry("a", data_bytes); count])
}

fn hot(share: f64, hot_key: &str) -> Command {
    set(Traffic { keys: KeyModel::HotKey { keys: 10, share, hot_key: hot_key.into() }, ..traffic(10) })
}

/// Executes a command that must be refused, in a world that must not change.
fn refusal(world: &mut World, command: Command) -> Violation {
    let state = |world: &World| (world.trace().hash(), world.totals(), world.journal().len(), world.next_event_at());
    let before = state(world);
    let shown = format!("{command:?}").chars().take(200).collect::<String>();
    let Err(Rejection::Invalid(violation)) = world.execute(command) else {
        panic!("accepted: {shown}");
    };
    assert_eq!(state(world), before, "{shown}");
    violation
}

fn check(world: &mut World, cases: Vec<(Command, &str, Rule)>) {
    for (command, field, rule) in cases {
        let violation = refusal(world, command);
        assert_eq!((violation.field.as_str(), violation.rule), (field, rule));
        assert!(violation.value.chars().count() <= 61, "values are shown shortened");
    }
}

fn busy(profile: Profile) -> World {
    let mut world = world(&Plan { limits: profile, ..plan(2, vec![traffic(500)]) });
    world.advance_to(seconds(2));
    world
}

/// Executes a request that must be refused, in a world that must not change.
fn refused(world: &mut World, command: Command) -> ApiError {
    let state = |world: &World| (world.trace().hash(), world.totals(), world.journal().len(), world.next_event_at());
    let before = state(world);
    let Err(Rejection::Refused(refusal)) = world.execute(command) else {
        panic!("accepted");
    };
    assert_eq!(state(world), before, "{refusal:?}");
    refusal
}

#[test]
fn a_bad_record_is_refused() {
    let mut world = busy(Profile::Current);
    let limit = Bytes(MIB as u64);
    let too_large = |data, key| {
        let (data, key) = (Bytes(data as u64), Bytes(key));
        ApiError::RecordBytes { index: None, data, key, limit }
    };
    // Data and partition key together.
    assert_eq!(refused(&mut world, put("a", MIB)), too_large(MIB, 1));
    assert_eq!(refused(&mut world, put("\u{1f30a}", MIB - 3)), too_large(MIB - 3, 4));
    for key in ["340282366920938463463374607431768211456", &"9".repeat(38_000), "007", "-1", ""] {
        assert_eq!(refused(&mut world, put_at(key)), ApiError::HashKeyTooLarge { hash_key: key.to_owned() });
    }
    let keyless = PutRecordsEntry { partition_key: None, ..entry("a", 1) };
    let missing = |index| ApiError::PartitionKeyMissing { index };
    assert_eq!(refused(&mut world, put_record(keyless.clone())), missing(None));
    assert_eq!(refused(&mut world, put_records(vec![entry("a", 1), keyless])), missing(Some(1)));
    let mut idle = crate::support::world(&plan(2, Vec::new()));
    idle.execute(put("\u{1f30a}", MIB - 4)).unwrap();
    world.execute(put("a", 1)).unwrap();
    world.execute(put_at("340282366920938463463374607431768211455")).unwrap();
    assert_eq!(world.journal().len(), 2);
}

#[test]
fn a_bad_request_is_refused_whole() {
    let too_much = |bytes, allowed| ApiError::RequestBytes { bytes: Bytes(bytes), limit: Bytes(allowed) };
    let mib = MIB as u64;
    let mut current = busy(Profile::Current);
    assert_eq!(refused(&mut current, many(11, MIB - 1)), too_much(11 * mib, 10 * mib));
    current.execute(many(10, MIB - 1)).unwrap();
    current.execute(Command::SetLimitsProfile(Profile::CourseNotes)).unwrap();
    assert_eq!(refused(&mut current, many(6, MIB - 1)), too_much(6 * mib, 5 * mib));
    let mut notes = busy(Profile::CourseNotes);
    notes.execute(many(5, MIB - 1)).unwrap();
    notes.execute(many(500, 1)).unwrap();
}

#[test]
fn bad_traffic_is_refused() {
    let rate = between(0.0, 1_000_000.0, "records/s");
    let bursts = |every_s, for_s, factor| {
        let burst = Some(Burst { every_s, for_s, factor });
        set(Traffic { burst, ..traffic(50_000) })
    };
    let sized = |record_size| set(Traffic { record_size, ..traffic(10) });
    let keyed = |keys| set(Traffic { keys, ..traffic(10) });
    let stranger = Command::SetTraffic { producer: "nobody".into(), traffic: traffic(1) };
    let known = |name: &str| Rule::Known { known: vec![name.into()] };
    let other_file = KeyModel::File { file: "other.csv".into(), key: "city".into(), weight: None, size: None };
    let cases = vec![
        (stranger, "producer", known("p0")),
        (set(traffic(1_000_000_000)), "rate_records_per_s", rate.clone()),
        (bursts(30, 5, 21), "rate_records_per_s × burst.factor", rate),
        (bursts(1, 5, 2), "burst.every_s", between(2.0, 86_400.0, "s")),
        (bursts(30, 0, 2), "burst.for_s", between(1.0, 86_400.0, "s")),
        (bursts(30, 5, 0), "burst.factor", between(1.0, 100.0, "times")),
        (hot(f64::NAN, "a"), "keys.share", between(0.0, 1.0, "")),
        (hot(-0.01, "a"), "keys.share", between(0.0, 1.0, "")),
        (hot(f64::INFINITY, "a"), "keys.share", between(0.0, 1.0, "")),
        (hot(0.5, ""), "keys.hot_key", between(1.0, 256.0, "characters")),
        (hot(0.5, &"k".repeat(257)), "keys.hot_key", within(LimitId::PartitionKeyCharacters, 256)),
        (
            sized(RecordSize::Fixed { bytes: MIB as u32 + 1 }),
            "record_size.bytes",
            within(LimitId::RecordDataBytes, MIB as u64),
        ),
        (
            sized(RecordSize::LogNormal { median_bytes: 10, sigma: f64::NAN }),
            "record_size.sigma",
            between(0.0, 3.0, ""),
        ),
        (keyed(KeyModel::Uniform { keys: 0 }), "keys.keys", between(1.0, 1_000_000.0, "keys")),
        (keyed(KeyModel::Zipf { keys: 5, exponent: f64::NAN }), "keys.exponent", between(0.0, 4.0, "")),
        (keyed(other_file), "keys.file", known(FILE)),
    ];
    check(&mut busy(Profile::Current), cases);
}

fn refused_plan(plan: &Plan, sources: KeySources) -> (String, Rule) {
    let violation = World::new(plan, sources).unwrap_err();
    (violation.field, violation.rule)
}

#[test]
fn a_bad_plan_is_refused() {
    for shards in [0, 501, u32::MAX] {
        let refused = refused_plan(&plan(shards, Vec::new()), sources());
        assert_eq!(refused, ("stream.shards".into(), between(1.0, 500.0, "shards")));
    }
    let named = |name: &str| Plan {
        stream: Some(StreamPlan { name: name.into(), shards: 1, mode: None }),
        ..plan(1, Vec::new())
    };
    let long = within(LimitId::StreamNameCharacters, 128);
    for (name, rule) in [("", Rule::NotEmpty), ("a b", Rule::NameCharacters), (&*"s".repeat(129), long)] {
        assert_eq!(refused_plan(&named(name), sources()), ("stream.name".into(), rule));
    }
    let mut twins = plan(1, vec![traffic(1), traffic(1)]);
    twins.producers[1].name = "p0".into();
    assert_eq!(refused_plan(&twins, sources()), ("producers[1].name".into(), Rule::Unique));
    let crowd = plan(1, vec![traffic(1); 17]);
    assert_eq!(refused_plan(&crowd, sources()), ("producers".into(), between(0.0, 16.0, "producers")));
}

#[test]
fn a_sample_without_records_is_refused() {
    let traffic = Traffic { keys: file_keys(), ..traffic(10) };
    let empty = Cities { names: Vec::new(), records: Vec::new(), tail: Vec::new() };
    let weightless = Cities { records: vec![0; 40], tail: vec![(3, 0)], ..Cities::some() };
    for source in [empty, weightless] {
        let sources = KeySources::from([(FILE.to_owned(), Rc::new(source) as Rc<dyn KeySource>)]);
        let refused = refused_plan(&plan(1, vec![traffic.clone()]), sources);
        assert_eq!(refused, ("producers[0].traffic.keys.file".into(), Rule::NotEmpty));
    }
}
