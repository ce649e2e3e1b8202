//! The operations of the API: each is checked against the world, counted, and then carried out whole or not at all.
//!
//! Observed: the order in which rules are checked, where it could be recorded (facts sheet 1.7); assumed elsewhere.

pub(in crate::engine::world) mod fan_out;
pub(in crate::engine::world) mod records;
mod settings;
mod shards;
pub mod streams;
mod tags;

use super::World;
use super::call_rates::Subject;
use crate::engine::api::Request;
use crate::engine::api::choices::{StreamMode, StreamStatus};
use crate::engine::api::error::ApiError;
use crate::engine::api::operation::Operation;
use crate::engine::api::request::StreamReference;
use crate::engine::api::response::{
    ChildShard, HashKeyRange, Response, SequenceNumberRange, Shard as ShardDescription,
};
use crate::engine::ids::{ShardId, StreamId};
use crate::engine::stream::Stream;
use crate::engine::stream::shard::Shard;

type Answer = Result<Response, ApiError>;

impl World {
    /// Carries out a request.
    pub(super) fn answer(&mut self, request: Request) -> Answer {
        match request {
            Request::AddTagsToStream(r) => self.add_tags(r.stream(), Operation::AddTagsToStream, r.tags.clone()),
            Request::CreateStream(r) => self.create_stream(r),
            Request::DecreaseStreamRetentionPeriod(r) => self.decrease_retention(r.stream(), r.retention_period_hours),
            Request::DeleteResourcePolicy(r) => self.delete_policy(&r),
            Request::DeleteStream(r) => self.delete_stream(&r),
            Request::DeregisterStreamConsumer(r) => self.deregister_consumer(&r),
            Request::DescribeAccountSettings(_) => self.describe_account_settings(),
            Request::DescribeLimits(_) => self.describe_limits(),
            Request::DescribeStream(r) => self.describe_stream(&r),
            Request::DescribeStreamConsumer(r) => self.describe_consumer(&r),
            Request::DescribeStreamSummary(r) => self.describe_summary(r.stream()),
            Request::DisableEnhancedMonitoring(r) => self.monitor(&r, Operation::DisableEnhancedMonitoring),
            Request::EnableEnhancedMonitoring(r) => self.monitor(&r, Operation::EnableEnhancedMonitoring),
            Request::GetRecords(r) => self.get_records(&r),
            Request::GetResourcePolicy(r) => self.get_policy(&r),
            Request::GetShardIterator(r) => self.get_shard_iterator(&r),
            Request::IncreaseStreamRetentionPeriod(r) => self.increase_retention(r.stream(), r.retention_period_hours),
            Request::ListShards(r) => self.list_shards(&r),
            Request::ListStreamConsumers(r) => self.list_consumers(&r),
            Request::ListStreams(r) => self.list_streams(&r),
            Request::ListTagsForResource(r) => self.list_resource_tags(&r),
            Request::ListTagsForStream(r) => self.list_tags(&r),
            Request::MergeShards(r) => self.merge_shards(&r),
            Request::PutRecord(r) => self.put_record(r),
            Request::PutRecords(r) => self.put_records(r),
            Request::PutResourcePolicy(r) => self.put_policy(&r),
            Request::RegisterStreamConsumer(r) => self.register_consumer(&r),
            Request::RemoveTagsFromStream(r) => {
                self.remove_tags(r.stream(), Operation::RemoveTagsFromStream, &r.tag_keys)
            }
            Request::SplitShard(r) => self.split_shard(&r),
            Request::StartStreamEncryption(r) => self.start_encryption(&r),
            Request::StopStreamEncryption(r) => self.stop_encryption(&r),
            Request::SubscribeToShard(r) => self.subscribe(&r),
            Request::TagResource(r) => self.tag_resource(&r),
            Request::UntagResource(r) => self.untag_resource(&r),
            Request::UpdateAccountSettings(r) => self.update_account_settings(&r),
            Request::UpdateMaxRecordSize(r) => self.update_max_record_size(&r),
            Request::UpdateShardCount(r) => self.update_shard_count(&r),
            Request::UpdateStreamMode(r) => self.update_stream_mode(&r),
            Request::UpdateStreamRecordDistributionStrategy(r) => self.update_distribution(&r),
            Request::UpdateStreamWarmThroughput(r) => self.update_warm_throughput(&r),
        }
    }

    /// The stream that a request names. Contradicting names are refused.
    fn find(&self, reference: StreamReference<'_>) -> Result<&Stream, ApiError> {
        let of_arn = match reference.arn {
            Some(arn) => Some(self.name_in_arn(arn)?),
            None => None,
        };
        let of_id = match reference.id {
            Some(id) => {
                let found = self.streams.iter().find(|stream| stream.public_id() == id);
                Some(found.ok_or_else(|| ApiError::StreamNotFound { stream: id.to_owned() })?.name.as_str())
            }
            None => None,
        };
        let mut names = reference.name.into_iter().chain(of_arn).chain(of_id);
        let name = names.next().ok_or(ApiError::StreamNotNamed)?;
        if names.any(|other| other != name) {
            return Err(ApiError::StreamNamesDiffer);
        }
        self.streams.find(name).ok_or_else(|| ApiError::StreamNotFound { stream: name.to_owned() })
    }

    /// The name under which a request names its stream, whether there is one or not.
    fn name_of(&self, reference: StreamReference<'_>) -> Result<String, ApiError> {
        match (reference.name, reference.arn) {
            (Some(name), _) => Ok(name.to_owned()),
            (None, Some(arn)) => self.name_in_arn(arn).map(str::to_owned),
            (None, None) => self.find(reference).map(|stream| stream.name.clone()),
        }
    }

    /// The name of the stream that an ARN names, of this account and Region.
    fn name_in_arn<'a>(&self, arn: &'a str) -> Result<&'a str, ApiError> {
        let own = self.account.stream_arn("");
        let name = arn.strip_prefix(own.as_str()).map(|rest| rest.split('/').next().unwrap_or_default());
        name.ok_or_else(|| ApiError::ResourceNotFound { arn: arn.to_owned() })
    }

    /// The stream that a request names, which is ACTIVE: what most changes need.
    fn find_active(&self, reference: StreamReference<'_>) -> Result<&Stream, ApiError> {
        let stream = self.find(reference)?;
        match stream.status {
            StreamStatus::Active => Ok(stream),
            status => Err(ApiError::StreamNotActive { stream: stream.name.clone(), status }),
        }
    }

    /// The stream that a request names, which is provisioned and ACTIVE: what a reshard needs.
    fn find_reshapable(&self, reference: StreamReference<'_>) -> Result<&Stream, ApiError> {
        let stream = self.find_active(reference)?;
        match stream.mode {
            StreamMode::Provisioned => Ok(stream),
            StreamMode::OnDemand => Err(ApiError::StreamOnDemand { stream: stream.name.clone() }),
        }
    }

    fn change(&mut self, id: StreamId) -> &mut Stream {
        self.streams.get_mut(id).expect("a stream that was found a moment ago is there")
    }

    /// Counts a call of the account, or refuses it.
    fn admit_call(&mut self, operation: Operation) -> Result<(), ApiError> {
        self.admit(operation, &Subject::Account, None)
    }

    /// Counts a call of the account that concerns a stream, or refuses it in the stream's name.
    pub(in crate::engine::world) fn admit_call_about(
        &mut self,
        operation: Operation,
        stream: &str,
    ) -> Result<(), ApiError> {
        self.admit(operation, &Subject::Account, Some(stream.to_owned()))
    }

    /// Counts a call for a stream, or refuses it.
    pub(in crate::engine::world) fn admit_stream_call(
        &mut self,
        operation: Operation,
        id: StreamId,
    ) -> Result<(), ApiError> {
        let stream = self.streams.get(id).map(|stream| stream.name.clone());
        self.admit(operation, &Subject::Stream(id), stream)
    }

    fn admit(&mut self, operation: Operation, subject: &Subject, stream: Option<String>) -> Result<(), ApiError> {
        let (Some(rate), true) = (operation.rate(), self.account.has_call_rates) else {
            return Ok(());
        };
        if !self.call_rates.admits(operation, subject, self.profile, self.now) {
            let allowed = rate.limit.value(self.profile);
            return Err(ApiError::CallRate { operation, limit: rate.limit, allowed, stream });
        }
        self.call_rates.count(operation, subject, self.profile, self.now);
        Ok(())
    }

    /// The shards that continue a closed one.
    pub(super) fn child_shards(stream: &Stream, shard: &Shard) -> Vec<ChildShard> {
        let child = |id: &ShardId| {
            let child = &stream.shards[id.0 as usize];
            ChildShard {
                shard_id: *id,
                parent_shards: child.lineage.parents().map(|parent| parent.to_string()).collect(),
                hash_key_range: hash_key_range(child),
            }
        };
        shard.children.iter().map(child).collect()
    }
}

fn hash_key_range(shard: &Shard) -> HashKeyRange {
    HashKeyRange { starting_hash_key: shard.range.start, ending_hash_key: shard.range.end }
}

/// A shard as it is listed. Observed: its parents are named also when they have expired and are not listed themselves.
fn describe_shard(shard: &Shard) -> ShardDescription {
    ShardDescription {
        shard_id: shard.id,
        parent_shard_id: shard.lineage.parent,
        adjacent_parent_shard_id: shard.lineage.adjacent_parent,
        hash_key_range: hash_key_range(shard),
        sequence_number_range: SequenceNumberRange {
            starting_sequence_number: shard.starting_number(),
            ending_sequence_number: shard.ending_number(),
        },
    }
}

/// Reads a shard's name. Observed: what stands before a dash is ignored, and zeros before the number may be missing.
fn parse_shard_id(text: &str) -> Option<ShardId> {
    let number = text.split('-').nth(1).unwrap_or(text);
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let number = if is_number { number.parse::<u32>().ok() } else { None };
    number.filter(|number| i32::try_from(*number).is_ok()).map(ShardId)
}
