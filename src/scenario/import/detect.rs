//! Looks at the start of a file: which format it is, its columns, a few rows, and which columns probably mean what.
//!
//! The content decides; the file's name only tips the balance between CSV and plain text.

use super::delimited::{COLUMNS_MAX, DelimitedRows, Delimiter};
use super::json::fields;
use super::objects::Objects;
use super::suggest::suggest;
use super::{ImportError, kind};
use crate::scenario::sample::ColumnChoice;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How much of a file [`detect`] looks at: its first chunk should have as many bytes, or be the whole file.
pub const FIRST_CHUNK_BYTES: usize = 256 << 10;
/// The name of the only column of plain text.
pub const TEXT_COLUMN: &str = "line";
/// Sample rows of a preview.
const ROWS_SHOWN: usize = 5;
/// Characters of a cell in a preview.
const CELL_CHARACTERS_MAX: usize = 60;
/// Rows that are compared to find the delimiter, and objects whose fields become columns.
const ROWS_COMPARED: usize = 100;
/// The least share of rows of the same width that makes a table.
const ALIKE_PERCENT_MIN: usize = 90;

/// How a file's rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Rows of cells with a delimiter between them (CSV, TSV).
    Delimited {
        /// What stands between the cells.
        delimiter: Delimiter,
    },
    /// One JSON object a line.
    JsonLines,
    /// One JSON array of objects.
    JsonArray,
    /// One key a line.
    Text,
}

/// What the start of a file looks like, and how to import it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// How the rows are written.
    pub format: Format,
    /// Whether the first row has the names of the columns; only delimited files have such a row.
    pub has_header: bool,
    /// The columns' names, no two alike; of JSON, the paths of the fields.
    pub columns: Vec<String>,
    /// The first rows, one cell a column, long cells cut.
    pub rows: Vec<Vec<String>>,
    /// The columns that their names and cells suggest.
    pub suggested: ColumnChoice,
}

impl Preview {
    /// Where the column called `name` stands, from 0.
    pub fn position(&self, name: &str) -> Result<usize, ImportError> {
        let position = self.columns.iter().position(|column| column == name);
        position.ok_or_else(|| ImportError::NoSuchColumn { column: name.to_owned(), columns: self.columns.clone() })
    }

    fn new(format: Format, has_header: bool, columns: Vec<String>, rows: &[Vec<String>]) -> Self {
        let cut = |cell: &String| match cell.char_indices().nth(CELL_CHARACTERS_MAX) {
            Some((end, _)) => format!("{}…", &cell[..end]),
            None => cell.clone(),
        };
        Self {
            suggested: suggest(&columns, rows),
            rows: rows.iter().take(ROWS_SHOWN).map(|row| row.iter().map(cut).collect()).collect(),
            format,
            has_header,
            columns,
        }
    }
}

/// What a file called `file_name` that begins with `first_chunk` is.
///
/// The chunk is the whole file when it is shorter than [`FIRST_CHUNK_BYTES`].
pub fn detect(file_name: &str, first_chunk: &[u8]) -> Result<Preview, ImportError> {
    let is_whole = first_chunk.len() < FIRST_CHUNK_BYTES;
    let text = kind::text(&first_chunk[..first_chunk.len().min(FIRST_CHUNK_BYTES)])?;
    let extension = file_name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let start: String = text.chars().filter(|c| !c.is_whitespace()).take(2).collect();
    match start.as_str() {
        "{\"" | "{}" => json_lines(text, is_whole),
        "[{" => json_array(text),
        _ if matches!(extension.as_str(), "json" | "jsonl" | "ndjson") => Err(ImportError::JsonShape),
        _ => delimited(text, is_whole, &extension).unwrap_or_else(|| plain(text, is_whole)),
    }
}

fn json_lines(text: &str, is_whole: bool) -> Result<Preview, ImportError> {
    let lines: Vec<_> = complete_lines(text, is_whole).filter(|line| !line.trim().is_empty()).collect();
    let first = lines.first().ok_or(ImportError::FirstRowTooLong)?;
    if fields(first.as_bytes()).is_none() {
        return Err(ImportError::JsonShape);
    }
    let objects: Vec<_> = lines.iter().filter_map(|line| fields(line.as_bytes())).take(ROWS_COMPARED).collect();
    objects_preview(Format::JsonLines, &objects)
}

fn json_array(text: &str) -> Result<Preview, ImportError> {
    let mut objects = Vec::new();
    Objects::new().push(text.as_bytes(), |_, json| {
        if objects.len() < ROWS_COMPARED {
            objects.extend(fields(json));
        }
    })?;
    if objects.is_empty() {
        return Err(ImportError::FirstRowTooLong);
    }
    objects_preview(Format::JsonArray, &objects)
}

fn objects_preview(format: Format, objects: &[Vec<(String, String)>]) -> Result<Preview, ImportError> {
    let mut columns: Vec<String> = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, _) in objects.iter().flatten() {
        if columns.len() < COLUMNS_MAX && seen.insert(path) {
            columns.push(path.clone());
        }
    }
    if columns.is_empty() {
        return Err(ImportError::NoFields);
    }
    let cell = |object: &Vec<(String, String)>, column: &String| {
        let field = object.iter().rfind(|field| field.0 == *column);
        field.map(|field| field.1.clone()).unwrap_or_default()
    };
    let row = |object| columns.iter().map(|column| cell(object, column)).collect();
    let rows: Vec<Vec<String>> = objects.iter().take(ROWS_SHOWN).map(row).collect();
    Ok(Preview::new(format, false, columns, &rows))
}

/// The first rows of a file, read with one delimiter.
struct Reading {
    delimiter: Delimiter,
    rows: Vec<Vec<String>>,
    columns: usize,
    /// The share of rows with as many cells as the first.
    alike_percent: usize,
}

impl Reading {
    fn new(text: &str, delimiter: Delimiter, is_whole: bool) -> Result<Self, ImportError> {
        let rows = first_rows(text, delimiter, is_whole)?;
        let columns = rows.first().map_or(0, Vec::len);
        let alike = rows.iter().filter(|row| row.len() == columns).count();
        Ok(Self { delimiter, columns, alike_percent: 100 * alike / rows.len().max(1), rows })
    }

    /// Whether the rows are a table of two or more columns beyond chance.
    fn is_table(&self) -> bool {
        self.columns > 1 && self.rows.len() > 1 && self.alike_percent >= ALIKE_PERCENT_MIN
    }
}

/// The file as CSV with its likeliest delimiter; `None` when it looks more like one key a line.
fn delimited(text: &str, is_whole: bool, extension: &str) -> Option<Result<Preview, ImportError>> {
    let is_named_so = matches!(extension, "csv" | "tsv" | "tab" | "psv");
    let hint = if matches!(extension, "tsv" | "tab") { Delimiter::Tab } else { Delimiter::Comma };
    let mut readings = Vec::new();
    for delimiter in Delimiter::ALL {
        match Reading::new(text, delimiter, is_whole) {
            Ok(reading) if is_named_so || reading.is_table() => readings.push(reading),
            Err(error) if is_named_so && delimiter == hint => return Some(Err(error)),
            _ => {}
        }
    }
    // The last of equals wins, and the likeliest delimiter should.
    let score = |reading: &Reading| (reading.is_table(), reading.columns, reading.delimiter == hint);
    let best = readings.into_iter().rev().max_by_key(score)?;
    Some(delimited_preview(best.delimiter, best.rows))
}

fn delimited_preview(delimiter: Delimiter, mut rows: Vec<Vec<String>>) -> Result<Preview, ImportError> {
    let first = rows.first().ok_or(ImportError::FirstRowTooLong)?;
    let has_header = !first.iter().any(|cell| is_value(cell));
    let names = if has_header { rows.remove(0) } else { vec![String::new(); first.len()] };
    let columns = distinct_names(names);
    for row in &mut rows {
        row.resize(columns.len(), String::new());
    }
    Ok(Preview::new(Format::Delimited { delimiter }, has_header, columns, &rows))
}

fn first_rows(text: &str, delimiter: Delimiter, is_whole: bool) -> Result<Vec<Vec<String>>, ImportError> {
    let mut rows = Vec::new();
    let mut reader = DelimitedRows::new(delimiter);
    let mut keep = |row: &super::Row<'_>| {
        if rows.len() < ROWS_COMPARED {
            let cells = (0..row.len()).map(|index| String::from_utf8_lossy(row.cell(index)).into_owned());
            rows.push(cells.collect());
        }
    };
    reader.push(text.as_bytes(), &mut keep)?;
    if is_whole {
        reader.finish(&mut keep)?;
    }
    Ok(rows)
}

/// Whether a cell of a first row is a number, a date or a time, which is a value and not a column's name.
fn is_value(cell: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_digit() || matches!(c, '.' | ':' | '-' | '/' | '+' | ' ' | 'T' | 'Z' | 'e');
    cell.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '-')
        && cell.contains(|c: char| c.is_ascii_digit())
        && cell.chars().all(is_allowed)
}

/// Names that tell every column apart: a nameless one gets its number, a name that comes again is counted.
fn distinct_names(names: Vec<String>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut distinct = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let base = match name.trim() {
            "" => format!("column {}", index + 1),
            name => name.to_owned(),
        };
        let mut candidate = base.clone();
        let mut count = 1;
        while !taken.insert(candidate.clone()) {
            count += 1;
            candidate = format!("{base} ({count})");
        }
        distinct.push(candidate);
    }
    distinct
}

fn plain(text: &str, is_whole: bool) -> Result<Preview, ImportError> {
    let lines = complete_lines(text, is_whole).filter(|line| !line.is_empty());
    let rows: Vec<_> = lines.take(ROWS_SHOWN).map(|line| vec![line.to_owned()]).collect();
    if rows.is_empty() {
        return Err(ImportError::FirstRowTooLong);
    }
    Ok(Preview::new(Format::Text, false, vec![TEXT_COLUMN.to_owned()], &rows))
}

/// The lines that certainly do not go on after the chunk.
fn complete_lines(text: &str, is_whole: bool) -> impl Iterator<Item = &str> {
    let end = if is_whole { text.len() } else { text.rfind('\n').map_or(0, |end| end + 1) };
    text[..end].lines()
}
