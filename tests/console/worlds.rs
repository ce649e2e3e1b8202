//! Whole sessions against a simulated world, as a student types them.

use serde_json::Value;
use shardscope::aws;
use shardscope::aws::console::{Outcome, Run, Step, Surroundings, paste};
use shardscope::engine::limits::Profile;
use shardscope::engine::time::Micros;
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
