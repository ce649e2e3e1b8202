//! What became of the person's key file: looked into, read, or refused.

use crate::learn::message::Message;
use crate::scenario::import::Preview;
use crate::scenario::sample::ColumnChoice;
use crate::scenario::skew::SkewReport;
use std::rc::Rc;

/// What became of the person's key file.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum KeyFile {
    /// There is none.
    #[default]
    None,
    /// It is being looked into.
    Inspecting(String),
    /// Its columns wait to be chosen.
    Inspected {
        /// Its name.
        file: String,
        /// Its size.
        bytes: u64,
        /// Its columns and first rows.
        preview: Preview,
        /// The columns chosen so far.
        choice: ColumnChoice,
    },
    /// It is being read.
    Importing {
        /// Its name.
        file: String,
        /// Bytes read.
        bytes_read: u64,
        /// Bytes in all.
        bytes: u64,
        /// Rows read.
        rows: u64,
    },
    /// Its keys are known.
    Imported {
        /// Its name.
        file: String,
        /// How its keys would load shards.
        report: Rc<SkewReport>,
    },
    /// It cannot be used.
    Refused {
        /// Its name.
        file: String,
        /// Why.
        reason: Message,
    },
}
