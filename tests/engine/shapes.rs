//! The shape of traffic along time: what arrives is what the rate promises, however the world is advanced, and no field
//! leaves its bounds.

use crate::support::{plan, seconds, traffic, world};
use proptest::prelude::*;
use shardscope::engine::error::Violation;
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::traffic::{ArrivalModel, Burst, Period, RateStep, Shape, Traffic};
use shardscope::engine::time::{Micros, SimTime};

fn made(plan: &Plan, until_s: u64) -> u64 {
    let mut world = world(plan);
    world.advance_to(seconds(until_s));
    world.producers()[0].totals.generated
}

fn wrong(shape: Shape) -> Violation {
    plan(1, vec![Traffic { shape, ..traffic(1_000) }]).validate().unwrap_err()
}

#[test]
fn what_is_out_of_bounds_names_its_field() {
    let step = |at_s, percent| RateStep { at_s, percent };
    let many = (0..17).map(|at_s| step(at_s, 100)).collect();
    for (shape, field) in [
        (Shape::Periodic(Period { period_s: 9, low_percent: 0 }), "shape.periodic.period_s"),
        (Shape::Periodic(Period { period_s: 60, low_percent: 101 }), "shape.periodic.low_percent"),
        (Shape::Steps(vec![step(31_622_401, 100)]), "shape.steps[0].at_s"),
        (Shape::Steps(vec![step(1, 10_001)]), "shape.steps[0].percent"),
        (Shape::Steps(vec![step(1, 100), step(1, 50)]), "shape.steps[1].at_s"),
        (Shape::Steps(Vec::new()), "shape.steps"),
        (Shape::Steps(many), "shape.steps"),
    ] {
        assert_eq!(wrong(shape).field, format!("producers[0].traffic.{field}"));
    }
}

#[test]
fn the_peak_counts_shape_and_bursts() {
    let steps = |percent| Shape::Steps(vec![RateStep { at_s: 5, percent }]);
    let load = |shape, factor| Traffic { shape, burst: Some(Burst { every_s: 9, for_s: 1, factor }), ..traffic(1_000) };
    assert_eq!(load(steps(250), 4).peak_records_per_s(), 10_000);
    assert_eq!(load(steps(50), 4).peak_records_per_s(), 4_000, "it is whole before the first step");
    let from_the_start = Shape::Steps(vec![RateStep { at_s: 0, percent: 50 }]);
    assert_eq!(load(from_the_start, 4).peak_records_per_s(), 2_000);
    let day = Shape::Periodic(Period { period_s: 86_400, low_percent: 5 });
    assert_eq!(load(day, 1).peak_records_per_s(), 1_000);
    let too_much = plan(1, vec![Traffic { shape: steps(2_000), ..traffic(100_000) }]).validate().unwrap_err();
    assert!(too_much.field.contains("shape"), "{too_much:?}");
}

#[test]
fn files_without_a_shape_are_steady_and_shapes_read_back() {
    let before = r#"{"rate_records_per_s": 5, "burst": {"every_s": 30, "for_s": 5, "factor": 4}, "keys": "fresh_id"}"#;
    let load: Traffic = serde_json::from_str(before).unwrap();
    assert_eq!((load.shape, load.burst), (Shape::Steady, Some(Burst { every_s: 30, for_s: 5, factor: 4 })));
    let period = r#"{"periodic": {"period_s": 86400, "low_percent": 20}}"#;
    let shape: Shape = serde_json::from_str(period).unwrap();
    assert_eq!(shape, Shape::Periodic(Period { period_s: 86_400, low_percent: 20 }));
    let steps = Shape::Steps(vec![RateStep { at_s: 60, percent: 300 }]);
    assert_eq!(serde_json::to_string(&steps).unwrap(), r#"{"steps":[{"at_s":60,"percent":300}]}"#);
}

#[test]
fn chance_has_the_mean_of_the_shape() {
    let day = Shape::Periodic(Period { period_s: 100, low_percent: 10 });
    for rate in [40, 2_000] {
        let load = Traffic { shape: day.clone(), arrivals: ArrivalModel::Poisson, ..traffic(rate) };
        let (made, expected) = (made(&plan(1, vec![load]), 400) as f64, f64::from(rate) * 400.0 * 0.55);
        assert!((made - expected).abs() < 5.0 * expected.sqrt(), "{made} of {expected}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn even_arrivals_follow_the_steps_exactly(
        rate in 1_u32..3_000,
        steps in proptest::collection::btree_map(0_u32..30, 0_u32..400, 1..8),
        until_s in 1_u64..40,
    ) {
        let steps: Vec<RateStep> = steps.into_iter().map(|(at_s, percent)| RateStep { at_s, percent }).collect();
        let (mut expected_percent, mut now, mut percent) = (0, 0, 100);
        for step in steps.iter().filter(|step| u64::from(step.at_s) < until_s) {
            expected_percent += percent * u64::from(step.at_s - now);
            (now, percent) = (step.at_s, u64::from(step.percent));
        }
        expected_percent += percent * (until_s - u64::from(now));
        let load = plan(4, vec![Traffic { shape: Shape::Steps(steps), ..traffic(rate) }]);
        let expected = u64::from(rate) * expected_percent / 100;
        prop_assert!(made(&load, until_s).abs_diff(expected) <= 1);
        // Traffic that is set anew all the time loses nothing of it.
        let mut world = world(&load);
        for tenth in 1..=until_s * 10 {
            world.advance_to(SimTime::ZERO + Micros::millis(tenth * 100 - 37));
            let traffic = load.producers[0].traffic.clone();
            let set = shardscope::engine::command::Command::SetTraffic { producer: "p0".into(), traffic };
            world.execute(set).unwrap();
        }
        world.advance_to(seconds(until_s));
        prop_assert!(world.producers()[0].totals.generated.abs_diff(expected) <= 1);
    }
}
