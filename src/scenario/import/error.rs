//! What can be wrong with a key file as a whole. What is wrong with a single row only skips that row.

use super::FIRST_CHUNK_BYTES;
use crate::scenario::sample::Skipped;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The most columns that a message lists.
const COLUMNS_LISTED_MAX: usize = 20;

/// Why a key file cannot be imported. None can be gone on from: choose another file or other columns.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ImportError {
    /// The file has no bytes, or nothing but white space.
    #[error("the file is empty: it needs rows of CSV, JSON Lines or plain text")]
    Empty,
    /// The file is of a kind that is not text; the words say which, as well as its first bytes tell.
    #[error("this is {looks_like}, not text: export it as CSV, JSON Lines or plain text in UTF-8")]
    NotText {
        /// What the file looks like, with its article.
        looks_like: String,
    },
    /// The start of the file is not UTF-8, such as a CSV file that a spreadsheet saved as Latin-1.
    #[error("the file is not UTF-8 text (byte {offset}): save it as \"CSV UTF-8\"")]
    NotUtf8 {
        /// The first byte that cannot be UTF-8, counted from 0.
        offset: u64,
    },
    /// The file is JSON of another shape.
    #[error(
        "the file is JSON, but neither JSON Lines (one object a line) nor one array of objects: save it as JSON Lines"
    )]
    JsonShape,
    /// An array of objects ends early or has something else in it.
    #[error("line {line}: the JSON array is broken: between [ and ] only objects with commas between them are allowed")]
    JsonBroken {
        /// The line on which it breaks.
        line: u64,
    },
    /// The first objects of a JSON file have nothing that could be a key.
    #[error("the first objects of the file have no field with a text, a number or a boolean in it")]
    NoFields,
    /// The header, or the first record, does not end within the first chunk.
    #[error("the first line is longer than {FIRST_CHUNK_BYTES} bytes: is this a file of rows?")]
    FirstRowTooLong,
    /// A chosen column is not in the file.
    #[error("there is no column \"{column}\"; the columns are: {}", list(columns))]
    NoSuchColumn {
        /// The column that was asked for.
        column: String,
        /// The columns that there are.
        columns: Vec<String>,
    },
    /// A row has more columns than are read.
    #[error("line {line}: the row has more than {columns_max} columns")]
    TooManyColumns {
        /// The line on which the row begins.
        line: u64,
        /// The most columns allowed.
        columns_max: usize,
    },
    /// A row is longer than any sensible row; in CSV a quote may have been left open.
    #[error("line {line}: the row is longer than {bytes_max} bytes; if it is CSV, a quote may not be closed")]
    RowTooLong {
        /// The line on which the row begins.
        line: u64,
        /// The most bytes allowed.
        bytes_max: usize,
    },
    /// A quoted cell of a CSV file goes on to the end of the file.
    #[error("line {line}: a quote is not closed: everything from here to the end of the file would be one cell")]
    QuoteNotClosed {
        /// The line on which the row begins.
        line: u64,
    },
    /// The file is larger than what is read.
    #[error("the file is larger than {} MiB: import a part of it, or counts by key with a weight column", bytes_max >> 20)]
    FileTooLarge {
        /// The most bytes allowed.
        bytes_max: u64,
    },
    /// The file was read to its end and no row could be used.
    #[error("no row of the file can be used: {}", reasons(skipped))]
    NoUsableRow {
        /// Why the rows were not used; empty when there were no rows.
        skipped: Vec<Skipped>,
    },
}

fn list(columns: &[String]) -> String {
    let shown = columns[..columns.len().min(COLUMNS_LISTED_MAX)].join(", ");
    match columns.len() - columns.len().min(COLUMNS_LISTED_MAX) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn reasons(skipped: &[Skipped]) -> String {
    if skipped.is_empty() {
        return "it has no rows".into();
    }
    let texts = skipped.iter().map(|s| {
        let (rows, first) = if s.rows == 1 { ("row", "") } else { ("rows", "first ") };
        format!("{} in {} {rows} ({first}on line {})", s.reason, s.rows, s.first_line)
    });
    texts.collect::<Vec<_>>().join("; ")
}
