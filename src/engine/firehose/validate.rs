//! The rules for delivery streams and functions, as plans and commands give them.

use super::api::values::{COMPRESSIONS, text_of};
use super::format::compression::Compression;
use super::hints::{self, Hint, HintBounds};
use super::plan::{
    Backup, BufferingHints, Column, DeliveryStreamPlan, DestinationKind, DestinationPlan, FunctionKind, FunctionPlan,
    SourcePlan, Splitting,
};
use crate::engine::error::{Rule, Violation};
use crate::engine::limits::{LimitId, Profile};
use crate::engine::validate::check_name;

/// The delivery streams of a world at most; the simulator's own bound.
pub const DELIVERY_STREAMS_MAX: usize = 16;
/// What the key of a bucket looks like.
const KEY_ARN: &str = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
/// The longest name of an index, in bytes. Documented (Elasticsearch, Create index).
const INDEX_NAME_BYTES_MAX: usize = 255;
/// The functions of a world at most; the simulator's own bound.
pub const FUNCTIONS_MAX: usize = 32;

/// From and to: milliseconds that an invocation of a simulated function takes beside its records.
pub const INVOKE_TIME_MS: (u32, u32) = (0, 900_000);
/// From and to: microseconds that a record takes.
pub const RECORD_TIME_US: (u32, u32) = (0, 10_000_000);
/// From and to: seconds that an invocation may last, as AWS Lambda allows.
pub const TIMEOUT_S: (u32, u32) = (1, 900);
/// From and to: of a thousand invocations, how many fail.
pub const FAILED_PER_MILLE: (u32, u32) = (0, 1_000);
/// From and to: every how manieth record fails.
pub const EVERY_NTH: (u32, u32) = (1, 1_000_000);

fn between(field: &str, value: u32, (min, max): (u32, u32), unit: &str) -> Result<(), Violation> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    let rule = Rule::Between { min: f64::from(min), max: f64::from(max), unit: unit.to_owned() };
    Err(Violation::new(field, value, rule))
}

/// What a field is to look like.
pub(super) fn like(examples: &[&str]) -> Rule {
    Rule::Like { examples: examples.iter().map(|example| (*example).to_owned()).collect() }
}

/// Whether an index of a search domain can be called so. Documented (Elasticsearch, Create index).
pub fn is_index_name(name: &str) -> bool {
    let is_refused = |letter: char| letter.is_uppercase() || "\\/*?\"<>|, #".contains(letter);
    !name.starts_with(['-', '_', '+'])
        && !["", ".", ".."].contains(&name)
        && name.len() <= INDEX_NAME_BYTES_MAX
        && !name.contains(is_refused)
}

/// Whether it is the ARN of a key of AWS KMS, or of an alias.
fn is_key_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", _, "kms", region, account, key] = parts[..] else {
        return false;
    };
    let id = key.strip_prefix("key/").or_else(|| key.strip_prefix("alias/"));
    !region.is_empty()
        && account.len() == 12
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && id.is_some_and(|id| !id.is_empty() && !id.contains(char::is_whitespace))
}

fn not_empty(field: &str, value: &str) -> Result<(), Violation> {
    if value.trim().is_empty() { Err(Violation::new(field, value, Rule::NotEmpty)) } else { Ok(()) }
}

impl DeliveryStreamPlan {
    /// Checks every field; names of fields begin with `field`.
    pub fn validate(&self, field: &str, profile: Profile) -> Result<(), Violation> {
        check_name(&format!("{field}.name"), &self.name, LimitId::DeliveryStreamNameCharacters, profile)?;
        if let SourcePlan::KinesisStream { stream } = &self.source {
            not_empty(&format!("{field}.source.kinesis_stream.stream"), stream)?;
        }
        self.destination.validate(&format!("{field}.destination"), profile)
    }
}

impl DestinationPlan {
    /// Checks every field; names of fields begin with `field`.
    pub fn validate(&self, field: &str, profile: Profile) -> Result<(), Violation> {
        self.check_edition(field, profile)?;
        let bounds = self.bounds(profile);
        check_hints(&format!("{field}.buffering"), self.buffering, &bounds)?;
        let own = if self.is_bucket() { bounds } else { hints::backup_hints(profile) };
        check_hints(&format!("{field}.bucket.buffering"), self.bucket.buffering, &own)?;
        self.bucket.validate_names(&format!("{field}.bucket"))?;
        if let Some(backup) = &self.backup_bucket {
            backup.validate_names(&format!("{field}.backup_bucket"))?;
            check_hints(&format!("{field}.backup_bucket.buffering"), backup.buffering, &hints::backup_hints(profile))?;
        }
        if let Some(Splitting::Delimited { delimiter }) = &self.splitting
            && delimiter.is_empty()
        {
            return Err(Violation::new(format!("{field}.splitting.delimited.delimiter"), "", Rule::NotEmpty));
        }
        if let (Some(retry_s), Some((min, max, _))) = (self.retry_s, hints::retry_hint(&self.kind)) {
            between(&format!("{field}.retry_s"), retry_s, (min, max), "seconds")?;
        }
        if let Some(transformation) = &self.transformation {
            let hints = hints::transformation_hints(&self.kind, profile);
            let check = |name: &str, value: Option<u32>, (min, max, _): Hint, unit: &str| {
                value
                    .map_or(Ok(()), |value| between(&format!("{field}.transformation.{name}"), value, (min, max), unit))
            };
            not_empty(&format!("{field}.transformation.function"), &transformation.function)?;
            check("buffer_size_kib", transformation.buffer_size_kib, hints.size_kib, "KiB")?;
            check("buffer_interval_s", transformation.buffer_interval_s, hints.interval_s, "seconds")?;
            check("retries", transformation.retries, hints.retries, "attempts")?;
        }
        self.validate_kind(field)?;
        self.validate_columns(field)?;
        self.kind.validate(&format!("{field}.kind.{}", self.kind.name()))?;
        self.validate_keys(field)?;
        self.validate_partitioning(field)?;
        self.validate_bucket(field)
    }

    /// How objects may be written.
    fn validate_bucket(&self, field: &str) -> Result<(), Violation> {
        let name = |compression| text_of(&COMPRESSIONS, compression).unwrap_or_default();
        let compression = self.bucket.compression;
        let is_redshift = matches!(self.kind, DestinationKind::Redshift { .. });
        // What stands against it, and what is possible then.
        let against: Option<(&str, &[Compression])> = if self.conversion.is_some() {
            Some(("DataFormatConversion", &[Compression::Uncompressed]))
        } else if is_redshift {
            Some(("Amazon Redshift", &[Compression::Uncompressed, Compression::Gzip]))
        } else {
            None
        };
        if let Some((beside, possible)) = against.filter(|(_, possible)| !possible.contains(&compression)) {
            let possible = possible.iter().map(|one| name(*one).to_owned()).collect();
            let rule = Rule::Beside { beside: beside.into(), possible };
            return Err(Violation::new(format!("{field}.bucket.compression"), name(compression), rule));
        }
        self.validate_prefixes(field)
    }

    /// The keys by which objects are encrypted.
    fn validate_keys(&self, field: &str) -> Result<(), Violation> {
        for (bucket, place) in [(Some(&self.bucket), "bucket"), (self.backup_bucket.as_ref(), "backup_bucket")] {
            if let Some(key) = bucket.and_then(|bucket| bucket.kms_key.as_ref()).filter(|key| !is_key_arn(key)) {
                return Err(Violation::new(format!("{field}.{place}.kms_key"), key, like(&[KEY_ARN])));
            }
        }
        Ok(())
    }

    /// What a bucket alone can have.
    fn validate_kind(&self, field: &str) -> Result<(), Violation> {
        let s3_only = [("conversion", self.conversion.is_some()), ("partitioning", self.partitioning.is_some())];
        for (name, is_given) in s3_only {
            if is_given && self.kind != DestinationKind::S3 {
                let rule = Rule::Beside { beside: self.kind.name().into(), possible: Box::new(["s3".to_owned()]) };
                return Err(Violation::new(format!("{field}.{name}"), "on", rule));
            }
        }
        Ok(())
    }

    /// The columns, whose names differ in more than their case. Documented (Hive): names of columns have none.
    fn validate_columns(&self, field: &str) -> Result<(), Violation> {
        let columns = self.conversion.as_ref().map_or(&[][..], |conversion| &conversion.columns);
        let mut pairs = columns.iter().enumerate();
        let again = |(at, column): &(usize, &Column)| {
            columns[..*at].iter().any(|before| before.name.eq_ignore_ascii_case(&column.name))
        };
        pairs.find(again).map_or(Ok(()), |(_, column)| {
            Err(Violation::new(format!("{field}.conversion.columns"), &column.name, Rule::Unique))
        })
    }

    /// Whether it is a bucket, or copied from one.
    pub const fn is_bucket(&self) -> bool {
        matches!(self.kind, DestinationKind::S3 | DestinationKind::Redshift { .. })
    }

    /// Whether the source records are kept.
    pub fn keeps_source(&self) -> bool {
        self.is_bucket() && self.backup == Backup::All
    }

    /// What it allows for its buffer, with what it does to records.
    pub fn bounds(&self, profile: Profile) -> HintBounds {
        let mut bounds = hints::hints_of(&self.kind, profile);
        if self.conversion.is_some() {
            bounds.size_mib = hints::CONVERSION_SIZE_MIB;
        } else if self.partitioning.is_some() {
            bounds.size_mib = hints::PARTITIONING_SIZE_MIB;
        }
        if self.partitioning.is_some() {
            bounds.interval_s.0 = bounds.interval_s.0.max(hints::INTERVAL_S_WITHOUT_ZERO_BUFFERING);
        }
        bounds
    }
}

fn check_hints(field: &str, given: Option<BufferingHints>, bounds: &HintBounds) -> Result<(), Violation> {
    let Some(BufferingHints { size_mib, interval_s }) = given else {
        return Ok(());
    };
    let (min, max, _) = bounds.size_mib;
    between(&format!("{field}.size_mib"), size_mib, (min, max), "MiB")?;
    let (min, max, _) = bounds.interval_s;
    between(&format!("{field}.interval_s"), interval_s, (min, max), "seconds")
}

impl DestinationKind {
    /// Checks every field; names of fields begin with `field`.
    fn validate(&self, field: &str) -> Result<(), Violation> {
        match self {
            Self::Redshift { table, .. } => not_empty(&format!("{field}.table"), table),
            Self::Elasticsearch { index, .. } | Self::OpenSearch { index, .. } if !is_index_name(index) => {
                Err(Violation::new(format!("{field}.index"), index, Rule::IndexName))
            }
            Self::S3 | Self::Elasticsearch { .. } | Self::OpenSearch { .. } => Ok(()),
            Self::HttpEndpoint { url } => check_address(&format!("{field}.url"), url),
            Self::Splunk { endpoint } => check_address(&format!("{field}.endpoint"), endpoint),
        }
    }

    /// Its name in a scenario file.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::S3 => "s3",
            Self::Redshift { .. } => "redshift",
            Self::Elasticsearch { .. } => "elasticsearch",
            Self::OpenSearch { .. } => "open_search",
            Self::HttpEndpoint { .. } => "http_endpoint",
            Self::Splunk { .. } => "splunk",
        }
    }
}

/// Endpoints are called by HTTPS alone. Documented (API model) for HTTP endpoints, observed for Splunk.
fn check_address(field: &str, address: &str) -> Result<(), Violation> {
    if address.strip_prefix("https://").is_some_and(|rest| !rest.is_empty()) {
        return Ok(());
    }
    Err(Violation::new(field, address, like(&["https://example.com/"])))
}

impl FunctionPlan {
    /// A function with these names and the usual duration.
    pub fn of(name: &str, kind: FunctionKind) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            invoke_time_ms: super::plan::default_invoke_time_ms(),
            record_time_us: 0,
            timeout_s: super::plan::default_timeout_s(),
            failed_invocations_per_mille: 0,
        }
    }

    /// Checks every field; names of fields begin with `field`.
    pub fn validate(&self, field: &str) -> Result<(), Violation> {
        not_empty(&format!("{field}.name"), &self.name)?;
        between(&format!("{field}.invoke_time_ms"), self.invoke_time_ms, INVOKE_TIME_MS, "ms")?;
        between(&format!("{field}.record_time_us"), self.record_time_us, RECORD_TIME_US, "µs")?;
        between(&format!("{field}.timeout_s"), self.timeout_s, TIMEOUT_S, "seconds")?;
        between(
            &format!("{field}.failed_invocations_per_mille"),
            self.failed_invocations_per_mille,
            FAILED_PER_MILLE,
            "‰",
        )?;
        match &self.kind {
            FunctionKind::Filter { field: name, keeps } => {
                not_empty(&format!("{field}.kind.filter.field"), name)?;
                not_empty(&format!("{field}.kind.filter.keeps"), keeps)
            }
            FunctionKind::MaskField { field: name } => not_empty(&format!("{field}.kind.mask_field.field"), name),
            FunctionKind::CsvToJson { columns } if columns.is_empty() => {
                Err(Violation::new(format!("{field}.kind.csv_to_json.columns"), "", Rule::NotEmpty))
            }
            FunctionKind::PartitionKeys { fields } if fields.is_empty() => {
                Err(Violation::new(format!("{field}.kind.partition_keys.fields"), "", Rule::NotEmpty))
            }
            FunctionKind::AddNewline | FunctionKind::CsvToJson { .. } | FunctionKind::PartitionKeys { .. } => Ok(()),
            FunctionKind::FailEveryNth { n } => {
                between(&format!("{field}.kind.fail_every_nth.n"), *n, EVERY_NTH, "records")
            }
        }
    }
}
