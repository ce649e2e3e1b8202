//! Writes answers as AWS's JSON: the typed answers write themselves, and what has texts in it gets them here.

use super::error::{Refusal, name};
use super::error_texts::{INTERNAL_FAILURE, write_throttled};
use crate::engine::account::Account;
use crate::engine::api::response::{Push, PushContent, PutFault, Response, SubscribeToShardEvent};
use crate::engine::api::values::Timestamp;
use crate::engine::command::Stored;
use crate::engine::error::ErrorCode;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// An answer, to be written as the body that AWS sends.
///
/// Where AWS sends nothing at all, it is an empty object. `SubscribeToShard` answers with what it pushes at once, and with
/// the number under which the rest will come, which is the simulator's own.
#[derive(Clone, Copy, Debug)]
pub struct Rendered<'a> {
    /// The answer.
    pub response: &'a Response,
    /// Whose it is.
    pub account: &'a Account,
}

impl Serialize for Rendered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.response {
            Response::Done => serializer.serialize_map(Some(0))?.end(),
            Response::PutRecords { stream, records, encryption_type } => {
                let failed = records.iter().filter(|entry| entry.is_err()).count();
                let mut body = serializer.serialize_map(Some(3))?;
                body.serialize_entry("FailedRecordCount", &failed)?;
                body.serialize_entry("Records", &Entries { stream, records, account: self.account })?;
                body.serialize_entry("EncryptionType", encryption_type)?;
                body.end()
            }
            Response::SubscribeToShard { subscription, events } => {
                let mut body = serializer.serialize_map(Some(2))?;
                let events: Vec<_> = events.iter().map(Event).collect();
                body.serialize_entry("EventStream", &events)?;
                body.serialize_entry("subscription", &subscription.0)?;
                body.end()
            }
            response => response.serialize(serializer),
        }
    }
}

/// The entries of `PutRecords`.
struct Entries<'a> {
    stream: &'a str,
    records: &'a [Result<Stored, PutFault>],
    account: &'a Account,
}

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.records.len()))?;
        for outcome in self.records {
            list.serialize_element(&Entry { outcome, stream: self.stream, account: self.account })?;
        }
        list.end()
    }
}

/// What became of one record.
struct Entry<'a> {
    outcome: &'a Result<Stored, PutFault>,
    stream: &'a str,
    account: &'a Account,
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_map(Some(2))?;
        match self.outcome {
            Ok(stored) => {
                body.serialize_entry("SequenceNumber", &format_args!("{}", stored.sequence_number))?;
                body.serialize_entry("ShardId", &format_args!("{}", stored.shard))?;
            }
            Err(PutFault::Throttled(throttle)) => {
                body.serialize_entry("ErrorCode", name(ErrorCode::ProvisionedThroughputExceeded))?;
                body.serialize_entry("ErrorMessage", &write_throttled(throttle.shard, self.stream, self.account))?;
            }
            Err(PutFault::Internal) => {
                body.serialize_entry("ErrorCode", "InternalFailure")?;
                body.serialize_entry("ErrorMessage", INTERNAL_FAILURE)?;
            }
        }
        body.end()
    }
}

/// An event of an event stream, under its name.
struct Event<'a>(&'a SubscribeToShardEvent);

impl Serialize for Event<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_map(Some(1))?;
        body.serialize_entry("SubscribeToShardEvent", self.0)?;
        body.end()
    }
}

/// What a subscription sends later: its number, when, and an event, an exception or the end under its name.
#[derive(Clone, Copy, Debug)]
pub struct RenderedPush<'a> {
    /// What is sent.
    pub push: &'a Push,
    /// To whom.
    pub account: &'a Account,
}

impl Serialize for RenderedPush<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_map(Some(3))?;
        body.serialize_entry("subscription", &self.push.subscription.0)?;
        body.serialize_entry("at_ms", &Timestamp::from(self.push.at).unix_ms)?;
        match &self.push.content {
            PushContent::Event(event) => body.serialize_entry("SubscribeToShardEvent", event)?,
            PushContent::Exception(error) => {
                let refusal = Refusal::of(error, self.account);
                body.serialize_entry(refusal.code, &Message { message: refusal.message.as_deref() })?;
            }
            PushContent::End => body.serialize_entry("ended", &true)?,
        }
        body.end()
    }
}

/// What is in an exception of an event stream.
#[derive(serde::Serialize)]
struct Message<'a> {
    message: Option<&'a str>,
}
