//! The settings of the Kinesis Agent, as a flow of its `agent.json` has them, and of the files that it tails.
//!
//! Names and defaults are those of the agent's documentation of 2019. The files are the application's affair, not the
//! agent's: how they are rotated has no name of AWS's, and is assumed.

use crate::engine::error::{Rule, Violation};
use crate::engine::settings::SettingId;
use crate::engine::time::Micros;
use serde::{Deserialize, Serialize};

/// The characters of a file pattern at most; the simulator's own bound.
const PATTERN_CHARACTERS_MAX: usize = 255;
/// The fields that a conversion names at most, and the characters of each; the simulator's own bounds.
const FIELDS_MAX: usize = 64;

/// The settings of a producer's agent, by AWS's names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AgentSettings {
    /// `filePattern`: the files that it tails; the newest is the one that the application appends to.
    pub file_pattern: String,
    /// `initialPosition`.
    pub initial_position: InitialPosition,
    /// `maxBufferAgeMillis`.
    pub max_buffer_age_ms: u32,
    /// `maxBufferSizeBytes`.
    pub max_buffer_size_bytes: u32,
    /// `maxBufferSizeRecords`.
    pub max_buffer_size_records: u32,
    /// `minTimeBetweenFilePollsMillis`.
    pub min_time_between_file_polls_ms: u32,
    /// `partitionKeyOption`.
    pub partition_key_option: PartitionKeyOption,
    /// `dataProcessingOptions`.
    pub data_processing: DataProcessing,
    /// `customFieldNames` of `CSVTOJSON`: a name for each column, with commas between them.
    pub custom_field_names: String,
    /// `delimiter` of `CSVTOJSON`: what stands between columns, one character; `\t` is a tab.
    pub delimiter: String,
    /// From how many bytes on a file is rotated; zero: whatever its size.
    pub rotate_at_bytes: u32,
    /// From what age on a file is rotated; zero: whatever its age.
    pub rotate_every_s: u32,
    /// How many rotated files are kept.
    pub kept_files: u32,
}

/// Where the agent begins in a file of which it has no checkpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum InitialPosition {
    /// `END_OF_FILE`: with what is appended from now on.
    #[default]
    EndOfFile,
    /// `START_OF_FILE`.
    StartOfFile,
}

/// How a record gets its partition key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PartitionKeyOption {
    /// `RANDOM`: a new one for each record.
    #[default]
    Random,
    /// `DETERMINISTIC`: the MD5 of its data.
    Deterministic,
}

/// What is made of a line before it is sent: AWS's `optionName`, and for `LOGTOJSON` its `logFormat` behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DataProcessing {
    /// Nothing.
    #[default]
    #[serde(rename = "NONE")]
    None,
    /// `SINGLELINE`: a record of several lines becomes one line.
    #[serde(rename = "SINGLELINE")]
    SingleLine,
    /// `CSVTOJSON`: columns become the fields of a JSON object.
    #[serde(rename = "CSVTOJSON")]
    CsvToJson,
    /// `LOGTOJSON` of `COMMONAPACHELOG`: the parts of a log entry become the fields of a JSON object; what is no such entry is
    /// left out.
    #[serde(rename = "LOGTOJSON_COMMONAPACHELOG")]
    CommonApacheLog,
    /// `LOGTOJSON` of `COMBINEDAPACHELOG`.
    #[serde(rename = "LOGTOJSON_COMBINEDAPACHELOG")]
    CombinedApacheLog,
    /// `LOGTOJSON` of `APACHEERRORLOG`.
    #[serde(rename = "LOGTOJSON_APACHEERRORLOG")]
    ApacheErrorLog,
    /// `LOGTOJSON` of `SYSLOG`.
    #[serde(rename = "LOGTOJSON_SYSLOG")]
    Syslog,
}

impl Default for AgentSettings {
    fn default() -> Self {
        let value = |id: SettingId| id.row().current as u32;
        Self {
            file_pattern: "/var/log/app/access.log*".to_owned(),
            initial_position: InitialPosition::default(),
            max_buffer_age_ms: value(SettingId::MaxBufferAge),
            max_buffer_size_bytes: value(SettingId::MaxBufferSizeBytes),
            max_buffer_size_records: value(SettingId::MaxBufferSizeRecords),
            min_time_between_file_polls_ms: value(SettingId::MinTimeBetweenFilePolls),
            partition_key_option: PartitionKeyOption::default(),
            data_processing: DataProcessing::default(),
            custom_field_names: String::new(),
            delimiter: ",".to_owned(),
            rotate_at_bytes: value(SettingId::RotateAtBytes),
            rotate_every_s: value(SettingId::RotateEvery),
            kept_files: value(SettingId::KeptFiles),
        }
    }
}

impl AgentSettings {
    /// Each number with the row of its setting.
    pub const fn numbers(&self) -> [(SettingId, u32); 7] {
        [
            (SettingId::MaxBufferAge, self.max_buffer_age_ms),
            (SettingId::MaxBufferSizeBytes, self.max_buffer_size_bytes),
            (SettingId::MaxBufferSizeRecords, self.max_buffer_size_records),
            (SettingId::MinTimeBetweenFilePolls, self.min_time_between_file_polls_ms),
            (SettingId::RotateAtBytes, self.rotate_at_bytes),
            (SettingId::RotateEvery, self.rotate_every_s),
            (SettingId::KeptFiles, self.kept_files),
        ]
    }

    /// Checks every field; `prefix` is what stands before them.
    pub fn validate(&self, prefix: &str) -> Result<(), Violation> {
        check_text(&format!("{prefix}file_pattern"), &self.file_pattern, PATTERN_CHARACTERS_MAX)?;
        check_text(&format!("{prefix}delimiter"), self.column_delimiter(), 1)?;
        if self.data_processing == DataProcessing::CsvToJson || !self.custom_field_names.is_empty() {
            self.validate_names(&format!("{prefix}custom_field_names"))?;
        }
        self.numbers().into_iter().try_for_each(|(id, value)| id.check(prefix, u64::from(value)))
    }

    fn validate_names(&self, field: &str) -> Result<(), Violation> {
        let names = self.column_names().count();
        if self.custom_field_names.is_empty() || names > FIELDS_MAX {
            let rule = Rule::Between { min: 1.0, max: FIELDS_MAX as f64, unit: "fields".to_owned() };
            return Err(Violation::new(field, if self.custom_field_names.is_empty() { 0 } else { names }, rule));
        }
        self.column_names().try_for_each(|name| check_text(field, name, FIELDS_MAX))
    }

    /// The names of columns, in order.
    pub fn column_names(&self) -> impl Iterator<Item = &str> {
        self.custom_field_names.split(',').map(str::trim)
    }

    /// What stands between columns.
    pub fn column_delimiter(&self) -> &str {
        if self.delimiter == "\\t" { "\t" } else { &self.delimiter }
    }

    /// How old a buffer becomes at most.
    pub const fn buffer_age(&self) -> Micros {
        Micros::millis(self.max_buffer_age_ms as u64)
    }

    /// From one look for new lines to the next.
    pub const fn poll_time(&self) -> Micros {
        Micros::millis(self.min_time_between_file_polls_ms as u64)
    }

    /// The name of the file that the application appends to: the pattern without its stars.
    pub fn file_name(&self) -> String {
        self.file_pattern.replace('*', "")
    }
}

fn check_text(field: &str, text: &str, characters_max: usize) -> Result<(), Violation> {
    let characters = text.chars().count();
    if (1..=characters_max).contains(&characters) {
        return Ok(());
    }
    let rule = Rule::Between { min: 1.0, max: characters_max as f64, unit: "characters".to_owned() };
    Err(Violation::new(field, characters, rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_of_bounds_names_its_field() {
        let csv = |names: &str, delimiter: &str| AgentSettings {
            data_processing: DataProcessing::CsvToJson,
            custom_field_names: names.to_owned(),
            delimiter: delimiter.to_owned(),
            ..AgentSettings::default()
        };
        for (settings, field) in [
            (AgentSettings { max_buffer_size_records: 501, ..AgentSettings::default() }, "max_buffer_size_records"),
            (AgentSettings { max_buffer_age_ms: 999, ..AgentSettings::default() }, "max_buffer_age_ms"),
            (AgentSettings { file_pattern: String::new(), ..AgentSettings::default() }, "file_pattern"),
            (csv("", ","), "custom_field_names"),
            (csv("a,,b", ","), "custom_field_names"),
            (csv(&["a"; FIELDS_MAX + 1].join(","), ","), "custom_field_names"),
            (csv("a", ""), "delimiter"),
            (csv("a", ", "), "delimiter"),
        ] {
            assert_eq!(settings.validate("agent.").unwrap_err().field, format!("agent.{field}"));
        }
        for right in [AgentSettings::default(), csv("a, b", "\\t"), csv("a", "\t")] {
            assert_eq!(right.validate(""), Ok(()));
        }
    }
}
