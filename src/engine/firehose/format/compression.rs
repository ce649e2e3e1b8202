//! Compression of objects, as S3 buckets of delivery streams have it.

use serde::{Deserialize, Serialize};

/// How an object is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compression {
    /// It is not.
    #[default]
    Uncompressed,
    /// gzip.
    Gzip,
    /// A ZIP archive of one file.
    Zip,
    /// Snappy's framing format.
    Snappy,
    /// Snappy in blocks, as Hadoop reads it.
    HadoopSnappy,
}
