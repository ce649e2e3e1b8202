//! Cost: the units, examples that can be checked by hand, and the laws of the meter.

use super::prices::{PRICES, PriceId, PriceUnit, PricingMode};
use super::{Line, Meter, Moved, PutUsage, Rates, payload_units, per_hour, total};
use crate::engine::ids::Bytes;
use crate::engine::time::{Micros, SimTime};
use proptest::prelude::*;

const KB: u64 = 1_024;
const GB: u64 = 1 << 30;
const DOLLAR: u128 = 1_000_000_000;
const DAY: Micros = Micros::hours(24);

#[test]
fn each_row_stands_at_its_id() {
    for (index, price) in PRICES.iter().enumerate() {
        assert_eq!(price.id as usize, index);
        assert!(price.nano_dollars > 0 && !price.source.is_empty());
    }
}

#[test]
fn a_record_counts_in_units_of_25_kb() {
    for (bytes, units) in [(0, 0), (1, 1), (5 * KB, 1), (25 * KB, 1), (25 * KB + 1, 2), (45 * KB, 2), (1_000 * KB, 40)]
    {
        assert_eq!(payload_units(Bytes(bytes)), units, "{bytes}");
    }
    let usage = PutUsage::of_record(Bytes(4_608)) * 10;
    assert_eq!(usage, PutUsage { payload_units: 10, rounded: Bytes(50 * KB) });
}

#[test]
fn amounts_are_rounded_to_the_nearest_billionth() {
    let hour = PriceUnit::ShardHour.base();
    assert_eq!(PriceId::ShardHour.amount(hour * 3), 45_000_000);
    assert_eq!(PriceId::ShardHour.amount(120), 1, "half a billionth");
    assert_eq!(PriceId::ShardHour.amount(119), 0);
    assert_eq!(PriceId::PutPayloadUnits.amount(1_000_000), 14_000_000);
    assert_eq!(PriceId::PutPayloadUnits.amount(1), 14);
    // 2^20 shards with 10 PB for a year: far from the end of the integers.
    let petabytes = u128::from(10_000_000 * GB) * u128::from(Micros::hours(8_760).0);
    assert_eq!(PriceId::LongTermRetention.amount(petabytes) / DOLLAR, 12 * 230_000);
}

fn provisioned() -> Rates {
    Rates { open_shards: 4, retention: DAY, ..Rates::default() }
}

fn nano(lines: &[Line], price: PriceId) -> u128 {
    lines.iter().find(|line| line.price == price).map_or(0, |line| line.nano_dollars)
}

#[test]
fn a_provisioned_stream_pays_for_shards_and_puts() {
    // 1,000 records of 3 KB a second through 4 shards, for 30 days: 4 x 720 x $0.015 and 2,592 million x $0.014.
    let mut meter = Meter::new(provisioned(), SimTime::ZERO);
    let put = PutUsage::of_record(Bytes(3 * KB)) * 1_000;
    for _ in 0..30 * 86_400 {
        meter.add(&Moved { put, ..Moved::default() });
    }
    meter.advance(SimTime::ZERO + DAY * 30);
    let bill = meter.bill();
    assert_eq!(nano(&bill, PriceId::ShardHour), 43_200_000_000);
    assert_eq!(nano(&bill, PriceId::PutPayloadUnits), 36_288_000_000);
    assert_eq!((bill.len(), total(&bill)), (2, 79_488_000_000));
}

#[test]
fn options_have_their_prices_and_reading_is_free() {
    let moved = Moved { read: Bytes(GB), pushed: Bytes(2 * GB), ..Moved::default() };
    let plain = per_hour(provisioned(), &Moved { pushed: Bytes(0), ..moved });
    assert_eq!(plain, [Line { price: PriceId::ShardHour, used: 4 * 3_600_000_000, nano_dollars: 60_000_000 }]);
    let rates = Rates { retention: DAY * 7, consumers: 3, ..provisioned() };
    let bill = per_hour(rates, &moved);
    assert_eq!(nano(&bill, PriceId::ExtendedRetention), 80_000_000);
    assert_eq!(nano(&bill, PriceId::FanOutHour), 4 * 3 * 15_000_000);
    assert_eq!(nano(&bill, PriceId::FanOutData), 26_000_000);
    let month = Rates { retention: DAY * 30, long_term: Bytes(730 * GB), ..provisioned() };
    assert_eq!(nano(&per_hour(month, &moved), PriceId::LongTermRetention), 23_000_000);
}

#[test]
fn on_demand_pays_for_what_it_moves() {
    let put = PutUsage { payload_units: 0, rounded: Bytes(GB) };
    let moved = Moved { put, read: Bytes(GB), pushed: Bytes(GB), ..Moved::default() };
    let standard = Rates { mode: PricingMode::OnDemandStandard, ..provisioned() };
    let amounts: Vec<_> =
        per_hour(standard, &moved).iter().map(|line| (line.price, line.nano_dollars / 1_000_000)).collect();
    let expected = [
        (PriceId::StreamHour, 40),
        (PriceId::StandardIn, 80),
        (PriceId::StandardOut, 40),
        (PriceId::StandardFanOut, 50),
    ];
    assert_eq!(amounts, expected);
    let advantage = Rates { mode: PricingMode::OnDemandAdvantage, ..provisioned() };
    let amounts: Vec<_> =
        per_hour(advantage, &moved).iter().map(|line| (line.price, line.nano_dollars / 1_000_000)).collect();
    assert_eq!(amounts, [(PriceId::AdvantageIn, 32), (PriceId::AdvantageOut, 32)]);
}

#[test]
fn a_commitment_that_is_not_used_is_paid_for() {
    let rates = Rates { mode: PricingMode::OnDemandAdvantage, ..Rates::default() };
    let mut meter = Meter::new(rates, SimTime::ZERO);
    let committed = 25 * KB * KB * 86_400;
    let put = PutUsage { payload_units: 0, rounded: Bytes(committed - GB) };
    meter.add(&Moved { put, read: Bytes(committed + 5), ..Moved::default() });
    let lines = meter.shortfall(DAY);
    assert_eq!(lines, [Line { price: PriceId::CommitmentIn, used: u128::from(GB), nano_dollars: 32_000_000 }]);
}

#[test]
fn a_stream_that_is_gone_costs_nothing_more() {
    let mut meter = Meter::new(provisioned(), SimTime::ZERO);
    meter.stop(SimTime::ZERO + Micros::HOUR);
    let before = meter.bill();
    meter.advance(SimTime::ZERO + Micros::HOUR * 9);
    assert_eq!(meter.bill(), before);
}

fn rates() -> impl Strategy<Value = Rates> {
    let mode = prop::sample::select(vec![
        PricingMode::Provisioned,
        PricingMode::OnDemandStandard,
        PricingMode::OnDemandAdvantage,
    ]);
    (mode, 0_u64..10_000, 0_u64..20, 24_u64..8_760, 0_u64..1 << 50, 0_u64..1 << 50).prop_map(
        |(mode, open_shards, consumers, hours, extended, long_term)| Rates {
            mode,
            open_shards,
            consumers,
            retention: Micros::hours(hours),
            extended: Bytes(extended),
            long_term: Bytes(long_term),
        },
    )
}

proptest! {
    #[test]
    fn the_bill_is_the_same_however_time_is_cut(
        phases in prop::collection::vec((rates(), 0_u64..1_000_000_000_000, 0_u64..GB), 1..8),
        cuts in prop::collection::vec(0_u64..1_000_000_000_000, 0..30),
    ) {
        let (mut whole, mut cut) = (Meter::new(phases[0].0, SimTime::ZERO), Meter::new(phases[0].0, SimTime::ZERO));
        let mut now = SimTime::ZERO;
        for (rates, length, bytes) in &phases {
            whole.set_rates(*rates, now);
            cut.set_rates(*rates, now);
            let put = PutUsage { payload_units: bytes / 7, rounded: Bytes(*bytes) };
            whole.add(&Moved { put, read: Bytes(*bytes), pushed: Bytes(*bytes), ..Moved::default() });
            let (less, rest) = (bytes / 3, bytes - bytes / 3);
            let first = PutUsage { payload_units: 0, rounded: Bytes(less) };
            let last = PutUsage { payload_units: bytes / 7, rounded: Bytes(rest) };
            for (put, bytes) in [(first, less), (last, rest)] {
                cut.add(&Moved { put, read: Bytes(bytes), pushed: Bytes(bytes), ..Moved::default() });
            }
            let mut points: Vec<u64> = cuts.iter().copied().filter(|cut| cut < length).collect();
            points.sort_unstable();
            for point in points {
                cut.advance(now + Micros(point));
            }
            now += Micros(*length);
        }
        whole.advance(now);
        cut.advance(now);
        prop_assert_eq!(whole.bill(), cut.bill());
    }

    #[test]
    fn meters_add_up(left in rates(), right in rates(), length in 0_u64..1_000_000_000_000) {
        let end = SimTime(length);
        let mut meters = [left, right].map(|rates| Meter::new(rates, SimTime::ZERO));
        for meter in &mut meters {
            meter.advance(end);
        }
        let [mut sum, other] = meters;
        let parts = [sum.clone(), other.clone()];
        sum.absorb(&other);
        for price in PRICES {
            prop_assert_eq!(sum.used(price.id), parts.iter().map(|meter| meter.used(price.id)).sum::<u128>());
        }
        // Rounding each line loses at most a billionth.
        let apart: u128 = parts.iter().map(|meter| total(&meter.bill())).sum();
        prop_assert!(total(&sum.bill()).abs_diff(apart) <= PRICES.len() as u128);
    }
}
