//! The calendar: what day and time an instant since 1970 is, in UTC. Leap seconds are left out, as in Unix time.

/// The abbreviated names of the months.
pub const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A day of the calendar and a time on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime {
    /// The year.
    pub year: u64,
    /// The month, counted from 0.
    pub month: usize,
    /// The day of the month, counted from 1.
    pub day: u64,
    /// Hours, minutes and seconds.
    pub time: [u64; 3],
    /// Milliseconds.
    pub milliseconds: u64,
}

impl DateTime {
    /// The day and time at so many milliseconds since 1970.
    pub const fn of_unix_ms(unix_ms: u64) -> Self {
        let seconds = unix_ms / 1_000;
        let (year, month, day) = civil(seconds / 86_400);
        let time = [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60];
        Self { year, month, day, time, milliseconds: unix_ms % 1_000 }
    }

    /// The day of the year, counted from 1.
    pub const fn day_of_year(&self) -> u64 {
        let (mut day, mut month) = (self.day, 0);
        while month < self.month {
            day += days_of_month(month, self.year);
            month += 1;
        }
        day
    }

    /// The day of the week, counted from 0 for Sunday.
    pub const fn day_of_week(&self) -> u64 {
        let years = self.year - 1;
        (years + years / 4 - years / 100 + years / 400 + self.day_of_year()) % 7
    }
}

/// The year, the month from 0 and the day from 1 of a number of days since 1970, by the Gregorian calendar.
const fn civil(days: u64) -> (u64, usize, u64) {
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
