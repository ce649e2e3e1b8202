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

    /// Reads a number back; `None` when it is not one that a shard gives or has ever given.
    ///
    /// Observed: AWS reads the two older layouts too, and takes a number that is too short for any of them for the lower
    /// digits of the oldest.
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
        match (upper, upper >> 56, lower & 0xf) {
            (0, ..) => EncodedNumber::of_version_0(if lower < VERSION_0 { lower | VERSION_0 } else { lower }),
            (_, 2, 1) => Some(EncodedNumber::of_version_1(upper, lower)),
            (_, 2, 2) => EncodedNumber::of_version_2(upper, lower),
            _ => None,
        }
    }
}

/// The parts of a number as they are read back, in whole seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EncodedNumber {
    /// The shard that gave it.
    pub shard: ShardId,
    /// When the shard was created.
    pub created_unix_s: u64,
    /// When the record was stored; the oldest layout does not say.
    pub stored_unix_s: Option<u64>,
    /// The record's index in the shard; the older layouts count in another way.
    pub index: Option<u64>,
}

/// The first digit of the oldest layout, in its place.
const VERSION_0: u128 = 1 << 124;
/// Creation times from here on are refused. Observed (facts sheet 1.12).
const SECONDS_MAX: u64 = 16_025_175_000;
/// The nine digits of a time.
const SECONDS: u64 = 0xf_ffff_ffff;

impl EncodedNumber {
    /// Digits: 1, creation second (9), noise (18), lower half of the shard's number (4).
    fn of_version_0(number: u128) -> Option<Self> {
        let created_unix_s = (number >> 88) as u64 & SECONDS;
        let is_legal = number >> 124 == 1 && created_unix_s < SECONDS_MAX;
        let shard = ShardId(number as u32 & 0xffff);
        is_legal.then_some(Self { shard, created_unix_s, stored_unix_s: None, index: None })
    }

    /// Digits: 2, creation second (9), 1, 00, second of the record (9), noise (14), index (2), shard (8), 1.
    const fn of_version_1(upper: u64, lower: u128) -> Self {
        let stored_unix_s = Some((lower >> 100) as u64 & 0xfff_ffff | (upper & 0xff) << 28);
        Self {
            shard: ShardId((lower >> 4) as u32),
            created_unix_s: (upper >> 20) & SECONDS,
            stored_unix_s,
            index: None,
        }
    }

    fn of_version_2(upper: u64, lower: u128) -> Option<Self> {
        let index = (lower >> 80) as u64 | (upper & 0xffff) << 48;
        let created_unix_s = (upper >> 20) & SECONDS;
        let is_legal = index <= SequenceNumber::LAST_INDEX && created_unix_s < SECONDS_MAX;
        let (shard, stored_unix_s) = (ShardId((lower >> 4) as u32), Some((lower >> 36) as u64 & SECONDS));
        is_legal.then_some(Self { shard, created_unix_s, stored_unix_s, index: Some(index) })
    }
}

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
            let (shard, stored_unix_s, index) = (ShardId(shard), Some(stored_s), Some(index));
            let read = EncodedNumber { shard, created_unix_s: created_s, stored_unix_s, index };
            assert_eq!(SequenceNumber::parse(text), Some(read), "{text}");
        }
    }

    #[test]
    fn older_layouts_are_read_too() {
        let version_0 = |shard, created_unix_s| {
            Some(EncodedNumber { shard: ShardId(shard), created_unix_s, stored_unix_s: None, index: None })
        };
        assert_eq!(SequenceNumber::parse("5"), version_0(5, 0));
        assert_eq!(SequenceNumber::parse("21267647932558653966460912964485513221"), version_0(5, 0));
        // Hexadecimal 1 000000001 00…07, and 1 3bb2cc3d8 00…00, whose date is too large.
        assert_eq!(SequenceNumber::parse("21267647932868138976282258033210294279"), version_0(7, 1));
        assert_eq!(SequenceNumber::parse("26227199374822427428162556223570313216"), None);
        // Hexadecimal 2 000000003 1 00 000000004 00000000000000 00 00000005 1.
        let read = EncodedNumber { shard: ShardId(5), created_unix_s: 3, stored_unix_s: Some(4), index: None };
        let text = decimal((2 << 56 | 3 << 20 | 1 << 16, 4 << 100 | 5 << 4 | 1));
        assert_eq!(SequenceNumber::parse(&text), Some(read));
    }

    #[test]
    fn other_numbers_are_none() {
        let of = |upper, lower| SequenceNumber::parse(&decimal((upper, lower)));
        for (upper, lower) in [(0, 2 << 124), (1, 1), (2 << 56, 0), (2 << 56, 3), (3 << 56, 1), (1 << 56, 2)] {
            assert_eq!(of(upper, lower), None, "{upper:x} {lower:x}");
        }
        assert_eq!(of(2 << 56 | 0x8000, 2), None, "an index beyond the last");
        assert_eq!(of(2 << 56 | SECONDS_MAX << 20, 2), None, "a date that is too large");
        assert_eq!(SequenceNumber::parse(&"9".repeat(129)), None);
    }
}
