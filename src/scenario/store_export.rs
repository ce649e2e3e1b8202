//! What is in a store, as a file: JSON Lines of a table's items, of objects' records and of documents, CSV of rows.
//!
//! Data that are text are written as text, others as base64. Leaves out: what the stream does not hold any more.

use crate::engine::api::values::{Blob, Timestamp};
use crate::engine::store::{Store, StoreKind};
use crate::engine::world::World;
use crate::engine::world::storing::StoredItem;
use serde::Serialize;

/// A file with the newest items of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreFile {
    /// What it may be called.
    pub name: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its text.
    pub text: String,
    /// How many items it has.
    pub items: usize,
    /// Records that would belong to it and that the stream does not hold any more.
    pub gone: u64,
    /// Whether the store has more than the file.
    pub has_more: bool,
}

/// An item as a line of JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    key: &'a str,
    partition_key: &'a str,
    sequence_number: String,
    sub_sequence_number: u32,
    shard_id: &'a str,
    approximate_arrival_timestamp: Timestamp,
    stored: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_base64: Option<Blob>,
    repeat: bool,
}

/// The columns of a file of rows.
const COLUMNS: &str = "id,partition_key,sequence_number,sub_sequence_number,shard_id,arrived,stored,data,repeat";

/// The newest items of a store, at most `limit`, oldest first, in the format in which one looks at such a store.
pub fn export(world: &World, store: &Store, limit: usize) -> StoreFile {
    let found = world.store_items(store, limit);
    let is_rows = matches!(store.kind(), StoreKind::Redshift(_));
    let mut text = if is_rows { format!("{COLUMNS}\r\n") } else { String::new() };
    for item in found.items.iter().rev() {
        if is_rows {
            push_row(&mut text, item);
        } else {
            let line = serde_json::to_string(&Line::of(item)).expect("an item has only text and numbers");
            text.push_str(&line);
            text.push('\n');
        }
    }
    let (ending, media_type) = if is_rows { ("csv", "text/csv") } else { ("jsonl", "application/jsonl") };
    let name = format!("{}.{ending}", store.name);
    StoreFile { name, media_type, text, items: found.items.len(), gone: found.gone, has_more: found.has_more }
}

impl<'a> Line<'a> {
    fn of(item: &'a StoredItem) -> Self {
        let data = as_text(&item.data);
        Self {
            key: &item.key,
            partition_key: &item.partition_key,
            sequence_number: item.sequence_number.to_string(),
            sub_sequence_number: item.sub_sequence_number,
            shard_id: &item.shard_id,
            approximate_arrival_timestamp: item.arrived.into(),
            stored: item.stored.into(),
            data,
            data_base64: data.is_none().then(|| Blob(item.data.clone())),
            repeat: item.is_repeat,
        }
    }
}

/// Data that a person can read.
fn as_text(data: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(data).ok()?;
    let is_plain = text.chars().all(|character| !character.is_control() || matches!(character, '\n' | '\r' | '\t'));
    is_plain.then_some(text)
}

fn push_row(text: &mut String, item: &StoredItem) {
    let data = as_text(&item.data).map_or_else(
        || serde_json::to_string(&Blob(item.data.clone())).unwrap_or_default().trim_matches('"').to_owned(),
        str::to_owned,
    );
    let [arrived, stored] = [item.arrived, item.stored].map(|at| Timestamp::from(at).to_string());
    let cells = [
        item.key.clone(),
        item.partition_key.clone(),
        item.sequence_number.to_string(),
        item.sub_sequence_number.to_string(),
        item.shard_id.clone(),
        arrived,
        stored,
        data,
        item.is_repeat.to_string(),
    ];
    let quoted = cells.map(|cell| {
        let is_plain = !cell.contains([',', '"', '\n', '\r']);
        if is_plain { cell } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
    });
    text.push_str(&quoted.join(","));
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ids::ShardId;
    use crate::engine::stream::sequence::SequenceNumber;
    use crate::engine::time::SimTime;

    fn item(data: &[u8]) -> StoredItem {
        let at = SimTime(1_500_000);
        StoredItem {
            key: "id-1".to_owned(),
            stored: at,
            arrived: SimTime::ZERO,
            shard_id: ShardId(0).to_string(),
            sequence_number: SequenceNumber { shard_created: SimTime::ZERO, shard: ShardId(0), index: 1, stored: at },
            sub_sequence_number: 0,
            partition_key: "a,b".to_owned(),
            data: data.to_vec(),
            is_repeat: false,
        }
    }

    #[test]
    fn data_are_written_as_text_where_they_are_text() {
        let line = |data: &[u8]| serde_json::to_value(Line::of(&item(data))).unwrap();
        assert_eq!(line("größe".as_bytes())["data"], "größe");
        assert_eq!(line(&[0xFF, 0])["dataBase64"], "/wA=");
        assert_eq!(line(b"x")["stored"].to_string(), "1767225601.5");
    }

    #[test]
    fn a_file_has_a_line_for_each_item() {
        let lines_of = |kind: &str| {
            let plan = format!(
                r#"{{ "seed": 1, "stream": {{ "name": "s", "shards": 1 }},
                "producers": [{{ "name": "p", "traffic": {{ "rate_records_per_s": 10, "keys": "fresh_id" }} }}],
                "consumers": [{{ "name": "c", "store": "sink", "kind": {{ "kcl": {{ "workers": 1 }} }} }}],
                "stores": [{{ "name": "sink", "kind": {{ "{kind}": {{}} }} }}] }}"#
            );
            let plan = serde_json::from_str(&plan).unwrap();
            let mut world = World::new(&plan, crate::engine::world::KeySources::new()).unwrap();
            world.advance_to(SimTime(30_000_000));
            let file = export(&world, &world.stores()[0], 100);
            assert_eq!((file.items, file.gone, file.has_more), (100, 0, true));
            let stored: Vec<String> = file.text.lines().map(str::to_owned).collect();
            (file.name, stored)
        };
        for kind in ["dynamo_db", "s3", "elasticsearch"] {
            let (name, lines) = lines_of(kind);
            assert_eq!((name.as_str(), lines.len()), ("sink.jsonl", 100));
            let sequence = |line: &String| -> String {
                let item: serde_json::Value = serde_json::from_str(line).unwrap();
                item["sequenceNumber"].as_str().unwrap().to_owned()
            };
            assert!(lines.iter().map(sequence).is_sorted(), "one shard, oldest first");
        }
        let (name, rows) = lines_of("redshift");
        assert_eq!((name.as_str(), rows.len(), rows[0].as_str()), ("sink.csv", 101, COLUMNS));
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut text = String::new();
        push_row(&mut text, &item(b"say \"hi\""));
        assert!(text.contains(",\"say \"\"hi\"\"\",") && text.contains("\"a,b\""), "{text}");
        assert_eq!(COLUMNS.split(',').count(), 9);
    }
}
