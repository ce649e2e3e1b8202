//! Shards: list, split, merge, scale.

use super::{Answer, describe_shard, parse_shard_id};
use crate::engine::api::choices::ShardFilterType;
use crate::engine::api::error::{ApiError, ShardFilterFault};
use crate::engine::api::operation::Operation;
use crate::engine::api::request::{
    ListShards, MergeShards, ShardFilter, SplitShard, StreamReference, UpdateShardCount,
};
use crate::engine::api::response::Response;
use crate::engine::api::values::Timestamp;
use crate::engine::hash::HashKey;
use crate::engine::ids::ShardId;
use crate::engine::limits::LimitId;
use crate::engine::stream::Stream;
use crate::engine::stream::reshard::{Reshard, Step, may_split};
use crate::engine::stream::shard::Shard;
use crate::engine::time::SimTime;
use crate::engine::world::World;
use crate::engine::world::token::{Token, TokenKind};

/// Shards in an answer of `ListShards` at most. Documented.
const LISTED_SHARDS: usize = 1_000;

/// A filter whose fields fit its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    FromTrimHorizon,
    AtTrimHorizon,
    AtLatest,
    At(SimTime),
    From(SimTime),
    After(ShardId),
}

impl World {
    pub(super) fn list_shards(&mut self, request: &ListShards) -> Answer {
        let names_stream = request.stream() != StreamReference::default();
        let (id, filter, start) = match (&request.next_token, names_stream) {
            (None, false) => return Err(ApiError::ListShardsNeedsOne),
            (Some(_), true) => return Err(ApiError::ListShardsNotBoth { member: "StreamName" }),
            (None, true) => {
                let filter = request.shard_filter.as_ref().map_or(Ok(Filter::FromTrimHorizon), Filter::of)?;
                let start = request.exclusive_start_shard_id.as_deref().and_then(parse_shard_id);
                (self.find(request.stream())?.id, filter, start)
            }
            (Some(text), false) => {
                // A token stands for all that was said with the first page.
                let said = [
                    ("ExclusiveStartShardId", request.exclusive_start_shard_id.is_some()),
                    ("ShardFilter", request.shard_filter.is_some()),
                    ("StreamCreationTimestamp", request.stream_creation_timestamp.is_some()),
                ];
                if let Some((member, _)) = said.into_iter().find(|(_, is_said)| *is_said) {
                    return Err(ApiError::ListShardsNotBoth { member });
                }
                let token = self.page(TokenKind::ListShards, text)?;
                let found = self.streams.get(token.stream);
                let stream = found.ok_or(ApiError::StreamNotFound { stream: token.name })?;
                (stream.id, Filter::unpack(token.index), Some(token.shard))
            }
        };
        self.admit_stream_call(Operation::ListShards, id)?;
        let stream = self.streams.get(id).expect("found above");
        let limit = request.max_results.map_or(LISTED_SHARDS, |limit| (limit as usize).min(LISTED_SHARDS));
        // Before its first shards opened, a stream had none: the oldest that it ever had are those.
        let opened = stream.shards.first().map_or(stream.created, |first| first.lineage.opened);
        let horizon = (self.now - stream.retention).max(opened);
        let mut listed = stream
            .listed()
            .filter(|shard| start.is_none_or(|start| shard.id > start))
            .filter(|shard| filter.passes(shard, horizon));
        let page: Vec<_> = listed.by_ref().take(limit).map(describe_shard).collect();
        let last = page.last().filter(|_| listed.next().is_some()).map(|shard| shard.shard_id);
        let token = last.map(|shard| {
            let (index, name) = (filter.pack(), stream.name.clone());
            Token { kind: TokenKind::ListShards, issued: self.now, stream: id, shard, index, name }.encode()
        });
        Ok(Response::ListShards { shards: page, next_token: token })
    }

    pub(super) fn split_shard(&mut self, request: &SplitShard) -> Answer {
        let name = self.name_of(request.stream())?;
        let not_found = |shard: String| ApiError::ShardNotFound { shard, stream: name.clone() };
        let id = parse_shard_id(&request.shard_to_split).ok_or_else(|| not_found(request.shard_to_split.clone()))?;
        let stream = self.find_reshapable(request.stream())?;
        let shard = stream.shard(id).ok_or_else(|| not_found(id.to_string()))?;
        check_open(stream, shard)?;
        self.check_shard_quota(1)?;
        let at = HashKey::parse(&request.new_starting_hash_key).filter(|at| may_split(shard.range, *at));
        let at = at.ok_or_else(|| ApiError::SplitPoint {
            hash_key: request.new_starting_hash_key.clone(),
            shard: id,
            stream: name.clone(),
            start: shard.range.start,
            end: shard.range.end,
        })?;
        let stream_id = stream.id;
        self.admit_call_about(Operation::SplitShard, &name)?;
        let reshard = Reshard::single(Step::Split(id, at), self.account.update_stream, self.now);
        self.begin_reshard(stream_id, reshard);
        Ok(Response::Done)
    }

    pub(super) fn merge_shards(&mut self, request: &MergeShards) -> Answer {
        let name = self.name_of(request.stream())?;
        let not_found = |shard: String| ApiError::ShardNotFound { shard, stream: name.clone() };
        let parse = |text: &str| parse_shard_id(text).ok_or_else(|| not_found(text.to_owned()));
        let lower = parse(&request.shard_to_merge)?;
        let upper = parse(&request.adjacent_shard_to_merge)?;
        let stream = self.find_reshapable(request.stream())?;
        let find = |id: ShardId| stream.shard(id).ok_or_else(|| not_found(id.to_string()));
        let [below, above] = [find(lower)?, find(upper)?];
        check_open(stream, below)?;
        check_open(stream, above)?;
        // Observed: the shard to merge is the lower one; the other order is refused.
        if below.range.end.0.checked_add(1) != Some(above.range.start.0) {
            return Err(ApiError::NotAdjacent { shard: lower, other: upper, stream: name });
        }
        let stream_id = stream.id;
        self.admit_call_about(Operation::MergeShards, &name)?;
        let reshard = Reshard::single(Step::Merge(lower, upper), self.account.update_stream, self.now);
        self.begin_reshard(stream_id, reshard);
        Ok(Response::Done)
    }

    pub(super) fn update_shard_count(&mut self, request: &UpdateShardCount) -> Answer {
        let stream = self.find_reshapable(request.stream())?;
        let (id, name, open) = (stream.id, stream.name.clone(), stream.layout.len() as u32);
        let target = request.target_shard_count;
        let limit = LimitId::UpdateShardCountTarget.value(self.profile) as u32;
        if target > limit {
            return Err(ApiError::ShardCountAboveLimit { open, target, limit });
        }
        if u64::from(target) > 2 * u64::from(open) {
            return Err(ApiError::ShardCountAboveDouble { open, target });
        }
        if 2 * u64::from(target) < u64::from(open) {
            return Err(ApiError::ShardCountBelowHalf { open, target });
        }
        let allowed = LimitId::UpdateShardCountPerDay.value(self.profile);
        if stream.day_calls.shard_count.count(self.now) >= allowed {
            let (operation, limit) = (Operation::UpdateShardCount, LimitId::UpdateShardCountPerDay);
            return Err(ApiError::CallsPerDay { operation, limit, allowed, stream: name });
        }
        // Documented: shards that exist only for a while count too. Scaling up splits every shard first.
        self.check_shard_quota(if target > open { open } else { 0 })?;
        self.admit_call_about(Operation::UpdateShardCount, &name)?;
        let (takes, now) = (self.account.update_stream, self.now);
        let stream = self.streams.get_mut(id).expect("found above");
        stream.day_calls.shard_count.add(now);
        let reshard = Reshard::to_count(stream, target, takes, self.profile, now);
        self.begin_reshard(id, reshard);
        let stream_arn = self.account.stream_arn(&name);
        Ok(Response::UpdateShardCount {
            stream_name: name,
            current_shard_count: open,
            target_shard_count: target,
            stream_arn,
        })
    }
}

/// Only open shards are split and merged.
fn check_open(stream: &Stream, shard: &Shard) -> Result<(), ApiError> {
    if shard.is_open() {
        return Ok(());
    }
    Err(ApiError::ShardClosed { shard: shard.id, stream: stream.name.clone() })
}

impl Filter {
    fn of(filter: &ShardFilter) -> Result<Self, ApiError> {
        use ShardFilterType as Kind;
        let fault = |message| ApiError::ShardFilterField { message };
        let needs_id = filter.kind == Kind::AfterShardId;
        let needs_time = matches!(filter.kind, Kind::AtTimestamp | Kind::FromTimestamp);
        if filter.shard_id.is_some() && !needs_id {
            return Err(fault(ShardFilterFault::ShardIdNotWanted));
        }
        if filter.timestamp.is_some() && !needs_time {
            return Err(fault(ShardFilterFault::TimestampNotWanted));
        }
        let time =
            || filter.timestamp.map(Timestamp::to_sim_time).ok_or_else(|| fault(ShardFilterFault::TimestampMissing));
        Ok(match filter.kind {
            Kind::FromTrimHorizon => Self::FromTrimHorizon,
            Kind::AtTrimHorizon => Self::AtTrimHorizon,
            Kind::AtLatest => Self::AtLatest,
            Kind::AtTimestamp => Self::At(time()?),
            Kind::FromTimestamp => Self::From(time()?),
            Kind::AfterShardId => {
                let id = filter.shard_id.as_deref().and_then(parse_shard_id);
                Self::After(id.ok_or_else(|| fault(ShardFilterFault::ShardIdMissing))?)
            }
        })
    }

    fn passes(self, shard: &Shard, horizon: SimTime) -> bool {
        let is_open_at =
            |at: SimTime| shard.lineage.opened <= at && shard.lineage.closed.is_none_or(|closed| closed > at);
        match self {
            Self::FromTrimHorizon => true,
            Self::AtTrimHorizon => is_open_at(horizon),
            Self::AtLatest => shard.is_open(),
            Self::At(at) => is_open_at(at.max(horizon)),
            Self::From(at) => shard.lineage.closed.is_none_or(|closed| closed >= at.max(horizon)),
            Self::After(id) => shard.id > id,
        }
    }

    /// As one number, for a token: three bits of kind, then its value.
    fn pack(self) -> u64 {
        match self {
            Self::FromTrimHorizon => 0,
            Self::AtTrimHorizon => 1,
            Self::AtLatest => 2,
            Self::At(at) => 3 | at.0 << 3,
            Self::From(at) => 4 | at.0 << 3,
            Self::After(id) => 5 | u64::from(id.0) << 3,
        }
    }

    fn unpack(packed: u64) -> Self {
        let value = packed >> 3;
        match packed & 7 {
            1 => Self::AtTrimHorizon,
            2 => Self::AtLatest,
            3 => Self::At(SimTime(value)),
            4 => Self::From(SimTime(value)),
            5 => Self::After(ShardId(value as u32)),
            _ => Self::FromTrimHorizon,
        }
    }
}
