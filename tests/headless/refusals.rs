//! What is refused, with the field and the limit named in words.

use super::{assert_refused, changed_scenario, refusal, scenario_with_keys, write};
use serde_json::{Value, json};

const FLIGHTS: &str = "static/samples/flights-by-airport.csv";

/// The key model of `file`, column `key`.
fn keys_of(file: &str, key: &str) -> Value {
    json!({"file": {"file": file, "key": key}})
}

/// Asserts that the scenario is refused, and names each of `parts`.
fn assert_scenario_refused(name: &str, content: impl AsRef<[u8]>, parts: &[&str]) {
    let path = write("refusals", name, content);
    assert_refused(&["run", &path, "--for", "1s"], &[&[name], parts].concat());
}

#[test]
fn values_out_of_bounds_name_their_field_and_the_limit() {
    let of = |path: &str| format!("plan.producers[0].traffic.{path}");
    let rate = of("rate_records_per_s");
    let long_key = "k".repeat(300);
    for (name, from, to, parts) in [
        ("billion.json", "2400", "1000000000", [&rate, "1,000,000"]),
        ("beyond-u32.json", "2400", "5000000000", [&rate, "1,000,000"]),
        ("negative.json", "2400", "-1", [&rate, "1,000,000"]),
        ("two-megabytes.json", "\"bytes\": 300", "\"bytes\": 2000000", [&of("record_size.bytes"), "1,048,576"]),
        ("long-key.json", "user-42", &long_key, [&of("keys.hot_key"), "256"]),
        ("no-shards.json", "\"shards\": 4", "\"shards\": 0", ["plan.stream.shards", "500"]),
        ("version.json", "\"version\": 1", "\"version\": 9", ["version", "9"]),
    ] {
        assert_scenario_refused(name, changed_scenario(from, to), &parts.map(|part: &str| part));
    }
}

#[test]
fn malformed_scenarios_say_where() {
    assert_scenario_refused("half.json", "{\"version\": 1,\n \"name\"", &["line 2"]);
    assert_scenario_refused("empty.json", "", &["line 1"]);
    assert_scenario_refused("binary.json", [b'{', b'\n', b' ', 0xff, 0xfe, 0x00], &["line 2", "UTF-8"]);
    assert_scenario_refused("unknown.json", changed_scenario("\"seed\"", "\"sed\""), &["sed"]);
    assert_scenario_refused("kind.json", changed_scenario("2400", "\"fast\""), &["rate_records_per_s"]);
    assert_scenario_refused("long.json", vec![b' '; 2_000_000], &["2,000,000", "1,048,576"]);
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let missing = refusal(&["run", "nowhere.json", "--for", "1s"]);
    assert!(missing.contains("nowhere.json") && missing.contains("hot-key"), "{missing}");
    assert_refused(&["keys", "nowhere.csv", "--column", "a"], &["nowhere.csv"]);
    assert_refused(&["run", "static/scenarios", "--for", "1s"], &["static/scenarios"]);
    assert_refused(&["keys", "static/samples", "--column", "a"], &["static/samples"]);
}

#[test]
fn key_files_of_no_use_say_why() {
    let file = |name, content: &[u8]| write("key-files", name, content);
    let no_column = ["keys", FLIGHTS, "--column", "airport"];
    assert_refused(&no_column, &["airport", "origin", "destination", "count"]);
    assert_refused(&["keys", FLIGHTS, "--column", "origin", "--weight", "flights"], &["flights", "count"]);
    assert_refused(&["keys", &file("empty.csv", b""), "--column", "a"], &["empty.csv"]);
    let rubbish: Vec<u8> = (0..5_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert_refused(&["keys", &file("rubbish.csv", &rubbish), "--column", "a"], &["rubbish.csv"]);
    let packed = file("packed.csv", b"\x1f\x8b\x08\x00\x00\x00\x00\x00");
    assert_refused(&["keys", &packed], &["packed.csv", "gzip"]);
    let long_keys = format!("key\n{}\n", "k".repeat(300));
    assert_refused(&["keys", &file("long.csv", long_keys.as_bytes()), "--column", "key"], &["long.csv", "256"]);
}

#[test]
fn a_scenario_names_the_field_of_its_key_file() {
    let field = "plan.producers[0].traffic.keys";
    let with = |keys| scenario_with_keys(&[keys]).to_string();
    assert_scenario_refused("no-file.json", with(keys_of("nowhere.csv", "key")), &[field, "nowhere.csv"]);
    assert_scenario_refused("no-name.json", with(keys_of("", "key")), &[field]);
    write("refusals", "beside.csv", "origin,count\nABE,1\n");
    let no_column = with(keys_of("beside.csv", "airport"));
    assert_scenario_refused("column.json", no_column, &[field, "airport", "origin"]);
}

#[test]
fn two_producers_cannot_read_one_file_by_different_columns() {
    write("refusals", "two.csv", "a,b\nx,y\n");
    let scenario = scenario_with_keys(&[keys_of("two.csv", "a"), keys_of("two.csv", "b")]);
    let parts = ["plan.producers[1].traffic.keys", "two.csv"];
    assert_scenario_refused("two.json", scenario.to_string(), &parts);
}

#[test]
fn arguments_out_of_bounds_name_their_option_and_the_limit() {
    for duration in ["2", "fast", "-1s", "1.5h", "2w", "", "367d", "99999999999999999999d", "9999999999999d"] {
        let option = format!("--for={duration}");
        assert_refused(&["run", "hot-key", &option], &["--for", "366"]);
    }
    for (option, limit) in [
        ("--shards=0", "500"),
        ("--shards=501", "500"),
        ("--shards=four", "500"),
        ("--rate=1000000000", "1,000,000"),
        ("--rate=99999999999999999999", "1,000,000"),
        ("--record-size=2000000", "1,048,576"),
        ("--limits=old", "course-notes"),
    ] {
        let name = option.split('=').next().expect("it has a name");
        assert_refused(&["keys", FLIGHTS, "--column", "origin", option], &[name, limit]);
    }
}

#[test]
fn usage_errors_have_the_same_status() {
    for arguments in [
        &[][..],
        &["walk"],
        &["run", "hot-key"],
        &["run", "--for", "1s"],
        &["run", "hot-key", "--for", "1s", "--seed", "x"],
        &["keys"],
    ] {
        let words = refusal(arguments);
        assert!(words.contains("--help") || words.contains("Usage"), "{words}");
    }
}
