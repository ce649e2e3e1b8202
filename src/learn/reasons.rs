//! What is wrong with a value, in words: each typed error of the engine and of the scenario files as a message.

use super::message::Message;
use super::{fields, prefixes};
use crate::engine::api::error::ApiError;
use crate::engine::error::{Rejection, Rule, Throttle, Violation};
use crate::engine::limits::{LimitId, Unit};

/// Says what is wrong with a field and what is allowed.
pub fn violation(violation: &Violation) -> Message {
    let by_aws = |values: &[String]| fields::values_by_aws(&violation.field, values);
    let message = match &violation.rule {
        Rule::Between { min, max, unit } => Message::new("wrong-between")
            .decimal("min", *min, decimals(*min))
            .decimal("max", *max, decimals(*max))
            .message("unit", unit_named(unit)),
        Rule::WithinLimit { limit, allowed } if limit.row().unit == Unit::Characters => {
            Message::new("wrong-length").text("limit", limit.row().name).number("allowed", *allowed)
        }
        Rule::WithinLimit { limit, allowed } => Message::new("wrong-limit")
            .text("limit", limit.row().name)
            .number("allowed", *allowed)
            .message("unit", unit_named(unit(*limit))),
        Rule::Ascending => Message::new("wrong-ascending"),
        Rule::NotEmpty => Message::new("wrong-empty"),
        Rule::NameCharacters => Message::new("wrong-name"),
        Rule::HashKey => Message::new("wrong-hash-key"),
        Rule::Unique => Message::new("wrong-unique"),
        Rule::SameKind => Message::new("wrong-kind"),
        Rule::Partition => Message::new("wrong-partition"),
        Rule::AccountId => Message::new("wrong-account"),
        Rule::RegionCode => Message::new("wrong-region"),
        Rule::Known { known } if known.is_empty() && violation.field.ends_with("store") => {
            Message::new("wrong-unknown-store")
        }
        Rule::Known { known } if known.is_empty() => Message::new("wrong-unknown-none"),
        Rule::Known { known } => Message::new("wrong-unknown").text("known", known.join(", ")),
        Rule::Beside { beside, possible } => {
            let beside = fields::value_by_aws(&violation.field, beside);
            Message::new("wrong-beside").text("beside", beside).text("possible", by_aws(possible))
        }
        Rule::Prefix { fault } => prefixes::fault(fault),
        Rule::IndexName => Message::new("wrong-index"),
        Rule::Like { examples } => Message::new("wrong-form").text("examples", examples.join(", ")),
        Rule::OwnBound { max, unit } => {
            Message::new("wrong-own-bound").number("max", *max as u64).message("unit", unit_named(unit))
        }
        Rule::Settled => Message::new("wrong-settled"),
        Rule::Later { known } if known.is_empty() => Message::new("wrong-later"),
        Rule::Later { known } => Message::new("wrong-later-destination").text("known", by_aws(known)),
    };
    let field = fields::by_aws(&violation.field);
    let message = match violation.character {
        None => message.text("field", field),
        Some(at) => message.message("field", Message::new("wrong-at").text("field", field).number("at", at)),
    };
    message.text("value", fields::value_by_aws(&violation.field, &violation.value))
}

/// Says why a command was not applied; `by_aws` knows what AWS says.
pub fn rejection(rejection: &Rejection, by_aws: impl FnOnce(&ApiError) -> Message) -> Message {
    match rejection {
        Rejection::Refused(ApiError::WriteThrottled { throttle: cause, .. }) => throttle(cause),
        Rejection::Refused(refusal) => by_aws(refusal),
        Rejection::Kms(refusal) => refused_by_aws(refusal.exception(), &refusal.to_string()),
        Rejection::Firehose(refusal) => refused_by_aws("", &refusal.to_string()),
        Rejection::Invalid(wrong) => violation(wrong),
    }
}

/// Says what AWS says: an exception's name and its text.
pub fn refused_by_aws(exception: &str, text: &str) -> Message {
    Message::new("refused-by-aws").text("exception", exception).text("reason", text)
}

/// Says which limit refused, with the moment's numbers.
pub fn throttle(cause: &Throttle) -> Message {
    Message::new(if cause.limit == LimitId::ShardWriteBytes { "throttled-by-bytes" } else { "throttled-by-records" })
        .text("shard", cause.shard)
        .number("asked", cause.asked)
        .number("allowed", cause.allowed)
        .number("refused", cause.refused_records)
}

/// A unit as it is written after a number; units that are the same in every language are said as they are.
pub fn unit_named(unit: &str) -> Message {
    match unit {
        "bytes" => Message::new("unit-bytes"),
        "records/s" => Message::new("unit-records-per-second"),
        "keys" => Message::new("unit-keys"),
        "times" => Message::new("unit-times"),
        "attempts" => Message::new("unit-attempts"),
        "characters" => Message::new("unit-characters"),
        "records" => Message::new("unit-records"),
        "shards" => Message::new("unit-shards"),
        "hours" => Message::new("unit-hours"),
        "producers" => Message::new("unit-producers"),
        "streams" => Message::new("unit-streams"),
        "consumers" => Message::new("unit-consumers"),
        "calls" => Message::new("unit-calls"),
        "connections" => Message::new("unit-connections"),
        "tags" => Message::new("unit-tags"),
        "seconds" => Message::new("unit-seconds"),
        "stores" => Message::new("unit-stores"),
        "nodes" => Message::new("unit-nodes"),
        "prefixes" => Message::new("unit-prefixes"),
        "requests" => Message::new("unit-requests"),
        "documents" => Message::new("unit-documents"),
        "steps" => Message::new("unit-steps"),
        "files" => Message::new("unit-files"),
        "fields" => Message::new("unit-fields"),
        "delivery streams" => Message::new("unit-delivery-streams"),
        "partitions" => Message::new("unit-partitions"),
        same => Message::new("unit-same").text("unit", same),
    }
}

/// The unit of a limit's value as it is written after a number.
pub fn unit(limit: LimitId) -> &'static str {
    match limit.row().unit {
        Unit::BytesPerSecond => "bytes/s",
        Unit::RecordsPerSecond => "records/s",
        Unit::Bytes => "bytes",
        Unit::Characters => "characters",
        Unit::Records => "records",
        Unit::Shards => "shards",
        Unit::Hours => "hours",
        Unit::CallsPerSecond => "calls/s",
        Unit::MebibytesPerSecond => "MiB/s",
        Unit::Streams => "streams",
        Unit::Consumers => "consumers",
        Unit::Calls => "calls",
        Unit::Tags => "tags",
        Unit::Seconds => "seconds",
        Unit::DeliveryStreams => "delivery streams",
        Unit::Partitions => "partitions",
        Unit::PartitionKeys => "keys",
    }
}

fn decimals(value: f64) -> u8 {
    if value.fract() == 0.0 { 0 } else { 2 }
}
