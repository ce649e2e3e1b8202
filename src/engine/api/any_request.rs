//! Any request of the API: an operation with its fields.

use super::operation::Operation;
#[allow(clippy::wildcard_imports, reason = "all of them are listed below")]
use super::request::*;
use serde::{Deserialize, Serialize};

/// Joins operations with the types of their requests.
macro_rules! requests {
    ($($operation:ident($kind:ident)),* $(,)?) => {
        /// Any request.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each is the AWS operation of its name")]
        pub enum Request {
            $($operation($kind)),*
        }

        impl Request {
            /// Its operation.
            pub const fn operation(&self) -> Operation {
                match self {
                    $(Self::$operation(_) => Operation::$operation),*
                }
            }

            /// Reads the fields of a request of `operation` with `read`: the one place that knows each one's type.
            pub fn read<'de, D: serde::Deserializer<'de>>(operation: Operation, fields: D) -> Result<Self, D::Error> {
                match operation {
                    $(Operation::$operation => $kind::deserialize(fields).map(Self::$operation)),*
                }
            }

            /// Writes the fields alone, without the operation.
            pub fn write<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$operation(fields) => fields.serialize(serializer)),*
                }
            }
        }
    };
}

requests! {
    AddTagsToStream(AddTagsToStream),
    CreateStream(CreateStream),
    DecreaseStreamRetentionPeriod(DecreaseStreamRetentionPeriod),
    DeleteResourcePolicy(ResourceRequest),
    DeleteStream(DeleteStream),
    DeregisterStreamConsumer(ConsumerRequest),
    DescribeAccountSettings(Nothing),
    DescribeLimits(Nothing),
    DescribeStream(DescribeStream),
    DescribeStreamConsumer(ConsumerRequest),
    DescribeStreamSummary(DescribeStreamSummary),
    DisableEnhancedMonitoring(EnhancedMonitoring),
    EnableEnhancedMonitoring(EnhancedMonitoring),
    GetRecords(GetRecords),
    GetResourcePolicy(ResourceRequest),
    GetShardIterator(GetShardIterator),
    IncreaseStreamRetentionPeriod(IncreaseStreamRetentionPeriod),
    ListShards(ListShards),
    ListStreamConsumers(ListStreamConsumers),
    ListStreams(ListStreams),
    ListTagsForResource(ResourceRequest),
    ListTagsForStream(ListTagsForStream),
    MergeShards(MergeShards),
    PutRecord(PutRecord),
    PutRecords(PutRecords),
    PutResourcePolicy(PutResourcePolicy),
    RegisterStreamConsumer(RegisterStreamConsumer),
    RemoveTagsFromStream(RemoveTagsFromStream),
    SplitShard(SplitShard),
    StartStreamEncryption(StreamEncryption),
    StopStreamEncryption(StreamEncryption),
    SubscribeToShard(SubscribeToShard),
    TagResource(TagResource),
    UntagResource(UntagResource),
    UpdateAccountSettings(UpdateAccountSettings),
    UpdateMaxRecordSize(UpdateMaxRecordSize),
    UpdateShardCount(UpdateShardCount),
    UpdateStreamMode(UpdateStreamMode),
    UpdateStreamRecordDistributionStrategy(UpdateStreamRecordDistributionStrategy),
    UpdateStreamWarmThroughput(UpdateStreamWarmThroughput),
}
