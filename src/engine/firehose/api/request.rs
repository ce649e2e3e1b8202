//! What a caller asks of Firehose: one type an operation, with AWS's field names.

use super::destination::{Destination, Present, fields};
use super::values::{DeliveryStreamType, KeyType};
use crate::engine::api::values::Blob;
use crate::engine::firehose::plan::DestinationKind;
use crate::engine::limits::LimitId;
use serde::{Deserialize, Serialize};

fields!(
    /// `CreateDeliveryStream`.
    CreateDeliveryStream {
        delivery_stream_name: String,
        delivery_stream_type: Option<DeliveryStreamType>,
        kinesis_stream_source_configuration: Option<KinesisSource>,
        delivery_stream_encryption_configuration_input: Option<EncryptionInput>,
        s3_destination_configuration: Option<Box<Destination>>,
        extended_s3_destination_configuration: Option<Box<Destination>>,
        redshift_destination_configuration: Option<Box<Destination>>,
        elasticsearch_destination_configuration: Option<Box<Destination>>,
        amazonopensearchservice_destination_configuration: Option<Box<Destination>>,
        splunk_destination_configuration: Option<Box<Destination>>,
        http_endpoint_destination_configuration: Option<Box<Destination>>,
        tags: Option<Vec<Tag>>,
        amazon_open_search_serverless_destination_configuration: Option<Present>,
        snowflake_destination_configuration: Option<Present>,
        iceberg_destination_configuration: Option<Present>,
        #[serde(rename = "MSKSourceConfiguration")]
        msk_source_configuration: Option<Present>,
        database_source_configuration: Option<Present>,
    }
);
fields!(
    /// `UpdateDestination`.
    UpdateDestination {
        delivery_stream_name: String,
        current_delivery_stream_version_id: String,
        destination_id: String,
        s3_destination_update: Option<Box<Destination>>,
        extended_s3_destination_update: Option<Box<Destination>>,
        redshift_destination_update: Option<Box<Destination>>,
        elasticsearch_destination_update: Option<Box<Destination>>,
        amazonopensearchservice_destination_update: Option<Box<Destination>>,
        splunk_destination_update: Option<Box<Destination>>,
        http_endpoint_destination_update: Option<Box<Destination>>,
        amazon_open_search_serverless_destination_update: Option<Present>,
        snowflake_destination_update: Option<Present>,
        iceberg_destination_update: Option<Present>,
    }
);
fields!(
    /// The stream that a delivery stream reads.
    KinesisSource {
        #[serde(rename = "KinesisStreamARN")]
        kinesis_stream_arn: String,
    }
);
fields!(
    /// How a delivery stream is to be encrypted.
    EncryptionInput {
        key_type: KeyType,
        #[serde(rename = "KeyARN")]
        key_arn: Option<String>,
    }
);
fields!(
    /// A tag.
    Tag { key: String, value: Option<String> }
);
fields!(
    /// A record.
    Record { data: Blob }
);
fields!(
    /// Names a delivery stream: `DescribeDeliveryStream`, `DeleteDeliveryStream`, `StopDeliveryStreamEncryption`.
    StreamRequest { delivery_stream_name: String }
);
fields!(
    /// `ListDeliveryStreams`.
    ListDeliveryStreams {
        limit: Option<u32>,
        delivery_stream_type: Option<DeliveryStreamType>,
        exclusive_start_delivery_stream_name: Option<String>,
    }
);
fields!(
    /// `ListTagsForDeliveryStream`.
    ListTags { delivery_stream_name: String, exclusive_start_tag_key: Option<String>, limit: Option<u32> }
);
fields!(
    /// `TagDeliveryStream`.
    TagStream { delivery_stream_name: String, tags: Vec<Tag> }
);
fields!(
    /// `UntagDeliveryStream`.
    UntagStream { delivery_stream_name: String, tag_keys: Vec<String> }
);
fields!(
    /// `PutRecord`.
    PutRecord { delivery_stream_name: String, record: Record }
);
fields!(
    /// `PutRecordBatch`.
    PutRecordBatch { delivery_stream_name: String, records: Vec<Record> }
);
fields!(
    /// `StartDeliveryStreamEncryption`.
    StartEncryption {
        delivery_stream_name: String,
        delivery_stream_encryption_configuration_input: Option<EncryptionInput>,
    }
);

/// Joins operations with the types of their requests and the rates at which they may be called.
macro_rules! operations {
    ($($operation:ident($kind:ident) $($limit:ident)?),* $(,)?) => {
        /// An operation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each is the Firehose operation of its name")]
        pub enum FirehoseOperation {
            $($operation),*
        }

        /// Any request.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each is the Firehose operation of its name")]
        pub enum FirehoseRequest {
            $($operation($kind)),*
        }

        impl FirehoseOperation {
            /// All operations, in the order of their names.
            pub const ALL: &'static [Self] = &[$(Self::$operation),*];

            /// AWS's name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$operation => stringify!($operation)),*
                }
            }

            /// How often the account may call it in its Region; `None`: limited by what it moves.
            pub const fn rate(self) -> Option<LimitId> {
                match self {
                    $($(Self::$operation => Some(LimitId::$limit),)?)*
                    _ => None,
                }
            }
        }

        impl FirehoseRequest {
            /// Its operation.
            pub const fn operation(&self) -> FirehoseOperation {
                match self {
                    $(Self::$operation(_) => FirehoseOperation::$operation),*
                }
            }

            /// Reads the fields of a request of `operation`.
            pub fn read<'de, D: serde::Deserializer<'de>>(
                operation: FirehoseOperation,
                fields: D,
            ) -> Result<Self, D::Error> {
                match operation {
                    $(FirehoseOperation::$operation => $kind::deserialize(fields).map(Self::$operation)),*
                }
            }
        }
    };
}

operations! {
    CreateDeliveryStream(CreateDeliveryStream) RateCreateDeliveryStream,
    DeleteDeliveryStream(StreamRequest) RateDeleteDeliveryStream,
    DescribeDeliveryStream(StreamRequest) RateDescribeDeliveryStream,
    ListDeliveryStreams(ListDeliveryStreams) RateListDeliveryStreams,
    ListTagsForDeliveryStream(ListTags) RateListTagsForDeliveryStream,
    PutRecord(PutRecord),
    PutRecordBatch(PutRecordBatch),
    StartDeliveryStreamEncryption(StartEncryption) RateStartDeliveryStreamEncryption,
    StopDeliveryStreamEncryption(StreamRequest) RateStopDeliveryStreamEncryption,
    TagDeliveryStream(TagStream) RateTagDeliveryStream,
    UntagDeliveryStream(UntagStream) RateUntagDeliveryStream,
    UpdateDestination(UpdateDestination) RateUpdateDestination,
}

/// What the API calls the type of a destination: each has members of its own in requests and descriptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is AWS's type of its name")]
pub enum DestinationType {
    S3,
    ExtendedS3,
    Redshift,
    Elasticsearch,
    OpenSearch,
    Splunk,
    HttpEndpoint,
}

impl DestinationType {
    /// The type as which a destination is described.
    pub const fn of(kind: &DestinationKind) -> Self {
        match kind {
            DestinationKind::S3 => Self::ExtendedS3,
            DestinationKind::Redshift { .. } => Self::Redshift,
            DestinationKind::Elasticsearch { .. } => Self::Elasticsearch,
            DestinationKind::OpenSearch { .. } => Self::OpenSearch,
            DestinationKind::HttpEndpoint { .. } => Self::HttpEndpoint,
            DestinationKind::Splunk { .. } => Self::Splunk,
        }
    }

    /// The member in which a destination of this type is described.
    pub const fn description(self) -> &'static str {
        match self {
            Self::S3 => "S3DestinationDescription",
            Self::ExtendedS3 => "ExtendedS3DestinationDescription",
            Self::Redshift => "RedshiftDestinationDescription",
            Self::Elasticsearch => "ElasticsearchDestinationDescription",
            Self::OpenSearch => "AmazonopensearchserviceDestinationDescription",
            Self::Splunk => "SplunkDestinationDescription",
            Self::HttpEndpoint => "HttpEndpointDestinationDescription",
        }
    }
}

/// What a request says of the destination.
pub type Given<'a> = (DestinationType, &'a Destination);

impl CreateDeliveryStream {
    /// The destinations that it gives.
    pub fn destinations(&self) -> Vec<Given<'_>> {
        given([
            &self.s3_destination_configuration,
            &self.extended_s3_destination_configuration,
            &self.redshift_destination_configuration,
            &self.elasticsearch_destination_configuration,
            &self.amazonopensearchservice_destination_configuration,
            &self.splunk_destination_configuration,
            &self.http_endpoint_destination_configuration,
        ])
    }

    /// A member that it gives and that is not simulated.
    pub fn unsimulated(&self) -> Option<&'static str> {
        first([
            (
                self.amazon_open_search_serverless_destination_configuration,
                "AmazonOpenSearchServerlessDestinationConfiguration",
            ),
            (self.snowflake_destination_configuration, "SnowflakeDestinationConfiguration"),
            (self.iceberg_destination_configuration, "IcebergDestinationConfiguration"),
            (self.msk_source_configuration, "MSKSourceConfiguration"),
            (self.database_source_configuration, "DatabaseSourceConfiguration"),
        ])
    }
}

impl UpdateDestination {
    /// The destinations that it gives.
    pub fn destinations(&self) -> Vec<Given<'_>> {
        given([
            &self.s3_destination_update,
            &self.extended_s3_destination_update,
            &self.redshift_destination_update,
            &self.elasticsearch_destination_update,
            &self.amazonopensearchservice_destination_update,
            &self.splunk_destination_update,
            &self.http_endpoint_destination_update,
        ])
    }

    /// A member that it gives and that is not simulated.
    pub fn unsimulated(&self) -> Option<&'static str> {
        first([
            (self.amazon_open_search_serverless_destination_update, "AmazonOpenSearchServerlessDestinationUpdate"),
            (self.snowflake_destination_update, "SnowflakeDestinationUpdate"),
            (self.iceberg_destination_update, "IcebergDestinationUpdate"),
        ])
    }
}

/// Those that are there, in the order of [`DestinationType`].
fn given(destinations: [&Option<Box<Destination>>; 7]) -> Vec<Given<'_>> {
    use DestinationType as T;
    let types = [T::S3, T::ExtendedS3, T::Redshift, T::Elasticsearch, T::OpenSearch, T::Splunk, T::HttpEndpoint];
    types.into_iter().zip(destinations).filter_map(|(kind, fields)| Some((kind, fields.as_deref()?))).collect()
}

fn first<const N: usize>(members: [(Option<Present>, &'static str); N]) -> Option<&'static str> {
    members.into_iter().find(|(member, _)| member.is_some()).map(|(_, name)| name)
}
