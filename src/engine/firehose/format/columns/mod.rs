//! The conversion of JSON into files of columns.
//!
//! Documented: JSON objects in, several in a record if they stand one behind another, but no arrays; fields that are no
//! column are left out, columns without a field are null; a record that does not fit fails alone. Observed: the codes and
//! messages of failures; names of fields are compared without regard to case. Assumed: what the deserializer (`OpenX`) makes
//! of values: texts that are numbers or booleans are taken as such, whatever else stands in a text column becomes its JSON.
//! Simplified: a crawler finds four types, of which text is for all that the others are not.

mod orc;
mod parquet;
mod protobuf;
mod thrift;

use super::json::{self, Kind, Value, unescaped};
use crate::engine::firehose::plan::{Column, ColumnFormat, ColumnKind};
use parquet::Codec;

/// Why a record is not converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConversionFault {
    /// It has nothing in it.
    Empty,
    /// It is no JSON.
    Malformed,
    /// It is a text, a number or another single value.
    Primitive,
    /// It is an array.
    Array,
    /// A value does not fit its column.
    Mismatch {
        /// The column.
        column: String,
        /// The value's JSON.
        value: String,
    },
}

impl ConversionFault {
    /// AWS's code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Malformed => "DataFormatConversion.ParseError",
            Self::Empty | Self::Primitive | Self::Array | Self::Mismatch { .. } => "DataFormatConversion.MalformedData",
        }
    }

    /// AWS's words.
    pub fn message(&self) -> String {
        match self {
            Self::Empty => "The record was empty or contained only whitespace.".to_owned(),
            Self::Malformed => "Encountered malformed JSON.".to_owned(),
            Self::Primitive => "The input JSON contained a primitive at the top level. \
                                The top level must be an object or array."
                .to_owned(),
            Self::Array => "Data does not match the schema.".to_owned(),
            Self::Mismatch { value, .. } => format!("Data does not match the schema. For input string: {value}"),
        }
    }
}

/// Whether a record is converted into these columns.
pub fn check(record: &[u8], columns: &[Column]) -> Result<(), ConversionFault> {
    each_row(record, columns, |_| {})
}

/// The columns that a crawler finds in these records, in the order in which they come up.
pub fn infer(records: impl IntoIterator<Item: AsRef<[u8]>>) -> Vec<Column> {
    let mut found: Vec<(String, Option<ColumnKind>)> = Vec::new();
    for record in records {
        for (name, value) in json::documents(record.as_ref()).flatten().flat_map(Value::fields) {
            let (name, kind) = (unescaped(name).to_lowercase(), kind_of(value));
            match found.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = common(*known, kind),
                None => found.push((name, kind)),
            }
        }
    }
    found.into_iter().map(|(name, kind)| Column { name, kind: kind.unwrap_or(ColumnKind::String) }).collect()
}

fn kind_of(value: Value<'_>) -> Option<ColumnKind> {
    match value.kind() {
        Kind::Null => None,
        Kind::Boolean => Some(ColumnKind::Boolean),
        Kind::Number if value.json().parse::<i64>().is_ok() => Some(ColumnKind::Bigint),
        Kind::Number => Some(ColumnKind::Double),
        Kind::Text | Kind::Array | Kind::Object => Some(ColumnKind::String),
    }
}

fn common(known: Option<ColumnKind>, kind: Option<ColumnKind>) -> Option<ColumnKind> {
    match (known, kind) {
        (known, None) => known,
        (None, kind) => kind,
        (Some(known), Some(kind)) if known == kind => Some(known),
        (Some(ColumnKind::Bigint | ColumnKind::Double), Some(ColumnKind::Bigint | ColumnKind::Double)) => {
            Some(ColumnKind::Double)
        }
        _ => Some(ColumnKind::String),
    }
}

/// Rows in the making, column by column.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<Column>,
    cells: Vec<Cells>,
    rows: usize,
}

/// The values of a column, one for each row that has one.
#[derive(Clone, Debug, Default)]
struct Cells {
    /// Whether each row has one.
    is_present: Vec<bool>,
    /// The values of a boolean column.
    booleans: Vec<bool>,
    /// The bits of the values of a column of numbers.
    numbers: Vec<u64>,
    /// The values of a text column one behind another, and how long each is.
    texts: Vec<u8>,
    lengths: Vec<u32>,
}

/// A value that fits its column.
enum Cell {
    Null,
    Boolean(bool),
    Number(u64),
    Text(String),
}

impl Table {
    /// One without rows.
    pub fn new(columns: &[Column]) -> Self {
        Self { columns: columns.to_vec(), cells: vec![Cells::default(); columns.len()], rows: 0 }
    }

    /// Adds what is in a record, or nothing of it.
    pub fn push(&mut self, record: &[u8]) -> Result<(), ConversionFault> {
        check(record, &self.columns)?;
        let (columns, cells, rows) = (&self.columns, &mut self.cells, &mut self.rows);
        each_row(record, columns, |row| {
            *rows += 1;
            cells.iter_mut().zip(row).for_each(|(cells, cell)| cells.push(cell));
        })
    }

    /// How many rows it has.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// It as a file.
    pub fn file(&self, format: ColumnFormat) -> Vec<u8> {
        match format {
            ColumnFormat::ParquetUncompressed => parquet::file(self, Codec::Uncompressed),
            ColumnFormat::ParquetGzip => parquet::file(self, Codec::Gzip),
            ColumnFormat::ParquetSnappy => parquet::file(self, Codec::Snappy),
            ColumnFormat::OrcNone => orc::file(self, orc::Codec::None),
            ColumnFormat::OrcZlib => orc::file(self, orc::Codec::Zlib),
            ColumnFormat::OrcSnappy => orc::file(self, orc::Codec::Snappy),
        }
    }
}

impl Cells {
    fn push(&mut self, cell: Cell) {
        self.is_present.push(!matches!(cell, Cell::Null));
        match cell {
            Cell::Null => {}
            Cell::Boolean(value) => self.booleans.push(value),
            Cell::Number(bits) => self.numbers.push(bits),
            Cell::Text(text) => {
                self.texts.extend(text.as_bytes());
                self.lengths.push(text.len() as u32);
            }
        }
    }

    fn has_null(&self) -> bool {
        self.is_present.contains(&false)
    }

    fn values(&self) -> usize {
        self.is_present.iter().filter(|is_present| **is_present).count()
    }
}

/// Gives the rows of a record, until one does not fit.
fn each_row(record: &[u8], columns: &[Column], mut take: impl FnMut(Vec<Cell>)) -> Result<(), ConversionFault> {
    let mut is_empty = true;
    for document in json::documents(record) {
        is_empty = false;
        let document = document.ok_or(ConversionFault::Malformed)?;
        match document.kind() {
            Kind::Object => take(row(document, columns)?),
            Kind::Array => return Err(ConversionFault::Array),
            Kind::Null | Kind::Boolean | Kind::Number | Kind::Text => return Err(ConversionFault::Primitive),
        }
    }
    if is_empty { Err(ConversionFault::Empty) } else { Ok(()) }
}

fn row(object: Value<'_>, columns: &[Column]) -> Result<Vec<Cell>, ConversionFault> {
    let mut row: Vec<Cell> = columns.iter().map(|_| Cell::Null).collect();
    for (name, value) in object.fields() {
        let name = unescaped(name);
        if let Some(place) = columns.iter().position(|column| column.name.eq_ignore_ascii_case(&name)) {
            row[place] = cell(value, columns[place].kind).ok_or_else(|| ConversionFault::Mismatch {
                column: columns[place].name.clone(),
                value: value.json().to_owned(),
            })?;
        }
    }
    Ok(row)
}

fn cell(value: Value<'_>, kind: ColumnKind) -> Option<Cell> {
    let text = value.text();
    let written = text.as_deref().unwrap_or(value.json());
    match (kind, value.kind()) {
        (_, Kind::Null) => Some(Cell::Null),
        (ColumnKind::String, _) => Some(Cell::Text(written.to_owned())),
        (ColumnKind::Boolean, Kind::Boolean | Kind::Text) => {
            let is_true = written.eq_ignore_ascii_case("true");
            (is_true || written.eq_ignore_ascii_case("false")).then_some(Cell::Boolean(is_true))
        }
        (ColumnKind::Bigint, Kind::Number | Kind::Text) => {
            written.parse::<i64>().ok().map(|number| Cell::Number(number.cast_unsigned()))
        }
        (ColumnKind::Double, Kind::Number | Kind::Text) => {
            let is_number = json::is_number(written.trim());
            is_number.then(|| written.trim().parse::<f64>().ok()).flatten().map(|number| Cell::Number(number.to_bits()))
        }
        (_, Kind::Array | Kind::Object | Kind::Boolean) | (ColumnKind::Boolean, Kind::Number) => None,
    }
}

/// Booleans as bits, eight a byte, the first one the lowest.
fn bits(booleans: &[bool]) -> impl Iterator<Item = u8> {
    booleans.chunks(8).map(|byte| byte.iter().rev().fold(0, |bits, bit| bits << 1 | u8::from(*bit)))
}

/// A number in groups of seven bits, the lowest first.
fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// A signed number as one without sign: 0, -1, 1, -2 and so on.
const fn zigzag(number: i64) -> u64 {
    (number << 1 ^ number >> 63).cast_unsigned()
}

#[cfg(test)]
mod tests;
