//! What Firehose answers, as values; the AWS surface writes them as its JSON.

use super::destination::Destination;
use super::request::{DestinationType, Tag};
use super::values::{DeliveryStreamType, EncryptionStatus, KeyType};
use crate::engine::firehose::DeliveryStreamStatus;
use crate::engine::time::SimTime;

/// Any answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FirehoseResponse {
    /// Operations that answer with an empty body.
    Done,
    /// `CreateDeliveryStream`: the ARN.
    Created(String),
    /// `DescribeDeliveryStream`.
    Described(Box<Description>),
    /// `ListDeliveryStreams`: the names, and whether there are more.
    Listed(Vec<String>, bool),
    /// `ListTagsForDeliveryStream`: the tags, and whether there are more.
    Tags(Vec<Tag>, bool),
    /// `PutRecord`.
    Put {
        /// The record's id.
        record_id: String,
        /// Whether it is encrypted where it is kept.
        encrypted: bool,
    },
    /// `PutRecordBatch`.
    PutBatch {
        /// Each record's id, in order; none for one that was refused, for which there was no room.
        records: Vec<Option<String>>,
        /// Whether they are encrypted where they are kept.
        encrypted: bool,
    },
}

/// A delivery stream, as it is described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Its name.
    pub name: String,
    /// Its Amazon Resource Name.
    pub arn: String,
    /// Its state.
    pub status: DeliveryStreamStatus,
    /// Where its records come from.
    pub kind: DeliveryStreamType,
    /// The number of its configuration, from 1.
    pub version: u32,
    /// When it was created.
    pub created: SimTime,
    /// When its destination was last changed.
    pub updated: Option<SimTime>,
    /// How it is encrypted; delivery streams that read a stream have no encryption of their own.
    pub encryption: Option<EncryptionDescription>,
    /// The ARN of the stream that it reads, from when on.
    pub source: Option<(String, SimTime)>,
    /// What its destination is.
    pub destination_type: DestinationType,
    /// The settings of its destination.
    pub destination: Destination,
    /// The role that it works as. Made up.
    pub role_arn: String,
}

/// How a delivery stream is encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptionDescription {
    /// Its state.
    pub status: EncryptionStatus,
    /// Whose key it is.
    pub key_type: Option<KeyType>,
    /// The key, where it is a customer's.
    pub key_arn: Option<String>,
}
