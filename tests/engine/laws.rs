//! Laws that hold in any life of an account, across reshards, deletions and streams that are made again.

use crate::api::silence;
use crate::life::{any_life, any_slow_plan, live};
use crate::reading::read_all;
use crate::support::world;
use proptest::prelude::*;
use shardscope::engine::api::Request;
use shardscope::engine::api::choices::StreamStatus;
use shardscope::engine::api::response::{PushContent, Response};
use shardscope::engine::command::{Command, Outcome};
use shardscope::engine::ids::StreamId;
use shardscope::engine::stream::Stream;
use shardscope::engine::stream::shard::WriteTotals;
use shardscope::engine::time::Micros;
use shardscope::engine::world::World;
use std::collections::BTreeMap;

/// What each stream that ever was asked of its shards.
type Ledger = BTreeMap<StreamId, WriteTotals>;

fn sum(stream: &Stream) -> WriteTotals {
    let mut sum = WriteTotals::default();
    stream.shards.iter().for_each(|shard| sum.add(&shard.totals));
    sum
}

fn note(ledger: &mut Ledger, world: &World) {
    world.streams().iter().for_each(|stream| {
        ledger.insert(stream.id, sum(stream));
    });
}

/// What holds about a stream at every instant.
fn check_stream(stream: &Stream) {
    for shard in &stream.shards {
        let totals = &shard.totals;
        assert_eq!(totals.offered_records, totals.accepted_records + totals.refused_records());
        assert_eq!(totals.offered_bytes, totals.accepted_bytes + totals.refused_bytes);
        let (stored, trimmed) = (shard.log().stored(), shard.log().trimmed());
        assert_eq!(totals.accepted_records, stored.records + trimmed.records);
        assert_eq!(totals.accepted_bytes, stored.bytes + trimmed.bytes);
        assert_eq!(shard.next_index(), 1 + totals.accepted_records);
        assert_eq!(shard.is_open(), shard.children.is_empty());
        for parent in shard.lineage.parents() {
            assert!(stream.shards[parent.0 as usize].children.contains(&shard.id));
        }
    }
    if !stream.shards.is_empty() {
        let open: Vec<_> = stream.shards.iter().filter(|shard| shard.is_open()).map(|shard| shard.id).collect();
        let mut laid_out = stream.layout.shards().to_vec();
        laid_out.sort_unstable();
        assert_eq!(laid_out, open);
    }
    let is_busy = stream.reshard.is_some() || stream.encryption.pending.is_some();
    assert!(!is_busy || matches!(stream.status, StreamStatus::Updating | StreamStatus::Deleting));
}

fn check_world(world: &World) {
    world.streams().iter().for_each(check_stream);
    for producer in world.producers() {
        let totals = &producer.totals;
        assert_eq!(totals.generated, totals.accepted + totals.waiting + totals.given_up, "{}", producer.name);
    }
    for subscription in world.subscriptions().values() {
        let stream = world.streams().get(subscription.stream).unwrap();
        assert!(stream.consumers.get(&subscription.consumer).is_some());
        assert!(stream.shards[subscription.shard.0 as usize].subscriptions.contains(&subscription.id));
    }
    let known: usize =
        world.streams().iter().flat_map(|stream| &stream.shards).map(|shard| shard.subscriptions.len()).sum();
    assert_eq!(known, world.subscriptions().len());
}

/// The records that a request put.
fn put_by(world: &mut World, command: &Command) -> u64 {
    match world.execute(command.clone()) {
        Ok(Outcome::Answered(Response::PutRecord { .. })) => 1,
        Ok(Outcome::Answered(Response::PutRecords { records, .. })) => {
            records.iter().filter(|put| put.is_ok()).count() as u64
        }
        _ => 0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn nothing_is_made_or_lost_in_any_life(plan in any_slow_plan(), life in any_life(120)) {
        let mut world = world(&plan);
        let (mut ledger, mut put) = (Ledger::new(), 0);
        live(&mut world, &life, |before, command, _, after| {
            check_world(after);
            note(&mut ledger, after);
            if let Command::Request(request) = command
                && matches!(**request, Request::PutRecord(_) | Request::PutRecords(_))
            {
                put += put_by(&mut before.clone(), command);
            }
        });
        silence(&mut world);
        for time in [Micros::seconds(5), Micros::seconds(60), Micros::hours(7)] {
            // Streams that are CREATING now become ACTIVE.
            let until = world.now() + time;
            while let Some(next) = world.next_event_at().filter(|next| *next <= until && time <= Micros::seconds(60)) {
                world.advance_to(next);
                note(&mut ledger, &world);
            }
            world.advance_to(until);
            note(&mut ledger, &world);
            check_world(&world);
            let accepted: u64 = ledger.values().map(|totals| totals.accepted_records).sum();
            let sent: u64 = world.producers().iter().map(|producer| producer.totals.accepted).sum();
            prop_assert_eq!(accepted, sent + put);
            let refused: u64 = ledger.values().map(WriteTotals::refused_records).sum();
            let episodes: u64 = world.episodes().iter().map(|episode| episode.refused_records).sum();
            prop_assert_eq!(refused, episodes);
            // Everything can be read, by reading and by taking what was pushed.
            for stream in world.streams().iter() {
                for shard in &stream.shards {
                    let records = read_all(&world, stream, shard);
                    prop_assert_eq!(records.len() as u64, shard.log().stored().records);
                }
            }
            for push in world.take_pushes() {
                if let PushContent::Event(event) = push.content {
                    let numbers = event.records.iter().map(|record| record.sequence_number.index);
                    prop_assert!(numbers.is_sorted());
                }
            }
        }
    }
}
