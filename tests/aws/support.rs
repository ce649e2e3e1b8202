//! A world that does as it is told, and short ways to ask it.

use serde_json::Value;
use shardscope::aws::{self, Backend, Troubles};
use shardscope::engine::account::Account;
use shardscope::engine::api::Request;
use shardscope::engine::api::error::ApiError;
use shardscope::engine::api::response::{Push, Response};
use shardscope::engine::firehose::api::error::FirehoseError;
use shardscope::engine::firehose::api::request::FirehoseRequest;
use shardscope::engine::firehose::api::response::FirehoseResponse;
use shardscope::engine::kms::api::{KmsError, KmsRequest, KmsResponse};
use shardscope::engine::limits::Profile;
use shardscope::engine::metrics::cloudwatch::Metrics;
use shardscope::engine::time::SimTime;

/// A world that answers every request alike and remembers it.
#[derive(Debug)]
pub struct Fake {
    pub account: Account,
    pub profile: Profile,
    pub troubles: Troubles,
    pub seed: u64,
    pub now: SimTime,
    pub answer: Result<Response, ApiError>,
    pub asked: Vec<Request>,
    pub asked_of_keys: Vec<KmsRequest>,
    pub asked_of_firehose: Vec<FirehoseRequest>,
    pub pushes: Vec<Push>,
    pub metrics: Metrics,
}

impl Default for Fake {
    fn default() -> Self {
        Self {
            account: Account::default(),
            profile: Profile::Current,
            troubles: Troubles::default(),
            seed: 1,
            now: SimTime::ZERO,
            answer: Ok(Response::Done),
            asked: Vec::new(),
            asked_of_keys: Vec::new(),
            asked_of_firehose: Vec::new(),
            pushes: Vec::new(),
            metrics: Metrics::default(),
        }
    }
}

impl Backend for Fake {
    fn account(&self) -> &Account {
        &self.account
    }

    fn profile(&self) -> Profile {
        self.profile
    }

    fn profile_lacks(&self, _: Profile) -> Option<(String, String)> {
        None
    }

    fn seed(&self) -> u64 {
        self.seed
    }

    fn now(&self) -> SimTime {
        self.now
    }

    fn request(&mut self, request: Request) -> Result<Response, ApiError> {
        self.asked.push(request);
        self.answer.clone()
    }

    fn manage_keys(&mut self, request: KmsRequest) -> Result<KmsResponse, KmsError> {
        self.asked_of_keys.push(request);
        Ok(KmsResponse::Done)
    }

    fn deliver(&mut self, request: FirehoseRequest) -> Result<FirehoseResponse, FirehoseError> {
        self.asked_of_firehose.push(request);
        Ok(FirehoseResponse::Done)
    }

    fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    fn advance_to(&mut self, at: SimTime) {
        self.now = at;
    }

    fn take_pushes(&mut self) -> Vec<Push> {
        std::mem::take(&mut self.pushes)
    }

    fn troubles(&self) -> Troubles {
        self.troubles
    }

    fn configure(&mut self, account: Account, profile: Profile, troubles: Troubles) {
        (self.account, self.profile, self.troubles) = (account, profile, troubles);
    }

    fn begin_with_seed(&mut self, seed: u64) {
        self.seed = seed;
    }
}

/// The status and body of the answer to a request of Kinesis with a body as text.
pub fn ask_text(operation: &str, body: &[u8]) -> (u16, Value) {
    let reply = aws::answer(&format!("Kinesis_20131202.{operation}"), body, &mut Fake::default());
    (reply.status, serde_json::from_str(&reply.body).expect("every body is JSON"))
}

/// The status and body of the answer to a request of Kinesis.
pub fn ask(operation: &str, body: &Value) -> (u16, Value) {
    ask_text(operation, body.to_string().as_bytes())
}

/// The request that reaches the world.
pub fn request_of(operation: &str, body: &Value) -> Request {
    let mut world = Fake::default();
    let reply = aws::answer(&format!("Kinesis_20131202.{operation}"), body.to_string().as_bytes(), &mut world);
    assert_eq!(reply.status, 200, "{operation} {body}: {}", reply.body);
    world.asked.remove(0)
}

/// Asserts that a request is refused with an exception and a text under the name of `key`.
pub fn assert_refused(operation: &str, body: &Value, exception: &str, key: &str, text: &str) {
    let (status, answer) = ask(operation, body);
    assert_eq!(status, 400, "{operation} {body}: {answer}");
    assert_eq!(answer, serde_json::json!({ "__type": exception, key: text }), "{operation} {body}");
}
