//! Reads the values of arguments; what is not allowed is answered with what is.

use crate::say;
use shardscope::engine::error::{Rule, Violation};
use shardscope::engine::limits::Profile;
use shardscope::engine::producer::knobs::KnobId;
use shardscope::engine::time::Micros;
use shardscope::learn::message::Message;
use shardscope::learn::reasons;
use shardscope::scenario::summary::parse_duration;

/// The names of the limits profiles.
pub const PROFILES: [&str; 2] = ["current", "course-notes"];
/// The longest run.
const DAYS_MAX: u32 = 366;

/// A length of simulated time.
pub fn duration(text: &str) -> Result<Micros, String> {
    let longest = Micros::hours(24) * u64::from(DAYS_MAX);
    let wrong = || Message::new("headless-duration").text("value", text).number("days", DAYS_MAX);
    parse_duration(text).filter(|duration| *duration <= longest).ok_or_else(|| say(&wrong()))
}

/// A number of shards.
pub fn shards(text: &str) -> Result<u32, String> {
    whole(KnobId::Shards, "--shards", text)
}

/// A rate in records per second.
pub fn rate(text: &str) -> Result<u32, String> {
    whole(KnobId::RateRecordsPerS, "--rate", text)
}

/// A record's data in bytes.
pub fn record_size(text: &str) -> Result<u32, String> {
    whole(KnobId::SizeBytes, "--record-size", text)
}

/// One of [`PROFILES`].
pub fn profile(name: &str) -> Profile {
    if name == PROFILES[1] { Profile::CourseNotes } else { Profile::Current }
}

/// A whole number within the bounds of a knob.
fn whole(knob: KnobId, field: &str, text: &str) -> Result<u32, String> {
    let number = text.parse::<u32>().map_err(|_| {
        let row = knob.row();
        let (min, max, unit) = (row.min, row.max, row.unit.to_owned());
        Violation::new(field, text, Rule::Between { min, max, unit })
    });
    number
        .and_then(|number| knob.check(field, f64::from(number)).map(|()| number))
        .map_err(|violation| say(&reasons::violation(&violation)))
}
