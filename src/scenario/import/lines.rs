//! Cuts chunks of text into lines, wherever the chunks are cut themselves.

use super::{ImportError, ROW_BYTES_MAX};

/// A file of lines that comes in chunks. A line ends with LF or CR LF, the last one also with the file.
pub(super) struct Lines {
    /// The beginning of the current line, from earlier chunks.
    carry: Vec<u8>,
    /// The number of the current line, from 1.
    line: u64,
}

impl Lines {
    pub(super) const fn new() -> Self {
        Self { carry: Vec::new(), line: 1 }
    }

    /// Takes a chunk, and gives every line that it completes with its number.
    pub(super) fn push(&mut self, mut chunk: &[u8], mut on_line: impl FnMut(u64, &[u8])) -> Result<(), ImportError> {
        while let Some(end) = chunk.iter().position(|byte| *byte == b'\n') {
            self.check_length(end)?;
            if self.carry.is_empty() {
                on_line(self.line, without_return(&chunk[..end]));
            } else {
                self.carry.extend_from_slice(&chunk[..end]);
                on_line(self.line, without_return(&self.carry));
                self.carry.clear();
            }
            self.line += 1;
            chunk = &chunk[end + 1..];
        }
        self.check_length(chunk.len())?;
        self.carry.extend_from_slice(chunk);
        Ok(())
    }

    /// Gives the last line, when the file does not end with a line end.
    pub(super) fn finish(self, mut on_line: impl FnMut(u64, &[u8])) {
        if !self.carry.is_empty() {
            on_line(self.line, without_return(&self.carry));
        }
    }

    fn check_length(&self, added: usize) -> Result<(), ImportError> {
        if self.carry.len() + added > ROW_BYTES_MAX {
            return Err(ImportError::RowTooLong { line: self.line, bytes_max: ROW_BYTES_MAX });
        }
        Ok(())
    }
}

fn without_return(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}
