//! `aws kinesis wait`: asks every ten seconds of simulated time, eighteen times at most.

use crate::support::{refusal, run};
use serde_json::{Value, json};

fn status(status: &str) -> (u16, Value) {
    (
        200,
        json!({"StreamDescription": {"StreamName": "s", "StreamStatus": status, "Shards": [], "HasMoreShards": false}}),
    )
}

#[test]
fn a_wait_ends_when_the_stream_is_as_wished() {
    let line = "aws kinesis wait stream-exists --stream-name s";
    let done = run(line, &[status("CREATING"), status("CREATING"), status("ACTIVE")]);
    assert_eq!((done.calls.len(), done.waits_ms), (3, vec![10_000, 10_000]));
    assert_eq!((done.outcome.output.as_str(), done.outcome.exit), ("", 0));

    let gone = refusal("ResourceNotFoundException", "Stream s under account 123456789012 not found.");
    let done = run("aws kinesis wait stream-not-exists --stream-name s", &[status("DELETING"), gone]);
    assert_eq!((done.calls.len(), done.outcome.exit), (2, 0));
}

#[test]
fn a_wait_fails_after_eighteen_calls_or_a_refusal() {
    let line = "aws kinesis wait stream-exists --stream-name s";
    let done = run(line, &[status("CREATING")]);
    assert_eq!((done.calls.len(), done.waits_ms.len()), (18, 17));
    let expected = "\nWaiter StreamExists failed: Max attempts exceeded\n";
    assert_eq!((done.outcome.output.as_str(), done.outcome.exit), (expected, 255));

    let done = run(line, &[refusal("ResourceNotFoundException", "not found")]);
    let expected = "\nWaiter StreamExists failed: An error occurred (ResourceNotFoundException): not found\n";
    assert_eq!((done.outcome.output.as_str(), done.outcome.exit), (expected, 255));
}
