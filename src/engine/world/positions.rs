//! How far those who read a stream have come, on the axis of time.
//!
//! A position is the arrival of the record that is read next; who has read everything stands at the present. Consumers of
//! enhanced fan-out and applications have names; who else calls `GetRecords` has none, see [`Polling`](crate::engine::stream::polling::Polling).
//! A position stays where it is when its reader stops, until its shard expires: it is what the trim horizon catches up with.

use super::World;
use crate::engine::consumer::kcl::Application;
use crate::engine::consumer::kcl::lease::Checkpoint;
use crate::engine::consumer::mapping::{Mapping, PollerState};
use crate::engine::consumer::reader::{Reader, ReaderState};
use crate::engine::ids::ShardId;
use crate::engine::limits::LimitId;
use crate::engine::stream::Stream;
use crate::engine::stream::fan_out::Consumer;
use crate::engine::stream::shard::Shard;
use crate::engine::time::{Micros, SimTime};

/// Where a reader stands in a shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The shard.
    pub shard: ShardId,
    /// When the record arrived that it reads next, or would if it read now; the present, where there is none.
    pub at: SimTime,
    /// How far behind the tip that is: what `MillisBehindLatest` tells.
    pub behind: Micros,
    /// Records between it and the trim horizon: they have expired before it read them.
    pub lost: u64,
    /// Whether the shard is closed and it has read all of it.
    pub is_at_end: bool,
    /// Whether it can go on: its iterator has not expired, or its subscription is not over.
    pub is_reading: bool,
}

impl World {
    /// Where those stand who call `GetRecords`.
    pub fn polling_positions<'a>(&'a self, stream: &'a Stream) -> impl Iterator<Item = Position> + 'a {
        let lifetime = Micros::seconds(LimitId::IteratorLifetime.value(self.profile));
        stream.listed().flat_map(move |shard| {
            let chains = shard.polling.chains().iter();
            chains
                .map(move |chain| self.position(stream, shard, chain.next_index, chain.is_reading(self.now, lifetime)))
        })
    }

    /// Where a consumer of enhanced fan-out stands in each shard that it ever subscribed to.
    pub fn fan_out_positions<'a>(
        &'a self,
        stream: &'a Stream,
        consumer: &'a Consumer,
    ) -> impl Iterator<Item = Position> + 'a {
        let shards = consumer.positions.iter().filter_map(|(shard, reached)| Some((stream.shard(*shard)?, reached)));
        shards.map(|(shard, reached)| self.position(stream, shard, reached.next_index, reached.is_subscribed))
    }

    /// Where an application of the Kinesis Client Library stands in each shard of which it has a lease: at its checkpoint,
    /// where another worker would go on.
    pub fn application_positions<'a>(
        &'a self,
        stream: &'a Stream,
        application: &'a Application,
    ) -> impl Iterator<Item = Position> + 'a {
        let leases = application.table.rows().filter_map(|lease| Some((stream.shard(lease.shard)?, lease)));
        leases.map(|(shard, lease)| {
            let next_index = match lease.checkpoint {
                Checkpoint::TrimHorizon => stream.horizon_index(shard, self.now),
                Checkpoint::Below(index) => index,
                Checkpoint::Latest | Checkpoint::ShardEnd => shard.next_index(),
            };
            let is_reading = lease.owner.is_some_and(|owner| application.owner(owner).is_some());
            self.position(stream, shard, next_index, is_reading)
        })
    }

    /// Where a Lambda event source mapping stands in each shard that it knows: at the first record that is not settled.
    pub fn mapping_positions<'a>(
        &'a self,
        stream: &'a Stream,
        mapping: &'a Mapping,
    ) -> impl Iterator<Item = Position> + 'a {
        let pollers = mapping.pollers.iter().filter_map(|(shard, poller)| Some((stream.shard(*shard)?, poller)));
        pollers.map(|(shard, poller)| {
            let is_reading = poller.state == PollerState::Reading;
            self.position(stream, shard, poller.settled.first_open(), is_reading)
        })
    }

    /// Where a loop of `GetRecords` stands in each shard that it knows: at the first record that it has not processed.
    pub fn reader_positions<'a>(
        &'a self,
        stream: &'a Stream,
        reader: &'a Reader,
    ) -> impl Iterator<Item = Position> + 'a {
        let shards = reader.shards.iter().filter_map(|(shard, known)| Some((stream.shard(*shard)?, known)));
        shards.map(|(shard, known)| {
            let is_reading = known.state == ReaderState::Reading;
            self.position(stream, shard, known.coverage.reached, is_reading)
        })
    }

    fn position(&self, stream: &Stream, shard: &Shard, next_index: u64, is_reading: bool) -> Position {
        let horizon = stream.horizon_index(shard, self.now);
        let goes_on_at = next_index.max(horizon);
        let behind = if goes_on_at >= shard.next_index() { Micros(0) } else { self.behind(shard, goes_on_at) };
        let is_at_end = next_index >= shard.next_index() && !shard.is_open();
        Position {
            shard: shard.id,
            at: self.now - behind,
            behind,
            lost: horizon.saturating_sub(next_index),
            is_at_end,
            is_reading: is_reading && !is_at_end,
        }
    }
}
