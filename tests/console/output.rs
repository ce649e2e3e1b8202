//! The forms of output, compared with those of the AWS CLI's own formatter.

use crate::support::printed;
use serde_json::{Value, json};

fn shard(id: u32, start: &str, end: &str) -> Value {
    json!({
        "SequenceNumberRange": {"StartingSequenceNumber": "4960"},
        "ShardId": format!("shardId-{id:012}"),
        "HashKeyRange": {"StartingHashKey": start, "EndingHashKey": end},
    })
}

fn shards() -> Value {
    let mut second = shard(1, "10", "99");
    second["ParentShardId"] = json!("shardId-000000000000");
    json!({ "Shards": [shard(0, "0", "9"), second] })
}

#[test]
fn json_has_the_order_of_the_model_and_instants_in_iso_8601() {
    let answer = json!({"StreamDescriptionSummary": {
        "OpenShardCount": 1, "StreamStatus": "ACTIVE", "StreamName": "s", "Unknown": 1, "KeyId": null,
        "StreamCreationTimestamp": 1_767_225_600.25, "EnhancedMonitoring": [{"ShardLevelMetrics": []}],
    }});
    let expected = r#"{
    "StreamDescriptionSummary": {
        "StreamName": "s",
        "StreamStatus": "ACTIVE",
        "StreamCreationTimestamp": "2026-01-01T00:00:00.250000+00:00",
        "EnhancedMonitoring": [
            {
                "ShardLevelMetrics": []
            }
        ],
        "OpenShardCount": 1
    }
}
"#;
    assert_eq!(printed("aws kinesis describe-stream-summary --stream-name s", answer), expected);
    assert_eq!(printed("aws kinesis delete-stream --stream-name s", json!({})), "");
}

#[test]
fn pages_put_together_have_the_members_of_the_paginator() {
    let answer = json!({"StreamDescription": {
        "StreamName": "s", "StreamARN": "arn:s", "StreamStatus": "ACTIVE", "RetentionPeriodHours": 24,
        "StreamModeDetails": {"StreamMode": "PROVISIONED"}, "HasMoreShards": false, "Shards": [],
        "EnhancedMonitoring": [], "EncryptionType": "NONE", "StreamCreationTimestamp": 1_767_225_600.0,
    }});
    let expected = r#"{
    "StreamDescription": {
        "Shards": [],
        "StreamARN": "arn:s",
        "StreamName": "s",
        "StreamStatus": "ACTIVE",
        "RetentionPeriodHours": 24,
        "EnhancedMonitoring": [],
        "EncryptionType": "NONE",
        "KeyId": null,
        "StreamCreationTimestamp": "2026-01-01T00:00:00+00:00"
    }
}
"#;
    assert_eq!(printed("aws kinesis describe-stream --stream-name s", answer), expected);
}

#[test]
fn text_has_a_line_for_each_map() {
    for (line, answer, expected) in [
        ("describe-limits", json!({"ShardLimit": 500, "OpenShardCount": 3}), "3\t500\n"),
        (
            "list-shards --stream-name s",
            shards(),
            "SHARDS\t\tshardId-000000000000\nHASHKEYRANGE\t9\t0\nSEQUENCENUMBERRANGE\t4960\n\
             SHARDS\tshardId-000000000000\tshardId-000000000001\nHASHKEYRANGE\t99\t10\nSEQUENCENUMBERRANGE\t4960\n",
        ),
        (
            "list-tags-for-stream --stream-name s",
            json!({"Tags": [{"Key": "team", "Value": "web"}, {"Key": "x"}], "HasMoreTags": false}),
            "False\nTAGS\tteam\tweb\nTAGS\tx\t\n",
        ),
        ("list-streams --query StreamNames", json!({"StreamNames": ["a", "b"]}), "a\tb\n"),
        (
            "list-streams --query 'StreamSummaries[].[StreamName, StreamStatus]'",
            json!({"StreamSummaries": [{"StreamName": "a", "StreamStatus": "ACTIVE"}, {"StreamName": "b"}]}),
            "a\tACTIVE\nb\tNone\n",
        ),
        ("list-streams --query 'length(StreamNames)'", json!({"StreamNames": ["a", "b"]}), "2\n"),
        ("list-streams --query Nothing", json!({"StreamNames": []}), "None\n"),
    ] {
        assert_eq!(printed(&format!("aws kinesis {line} --output text"), answer), expected, "{line}");
    }
}

#[test]
fn tables_are_drawn_as_the_aws_cli_draws_them() {
    let limits = json!({
        "ShardLimit": 500, "OpenShardCount": 3, "OnDemandStreamCount": 0, "OnDemandStreamCountLimit": 50,
    });
    let put = json!({
        "ShardId": "shardId-000000000000", "EncryptionType": "NONE",
        "SequenceNumber": "49600000000000000000000000000000000000000000000000000002",
    });
    for (line, answer, expected) in [
        ("describe-limits", limits, include_str!("tables/describe-limits.txt")),
        ("list-shards --stream-name s", shards(), include_str!("tables/list-shards.txt")),
        (
            "list-tags-for-stream --stream-name s",
            json!({"Tags": [{"Key": "team", "Value": "web"}, {"Key": "x"}], "HasMoreTags": false}),
            include_str!("tables/list-tags-for-stream.txt"),
        ),
        ("put-record --stream-name s --data YQ==", put, include_str!("tables/put-record.txt")),
        (
            "list-streams --query 'StreamSummaries[].[StreamName, StreamStatus]'",
            json!({"StreamSummaries": [
                {"StreamName": "a", "StreamStatus": "ACTIVE"}, {"StreamName": "b", "StreamStatus": "CREATING"},
            ]}),
            include_str!("tables/list-streams.txt"),
        ),
    ] {
        assert_eq!(printed(&format!("aws kinesis {line} --output table"), answer), expected, "{line}");
    }
}

#[test]
fn skeletons_show_requests_and_answers() {
    let input = r#"{
    "StreamName": "",
    "ShardId": "",
    "ShardIteratorType": "AFTER_SEQUENCE_NUMBER",
    "StartingSequenceNumber": "",
    "Timestamp": "1970-01-01T00:00:00",
    "StreamARN": "",
    "StreamId": "",
    "DryRun": true
}
"#;
    assert_eq!(printed("aws kinesis get-shard-iterator --generate-cli-skeleton", json!({})), input);
    let output = "{\n    \"ShardIterator\": \"ShardIterator\"\n}\n";
    let line =
        "aws kinesis get-shard-iterator --shard-id 0 --shard-iterator-type LATEST --generate-cli-skeleton output";
    assert_eq!(printed(line, json!({})), output);
}

#[test]
fn help_explains_each_operation() {
    for (line, parts) in [
        ("help", vec!["aws kinesis help", "Tab completes"]),
        ("aws help", vec!["GLOBAL OPTIONS", "--query", "kinesis"]),
        ("aws kinesis help", vec!["put-record ", "wait", "NOT SIMULATED"]),
        ("aws kinesis wait stream-exists help", vec!["JMESPath query StreamDescription.StreamStatus returns ACTIVE"]),
        (
            "aws kinesis put-records help",
            vec![
                "--records <value>\n",
                "[--stream-name <value>]",
                "[--dry-run | --no-dry-run]",
                "Constraints: 1 to 500 entries",
                "Shorthand Syntax: Data=blob,ExplicitHashKey=string,PartitionKey=string ...",
                "EXAMPLE\n  aws kinesis put-records",
                "FailedRecordCount -> (integer)",
            ],
        ),
        ("aws kinesis list-shards help", vec!["is a paginated operation", "--max-items"]),
        ("aws configure list", vec!["region                us-east-1"]),
    ] {
        let text = printed(line, json!({}));
        for part in parts {
            assert!(text.contains(part), "{line} has not {part}:\n{text}");
        }
    }
}

#[test]
fn the_example_of_each_operation_can_be_typed() {
    for (service, operations) in [("kinesis", 39), ("kms", 12), ("cloudwatch", 2), ("firehose", 12)] {
        let help = printed(&format!("aws {service} help"), json!({}));
        let simulated = help.split("NOT SIMULATED").next().unwrap_or_default();
        let names = simulated.lines().skip_while(|line| *line != "AVAILABLE COMMANDS").skip(1);
        let names: Vec<&str> = names.filter_map(|line| line.split_whitespace().next()).collect();
        assert!(names.len() >= operations, "{names:?}");
        for name in names.into_iter().filter(|name| !matches!(*name, "wait" | "subscribe-to-shard")) {
            let help = printed(&format!("aws {service} {name} help"), json!({}));
            let example = help.split("EXAMPLE\n").nth(1).and_then(|rest| rest.split("\n\n").next());
            let example = example.unwrap_or_else(|| panic!("{name} has no example")).replace('\n', " ");
            let done = crate::support::run(&example, &[(200, json!({}))]);
            assert_eq!((done.calls.len(), done.outcome.exit), (1, 0), "{example}\n{}", done.outcome.output);
        }
    }
}
