//! `keys`: the report on a shipped sample, whose totals are known, and on columns that nobody named.

use super::{answer, headless, number, write};
use serde_json::Value;

const FLIGHTS: &str = "static/samples/flights-by-airport.csv";
/// The sample's records by shard of four, counted by another program.
const FLIGHTS_BY_SHARD: [u64; 4] = [1_656_027, 1_363_004, 1_110_819, 2_879_878];

fn by_shard(report: &Value) -> Vec<u64> {
    let shards = report["shards"].as_array().expect("a list");
    shards.iter().map(|shard| number(shard, "/records")).collect()
}

#[test]
fn the_shipped_sample_has_its_known_totals() {
    let report = answer(&["keys", FLIGHTS, "--column", "origin", "--weight", "count", "--shards", "4"]);
    assert_eq!(number(&report, "/records"), 7_009_728);
    // Data of 512 bytes and a key of three letters each.
    assert_eq!(number(&report, "/bytes"), 7_009_728 * 515);
    assert_eq!(number(&report, "/distinct_keys"), 303);
    assert_eq!(by_shard(&report), FLIGHTS_BY_SHARD);
    assert_eq!(report["hottest_key"]["name"], "ATL");
    assert_eq!(number(&report, "/hottest_key/records"), 414_513);
    // A shard takes 1,000 records/s: 1,000 * 7,009,728 / 414,513.
    assert_eq!(number(&report, "/hottest_key/rate_max_records_per_s"), 16_910);
}

#[test]
fn a_rate_gets_a_verdict() {
    let report = |rate| answer(&["keys", FLIGHTS, "--column", "origin", "--weight", "count", "--rate", rate]);
    // Four shards carry 1,000 * 7,009,728 / 2,879,878 records/s.
    let modest = report("2434");
    assert!((1..=4).contains(&number(&modest, "/shards_needed")));
    let beyond = report("16911");
    assert!(beyond["shards_needed"].is_null());
    assert_eq!(beyond["verdict"]["never-with-this-key"]["key"], "ATL");
}

#[test]
fn options_reach_the_report() {
    let options = ["--shards", "1", "--record-size", "1000", "--limits", "course-notes"];
    let report = answer(&[&["keys", FLIGHTS, "--column", "destination"][..], &options].concat());
    assert_eq!(number(&report, "/record_size_bytes"), 1_000);
    assert_eq!(report["profile"], "course-notes");
    assert_eq!(report["columns"]["key"], "destination");
    // Without a weight column, each row is one record.
    assert_eq!(by_shard(&report), [5_366]);
}

#[test]
fn columns_that_nobody_named_are_guessed_and_said() {
    let output = headless(&["keys", FLIGHTS]);
    assert!(output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).expect("the answer is JSON");
    assert_eq!(by_shard(&report), FLIGHTS_BY_SHARD);
    let words = String::from_utf8_lossy(&output.stderr);
    for part in ["note:", "--column \"origin\"", "--weight \"count\""] {
        assert!(words.contains(part), "{part:?} is not in {words:?}");
    }
}

#[test]
fn sizes_come_from_their_column() {
    let file = write("sizes", "sized.jsonl", "{\"k\":\"a\",\"b\":10}\n{\"k\":\"a\",\"b\":30}\n");
    let report = answer(&["keys", &file, "--column", "k", "--size", "b"]);
    assert_eq!(number(&report, "/bytes"), 42);
    assert!(report["record_size_bytes"].is_null());
}

#[test]
fn rows_of_no_use_are_said_and_counted() {
    let file = write("skipped", "keys.csv", "key,n\na,2\nb,-1\nc,3\n");
    let output = headless(&["keys", &file, "--column", "key", "--weight", "n"]);
    assert!(output.status.success());
    let report: Value = serde_json::from_slice(&output.stdout).expect("the answer is JSON");
    assert_eq!((number(&report, "/records"), number(&report, "/skipped/0/rows")), (5, 1));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("note: "));
}

#[test]
fn a_file_of_many_chunks_is_read_whole() {
    let rows: u64 = 60_000;
    let lines: Vec<_> = (0..rows).map(|row| format!("device-{:05}\n", row % 1_000)).collect();
    let text = lines.concat();
    assert!(text.len() > 2 * (256 << 10), "more than two chunks");
    let file = write("chunks", "devices.txt", text);
    let report = answer(&["keys", &file, "--column", "line"]);
    assert_eq!((number(&report, "/records"), number(&report, "/distinct_keys")), (rows, 1_000));
}
