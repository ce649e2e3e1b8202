//! Invocations of the function: each ends as it was begun, whatever the delivery stream's settings become meanwhile.

use crate::firehose::{NAME, begin, data_of, destination, direct, logs, sized, transformed};
use crate::support::seconds;
use shardscope::engine::command::Command;
use shardscope::engine::firehose::DeliveryStream;
use shardscope::engine::firehose::command::DeliveryCommand;
use shardscope::engine::firehose::lane::Route;
use shardscope::engine::firehose::plan::{DestinationPlan, FunctionKind, FunctionPlan};
use shardscope::engine::world::World;

/// A function that takes 20 s for each invocation.
fn slow(kind: FunctionKind) -> FunctionPlan {
    FunctionPlan { invoke_time_ms: 20_000, ..FunctionPlan::of("own", kind) }
}

/// A world in which an invocation of `function` is under way, 10 s after it began.
fn invoking(function: FunctionPlan) -> World {
    let mut plan = direct(sized(10, 100), transformed("own", destination(1, 60)));
    plan.functions = vec![function];
    let mut world = begin(&plan);
    world.advance_to(seconds(10));
    assert!(under_way(logs(&world)) > 0, "it is under way");
    world
}

fn under_way(stream: &DeliveryStream) -> u64 {
    stream.lanes.values().flat_map(|lane| lane.invocations.values()).map(|one| one.amount.records).sum()
}

fn set(world: &mut World, destination: DestinationPlan) {
    let set = DeliveryCommand::Set { delivery_stream: NAME.into(), destination: Box::new(destination) };
    world.execute(Command::Delivery(set)).unwrap();
}

#[test]
fn a_function_that_is_removed_still_ends_what_it_has_begun() {
    let mut world = invoking(slow(FunctionKind::AddNewline));
    let begun = under_way(logs(&world));
    set(&mut world, destination(1, 60));
    world.advance_to(seconds(200));
    let stream = logs(&world);
    assert_eq!(stream.ledger.failed.records, 0, "nothing has failed");
    assert_eq!(stream.totals.processed, begun, "what it had been given, and no more");
    let with_newline = data_of(&world, Route::Destination).iter().filter(|data| data.ends_with('\n')).count();
    assert_eq!(with_newline as u64, begun);
    stream.ledger.balance(stream.waiting().0);
}

#[test]
fn another_function_takes_only_what_comes_later() {
    let mut world = invoking(slow(FunctionKind::AddNewline));
    let begun = under_way(logs(&world));
    set(&mut world, transformed("filter", destination(1, 60)));
    world.advance_to(seconds(600));
    let stream = logs(&world);
    assert_eq!(stream.totals.processed, begun, "the other one takes nothing of what is no JSON");
    assert!((stream.ledger.dropped + stream.ledger.failed).records > 0);
    let processed = data_of(&world, Route::Destination);
    assert_eq!(processed.len() as u64, begun);
    assert!(processed.iter().all(|data| data.ends_with('\n')));
    stream.ledger.balance(stream.waiting().0);
}

#[test]
fn attempts_and_the_arn_among_the_errors_are_those_of_the_beginning() {
    let mut world = invoking(FunctionPlan { failed_invocations_per_mille: 1_000, ..slow(FunctionKind::AddNewline) });
    let begun = under_way(logs(&world));
    set(&mut world, destination(1, 60));
    world.advance_to(seconds(500));
    let stream = logs(&world);
    let object = stream.objects.iter().find(|object| object.route == Route::ProcessingFailed).unwrap();
    assert_eq!(stream.ledger.failed.records, begun);
    let bytes = world.object_bytes(stream, object, usize::MAX).unwrap();
    let line: serde_json::Value =
        serde_json::from_slice(bytes.plain.split(|byte| *byte == b'\n').next().unwrap()).unwrap();
    assert_eq!(line["attemptsMade"], 4);
    assert_eq!(line["errorCode"], "Lambda.FunctionError");
    assert_eq!(line["lambdaArn"], "arn:aws:lambda:us-east-1:123456789012:function:own");
}
