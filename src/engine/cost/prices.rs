//! What AWS charges for a data stream in us-east-1, one row a price.
//!
//! The units are documented (Developer Guide and pricing page); the prices are from secondary sources, which agreed with
//! each other when they were read, except for rows that say otherwise.
//! Leaves out: enhanced monitoring, which is charged as custom metrics of CloudWatch, and calls of KMS, because neither
//! price could be checked; taxes, free tiers and discounts.

use serde::{Deserialize, Serialize};

/// The Region whose prices these are.
pub const REGION: &str = "us-east-1";
/// When they were last read, year and month.
pub const CHECKED: &str = "2026-11";

const HOUR_MICROS: u128 = 3_600_000_000;
/// A gigabyte of a bill: 2^30 bytes. Assumed; AWS says GB, and 1,024 bytes for KB.
const GIGABYTE: u128 = 1 << 30;
/// A month of a bill: 730 hours. Assumed; AWS's calculator reckons so.
const MONTH_MICROS: u128 = 730 * HOUR_MICROS;

/// How a stream is paid for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PricingMode {
    /// By the shard.
    #[default]
    Provisioned,
    /// By the stream and what it moves.
    OnDemandStandard,
    /// By what it moves, with a commitment of the account.
    OnDemandAdvantage,
}

/// What a price is for one of, or a million of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PriceUnit {
    /// One open shard for one hour.
    ShardHour,
    /// A million units of up to 25 KB of a record.
    MillionPayloadUnits,
    /// One gigabyte.
    Gigabyte,
    /// One gigabyte kept for one month.
    GigabyteMonth,
    /// One enhanced fan-out consumer of one shard for one hour.
    ConsumerShardHour,
    /// One stream for one hour.
    StreamHour,
}

impl PriceUnit {
    /// How many of what the meter counts make one unit: microseconds, payload units, bytes, bytes times microseconds.
    pub const fn base(self) -> u128 {
        match self {
            Self::ShardHour | Self::ConsumerShardHour | Self::StreamHour => HOUR_MICROS,
            Self::MillionPayloadUnits => 1_000_000,
            Self::Gigabyte => GIGABYTE,
            Self::GigabyteMonth => GIGABYTE * MONTH_MICROS,
        }
    }
}

/// One price.
#[derive(Clone, Copy, Debug)]
pub struct Price {
    /// Its name in code.
    pub id: PriceId,
    /// What AWS calls what is paid for.
    pub name: &'static str,
    /// What the price is for.
    pub unit: PriceUnit,
    /// The price of one unit in billionths of a dollar.
    pub nano_dollars: u64,
    /// For which streams it holds.
    pub mode: PricingMode,
    /// Whether sources agreed on the price.
    pub is_confirmed: bool,
    /// Where it comes from.
    pub source: &'static str,
}

const PRICING: &str = "Pricing page of Kinesis Data Streams, by way of secondary sources";
const ADVANTAGE: &str = "Announcement of On-demand Advantage, November 2025, by way of secondary sources";

macro_rules! prices {
    ($($(#[$doc:meta])* $id:ident { $name:literal, $unit:ident, $nano_dollars:literal, $mode:ident, $is_confirmed:literal, $source:expr })*) => {
        /// Names a row of [`PRICES`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum PriceId {
            $($(#[$doc])* $id),*
        }

        /// The prices, in the order of [`PriceId`].
        pub const PRICES: &[Price] = &[$(Price {
            id: PriceId::$id,
            name: $name,
            unit: PriceUnit::$unit,
            nano_dollars: $nano_dollars,
            mode: PricingMode::$mode,
            is_confirmed: $is_confirmed,
            source: $source,
        }),*];
    };
}

prices! {
    /// Open shards.
    ShardHour { "Shard hour", ShardHour, 15_000_000, Provisioned, true, PRICING }
    /// What is put.
    PutPayloadUnits { "PUT payload units", MillionPayloadUnits, 14_000_000, Provisioned, true, PRICING }
    /// Retention beyond 24 hours, up to 7 days.
    ExtendedRetention { "Extended data retention", ShardHour, 20_000_000, Provisioned, true, PRICING }
    /// What is kept beyond 7 days.
    LongTermRetention { "Long-term data retention", GigabyteMonth, 23_000_000, Provisioned, true, PRICING }
    /// What is read of that.
    LongTermRetrieval { "Long-term data retrieval", Gigabyte, 21_000_000, Provisioned, false, PRICING }
    /// Enhanced fan-out consumers.
    FanOutHour { "Enhanced fan-out consumer-shard hour", ConsumerShardHour, 15_000_000, Provisioned, true, PRICING }
    /// What is pushed to them.
    FanOutData { "Enhanced fan-out data retrieval", Gigabyte, 13_000_000, Provisioned, true, PRICING }
    /// On-demand streams.
    StreamHour { "On-demand Standard, stream hour", StreamHour, 40_000_000, OnDemandStandard, true, PRICING }
    /// What is put to them, each record rounded up to whole KB.
    StandardIn { "On-demand Standard, data ingested", Gigabyte, 80_000_000, OnDemandStandard, true, PRICING }
    /// What is read of them.
    StandardOut { "On-demand Standard, data retrieved", Gigabyte, 40_000_000, OnDemandStandard, true, PRICING }
    /// What is pushed to their enhanced fan-out consumers.
    StandardFanOut { "On-demand Standard, enhanced fan-out data retrieved", Gigabyte, 50_000_000, OnDemandStandard, false, PRICING }
    /// What they keep beyond 24 hours, up to 7 days.
    StandardExtended { "On-demand Standard, extended data retention", GigabyteMonth, 100_000_000, OnDemandStandard, true, PRICING }
    /// What they keep beyond 7 days.
    StandardLongTerm { "On-demand Standard, long-term data retention", GigabyteMonth, 23_000_000, OnDemandStandard, true, PRICING }
    /// What is put with On-demand Advantage.
    AdvantageIn { "On-demand Advantage, data ingested", Gigabyte, 32_000_000, OnDemandAdvantage, true, ADVANTAGE }
    /// What is read or pushed with On-demand Advantage: both cost the same.
    AdvantageOut { "On-demand Advantage, data retrieved", Gigabyte, 16_000_000, OnDemandAdvantage, true, ADVANTAGE }
    /// What is kept beyond 24 hours; the Developer Guide says at least 60 % below On-demand Standard.
    AdvantageExtended { "On-demand Advantage, extended data retention", GigabyteMonth, 23_000_000, OnDemandAdvantage, false, ADVANTAGE }
    /// What is kept beyond 7 days.
    AdvantageLongTerm { "On-demand Advantage, long-term data retention", GigabyteMonth, 23_000_000, OnDemandAdvantage, false, ADVANTAGE }
    /// What was committed to be put and was not.
    CommitmentIn { "On-demand Advantage, committed and not ingested", Gigabyte, 32_000_000, OnDemandAdvantage, true, ADVANTAGE }
    /// What was committed to be read and was not.
    CommitmentOut { "On-demand Advantage, committed and not retrieved", Gigabyte, 16_000_000, OnDemandAdvantage, true, ADVANTAGE }
}

impl PriceId {
    /// The row of this price.
    pub const fn row(self) -> &'static Price {
        &PRICES[self as usize]
    }

    /// What so much of it costs, in billionths of a dollar, rounded to the nearest one. `used` is counted in the base of
    /// the row's unit.
    pub const fn amount(self, used: u128) -> u128 {
        let row = self.row();
        let base = row.unit.base();
        // Whole units first: no product passes 2^128 for any amount that a world can use.
        let (whole, part) = (used / base, used % base);
        let price = row.nano_dollars as u128;
        whole * price + (part * price + base / 2) / base
    }
}
