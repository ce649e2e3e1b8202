//! Destinations other than buckets. Of those that are not simulated, only the names are known.

#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::members::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;

pub const REDSHIFT_DESTINATION_CONFIGURATION: Structure = Structure {
    name: "RedshiftDestinationConfiguration",
    members: &[
        ROLE_ARN.required(),
        CLUSTER_JDBC_URL.required(),
        THE_COPY_COMMAND.required(),
        USERNAME,
        PASSWORD,
        RETRY_OF_REDSHIFT,
        S3_CONFIGURATION.required(),
        THE_PROCESSING_CONFIGURATION,
        S3_BACKUP_MODE,
        S3_BACKUP_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        THE_SECRETS_MANAGER_CONFIGURATION,
    ],
};
pub const ELASTICSEARCH_DESTINATION_CONFIGURATION: Structure = Structure {
    name: "ElasticsearchDestinationConfiguration",
    members: &[
        ROLE_ARN.required(),
        DOMAIN_ARN,
        CLUSTER_ENDPOINT,
        INDEX_NAME.required(),
        TYPE_NAME,
        INDEX_ROTATION_PERIOD,
        HINTS_OF_ELASTICSEARCH,
        RETRY_OF_ELASTICSEARCH,
        BACKUP_MODE_OF_SEARCH,
        S3_CONFIGURATION.required(),
        THE_PROCESSING_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        THE_VPC_CONFIGURATION,
        THE_DOCUMENT_ID_OPTIONS,
    ],
};
pub const AMAZONOPENSEARCHSERVICE_DESTINATION_CONFIGURATION: Structure = Structure {
    name: "AmazonopensearchserviceDestinationConfiguration",
    members: &[
        ROLE_ARN.required(),
        DOMAIN_ARN,
        CLUSTER_ENDPOINT,
        INDEX_NAME.required(),
        TYPE_NAME,
        INDEX_ROTATION_PERIOD,
        HINTS_OF_OPENSEARCH,
        RETRY_OF_OPENSEARCH,
        BACKUP_MODE_OF_SEARCH,
        S3_CONFIGURATION.required(),
        THE_PROCESSING_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        THE_VPC_CONFIGURATION,
        THE_DOCUMENT_ID_OPTIONS,
    ],
};
pub const SPLUNK_DESTINATION_CONFIGURATION: Structure = Structure {
    name: "SplunkDestinationConfiguration",
    members: &[
        HEC_ENDPOINT.required(),
        HEC_ENDPOINT_TYPE.required(),
        HEC_TOKEN,
        HEC_ACKNOWLEDGMENT_TIMEOUT_IN_SECONDS,
        RETRY_OF_SPLUNK,
        BACKUP_MODE_OF_SPLUNK,
        S3_CONFIGURATION.required(),
        THE_PROCESSING_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        HINTS_OF_SPLUNK,
        THE_SECRETS_MANAGER_CONFIGURATION,
    ],
};
pub const HTTP_ENDPOINT_DESTINATION_CONFIGURATION: Structure = Structure {
    name: "HttpEndpointDestinationConfiguration",
    members: &[
        ENDPOINT_CONFIGURATION.required(),
        HINTS_OF_ENDPOINT,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        REQUEST_CONFIGURATION,
        THE_PROCESSING_CONFIGURATION,
        ROLE_ARN,
        RETRY_OF_ENDPOINT,
        BACKUP_MODE_OF_ENDPOINT,
        S3_CONFIGURATION.required(),
        THE_SECRETS_MANAGER_CONFIGURATION,
    ],
};
pub const AMAZON_OPEN_SEARCH_SERVERLESS_DESTINATION_CONFIGURATION: Structure =
    Structure { name: "AmazonOpenSearchServerlessDestinationConfiguration", members: &[] };
pub const SNOWFLAKE_DESTINATION_CONFIGURATION: Structure =
    Structure { name: "SnowflakeDestinationConfiguration", members: &[] };
pub const ICEBERG_DESTINATION_CONFIGURATION: Structure =
    Structure { name: "IcebergDestinationConfiguration", members: &[] };
pub const COPY_COMMAND: Structure = Structure {
    name: "CopyCommand",
    members: &[
        Member::new(
            "DataTableName",
            Shape::String { length: Bounds::between(1, 512), pattern: f(F::OneLine) },
            "The table.",
        )
        .required(),
        Member::new(
            "DataTableColumns",
            Shape::String { length: Bounds::between(0, 10_240), pattern: f(F::OneLine) },
            "The columns of the table.",
        ),
        Member::new(
            "CopyOptions",
            Shape::String { length: Bounds::between(0, 10_240), pattern: f(F::OneLine) },
            "The options of COPY.",
        ),
    ],
};
pub const REDSHIFT_RETRY_OPTIONS: Structure =
    Structure { name: "RedshiftRetryOptions", members: &[DURATION_IN_SECONDS] };
pub const SECRETS_MANAGER_CONFIGURATION: Structure = Structure {
    name: "SecretsManagerConfiguration",
    members: &[
        Member::new(
            "SecretARN",
            Shape::String { length: Bounds::between(1, 2_048), pattern: f(F::SecretArn) },
            "The ARN of the secret.",
        ),
        ROLE_ARN,
        ENABLED.required(),
    ],
};
pub const ELASTICSEARCH_BUFFERING_HINTS: Structure =
    Structure { name: "ElasticsearchBufferingHints", members: &[INTERVAL_IN_SECONDS, SIZE_IN_M_BS] };
pub const ELASTICSEARCH_RETRY_OPTIONS: Structure =
    Structure { name: "ElasticsearchRetryOptions", members: &[DURATION_IN_SECONDS] };
pub const VPC_CONFIGURATION: Structure = Structure {
    name: "VpcConfiguration",
    members: &[
        Member::new("SubnetIds", Shape::List { member: &SOLID, length: Bounds::between(1, 16) }, "The subnets.")
            .required(),
        ROLE_ARN.required(),
        Member::new(
            "SecurityGroupIds",
            Shape::List { member: &SOLID, length: Bounds::between(1, 5) },
            "The security groups.",
        )
        .required(),
    ],
};
pub const DOCUMENT_ID_OPTIONS: Structure = Structure {
    name: "DocumentIdOptions",
    members: &[Member::new(
        "DefaultDocumentIdFormat",
        Shape::Enum(&["FIREHOSE_DEFAULT", "NO_DOCUMENT_ID"]),
        "Who makes the ids.",
    )
    .required()],
};
pub const AMAZONOPENSEARCHSERVICE_BUFFERING_HINTS: Structure =
    Structure { name: "AmazonopensearchserviceBufferingHints", members: &[INTERVAL_IN_SECONDS, SIZE_IN_M_BS] };
pub const AMAZONOPENSEARCHSERVICE_RETRY_OPTIONS: Structure =
    Structure { name: "AmazonopensearchserviceRetryOptions", members: &[DURATION_IN_SECONDS] };
pub const SPLUNK_RETRY_OPTIONS: Structure = Structure { name: "SplunkRetryOptions", members: &[DURATION_IN_SECONDS] };
pub const SPLUNK_BUFFERING_HINTS: Structure = Structure {
    name: "SplunkBufferingHints",
    members: &[
        Member::new("IntervalInSeconds", Shape::integer(Bounds::between(0, 60)), "How long a buffer waits."),
        Member::new("SizeInMBs", Shape::integer(Bounds::between(1, 5)), "How large a buffer grows, in MiB."),
    ],
};
pub const HTTP_ENDPOINT_CONFIGURATION: Structure = Structure {
    name: "HttpEndpointConfiguration",
    members: &[
        URL.required(),
        ENDPOINT_NAME,
        Member::new(
            "AccessKey",
            Shape::String { length: Bounds::between(0, 4_096), pattern: f(F::OneLine) },
            "Its key.",
        ),
    ],
};
pub const HTTP_ENDPOINT_BUFFERING_HINTS: Structure = Structure {
    name: "HttpEndpointBufferingHints",
    members: &[
        Member::new("SizeInMBs", Shape::integer(Bounds::between(1, 64)), "How large a buffer grows, in MiB."),
        INTERVAL_IN_SECONDS,
    ],
};
pub const HTTP_ENDPOINT_REQUEST_CONFIGURATION: Structure = Structure {
    name: "HttpEndpointRequestConfiguration",
    members: &[
        Member::new("ContentEncoding", Shape::Enum(&["NONE", "GZIP"]), "How bodies are compressed."),
        Member::new(
            "CommonAttributes",
            Shape::List { member: &Shape::Structure(&HTTP_ENDPOINT_COMMON_ATTRIBUTE), length: Bounds::between(0, 50) },
            "Attributes of every request.",
        ),
    ],
};
pub const HTTP_ENDPOINT_RETRY_OPTIONS: Structure =
    Structure { name: "HttpEndpointRetryOptions", members: &[DURATION_IN_SECONDS] };
pub const HTTP_ENDPOINT_COMMON_ATTRIBUTE: Structure = Structure {
    name: "HttpEndpointCommonAttribute",
    members: &[
        Member::new(
            "AttributeName",
            Shape::String { length: Bounds::between(1, 256), pattern: f(F::NotBlank) },
            "The name of the attribute.",
        )
        .required(),
        Member::new(
            "AttributeValue",
            Shape::String { length: Bounds::between(0, 1_024), pattern: f(F::OneLine) },
            "The value of the attribute.",
        )
        .required(),
    ],
};
