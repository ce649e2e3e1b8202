//! What is printed: an answer as JSON, text or table.
//!
//! Leaves out colour, YAML and streams of YAML.

mod json;
mod table;
mod text;

use super::tree::Tree;

/// A form of output, as `--output` names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutputFormat {
    /// Indented by four.
    #[default]
    Json,
    /// Fields between tabs.
    Text,
    /// Drawn with characters.
    Table,
    /// Nothing.
    Off,
}

impl OutputFormat {
    /// All, with their names.
    pub const ALL: [(&str, Self); 4] =
        [("json", Self::Json), ("text", Self::Text), ("table", Self::Table), ("off", Self::Off)];

    /// The form of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, format)| format)
    }

    /// `answer` in this form. A table has a title and wants to be at most `width` characters wide.
    pub fn render(self, answer: &Tree, title: &str, width: usize) -> String {
        match self {
            Self::Json => json::render(answer),
            Self::Text => text::render(answer),
            Self::Table => table::render(answer, title, width),
            Self::Off => String::new(),
        }
    }
}
