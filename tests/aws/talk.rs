//! Talks to a simulated world as to AWS: targets and bodies in, statuses and bodies out.

use serde_json::{Value, json};
use shardscope::aws;
use shardscope::engine::limits::Profile;
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;

/// A world that is asked things.
pub struct Talk {
    pub world: World,
}

impl Talk {
    /// A new world with an active stream `s` of so many shards.
    pub fn with_stream(shards: u32) -> Self {
        let mut talk = Self { world: World::empty(1, Profile::Current) };
        talk.done("CreateStream", &json!({ "StreamName": "s", "ShardCount": shards }));
        talk.wait(60);
        talk
    }

    /// Lets seconds pass.
    pub fn wait(&mut self, seconds: u64) {
        self.world.advance_to(self.world.now() + Micros::seconds(seconds));
    }

    /// The status and body that an operation of any service answers.
    pub fn ask(&mut self, operation: &str, body: &Value) -> (u16, Value) {
        let service = aws::model::Service::ALL.into_iter().find(|service| service.operation(operation).is_some());
        let target = format!("{}.{operation}", service.expect("a service has it").target_prefix());
        let reply = aws::answer(&target, body.to_string().as_bytes(), &mut self.world);
        (reply.status, serde_json::from_str(&reply.body).expect("every body is JSON"))
    }

    /// The status and body that an operation of Firehose answers.
    pub fn ask_firehose(&mut self, operation: &str, body: &Value) -> (u16, Value) {
        let reply =
            aws::answer(&format!("Firehose_20150804.{operation}"), body.to_string().as_bytes(), &mut self.world);
        (reply.status, serde_json::from_str(&reply.body).expect("every body is JSON"))
    }

    /// What an operation answers that succeeds.
    pub fn done(&mut self, operation: &str, body: &Value) -> Value {
        let (status, answer) = self.ask(operation, body);
        assert_eq!(status, 200, "{operation} {body}: {answer}");
        answer
    }

    /// The exception and the text of what is refused.
    pub fn refused(&mut self, operation: &str, body: &Value) -> (String, String) {
        let (status, answer) = self.ask(operation, body);
        assert!(status >= 400, "{operation} {body}: {answer}");
        let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
        (text("__type"), text("message"))
    }

    /// What a put of a record to `s` answers.
    pub fn put(&mut self) -> (u16, Value) {
        self.ask("PutRecord", &json!({ "StreamName": "s", "PartitionKey": "k", "Data": "YWJj" }))
    }

    /// What reading the first shard of `s` from its beginning answers.
    pub fn read(&mut self) -> (u16, Value) {
        let start = json!({
            "StreamName": "s", "ShardId": "shardId-000000000000", "ShardIteratorType": "TRIM_HORIZON",
        });
        let iterator = self.done("GetShardIterator", &start);
        // Reading waits for no other: five calls a second are allowed.
        self.wait(1);
        self.ask("GetRecords", &iterator)
    }
}
