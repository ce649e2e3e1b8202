//! Followed lines: what is told of the record of a line, through refusals, failures and crashes of its agent.

use crate::agent::{act, agent, quick, telling, with_agent};
use crate::reading::read_all;
use crate::support::{seconds, stream, wait, world};
use shardscope::engine::command::Command;
use shardscope::engine::lives::{Life, What};
use shardscope::engine::producer::agent::AgentAction;
use shardscope::engine::producer::traffic::{RecordSize, Traffic};
use shardscope::engine::stream::replication::{Zone, ZoneState};
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

/// The life without what consumers did, each step by its first letter.
fn told(life: &Life) -> String {
    let letter = |what: &What| match what {
        What::Made => 'm',
        What::Sent => 's',
        What::Refused => 'r',
        What::Failed(_) => 'f',
        What::Stored { .. } => 'S',
        What::Passed(..) => 'p',
    };
    life.steps.iter().map(|step| letter(&step.what)).collect()
}

/// Each record that a life says is stored is there, as often as it says, and is that of its line.
fn check(world: &World) {
    for life in world.lives().iter() {
        let producer = &world.producers()[usize::from(life.producer.0)];
        for step in &life.steps {
            let What::Stored { shard, index, .. } = step.what else { continue };
            let shard = &stream(world).shards[shard.0 as usize];
            let records = read_all(world, stream(world), shard);
            let record = records.into_iter().find(|record| record.sequence_number.index == index).unwrap();
            let key = producer.partition_key(life.ordinal, shard.range);
            assert_eq!(record.data.0, producer.data(life.ordinal, &key), "line {}", life.ordinal);
            assert_eq!(record.partition_key, key);
        }
    }
}

#[test]
fn a_line_is_followed_until_its_agent_has_sent_it() {
    let mut world = world(&with_agent(3, telling(200), quick()));
    world.advance_to(seconds(10));
    let lives: Vec<String> = world.lives().iter().map(told).collect();
    assert!(lives.len() >= 9 && lives[..7].iter().all(|life| life == "msS"), "{lives:?}");
    assert!(world.lives().iter().take(7).all(|life| life.steps[1].at > life.steps[0].at), "it waits in its file");
    check(&world);
}

#[test]
fn a_line_that_is_refused_or_fails_goes_again() {
    // A request of 500 such lines holds more than a shard takes in a second.
    let large = Traffic { template: None, record_size: RecordSize::Fixed { bytes: 5_000 }, ..telling(400) };
    let mut refused = world(&with_agent(1, large, quick()));
    refused.advance_to(seconds(20));
    let lives: Vec<String> = refused.lives().iter().map(told).collect();
    assert!(lives.iter().any(|life| life.starts_with("msrs") && life.ends_with('S')), "{lives:?}");
    check(&refused);
    let mut failed = world(&with_agent(2, telling(100), quick()));
    for (zone, state) in [(Zone::A, ZoneState::Failed), (Zone::B, ZoneState::Failed)] {
        failed.execute(Command::SetZone { zone, state }).unwrap();
    }
    wait(&mut failed, 5);
    for zone in [Zone::A, Zone::B] {
        failed.execute(Command::SetZone { zone, state: ZoneState::Healthy }).unwrap();
    }
    wait(&mut failed, 20);
    let first = told(failed.lives().iter().next().unwrap());
    assert!(first.starts_with("msfs") && first.ends_with("sS"), "{first}");
    check(&failed);
}

#[test]
fn a_line_that_is_sent_again_after_a_crash_is_stored_a_second_time() {
    let mut world = world(&with_agent(2, telling(400), quick()));
    world.advance_to(seconds(5));
    // The answers of slow zones come late: what they hold is stored, and the agent does not know.
    for zone in [Zone::A, Zone::B, Zone::C] {
        let state = ZoneState::Slow { extra: Micros::seconds(2) };
        world.execute(Command::SetZone { zone, state }).unwrap();
    }
    let stored = |world: &World| world.lives().iter().filter(|life| life.place.is_some()).count();
    let before = stored(&world);
    while stored(&world) == before {
        world.advance_to(world.now() + Micros::millis(50));
    }
    world.execute(act(AgentAction::Crash)).unwrap();
    wait(&mut world, 3);
    world.execute(act(AgentAction::Start)).unwrap();
    wait(&mut world, 9);
    let again = world.lives().iter().nth(before).unwrap();
    assert_eq!(told(again), "msSsS");
    assert!(agent(&world).totals().repeated > 0);
    check(&world);
}
