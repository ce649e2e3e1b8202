//! Reads JSON values as the types of the model, or says why that cannot be, in the words of AWS's Coral framework.
//!
//! Some values are converted: numbers with a fraction are rounded down, numbers that are too large become the largest
//! there is, and a few texts are truth values.

use super::base64;
use crate::aws::model::{Member, Shape};
use serde_json::{Map, Number, Value};

pub const LIST_UNEXPECTED: &str = "Start of list found where not expected";
const OBJECT_UNEXPECTED: &str = "Start of structure or map found where not expected.";
const NUMBER_CLASS: &str = "com.amazon.coral.value.json.numbers.TruncatingBigNumber";

/// What a refused value is told, which AWS calls its message.
type Told = Result<(), String>;

/// Converts the fields of a structure in place; drops those that are null or that the model does not know.
pub fn structure(fields: &mut Map<String, Value>, members: &[Member]) -> Told {
    fields.retain(|name, value| !value.is_null() && members.iter().any(|member| member.name == name));
    for member in Member::in_check_order(members) {
        if let Some(value) = fields.get_mut(member.name) {
            convert(value, &member.shape)?;
        }
    }
    Ok(())
}

/// Converts one value in place. A null stays what it is.
fn convert(value: &mut Value, shape: &Shape) -> Told {
    match shape {
        _ if value.is_null() => Ok(()),
        Shape::String { .. } | Shape::Enum(_) => string(value),
        Shape::Blob { .. } => blob(value),
        Shape::Integer { .. } => whole_number(value, "Integer", i32::MIN.into(), i32::MAX.into()),
        Shape::Long { .. } => whole_number(value, "Long", i64::MIN, i64::MAX),
        Shape::Double => number(value, "an Double"),
        Shape::Timestamp => number(value, "milliseconds since epoch"),
        Shape::Boolean => boolean(value),
        Shape::List { member, .. } => list(value, member),
        Shape::Map { value: of_entry, .. } => map(value, of_entry),
        Shape::Structure(structure_shape) => match value {
            Value::Object(fields) => structure(fields, structure_shape.members),
            Value::Array(_) => Err(LIST_UNEXPECTED.to_owned()),
            _ => Err("Expected null".to_owned()),
        },
    }
}

/// Refuses a value of another JSON type than the one that is wanted.
fn mismatch(value: &Value, wanted: &str) -> Told {
    let class = match value {
        Value::Array(_) => return Err(LIST_UNEXPECTED.to_owned()),
        Value::Object(_) => return Err(OBJECT_UNEXPECTED.to_owned()),
        Value::Bool(_) => "java.lang.Boolean",
        Value::Number(_) => NUMBER_CLASS,
        Value::String(_) => "java.lang.String",
        Value::Null => return Ok(()),
    };
    Err(format!("class {class} can not be converted to {wanted}"))
}

fn string(value: &Value) -> Told {
    if value.is_string() { Ok(()) } else { mismatch(value, "an String") }
}

fn blob(value: &Value) -> Told {
    match value {
        Value::String(text) => base64::check(text),
        other => mismatch(other, "a Blob"),
    }
}

fn number(value: &Value, wanted: &str) -> Told {
    if value.is_number() { Ok(()) } else { mismatch(value, wanted) }
}

/// Rounds down, and keeps within `min` and `max`.
fn whole_number(value: &mut Value, name: &str, min: i64, max: i64) -> Told {
    let Value::Number(number) = value else { return mismatch(value, &format!("an {name}")) };
    let whole = match (number.as_i64(), number.as_u64()) {
        (Some(whole), _) => whole,
        (None, Some(_)) => i64::MAX,
        // A float that is beyond the range of whole numbers becomes the nearest one.
        (None, None) => number.as_f64().unwrap_or_default().floor() as i64,
    };
    *number = Number::from(whole.clamp(min, max));
    Ok(())
}

fn boolean(value: &mut Value) -> Told {
    let text = match value {
        Value::Bool(_) => return Ok(()),
        Value::String(text) => text.to_uppercase(),
        other => return mismatch(other, "an Boolean"),
    };
    let truth = match text.as_str() {
        "TRUE" | "YES" | "1" => true,
        "FALSE" | "NO" | "0" => false,
        _ => return Err(format!("'{text}' can not be converted to an Boolean")),
    };
    *value = Value::Bool(truth);
    Ok(())
}

fn list(value: &mut Value, member: &Shape) -> Told {
    match value {
        Value::Array(entries) => entries.iter_mut().try_for_each(|entry| convert(entry, member)),
        Value::Object(_) => Err(OBJECT_UNEXPECTED.to_owned()),
        _ => Err("Expected list or null".to_owned()),
    }
}

fn map(value: &mut Value, of_entry: &Shape) -> Told {
    match value {
        Value::Object(entries) => entries.values_mut().try_for_each(|entry| convert(entry, of_entry)),
        Value::Array(_) => Err(LIST_UNEXPECTED.to_owned()),
        _ => Err("Expected map or null".to_owned()),
    }
}
