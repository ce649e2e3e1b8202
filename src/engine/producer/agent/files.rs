//! The files that an application appends lines to, rotated by size or age: the newest takes the lines, so many old ones
//! are kept, and the others are gone.
//!
//! Documented: the agent follows rotation, at most once a second; so the files are rotated no more often. Assumed: they
//! are rotated before a line is appended, not while nothing is; what is deleted can no longer be read, even by who had it
//! open.

use super::settings::AgentSettings;
use crate::engine::time::{Micros, SimTime};
use std::collections::VecDeque;

/// The rotations that the agent follows come no sooner after each other.
const ROTATION_MIN: Micros = Micros::SECOND;

/// A place between two lines: the number of the line behind it, and the bytes before it in the file of that line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Lines before it, in all files there ever were.
    pub line: u64,
    /// Bytes before it in its file.
    pub offset: u64,
}

/// One file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogFile {
    /// The number of its first line, in all files there ever were.
    pub first_line: u64,
    /// How many lines it has.
    pub lines: u64,
    /// Its size in bytes, line breaks counted.
    pub bytes: u64,
    /// When it was begun.
    pub begun: SimTime,
}

/// The files that are there, oldest first; the last one takes the lines.
#[derive(Clone, Debug)]
pub struct LogFiles {
    files: VecDeque<LogFile>,
    rotated: u64,
}

impl LogFile {
    /// The number of the line behind its last.
    pub const fn end(&self) -> u64 {
        self.first_line + self.lines
    }
}

impl LogFiles {
    /// An empty file, begun at `now`.
    pub fn new(now: SimTime) -> Self {
        Self { files: VecDeque::from([LogFile { first_line: 0, lines: 0, bytes: 0, begun: now }]), rotated: 0 }
    }

    /// Those that are there, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &LogFile> + ExactSizeIterator {
        self.files.iter()
    }

    /// How many times a file was rotated.
    pub const fn rotated(&self) -> u64 {
        self.rotated
    }

    /// The one that takes the lines.
    pub fn newest(&self) -> &LogFile {
        self.files.back().expect("there is always a file to append to")
    }

    /// How many lines were ever written.
    pub fn end(&self) -> u64 {
        self.newest().end()
    }

    /// The first line that is still there.
    pub fn first_line(&self) -> u64 {
        self.files.front().map_or(0, |oldest| oldest.first_line)
    }

    /// Appends lines of so many bytes; before that the file is rotated if it is time.
    pub fn append(&mut self, lines: u64, bytes: u64, settings: &AgentSettings, now: SimTime) {
        let newest = self.newest();
        let age = now.since(newest.begun);
        let is_large = settings.rotate_at_bytes > 0 && newest.bytes >= u64::from(settings.rotate_at_bytes);
        let is_old = settings.rotate_every_s > 0 && age >= Micros::seconds(u64::from(settings.rotate_every_s));
        if (is_large || is_old) && age >= ROTATION_MIN && newest.lines > 0 {
            let first_line = newest.end();
            self.rotated += 1;
            self.files.push_back(LogFile { first_line, lines: 0, bytes: 0, begun: now });
            while self.files.len() > settings.kept_files as usize + 1 {
                self.files.pop_front();
            }
        }
        let newest = self.files.back_mut().expect("there is always a file to append to");
        newest.lines += lines;
        newest.bytes += bytes;
    }

    /// The same place, at the beginning of the next file where it was the end of one, and at that of the oldest where its
    /// file is gone.
    pub fn settle(&self, mark: Mark) -> Mark {
        if mark.line < self.first_line() {
            return Mark { line: self.first_line(), offset: 0 };
        }
        let begins = |file: &LogFile| file.first_line == mark.line && file.first_line > 0;
        if self.files.iter().any(begins) { Mark { offset: 0, ..mark } } else { mark }
    }

    /// The bytes that lie behind a settled mark.
    pub fn bytes_behind(&self, mark: Mark) -> u64 {
        let behind = self.files.iter().filter(|file| file.end() > mark.line).map(|file| file.bytes);
        behind.sum::<u64>().saturating_sub(mark.offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_rotated_by_size_and_age_and_old_ones_go() {
        let settings =
            AgentSettings { rotate_at_bytes: 100, rotate_every_s: 60, kept_files: 2, ..AgentSettings::default() };
        let at = |millis| SimTime::ZERO + Micros::millis(millis);
        let mut files = LogFiles::new(at(0));
        for (millis, lines, present) in [
            (10, 12, 1),
            (900, 1, 1), // too soon after the beginning
            (1_000, 1, 2),
            (30_000, 2, 2),
            (61_000, 1, 3),
            (122_000, 1, 3),
            (122_500, 50, 3),
            (123_500, 1, 3),
        ] {
            files.append(lines, lines * 10, &settings, at(millis));
            assert_eq!(files.iter().len(), present, "{millis}");
        }
        assert_eq!((files.end(), files.first_line(), files.rotated()), (69, 16, 4));
        let oldest = Mark { line: 16, offset: 0 };
        assert_eq!(files.settle(Mark { line: 3, offset: 30 }), oldest);
        assert_eq!(files.bytes_behind(oldest), 530);
        assert_eq!(files.settle(Mark { line: 68, offset: 510 }), Mark { line: 68, offset: 0 });
        let amid = Mark { line: 20, offset: 30 };
        assert_eq!((files.settle(amid), files.bytes_behind(amid)), (amid, 490));
    }
}
