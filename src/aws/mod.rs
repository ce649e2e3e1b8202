//! The AWS surface of the engine: JSON requests in, JSON answers and AWS's errors out.
//!
//! [`model`] describes the operations as tables; [`answer`] checks a request against them, has a [`Backend`] carry it out
//! and writes what comes of it; [`error`] says AWS's refusals; [`session`] speaks the line protocol of the headless
//! example; [`console`] takes commands of the `aws` command line.
//! Leaves out: HTTP, signatures, permissions, CBOR, and what is marked in the models as not simulated.

mod backend;
mod check;
pub mod console;
mod date;
pub mod error;
mod error_texts;
pub mod model;
pub mod render;
mod services;
pub mod session;
mod world;

pub use backend::{Backend, Troubles};

use crate::engine::api::Request;
use crate::engine::api::operation::Operation;
use crate::engine::api::response::Response;
use crate::engine::api::values::Timestamp;
use crate::engine::firehose::api::request::FirehoseRequest;
use error::Refusal;
use model::{OperationModel, Service};
use render::{Rendered, RenderedPush};
use serde::Serialize;
use serde_json::Value;

/// An answer as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body: a JSON object. AWS sends nothing at all where this is an empty one.
    pub body: String,
}

/// Answers a request as it comes in: a target such as `Kinesis_20131202.PutRecord`, and the text of its body.
pub fn answer<B: Backend + ?Sized>(target: &str, body: &[u8], backend: &mut B) -> Reply {
    match carry_out(target, body, backend) {
        Ok(reply) => reply,
        Err(refusal) => Reply::new(refusal.status, &refusal),
    }
}

fn carry_out<B: Backend + ?Sized>(target: &str, body: &[u8], backend: &mut B) -> Result<Reply, Refusal> {
    let operation = OperationModel::of_target(target).ok_or_else(Refusal::unknown_operation);
    // What is no JSON is told before an unknown target is, but nothing at all after it.
    if body.is_empty() {
        return Err(operation.err().unwrap_or_else(Refusal::unreadable));
    }
    let body = check::parse(body)?;
    let operation = operation?;
    match operation.service {
        Service::Kinesis => {
            let response = perform(operation, body, backend)?;
            Ok(Reply::new(200, &Rendered { response: &response, account: backend.account() }))
        }
        Service::Kms => services::keys::perform(operation, body, backend).map(|answer| Reply::new(200, &answer)),
        Service::Firehose => {
            services::deliveries::perform(operation, body, backend).map(|answer| Reply::new(200, &answer))
        }
        Service::CloudWatch => {
            services::metrics::perform(operation, body, backend).map(|answer| Reply::new(200, &answer))
        }
    }
}

/// What time has brought, as JSON: `{"now_ms":…,"events":[…]}` with what time it is, in milliseconds since 1970, and what
/// subscriptions have pushed since this was last asked.
pub fn happened<B: Backend + ?Sized>(backend: &mut B) -> String {
    let pushes = backend.take_pushes();
    let account = backend.account();
    let events = pushes.iter().map(|push| RenderedPush { push, account }).collect();
    let happened = Happened { now_ms: Timestamp::from(backend.now()).unix_ms, events };
    serde_json::to_string(&happened).expect("answers have names as keys")
}

/// Has a request of Kinesis carried out whose body was read already.
pub fn perform<B: Backend + ?Sized>(
    operation: &'static OperationModel,
    body: Value,
    backend: &mut B,
) -> Result<Response, Refusal> {
    let request = request(operation, body)?;
    backend.request(request).map_err(|error| Refusal::of(&error, backend.account()))
}

/// Checks the body of a request and reads it as the engine's type.
pub fn request(operation: &'static OperationModel, body: Value) -> Result<Request, Refusal> {
    let known = Operation::ALL.iter().find(|known| known.name() == operation.name);
    let known = known.filter(|_| operation.is_simulated && operation.service == Service::Kinesis);
    let known = known.ok_or_else(|| not_simulated(operation))?;
    let fields = check::check(operation, body)?;
    // What has passed the checks can be read; if the tables should ever disagree, AWS's word for it is this one.
    Request::read(*known, Value::Object(fields)).map_err(|_| Refusal::unreadable())
}

/// Checks the body of a request of Firehose and reads it as the engine's type.
pub fn firehose_request(operation: &'static OperationModel, body: Value) -> Result<FirehoseRequest, Refusal> {
    services::deliveries::request(operation, body)
}

/// Says that an operation is AWS's but not the simulator's, and which others of its service are not.
fn not_simulated(operation: &OperationModel) -> Refusal {
    let others = operation.service.operations().filter(|other| !other.is_simulated).map(|other| other.name);
    let others: Vec<_> = others.collect();
    Refusal::not_simulated(format!(
        "{} is an operation of AWS that Shardscope does not simulate. Of this service, these are not simulated: {}.",
        operation.name,
        others.join(", ")
    ))
}

/// What time has brought.
#[derive(Serialize)]
struct Happened<'a> {
    now_ms: i64,
    events: Vec<RenderedPush<'a>>,
}

impl Reply {
    fn new(status: u16, body: &impl Serialize) -> Self {
        let body =
            serde_json::to_string(body).expect("answers have names as keys and no numbers beyond a float's range");
        Self { status, body }
    }
}
