//! Reads a text file for the lines that traffic follows: an application's log, or whatever has a record on each line.
//!
//! Empty lines are left out, line breaks of either kind are not part of a line, and what is no UTF-8 is replaced. Leaves
//! out: compressed files.

use crate::engine::producer::lines::LineSource;

/// The bytes of a file that are read; the simulator's own bound.
pub const TEXT_BYTES_MAX: usize = 32 << 20;

/// A file's lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogText {
    text: String,
    /// Where each line begins and ends.
    lines: Vec<(u32, u32)>,
}

impl LogText {
    /// Takes a file apart; what lies behind [`TEXT_BYTES_MAX`] is left out, with the line in which that is.
    pub fn read(bytes: &[u8]) -> Self {
        let kept = match bytes.get(..TEXT_BYTES_MAX) {
            Some(first) if first.len() < bytes.len() => {
                let end = first.iter().rposition(|byte| *byte == b'\n').map_or(TEXT_BYTES_MAX, |last| last + 1);
                &first[..end]
            }
            _ => bytes,
        };
        let text = String::from_utf8_lossy(kept).into_owned();
        let mut lines = Vec::new();
        let mut start = 0;
        for piece in text.split_inclusive('\n') {
            let line = piece.trim_end_matches(['\n', '\r']);
            if !line.trim().is_empty() {
                lines.push((start as u32, (start + line.len()) as u32));
            }
            start += piece.len();
        }
        Self { text, lines }
    }
}

impl LineSource for LogText {
    fn lines(&self) -> usize {
        self.lines.len()
    }

    fn line(&self, index: usize) -> &str {
        let (start, end) = self.lines[index];
        &self.text[start as usize..end as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        let text = LogText::read(bytes);
        (0..text.lines()).map(|index| text.line(index).to_owned()).collect()
    }

    #[test]
    fn lines_come_without_their_breaks_and_empty_ones_not_at_all() {
        assert_eq!(lines(b"a b\r\n\n  \n\xc3\xa4\nlast"), ["a b", "ä", "last"]);
        assert_eq!(lines(b"\xff\n"), ["\u{fffd}"]);
        assert!(lines(b"").is_empty() && lines(b"\r\n\n").is_empty());
    }

    #[test]
    fn a_file_that_is_too_long_ends_with_a_whole_line() {
        let mut bytes = b"0123456789\n".repeat(TEXT_BYTES_MAX / 11 + 1);
        bytes.extend(b"and more");
        let text = LogText::read(&bytes);
        assert_eq!(text.lines(), TEXT_BYTES_MAX / 11);
        assert_eq!(text.line(text.lines() - 1), "0123456789");
    }
}
