//! Instants as AWS's texts write them: `Thu Jan 22 01:22:02 UTC 2015`.

use crate::engine::calendar::{DateTime, MONTHS};
use crate::engine::time::SimTime;

const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const DAY_S: u64 = 86_400;

/// The instant in UTC, as Java's dates print themselves.
pub fn written(at: SimTime) -> String {
    of_unix_seconds(at.unix_seconds())
}

fn of_unix_seconds(seconds: u64) -> String {
    let DateTime { year, month, day, time: [hour, minute, second], .. } = DateTime::of_unix_ms(seconds * 1_000);
    // 1970 began on a Thursday.
    let weekday = WEEKDAYS[(seconds / DAY_S % 7) as usize];
    format!("{weekday} {} {day:02} {hour:02}:{minute:02}:{second:02} UTC {year}", MONTHS[month])
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
