//! What happened to a delivery stream: counts, counts along time, and the latest deliveries and invocations.

use super::amount::Amount;
use super::buffer::{Cause, Thresholds};
use super::lane::{LaneId, Route};
use crate::engine::metrics::slots::Sample;
use crate::engine::time::{Micros, SimTime};

/// What happened to a delivery stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Requests to put records.
    pub put_requests: u64,
    /// Records of producers that were larger than Firehose takes.
    pub too_large_records: u64,
    /// Records of producers that were kept out because the key of the delivery stream could not be used.
    pub key_refused_records: u64,
    /// Those that were refused as a whole.
    pub refused_requests: u64,
    /// Records of requests that were refused for want of room.
    pub throttled_records: u64,
    /// Reads of the source stream that were answered.
    pub reads: u64,
    /// Those that were refused because a shard's read limits were reached.
    pub throttled_reads: u64,
    /// Those that failed for another reason.
    pub failed_reads: u64,
    /// Records of the source stream that expired before they were read.
    pub expired_unread: u64,
    /// Invocations of the function, each attempt counted.
    pub invocations: u64,
    /// Those that failed as a whole.
    pub failed_invocations: u64,
    /// Records that the function has processed.
    pub processed: u64,
    /// Objects written and requests carried out for the destination because there was enough.
    pub by_size: u64,
    /// The same because enough time had passed.
    pub by_interval: u64,
    /// Attempts to deliver that failed.
    pub failed_attempts: u64,
    /// Records that were converted.
    pub converted: u64,
    /// Records that could not be converted.
    pub not_converted: u64,
    /// Records that found no room among the active partitions.
    pub partitions_exceeded: u64,
    /// Bytes as AWS bills them: each record in steps of 5 KB.
    pub billed_bytes: u64,
}

/// What happened to a delivery stream in one slot of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FirehoseSample {
    /// Requests to put records.
    pub requests: u64,
    /// Records that came.
    pub records: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Records that were throttled.
    pub throttled: u64,
    /// Deliveries to the destination, because of the size.
    pub by_size: u64,
    /// The same, because of the interval.
    pub by_interval: u64,
    /// Records that were delivered.
    pub delivered: u64,
    /// Their bytes.
    pub delivered_bytes: u64,
    /// Records that went below an error prefix.
    pub failed: u64,
    /// Records that were lost.
    pub lost: u64,
}

impl Sample for FirehoseSample {
    fn add(&mut self, other: &Self) {
        self.requests += other.requests;
        self.records += other.records;
        self.bytes += other.bytes;
        self.throttled += other.throttled;
        self.by_size += other.by_size;
        self.by_interval += other.by_interval;
        self.delivered += other.delivered;
        self.delivered_bytes += other.delivered_bytes;
        self.failed += other.failed;
        self.lost += other.lost;
    }
}

/// A delivery that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// When it left the buffer.
    pub began: SimTime,
    /// When it was done.
    pub at: SimTime,
    /// Its lane.
    pub lane: LaneId,
    /// Where it went.
    pub route: Route,
    /// Why it left.
    pub cause: Cause,
    /// The thresholds of the buffer then.
    pub thresholds: Thresholds,
    /// How much it was.
    pub amount: Amount,
    /// The age of its oldest record when it was done.
    pub oldest_age: Micros,
    /// Attempts that it took.
    pub attempts: u32,
    /// The number of the object.
    pub object: u64,
}

/// An invocation of the function that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invoked {
    /// When the first attempt began.
    pub began: SimTime,
    /// When it was done.
    pub at: SimTime,
    /// Its lane.
    pub lane: LaneId,
    /// Attempts that it took.
    pub attempts: u32,
    /// What it was given.
    pub given: Amount,
    /// What came out well.
    pub processed: Amount,
    /// What was dropped.
    pub dropped: Amount,
    /// What failed.
    pub failed: Amount,
}
