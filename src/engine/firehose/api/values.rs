//! The enumerations of the Firehose API.
//!
//! Where the plan has an enumeration of its own, a table pairs AWS's texts with its values.

use crate::engine::api::choices::values;
use crate::engine::firehose::DeliveryStreamStatus;
use crate::engine::firehose::format::compression::Compression;
use crate::engine::firehose::plan::{ColumnFormat, IndexRotation};
use serde::{Deserialize, Serialize};

values!(
    /// Where a delivery stream gets its records.
    DeliveryStreamType {
        DirectPut = "DirectPut",
        KinesisStreamAsSource = "KinesisStreamAsSource",
        MskAsSource = "MSKAsSource",
        DatabaseAsSource = "DatabaseAsSource",
    }
);
values!(
    /// Whose key encrypts a delivery stream.
    KeyType { AwsOwnedCmk = "AWS_OWNED_CMK", CustomerManagedCmk = "CUSTOMER_MANAGED_CMK" }
);
values!(
    /// The state of a delivery stream's encryption.
    EncryptionStatus {
        Enabled = "ENABLED",
        Enabling = "ENABLING",
        EnablingFailed = "ENABLING_FAILED",
        Disabled = "DISABLED",
        Disabling = "DISABLING",
    }
);

impl DeliveryStreamStatus {
    /// The API's text.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Creating => "CREATING",
            Self::Active => "ACTIVE",
            Self::Deleting => "DELETING",
        }
    }
}

/// AWS's texts of how objects are compressed.
pub const COMPRESSIONS: [(&str, Compression); 5] = [
    ("UNCOMPRESSED", Compression::Uncompressed),
    ("GZIP", Compression::Gzip),
    ("ZIP", Compression::Zip),
    ("Snappy", Compression::Snappy),
    ("HADOOP_SNAPPY", Compression::HadoopSnappy),
];

/// AWS's texts of how an index's name changes.
pub const ROTATIONS: [(&str, IndexRotation); 5] = [
    ("NoRotation", IndexRotation::NoRotation),
    ("OneHour", IndexRotation::OneHour),
    ("OneDay", IndexRotation::OneDay),
    ("OneWeek", IndexRotation::OneWeek),
    ("OneMonth", IndexRotation::OneMonth),
];

/// AWS's texts of the compression inside Parquet files, and inside ORC files.
pub const PARQUET: [(&str, ColumnFormat); 3] = [
    ("UNCOMPRESSED", ColumnFormat::ParquetUncompressed),
    ("GZIP", ColumnFormat::ParquetGzip),
    ("SNAPPY", ColumnFormat::ParquetSnappy),
];
/// See [`PARQUET`].
pub const ORC: [(&str, ColumnFormat); 3] =
    [("NONE", ColumnFormat::OrcNone), ("ZLIB", ColumnFormat::OrcZlib), ("SNAPPY", ColumnFormat::OrcSnappy)];

/// AWS's text of a value that has one in `table`.
pub fn text_of<T: Copy + PartialEq>(table: &[(&'static str, T)], value: T) -> Option<&'static str> {
    table.iter().find(|(_, other)| *other == value).map(|(text, _)| *text)
}

/// The value that a text of AWS's stands for.
pub fn value_of<T: Copy>(table: &[(&str, T)], text: &str) -> Option<T> {
    table.iter().find(|(other, _)| *other == text).map(|(_, value)| *value)
}
