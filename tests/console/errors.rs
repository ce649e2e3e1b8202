//! What is said to commands that cannot be carried out, with the exit codes.

use crate::support::{refusal, run};
use serde_json::json;

const USAGE: &str = "\nusage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\nTo see help text, \
    you can run:\n\n  aws help\n  aws <command> help\n  aws <command> <subcommand> help\n\n";

/// Commands after `aws kinesis`, what follows the usage, and the exit code is 252.
const AFTER_USAGE: [(&str, &str); 16] = [
    ("create-stream", "aws: error: the following arguments are required: --stream-name\n"),
    (
        "merge-shards --stream-name s",
        "aws: error: the following arguments are required: --shard-to-merge, --adjacent-shard-to-merge\n",
    ),
    ("create-stream --stream-name", "aws: error: argument --stream-name: expected one argument\n"),
    ("create-stream --stream-name --shard-count 1", "aws: error: argument --stream-name: expected one argument\n"),
    (
        "describe-stream --stream x",
        "aws: error: ambiguous option: --stream could match --stream-name, --stream-arn, --stream-id\n",
    ),
    ("create-stream --stream-name s --foo bar baz", "Unknown options: --foo, baz, bar\n"),
    (
        "describe-stream --straem-name s",
        "Unknown options: --straem-name, s\n\nDid you mean --stream-name instead of --straem-name?\n",
    ),
    ("describe-limits x", "Unknown options: x\n"),
    (
        "delete-stream --stream-name s --enforce-consumer-deletion=yes",
        "aws: error: argument --enforce-consumer-deletion: ignored explicit argument 'yes'\n",
    ),
    ("list-shards --max-items x", "aws: error: argument --max-items: invalid int value: 'x'\n"),
    (
        "list-streams --output foo",
        "aws: error: argument --output: Found invalid choice 'foo', valid choices are:\n\n\
         json                                     | text\n\
         table                                    | yaml\n\
         yaml-stream                              | off\n",
    ),
    (
        "put-recrod --data x",
        "aws: error: argument operation: Found invalid choice 'put-recrod'\n\nMaybe you meant:\n\n  * put-record\n  * \
         put-records\n  * get-records\n",
    ),
    (
        "wait foo",
        "aws: error: argument subcommand: Found invalid choice 'foo', valid choices are:\n\n\
         stream-exists                            | stream-not-exists\n",
    ),
    ("wait", "aws: error: the following arguments are required: subcommand\n"),
    ("", "aws: error: the following arguments are required: operation\n"),
    (
        "list-streams --generate-cli-skeleton foo",
        "aws: error: argument --generate-cli-skeleton: Found invalid choice \
        'foo', valid choices are:\n\ninput                                    | output\n",
    ),
];

#[test]
fn usage_is_explained_as_the_aws_cli_does() {
    for (line, expected) in AFTER_USAGE {
        let done = run(&format!("aws kinesis {line}"), &[]);
        assert_eq!(done.outcome.output.strip_prefix(USAGE), Some(format!("{expected}\n").as_str()), "{line}");
        assert_eq!((done.outcome.exit, done.calls.len()), (252, 0), "{line}");
    }
}

/// Commands after `aws kinesis`, what is printed between line breaks, and the exit code.
const VALUES: [(&str, &str, u8); 26] = [
    ("create-stream --stream-name s --shard-count abc", "invalid literal for int() with base 10: 'abc'", 255),
    (
        "create-stream --stream-name ''",
        "Parameter validation failed:\nInvalid length for parameter StreamName, value: 0, valid min length: 1",
        252,
    ),
    (
        "create-stream --stream-name s --shard-count 0",
        "Parameter validation failed:\nInvalid value for parameter ShardCount, value: 0, valid min value: 1",
        252,
    ),
    (
        "put-records --stream-name s --records",
        "Parameter validation failed:\nInvalid length for parameter Records, value: 0, valid min length: 1",
        252,
    ),
    (
        "put-records --stream-name s --records Foo=a",
        "Parameter validation failed:\nMissing required parameter in Records[0]: \"Data\"\nUnknown parameter in Records[0]: \
         \"Foo\", must be one of: Data, ExplicitHashKey, PartitionKey",
        252,
    ),
    (
        "put-records --stream-name s --records Data=YQ==,PartitionKey=1,Data=c",
        "Error parsing parameter '--records': Second instance of key \"Data\" encountered for input:\n\
         Data=YQ==,PartitionKey=1,Data=c\n                         ^\nThis is often because there is a preceding \",\" \
         instead of a space.",
        252,
    ),
    (
        "list-shards --stream-name s --shard-filter Type=AFTER_SHARD_ID,Shard=1",
        "Parameter validation failed:\nUnknown parameter in ShardFilter: \"Shard\", must be one of: Type, ShardId, Timestamp",
        252,
    ),
    (
        "list-shards --stream-name s --shard-filter '{\"Type\": 3}'",
        "Parameter validation failed:\nInvalid type for parameter ShardFilter.Type, value: 3, type: <class 'int'>, valid \
         types: <class 'str'>",
        252,
    ),
    (
        "list-shards --stream-name s --shard-filter Type==A",
        "Error parsing parameter '--shard-filter': Expected: ',', received: '=' for input:\nType==A\n     ^",
        252,
    ),
    (
        "list-shards --stream-name s --shard-filter '{\"Type\": }'",
        "Error parsing parameter '--shard-filter': Invalid JSON: expected value at line 1 column 10\nJSON received: \
         {\"Type\": }",
        252,
    ),
    (
        "get-shard-iterator --shard-id 0 --shard-iterator-type LATEST --timestamp soon",
        "Parameter validation failed:\nInvalid type for parameter Timestamp, value: soon, type: <class 'str'>, valid types: \
         <class 'datetime.datetime'>, timestamp-string",
        252,
    ),
    (
        "put-record --stream-name s --partition-key k --data 'hello world'",
        "Invalid base64: \"hello world\"\n\nBlobs are given in base64. For plain text add --cli-binary-format \
         raw-in-base64-out.",
        255,
    ),
    (
        "put-record --data fileb://x",
        "Error parsing parameter '--data': Unable to load paramfile fileb://x: this console sees no files of your computer. \
         Paste the content instead, in single quotes.",
        252,
    ),
    (
        "list-streams --cli-input-json '{\"Foo\":1}'",
        "Parameter validation failed:\nUnknown parameter in input: \"Foo\", must be one of: Limit, ExclusiveStartStreamName, \
         NextToken",
        252,
    ),
    (
        "list-streams --cli-input-json '[1]'",
        "Error parsing parameter '--cli-input-json': Invalid type: expecting map, received [1]",
        252,
    ),
    ("list-streams --cli-input-yaml x", "--cli-input-yaml: YAML is not read here; --cli-input-json is.", 252),
    (
        "list-streams --max-items 5 --no-paginate",
        "Error during pagination: Cannot specify --no-paginate along with pagination arguments: --max-items",
        255,
    ),
    (
        "list-streams --limit 5 --page-size 4",
        "Error during pagination: Cannot specify --no-paginate along with pagination arguments: --page-size",
        255,
    ),
    ("list-streams --output yaml", "--output yaml is not printed here; json, text, table and off are.", 252),
    (
        "list-streams --region eu-west-1",
        "--region eu-west-1: the simulation has one Region, us-east-1. Leave the option out.",
        255,
    ),
    (
        "list-streams --endpoint-url http://localhost:4566",
        "--endpoint-url: the services that answer here live in this page and have no address. Leave the option out.",
        252,
    ),
    ("list-streams --cli-auto-prompt", "--cli-auto-prompt: press Tab instead: it offers what may come next.", 252),
    (
        "list-queues",
        "aws kinesis list-queues: AWS has this operation, the simulator has not. What it does: Lists the queues.",
        255,
    ),
    (
        "subscribe-to-shard --consumer-arn a --shard-id 0 --starting-position Type=LATEST",
        "aws kinesis subscribe-to-shard: the AWS CLI has no such command, because records are pushed over HTTP/2 for up to \
         five minutes. An SDK or the KCL subscribes.",
        255,
    ),
    (
        "list-streams --query 'length(StreamNames'",
        "Bad value for --query length(StreamNames: Invalid jmespath expression: Incomplete expression:\nlength(StreamNames\n\
         \u{20}                 ^",
        252,
    ),
    ("put-record --partition-key k --data a\\", "", 252),
];

#[test]
fn values_are_refused_as_the_aws_cli_does() {
    for (line, expected, exit) in VALUES {
        let done = run(&format!("aws kinesis {line}"), &[]);
        if expected.is_empty() {
            assert!(done.outcome.is_error, "{line}");
            continue;
        }
        assert_eq!(done.outcome.output, format!("\n{expected}\n"), "{line}");
        assert_eq!((done.outcome.exit, done.calls.len()), (exit, 0), "{line}");
    }
}

#[test]
fn what_is_no_command_of_the_aws_cli_is_told_what_this_is() {
    for (line, part, exit) in [
        ("ls -l", "ls: command not found. This console takes commands of the AWS CLI. It begins with `aws`.", 127),
        ("asw kinesis list-streams", "Did you mean `aws`?", 127),
        ("aws s3 ls", "This console has the services kinesis, ", 252),
        ("aws kinesi list-streams", "Maybe you meant:\n\n  * kinesis", 252),
        ("aws kinesis list-streams | jq .", "`|` at column 26: this is not a shell.", 252),
        ("aws kinesis list-streams && ls", "`&` at column 26: this is not a shell.", 252),
        ("aws kinesis describe-stream --stream-name $NAME", "`$` at column 43", 252),
        ("aws kinesis describe-stream --stream-name 'a", "the quote ' at column 43 is not closed", 252),
    ] {
        let outcome = run(line, &[]).outcome;
        assert!(outcome.output.contains(part), "{line}: {}", outcome.output);
        assert_eq!((outcome.exit, outcome.is_error), (exit, true), "{line}");
    }
}

#[test]
fn refusals_of_the_service_are_printed_as_the_aws_cli_prints_them() {
    let message = "Stream orders under account 123456789012 not found.";
    let done =
        run("aws kinesis describe-stream --stream-name orders", &[refusal("ResourceNotFoundException", message)]);
    let expected = format!(
        "\nAn error occurred (ResourceNotFoundException) when calling the DescribeStream operation: {message}\n"
    );
    assert_eq!((done.outcome.output, done.outcome.exit), (expected, 254));
}

#[test]
fn throttled_requests_are_sent_three_times() {
    let throttled = refusal("ProvisionedThroughputExceededException", "Rate exceeded for shard");
    let line = "aws kinesis put-record --stream-name s --partition-key k --data YQ==";
    let done = run(line, std::slice::from_ref(&throttled));
    assert_eq!((done.calls.len(), done.waits_ms), (3, vec![500, 1_000]));
    let expected = "\nAn error occurred (ProvisionedThroughputExceededException) when calling the PutRecord operation \
        (reached max retries: 2): Rate exceeded for shard\n";
    assert_eq!((done.outcome.output.as_str(), done.outcome.exit), (expected, 254));

    let done = run(line, &[throttled, (200, json!({"ShardId": "shardId-000000000000", "SequenceNumber": "1"}))]);
    assert_eq!((done.calls.len(), done.outcome.exit), (2, 0));
}
