//! No line makes the console panic or go on for ever, whatever is in it.

use proptest::prelude::*;
use serde_json::json;
use shardscope::aws::console::{Known, Run, Step, Surroundings, complete, paste};

/// Pieces of commands, put together in any order.
fn line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(&[
            "aws ", "kinesis ", "list-streams ", "put-records ", "list-shards ", "wait ", "stream-exists ", "help ",
            "--query ", "--output ", "table ", "text ", "--records ", "--shard-filter ", "--stream-name ", "--max-items ",
            "--starting-token ", "--cli-input-json ", "Type=", "Data=", "[", "]", "{", "}", "'", "\"", "\\", "`", "=", ",",
            "@", "*", "|", "?", "-1 ", "99999999999 ", ";", "\n", "StreamNames", "[::-1]", "[*]", "sum(", "sort_by(", "&",
            "==", "--", "--no-paginate ", "--limit ", "0 ", "x ",
        ][..]).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn carry_out(line: &str) {
    let answer = json!({
        "StreamNames": ["a", "b"], "HasMoreStreams": true, "NextToken": "t", "Shards": [{"ShardId": "s"}],
        "StreamSummaries": [{"StreamName": "a", "StreamCreationTimestamp": 1e300}],
    });
    let mut run = Run::new(line, &Surroundings::default());
    for _ in 0..999 {
        match run.next() {
            Step::Call { .. } => run.feed(200, &answer),
            Step::Done(_) => return,
            _ => {}
        }
    }
    panic!("no end: {line}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]
    #[test]
    fn any_line_ends(line in line()) {
        carry_out(&line);
        carry_out(&format!("aws kinesis list-streams {line}"));
        carry_out(&format!("aws kinesis list-streams --query '{}' --output table", line.replace('\'', "")));
        let middle = (0..=line.len() / 2).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
        complete(&line, middle, &Known::default());
        let _ = paste::read(&line);
    }
}
