//! Producers that call the API: no record is made or lost, none is stored twice without cause, and order is kept where it
//! is promised, whatever happens to stream, zones, network and settings.

use crate::life::{any_life, any_slow_plan, live};
use crate::reading::read_all;
use crate::support::{any_keys, plan, scale, seconds, sources, stream, traffic, world};
use proptest::prelude::*;
use shardscope::engine::command::Command;
use shardscope::engine::hash::HashKey;
use shardscope::engine::plan::Plan;
use shardscope::engine::producer::ProducerKind;
use shardscope::engine::producer::client::settings::{ApiSettings, PutOperation};
use shardscope::engine::producer::client::{Client, HELD_MAX};
use shardscope::engine::producer::command::ProducerCommand;
use shardscope::engine::producer::traffic::{ArrivalModel, KeyModel, Traffic};
use shardscope::engine::stream::replication::{Zone, ZoneState};
use shardscope::engine::stream::shard::Shard;
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;
use std::collections::BTreeMap;

/// The same plan, all of whose producers call the API.
pub fn with_client(mut plan: Plan, settings: ApiSettings) -> Plan {
    plan.producers.iter_mut().for_each(|producer| producer.kind = ProducerKind::Api(settings));
    plan
}

pub fn client(world: &World) -> &Client {
    world.producers()[0].client().unwrap()
}

/// A record as it was stored: its partition key and the number that its data tell.
pub struct Found {
    pub key: String,
    pub number: u64,
}

/// Everything in the stream in view, in the order of arrival.
pub fn found(world: &World) -> Vec<Found> {
    let mut all = Vec::new();
    for shard in &stream(world).shards {
        for (index, record) in (0_u64..).zip(read_all(world, stream(world), shard)) {
            assert!(shard.range.contains(HashKey::of(&record.partition_key)), "{}", record.partition_key);
            let told: serde_json::Value = serde_json::from_slice(&record.data.0).unwrap();
            let number = told["record"].as_u64().unwrap();
            let arrived = record.approximate_arrival_timestamp;
            all.push(((arrived, shard.id, index), Found { key: record.partition_key, number }));
        }
    }
    all.sort_by(|(one, _), (other, _)| one.partial_cmp(other).unwrap());
    all.into_iter().map(|(_, found)| found).collect()
}

/// How often a record was stored for the first time after a later one of its key, as the stream itself tells.
pub fn disorder(found: &[Found]) -> u64 {
    let (mut seen, mut last) = (std::collections::BTreeSet::new(), BTreeMap::new());
    let mut late = 0;
    for Found { key, number } in found {
        if seen.insert(*number) {
            let last = last.entry(key).or_insert(0);
            late += u64::from(*last > *number);
            *last = (*last).max(*number);
        }
    }
    late
}

fn any_settings() -> impl Strategy<Value = ApiSettings> {
    let operation =
        prop::sample::select(&[PutOperation::PutRecords, PutOperation::PutRecord, PutOperation::PutRecordInOrder]);
    let gathering = (prop_oneof![1_u32..20, Just(500)], 0_u32..400, prop_oneof![1_u32..4, Just(50)]);
    let network = (prop_oneof![10_u32..300, Just(30_000)], prop_oneof![Just(0_u32), 1_u32..250], 0_u32..400);
    let retry = (1_u32..6, 1_u32..300, 1_u32..2_000, any::<bool>(), any::<bool>());
    (operation, gathering, network, retry).prop_map(|(operation, gathering, network, retry)| ApiSettings {
        operation,
        batch_size: gathering.0,
        linger_ms: gathering.1,
        max_connections: gathering.2,
        request_timeout_ms: network.0,
        round_trip_ms: network.1,
        lost_answers_per_mille: if retry.4 { network.2 } else { 0 },
        max_attempts: retry.0,
        backoff_base_ms: retry.1,
        backoff_cap_ms: retry.2,
        has_jitter: retry.3,
    })
}

/// Something that happens to the stream or the producer meanwhile.
fn any_trouble() -> impl Strategy<Value = Trouble> {
    prop_oneof![
        2 => (1_u32..6).prop_map(Trouble::Scale),
        2 => (0_usize..3, any_zone_state()).prop_map(|(zone, state)| Trouble::Zone(zone, state)),
        2 => any_settings().prop_map(Trouble::Set),
        1 => (0_u32..3_000, any_keys()).prop_map(|(rate, keys)| Trouble::Traffic(rate, keys)),
    ]
}

fn any_zone_state() -> impl Strategy<Value = ZoneState> {
    prop_oneof![
        Just(ZoneState::Healthy),
        Just(ZoneState::Failed),
        (1_u64..400).prop_map(|ms| ZoneState::Slow { extra: Micros::millis(ms) }),
    ]
}

#[derive(Clone, Debug)]
enum Trouble {
    Scale(u32),
    Zone(usize, ZoneState),
    Set(ApiSettings),
    Traffic(u32, KeyModel),
}

fn load(rate: u32, keys: KeyModel) -> Traffic {
    Traffic { keys, arrivals: ArrivalModel::Poisson, ..traffic(rate) }
}

impl Trouble {
    fn happen(self, world: &mut World) {
        let producer = || "p0".to_owned();
        let command = match self {
            Self::Scale(shards) => return scale(world, shards),
            Self::Zone(zone, state) => Command::SetZone { zone: Zone::ALL[zone], state },
            Self::Set(settings) => {
                let kind = ProducerKind::Api(settings);
                Command::Producer(ProducerCommand::Set { producer: producer(), kind })
            }
            Self::Traffic(rate, keys) => Command::SetTraffic { producer: producer(), traffic: load(rate, keys) },
        };
        world.execute(command).unwrap();
    }
}

/// What holds at every instant.
fn check(world: &World) {
    for producer in world.producers() {
        let totals = &producer.totals;
        assert_eq!(totals.generated, totals.accepted + totals.waiting + totals.given_up, "{}", producer.name);
        let client = producer.client().unwrap().totals();
        assert_eq!((totals.accepted, totals.retried), (client.stored, client.sent_again));
        assert_eq!(totals.given_up, client.given_up + client.dropped);
        assert!(client.waiting <= HELD_MAX);
        assert!(client.repeated == 0 || client.timed_out > 0, "an answer was late or lost: {client:?}");
    }
    for shard in world.streams().iter().flat_map(|stream| &stream.shards) {
        let (totals, stored, trimmed) = (&shard.totals, shard.log().stored(), shard.log().trimmed());
        assert_eq!(totals.accepted_records, stored.records + trimmed.records);
        assert_eq!(totals.accepted_bytes, stored.bytes + trimmed.bytes);
        assert_eq!(shard.next_index(), 1 + totals.accepted_records);
    }
}

/// Reads everything that no merging has touched, and compares it with what was counted.
fn check_content(world: &World) {
    let totals = client(world).totals();
    let mut numbers: Vec<u64> = found(world).iter().map(|found| found.number).collect();
    assert_eq!(numbers.len() as u64, totals.stored + totals.repeated);
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len() as u64, totals.stored);
    let logs = stream(world).shards.iter().map(Shard::log);
    assert_eq!(logs.map(|log| log.repeats_in(0..u64::MAX)).sum::<u64>(), totals.repeated);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn each_record_is_stored_as_it_was_made_and_counted_when_it_is_there_again(
        (rate, keys) in (prop_oneof![0_u32..200, 0_u32..3_000], any_keys()),
        settings in any_settings(),
        shards in 1_u32..6,
        troubles in prop::collection::vec((0_u64..1_000, any_trouble()), 0..8),
    ) {
        let mut world = world(&with_client(plan(shards, vec![load(rate, keys)]), settings));
        for (wait_ms, trouble) in troubles {
            let until = world.now() + Micros::millis(wait_ms);
            world.advance_to(until);
            trouble.happen(&mut world);
            check(&world);
        }
        let until = world.now() + Micros::seconds(2);
        world.advance_to(until);
        check(&world);
        check_content(&world);
        // Merged batches keep every count.
        world.advance_to(seconds(60));
        check(&world);
        for shard in &stream(&world).shards {
            prop_assert_eq!(read_all(&world, stream(&world), shard).len() as u64, shard.totals.accepted_records);
        }
    }

    #[test]
    fn with_the_number_for_ordering_the_records_of_a_key_are_stored_in_their_order(
        (rate, keys) in (20_u32..1_500, any_keys()),
        settings in any_settings(),
        shards in 1_u32..6,
        troubles in prop::collection::vec((0_u64..1_000, any_trouble()), 0..8),
    ) {
        let in_order = |settings| ApiSettings { operation: PutOperation::PutRecordInOrder, ..settings };
        let mut world = world(&with_client(plan(shards, vec![load(rate, keys)]), in_order(settings)));
        for (wait_ms, trouble) in troubles {
            let until = world.now() + Micros::millis(wait_ms);
            world.advance_to(until);
            match trouble {
                Trouble::Set(settings) => Trouble::Set(in_order(settings)).happen(&mut world),
                trouble => trouble.happen(&mut world),
            }
        }
        let until = world.now() + Micros::seconds(2);
        world.advance_to(until);
        let found = found(&world);
        prop_assert_eq!(disorder(&found), 0);
        prop_assert_eq!(client(&world).totals().out_of_order, 0);
        // What is there twice follows itself.
        let mut last = BTreeMap::new();
        for Found { key, number } in found {
            let before = last.insert(key, number);
            prop_assert!(before.is_none_or(|before| before <= number));
        }
    }

    #[test]
    fn disorder_is_counted_as_the_stream_shows_it(
        (rate, keys) in (20_u32..2_000, any_keys()),
        settings in any_settings(),
        shards in 1_u32..6,
    ) {
        let mut world = world(&with_client(plan(shards, vec![load(rate, keys)]), settings));
        world.advance_to(seconds(5));
        prop_assert_eq!(client(&world).totals().out_of_order, disorder(&found(&world)));
    }

    #[test]
    fn nothing_is_made_or_lost_in_any_life(plan in any_slow_plan(), settings in any_settings(), life in any_life(60)) {
        let plan = with_client(plan, settings);
        let mut world = world(&plan);
        let script = live(&mut world, &life, |_, _, _, after| check(after));
        let until = world.now() + Micros::seconds(100);
        world.advance_to(until);
        check(&world);
        for stream in world.streams().iter() {
            for shard in &stream.shards {
                prop_assert_eq!(read_all(&world, stream, shard).len() as u64, shard.log().stored().records);
            }
        }
        let replayed = World::replay(&plan, sources(), world.journal(), until).unwrap();
        prop_assert_eq!(world.trace().hash(), replayed.trace().hash());
        let mut by_events = crate::support::world(&plan);
        for (at, command) in script {
            while let Some(next) = by_events.next_event_at().filter(|next| *next <= at) {
                by_events.advance_to(next);
            }
            by_events.advance_to(at);
            let _as_before = by_events.execute(command);
        }
        by_events.advance_to(until);
        prop_assert_eq!(world.trace().hash(), by_events.trace().hash());
        for (one, other) in world.producers().iter().zip(by_events.producers()) {
            let (one, other) = (one.client().unwrap(), other.client().unwrap());
            prop_assert_eq!(one.totals(), other.totals());
            prop_assert_eq!((one.waited(), one.stored()), (other.waited(), other.stored()));
        }
    }
}
