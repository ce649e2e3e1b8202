//! The report against hand-computed cases, against counting by brute force, and for a real data set.

use super::*;
use crate::scenario::import::{ImportBounds, Importer, detect};
use crate::scenario::sample::{ColumnChoice, SampleBounds, SampleBuilder};
use proptest::prelude::*;

const RECORDS_LIMIT: u64 = LimitId::ShardWriteRecords.value(Profile::Current);
const BYTES_LIMIT: u64 = LimitId::ShardWriteBytes.value(Profile::Current);

fn sample_of(rows: &[(&str, u64, Option<u64>)], bounds: SampleBounds) -> KeySample {
    let columns = ColumnChoice {
        size: rows.iter().any(|row| row.2.is_some()).then(|| "size".to_owned()),
        ..ColumnChoice::default()
    };
    let mut builder = SampleBuilder::new("test", columns, bounds);
    for (key, weight, size) in rows {
        builder.add(key, *weight, *size).unwrap();
    }
    builder.finish()
}

fn report(rows: &[(&str, u64, Option<u64>)], options: SkewOptions) -> SkewReport {
    SkewReport::new(&sample_of(rows, SampleBounds::default()), &options).unwrap()
}

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() < 1e-12
}

#[test]
fn keys_fall_where_the_facts_say() {
    // Of 4 shards: a in 0, b and device-42 in 2, 1 in 3. (facts sheet 1.4)
    let rows = [("a", 4, None), ("b", 3, None), ("1", 2, None), ("device-42", 1, None)];
    let options = SkewOptions { record_size_bytes: 99, ..SkewOptions::default() };
    let report = report(&rows, options);
    assert_eq!(report.shards.iter().map(|s| s.records).collect::<Vec<_>>(), [4, 0, 4, 2]);
    assert_eq!(report.shards.iter().map(|s| s.distinct_keys).collect::<Vec<_>>(), [1, 0, 2, 1]);
    assert_eq!(report.shards.iter().map(|s| s.bytes).collect::<Vec<_>>(), [400, 0, 408, 200]);
    assert_eq!(report.top_keys.iter().map(|k| k.shard).collect::<Vec<_>>(), [0, 2, 3, 2]);
    assert_eq!(report.top_keys[0].hash_key.to_string(), "16955237001963240173058271559858726497");
    let stream = &report.streams[3];
    assert_eq!((stream.shards, stream.hottest_shard), (4, 0));
    assert!(close(stream.records_share_max, 0.4) && close(stream.ideal_share, 0.25));
    assert!(close(stream.records_imbalance, 1.6) && close(stream.bytes_share_max, 408.0 / 1008.0));
    // 1,000 records a second into 0.4 of the stream; by bytes it would be 1,048,576 * 10 / 408 = 25,700.
    assert_eq!((stream.rate_max_records_per_s, stream.binding), (2_500, LimitId::ShardWriteRecords));
    assert_eq!(report.streams[0].rate_max_records_per_s, 1_000);
}

#[test]
fn bytes_bind_when_records_are_large_and_name_their_own_key() {
    let rows = [("many", 90, Some(10)), ("large", 10, Some(50_000))];
    let options = SkewOptions { rate_records_per_s: Some(300), ..SkewOptions::default() };
    let report = report(&rows, options);
    // large: 10 * (50,000 + 5) bytes of 100 records; 1,048,576 * 100 / 500,050 = 209.69.
    let hottest = &report.hottest_key;
    assert_eq!((hottest.name.as_str(), hottest.bytes), ("large", 500_050));
    assert_eq!((hottest.rate_max_records_per_s, hottest.binding), (209, LimitId::ShardWriteBytes));
    assert_eq!((report.record_size_bytes, report.shards_needed), (None, None));
    assert_eq!(
        report.verdict,
        Some(Verdict::NeverWithThisKey {
            key: "large".into(),
            limit: LimitId::ShardWriteBytes,
            key_rate_per_s: 1_500_150,
            limit_per_s: BYTES_LIMIT,
            rate_max_records_per_s: 209,
        })
    );
}

#[test]
fn verdicts_turn_at_the_exact_rate() {
    let rows = [("a", 1, None), ("b", 1, None)];
    let verdict = |rate| {
        let options = SkewOptions { rate_records_per_s: Some(rate), record_size_bytes: 1, ..SkewOptions::default() };
        let report = report(&rows, options);
        (report.shards_needed, report.verdict.unwrap())
    };
    assert_eq!(verdict(0), (Some(1), Verdict::Carried { shards: 1 }));
    assert_eq!(verdict(1_000), (Some(1), Verdict::Carried { shards: 1 }));
    assert_eq!(verdict(1_001), (Some(2), Verdict::Carried { shards: 2 }));
    assert_eq!(verdict(2_000), (Some(2), Verdict::Carried { shards: 2 }));
    match verdict(2_001) {
        (None, Verdict::NeverWithThisKey { key, key_rate_per_s, limit_per_s, .. }) => {
            // b has the higher hash key, so that a comes first among equals.
            assert_eq!((key.as_str(), key_rate_per_s, limit_per_s), ("a", 1_001, RECORDS_LIMIT));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn many_small_keys_may_need_more_shards_than_the_table_has() {
    let names: Vec<String> = (0..5_000).map(|n| format!("user-{n}")).collect();
    let rows: Vec<_> = names.iter().map(|name| (name.as_str(), 1, None)).collect();
    let options = SkewOptions { rate_records_per_s: Some(4_000_000), ..SkewOptions::default() };
    let report = report(&rows, options);
    assert_eq!(report.hottest_key.rate_max_records_per_s, 5_000_000);
    let beyond = Verdict::NeedsMoreThanTable { shards_tried_max: SHARDS_MAX };
    assert_eq!(report.verdict, Some(beyond));
}

#[test]
fn questions_out_of_bounds_are_refused() {
    let sample = sample_of(&[("a", 1, None)], SampleBounds::default());
    for (shards, record_size_bytes, expected) in [
        (0, 1, "shards: 0 is not allowed; from 1 to 500 are"),
        (501, 1, "shards: 501 is not allowed; from 1 to 500 are"),
        (1, u32::MAX, "record size: 4294967295 bytes are not allowed"),
    ] {
        let options = SkewOptions { shards, record_size_bytes, ..SkewOptions::default() };
        let error = SkewReport::new(&sample, &options).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
    let empty = sample_of(&[], SampleBounds::default());
    assert_eq!(SkewReport::new(&empty, &SkewOptions::default()), Err(SkewError::NoRecords));
}

#[test]
fn flights_by_airport_have_the_skew_that_a_few_lines_of_python_find() {
    let file = include_bytes!("../../../static/samples/flights-by-airport.csv");
    let preview = detect("flights-by-airport.csv", file).unwrap();
    assert_eq!(preview.columns, ["origin", "destination", "count"]);
    assert_eq!((preview.suggested.key.as_str(), preview.suggested.weight.as_deref()), ("origin", Some("count")));
    let label = "flights-by-airport.csv";
    let mut importer = Importer::new(&preview, preview.suggested.clone(), label, ImportBounds::default()).unwrap();
    importer.push(file).unwrap();
    let sample = importer.finish().unwrap();
    let report = SkewReport::new(&sample, &SkewOptions::default()).unwrap();
    assert_eq!((report.rows_read, report.records, report.distinct_keys), (5_366, 7_009_728, 303));
    let top: Vec<_> = report.top_keys.iter().take(3).map(|k| (k.name.as_str(), k.records)).collect();
    assert_eq!(top, [("ATL", 414_513), ("ORD", 350_380), ("DFW", 281_281)]);
    assert!(close(report.top_keys[0].records_share, 0.059_133_963_543_235_91));
    let records: Vec<_> = report.shards.iter().map(|s| s.records).collect();
    assert_eq!(records, [1_656_027, 1_363_004, 1_110_819, 2_879_878]);
    for (shards, hottest_shard, rate) in [(4, 3, 2_434), (10, 0, 5_663), (500, 379, 9_164)] {
        let stream = &report.streams[shards - 1];
        assert_eq!((stream.hottest_shard, stream.rate_max_records_per_s), (hottest_shard, rate), "{shards}");
    }
    assert_eq!(report.hottest_key.rate_max_records_per_s, 16_910);
}

#[test]
fn a_report_survives_being_written_and_read() {
    let options = SkewOptions { rate_records_per_s: Some(9_999), ..SkewOptions::default() };
    let report = report(&[("a", 1, None), ("b", 2, None)], options);
    let bytes = postcard::to_allocvec(&report).unwrap();
    assert_eq!(postcard::from_bytes::<SkewReport>(&bytes).unwrap(), report);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["top_keys"][0]["hash_key"], "195289424170611159128911017612795795343");
    assert_eq!(json["verdict"]["never-with-this-key"]["limit"], "shard-write-records");
}

proptest! {
    // Each report counts 500 streams, so fewer cases than usual do.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_report_agrees_with_counting_every_key_for_every_stream(
        rows in prop::collection::vec(("[a-z]{1,3}", 1_u64..1000, 0_u64..3000), 1..40),
    ) {
        let rows: Vec<_> = rows.iter().map(|(key, weight, size)| (key.as_str(), *weight, Some(*size))).collect();
        let total: u64 = rows.iter().map(|row| row.1).sum();
        let sample = sample_of(&rows, SampleBounds::default());
        for shards in [1, 2, 3, 7, 64, 333, 500] {
            let report = SkewReport::new(&sample, &SkewOptions { shards, ..SkewOptions::default() }).unwrap();
            let ranges = HashRange::evenly(shards);
            for (range, shard) in ranges.iter().zip(&report.shards) {
                let inside = || rows.iter().filter(|row| range.contains(HashKey::of(row.0)));
                prop_assert_eq!(shard.records, inside().map(|row| row.1).sum::<u64>());
                let bytes = inside().map(|(key, weight, size)| weight * (size.unwrap() + key.len() as u64));
                prop_assert_eq!(shard.bytes, bytes.sum::<u64>());
            }
            let records_max = report.shards.iter().map(|s| s.records).max().unwrap();
            let bytes_max = report.shards.iter().map(|s| s.bytes).max().unwrap();
            let stream = &report.streams[shards as usize - 1];
            let rate = (RECORDS_LIMIT * total / records_max).min(BYTES_LIMIT * total / bytes_max);
            prop_assert_eq!(stream.rate_max_records_per_s, rate);
            prop_assert!(close(stream.records_share_max, records_max as f64 / total as f64));
            prop_assert!(close(stream.bytes_share_max, bytes_max as f64 / report.bytes as f64));
            prop_assert!(stream.rate_max_records_per_s <= report.hottest_key.rate_max_records_per_s);
        }
    }

    #[test]
    fn shares_sum_to_one_with_a_tail_too(
        names in prop::collection::vec("[a-z]{1,2}", 1..300),
        keys_max in 1_usize..30,
        shards in 1..=SHARDS_MAX,
    ) {
        let rows: Vec<_> = names.iter().map(|name| (name.as_str(), 3, None)).collect();
        let sample = sample_of(&rows, SampleBounds { keys_max, ..SampleBounds::default() });
        let report = SkewReport::new(&sample, &SkewOptions { shards, ..SkewOptions::default() }).unwrap();
        prop_assert!((report.shards.iter().map(|s| s.records_share).sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert!((report.shards.iter().map(|s| s.bytes_share).sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert_eq!(report.shards.iter().map(|s| s.records).sum::<u64>(), 3 * names.len() as u64);
        let bytes: usize = names.iter().map(|name| 3 * (512 + name.len())).sum();
        prop_assert_eq!(report.bytes, bytes as u64);
        // A border of shards that are a power of two in number never cuts a bucket of the tail.
        let report = SkewReport::new(&sample, &SkewOptions { shards: 4, ..SkewOptions::default() }).unwrap();
        for shard in &report.shards {
            let inside = names.iter().filter(|name| shard.range.contains(HashKey::of(name))).count();
            prop_assert_eq!(shard.records, 3 * inside as u64);
        }
    }

    #[test]
    fn one_hot_key_bounds_every_stream(percent in 1_u64..=100) {
        let names: Vec<String> = (0..1_000).map(|n| format!("user-{n}")).collect();
        let mut rows: Vec<_> = names.iter().map(|name| (name.as_str(), 100 - percent, None)).collect();
        rows.retain(|row| row.1 > 0);
        rows.push(("hot", percent * 1_000, None));
        let report = report(&rows, SkewOptions { record_size_bytes: 10, ..SkewOptions::default() });
        prop_assert_eq!(&report.hottest_key.name, "hot");
        prop_assert_eq!(report.hottest_key.rate_max_records_per_s, RECORDS_LIMIT * 100 / percent);
    }
}
