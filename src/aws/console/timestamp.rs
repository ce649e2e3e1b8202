//! Instants as people write them and as the command line prints them: ISO 8601 in UTC, milliseconds since 1970 inside.
//!
//! The calendar is the proleptic Gregorian one. Leaves out time zones by name and RFC 822 dates.

/// Reads seconds since 1970, or a date with or without a time: `2026-01-01`, `2026-01-01T12:00`, `…:30.5Z`, `…+01:00`.
///
/// A time without an offset is UTC. `None` for anything else.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    if let Some(milliseconds) = epoch_seconds(text) {
        return Some(milliseconds);
    }
    let (date, rest) = text.split_at_checked(10)?;
    let days = parse_date(date)?;
    let midnight = days * 86_400_000;
    if rest.is_empty() {
        return Some(midnight);
    }
    let clock = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, offset_minutes) = split_offset(clock)?;
    Some(midnight + parse_clock(clock)? - offset_minutes * 60_000)
}

/// As the command line prints it: `2026-01-01T00:00:00+00:00`, with six decimals where there is a part of a second.
pub fn iso(unix_ms: i64) -> String {
    let (days, of_day) = (unix_ms.div_euclid(86_400_000), unix_ms.rem_euclid(86_400_000));
    let (year, month, day) = civil_from_days(days);
    let (seconds, milliseconds) = (of_day / 1_000, of_day % 1_000);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let fraction = if milliseconds == 0 { String::new() } else { format!(".{milliseconds:03}000") };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}+00:00")
}

/// The same in the form that is shortest to type: `2026-01-01T00:00:00Z`, with three decimals where needed.
pub fn iso_short(unix_ms: i64) -> String {
    let long = iso(unix_ms);
    let without_offset = long.trim_end_matches("+00:00");
    format!(
        "{}Z",
        without_offset.strip_suffix("000").filter(|_| without_offset.contains('.')).unwrap_or(without_offset)
    )
}

/// Seconds since 1970, with three decimals where needed.
pub fn seconds(unix_ms: i64) -> String {
    let sign = if unix_ms < 0 { "-" } else { "" };
    let (whole, thousandths) = (unix_ms.unsigned_abs() / 1_000, unix_ms.unsigned_abs() % 1_000);
    if thousandths == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{thousandths:03}") }
}

/// Whole or decimal seconds as milliseconds, without the errors of floats.
fn epoch_seconds(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let seconds: i64 = whole.parse().ok()?;
    Some(sign * (seconds.checked_mul(1_000)?.checked_add(thousandths(fraction))?))
}

/// The first three decimals; what follows is cut off.
fn thousandths(fraction: &str) -> i64 {
    let digit = |place: usize| fraction.as_bytes().get(place).map_or(0, |b| i64::from(b - b'0'));
    digit(0) * 100 + digit(1) * 10 + digit(2)
}

fn parse_date(date: &str) -> Option<i64> {
    let mut parts = date.split('-');
    let (year, month, day) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let days = days_from_civil(year, month, day);
    (civil_from_days(days) == (year, month, day)).then_some(days)
}

/// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.f` as milliseconds of the day.
fn parse_clock(clock: &str) -> Option<i64> {
    let mut parts = clock.split(':');
    let (hour, minute) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let (second, fraction) = parts.next().map_or(("00", "0"), |part| part.split_once('.').unwrap_or((part, "0")));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
    let second = number(second, 2)?;
    let is_clock = parts.next().is_none() && hour < 24 && minute < 60 && second < 60 && is_fraction;
    is_clock.then(|| ((hour * 60 + minute) * 60 + second) * 1_000 + thousandths(fraction))
}

/// The clock without its offset, and the offset in minutes.
fn split_offset(clock: &str) -> Option<(&str, i64)> {
    if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let Some(at) = clock.rfind(['+', '-']) else {
        return Some((clock, 0));
    };
    let sign = if clock[at..].starts_with('-') { -1 } else { 1 };
    let digits = clock[at + 1..].replace(':', "");
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { 0 } else { number(minutes, 2)? };
    Some((&clock[..at], sign * (number(hours, 2)? * 60 + minutes)))
}

/// A number of exactly `digits` digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    let has_form = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    if has_form { text.parse().ok() } else { None }
}

/// Days since 1970 of a date. Years begin in March, so that the leap day is a year's last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date of a day since 1970, as year, month and day.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_and_printed() {
        for (text, unix_ms, printed) in [
            ("0", 0, "1970-01-01T00:00:00+00:00"),
            ("1767225600", 1_767_225_600_000, "2026-01-01T00:00:00+00:00"),
            ("1767225600.25", 1_767_225_600_250, "2026-01-01T00:00:00.250000+00:00"),
            ("-0.5", -500, "1969-12-31T23:59:59.500000+00:00"),
            ("2026-01-01", 1_767_225_600_000, "2026-01-01T00:00:00+00:00"),
            ("2026-01-01T00:00:00Z", 1_767_225_600_000, "2026-01-01T00:00:00+00:00"),
            ("2026-01-01 01:30", 1_767_231_000_000, "2026-01-01T01:30:00+00:00"),
            ("2026-01-01T01:30:00+01:30", 1_767_225_600_000, "2026-01-01T00:00:00+00:00"),
            ("2025-12-31T16:00:00.5-0800", 1_767_225_600_500, "2026-01-01T00:00:00.500000+00:00"),
            ("2024-02-29T23:59:59Z", 1_709_251_199_000, "2024-02-29T23:59:59+00:00"),
            ("2000-03-01", 951_868_800_000, "2000-03-01T00:00:00+00:00"),
        ] {
            assert_eq!(parse(text), Some(unix_ms), "{text}");
            assert_eq!(iso(unix_ms), printed);
            assert_eq!(parse(&iso_short(unix_ms)), Some(unix_ms), "{text}");
            assert_eq!(parse(&seconds(unix_ms)), Some(unix_ms), "{text}");
        }
        assert_eq!(iso_short(1_767_225_600_250), "2026-01-01T00:00:00.250Z");
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for text in
            ["", "now", "2026-13-01", "2026-02-29", "2026-01-01T25:00", "2026-01-01T00:00:00.Z", "1e9", "2026-1-1"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
