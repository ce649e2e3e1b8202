//! The table of limits as it is shown: values in words, what a search finds, and what of a limit is used now.

use crate::engine::limits::{LIMITS, Limit, LimitId, Profile, Scope, Topic, Unit};
use crate::learn::catalogue::number;
use crate::learn::message::Message;
use crate::learn::reasons;
use crate::ui::format;
use crate::worker::frame::Frame;

const MIB: u64 = 1_048_576;

/// A value of a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// With its unit, bytes as MiB.
    pub text: String,
    /// To the byte, or the same.
    pub exact: String,
}

/// A limit as it is shown.
#[derive(Clone, Debug)]
pub struct Row {
    /// The limit.
    pub limit: &'static Limit,
    /// What it applies to.
    pub scope: String,
    /// Where the values come from, and when that was read.
    pub source: String,
    /// The value that holds.
    pub value: Value,
    /// The value in the other profile.
    pub other: Value,
    /// What a search looks in, in lower case.
    found_by: String,
}

/// What is used of a limit now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// The amount, in the limit's unit.
    pub used: u64,
    /// The part of what is allowed, 1 being all of it.
    pub part: f64,
    /// The place of the shard that uses most, for limits of shards.
    pub shard: Option<usize>,
}

/// The id of a topic's message.
pub const fn topic(topic: Topic) -> &'static str {
    match topic {
        Topic::Writing => "topic-writing",
        Topic::Reading => "topic-reading",
        Topic::FanOut => "topic-fan-out",
        Topic::Resharding => "topic-resharding",
        Topic::OnDemand => "topic-on-demand",
        Topic::Retention => "topic-retention",
        Topic::Encryption => "topic-encryption",
        Topic::Streams => "topic-streams",
        Topic::Firehose => "topic-firehose",
        Topic::ApiCalls => "topic-api-calls",
    }
}

/// The id of a profile's message.
pub const fn profile(profile: Profile) -> &'static str {
    match profile {
        Profile::Current => "limits-current",
        Profile::CourseNotes => "limits-course",
    }
}

const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Shard => "scope-shard",
        Scope::Record => "scope-record",
        Scope::Request => "scope-request",
        Scope::Stream => "scope-stream",
        Scope::ConsumerAndShard => "scope-consumer-and-shard",
        Scope::AccountAndRegion => "scope-account-and-region",
        Scope::DeliveryStream => "scope-delivery-stream",
        Scope::Partition => "scope-partition",
    }
}

/// All limits while `in_force` holds, in the words of `say`.
pub fn rows(in_force: Profile, say: &dyn Fn(&Message) -> String) -> Vec<Row> {
    let row = |limit: &'static Limit| {
        let (value, other) = (value(limit, in_force, say), value(limit, in_force.other(), say));
        let scope = say(&Message::new(scope(limit.scope)));
        let checked = say(&Message::new("limits-checked").text("month", limit.checked));
        let source = [limit.source, " · ", &checked].concat();
        let topic = say(&Message::new(topic(limit.topic())));
        let exception = limit.error.exception();
        let texts = [limit.name, exception, &source, &scope, &topic, &value.text, &other.text];
        let exact = [&value.exact, &other.exact].map(|text| [text, " ", &text.replace(',', "")].concat());
        let found_by = [texts.join("\n"), exact.join("\n")].join("\n").to_lowercase();
        Row { limit, scope, source, value, other, found_by }
    };
    LIMITS.iter().map(row).collect()
}

/// The rows that `query` finds. Where it is found nowhere as it is written, a row has to hold each of its words.
pub fn found<'a>(rows: &'a [Row], query: &str, only_differing: bool) -> Vec<&'a Row> {
    let query = query.trim().to_lowercase();
    let has_phrase = rows.iter().any(|row| row.found_by.contains(&query));
    let matches = |row: &&Row| {
        let is_found = if has_phrase {
            row.found_by.contains(&query)
        } else {
            query.split_whitespace().all(|word| row.found_by.contains(word))
        };
        is_found && (row.limit.differs() || !only_differing)
    };
    rows.iter().filter(matches).collect()
}

/// What a limit allows in a profile.
pub fn value(limit: &Limit, profile: Profile, say: &dyn Fn(&Message) -> String) -> Value {
    let value = limit.value(profile);
    if limit.unit == Unit::MebibytesPerSecond && value == 0 {
        let text = say(&Message::new("limit-none"));
        return Value { exact: text.clone(), text };
    }
    let of_bytes = |suffix: &str| Value {
        text: [&number((value / MIB) as f64, 0), " MiB", suffix].concat(),
        exact: [&number(value as f64, 0), " ", &say(&Message::new("unit-bytes")), suffix].concat(),
    };
    match limit.unit {
        Unit::BytesPerSecond if value.is_multiple_of(MIB) => of_bytes("/s"),
        Unit::Bytes if value.is_multiple_of(MIB) => of_bytes(""),
        _ => {
            let unit = reasons::unit_named(reasons::unit(limit.id));
            let text = say(&Message::new("limit-value").number("value", value).message("unit", unit));
            Value { exact: text.clone(), text }
        }
    }
}

/// What is used of a limit, where a frame tells it.
pub fn usage(frame: &Frame, limit: LimitId) -> Option<Usage> {
    let offered = |place: &usize| {
        let offered = frame.shards[*place].offered;
        if limit == LimitId::ShardWriteBytes { offered.bytes.0 } else { offered.records }
    };
    let (used, shard) = match limit {
        LimitId::ShardWriteBytes | LimitId::ShardWriteRecords => {
            // The first of the hottest, so that shards without any traffic do not take turns.
            let hottest = (0..frame.shards.len()).rev().max_by_key(offered)?;
            (offered(&hottest), Some(hottest))
        }
        LimitId::Shards => (frame.shards.len() as u64, None),
        _ => return None,
    };
    let allowed = limit.value(frame.profile).max(1);
    Some(Usage { used, part: used as f64 / allowed as f64, shard })
}

/// An amount that is used of a limit, as it is written.
pub fn amount(limit: LimitId, used: u64) -> String {
    match limit {
        LimitId::ShardWriteBytes => [&format::bytes(used as f64), "/s"].concat(),
        LimitId::ShardWriteRecords => [&format::short(used as f64), " records/s"].concat(),
        _ => number(used as f64, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::catalogue::{Catalogue, Language};

    fn rows_in(language: Language, profile: Profile) -> Vec<Row> {
        let catalogue = Catalogue::new(language);
        rows(profile, &|message| catalogue.say(message))
    }

    fn ids(rows: &[Row], query: &str, only_differing: bool) -> Vec<LimitId> {
        found(rows, query, only_differing).into_iter().map(|row| row.limit.id).collect()
    }

    #[test]
    fn values_read_well() {
        let rows = rows_in(Language::English, Profile::Current);
        let shown = |id: LimitId| {
            let row = &rows[id as usize];
            [row.value.text.clone(), row.value.exact.clone(), row.other.text.clone()]
        };
        assert_eq!(shown(LimitId::ShardWriteBytes), ["1 MiB/s", "1,048,576 bytes/s", "1 MiB/s"]);
        assert_eq!(shown(LimitId::PutRecordsBytes), ["10 MiB", "10,485,760 bytes", "5 MiB"]);
        assert_eq!(shown(LimitId::Shards), ["20,000 shards", "20,000 shards", "500 shards"]);
        assert_eq!(shown(LimitId::WarmThroughput), ["10,240 MiB/s", "10,240 MiB/s", "not offered"]);
        let rows = rows_in(Language::Chinese, Profile::CourseNotes);
        let shown = &rows[LimitId::RetentionMaximum as usize];
        assert_eq!((shown.value.text.as_str(), shown.other.text.as_str()), ("168 小时", "8,760 小时"));
    }

    #[test]
    fn a_search_finds_names_errors_values_and_sources() {
        let rows = rows_in(Language::English, Profile::Current);
        assert_eq!(ids(&rows, "", false).len(), LIMITS.len());
        assert_eq!(ids(&rows, "  PUTRECORDS size ", false), [LimitId::PutRecordsBytes]);
        assert_eq!(ids(&rows, "expirediterator", false), [LimitId::IteratorLifetime]);
        assert_eq!(ids(&rows, "1048576 bytes/s", false), [LimitId::ShardWriteBytes, LimitId::FirehoseBytesElsewhere]);
        assert_eq!(ids(&rows, "8,760", false), [LimitId::RetentionMaximum]);
        assert_eq!(ids(&rows, "October 2025", false), [LimitId::RecordDataBytesRaised]);
        assert_eq!(ids(&rows, "creating streams", false), [LimitId::StreamsInCreation], "words in another order");
        assert_eq!(ids(&rows, "no such limit", false), []);
    }

    #[test]
    fn a_search_knows_the_words_of_the_language() {
        let rows = rows_in(Language::Chinese, Profile::Current);
        assert_eq!(ids(&rows, "加密", false), [LimitId::EncryptionChangesPerDay]);
        assert_eq!(ids(&rows, "GetRecords calls", false), [LimitId::RateGetRecords]);
        assert!(ids(&rows, "retention", false).contains(&LimitId::RetentionDefault));
    }

    #[test]
    fn only_what_differs_can_be_shown() {
        let rows = rows_in(Language::English, Profile::Current);
        let differing = ids(&rows, "", true);
        assert!(differing.len() > 5 && differing.len() < 20, "{differing:?}");
        assert!(differing.contains(&LimitId::Shards) && !differing.contains(&LimitId::ShardWriteBytes));
        assert_eq!(ids(&rows, "shard write", true), []);
    }
}
