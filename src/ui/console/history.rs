//! The lines that were typed before, as the arrow keys go through them.

/// Lines that are kept at most.
const LINES_MAX: usize = 200;
/// Bytes of a line that is kept at most: a pasted file is not worth keeping.
const LINE_BYTES_MAX: usize = 4_096;

/// Lines typed before, and a place among them.
#[derive(Clone, Debug, Default)]
pub struct History {
    lines: Vec<String>,
    /// How far back the prompt is; 0: at the line that is being typed.
    back: usize,
    /// The line that was being typed when going back began.
    draft: String,
}

impl History {
    /// A history of these lines, oldest first.
    pub fn new(lines: Vec<String>) -> Self {
        let mut history = Self { lines, ..Self::default() };
        history.make_room();
        history
    }

    /// The lines, oldest first.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Adds a line, unless it is the last one again.
    pub fn add(&mut self, line: &str) {
        self.back = 0;
        if line.len() <= LINE_BYTES_MAX && self.lines.last().is_none_or(|last| last != line) {
            self.lines.push(line.to_owned());
            self.make_room();
        }
    }

    /// The line before the one that is shown now; `None` at the oldest.
    pub fn older(&mut self, shown: &str) -> Option<&str> {
        if self.back == 0 {
            shown.clone_into(&mut self.draft);
        }
        let place = self.lines.len().checked_sub(self.back + 1)?;
        self.back += 1;
        self.lines.get(place).map(String::as_str)
    }

    /// The line after the one that is shown now, and at last what was being typed; `None` where that is shown.
    pub fn newer(&mut self) -> Option<&str> {
        self.back = self.back.checked_sub(1)?;
        Some(if self.back == 0 { &self.draft } else { &self.lines[self.lines.len() - self.back] })
    }

    fn make_room(&mut self) {
        let excess = self.lines.len().saturating_sub(LINES_MAX);
        self.lines.drain(..excess);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arrows_go_back_and_forth_and_keep_the_draft() {
        let mut history = History::new(vec!["one".to_owned(), "two".to_owned()]);
        assert_eq!(history.newer(), None);
        assert_eq!(history.older("dra"), Some("two"));
        assert_eq!(history.older("two"), Some("one"));
        assert_eq!(history.older("one"), None);
        assert_eq!(history.newer(), Some("two"));
        assert_eq!(history.newer(), Some("dra"));
        assert_eq!(history.newer(), None);
        history.add("three");
        assert_eq!(history.older(""), Some("three"));
    }

    #[test]
    fn repeats_and_pasted_files_are_not_kept_and_the_oldest_go() {
        let mut history = History::default();
        for line in ["a", "a", &"x".repeat(5_000), "b"] {
            history.add(line);
        }
        assert_eq!(history.lines(), ["a", "b"]);
        for number in 0..300 {
            history.add(&number.to_string());
        }
        assert_eq!(history.lines().len(), LINES_MAX);
        assert_eq!(history.older(""), Some("299"));
    }
}
