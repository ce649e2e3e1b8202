//! Imports a person's own key file as a stream of chunks: CSV, JSON Lines, one JSON array of objects, or plain text.
//!
//! First [`detect`] looks at the start of the file and offers a [`Preview`]; a person picks columns; then an
//! [`Importer`] takes the file from its beginning in chunks of any size, cut anywhere. How the file is cut never
//! changes the sample. A row that cannot be used is counted and skipped; a file that cannot is an [`ImportError`].
//! Leaves out: other character sets than UTF-8, compressed and columnar files, which are refused by name.

mod delimited;
mod detect;
mod error;
mod json;
mod kind;
mod lines;
mod objects;
mod suggest;

pub use delimited::Delimiter;
pub use detect::{FIRST_CHUNK_BYTES, Format, Preview, TEXT_COLUMN, detect};
pub use error::ImportError;

use super::sample::{ColumnChoice, KeySample, SampleBounds, SampleBuilder, SkipReason};
use delimited::{DelimitedRows, Row};
use json::Picker;
use lines::Lines;
use objects::Objects;

/// The largest file that is imported, in bytes.
pub const FILE_BYTES_MAX: u64 = 200 << 20;
/// The longest row, in bytes.
pub const ROW_BYTES_MAX: usize = 1 << 20;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What an import may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportBounds {
    /// The largest file in bytes.
    pub file_bytes_max: u64,
    /// The memory of the sample.
    pub sample: SampleBounds,
}

impl Default for ImportBounds {
    fn default() -> Self {
        Self { file_bytes_max: FILE_BYTES_MAX, sample: SampleBounds::default() }
    }
}

/// Reads a key file chunk by chunk into a [`KeySample`]. After an error, drop it.
///
/// ```
/// use shardscope::scenario::import::{ImportBounds, Importer, detect};
/// let file = b"device,count\nd-1,5\nd-2,1\n";
/// let preview = detect("devices.csv", file)?;
/// let mut importer = Importer::new(&preview, preview.suggested.clone(), "devices.csv", ImportBounds::default())?;
/// importer.push(&file[..9])?;
/// importer.push(&file[9..])?;
/// let sample = importer.finish()?;
/// assert_eq!((sample.name(0), sample.records(0)), ("d-1", 5));
/// # Ok::<(), shardscope::scenario::import::ImportError>(())
/// ```
pub struct Importer {
    source: Source,
    intake: Intake,
    /// How much of a byte order mark has come at the start of the file; `None` past the start.
    mark_len: Option<usize>,
    bytes_read: u64,
    bytes_max: u64,
}

impl Importer {
    /// An importer of a file like `preview` that reads the columns of `choice` and calls the sample `label`.
    pub fn new(
        preview: &Preview,
        choice: ColumnChoice,
        label: &str,
        bounds: ImportBounds,
    ) -> Result<Self, ImportError> {
        let wanted = [Some(&choice.key), choice.weight.as_ref(), choice.size.as_ref()];
        let mut positions = [None; 3];
        for (position, column) in positions.iter_mut().zip(wanted) {
            *position = column.map(|column| preview.position(column)).transpose()?;
        }
        let picker = || Picker::new(wanted.map(|column| column.cloned().unwrap_or_default()).to_vec());
        let source = match preview.format {
            Format::Delimited { delimiter } => Source::Delimited {
                rows: Box::new(DelimitedRows::new(delimiter)),
                positions,
                header_expected: preview.has_header,
            },
            Format::JsonLines => Source::JsonLines(Lines::new(), picker()),
            Format::JsonArray => Source::JsonArray(Objects::new(), picker()),
            Format::Text => Source::Text(Lines::new()),
        };
        Ok(Self {
            source,
            intake: Intake {
                is_weighted: choice.weight.is_some(),
                is_sized: choice.size.is_some(),
                builder: SampleBuilder::new(label, choice, bounds.sample),
            },
            mark_len: Some(0),
            bytes_read: 0,
            bytes_max: bounds.file_bytes_max,
        })
    }

    /// Takes the next chunk of the file.
    pub fn push(&mut self, mut chunk: &[u8]) -> Result<(), ImportError> {
        self.bytes_read += chunk.len() as u64;
        if self.bytes_read > self.bytes_max {
            return Err(ImportError::FileTooLarge { bytes_max: self.bytes_max });
        }
        while let (Some(len), Some((first, rest))) = (self.mark_len, chunk.split_first()) {
            if *first == BYTE_ORDER_MARK[len] {
                self.mark_len = Some((len + 1) % BYTE_ORDER_MARK.len());
                chunk = rest;
            } else {
                self.mark_len = None;
                self.source.push(&BYTE_ORDER_MARK[..len], &mut self.intake)?;
            }
        }
        self.source.push(chunk, &mut self.intake)
    }

    /// Ends the file and gives its sample.
    pub fn finish(mut self) -> Result<KeySample, ImportError> {
        self.source.finish(&mut self.intake)?;
        let sample = self.intake.builder.finish();
        if sample.is_empty() {
            return Err(ImportError::NoUsableRow { skipped: sample.skipped().to_vec() });
        }
        Ok(sample)
    }

    /// The bytes taken so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// The rows read so far, skipped ones with them.
    pub fn rows_read(&self) -> u64 {
        self.intake.builder.rows_read()
    }
}

/// Cuts the bytes of a file into rows.
enum Source {
    Delimited {
        rows: Box<DelimitedRows>,
        /// Where the key, the weight and the size stand in a row.
        positions: [Option<usize>; 3],
        header_expected: bool,
    },
    JsonLines(Lines, Picker),
    JsonArray(Objects, Picker),
    Text(Lines),
}

impl Source {
    fn push(&mut self, chunk: &[u8], intake: &mut Intake) -> Result<(), ImportError> {
        match self {
            Self::Delimited { rows, positions, header_expected } => rows.push(chunk, |row| {
                if !std::mem::take(header_expected) {
                    intake.cells(row, *positions);
                }
            }),
            Self::JsonLines(lines, picker) => lines.push(chunk, |line, json| intake.json_line(line, json, picker)),
            Self::JsonArray(objects, picker) => objects.push(chunk, |line, json| intake.object(line, json, picker)),
            Self::Text(lines) => lines.push(chunk, |line, text| intake.text_line(line, text)),
        }
    }

    fn finish(self, intake: &mut Intake) -> Result<(), ImportError> {
        match self {
            Self::Delimited { rows, positions, header_expected } => rows.finish(|row| {
                if !header_expected {
                    intake.cells(row, positions);
                }
            })?,
            Self::JsonLines(lines, mut picker) => lines.finish(|line, json| intake.json_line(line, json, &mut picker)),
            Self::JsonArray(objects, _) => objects.finish()?,
            Self::Text(lines) => lines.finish(|line, text| intake.text_line(line, text)),
        }
        Ok(())
    }
}

/// Turns the texts of a row into a key with its weight and size.
struct Intake {
    builder: SampleBuilder,
    is_weighted: bool,
    is_sized: bool,
}

impl Intake {
    fn cells(&mut self, row: &Row<'_>, positions: [Option<usize>; 3]) {
        let [key, weight, size] = positions.map(|position| position.map_or(&[][..], |index| row.cell(index)));
        self.row(row.line, key, weight, size);
    }

    fn json_line(&mut self, line: u64, json: &[u8], picker: &mut Picker) {
        if !json.trim_ascii().is_empty() {
            self.object(line, json, picker);
        }
    }

    fn object(&mut self, line: u64, json: &[u8], picker: &mut Picker) {
        if picker.read(json) {
            let [key, weight, size] = [0, 1, 2].map(|index| picker.texts[index].as_bytes());
            self.row(line, key, weight, size);
        } else {
            self.builder.skip(SkipReason::Unreadable, line);
        }
    }

    fn text_line(&mut self, line: u64, text: &[u8]) {
        if !text.is_empty() {
            self.row(line, text, &[], &[]);
        }
    }

    fn row(&mut self, line: u64, key: &[u8], weight: &[u8], size: &[u8]) {
        if let Err(reason) = self.try_row(key, weight, size) {
            self.builder.skip(reason, line);
        }
    }

    fn try_row(&mut self, key: &[u8], weight: &[u8], size: &[u8]) -> Result<(), SkipReason> {
        let key = str::from_utf8(key).map_err(|_| SkipReason::NotUtf8)?;
        let weight =
            if self.is_weighted && !key.is_empty() { whole_number(weight).ok_or(SkipReason::BadWeight)? } else { 1 };
        let size_bytes = if self.is_sized { whole_number(size) } else { None };
        self.builder.add(key, weight, size_bytes)
    }
}

/// A whole number as files have it: digits, perhaps with blanks around them, perhaps with `.0` at their end, as tools
/// write a column of whole numbers that has gaps.
fn whole_number(text: &[u8]) -> Option<u64> {
    let text = text.trim_ascii();
    let point = text.iter().position(|byte| *byte == b'.').unwrap_or(text.len());
    let (digits, fraction) = text.split_at(point);
    let is_whole = fraction.is_empty() || (fraction.len() > 1 && fraction[1..].iter().all(|byte| *byte == b'0'));
    if digits.is_empty() || !is_whole {
        return None;
    }
    digits.iter().try_fold(0_u64, |number, byte| {
        let digit = byte.is_ascii_digit().then(|| u64::from(byte - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

#[cfg(test)]
mod tests;
