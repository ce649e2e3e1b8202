//! The zones of the Region: how they do, how long puts take in them, and which records they hold.

use super::Said;
use crate::aws::error::Refusal;
use crate::engine::api::error::ApiError;
use crate::engine::stream::Stream;
use crate::engine::stream::replication::copies::ZoneCopy;
use crate::engine::stream::replication::puts::Failures;
use crate::engine::stream::replication::{PutLatency, ZONES, ZONES_TO_ACKNOWLEDGE, Zone, ZoneState};
use crate::engine::stream::retention::Volume;
use crate::engine::time::Micros;
use crate::engine::world::World;
use serde::{Deserialize, Serialize};

/// The zones and a stream's copies in them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZonesFrame {
    /// Each zone.
    pub zones: [ZoneFrame; ZONES],
    /// How many puts the times below are of.
    pub puts: u32,
    /// The median, the 99th percentile and the longest of the last puts, from request to answer.
    pub whole: Option<[Micros; 3]>,
    /// The last put.
    pub last_put: Option<PutLatency>,
    /// The stream's records that can be read.
    pub kept: Volume,
    /// How many of them are in how many zones: the first number is of those in none.
    pub by_holders: [u64; ZONES + 1],
    /// Requests of producers that failed because too few zones were in service.
    pub failures: Failures,
    /// With what they fail now.
    pub refusal: Option<Said>,
}

/// A zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneFrame {
    /// How it does.
    pub state: ZoneState,
    /// The median and the 99th percentile of storing the last puts.
    pub store: Option<[Micros; 2]>,
    /// What it holds of the stream.
    pub copy: ZoneCopy,
}

impl ZonesFrame {
    /// The zones now.
    pub fn of(world: &World, stream: Option<&Stream>) -> Self {
        let (zones, now) = (world.zones(), world.now());
        let (mut copies, mut by_holders) = ([ZoneCopy::default(); ZONES], [0; ZONES + 1]);
        let mut kept = Volume::default();
        for shard in stream.into_iter().flat_map(Stream::listed) {
            let (acknowledged, expired) = (shard.acknowledged(), shard.log().trimmed());
            for (sum, copy) in copies.iter_mut().zip(shard.copies.look(zones, acknowledged, expired, now)) {
                add(&mut sum.held, copy.held);
                add(&mut sum.missing, copy.missing);
                // Shards are copied beside each other.
                sum.catch_up = sum.catch_up.max(copy.catch_up);
            }
            let counts = shard.copies.by_holders(zones, acknowledged, expired, now);
            by_holders.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            add(&mut kept, shard.log().stored());
        }
        let puts = stream.map(|stream| &stream.recent_puts);
        let zone = |zone: Zone| ZoneFrame {
            state: zones.state(zone),
            store: puts.and_then(|puts| puts.percentiles(Some(zone), [50, 99])),
            copy: copies[zone as usize],
        };
        let refusal = stream.filter(|_| zones.in_service() < ZONES_TO_ACKNOWLEDGE).map(|stream| {
            let error = ApiError::ZonesUnavailable { stream: stream.name.clone() };
            Refusal::of(&error, world.account()).into()
        });
        Self {
            zones: Zone::ALL.map(zone),
            puts: puts.map_or(0, |puts| puts.len() as u32),
            whole: puts.and_then(|puts| puts.percentiles(None, [50, 99, 100])),
            last_put: puts.and_then(|puts| puts.last().copied()),
            kept,
            by_holders,
            failures: stream.map(|stream| stream.failed_puts.by_zones).unwrap_or_default(),
            refusal,
        }
    }

    /// How many zones are in service.
    pub fn in_service(&self) -> usize {
        self.zones.iter().filter(|zone| zone.state != ZoneState::Failed).count()
    }

    /// Whether puts are acknowledged.
    pub fn acknowledges(&self) -> bool {
        self.in_service() >= ZONES_TO_ACKNOWLEDGE
    }
}

fn add(sum: &mut Volume, part: Volume) {
    sum.records += part.records;
    sum.bytes += part.bytes;
}
