//! What the API keeps of a delivery stream beside its plan: its tags and its encryption.
//!
//! Documented: fifty tags; encryption is switched 25 times in a rolling day, starts and stops together, and while it is
//! being switched it is not switched again. Assumed: switching takes as long as a change of a data stream; one that begins
//! with a delivery stream takes no time of its own.

use super::error::FirehoseError;
use super::request::Tag;
use super::response::EncryptionDescription;
use super::values::{EncryptionStatus, KeyType};
use crate::engine::time::{Micros, SimTime};
use std::collections::BTreeMap;

const DAY: Micros = Micros::hours(24);

/// What the API keeps of a delivery stream.
#[derive(Clone, Debug, Default)]
pub struct Administration {
    tags: BTreeMap<String, Option<String>>,
    key: Option<(KeyType, Option<String>)>,
    is_encrypted: bool,
    switched: SimTime,
    switches: Vec<SimTime>,
}

impl Administration {
    /// Gives tags; those of the same keys make way. `limit` of them are allowed.
    pub fn tag(&mut self, stream: &str, tags: &[Tag], limit: u64) -> Result<(), FirehoseError> {
        let added = tags.iter().filter(|tag| !self.tags.contains_key(&tag.key)).count();
        if (self.tags.len() + added) as u64 > limit {
            return Err(FirehoseError::TagQuota { stream: stream.to_owned(), limit });
        }
        self.tags.extend(tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())));
        Ok(())
    }

    /// Takes tags away; those that are not there do not matter.
    pub fn untag(&mut self, keys: &[String]) {
        self.tags.retain(|key, _| !keys.contains(key));
    }

    /// The tags after `start`, at most `limit`, and whether there are more.
    pub fn tags(&self, start: Option<&str>, limit: usize) -> (Vec<Tag>, bool) {
        let mut rest = self.tags.iter().filter(|(key, _)| start.is_none_or(|start| key.as_str() > start));
        let page = rest.by_ref().take(limit);
        let page = page.map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect();
        (page, rest.next().is_some())
    }

    /// Whether records are encrypted at `now`.
    pub fn encrypts(&self, now: SimTime) -> bool {
        self.status(now) == EncryptionStatus::Enabled
    }

    /// The customer's key by which records are encrypted at `now`.
    pub fn customer_key(&self, now: SimTime) -> Option<&str> {
        self.key.as_ref().filter(|_| self.encrypts(now)).and_then(|(_, arn)| arn.as_deref())
    }

    /// The customer's key that is in use or will be.
    pub fn chosen_key(&self) -> Option<&str> {
        self.key.as_ref().filter(|_| self.is_encrypted).and_then(|(_, arn)| arn.as_deref())
    }

    fn status(&self, now: SimTime) -> EncryptionStatus {
        match (self.is_encrypted, now < self.switched) {
            (true, true) => EncryptionStatus::Enabling,
            (true, false) => EncryptionStatus::Enabled,
            (false, true) => EncryptionStatus::Disabling,
            (false, false) => EncryptionStatus::Disabled,
        }
    }

    /// How it is encrypted.
    pub fn encryption(&self, now: SimTime) -> EncryptionDescription {
        let (key_type, key_arn) = match &self.key {
            Some((key_type, arn)) if self.is_encrypted => (Some(*key_type), arn.clone()),
            _ => (None, None),
        };
        EncryptionDescription { status: self.status(now), key_type, key_arn }
    }

    /// Whether it may be switched at `now`, `limit` times a day.
    pub fn may_switch(&self, stream: &str, now: SimTime, limit: u64) -> Result<(), FirehoseError> {
        if now < self.switched {
            return Err(FirehoseError::EncryptionBusy { stream: stream.to_owned() });
        }
        let recent = self.switches.iter().filter(|at| now.0 - at.0 < DAY.0).count();
        if recent as u64 >= limit {
            return Err(FirehoseError::EncryptionSwitches { stream: stream.to_owned(), limit });
        }
        Ok(())
    }

    /// Encryption with this key, or none, begins at `now` and takes so long.
    pub fn switch(&mut self, key: Option<(KeyType, Option<String>)>, now: SimTime, takes: Micros) {
        self.switches.retain(|at| now.0 - at.0 < DAY.0);
        self.switches.push(now);
        self.set(key, now + takes);
    }

    /// Encryption with this key from the beginning.
    pub fn begin_encrypted(&mut self, key: (KeyType, Option<String>), now: SimTime) {
        self.set(Some(key), now);
    }

    fn set(&mut self, key: Option<(KeyType, Option<String>)>, from: SimTime) {
        self.is_encrypted = key.is_some();
        self.key = key.or_else(|| self.key.take());
        self.switched = from;
    }
}
