//! `run` with delivery streams: who names what is not there, and settings that are refused, in words.

use super::{assert_refused, headless, write};
use serde_json::{Value, json};

fn scenario(fields: &Value) -> Value {
    let mut plan = json!({
        "seed": 1,
        "stream": { "name": "orders", "shards": 1 },
        "producers": [{ "name": "web", "traffic": { "rate_records_per_s": 10, "keys": "fresh_id" } }],
    });
    for (name, value) in fields.as_object().expect("an object") {
        plan[name] = value.clone();
    }
    json!({ "version": 1, "name": "deliveries", "plan": plan })
}

/// What is said beside the answer.
fn notes(name: &str, fields: &Value) -> String {
    let file = write("deliveries", name, scenario(fields).to_string());
    let output = headless(&["run", &file, "--for", "1s"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stderr).expect("words are UTF-8")
}

fn reading(stream: &str) -> Value {
    json!([{ "name": "lake", "source": { "kinesis_stream": { "stream": stream } } }])
}

fn calling(delivery_stream: &str) -> Value {
    let traffic = json!({ "rate_records_per_s": 10, "keys": "fresh_id" });
    json!([{ "name": "app", "delivery_stream": delivery_stream, "traffic": traffic }])
}

#[test]
fn who_names_what_is_not_there_is_told() {
    assert_eq!(notes("there.json", &json!({ "delivery_streams": reading("orders") })), "");
    let words = notes("source.json", &json!({ "delivery_streams": reading("clicks") }));
    assert!(words.starts_with("note: “lake” names the stream “clicks”") && words.contains("orders"), "{words}");
    let fields = json!({ "delivery_streams": [{ "name": "lake" }], "producers": calling("archive") });
    let words = notes("caller.json", &fields);
    assert!(words.starts_with("note: “app” names the delivery stream “archive”"), "{words}");
    assert!(words.contains("It has lake."), "{words}");
    let words = notes("none.json", &json!({ "producers": calling("archive") }));
    assert!(words.contains("It has no delivery stream."), "{words}");
    let fields = json!({ "delivery_streams": [{ "name": "lake" }], "producers": calling("lake") });
    assert_eq!(notes("called.json", &fields), "");
}

#[test]
fn settings_that_cannot_be_are_refused_in_words() {
    let field = |rest: &str| format!("plan.delivery_streams[0].destination.{rest}");
    for (name, limits, destination, parts) in [
        (
            "index.json",
            "current",
            json!({ "kind": { "elasticsearch": { "index": "Orders" } } }),
            [field("kind.elasticsearch.index"), "lower case".to_owned()],
        ),
        (
            "key.json",
            "current",
            json!({ "bucket": { "kms_key": "my-key" } }),
            [field("bucket.kms_key"), "arn:aws:kms:".to_owned()],
        ),
        (
            "later.json",
            "course-notes",
            json!({ "kind": { "splunk": { "endpoint": "https://a/" } } }),
            [field("kind"), "Those of the course notes have s3, redshift, elasticsearch, open_search".to_owned()],
        ),
        (
            "delimiter.json",
            "course-notes",
            json!({ "appends_delimiter": true }),
            [field("appends_delimiter"), "came later".to_owned()],
        ),
    ] {
        let streams = json!([{ "name": "lake", "destination": destination }]);
        let file = scenario(&json!({ "limits": limits, "delivery_streams": streams })).to_string();
        let file = write("deliveries", name, file);
        assert_refused(&["run", &file, "--for", "1s"], &[name, &parts[0], &parts[1]]);
    }
    let many: Vec<_> = (0..17).map(|number| json!({ "name": format!("d{number}") })).collect();
    let file = write("deliveries", "many.json", scenario(&json!({ "delivery_streams": many })).to_string());
    assert_refused(&["run", &file, "--for", "1s"], &["17", "its own bound, not a limit of AWS"]);
}
