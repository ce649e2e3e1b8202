//! Whole imports: every format, every kind of damage, and the law that cutting a file changes nothing.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn choice(key: &str, weight: Option<&str>, size: Option<&str>) -> ColumnChoice {
    ColumnChoice { key: key.to_owned(), weight: weight.map(str::to_owned), size: size.map(str::to_owned) }
}

fn import_chunks<'a>(
    preview: &Preview,
    choice: ColumnChoice,
    chunks: impl IntoIterator<Item = &'a [u8]>,
) -> Result<KeySample, ImportError> {
    let mut importer = Importer::new(preview, choice, "test", ImportBounds::default())?;
    for chunk in chunks {
        importer.push(chunk)?;
    }
    importer.finish()
}

/// Imports with the suggested columns, in one piece.
fn import(file_name: &str, file: &[u8]) -> Result<KeySample, ImportError> {
    let preview = detect(file_name, file)?;
    import_chunks(&preview, preview.suggested.clone(), [file])
}

fn counts(sample: &KeySample) -> Vec<(&str, u64)> {
    (0..sample.len()).map(|i| (sample.name(i), sample.records(i))).collect()
}

#[test]
fn formats_are_told_apart_by_content() {
    let delimited = |delimiter| Format::Delimited { delimiter };
    for (name, file, format, columns) in [
        ("a.csv", "user,count\nu,1\n", delimited(Delimiter::Comma), &["user", "count"][..]),
        ("a.txt", "user;x\nu;1,5\nv;2,5", delimited(Delimiter::Semicolon), &["user", "x"]),
        ("a.tsv", "user\tx,y\nu\t1,2\n", delimited(Delimiter::Tab), &["user", "x,y"]),
        (
            "",
            "\u{feff}user|x|x||\nu|1|2|3|4\n",
            delimited(Delimiter::Pipe),
            &["user", "x", "x (2)", "column 4", "column 5"],
        ),
        ("a.csv", "user\nu\n", delimited(Delimiter::Comma), &["user"]),
        ("a.csv", "2026-01-01T00:00:00Z,u\n", delimited(Delimiter::Comma), &["column 1", "column 2"]),
        ("a.csv", "\"first\nname\",b\n1,2\n", delimited(Delimiter::Comma), &["first\nname", "b"]),
        ("a.log", "one, two\nthree\nfour, five, six\n", Format::Text, &["line"]),
        ("", "u-1", Format::Text, &["line"]),
        ("a.csv", "{\"u\":{\"id\":1}}\n{\"n\":2}", Format::JsonLines, &["u.id", "n"]),
        ("a.txt", "[\n{\"u\":1},{\"n\":[]}\n]", Format::JsonArray, &["u"]),
    ] {
        let preview = detect(name, file.as_bytes()).unwrap();
        assert_eq!(
            (preview.format, &preview.columns[..]),
            (format, &columns.iter().map(ToString::to_string).collect::<Vec<_>>()[..]),
            "{file}"
        );
        let json = serde_json::to_string(&preview).unwrap();
        assert_eq!(serde_json::from_str::<Preview>(&json).unwrap(), preview);
    }
    let long = detect("a.txt", "x".repeat(99).as_bytes()).unwrap();
    assert_eq!(long.rows[0][0].chars().count(), 61);
}

#[test]
fn each_format_gives_its_keys() {
    let expected = [("u", 3), ("v", 1)];
    for (name, file) in [
        ("a.csv", "time,user\r\n1,u\r\n2,v\r\n\r\n3,u\r\n4,\"u\""),
        ("a.csv", "\u{feff}user,count\nu,2\nv, 1 \nu,1.0\n"),
        ("a.jsonl", "{\"user\":\"u\",\"n\":3}\r\n\n{\"user\":\"v\",\"n\":1}"),
        ("a.json", "[{\"user\":\"u\"},\n{\"user\":\"v\"},{\"user\":\"u\"},{\"user\":\"u\"}]"),
        ("a.txt", "u\r\nv\n\nu\nu"),
    ] {
        let sample = import(name, file.as_bytes()).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(counts(&sample), expected, "{file}");
        assert_eq!((sample.total_records(), sample.rows_skipped()), (4, 0), "{file}");
    }
}

#[test]
fn rows_that_cannot_be_used_are_counted_with_their_first_line() {
    let file = b"user,n,bytes\nu,2,10\n,1,1\nv,x,1\nu,1,-1\nu,1,9999999999\nv,0,1\n\xff,1,1\nw\n,,\nv,1,5\n";
    let preview = detect("a.csv", b"user,n,bytes\nu,2,10\n").unwrap();
    let sample = import_chunks(&preview, choice("user", Some("n"), Some("bytes")), [&file[..]]).unwrap();
    assert_eq!(counts(&sample), [("u", 2), ("v", 1)]);
    assert_eq!(sample.rows_read(), 10);
    let skipped: Vec<_> = sample.skipped().iter().map(|s| (s.reason, s.rows, s.first_line)).collect();
    assert_eq!(
        skipped,
        [
            (SkipReason::NoKey, 2, 3),
            (SkipReason::NotUtf8, 1, 8),
            (SkipReason::BadWeight, 3, 4),
            (SkipReason::BadSize, 2, 5),
        ]
    );
    let sample = import("a.jsonl", b"{\"id\":\"u\"}\n[1]\n{\"id\":null}\n{\"id\":{\"a\":1}}\nrubbish").unwrap();
    let skipped: Vec<_> = sample.skipped().iter().map(|s| (s.reason, s.rows, s.first_line)).collect();
    assert_eq!(skipped, [(SkipReason::NoKey, 2, 3), (SkipReason::Unreadable, 2, 2)]);
}

#[test]
fn files_that_cannot_be_imported_say_why() {
    for (name, file, expected) in [
        ("a.csv", "", "the file is empty"),
        ("a.csv", "user,count\n", "no row of the file can be used: it has no rows"),
        (
            "a.csv",
            "user,count\n,1\n,2\n",
            "no row of the file can be used: the key is empty or missing in 2 rows (first on line 2)",
        ),
        ("a.json", "{\n \"rows\": []\n}", "save it as JSON Lines"),
        ("a.json", "[{},{\"tags\":[1]}]", "no field with a text"),
        ("a.json", "[\"a\",\"b\"]", "save it as JSON Lines"),
        ("a.json", "[{\"a\":1},2]", "line 1: the JSON array is broken"),
        ("a.json", "[{\"a\":1}\n", "line 2: the JSON array is broken"),
    ] {
        let error = import(name, file.as_bytes()).expect_err(file).to_string();
        assert!(error.contains(expected), "{file:?}: {error}");
    }
    let preview = detect("a.csv", b"user,count\nu,1\n").unwrap();
    for wrong in [choice("usr", None, None), choice("user", Some("usr"), None), choice("user", None, Some("usr"))] {
        let error = Importer::new(&preview, wrong, "", ImportBounds::default()).err().unwrap();
        assert_eq!(error.to_string(), "there is no column \"usr\"; the columns are: user, count");
        let json = serde_json::to_string(&error).unwrap();
        assert_eq!(serde_json::from_str::<ImportError>(&json).unwrap(), error);
    }
}

#[test]
fn files_and_rows_have_a_longest_length() {
    let preview = detect("a.txt", b"u\n").unwrap();
    let bounds = ImportBounds { file_bytes_max: 3 << 20, ..ImportBounds::default() };
    let mut importer = Importer::new(&preview, preview.suggested.clone(), "", bounds).unwrap();
    let line = [vec![b'x'; ROW_BYTES_MAX - 1], vec![b'\n']].concat();
    for _ in 0..3 {
        importer.push(&line).unwrap();
    }
    assert_eq!((importer.bytes_read(), importer.rows_read()), (3 << 20, 3));
    assert_eq!(importer.push(b"x"), Err(ImportError::FileTooLarge { bytes_max: 3 << 20 }));
    for (name, start, rest, line) in [
        ("a.txt", "u\n", "", 2),
        ("a.jsonl", "{\"u\":1}\n", "{\"", 2),
        ("a.json", "[{\"u\":1},\n\n", "{\"", 3),
        ("a.csv", "u\n\n", "\"", 3),
    ] {
        let preview = detect(name, start.as_bytes()).unwrap();
        let file = [start.as_bytes(), rest.as_bytes(), &vec![b'x'; ROW_BYTES_MAX + 1]].concat();
        let error = import_chunks(&preview, preview.suggested.clone(), file.chunks(50_000));
        let found = matches!(error, Err(ImportError::RowTooLong { line: found, .. }) if found == line);
        assert!(found, "{name}: {error:?}");
    }
    let endless = "x".repeat(FIRST_CHUNK_BYTES);
    assert_eq!(detect("a.txt", endless.as_bytes()), Err(ImportError::FirstRowTooLong));
}

proptest! {
    #[test]
    fn how_a_file_is_cut_changes_nothing(
        rows in prop::collection::vec(("[a-cé\"',; \r\n]{0,4}", 0_u32..5), 1..40),
        cuts in prop::collection::vec(1_usize..9, 1..20),
        kind in 0_usize..4,
    ) {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let json = |(key, n): &(String, u32)| serde_json::json!({"user": {"id": key}, "n": n}).to_string();
        let lines = match kind {
            0 => rows.iter().map(|(key, n)| format!("{},{n}", quoted(key))).collect::<Vec<_>>().join("\r\n"),
            1 => rows.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>().join("\n"),
            2 => rows.iter().map(json).collect::<Vec<_>>().join("\n"),
            _ => format!("[{}]", rows.iter().map(json).collect::<Vec<_>>().join(",\n")),
        };
        let header = if kind == 0 { "\u{feff}user,n\r\n" } else { "" };
        let file = format!("{header}{lines}").into_bytes();
        let (name, start) = [("a.csv", "user,n\nu,1\n"), ("a.txt", "u"), ("a.jsonl", "{\"user\":{\"id\":1},\"n\":1}"), ("a.json", "[{\"user\":{\"id\":1},\"n\":1}]")][kind];
        let preview = detect(name, start.as_bytes()).unwrap();
        let columns = [choice("user", Some("n"), None), choice("line", None, None), choice("user.id", Some("n"), None), choice("user.id", None, Some("n"))][kind].clone();
        let whole = import_chunks(&preview, columns.clone(), [&file[..]]);
        let mut pieces = Vec::new();
        let mut rest = &file[..];
        for cut in cuts.iter().cycle().take(file.len()) {
            let (piece, after) = rest.split_at((*cut).min(rest.len()));
            pieces.push(piece);
            rest = after;
        }
        prop_assert_eq!(import_chunks(&preview, columns, pieces), whole);
    }

    #[test]
    fn simple_csv_is_counted_as_a_few_lines_of_code_would(
        rows in prop::collection::vec(("[a-e]{1,2}", 1_u64..1000, 0_u64..5000), 1..200),
    ) {
        let mut expected = BTreeMap::<&str, (u64, u64)>::new();
        let mut file = String::from("k,n,size\n");
        for (key, weight, size) in &rows {
            file.extend([key.as_str(), ",", &weight.to_string(), ",", &size.to_string(), "\n"]);
            let entry = expected.entry(key).or_default();
            *entry = (entry.0 + weight, entry.1 + weight * size);
        }
        let preview = detect("a.csv", file.as_bytes()).unwrap();
        let sample = import_chunks(&preview, choice("k", Some("n"), Some("size")), [file.as_bytes()]).unwrap();
        let found: BTreeMap<_, _> = (0..sample.len())
            .map(|i| (sample.name(i), (sample.records(i), sample.data_bytes(i))))
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn rubbish_never_panics(file in prop::collection::vec(any::<u8>(), 0..300), name in "a\\.(csv|json|txt)") {
        let _ = import(&name, &file);
        let as_text: Vec<u8> = file.iter().map(|byte| b"{}[]\",:\n1a\\ ;\t|."[usize::from(byte % 16)]).collect();
        let _ = import(&name, &as_text);
    }
}
