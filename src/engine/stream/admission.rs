//! How one request is admitted: its records are offered in order, each shard takes what its limits allow.
//!
//! The same walk serves generated traffic, retries, `PutRecord` and `PutRecords`, so that they share one rule. Lanes are
//! numbered by places of the stream's layout.

use super::layout::Layout;
use super::shard::{Shard, Share};
use super::throttle::Allowance;
use crate::engine::cost::PutUsage;
use crate::engine::ids::Bytes;
use crate::engine::limits::{LimitId, Profile};
use crate::engine::time::SimTime;
use std::ops::Range;

/// The longest partition key: a record of the bucket's size and its key is charged as one full bucket.
const KEY_BYTES_MAX: u64 = 1_024;

/// The tally of a request, one lane a shard; reused from request to request.
#[derive(Clone, Debug, Default)]
pub struct Admission {
    lanes: Vec<Lane>,
    touched: Vec<u32>,
    bucket_bytes: u64,
}

/// How a request fares at one shard.
#[derive(Clone, Debug)]
pub struct Lane {
    is_touched: bool,
    is_open: bool,
    limit: LimitId,
    records_left: u32,
    accepted_records: u32,
    refused_records: u32,
    room: Allowance,
    bytes_left: u64,
    accepted_bytes: u64,
    refused_bytes: u64,
    /// What the accepted records are charged for beyond a full bucket: records larger than one.
    owed_bytes: u64,
    usage: PutUsage,
    /// The first and one past the last accepted ordinal.
    pub accepted: Range<u64>,
}

const IDLE: Lane = Lane {
    is_touched: false,
    is_open: false,
    limit: LimitId::ShardWriteRecords,
    records_left: 0,
    accepted_records: 0,
    refused_records: 0,
    room: Allowance { records: 0, bytes: 0 },
    bytes_left: 0,
    accepted_bytes: 0,
    refused_bytes: 0,
    owed_bytes: 0,
    usage: PutUsage { payload_units: 0, rounded: Bytes(0) },
    accepted: 0..0,
};

impl Admission {
    /// Prepares for a request to a stream of `shards` shards.
    pub fn begin(&mut self, shards: usize, profile: Profile) {
        for place in self.touched.drain(..) {
            self.lanes[place as usize] = IDLE;
        }
        self.lanes.resize(shards, IDLE);
        self.bucket_bytes = LimitId::ShardWriteBytes.value(profile);
    }

    /// Offers one record of `bytes` to the shard at `place` of the layout; `ordinal` tells it apart from the others.
    /// Returns whether it was taken.
    #[inline]
    pub fn offer(
        &mut self,
        (layout, shards): (&Layout, &mut [Shard]),
        now: SimTime,
        place: u32,
        bytes: u64,
        ordinal: u64,
    ) -> bool {
        let lane = &mut self.lanes[place as usize];
        if !lane.is_touched {
            lane.open(shards[layout.shard(place).0 as usize].allowance(now), ordinal);
            self.touched.push(place);
        }
        if lane.is_open {
            let charged = bytes.min(self.bucket_bytes);
            if lane.records_left == 0 {
                lane.close(LimitId::ShardWriteRecords);
            } else if charged > lane.bytes_left {
                lane.close(LimitId::ShardWriteBytes);
            } else {
                lane.records_left -= 1;
                lane.accepted_records += 1;
                lane.accepted_bytes += bytes;
                lane.bytes_left -= charged;
                lane.usage += PutUsage::of_record(Bytes(bytes));
                if bytes > self.bucket_bytes + KEY_BYTES_MAX {
                    lane.owed_bytes += bytes - charged;
                }
                lane.accepted.end = ordinal + 1;
                return true;
            }
        }
        lane.refused_records += 1;
        lane.refused_bytes += bytes;
        false
    }

    /// What the accepted records are paid for as.
    pub fn usage(&self) -> PutUsage {
        self.lanes().fold(PutUsage::default(), |sum, (_, lane)| sum + lane.usage)
    }

    /// How the request fares at `place`.
    pub fn lane(&self, place: u32) -> &Lane {
        &self.lanes[place as usize]
    }

    /// The places that the request touched, in the order of their first record, with how it fared there.
    pub fn lanes(&self) -> impl Iterator<Item = (u32, &Lane)> {
        self.touched.iter().map(|place| (*place, &self.lanes[*place as usize]))
    }
}

impl Lane {
    fn open(&mut self, room: Allowance, ordinal: u64) {
        let records_left = u32::try_from(room.records).unwrap_or(u32::MAX);
        let accepted = ordinal..ordinal;
        *self = Self { is_touched: true, is_open: true, records_left, room, bytes_left: room.bytes, accepted, ..IDLE };
    }

    fn close(&mut self, limit: LimitId) {
        self.is_open = false;
        self.limit = limit;
    }

    /// The sum of the lane.
    pub fn share(&self) -> Share {
        Share {
            accepted: (u64::from(self.accepted_records), Bytes(self.accepted_bytes)),
            refused: (u64::from(self.refused_records), Bytes(self.refused_bytes)),
            limit: self.limit,
            charged: Bytes(self.room.bytes - self.bytes_left + self.owed_bytes),
            usage: self.usage,
            room: self.room,
        }
    }
}
