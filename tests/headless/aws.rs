//! `aws`: a conversation with a world, line by line.

use super::program;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A running program that is asked one thing at a time.
struct Conversation {
    program: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Conversation {
    fn begin() -> Self {
        let mut command = Command::new(program());
        let piped = command.arg("aws").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut program = piped.spawn().expect("the example starts");
        let input = program.stdin.take().expect("it is piped");
        let output = BufReader::new(program.stdout.take().expect("it is piped"));
        Self { program, input, output }
    }

    /// Says a line and waits for its answer: the input stays open, so the answer must come by itself.
    fn say(&mut self, line: &str) -> Value {
        self.input.write_all(format!("{line}\n").as_bytes()).expect("the program reads");
        let mut answer = String::new();
        self.output.read_line(&mut answer).expect("the program answers");
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    fn request(&mut self, operation: &str, body: &Value) -> (u64, Value) {
        let answer = self.say(&json!({ "target": format!("Kinesis_20131202.{operation}"), "body": body }).to_string());
        (answer["status"].as_u64().expect("it has a status"), answer["body"].clone())
    }

    /// The body of a request that succeeds.
    fn done(&mut self, operation: &str, body: &Value) -> Value {
        let (status, answer) = self.request(operation, body);
        assert_eq!(status, 200, "{operation}: {answer}");
        answer
    }

    /// Closes the input; gives what else was said, which must come to an end with status 0.
    fn end(self) -> String {
        let Self { program, input, mut output } = self;
        drop(input);
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut output, &mut rest).expect("the rest is text");
        let ended = program.wait_with_output().expect("the program ends");
        assert_eq!(ended.status.code(), Some(0));
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
        rest
    }
}

/// A conversation in which a stream called `s` is active.
fn with_stream(shards: u32) -> Conversation {
    let mut conversation = Conversation::begin();
    conversation.say(r#"{"set":{"create_stream_ms":500}}"#);
    assert_eq!(conversation.done("CreateStream", &json!({ "StreamName": "s", "ShardCount": shards })), json!({}));
    conversation.say(r#"{"advance_ms":500}"#);
    conversation
}

#[test]
fn records_are_put_and_read() {
    let mut conversation = with_stream(1);
    let put = conversation.done("PutRecord", &json!({ "StreamName": "s", "PartitionKey": "k", "Data": "YWJj" }));
    let begin = json!({ "StreamName": "s", "ShardId": put["ShardId"], "ShardIteratorType": "TRIM_HORIZON" });
    let iterator = conversation.done("GetShardIterator", &begin)["ShardIterator"].clone();
    let read = conversation.done("GetRecords", &json!({ "ShardIterator": iterator }));
    assert_eq!(read["Records"][0]["Data"], "YWJj");
    assert_eq!(read["Records"][0]["SequenceNumber"], put["SequenceNumber"]);
    assert_eq!(conversation.end(), "");
}

#[test]
fn records_beyond_the_shards_rate_fail_each_on_its_own() {
    let mut conversation = with_stream(1);
    let record = json!({ "PartitionKey": "k", "Data": "" });
    let body = json!({ "StreamName": "s", "Records": vec![record; 500] });
    conversation.done("PutRecords", &body);
    conversation.done("PutRecords", &body);
    let answer = conversation.done("PutRecords", &body);
    let failed = answer["Records"].as_array().expect("a list").iter().filter(|entry| entry["ErrorCode"].is_string());
    let texts: Vec<_> = failed.map(|entry| entry["ErrorMessage"].clone()).collect();
    assert_eq!(answer["FailedRecordCount"], texts.len());
    let text = "Rate exceeded for shard shardId-000000000000 in stream s under account 123456789012.";
    assert!(!texts.is_empty() && texts.iter().all(|told| told == text), "{texts:?}");
}

#[test]
fn what_is_pushed_comes_with_time() {
    let mut conversation = with_stream(1);
    let stream = "arn:aws:kinesis:us-east-1:123456789012:stream/s";
    let consumer = conversation.done("RegisterStreamConsumer", &json!({ "StreamARN": stream, "ConsumerName": "c" }));
    let arn = &consumer["Consumer"]["ConsumerARN"];
    conversation.say(r#"{"advance_ms":60000}"#);
    let position = json!({ "Type": "TRIM_HORIZON" });
    let body = json!({ "ConsumerARN": arn, "ShardId": "shardId-000000000000", "StartingPosition": position });
    let begun = conversation.done("SubscribeToShard", &body);
    assert!(begun["EventStream"].is_array());
    conversation.done("PutRecord", &json!({ "StreamName": "s", "PartitionKey": "k", "Data": "YWJj" }));
    let events = conversation.say(r#"{"advance_ms":5000}"#)["body"]["events"].clone();
    let events = events.as_array().expect("a list");
    assert!(events.iter().all(|event| event["subscription"] == begun["subscription"]), "{events:?}");
    let pushed = events.iter().filter_map(|event| event["SubscribeToShardEvent"]["Records"].as_array()).flatten();
    assert_eq!(pushed.map(|record| record["Data"].clone()).collect::<Vec<_>>(), ["YWJj"]);
}

#[test]
fn zones_and_keys_fail_as_they_are_told_to() {
    let mut conversation = with_stream(1);
    let record = json!({ "StreamName": "s", "PartitionKey": "k", "Data": "YWJj" });
    let told = conversation.say(r#"{"set":{"zones":{"a":"failed","b":{"slow_ms":40}}}}"#);
    assert_eq!(told["body"]["zones"], json!({ "a": "failed", "b": { "slow_ms": 40 }, "c": "healthy" }));
    conversation.done("PutRecord", &record);
    conversation.say(r#"{"set":{"zones":{"c":"failed"}}}"#);
    let (status, refused) = conversation.request("PutRecord", &record);
    assert_eq!((status, &refused["__type"]), (500, &json!("InternalFailureException")));
    conversation.say(r#"{"set":{"zones":{"a":"healthy"},"kms_fault":"throttling"}}"#);
    conversation.done("PutRecord", &record);
    let answer = conversation.say(r#"{"target":"TrentService.ListKeys"}"#);
    assert_eq!((&answer["status"], &answer["body"]["__type"]), (&json!(400), &json!("ThrottlingException")));
    conversation.say(r#"{"set":{"kms_fault":null}}"#);
    let answer = conversation.say(r#"{"target":"TrentService.ListKeys"}"#);
    assert_eq!(answer["body"], json!({ "Keys": [], "Truncated": false }));
}

#[test]
fn malformed_lines_do_not_end_it() {
    let mut conversation = Conversation::begin();
    for line in ["nonsense", "{}", r#"{"advance_ms":-1}"#, r#"{"target":"Kinesis_20131202.Nothing"}"#] {
        assert_eq!(conversation.say(line)["status"], 400, "{line}");
    }
    conversation.input.write_all(b"\n \r\n\xff\xfe\n").expect("the program reads");
    let answer = conversation.say(r#"{"advance_ms":1}"#);
    assert!(answer["error"]["message"].as_str().is_some_and(|told| told.contains("UTF-8")), "{answer}");
    // The last line needs no break.
    conversation.input.write_all(br#"{"advance_ms":1}"#).expect("the program reads");
    let rest = conversation.end();
    let answers: Vec<Value> = rest.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[1]["body"]["now_ms"], 1_767_225_600_002_u64);
}

#[test]
fn a_line_that_is_too_long_is_refused_and_the_next_is_read() {
    let mut conversation = Conversation::begin();
    let long = " ".repeat((32 << 20) + 1);
    let answer = conversation.say(&long);
    assert!(answer["error"]["message"].as_str().is_some_and(|told| told.contains("too long")), "{answer}");
    assert_eq!(conversation.say(r#"{"set":{}}"#)["status"], 200);
}
