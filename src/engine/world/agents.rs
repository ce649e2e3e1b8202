//! Producers with the Kinesis Agent: what it has read is sent, and it learns how that fared.

use super::happenings::Event;
use super::{SampledRecord, World};
use crate::engine::api::operation::Operation;
use crate::engine::ids::{ProducerId, StreamId};
use crate::engine::producer::agent::records::Lines;
use crate::engine::producer::agent::settings::AgentSettings;
use crate::engine::producer::agent::{Agent, AgentAction, Entry};
use crate::engine::producer::{Body, Content, Made};
use crate::engine::random::mix;
use crate::engine::stream::Stream;
use crate::engine::stream::admission::Lane;
use crate::engine::stream::batch::{Origin, Part};
use crate::engine::time::Micros;
use std::ops::Range;
use std::rc::Rc;

/// A record of a request, with the place of its shard.
struct Placed {
    entry: Entry,
    made: Made,
    place: u32,
}

impl World {
    /// An application appends lines to the file that an agent tails.
    pub(super) fn append_lines(&mut self, id: ProducerId, lines: Range<u64>) {
        let now = self.now;
        self.with_agent(id, |world, agent| agent.write(&world.producers[usize::from(id.0)], lines, now));
    }

    /// An agent looks at its clock.
    pub(super) fn wake_agent(&mut self, id: ProducerId) {
        if let Body::Agent(agent) = &mut self.producers[usize::from(id.0)].body
            && agent.is_woken(self.now)
        {
            self.with_agent(id, |_, _| {});
        }
    }

    /// An agent crashes, or starts again.
    pub(super) fn act_on_agent(&mut self, index: usize, action: AgentAction) {
        let now = self.now;
        self.with_agent(self.producers[index].id, |world, agent| agent.act(&world.producers[index], action, now));
    }

    /// An agent has other settings from now on: lines that are written already are converted as they were.
    pub(super) fn set_agent(&mut self, index: usize, settings: AgentSettings) {
        let recipe = Rc::clone(self.producers[index].recipe());
        let (keys, lines) =
            (Rc::clone(recipe.keys()), Rc::new(Lines::new(&settings, Rc::clone(recipe.traffic_keys()))));
        let content = Content { keys, lines: Some(lines), sizes: recipe.sizes().clone() };
        self.producers[index].cook(content);
        self.with_agent(self.producers[index].id, |_, agent| agent.set(settings));
    }

    /// Lets something happen to an agent, and the agent do what is due; it belongs to its producer again after that.
    fn with_agent(&mut self, id: ProducerId, happen: impl FnOnce(&Self, &mut Agent)) {
        let index = usize::from(id.0);
        let Some(mut agent) = self.producers[index].take_agent() else {
            return;
        };
        happen(self, &mut agent);
        self.run_agent(id, agent);
    }

    fn run_agent(&mut self, id: ProducerId, mut agent: Box<Agent>) {
        let index = usize::from(id.0);
        agent.turn(&self.producers[index], self.now);
        while let Some(entries) = agent.next_request(self.now) {
            let (stored, latency) = self.put_lines(id, &entries);
            agent.learn(&entries, &stored, latency, self.now);
        }
        if let Some(at) = agent.plan_wake(self.now) {
            self.queue.schedule(at, Event::Agent(id));
        }
        let producer = &mut self.producers[index];
        let before = producer.totals;
        agent.book(&mut producer.totals);
        producer.body = Body::Agent(agent);
        self.note_attempts(id, &before);
    }

    /// Sends the records of lines as one request; says which were stored, and how long the answer takes.
    fn put_lines(&mut self, id: ProducerId, entries: &[Entry]) -> (Vec<bool>, Micros) {
        let holds = |ordinal| entries.binary_search_by_key(&ordinal, |entry| entry.line).is_ok();
        self.follow_request(id, holds);
        let (stream_id, latency) = match self.admit_from(id) {
            Ok(admitted) => admitted,
            Err(fault) => {
                self.follow_answer(id, Some(&fault), holds);
                self.note_failed(id, Operation::PutRecords, entries.len() as u64, &fault);
                return (vec![false; entries.len()], Micros(0));
            }
        };
        let (first, last) = (entries.first(), entries.last());
        if let (Some(first), Some(last)) = (first, last) {
            self.producers[usize::from(id.0)].note_sent(first.line..last.line + 1, self.now);
        }
        let placed = self.place_lines(id, stream_id, entries);
        let stored = self.offer_lines(stream_id, &placed);
        self.sample_line(id, stream_id, &placed, &stored);
        let origin = |place, lane: &Lane, _| Origin::Generated(part(&placed, &lane.accepted, place, id));
        self.settle(stream_id, Operation::PutRecords, latency, &origin);
        self.follow_answer(id, None, holds);
        (stored, latency.whole)
    }

    /// Finds out to which shards records go.
    fn place_lines(&self, id: ProducerId, stream: StreamId, entries: &[Entry]) -> Vec<Placed> {
        let producer = &self.producers[usize::from(id.0)];
        let Some(stream) = self.streams.get(stream) else {
            return Vec::new();
        };
        let place = |entry: &Entry| {
            let recipe = producer.recipe_of(entry.line);
            let made = producer.make(recipe, entry.line);
            Placed { entry: *entry, made, place: recipe.place_in(&made, &stream.layout) }
        };
        entries.iter().map(place).collect()
    }

    /// Offers each record to its shard; says which are taken.
    fn offer_lines(&mut self, stream: StreamId, placed: &[Placed]) -> Vec<bool> {
        let (now, profile) = (self.now, self.profile);
        let Some(Stream { admission, shards, layout, .. }) = self.streams.get_mut(stream) else {
            return vec![false; placed.len()];
        };
        admission.begin(layout.len(), profile);
        let offered = (0..).zip(placed);
        offered.map(|(i, record)| admission.offer((layout, shards), now, record.place, record.made.bytes, i)).collect()
    }

    /// Keeps a record of the request as a sample, chosen at random.
    fn sample_line(&mut self, id: ProducerId, stream: StreamId, placed: &[Placed], stored: &[bool]) {
        let (Some(stream), Some(first)) = (self.streams.get(stream), placed.first()) else {
            return;
        };
        let index = (mix(first.entry.line) % placed.len() as u64) as usize;
        let (record, is_accepted) = (&placed[index], stored[index]);
        let ordinal = record.entry.line;
        let hash = self.producers[usize::from(id.0)].recipe_of(ordinal).keys().hash(record.made.key);
        let (stream, shard) = (stream.id, stream.layout.shard(record.place));
        self.keep_sample(SampledRecord { at: self.now, producer: id, ordinal, stream, shard, hash, is_accepted });
    }
}

/// The run that the shard's log keeps of the records among `placed[range]` that go to `place`.
fn part(placed: &[Placed], range: &Range<u64>, place: u32, producer: ProducerId) -> Part {
    let among = placed[range.start as usize..range.end as usize].iter().filter(|record| record.place == place);
    let lines: Rc<[u64]> = among.clone().map(|record| record.entry.line).collect();
    let repeats = among.filter(|record| record.entry.is_repeat).count() as u64;
    let ordinals = lines.first().map_or(0..0, |first| *first..lines.last().unwrap_or(first) + 1);
    let records = lines.len() as u64;
    Part { producer, ordinals, records, users: records, repeats, listed: Some(lines) }
}
