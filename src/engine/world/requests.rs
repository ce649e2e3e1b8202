//! Requests of producers: generated records are offered to the shards, booked, stored, and sent again or given up.

use super::happenings::Event;
use super::{SAMPLES_KEPT, SampledRecord, World};
use crate::engine::api::error::{ApiError, KmsFault};
use crate::engine::api::operation::Operation;
use crate::engine::cost::PutUsage;
use crate::engine::ids::{ProducerId, ShardId, StreamId};
use crate::engine::metrics::cloudwatch::counters::PutRecordsFared;
use crate::engine::producer::arrivals::TICK;
use crate::engine::producer::traffic::Retry;
use crate::engine::producer::{Producer, ProducerTotals, RetryBatch};
use crate::engine::random::mix;
use crate::engine::stream::Stream;
use crate::engine::stream::admission::Lane;
use crate::engine::stream::batch::{Origin, Part};
use crate::engine::stream::replication::PutLatency;
use crate::engine::stream::shard::Share;
use crate::engine::stream::throttle::WINDOW;
use crate::engine::time::SimTime;
use crate::engine::trace::Step;
use std::ops::Range;
use std::rc::Rc;

/// The ordinals of a request.
pub(super) enum Ordinals {
    Fresh(Range<u64>),
    Again(RetryBatch),
}

impl Ordinals {
    pub(super) fn count(&self) -> u64 {
        match self {
            Self::Fresh(range) => range.end - range.start,
            Self::Again(batch) => batch.ordinals.len() as u64,
        }
    }
}

impl Ordinals {
    /// Attempts that will have been made with this one.
    pub(super) const fn attempts_made(&self) -> u32 {
        match self {
            Self::Fresh(_) => 1,
            Self::Again(batch) => batch.attempt + 1,
        }
    }

    fn holds(&self, ordinal: u64) -> bool {
        match self {
            Self::Fresh(range) => range.contains(&ordinal),
            Self::Again(batch) => batch.ordinals.contains(&ordinal),
        }
    }
}

impl World {
    /// Sends generated records as one request, and lets their stream count what becomes of them.
    pub(super) fn send(&mut self, id: ProducerId, ordinals: &Ordinals) {
        if self.producers[usize::from(id.0)].delivery_stream.is_some() {
            return self.send_to_firehose(id, ordinals);
        }
        let given_up_before = self.producers[usize::from(id.0)].totals.given_up;
        self.follow_request(id, |ordinal| ordinals.holds(ordinal));
        self.attempt(id, ordinals);
        let producer = &self.producers[usize::from(id.0)];
        let given_up = producer.totals.given_up - given_up_before;
        let retried = if matches!(ordinals, Ordinals::Again(_)) { ordinals.count() } else { 0 };
        if given_up + retried > 0
            && let Some(stream) = self.target(id).and_then(|stream| self.streams.get_mut(stream))
        {
            stream.attempts.given_up += given_up;
            stream.attempts.retried += retried;
        }
    }

    /// The stream that has the name to which a producer sends, in whatever state.
    pub(super) fn target(&self, id: ProducerId) -> Option<StreamId> {
        let target = &self.producers[usize::from(id.0)].target;
        target.id.or_else(|| self.streams.find(&target.name).map(|stream| stream.id))
    }

    fn attempt(&mut self, id: ProducerId, ordinals: &Ordinals) {
        let producer = &mut self.producers[usize::from(id.0)];
        let now = self.now;
        let attempts_made = ordinals.attempts_made();
        let stream = producer.target.id.and_then(|id| self.streams.get_mut(id));
        let Some(stream) = stream.filter(|stream| stream.serves()) else {
            return self.find_nobody(id, ordinals);
        };
        let stream_id = stream.id;
        let latency = match self.admit_put(stream_id) {
            Ok(latency) => latency,
            Err(fault) => return self.fail(id, ordinals, attempts_made, &fault),
        };
        let producer = &mut self.producers[usize::from(id.0)];
        let Some(stream) = self.streams.get_mut(stream_id) else {
            return;
        };
        let keeps_refused = producer.traffic.retry != Retry::None;
        self.retry_list.clear();
        let Stream { admission, shards, layout, .. } = stream;
        admission.begin(layout.len(), self.profile);
        match ordinals {
            Ordinals::Fresh(range) => {
                let recipe = Rc::clone(producer.recipe());
                for ordinal in range.clone() {
                    let made = recipe.make(ordinal);
                    let taken = admission.offer((layout, shards), now, made.key.place, made.bytes, ordinal);
                    if !taken && keeps_refused {
                        self.retry_list.push(ordinal);
                    }
                }
                if let Some(sample) = sample(producer, range, now, stream) {
                    self.keep_sample(sample);
                }
            }
            Ordinals::Again(batch) => {
                for ordinal in batch.ordinals.iter().copied() {
                    let recipe = producer.recipe_of(ordinal);
                    let made = recipe.make(ordinal);
                    let place = recipe.place_in(&made, layout);
                    if !admission.offer((layout, shards), now, place, made.bytes, ordinal) {
                        self.retry_list.push(ordinal);
                    }
                }
            }
        }
        let (accepted, refused) = self.settle(stream_id, Operation::PutRecords, latency, &|_, lane, records| {
            let listed = match ordinals {
                Ordinals::Fresh(_) => None,
                Ordinals::Again(batch) => Some(Rc::clone(&batch.ordinals)),
            };
            let ordinals = lane.accepted.clone();
            Origin::Generated(Part { producer: id, ordinals, records, users: records, repeats: 0, listed })
        });
        self.follow_answer(id, None, |ordinal| ordinals.holds(ordinal));
        // Who waits for no answer sends nothing a second time.
        self.lives.close(id, |ordinal| ordinals.holds(ordinal));
        let producer = &mut self.producers[usize::from(id.0)];
        producer.totals.accepted += accepted;
        if self.retry_list.is_empty() && refused > 0 {
            producer.give_up(refused);
        }
        self.plan_retry(id, attempts_made);
    }

    /// Books how the request in the stream's admission fared and stores what was accepted; `origin` says where the records
    /// come from that a lane, at its place, accepted. Gives how many were accepted and how many refused.
    pub(super) fn settle(
        &mut self,
        stream: StreamId,
        operation: Operation,
        latency: PutLatency,
        origin: &dyn Fn(u32, &Lane, u64) -> Origin,
    ) -> (u64, u64) {
        let Some(target) = self.streams.get_mut(stream) else {
            return (0, 0);
        };
        let admission = std::mem::take(&mut target.admission);
        let layout = Rc::clone(&target.layout);
        let mut refused_records = 0;
        let mut fared_all = PutRecordsFared { latency: latency.whole, ..PutRecordsFared::default() };
        let mut usage = PutUsage::default();
        for (place, lane) in admission.lanes() {
            let fared = lane.share();
            let shard_id = layout.shard(place);
            let (records, bytes) = fared.accepted;
            let origin = (records > 0).then(|| origin(place, lane, records));
            let followed = origin.as_ref().map_or_else(Vec::new, |origin| self.followed(origin, place));
            let Some(target) = self.streams.get_mut(stream) else {
                return (0, 0);
            };
            let shard = &mut target.shards[shard_id.0 as usize];
            shard.book(self.now, &fared);
            if let Some(origin) = origin {
                let first = shard.store(self.now, records, bytes, origin);
                let has_subscriptions = !shard.subscriptions.is_empty();
                self.follow_stored(followed, (stream, shard_id, first.index), latency);
                self.trace.note(Step::Stored, [self.now.0, u64::from(shard_id.0), first.index, bytes.0]);
                if has_subscriptions {
                    self.arm_pushes(stream, shard_id);
                }
            }
            refused_records += fared.refused.0;
            fared_all.successful += records;
            fared_all.bytes += bytes;
            usage += fared.usage;
            self.note_refusal(stream, shard_id, &fared);
        }
        fared_all.throttled = refused_records;
        if let Some(target) = self.streams.get_mut(stream) {
            target.admission = admission;
            target.minute.put(operation, &fared_all);
            target.note_put(latency);
            target.moved.put += usage;
        }
        (fared_all.successful, refused_records)
    }

    /// What a request of a producer needs before it comes to the shards: a stream that serves, and what that needs.
    pub(super) fn admit_from(&mut self, id: ProducerId) -> Result<(StreamId, PutLatency), ApiError> {
        let target = &self.producers[usize::from(id.0)].target;
        let serving = target.id.and_then(|id| self.streams.get(id)).filter(|stream| stream.serves());
        match serving.map(|stream| stream.id) {
            Some(stream) => self.admit_put(stream).map(|latency| (stream, latency)),
            None => Err(ApiError::StreamNotFound { stream: target.name.clone() }),
        }
    }

    /// A request of a producer that does not wait for a retry of the traffic's failed as a whole.
    pub(super) fn note_failed(&mut self, id: ProducerId, operation: Operation, failed: u64, fault: &ApiError) {
        self.failures.add(id, fault, failed, self.now);
        self.producers[usize::from(id.0)].totals.failed += failed;
        if let Some(stream) = self.target(id).and_then(|stream| self.streams.get_mut(stream)) {
            if stream.serves() {
                stream.minute.put(operation, &PutRecordsFared { failed, ..PutRecordsFared::default() });
            }
            stream.failed_puts.add(fault, failed, self.now);
        }
    }

    /// The stream of a producer counts what the producer has sent again and given up since its totals were those.
    pub(super) fn note_attempts(&mut self, id: ProducerId, before: &ProducerTotals) {
        let after = self.producers[usize::from(id.0)].totals;
        if let Some(stream) = self.target(id).and_then(|stream| self.streams.get_mut(stream)) {
            stream.attempts.given_up += after.given_up - before.given_up;
            stream.attempts.retried += after.retried - before.retried;
        }
    }

    /// Keeps a sampled record; the oldest one goes for it.
    pub(super) fn keep_sample(&mut self, sample: SampledRecord) {
        if self.samples.len() == SAMPLES_KEPT {
            self.samples.pop_front();
        }
        self.samples.push_back(sample);
    }

    /// A request to a stream that is not there, or does not serve: nobody sends its records again.
    fn find_nobody(&mut self, id: ProducerId, ordinals: &Ordinals) {
        let count = ordinals.count();
        let found = self.target(id);
        let producer = &mut self.producers[usize::from(id.0)];
        producer.totals.not_found += count;
        producer.give_up(count);
        let fault = ApiError::StreamNotFound { stream: producer.target.name.clone() };
        self.follow_answer(id, Some(&fault), |ordinal| ordinals.holds(ordinal));
        self.failures.add(id, &fault, count, self.now);
        if let Some(stream) = found.and_then(|stream| self.streams.get_mut(stream)) {
            stream.failed_puts.add(&fault, count, self.now);
        }
    }

    /// A request that failed as a whole: its records are sent again where the fault is one that passes.
    fn fail(&mut self, id: ProducerId, ordinals: &Ordinals, attempts_made: u32, fault: &ApiError) {
        let count = ordinals.count();
        self.follow_answer(id, Some(fault), |ordinal| ordinals.holds(ordinal));
        self.failures.add(id, fault, count, self.now);
        let producer = &mut self.producers[usize::from(id.0)];
        producer.totals.failed += count;
        let passes = matches!(fault, ApiError::ZonesUnavailable { .. } | ApiError::Kms(KmsFault::Throttling));
        if let Some(stream) = producer.target.id.and_then(|id| self.streams.get_mut(id)) {
            stream.minute.put_records(&PutRecordsFared { failed: count, ..PutRecordsFared::default() });
            stream.failed_puts.add(fault, count, self.now);
        }
        self.retry_list.clear();
        if passes && producer.traffic.retry != Retry::None {
            match ordinals {
                Ordinals::Fresh(range) => self.retry_list.extend(range.clone()),
                Ordinals::Again(batch) => self.retry_list.extend(batch.ordinals.iter().copied()),
            }
            self.plan_retry(id, attempts_made);
        } else {
            producer.give_up(count);
        }
    }

    /// Plans when the records of the retry list are sent again, or gives them up.
    pub(super) fn plan_retry(&mut self, id: ProducerId, attempts_made: u32) {
        if self.retry_list.is_empty() {
            return;
        }
        let producer = &mut self.producers[usize::from(id.0)];
        let refused = self.retry_list.clone();
        if let Some((wait, batch)) = producer.retry(refused, attempts_made) {
            // Repeats come at the ticks of arrivals, so that what arrives together is kept together.
            let at = SimTime((self.now + wait).0.div_ceil(TICK.0) * TICK.0);
            self.queue.schedule(at, Event::Retry { producer: id, batch });
        }
    }

    /// Adds a refusal to the shard's episode and the trace.
    pub(super) fn note_refusal(&mut self, stream: StreamId, shard: ShardId, fared: &Share) {
        let (records, bytes) = fared.refused;
        if records == 0 {
            return;
        }
        self.trace.note(Step::Refused, [self.now.0, u64::from(shard.0), records, bytes.0]);
        let target = self.streams.get_mut(stream).expect("what refused is a stream");
        let shard = &mut target.shards[shard.0 as usize];
        let throttle = shard.throttle_cause(stream, self.now, fared, self.profile);
        let (producers, now) = (&self.producers, self.now);
        let evidence = || {
            let senders = producers.iter().filter(|producer| producer.target.id == Some(stream));
            senders.map(|producer| (producer.id, producer.recent(now, WINDOW))).collect()
        };
        shard.episode = Some(self.episodes.refuse(shard.episode, &throttle, evidence));
    }
}

/// One record of a request, chosen at random, and how it fared.
fn sample(producer: &Producer, ordinals: &Range<u64>, now: SimTime, stream: &Stream) -> Option<SampledRecord> {
    let count = ordinals.end - ordinals.start;
    let ordinal = ordinals.start + mix(ordinals.start).checked_rem(count)?;
    let key = producer.recipe().make(ordinal).key;
    let lane = stream.admission.lane(key.place);
    let hash = producer.recipe().keys().hash(key);
    let is_accepted = lane.accepted.contains(&ordinal);
    let shard = stream.layout.shard(key.place);
    Some(SampledRecord { at: now, producer: producer.id, ordinal, stream: stream.id, shard, hash, is_accepted })
}
