//! What is set about a stream: retention, encryption, capacity mode, monitoring, record size.

use super::{Answer, streams};
use crate::engine::api::choices::{
    EncryptionType, RecordDistributionStrategy, ShardLevelMetric, StreamMode, StreamStatus,
};
use crate::engine::api::error::ApiError;
use crate::engine::api::operation::Operation;
use crate::engine::api::request::{
    EnhancedMonitoring, StreamEncryption, StreamReference, UpdateMaxRecordSize, UpdateStreamMode,
    UpdateStreamRecordDistributionStrategy, UpdateStreamWarmThroughput,
};
use crate::engine::api::response::Response;
use crate::engine::ids::{Bytes, StreamId};
use crate::engine::limits::LimitId;
use crate::engine::stream::Stream;
use crate::engine::time::Micros;
use crate::engine::world::World;
use crate::engine::world::happenings::Event;
use std::collections::BTreeSet;

impl World {
    pub(super) fn increase_retention(&mut self, reference: StreamReference<'_>, hours: i32) -> Answer {
        let id = self.check_retention(reference, hours)?;
        let stream = self.change(id);
        let existing = stream.retention_hours();
        if i64::from(hours) < i64::from(existing) {
            return Err(ApiError::RetentionShorter { hours, stream: stream.name.clone(), existing });
        }
        self.set_retention(id, hours, Operation::IncreaseStreamRetentionPeriod)
    }

    pub(super) fn decrease_retention(&mut self, reference: StreamReference<'_>, hours: i32) -> Answer {
        let id = self.check_retention(reference, hours)?;
        let stream = self.change(id);
        let existing = stream.retention_hours();
        if i64::from(hours) > i64::from(existing) {
            return Err(ApiError::RetentionLonger { hours, stream: stream.name.clone(), existing });
        }
        self.set_retention(id, hours, Operation::DecreaseStreamRetentionPeriod)
    }

    fn check_retention(&self, reference: StreamReference<'_>, hours: i32) -> Result<StreamId, ApiError> {
        let stream = self.find(reference)?;
        let minimum = LimitId::RetentionMinimum.value(self.profile) as u32;
        let maximum = LimitId::RetentionMaximum.value(self.profile) as u32;
        if i64::from(hours) < i64::from(minimum) {
            return Err(ApiError::RetentionTooShort { hours, minimum });
        }
        if i64::from(hours) > i64::from(maximum) {
            return Err(ApiError::RetentionTooLong { hours, maximum });
        }
        Ok(stream.id)
    }

    /// Assumed: the change holds at once, and the stream stays ACTIVE.
    fn set_retention(&mut self, id: StreamId, hours: i32, operation: Operation) -> Answer {
        self.check_active(id)?;
        self.admit_stream_call(operation, id)?;
        let now = self.now;
        self.change(id).set_retention(Micros::hours(u64::from(hours.unsigned_abs())), now);
        self.update_rates(id);
        Ok(Response::Done)
    }

    fn check_active(&self, id: StreamId) -> Result<(), ApiError> {
        let stream = self.streams.get(id).expect("found above");
        match stream.status {
            StreamStatus::Active => Ok(()),
            status => Err(ApiError::StreamNotActive { stream: stream.name.clone(), status }),
        }
    }

    pub(super) fn start_encryption(&mut self, request: &StreamEncryption) -> Answer {
        self.change_encryption(request, Operation::StartStreamEncryption)
    }

    pub(super) fn stop_encryption(&mut self, request: &StreamEncryption) -> Answer {
        self.change_encryption(request, Operation::StopStreamEncryption)
    }

    /// Documented: the stream is UPDATING meanwhile; each operation 25 times in a rolling day.
    fn change_encryption(&mut self, request: &StreamEncryption, operation: Operation) -> Answer {
        let stream = self.find_active(request.stream())?;
        let id = stream.id;
        if request.encryption_type != EncryptionType::Kms {
            return Err(ApiError::EncryptionTypeNotKms);
        }
        let is_start = operation == Operation::StartStreamEncryption;
        let (now, allowed) = (self.now, LimitId::EncryptionChangesPerDay.value(self.profile));
        let stream = self.change(id);
        let calls =
            if is_start { &mut stream.day_calls.start_encryption } else { &mut stream.day_calls.stop_encryption };
        if calls.count(now) >= allowed {
            let limit = LimitId::EncryptionChangesPerDay;
            return Err(ApiError::CallsPerDay { operation, limit, allowed, stream: stream.name.clone() });
        }
        if is_start {
            self.keys.begin_to_use(&request.key_id, now).map_err(ApiError::Kms)?;
        }
        let stream = self.change(id);
        let calls =
            if is_start { &mut stream.day_calls.start_encryption } else { &mut stream.day_calls.stop_encryption };
        calls.add(now);
        stream.encryption.pending = Some(is_start.then(|| request.key_id.clone()));
        self.begin_update(id);
        Ok(Response::Done)
    }

    /// The stream is UPDATING until what was changed holds.
    fn begin_update(&mut self, id: StreamId) {
        self.change(id).status = StreamStatus::Updating;
        self.queue.schedule(self.now + self.account.update_stream, Event::Updated(id));
    }

    pub(super) fn update_stream_mode(&mut self, request: &UpdateStreamMode) -> Answer {
        let stream = self.find_active(request.stream())?;
        let (id, name, mode) = (stream.id, stream.name.clone(), request.stream_mode_details.stream_mode);
        let allowed = LimitId::StreamModeChangesPerDay.value(self.profile);
        if stream.mode == mode {
            return Err(ApiError::NothingToChange { operation: Operation::UpdateStreamMode, stream: name });
        }
        if stream.day_calls.mode.count(self.now) >= allowed {
            let (operation, limit) = (Operation::UpdateStreamMode, LimitId::StreamModeChangesPerDay);
            return Err(ApiError::CallsPerDay { operation, limit, allowed, stream: name });
        }
        let warm = request.warm_throughput_mibps.unwrap_or(0);
        if warm > 0 && !self.has_advantage() {
            return Err(ApiError::NeedsAdvantage { operation: Operation::UpdateStreamMode });
        }
        if mode == StreamMode::OnDemand {
            self.check_on_demand_quota()?;
        }
        let now = self.now;
        let stream = self.change(id);
        stream.day_calls.mode.add(now);
        stream.mode = mode;
        stream.warm_throughput_mibps = warm;
        // Documented: the stream keeps the shards that it has, and scales from there.
        let open = stream.layout.len() as u32;
        stream.on_demand.note_shards(now, open);
        if mode == StreamMode::Provisioned {
            stream.distribution = RecordDistributionStrategy::UserPartitionKey;
        }
        self.begin_update(id);
        self.schedule_review(id);
        Ok(Response::Done)
    }

    pub(super) fn monitor(&mut self, request: &EnhancedMonitoring, operation: Operation) -> Answer {
        let stream = self.find_active(request.stream())?;
        let (id, name) = (stream.id, stream.name.clone());
        self.admit_stream_call(operation, id)?;
        let asked = &request.shard_level_metrics;
        let wanted: BTreeSet<ShardLevelMetric> = if asked.contains(&ShardLevelMetric::All) {
            ShardLevelMetric::EACH.into_iter().collect()
        } else {
            asked.iter().copied().collect()
        };
        let stream = self.change(id);
        let current: Vec<_> = stream.monitoring.iter().copied().collect();
        if operation == Operation::EnableEnhancedMonitoring {
            stream.monitoring.extend(wanted);
        } else {
            stream.monitoring.retain(|metric| !wanted.contains(metric));
        }
        let desired = stream.monitoring.iter().copied().collect();
        let stream_arn = self.account.stream_arn(&name);
        Ok(Response::EnhancedMonitoring {
            stream_name: name,
            current_shard_level_metrics: current,
            desired_shard_level_metrics: desired,
            stream_arn,
        })
    }

    pub(super) fn update_max_record_size(&mut self, request: &UpdateMaxRecordSize) -> Answer {
        let id = self.find_active(request.stream())?.id;
        self.admit_stream_call(Operation::UpdateMaxRecordSize, id)?;
        self.change(id).record_bytes_max = Bytes(u64::from(request.max_record_size_in_kib) * 1_024);
        self.begin_update(id);
        Ok(Response::Done)
    }

    pub(super) fn update_distribution(&mut self, request: &UpdateStreamRecordDistributionStrategy) -> Answer {
        let operation = Operation::UpdateStreamRecordDistributionStrategy;
        let stream = self.find_active(request.stream())?;
        let id = stream.id;
        check_on_demand(stream, operation)?;
        self.admit_stream_call(operation, id)?;
        self.change(id).distribution = request.record_distribution_strategy;
        self.begin_update(id);
        Ok(Response::Done)
    }

    pub(super) fn update_warm_throughput(&mut self, request: &UpdateStreamWarmThroughput) -> Answer {
        let operation = Operation::UpdateStreamWarmThroughput;
        let stream = self.find_active(request.stream())?;
        let (id, name) = (stream.id, stream.name.clone());
        check_on_demand(stream, operation)?;
        if !self.has_advantage() {
            return Err(ApiError::NeedsAdvantage { operation });
        }
        self.admit_call_about(operation, &name)?;
        self.change(id).warm_throughput_mibps = request.warm_throughput_mibps;
        self.begin_update(id);
        let warm_throughput = streams::warm_throughput(self.change(id));
        let stream_arn = self.account.stream_arn(&name);
        Ok(Response::UpdateStreamWarmThroughput { stream_arn, stream_name: name, warm_throughput })
    }
}

fn check_on_demand(stream: &Stream, operation: Operation) -> Result<(), ApiError> {
    match stream.mode {
        StreamMode::OnDemand => Ok(()),
        StreamMode::Provisioned => Err(ApiError::StreamProvisioned { stream: stream.name.clone(), operation }),
    }
}
