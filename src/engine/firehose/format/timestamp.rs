//! Patterns of times as Java's `DateTimeFormatter` has them, by which prefixes tell when an object's oldest record came.
//!
//! Documented: any pattern of `DateTimeFormatter`, in UTC. Understood here: `y u` years, `M L` months, `d` and `D` days of
//! the month and the year, `H h K k` hours, `a` AM or PM, `m s` minutes and seconds, `E` days of the week, `Q` quarters,
//! `Y w` years of weeks and weeks, texts between single quotes, and what is no letter. Assumed: names are English, and
//! weeks those of the USA: from Sunday, the first one has 1 January. All else is refused.

use crate::engine::calendar::{DateTime, MONTHS};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

const MONTHS_WHOLE: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/// Each letter that is understood, with how often it may stand in a row.
const LETTERS: [(char, usize); 19] = [
    ('y', 9),
    ('u', 9),
    ('Y', 9),
    ('M', 4),
    ('L', 2),
    ('d', 2),
    ('D', 3),
    ('H', 2),
    ('h', 2),
    ('K', 2),
    ('k', 2),
    ('m', 2),
    ('s', 2),
    ('a', 1),
    ('E', 4),
    ('Q', 2),
    ('w', 2),
    ('e', 2),
    ('c', 1),
];

/// A pattern that is ready to be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Field(char, usize),
}

/// Why a text is no pattern that is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PatternFault {
    /// It is empty.
    Empty,
    /// A letter that is not understood, or stands too often in a row.
    Letter(char),
    /// A character that is reserved.
    Reserved(char),
    /// A quote without an end.
    Quote,
}

impl Pattern {
    /// Reads a pattern.
    pub fn parse(text: &str) -> Result<Self, PatternFault> {
        if text.is_empty() {
            return Err(PatternFault::Empty);
        }
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '\'' => quoted(rest, &mut parts)?,
                '[' | ']' | '{' | '}' | '#' => return Err(PatternFault::Reserved(first)),
                letter if letter.is_ascii_alphabetic() => {
                    let length = rest.len() - rest.trim_start_matches(letter).len();
                    let is_known = LETTERS.iter().any(|&(known, most)| known == letter && length <= most);
                    if !is_known {
                        return Err(PatternFault::Letter(letter));
                    }
                    parts.push(Part::Field(letter, length));
                    length
                }
                plain => {
                    parts.push(Part::Text(plain.to_string()));
                    plain.len_utf8()
                }
            };
            rest = &rest[length..];
        }
        Ok(Self(parts))
    }

    /// The text of so many seconds since 1970.
    pub fn push(&self, text: &mut String, unix_s: u64) {
        let time = DateTime::of_unix_ms(unix_s * 1_000);
        for part in &self.0 {
            match part {
                Part::Text(plain) => text.push_str(plain),
                &Part::Field(letter, count) => push_field(text, letter, count, time),
            }
        }
    }
}

/// Takes a text between quotes, two of which are one, and says how long it is.
fn quoted(text: &str, parts: &mut Vec<Part>) -> Result<usize, PatternFault> {
    let (mut plain, mut at) = (String::new(), 1);
    loop {
        let end = at + text[at..].find('\'').ok_or(PatternFault::Quote)?;
        plain.push_str(&text[at..end]);
        at = end + 1;
        if !text[at..].starts_with('\'') {
            break;
        }
        plain.push('\'');
        at += 1;
    }
    if at == 2 {
        plain.push('\'');
    }
    parts.push(Part::Text(plain));
    Ok(at)
}

fn push_field(text: &mut String, letter: char, count: usize, time: DateTime) {
    let [hours, minutes, seconds] = time.time;
    let day = time.day_of_week();
    let number = match letter {
        'y' | 'u' | 'Y' => {
            let year = if letter == 'Y' { week(time).0 } else { time.year };
            if count == 2 { year % 100 } else { year }
        }
        'M' if count > 2 => return text.push_str(if count == 3 { MONTHS } else { MONTHS_WHOLE }[time.month]),
        'E' => return text.push_str(&DAYS[day as usize][..if count == 4 { DAYS[day as usize].len() } else { 3 }]),
        'a' => return text.push_str(if hours < 12 { "AM" } else { "PM" }),
        'M' | 'L' => time.month as u64 + 1,
        'd' => time.day,
        'D' => time.day_of_year(),
        'H' => hours,
        'h' => (hours + 11) % 12 + 1,
        'K' => hours % 12,
        'k' => (hours + 23) % 24 + 1,
        'm' => minutes,
        's' => seconds,
        'Q' => time.month as u64 / 3 + 1,
        'w' => week(time).1,
        // `e` and `c`: the day of the week from Sunday, which is 1.
        _ => day + 1,
    };
    write!(text, "{number:0count$}").expect("a string takes all");
}

/// The year of weeks that an instant lies in, and its week there.
fn week(time: DateTime) -> (u64, u64) {
    // Day 1 of the year of this week's Sunday may lie up to six days before 1 January.
    let since_sunday = time.day_of_week();
    let first_weekday = (since_sunday + 7 * 53 + 1 - time.day_of_year()) % 7;
    let week = (time.day_of_year() - 1 + first_weekday) / 7 + 1;
    let is_of_next = time.month == 11 && time.day + (6 - since_sunday) > 31;
    if is_of_next { (time.year + 1, 1) } else { (time.year, week) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(unix_s: u64, pattern: &str) -> String {
        let mut text = String::new();
        Pattern::parse(pattern).unwrap_or_else(|fault| panic!("{pattern}: {fault:?}")).push(&mut text, unix_s);
        text
    }

    #[test]
    fn fields_are_those_of_java() {
        // Monday, 27 August 2018, 10:30:05.
        for (pattern, text) in [
            ("yyyy/MM/dd/HH/", "2018/08/27/10/"),
            ("y-M-d H:m:s", "2018-8-27 10:30:5"),
            ("yy uuuu DDD D", "18 2018 239 239"),
            ("'year='yyyy'/month='MM", "year=2018/month=08"),
            ("HH'o''clock' ''", "10o'clock '"),
            ("MMM MMMM E EEEE", "Aug August Mon Monday"),
            ("hh a KK kk", "10 AM 10 10"),
            ("Q w YYYY e é", "3 35 2018 2 é"),
        ] {
            assert_eq!(at(1_535_365_805, pattern), text, "{pattern}");
        }
        assert_eq!(at(0, "h K k a"), "12 0 24 AM");
        assert_eq!(at(12 * 3_600, "h K k a"), "12 0 12 PM");
    }

    #[test]
    fn weeks_are_those_of_the_usa() {
        for (unix_s, text) in [
            // 31 December 2018 is a Monday, 1 January 2016 a Friday, 26 December 2015 a Saturday.
            (1_546_214_400, "2019-01"),
            (1_451_606_400, "2016-01"),
            (1_451_088_000, "2015-52"),
            (1_451_174_400, "2016-01"),
            // 25 February 2016, a Thursday.
            (1_456_405_200, "2016-09"),
        ] {
            assert_eq!(at(unix_s, "YYYY-ww"), text, "{unix_s}");
        }
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (pattern, fault) in [
            ("", PatternFault::Empty),
            ("yyyy-VV", PatternFault::Letter('V')),
            ("HHH", PatternFault::Letter('H')),
            ("[yyyy]", PatternFault::Reserved('[')),
            ("yyyy'", PatternFault::Quote),
        ] {
            assert_eq!(Pattern::parse(pattern), Err(fault), "{pattern}");
        }
    }
}
