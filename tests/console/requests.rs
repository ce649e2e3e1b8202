//! Which request a command makes.

use crate::support::run;
use serde_json::{Value, json};

#[test]
fn commands_make_the_requests_of_the_aws_cli() {
    // Commands after `aws kinesis`, and bodies as the AWS CLI sends them.
    let cases: [(&str, Value); 26] = [
        ("list-streams", json!({})),
        ("create-stream --stream-name s --shard-count 2", json!({"StreamName": "s", "ShardCount": 2})),
        ("create-stream --stream-nam s --shard=2", json!({"StreamName": "s", "ShardCount": 2})),
        ("create-stream --stream-name a --stream-name b", json!({"StreamName": "b"})),
        ("create-stream --stream-name=s --tags a=b,c=d", json!({"StreamName": "s", "Tags": {"a": "b", "c": "d"}})),
        (
            r#"create-stream --stream-name s --stream-mode-details StreamMode=ON_DEMAND --tags '{"a": "b"}'"#,
            json!({"StreamName": "s", "StreamModeDetails": {"StreamMode": "ON_DEMAND"}, "Tags": {"a": "b"}}),
        ),
        (
            "put-record --stream-name s --partition-key k --data aGVsbG8=",
            json!({"StreamName": "s", "PartitionKey": "k", "Data": "aGVsbG8="}),
        ),
        (
            "put-record --stream-name s --partition-key k --data hello --cli-binary-format raw-in-base64-out",
            json!({"StreamName": "s", "PartitionKey": "k", "Data": "aGVsbG8="}),
        ),
        (
            "put-record --stream-name s --partition-key k --data 'aGVs bG8='",
            json!({"StreamName": "s", "PartitionKey": "k", "Data": "aGVsbG8="}),
        ),
        (
            "put-records --stream-name s --records Data=YQ==,PartitionKey=b Data=Yw==,PartitionKey=d,ExplicitHashKey=5",
            json!({"StreamName": "s", "Records": [
                {"Data": "YQ==", "PartitionKey": "b"},
                {"Data": "Yw==", "PartitionKey": "d", "ExplicitHashKey": "5"},
            ]}),
        ),
        (
            r#"put-records --stream-name s --records '[{"Data":"YQ==","PartitionKey":"b"}]'"#,
            json!({"StreamName": "s", "Records": [{"Data": "YQ==", "PartitionKey": "b"}]}),
        ),
        (
            r#"put-records --records '{"Data":"YQ=="}' '{"Data":"Yg=="}' --stream-name s"#,
            json!({"StreamName": "s", "Records": [{"Data": "YQ=="}, {"Data": "Yg=="}]}),
        ),
        (
            "delete-stream --stream-name s --no-enforce-consumer-deletion --enforce-consumer-deletion",
            json!({"StreamName": "s", "EnforceConsumerDeletion": true}),
        ),
        (
            "delete-stream --enforce-consumer-deletion --no-enforce-consumer-deletion --stream-name s",
            json!({"StreamName": "s", "EnforceConsumerDeletion": false}),
        ),
        (
            "enable-enhanced-monitoring --shard-level-metrics IncomingBytes ALL --stream-name s",
            json!({"StreamName": "s", "ShardLevelMetrics": ["IncomingBytes", "ALL"]}),
        ),
        (
            "get-shard-iterator --stream-name s --shard-id 0 --shard-iterator-type AT_TIMESTAMP --timestamp 1767225600",
            json!({"StreamName": "s", "ShardId": "0", "ShardIteratorType": "AT_TIMESTAMP", "Timestamp": 1_767_225_600}),
        ),
        (
            "get-shard-iterator --stream-name s --shard-id 0 --shard-iterator-type AT_TIMESTAMP --timestamp \
             2026-01-01T01:00:00.5+01:00",
            json!({"StreamName": "s", "ShardId": "0", "ShardIteratorType": "AT_TIMESTAMP", "Timestamp": 1_767_225_600.5}),
        ),
        (
            "list-shards --stream-name s --shard-filter Type=AT_TIMESTAMP,Timestamp=2026-01-01",
            json!({"StreamName": "s", "ShardFilter": {"Type": "AT_TIMESTAMP", "Timestamp": 1_767_225_600}}),
        ),
        (
            r#"list-shards --cli-input-json '{"StreamName": "a", "MaxResults": 3}' --stream-name b"#,
            json!({"StreamName": "b", "MaxResults": 3}),
        ),
        (
            "update-max-record-size --stream-arn a --max-record-size-in-ki-b 2048",
            json!({"StreamARN": "a", "MaxRecordSizeInKiB": 2_048}),
        ),
        ("remove-tags-from-stream --stream-name s --tag-keys a b", json!({"StreamName": "s", "TagKeys": ["a", "b"]})),
        ("list-shards --stream-name s --page-size 5 --max-items 9", json!({"StreamName": "s", "MaxResults": 5})),
        ("decrease-stream-retention-period --retention-period-hours -3", json!({"RetentionPeriodHours": -3})),
        ("list-streams --region us-east-1 --profile x --color off --no-cli-pager --no-sign-request", json!({})),
        ("list-streams \\\n  --limit 3 # a note", json!({"Limit": 3})),
        ("describe-stream --stream-name 'a b'", json!({"StreamName": "a b"})),
    ];
    for (line, body) in cases {
        let done = run(&format!("aws kinesis {line}"), &[(400, json!({"__type": "X"}))]);
        assert_eq!(done.calls.first().map(|(_, body)| body), Some(&body), "{line}\n{}", done.outcome.output);
    }
}

#[test]
fn files_of_the_page_can_be_named() {
    use shardscope::aws::console::{Run, Step, Surroundings};
    let mut surroundings = Surroundings::default();
    surroundings.files.insert("data.bin".to_owned(), vec![0xff, 0x00]);
    surroundings.files.insert("input.json".to_owned(), br#"{"StreamName": "s"}"#.to_vec());
    let line = "aws kinesis put-record --cli-input-json file://input.json --data fileb://data.bin";
    let Step::Call { body, .. } = Run::new(line, &surroundings).next() else { panic!("no call") };
    assert_eq!(body, json!({"StreamName": "s", "Data": "/wA="}));
}

#[test]
fn commands_of_a_line_are_carried_out_one_by_one() {
    let line = "aws kinesis describe-limits --query 'ShardLimit'; nonsense\naws kinesis list-streams --output off";
    let done = run(line, &[(200, json!({"ShardLimit": 7, "StreamNames": []}))]);
    assert_eq!(done.calls.len(), 2);
    assert!(done.outcome.output.starts_with("7\n\nnonsense: command not found."), "{}", done.outcome.output);
    assert_eq!((done.outcome.exit, done.outcome.is_error), (0, true));
}

#[test]
fn debugging_shows_requests_and_answers() {
    let done = run("aws kinesis delete-stream --stream-name s --debug", &[(200, json!({}))]);
    let expected = "> X-Amz-Target: Kinesis_20131202.DeleteStream\n> {\"StreamName\":\"s\"}\n< HTTP 200\n< {}\n";
    assert_eq!(done.outcome.output, expected);
}
