//! The settings of a destination as the API writes them: one type for every kind of destination, for creating, updating
//! and describing, since what has the same name in AWS's types is the same thing. The checks of the API model say which
//! of them belong to which operation.

use serde::{Deserialize, Serialize};

/// Defines a structure of the API whose members may all be left out.
macro_rules! fields {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "PascalCase", default)]
        #[expect(missing_docs, reason = "the fields are those of the API model, under its names")]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind),*
        }
    };
}
pub(super) use fields;

/// A structure that matters by being there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {}

fields!(
    /// The settings of a destination, or of a bucket that belongs to one.
    Destination {
        #[serde(rename = "RoleARN")]
        role_arn: Option<String>,
        #[serde(rename = "BucketARN")]
        bucket_arn: Option<String>,
        prefix: Option<String>,
        error_output_prefix: Option<String>,
        buffering_hints: Option<Hints>,
        compression_format: Option<String>,
        encryption_configuration: Option<Encryption>,
        file_extension: Option<String>,
        custom_time_zone: Option<String>,
        processing_configuration: Option<Processing>,
        data_format_conversion_configuration: Option<FormatConversion>,
        dynamic_partitioning_configuration: Option<DynamicPartitioning>,
        s3_backup_mode: Option<String>,
        s3_backup_configuration: Option<Box<Destination>>,
        s3_backup_update: Option<Box<Destination>>,
        s3_backup_description: Option<Box<Destination>>,
        s3_configuration: Option<Box<Destination>>,
        s3_update: Option<Box<Destination>>,
        s3_destination_description: Option<Box<Destination>>,
        retry_options: Option<Retry>,
        #[serde(rename = "ClusterJDBCURL")]
        cluster_jdbc_url: Option<String>,
        copy_command: Option<CopyCommand>,
        #[serde(rename = "DomainARN")]
        domain_arn: Option<String>,
        cluster_endpoint: Option<String>,
        index_name: Option<String>,
        index_rotation_period: Option<String>,
        #[serde(rename = "HECEndpoint")]
        hec_endpoint: Option<String>,
        #[serde(rename = "HECEndpointType")]
        hec_endpoint_type: Option<String>,
        endpoint_configuration: Option<Endpoint>,
    }
);
fields!(
    /// When a buffer is delivered.
    Hints {
        #[serde(rename = "SizeInMBs")]
        size_in_mbs: Option<u32>,
        interval_in_seconds: Option<u32>,
    }
);
fields!(
    /// How objects are encrypted.
    Encryption {
        no_encryption_config: Option<String>,
        #[serde(rename = "KMSEncryptionConfig")]
        kms_encryption_config: Option<EncryptionKey>,
    }
);
fields!(
    /// The key by which objects are encrypted.
    EncryptionKey {
        #[serde(rename = "AWSKMSKeyARN")]
        aws_kms_key_arn: String,
    }
);
fields!(
    /// What is done to records on their way.
    Processing { enabled: Option<bool>, processors: Vec<Processor> }
);
fields!(
    /// One step of it.
    Processor { r#type: String, parameters: Vec<Parameter> }
);
fields!(
    /// A setting of a step.
    Parameter { parameter_name: String, parameter_value: String }
);
fields!(
    /// The conversion of JSON into columns.
    FormatConversion {
        enabled: Option<bool>,
        schema_configuration: Option<Schema>,
        input_format_configuration: Option<InputFormat>,
        output_format_configuration: Option<OutputFormat>,
    }
);
fields!(
    /// Where the columns are described.
    Schema {
        #[serde(rename = "RoleARN")]
        role_arn: Option<String>,
        database_name: Option<String>,
        table_name: Option<String>,
        region: Option<String>,
        version_id: Option<String>,
    }
);
fields!(
    /// How JSON is read.
    InputFormat { deserializer: Option<Deserializer> }
);
fields!(
    /// The reader of JSON; which one it is makes no difference here.
    Deserializer {
        #[serde(rename = "OpenXJsonSerDe")]
        open_x_json: Option<Present>,
        #[serde(rename = "HiveJsonSerDe")]
        hive_json: Option<Present>,
    }
);
fields!(
    /// How columns are written.
    OutputFormat { serializer: Option<ColumnSerializer> }
);
fields!(
    /// The writer of columns.
    ColumnSerializer {
        #[serde(rename = "ParquetSerDe")]
        parquet: Option<Writer>,
        #[serde(rename = "OrcSerDe")]
        orc: Option<Writer>,
    }
);
fields!(
    /// A writer of columns.
    Writer { compression: Option<String> }
);
fields!(
    /// Partitions by what records hold.
    DynamicPartitioning { enabled: Option<bool> }
);
fields!(
    /// How long delivery is tried again.
    Retry { duration_in_seconds: Option<u32> }
);
fields!(
    /// How a cluster copies from the bucket.
    CopyCommand { data_table_name: Option<String>, copy_options: Option<String> }
);
fields!(
    /// An HTTP endpoint.
    Endpoint { url: Option<String>, name: Option<String> }
);

impl Destination {
    /// The bucket beside the destination, whatever the operation calls it.
    pub fn bucket(&self) -> Option<&Self> {
        self.s3_configuration.as_deref().or(self.s3_update.as_deref())
    }

    /// The bucket of source records, whatever the operation calls it.
    pub fn backup_bucket(&self) -> Option<&Self> {
        self.s3_backup_configuration.as_deref().or(self.s3_backup_update.as_deref())
    }
}
