//! What a delivery stream costs: what it takes in, each record rounded up to whole steps of 5 KB, and its conversion.
//!
//! Documented: the units, and that nothing is paid by time; the prices are from secondary sources. Leaves out: cheaper
//! steps beyond 500 TB a month, delivery into private networks, dynamic partitioning, and vended logs, which are not rounded.

use super::super::ids::Bytes;
use super::prices::PriceUnit;

const SOURCE: &str = "Pricing page of Amazon Data Firehose, by way of secondary sources";

/// A price of delivery streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryPrice {
    /// What AWS calls what is paid for.
    pub name: &'static str,
    /// What the price is for.
    pub unit: PriceUnit,
    /// The price of one unit in billionths of a dollar.
    pub nano_dollars: u64,
    /// Where it comes from.
    pub source: &'static str,
}

/// What is taken in.
pub const INGESTED: DeliveryPrice =
    DeliveryPrice { name: "Data ingested", unit: PriceUnit::Gigabyte, nano_dollars: 29_000_000, source: SOURCE };
/// What of it is converted.
pub const CONVERTED: DeliveryPrice =
    DeliveryPrice { name: "Format conversion", unit: PriceUnit::Gigabyte, nano_dollars: 18_000_000, source: SOURCE };

/// One line of the bill of a delivery stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryLine {
    /// The price.
    pub price: DeliveryPrice,
    /// Bytes that were used, as they are billed.
    pub used: Bytes,
    /// What it costs, in billionths of a dollar.
    pub nano_dollars: u128,
}

/// The bill of what was taken in and converted, in bytes as they are billed; what was not used is left out.
pub fn bill(ingested: Bytes, converted: Bytes) -> Vec<DeliveryLine> {
    let line = |(price, used): (DeliveryPrice, Bytes)| {
        let base = price.unit.base();
        let nano_dollars = (u128::from(used.0) * u128::from(price.nano_dollars) + base / 2) / base;
        DeliveryLine { price, used, nano_dollars }
    };
    [(INGESTED, ingested), (CONVERTED, converted)].map(line).into_iter().filter(|line| line.used.0 > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gigabyte_costs_its_price() {
        let gigabyte = Bytes(1 << 30);
        assert!(bill(Bytes::ZERO, Bytes::ZERO).is_empty());
        let costs: Vec<_> = bill(gigabyte, gigabyte).iter().map(|line| line.nano_dollars).collect();
        assert_eq!(costs, [29_000_000, 18_000_000]);
    }
}
