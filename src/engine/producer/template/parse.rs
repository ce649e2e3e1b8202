//! Reads a template's text: what stands between `{{` and `}}` becomes a field, all else stays as it is.

use super::TemplateError;
use super::field::{Field, TimeForm};
use super::ready::PATHS;
use crate::engine::error::Rule;

/// The placeholders as they are written, for who asks what there is.
pub const PLACEHOLDERS: [&str; 11] = [
    "{{key}}",
    "{{ordinal}}",
    "{{timestamp}}",
    "{{timestamp_log}}",
    "{{timestamp_ms}}",
    "{{integer 1 100}}",
    "{{number 0 1 3}}",
    "{{choice a|b|c}}",
    "{{uuid}}",
    "{{ip}}",
    "{{path}}",
];
/// The greatest number, counted in its last decimal place: well below what JSON readers hold exactly.
const NUMBER_MAX: i64 = 1_000_000_000_000_000;
/// The most decimal places.
const DECIMALS_MAX: u8 = 6;

/// The texts around the fields, one more than these, and the fields.
pub type Pieces = (Vec<Box<str>>, Vec<Field>);

/// Takes a text apart.
pub fn pieces(text: &str) -> Result<Pieces, TemplateError> {
    let (mut texts, mut fields) = (Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let inside = &rest[start + 2..];
        let at = text.len() - rest.len() + start;
        let wrong = |rule| TemplateError::new(text, at, &rest[start..], rule);
        let end = inside.find("}}").ok_or_else(|| wrong(Rule::Known { known: vec!["}}".to_owned()] }))?;
        fields.push(
            field(inside[..end].trim())
                .map_err(|rule| TemplateError::new(text, at, &rest[start..start + end + 4], rule))?,
        );
        texts.push(rest[..start].into());
        rest = &inside[end + 2..];
    }
    texts.push(rest.into());
    Ok((texts, fields))
}

/// The field that a placeholder means, or what would be allowed.
fn field(placeholder: &str) -> Result<Field, Rule> {
    let (name, arguments) = placeholder.split_once(char::is_whitespace).unwrap_or((placeholder, ""));
    let words: Vec<&str> = arguments.split_whitespace().collect();
    match (name, words.as_slice()) {
        ("key", []) => Ok(Field::Key),
        ("ordinal", []) => Ok(Field::Ordinal),
        ("timestamp", []) => Ok(Field::Time(TimeForm::Iso)),
        ("timestamp_log", []) => Ok(Field::Time(TimeForm::Log)),
        ("timestamp_ms", []) => Ok(Field::Time(TimeForm::UnixMillis)),
        ("uuid", []) => Ok(Field::Uuid),
        ("ip", []) => Ok(Field::Ip),
        ("path", []) => Ok(choice(PATHS.iter().copied())),
        ("integer", [low, high]) => number(low, high, 0),
        ("number", [low, high, decimals]) => match decimals.parse() {
            Ok(decimals @ 0..=DECIMALS_MAX) => number(low, high, decimals),
            _ => Err(between(0.0, f64::from(DECIMALS_MAX))),
        },
        ("choice", [_, ..]) => {
            let texts = arguments.split('|').map(str::trim);
            if texts.clone().any(str::is_empty) { Err(Rule::NotEmpty) } else { Ok(choice(texts)) }
        }
        _ => {
            let same = PLACEHOLDERS.iter().find(|known| known.trim_matches(['{', '}']).split(' ').next() == Some(name));
            let known = same.map_or(&PLACEHOLDERS[..], std::slice::from_ref);
            Err(Rule::Known { known: known.iter().map(|known| (*known).to_owned()).collect() })
        }
    }
}

fn choice<'a>(texts: impl Iterator<Item = &'a str>) -> Field {
    Field::Choice(texts.map(Box::from).collect())
}

fn number(low: &str, high: &str, decimals: u8) -> Result<Field, Rule> {
    let scale = f64::from(10_u32.pow(u32::from(decimals)));
    let most = NUMBER_MAX as f64 / scale;
    let read = |text: &str| {
        let number = text.parse::<f64>().ok().filter(|number| (-most..=most).contains(number));
        number.ok_or_else(|| between(-most, most))
    };
    let (low, high) = (read(low)?, read(high)?);
    if low > high {
        return Err(Rule::Ascending);
    }
    let [low, high] = [low, high].map(|number| libm::round(number * scale) as i64);
    Ok(Field::Number { low, count: (high - low) as u64 + 1, decimals })
}

const fn between(min: f64, max: f64) -> Rule {
    Rule::Between { min, max, unit: String::new() }
}
