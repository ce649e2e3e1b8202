//! Tests of the command-line example: what it prints, what it refuses, and in which words.

mod aggregates;
mod aws;
mod deliveries;
mod keys;
mod objects;
mod refusals;
mod run;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The example's program, which Cargo builds beside the tests.
fn program() -> PathBuf {
    let mut path = std::env::current_exe().expect("the test's own path is known");
    path.pop();
    path.set_file_name("examples");
    path.push(format!("headless{}", std::env::consts::EXE_SUFFIX));
    assert!(path.is_file(), "{} is missing: cargo build --example headless", path.display());
    path
}

/// Runs the example in the repository's folder.
fn headless(arguments: &[&str]) -> Output {
    Command::new(program())
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the example starts")
}

/// The JSON that the example prints.
fn answer(arguments: &[&str]) -> Value {
    let output = headless(arguments);
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {words}");
    serde_json::from_slice(&output.stdout).expect("the answer is JSON")
}

/// What the example says when it refuses, which it does with status 2 and nothing on standard output.
fn refusal(arguments: &[&str]) -> String {
    let output = headless(arguments);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {words}");
    assert!(output.stdout.is_empty(), "{arguments:?} is refused and answered");
    assert!(!words.contains("panicked"), "{arguments:?}: {words}");
    words
}

/// Asserts that the example refuses, and names each of `parts`.
fn assert_refused(arguments: &[&str], parts: &[&str]) {
    let words = refusal(arguments);
    for part in parts {
        assert!(words.contains(part), "{part:?} is not in {words:?}");
    }
}

/// Writes a file for the test called `test`; gives its path.
fn write(test: &str, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("headless").join(test).join(name);
    std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
    std::fs::write(&path, content).expect("the file can be written");
    path.to_str().expect("the path is UTF-8").to_owned()
}

/// A shipped scenario.
fn shipped_scenario() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/scenarios/hot-key.json");
    std::fs::read_to_string(path).expect("the shipped scenario can be read")
}

/// A shipped scenario with `from` replaced by `to`.
fn changed_scenario(from: &str, to: &str) -> String {
    let text = shipped_scenario();
    assert!(text.contains(from), "{from:?} is not in the scenario");
    text.replace(from, to)
}

/// A shipped scenario, with a producer of its own for each of `keys`, which are key models.
fn scenario_with_keys(keys: &[Value]) -> Value {
    let mut scenario: Value = serde_json::from_str(&shipped_scenario()).expect("the shipped scenario is JSON");
    let producers = &mut scenario["plan"]["producers"];
    let producer = producers[0].clone();
    let with_keys = (0..).zip(keys).map(|(index, keys)| {
        let mut producer = producer.clone();
        producer["name"] = format!("producer-{index}").into();
        producer["traffic"]["keys"] = keys.clone();
        producer
    });
    *producers = with_keys.collect();
    scenario
}

/// The number at `pointer`.
fn number(value: &Value, pointer: &str) -> u64 {
    let found = value.pointer(pointer).and_then(Value::as_u64);
    found.unwrap_or_else(|| panic!("there is no whole number at {pointer} of {value}"))
}

#[test]
fn a_reader_that_closes_early_is_no_error() {
    let keys = ["keys", "static/samples/flights-by-airport.csv", "--column", "origin"];
    for arguments in [&["run", "hot-key", "--for", "1s"][..], &keys] {
        let mut child = Command::new(program())
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the example starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the example ends");
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && words.is_empty(), "{arguments:?}: {words}");
    }
}
