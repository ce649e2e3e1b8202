//! Retention raised and lowered: what can be read then, and what is refused.

use crate::api::{created, decrease, empty, get, horizon, increase, named, pass, put};
use proptest::prelude::*;
use shardscope::engine::api::error::ApiError;
use shardscope::engine::command::Command;
use shardscope::engine::limits::Profile;
use shardscope::engine::time::{Micros, SimTime};
use shardscope::engine::world::World;

const S: &str = "s";

/// The data of all records that can be read.
fn readable(world: &mut World) -> Vec<String> {
    let mut from = horizon(world, S, 0);
    let mut all = Vec::new();
    loop {
        let got = get(world, &from, None).unwrap();
        all.extend(got.records.iter().map(|record| String::from_utf8(record.data.0.clone()).unwrap()));
        if got.behind_ms == 0 {
            return all;
        }
        from = got.next.unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_record_goes_when_it_is_older_than_the_retention_period_and_never_comes_back(
        steps in proptest::collection::vec((0_u64..20 * 3_600, proptest::option::of(24_i32..120)), 1..40),
    ) {
        let mut world = empty();
        created(&mut world, S, 1);
        // What is kept, with the instant at which it was put.
        let mut kept: Vec<(SimTime, String)> = Vec::new();
        let mut hours = 24;
        for (number, (wait_s, change)) in steps.into_iter().enumerate() {
            let until = world.now() + Micros::seconds(wait_s);
            world.advance_to(until);
            kept.retain(|(at, _)| until.since(*at) <= Micros::hours(hours));
            if let Some(change) = change {
                let (up, down) = (increase(S, change), decrease(S, change));
                let wanted = u64::from(change.unsigned_abs());
                let (legal, illegal) = if wanted >= hours { (up, down) } else { (down, up) };
                if wanted != hours {
                    let refusal = world.request(illegal).unwrap_err();
                    let is_meant = matches!(refusal, ApiError::RetentionShorter { .. } | ApiError::RetentionLonger { .. });
                    prop_assert!(is_meant, "{:?}", refusal);
                }
                world.request(legal).unwrap();
                hours = wanted;
                kept.retain(|(at, _)| until.since(*at) <= Micros::hours(hours));
            }
            put(&mut world, S, "k", number.to_string().as_bytes());
            kept.push((world.now(), number.to_string()));
            let expected: Vec<String> = kept.iter().map(|(_, data)| data.clone()).collect();
            prop_assert_eq!(readable(&mut world), expected);
        }
    }
}

#[test]
fn the_bounds_are_those_of_the_profile() {
    let mut world = empty();
    created(&mut world, S, 1);
    let hours = |world: &World| named(world, S).retention_hours();
    for (request, refusal) in [
        (increase(S, 23), ApiError::RetentionTooShort { hours: 23, minimum: 24 }),
        (decrease(S, 23), ApiError::RetentionTooShort { hours: 23, minimum: 24 }),
        (decrease(S, i32::MIN), ApiError::RetentionTooShort { hours: i32::MIN, minimum: 24 }),
        (increase(S, 8_761), ApiError::RetentionTooLong { hours: 8_761, maximum: 8_760 }),
        (increase(S, i32::MAX), ApiError::RetentionTooLong { hours: i32::MAX, maximum: 8_760 }),
        (decrease(S, 25), ApiError::RetentionLonger { hours: 25, stream: S.into(), existing: 24 }),
    ] {
        assert_eq!(world.request(request), Err(refusal));
        assert_eq!(hours(&world), 24);
    }
    // What is so already is not refused.
    world.request(increase(S, 24)).unwrap();
    world.request(decrease(S, 24)).unwrap();
    world.request(increase(S, 8_760)).unwrap();
    assert_eq!(hours(&world), 8_760);
    world.execute(Command::SetLimitsProfile(Profile::CourseNotes)).unwrap();
    assert_eq!(world.request(increase(S, 169)), Err(ApiError::RetentionTooLong { hours: 169, maximum: 168 }));
    assert_eq!(hours(&world), 8_760, "what was set before stays");
    world.request(decrease(S, 168)).unwrap();
    assert_eq!(hours(&world), 168);
}

#[test]
fn a_year_of_one_record_an_hour_is_kept() {
    let mut world = empty();
    created(&mut world, S, 1);
    world.request(increase(S, 8_760)).unwrap();
    for hour in 0..400_u64 * 24 {
        if hour % 24 == 0 {
            put(&mut world, S, "k", hour.to_string().as_bytes());
        }
        pass(&mut world, Micros::hours(1));
    }
    let all = readable(&mut world);
    assert_eq!((all.len(), all[0].as_str()), (365, &*(35 * 24).to_string()));
}
