//! What a limit is about: the groups in which the table is shown.

use super::{Limit, LimitId};

/// What a limit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Putting records.
    Writing,
    /// Polling records.
    Reading,
    /// Pushing records to consumers of their own throughput.
    FanOut,
    /// Splitting and merging shards, and how many there may be.
    Resharding,
    /// Streams that scale by themselves.
    OnDemand,
    /// How long records are kept.
    Retention,
    /// Encryption at rest.
    Encryption,
    /// Streams as such: their names, tags and creation.
    Streams,
    /// Delivery streams of Firehose: direct puts, partitions, names.
    Firehose,
    /// How often an operation may be called.
    ApiCalls,
}

impl Topic {
    /// All topics, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Writing,
        Self::Reading,
        Self::FanOut,
        Self::Resharding,
        Self::OnDemand,
        Self::Retention,
        Self::Encryption,
        Self::Streams,
        Self::Firehose,
        Self::ApiCalls,
    ];
}

impl Limit {
    /// What the limit is about.
    pub const fn topic(&self) -> Topic {
        use LimitId as Id;
        match self.id {
            Id::ShardWriteBytes
            | Id::ShardWriteRecords
            | Id::RecordDataBytes
            | Id::RecordDataBytesRaised
            | Id::PartitionKeyCharacters
            | Id::PutRecordsRecords
            | Id::PutRecordsBytes
            | Id::AgentRecordBytes => Topic::Writing,
            Id::ShardReadBytes
            | Id::GetRecordsBytes
            | Id::GetRecordsRecords
            | Id::RateGetRecords
            | Id::RateGetShardIterator
            | Id::IteratorLifetime => Topic::Reading,
            Id::FanOutConsumers
            | Id::FanOutConsumersAdvantage
            | Id::ConsumersInCreation
            | Id::FanOutReadBytes
            | Id::SubscriptionLifetime
            | Id::ResubscribeAfter
            | Id::RateSubscribeToShard => Topic::FanOut,
            Id::Shards | Id::UpdateShardCountPerDay | Id::UpdateShardCountTarget => Topic::Resharding,
            Id::OnDemandStreams
            | Id::OnDemandWriteBytes
            | Id::OnDemandWriteRecords
            | Id::OnDemandMaximumBytes
            | Id::StreamModeChangesPerDay
            | Id::WarmThroughput => Topic::OnDemand,
            Id::RetentionDefault | Id::RetentionMaximum | Id::RetentionMinimum => Topic::Retention,
            Id::EncryptionChangesPerDay => Topic::Encryption,
            Id::FirehoseRecordBytes
            | Id::FirehoseBatchRecords
            | Id::FirehoseBatchBytes
            | Id::FirehoseRecords
            | Id::FirehoseRequests
            | Id::FirehoseBytes
            | Id::FirehoseRecordsElsewhere
            | Id::FirehoseRequestsElsewhere
            | Id::FirehoseBytesElsewhere
            | Id::DeliveryStreams
            | Id::DeliveryStreamNameCharacters
            | Id::TagsPerDeliveryStream
            | Id::DeliveryStreamEncryptionChangesPerDay
            | Id::DeliveryStreamsPerKey
            | Id::FirehoseActivePartitions
            | Id::FirehosePartitionKeys
            | Id::FirehosePrefixCharacters
            | Id::FirehosePartitionBytes => Topic::Firehose,
            Id::StreamNameCharacters | Id::StreamsInCreation | Id::TagsPerStream => Topic::Streams,
            _ => Topic::ApiCalls,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{LIMITS, Unit};
    use super::*;

    #[test]
    fn what_is_about_nothing_else_is_about_calls() {
        for limit in LIMITS.iter().filter(|limit| limit.topic() == Topic::ApiCalls) {
            let is_of_calls = limit.unit == Unit::CallsPerSecond || limit.id == LimitId::NextTokenLifetime;
            assert!(is_of_calls, "{:?} needs a topic", limit.id);
        }
    }

    #[test]
    fn each_topic_has_limits() {
        for topic in Topic::ALL {
            assert!(LIMITS.iter().any(|limit| limit.topic() == topic), "{topic:?}");
        }
    }
}
