//! An object of a bucket, opened: its beginning as it would hold it, how large it is, its columns, what the function made of
//! its records. Made when somebody opens it.
//!
//! Bounded: [`SHOWN`] bytes of what is in it and the first records. An object is made whole for its exact size if it holds
//! no more than [`WHOLE`]; of a larger one the beginning tells about the rest.

use super::bucket::Stored;
use crate::engine::firehose::DeliveryStream;
use crate::engine::firehose::amount::Amount;
use crate::engine::firehose::format::compression::Compression;
use crate::engine::firehose::format::json::{self, unescaped};
use crate::engine::firehose::lane::Route;
use crate::engine::firehose::object::Object;
use crate::engine::firehose::plan::Column;
use crate::engine::world::World;
use crate::engine::world::firehose::objects::ObjectBytes;
use crate::learn::message::Message;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

/// Bytes of what is in an object that are shown.
pub const SHOWN: usize = 64 << 10;
/// An object that holds no more is made whole.
pub const WHOLE: u64 = 4 << 20;
/// How much of a larger one is made.
const BEGINNING: usize = 256 << 10;
/// How much of an object a file has at most, before compression.
pub const FILE_MAX: usize = 64 << 20;
/// Bytes of the object itself that are shown.
const HEX_SHOWN: usize = 128;
/// Records that are shown one by one: as rows, as they came, out of lines about failures.
const RECORDS_SHOWN: usize = 20;
/// So many blanks one after another are no part of what somebody wrote.
const PADDING: [u8; 16] = [b' '; 16];
/// Bytes of such a record.
const RECORD_SHOWN: usize = 2 << 10;

/// An object, or a request, opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ObjectPreview {
    /// Its bucket and its key; nothing for a request.
    pub key: Option<(String, String)>,
    /// How much is in it.
    pub amount: Amount,
    /// What is in it, before compression: bytes.
    pub plain: Option<Stored>,
    /// Its bytes in the bucket.
    pub stored: Option<Stored>,
    /// How it is compressed.
    pub compression: Compression,
    /// Whether it holds lines about what failed.
    pub is_errors: bool,
    /// The beginning of what is in it.
    pub text: Vec<u8>,
    /// Where records end in that.
    pub ends: Vec<u32>,
    /// Records that were looked at whether they end with a line feed; the last one and rows of columns are not.
    pub looked_at: u32,
    /// Those that do not: the next one begins on the same line.
    pub joined: u32,
    /// Whether records are filled up with blanks to their size, as generated ones without a template are.
    pub is_padded: bool,
    /// The beginning of the object itself.
    pub hex: Vec<u8>,
    /// Its columns: name and type.
    pub columns: Vec<(String, String)>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
    /// The first records: as they came, and as they are now. Only where a function has made them.
    pub transformed: Vec<(String, String)>,
    /// The data in the first lines about what failed.
    pub raw: Vec<String>,
    /// Whether the delimiter could be put behind what is in it.
    pub takes_delimiter: bool,
}

impl ObjectPreview {
    /// An object of a delivery stream of this name, if it is still known what it held.
    pub(super) fn of(world: &World, delivery_stream: &str, number: u64) -> Result<Self, Message> {
        let (stream, object) = find(world, delivery_stream, number)?;
        let mut preview = Self {
            amount: object.amount,
            is_errors: !matches!(object.route, Route::Destination | Route::Backup),
            takes_delimiter: object.route == Route::Destination && object.conversion.is_none(),
            ..Self::default()
        };
        let most = if object.amount.bytes <= WHOLE { usize::MAX } else { BEGINNING };
        let made = match object.bucket() {
            Some(bucket) => {
                preview.key = world.object_key(stream, object).map(|key| (bucket.bucket.clone(), key));
                preview.compression = bucket.compression;
                let made = world.object_bytes(stream, object, most).ok_or_else(gone)?;
                preview.weigh(object, &made);
                preview.hex = made.written[..made.written.len().min(HEX_SHOWN)].to_vec();
                made
            }
            None => documents(world, object),
        };
        preview.show_records(world, object);
        preview.show_text(&made);
        Ok(preview)
    }

    /// How large it is: exactly, if it was made whole.
    fn weigh(&mut self, object: &Object, made: &ObjectBytes) {
        let share = made.ends.len() as f64 / object.amount.records.max(1) as f64;
        let whole = |bytes: usize| {
            let is_estimated = made.is_cut;
            Some(Stored {
                bytes: if is_estimated { (bytes as f64 / share) as u64 } else { bytes as u64 },
                is_estimated,
            })
        };
        (self.plain, self.stored) = (whole(made.plain.len()), whole(made.written.len()));
        if !self.is_errors {
            // What is in it is its records.
            self.plain = Some(Stored { bytes: object.amount.bytes, is_estimated: false });
            if super::shelf::is_as_it_was(object) {
                self.stored = self.plain;
            }
        }
    }

    fn show_text(&mut self, made: &ObjectBytes) {
        let plain = &made.plain;
        self.text = plain[..plain.len().min(SHOWN)].to_vec();
        self.ends = made.ends.iter().take_while(|end| **end <= self.text.len()).map(|end| *end as u32).collect();
        self.is_padded = self.text.windows(PADDING.len()).any(|window| window == PADDING);
        if self.columns.is_empty() && !self.is_errors {
            let inner = || made.ends.iter().filter(|end| **end < plain.len());
            self.looked_at = inner().count() as u32;
            self.joined =
                inner().filter(|end| end.checked_sub(1).is_some_and(|last| plain[last] != b'\n')).count() as u32;
        }
    }

    fn show_records(&mut self, world: &World, object: &Object) {
        let columns: &[Column] = object.conversion.as_ref().map_or(&[], |conversion| &conversion.columns);
        let kind = |column: &Column| format!("{:?}", column.kind).to_lowercase();
        self.columns = columns.iter().map(|column| (column.name.clone(), kind(column))).collect();
        let mut left = RECORDS_SHOWN;
        for run in object.runs.iter().flat_map(|runs| runs.iter()) {
            let has_function = run.steps.function.is_some();
            world.each_of(run, &mut |raw, data| {
                if left == 0 {
                    return ControlFlow::Break(());
                }
                left -= 1;
                if self.is_errors {
                    self.raw.push(shown(data));
                } else if has_function {
                    self.transformed.push((shown(raw), shown(data)));
                }
                if !columns.is_empty() {
                    self.rows.extend(json::documents(data).flatten().map(|document| cells(document, columns)));
                }
                ControlFlow::Continue(())
            });
        }
    }
}

/// An object whole, as a file, at most [`FILE_MAX`] of what is in it; whether there would be more.
pub(super) fn file(world: &World, delivery_stream: &str, number: u64) -> Result<(Vec<u8>, bool), Message> {
    let (stream, object) = find(world, delivery_stream, number)?;
    let made = world.object_bytes(stream, object, FILE_MAX).ok_or_else(gone)?;
    Ok((made.written, made.is_cut))
}

fn find<'a>(world: &'a World, name: &str, number: u64) -> Result<(&'a DeliveryStream, &'a Object), Message> {
    let stream = world.firehoses().find(name).ok_or_else(gone)?;
    let object = stream.objects.get(number).filter(|object| object.runs.is_some()).ok_or_else(gone)?;
    Ok((stream, object))
}

fn gone() -> Message {
    Message::new("object-gone")
}

/// What a request carries, a record after the other.
fn documents(world: &World, object: &Object) -> ObjectBytes {
    let mut found = ObjectBytes::default();
    for run in object.runs.iter().flat_map(|runs| runs.iter()) {
        world.each_record(run, &mut |data| {
            found.plain.extend_from_slice(data);
            found.ends.push(found.plain.len());
            if found.plain.len() > SHOWN { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if found.plain.len() > SHOWN {
            break;
        }
    }
    found
}

fn shown(data: &[u8]) -> String {
    String::from_utf8_lossy(&data[..data.len().min(RECORD_SHOWN)]).into_owned()
}

/// The values of a document's columns as texts; columns without a value are empty.
fn cells(document: json::Value<'_>, columns: &[Column]) -> Vec<String> {
    let mut cells = vec![String::new(); columns.len()];
    for (name, value) in document.fields() {
        let name = unescaped(name);
        if let Some(place) = columns.iter().position(|column| column.name.eq_ignore_ascii_case(&name)) {
            cells[place] = value.text().map_or_else(|| value.json().to_owned(), std::borrow::Cow::into_owned);
        }
    }
    cells
}
