//! Buckets, and what is done to records on their way.

#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::members::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;

pub const S3_DESTINATION_CONFIGURATION: Structure = Structure {
    name: "S3DestinationConfiguration",
    members: &[
        ROLE_ARN.required(),
        BUCKET_ARN.required(),
        PREFIX,
        ERROR_OUTPUT_PREFIX,
        HINTS_OF_BUCKET,
        COMPRESSION_FORMAT,
        THE_ENCRYPTION_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
    ],
};
pub const EXTENDED_S3_DESTINATION_CONFIGURATION: Structure = Structure {
    name: "ExtendedS3DestinationConfiguration",
    members: &[
        ROLE_ARN.required(),
        BUCKET_ARN.required(),
        PREFIX,
        ERROR_OUTPUT_PREFIX,
        HINTS_OF_BUCKET,
        COMPRESSION_FORMAT,
        THE_ENCRYPTION_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        THE_PROCESSING_CONFIGURATION,
        S3_BACKUP_MODE,
        S3_BACKUP_CONFIGURATION,
        THE_DATA_FORMAT_CONVERSION_CONFIGURATION,
        THE_DYNAMIC_PARTITIONING_CONFIGURATION,
        FILE_EXTENSION,
        CUSTOM_TIME_ZONE,
    ],
};
pub const S3_DESTINATION_UPDATE: Structure = Structure {
    name: "S3DestinationUpdate",
    members: &[
        ROLE_ARN,
        BUCKET_ARN,
        PREFIX,
        ERROR_OUTPUT_PREFIX,
        HINTS_OF_BUCKET,
        COMPRESSION_FORMAT,
        THE_ENCRYPTION_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
    ],
};
pub const EXTENDED_S3_DESTINATION_UPDATE: Structure = Structure {
    name: "ExtendedS3DestinationUpdate",
    members: &[
        ROLE_ARN,
        BUCKET_ARN,
        PREFIX,
        ERROR_OUTPUT_PREFIX,
        HINTS_OF_BUCKET,
        COMPRESSION_FORMAT,
        THE_ENCRYPTION_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        THE_PROCESSING_CONFIGURATION,
        S3_BACKUP_MODE,
        S3_BACKUP_UPDATE,
        THE_DATA_FORMAT_CONVERSION_CONFIGURATION,
        THE_DYNAMIC_PARTITIONING_CONFIGURATION,
        FILE_EXTENSION,
        CUSTOM_TIME_ZONE,
    ],
};
pub const BUFFERING_HINTS: Structure = Structure {
    name: "BufferingHints",
    members: &[
        Member::new("SizeInMBs", Shape::integer(Bounds::between(1, 128)), "How large a buffer grows, in MiB."),
        INTERVAL_IN_SECONDS,
    ],
};
pub const ENCRYPTION_CONFIGURATION: Structure = Structure {
    name: "EncryptionConfiguration",
    members: &[
        Member::new("NoEncryptionConfig", Shape::Enum(&["NoEncryption"]), "That they are not."),
        Member::new("KMSEncryptionConfig", Shape::Structure(&KMS_ENCRYPTION_CONFIG), "The key by which they are."),
    ],
};
pub const CLOUD_WATCH_LOGGING_OPTIONS: Structure = Structure {
    name: "CloudWatchLoggingOptions",
    members: &[
        ENABLED,
        Member::new(
            "LogGroupName",
            Shape::String { length: Bounds::between(0, 512), pattern: f(F::LogGroup) },
            "The group of logs.",
        ),
        Member::new(
            "LogStreamName",
            Shape::String { length: Bounds::between(0, 512), pattern: f(F::LogStream) },
            "The stream of logs.",
        ),
    ],
};
pub const PROCESSING_CONFIGURATION: Structure = Structure {
    name: "ProcessingConfiguration",
    members: &[ENABLED, Member::new("Processors", Shape::list(&Shape::Structure(&PROCESSOR)), "The steps.")],
};
pub const DYNAMIC_PARTITIONING_CONFIGURATION: Structure = Structure {
    name: "DynamicPartitioningConfiguration",
    members: &[
        Member::new("RetryOptions", Shape::Structure(&RETRY_OPTIONS), "How long delivery is tried again."),
        ENABLED,
    ],
};
pub const KMS_ENCRYPTION_CONFIG: Structure = Structure {
    name: "KMSEncryptionConfig",
    members: &[Member::new(
        "AWSKMSKeyARN",
        Shape::String { length: Bounds::between(1, 512), pattern: f(F::KeyOrAliasArn) },
        "The ARN of the key.",
    )
    .required()],
};
pub const PROCESSOR: Structure = Structure {
    name: "Processor",
    members: &[
        Member::new(
            "Type",
            Shape::Enum(&[
                "RecordDeAggregation",
                "Decompression",
                "CloudWatchLogProcessing",
                "Lambda",
                "MetadataExtraction",
                "AppendDelimiterToRecord",
            ]),
            "What the step does.",
        )
        .required(),
        Member::new("Parameters", Shape::list(&Shape::Structure(&PROCESSOR_PARAMETER)), "The settings of the step."),
    ],
};
pub const RETRY_OPTIONS: Structure = Structure { name: "RetryOptions", members: &[DURATION_IN_SECONDS] };
pub const S3_DESTINATION_DESCRIPTION: Structure = Structure {
    name: "S3DestinationDescription",
    members: &[
        ROLE_ARN.required(),
        BUCKET_ARN.required(),
        PREFIX,
        ERROR_OUTPUT_PREFIX,
        HINTS_OF_BUCKET.required(),
        COMPRESSION_FORMAT.required(),
        THE_ENCRYPTION_CONFIGURATION.required(),
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
    ],
};
pub const EXTENDED_S3_DESTINATION_DESCRIPTION: Structure = Structure {
    name: "ExtendedS3DestinationDescription",
    members: &[
        ROLE_ARN.required(),
        BUCKET_ARN.required(),
        PREFIX,
        ERROR_OUTPUT_PREFIX,
        HINTS_OF_BUCKET.required(),
        COMPRESSION_FORMAT.required(),
        THE_ENCRYPTION_CONFIGURATION.required(),
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        THE_PROCESSING_CONFIGURATION,
        S3_BACKUP_MODE,
        S3_BACKUP_DESCRIPTION,
        THE_DATA_FORMAT_CONVERSION_CONFIGURATION,
        THE_DYNAMIC_PARTITIONING_CONFIGURATION,
        FILE_EXTENSION,
        CUSTOM_TIME_ZONE,
    ],
};
pub const PROCESSOR_PARAMETER: Structure = Structure {
    name: "ProcessorParameter",
    members: &[
        Member::new(
            "ParameterName",
            Shape::Enum(&[
                "LambdaArn",
                "NumberOfRetries",
                "MetadataExtractionQuery",
                "JsonParsingEngine",
                "RoleArn",
                "BufferSizeInMBs",
                "BufferIntervalInSeconds",
                "SubRecordType",
                "Delimiter",
                "CompressionFormat",
                "DataMessageExtraction",
            ]),
            "The name of the setting.",
        )
        .required(),
        Member::new(
            "ParameterValue",
            Shape::String { length: Bounds::between(1, 5_120), pattern: f(F::NotBlank) },
            "Its value.",
        )
        .required(),
    ],
};
