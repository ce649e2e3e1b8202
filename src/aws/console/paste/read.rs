//! From the pasted text to a layout: which output it is, and its members.

use super::check;
use super::error::PasteError;
use super::{ShardLayout, StreamLayout};
use crate::engine::api::choices::{EncryptionType, ShardLevelMetric, StreamMode};
use crate::engine::hash::{HashKey, HashRange};
use crate::engine::ids::ShardId;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "the names are AWS's")]
struct Shard {
    shard_id: String,
    parent_shard_id: Option<String>,
    adjacent_parent_shard_id: Option<String>,
    hash_key_range: Range,
    sequence_number_range: Numbers,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Range {
    starting_hash_key: HashKey,
    ending_hash_key: HashKey,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Numbers {
    ending_sequence_number: Option<String>,
}

/// `StreamDescription` and `StreamDescriptionSummary` alike.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Description {
    stream_name: Option<String>,
    shards: Option<Vec<Shard>>,
    has_more_shards: Option<bool>,
    open_shard_count: Option<u32>,
    retention_period_hours: Option<u32>,
    stream_mode_details: Option<ModeDetails>,
    encryption_type: Option<EncryptionType>,
    key_id: Option<String>,
    #[serde(default)]
    enhanced_monitoring: Vec<Monitoring>,
    #[serde(rename = "MaxRecordSizeInKiB")]
    max_record_size_in_kib: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ModeDetails {
    stream_mode: StreamMode,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Monitoring {
    #[serde(default)]
    shard_level_metrics: Vec<ShardLevelMetric>,
}

/// Reads a pasted output.
pub fn read(text: &str) -> Result<StreamLayout, PasteError> {
    let (path, description) = description(text)?;
    let count = description.open_shard_count.filter(|_| description.shards.is_none());
    let shards = match (&description.shards, count) {
        (Some(shards), _) => layouts(shards, path)?,
        (None, Some(0) | None) => return Err(PasteError::NoShards),
        (None, Some(count)) if count > SHARDS_MAX => {
            let fault = format!("{count} shards are too many; up to {SHARDS_MAX} are simulated");
            return Err(PasteError::Member { path: format!("{path}.OpenShardCount"), fault });
        }
        (None, Some(count)) => evenly(count),
    };
    check::check(&shards)?;
    let metrics = description.enhanced_monitoring.into_iter().flat_map(|one| one.shard_level_metrics);
    Ok(StreamLayout {
        stream_name: description.stream_name,
        shards,
        has_assumed_ranges: count.is_some(),
        retention_hours: description.retention_period_hours,
        mode: description.stream_mode_details.map(|details| details.stream_mode),
        encryption: description.encryption_type,
        key_id: description.key_id,
        shard_level_metrics: metrics.collect(),
        max_record_size_kib: description.max_record_size_in_kib,
    })
}

/// A count alone is believed up to here, so that a slip of the finger does not fill the memory.
const SHARDS_MAX: u32 = 100_000;

/// The part of the output that describes the stream, with its path.
fn description(text: &str) -> Result<(&'static str, Description), PasteError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let value: Value = serde_json::from_str(text).map_err(|error| not_json(text, &error))?;
    match &value {
        // What `--query Shards` picks.
        Value::Array(_) => {
            Ok(("Shards", Description { shards: Some(member(&value, "Shards")?), ..Description::default() }))
        }
        Value::Object(members) if members.contains_key("Shards") => {
            if members.get("NextToken").is_some_and(|token| !token.is_null()) {
                return Err(PasteError::CutOff { member: "NextToken" });
            }
            let shards = Some(member(&value["Shards"], "Shards")?);
            Ok(("Shards", Description { shards, ..Description::default() }))
        }
        Value::Object(members) => {
            let names = ["StreamDescription", "StreamDescriptionSummary"];
            let Some(name) = names.into_iter().find(|name| members.contains_key(*name)) else {
                let found: Vec<&str> = members.keys().map(String::as_str).take(5).collect();
                let found = if found.is_empty() { "no members".to_owned() } else { found.join(", ") };
                return Err(PasteError::OtherOutput { found });
            };
            let description: Description = member(&members[name], name)?;
            // `--max-items` says so outside of the description.
            if members.get("NextToken").is_some_and(|token| !token.is_null()) {
                return Err(PasteError::CutOff { member: "NextToken" });
            }
            if description.has_more_shards == Some(true) {
                return Err(PasteError::CutOff { member: "HasMoreShards" });
            }
            let path = if name == "StreamDescription" { "StreamDescription.Shards" } else { name };
            Ok((path, description))
        }
        other => Err(PasteError::OtherOutput { found: format!("only {other}") }),
    }
}

fn member<'de, T: Deserialize<'de>>(value: &'de Value, path: &str) -> Result<T, PasteError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let inner = error.path().to_string();
        let path = match inner.as_str() {
            "." => path.to_owned(),
            inner if inner.starts_with('[') => format!("{path}{inner}"),
            inner => format!("{path}.{inner}"),
        };
        PasteError::Member { path, fault: error.into_inner().to_string() }
    })
}

/// What a text that is no JSON is instead.
fn not_json(text: &str, error: &serde_json::Error) -> PasteError {
    let first = text.lines().next().unwrap_or_default().trim();
    let is_table =
        first.len() > 2 && (first.chars().all(|c| c == '-') || first.starts_with('|') || first.starts_with('+'));
    let is_text = text.contains('\t') && !text.contains(['{', '[']);
    let is_yaml = ["Shards:", "StreamDescription:", "StreamDescriptionSummary:", "- ShardId:", "---"];
    let form = match () {
        () if first.is_empty() => return PasteError::Empty,
        () if text.contains("An error occurred (") || first.starts_with("usage: aws") => {
            return PasteError::CliError { text: first.to_owned() };
        }
        () if is_table => "table",
        () if is_text => "text",
        () if is_yaml.iter().any(|begin| text.starts_with(begin)) => "YAML",
        () => {
            let full = error.to_string();
            let fault = full.split(" at line ").next().unwrap_or(&full).to_owned();
            return PasteError::NotJson { fault, line: error.line(), column: error.column() };
        }
    };
    PasteError::OtherForm { form }
}

fn layouts(shards: &[Shard], path: &str) -> Result<Vec<ShardLayout>, PasteError> {
    let mut layouts = Vec::with_capacity(shards.len());
    for (place, shard) in shards.iter().enumerate() {
        let read = |name: &str, id: &str| id_of(id, &format!("{path}[{place}].{name}"));
        let optional = |name: &str, id: &Option<String>| id.as_deref().map(|id| read(name, id)).transpose();
        let Range { starting_hash_key: start, ending_hash_key: end } = shard.hash_key_range;
        layouts.push(ShardLayout {
            id: read("ShardId", &shard.shard_id)?,
            parent: optional("ParentShardId", &shard.parent_shard_id)?,
            adjacent_parent: optional("AdjacentParentShardId", &shard.adjacent_parent_shard_id)?,
            range: HashRange { start, end },
            is_open: shard.sequence_number_range.ending_sequence_number.is_none(),
        });
    }
    layouts.sort_by_key(|shard| shard.id);
    Ok(layouts)
}

fn id_of(id: &str, path: &str) -> Result<ShardId, PasteError> {
    let digits = id.strip_prefix("shardId-").filter(|digits| digits.len() == 12);
    let number =
        digits.filter(|digits| digits.bytes().all(|b| b.is_ascii_digit())).and_then(|digits| digits.parse().ok());
    number.map(ShardId).ok_or_else(|| PasteError::ShardId {
        path: path.to_owned(),
        id: id.to_owned(),
        max: ShardId(u32::MAX),
    })
}

/// The shards of a new stream.
fn evenly(count: u32) -> Vec<ShardLayout> {
    let ids = (0..count).map(ShardId);
    let shard = |(id, range)| ShardLayout { id, parent: None, adjacent_parent: None, range, is_open: true };
    ids.zip(HashRange::evenly(count)).map(shard).collect()
}
