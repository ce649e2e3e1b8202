//! Sequence numbers: given by a shard to each record it stores, rising within the shard.
//!
//! Documented: unique per shard and key, growing with time, opaque. Observed (facts sheet 1.12): 47 hexadecimal digits
//! `2`, 9 digits creation second of the shard, 1 digit low nibble of the shard's number, 16 digits index, `00`, 9 digits
//! second of the record, 8 digits shard number, `2`; printed as a decimal number of 56 digits. Assumed: the index counts
//! the shard's own records, from 1; the second of a generated record is that of the ten minutes in which it arrived.

use crate::engine::ids::ShardId;
use crate::engine::time::SimTime;
use std::fmt;

/// A record's sequence number, kept as its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SequenceNumber {
    /// When the shard was created.
    pub shard_created: SimTime,
    /// The shard that gave the number.
    pub shard: ShardId,
    /// The record's index in the shard: 0 is the shard's own starting number.
    pub index: u64,
    /// When the record was stored.
    pub stored: SimTime,
}

impl SequenceNumber {
    /// The index that closes a shard.
    pub const LAST_INDEX: u64 = 0x7fff_ffff_ffff_ffff;

    /// Reads a number back; `None` when it is not one that a shard gives.
    pub fn parse(decimal: &str) -> Option<EncodedNumber> {
        let (mut upper, mut lower) = (0_u64, 0_u128);
        for digit in decimal.bytes() {
            let digit = u128::from(digit.checked_sub(b'0').filter(|digit| *digit < 10)?);
            // (upper, lower) * 10 + digit, the lower half in two steps that cannot overflow.
            let low = (lower & u128::from(u64::MAX)) * 10 + digit;
            let high = (lower >> 64) * 10 + (low >> 64);
            lower = (high << 64) | (low & u128::from(u64::MAX));
            upper = upper.checked_mul(10)?.checked_add((high >> 64) as u64)?;
        }
        let number = EncodedNumber {
            shard: ShardId((lower >> 4) as u32),
            index: ((lower >> 80) as u64) | ((upper & 0xffff) << 48),
            created_unix_s: (upper >> 20) & 0xf_ffff_ffff,
            stored_unix_s: ((lower >> 36) & 0xf_ffff_ffff) as u64,
        };
        let is_of_version_2 = lower & 0xf == 2 && upper >> 56 == 2;
        let has_legal_parts = number.index <= Self::LAST_INDEX
            && i32::try_from(number.shard.0).is_ok()
            && number.created_unix_s < SECONDS_MAX;
        (is_of_version_2 && has_legal_parts).then_some(number)
    }
}

/// The parts of a number as they are read back, in whole seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodedNumber {
    /// The shard that gave it.
    pub shard: ShardId,
    /// The record's index in the shard.
    pub index: u64,
    /// When the shard was created.
    pub created_unix_s: u64,
    /// When the record was stored.
    pub stored_unix_s: u64,
}

/// Creation times from here on are refused. Observed (facts sheet 1.12).
const SECONDS_MAX: u64 = 16_025_175_000;

impl fmt::Display for SequenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (created_s, stored_s) = (self.shard_created.unix_seconds(), self.stored.unix_seconds());
        f.write_str(&decimal(bits(created_s, self.shard, self.index, stored_s)))
    }
}

/// The 188 bits of a number as (upper 64, lower 128).
fn bits(created_unix_s: u64, shard: ShardId, index: u64, stored_unix_s: u64) -> (u64, u128) {
    // Lower half from its lowest digit: 2 (1 digit), shard (8), second (9), 00 (2), and the index's lower 48 bits.
    let lower = 2 | (u128::from(shard.0) << 4) | (u128::from(stored_unix_s) << 36) | (u128::from(index) << 80);
    let upper = (index >> 48) | (u64::from(shard.0 & 0xf) << 16) | (created_unix_s << 20) | (2 << 56);
    (upper, lower)
}

/// A 192-bit number in decimal: long division of six 32-bit limbs into groups of nine digits.
fn decimal((upper, lower): (u64, u128)) -> String {
    const BILLION: u64 = 1_000_000_000;
    let mut limbs = [
        (upper >> 32) as u32,
        upper as u32,
        (lower >> 96) as u32,
        (lower >> 64) as u32,
        (lower >> 32) as u32,
        lower as u32,
    ];
    let mut groups = Vec::new();
    while limbs.iter().any(|limb| *limb != 0) {
        let mut remainder = 0u64;
        for limb in &mut limbs {
            let value = (remainder << 32) | u64::from(*limb);
            *limb = (value / BILLION) as u32;
            remainder = value % BILLION;
        }
        groups.push(remainder);
    }
    let first = groups.pop().unwrap_or(0).to_string();
    groups.iter().rev().fold(first, |text, group| text + &format!("{group:09}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_print_as_the_numbers_in_aws_documentation() {
        // Four numbers printed in AWS documentation, with the parts that they decode to. (facts sheet 1.12)
        for (text, created_s, stored_s, index, shard) in [
            ("49590338271490256608559692538361571095921575989136588898", 1_542_776_258, 1_545_084_650, 0x6764_8a17, 6),
            ("49590338271490256608559692540925702759324208523137515618", 1_542_776_258, 1_545_084_709, 0x6764_9260, 6),
            ("49543463076548007577105092703039560359975228518395019266", 1_411_403_981, 1_411_431_220, 0x157d, 0),
            ("49543463076570308322303623326179887152428262250726293522", 1_411_403_981, 1_411_431_220, 0x157c, 1),
        ] {
            assert_eq!(decimal(bits(created_s, ShardId(shard), index, stored_s)), text);
        }
    }
}
