//! Copies in three Availability Zones: how long a put takes until it is stored in them, and what happens when one fails.
//!
//! Documented (Developer Guide, FAQs): records are copied synchronously over three zones before the put is answered.
//! Assumed, because AWS publishes no numbers and no failure behaviour: a put is stored in every zone that is in service and
//! takes as long as the slowest of them; a store takes 4 ms and a log-normal 1.2 ms (half of them less, sigma 0.6), each
//! zone on its own, and the request itself 1.5 ms; with fewer than two zones in service a put fails with an internal
//! failure; a zone that fails keeps what it has and misses what is stored meanwhile; when it is back it is in service at
//! once and copies what it missed from another zone, oldest first (see [`copies`]).
//! Leaves out: how AWS finds out that a zone failed, and traffic between zones.
//!
//! Zones belong to the Region; all its streams share them.

pub mod copies;
pub mod puts;
#[cfg(test)]
mod tests;

use crate::engine::random::{RandomStream, normal_quantile};
use crate::engine::time::{Micros, SimTime};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// How many zones there are. Documented.
pub const ZONES: usize = 3;
/// How many zones must be in service for a put to be acknowledged. Assumed.
pub const ZONES_TO_ACKNOWLEDGE: usize = 2;
/// What a request takes beside storing. Assumed.
const REQUEST_OVERHEAD: Micros = Micros(1_500);
/// Storing in one zone: a fixed part, and the median and spread of a log-normal part. Assumed.
const STORE_FIXED_MICROS: f64 = 4_000.0;
const STORE_MEDIAN_MICROS: f64 = 1_200.0;
const STORE_SIGMA: f64 = 0.6;
/// Store times are equally likely quantiles of that distribution.
const QUANTILE_BITS: usize = 10;
const QUANTILES: usize = 1 << QUANTILE_BITS;

/// A zone of the Region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Zone {
    /// The Region's name and `a`.
    A,
    /// And `b`.
    B,
    /// And `c`.
    C,
}

/// How a zone does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneState {
    /// As it should.
    #[default]
    Healthy,
    /// In service, but each store takes this much longer.
    Slow {
        /// How much longer.
        extra: Micros,
    },
    /// Out of service.
    Failed,
}

/// What a zone's new state means for the copies in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneChange {
    /// It went out of service.
    Failed,
    /// It is in service again.
    Returned,
}

/// How long a put took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutLatency {
    /// Storing in each zone; `None` where it is out of service.
    pub zones: [Option<Micros>; ZONES],
    /// From the request to its answer.
    pub whole: Micros,
}

/// Too few zones are in service to acknowledge a put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unavailable {
    /// How many are.
    pub in_service: usize,
}

/// The zones of a Region.
#[derive(Clone, Debug)]
pub struct Zones {
    states: [ZoneState; ZONES],
    /// What each zone's state adds to a store; `None`: out of service.
    extra: [Option<Micros>; ZONES],
    in_service: usize,
    /// How long each zone could copy from another one, up to `as_of`.
    copying: [Micros; ZONES],
    as_of: SimTime,
}

impl Zone {
    /// All of them.
    pub const ALL: [Self; ZONES] = [Self::A, Self::B, Self::C];

    /// What is added to the Region's name.
    pub const fn letter(self) -> char {
        match self {
            Self::A => 'a',
            Self::B => 'b',
            Self::C => 'c',
        }
    }
}

impl Default for Zones {
    fn default() -> Self {
        Self {
            states: [ZoneState::Healthy; ZONES],
            extra: [Some(Micros(0)); ZONES],
            in_service: ZONES,
            copying: [Micros(0); ZONES],
            as_of: SimTime::ZERO,
        }
    }
}

impl Zones {
    /// How a zone does.
    pub const fn state(&self, zone: Zone) -> ZoneState {
        self.states[zone as usize]
    }

    /// Whether a zone is in service.
    pub const fn is_in_service(&self, zone: Zone) -> bool {
        self.extra[zone as usize].is_some()
    }

    /// How many zones are in service.
    pub const fn in_service(&self) -> usize {
        self.in_service
    }

    /// Gives a zone another state; when it fails or returns by that, the copies of every shard must
    /// [follow](copies::ZoneCopies::follow) the change at the same instant.
    pub fn set(&mut self, zone: Zone, state: ZoneState, now: SimTime) -> Option<ZoneChange> {
        self.copying = Zone::ALL.map(|zone| self.copying_time(zone, now));
        self.as_of = now;
        let was_in_service = self.is_in_service(zone);
        self.states[zone as usize] = state;
        self.extra[zone as usize] = match state {
            ZoneState::Healthy => Some(Micros(0)),
            ZoneState::Slow { extra } => Some(extra),
            ZoneState::Failed => None,
        };
        self.in_service = self.extra.iter().flatten().count();
        match (was_in_service, self.is_in_service(zone)) {
            (true, false) => Some(ZoneChange::Failed),
            (false, true) => Some(ZoneChange::Returned),
            _ => None,
        }
    }

    /// How long a put takes that is acknowledged now, or that it cannot be. One call a request or tick, whatever the
    /// number of its records.
    #[inline]
    pub fn acknowledge(&self, random: &mut RandomStream) -> Result<PutLatency, Unavailable> {
        if self.in_service < ZONES_TO_ACKNOWLEDGE {
            return Err(Unavailable { in_service: self.in_service });
        }
        let (bits, store_times) = (random.bits(), &*STORE_TIMES);
        let mut slowest = Micros(0);
        let mut zones = [None; ZONES];
        for (index, zone) in zones.iter_mut().enumerate() {
            if let Some(extra) = self.extra[index] {
                let place = (bits >> (index * QUANTILE_BITS)) as usize % QUANTILES;
                let store = extra + Micros(u64::from(store_times[place]));
                *zone = Some(store);
                slowest = slowest.max(store);
            }
        }
        Ok(PutLatency { zones, whole: slowest + REQUEST_OVERHEAD })
    }

    /// For how long, since the world began, a zone could copy: it and another one were in service. A clock by which
    /// shards reckon how far a zone has caught up, without being told of every tick.
    pub(super) fn copying_time(&self, zone: Zone, now: SimTime) -> Micros {
        let before = self.copying[zone as usize];
        let can_copy = self.is_in_service(zone) && self.in_service > 1;
        if can_copy { before + now.since(self.as_of) } else { before }
    }
}

/// The quantiles; the same in every world, so computed once.
static STORE_TIMES: LazyLock<[u32; QUANTILES]> = LazyLock::new(|| {
    std::array::from_fn(|index| {
        let quantile = normal_quantile((index as f64 + 0.5) / QUANTILES as f64);
        libm::round(STORE_FIXED_MICROS + STORE_MEDIAN_MICROS * libm::exp(STORE_SIGMA * quantile)) as u32
    })
});
