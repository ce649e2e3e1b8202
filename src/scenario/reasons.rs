//! Why a key file or its report is refused, in words.

use super::import::ImportError;
use super::sample::{SkipReason, Skipped};
use super::skew::{SHARDS_MAX, SkewError};
use crate::learn::message::Message;

/// Columns that a message lists at most.
const COLUMNS_LISTED_MAX: usize = 20;

/// Why a file cannot be imported.
pub fn import(error: &ImportError) -> Message {
    match error {
        ImportError::Empty => Message::new("import-empty"),
        ImportError::NotText { looks_like } => Message::new("import-not-text").text("kind", looks_like),
        ImportError::NotUtf8 { offset } => Message::new("import-not-utf8").number("offset", *offset),
        ImportError::JsonShape => Message::new("import-json-shape"),
        ImportError::JsonBroken { line } => Message::new("import-json-broken").number("line", *line),
        ImportError::NoFields => Message::new("import-no-fields"),
        ImportError::FirstRowTooLong => Message::new("import-first-row-too-long"),
        ImportError::NoSuchColumn { column, columns } => {
            let listed = columns[..columns.len().min(COLUMNS_LISTED_MAX)].join(", ");
            Message::new("import-no-such-column").text("column", column).text("columns", listed)
        }
        ImportError::TooManyColumns { line, columns_max } => {
            Message::new("import-too-many-columns").number("line", *line).number("allowed", *columns_max)
        }
        ImportError::RowTooLong { line, bytes_max } => {
            Message::new("import-row-too-long").number("line", *line).number("allowed", *bytes_max)
        }
        ImportError::QuoteNotClosed { line } => Message::new("import-quote-not-closed").number("line", *line),
        ImportError::FileTooLarge { bytes_max } => {
            Message::new("import-file-too-large").number("allowed", *bytes_max >> 20)
        }
        ImportError::NoUsableRow { skipped } => match skipped.first() {
            Some(first) => Message::new("import-no-usable-row").message("reason", self::skipped(first)),
            None => Message::new("import-no-rows"),
        },
    }
}

/// Why rows were not used.
pub fn skipped(skipped: &Skipped) -> Message {
    let reason = Message::new(match skipped.reason {
        SkipReason::NoKey => "skip-no-key",
        SkipReason::KeyTooLong => "skip-key-too-long",
        SkipReason::NotUtf8 => "skip-not-utf8",
        SkipReason::Unreadable => "skip-unreadable",
        SkipReason::BadWeight => "skip-bad-weight",
        SkipReason::BadSize => "skip-bad-size",
        SkipReason::TooManyRecords => "skip-too-many-records",
    });
    Message::new("skipped").message("reason", reason).number("rows", skipped.rows).number("line", skipped.first_line)
}

/// Why there is no skew report.
pub fn skew(error: &SkewError) -> Message {
    match error {
        SkewError::Shards { shards } => {
            Message::new("skew-shards").number("shards", *shards).number("allowed", SHARDS_MAX)
        }
        SkewError::RecordSize { record_size_bytes, bytes_max } => {
            Message::new("skew-record-size").number("bytes", *record_size_bytes).number("allowed", *bytes_max)
        }
        SkewError::NoRecords => Message::new("import-no-rows"),
    }
}
