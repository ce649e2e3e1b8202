//! What delivery streams and the functions that transform their records are made from.
//!
//! These are the settings of AWS's `CreateDeliveryStream`, without what a simulation has no use for: roles, networks,
//! logging. Leaves out: MSK and databases as sources, Snowflake and Iceberg tables as destinations.

use super::format::compression::Compression;
use serde::{Deserialize, Serialize};

/// What a delivery stream is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliveryStreamPlan {
    /// Its name.
    pub name: String,
    /// Where its records come from.
    #[serde(default)]
    pub source: SourcePlan,
    /// What happens to them.
    #[serde(default)]
    pub destination: DestinationPlan,
}

/// Where the records of a delivery stream come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SourcePlan {
    /// Requests of `PutRecord` and `PutRecordBatch`.
    #[default]
    DirectPut,
    /// A Kinesis data stream, read from its tip.
    KinesisStream {
        /// The stream's name.
        stream: String,
    },
}

/// What happens to the records of a delivery stream. `UpdateDestination` changes all of it at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DestinationPlan {
    /// Where they go.
    pub kind: DestinationKind,
    /// How they are gathered for it; the defaults of the destination in the world's profile if nothing is said.
    pub buffering: Option<BufferingHints>,
    /// The bucket: the destination itself, where a cluster copies from, or where the backup goes.
    pub bucket: BucketPlan,
    /// What is kept in the backup.
    pub backup: Backup,
    /// The bucket of the source records; only where they are kept and the destination is S3 or Redshift.
    pub backup_bucket: Option<BucketPlan>,
    /// How long a destination other than S3 is tried again, in seconds; AWS's default if nothing is said.
    pub retry_s: Option<u32>,
    /// How records that hold several are taken apart; they are not if nothing is said.
    pub splitting: Option<Splitting>,
    /// The function that transforms records.
    pub transformation: Option<Transformation>,
    /// Whether a delimiter is put behind every record.
    pub appends_delimiter: bool,
    /// That delimiter; a line feed if nothing is said.
    pub delimiter: Option<String>,
    /// The conversion of JSON into columns.
    pub conversion: Option<Conversion>,
    /// The partitions of the bucket by what records hold.
    pub partitioning: Option<Partitioning>,
}

/// Where records go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DestinationKind {
    /// Amazon S3.
    #[default]
    S3,
    /// A table of an Amazon Redshift cluster, through S3 and `COPY`.
    Redshift {
        /// The table.
        table: String,
        /// `CopyOptions`, such as `GZIP` and `JSON 'auto'`.
        #[serde(default)]
        copy_options: String,
    },
    /// An index of an Amazon Elasticsearch Service domain.
    Elasticsearch {
        /// The index.
        index: String,
        /// How the index's name changes with time.
        #[serde(default)]
        rotation: IndexRotation,
    },
    /// An index of an Amazon `OpenSearch` Service domain.
    OpenSearch {
        /// The index.
        index: String,
        /// How the index's name changes with time.
        #[serde(default)]
        rotation: IndexRotation,
    },
    /// An HTTP endpoint.
    HttpEndpoint {
        /// Its address.
        url: String,
    },
    /// Splunk's HTTP event collector.
    Splunk {
        /// Its address.
        endpoint: String,
    },
}

/// How an index's name changes with time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is AWS's IndexRotationPeriod of its name")]
pub enum IndexRotation {
    NoRotation,
    OneHour,
    #[default]
    OneDay,
    OneWeek,
    OneMonth,
}

/// When a buffer is delivered: at this size or after this time, whichever comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BufferingHints {
    /// `SizeInMBs`, each of 1,048,576 bytes.
    pub size_mib: u32,
    /// `IntervalInSeconds`.
    pub interval_s: u32,
}

/// A bucket, and how objects are written to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BucketPlan {
    /// The bucket's name.
    pub bucket: String,
    /// `Prefix`.
    pub prefix: String,
    /// `ErrorOutputPrefix`.
    pub error_output_prefix: String,
    /// `CompressionFormat`.
    pub compression: Compression,
    /// How records are gathered for it where it is not the destination itself.
    pub buffering: Option<BufferingHints>,
    /// The key of AWS KMS by which objects are encrypted, by ARN.
    pub kms_key: Option<String>,
    /// `FileExtension`, in the place of the one of the format.
    pub file_extension: Option<String>,
}

impl Default for BucketPlan {
    fn default() -> Self {
        Self {
            bucket: "bucket".to_owned(),
            prefix: String::new(),
            error_output_prefix: String::new(),
            compression: Compression::Uncompressed,
            buffering: None,
            kms_key: None,
            file_extension: None,
        }
    }
}

/// What is kept in the backup. What a destination other than S3 does not take goes there always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Backup {
    /// S3 and Redshift: nothing; other destinations: what they did not take.
    #[default]
    FailedOnly,
    /// S3 and Redshift: all records as they came; other destinations: all records as they were to be delivered.
    All,
}

/// How records that hold several are taken apart: `SubRecordType`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Splitting {
    /// By the JSON objects that stand one behind another.
    Json,
    /// By what stands between them.
    Delimited {
        /// What stands between them, not in base64.
        delimiter: String,
    },
}

/// How records are transformed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transformation {
    /// The name of the function.
    pub function: String,
    /// `BufferSizeInMBs`, in KiB; AWS's default if nothing is said.
    #[serde(default)]
    pub buffer_size_kib: Option<u32>,
    /// `BufferIntervalInSeconds`; AWS's default if nothing is said.
    #[serde(default)]
    pub buffer_interval_s: Option<u32>,
    /// `NumberOfRetries`; AWS's default if nothing is said.
    #[serde(default)]
    pub retries: Option<u32>,
}

/// A Lambda function that transforms records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FunctionPlan {
    /// Its name, the last part of its ARN.
    pub name: String,
    /// What it does to a record.
    pub kind: FunctionKind,
    /// Milliseconds that an invocation takes beside its records.
    #[serde(default = "default_invoke_time_ms")]
    pub invoke_time_ms: u32,
    /// Microseconds that a record takes.
    #[serde(default)]
    pub record_time_us: u32,
    /// How long an invocation may last, in seconds.
    #[serde(default = "default_timeout_s")]
    pub timeout_s: u32,
    /// Of a thousand invocations, how many fail as a whole.
    #[serde(default)]
    pub failed_invocations_per_mille: u32,
}

/// What a function does to a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum FunctionKind {
    /// Puts a line feed behind it.
    AddNewline,
    /// Drops a record unless its JSON has in `field` a number that is not less, or a text that is the same.
    Filter {
        /// The field.
        field: String,
        /// The least number, or the text.
        keeps: String,
    },
    /// Writes asterisks over the value of a field of its JSON.
    MaskField {
        /// The field.
        field: String,
    },
    /// Makes JSON of a line of CSV, with these names for its columns.
    CsvToJson {
        /// The names.
        columns: Vec<String>,
    },
    /// Leaves a record as it is, and returns values of its JSON as partition keys, each called by its field.
    PartitionKeys {
        /// The fields.
        fields: Vec<String>,
    },
    /// Fails at every so manieth record, and leaves the others as they are.
    FailEveryNth {
        /// Every how manieth.
        n: u32,
    },
}

/// The conversion of JSON into columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conversion {
    /// What files are written.
    pub format: ColumnFormat,
    /// The table of the Glue catalogue, as `database.table`.
    #[serde(default)]
    pub table: String,
    /// Its columns; without any, those that a crawler finds in the first records.
    #[serde(default)]
    pub columns: Vec<Column>,
}

/// The format of files of columns, with the compression inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is AWS's serializer of its name, with its compression")]
pub enum ColumnFormat {
    ParquetUncompressed,
    ParquetGzip,
    ParquetSnappy,
    OrcNone,
    OrcZlib,
    OrcSnappy,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ColumnKind,
}

/// The type of a column, by Hive's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is Hive's type of its name")]
pub enum ColumnKind {
    Boolean,
    Bigint,
    Double,
    String,
}

/// Dynamic partitioning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partitioning {
    /// The partition keys: name and the jq query that finds the value.
    pub keys: Vec<PartitionQuery>,
}

/// A partition key of dynamic partitioning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartitionQuery {
    /// Its name in `!{partitionKeyFromQuery:…}`.
    pub name: String,
    /// The query.
    pub query: String,
}

pub(super) const fn default_invoke_time_ms() -> u32 {
    20
}

pub(super) const fn default_timeout_s() -> u32 {
    60
}
