//! What is offered while a line is typed.

use shardscope::aws::console::{Completion, Known, complete};

fn known() -> Known {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Known {
        stream_names: texts(&["orders", "clicks"]),
        shard_ids: texts(&["shardId-000000000000", "shardId-000000000001"]),
        consumer_arns: texts(&["arn:aws:kinesis:us-east-1:123456789012:stream/orders/consumer/c:1"]),
        ..Known::default()
    }
}

/// Completes where `^` stands in the line.
fn at(line: &str) -> Completion {
    let cursor = line.find('^').unwrap_or(line.len());
    complete(&line.replace('^', ""), cursor, &known())
}

#[test]
fn what_may_come_next_is_offered() {
    for (line, start, first) in [
        ("", 0, vec!["aws", "clear"]),
        ("aws ki^", 4, vec!["kinesis"]),
        ("aws kinesis put^", 12, vec!["put-record", "put-records", "put-resource-policy"]),
        ("aws kinesis put^ --data x", 12, vec!["put-record"]),
        ("aws kinesis wait ", 17, vec!["stream-exists", "stream-not-exists", "help"]),
        ("aws kinesis split-shard ", 24, vec!["--shard-to-split", "--new-starting-hash-key", "--stream-name"]),
        ("aws kinesis split-shard --stream-name orders --str", 45, vec!["--stream-arn", "--stream-id"]),
        ("aws kinesis split-shard --shard-to-split ", 41, vec!["shardId-000000000000", "shardId-000000000001"]),
        ("aws kinesis describe-stream --stream-name or", 42, vec!["orders"]),
        ("aws kinesis describe-stream --stream-name=or", 42, vec!["orders"]),
        ("aws kinesis describe-stream --stream-name 'or", 43, vec!["orders"]),
        ("aws kinesis wait stream-exists --stream-name ", 45, vec!["orders", "clicks"]),
        ("aws kinesis get-shard-iterator --shard-iterator-type T", 53, vec!["TRIM_HORIZON"]),
        (
            "aws kinesis enable-enhanced-monitoring --shard-level-metrics ALL I",
            65,
            vec!["IncomingBytes", "IncomingRecords"],
        ),
        ("aws kinesis create-stream --stream-mode-details ", 48, vec!["StreamMode="]),
        ("aws kinesis create-stream --stream-mode-details StreamMode=O", 59, vec!["ON_DEMAND"]),
        ("aws kinesis list-shards --shard-filter Type=AT_LATEST,", 54, vec!["ShardId=", "Timestamp="]),
        (
            "aws kinesis deregister-stream-consumer --consumer-arn arn:",
            54,
            vec!["arn:aws:kinesis:us-east-1:123456789012:stream/orders/consumer/c:1"],
        ),
        ("aws kinesis list-streams --output t", 34, vec!["text", "table"]),
        ("aws --output text kinesis list-s", 26, vec!["list-shards", "list-stream-consumers", "list-streams"]),
        ("aws kinesis list-streams; aws km", 30, vec!["kms"]),
        ("aws kinesis list-streams --no-pag", 25, vec!["--no-paginate"]),
    ] {
        let completion = at(line);
        let texts: Vec<&str> = completion.candidates.iter().map(|one| one.text.as_str()).take(first.len()).collect();
        assert_eq!((texts, completion.start), (first, start), "{line}");
    }
}

#[test]
fn nothing_is_offered_where_nothing_is_known() {
    for line in ["ls ", "aws kinesis put-record --data ", "aws kinesis list-streams | ", "aws nothing "] {
        let offered = at(line).candidates;
        assert!(line.contains("nothing") || offered.is_empty(), "{line}: {offered:?}");
    }
}

#[test]
fn each_candidate_of_the_model_is_explained() {
    for line in ["aws kinesis ", "aws kinesis put-records ", "aws ", "aws kinesis list-shards --shard-filter "] {
        assert!(at(line).candidates.iter().all(|candidate| !candidate.summary.is_empty()), "{line}");
    }
}
