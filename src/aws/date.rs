//! Instants as AWS's texts write them: `Thu Jan 22 01:22:02 UTC 2015`.

use crate::engine::time::SimTime;

const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_S: u64 = 86_400;

/// The instant in UTC, as Java's dates print themselves.
pub fn written(at: SimTime) -> String {
    of_unix_seconds(at.unix_seconds())
}

fn of_unix_seconds(seconds: u64) -> String {
    let (days, second) = (seconds / DAY_S, seconds % DAY_S);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    // 1970 began on a Thursday.
    let weekday = WEEKDAYS[(days % 7) as usize];
    format!("{weekday} {} {day:02} {hour:02}:{minute:02}:{second:02} UTC {year}", MONTHS[month])
}

/// The year, the month from 0 and the day from 1 of a number of days since 1970, by the Gregorian calendar.
fn civil(days: u64) -> (u64, usize, u64) {
    let mut day = days;
    let mut year = 1970;
    // Whole cycles of the calendar first, so that a far future takes no longer.
    year += day / 146_097 * 400;
    day %= 146_097;
    while day >= days_of_year(year) {
        day -= days_of_year(year);
        year += 1;
    }
    let mut month = 0;
    while day >= days_of_month(month, year) {
        day -= days_of_month(month, year);
        month += 1;
    }
    (year, month, day + 1)
}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_of_year(year: u64) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

const fn days_of_month(month: usize, year: u64) -> u64 {
    match month {
        1 if is_leap(year) => 29,
        1 => 28,
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::of_unix_seconds;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let cases = [
            (0, "Thu Jan 01 00:00:00 UTC 1970"),
            (951_782_400, "Tue Feb 29 00:00:00 UTC 2000"),
            (1_421_889_722, "Thu Jan 22 01:22:02 UTC 2015"),
            (1_767_225_600, "Thu Jan 01 00:00:00 UTC 2026"),
            (4_107_542_399, "Sun Feb 28 23:59:59 UTC 2100"),
            (4_107_542_400, "Mon Mar 01 00:00:00 UTC 2100"),
            (13_574_563_200, "Tue Feb 29 00:00:00 UTC 2400"),
        ];
        for (seconds, written) in cases {
            assert_eq!(of_unix_seconds(seconds), written);
        }
    }
}
