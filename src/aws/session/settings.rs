//! The settings of a conversation: all of them may be left out, and none changes unless all that are given are allowed.
//!
//! - `account`: twelve digits; `region`: a Region's code;
//! - `create_stream_ms`, `delete_stream_ms`, `update_stream_ms`: how long a stream is CREATING, DELETING and UPDATING;
//! - `shard_limit`: the shard quota, or null for that of the limits;
//! - `call_rates`: whether operations are refused when they are called too often;
//! - `limits`: `current` or `course-notes`, which must have what there is;
//! - `kms_fault`: `throttling`, `opt-in-required` or null: how KMS fails;
//! - `zones`: how the zones `a`, `b` and `c` do, each `healthy`, `failed` or `{"slow_ms":…}`, by which a store takes longer;
//! - `seed`: where chance comes from, which can be changed only before anything was done.

use super::line::present;
use super::malformed::{Malformed, whole_number};
use super::troubles::{self, ToldZones};
use crate::aws::Backend;
use crate::engine::account::Account;
use crate::engine::limits::Profile;
use crate::engine::time::Micros;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The longest that a control operation may take: a day.
const DURATION_MS_MAX: u64 = 86_400_000;
const SHARD_LIMIT_MAX: u32 = 1_000_000;
const REGION_BYTES_MAX: usize = 32;

/// The settings as they are told.
#[derive(Serialize)]
pub struct Settings<'a> {
    account: &'a str,
    region: &'a str,
    create_stream_ms: u64,
    delete_stream_ms: u64,
    update_stream_ms: u64,
    shard_limit: u32,
    call_rates: bool,
    limits: Profile,
    kms_fault: Option<&'static str>,
    zones: ToldZones,
    seed: u64,
}

/// The settings that a line gives.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    account: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    region: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    create_stream_ms: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    delete_stream_ms: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    update_stream_ms: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    shard_limit: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    call_rates: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    limits: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    kms_fault: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    zones: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    seed: Option<&'a RawValue>,
}

impl<'a> Settings<'a> {
    /// The settings of a world.
    pub fn of(backend: &'a impl Backend) -> Self {
        let (account, troubles) = (backend.account(), backend.troubles());
        let millis = |duration: Micros| duration.0 / 1_000;
        Self {
            account: &account.id,
            region: &account.region,
            create_stream_ms: millis(account.create_stream),
            delete_stream_ms: millis(account.delete_stream),
            update_stream_ms: millis(account.update_stream),
            shard_limit: account.shard_limit(backend.profile()),
            call_rates: account.has_call_rates,
            limits: backend.profile(),
            kms_fault: troubles::fault_name(troubles.kms_fault),
            zones: ToldZones::of(&troubles),
            seed: backend.seed(),
        }
    }
}

/// Changes what is given, or nothing.
pub fn change(backend: &mut impl Backend, given: &RawValue, has_begun: bool) -> Result<(), Malformed> {
    let given = Given::read(given)?;
    let mut account = backend.account().clone();
    given.change_account(&mut account)?;
    let profile = given.limits.map_or(Ok(backend.profile()), |value| {
        let named = serde_json::from_str(value.get());
        named.map_err(|_| Malformed::field("set.limits", value.get(), "\"current\" or \"course-notes\""))
    })?;
    if let (Some(given), Some((field, value))) = (given.limits, backend.profile_lacks(profile)) {
        let allowed = format!("\"current\" as long as {field} is {value}, which these limits do not have");
        return Err(Malformed::field("set.limits", given.get(), &allowed));
    }
    let mut troubles = backend.troubles();
    if let Some(value) = given.kms_fault {
        troubles.kms_fault = troubles::fault(value)?;
    }
    if let Some(value) = given.zones {
        troubles::change_zones(value, &mut troubles.zones)?;
    }
    let seed = given.seed.map(|value| seed(value, backend.seed(), has_begun)).transpose()?;
    if let Some(seed) = seed.filter(|seed| *seed != backend.seed()) {
        backend.begin_with_seed(seed);
    }
    backend.configure(account, profile, troubles);
    Ok(())
}

impl<'a> Given<'a> {
    fn read(given: &'a RawValue) -> Result<Self, Malformed> {
        const ALLOWED: &str = "an object with any of account, region, create_stream_ms, delete_stream_ms, \
                               update_stream_ms, shard_limit, call_rates, limits, kms_fault, zones and seed";
        if !given.get().starts_with('{') {
            return Err(Malformed::field("set", given.get(), ALLOWED));
        }
        serde_json::from_str(given.get()).map_err(|error| Malformed::line(&format!("set: {error}"), ALLOWED))
    }

    fn change_account(&self, account: &mut Account) -> Result<(), Malformed> {
        if let Some(value) = self.account {
            account.id = text(value, "set.account", "a text of twelve digits", is_account_id)?;
        }
        if let Some(value) = self.region {
            account.region = text(value, "set.region", "a text such as \"us-east-1\"", is_region)?;
        }
        let durations = [
            ("set.create_stream_ms", self.create_stream_ms, &mut account.create_stream),
            ("set.delete_stream_ms", self.delete_stream_ms, &mut account.delete_stream),
            ("set.update_stream_ms", self.update_stream_ms, &mut account.update_stream),
        ];
        for (field, value, duration) in durations {
            if let Some(value) = value {
                *duration = Micros::millis(whole_number(value, field, 0, DURATION_MS_MAX)?);
            }
        }
        if let Some(value) = self.shard_limit {
            account.shard_limit = shard_limit(value)?;
        }
        if let Some(value) = self.call_rates {
            let truth = value.get().parse();
            account.has_call_rates =
                truth.map_err(|_| Malformed::field("set.call_rates", value.get(), "true or false"))?;
        }
        Ok(())
    }
}

fn text(given: &RawValue, field: &str, allowed: &str, is_allowed: fn(&str) -> bool) -> Result<String, Malformed> {
    let text = serde_json::from_str(given.get()).ok().filter(|text: &String| is_allowed(text));
    text.ok_or_else(|| Malformed::field(field, given.get(), allowed))
}

fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words of small letters, then a number, with hyphens between them.
fn is_region(text: &str) -> bool {
    let Some((words, number)) = text.rsplit_once('-') else { return false };
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    text.len() <= REGION_BYTES_MAX
        && words.contains('-')
        && words.split('-').all(is_word)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// A quota, or null for that of the limits.
fn shard_limit(given: &RawValue) -> Result<Option<u32>, Malformed> {
    let limit = match serde_json::from_str::<Option<u32>>(given.get()) {
        Ok(limit) if limit.is_none_or(|limit| (1..=SHARD_LIMIT_MAX).contains(&limit)) => limit,
        _ => {
            let allowed = format!("a whole number from 1 to {SHARD_LIMIT_MAX}, or null for the limits' own");
            return Err(Malformed::field("set.shard_limit", given.get(), &allowed));
        }
    };
    Ok(limit)
}

/// Another seed; the one that there is may be given at any time.
fn seed(given: &RawValue, current: u64, has_begun: bool) -> Result<u64, Malformed> {
    let seed = whole_number(given, "set.seed", 0, u64::MAX)?;
    if has_begun && seed != current {
        let allowed = format!("{current}, as the seed cannot change once there was a request or time has passed");
        return Err(Malformed::field("set.seed", given.get(), &allowed));
    }
    Ok(seed)
}
