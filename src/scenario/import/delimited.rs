//! Cuts chunks of CSV into rows of cells: commas, tabs, semicolons or pipes, quotes as in RFC 4180, any line ends.
//!
//! Leaves out: comments, escapes other than a doubled quote, and trimming. Blank lines are passed over.

use super::{ImportError, ROW_BYTES_MAX};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use serde::{Deserialize, Serialize};

/// The most columns of a row.
pub(super) const COLUMNS_MAX: usize = 4096;

/// What stands between the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// A tab.
    Tab,
    /// `;`, which spreadsheets write where the comma is the decimal sign.
    Semicolon,
    /// `|`
    Pipe,
}

impl Delimiter {
    /// Every delimiter, the likeliest first.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Tab, Self::Semicolon, Self::Pipe];

    /// The character itself.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Pipe => b'|',
        }
    }
}

/// One row: the text of its cells one after the other, and where each ends.
pub(super) struct Row<'a> {
    /// The line on which the row begins, from 1.
    pub(super) line: u64,
    text: &'a [u8],
    ends: &'a [usize],
}

impl Row<'_> {
    /// How many cells the row has.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell without its quotes; empty when the row has no such cell.
    pub(super) fn cell(&self, index: usize) -> &[u8] {
        let start = if index == 0 { Some(&0) } else { self.ends.get(index - 1) };
        match (start, self.ends.get(index)) {
            (Some(&start), Some(&end)) => &self.text[start..end],
            _ => &[],
        }
    }
}

/// A CSV file that comes in chunks.
pub(super) struct DelimitedRows {
    reader: Reader,
    text: Vec<u8>,
    text_len: usize,
    ends: Vec<usize>,
    ends_len: usize,
    /// The number of the line that the next byte is on, from 1.
    line: u64,
    row_line: u64,
    /// Quotes in the row so far: an odd number at the end of the file means that one is not closed.
    quotes: usize,
    /// Whether a row has begun; between rows, line ends mean nothing.
    in_row: bool,
}

impl DelimitedRows {
    pub(super) fn new(delimiter: Delimiter) -> Self {
        Self {
            reader: ReaderBuilder::new().delimiter(delimiter.byte()).build(),
            text: vec![0; 4096],
            text_len: 0,
            ends: vec![0; 64],
            ends_len: 0,
            line: 1,
            row_line: 1,
            quotes: 0,
            in_row: false,
        }
    }

    /// Takes a chunk, and gives every row that it completes.
    pub(super) fn push(&mut self, mut chunk: &[u8], mut on_row: impl FnMut(&Row<'_>)) -> Result<(), ImportError> {
        loop {
            if !self.in_row {
                let row_start = chunk.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
                self.line += line_ends(&chunk[..row_start]);
                chunk = &chunk[row_start..];
                self.row_line = self.line;
            }
            // The reader takes an empty chunk for the end of the file.
            if chunk.is_empty() {
                return Ok(());
            }
            self.in_row = true;
            let (result, read) = self.read(chunk);
            self.line += line_ends(&chunk[..read]);
            self.quotes += chunk[..read].iter().map(|byte| usize::from(*byte == b'"')).sum::<usize>();
            chunk = &chunk[read..];
            self.after(&result, &mut on_row)?;
        }
    }

    /// Gives the last row, when the file does not end with a line end.
    pub(super) fn finish(mut self, mut on_row: impl FnMut(&Row<'_>)) -> Result<(), ImportError> {
        // Only a quoted cell goes on over a line end; a lone quote within a line may be a sign for inches.
        if self.in_row && self.line > self.row_line && self.quotes % 2 == 1 {
            return Err(ImportError::QuoteNotClosed { line: self.row_line });
        }
        while self.in_row {
            let (result, _) = self.read(&[]);
            if matches!(result, ReadRecordResult::End) {
                break;
            }
            self.after(&result, &mut on_row)?;
        }
        Ok(())
    }

    fn read(&mut self, chunk: &[u8]) -> (ReadRecordResult, usize) {
        let text = &mut self.text[self.text_len..];
        let ends = &mut self.ends[self.ends_len..];
        let (result, read, text_added, ends_added) = self.reader.read_record(chunk, text, ends);
        self.text_len += text_added;
        self.ends_len += ends_added;
        (result, read)
    }

    fn after(&mut self, result: &ReadRecordResult, on_row: &mut impl FnMut(&Row<'_>)) -> Result<(), ImportError> {
        match result {
            ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
            ReadRecordResult::OutputFull if self.text.len() >= ROW_BYTES_MAX => {
                return Err(ImportError::RowTooLong { line: self.row_line, bytes_max: ROW_BYTES_MAX });
            }
            ReadRecordResult::OutputFull => self.text.resize((self.text.len() * 2).min(ROW_BYTES_MAX), 0),
            ReadRecordResult::OutputEndsFull if self.ends.len() >= COLUMNS_MAX => {
                return Err(ImportError::TooManyColumns { line: self.row_line, columns_max: COLUMNS_MAX });
            }
            ReadRecordResult::OutputEndsFull => self.ends.resize((self.ends.len() * 2).min(COLUMNS_MAX), 0),
            ReadRecordResult::Record => {
                on_row(&Row {
                    line: self.row_line,
                    text: &self.text[..self.text_len],
                    ends: &self.ends[..self.ends_len],
                });
                (self.text_len, self.ends_len, self.quotes, self.in_row) = (0, 0, 0, false);
            }
        }
        Ok(())
    }
}

fn line_ends(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(delimiter: Delimiter, chunks: &[&[u8]]) -> Vec<(u64, Vec<String>)> {
        let mut rows = Vec::new();
        let mut keep = |row: &Row<'_>| {
            let cells = (0..row.len()).map(|i| String::from_utf8_lossy(row.cell(i)).into_owned());
            rows.push((row.line, cells.collect()));
        };
        let mut reader = DelimitedRows::new(delimiter);
        for chunk in chunks {
            reader.push(chunk, &mut keep).unwrap();
        }
        reader.finish(&mut keep).unwrap();
        rows
    }

    #[test]
    fn quotes_line_ends_and_lines_are_understood_however_the_chunks_are_cut() {
        let text = b"a,\"b \"\"1\"\"\"\r\n\r\n\"x\r\n,y\",z\n\n,\n\"last\"";
        let row = |line, cells: &[&str]| (line, cells.iter().map(ToString::to_string).collect::<Vec<_>>());
        let expected = vec![row(1, &["a", "b \"1\""]), row(3, &["x\r\n,y", "z"]), row(6, &["", ""]), row(7, &["last"])];
        assert_eq!(rows(Delimiter::Comma, &[text]), expected);
        let single: Vec<&[u8]> = text.chunks(1).collect();
        assert_eq!(rows(Delimiter::Comma, &single), expected);
        for cut in 0..text.len() {
            assert_eq!(rows(Delimiter::Comma, &[&text[..cut], &text[cut..]]), expected, "cut at {cut}");
        }
        assert_eq!(rows(Delimiter::Semicolon, &[b"a;b,c"]), [row(1, &["a", "b,c"])]);
    }

    #[test]
    fn an_open_quote_and_endless_columns_are_refused_with_their_line() {
        let open = [b"k\n\"".as_slice(), &vec![b'x'; ROW_BYTES_MAX + 1]].concat();
        let error = DelimitedRows::new(Delimiter::Comma).push(&open, |_| ());
        assert!(matches!(error, Err(ImportError::RowTooLong { line: 2, .. })), "{error:?}");
        let wide = [b"k\n\n".as_slice(), &[b','; COLUMNS_MAX + 1]].concat();
        let error = DelimitedRows::new(Delimiter::Comma).push(&wide, |_| ());
        assert!(matches!(error, Err(ImportError::TooManyColumns { line: 3, .. })), "{error:?}");
    }

    #[test]
    fn a_quote_that_is_not_closed_is_an_error_and_an_inch_is_not() {
        let end = |file: &[u8]| {
            let mut reader = DelimitedRows::new(Delimiter::Comma);
            reader.push(file, |_| {}).unwrap();
            reader.finish(|_| {})
        };
        assert_eq!(end(b"k,v\n\"abc,1\nd,2\n"), Err(ImportError::QuoteNotClosed { line: 2 }));
        assert_eq!(end(b"k,v\n5\" pipe,1"), Ok(()));
        assert_eq!(end(b"k,v\n\"two\nlines\",1"), Ok(()));
    }
}
