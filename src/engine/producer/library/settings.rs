//! The settings of the Kinesis Producer Library as one table, and as a producer has them.
//!
//! Defaults are those of the library's source, the same in its versions 0 and 1. Bounds are the library's where it states
//! some, else the simulator's own; an aggregate fits a record of a stream that takes no large records.

use crate::engine::consumer::settings::Evidence;
use crate::engine::error::{Rule, Violation};
use crate::engine::time::Micros;
use serde::{Deserialize, Serialize};

/// One setting that is a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LibrarySetting {
    /// Which.
    pub id: LibrarySettingId,
    /// What AWS calls it.
    pub name: &'static str,
    /// The field's name in a scenario file.
    pub field: &'static str,
    /// What the number counts.
    pub unit: &'static str,
    /// The least.
    pub min: u32,
    /// The greatest.
    pub max: u32,
    /// The default, in every version.
    pub default: u32,
    /// How well the default is known.
    pub evidence: Evidence,
    /// Who says so.
    pub source: &'static str,
}

macro_rules! settings {
    ($($(#[$doc:meta])* $id:ident $name:literal $field:ident $unit:literal $min:literal .. $max:literal default $default:literal;)*) => {
        /// Names a row of [`LIBRARY_SETTINGS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum LibrarySettingId {
            $($(#[$doc])* $id),*
        }

        /// The table, in the order of [`LibrarySettingId`].
        pub const LIBRARY_SETTINGS: &[LibrarySetting] = &[$(LibrarySetting {
            id: LibrarySettingId::$id, name: $name, field: stringify!($field), unit: $unit, min: $min, max: $max,
            default: $default, evidence: Evidence::Observed, source: "KPL source, KinesisProducerConfiguration",
        }),*];

        /// The settings of a producer's library.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct LibrarySettings {
            /// `AggregationEnabled`: whether several user records become one Kinesis record.
            pub aggregation_enabled: bool,
            /// `FailIfThrottled`: whether what is throttled is given up at once.
            pub fail_if_throttled: bool,
            $($(#[$doc])* pub $field: u32),*
        }

        impl Default for LibrarySettings {
            fn default() -> Self {
                Self { aggregation_enabled: true, fail_if_throttled: false, $($field: $default),* }
            }
        }

        impl LibrarySettings {
            /// Each number with the row of its setting.
            pub const fn numbers(&self) -> [(LibrarySettingId, u32); LIBRARY_SETTINGS.len()] {
                [$((LibrarySettingId::$id, self.$field)),*]
            }
        }
    };
}

settings! {
    /// `AggregationMaxSize`: bytes of an aggregate at most; a larger user record goes alone.
    AggregationMaxSize "AggregationMaxSize" aggregation_max_size "bytes" 64 .. 1_048_576 default 51_200;
    /// `AggregationMaxCount`: user records of an aggregate at most.
    AggregationMaxCount "AggregationMaxCount" aggregation_max_count "user records" 1 .. 4_294_967_295 default 4_294_967_295;
    /// `CollectionMaxCount`: Kinesis records of a `PutRecords` request at most.
    CollectionMaxCount "CollectionMaxCount" collection_max_count "records" 1 .. 500 default 500;
    /// `CollectionMaxSize`: bytes of a `PutRecords` request at most.
    CollectionMaxSize "CollectionMaxSize" collection_max_size "bytes" 52_224 .. 5_242_880 default 5_242_880;
    /// `RecordMaxBufferedTime`: how long a user record is held back for others to come.
    RecordMaxBufferedTime "RecordMaxBufferedTime" record_max_buffered_time_ms "ms" 0 .. 600_000 default 100;
    /// `RecordTtl`: the age at which a user record is given up.
    RecordTtl "RecordTtl" record_ttl_ms "ms" 100 .. 3_600_000 default 30_000;
    /// `RateLimit`: what is sent to a shard at most, in hundredths of the shard's limits.
    RateLimit "RateLimit" rate_limit_percent "%" 1 .. 1_000 default 150;
    /// `MaxConnections`: requests under way at most.
    MaxConnections "MaxConnections" max_connections "connections" 1 .. 256 default 24;
    /// `RequestTimeout`: how long the answer of a request is waited for.
    RequestTimeout "RequestTimeout" request_timeout_ms "ms" 100 .. 600_000 default 6_000;
}

impl LibrarySettingId {
    /// The row of this setting.
    pub const fn row(self) -> &'static LibrarySetting {
        &LIBRARY_SETTINGS[self as usize]
    }

    /// Checks that `value` is within bounds; `prefix` is what stands before the field.
    pub fn check(self, prefix: &str, value: u32) -> Result<(), Violation> {
        let row = self.row();
        if (row.min..=row.max).contains(&value) {
            return Ok(());
        }
        let rule = Rule::Between { min: f64::from(row.min), max: f64::from(row.max), unit: row.unit.to_owned() };
        Err(Violation::new(format!("{prefix}{}", row.field), value, rule))
    }
}

impl LibrarySettings {
    /// Checks every number; `prefix` is what stands before the fields.
    pub fn validate(&self, prefix: &str) -> Result<(), Violation> {
        self.numbers().into_iter().try_for_each(|(id, value)| id.check(prefix, value))
    }

    /// How long a user record is held back at most.
    pub const fn buffered_time(&self) -> Micros {
        Micros::millis(self.record_max_buffered_time_ms as u64)
    }

    /// The age at which a user record is given up.
    pub const fn time_to_live(&self) -> Micros {
        Micros::millis(self.record_ttl_ms as u64)
    }

    /// How long an answer is waited for.
    pub const fn request_timeout(&self) -> Micros {
        Micros::millis(self.request_timeout_ms as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_at_their_ids_and_their_defaults_are_allowed() {
        for (index, row) in LIBRARY_SETTINGS.iter().enumerate() {
            assert_eq!(row.id as usize, index);
        }
        assert!(LibrarySettings::default().validate("").is_ok());
    }

    #[test]
    fn what_is_out_of_bounds_names_its_field() {
        let settings = LibrarySettings { collection_max_count: 501, ..LibrarySettings::default() };
        assert_eq!(settings.validate("kpl.").unwrap_err().field, "kpl.collection_max_count");
    }
}
