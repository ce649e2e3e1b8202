//! The account in its Region: what AWS would know of the caller, and how long its control operations take.
//!
//! AWS publishes no durations; the defaults are `assumed`: about what the console shows, and for a reshard the 30 seconds
//! a shard that exam notes of 2018 to 2021 tell (1,000 to 2,000 shards in 30,000 s).

use super::error::{Rule, Violation};
use super::limits::{LimitId, Profile};
use super::time::Micros;
use serde::{Deserialize, Serialize};

/// Open shards at most: the simulator's own bound, a key's place among them has 16 bits.
const OPEN_SHARDS_MAX: u32 = 65_000;
/// The longest duration of a control operation.
const DURATION_MAX: Micros = Micros::hours(24);

/// An account in a Region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    /// The Region's code.
    pub region: String,
    /// The shard quota where it is not that of the limits profile, as after a request to AWS.
    pub shard_limit: Option<u32>,
    /// How long a stream is CREATING.
    pub create_stream: Micros,
    /// How long a stream is DELETING.
    pub delete_stream: Micros,
    /// How long a stream is UPDATING.
    pub update_stream: Micros,
    /// Whether operations are refused when they are called more often than their rate allows.
    pub has_call_rates: bool,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            id: "123456789012".to_owned(),
            region: "us-east-1".to_owned(),
            shard_limit: None,
            create_stream: Micros::seconds(10),
            delete_stream: Micros::seconds(10),
            update_stream: Micros::seconds(30),
            has_call_rates: true,
        }
    }
}

impl Account {
    /// The shard quota that holds; never more than the simulator can number at once.
    pub fn shard_limit(&self, profile: Profile) -> u32 {
        let quota = u32::try_from(LimitId::Shards.value(profile)).unwrap_or(u32::MAX);
        self.shard_limit.unwrap_or(quota).min(OPEN_SHARDS_MAX)
    }

    /// The Amazon Resource Name of a stream.
    pub fn stream_arn(&self, stream: &str) -> String {
        format!("arn:aws:kinesis:{}:{}:stream/{stream}", self.region, self.id)
    }

    /// The Amazon Resource Name of a Lambda function.
    pub fn function_arn(&self, function: &str) -> String {
        format!("arn:aws:lambda:{}:{}:function:{function}", self.region, self.id)
    }

    /// The Amazon Resource Name of a delivery stream.
    pub fn delivery_stream_arn(&self, name: &str) -> String {
        format!("arn:aws:firehose:{}:{}:deliverystream/{name}", self.region, self.id)
    }

    /// Checks every field.
    pub fn validate(&self) -> Result<(), Violation> {
        if self.id.len() != 12 || !self.id.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Violation::new("account", &self.id, Rule::AccountId));
        }
        let is_region = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if self.region.is_empty() || self.region.len() > 32 || !self.region.bytes().all(is_region) {
            return Err(Violation::new("region", &self.region, Rule::RegionCode));
        }
        let durations = [
            ("create_stream_ms", self.create_stream),
            ("delete_stream_ms", self.delete_stream),
            ("update_stream_ms", self.update_stream),
        ];
        for (field, duration) in durations {
            if duration > DURATION_MAX {
                let max = DURATION_MAX.0 as f64 / 1e3;
                let rule = Rule::Between { min: 0.0, max, unit: "milliseconds".to_owned() };
                return Err(Violation::new(field, duration.0 / 1_000, rule));
            }
        }
        Ok(())
    }
}
