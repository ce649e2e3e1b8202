//! How often operations were called: a bucket for each operation and what its rate applies to.
//!
//! Documented: the rates, and that they are counted by account, stream or shard. Assumed: a call that is refused for another
//! reason does not count.

use crate::engine::api::operation::Operation;
use crate::engine::bucket::Bucket;
use crate::engine::ids::{ShardId, StreamId};
use crate::engine::limits::Profile;
use crate::engine::time::SimTime;
use litemap::LiteMap;

/// To whom a rate applies: the account, a stream, or a consumer (by its ARN) at a shard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The account.
    Account,
    /// A stream.
    Stream(StreamId),
    /// A consumer of a stream at a shard.
    ConsumerAndShard(StreamId, String, ShardId),
}

/// The calls of all operations.
#[derive(Clone, Debug, Default)]
pub struct CallRates {
    buckets: LiteMap<(Operation, Subject), Bucket>,
}

impl CallRates {
    /// Whether `operation` may be called now for `subject`.
    pub fn admits(&mut self, operation: Operation, subject: &Subject, profile: Profile, now: SimTime) -> bool {
        self.bucket(operation, subject, profile, now).is_none_or(|bucket| bucket.available(now) > 0)
    }

    /// Counts a call.
    pub fn count(&mut self, operation: Operation, subject: &Subject, profile: Profile, now: SimTime) {
        if let Some(bucket) = self.bucket(operation, subject, profile, now) {
            bucket.take(1);
        }
    }

    fn bucket(
        &mut self,
        operation: Operation,
        subject: &Subject,
        profile: Profile,
        now: SimTime,
    ) -> Option<&mut Bucket> {
        let allowed = operation.rate()?.limit.value(profile);
        let bucket = self.buckets.entry((operation, subject.clone())).or_insert_with(|| Bucket::full(allowed, now));
        if bucket.rate_per_s() != allowed {
            bucket.set_rate(allowed, now);
        }
        Some(bucket)
    }

    /// Forgets a stream that is gone.
    pub fn forget(&mut self, stream: StreamId) {
        self.buckets.retain(|(_, subject), _| match subject {
            Subject::Account => true,
            Subject::Stream(id) | Subject::ConsumerAndShard(id, ..) => *id != stream,
        });
    }
}
