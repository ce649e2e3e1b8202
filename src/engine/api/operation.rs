//! The operations of the API by name, with the rate at which each may be called and what the rate applies to.

use crate::engine::limits::LimitId;
use serde::{Deserialize, Serialize};

/// To what the rate of an operation applies, each on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateScope {
    /// The account in its Region.
    Account,
    /// One stream.
    Stream,
    /// One shard of a stream.
    Shard,
    /// One consumer's subscription to one shard.
    ConsumerAndShard,
}

/// A rate of calls.
#[derive(Clone, Copy, Debug)]
pub struct CallRate {
    /// The row of the limit.
    pub limit: LimitId,
    /// What it applies to.
    pub scope: RateScope,
}

macro_rules! operations {
    ($($name:ident $(: $limit:ident $scope:ident)?),* $(,)?) => {
        /// An operation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each is the AWS operation of its name")]
        pub enum Operation {
            $($name),*
        }

        impl Operation {
            /// All operations, in the order of their names.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// AWS's name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name)),*
                }
            }

            /// How often it may be called; `None`: as often as one likes, or limited by what it moves.
            pub const fn rate(self) -> Option<CallRate> {
                match self {
                    $($(Self::$name => Some(CallRate { limit: LimitId::$limit, scope: RateScope::$scope }),)?)*
                    _ => None,
                }
            }
        }
    };
}

// Where the API reference and the quotas page disagree about the scope, the API reference is followed: assumed.
operations! {
    AddTagsToStream: RateAddTagsToStream Account,
    CreateStream: RateCreateStream Account,
    DecreaseStreamRetentionPeriod: RateDecreaseStreamRetentionPeriod Stream,
    DeleteResourcePolicy: RateDeleteResourcePolicy Account,
    DeleteStream: RateDeleteStream Account,
    DeregisterStreamConsumer: RateDeregisterStreamConsumer Stream,
    DescribeAccountSettings: RateDescribeAccountSettings Account,
    DescribeLimits: RateDescribeLimits Account,
    DescribeStream: RateDescribeStream Account,
    DescribeStreamConsumer: RateDescribeStreamConsumer Stream,
    DescribeStreamSummary: RateDescribeStreamSummary Account,
    DisableEnhancedMonitoring: RateDisableEnhancedMonitoring Stream,
    EnableEnhancedMonitoring: RateEnableEnhancedMonitoring Stream,
    GetRecords: RateGetRecords Shard,
    GetResourcePolicy: RateGetResourcePolicy Account,
    GetShardIterator: RateGetShardIterator Shard,
    IncreaseStreamRetentionPeriod: RateIncreaseStreamRetentionPeriod Stream,
    ListShards: RateListShards Stream,
    ListStreamConsumers: RateListStreamConsumers Stream,
    ListStreams: RateListStreams Account,
    ListTagsForResource: RateListTagsForResource Account,
    ListTagsForStream: RateListTagsForStream Account,
    MergeShards: RateMergeShards Account,
    PutRecord,
    PutRecords,
    PutResourcePolicy: RatePutResourcePolicy Account,
    RegisterStreamConsumer: RateRegisterStreamConsumer Stream,
    RemoveTagsFromStream: RateRemoveTagsFromStream Account,
    SplitShard: RateSplitShard Account,
    StartStreamEncryption,
    StopStreamEncryption,
    SubscribeToShard: RateSubscribeToShard ConsumerAndShard,
    TagResource: RateTagResource Account,
    UntagResource: RateUntagResource Account,
    UpdateAccountSettings: RateUpdateAccountSettings Account,
    UpdateMaxRecordSize: RateUpdateMaxRecordSize Stream,
    UpdateShardCount: RateUpdateShardCount Account,
    UpdateStreamMode,
    UpdateStreamRecordDistributionStrategy: RateUpdateStreamRecordDistributionStrategy Stream,
    UpdateStreamWarmThroughput: RateUpdateStreamWarmThroughput Account,
}
