//! Producers of the pipeline.

use super::ROWS_SHOWN;
use super::facts::{Fact, FactValue};
use crate::engine::firehose::DeliveryStreamStatus;
use crate::engine::plan::ProducerPlan;
use crate::engine::producer::agent::Agent;
use crate::engine::producer::agent::view::{Behind, FileRow};
use crate::engine::producer::client::Client;
use crate::engine::producer::library::Library;
use crate::engine::producer::{Body, Producer};
use crate::engine::stream::Stream;
use crate::engine::time::Micros;
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// A producer, in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProducerCard {
    /// What it would be made from now; it names its stream, or the delivery stream that it calls.
    pub plan: ProducerPlan,
    /// Whether there is a stream or a delivery stream of that name that serves.
    pub has_stream: bool,
    /// Records made in the last second; what is to be made in one, where an agent sends them later.
    pub made_per_s: u64,
    /// Records made.
    pub generated: u64,
    /// Records stored.
    pub stored: u64,
    /// Records that it holds.
    pub waiting: u64,
    /// Records given up.
    pub given_up: u64,
}

/// A producer in detail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProducerDetail {
    /// Its numbers.
    pub facts: Vec<Fact>,
    /// The files that its agent tails, newest first; at most [`ROWS_SHOWN`]; none without an agent.
    pub files: Vec<FileRow>,
    /// Whether its agent runs; `None` without an agent.
    pub is_running: Option<bool>,
    /// How far its agent is behind its application; `None` without an agent.
    pub behind: Option<Behind>,
}

impl ProducerCard {
    /// A producer of a world.
    pub fn of(world: &World, producer: &Producer) -> Self {
        let stream = producer.target.id.and_then(|id| world.streams().get(id));
        let called = producer.delivery_stream.as_ref().map(|name| world.firehoses().find(name));
        let recent = producer.recent(world.now(), Micros::SECOND);
        Self {
            plan: ProducerPlan {
                name: producer.name.clone(),
                stream: producer.delivery_stream.is_none().then(|| producer.target.name.clone()),
                delivery_stream: producer.delivery_stream.clone(),
                kind: producer.kind(),
                traffic: producer.traffic.clone(),
            },
            has_stream: match called {
                Some(called) => {
                    called.is_some_and(|called| called.takes_puts() && called.status == DeliveryStreamStatus::Active)
                }
                None => stream.is_some_and(Stream::serves),
            },
            // What an agent sends comes in buffers; its application writes all the time.
            made_per_s: match producer.body {
                Body::Agent(_) => producer.rate_records_per_s(world.now()),
                _ => recent.end - recent.start,
            },
            generated: producer.totals.generated,
            stored: producer.totals.accepted,
            waiting: producer.totals.waiting,
            given_up: producer.totals.given_up,
        }
    }
}

impl ProducerDetail {
    /// A producer's numbers.
    pub fn of(producer: &Producer) -> Self {
        let totals = &producer.totals;
        let mut facts = vec![
            Fact::count("fact-generated", totals.generated),
            Fact::count("fact-stored", totals.accepted),
            Fact::count("fact-waiting", totals.waiting),
            Fact::count("fact-sent-again", totals.retried),
            Fact::trouble("fact-given-up", totals.given_up),
            Fact::trouble("fact-failed", totals.failed),
            Fact::trouble("fact-not-found", totals.not_found),
        ];
        match &producer.body {
            Body::Sdk => {}
            Body::Kpl(library) => facts.extend(library_facts(library)),
            Body::Api(client) => facts.extend(client_facts(client)),
            Body::Agent(agent) => facts.extend(agent_facts(agent)),
        }
        let agent = producer.agent();
        let mut files = agent.map_or_else(Vec::new, Agent::files);
        files.truncate(ROWS_SHOWN);
        Self {
            facts,
            files,
            is_running: agent.map(Agent::is_running),
            behind: agent.map(|agent| agent.behind(producer)),
        }
    }
}

fn client_facts(client: &Client) -> Vec<Fact> {
    let totals = client.totals();
    let mut facts = vec![
        Fact::count("fact-requests", totals.requests),
        Fact::count("fact-under-way", u64::from(client.under_way())),
        Fact::trouble("fact-failed-requests", totals.failed),
        Fact::trouble("fact-timed-out", totals.timed_out),
        Fact::trouble("fact-throttled-entries", totals.throttled),
        Fact::trouble("fact-stored-again", totals.repeated),
        Fact::trouble("fact-out-of-order", totals.out_of_order),
        Fact::trouble("fact-dropped", totals.dropped),
    ];
    for (id, sketch) in [
        ("fact-buffered-p50", client.waited()),
        ("fact-stored-p50", client.stored()),
        ("fact-answered-p50", client.answered()),
    ] {
        facts.extend(sketch.percentile(500).map(|length| Fact::new(id, FactValue::Length(length))));
    }
    facts.extend(
        client.answered().percentile(990).map(|length| Fact::new("fact-answered-p99", FactValue::Length(length))),
    );
    facts
}

fn agent_facts(agent: &Agent) -> Vec<Fact> {
    let totals = agent.totals();
    vec![
        Fact::count("fact-requests", totals.requests),
        Fact::new("fact-written-bytes", FactValue::Bytes(totals.written_bytes)),
        Fact::count("fact-lines-read", totals.read),
        Fact::count("fact-rotations", agent.rotated()),
        Fact::trouble("fact-lines-lost", totals.lost),
        Fact::trouble("fact-lines-left-out", totals.left_out),
        Fact::trouble("fact-lines-skipped", totals.skipped),
        Fact::trouble("fact-cut-off", totals.truncated),
        Fact::trouble("fact-stored-again", totals.repeated),
        Fact::trouble("fact-crashes", totals.crashes),
    ]
}

fn library_facts(library: &Library) -> Vec<Fact> {
    let totals = library.totals();
    let per_record = totals.stored as f64 / totals.kinesis_records.max(1) as f64;
    let mut facts = vec![
        Fact::count("fact-requests", totals.requests),
        Fact::count("fact-kinesis-records", totals.kinesis_records),
        Fact::new("fact-kinesis-bytes", FactValue::Bytes(totals.kinesis_bytes)),
        Fact::new("fact-users-per-record", FactValue::Ratio(per_record)),
        Fact::trouble("fact-kinesis-refused", totals.kinesis_refused),
        Fact::trouble("fact-expired-waiting", totals.expired),
        Fact::trouble("fact-timed-out", totals.timed_out),
        Fact::trouble("fact-stored-again", totals.repeated),
    ];
    for (id, thousandths) in [("fact-buffered-p50", 500), ("fact-buffered-p99", 990)] {
        facts.extend(library.waited().percentile(thousandths).map(|length| Fact::new(id, FactValue::Length(length))));
    }
    facts
}
