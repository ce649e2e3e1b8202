//! What can be let go wrong, as settings: KMS, and the zones of the Region.

use super::line::present;
use super::malformed::{Malformed, whole_number};
use crate::aws::backend::Troubles;
use crate::engine::kms::Fault;
use crate::engine::stream::replication::{Zone, ZoneState};
use crate::engine::time::Micros;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// By how much a store in a slow zone may take longer: a minute.
const SLOW_MS_MAX: u64 = 60_000;
const FAULTS: [(&str, Fault); 2] = [("throttling", Fault::Throttling), ("opt-in-required", Fault::OptInRequired)];

/// How the zones do, as it is told.
#[derive(Serialize)]
pub struct ToldZones {
    a: Told,
    b: Told,
    c: Told,
}

/// How one zone does.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    Healthy,
    Failed,
    SlowMs(u64),
}

/// The zones that a line gives.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenZones<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    a: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    b: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    c: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenSlow<'a> {
    #[serde(borrow)]
    slow_ms: &'a RawValue,
}

impl ToldZones {
    /// As they do now.
    pub fn of(troubles: &Troubles) -> Self {
        let told = |zone: Zone| match troubles.zones[zone as usize] {
            ZoneState::Healthy => Told::Healthy,
            ZoneState::Failed => Told::Failed,
            ZoneState::Slow { extra } => Told::SlowMs(extra.0 / 1_000),
        };
        Self { a: told(Zone::A), b: told(Zone::B), c: told(Zone::C) }
    }
}

/// What a fault is called; null where there is none.
pub fn fault_name(fault: Option<Fault>) -> Option<&'static str> {
    FAULTS.iter().find(|(_, known)| Some(*known) == fault).map(|(name, _)| *name)
}

/// Reads a fault of KMS, or null for none.
pub fn fault(given: &RawValue) -> Result<Option<Fault>, Malformed> {
    let name: Option<Option<String>> = serde_json::from_str(given.get()).ok();
    let fault = match name {
        Some(None) => Some(None),
        Some(Some(name)) => FAULTS.iter().find(|(known, _)| *known == name).map(|(_, fault)| Some(*fault)),
        None => None,
    };
    fault.ok_or_else(|| {
        Malformed::field("set.kms_fault", given.get(), "\"throttling\", \"opt-in-required\", or null for none")
    })
}

/// Changes the zones that are given; the others do as before.
pub fn change_zones(given: &RawValue, zones: &mut [ZoneState]) -> Result<(), Malformed> {
    const ALLOWED: &str = "an object with any of a, b and c";
    if !given.get().starts_with('{') {
        return Err(Malformed::field("set.zones", given.get(), ALLOWED));
    }
    let given: GivenZones<'_> =
        serde_json::from_str(given.get()).map_err(|error| Malformed::line(&format!("set.zones: {error}"), ALLOWED))?;
    let fields = [("set.zones.a", given.a), ("set.zones.b", given.b), ("set.zones.c", given.c)];
    for ((field, value), zone) in fields.into_iter().zip(zones) {
        if let Some(value) = value {
            *zone = state(value, field)?;
        }
    }
    Ok(())
}

fn state(given: &RawValue, field: &str) -> Result<ZoneState, Malformed> {
    if let Ok(slow) = serde_json::from_str::<GivenSlow<'_>>(given.get()) {
        let extra_ms = whole_number(slow.slow_ms, &format!("{field}.slow_ms"), 1, SLOW_MS_MAX)?;
        return Ok(ZoneState::Slow { extra: Micros::millis(extra_ms) });
    }
    match given.get() {
        "\"healthy\"" => Ok(ZoneState::Healthy),
        "\"failed\"" => Ok(ZoneState::Failed),
        other => Err(Malformed::field(field, other, "\"healthy\", \"failed\", or {\"slow_ms\":…}")),
    }
}
