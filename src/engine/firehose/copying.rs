//! `COPY` of a cluster: whether it can read the objects that are staged for it.
//!
//! Documented (Redshift Developer Guide, COPY, file compression parameters; Firehose Developer Guide, Redshift): objects are
//! read as they are unless the options name a compression, and then all must have that one; Firehose stages them as they
//! are or in gzip. So gzip without the option `GZIP`, and the option without gzip, make every `COPY` fail. Assumed: it
//! fails as one does whose cluster is out, again and again, until its retry duration is over. Leaves out: whether the
//! records have the form that the other options say, such as `JSON 'auto'`; without it, `COPY` reads fields with `|`
//! between them, and what it would refuse then is loaded here.

use super::format::compression::Compression;
use super::plan::{DestinationKind, DestinationPlan};

/// The options of `COPY` that name a compression.
const COMPRESSIONS: [(&str, Option<Compression>); 4] =
    [("GZIP", Some(Compression::Gzip)), ("BZIP2", None), ("LZOP", None), ("ZSTD", None)];

/// Whether `COPY` with these options can read objects of this compression.
pub fn can_read(options: &str, compression: Compression) -> bool {
    // What stands between quotes is a value, such as a path.
    let words =
        options.split('\'').step_by(2).flat_map(|text| text.split(|letter: char| !letter.is_ascii_alphanumeric()));
    let named = words.filter_map(|word| COMPRESSIONS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)));
    named.last().map_or(Some(Compression::Uncompressed), |(_, read)| *read) == Some(compression)
}

impl DestinationPlan {
    /// Whether what it stages for a cluster can be copied; always, where there is no cluster.
    pub fn can_copy(&self) -> bool {
        match &self.kind {
            DestinationKind::Redshift { copy_options, .. } => can_read(copy_options, self.bucket.compression),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_and_objects_must_agree() {
        for (options, reads_plain, reads_gzip) in [
            ("", true, false),
            ("JSON 'auto'", true, false),
            ("GZIP", false, true),
            ("json 'auto' gzip", false, true),
            ("JSON 's3://bucket/gzip.json'", true, false),
            ("JSON 's3://bucket/it.json' GZIP\nREGION 'us-east-1'", false, true),
            ("GZIPPED", true, false),
            ("LZOP", false, false),
            ("ZSTD DELIMITER ','", false, false),
        ] {
            let read = [Compression::Uncompressed, Compression::Gzip].map(|compression| can_read(options, compression));
            assert_eq!(read, [reads_plain, reads_gzip], "{options}");
        }
    }
}
