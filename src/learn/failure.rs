//! Why requests of producers fail as a whole, in words: with what, how many records, and what would help.

use super::message::Message;
use crate::engine::api::choices::StreamStatus;
use crate::engine::api::error::ApiError;
use crate::engine::metrics::failures::Failure;
use crate::engine::time::SimTime;
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// What keeps requests from the shards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hindrance {
    /// No stream has the name to which the producer sends.
    NoStream,
    /// The stream is not ACTIVE yet.
    Creating,
    /// The stream is being deleted.
    Deleting,
    /// Too few zones are in service.
    Zones,
    /// The key of the stream cannot be used.
    Key,
}

/// Requests of a producer that fail, or failed, with one exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureNote {
    /// Told apart by this.
    pub number: u64,
    /// Whose requests.
    pub producer: String,
    /// To which stream they go.
    pub stream: String,
    /// AWS's name for it.
    pub exception: String,
    /// AWS's text.
    pub text: String,
    /// What is behind it.
    pub hindrance: Hindrance,
    /// When it began.
    pub began: SimTime,
    /// When the last request failed.
    pub last: SimTime,
    /// Whether it goes on.
    pub is_going_on: bool,
    /// The records in the requests of the last second.
    pub last_second: u64,
    /// The records in all of them.
    pub records: u64,
}

impl FailureNote {
    /// Notes a failure with AWS's name and text for it.
    pub fn of(world: &World, failure: &Failure, exception: &str, text: &str) -> Self {
        let producer = &world.producers()[usize::from(failure.producer.0)];
        let status = world.streams().find(&producer.target.name).map(|stream| stream.status);
        let now = world.now();
        Self {
            number: failure.number,
            producer: producer.name.clone(),
            stream: producer.delivery_stream.as_ref().unwrap_or(&producer.target.name).clone(),
            exception: exception.to_owned(),
            text: text.to_owned(),
            hindrance: match (&failure.cause, status) {
                (ApiError::Kms(_), _) => Hindrance::Key,
                (ApiError::StreamNotFound { .. }, Some(StreamStatus::Creating)) => Hindrance::Creating,
                (ApiError::StreamNotFound { .. }, Some(_)) => Hindrance::Deleting,
                (ApiError::StreamNotFound { .. }, None) => Hindrance::NoStream,
                _ => Hindrance::Zones,
            },
            began: failure.began,
            last: failure.last,
            is_going_on: failure.is_going_on(now),
            last_second: failure.last_second(now),
            records: failure.records,
        }
    }

    /// What happens.
    pub fn headline(&self) -> Message {
        Message::new("failing")
            .text("producer", &self.producer)
            .text("exception", &self.exception)
            .number("records", self.last_second)
    }

    /// What would help.
    pub fn remedy(&self) -> Message {
        Message::new(match self.hindrance {
            Hindrance::NoStream => "failing-no-stream",
            Hindrance::Creating => "failing-creating",
            Hindrance::Deleting => "failing-deleting",
            Hindrance::Zones => "failing-zones",
            Hindrance::Key => "failing-key",
        })
        .text("stream", &self.stream)
    }
}
