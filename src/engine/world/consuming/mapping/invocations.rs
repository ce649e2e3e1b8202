//! Invocations: when a lane's next batch is due, what the function makes of it, and what happens to what failed.

use super::{MappingTask, Place, Stage};
use crate::engine::consumer::ages;
use crate::engine::consumer::delivery::Delivery;
use crate::engine::consumer::mapping::lane::{Batch, Invocation, back_off};
use crate::engine::consumer::mapping::{PAYLOAD_BYTES_MAX, POLL_EVERY, Run};
use crate::engine::ids::ShardId;
use crate::engine::time::{Micros, SimTime};
use crate::engine::trace::Step;
use crate::engine::world::World;

impl World {
    /// Invokes the function with the next batch of a lane, if there is one that is due.
    pub(super) fn offer(&mut self, stage: &mut Stage<'_>, place: Place) {
        while let Some(mut batch) = self.due_batch(stage, place) {
            let ends_window = batch.pieces.is_empty();
            self.drop_lapsed(stage, place, &mut batch);
            if ends_window || !batch.is_empty() {
                return self.invoke(stage, place, batch);
            }
        }
    }

    /// What a lane that is free does next: what failed comes first. An empty batch ends a tumbling window.
    fn due_batch(&mut self, stage: &mut Stage<'_>, place: Place) -> Option<Batch> {
        let now = self.now;
        let lane = stage.lane(place).filter(|lane| lane.invocation.is_none())?;
        match lane.again.pop() {
            Some(batch) if batch.not_before > now => {
                let at = batch.not_before;
                lane.again.push(batch);
                let Place { shard, tenure, lane } = place;
                self.plan_mapping(stage, at, MappingTask::Offer { shard, tenure, lane });
                None
            }
            Some(batch) => Some(batch),
            None => {
                let batch = self.next_batch(stage, place);
                if batch.is_none() {
                    self.end_poller(stage, place.shard, place.tenure);
                }
                batch
            }
        }
    }

    /// Takes off a batch what has expired, and what is older than the mapping wants.
    fn drop_lapsed(&self, stage: &mut Stage<'_>, place: Place, batch: &mut Batch) {
        let (now, settings) = (self.now, stage.mapping.settings);
        let horizon = self.horizon_of(stage, place.shard);
        let oldest = settings.maximum_record_age_s.map(|age| Micros::seconds(u64::from(age)));
        let expired = batch.drop_front(|piece| piece.records.end <= horizon);
        let old = batch.drop_front(|piece| oldest.is_some_and(|oldest| now.since(piece.arrived) > oldest));
        if let Some(poller) = stage.poller(place.shard, place.tenure) {
            for piece in expired {
                poller.expire(piece.records);
            }
            for piece in old {
                poller.give_up(piece.records, settings.has_on_failure_destination);
            }
        }
    }

    fn horizon_of(&self, stage: &Stage<'_>, shard: ShardId) -> u64 {
        let stream = stage.target.and_then(|id| self.streams.get(id));
        let found = stream.and_then(|stream| Some((stream, stream.shards.get(shard.0 as usize)?)));
        found.map_or(0, |(stream, shard)| stream.horizon_index(shard, self.now))
    }

    /// The next batch of a lane's queue, once it is full or has waited long enough; an empty one ends a tumbling window.
    fn next_batch(&mut self, stage: &mut Stage<'_>, place: Place) -> Option<Batch> {
        let now = self.now;
        let settings = stage.mapping.settings;
        let width = Micros::seconds(u64::from(settings.tumbling_window_s));
        let window = |at: SimTime| at.0.checked_div(width.0).unwrap_or(0);
        let is_at_end = stage.poller(place.shard, place.tenure)?.is_at_end;
        let lane = stage.lane(place)?;
        let head = lane.queue.front().map(|piece| window(piece.arrived));
        if let Some(open) = lane.window
            && width.0 > 0
            && head != Some(open)
        {
            // The records of its last second are read after it.
            let ends = SimTime((open + 1) * width.0) + POLL_EVERY;
            if head.is_some() || now >= ends || is_at_end {
                lane.window = None;
                return Some(Batch::new(Vec::new()));
            }
            let Place { shard, tenure, lane } = place;
            self.plan_mapping(stage, ends, MappingTask::Offer { shard, tenure, lane });
            return None;
        }
        let head = head?;
        let due = lane.since + Micros::seconds(u64::from(settings.maximum_batching_window_s));
        let is_full = lane.waiting >= u64::from(settings.batch_size) || lane.holds(PAYLOAD_BYTES_MAX);
        if !is_full && !is_at_end && now < due {
            let Place { shard, tenure, lane } = place;
            self.plan_mapping(stage, due, MappingTask::Offer { shard, tenure, lane });
            return None;
        }
        lane.window = (width.0 > 0).then_some(head);
        Some(lane.take(settings.batch_size.into(), PAYLOAD_BYTES_MAX, |piece| window(piece.arrived), now))
    }

    fn invoke(&mut self, stage: &mut Stage<'_>, place: Place, batch: Batch) {
        let now = self.now;
        stage.mapping.invocations += 1;
        let number = stage.mapping.invocations;
        if let Some((stream, last)) = stage.target.zip(batch.pieces.last()) {
            let age = self.age_of(stream, place.shard, Some(last.records.end - 1));
            stage.ages.note_read(place.shard, now, age);
        }
        let invocation = self.begin_invocation(stage, place, number, batch);
        let until = invocation.until;
        if let Some(lane) = stage.lane(place) {
            lane.invocation = Some(invocation);
        }
        let concurrency = stage.mapping.concurrency();
        stage.mapping.totals.concurrency_max = stage.mapping.totals.concurrency_max.max(concurrency);
        let Place { shard, tenure, lane } = place;
        self.plan_mapping(stage, until, MappingTask::End { shard, tenure, lane, number });
    }

    /// What an invocation with these records will be: how long it works, and where it fails or is cut off.
    fn begin_invocation(&self, stage: &Stage<'_>, place: Place, number: u64, batch: Batch) -> Invocation {
        let began = self.now;
        let function = stage.mapping.function;
        let failing = batch.pieces.iter().find_map(|piece| function.work.first_failing(&piece.records));
        let worked = failing.map_or_else(|| batch.len(), |index| batch.before(index) + 1);
        let mut items = worked;
        if stage.link.takes_apart {
            let of = (stage.target, place.shard);
            let whole: u64 = batch.pieces.iter().map(|piece| self.items(&stage.link, of, &piece.records)).sum();
            items = (u128::from(whole) * u128::from(worked) / u128::from(batch.len().max(1))) as u64;
        }
        let (invoked, work) = (Micros::millis(u64::from(function.invoke_time_ms)), function.work.time(items, 1, 1));
        let (length, timeout) = (invoked + work, Micros::seconds(u64::from(function.timeout_s)));
        let is_too_long = length > timeout && !batch.is_empty();
        if !is_too_long {
            let until = began + length;
            return Invocation { number, batch, fails_at: failing, began, until, is_too_long, delivery: None };
        }
        let time = u128::from(timeout.0.saturating_sub(invoked.0));
        let cut_off = batch.index((u128::from(worked) * time / u128::from(work.0.max(1))) as u64);
        let fails_at = cut_off.or(failing);
        Invocation { number, batch, fails_at, began, until: began + timeout, is_too_long, delivery: None }
    }

    /// The function has processed its batch, or its delivery goes on. The invocation ends when the store has taken what
    /// was processed, or when it has lasted too long.
    pub(super) fn end_invocation(&mut self, stage: &mut Stage<'_>, place: Place, mut invocation: Invocation) {
        let of = (stage.target, place.shard);
        if !invocation.is_too_long && invocation.delivery.is_none() {
            invocation.delivery = self.finish_function(stage, place, &invocation);
        }
        if let Some(delivery) = invocation.delivery.as_mut().filter(|_| !invocation.is_too_long)
            && let Some(goes_on) = self.deliver(&stage.link, stage.ages, of, delivery)
        {
            let ends = invocation.began + Micros::seconds(u64::from(stage.mapping.function.timeout_s));
            invocation.is_too_long = goes_on > ends;
            let (number, at) = (invocation.number, goes_on.min(ends.max(self.now)));
            if let Some(lane) = stage.lane(place) {
                lane.invocation = Some(invocation);
            }
            let Place { shard, tenure, lane } = place;
            return self.plan_mapping(stage, at, MappingTask::End { shard, tenure, lane, number });
        }
        self.conclude(stage, place, invocation);
    }

    /// The function has processed its records: they are to be delivered, if there is a store.
    fn finish_function(&mut self, stage: &mut Stage<'_>, place: Place, invocation: &Invocation) -> Option<Delivery> {
        let (now, of) = (self.now, (stage.target, place.shard));
        let processed = invocation.batch.clone().split_off_first(invocation.processed());
        for piece in &processed.pieces {
            stage.ages.add(ages::Stage::UntilProcessing, now, invocation.began.since(piece.read), piece.len());
            stage.ages.add(ages::Stage::Processing, now, now.since(invocation.began), piece.len());
            self.note_ages(stage.ages, ages::Stage::UntilProcessed, of, &piece.records);
        }
        let delivery = self.begin_delivery(&stage.link, of, processed.pieces.iter().map(|piece| piece.records.clone()));
        if delivery.is_none() {
            for piece in &processed.pieces {
                self.note_ages(stage.ages, ages::Stage::EndToEnd, of, &piece.records);
            }
        }
        delivery
    }

    /// An invocation is over, one way or another.
    fn conclude(&mut self, stage: &mut Stage<'_>, place: Place, invocation: Invocation) {
        let now = self.now;
        let before = invocation.processed();
        let Invocation { mut batch, fails_at, is_too_long, .. } = invocation;
        stage.mapping.totals.invocations += 1;
        stage.mapping.totals.timed_out += u64::from(is_too_long);
        stage.mapping.totals.windows_ended += u64::from(batch.pieces.is_empty());
        let settings = stage.mapping.settings;
        let succeeded = fails_at.is_none() && !is_too_long;
        // Who is cut off reports nothing.
        let is_settled = succeeded || (settings.report_batch_item_failures && !is_too_long);
        let mut rest = batch.clone();
        let processed = rest.split_off_first(before);
        for piece in &processed.pieces {
            let items = self.items(&stage.link, (stage.target, place.shard), &piece.records);
            let Some(poller) = stage.poller(place.shard, place.tenure) else {
                return;
            };
            let first = poller.process(piece.records.clone());
            if is_settled {
                poller.settled.add(piece.records.clone());
            }
            stage.ages.note_processed(now, piece.len(), first, items);
            let [start, end] = [piece.records.start, piece.records.end];
            self.trace.note(Step::Processed, [now.0, u64::from(place.shard.0), start, end]);
            let (shard, lane, records) = (place.shard, place.lane, piece.records.clone());
            stage.mapping.note_run(Run { at: now, shard, lane, records, succeeded });
        }
        if succeeded {
            return;
        }
        stage.mapping.totals.failed_invocations += 1;
        if is_settled {
            // What was done before the failing record is reported; a batch that gets further begins to count anew.
            batch = Batch { attempts: if before > 0 { 0 } else { batch.attempts }, ..rest };
        }
        self.try_again(stage, place, batch);
    }

    /// A batch failed: it is halved, tried again or given up.
    fn try_again(&mut self, stage: &mut Stage<'_>, place: Place, mut batch: Batch) {
        let now = self.now;
        let settings = stage.mapping.settings;
        let length = batch.len();
        if settings.bisect_batch_on_function_error && length > 1 {
            stage.mapping.totals.halved += 1;
            batch.not_before = now;
            let first = batch.split_off_first(length.div_ceil(2));
            if let Some(lane) = stage.lane(place) {
                lane.again.extend([batch, first]);
            }
            return;
        }
        batch.attempts += 1;
        let is_over = settings.maximum_retry_attempts.is_some_and(|retries| batch.attempts > retries);
        batch.not_before = now + back_off(batch.attempts);
        let Some(poller) = stage.poller(place.shard, place.tenure) else {
            return;
        };
        if is_over {
            let is_reported = settings.has_on_failure_destination;
            for piece in batch.pieces {
                poller.give_up(piece.records, is_reported);
            }
        } else {
            poller.lanes[place.lane].again.push(batch);
        }
    }
}
