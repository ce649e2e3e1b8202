//! The knobs of a scenario as one table: bounds, default and unit of each number that a person can set.
//!
//! Validation, the page's controls and the help read these rows. Bounds are the simulator's own, chosen so that the page
//! stays usable, except where a row names a quota of AWS.

use crate::engine::error::{Rule, Violation};
use crate::engine::limits::LimitId;

/// Names a row of [`KNOBS`]; the name is the field's name in a scenario file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnobId {
    /// Shards of the stream.
    Shards,
    /// Records per second of a producer.
    RateRecordsPerS,
    /// Seconds between bursts.
    BurstEveryS,
    /// Seconds that a burst lasts.
    BurstForS,
    /// How many times the rate in a burst.
    BurstFactor,
    /// Seconds of a period of the rate.
    PeriodS,
    /// The lowest rate of a period in percent of the highest.
    LowPercent,
    /// When a step of the rate begins.
    StepAtS,
    /// The rate from a step on in percent of the traffic's.
    StepPercent,
    /// Data bytes of a record.
    SizeBytes,
    /// The spread of log-normal sizes.
    SizeSigma,
    /// Distinct partition keys.
    Keys,
    /// The steepness of Zipf's law.
    ZipfExponent,
    /// The share of the hot key.
    HotShare,
    /// The first wait before a retry.
    RetryBaseMs,
    /// The longest wait before a retry.
    RetryCapMs,
    /// Attempts in all.
    RetryAttempts,
}

/// How a control spaces its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Evenly.
    Linear,
    /// By equal factors.
    Logarithmic,
}

/// One knob.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knob {
    /// Which.
    pub id: KnobId,
    /// The field's name in a scenario file.
    pub field: &'static str,
    /// What the number counts.
    pub unit: &'static str,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// What a new scenario has.
    pub default: f64,
    /// The step of a control.
    pub step: f64,
    /// How a control spaces its values.
    pub scale: Scale,
    /// The quota of AWS that it works against, if any.
    pub limit: Option<LimitId>,
}

macro_rules! knobs {
    ($($id:ident $field:literal $unit:literal $min:literal .. $max:literal default $default:literal step $step:literal $scale:ident $limit:expr;)*) => {
        &[$(Knob {
            id: KnobId::$id, field: $field, unit: $unit, min: $min, max: $max, default: $default, step: $step,
            scale: Scale::$scale, limit: $limit,
        }),*]
    };
}

/// The table of knobs, in the order of [`KnobId`].
pub const KNOBS: &[Knob] = knobs! {
    Shards          "shards"             "shards"    1.0 .. 500.0           default 4.0      step 1.0   Linear      Some(LimitId::Shards);
    RateRecordsPerS "rate_records_per_s" "records/s" 0.0 .. 1_000_000.0     default 1_000.0  step 1.0   Logarithmic Some(LimitId::ShardWriteRecords);
    BurstEveryS     "every_s"            "s"         2.0 .. 86_400.0        default 30.0     step 1.0   Logarithmic None;
    BurstForS       "for_s"              "s"         1.0 .. 86_400.0        default 5.0      step 1.0   Logarithmic None;
    BurstFactor     "factor"             "times"     1.0 .. 100.0           default 4.0      step 1.0   Logarithmic None;
    PeriodS         "period_s"           "s"         10.0 .. 31_622_400.0   default 86_400.0 step 1.0   Logarithmic None;
    LowPercent      "low_percent"        "%"         0.0 .. 100.0           default 20.0     step 1.0   Linear      None;
    StepAtS         "at_s"               "s"         0.0 .. 31_622_400.0    default 60.0     step 1.0   Logarithmic None;
    StepPercent     "percent"            "%"         0.0 .. 10_000.0        default 200.0    step 1.0   Logarithmic None;
    SizeBytes       "bytes"              "bytes"     1.0 .. 1_048_576.0     default 512.0    step 1.0   Logarithmic Some(LimitId::RecordDataBytes);
    SizeSigma       "sigma"              ""          0.0 .. 3.0             default 0.5      step 0.1   Linear      None;
    Keys            "keys"               "keys"      1.0 .. 1_000_000.0     default 10_000.0 step 1.0   Logarithmic None;
    ZipfExponent    "exponent"           ""          0.0 .. 4.0             default 1.0      step 0.05  Linear      None;
    HotShare        "share"              ""          0.0 .. 1.0             default 0.4      step 0.01  Linear      None;
    RetryBaseMs     "base_ms"            "ms"        1.0 .. 60_000.0        default 100.0    step 1.0   Logarithmic None;
    RetryCapMs      "cap_ms"             "ms"        1.0 .. 600_000.0       default 20_000.0 step 1.0   Logarithmic None;
    RetryAttempts   "attempts_max"       "attempts"  2.0 .. 20.0            default 4.0      step 1.0   Linear      None;
};

impl KnobId {
    /// The row of this knob.
    pub const fn row(self) -> &'static Knob {
        &KNOBS[self as usize]
    }

    /// Checks that `value` is within bounds; `field` is where it stands.
    pub fn check(self, field: &str, value: f64) -> Result<(), Violation> {
        let knob = self.row();
        if value >= knob.min && value <= knob.max {
            return Ok(());
        }
        let rule = match knob.limit {
            // A knob that ends at a quota says so.
            Some(limit) if value > knob.max && limit.row().current == knob.max as u64 => {
                Rule::WithinLimit { limit, allowed: limit.row().current }
            }
            _ => Rule::Between { min: knob.min, max: knob.max, unit: knob.unit.to_owned() },
        };
        Err(Violation::new(field, value, rule))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::limits::Profile;

    #[test]
    fn rows_stand_at_their_ids_and_their_defaults_are_allowed() {
        for (index, knob) in KNOBS.iter().enumerate() {
            assert_eq!(knob.id as usize, index);
            assert!(knob.id.check(knob.field, knob.default).is_ok(), "{}", knob.field);
        }
    }

    #[test]
    fn record_sizes_go_up_to_the_quota() {
        assert_eq!(KnobId::SizeBytes.row().max as u64, LimitId::RecordDataBytes.value(Profile::Current));
    }
}
