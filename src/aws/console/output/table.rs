//! The command line's table, drawn with characters: one section a map or list, nested sections indented by bars.
//!
//! A table that would be wider than the screen turns sections of one row on their side. Widths of characters beyond
//! ASCII are those of a terminal for East Asian text. Leaves out colour.

use crate::aws::console::tree::Tree;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Space around the text of a cell.
const PADDING: usize = 4;

/// `answer` as a table; nothing for an empty answer.
pub fn render(answer: &Tree, title: &str, width: usize) -> String {
    let mut table = Table::default();
    if !table.add(Some(title), answer, 0) {
        return String::new();
    }
    table.draw(width)
}

#[derive(Default)]
struct Table {
    sections: Vec<Section>,
}

#[derive(Default)]
struct Section {
    title: String,
    level: usize,
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Adds a value under a title; whether there was anything to add.
    fn add(&mut self, title: Option<&str>, value: &Tree, level: usize) -> bool {
        if value.is_falsy() {
            return false;
        }
        if let Some(title) = title {
            self.sections.push(Section { title: title.to_owned(), level, ..Section::default() });
        }
        match value {
            Tree::Map(members) => self.add_map(members, level),
            Tree::List(list) if matches!(list.first(), Some(Tree::Map(_))) => self.add_maps(title, list, level),
            Tree::List(list) => self.add_list(list, level),
            // The command line draws the title of a scalar and drops its value; a row is what was meant.
            scalar => self.row(vec![scalar.to_python_text()]),
        }
        true
    }

    fn row(&mut self, row: Vec<String>) {
        match self.sections.last_mut() {
            Some(section) => section.rows.push(row),
            None => self.sections.push(Section { rows: vec![row], ..Section::default() }),
        }
    }

    fn headers(&mut self, headers: &[&str]) {
        if let Some(section) = self.sections.last_mut() {
            section.headers = headers.iter().map(|header| (*header).to_owned()).collect();
        }
    }

    fn add_list(&mut self, list: &[Tree], level: usize) {
        for element in list {
            match element {
                Tree::List(inner) if inner.iter().all(Tree::is_scalar) => {
                    self.row(inner.iter().map(Tree::to_python_text).collect());
                }
                Tree::List(_) | Tree::Map(_) => {
                    self.add(None, element, level);
                }
                scalar => self.row(vec![scalar.to_python_text()]),
            }
        }
    }

    fn add_map(&mut self, members: &[(String, Tree)], level: usize) {
        let (headers, more) = keys([members]);
        let value = |key: &str| members.iter().find(|(name, _)| name == key).map(|(_, value)| value);
        let text = |key: &&str| value(key).map(Tree::to_python_text).unwrap_or_default();
        match headers.as_slice() {
            [] => {}
            [only] => self.row(vec![(*only).to_owned(), text(only)]),
            several => {
                self.headers(several);
                self.row(several.iter().map(text).collect());
            }
        }
        for key in more {
            if let Some(value) = value(key) {
                self.add(Some(key), value, level + 1);
            }
        }
    }

    fn add_maps(&mut self, title: Option<&str>, list: &[Tree], level: usize) {
        let maps =
            || list.iter().map(|element| if let Tree::Map(members) = element { members.as_slice() } else { &[] });
        let (headers, more) = keys(maps());
        self.headers(&headers);
        for (place, members) in maps().enumerate() {
            if place > 0 && !more.is_empty() {
                self.sections.push(Section {
                    title: title.unwrap_or_default().to_owned(),
                    level,
                    ..Section::default()
                });
                self.headers(&headers);
            }
            let value = |key: &str| members.iter().find(|(name, _)| name == key).map(|(_, value)| value);
            self.row(headers.iter().map(|key| value(key).map(Tree::to_python_text).unwrap_or_default()).collect());
            for key in &more {
                if let Some(value) = value(key) {
                    self.add(Some(key), value, level + 1);
                }
            }
        }
    }

    fn width(&self) -> usize {
        self.sections.iter().map(Section::width).max().unwrap_or(0)
    }

    fn draw(mut self, screen: usize) -> String {
        if self.width() > screen {
            self.sections.iter_mut().for_each(Section::turn);
        }
        let width = self.width();
        let mut out = format!("{}\n", "-".repeat(width));
        for section in &self.sections {
            for line in section.lines(width - 2 * section.level) {
                let bars = "|".repeat(section.level);
                let _ = writeln!(out, "{bars}{line}{bars}");
            }
        }
        out
    }
}

impl Section {
    /// The width of the widest text of each column.
    fn texts(&self) -> Vec<usize> {
        let columns = self.rows.iter().map(Vec::len).chain([self.headers.len()]).max().unwrap_or(0);
        let lines = || self.rows.iter().chain([&self.headers]);
        (0..columns)
            .map(|c| lines().filter_map(|line| line.get(c)).map(|text| width_of(text)).max().unwrap_or(0))
            .collect()
    }

    fn width(&self) -> usize {
        let indent = 2 + 2 * self.level;
        let columns: usize = self.texts().iter().map(|text| text + PADDING).sum();
        (width_of(&self.title) + indent).max(columns + indent)
    }

    /// A section of one row shows a line for each column instead.
    fn turn(&mut self) {
        if self.rows.len() == 1 && !self.headers.is_empty() {
            let row = self.rows.remove(0);
            self.rows = self.headers.drain(..).zip(row).map(|(header, text)| vec![header, text]).collect();
        }
    }

    fn lines(&self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.title.is_empty() {
            lines.push(centred(&self.title, width, "|"));
            if self.headers.is_empty() && self.rows.is_empty() {
                lines.push(format!("+{}+", "-".repeat(width - 2)));
            }
        }
        let widths = scaled(&self.texts(), width);
        let cells = |texts: &[String], cell: fn(&str, usize, &str) -> String| {
            let edges = std::iter::once("|").chain(std::iter::repeat(""));
            texts
                .iter()
                .zip(&widths)
                .zip(edges)
                .map(|((text, width), edge)| cell(text, *width, edge))
                .collect::<String>()
        };
        if !self.headers.is_empty() {
            lines.push(rule(&widths));
            lines.push(cells(&self.headers, centred));
        }
        if !self.rows.is_empty() && !widths.is_empty() {
            lines.push(rule(&widths));
            lines.extend(self.rows.iter().map(|row| cells(row, to_the_left)));
            lines.push(rule(&widths));
        }
        lines
    }
}

/// The keys of scalars and those of other values, of all maps, each in order.
fn keys<'a>(maps: impl IntoIterator<Item = &'a [(String, Tree)]>) -> (Vec<&'a str>, Vec<&'a str>) {
    let (mut scalars, mut others) = (BTreeSet::new(), BTreeSet::new());
    for (key, value) in maps.into_iter().flatten() {
        let keys = if value.is_scalar() { &mut scalars } else { &mut others };
        keys.insert(key.as_str());
    }
    (scalars.into_iter().collect(), others.into_iter().collect())
}

/// The columns stretched so that they fill `width`; what rounding leaves is spread over them one by one.
fn scaled(texts: &[usize], width: usize) -> Vec<usize> {
    let sum: usize = texts.iter().map(|text| text + PADDING).sum();
    if sum == 0 {
        return Vec::new();
    }
    let factor = width as f64 / sum as f64;
    // Python rounds halves to even, as this does.
    let mut widths: Vec<usize> =
        texts.iter().map(|text| libm::rint(factor * (text + PADDING) as f64) as usize).collect();
    let mut places = (0..widths.len()).cycle();
    while widths.iter().sum::<usize>() > width {
        widths[places.next().unwrap_or(0)] -= 1;
    }
    let mut places = (0..widths.len()).rev().cycle();
    while widths.iter().sum::<usize>() < width {
        widths[places.next().unwrap_or(0)] += 1;
    }
    widths
}

/// `+-----+-----+`
fn rule(widths: &[usize]) -> String {
    let mut line = String::new();
    for (place, width) in widths.iter().enumerate() {
        line.push_str(if place == 0 { "+" } else { "" });
        line.push_str(&"-".repeat(width.saturating_sub(if place == 0 { 2 } else { 1 })));
        line.push('+');
    }
    line
}

fn centred(text: &str, width: usize, left_edge: &str) -> String {
    let before = (width / 2).saturating_sub(width_of(text) / 2 + 1);
    let after = width.saturating_sub(left_edge.len() + before + width_of(text) + 1);
    format!("{left_edge}{}{text}{}|", " ".repeat(before), " ".repeat(after))
}

fn to_the_left(text: &str, width: usize, left_edge: &str) -> String {
    let needed = width_of(text) + 2 + left_edge.len() + 1;
    let before = if width >= needed { 2 } else { 0 };
    let after = width.saturating_sub(left_edge.len() + before + width_of(text) + 1);
    format!("{left_edge}{}{text}{}|", " ".repeat(before), " ".repeat(after))
}

/// Characters of East Asian scripts and full-width forms take two places.
fn width_of(text: &str) -> usize {
    const WIDE: [(char, char); 6] = [
        ('\u{1100}', '\u{115f}'),
        ('\u{2e80}', '\u{a4cf}'),
        ('\u{ac00}', '\u{d7a3}'),
        ('\u{f900}', '\u{faff}'),
        ('\u{fe30}', '\u{fe6f}'),
        ('\u{ff00}', '\u{ff60}'),
    ];
    text.chars().map(|c| if WIDE.iter().any(|(from, to)| (*from..=*to).contains(&c)) { 2 } else { 1 }).sum()
}
