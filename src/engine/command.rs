//! Commands: everything that a person, a lesson, a console or an SDK does to a world.
//!
//! A command is checked, written to the journal, then applied; plan, seed and journal are the whole state. What a command
//! answers is an [`Outcome`] or a typed [`Rejection`](super::error::Rejection). What only looks at the world, such as
//! `DescribeStream`, is not journalled.

use super::account::Account;
use super::api::Request;
use super::api::response::Response;
use super::consumer::command::ConsumerCommand;
use super::firehose::api::request::FirehoseRequest;
use super::firehose::api::response::FirehoseResponse;
use super::firehose::command::DeliveryCommand;
use super::ids::ShardId;
use super::kms::Fault;
use super::kms::api::{KmsRequest, KmsResponse};
use super::limits::Profile;
use super::producer::command::ProducerCommand;
use super::producer::traffic::Traffic;
use super::store::command::StoreCommand;
use super::stream::blueprint::Blueprint;
use super::stream::replication::{Zone, ZoneState};
use super::stream::sequence::SequenceNumber;
use super::time::SimTime;
use serde::{Deserialize, Serialize};

/// Something done to the world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// A request of the Kinesis API.
    Request(Box<Request>),
    /// A producer sends other traffic from now on.
    SetTraffic {
        /// The producer's name.
        producer: String,
        /// Its traffic.
        traffic: Traffic,
    },
    /// Producers come, change or go.
    Producer(ProducerCommand),
    /// Another edition of the limits holds from now on.
    SetLimitsProfile(Profile),
    /// A request of the account's key management.
    Kms(KmsRequest),
    /// A request of the Firehose API.
    Firehose(Box<FirehoseRequest>),
    /// KMS fails in this way from now on, or no longer.
    SetKmsFault(Option<Fault>),
    /// A zone of the Region does so from now on.
    SetZone {
        /// The zone.
        zone: Zone,
        /// How it does.
        state: ZoneState,
    },
    /// A stream is there as AWS told of a real one; a stream of that name makes way.
    Rebuild(Box<Blueprint>),
    /// Consumers come, change, go or fail.
    Consumer(ConsumerCommand),
    /// Stores come, change, go or fail.
    Store(StoreCommand),
    /// Delivery streams come, change, go, or what stands behind them fails.
    Delivery(DeliveryCommand),
    /// The account, its Region, its quota and the durations of its control operations are these from now on.
    Configure(Account),
}

/// What a command answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A request was answered.
    Answered(Response),
    /// A request of key management was answered.
    Kms(KmsResponse),
    /// A request of Firehose was answered.
    Firehose(FirehoseResponse),
    /// The world was changed.
    Changed,
}

/// Where a record was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The shard.
    pub shard: ShardId,
    /// Its number there.
    pub sequence_number: SequenceNumber,
}

/// A command in the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// When it was applied.
    pub at: SimTime,
    /// What was done.
    pub command: Command,
}

impl From<Request> for Command {
    fn from(request: Request) -> Self {
        Self::Request(Box::new(request))
    }
}
