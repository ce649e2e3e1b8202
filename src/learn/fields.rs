//! What the page calls settings of a delivery stream that somebody changes there: AWS's names, not those of scenario files.

/// A setting's path within the destination of a delivery stream, and AWS's name.
const DESTINATION: [(&str, &str); 20] = [
    ("buffering.size_mib", "SizeInMBs"),
    ("buffering.interval_s", "IntervalInSeconds"),
    ("bucket.bucket", "BucketARN"),
    ("bucket.prefix", "Prefix"),
    ("bucket.error_output_prefix", "ErrorOutputPrefix"),
    ("bucket.file_extension", "FileExtension"),
    ("bucket.compression", "CompressionFormat"),
    ("bucket.kms_key", "AWSKMSKeyARN"),
    ("backup_bucket.bucket", "S3BackupConfiguration.BucketARN"),
    ("backup_bucket.prefix", "S3BackupConfiguration.Prefix"),
    ("backup_bucket.error_output_prefix", "S3BackupConfiguration.ErrorOutputPrefix"),
    ("backup_bucket.file_extension", "S3BackupConfiguration.FileExtension"),
    ("backup_bucket.kms_key", "S3BackupConfiguration.AWSKMSKeyARN"),
    ("backup", "S3BackupMode"),
    ("partitioning", "DynamicPartitioning"),
    ("partitioning.keys", "DynamicPartitioning"),
    ("kind.redshift.table", "CopyCommand.DataTableName"),
    ("kind.open_search.index", "IndexName"),
    ("kind.elasticsearch.index", "IndexName"),
    ("splitting.delimited.delimiter", "RecordDeAggregation.Delimiter"),
];

/// AWS's name of what a person set, if it has one; a scenario file's field has its own, which begins elsewhere.
pub fn by_aws(field: &str) -> &str {
    let within = field.strip_prefix("destination.");
    let known = within.and_then(|path| DESTINATION.iter().find(|(known, _)| *known == path));
    known.map_or(field, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_the_page_have_names_of_aws_and_those_of_files_their_own() {
        assert_eq!(by_aws("destination.buffering.size_mib"), "SizeInMBs");
        assert_eq!(
            by_aws("delivery_streams.0.destination.buffering.size_mib"),
            "delivery_streams.0.destination.buffering.size_mib"
        );
        assert_eq!(by_aws("destination.unheard"), "destination.unheard");
    }
}
