//! Whole sessions against a simulated world, as a student types them.

use serde_json::Value;
use shardscope::aws;
use shardscope::aws::console::{Outcome, Run, Step, Surroundings, paste};
use shardscope::engine::limits::Profile;
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;

/// Carries a line out against the world; time passes only while it waits.
fn type_in(world: &mut World, line: &str) -> Outcome {
    let mut run = Run::new(line, &Surroundings::default());
    loop {
        match run.next() {
            Step::Call { target, body } => {
                let reply = aws::answer(&target, body.to_string().as_bytes(), world);
                let body: Value = serde_json::from_str(&reply.body).expect("answers are JSON");
                run.feed(reply.status, &body);
            }
            Step::WaitMs(pause) => world.advance_to(world.now() + Micros::millis(pause)),
            Step::Clear | Step::History => {}
            Step::Done(outcome) => return outcome,
        }
    }
}

/// What a line prints that succeeds.
fn printed(world: &mut World, line: &str) -> String {
    let outcome = type_in(world, line);
    assert_eq!(outcome.exit, 0, "{line}: {}", outcome.output);
    outcome.output
}

#[test]
fn a_record_that_is_put_is_read_again() {
    let mut world = World::empty(1, Profile::Current);
    printed(
        &mut world,
        "aws kinesis create-stream --stream-name orders --shard-count 2\naws kinesis wait stream-exists --stream-name orders",
    );
    let put = "aws kinesis put-record --stream-name orders --partition-key user-1 --data hello --cli-binary-format \
        raw-in-base64-out --query ShardId --output text";
    let shard = printed(&mut world, put);
    assert_eq!(shard, "shardId-000000000001\n");
    let iterator = printed(
        &mut world,
        &format!(
            "aws kinesis get-shard-iterator --stream-name orders --shard-id {} --shard-iterator-type TRIM_HORIZON --query \
             ShardIterator --output text",
            shard.trim()
        ),
    );
    world.advance_to(world.now() + Micros::seconds(5));
    let read = format!(
        "aws kinesis get-records --shard-iterator {} --query 'Records[].[PartitionKey, Data]' --output text",
        iterator.trim()
    );
    assert_eq!(printed(&mut world, &read), "user-1\taGVsbG8=\n");
}

#[test]
fn what_a_world_prints_can_be_pasted() {
    let mut world = World::empty(1, Profile::Current);
    printed(
        &mut world,
        "aws kinesis create-stream --stream-name orders --shard-count 1; aws kinesis wait stream-exists --stream-name orders
         aws kinesis split-shard --stream-name orders --shard-to-split shardId-000000000000 \\
             --new-starting-hash-key 85070591730234615865843651857942052864
         aws kinesis wait stream-exists --stream-name orders
         aws kinesis update-shard-count --stream-name orders --target-shard-count 4 --scaling-type UNIFORM_SCALING
         aws kinesis wait stream-exists --stream-name orders",
    );
    for line in [
        "aws kinesis list-shards --stream-name orders",
        "aws kinesis list-shards --stream-name orders --page-size 2",
        "aws kinesis describe-stream --stream-name orders",
        "aws kinesis describe-stream --stream-name orders --page-size 1",
    ] {
        let layout = paste::read(&printed(&mut world, line)).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(layout.shards.iter().filter(|shard| shard.is_open).count(), 4, "{line}");
        assert!(layout.shards.len() > 6, "{line}");
    }
    let summary = printed(&mut world, "aws kinesis describe-stream-summary --stream-name orders");
    assert_eq!(paste::read(&summary).map(|layout| layout.shards.len()), Ok(4));
}

#[test]
fn refusals_have_the_words_of_aws() {
    let mut world = World::empty(1, Profile::Current);
    let outcome = type_in(&mut world, "aws kinesis describe-stream --stream-name orders");
    let expected = "\nAn error occurred (ResourceNotFoundException) when calling the DescribeStream operation: Stream orders \
        under account 123456789012 not found.\n";
    assert_eq!((outcome.output.as_str(), outcome.exit), (expected, 254));
}

/// A world with an active stream `orders` of one shard.
fn with_orders() -> World {
    let mut world = World::empty(1, Profile::Current);
    printed(
        &mut world,
        "aws kinesis create-stream --stream-name orders --shard-count 1; aws kinesis wait stream-exists --stream-name orders",
    );
    world
}

#[test]
fn a_stream_is_encrypted_with_a_key_of_its_own() {
    let mut world = with_orders();
    let create =
        "aws kms create-key --description 'key of orders' --query KeyMetadata.[KeyId,CreationDate] --output text";
    let created = printed(&mut world, create);
    let (key, at) = created.trim().split_once('\t').expect("two columns");
    assert!(at.starts_with("2026-01-01T00:00:") && at.ends_with("+00:00"), "{at}");
    let lines = format!(
        "aws kms create-alias --alias-name alias/orders --target-key-id {key}
         aws kinesis start-stream-encryption --stream-name orders --encryption-type KMS --key-id alias/orders
         aws kinesis wait stream-exists --stream-name orders
         aws kms disable-key --key-id {key}"
    );
    assert_eq!(printed(&mut world, &lines), "");
    let put = "aws kinesis put-record --stream-name orders --partition-key k --data aGVsbG8= --query EncryptionType --output \
               text";
    let refused = type_in(&mut world, put);
    let told = format!(
        "\nAn error occurred (KMSDisabledException) when calling the PutRecord operation: \
         arn:aws:kms:us-east-1:123456789012:key/{key} is disabled.\n"
    );
    assert_eq!((refused.output, refused.exit), (told, 254));
    printed(&mut world, &format!("aws kms enable-key --key-id {key}"));
    assert_eq!(printed(&mut world, put), "KMS\n");
    let deletion = format!("aws kms schedule-key-deletion --key-id {key} --pending-window-in-days 7 --output text");
    let told = printed(&mut world, &deletion);
    let columns: Vec<&str> = told.trim().split('\t').collect();
    assert_eq!(columns[0].get(..11), Some("2026-01-08T"), "{told}");
    assert_eq!(&columns[2..], ["PendingDeletion", "7"], "{told}");
}

#[test]
fn keys_and_grants_are_shown_in_tables() {
    let mut world = World::empty(1, Profile::Current);
    let key = printed(&mut world, "aws kms create-key --query KeyMetadata.KeyId --output text").trim().to_owned();
    let list = format!(
        "aws kms list-grants --key-id {key} --query 'Grants[].{{Name: Name, Operation: Operations[0]}}' --output table"
    );
    let table = "\
---------------------------------
|          ListGrants           |
+-----------+-------------------+
|   Name    |     Operation     |
+-----------+-------------------+
|  producer |  GenerateDataKey  |
|  consumer |  Decrypt          |
+-----------+-------------------+
";
    assert_eq!(printed(&mut world, &list), table);
    let listed = printed(&mut world, "aws kms list-keys --page-size 1 --output text");
    assert_eq!(listed, format!("KEYS\tarn:aws:kms:us-east-1:123456789012:key/{key}\t{key}\n"));
}

#[test]
fn metrics_are_read_in_the_terminal() {
    let mut world = with_orders();
    world.advance_to(SimTime::ZERO + Micros::seconds(60));
    let put = "aws kinesis put-record --stream-name orders --partition-key key --data aGVsbG8=";
    for _ in 0..3 {
        printed(&mut world, put);
        world.advance_to(world.now() + Micros::seconds(60));
    }
    let read = "aws cloudwatch get-metric-statistics --namespace AWS/Kinesis --metric-name IncomingBytes --dimensions \
                Name=StreamName,Value=orders --start-time 2026-01-01T00:00:00Z --end-time 2026-01-01T01:00:00Z --period 60 \
                --statistics Sum";
    let text = "IncomingBytes\n\
                DATAPOINTS\t8.0\t2026-01-01T00:01:00+00:00\tBytes\n\
                DATAPOINTS\t8.0\t2026-01-01T00:02:00+00:00\tBytes\n\
                DATAPOINTS\t8.0\t2026-01-01T00:03:00+00:00\tBytes\n";
    assert_eq!(printed(&mut world, &format!("{read} --output text")), text);
    let table = printed(&mut world, &format!("{read} --output table"));
    assert!(table.contains("||  8.0|  2026-01-01T00:02:00+00:00  |  Bytes  ||\n"), "{table}");
    let list = "aws cloudwatch list-metrics --namespace AWS/Kinesis --metric-name IncomingBytes --output text";
    // As in the AWS CLI: a page of text has a line for the owning accounts, of which there are none.
    assert_eq!(
        printed(&mut world, list),
        "None\nMETRICS\tIncomingBytes\tAWS/Kinesis\nDIMENSIONS\tStreamName\torders\n"
    );
    let refused = type_in(&mut world, &read.replace("2026-01-01T01:00:00Z", "2026-01-01T00:00:00Z"));
    let told = "\nAn error occurred (InvalidParameterValue) when calling the GetMetricStatistics operation: The parameter \
                StartTime must not equal parameter EndTime.\n";
    assert_eq!((refused.output.as_str(), refused.exit), (told, 254));
}
