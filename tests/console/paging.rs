//! Automatic paging: one output of all pages, `--max-items` and what follows it.

use crate::support::run;
use serde_json::{Value, json};

fn page(names: &[&str], token: Option<&str>) -> (u16, Value) {
    let summaries: Vec<Value> = names.iter().map(|name| json!({ "StreamName": name })).collect();
    let body = json!({
        "StreamNames": names, "HasMoreStreams": token.is_some(), "NextToken": token, "StreamSummaries": summaries,
    });
    (200, body)
}

fn described(ids: &[&str], has_more: bool) -> (u16, Value) {
    let shards: Vec<Value> = ids.iter().map(|id| json!({ "ShardId": id })).collect();
    (200, json!({"StreamDescription": {"StreamName": "s", "Shards": shards, "HasMoreShards": has_more}}))
}

#[test]
fn pages_are_fetched_until_there_are_no_more() {
    let done = run(
        "aws kinesis list-streams --query StreamNames --page-size 2",
        &[page(&["a", "b"], Some("t1")), page(&["c"], None)],
    );
    let bodies: Vec<Value> = done.calls.into_iter().map(|(_, body)| body).collect();
    assert_eq!(bodies, [json!({"Limit": 2}), json!({"Limit": 2, "NextToken": "t1"})]);
    assert_eq!(done.outcome.output, "[\n    \"a\",\n    \"b\",\n    \"c\"\n]\n");
}

#[test]
fn described_shards_go_on_after_the_last() {
    let done = run(
        "aws kinesis describe-stream --stream-name s --query StreamDescription.Shards[].ShardId --output text",
        &[described(&["x", "y"], true), described(&["z"], false)],
    );
    assert_eq!(done.calls[1].1, json!({"StreamName": "s", "ExclusiveStartShardId": "y"}));
    // Text is printed page by page.
    assert_eq!(done.outcome.output, "x\ty\nz\n");
}

#[test]
fn one_call_is_made_where_the_command_pages_by_hand() {
    for options in [
        "--no-paginate",
        "--limit 2",
        "--next-token t0",
        "--exclusive-start-stream-name a",
        "--cli-input-json '{\"Limit\": 2}'",
    ] {
        let line = format!("aws kinesis list-streams {options} --query '[HasMoreStreams, NextToken]' --output text");
        let done = run(&line, &[page(&["a", "b"], Some("t1"))]);
        assert_eq!((done.calls.len(), done.outcome.output.as_str()), (1, "True\tt1\n"), "{options}");
    }
}

#[test]
fn an_output_that_was_cut_off_can_be_continued() {
    // The token is base64 of {"NextToken": null, "boto_truncate_amount": 2}, as botocore writes it.
    let token = "eyJOZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAyfQ==";
    let answer = || page(&["a", "b", "c"], None);
    let done = run("aws kinesis list-streams --max-items 2 --output text", &[answer()]);
    assert_eq!(
        done.outcome.output,
        format!(
            "STREAMNAMES\ta\nSTREAMNAMES\tb\nSTREAMSUMMARIES\ta\nSTREAMSUMMARIES\tb\nSTREAMSUMMARIES\tc\nNEXTTOKEN\t{token}\n"
        )
    );
    let done = run(&format!("aws kinesis list-streams --starting-token {token}"), &[answer()]);
    assert_eq!(
        done.outcome.output,
        "{\n    \"StreamNames\": [\n        \"c\"\n    ],\n    \"StreamSummaries\": []\n}\n"
    );
    // Where a page ends, the service's token is enough.
    let pages = [page(&["a", "b"], Some("t1")), page(&["c"], None)];
    let done = run("aws kinesis list-streams --max-items 2 --query NextToken --output json", &pages);
    assert_eq!((done.calls.len(), done.outcome.output.as_str()), (1, "\"eyJOZXh0VG9rZW4iOiAidDEifQ==\"\n"));
    let done = run("aws kinesis list-streams --starting-token eyJOZXh0VG9rZW4iOiAidDEifQ==", &pages[1..]);
    assert_eq!(done.calls[0].1, json!({"NextToken": "t1"}));
    // A service's own token is taken too.
    let done = run("aws kinesis list-streams --starting-token t9", &pages[1..]);
    assert_eq!(done.calls[0].1, json!({"NextToken": "t9"}));
}

#[test]
fn the_token_of_listed_shards_stands_for_what_was_said_before() {
    let shards = |ids: &[&str]| ids.iter().map(|id| json!({ "ShardId": id })).collect::<Vec<_>>();
    let first = (200, json!({"Shards": shards(&["x"]), "NextToken": "t1"}));
    let line =
        "aws kinesis list-shards --stream-name s --shard-filter Type=AT_LATEST --page-size 1 --query 'length(Shards)'";
    let done = run(line, &[first, (200, json!({"Shards": shards(&["y"])}))]);
    assert_eq!(done.calls[1].1, json!({"NextToken": "t1", "MaxResults": 1}));
    assert_eq!(done.outcome.output, "2\n");
}

#[test]
fn a_service_that_repeats_itself_is_not_asked_for_ever() {
    let done = run("aws kinesis list-streams", &[page(&["a"], Some("t1"))]);
    assert_eq!(done.calls.len(), 2);
    assert!(done.outcome.output.contains("The same next token was received twice: {'NextToken': 't1'}"));
    assert_eq!(done.outcome.exit, 255);
}
