//! `objects`: records to the objects of delivery streams, line by line.

use super::aggregates::answers;
use serde_json::json;

#[test]
fn records_become_an_object() {
    let lines = [
        json!({ "records": ["eyJhIjoxfQo=", "eyJhIjoyfQo="] }),
        json!({ "records": ["eyJhIjoxfQo="], "compression": "gzip" }),
        json!({ "records": ["eyJhIjoxfQo=", "eA=="], "format": "orc_none" }),
        json!({ "records": ["?"] }),
        json!({ "records": [], "compression": "brotli" }),
        json!({ "records": [], "compression": "gzip", "format": "parquet_gzip" }),
        json!({ "records": [], "columns": [{ "name": "a", "kind": "string" }] }),
    ];
    let lines = lines.map(|line| line.to_string());
    let answered = answers("objects", &lines.each_ref().map(String::as_str));
    assert_eq!(answered[0], json!({ "data": "eyJhIjoxfQp7ImEiOjJ9Cg==" }));
    assert!(answered[1]["data"].as_str().is_some_and(|data| data.starts_with("H4sI")), "{}", answered[1]);
    assert!(answered[2]["data"].as_str().is_some_and(|data| data.starts_with("T1JD")), "{}", answered[2]);
    assert_eq!((&answered[2]["rows"], &answered[2]["failed"]), (&json!(1), &json!(1)));
    let both = answered[5]["error"].as_str().expect("a reason");
    assert!(both.starts_with("format and compression: one or the other"), "{both}");
    assert!(answered[3..].iter().all(|answer| answer["error"].is_string()), "{answered:?}");
}
