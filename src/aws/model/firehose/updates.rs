//! What changes destinations other than buckets.

#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::members::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;

pub const REDSHIFT_DESTINATION_UPDATE: Structure = Structure {
    name: "RedshiftDestinationUpdate",
    members: &[
        ROLE_ARN,
        CLUSTER_JDBC_URL,
        THE_COPY_COMMAND,
        USERNAME,
        PASSWORD,
        RETRY_OF_REDSHIFT,
        S3_UPDATE,
        THE_PROCESSING_CONFIGURATION,
        S3_BACKUP_MODE,
        S3_BACKUP_UPDATE,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        THE_SECRETS_MANAGER_CONFIGURATION,
    ],
};
pub const ELASTICSEARCH_DESTINATION_UPDATE: Structure = Structure {
    name: "ElasticsearchDestinationUpdate",
    members: &[
        ROLE_ARN,
        DOMAIN_ARN,
        CLUSTER_ENDPOINT,
        INDEX_NAME,
        TYPE_NAME,
        INDEX_ROTATION_PERIOD,
        HINTS_OF_ELASTICSEARCH,
        RETRY_OF_ELASTICSEARCH,
        S3_UPDATE,
        THE_PROCESSING_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        THE_DOCUMENT_ID_OPTIONS,
    ],
};
pub const AMAZONOPENSEARCHSERVICE_DESTINATION_UPDATE: Structure = Structure {
    name: "AmazonopensearchserviceDestinationUpdate",
    members: &[
        ROLE_ARN,
        DOMAIN_ARN,
        CLUSTER_ENDPOINT,
        INDEX_NAME,
        TYPE_NAME,
        INDEX_ROTATION_PERIOD,
        HINTS_OF_OPENSEARCH,
        RETRY_OF_OPENSEARCH,
        S3_UPDATE,
        THE_PROCESSING_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        THE_DOCUMENT_ID_OPTIONS,
    ],
};
pub const SPLUNK_DESTINATION_UPDATE: Structure = Structure {
    name: "SplunkDestinationUpdate",
    members: &[
        HEC_ENDPOINT,
        HEC_ENDPOINT_TYPE,
        HEC_TOKEN,
        HEC_ACKNOWLEDGMENT_TIMEOUT_IN_SECONDS,
        RETRY_OF_SPLUNK,
        BACKUP_MODE_OF_SPLUNK,
        S3_UPDATE,
        THE_PROCESSING_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        HINTS_OF_SPLUNK,
        THE_SECRETS_MANAGER_CONFIGURATION,
    ],
};
pub const HTTP_ENDPOINT_DESTINATION_UPDATE: Structure = Structure {
    name: "HttpEndpointDestinationUpdate",
    members: &[
        ENDPOINT_CONFIGURATION,
        HINTS_OF_ENDPOINT,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        REQUEST_CONFIGURATION,
        THE_PROCESSING_CONFIGURATION,
        ROLE_ARN,
        RETRY_OF_ENDPOINT,
        BACKUP_MODE_OF_ENDPOINT,
        S3_UPDATE,
        THE_SECRETS_MANAGER_CONFIGURATION,
    ],
};
pub const AMAZON_OPEN_SEARCH_SERVERLESS_DESTINATION_UPDATE: Structure =
    Structure { name: "AmazonOpenSearchServerlessDestinationUpdate", members: &[] };
pub const SNOWFLAKE_DESTINATION_UPDATE: Structure = Structure { name: "SnowflakeDestinationUpdate", members: &[] };
pub const ICEBERG_DESTINATION_UPDATE: Structure = Structure { name: "IcebergDestinationUpdate", members: &[] };
