//! Templates: what a record holds is what was booked for it, the same whenever it is read, and who writes a template is
//! told what is wrong with it.

use crate::reading::read_all;
use crate::support::{any_keys, any_template, plan, seconds, sources, stream, traffic, world};
use proptest::prelude::*;
use shardscope::engine::error::Rule;
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::ProducerKind;
use shardscope::engine::producer::library::settings::LibrarySettings;
use shardscope::engine::producer::template::{PLACEHOLDERS, TEXT_BYTES_MAX, Template};
use shardscope::engine::producer::traffic::{ArrivalModel, KeyModel, Traffic};
use shardscope::engine::time::EPOCH_UNIX_S;
use shardscope::engine::world::World;
use shardscope::learn::catalogue::{Catalogue, Language};
use shardscope::learn::reasons;
use std::collections::BTreeMap;

fn own(text: &str) -> Template {
    Template::Text(text.to_owned())
}

fn load(template: Template, rate: u32) -> Traffic {
    Traffic { template: Some(template), ..traffic(rate) }
}

/// Everything stored, each record's partition key, data and arrival in milliseconds.
fn stored(world: &World) -> Vec<(String, String, u64)> {
    let read = |shard| read_all(world, stream(world), shard).into_iter();
    let records = stream(world).shards.iter().flat_map(read);
    records
        .map(|record| {
            let arrived = record.approximate_arrival_timestamp.unix_ms.cast_unsigned();
            (record.partition_key, String::from_utf8(record.data.0).unwrap(), arrived)
        })
        .collect()
}

/// How a record is told in the journal of what was stored.
fn by_text(world: &World) -> BTreeMap<String, String> {
    stored(world).into_iter().map(|(key, data, _)| (data, key)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_record_has_as_many_bytes_as_were_booked_for_it(
        template in any_template(), keys in any_keys(), rate in 1_u32..700, has_library: bool, change in any_template(),
    ) {
        let mut plan = plan(3, vec![Traffic { keys, ..load(template, rate) }]);
        if has_library {
            plan.producers[0].kind = ProducerKind::Kpl(LibrarySettings::default());
        }
        let mut world = world(&plan);
        world.advance_to(seconds(2));
        let traffic = Traffic { template: Some(change), ..plan.producers[0].traffic.clone() };
        let set = shardscope::engine::command::Command::SetTraffic { producer: "p0".into(), traffic };
        world.execute(set).unwrap();
        world.advance_to(seconds(5));
        for shard in &stream(&world).shards {
            let records = read_all(&world, stream(&world), shard);
            let bytes: usize = records.iter().map(|record| record.partition_key.len() + record.data.0.len()).sum();
            prop_assert_eq!(bytes as u64, shard.totals.accepted_bytes.0);
        }
    }

    #[test]
    fn a_record_reads_the_same_when_it_is_old(template in any_template(), rate in 1_u32..30) {
        let plan = plan(2, vec![Traffic { keys: KeyModel::Uniform { keys: 40 }, ..load(template, rate) }]);
        let mut world = world(&plan);
        world.advance_to(seconds(60));
        let young = by_text(&world);
        world.advance_to(seconds(900));
        let old = by_text(&world);
        for (data, key) in &young {
            prop_assert_eq!(old.get(data), Some(key), "{}", data);
        }
        let replayed = World::replay(&plan, sources(), world.journal(), world.now()).unwrap();
        prop_assert_eq!(by_text(&replayed), old);
    }

    #[test]
    fn no_text_breaks_the_reader(text in "[{}a-z|0-9 ä\\-]{0,60}|\\{\\{[a-z_]{1,9} [0-9\\-. ]{0,20}\\}\\}") {
        match own(&text).samples() {
            Ok(samples) => prop_assert_eq!(samples.len(), 5),
            Err(error) => prop_assert!((1..=text.chars().count() + 1).contains(&error.at)),
        }
    }
}

#[test]
fn ready_templates_are_what_they_say() {
    for (name, template) in Template::READY {
        let samples = template.samples().unwrap();
        assert!(samples[0] != samples[1], "{name}");
        for sample in samples.iter().filter(|_| name != "apache_log") {
            let read: serde_json::Value =
                serde_json::from_str(sample).unwrap_or_else(|error| panic!("{sample}: {error}"));
            assert!(read.to_string().contains("user-"), "{sample}");
        }
        let json = serde_json::to_string(&template).unwrap();
        assert_eq!(json, format!("\"{name}\""));
    }
    let line = &Template::ApacheLog.samples().unwrap()[0];
    assert!(line.contains(" [01/Jan/2026:00:00:00 +0000] \"") && line.matches('"').count() == 6, "{line}");
}

#[test]
fn all_placeholders_are_filled() {
    for placeholder in PLACEHOLDERS {
        for sample in own(&format!("<{placeholder}>")).samples().unwrap() {
            assert!(sample.len() > 2 && !sample.contains("{{"), "{placeholder}: {sample}");
        }
    }
    let numbers = own("{{integer -3 3}}/{{number -1 1 2}}/{{integer 7 7}}").samples().unwrap();
    for number in numbers {
        let parts: Vec<f64> = number.split('/').map(|part| part.parse().unwrap()).collect();
        assert!(parts[0].abs() <= 3.0 && parts[1].abs() <= 1.0 && number.ends_with("/7"), "{number}");
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    type Check = fn(&Rule) -> bool;
    let known = |rule: &Rule| matches!(rule, Rule::Known { .. });
    let between = |rule: &Rule| matches!(rule, Rule::Between { .. });
    let cases: [(&str, usize, Check); 11] = [
        ("", 1, |rule| *rule == Rule::NotEmpty),
        ("ä {{key", 3, known),
        ("{{ordinal}} {{nothing}}", 13, known),
        ("{{integer 1}}", 1, known),
        ("{{integer 6 1}}", 1, |rule| *rule == Rule::Ascending),
        ("{{number 0.2 0.1 3}}", 1, |rule| *rule == Rule::Ascending),
        ("{{integer 1 1e16}}", 1, between),
        ("{{integer a 1}}", 1, between),
        ("{{number 0 1 7}}", 1, between),
        ("{{choice a||b}}", 1, |rule| *rule == Rule::NotEmpty),
        ("{{key now}}", 1, known),
    ];
    for (text, at, is_right) in cases {
        let error = own(text).read().unwrap_err();
        assert!(error.at == at && is_right(&error.rule), "{text}: {error:?}");
    }
    let unknown = own("{{integer 1}}").read().unwrap_err();
    assert_eq!(unknown.rule, Rule::Known { known: vec!["{{integer 1 100}}".to_owned()] });
    let long = plan(1, vec![load(own(&"x".repeat(TEXT_BYTES_MAX + 1)), 1)]);
    let long = long.validate().unwrap_err();
    assert_eq!((long.field.as_str(), long.character), ("producers[0].traffic.template.text", None));
    let placed = plan(1, vec![load(own("from {{integer 6 1}}"), 1)]).validate().unwrap_err();
    assert_eq!((placed.field.as_str(), placed.character), ("producers[0].traffic.template.text", Some(6)));
    for (language, parts) in [
        (
            Language::English,
            ["producers[0].traffic.template.text, character 6", "The first number must not be greater"],
        ),
        (Language::Chinese, ["producers[0].traffic.template.text 第 6 个字符", "第一个数不能大于第二个数"]),
    ] {
        let words = Catalogue::new(language).say(&reasons::violation(&placed));
        assert!(parts.iter().all(|part| words.contains(part)), "{words}");
    }
}

#[test]
fn the_largest_template_still_makes_records() {
    let key = "ä".repeat(256);
    let text = "{{key}}".repeat(TEXT_BYTES_MAX / 7);
    let keys = KeyModel::HotKey { keys: 1, share: 1.0, hot_key: key.clone() };
    let mut world = world(&plan(1, vec![Traffic { keys, ..load(own(&text), 1) }]));
    world.advance_to(seconds(3));
    assert_eq!(world.producers()[0].totals.given_up, 0);
    assert_eq!(stored(&world)[0].1.len(), 512 * (TEXT_BYTES_MAX / 7));
}

#[test]
fn times_rise_with_the_records_and_lie_near_their_arrival() {
    for (arrivals, rate) in [(ArrivalModel::Constant, 3), (ArrivalModel::Constant, 900), (ArrivalModel::Poisson, 400)] {
        let keys = KeyModel::Uniform { keys: 1 };
        let load = Traffic { arrivals, keys, ..load(own("{{timestamp_ms}} {{ordinal}} {{timestamp}}"), rate) };
        let mut world = world(&Plan { seed: 5, ..plan(1, vec![load]) });
        world.advance_to(seconds(9));
        let mut last = 0;
        for (_, data, arrived) in stored(&world) {
            let (told, iso) = (data[..13].parse::<u64>().unwrap(), data.rsplit(' ').next().unwrap());
            assert!(told >= last, "{data}");
            assert!(told.abs_diff(arrived) <= 1_000, "{told} {arrived}");
            let second = (told / 1_000 - EPOCH_UNIX_S, told % 1_000);
            assert_eq!(iso, format!("2026-01-01T00:00:{:02}.{:03}Z", second.0, second.1));
            last = told;
        }
        assert!(last > 0);
    }
}
