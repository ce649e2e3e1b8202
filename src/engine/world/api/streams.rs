//! Streams and the account: create, delete, describe, list.

use super::{Answer, describe_shard, parse_shard_id};
use crate::engine::api::choices::{
    BillingCommitmentState, BillingCommitmentStatus, RecordDistributionStrategy, StreamMode, StreamStatus,
};
use crate::engine::api::error::ApiError;
use crate::engine::api::operation::Operation;
use crate::engine::api::request::{
    CreateStream, DeleteStream, DescribeStream, ListStreams, StreamReference, UpdateAccountSettings,
};
use crate::engine::api::response::{
    BillingCommitment, EnhancedMetrics, Response, StreamDescription, StreamDescriptionSummary, StreamModeDetails,
    StreamSummary, WarmThroughput,
};
use crate::engine::hash::HashRange;
use crate::engine::ids::ShardId;
use crate::engine::ids::{Bytes, StreamId};
use crate::engine::limits::LimitId;
use crate::engine::stream::on_demand;
use crate::engine::stream::{Stream, Tags};
use crate::engine::time::{Micros, SimTime};
use crate::engine::world::World;
use crate::engine::world::happenings::Event;
use crate::engine::world::token::{Token, TokenKind};

/// Shards in an answer of `DescribeStream` where the caller names no limit.
const DESCRIBED_SHARDS: usize = 100;
/// Streams in an answer of `ListStreams` where the caller names no limit.
const LISTED_STREAMS: usize = 100;

impl World {
    pub(super) fn create_stream(&mut self, request: CreateStream) -> Answer {
        if self.streams.find(&request.stream_name).is_some() {
            return Err(ApiError::StreamExists { stream: request.stream_name });
        }
        let mode = request.stream_mode_details.as_ref().map_or(StreamMode::Provisioned, |details| details.stream_mode);
        let shards = self.first_shards(mode, request.shard_count)?;
        self.check_additions(&request, mode)?;
        self.check_shard_quota(shards)?;
        let creating = self.streams.iter().filter(|stream| stream.status == StreamStatus::Creating).count() as u64;
        let limit = LimitId::StreamsInCreation.value(self.profile);
        if creating >= limit {
            return Err(ApiError::StreamsInCreation { limit: limit as u32 });
        }
        self.admit_call(Operation::CreateStream)?;
        let id = self.streams.next_id();
        let mut stream = Stream::creating(id, request.stream_name, HashRange::evenly(shards), self.profile, self.now);
        stream.mode = mode;
        stream.tags = request.tags.unwrap_or_default();
        stream.warm_throughput_mibps = request.warm_throughput_mibps.unwrap_or(0);
        stream.distribution = request.record_distribution_strategy.unwrap_or_default();
        if let Some(kib) = request.max_record_size_in_kib {
            stream.record_bytes_max = Bytes(u64::from(kib) * 1_024);
        }
        let name = stream.name.clone();
        self.metrics.add_stream(id, &name);
        self.streams.add(stream);
        self.retarget(&name, Some(id));
        self.queue.schedule(self.now + self.account.create_stream, Event::Created(id));
        Ok(Response::Done)
    }

    /// With how many shards a stream begins. On-demand: as many as its first throughput needs.
    fn first_shards(&self, mode: StreamMode, asked: Option<u32>) -> Result<u32, ApiError> {
        match (mode, asked) {
            (StreamMode::Provisioned, None | Some(0)) => Err(ApiError::ShardCountMissing),
            (StreamMode::Provisioned, Some(shards)) => Ok(shards),
            (StreamMode::OnDemand, Some(_)) => Err(ApiError::ShardCountWithOnDemand),
            (StreamMode::OnDemand, None) => {
                self.check_on_demand_quota()?;
                Ok(on_demand::shards_for(on_demand::Load::default(), self.profile))
            }
        }
    }

    /// Whether there may be another on-demand stream.
    pub(super) fn check_on_demand_quota(&self) -> Result<(), ApiError> {
        let current = self.on_demand_streams();
        let limit = LimitId::OnDemandStreams.value(self.profile) as u32;
        if current >= limit { Err(ApiError::OnDemandStreamQuota { current, limit }) } else { Ok(()) }
    }

    fn on_demand_streams(&self) -> u32 {
        self.streams.iter().filter(|stream| stream.mode == StreamMode::OnDemand).count() as u32
    }

    /// What only some streams may have from the start.
    fn check_additions(&self, request: &CreateStream, mode: StreamMode) -> Result<(), ApiError> {
        let stream = || request.stream_name.clone();
        let is_auto = request.record_distribution_strategy == Some(RecordDistributionStrategy::Auto);
        if is_auto && mode == StreamMode::Provisioned {
            return Err(ApiError::StreamProvisioned { stream: stream(), operation: Operation::CreateStream });
        }
        if let Some(tags) = &request.tags {
            self.check_tags(&request.stream_name, Operation::CreateStream, &Tags::new(), tags)?;
        }
        if request.warm_throughput_mibps.is_some_and(|warm| warm > 0) && !self.has_advantage() {
            return Err(ApiError::NeedsAdvantage { operation: Operation::CreateStream });
        }
        Ok(())
    }

    /// Whether the account may have `additional` shards more.
    pub(super) fn check_shard_quota(&self, additional: u32) -> Result<(), ApiError> {
        let (current, limit) = (self.streams.open_shards(), self.account.shard_limit(self.profile));
        // Who has more than the quota already may still scale down.
        if additional > 0 && u64::from(current) + u64::from(additional) > u64::from(limit) {
            return Err(ApiError::ShardQuota { current, limit, additional });
        }
        Ok(())
    }

    pub(super) fn delete_stream(&mut self, request: &DeleteStream) -> Answer {
        let stream = self.find(request.stream())?;
        let (id, name) = (stream.id, stream.name.clone());
        if !stream.consumers.is_empty() && request.enforce_consumer_deletion != Some(true) {
            return Err(ApiError::StreamHasConsumers { stream: name });
        }
        self.admit_call_about(Operation::DeleteStream, &name)?;
        let is_already = self.change(id).status == StreamStatus::Deleting;
        if !is_already {
            self.change(id).status = StreamStatus::Deleting;
            self.change(id).reshard = None;
            self.retarget(&name, None);
            self.end_subscriptions(|subscription| subscription.stream == id);
            let gone_at = self.now + self.account.delete_stream;
            self.change(id).gone_at = Some(gone_at);
            self.queue.schedule(gone_at, Event::Deleted(id));
        }
        Ok(Response::Done)
    }

    pub(super) fn describe_stream(&mut self, request: &DescribeStream) -> Answer {
        let name = self.find(request.stream())?.name.clone();
        self.admit_call_about(Operation::DescribeStream, &name)?;
        let stream = self.find(request.stream())?;
        let start = request.exclusive_start_shard_id.as_deref().and_then(parse_shard_id);
        let limit = request.limit.map_or(DESCRIBED_SHARDS, |limit| limit as usize);
        let mut shards = stream.listed().filter(|shard| start.is_none_or(|start| shard.id > start));
        let page: Vec<_> = shards.by_ref().take(limit).map(describe_shard).collect();
        Ok(Response::DescribeStream {
            stream_description: StreamDescription {
                stream_name: stream.name.clone(),
                stream_arn: self.account.stream_arn(&stream.name),
                stream_status: stream.status,
                stream_mode_details: StreamModeDetails { stream_mode: stream.mode },
                has_more_shards: shards.next().is_some(),
                shards: page,
                retention_period_hours: stream.retention_hours(),
                stream_creation_timestamp: stream.created.into(),
                enhanced_monitoring: vec![metrics(stream)],
                encryption_type: stream.encryption.kind(),
                key_id: stream.encryption.key_id.clone(),
            },
        })
    }

    pub(super) fn describe_summary(&mut self, reference: StreamReference<'_>) -> Answer {
        let name = self.find(reference)?.name.clone();
        self.admit_call_about(Operation::DescribeStreamSummary, &name)?;
        let stream = self.find(reference)?;
        let open = if stream.shards.is_empty() { 0 } else { stream.layout.len() as u32 };
        Ok(Response::DescribeStreamSummary {
            stream_description_summary: StreamDescriptionSummary {
                stream_name: stream.name.clone(),
                stream_arn: self.account.stream_arn(&stream.name),
                stream_id: stream.public_id(),
                stream_status: stream.status,
                stream_mode_details: StreamModeDetails { stream_mode: stream.mode },
                retention_period_hours: stream.retention_hours(),
                stream_creation_timestamp: stream.created.into(),
                enhanced_monitoring: vec![metrics(stream)],
                encryption_type: stream.encryption.kind(),
                key_id: stream.encryption.key_id.clone(),
                open_shard_count: open,
                consumer_count: stream.consumers.len() as u32,
                warm_throughput: (stream.mode == StreamMode::OnDemand).then(|| warm_throughput(stream)),
                max_record_size_in_kib: (stream.record_bytes_max.0 / 1_024) as u32,
                record_distribution_strategy: stream.distribution,
            },
        })
    }

    pub(super) fn list_streams(&mut self, request: &ListStreams) -> Answer {
        let after = match (&request.next_token, &request.exclusive_start_stream_name) {
            (Some(token), _) => Some(self.page(TokenKind::ListStreams, token)?.name),
            (None, name) => name.clone(),
        };
        self.admit_call(Operation::ListStreams)?;
        let limit = request.limit.map_or(LISTED_STREAMS, |limit| limit as usize);
        let mut streams =
            self.streams.by_name().filter(|stream| after.as_ref().is_none_or(|after| stream.name > *after));
        let page: Vec<StreamSummary> = streams.by_ref().take(limit).map(|stream| self.summary(stream)).collect();
        let has_more_streams = streams.next().is_some();
        let last = page.last().filter(|_| has_more_streams).map(|last| last.stream_name.clone());
        Ok(Response::ListStreams {
            stream_names: page.iter().map(|stream| stream.stream_name.clone()).collect(),
            has_more_streams,
            next_token: last.map(|name| {
                let (stream, shard, index) = (StreamId(0), ShardId(0), 0);
                Token { kind: TokenKind::ListStreams, issued: self.now, stream, shard, index, name }.encode()
            }),
            stream_summaries: page,
        })
    }

    fn summary(&self, stream: &Stream) -> StreamSummary {
        StreamSummary {
            stream_name: stream.name.clone(),
            stream_arn: self.account.stream_arn(&stream.name),
            stream_status: stream.status,
            stream_mode_details: StreamModeDetails { stream_mode: stream.mode },
            stream_creation_timestamp: stream.created.into(),
        }
    }

    /// Reads a token for the next page, which is not too old.
    pub(super) fn page(&self, kind: TokenKind, text: &str) -> Result<Token, ApiError> {
        let token = Token::decode(kind, text).filter(|token| token.issued <= self.now);
        let token = token.ok_or(ApiError::NextTokenInvalid)?;
        let tolerated = Micros::seconds(LimitId::NextTokenLifetime.value(self.profile));
        if self.now.since(token.issued) > tolerated {
            return Err(ApiError::NextTokenExpired { created: token.issued, now: self.now, tolerated });
        }
        Ok(token)
    }

    pub(super) fn describe_limits(&mut self) -> Answer {
        self.admit_call(Operation::DescribeLimits)?;
        Ok(Response::DescribeLimits {
            shard_limit: self.account.shard_limit(self.profile),
            open_shard_count: self.streams.open_shards(),
            on_demand_stream_count: self.on_demand_streams(),
            on_demand_stream_count_limit: LimitId::OnDemandStreams.value(self.profile) as u32,
        })
    }

    pub(super) fn describe_account_settings(&mut self) -> Answer {
        self.admit_call(Operation::DescribeAccountSettings)?;
        Ok(Response::AccountSettings { minimum_throughput_billing_commitment: self.commitment() })
    }

    /// Switches On-demand Advantage. Documented: it lasts at least 24 hours; who ends it earlier gets the end as soon as
    /// it may be.
    pub(super) fn update_account_settings(&mut self, request: &UpdateAccountSettings) -> Answer {
        self.admit_call(Operation::UpdateAccountSettings)?;
        let now = self.now;
        match request.minimum_throughput_billing_commitment.status {
            BillingCommitmentStatus::Enabled => {
                let running = self.advantage.started_at.filter(|_| self.has_advantage());
                self.advantage = Advantage { started_at: Some(running.unwrap_or(now)), ends_at: None };
            }
            BillingCommitmentStatus::Disabled => {
                if let Some(started) = self.advantage.started_at.filter(|_| self.has_advantage()) {
                    self.advantage.ends_at = Some(now.max(started + Micros::hours(24)));
                }
            }
        }
        Ok(Response::AccountSettings { minimum_throughput_billing_commitment: self.commitment() })
    }

    /// Whether On-demand Advantage is on now.
    pub(in crate::engine::world) fn has_advantage(&self) -> bool {
        self.advantage.started_at.is_some() && self.advantage.ends_at.is_none_or(|end| end > self.now)
    }

    fn commitment(&self) -> BillingCommitment {
        let Advantage { started_at, ends_at } = self.advantage;
        let status = match (self.has_advantage(), ends_at) {
            (false, _) => BillingCommitmentState::Disabled,
            (true, None) => BillingCommitmentState::Enabled,
            (true, Some(_)) => BillingCommitmentState::EnabledUntilEarliestAllowedEnd,
        };
        BillingCommitment {
            status,
            started_at: started_at.map(Into::into),
            ended_at: ends_at.filter(|_| !self.has_advantage()).map(Into::into),
            earliest_allowed_end_at: started_at
                .filter(|_| self.has_advantage())
                .map(|started| (started + Micros::hours(24)).into()),
        }
    }
}

/// The account's commitment to On-demand Advantage.
#[derive(Clone, Copy, Debug, Default)]
pub struct Advantage {
    /// Since when.
    pub started_at: Option<SimTime>,
    /// Until when.
    pub ends_at: Option<SimTime>,
}

fn metrics(stream: &Stream) -> EnhancedMetrics {
    EnhancedMetrics { shard_level_metrics: stream.monitoring.iter().copied().collect() }
}

pub(super) fn warm_throughput(stream: &Stream) -> WarmThroughput {
    let current = (stream.layout.len() as u32).min(stream.warm_throughput_mibps);
    WarmThroughput { target_mibps: stream.warm_throughput_mibps, current_mibps: current }
}
