//! Sums of money and what they are for, as they are written.

use crate::engine::cost::prices::{PriceUnit, PricingMode};
use crate::learn::catalogue::number;
use crate::learn::message::Message;

const NANO: f64 = 1e9;

/// Billionths of a dollar: to the millionth, so that a meter is seen to run, or to fewer places where there are many.
pub fn dollars(nano_dollars: u128) -> String {
    let value = nano_dollars as f64 / NANO;
    let decimals = match value {
        v if v < 1.0 => 6,
        v if v < 10.0 => 4,
        _ => 2,
    };
    format!("${}", number(value, decimals))
}

/// A price as lists of prices write it: `$0.015`, `$0.04`.
pub fn price(nano_dollars: u64) -> String {
    let text = number(nano_dollars as f64 / NANO, 3);
    let shorter = text.strip_suffix('0').unwrap_or(&text);
    format!("${shorter}")
}

/// How much of it was used.
pub fn used(unit: PriceUnit, used: u128) -> Message {
    if unit == PriceUnit::MillionPayloadUnits {
        return Message::new("used-payload-units").text("amount", number(used as f64, 0));
    }
    let amount = used as f64 / unit.base() as f64;
    Message::new(match unit {
        PriceUnit::ShardHour => "used-shard-hours",
        PriceUnit::MillionPayloadUnits => "used-payload-units",
        PriceUnit::Gigabyte => "used-gigabytes",
        PriceUnit::GigabyteMonth => "used-gigabyte-months",
        PriceUnit::ConsumerShardHour => "used-consumer-shard-hours",
        PriceUnit::StreamHour => "used-stream-hours",
    })
    .text("amount", rounded(amount))
}

/// What a price is for.
pub const fn unit(unit: PriceUnit) -> &'static str {
    match unit {
        PriceUnit::ShardHour => "price-shard-hour",
        PriceUnit::MillionPayloadUnits => "price-payload-units",
        PriceUnit::Gigabyte => "price-gigabyte",
        PriceUnit::GigabyteMonth => "price-gigabyte-month",
        PriceUnit::ConsumerShardHour => "price-consumer-shard-hour",
        PriceUnit::StreamHour => "price-stream-hour",
    }
}

/// AWS's name of a mode.
pub const fn mode(mode: PricingMode) -> &'static str {
    match mode {
        PricingMode::Provisioned => "Provisioned",
        PricingMode::OnDemandStandard => "On-demand Standard",
        PricingMode::OnDemandAdvantage => "On-demand Advantage",
    }
}

/// Four digits that say something.
fn rounded(amount: f64) -> String {
    let whole_digits = if amount >= 1.0 { libm::floor(libm::log10(amount)) + 1.0 } else { 0.0 };
    number(amount, (4.0 - whole_digits).max(0.0) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::cost::prices::PRICES;

    #[test]
    fn money_reads_well() {
        let found = [0, 1_234_567, 1_500_000_000, 12_345_678_900_000].map(dollars);
        assert_eq!(found, ["$0.000000", "$0.001235", "$1.5000", "$12,345.68"]);
        assert_eq!([15_000_000, 40_000_000, 100_000_000].map(price), ["$0.015", "$0.04", "$0.10"]);
        assert_eq!([0.012_345, 12.345_67, 12_345.6].map(rounded), ["0.0123", "12.35", "12,346"]);
    }

    #[test]
    fn no_price_is_finer_than_it_is_written() {
        assert!(PRICES.iter().all(|price| price.nano_dollars % 1_000_000 == 0));
    }
}
