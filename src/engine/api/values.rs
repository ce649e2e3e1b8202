//! Values of the API that are written in one way as JSON and in another between page and worker.

use crate::engine::time::{EPOCH_UNIX_S, SimTime};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// A data blob: base64 in JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blob(pub Vec<u8>);

/// An instant as AWS writes it: seconds since 1970 with three decimals in JSON. It may lie before the world began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp {
    /// Milliseconds since 1970.
    pub unix_ms: i64,
}

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(&base64::display::Base64Display::new(&self.0, &STANDARD))
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
            STANDARD.decode(text.as_bytes()).map(Self).map_err(de::Error::custom)
        } else {
            Vec::<u8>::deserialize(deserializer).map(Self)
        }
    }
}

impl Timestamp {
    /// The instant of the world that this is; times before the world began become its beginning.
    pub fn to_sim_time(self) -> SimTime {
        let since_epoch_ms = self.unix_ms.saturating_sub(EPOCH_UNIX_S.cast_signed() * 1_000);
        SimTime(u64::try_from(since_epoch_ms).unwrap_or(0).saturating_mul(1_000))
    }
}

impl From<SimTime> for Timestamp {
    fn from(at: SimTime) -> Self {
        Self { unix_ms: i64::try_from(EPOCH_UNIX_S * 1_000 + at.0 / 1_000).unwrap_or(i64::MAX) }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.unix_ms.div_euclid(1_000), self.unix_ms.rem_euclid(1_000))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_f64(self.unix_ms as f64 / 1e3)
        } else {
            serializer.serialize_i64(self.unix_ms)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let seconds = f64::deserialize(deserializer)?;
            Ok(Self { unix_ms: libm::round(seconds * 1e3) as i64 })
        } else {
            i64::deserialize(deserializer).map(|unix_ms| Self { unix_ms })
        }
    }
}

/// Writes a value as its text, for `#[serde(serialize_with = "text")]`.
pub(crate) fn text<T: fmt::Display, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// Writes a value as its text if there is one.
#[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
pub(crate) fn optional_text<T: fmt::Display, S: Serializer>(
    value: &Option<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}
