//! The fields of a template: what stands in place of a placeholder, and how many bytes it has.
//!
//! A field is a function of 64 random bits and of what is known of its record. Its length is found without its text,
//! which is all that traffic needs; both follow from the same number, so that they cannot disagree. Times have the same
//! length until the year 2286.

use crate::engine::calendar::{DateTime, MONTHS};
use crate::engine::random::mix;
use crate::engine::time::{EPOCH_UNIX_S, SimTime};
use std::fmt::Write;

/// What stands in place of a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// The record's partition key.
    Key,
    /// The record's number among its producer's.
    Ordinal,
    /// The record's making, in some form.
    Time(TimeForm),
    /// A number from `low` on, in units of the last decimal place.
    Number {
        /// The least.
        low: i64,
        /// How many numbers there are.
        count: u64,
        /// Decimal places.
        decimals: u8,
    },
    /// One of some texts.
    Choice(Box<[Box<str>]>),
    /// A random id.
    Uuid,
    /// An IPv4 address.
    Ip,
}

/// How an instant is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeForm {
    /// As in ISO 8601, `2026-01-01T00:00:00.000Z`.
    Iso,
    /// As in Apache's logs, `01/Jan/2026:00:00:00 +0000`.
    Log,
    /// Milliseconds since 1970.
    UnixMillis,
}

/// What a template may tell of a record.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// Its random bits.
    pub bits: u64,
    /// Its ordinal.
    pub ordinal: u64,
    /// Its partition key.
    pub key: &'a str,
    /// When it was made.
    pub made_at: SimTime,
}

impl Field {
    /// The bytes of the field, by its random bits.
    #[inline]
    pub fn length(&self, bits: u64, ordinal: u64, key_length: u16) -> u32 {
        match self {
            Self::Key => u32::from(key_length),
            Self::Ordinal => digits(ordinal),
            Self::Time(form) => form.length(),
            Self::Number { low, count, decimals } => number_length(place(*low, *count, bits), *decimals),
            Self::Choice(texts) => pick(texts, bits).len() as u32,
            Self::Uuid => 36,
            Self::Ip => 3 + octets(bits).into_iter().map(|octet| digits(u64::from(octet))).sum::<u32>(),
        }
    }

    /// Writes the field, by its random bits.
    pub fn write(&self, bits: u64, scene: &Scene, text: &mut String) {
        let written = match self {
            Self::Key => write!(text, "{}", scene.key),
            Self::Ordinal => write!(text, "{}", scene.ordinal),
            Self::Time(form) => form.write(scene.made_at, text),
            Self::Number { low, count, decimals } => write_number(place(*low, *count, bits), *decimals, text),
            Self::Choice(texts) => write!(text, "{}", pick(texts, bits)),
            Self::Uuid => write_uuid(bits, text),
            Self::Ip => {
                let [a, b, c, d] = octets(bits);
                write!(text, "{a}.{b}.{c}.{d}")
            }
        };
        written.expect("a string takes all");
    }
}

impl TimeForm {
    const fn length(self) -> u32 {
        match self {
            Self::Iso => 24,
            Self::Log => 26,
            Self::UnixMillis => 13,
        }
    }

    fn write(self, at: SimTime, text: &mut String) -> std::fmt::Result {
        let unix_ms = EPOCH_UNIX_S * 1_000 + at.0 / 1_000;
        let DateTime { year, month, day, time: [hour, minute, second], milliseconds } = DateTime::of_unix_ms(unix_ms);
        match self {
            Self::Iso => {
                let month = month + 1;
                write!(text, "{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}Z")
            }
            Self::Log => write!(text, "{day:02}/{}/{year}:{hour:02}:{minute:02}:{second:02} +0000", MONTHS[month]),
            Self::UnixMillis => write!(text, "{unix_ms}"),
        }
    }
}

/// How many decimal digits a number has.
const fn digits(number: u64) -> u32 {
    match number.checked_ilog10() {
        Some(log) => log + 1,
        None => 1,
    }
}

/// One of `count` numbers from `low` on, all equally likely.
const fn place(low: i64, count: u64, bits: u64) -> i64 {
    low + ((bits as u128 * count as u128) >> u64::BITS) as i64
}

fn pick(texts: &[Box<str>], bits: u64) -> &str {
    &texts[place(0, texts.len() as u64, bits) as usize]
}

const fn octets(bits: u64) -> [u8; 4] {
    let [a, b, c, d, ..] = bits.to_be_bytes();
    // Neither 0 nor 255: addresses of hosts.
    [1 + a % 223, b, c, 1 + d % 254]
}

const fn number_length(number: i64, decimals: u8) -> u32 {
    let scale = 10_u64.pow(decimals as u32);
    let places = if decimals == 0 { 0 } else { 1 + decimals as u32 };
    (number < 0) as u32 + digits(number.unsigned_abs() / scale) + places
}

fn write_number(number: i64, decimals: u8, text: &mut String) -> std::fmt::Result {
    let (scale, width) = (10_u64.pow(u32::from(decimals)), usize::from(decimals));
    let (sign, size) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
    write!(text, "{sign}{}", size / scale)?;
    if width > 0 { write!(text, ".{:0width$}", size % scale) } else { Ok(()) }
}

/// An id in the form of a random UUID, version 4.
fn write_uuid(bits: u64, text: &mut String) -> std::fmt::Result {
    let (first, second) = (mix(bits), mix(!bits));
    let [time, clock] = [(first >> 16) & 0xffff, (second >> 48) & 0x3fff | 0x8000];
    write!(text, "{:08x}-{time:04x}-4{:03x}-{clock:04x}-{:012x}", first >> 32, first & 0xfff, second & 0xffff_ffff_ffff)
}
