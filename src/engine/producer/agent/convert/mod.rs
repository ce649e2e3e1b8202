//! `dataProcessingOptions`: what the agent makes of a line before it sends it.
//!
//! Observed (the agent's source): a record is a line with its line break; what is converted ends with one too; a column
//! that a line does not have is `null`, as is what a web server's log gives as `-`; a line that is no entry of the log's
//! format is left out, and nothing is sent for it. Leaves out: `matchPattern` and several options after one another.

mod json;
mod logs;
mod scan;

use super::settings::{AgentSettings, DataProcessing};
use json::Object;

/// What is made of lines, with what that needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// Nothing.
    None,
    /// Several lines become one.
    SingleLine,
    /// Columns become fields.
    CsvToJson {
        /// A name for each column.
        names: Vec<String>,
        /// What stands between columns.
        delimiter: String,
    },
    /// The parts of a log entry become fields.
    LogToJson(LogFormat),
}

/// The formats of logs that the agent knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// `COMMONAPACHELOG`.
    CommonApacheLog,
    /// `COMBINEDAPACHELOG`.
    CombinedApacheLog,
    /// `APACHEERRORLOG`.
    ApacheErrorLog,
    /// `SYSLOG`.
    Syslog,
}

impl Conversion {
    /// By these settings.
    pub fn of(settings: &AgentSettings) -> Self {
        match settings.data_processing {
            DataProcessing::None => Self::None,
            DataProcessing::SingleLine => Self::SingleLine,
            DataProcessing::CsvToJson => Self::CsvToJson {
                names: settings.column_names().map(str::to_owned).collect(),
                delimiter: settings.column_delimiter().to_owned(),
            },
            DataProcessing::CommonApacheLog => Self::LogToJson(LogFormat::CommonApacheLog),
            DataProcessing::CombinedApacheLog => Self::LogToJson(LogFormat::CombinedApacheLog),
            DataProcessing::ApacheErrorLog => Self::LogToJson(LogFormat::ApacheErrorLog),
            DataProcessing::Syslog => Self::LogToJson(LogFormat::Syslog),
        }
    }

    /// Whether the size of what is sent is known from that of the line.
    pub const fn keeps_size(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// What is sent for a line, which is given without its line break; nothing where it is left out.
pub fn convert(line: &str, conversion: &Conversion) -> Option<String> {
    let mut converted = match conversion {
        Conversion::None => line.to_owned(),
        Conversion::SingleLine => line.split('\n').map(str::trim).collect(),
        Conversion::CsvToJson { names, delimiter } => csv(line, names, delimiter),
        Conversion::LogToJson(format) => logs::entry(line, *format)?,
    };
    converted.push('\n');
    Some(converted)
}

fn csv(line: &str, names: &[String], delimiter: &str) -> String {
    // Java's way of splitting, which the agent uses: empty columns at the end are none.
    let mut columns: Vec<&str> = line.split(delimiter).collect();
    while columns.len() > 1 && columns.last().is_some_and(|last| last.is_empty()) {
        columns.pop();
    }
    let mut object = Object::new();
    for (index, name) in names.iter().enumerate() {
        object.field(name, columns.get(index).copied());
    }
    object.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv_of(names: &[&str], delimiter: &str) -> Conversion {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Conversion::CsvToJson { names, delimiter: delimiter.to_owned() }
    }

    #[test]
    fn lines_keep_their_break() {
        assert_eq!(convert(" a b ", &Conversion::None), Some(" a b \n".to_owned()));
        assert_eq!(convert(" a \n\tb ", &Conversion::SingleLine), Some("ab\n".to_owned()));
    }

    #[test]
    fn columns_become_fields_by_their_place() {
        for (line, delimiter, json) in [
            ("1,x y,3", ",", r#"{"a":"1","b":"x y"}"#),
            ("1", ",", r#"{"a":"1","b":null}"#),
            ("1,,", ",", r#"{"a":"1","b":null}"#),
            (",2", ",", r#"{"a":"","b":"2"}"#),
            ("", ",", r#"{"a":"","b":null}"#),
            ("q\"\\\t1\t\u{1}ä", "\t", r#"{"a":"q\"\\","b":"1"}"#),
        ] {
            assert_eq!(convert(line, &csv_of(&["a", "b"], delimiter)), Some(format!("{json}\n")), "{line:?}");
        }
        assert_eq!(convert("\u{1}ä\u{c}", &csv_of(&["a"], ",")), Some("{\"a\":\"\\u0001ä\\f\"}\n".to_owned()));
    }
}
