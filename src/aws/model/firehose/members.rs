//! Members that several structures have.

#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::buckets::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::conversion::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::destinations::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::streams::*;

pub const DELIVERY_STREAM_NAME: Member = Member::new("DeliveryStreamName", NAME, "The name of the delivery stream.");
pub const DELIVERY_STREAM_TYPE: Member = Member::new(
    "DeliveryStreamType",
    Shape::Enum(&["DirectPut", "KinesisStreamAsSource", "MSKAsSource", "DatabaseAsSource"]),
    "Where its records come from.",
);
pub const THE_DELIVERY_STREAM_ENCRYPTION_CONFIGURATION_INPUT: Member = Member::new(
    "DeliveryStreamEncryptionConfigurationInput",
    Shape::Structure(&DELIVERY_STREAM_ENCRYPTION_CONFIGURATION_INPUT),
    "By whose key records are encrypted.",
);
pub const TAGS: Member =
    Member::new("Tags", Shape::List { member: &Shape::Structure(&TAG), length: Bounds::between(1, 50) }, "The tags.");
pub const DELIVERY_STREAM_ARN: Member = Member::new(
    "DeliveryStreamARN",
    Shape::String { length: Bounds::between(1, 512), pattern: Pattern::Any },
    "The ARN of the delivery stream.",
);
pub const LIMIT: Member =
    Member::new("Limit", Shape::integer(Bounds::between(1, 10_000)), "The most entries that are listed.");
pub const RECORD_ID: Member = Member::new(
    "RecordId",
    Shape::String { length: Bounds::at_least(1), pattern: Pattern::Any },
    "The id of the record.",
);
pub const ENCRYPTED: Member = Member::new("Encrypted", Shape::Boolean, "Whether records are encrypted.");
pub const DESTINATION_ID: Member = Member::new(
    "DestinationId",
    Shape::String { length: Bounds::between(1, 100), pattern: f(F::DestinationId) },
    "The destination.",
);
pub const KINESIS_STREAM_ARN: Member = Member::new(
    "KinesisStreamARN",
    Shape::String { length: Bounds::between(1, 512), pattern: f(F::SourceArn) },
    "The ARN of the stream.",
);
pub const ROLE_ARN: Member = Member::new("RoleARN", ROLE, "The role that Firehose works as; taken and not used.");
pub const KEY_ARN: Member = Member::new(
    "KeyARN",
    Shape::String { length: Bounds::between(1, 512), pattern: f(F::KeyOrAliasArn) },
    "The ARN of the customer’s key.",
);
pub const KEY_TYPE: Member =
    Member::new("KeyType", Shape::Enum(&["AWS_OWNED_CMK", "CUSTOMER_MANAGED_CMK"]), "Whose key it is.");
pub const BUCKET_ARN: Member = Member::new(
    "BucketARN",
    Shape::String { length: Bounds::between(1, 2_048), pattern: f(F::BucketArn) },
    "The bucket.",
);
pub const PREFIX: Member = Member::new(
    "Prefix",
    Shape::String { length: Bounds::between(0, 1_024), pattern: f(F::OneLine) },
    "What names of objects begin with.",
);
pub const ERROR_OUTPUT_PREFIX: Member = Member::new(
    "ErrorOutputPrefix",
    Shape::String { length: Bounds::between(0, 1_024), pattern: f(F::OneLine) },
    "What names of objects begin with that hold what failed.",
);
pub const HINTS_OF_BUCKET: Member =
    Member::new("BufferingHints", Shape::Structure(&BUFFERING_HINTS), "When a buffer is delivered.");
pub const COMPRESSION_FORMAT: Member = Member::new(
    "CompressionFormat",
    Shape::Enum(&["UNCOMPRESSED", "GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"]),
    "How objects are compressed.",
);
pub const THE_ENCRYPTION_CONFIGURATION: Member =
    Member::new("EncryptionConfiguration", Shape::Structure(&ENCRYPTION_CONFIGURATION), "How objects are encrypted.");
pub const THE_CLOUD_WATCH_LOGGING_OPTIONS: Member = Member::new(
    "CloudWatchLoggingOptions",
    Shape::Structure(&CLOUD_WATCH_LOGGING_OPTIONS),
    "Logs of errors; taken and not used.",
);
pub const THE_PROCESSING_CONFIGURATION: Member = Member::new(
    "ProcessingConfiguration",
    Shape::Structure(&PROCESSING_CONFIGURATION),
    "The steps that records go through.",
);
pub const S3_BACKUP_MODE: Member =
    Member::new("S3BackupMode", Shape::Enum(&["Disabled", "Enabled"]), "What is kept in the backup.");
pub const S3_BACKUP_CONFIGURATION: Member =
    Member::new("S3BackupConfiguration", Shape::Structure(&S3_DESTINATION_CONFIGURATION), "The bucket of the backup.");
pub const THE_DATA_FORMAT_CONVERSION_CONFIGURATION: Member = Member::new(
    "DataFormatConversionConfiguration",
    Shape::Structure(&DATA_FORMAT_CONVERSION_CONFIGURATION),
    "The conversion of JSON into columns.",
);
pub const THE_DYNAMIC_PARTITIONING_CONFIGURATION: Member = Member::new(
    "DynamicPartitioningConfiguration",
    Shape::Structure(&DYNAMIC_PARTITIONING_CONFIGURATION),
    "Partitions by what records hold.",
);
pub const FILE_EXTENSION: Member = Member::new(
    "FileExtension",
    Shape::String { length: Bounds::between(0, 128), pattern: f(F::FileExtension) },
    "What names of objects end with.",
);
pub const CUSTOM_TIME_ZONE: Member = Member::new(
    "CustomTimeZone",
    Shape::String { length: Bounds::between(0, 50), pattern: f(F::TimeZone) },
    "The time zone of prefixes; taken and not used.",
);
pub const CLUSTER_JDBC_URL: Member = Member::new(
    "ClusterJDBCURL",
    Shape::String { length: Bounds::between(1, 512), pattern: f(F::ClusterUrl) },
    "The address of the cluster.",
);
pub const THE_COPY_COMMAND: Member =
    Member::new("CopyCommand", Shape::Structure(&COPY_COMMAND), "How the cluster copies from the bucket.");
pub const USERNAME: Member =
    Member::new("Username", Shape::String { length: Bounds::between(1, 512), pattern: f(F::OneLine) }, "The user.");
pub const PASSWORD: Member =
    Member::new("Password", Shape::String { length: Bounds::between(6, 512), pattern: f(F::OneLine) }, "The password.");
pub const RETRY_OF_REDSHIFT: Member =
    Member::new("RetryOptions", Shape::Structure(&REDSHIFT_RETRY_OPTIONS), "How long delivery is tried again.");
pub const S3_CONFIGURATION: Member = Member::new(
    "S3Configuration",
    Shape::Structure(&S3_DESTINATION_CONFIGURATION),
    "The bucket beside the destination.",
);
pub const THE_SECRETS_MANAGER_CONFIGURATION: Member = Member::new(
    "SecretsManagerConfiguration",
    Shape::Structure(&SECRETS_MANAGER_CONFIGURATION),
    "Where the credentials are kept; taken and not used.",
);
pub const DOMAIN_ARN: Member = Member::new(
    "DomainARN",
    Shape::String { length: Bounds::between(1, 512), pattern: f(F::DomainArn) },
    "The ARN of the domain.",
);
pub const CLUSTER_ENDPOINT: Member = Member::new(
    "ClusterEndpoint",
    Shape::String { length: Bounds::between(1, 512), pattern: f(F::Https) },
    "The address of the domain.",
);
pub const INDEX_NAME: Member =
    Member::new("IndexName", Shape::String { length: Bounds::between(1, 80), pattern: f(F::OneLine) }, "The index.");
pub const TYPE_NAME: Member = Member::new(
    "TypeName",
    Shape::String { length: Bounds::between(0, 100), pattern: f(F::OneLine) },
    "The type of documents.",
);
pub const INDEX_ROTATION_PERIOD: Member = Member::new(
    "IndexRotationPeriod",
    Shape::Enum(&["NoRotation", "OneHour", "OneDay", "OneWeek", "OneMonth"]),
    "How the name of the index changes with time.",
);
pub const HINTS_OF_ELASTICSEARCH: Member =
    Member::new("BufferingHints", Shape::Structure(&ELASTICSEARCH_BUFFERING_HINTS), "When a buffer is delivered.");
pub const RETRY_OF_ELASTICSEARCH: Member =
    Member::new("RetryOptions", Shape::Structure(&ELASTICSEARCH_RETRY_OPTIONS), "How long delivery is tried again.");
pub const BACKUP_MODE_OF_SEARCH: Member =
    Member::new("S3BackupMode", Shape::Enum(&["FailedDocumentsOnly", "AllDocuments"]), "What is kept in the backup.");
pub const THE_VPC_CONFIGURATION: Member = Member::new(
    "VpcConfiguration",
    Shape::Structure(&VPC_CONFIGURATION),
    "The network of the domain; taken and not used.",
);
pub const THE_DOCUMENT_ID_OPTIONS: Member = Member::new(
    "DocumentIdOptions",
    Shape::Structure(&DOCUMENT_ID_OPTIONS),
    "How documents get their ids; taken and not used.",
);
pub const HINTS_OF_OPENSEARCH: Member = Member::new(
    "BufferingHints",
    Shape::Structure(&AMAZONOPENSEARCHSERVICE_BUFFERING_HINTS),
    "When a buffer is delivered.",
);
pub const RETRY_OF_OPENSEARCH: Member = Member::new(
    "RetryOptions",
    Shape::Structure(&AMAZONOPENSEARCHSERVICE_RETRY_OPTIONS),
    "How long delivery is tried again.",
);
pub const HEC_ENDPOINT: Member = Member::new(
    "HECEndpoint",
    Shape::String { length: Bounds::between(0, 2_048), pattern: f(F::OneLine) },
    "The address of the HTTP event collector.",
);
pub const HEC_ENDPOINT_TYPE: Member = Member::new("HECEndpointType", Shape::Enum(&["Raw", "Event"]), "What it takes.");
pub const HEC_TOKEN: Member = Member::new(
    "HECToken",
    Shape::String { length: Bounds::between(0, 2_048), pattern: f(F::OneLine) },
    "The token of the collector.",
);
pub const HEC_ACKNOWLEDGMENT_TIMEOUT_IN_SECONDS: Member = Member::new(
    "HECAcknowledgmentTimeoutInSeconds",
    Shape::integer(Bounds::between(180, 600)),
    "How long an acknowledgement is waited for.",
);
pub const RETRY_OF_SPLUNK: Member =
    Member::new("RetryOptions", Shape::Structure(&SPLUNK_RETRY_OPTIONS), "How long delivery is tried again.");
pub const BACKUP_MODE_OF_SPLUNK: Member =
    Member::new("S3BackupMode", Shape::Enum(&["FailedEventsOnly", "AllEvents"]), "What is kept in the backup.");
pub const HINTS_OF_SPLUNK: Member =
    Member::new("BufferingHints", Shape::Structure(&SPLUNK_BUFFERING_HINTS), "When a buffer is delivered.");
pub const ENDPOINT_CONFIGURATION: Member =
    Member::new("EndpointConfiguration", Shape::Structure(&HTTP_ENDPOINT_CONFIGURATION), "The endpoint.");
pub const HINTS_OF_ENDPOINT: Member =
    Member::new("BufferingHints", Shape::Structure(&HTTP_ENDPOINT_BUFFERING_HINTS), "When a buffer is delivered.");
pub const REQUEST_CONFIGURATION: Member = Member::new(
    "RequestConfiguration",
    Shape::Structure(&HTTP_ENDPOINT_REQUEST_CONFIGURATION),
    "What requests are like; taken and not used.",
);
pub const RETRY_OF_ENDPOINT: Member =
    Member::new("RetryOptions", Shape::Structure(&HTTP_ENDPOINT_RETRY_OPTIONS), "How long delivery is tried again.");
pub const BACKUP_MODE_OF_ENDPOINT: Member =
    Member::new("S3BackupMode", Shape::Enum(&["FailedDataOnly", "AllData"]), "What is kept in the backup.");
pub const S3_BACKUP_UPDATE: Member = Member::new(
    "S3BackupUpdate",
    Shape::Structure(&S3_DESTINATION_UPDATE),
    "Other settings of the bucket of the backup.",
);
pub const S3_UPDATE: Member = Member::new(
    "S3Update",
    Shape::Structure(&S3_DESTINATION_UPDATE),
    "Other settings of the bucket beside the destination.",
);
pub const INTERVAL_IN_SECONDS: Member =
    Member::new("IntervalInSeconds", Shape::integer(Bounds::between(0, 900)), "How long a buffer waits.");
pub const ENABLED: Member = Member::new("Enabled", Shape::Boolean, "Whether it is switched on.");
pub const DURATION_IN_SECONDS: Member =
    Member::new("DurationInSeconds", Shape::integer(Bounds::between(0, 7_200)), "The time in which it is tried again.");
pub const SIZE_IN_M_BS: Member =
    Member::new("SizeInMBs", Shape::integer(Bounds::between(1, 100)), "How large a buffer grows, in MiB.");
pub const URL: Member =
    Member::new("Url", Shape::String { length: Bounds::between(1, 1_000), pattern: f(F::HttpsUrl) }, "Its address.");
pub const ENDPOINT_NAME: Member =
    Member::new("Name", Shape::String { length: Bounds::between(1, 256), pattern: f(F::NotBlank) }, "Its name.");
pub const THE_S3_DESTINATION_DESCRIPTION: Member =
    Member::new("S3DestinationDescription", Shape::Structure(&S3_DESTINATION_DESCRIPTION), "The bucket.");
pub const S3_BACKUP_DESCRIPTION: Member =
    Member::new("S3BackupDescription", Shape::Structure(&S3_DESTINATION_DESCRIPTION), "The bucket of the backup.");
pub const BLOCK_SIZE_BYTES: Member =
    Member::new("BlockSizeBytes", Shape::integer(Bounds::at_least(67_108_864)), "The size of a block.");
