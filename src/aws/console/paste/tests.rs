//! Outputs as students paste them, right and wrong.

use super::*;
use crate::engine::hash::HashKey;
use serde_json::{Value, json};

const HALF: u128 = 1 << 127;

fn shard(id: u32, start: u128, end: u128) -> Value {
    json!({
        "ShardId": ShardId(id).to_string(),
        "HashKeyRange": {"StartingHashKey": start.to_string(), "EndingHashKey": end.to_string()},
        "SequenceNumberRange": {"StartingSequenceNumber": "49600000000000000000000000000000000000000000000000000002"},
    })
}

fn closed(mut shard: Value) -> Value {
    shard["SequenceNumberRange"]["EndingSequenceNumber"] = json!("4961");
    shard
}

fn of_parents(mut shard: Value, parents: &[u32]) -> Value {
    for (name, parent) in ["ParentShardId", "AdjacentParentShardId"].into_iter().zip(parents) {
        shard[name] = json!(ShardId(*parent).to_string());
    }
    shard
}

fn list(shards: &[Value]) -> String {
    json!({ "Shards": shards }).to_string()
}

fn resharded() -> Vec<Value> {
    vec![
        closed(shard(0, 0, u128::MAX)),
        closed(of_parents(shard(1, 0, HALF - 1), &[0])),
        closed(of_parents(shard(2, HALF, u128::MAX), &[0])),
        of_parents(shard(3, 0, u128::MAX), &[1, 2]),
    ]
}

#[test]
fn lists_of_shards_are_read() {
    let layout = read(&list(&resharded())).unwrap();
    assert_eq!(layout.shards.iter().map(|shard| shard.is_open).collect::<Vec<_>>(), [false, false, false, true]);
    assert_eq!(layout.shards[3].parent, Some(ShardId(1)));
    assert_eq!(layout.shards[3].adjacent_parent, Some(ShardId(2)));
    assert_eq!(layout.shards[1].range, HashRange { start: HashKey(0), end: HashKey(HALF - 1) });
    // What `--query Shards` picks, and a list whose oldest shards are forgotten.
    assert_eq!(read(&json!(resharded()).to_string()).unwrap(), layout);
    assert_eq!(read(&list(&resharded()[1..])).unwrap().shards.len(), 3);
    assert_eq!(read(&list(&resharded()[2..])).unwrap().shards.len(), 2);
}

#[test]
fn descriptions_are_read() {
    // As the AWS CLI prints it, members of the paginator alone.
    let text = json!({"StreamDescription": {
        "Shards": [shard(0, 0, HALF - 1), shard(1, HALF, u128::MAX)],
        "StreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/orders",
        "StreamName": "orders", "StreamStatus": "ACTIVE", "RetentionPeriodHours": 48,
        "EnhancedMonitoring": [{"ShardLevelMetrics": ["IncomingBytes"]}],
        "EncryptionType": "KMS", "KeyId": null, "StreamCreationTimestamp": "2026-01-01T00:00:00+00:00",
    }});
    let layout = read(&text.to_string()).unwrap();
    assert_eq!(layout.stream_name.as_deref(), Some("orders"));
    assert_eq!((layout.retention_hours, layout.mode), (Some(48), None));
    assert_eq!((layout.encryption, layout.key_id), (Some(EncryptionType::Kms), None));
    assert_eq!(layout.shard_level_metrics, [ShardLevelMetric::IncomingBytes]);
    assert!(!layout.has_assumed_ranges);
}

#[test]
fn summaries_give_the_ranges_of_a_new_stream() {
    let text = json!({"StreamDescriptionSummary": {
        "StreamName": "orders", "StreamModeDetails": {"StreamMode": "ON_DEMAND"}, "RetentionPeriodHours": 24,
        "OpenShardCount": 4, "ConsumerCount": 0, "EnhancedMonitoring": [{"ShardLevelMetrics": []}],
        "EncryptionType": "NONE", "MaxRecordSizeInKiB": 1024,
    }});
    let layout = read(&text.to_string()).unwrap();
    assert_eq!(layout.shards.iter().map(|shard| shard.range).collect::<Vec<_>>(), HashRange::evenly(4));
    assert_eq!((layout.mode, layout.has_assumed_ranges), (Some(StreamMode::OnDemand), true));
    assert_eq!(layout.max_record_size_kib, Some(1_024));
}

#[test]
fn what_is_wrong_is_said_with_what_is_allowed() {
    let two = [shard(0, 0, HALF - 1), shard(1, HALF, u128::MAX)];
    let with = |change: &dyn Fn(&mut Vec<Value>)| {
        let mut shards = two.to_vec();
        change(&mut shards);
        list(&shards)
    };
    let more = json!({"Shards": two, "NextToken": "abc"});
    let has_more = json!({"StreamDescription": {"Shards": two, "HasMoreShards": true}});
    for (text, part) in [
        (String::new(), "nothing here"),
        ("SHARDS\tshardId-000000000000\n".to_owned(), "text output; only JSON"),
        ("--------\n|ListShards|\n".to_owned(), "table output"),
        ("Shards:\n- ShardId: a\n".to_owned(), "YAML output"),
        ("\nAn error occurred (ResourceNotFoundException) when".to_owned(), "an error that the AWS CLI printed"),
        ("{\"Shards\": [".to_owned(), "not complete JSON: EOF while parsing a list (line 1, column 12)"),
        ("{\"StreamNames\": []}".to_owned(), "it has StreamNames"),
        ("{\"Shards\": [{\"ShardId\": 1}]}".to_owned(), "Shards[0].ShardId: invalid type"),
        (more.to_string(), "cut off (NextToken"),
        (has_more.to_string(), "cut off (HasMoreShards"),
        (list(&[]), "no shards"),
        (with(&|s| s[0]["ShardId"] = json!("shard-1")), "Shards[0].ShardId: \"shard-1\" is not a shard id"),
        (with(&|s| s[0]["ShardId"] = json!("shardId-999999999999")), "is not a shard id"),
        (
            with(&|s| s[0]["HashKeyRange"]["StartingHashKey"] = json!("x")),
            "Shards[0].HashKeyRange.StartingHashKey: a hash key",
        ),
        (with(&|s| s.push(s[0].clone())), "shardId-000000000000 is there twice"),
        (with(&|s| s[0] = shard(0, 9, 3)), "ends before that"),
        (with(&|s| s.iter_mut().for_each(|s| *s = closed(s.clone()))), "all 2 shards are closed"),
        (with(&|s| s[0] = shard(0, 5, HALF - 1)), "from 0 to 4"),
        (
            with(&|s| s[1] = shard(1, HALF + 2, u128::MAX)),
            "no open shard takes the hash keys from 1701411834604692317316873037158841057",
        ),
        (
            with(&|s| s[1] = shard(1, HALF, u128::MAX - 1)),
            "from 340282366920938463463374607431768211455 to 340282366920938463463374607431768211455",
        ),
        (
            with(&|s| s[1] = shard(1, HALF - 3, u128::MAX)),
            "shardId-000000000000 and shardId-000000000001 are both open",
        ),
        (with(&|s| s[0] = of_parents(s[0].clone(), &[1])), "a parent has a smaller number"),
        (with(&|s| s[1] = of_parents(s[1].clone(), &[0])), "which is open"),
    ] {
        let error = read(&text).unwrap_err().to_string();
        assert!(error.contains(part), "{error} has not: {part}");
    }
}

#[test]
fn parents_that_do_not_fit_are_refused() {
    let wrong = |change: &dyn Fn(&mut Vec<Value>)| {
        let mut shards = resharded();
        change(&mut shards);
        read(&list(&shards)).unwrap_err()
    };
    let id = ShardId(3);
    assert_eq!(wrong(&|s| s[3] = of_parents(shard(3, 0, u128::MAX), &[1, 1])), PasteError::Parents { id });
    let (start, end) = (HashKey::MIN, HashKey::MAX);
    assert_eq!(
        wrong(&|s| s[3] = of_parents(shard(3, 0, u128::MAX), &[1])),
        PasteError::NotOfParents { id, start, end }
    );
    assert_eq!(
        wrong(&|s| s[2] = closed(of_parents(shard(2, HALF + 1, u128::MAX), &[0]))),
        PasteError::NotOfParents { id, start, end }
    );
}
