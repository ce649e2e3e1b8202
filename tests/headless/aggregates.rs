//! `aggregate` and `deaggregate`: user records to aggregated records and back, line by line.

use super::program;
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// What `headless -- WORD` answers to these lines.
pub fn answers(word: &str, lines: &[&str]) -> Vec<Value> {
    let mut command = Command::new(program());
    let piped = command.arg(word).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the example starts");
    let mut input = child.stdin.take().expect("it is piped");
    input.write_all(lines.join("\n").as_bytes()).expect("the program reads");
    drop(input);
    let output = child.wait_with_output().expect("the program ends");
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("the answers are text");
    text.lines().map(|line| serde_json::from_str(line).expect("an answer is JSON")).collect()
}

#[test]
fn user_records_become_an_aggregated_record_and_are_taken_apart_again() {
    let records = json!({ "records": [
        { "partition_key": "user-42", "data": "aGVsbG8=" },
        { "partition_key": "größe", "explicit_hash_key": "340282366920938463463374607431768211455", "data": "" },
        { "partition_key": "user-42", "data": "AA==", "tags": [{ "key": "a", "value": "b" }, { "key": "c" }] },
    ]});
    let [aggregate] = answers("aggregate", &[&records.to_string()]).try_into().expect("one answer");
    assert!(aggregate["data"].as_str().is_some_and(|data| data.starts_with("84mawg")), "{aggregate}");
    assert_eq!(answers("deaggregate", &["", &aggregate.to_string()]), [records]);
}

#[test]
fn other_lines_are_answered_with_what_is_wrong() {
    let whole = r#"{"records":[]}"#;
    let wrong = ["{", "[]", "{}", r#"{"records":[{}]}"#, r#"{"records":[{"partition_key":"k","data":"?"}]}"#, whole];
    let answered = answers("aggregate", &wrong);
    let (last, others) = answered.split_last().expect("as many answers as lines");
    assert_eq!(others.len(), 5);
    assert!(others.iter().all(|answer| answer["error"].is_string()), "{others:?}");
    let no_aggregates = answers("deaggregate", &["{}", r#"{"data":"aGVsbG8="}"#, &last.to_string()]);
    assert!(no_aggregates[0]["error"].is_string());
    assert_eq!(no_aggregates[1..], [json!({ "error": "not an aggregated record" }), json!({ "records": [] })]);
}
