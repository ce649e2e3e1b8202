//! Delivery streams as such, records and tags.

#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::buckets::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::descriptions::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::members::*;
#[allow(clippy::wildcard_imports, reason = "the tables are made of them")]
use super::shapes::*;

pub const DIRECT_PUT_SOURCE_CONFIGURATION: Structure = Structure {
    name: "DirectPutSourceConfiguration",
    members: &[Member::new(
        "ThroughputHintInMBs",
        Shape::integer(Bounds::between(1, 100)),
        "The throughput that is expected, in MiB a second.",
    )
    .required()],
};
pub const KINESIS_STREAM_SOURCE_CONFIGURATION: Structure = Structure {
    name: "KinesisStreamSourceConfiguration",
    members: &[KINESIS_STREAM_ARN.required(), ROLE_ARN.required()],
};
pub const DELIVERY_STREAM_ENCRYPTION_CONFIGURATION_INPUT: Structure =
    Structure { name: "DeliveryStreamEncryptionConfigurationInput", members: &[KEY_ARN, KEY_TYPE.required()] };
pub const TAG: Structure = Structure {
    name: "Tag",
    members: &[
        Member::new(
            "Key",
            Shape::String { length: Bounds::between(1, 128), pattern: f(F::TagKey) },
            "The key of the tag.",
        )
        .required(),
        Member::new(
            "Value",
            Shape::String { length: Bounds::between(0, 256), pattern: f(F::TagValue) },
            "The value of the tag.",
        ),
    ],
};
pub const MSK_SOURCE_CONFIGURATION: Structure = Structure { name: "MSKSourceConfiguration", members: &[] };
pub const DATABASE_SOURCE_CONFIGURATION: Structure = Structure { name: "DatabaseSourceConfiguration", members: &[] };
pub const DELIVERY_STREAM_DESCRIPTION: Structure = Structure {
    name: "DeliveryStreamDescription",
    members: &[
        DELIVERY_STREAM_NAME.required(),
        DELIVERY_STREAM_ARN.required(),
        Member::new(
            "DeliveryStreamStatus",
            Shape::Enum(&["CREATING", "CREATING_FAILED", "DELETING", "DELETING_FAILED", "ACTIVE"]),
            "Its state.",
        )
        .required(),
        Member::new(
            "DeliveryStreamEncryptionConfiguration",
            Shape::Structure(&DELIVERY_STREAM_ENCRYPTION_CONFIGURATION),
            "How records are encrypted.",
        ),
        DELIVERY_STREAM_TYPE.required(),
        Member::new(
            "VersionId",
            Shape::String { length: Bounds::between(1, 50), pattern: f(F::Digits) },
            "The version.",
        )
        .required(),
        Member::new("CreateTimestamp", Shape::Timestamp, "When it was created."),
        Member::new("LastUpdateTimestamp", Shape::Timestamp, "When its destination was last changed."),
        Member::new("Source", Shape::Structure(&SOURCE_DESCRIPTION), "The source."),
        Member::new(
            "Destinations",
            Shape::list(&Shape::Structure(&DESTINATION_DESCRIPTION)),
            "The destinations, of which there is one.",
        )
        .required(),
        Member::new("HasMoreDestinations", Shape::Boolean, "Whether there are more.").required(),
    ],
};
pub const RECORD: Structure = Structure {
    name: "Record",
    members: &[Member::new("Data", Shape::Blob { length: Bounds::between(0, 1_024_000) }, "The data, before base64.")
        .required()],
};
pub const PUT_RECORD_BATCH_RESPONSE_ENTRY: Structure = Structure {
    name: "PutRecordBatchResponseEntry",
    members: &[
        RECORD_ID,
        Member::new("ErrorCode", Shape::TEXT, "Why the record was not taken, as an exception’s name."),
        Member::new("ErrorMessage", Shape::TEXT, "Why the record was not taken, in words."),
    ],
};
pub const DELIVERY_STREAM_ENCRYPTION_CONFIGURATION: Structure = Structure {
    name: "DeliveryStreamEncryptionConfiguration",
    members: &[
        KEY_ARN,
        KEY_TYPE,
        Member::new(
            "Status",
            Shape::Enum(&["ENABLED", "ENABLING", "ENABLING_FAILED", "DISABLED", "DISABLING", "DISABLING_FAILED"]),
            "The state.",
        ),
    ],
};
pub const SOURCE_DESCRIPTION: Structure = Structure {
    name: "SourceDescription",
    members: &[Member::new(
        "KinesisStreamSourceDescription",
        Shape::Structure(&KINESIS_STREAM_SOURCE_DESCRIPTION),
        "The stream that is read.",
    )],
};
pub const DESTINATION_DESCRIPTION: Structure = Structure {
    name: "DestinationDescription",
    members: &[
        DESTINATION_ID.required(),
        THE_S3_DESTINATION_DESCRIPTION,
        Member::new(
            "ExtendedS3DestinationDescription",
            Shape::Structure(&EXTENDED_S3_DESTINATION_DESCRIPTION),
            "The bucket, with its steps.",
        ),
        Member::new(
            "RedshiftDestinationDescription",
            Shape::Structure(&REDSHIFT_DESTINATION_DESCRIPTION),
            "The Redshift cluster.",
        ),
        Member::new(
            "ElasticsearchDestinationDescription",
            Shape::Structure(&ELASTICSEARCH_DESTINATION_DESCRIPTION),
            "The Elasticsearch domain.",
        ),
        Member::new(
            "AmazonopensearchserviceDestinationDescription",
            Shape::Structure(&AMAZONOPENSEARCHSERVICE_DESTINATION_DESCRIPTION),
            "The OpenSearch domain.",
        ),
        Member::new(
            "SplunkDestinationDescription",
            Shape::Structure(&SPLUNK_DESTINATION_DESCRIPTION),
            "The Splunk endpoint.",
        ),
        Member::new(
            "HttpEndpointDestinationDescription",
            Shape::Structure(&HTTP_ENDPOINT_DESTINATION_DESCRIPTION),
            "The HTTP endpoint.",
        ),
    ],
};
pub const KINESIS_STREAM_SOURCE_DESCRIPTION: Structure = Structure {
    name: "KinesisStreamSourceDescription",
    members: &[
        KINESIS_STREAM_ARN,
        ROLE_ARN,
        Member::new("DeliveryStartTimestamp", Shape::Timestamp, "From when on it is read."),
    ],
};
