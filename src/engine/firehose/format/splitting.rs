//! Records that hold several: how they are taken apart.
//!
//! Documented: by JSON, whose objects stand one behind another or on lines of their own, or by a delimiter; of more than
//! 500 nothing is taken apart, and the record goes on whole; what cannot be read goes below the error prefix. Assumed:
//! nothing is left of what stands between, and empty parts are none; a record without any part cannot be read.

use super::json;
use crate::engine::firehose::plan::Splitting;

/// Parts of a record at most. Documented.
const PARTS_MAX: usize = 500;

/// The records that are in a record; nothing where it cannot be read.
pub fn split<'a>(splitting: &Splitting, data: &'a [u8]) -> Option<Vec<&'a [u8]>> {
    let mut parts: Vec<&[u8]> = Vec::new();
    match splitting {
        Splitting::Json => {
            for value in json::documents(data) {
                let value = value.filter(|value| value.kind() == json::Kind::Object)?;
                parts.push(&data[value.range()]);
            }
        }
        Splitting::Delimited { delimiter } => {
            let (delimiter, mut rest) = (delimiter.as_bytes(), data);
            while let Some(at) = rest.windows(delimiter.len().max(1)).position(|found| found == delimiter) {
                parts.push(&rest[..at]);
                rest = &rest[at + delimiter.len()..];
            }
            parts.push(rest);
            parts.retain(|part| !part.is_empty());
        }
    }
    match parts.len() {
        0 => None,
        1..=PARTS_MAX => Some(parts),
        _ => Some(vec![data]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(splitting: &Splitting, data: &str) -> Option<Vec<String>> {
        let parts = split(splitting, data.as_bytes())?;
        Some(parts.into_iter().map(|part| String::from_utf8(part.to_vec()).unwrap()).collect())
    }

    #[test]
    fn objects_stand_one_behind_another() {
        let of = |data: &str| texts(&Splitting::Json, data);
        for data in [r#"{"a":1}{"a":2}"#, "{\"a\":1}\n{\"a\":2}\n"] {
            assert_eq!(of(data).unwrap(), [r#"{"a":1}"#, r#"{"a":2}"#]);
        }
        assert_eq!(of("{}").unwrap(), ["{}"]);
        for data in [r#"[{"a":1}, {"a":2}]"#, r#"{"a":1},{"a":2}"#, r#"{"a":1}{"#, "", " ", "1"] {
            assert_eq!(of(data), None, "{data}");
        }
    }

    #[test]
    fn a_delimiter_stands_between() {
        let by = Splitting::Delimited { delimiter: "####".to_owned() };
        assert_eq!(texts(&by, "a####b").unwrap(), ["a", "b"]);
        assert_eq!(texts(&by, "########a#####b####").unwrap(), ["a", "#b"]);
        assert_eq!(texts(&by, "a").unwrap(), ["a"]);
        assert_eq!(texts(&by, "####"), None);
    }

    #[test]
    fn more_than_500_stay_together() {
        let by = Splitting::Delimited { delimiter: "\n".to_owned() };
        assert_eq!(texts(&by, &"a\n".repeat(500)).unwrap().len(), 500);
        assert_eq!(texts(&by, &"a\n".repeat(501)).unwrap(), ["a\n".repeat(501)]);
        assert_eq!(texts(&Splitting::Json, &"{}".repeat(501)).unwrap().len(), 1);
    }

    proptest! {
        #[test]
        fn whatever_comes_is_answered(data: Vec<u8>, text in "[{}\",#\n1]{0,20}") {
            for by in [Splitting::Json, Splitting::Delimited { delimiter: "#".to_owned() }] {
                for data in [&data, text.as_bytes()] {
                    let parts = split(&by, data).unwrap_or_default();
                    prop_assert!(parts.iter().map(|part| part.len()).sum::<usize>() <= data.len());
                }
            }
        }
    }
}
