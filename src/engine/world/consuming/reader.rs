//! Readers without a library at work: loops that poll, and consumers that are pushed to.

use super::delivering::Link;
use super::{PollFault, Wake};
use crate::engine::api::choices::{ConsumerStatus, ShardIteratorType};
use crate::engine::api::request::{RegisterStreamConsumer, StartingPosition, SubscribeToShard};
use crate::engine::api::response::Response;
use crate::engine::consumer::ages::{Ages, Stage};
use crate::engine::consumer::coverage::{Coverage, Gap};
use crate::engine::consumer::delivery::Delivery;
use crate::engine::consumer::kcl::plan::InitialPosition;
use crate::engine::consumer::reader::{AtWork, Reader, ReaderShard, ReaderState, Waiting, Way};
use crate::engine::ids::{ConsumerId, ShardId, StreamId, SubscriptionId};
use crate::engine::stream::fan_out::PushedRecords;
use crate::engine::stream::shard::Shard;
use crate::engine::time::{Micros, SimTime};
use crate::engine::trace::Step;
use crate::engine::world::World;
use std::collections::VecDeque;
use std::ops::Range;

/// How often a reader looks for shards that it does not know, and for subscriptions that it lacks. Assumed.
const LOOK_EVERY: Micros = Micros::seconds(10);
/// How often a consumer looks while it waits to become ACTIVE. Assumed.
const LOOK_SOON: Micros = Micros::SECOND;

/// Records that a reader delivers together at most: all that wait go at once. Assumed.
const DELIVERED_MAX: u64 = 10_000;

/// What a reader does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine::world) enum ReaderTask {
    /// It looks for shards and subscribes.
    Look,
    /// It polls a shard.
    Poll { shard: ShardId, tenure: u32 },
    /// It is done with the batch at hand.
    Finish { shard: ShardId, tenure: u32 },
    /// Records were pushed to it.
    Pushed { subscription: SubscriptionId, pushed: PushedRecords, horizon: u64 },
    /// A subscription is over.
    Unsubscribed { subscription: SubscriptionId, shard: ShardId },
}

/// A reader at work.
pub(super) struct Desk<'a> {
    pub id: ConsumerId,
    pub name: &'a str,
    pub target: Option<StreamId>,
    pub link: Link,
    pub ages: &'a mut Ages,
    pub reader: &'a mut Reader,
}

impl Desk<'_> {
    fn shard(&mut self, shard: ShardId, tenure: u32) -> Option<&mut ReaderShard> {
        self.reader.shards.get_mut(&shard).filter(|known| known.tenure == tenure)
    }
}

impl World {
    pub(super) fn wake_reader(&mut self, mut desk: Desk<'_>, task: ReaderTask) {
        match task {
            ReaderTask::Look => {
                self.meet_shards(&mut desk);
                let is_active = desk.reader.way != Way::FanOut || self.subscribe_everywhere(&mut desk);
                let again = if is_active { LOOK_EVERY } else { LOOK_SOON };
                self.plan_reader(desk.id, self.now + again, ReaderTask::Look);
            }
            ReaderTask::Poll { shard, tenure } => self.poll_in_loop(&mut desk, shard, tenure),
            ReaderTask::Finish { shard, tenure } => self.finish_reading(&mut desk, shard, tenure),
            ReaderTask::Pushed { subscription, pushed, horizon } => {
                self.take_push(&mut desk, subscription, &pushed, horizon);
            }
            ReaderTask::Unsubscribed { subscription, shard } => {
                let known = desk.reader.shards.get_mut(&shard);
                if let Some(known) = known.filter(|known| known.subscription == Some(subscription)) {
                    known.subscription = None;
                    self.subscribe_everywhere(&mut desk);
                }
            }
        }
    }

    pub(in crate::engine::world) fn plan_reader(&mut self, id: ConsumerId, at: SimTime, task: ReaderTask) {
        self.plan_wake(id, at, Wake::Reader(task));
    }

    /// Notes the shards that are new, and begins with those whose parents are done.
    fn meet_shards(&mut self, desk: &mut Desk<'_>) {
        let now = self.now;
        let Some(stream) = desk.target.and_then(|id| self.streams.get(id)).filter(|stream| stream.serves()) else {
            return;
        };
        let begins_late = desk.reader.starting_position == InitialPosition::Latest;
        for shard in stream.listed() {
            if !desk.reader.shards.contains_key(&shard.id) {
                let is_new = shard.lineage.opened > desk.reader.started;
                let position = match (is_new, begins_late) {
                    (true, _) => 1,
                    (false, true) => shard.next_index(),
                    (false, false) => stream.horizon_index(shard, now),
                };
                desk.reader.tenures += 1;
                desk.reader.shards.insert(shard.id, ReaderShard::new(desk.reader.tenures, position));
            }
        }
        let mut begun = Vec::new();
        let is_done = |reader: &Reader, shard: ShardId| {
            reader.shards.get(&shard).is_none_or(|shard| shard.state == ReaderState::Ended)
        };
        for shard in stream.listed() {
            if shard.lineage.parents().all(|parent| is_done(desk.reader, parent))
                && let Some(known) = desk.reader.shards.get_mut(&shard.id)
                && known.state == ReaderState::WaitingForParents
            {
                known.state = ReaderState::Reading;
                begun.push((shard.id, known.tenure));
            }
        }
        if matches!(desk.reader.way, Way::Polling { .. }) {
            for (shard, tenure) in begun {
                self.plan_reader(desk.id, now, ReaderTask::Poll { shard, tenure });
            }
        }
    }

    fn poll_in_loop(&mut self, desk: &mut Desk<'_>, shard: ShardId, tenure: u32) {
        let (Some(stream), Way::Polling { interval, max_records }) = (desk.target, desk.reader.way) else {
            return;
        };
        let Some(position) = desk.shard(shard, tenure).map(|known| known.position) else {
            return;
        };
        match self.poll(stream, shard, position, u64::from(max_records)) {
            Ok(read) => {
                desk.reader.totals.reads += 1;
                let records = read.records.clone();
                desk.ages.note_read(shard, self.now, read.age);
                self.take_records(desk, shard, tenure, read.records, read.horizon, read.is_at_end);
                if !records.is_empty() {
                    // It reads on when it has processed what it has, and the interval is over.
                    return;
                }
            }
            Err(PollFault::Throttled) => desk.reader.totals.throttled_reads += 1,
            Err(PollFault::NotFound | PollFault::Failed) => {
                desk.reader.totals.failed += 1;
                self.leave_if_expired(desk, stream, shard, tenure);
            }
        }
        if desk.shard(shard, tenure).is_some_and(|known| known.state == ReaderState::Reading) {
            self.plan_reader(desk.id, self.now + interval, ReaderTask::Poll { shard, tenure });
        }
    }

    fn leave_if_expired(&mut self, desk: &mut Desk<'_>, stream: StreamId, shard: ShardId, tenure: u32) {
        let found = self.streams.get(stream).filter(|stream| stream.serves());
        let end = found.and_then(|stream| stream.shards.get(shard.0 as usize)).filter(|shard| shard.is_expired());
        if let Some(end) = end.map(Shard::next_index) {
            self.take_records(desk, shard, tenure, end..end, end, true);
        }
    }

    /// Records came: they wait for the machine, or it begins with them.
    fn take_records(
        &mut self,
        desk: &mut Desk<'_>,
        shard: ShardId,
        tenure: u32,
        records: Range<u64>,
        horizon: u64,
        is_at_end: bool,
    ) {
        let read = self.now;
        self.note_ages(desk.ages, Stage::UntilRead, (desk.target, shard), &records);
        if let Some(known) = desk.shard(shard, tenure) {
            known.position = records.end.max(known.position);
            known.is_at_end |= is_at_end;
            known.queue.push_back(Waiting { records, horizon, read });
        }
        self.process_next(desk, shard, tenure);
    }

    /// Begins with what waits longest, if nothing is under way.
    fn process_next(&mut self, desk: &mut Desk<'_>, shard: ShardId, tenure: u32) {
        let (work, processors, busy) = (desk.reader.work, desk.reader.processors, desk.reader.processing() + 1);
        let is_delivering = desk.link.store.is_some();
        let Some(known) = desk.shard(shard, tenure).filter(|known| known.batch.is_none()) else {
            return;
        };
        let mut next = None;
        while let Some(Waiting { records, horizon, read }) = known.queue.pop_front() {
            if records.start > known.coverage.reached {
                known.coverage.begin(records.start, Gap::Expired { horizon });
            }
            if !records.is_empty() {
                next = Some((records, read));
                break;
            }
        }
        if let Some((records, _)) = next.as_mut().filter(|_| is_delivering) {
            let whole = records.clone();
            let mut end = whole.end;
            let fits =
                |more: &Waiting, end| more.records.start == end && more.records.end - whole.start <= DELIVERED_MAX;
            while let Some(more) = known.queue.pop_front_if(|more| fits(more, end)) {
                end = more.records.end;
            }
            records.end = end;
        }
        match next {
            Some((records, read)) => {
                let items = self.items(&desk.link, (desk.target, shard), &records);
                let until = self.now + work.time(items, busy, processors);
                if let Some(known) = desk.shard(shard, tenure) {
                    known.batch = Some(AtWork { records, read, began: self.now, delivery: None });
                }
                self.plan_reader(desk.id, until, ReaderTask::Finish { shard, tenure });
            }
            None if known.is_at_end && known.state == ReaderState::Reading => {
                known.state = ReaderState::Ended;
                known.subscription = None;
                self.meet_shards(desk);
                self.subscribe_everywhere(desk);
            }
            None => {}
        }
    }

    fn finish_reading(&mut self, desk: &mut Desk<'_>, shard: ShardId, tenure: u32) {
        let (now, of) = (self.now, (desk.target, shard));
        let Some(mut batch) = desk.shard(shard, tenure).and_then(|known| known.batch.take()) else {
            return;
        };
        if batch.delivery.is_none() {
            batch.delivery = self.finish_work(desk, shard, tenure, &batch);
        }
        if let Some(delivery) = &mut batch.delivery
            && let Some(goes_on) = self.deliver(&desk.link, desk.ages, of, delivery)
        {
            if let Some(known) = desk.shard(shard, tenure) {
                known.batch = Some(batch);
            }
            return self.plan_reader(desk.id, goes_on, ReaderTask::Finish { shard, tenure });
        }
        self.process_next(desk, shard, tenure);
        let Way::Polling { interval, .. } = desk.reader.way else {
            return;
        };
        if desk.shard(shard, tenure).is_some_and(|known| known.state == ReaderState::Reading && known.batch.is_none()) {
            // A loop that took longer than its interval reads on at once.
            let again = now.max(batch.read + interval);
            self.plan_reader(desk.id, again, ReaderTask::Poll { shard, tenure });
        }
    }

    /// Records were processed: they are to be delivered, if there is a store.
    fn finish_work(&mut self, desk: &mut Desk<'_>, shard: ShardId, tenure: u32, batch: &AtWork) -> Option<Delivery> {
        let (now, of) = (self.now, (desk.target, shard));
        let AtWork { records, read, began, .. } = batch;
        let failing = desk.reader.work.first_failing(records);
        let processed = records.start..failing.unwrap_or(records.end);
        let count = processed.end - processed.start;
        desk.ages.add(Stage::UntilProcessing, now, began.since(*read), count);
        desk.ages.add(Stage::Processing, now, now.since(*began), count);
        self.note_ages(desk.ages, Stage::UntilProcessed, of, &processed);
        self.trace.note(Step::Processed, [now.0, u64::from(shard.0), processed.start, processed.end]);
        if let Some(known) = desk.shard(shard, tenure) {
            let first = known.coverage.process(&processed);
            if let Some(failing) = failing {
                known.coverage.skip(&(failing..records.end));
            }
            let items = self.items(&desk.link, of, &processed);
            desk.ages.note_processed(now, count, first, items);
        }
        let delivery = self.begin_delivery(&desk.link, of, [processed.clone()].into_iter());
        if delivery.is_none() {
            self.note_ages(desk.ages, Stage::EndToEnd, of, &processed);
        }
        delivery
    }

    /// Registers a consumer of enhanced fan-out and subscribes it to each shard that it reads; says whether it is ACTIVE.
    fn subscribe_everywhere(&mut self, desk: &mut Desk<'_>) -> bool {
        if desk.reader.way != Way::FanOut {
            return true;
        }
        let Some(stream) = desk.target.and_then(|id| self.streams.get(id)).filter(|stream| stream.serves()) else {
            return false;
        };
        let stream_arn = self.account.stream_arn(&stream.name);
        let Some(consumer) = stream.consumers.get(desk.name) else {
            self.register_reader(desk, stream_arn);
            return false;
        };
        if consumer.status != ConsumerStatus::Active {
            return false;
        }
        let arn = consumer.arn(&stream_arn);
        let wanted: Vec<_> = desk
            .reader
            .shards
            .iter()
            .filter(|(_, known)| {
                known.state == ReaderState::Reading && known.subscription.is_none() && !known.is_at_end
            })
            .filter_map(|(id, known)| Some((*id, starting_position(stream.shard(*id)?, known.position, self.now))))
            .collect();
        for (shard, starting_position) in wanted {
            self.subscribe_reader(desk, &arn, shard, starting_position);
        }
        true
    }

    fn register_reader(&mut self, desk: &mut Desk<'_>, stream_arn: String) {
        let consumer_name = desk.name.to_owned();
        let request = RegisterStreamConsumer { stream_arn, consumer_name, ..RegisterStreamConsumer::default() };
        if self.register_consumer(&request).is_err() {
            desk.reader.totals.failed += 1;
        }
    }

    fn subscribe_reader(
        &mut self,
        desk: &mut Desk<'_>,
        arn: &str,
        shard: ShardId,
        starting_position: StartingPosition,
    ) {
        let request = SubscribeToShard {
            consumer_arn: arn.to_owned(),
            shard_id: shard.to_string(),
            starting_position,
            ..SubscribeToShard::default()
        };
        match self.subscribe(&request) {
            Ok(Response::SubscribeToShard { subscription, .. }) => {
                desk.reader.totals.subscriptions += 1;
                if let Some(begun) = self.subscriptions.get_mut(&subscription) {
                    begun.receiver = Some(desk.id);
                }
                if let Some(known) = desk.reader.shards.get_mut(&shard) {
                    known.subscription = Some(subscription);
                }
            }
            _ => desk.reader.totals.failed += 1,
        }
    }

    fn take_push(&mut self, desk: &mut Desk<'_>, subscription: SubscriptionId, pushed: &PushedRecords, horizon: u64) {
        let known = desk.reader.shards.get(&pushed.shard).filter(|known| known.subscription == Some(subscription));
        if let Some(tenure) = known.map(|known| known.tenure) {
            desk.reader.totals.pushes += 1;
            let records = pushed.from_index..pushed.to_index;
            if let Some(stream) = desk.target {
                let age = self.age_of(stream, pushed.shard, records.end.checked_sub(1).filter(|_| !records.is_empty()));
                desk.ages.note_read(pushed.shard, self.now, age);
            }
            self.take_records(desk, pushed.shard, tenure, records, horizon, pushed.is_end_of_shard);
        }
    }
}

/// Where a subscription goes on that has got everything below `position`.
fn starting_position(shard: &Shard, position: u64, now: SimTime) -> StartingPosition {
    match position.checked_sub(1).filter(|last| *last > 0) {
        None => StartingPosition { kind: ShardIteratorType::TrimHorizon, ..StartingPosition::default() },
        Some(last) => StartingPosition {
            kind: ShardIteratorType::AfterSequenceNumber,
            sequence_number: Some(shard.number(last, now).to_string()),
            ..StartingPosition::default()
        },
    }
}

impl ReaderShard {
    const fn new(tenure: u32, position: u64) -> Self {
        Self {
            tenure,
            state: ReaderState::WaitingForParents,
            position,
            coverage: Coverage::from(position),
            queue: VecDeque::new(),
            batch: None,
            is_at_end: false,
            subscription: None,
        }
    }
}
