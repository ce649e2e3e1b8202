//! Producers that call the API through an SDK: their requests reach the stream, and they learn how these fared.

use super::happenings::Event;
use super::{SampledRecord, World};
use crate::engine::api::error::{ApiError, KmsFault};
use crate::engine::ids::{ProducerId, StreamId};
use crate::engine::producer::Body;
use crate::engine::producer::client::{Client, Item, Request, Task};
use crate::engine::random::mix;
use crate::engine::stream::Stream;
use crate::engine::stream::batch::{Origin, Part};
use crate::engine::stream::replication::PutLatency;
use crate::engine::time::SimTime;
use std::ops::Range;
use std::rc::Rc;

impl World {
    /// A client is handed records that were just made.
    pub(super) fn hand_over(&mut self, id: ProducerId, ordinals: Range<u64>) {
        if let Some(mut client) = self.producers[usize::from(id.0)].take_client() {
            client.take(&self.producers[usize::from(id.0)], ordinals, self.now);
            self.run_client(id, client);
        }
    }

    /// A client does what it had planned; nothing where the producer was taken away.
    pub(super) fn wake_client(&mut self, id: ProducerId, task: Task) {
        if let Some(mut client) = self.producers[usize::from(id.0)].take_client() {
            let next = match task {
                Task::Reach(request) => Some(self.reach(id, &mut client, request)),
                other => client.turn(other, self.now),
            };
            if let Some((at, task)) = next {
                self.queue.schedule(at, Event::Client { producer: id, task });
            }
            self.run_client(id, client);
        }
    }

    /// Lets a client send what is due; it belongs to its producer again after that.
    pub(super) fn run_client(&mut self, id: ProducerId, mut client: Box<Client>) {
        while let Some((at, task)) = client.send(&self.producers[usize::from(id.0)], self.profile, self.now) {
            if let Task::Reach(request) = &task {
                self.follow_request(id, |ordinal| held(request, ordinal));
            }
            self.queue.schedule(at, Event::Client { producer: id, task });
        }
        if let Some(at) = client.plan_look() {
            self.queue.schedule(at, Event::Client { producer: id, task: Task::Look });
        }
        let producer = &mut self.producers[usize::from(id.0)];
        let before = producer.totals;
        client.book(&mut producer.totals);
        producer.body = Body::Api(client);
        self.note_attempts(id, &before);
    }

    /// A request reaches the stream; gives when the client hears of it.
    fn reach(&mut self, id: ProducerId, client: &mut Client, mut request: Box<Request>) -> (SimTime, Task) {
        let heard_at = match self.admit_from(id) {
            Ok((stream, latency)) => {
                self.put_items(id, client, &mut request, (stream, latency));
                self.follow_answer(id, None, |ordinal| held(&request, ordinal));
                let sent: Vec<u64> = self.lives.awaited(id).filter(|ordinal| held(&request, *ordinal)).collect();
                let heard_at = client.note_answer(&mut request, latency.whole, self.now);
                self.lives.close(id, |ordinal| sent.contains(&ordinal) && !held(&request, ordinal));
                heard_at
            }
            Err(fault) => {
                let count = request.items.len() as u64;
                self.follow_answer(id, Some(&fault), |ordinal| held(&request, ordinal));
                self.note_failed(id, request.operation, count, &fault);
                if matches!(fault, ApiError::StreamNotFound { .. }) {
                    let lost = request.items.iter().filter(|item| !item.is_stored).count() as u64;
                    self.producers[usize::from(id.0)].totals.not_found += lost;
                }
                let passes = matches!(fault, ApiError::ZonesUnavailable { .. } | ApiError::Kms(KmsFault::Throttling));
                client.note_failure(&mut request, passes, self.now)
            }
        };
        (heard_at, Task::End(request))
    }

    /// Offers the records of a request to their shards, which store what they take.
    fn put_items(
        &mut self,
        id: ProducerId,
        client: &mut Client,
        request: &mut Request,
        (stream_id, latency): (StreamId, PutLatency),
    ) {
        let (now, profile) = (self.now, self.profile);
        let (producer, Some(stream)) = (&self.producers[usize::from(id.0)], self.streams.get_mut(stream_id)) else {
            return;
        };
        let Stream { admission, shards, layout, .. } = stream;
        admission.begin(layout.len(), profile);
        // The places of records that were stored before.
        let mut again = Vec::new();
        for item in &mut request.items {
            let recipe = producer.recipe_of(item.ordinal);
            let made = recipe.make(item.ordinal);
            let place = recipe.place_in(&made, layout);
            let is_taken = admission.offer((layout, shards), now, place, made.bytes, item.ordinal);
            if is_taken && client.note_taken(item, &made, recipe, now) {
                again.push(place);
            }
        }
        let listed = listed(&request.items);
        self.settle(stream_id, request.operation, latency, &|place, lane, records| {
            let repeats = again.iter().filter(|known| **known == place).count() as u64;
            let (ordinals, listed) = (lane.accepted.clone(), listed.clone());
            Origin::Generated(Part { producer: id, ordinals, records, users: records, repeats, listed })
        });
        self.sample_item(id, stream_id, &request.items);
    }

    /// Keeps a record of the request as a sample, chosen at random.
    fn sample_item(&mut self, id: ProducerId, stream: StreamId, items: &[Item]) {
        let (Some(stream), Some(first)) = (self.streams.get(stream), items.first()) else {
            return;
        };
        let Item { ordinal, is_taken: is_accepted, .. } = items[(mix(first.ordinal) % items.len() as u64) as usize];
        let recipe = self.producers[usize::from(id.0)].recipe_of(ordinal);
        let made = recipe.make(ordinal);
        let shard = stream.layout.shard(recipe.place_in(&made, &stream.layout));
        let (stream, hash) = (stream.id, recipe.keys().hash(made.key));
        self.keep_sample(SampledRecord { at: self.now, producer: id, ordinal, stream, shard, hash, is_accepted });
    }
}

/// Whether a request holds this record.
fn held(request: &Request, ordinal: u64) -> bool {
    request.items.iter().any(|item| item.ordinal == ordinal)
}

/// The ordinals of these records, unless they follow each other without a gap.
fn listed(items: &[Item]) -> Option<Rc<[u64]>> {
    let (first, last) = (items.first()?.ordinal, items.last()?.ordinal);
    let has_gaps = last - first >= items.len() as u64;
    has_gaps.then(|| items.iter().map(|item| item.ordinal).collect())
}
