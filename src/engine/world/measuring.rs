//! What is measured beside the shards' own history: CloudWatch's minutes, put latency, and what it all costs.

use super::World;
use super::happenings::Event;
use crate::engine::api::choices::StreamMode;
use crate::engine::api::error::ApiError;
use crate::engine::cost::prices::PricingMode;
use crate::engine::cost::{self, Line, Meter, Rates};
use crate::engine::ids::{Bytes, ShardId, StreamId};
use crate::engine::kms::Role;
use crate::engine::metrics::cloudwatch::MINUTE;
use crate::engine::metrics::cloudwatch::names::Enhanced;
use crate::engine::stream::Stream;
use crate::engine::stream::replication::PutLatency;
use crate::engine::time::{Micros, SimTime};

/// Storage of this age is paid for in other ways.
const DAY: Micros = Micros::hours(24);
const WEEK: Micros = Micros::hours(168);

impl World {
    /// Plans the end of the minute in progress: a microsecond before the next one begins.
    pub(super) fn schedule_minute(&mut self) {
        let end = (self.now.slot(MINUTE) + 1) * MINUTE.0 - 1;
        // At the very end of a minute the next end is meant.
        let end = if end <= self.now.0 && self.now.0 > 0 { end + MINUTE.0 } else { end };
        self.queue.schedule(SimTime(end), Event::MinuteEnds);
    }

    pub(super) fn minute_ends(&mut self) {
        let minute = self.now.slot(MINUTE);
        let is_hour = (minute + 1).is_multiple_of(60);
        for stream in self.streams.iter_mut() {
            let enhanced = Enhanced::of(stream.monitoring.iter().copied());
            let Stream { id, minute: counters, shards, consumers, .. } = stream;
            let shards =
                shards.iter_mut().filter(|shard| !shard.is_expired()).map(|shard| (shard.id, &mut shard.minute));
            let consumers = consumers.iter_mut().map(|consumer| (consumer.name.as_str(), &mut consumer.minute));
            self.metrics.close_minute(minute, *id, enhanced, counters, shards, consumers);
            let [this, last] = &mut stream.put_latency;
            *last = std::mem::take(this);
            stream.moved_per_hour = stream.moved * 60;
        }
        self.close_firehose_minute(minute);
        let ids: Vec<StreamId> = self.streams.iter().map(|stream| stream.id).collect();
        for id in ids {
            self.settle_meter(id);
            if is_hour {
                self.update_rates(id);
            }
        }
        self.schedule_minute();
    }

    /// Puts what was moved on the stream's meter.
    fn settle_meter(&mut self, id: StreamId) {
        if let Some(stream) = self.streams.get_mut(id) {
            let moved = std::mem::take(&mut stream.moved);
            stream.meter.add(&moved);
        }
    }

    /// The stream is paid for as it is now from now on; to be called when that changes.
    pub(super) fn update_rates(&mut self, id: StreamId) {
        self.settle_meter(id);
        let (now, has_advantage) = (self.now, self.has_advantage());
        let Some(stream) = self.streams.get_mut(id) else {
            return;
        };
        let mode = match (stream.mode, has_advantage) {
            (StreamMode::Provisioned, _) => PricingMode::Provisioned,
            (StreamMode::OnDemand, false) => PricingMode::OnDemandStandard,
            (StreamMode::OnDemand, true) => PricingMode::OnDemandAdvantage,
        };
        let older_than = |age: Micros| -> Bytes {
            if stream.retention <= age {
                return Bytes::ZERO;
            }
            stream.shards.iter().map(|shard| shard.log().older_than(age, now)).sum()
        };
        let (past_day, past_week) = (older_than(DAY), older_than(WEEK));
        let rates = Rates {
            mode,
            open_shards: if stream.shards.is_empty() { 0 } else { stream.layout.len() as u64 },
            consumers: stream.consumers.len() as u64,
            retention: stream.retention,
            extended: past_day - past_week,
            long_term: past_week,
        };
        stream.meter.set_rates(rates, now);
    }

    /// The stream is gone: what it has used stays on the account's bill.
    pub(super) fn stop_meter(&mut self, id: StreamId) {
        self.settle_meter(id);
        let now = self.now;
        if let Some(stream) = self.streams.get_mut(id) {
            stream.meter.stop(now);
            self.meter.absorb(&stream.meter);
        }
    }

    /// The bill of the account so far, or of one stream that exists.
    pub fn bill(&self, of: Option<StreamId>) -> Vec<Line> {
        let mut sum = Meter::new(Rates::default(), self.now);
        if of.is_none() {
            sum.absorb(&self.meter);
        }
        for stream in self.streams.iter().filter(|stream| of.is_none_or(|id| stream.id == id)) {
            let mut meter = stream.meter.clone();
            meter.add(&stream.moved);
            meter.advance(self.now);
            sum.absorb(&meter);
        }
        sum.bill()
    }

    /// What one hour costs if a stream goes on as in the last complete minute, paid for in its own mode or in another.
    pub fn cost_per_hour(&self, stream: &Stream, mode: Option<PricingMode>) -> Vec<Line> {
        let rates = *stream.meter.rates();
        cost::per_hour(Rates { mode: mode.unwrap_or(rates.mode), ..rates }, &stream.moved_per_hour)
    }

    /// What a put needs before it comes to the shards: the key of an encrypted stream, and zones that store it. Gives how
    /// long it takes.
    pub(super) fn admit_put(&mut self, id: StreamId) -> Result<PutLatency, ApiError> {
        let stream = self.streams.get(id).expect("a put is asked of a stream that was found");
        if let Some(key) = &stream.encryption.key_id {
            self.keys.data_key(id, key, Role::Producer, self.now).map_err(ApiError::Kms)?;
        }
        let name = &stream.name;
        self.zones.acknowledge(&mut self.zone_random).map_err(|_| ApiError::ZonesUnavailable { stream: name.clone() })
    }

    /// What a read of these records needs: the keys with which they are encrypted.
    pub(super) fn admit_decryption(
        &mut self,
        id: StreamId,
        shard: ShardId,
        (from, to): (u64, u64),
    ) -> Result<(), ApiError> {
        let stream = self.streams.get(id).expect("a read is asked of a stream that was found");
        for key in stream.shards[shard.0 as usize].keys_between(from, to) {
            self.keys.data_key(id, key, Role::Consumer, self.now).map_err(ApiError::Kms)?;
        }
        Ok(())
    }
}
