//! How quantities are written on the page: the same in both languages.

use crate::learn::catalogue::number;

/// `rate` as a number with at most one decimal below ten.
pub fn count(rate: f64) -> String {
    number(rate, usize::from(rate > 0.0 && rate < 10.0 && rate.fract() > 0.05))
}

/// Bytes with a binary unit: `0 B`, `512 B`, `1.5 KiB`, `2.0 MiB`.
pub fn bytes(value: f64) -> String {
    const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];
    let mut value = value;
    let mut unit = 0;
    while value >= 1_024.0 && unit + 1 < UNITS.len() {
        value /= 1_024.0;
        unit += 1;
    }
    let decimals = usize::from(unit > 0 && value < 100.0);
    format!("{} {}", number(value, decimals), UNITS[unit])
}

/// A large count, shortened: `950`, `12.3 k`, `4.56 M`.
pub fn short(value: f64) -> String {
    const STEPS: [(f64, &str); 4] = [(1e12, " T"), (1e9, " G"), (1e6, " M"), (1e4, " k")];
    match STEPS.iter().find(|(from, _)| value >= *from) {
        Some((from, suffix)) => {
            let divisor = if *from < 1e5 { 1e3 } else { *from };
            let scaled = value / divisor;
            format!("{}{suffix}", number(scaled, if scaled < 100.0 { 2 } else { 1 }))
        }
        None => number(value, 0),
    }
}

/// A share as a percentage: `0.02 %`, `0.4 %`, `12 %`.
pub fn percent(share: f64) -> String {
    let value = 100.0 * share;
    let decimals = usize::from(value > 0.0 && value < 10.0) + usize::from(value > 0.0 && value < 0.095);
    format!("{} %", number(value, decimals))
}

/// A use of a limit, where there is little room: as [`percent`], up to a thousand.
pub fn use_percent(part: f64) -> String {
    if part >= 10.0 { ">999 %".to_owned() } else { percent(part) }
}

/// A speed: `0.1×`, `2×`, `10,000×`.
pub fn speed(value: f64) -> String {
    let decimals = if value < 0.95 { 2 } else { usize::from(value < 9.5) };
    let text = number(value, decimals);
    let text = if decimals > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text}×")
}

/// A shard's short name: `shard 3` of `shardId-000000000003` without the zeros.
pub fn shard(number: u32) -> String {
    format!("{number:04}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_well() {
        for (found, expected) in [
            (bytes(0.0), "0 B"),
            (bytes(1_023.0), "1,023 B"),
            (bytes(1_536.0), "1.5 KiB"),
            (bytes(1_048_576.0), "1.0 MiB"),
            (short(950.0), "950"),
            (short(12_345.0), "12.35 k"),
            (short(4_560_000.0), "4.56 M"),
            (percent(0.0), "0 %"),
            (percent(0.0002), "0.02 %"),
            (percent(0.004), "0.4 %"),
            (percent(1.04), "104 %"),
            (use_percent(9.99), "999 %"),
            (use_percent(254.3), ">999 %"),
            (speed(0.1), "0.1×"),
            (speed(1.0), "1×"),
            (speed(10_000.0), "10,000×"),
            (count(2.5), "2.5"),
            (count(40.0), "40"),
        ] {
            assert_eq!(found, expected);
        }
    }
}
