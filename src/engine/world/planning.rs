//! Plans and the world: what a plan has is there from the start; what is there now makes a plan again.

use super::World;
use crate::engine::api::choices::{StreamMode, StreamStatus};
use crate::engine::firehose::DeliveryStream;
use crate::engine::hash::HashRange;
use crate::engine::plan::{Plan, ProducerPlan, StreamPlan};
use crate::engine::store::Store;
use crate::engine::stream::Stream;
use crate::engine::validate::FURTHER_STREAMS_MAX;

impl World {
    /// What the plan has is there from the start, as if it had been created long ago.
    pub(super) fn add_planned_stream(&mut self, planned: &StreamPlan) {
        let (now, profile) = (self.now, self.profile);
        let id = self.streams.next_id();
        let mut stream = Stream::creating(id, planned.name.clone(), HashRange::evenly(planned.shards), profile, now);
        stream.mode = planned.mode.unwrap_or(StreamMode::Provisioned);
        stream.activate(profile, now);
        self.metrics.add_stream(id, &planned.name);
        self.streams.add(stream);
        self.update_rates(id);
        self.schedule_review(id);
    }

    /// A plan of the pipeline as it is now: what was added, set, connected and taken away since the beginning. Streams of
    /// the world's own plan keep the number of shards that they have there; time and records begin anew.
    pub fn present_plan(&self) -> Plan {
        let is_planned = |stream: &&Stream| self.plan.streams().any(|planned| planned.name == stream.name);
        let later =
            self.streams.by_name().filter(|stream| !is_planned(stream) && stream.status != StreamStatus::Deleting);
        let mut streams: Vec<StreamPlan> = self.plan.streams().cloned().collect();
        streams.extend(later.map(|stream| StreamPlan {
            name: stream.name.clone(),
            shards: stream.layout.len() as u32,
            mode: (stream.mode != StreamMode::Provisioned).then_some(stream.mode),
        }));
        streams.truncate(FURTHER_STREAMS_MAX + 1);
        let further_streams = streams.split_off(streams.len().min(1));
        let main = streams.pop();
        let main_name = main.as_ref().map(|stream| stream.name.clone());
        // What goes to the plan's stream need not name it.
        let named = |name: &String| Some(name.clone()).filter(|name| Some(name) != main_name.as_ref());
        let producers = self.present_producers().map(|producer| ProducerPlan {
            name: producer.name.clone(),
            stream: if producer.delivery_stream.is_some() { None } else { named(&producer.target.name) },
            delivery_stream: producer.delivery_stream.clone(),
            kind: producer.kind(),
            traffic: producer.traffic.clone(),
        });
        let consumers = self.consumers.values().map(|consumer| {
            let mut plan = consumer.plan();
            plan.stream = plan.stream.as_ref().and_then(named);
            // A plan names no store that is not there.
            plan.store = plan.store.filter(|name| self.stores.iter().any(|store| store.name == *name));
            plan
        });
        Plan {
            seed: self.plan.seed,
            limits: self.profile,
            stream: main,
            further_streams,
            producers: producers.collect(),
            consumers: consumers.collect(),
            stores: self.stores.iter().map(Store::plan).collect(),
            delivery_streams: self.firehoses.iter().map(DeliveryStream::plan).collect(),
            functions: self.firehoses.changed_functions(),
        }
    }
}
