//! The Kinesis Producer Library: what becomes too old, each user record at its own time, and what is tried until then.

use crate::api::create;
use crate::kpl::{DEFAULTS, check, even, library, with_library};
use crate::support::{plan, seconds, world};
use shardscope::engine::command::Command;
use shardscope::engine::producer::library::settings::LibrarySettings;
use shardscope::engine::time::Micros;

#[test]
fn a_stream_that_is_not_there_makes_records_too_old() {
    let mut plan = with_library(plan(1, vec![even(100, 100)]), DEFAULTS());
    plan.producers[0].stream = Some("elsewhere".into());
    let mut world = world(&plan);
    world.advance_to(seconds(60));
    check(&world);
    let totals = library(&world).totals();
    // Whatever they are aggregated with, each is tried for as long as its own time allows.
    assert!(totals.stored == 0 && (2_990..=3_010).contains(&totals.waiting), "{totals:?}");
    world.request(create("elsewhere", 3)).unwrap();
    world.advance_to(seconds(120));
    check(&world);
    assert!(library(&world).totals().waiting < 20);
}

#[test]
fn a_request_that_fails_is_an_attempt_of_each_of_its_user_records() {
    let mut plan = with_library(plan(1, vec![even(5, 100)]), DEFAULTS());
    plan.producers[0].stream = Some("elsewhere".into());
    let mut world = world(&plan);
    world.advance_to(seconds(20));
    let silent = Command::SetTraffic { producer: "p0".into(), traffic: even(0, 100) };
    world.execute(silent).unwrap();
    world.advance_to(seconds(60));
    let totals = library(&world).totals();
    assert_eq!((totals.expired, totals.waiting), (100, 0), "{totals:?}");
    // For 30 seconds, each after half of the 100 ms and the next look at the clock.
    let attempts = totals.sent_again / totals.expired;
    assert!((450..=600).contains(&attempts), "{attempts} {totals:?}");
}

#[test]
fn what_expires_takes_no_younger_one_along() {
    // An aggregate spans half a second, and half of them come through the rate limit.
    let settings = LibrarySettings {
        record_max_buffered_time_ms: 600,
        record_ttl_ms: 2_000,
        rate_limit_percent: 1,
        aggregation_max_size: 9_500,
        ..DEFAULTS()
    };
    let mut world = world(&with_library(plan(1, vec![even(18, 1_024)]), settings));
    let mut generated = Vec::new();
    for step in 0..3_000 {
        generated.push(world.producers()[0].totals.generated);
        let expired = library(&world).totals().expired;
        assert!(expired <= generated[usize::max(step, 200) - 200], "step {step}: {expired}");
        world.advance_to(world.now() + Micros::millis(10));
    }
    check(&world);
    let totals = library(&world).totals();
    assert!(totals.expired > 100 && totals.stored > 100, "{totals:?}");
}

#[test]
fn what_is_held_back_longer_than_it_lives_is_never_sent() {
    for record_ttl_ms in [100, 500, 1_000] {
        let settings = LibrarySettings { record_max_buffered_time_ms: 1_000, record_ttl_ms, ..DEFAULTS() };
        let mut world = world(&with_library(plan(1, vec![even(10, 100)]), settings));
        world.advance_to(seconds(60));
        check(&world);
        let totals = library(&world).totals();
        assert!(totals.requests == 0 && totals.expired > 550, "{totals:?}");
    }
}
