//! Producers with the Kinesis Producer Library: what it has gathered is sent, and it learns how that fared.

use super::World;
use super::happenings::Event;
use crate::engine::api::error::ApiError;
use crate::engine::ids::{ProducerId, StreamId};
use crate::engine::metrics::cloudwatch::counters::PutRecordsFared;
use crate::engine::producer::library::lane::{Pack, parts};
use crate::engine::producer::library::{Answer, Library};
use crate::engine::stream::Stream;
use crate::engine::stream::batch::Origin;
use std::ops::Range;

impl World {
    /// A library is handed user records that were just made.
    pub(super) fn gather(&mut self, id: ProducerId, ordinals: Range<u64>) {
        if let Some(mut library) = self.producers[usize::from(id.0)].library.take() {
            library.take(&self.producers[usize::from(id.0)], ordinals, self.now);
            self.run_library(id, library);
        }
    }

    /// A library looks at its clock.
    pub(super) fn wake_library(&mut self, id: ProducerId) {
        if let Some(mut library) = self.producers[usize::from(id.0)].library.take() {
            if library.is_woken(self.now) {
                self.run_library(id, library);
            } else {
                self.producers[usize::from(id.0)].library = Some(library);
            }
        }
    }

    /// Lets a library do what is due; it belongs to its producer again after that.
    fn run_library(&mut self, id: ProducerId, mut library: Box<Library>) {
        library.turn(&self.producers[usize::from(id.0)], self.now);
        while let Some(request) = library.next_request(self.now) {
            let answer = self.put_packed(id, &request);
            library.learn(request, answer, self.now);
        }
        if let Some(at) = library.plan_wake(self.now) {
            self.queue.schedule(at, Event::Library(id));
        }
        let producer = &mut self.producers[usize::from(id.0)];
        library.book(&mut producer.totals);
        producer.library = Some(library);
    }

    /// Sends finished Kinesis records as one request.
    fn put_packed(&mut self, id: ProducerId, packs: &[Pack]) -> Answer {
        let target = self.producers[usize::from(id.0)].target.id;
        let serving = target.and_then(|id| self.streams.get(id)).filter(|stream| stream.serves());
        let Some(stream_id) = serving.map(|stream| stream.id) else {
            return Answer::Failed;
        };
        let latency = match self.admit_put(stream_id) {
            Ok(latency) => latency,
            Err(fault) => {
                self.note_failed(stream_id, packs, &fault);
                return Answer::Failed;
            }
        };
        let stored = self.offer_packed(stream_id, packs);
        self.settle(stream_id, latency, |place, lane, _| Origin::of(parts(packs, &lane.accepted, place, id)));
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

    /// A request failed as a whole.
    fn note_failed(&mut self, stream: StreamId, packs: &[Pack], fault: &ApiError) {
        let failed = packs.len() as u64;
        if let Some(stream) = self.streams.get_mut(stream) {
            stream.minute.put_records(&PutRecordsFared { failed, ..PutRecordsFared::default() });
            stream.failed_puts.add(fault, failed, self.now);
        }
    }
}
