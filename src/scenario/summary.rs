//! What a run came to, as one JSON object: the same for the page and the command line.

use super::agent_summary::AgentSummary;
use super::consumer_summary::ConsumerSummary;
use super::delivery_summary::DeliverySummary;
use super::file::Scenario;
use super::store_summary::StoreSummary;
use crate::engine::ids::Bytes;
use crate::engine::limits::Profile;
use crate::engine::metrics::sketch::LatencySketch;
use crate::engine::producer::Producer;
use crate::engine::producer::client::Client;
use crate::engine::producer::library::Library;
use crate::engine::stream::retention::{RecordLog, Volume};
use crate::engine::stream::shard::WriteTotals;
use crate::engine::time::Micros;
use crate::engine::world::World;
use serde::Serialize;

/// What a run came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The scenario's name.
    pub scenario: String,
    /// The seed.
    pub seed: u64,
    /// The limits profile that held at the end.
    pub limits: Profile,
    /// How much simulated time passed, in seconds.
    pub simulated_s: f64,
    /// How long that took, in milliseconds; unknown where nobody looked at a clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wall_ms: Option<f64>,
    /// The fingerprint of everything that happened, in hexadecimal.
    pub trace_hash: String,
    /// The sums over all shards.
    pub total: Sums,
    /// Each shard.
    pub shards: Vec<ShardSummary>,
    /// Each producer.
    pub producers: Vec<ProducerSummary>,
    /// Each consumer.
    pub consumers: Vec<ConsumerSummary>,
    /// Each store.
    pub stores: Vec<StoreSummary>,
    /// Each delivery stream.
    pub delivery_streams: Vec<DeliverySummary>,
    /// Throttling episodes that began.
    pub throttling_episodes: u64,
}

/// What became of what was asked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sums {
    /// Asked to be stored, each attempt counted.
    pub offered: Amount,
    /// Stored.
    pub accepted: Amount,
    /// Refused for any reason.
    pub refused: Amount,
    /// Records refused, by the limit that refused them.
    pub refused_records_by: RefusedBy,
    /// Readable at the end.
    pub stored: Amount,
    /// Expired and gone.
    pub trimmed: Amount,
}

/// Records and their bytes, partition keys counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// Records.
    pub records: u64,
    /// Bytes.
    pub bytes: u64,
}

/// Records refused, by cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RefusedBy {
    /// By the limit of bytes per second.
    pub shard_write_bytes: u64,
    /// By the limit of records per second.
    pub shard_write_records: u64,
}

/// One shard of a [`Summary`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShardSummary {
    /// Its id.
    pub shard_id: String,
    /// The lowest hash key that it owns.
    pub starting_hash_key: String,
    /// The highest.
    pub ending_hash_key: String,
    /// What became of what was asked of it.
    #[serde(flatten)]
    pub sums: Sums,
}

/// One producer of a [`Summary`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProducerSummary {
    /// Its name.
    pub name: String,
    /// Records made.
    pub generated: u64,
    /// Records stored.
    pub accepted: u64,
    /// Attempts that were repeats.
    pub retried: u64,
    /// Records that wait for another attempt.
    pub waiting: u64,
    /// Records given up.
    pub given_up: u64,
    /// What its library did, where it has one; the records above are user records then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kpl: Option<LibrarySummary>,
    /// What its client of the API did, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api: Option<ClientSummary>,
    /// What its agent did, where it has one; the records above are lines then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentSummary>,
}

/// What the client of the API of a producer did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClientSummary {
    /// Requests, each attempt counted.
    pub requests: u64,
    /// Those among them that failed as a whole.
    pub requests_failed: u64,
    /// Those among them whose answer did not come in time.
    pub requests_timed_out: u64,
    /// Records that their shard refused, each attempt counted.
    pub throttled: u64,
    /// Records that were given up because the producer held too many.
    pub dropped: u64,
    /// Times that a record was stored again because an answer had not come.
    pub repeated: u64,
    /// Records that were stored after a later one of the same partition key.
    pub out_of_order: u64,
    /// From a record's making to its first request, in milliseconds.
    pub waited_ms: Option<Waits>,
    /// From a record's making until it was stored, in milliseconds.
    pub stored_ms: Option<Waits>,
    /// From a record's making until the application heard that it was stored, in milliseconds.
    pub answered_ms: Option<Waits>,
}

/// What the Kinesis Producer Library of a producer did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LibrarySummary {
    /// Requests.
    pub requests: u64,
    /// Kinesis records stored, and their bytes.
    pub kinesis_records: Amount,
    /// Kinesis records refused, by their shard or with their whole request.
    pub kinesis_records_refused: u64,
    /// User records that were given up because they had grown older than `RecordTtl`.
    pub expired: u64,
    /// User records that were given up because they were throttled or there was no room.
    pub failed: u64,
    /// Times that a user record was stored again because an answer came after `RequestTimeout`.
    pub repeated: u64,
    /// How long user records waited for their first request, in milliseconds.
    pub buffered_ms: Option<Waits>,
}

/// How long something took, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Waits {
    /// The mean.
    pub mean: f64,
    /// Half took no longer.
    pub median: f64,
    /// 99 of 100 took no longer.
    pub p99: f64,
    /// The longest.
    pub max: f64,
}

impl Summary {
    /// What `world`, made from `scenario`, has come to.
    pub fn of(scenario: &Scenario, world: &World, wall_ms: Option<f64>) -> Self {
        let shards = world.stream_in_view(None).map_or(&[][..], |stream| &stream.shards);
        let sum = |volume: fn(&RecordLog) -> Volume| {
            shards.iter().fold(Volume::default(), |sum, shard| {
                let volume = volume(shard.log());
                Volume { records: sum.records + volume.records, bytes: sum.bytes + volume.bytes }
            })
        };
        Self {
            scenario: scenario.name.clone(),
            seed: world.plan().seed,
            limits: world.profile(),
            simulated_s: world.now().as_seconds(),
            wall_ms,
            trace_hash: format!("{:016x}", world.trace().hash()),
            total: Sums::of(&world.totals(), sum(RecordLog::stored), sum(RecordLog::trimmed)),
            shards: shards
                .iter()
                .map(|shard| ShardSummary {
                    shard_id: shard.id.to_string(),
                    starting_hash_key: shard.range.start.to_string(),
                    ending_hash_key: shard.range.end.to_string(),
                    sums: Sums::of(&shard.totals, shard.log().stored(), shard.log().trimmed()),
                })
                .collect(),
            producers: world.producers().iter().map(|producer| ProducerSummary::of(producer, world)).collect(),
            consumers: world.consumers().map(ConsumerSummary::of).collect(),
            stores: world.stores().iter().map(StoreSummary::of).collect(),
            delivery_streams: world.firehoses().iter().map(DeliverySummary::of).collect(),
            throttling_episodes: world.episodes().begun(),
        }
    }

    /// The summary as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a summary has only text and finite numbers")
    }
}

impl ProducerSummary {
    fn of(producer: &Producer, world: &World) -> Self {
        Self {
            name: producer.name.clone(),
            generated: producer.totals.generated,
            accepted: producer.totals.accepted,
            retried: producer.totals.retried,
            waiting: producer.totals.waiting,
            given_up: producer.totals.given_up,
            kpl: producer.library().map(LibrarySummary::of),
            api: producer.client().map(ClientSummary::of),
            agent: producer.agent().map(|agent| AgentSummary::of(agent, producer, world.now())),
        }
    }
}

impl LibrarySummary {
    fn of(library: &Library) -> Self {
        let totals = library.totals();
        Self {
            requests: totals.requests,
            kinesis_records: Amount { records: totals.kinesis_records, bytes: totals.kinesis_bytes },
            kinesis_records_refused: totals.kinesis_refused,
            expired: totals.expired,
            failed: totals.failed,
            repeated: totals.repeated,
            buffered_ms: Waits::of(library.waited()),
        }
    }
}

impl ClientSummary {
    fn of(client: &Client) -> Self {
        let totals = client.totals();
        Self {
            requests: totals.requests,
            requests_failed: totals.failed,
            requests_timed_out: totals.timed_out,
            throttled: totals.throttled,
            dropped: totals.dropped,
            repeated: totals.repeated,
            out_of_order: totals.out_of_order,
            waited_ms: Waits::of(client.waited()),
            stored_ms: Waits::of(client.stored()),
            answered_ms: Waits::of(client.answered()),
        }
    }
}

impl Waits {
    fn of(sketch: &LatencySketch) -> Option<Self> {
        let millis = |length: Micros| length.0 as f64 / 1_000.0;
        Some(Self {
            mean: millis(sketch.mean()?),
            median: millis(sketch.percentile(500)?),
            p99: millis(sketch.percentile(990)?),
            max: millis(sketch.largest()?),
        })
    }
}

impl Sums {
    fn of(totals: &WriteTotals, stored: Volume, trimmed: Volume) -> Self {
        let amount = |records, bytes: Bytes| Amount { records, bytes: bytes.0 };
        Self {
            offered: amount(totals.offered_records, totals.offered_bytes),
            accepted: amount(totals.accepted_records, totals.accepted_bytes),
            refused: amount(totals.refused_records(), totals.refused_bytes),
            refused_records_by: RefusedBy {
                shard_write_bytes: totals.refused_by_bytes,
                shard_write_records: totals.refused_by_records,
            },
            stored: amount(stored.records, stored.bytes),
            trimmed: amount(trimmed.records, trimmed.bytes),
        }
    }
}

/// Reads a length of simulated time such as `90s`, `15m`, `2h`, `1d` or `500ms`.
pub fn parse_duration(text: &str) -> Option<Micros> {
    let split = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = text.split_at(split);
    let unit_us = match unit {
        "ms" => 1_000,
        "s" => 1_000_000,
        "m" | "min" => 60_000_000,
        "h" => 3_600_000_000,
        "d" => 86_400_000_000_u64,
        _ => return None,
    };
    let number: u64 = number.trim().parse().ok()?;
    number.checked_mul(unit_us).map(Micros)
}
