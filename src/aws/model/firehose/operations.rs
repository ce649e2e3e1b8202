//! The operations.

#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::buckets::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::destinations::*;
use super::firehose;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::members::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::streams::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::updates::*;
use crate::aws::model::OperationModel;

pub const OPERATIONS: &[OperationModel] = &[
    firehose(
        "CreateDeliveryStream",
        "Creates a delivery stream.",
        &[
            DELIVERY_STREAM_NAME.required(),
            DELIVERY_STREAM_TYPE,
            Member::new(
                "DirectPutSourceConfiguration",
                Shape::Structure(&DIRECT_PUT_SOURCE_CONFIGURATION),
                "What direct puts are expected to be; taken and not used.",
            ),
            Member::new(
                "KinesisStreamSourceConfiguration",
                Shape::Structure(&KINESIS_STREAM_SOURCE_CONFIGURATION),
                "The stream that is read; with KinesisStreamAsSource.",
            ),
            THE_DELIVERY_STREAM_ENCRYPTION_CONFIGURATION_INPUT,
            Member::new(
                "S3DestinationConfiguration",
                Shape::Structure(&S3_DESTINATION_CONFIGURATION),
                "A bucket without further steps; ExtendedS3DestinationConfiguration can do more.",
            ),
            Member::new(
                "ExtendedS3DestinationConfiguration",
                Shape::Structure(&EXTENDED_S3_DESTINATION_CONFIGURATION),
                "A bucket.",
            ),
            Member::new(
                "RedshiftDestinationConfiguration",
                Shape::Structure(&REDSHIFT_DESTINATION_CONFIGURATION),
                "A table of a Redshift cluster.",
            ),
            Member::new(
                "ElasticsearchDestinationConfiguration",
                Shape::Structure(&ELASTICSEARCH_DESTINATION_CONFIGURATION),
                "An index of an Elasticsearch domain.",
            ),
            Member::new(
                "AmazonopensearchserviceDestinationConfiguration",
                Shape::Structure(&AMAZONOPENSEARCHSERVICE_DESTINATION_CONFIGURATION),
                "An index of an OpenSearch domain.",
            ),
            Member::new(
                "SplunkDestinationConfiguration",
                Shape::Structure(&SPLUNK_DESTINATION_CONFIGURATION),
                "A Splunk endpoint.",
            ),
            Member::new(
                "HttpEndpointDestinationConfiguration",
                Shape::Structure(&HTTP_ENDPOINT_DESTINATION_CONFIGURATION),
                "An HTTP endpoint.",
            ),
            TAGS,
            Member::new(
                "AmazonOpenSearchServerlessDestinationConfiguration",
                Shape::Structure(&AMAZON_OPEN_SEARCH_SERVERLESS_DESTINATION_CONFIGURATION),
                "OpenSearch Serverless; not simulated.",
            ),
            Member::new(
                "MSKSourceConfiguration",
                Shape::Structure(&MSK_SOURCE_CONFIGURATION),
                "Amazon MSK as the source; not simulated.",
            ),
            Member::new(
                "SnowflakeDestinationConfiguration",
                Shape::Structure(&SNOWFLAKE_DESTINATION_CONFIGURATION),
                "Snowflake; not simulated.",
            ),
            Member::new(
                "IcebergDestinationConfiguration",
                Shape::Structure(&ICEBERG_DESTINATION_CONFIGURATION),
                "Iceberg tables; not simulated.",
            ),
            Member::new(
                "DatabaseSourceConfiguration",
                Shape::Structure(&DATABASE_SOURCE_CONFIGURATION),
                "A database as the source; not simulated.",
            ),
        ],
        &[DELIVERY_STREAM_ARN],
    ),
    firehose(
        "DeleteDeliveryStream",
        "Deletes a delivery stream with all that it holds.",
        &[
            DELIVERY_STREAM_NAME.required(),
            Member::new(
                "AllowForceDelete",
                Shape::Boolean,
                "Whether it is deleted even if its key cannot be given back; taken and not used.",
            ),
        ],
        &[],
    ),
    firehose(
        "DescribeDeliveryStream",
        "Describes a delivery stream with its destination.",
        &[
            DELIVERY_STREAM_NAME.required(),
            LIMIT,
            Member::new(
                "ExclusiveStartDestinationId",
                Shape::String { length: Bounds::between(1, 100), pattern: f(F::DestinationId) },
                "After which destination the list begins.",
            ),
        ],
        &[Member::new(
            "DeliveryStreamDescription",
            Shape::Structure(&DELIVERY_STREAM_DESCRIPTION),
            "The delivery stream.",
        )
        .required()],
    ),
    firehose(
        "ListDeliveryStreams",
        "Lists the delivery streams of the account in its Region.",
        &[
            LIMIT,
            DELIVERY_STREAM_TYPE,
            Member::new("ExclusiveStartDeliveryStreamName", NAME, "After which name the list begins."),
        ],
        &[
            Member::new("DeliveryStreamNames", Shape::list(&NAME), "The names.").required(),
            Member::new("HasMoreDeliveryStreams", Shape::Boolean, "Whether there are more.").required(),
        ],
    ),
    firehose(
        "ListTagsForDeliveryStream",
        "Lists the tags of a delivery stream.",
        &[
            DELIVERY_STREAM_NAME.required(),
            Member::new(
                "ExclusiveStartTagKey",
                Shape::String { length: Bounds::between(1, 128), pattern: f(F::TagKey) },
                "After which key the list begins.",
            ),
            Member::new("Limit", Shape::integer(Bounds::between(1, 50)), "The most entries that are listed."),
        ],
        &[
            Member::new(
                "Tags",
                Shape::List { member: &Shape::Structure(&TAG), length: Bounds::between(0, 50) },
                "The tags.",
            )
            .required(),
            Member::new("HasMoreTags", Shape::Boolean, "Whether there are more.").required(),
        ],
    ),
    firehose(
        "PutRecord",
        "Puts one record into a delivery stream.",
        &[DELIVERY_STREAM_NAME.required(), Member::new("Record", Shape::Structure(&RECORD), "The record.").required()],
        &[RECORD_ID.required(), ENCRYPTED],
    ),
    firehose(
        "PutRecordBatch",
        "Puts up to 500 records into a delivery stream; each may succeed or fail on its own.",
        &[
            DELIVERY_STREAM_NAME.required(),
            Member::new(
                "Records",
                Shape::List { member: &Shape::Structure(&RECORD), length: Bounds::between(1, 500) },
                "The records.",
            )
            .required(),
        ],
        &[
            Member::new("FailedPutCount", Shape::integer(Bounds::at_least(0)), "How many records were not taken.")
                .required(),
            ENCRYPTED,
            Member::new(
                "RequestResponses",
                Shape::List {
                    member: &Shape::Structure(&PUT_RECORD_BATCH_RESPONSE_ENTRY),
                    length: Bounds::between(1, 500),
                },
                "What became of each record, in order.",
            )
            .required(),
        ],
    ),
    firehose(
        "StartDeliveryStreamEncryption",
        "Encrypts the records of a delivery stream from now on.",
        &[DELIVERY_STREAM_NAME.required(), THE_DELIVERY_STREAM_ENCRYPTION_CONFIGURATION_INPUT],
        &[],
    ),
    firehose(
        "StopDeliveryStreamEncryption",
        "Encrypts the records of a delivery stream no longer.",
        &[DELIVERY_STREAM_NAME.required()],
        &[],
    ),
    firehose(
        "TagDeliveryStream",
        "Gives a delivery stream tags.",
        &[DELIVERY_STREAM_NAME.required(), TAGS.required()],
        &[],
    ),
    firehose(
        "UntagDeliveryStream",
        "Takes tags from a delivery stream.",
        &[
            DELIVERY_STREAM_NAME.required(),
            Member::new(
                "TagKeys",
                Shape::List {
                    member: &Shape::String { length: Bounds::between(1, 128), pattern: f(F::TagKey) },
                    length: Bounds::between(1, 50),
                },
                "The keys of the tags.",
            )
            .required(),
        ],
        &[],
    ),
    firehose(
        "UpdateDestination",
        "Changes the destination of a delivery stream.",
        &[
            DELIVERY_STREAM_NAME.required(),
            Member::new(
                "CurrentDeliveryStreamVersionId",
                Shape::String { length: Bounds::between(1, 50), pattern: f(F::Digits) },
                "The version that is there, as DescribeDeliveryStream tells it.",
            )
            .required(),
            DESTINATION_ID.required(),
            Member::new("S3DestinationUpdate", Shape::Structure(&S3_DESTINATION_UPDATE), "Other settings of a bucket."),
            Member::new(
                "ExtendedS3DestinationUpdate",
                Shape::Structure(&EXTENDED_S3_DESTINATION_UPDATE),
                "Other settings of a bucket, with its steps.",
            ),
            Member::new(
                "RedshiftDestinationUpdate",
                Shape::Structure(&REDSHIFT_DESTINATION_UPDATE),
                "Other settings of a Redshift cluster.",
            ),
            Member::new(
                "ElasticsearchDestinationUpdate",
                Shape::Structure(&ELASTICSEARCH_DESTINATION_UPDATE),
                "Other settings of an Elasticsearch domain.",
            ),
            Member::new(
                "AmazonopensearchserviceDestinationUpdate",
                Shape::Structure(&AMAZONOPENSEARCHSERVICE_DESTINATION_UPDATE),
                "Other settings of an OpenSearch domain.",
            ),
            Member::new(
                "SplunkDestinationUpdate",
                Shape::Structure(&SPLUNK_DESTINATION_UPDATE),
                "Other settings of a Splunk endpoint.",
            ),
            Member::new(
                "HttpEndpointDestinationUpdate",
                Shape::Structure(&HTTP_ENDPOINT_DESTINATION_UPDATE),
                "Other settings of an HTTP endpoint.",
            ),
            Member::new(
                "AmazonOpenSearchServerlessDestinationUpdate",
                Shape::Structure(&AMAZON_OPEN_SEARCH_SERVERLESS_DESTINATION_UPDATE),
                "OpenSearch Serverless; not simulated.",
            ),
            Member::new(
                "SnowflakeDestinationUpdate",
                Shape::Structure(&SNOWFLAKE_DESTINATION_UPDATE),
                "Snowflake; not simulated.",
            ),
            Member::new(
                "IcebergDestinationUpdate",
                Shape::Structure(&ICEBERG_DESTINATION_UPDATE),
                "Iceberg tables; not simulated.",
            ),
        ],
        &[],
    ),
];
