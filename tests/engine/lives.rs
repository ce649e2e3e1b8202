//! Followed records: what is told of one is what happened to it.

use crate::reading::read_all;
use crate::support::{any_plan, any_script, plan, run, seconds, stream, traffic, world};
use proptest::prelude::*;
use shardscope::engine::command::Command;
use shardscope::engine::consumer::kcl::plan::{ApplicationPlan, KclSettings};
use shardscope::engine::consumer::work::Work;
use shardscope::engine::consumer::{ConsumerKind, ConsumerPlan};
use shardscope::engine::lives::{Life, Passage, What};
use shardscope::engine::producer::ProducerKind;
use shardscope::engine::producer::client::settings::ApiSettings;
use shardscope::engine::producer::library::settings::LibrarySettings;
use shardscope::engine::producer::traffic::{Backoff, Retry, Traffic};
use shardscope::engine::store::settings::TableSettings;
use shardscope::engine::store::{StoreKind, StorePlan};
use shardscope::engine::stream::replication::{Zone, ZoneState};
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

/// The record that stands where a followed one was stored is that one, alone or within an aggregate.
fn check(world: &World, life: &Life) {
    let (_, shard, index) = life.place.unwrap();
    let shard = &stream(world).shards[shard.0 as usize];
    let record = read_all(world, stream(world), shard).into_iter().find(|record| record.sequence_number.index == index);
    let data = record.unwrap().data.0;
    let producer = &world.producers()[usize::from(life.producer.0)];
    let wanted = producer.data(life.ordinal, &producer.partition_key(life.ordinal, shard.range));
    assert!(wanted.is_empty() || data.windows(wanted.len()).any(|part| part == wanted), "record {}", life.ordinal);
}

/// Steps come in their order: made, sent, what came of it, sent again.
fn check_order(life: &Life) {
    assert!(life.steps.is_sorted_by_key(|step| step.at));
    assert_eq!(life.steps[0].what, What::Made);
    for pair in life.steps.windows(2) {
        let is_answer = !matches!(pair[1].what, What::Made | What::Sent);
        assert!(!is_answer || pair[0].what == What::Sent, "{:?}", life.steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_followed_record_lies_where_its_life_says(
        plan in any_plan(), script in any_script(8), library in any::<bool>()
    ) {
        let mut plan = plan;
        if library && let Some(producer) = plan.producers.first_mut() {
            producer.kind = ProducerKind::Kpl(LibrarySettings::default());
        }
        let mut world = world(&plan);
        run(&mut world, &script, seconds(9));
        for life in world.lives().iter() {
            check_order(life);
            if life.place.is_some() {
                check(&world, life);
            }
        }
    }
}

fn whats(life: &Life) -> Vec<&'static str> {
    let name = |what: &What| match what {
        What::Made => "made",
        What::Sent => "sent",
        What::Refused => "refused",
        What::Failed(_) => "failed",
        What::Stored { .. } => "stored",
        What::Passed(..) => "passed",
    };
    life.steps.iter().map(|step| name(&step.what)).collect()
}

#[test]
fn a_refused_record_is_followed_through_its_attempts() {
    let retry = Retry::ExponentialBackoff(Backoff { attempts_max: 5, ..Backoff::default() });
    let mut world = world(&plan(1, vec![Traffic { retry, ..traffic(1_400) }]));
    world.advance_to(seconds(8));
    let lives: Vec<_> = world.lives().iter().map(whats).collect();
    assert!(lives.iter().any(|life| life[..] == ["made", "sent", "stored"]), "{lives:?}");
    let was_refused = |life: &&Vec<&str>| life.starts_with(&["made", "sent", "refused", "sent"]);
    assert!(lives.iter().any(|life| was_refused(&life)), "{lives:?}");
}

#[test]
fn a_record_whose_answer_is_lost_is_stored_a_second_time() {
    let settings = ApiSettings { lost_answers_per_mille: 300, request_timeout_ms: 500, ..ApiSettings::default() };
    let mut plan = plan(1, vec![traffic(100)]);
    plan.producers[0].kind = ProducerKind::Api(settings);
    let mut world = world(&plan);
    for _ in 0..200 {
        let before = world.now();
        world.advance_to(before + Micros::millis(100));
        // Later its batch may be one with others, in which what is there twice has no place of its own.
        let is_new = |life: &&Life| whats(life) == ["made", "sent", "stored"] && life.steps[2].at > before;
        world.lives().iter().filter(is_new).for_each(|life| check(&world, life));
    }
    let lives: Vec<_> = world.lives().iter().map(whats).collect();
    assert!(lives.iter().any(|life| life[..] == ["made", "sent", "stored"]), "{lives:?}");
    assert!(lives.iter().any(|life| life[..] == ["made", "sent", "stored", "sent", "stored"]), "{lives:?}");
}

#[test]
fn a_request_that_fails_is_told() {
    let mut world = world(&plan(1, vec![traffic(100)]));
    for zone in [Zone::A, Zone::B] {
        world.execute(Command::SetZone { zone, state: ZoneState::Failed }).unwrap();
    }
    world.advance_to(seconds(3));
    assert!(world.lives().iter().all(|life| whats(life) == ["made", "sent", "failed"]));
    assert_eq!(world.lives().iter().count(), 3);
}

#[test]
fn a_record_is_followed_through_its_consumer_to_the_store() {
    let mut plan = plan(2, vec![traffic(50)]);
    let application = ApplicationPlan { workers: 1, settings: KclSettings::default(), work: Work::default() };
    let (name, store) = ("billing".to_owned(), Some("ledger".to_owned()));
    plan.consumers.push(ConsumerPlan { name, stream: None, store, kind: ConsumerKind::Kcl(application) });
    let kind = StoreKind::DynamoDb(TableSettings::default());
    plan.stores.push(StorePlan { name: "ledger".into(), kind, idempotent: false });
    let mut world = world(&plan);
    world.advance_to(seconds(20));
    let passages = |life: &Life| -> Vec<Passage> {
        life.steps
            .iter()
            .filter_map(|step| match step.what {
                What::Passed(_, passage) => Some(passage),
                _ => None,
            })
            .collect()
    };
    let old = world.lives().iter().filter(|life| world.now().since(life.steps[0].at) > Micros::seconds(5));
    let mut count = 0;
    for life in old {
        assert_eq!(passages(life), [Passage::Read, Passage::Processed, Passage::Delivered], "{:?}", life.steps);
        assert!(life.steps.is_sorted_by_key(|step| step.at));
        count += 1;
    }
    assert!(count >= 14, "one of each second: {count}");
}
