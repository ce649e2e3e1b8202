//! The settings of the Kinesis Producer Library, as a producer has them.
//!
//! Defaults are those of the library's source, the same in its versions 0 and 1. Bounds are the library's where it states
//! some, else the simulator's own; an aggregate fits a record of a stream that takes no large records.

use crate::engine::error::Violation;
use crate::engine::settings::SettingId;
use crate::engine::time::Micros;
use serde::{Deserialize, Serialize};

/// The settings of a producer's library, by AWS's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LibrarySettings {
    /// `AggregationEnabled`: whether several user records become one Kinesis record.
    pub aggregation_enabled: bool,
    /// `FailIfThrottled`: whether what is throttled is given up at once.
    pub fail_if_throttled: bool,
    /// `AggregationMaxSize`.
    pub aggregation_max_size: u32,
    /// `AggregationMaxCount`.
    pub aggregation_max_count: u32,
    /// `CollectionMaxCount`.
    pub collection_max_count: u32,
    /// `CollectionMaxSize`.
    pub collection_max_size: u32,
    /// `RecordMaxBufferedTime`.
    pub record_max_buffered_time_ms: u32,
    /// `RecordTtl`.
    pub record_ttl_ms: u32,
    /// `RateLimit`.
    pub rate_limit_percent: u32,
    /// `MaxConnections`.
    pub max_connections: u32,
    /// `RequestTimeout`.
    pub request_timeout_ms: u32,
}

impl Default for LibrarySettings {
    fn default() -> Self {
        let value = |id: SettingId| id.row().current as u32;
        Self {
            aggregation_enabled: true,
            fail_if_throttled: false,
            aggregation_max_size: value(SettingId::AggregationMaxSize),
            aggregation_max_count: value(SettingId::AggregationMaxCount),
            collection_max_count: value(SettingId::CollectionMaxCount),
            collection_max_size: value(SettingId::CollectionMaxSize),
            record_max_buffered_time_ms: value(SettingId::RecordMaxBufferedTime),
            record_ttl_ms: value(SettingId::RecordTtl),
            rate_limit_percent: value(SettingId::RateLimit),
            max_connections: value(SettingId::MaxConnections),
            request_timeout_ms: value(SettingId::RequestTimeout),
        }
    }
}

impl LibrarySettings {
    /// Each number with the row of its setting.
    pub const fn numbers(&self) -> [(SettingId, u32); 9] {
        [
            (SettingId::AggregationMaxSize, self.aggregation_max_size),
            (SettingId::AggregationMaxCount, self.aggregation_max_count),
            (SettingId::CollectionMaxCount, self.collection_max_count),
            (SettingId::CollectionMaxSize, self.collection_max_size),
            (SettingId::RecordMaxBufferedTime, self.record_max_buffered_time_ms),
            (SettingId::RecordTtl, self.record_ttl_ms),
            (SettingId::RateLimit, self.rate_limit_percent),
            (SettingId::MaxConnections, self.max_connections),
            (SettingId::RequestTimeout, self.request_timeout_ms),
        ]
    }

    /// Checks every number; `prefix` is what stands before the fields.
    pub fn validate(&self, prefix: &str) -> Result<(), Violation> {
        self.numbers().into_iter().try_for_each(|(id, value)| id.check(prefix, u64::from(value)))
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
    fn what_is_out_of_bounds_names_its_field() {
        let settings = LibrarySettings { collection_max_count: 501, ..LibrarySettings::default() };
        assert_eq!(settings.validate("kpl.").unwrap_err().field, "kpl.collection_max_count");
    }
}
