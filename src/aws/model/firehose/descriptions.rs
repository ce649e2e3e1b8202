//! What describes destinations other than buckets.

#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::members::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;

pub const REDSHIFT_DESTINATION_DESCRIPTION: Structure = Structure {
    name: "RedshiftDestinationDescription",
    members: &[
        ROLE_ARN.required(),
        CLUSTER_JDBC_URL.required(),
        THE_COPY_COMMAND.required(),
        USERNAME,
        RETRY_OF_REDSHIFT,
        THE_S3_DESTINATION_DESCRIPTION.required(),
        THE_PROCESSING_CONFIGURATION,
        S3_BACKUP_MODE,
        S3_BACKUP_DESCRIPTION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        THE_SECRETS_MANAGER_CONFIGURATION,
    ],
};
pub const ELASTICSEARCH_DESTINATION_DESCRIPTION: Structure = Structure {
    name: "ElasticsearchDestinationDescription",
    members: &[
        ROLE_ARN,
        DOMAIN_ARN,
        CLUSTER_ENDPOINT,
        INDEX_NAME,
        TYPE_NAME,
        INDEX_ROTATION_PERIOD,
        HINTS_OF_ELASTICSEARCH,
        RETRY_OF_ELASTICSEARCH,
        BACKUP_MODE_OF_SEARCH,
        THE_S3_DESTINATION_DESCRIPTION,
        THE_PROCESSING_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        THE_DOCUMENT_ID_OPTIONS,
    ],
};
pub const AMAZONOPENSEARCHSERVICE_DESTINATION_DESCRIPTION: Structure = Structure {
    name: "AmazonopensearchserviceDestinationDescription",
    members: &[
        ROLE_ARN,
        DOMAIN_ARN,
        CLUSTER_ENDPOINT,
        INDEX_NAME,
        TYPE_NAME,
        INDEX_ROTATION_PERIOD,
        HINTS_OF_OPENSEARCH,
        RETRY_OF_OPENSEARCH,
        BACKUP_MODE_OF_SEARCH,
        THE_S3_DESTINATION_DESCRIPTION,
        THE_PROCESSING_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        THE_DOCUMENT_ID_OPTIONS,
    ],
};
pub const SPLUNK_DESTINATION_DESCRIPTION: Structure = Structure {
    name: "SplunkDestinationDescription",
    members: &[
        HEC_ENDPOINT,
        HEC_ENDPOINT_TYPE,
        HEC_TOKEN,
        HEC_ACKNOWLEDGMENT_TIMEOUT_IN_SECONDS,
        RETRY_OF_SPLUNK,
        BACKUP_MODE_OF_SPLUNK,
        THE_S3_DESTINATION_DESCRIPTION,
        THE_PROCESSING_CONFIGURATION,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        HINTS_OF_SPLUNK,
        THE_SECRETS_MANAGER_CONFIGURATION,
    ],
};
pub const HTTP_ENDPOINT_DESTINATION_DESCRIPTION: Structure = Structure {
    name: "HttpEndpointDestinationDescription",
    members: &[
        Member::new("EndpointConfiguration", Shape::Structure(&HTTP_ENDPOINT_DESCRIPTION), "The endpoint."),
        HINTS_OF_ENDPOINT,
        THE_CLOUD_WATCH_LOGGING_OPTIONS,
        REQUEST_CONFIGURATION,
        THE_PROCESSING_CONFIGURATION,
        ROLE_ARN,
        RETRY_OF_ENDPOINT,
        BACKUP_MODE_OF_ENDPOINT,
        THE_S3_DESTINATION_DESCRIPTION,
        THE_SECRETS_MANAGER_CONFIGURATION,
    ],
};
pub const HTTP_ENDPOINT_DESCRIPTION: Structure =
    Structure { name: "HttpEndpointDescription", members: &[URL, ENDPOINT_NAME] };
