//! `run`: sums that agree with each other, and the same world from the same seed.

use super::{answer, assert_refused, number, refusal, scenario_with_keys, shipped_scenario, write};
use serde_json::{Value, json};

const PRESETS: [&str; 6] = ["hot-key", "even-load", "small-records", "large-records", "time-to-split", "on-demand"];
const AMOUNTS: [&str; 5] = ["offered", "accepted", "refused", "stored", "trimmed"];

/// The answer without the time that it took.
fn timeless(mut answer: Value) -> Value {
    let wall_ms = answer.as_object_mut().and_then(|fields| fields.remove("wall_ms"));
    assert!(wall_ms.is_some_and(|wall_ms| wall_ms.is_number()));
    answer
}

fn assert_consistent(sums: &Value) {
    for unit in ["records", "bytes"] {
        let of = |amount: &str| number(sums, &format!("/{amount}/{unit}"));
        assert_eq!(of("offered"), of("accepted") + of("refused"), "{sums}");
        assert_eq!(of("accepted"), of("stored") + of("trimmed"), "{sums}");
    }
    let by_cause = ["shard_write_bytes", "shard_write_records"];
    let refused: u64 = by_cause.iter().map(|cause| number(sums, &format!("/refused_records_by/{cause}"))).sum();
    assert_eq!(refused, number(sums, "/refused/records"), "{sums}");
}

#[test]
fn sums_of_every_ready_scenario_agree() {
    for preset in PRESETS {
        let summary = answer(&["run", preset, "--for", "60s"]);
        assert_eq!(summary["scenario"], preset);
        assert_eq!(summary["simulated_s"], 60.0);
        let (total, shards) = (&summary["total"], summary["shards"].as_array().expect("a list"));
        assert_consistent(total);
        shards.iter().for_each(assert_consistent);
        for amount in AMOUNTS {
            for unit in ["records", "bytes"] {
                let pointer = format!("/{amount}/{unit}");
                let sum: u64 = shards.iter().map(|shard| number(shard, &pointer)).sum();
                assert_eq!(sum, number(total, &pointer), "{preset}{pointer}");
            }
        }
        let producers = summary["producers"].as_array().expect("a list");
        let of = |field: &str| -> u64 { producers.iter().map(|producer| number(producer, field)).sum() };
        assert_eq!(of("/generated"), of("/accepted") + of("/given_up") + of("/waiting"), "{preset}");
        assert_eq!(of("/generated") + of("/retried"), number(total, "/offered/records"), "{preset}");
        assert!(of("/generated") > 0, "{preset}");
    }
}

#[test]
fn a_library_puts_many_user_records_into_few() {
    let mut scenario: Value = serde_json::from_str(&shipped_scenario()).expect("the shipped scenario is JSON");
    scenario["plan"]["producers"][0]["kind"] = json!({ "kpl": { "record_max_buffered_time_ms": 500 } });
    let path = write("run", "kpl.json", scenario.to_string());
    let summary = answer(&["run", &path, "--for", "60s"]);
    let (producer, kpl) = (&summary["producers"][0], &summary["producers"][0]["kpl"]);
    assert_eq!(number(kpl, "/kinesis_records/records"), number(&summary, "/total/accepted/records"));
    assert_eq!(number(kpl, "/kinesis_records/bytes"), number(&summary, "/total/accepted/bytes"));
    assert!(number(producer, "/accepted") > 50 * number(kpl, "/kinesis_records/records"), "{producer}");
    assert_eq!(kpl["buffered_ms"]["max"], 500.0);
    scenario["plan"]["producers"][0]["kind"]["kpl"] = json!({ "record_ttl_ms": 99 });
    let path = write("run", "kpl-wrong.json", scenario.to_string());
    assert_refused(&["run", &path, "--for", "1s"], &["plan.producers[0].kind.kpl.record_ttl_ms", "100"]);
}

#[test]
fn the_hot_key_overfills_one_shard_alone() {
    let summary = answer(&["run", "hot-key", "--for", "5m"]);
    let refused = |shard: &Value| number(shard, "/refused/records") > 0;
    let shards = summary["shards"].as_array().expect("a list");
    assert_eq!(shards.iter().filter(|shard| refused(shard)).count(), 1);
    let hottest = shards.iter().find(|shard| refused(shard)).expect("one refuses");
    // It is asked for more than 1,000 records/s all the time, and starts with a full bucket of one second's worth.
    let accepted = number(hottest, "/accepted/records");
    assert!((300_000..=301_000).contains(&accepted), "{accepted}");
}

#[test]
fn the_same_seed_gives_the_same_world_and_another_seed_another() {
    let run = |seed| timeless(answer(&["run", "hot-key", "--for", "1m", "--seed", seed]));
    let (first, again, other) = (run("11"), run("11"), run("12"));
    assert_eq!(first, again);
    assert_eq!((number(&first, "/seed"), number(&other, "/seed")), (11, 12));
    assert_ne!(first["trace_hash"], other["trace_hash"]);
    let own_seed = timeless(answer(&["run", "hot-key", "--for", "60s"]));
    assert_eq!(own_seed, run("7"), "7 is the seed in the file");
}

#[test]
fn a_file_is_run_like_the_ready_scenario_that_it_is() {
    let of_file = timeless(answer(&["run", "static/scenarios/hot-key.json", "--for", "10s"]));
    assert_eq!(of_file, timeless(answer(&["run", "hot-key", "--for", "10s"])));
}

#[test]
fn lengths_of_time_have_units() {
    for (text, seconds) in [("0s", 0.0), ("500ms", 0.5), ("90s", 90.0), ("2m", 120.0)] {
        assert_eq!(answer(&["run", "even-load", "--for", text])["simulated_s"], seconds, "{text}");
    }
}

#[test]
fn keys_follow_a_file_beside_the_scenario() {
    let test = "follow";
    write(test, "data/keys.csv", "key,n,bytes\nhot,9,100\ncold,1,1000\n");
    let keys = json!({"file": {"file": "data/keys.csv", "key": "key", "weight": "n", "size": "bytes"}});
    let mut scenario = scenario_with_keys(&[keys]);
    let traffic = &mut scenario["plan"]["producers"][0]["traffic"];
    traffic["rate_records_per_s"] = 100.into();
    traffic["record_size"] = json!({"from_file": {"default_bytes": 300}});
    let path = write(test, "scenario.json", scenario.to_string());
    let summary = timeless(answer(&["run", &path, "--for", "100s"]));
    assert_eq!(summary, timeless(answer(&["run", &path, "--for", "100s"])));
    let (records, bytes) = (number(&summary, "/total/offered/records"), number(&summary, "/total/offered/bytes"));
    // Nine of ten records have 103 bytes with their key, one has 1,004: 193 on average.
    assert!((9_500..=10_500).contains(&records), "{records}");
    let mean = bytes as f64 / records as f64;
    assert!((180.0..=206.0).contains(&mean), "{mean}");
    let shards = summary["shards"].as_array().expect("a list");
    let busy = shards.iter().filter(|shard| number(shard, "/offered/records") > 0).count();
    assert!(busy <= 2, "two keys are in {busy} shards");
}

#[test]
fn consumers_are_told_with_what_came_twice_and_what_is_idle() {
    let scenario = json!({
        "version": 1,
        "name": "two-consumers",
        "plan": {
            "seed": 1,
            "stream": { "name": "orders", "shards": 2 },
            "producers": [{
                "name": "web",
                "traffic": { "rate_records_per_s": 200, "keys": { "uniform": { "keys": 1_000 } } },
            }],
            "consumers": [
                { "name": "billing", "kind": { "kcl": { "workers": 3 } } },
                { "name": "resize", "kind": { "lambda": { "settings": { "batch_size": 50 } } } },
            ],
        },
    });
    let file = write("consumers", "two-consumers.json", scenario.to_string());
    let summary = answer(&["run", &file, "--for", "10m"]);
    let stored = number(&summary, "/total/accepted/records");
    let consumers = summary["consumers"].as_array().expect("a list");
    assert_eq!(consumers.len(), 2);
    for consumer in consumers {
        // What came within the last seconds is on its way.
        let processed = number(consumer, "/processed");
        assert!(processed <= stored && processed + 200 * 4 >= stored, "{consumer}");
    }
    let kcl = &consumers[0]["kcl"];
    assert_eq!((&kcl["workers"], &kcl["idle_workers"], &kcl["leases"]), (&json!(3), &json!(1), &json!(2)));
    let lambda = &consumers[1];
    assert_eq!(lambda["repeated"], 0);
    assert!(lambda["until_read_ms"]["p99"].as_f64() < lambda["until_processed_ms"]["p99"].as_f64(), "{lambda}");
}

#[test]
fn stores_are_told_with_what_reached_them() {
    let scenario = json!({
        "version": 1,
        "name": "sink",
        "plan": {
            "seed": 1,
            "stream": { "name": "orders", "shards": 2 },
            "producers": [{ "name": "web", "traffic": { "rate_records_per_s": 200, "keys": "fresh_id" } }],
            "consumers": [{ "name": "billing", "store": "table", "kind": { "kcl": { "workers": 1 } } }],
            "stores": [{ "name": "table", "kind": { "dynamo_db": { "write_capacity_units": 10 } } }],
        },
    });
    let summary = answer(&["run", &write("stores", "sink.json", scenario.to_string()), "--for", "5m"]);
    let table = &summary["stores"][0];
    assert_eq!((&table["name"], &table["kind"]["dynamo_db"]["write_capacity_units"]), (&json!("table"), &json!(10)));
    assert!(number(table, "/refused_writes") > 50 && number(table, "/distinct") > 2_500, "{table}");
    assert_eq!(number(table, "/duplicates"), 0);
    let consumer = &summary["consumers"][0];
    assert_eq!(consumer["store"], "table");
    assert!(consumer["delivery_ms"]["p99"].as_f64() > consumer["processing_ms"]["p99"].as_f64(), "{consumer}");
    let mut unknown = scenario;
    unknown["plan"]["consumers"][0]["store"] = json!("nowhere");
    let file = write("unknown-store", "unknown.json", unknown.to_string());
    let refused = refusal(&["run", &file, "--for", "1s"]);
    assert!(refused.contains("consumers[0].store") && refused.contains("table"), "{refused}");
}

#[test]
fn settings_of_consumers_are_refused_with_their_bounds() {
    let with = |kind: Value| {
        let consumers = json!([{ "name": "c", "kind": kind }]);
        let plan =
            json!({ "seed": 1, "stream": { "name": "s", "shards": 1 }, "producers": [], "consumers": consumers });
        let file = json!({ "version": 1, "name": "refused", "plan": plan }).to_string();
        let file = write("refused-consumers", "refused.json", file);
        refusal(&["run", &file, "--for", "1s"])
    };
    let text = with(json!({ "lambda": { "settings": { "batch_size": 10_001 } } }));
    assert!(text.contains("consumers[0].kind.lambda.settings.batch_size") && text.contains("10,000"), "{text}");
    let text = with(json!({ "kcl": { "workers": 101 } }));
    assert!(text.contains("consumers[0].kind.kcl.workers") && text.contains("100"), "{text}");
}

#[test]
fn a_client_of_the_api_tells_what_it_heard_and_what_it_did_not() {
    let mut scenario: Value = serde_json::from_str(&shipped_scenario()).expect("the shipped scenario is JSON");
    let settings =
        json!({ "linger_ms": 50, "request_timeout_ms": 400, "max_attempts": 8, "lost_answers_per_mille": 50 });
    scenario["plan"]["producers"][0]["kind"] = json!({ "api": settings });
    let path = write("run", "api.json", scenario.to_string());
    let summary = answer(&["run", &path, "--for", "60s"]);
    let (producer, api) = (&summary["producers"][0], &summary["producers"][0]["api"]);
    assert!(number(api, "/requests_timed_out") > 10 && number(api, "/repeated") > 100, "{api}");
    let stored = number(producer, "/accepted") + number(api, "/repeated");
    assert_eq!(stored, number(&summary, "/total/accepted/records"));
    assert!(api["waited_ms"]["max"].as_f64() <= Some(50.0), "{api}");
    assert!(api["waited_ms"]["mean"].as_f64() < api["stored_ms"]["mean"].as_f64(), "{api}");
    assert!(api["stored_ms"]["mean"].as_f64() < api["answered_ms"]["mean"].as_f64(), "{api}");
    scenario["plan"]["producers"][0]["kind"]["api"] = json!({ "max_connections": 0 });
    let path = write("run", "api-wrong.json", scenario.to_string());
    assert_refused(&["run", &path, "--for", "1s"], &["plan.producers[0].kind.api.max_connections", "1"]);
}

#[test]
fn an_agent_tails_a_real_file_and_tells_what_it_did() {
    let test = "agent";
    let line = r#"127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /a.gif HTTP/1.0" 200 2326"#;
    write(test, "data/access.log", format!("{line}\nnot an entry\n\n{line}\n"));
    let kind = json!({ "agent": {
        "max_buffer_age_ms": 1_000,
        "data_processing": "LOGTOJSON_COMMONAPACHELOG",
    } });
    let traffic = json!({
        "rate_records_per_s": 30, "arrivals": "constant", "keys": "fresh_id",
        "template": { "lines": { "file": "data/access.log" } },
    });
    let producers = json!([{ "name": "web", "kind": kind, "traffic": traffic }]);
    let plan = json!({ "seed": 1, "stream": { "name": "s", "shards": 1 }, "producers": producers });
    let file = write(test, "agent.json", json!({ "version": 1, "name": "agent", "plan": plan }).to_string());
    let summary = answer(&["run", &file, "--for", "60s"]);
    let agent = &summary["producers"][0]["agent"];
    let (read, left_out) = (number(agent, "/lines_read"), number(agent, "/left_out"));
    assert!((1_790..=1_800).contains(&read) && left_out.abs_diff(read / 3) <= 1, "{summary}");
    assert_eq!(number(agent, "/repeated") + number(agent, "/lost_by_rotation") + number(agent, "/skipped"), 0);
    let found = std::fs::read_to_string(&file).expect("it was written");
    let lost = found.replace("access.log", "other.log");
    assert_ne!(found, lost);
    let refused = refusal(&["run", &write(test, "missing.json", lost), "--for", "1s"]);
    assert!(refused.contains("plan.producers[0].traffic.template") && refused.contains("other.log"), "{refused}");
}

#[test]
fn who_names_a_stream_that_is_not_there_is_told_and_runs() {
    let mut scenario: Value = serde_json::from_str(&shipped_scenario()).expect("the shipped scenario is JSON");
    let plan = &mut scenario["plan"];
    plan["further_streams"] = json!([{ "name": "orders", "shards": 1 }]);
    plan["producers"][0]["stream"] = "order".into();
    let mut agent = plan["producers"][0].clone();
    (agent["name"], agent["kind"], agent["stream"]) = ("server".into(), json!({ "agent": {} }), "logs".into());
    plan["producers"].as_array_mut().expect("a list").push(agent);
    plan["consumers"] = json!([
        { "name": "billing", "stream": "order", "kind": { "kcl": { "workers": 1 } } },
        { "name": "audit", "stream": "orders", "kind": { "kcl": { "workers": 1 } } },
    ]);
    let path = write("run", "streams.json", scenario.to_string());
    let output = super::headless(&["run", &path, "--for", "1s"]);
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !output.stdout.is_empty(), "{words}");
    assert_eq!(words.lines().filter(|line| line.starts_with("note: ")).count(), 3, "{words}");
    for (name, stream) in [("web", "order"), ("server", "logs"), ("billing", "order")] {
        let told = format!("“{name}” names the stream “{stream}”");
        assert!(words.contains(&told) && words.contains("It has clickstream, orders."), "{told}: {words}");
    }
}
