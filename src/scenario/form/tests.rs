//! Rows of forms and the settings that they stand for.

use super::*;
use crate::learn::catalogue::Language;
use serde::Serialize;

fn kinds() -> Vec<Value> {
    fn json(kind: impl Serialize) -> Value {
        serde_json::to_value(kind).unwrap()
    }
    let producers = PRODUCER_KINDS.iter().map(|kind| json(new_producer(kind)));
    let consumers = CONSUMER_KINDS.iter().map(|kind| json(new_consumer(kind, Profile::Current)));
    let stores = STORE_KINDS.iter().map(|kind| json(new_store(kind)));
    producers.chain(consumers).chain(stores).collect()
}

#[test]
fn what_is_new_is_of_the_kind_that_was_asked_for() {
    let names: Vec<String> = kinds().iter().filter_map(|kind| name_of(kind).map(str::to_owned)).collect();
    assert_eq!(names, [PRODUCER_KINDS, CONSUMER_KINDS, STORE_KINDS].concat());
}

/// The paths of all values below `value`.
fn leaves(value: &Value, path: &[String], found: &mut Vec<Vec<String>>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(name, value)| {
            leaves(value, &[path, std::slice::from_ref(name)].concat(), found);
        }),
        _ => found.push(path.to_vec()),
    }
}

#[test]
fn every_setting_of_every_kind_has_its_row() {
    for kind in kinds() {
        let name = name_of(&kind).unwrap().to_owned();
        let mut found = Vec::new();
        if kind.is_object() {
            leaves(&kind[&name], &[], &mut found);
        }
        // How many workers there are is done to an application, not set.
        found.retain(|path| path != &["workers"]);
        let mut known: Vec<Vec<String>> =
            rows_of(&name).map(|row| row.path.iter().map(|part| (*part).to_owned()).collect()).collect();
        found.sort();
        known.sort();
        assert_eq!(found, known, "{name}");
    }
}

#[test]
fn rows_of_numbers_name_the_fields_of_the_table_and_their_values_can_be_set() {
    for kind in kinds() {
        for row in rows_of(name_of(&kind).unwrap()) {
            if let Number(id) | Unlimited(id) = row.control {
                assert_eq!(row.field(), id.row().field);
                let wanted = Value::from(id.row().max);
                assert_eq!(row.get(&row.set(&kind, wanted.clone())), Some(&wanted), "{}", row.name());
            }
        }
    }
}

#[test]
fn every_choice_can_be_made() {
    let of_kind = |kind: &Value| {
        let kind = kind.clone();
        serde_json::from_value::<ProducerKind>(kind.clone()).is_ok()
            || serde_json::from_value::<ConsumerKind>(kind.clone()).is_ok()
            || serde_json::from_value::<StoreKind>(kind).is_ok()
    };
    for kind in kinds() {
        for row in rows_of(name_of(&kind).unwrap()) {
            let Choice(_, names) = row.control else { continue };
            assert!(names.iter().any(|name| row.get(&kind) == Some(&Value::from(*name))), "{}", row.name());
            for name in names {
                assert!(of_kind(&row.set(&kind, Value::from(*name))), "{} {name}", row.name());
            }
        }
    }
}

#[test]
fn every_kind_and_every_setting_is_described() {
    let words = Language::English.further_source();
    let has = |id: &str| words.lines().any(|line| line.starts_with(&format!("{id} = ")));
    for kind in kinds() {
        let name = name_of(&kind).unwrap().replace('_', "-");
        assert!(has(&format!("kind-{name}")) && has(&format!("kind-{name}-about")), "{name}");
        for row in rows_of(name_of(&kind).unwrap()) {
            assert!(has(&format!("setting-{}", row.field())), "{}", row.field());
        }
    }
}

#[test]
fn what_is_typed_is_a_number_within_bounds_or_refused_by_name() {
    let row = rows_of("lambda").find(|row| row.field() == "maximum_retry_attempts").unwrap();
    assert_eq!((row.read("-1"), row.read("7")), (Ok(Value::Null), Ok(Value::from(7))));
    assert_eq!(row.read("10001").unwrap_err().field, "MaximumRetryAttempts");
    let row = rows_of("kcl").find(|row| row.field() == "max_records").unwrap();
    for wrong in ["", "-1", "0", "1e3", "many"] {
        assert!(row.read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn thousands_may_have_their_commas_where_they_belong() {
    let row = rows_of("kpl").find(|row| row.field() == "aggregation_max_size").unwrap();
    for (typed, number) in
        [("10000", 10_000), ("10,000", 10_000), (" 1,048,576 ", 1_048_576), ("10，000", 10_000), ("999", 999)]
    {
        assert_eq!(row.read(typed), Ok(Value::from(number)), "{typed}");
    }
    for wrong in
        ["10,00", "1000,000", ",100", "1,,000", "1,000,", "10,000.5", "+1,000", "1, 000", "1,0000", ",", "1.000"]
    {
        assert!(row.read(wrong).is_err(), "{wrong}");
    }
}
