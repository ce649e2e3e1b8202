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
    /// From how many bytes on a file is rotated; zero: whatever its size.
    pub rotate_at_bytes: u32,
    /// From what age on a file is rotated; zero: whatever its age.
    pub rotate_every_s: u32,
    /// How many rotated files are kept.
    pub kept_files: u32,
}

/// Where the agent begins in a file of which it has no checkpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InitialPosition {
    /// `END_OF_FILE`: with what is appended from now on.
    #[default]
    EndOfFile,
    /// `START_OF_FILE`.
    StartOfFile,
}

/// How a record gets its partition key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartitionKeyOption {
    /// `RANDOM`: a new one for each record.
    #[default]
    Random,
    /// `DETERMINISTIC`: the MD5 of its data.
    Deterministic,
}

/// What is made of a line before it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DataProcessing {
    /// Nothing.
    #[default]
    None,
    /// `SINGLELINE`: a record of several lines becomes one line.
    SingleLine,
    /// `CSVTOJSON`: columns become the fields of a JSON object.
    CsvToJson {
        /// `customFieldNames`: a name for each column.
        custom_field_names: Vec<String>,
        /// `delimiter`: what stands between columns.
        #[serde(default = "comma")]
        delimiter: String,
    },
    /// `LOGTOJSON`: the parts of a log entry become the fields of a JSON object; what is no such entry is left out.
    LogToJson {
        /// `logFormat`.
        log_format: LogFormat,
    },
}

/// The formats of logs that the agent knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

fn comma() -> String {
    ",".to_owned()
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
        if let DataProcessing::CsvToJson { custom_field_names, delimiter } = &self.data_processing {
            let field = |name: &str| format!("{prefix}data_processing.csv_to_json.{name}");
            if custom_field_names.is_empty() || custom_field_names.len() > FIELDS_MAX {
                let rule = Rule::Between { min: 1.0, max: FIELDS_MAX as f64, unit: "fields".to_owned() };
                return Err(Violation::new(field("custom_field_names"), custom_field_names.len(), rule));
            }
            for name in custom_field_names {
                check_text(&field("custom_field_names"), name, FIELDS_MAX)?;
            }
            check_text(&field("delimiter"), delimiter, 1)?;
        }
        self.numbers().into_iter().try_for_each(|(id, value)| id.check(prefix, u64::from(value)))
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
        let csv = |names: &[&str], delimiter: &str| DataProcessing::CsvToJson {
            custom_field_names: names.iter().map(|name| (*name).to_owned()).collect(),
            delimiter: delimiter.to_owned(),
        };
        let with = |data_processing| AgentSettings { data_processing, ..AgentSettings::default() };
        for (settings, field) in [
            (AgentSettings { max_buffer_size_records: 501, ..AgentSettings::default() }, "max_buffer_size_records"),
            (AgentSettings { max_buffer_age_ms: 999, ..AgentSettings::default() }, "max_buffer_age_ms"),
            (AgentSettings { file_pattern: String::new(), ..AgentSettings::default() }, "file_pattern"),
            (with(csv(&[], ",")), "data_processing.csv_to_json.custom_field_names"),
            (with(csv(&["a"], "")), "data_processing.csv_to_json.delimiter"),
        ] {
            assert_eq!(settings.validate("agent.").unwrap_err().field, format!("agent.{field}"));
        }
        assert_eq!(AgentSettings::default().validate(""), Ok(()));
    }
}
