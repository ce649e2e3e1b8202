//! Producers with the Kinesis Producer Library: what it has gathered is sent, and it learns how that fared.

use super::happenings::Event;
use super::{SampledRecord, World};
use crate::engine::api::operation::Operation;
use crate::engine::ids::{ProducerId, StreamId};
use crate::engine::producer::Body;
use crate::engine::producer::library::lane::{Pack, parts};
use crate::engine::producer::library::{Answer, Library};
use crate::engine::random::mix;
use crate::engine::stream::Stream;
use crate::engine::stream::admission::Lane;
use crate::engine::stream::batch::Origin;
use std::ops::Range;

impl World {
    /// A library is handed user records that were just made.
    pub(super) fn gather(&mut self, id: ProducerId, ordinals: Range<u64>) {
        if let Some(mut library) = self.producers[usize::from(id.0)].take_library() {
            library.take(&self.producers[usize::from(id.0)], ordinals, self.now);
            self.run_library(id, library);
        }
    }

    /// A library looks at its clock.
    pub(super) fn wake_library(&mut self, id: ProducerId) {
        if let Some(mut library) = self.producers[usize::from(id.0)].take_library() {
            if library.is_woken(self.now) {
                self.run_library(id, library);
            } else {
                self.producers[usize::from(id.0)].body = Body::Kpl(library);
            }
        }
    }

    /// Lets a library do what is due; it belongs to its producer again after that.
    pub(super) fn run_library(&mut self, id: ProducerId, mut library: Box<Library>) {
        library.turn(&self.producers[usize::from(id.0)], self.now);
        while let Some(request) = library.next_request(self.now) {
            let answer = self.put_packed(id, &request);
            if let Answer::Answered { latency, .. } = &answer
                && *latency <= library.settings().request_timeout()
            {
                self.lives.close(id, |ordinal| held(&request, ordinal));
            }
            library.learn(request, answer, self.now);
        }
        if let Some(at) = library.plan_wake(self.now) {
            self.queue.schedule(at, Event::Library(id));
        }
        let producer = &mut self.producers[usize::from(id.0)];
        let before = producer.totals;
        library.book(&mut producer.totals);
        producer.body = Body::Kpl(library);
        self.note_attempts(id, &before);
    }

    /// Sends finished Kinesis records as one request.
    fn put_packed(&mut self, id: ProducerId, packs: &[Pack]) -> Answer {
        let holds = |ordinal| held(packs, ordinal);
        self.follow_request(id, holds);
        let (stream_id, latency) = match self.admit_from(id) {
            Ok(admitted) => admitted,
            Err(fault) => {
                self.follow_answer(id, Some(&fault), holds);
                self.note_failed(id, Operation::PutRecords, packs.len() as u64, &fault);
                return Answer::Failed;
            }
        };
        let stored = self.offer_packed(stream_id, packs);
        self.sample_packed(id, stream_id, packs, &stored);
        let origin = |place, lane: &Lane, _| Origin::of(parts(packs, &lane.accepted, place, id));
        self.settle(stream_id, Operation::PutRecords, latency, &origin);
        self.follow_answer(id, None, holds);
        Answer::Answered { stored, latency: latency.whole }
    }

    /// Offers each to its shard; says which are taken.
    fn offer_packed(&mut self, stream: StreamId, packs: &[Pack]) -> Vec<bool> {
        let (now, profile) = (self.now, self.profile);
        let Some(Stream { admission, shards, layout, .. }) = self.streams.get_mut(stream) else {
            return vec![false; packs.len()];
        };
        admission.begin(layout.len(), profile);
        let offered = (0..).zip(packs);
        offered.map(|(index, pack)| admission.offer((layout, shards), now, pack.place, pack.bytes, index)).collect()
    }

    /// Keeps a user record of the request as a sample: the first one of a Kinesis record that is chosen at random.
    fn sample_packed(&mut self, id: ProducerId, stream: StreamId, packs: &[Pack], stored: &[bool]) {
        let (Some(stream), Some(first)) = (self.streams.get(stream), packs.first()) else {
            return;
        };
        let index = (mix(first.users[0].ordinal) % packs.len() as u64) as usize;
        let (pack, ordinal) = (&packs[index], packs[index].users[0].ordinal);
        let recipe = self.producers[usize::from(id.0)].recipe_of(ordinal);
        let hash = recipe.keys().hash(recipe.make(ordinal).key);
        let (shard, is_accepted) = (stream.layout.shard(pack.place), stored[index]);
        let stream = stream.id;
        self.keep_sample(SampledRecord { at: self.now, producer: id, ordinal, stream, shard, hash, is_accepted });
    }
}

/// Whether a request holds this user record.
fn held(packs: &[Pack], ordinal: u64) -> bool {
    packs.iter().flat_map(|pack| &pack.users).any(|user| user.ordinal == ordinal)
}
