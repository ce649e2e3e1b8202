//! Where a partition key lands: MD5 into the 128-bit hash space, and how AWS divides that space among shards.
//!
//! Documented: MD5 of the key's UTF-8 bytes, read as an unsigned big-endian integer; ranges are inclusive at both ends.
//! Observed: a stream created with N shards gets `step = floor(2^128 / N)`, shard i starts at `i * step`, and the last
//! shard takes the remainder. (facts sheet 1.4)

use md5::{Digest, Md5};
use serde::{Deserialize, Serialize, Serializer, de};
use std::fmt;

/// The size of the hash space, 2^128: the float nearest to 2^128 - 1.
const SPACE: f64 = u128::MAX as f64;

/// A point of the hash space, 0 to 2^128 - 1; written as a decimal string, as AWS writes it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HashKey(pub u128);

/// A shard's hash key range: both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HashRange {
    /// The lowest hash key of the range (AWS: `StartingHashKey`).
    pub start: HashKey,
    /// The highest hash key of the range (AWS: `EndingHashKey`).
    pub end: HashKey,
}

impl HashKey {
    /// The lowest hash key.
    pub const MIN: Self = Self(0);
    /// The highest hash key, 2^128 - 1.
    pub const MAX: Self = Self(u128::MAX);

    /// The hash key of a partition key: MD5 of its UTF-8 bytes, big-endian.
    ///
    /// ```
    /// use shardscope::engine::hash::HashKey;
    /// assert_eq!(HashKey::of("a").to_string(), "16955237001963240173058271559858726497");
    /// ```
    pub fn of(partition_key: &str) -> Self {
        Self::of_bytes(partition_key.as_bytes())
    }

    /// The hash key of a partition key given as its UTF-8 bytes.
    pub fn of_bytes(utf8: &[u8]) -> Self {
        Self(u128::from_be_bytes(Md5::digest(utf8).into()))
    }

    /// Reads an `ExplicitHashKey`: `0` or up to 39 digits without a leading zero, at most 2^128 - 1.
    ///
    /// `None` when the text has another form or is too large.
    pub fn parse(decimal: &str) -> Option<Self> {
        let has_form = decimal.bytes().all(|b| b.is_ascii_digit())
            && (decimal == "0" || !decimal.starts_with('0'))
            && !decimal.is_empty();
        if has_form { decimal.parse().ok().map(Self) } else { None }
    }

    /// The position in the hash space from 0 (start) to 1 (end), for drawing.
    pub fn fraction(self) -> f64 {
        self.0 as f64 / SPACE
    }
}

impl HashRange {
    /// The whole hash space.
    pub const FULL: Self = Self { start: HashKey::MIN, end: HashKey::MAX };

    /// Whether `key` belongs to this range.
    pub fn contains(&self, key: HashKey) -> bool {
        self.start <= key && key <= self.end
    }

    /// The share of the hash space that this range covers, 0 to 1, for drawing.
    pub fn share(&self) -> f64 {
        (self.end.0 - self.start.0) as f64 / SPACE
    }

    /// The ranges of a stream created with `shards` shards, lowest first. Observed; see the module's words.
    ///
    /// # Panics
    /// When `shards` is zero: a stream has at least one shard.
    pub fn evenly(shards: u32) -> Vec<Self> {
        assert!(shards > 0, "a stream has at least one shard");
        let count = u128::from(shards);
        // floor(2^128 / n) without 2^128, which does not fit: (2^128 - 1) / n is less by one only when n divides 2^128.
        let step = if count.is_power_of_two() && count > 1 { u128::MAX / count + 1 } else { u128::MAX / count };
        (0..count)
            .map(|i| {
                let end = if i + 1 == count { u128::MAX } else { (i + 1) * step - 1 };
                Self { start: HashKey(i * step), end: HashKey(end) }
            })
            .collect()
    }
}

impl fmt::Display for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for HashKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HashKey({:032x})", self.0)
    }
}

impl Serialize for HashKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HashKey {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("a hash key is a decimal number from 0 to 2^128 - 1"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_land_where_aws_puts_them() {
        // Key, MD5 as a decimal number, zero-based shard among 2, 3 and 4. (facts sheet 1.4)
        for (key, decimal, shards) in [
            ("a", "16955237001963240173058271559858726497", [0, 0, 0]),
            ("b", "195289424170611159128911017612795795343", [1, 1, 2]),
            ("1", "261578874264819908609102035485573088411", [1, 2, 3]),
            ("partitionKey", "193318062818912349798954611745638949166", [1, 1, 2]),
            ("user-1", "285573413173782752570879317399258818820", [1, 2, 3]),
            ("device-42", "223081048512968852806315647540369465148", [1, 1, 2]),
        ] {
            let hash = HashKey::of(key);
            assert_eq!(hash.to_string(), decimal, "{key}");
            for (count, shard) in [2, 3, 4].into_iter().zip(shards) {
                assert!(HashRange::evenly(count)[shard].contains(hash), "{key} among {count}");
            }
        }
    }

    #[test]
    fn ranges_are_those_that_aws_prints() {
        let starts = |n| HashRange::evenly(n).iter().map(|r| r.start.to_string()).collect::<Vec<_>>();
        assert_eq!(starts(1), ["0"]);
        assert_eq!(HashRange::evenly(1)[0], HashRange::FULL);
        assert_eq!(starts(2), ["0", "170141183460469231731687303715884105728"]);
        assert_eq!(
            starts(6),
            [
                "0",
                "56713727820156410577229101238628035242",
                "113427455640312821154458202477256070484",
                "170141183460469231731687303715884105726",
                "226854911280625642308916404954512140968",
                "283568639100782052886145506193140176210"
            ]
        );
    }

    #[test]
    fn explicit_hash_keys_follow_the_pattern() {
        for (text, valid) in [
            ("0", true),
            ("340282366920938463463374607431768211455", true),
            ("340282366920938463463374607431768211456", false),
            ("01", false),
            ("", false),
            ("-1", false),
            ("+1", false),
            ("1e3", false),
        ] {
            assert_eq!(HashKey::parse(text).is_some(), valid, "{text:?}");
        }
    }
}
