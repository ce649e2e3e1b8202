//! What the functions that transform records do to one of them.
//!
//! Documented: the three results, and that `metadata` may hold partition keys. The functions are ours, of the kinds that
//! AWS's blueprints have. Fields are named by a path with points. Leaves out: replies without or with a wrong `recordId`.

use super::{csv, json};
use crate::engine::firehose::plan::FunctionKind;

/// `result` of a record, with its `data` or how large that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transformed<Data = Vec<u8>> {
    /// It is delivered, with these data.
    Ok(Data),
    /// It is left out on purpose, which counts as success.
    Dropped,
    /// It goes to `processing-failed`, with the data that it came with.
    ProcessingFailed,
}

/// Transforms a record, number `ordinal` (from 0) of all that this function was given.
pub fn apply(kind: &FunctionKind, ordinal: u64, data: &[u8]) -> Transformed {
    match kind {
        FunctionKind::AddNewline => Transformed::Ok([data, b"\n"].concat()),
        FunctionKind::Filter { field, keeps } => filter(field, keeps, data),
        FunctionKind::MaskField { field } => mask(field, data),
        FunctionKind::CsvToJson { columns } => {
            csv::object(data, columns).map_or(Transformed::ProcessingFailed, Transformed::Ok)
        }
        FunctionKind::PartitionKeys { .. } if json::object(data).is_none() => Transformed::ProcessingFailed,
        FunctionKind::FailEveryNth { n } if fails(*n, ordinal) => Transformed::ProcessingFailed,
        FunctionKind::PartitionKeys { .. } | FunctionKind::FailEveryNth { .. } => Transformed::Ok(data.to_vec()),
    }
}

/// The partition key of this name that a function returns in `metadata` with a record; numbers and `true` and `false` as
/// they stand there. What is missing, empty, `null`, an object or an array is no key.
pub fn partition_key(kind: &FunctionKind, name: &str, data: &[u8]) -> Option<String> {
    let FunctionKind::PartitionKeys { fields } = kind else {
        return None;
    };
    let record = json::object(data).filter(|_| fields.iter().any(|field| field == name))?;
    let value = record.at(name)?;
    let key = match value.kind() {
        json::Kind::Text => value.text()?.into(),
        json::Kind::Number | json::Kind::Boolean => value.json().to_owned(),
        json::Kind::Null | json::Kind::Array | json::Kind::Object => return None,
    };
    Some(key).filter(|key: &String| !key.is_empty())
}

/// Whether what a function does depends on what is in a record.
pub const fn needs_content(kind: &FunctionKind) -> bool {
    match kind {
        FunctionKind::AddNewline | FunctionKind::FailEveryNth { .. } => false,
        FunctionKind::Filter { .. }
        | FunctionKind::MaskField { .. }
        | FunctionKind::CsvToJson { .. }
        | FunctionKind::PartitionKeys { .. } => true,
    }
}

/// What [`apply`] does to a record of so many bytes, with the size of its data, where that needs no content.
pub fn outcome_of_size(kind: &FunctionKind, ordinal: u64, bytes: u64) -> Option<Transformed<u64>> {
    match kind {
        FunctionKind::AddNewline => Some(Transformed::Ok(bytes + 1)),
        FunctionKind::FailEveryNth { n } if fails(*n, ordinal) => Some(Transformed::ProcessingFailed),
        FunctionKind::FailEveryNth { .. } => Some(Transformed::Ok(bytes)),
        FunctionKind::Filter { .. }
        | FunctionKind::MaskField { .. }
        | FunctionKind::CsvToJson { .. }
        | FunctionKind::PartitionKeys { .. } => None,
    }
}

const fn fails(n: u32, ordinal: u64) -> bool {
    n > 0 && ordinal % n as u64 == n as u64 - 1
}

/// Keeps a record whose number is not less, or whose text (or `true`, or `false`) is the same.
fn filter(field: &str, keeps: &str, data: &[u8]) -> Transformed {
    let Some(record) = json::object(data) else {
        return Transformed::ProcessingFailed;
    };
    let is_kept = record.at(field).is_some_and(|value| match value.kind() {
        json::Kind::Number => least(keeps).zip(value.number()).is_some_and(|(least, number)| number >= least),
        json::Kind::Text => value.text().is_some_and(|text| text == keeps),
        json::Kind::Boolean => value.json() == keeps,
        json::Kind::Null | json::Kind::Array | json::Kind::Object => false,
    });
    if is_kept { Transformed::Ok(data.to_vec()) } else { Transformed::Dropped }
}

fn least(keeps: &str) -> Option<f64> {
    let text = keeps.trim();
    json::is_number(text).then(|| text.parse().ok()).flatten()
}

/// Writes as many asterisks as the value has characters; they are a text, whatever the value was. `null` stays.
fn mask(field: &str, data: &[u8]) -> Transformed {
    let Some(record) = json::object(data) else {
        return Transformed::ProcessingFailed;
    };
    let Some(value) = record.at(field).filter(|value| value.kind() != json::Kind::Null) else {
        return Transformed::Ok(data.to_vec());
    };
    let characters = value.text().map_or_else(|| value.json().chars().count(), |text| text.chars().count());
    let range = value.range();
    let mut masked = Vec::with_capacity(data.len() + 2);
    masked.extend_from_slice(&data[..range.start]);
    masked.push(b'"');
    masked.resize(masked.len() + characters, b'*');
    masked.push(b'"');
    masked.extend_from_slice(&data[range.end..]);
    Transformed::Ok(masked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text_of(transformed: Transformed) -> String {
        match transformed {
            Transformed::Ok(data) => String::from_utf8(data).unwrap(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn filters_by_numbers_and_texts() {
        let of = |field: &str, keeps: &str, data: &str| {
            let kind = FunctionKind::Filter { field: field.to_owned(), keeps: keeps.to_owned() };
            apply(&kind, 0, data.as_bytes())
        };
        for (field, keeps, data) in [
            ("price", "10", r#"{"price":10}"#),
            ("price", " 1e1", r#"{"price":10.5}    "#),
            ("a.b", "x", r#"{"a":{"b":"x"}}"#),
            ("a", "10", r#"{"a":"10"}"#),
            ("a", "true", r#"{"a":true}"#),
        ] {
            assert_eq!(text_of(of(field, keeps, data)), data);
        }
        for data in [r#"{"a":9.99}"#, r#"{"a":"11"}"#, r#"{"b":11}"#, r#"{"a":null}"#, r#"{"a":[11]}"#, "{}"] {
            assert_eq!(of("a", "10", data), Transformed::Dropped, "{data}");
        }
        for data in ["", "x", "[]", "{}{}", "{\"a\":11}x"] {
            assert_eq!(of("a", "10", data), Transformed::ProcessingFailed, "{data}");
        }
        assert_eq!(of("a", "NaN", r#"{"a":1}"#), Transformed::Dropped);
    }

    #[test]
    fn masks_a_value_and_nothing_else() {
        let of = |field: &str, data: &str| {
            text_of(apply(&FunctionKind::MaskField { field: field.to_owned() }, 0, data.as_bytes()))
        };
        assert_eq!(of("card", r#"{ "card" :"1234", "b":[1, 2]}  "#), r#"{ "card" :"****", "b":[1, 2]}  "#);
        assert_eq!(of("n", r#"{"n":-1.5}"#), r#"{"n":"****"}"#);
        assert_eq!(of("n", r#"{"n":"é\u00e9\n🚀\ud83d\ude80"}"#), r#"{"n":"*****"}"#);
        assert_eq!(of("a.b", r#"{"a":{"b":true}}"#), r#"{"a":{"b":"****"}}"#);
        for data in [r#"{"n":null}"#, r#"{"m":1}"#, "{}"] {
            assert_eq!(of("n", data), data);
        }
        assert_eq!(of("n", "n"), "ProcessingFailed");
    }

    #[test]
    fn fields_become_partition_keys() {
        let fields = ["a", "b.c"].map(str::to_owned).to_vec();
        let kind = FunctionKind::PartitionKeys { fields };
        let of = |name: &str, data: &str| partition_key(&kind, name, data.as_bytes());
        let data = r#"{"a":"x","b":{"c":1.50},"d":"y"}"#;
        assert_eq!(text_of(apply(&kind, 0, data.as_bytes())), data, "the record stays as it is");
        assert_eq!(
            (of("a", data).as_deref(), of("b.c", data).as_deref(), of("d", data)),
            (Some("x"), Some("1.50"), None)
        );
        for data in [r#"{"a":""}"#, r#"{"a":null}"#, r#"{"a":[1]}"#, r#"{"b":1}"#, "x"] {
            assert_eq!(of("a", data), None, "{data}");
        }
        assert_eq!(apply(&kind, 0, b"x"), Transformed::ProcessingFailed);
        assert_eq!(partition_key(&FunctionKind::AddNewline, "a", data.as_bytes()), None);
    }

    #[test]
    fn every_nth_fails() {
        let failed = |n: u32| -> Vec<u64> {
            let kind = FunctionKind::FailEveryNth { n };
            (0..10).filter(|&ordinal| apply(&kind, ordinal, b"x") == Transformed::ProcessingFailed).collect()
        };
        assert_eq!(failed(3), [2, 5, 8]);
        assert_eq!(failed(1).len(), 10);
        assert!(failed(0).is_empty());
    }

    proptest! {
        #[test]
        fn a_size_tells_what_content_does(n in 0..5_u32, ordinal: u64, data: Vec<u8>) {
            for kind in [FunctionKind::AddNewline, FunctionKind::FailEveryNth { n }] {
                let applied = match apply(&kind, ordinal, &data) {
                    Transformed::Ok(data) => Transformed::Ok(data.len() as u64),
                    Transformed::Dropped => Transformed::Dropped,
                    Transformed::ProcessingFailed => Transformed::ProcessingFailed,
                };
                prop_assert!(!needs_content(&kind));
                prop_assert_eq!(outcome_of_size(&kind, ordinal, data.len() as u64), Some(applied));
            }
        }

        #[test]
        fn whatever_comes_is_answered(data: Vec<u8>, text in "[{}\":a,0]{0,10}") {
            let columns = vec!["a".to_owned(), "b".to_owned()];
            for kind in [
                FunctionKind::Filter { field: "a".to_owned(), keeps: "0".to_owned() },
                FunctionKind::MaskField { field: "a".to_owned() },
                FunctionKind::CsvToJson { columns },
            ] {
                prop_assert!(needs_content(&kind) && outcome_of_size(&kind, 0, 1).is_none());
                apply(&kind, 0, &data);
                apply(&kind, 0, text.as_bytes());
            }
        }
    }
}
