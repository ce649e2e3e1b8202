//! Checks a JSON body against the model of its operation, as AWS does before an operation sees it.
//!
//! First the types ([`types`]): what cannot be read as the model's type is a `SerializationException`. Then the
//! constraints ([`constraints`]): required members, lengths, values, patterns and enumerations that are breached make one
//! `ValidationException`, which lists up to ten. Texts and orders are those that the kinesalite emulator recorded.
//!
//! Deliberate differences from what was recorded between 2013 and 2020, as the model has changed since:
//! - `StreamName` may be left out where `StreamARN` or `StreamId` may stand for it; whether one is there is asked later;
//! - `ShardCount` may be left out and has no upper bound, retention has no bounds: the engine refuses what is wrong;
//! - up to 200 tags are put and 50 taken off or listed at a time; data may have up to 10 MiB;
//! - members that the model has gained are checked after those whose order was recorded, in the model's order;
//! - a null within a list breaches `Member must not be null` (assumed), where the emulator stops working.
//!
//! A number beyond a float's range (`1e400`) and a lone surrogate (`"\ud800"`) make a body unreadable here; AWS's parser
//! takes the first (assumed) and JavaScript's both. Of names that are there twice, the last counts, as there.

mod base64;
mod constraints;
mod print;
mod types;

use super::error::Refusal;
use super::model::OperationModel;
use serde_json::{Map, Value};

/// Reads a body: the text of a JSON object.
///
/// Nesting deeper than 128 levels is refused like any other text that is not JSON.
pub fn parse(body: &[u8]) -> Result<Value, Refusal> {
    serde_json::from_slice(body).map_err(|_| Refusal::unreadable())
}

/// Checks the fields of a request; gives them with the types of the model, without the ones it does not know.
pub fn check(operation: &OperationModel, body: Value) -> Result<Map<String, Value>, Refusal> {
    let mut fields = match body {
        Value::Object(fields) => fields,
        Value::Array(_) => return Err(Refusal::serialization(types::LIST_UNEXPECTED.to_owned())),
        _ => return Err(Refusal::unreadable()),
    };
    types::structure(&mut fields, operation.input).map_err(Refusal::serialization)?;
    match constraints::breaches(&fields, operation).as_slice() {
        [] => Ok(fields),
        [breach] => Err(Refusal::validation(format!("1 validation error detected: {breach}"))),
        several => {
            let count = several.len();
            Err(Refusal::validation(format!("{count} validation errors detected: {}", several.join("; "))))
        }
    }
}
