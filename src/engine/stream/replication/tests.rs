//! Zones: how long a put takes, what a failed zone misses, and the laws of the copies.

use super::copies::{CATCH_UP_BYTES_PER_S, ZoneCopies};
use super::{Unavailable, ZONES, Zone, ZoneChange, ZoneState, Zones};
use crate::engine::ids::Bytes;
use crate::engine::metrics::sketch::LatencySketch;
use crate::engine::random::RandomStream;
use crate::engine::stream::retention::Volume;
use crate::engine::time::{Micros, SimTime};
use proptest::prelude::*;

const SLOW: ZoneState = ZoneState::Slow { extra: Micros::millis(200) };
const NOTHING: Volume = Volume { records: 0, bytes: Bytes(0) };

fn volume(records: u64, bytes: u64) -> Volume {
    Volume { records, bytes: Bytes(bytes) }
}

#[test]
fn a_put_takes_as_long_as_its_slowest_zone() {
    let mut zones = Zones::default();
    let mut random = RandomStream::new(1, "zones");
    let mut sketch = LatencySketch::default();
    for _ in 0..10_000 {
        let latency = zones.acknowledge(&mut random).unwrap();
        let slowest = latency.zones.iter().flatten().max().unwrap();
        assert_eq!(latency.whole, *slowest + Micros(1_500));
        sketch.add(latency.whole, 1);
    }
    let (median, p99) = (sketch.percentile(500).unwrap(), sketch.percentile(990).unwrap());
    assert!((7_000..8_500).contains(&median.0), "{median:?}");
    assert!((9_500..13_500).contains(&p99.0), "{p99:?}");
    assert_eq!(zones.set(Zone::B, SLOW, SimTime::ZERO), None);
    assert!(zones.acknowledge(&mut random).unwrap().whole > Micros::millis(204));
    zones.set(Zone::B, ZoneState::Failed, SimTime::ZERO);
    let latency = zones.acknowledge(&mut random).unwrap();
    assert!(latency.zones[1].is_none() && latency.whole < Micros::millis(30));
}

#[test]
fn two_zones_are_enough_and_one_is_not() {
    let mut zones = Zones::default();
    let mut random = RandomStream::new(1, "zones");
    assert_eq!(zones.set(Zone::A, ZoneState::Failed, SimTime::ZERO), Some(ZoneChange::Failed));
    assert!(zones.acknowledge(&mut random).is_ok());
    assert_eq!(zones.set(Zone::C, ZoneState::Failed, SimTime::ZERO), Some(ZoneChange::Failed));
    assert_eq!(zones.acknowledge(&mut random), Err(Unavailable { in_service: 1 }));
    assert_eq!(zones.set(Zone::A, SLOW, SimTime::ZERO), Some(ZoneChange::Returned));
    assert!(zones.acknowledge(&mut random).is_ok());
    assert_eq!(zones.set(Zone::A, ZoneState::Healthy, SimTime::ZERO), None);
}

/// A Region with one shard, whose records are stored whenever the zones allow it.
#[derive(Clone)]
struct Region {
    zones: Zones,
    copies: ZoneCopies,
    acknowledged: Volume,
    expired: Volume,
    now: SimTime,
}

impl Region {
    fn new() -> Self {
        let zones = Zones::default();
        let copies = ZoneCopies::new(&zones, SimTime::ZERO);
        Self { zones, copies, acknowledged: NOTHING, expired: NOTHING, now: SimTime::ZERO }
    }

    fn put(&mut self, records: u64, bytes: u64) {
        if self.zones.acknowledge(&mut RandomStream::new(0, "put")).is_ok() {
            self.acknowledged.records += records;
            self.acknowledged.bytes += Bytes(bytes);
        }
    }

    fn set(&mut self, zone: Zone, state: ZoneState) {
        if let Some(change) = self.zones.set(zone, state, self.now) {
            self.copies.follow(&self.zones, zone, change, self.acknowledged, self.now);
        }
    }

    fn missing(&self) -> [Volume; ZONES] {
        self.look().map(|copy| copy.missing)
    }

    fn look(&self) -> [super::copies::ZoneCopy; ZONES] {
        self.copies.look(&self.zones, self.acknowledged, self.expired, self.now)
    }
}

#[test]
fn a_failed_zone_misses_what_is_stored_meanwhile_and_catches_up() {
    let mut region = Region::new();
    region.put(100, 1_000);
    region.set(Zone::B, ZoneState::Failed);
    let bytes = CATCH_UP_BYTES_PER_S * 10;
    region.put(1_000, bytes);
    assert_eq!(region.missing(), [NOTHING, volume(1_000, bytes), NOTHING]);
    assert_eq!(region.copies.holders(&region.zones, 99, region.now), [true; ZONES]);
    assert_eq!(region.copies.holders(&region.zones, 100, region.now), [true, false, true]);
    region.now += Micros::HOUR;
    region.set(Zone::B, ZoneState::Healthy);
    region.put(5, 5);
    assert_eq!(region.look()[1].catch_up, Micros::seconds(10));
    region.now += Micros::seconds(4);
    assert_eq!(region.missing()[1], volume(600, bytes * 6 / 10));
    assert_eq!(region.copies.holders(&region.zones, 499, region.now), [true; ZONES]);
    assert_eq!(region.copies.holders(&region.zones, 500, region.now), [true, false, true]);
    region.now += Micros::seconds(6);
    assert_eq!(region.missing(), [NOTHING; ZONES]);
    assert_eq!(region.look()[1].held, volume(1_105, 1_005 + bytes));
}

#[test]
fn a_zone_cannot_catch_up_while_it_is_alone() {
    let mut region = Region::new();
    region.set(Zone::A, ZoneState::Failed);
    region.put(10, CATCH_UP_BYTES_PER_S);
    region.set(Zone::B, ZoneState::Failed);
    region.set(Zone::C, ZoneState::Failed);
    region.set(Zone::A, ZoneState::Healthy);
    region.now += Micros::HOUR;
    assert_eq!(region.missing()[0].records, 10);
    assert_eq!(region.copies.holders(&region.zones, 0, region.now), [false, true, true]);
    region.set(Zone::C, ZoneState::Healthy);
    region.now += Micros::seconds(1);
    assert_eq!(region.missing(), [NOTHING; ZONES]);
}

#[test]
fn a_shard_that_is_created_while_a_zone_is_out_is_not_in_it() {
    let mut region = Region::new();
    region.set(Zone::C, ZoneState::Failed);
    region.copies = ZoneCopies::new(&region.zones, region.now);
    region.put(3, 30);
    assert_eq!(region.missing(), [NOTHING, NOTHING, volume(3, 30)]);
    region.expired = volume(2, 20);
    region.copies.trim(&region.zones, region.expired, region.now);
    assert_eq!(region.missing(), [NOTHING, NOTHING, volume(1, 10)]);
    assert!(!region.copies.are_complete());
}

#[derive(Clone, Debug)]
enum Step {
    Put { records: u64, size: u64 },
    Set { zone: Zone, state: ZoneState },
    Wait(u64),
    Expire(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let zone = prop::sample::select(Zone::ALL.to_vec());
    let state = prop::sample::select(vec![ZoneState::Healthy, SLOW, ZoneState::Failed]);
    prop_oneof![
        (1_u64..500, 1_u64..100_000).prop_map(|(records, size)| Step::Put { records, size }),
        (zone, state).prop_map(|(zone, state)| Step::Set { zone, state }),
        (0_u64..20_000_000).prop_map(Step::Wait),
        (0_u64..1_000).prop_map(Step::Expire),
    ]
}

impl Region {
    /// Takes a step; `puts` holds the puts so far, each with the records' size, from which expiry takes whole records.
    fn take(&mut self, step: &Step, sizes: &mut Vec<u64>) {
        match step {
            Step::Put { records, size } => {
                let before = self.acknowledged.records;
                self.put(*records, records * size);
                sizes.extend((before..self.acknowledged.records).map(|_| *size));
            }
            Step::Set { zone, state } => self.set(*zone, *state),
            Step::Wait(micros) => self.now += Micros(*micros),
            Step::Expire(records) => {
                let to = (self.expired.records + records).min(self.acknowledged.records);
                let bytes = sizes[self.expired.records as usize..to as usize].iter().sum();
                self.expired = Volume { records: to, bytes: self.expired.bytes + Bytes(bytes) };
                self.copies.trim(&self.zones, self.expired, self.now);
            }
        }
    }
}

proptest! {
    #[test]
    fn copies_are_conserved(steps in prop::collection::vec(step(), 1..60)) {
        let (mut region, mut watched) = (Region::new(), Region::new());
        let (mut sizes, mut again) = (Vec::new(), Vec::new());
        for step in &steps {
            region.take(step, &mut sizes);
            watched.take(step, &mut again);
            // Reckoning more often changes nothing.
            watched.copies.trim(&watched.zones, watched.expired, watched.now);
            let kept = region.acknowledged.records - region.expired.records;
            let kept_bytes = region.acknowledged.bytes - region.expired.bytes;
            prop_assert_eq!(region.look(), watched.look());
            let copies = region.look();
            for copy in &copies {
                prop_assert_eq!(copy.held.records + copy.missing.records, kept);
                prop_assert_eq!(copy.held.bytes + copy.missing.bytes, kept_bytes);
            }
            // One zone at most misses a record: two copies or more are left of each.
            prop_assert!(copies.iter().map(|copy| copy.missing.records).sum::<u64>() <= kept);
            let counts = region.copies.by_holders(&region.zones, region.acknowledged, region.expired, region.now);
            let missing = copies.iter().map(|copy| copy.missing.records).sum::<u64>();
            prop_assert_eq!(counts, [0, 0, missing, kept - missing]);
            for ordinal in (region.expired.records..region.acknowledged.records).step_by(37) {
                let holders = region.copies.holders(&region.zones, ordinal, region.now);
                prop_assert!(holders.iter().filter(|holds| **holds).count() >= 2, "{}", ordinal);
            }
        }
        for zone in Zone::ALL {
            region.set(zone, ZoneState::Healthy);
        }
        region.now += region.look().iter().map(|copy| copy.catch_up).max().unwrap_or_default();
        prop_assert_eq!(region.missing(), [NOTHING; ZONES]);
    }
}
