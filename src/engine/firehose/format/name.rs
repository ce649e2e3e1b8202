//! The names of objects.
//!
//! Documented: `<stream>-<version>-<year>-<month>-<day>-<hour>-<minute>-<second>-<uuid><extension>`, where the time is that
//! of the oldest record; the extensions, of which a bucket may have its own instead. Observed otherwise by one who looked:
//! AWS wrote `.snappy` for Hadoop-compatible Snappy too.

use super::compression::Compression;
use super::timestamp::Pattern;
use crate::engine::firehose::plan::{BucketPlan, ColumnFormat, Conversion};
use std::fmt::Write;

/// What stands behind an object's prefix: the delivery stream's name and version, when its oldest record came, in seconds
/// since 1970, what makes the name unlike others, and the extension.
pub fn object_name(stream: &str, version: u64, unix_s: u64, unique: u128, extension: &str) -> String {
    let mut name = format!("{stream}-{version}-");
    Pattern::parse("yyyy-MM-dd-HH-mm-ss").expect("it is a pattern").push(&mut name, unix_s);
    write!(name, "-{}{extension}", uuid(unique)).expect("a string takes all");
    name
}

/// These bits as a random UUID.
pub fn uuid(unique: u128) -> String {
    let bits = unique & !(0xf << 76) & !(0b11 << 62) | 0x4 << 76 | 0b10 << 62;
    let digits = format!("{bits:032x}");
    let [a, b, c, d, e] = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| &digits[range]);
    format!("{a}-{b}-{c}-{d}-{e}")
}

/// The extension of the objects of a bucket, into which records are converted or not.
pub fn extension<'a>(bucket: &'a BucketPlan, conversion: Option<&Conversion>) -> &'a str {
    if let Some(own) = bucket.file_extension.as_deref().filter(|own| !own.is_empty()) {
        return own;
    }
    match conversion.map(|conversion| conversion.format) {
        Some(ColumnFormat::ParquetUncompressed | ColumnFormat::ParquetGzip | ColumnFormat::ParquetSnappy) => ".parquet",
        Some(ColumnFormat::OrcNone | ColumnFormat::OrcZlib | ColumnFormat::OrcSnappy) => ".orc",
        None => of_compression(bucket.compression),
    }
}

const fn of_compression(compression: Compression) -> &'static str {
    match compression {
        Compression::Uncompressed => "",
        Compression::Gzip => ".gz",
        Compression::Zip => ".zip",
        Compression::Snappy => ".snappy",
        Compression::HadoopSnappy => ".hsnappy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_form_of_aws() {
        let unique = 0xa9fa_96af_e4e4_009f_3ac3_1f80_4714_faaa;
        assert_eq!(
            object_name("my-delivery-stream", 3, 1_565_394_909, unique, ".gz"),
            "my-delivery-stream-3-2019-08-09-23-55-09-a9fa96af-e4e4-409f-bac3-1f804714faaa.gz"
        );
        assert_eq!(uuid(u128::MAX), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(uuid(0), "00000000-0000-4000-8000-000000000000");
    }

    #[test]
    fn extensions_tell_the_format() {
        let mut bucket = BucketPlan { compression: Compression::Zip, ..BucketPlan::default() };
        let conversion = Conversion { format: ColumnFormat::OrcZlib, table: String::new(), columns: Vec::new() };
        assert_eq!(extension(&bucket, None), ".zip");
        assert_eq!(extension(&bucket, Some(&conversion)), ".orc");
        bucket.file_extension = Some(".json.gz".to_owned());
        assert_eq!(extension(&bucket, Some(&conversion)), ".json.gz");
    }
}
