//! What the page calls settings of a delivery stream that somebody changes there: AWS's names, not those of scenario files.

use crate::engine::firehose::plan::DestinationKind;

/// A setting's path within the destination of a delivery stream, and AWS's name.
const DESTINATION: [(&str, &str); 29] = [
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
    ("kind", "Destination"),
    ("kind.http_endpoint.url", "EndpointConfiguration.Url"),
    ("kind.splunk.endpoint", "HECEndpoint"),
    ("appends_delimiter", "AppendDelimiterToRecord"),
    ("conversion", "DataFormatConversion"),
    ("conversion.columns", "SchemaConfiguration"),
    ("bucket.buffering.size_mib", "S3Configuration.SizeInMBs"),
    ("bucket.buffering.interval_s", "S3Configuration.IntervalInSeconds"),
    ("retry_s", "RetryOptions.DurationInSeconds"),
];

/// AWS's names of the kinds of destinations, by their names in scenario files.
const KINDS: [(&str, &str); 6] = [
    ("s3", "Amazon S3"),
    ("redshift", "Amazon Redshift"),
    ("elasticsearch", "Amazon Elasticsearch Service"),
    ("open_search", "Amazon OpenSearch Service"),
    ("http_endpoint", "HTTP endpoint"),
    ("splunk", "Splunk"),
];

/// A kind of destination as AWS calls it.
pub fn kind_name(kind: &DestinationKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind.name()).map_or("", |(_, name)| name)
}

/// AWS's name of what a person set, if it has one, with the delivery stream's where that is told; a scenario file's field
/// has its own, which begins otherwise.
pub fn by_aws(field: &str) -> String {
    match on_the_page(field) {
        Some(("", name)) => name.to_owned(),
        Some((delivery_stream, name)) => format!("{delivery_stream}: {name}"),
        None => field.to_owned(),
    }
}

/// What a value is called beside the field's name.
pub fn value_by_aws(field: &str, value: &str) -> String {
    let kind = KINDS.iter().find(|(known, _)| *known == value).filter(|_| on_the_page(field).is_some());
    kind.map_or(value, |(_, name)| name).to_owned()
}

/// The same for several values.
pub fn values_by_aws(field: &str, values: &[String]) -> String {
    values.iter().map(|value| value_by_aws(field, value)).collect::<Vec<_>>().join(", ")
}

/// The delivery stream of a field that was set on the page, where it is told, and AWS's name of the field.
fn on_the_page(field: &str) -> Option<(&str, &'static str)> {
    let of_one = field.strip_prefix("destination.").map(|path| ("", path));
    // In a scenario file it has a number in brackets.
    let named = || field.split_once(".destination.").filter(|(name, _)| !name.contains('['));
    let (delivery_stream, path) = of_one.or_else(named)?;
    // A key of DynamicPartitioning is named behind it.
    let path = if path.starts_with("partitioning.keys.") { "partitioning.keys" } else { path };
    let known = DESTINATION.iter().find(|(known, _)| *known == path);
    known.map(|(_, name)| (delivery_stream, *name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_the_page_have_names_of_aws_and_those_of_files_their_own() {
        assert_eq!(by_aws("destination.buffering.size_mib"), "SizeInMBs");
        assert_eq!(by_aws("logs.v2.destination.kind"), "logs.v2: Destination");
        assert_eq!(by_aws("destination.partitioning.keys.a.b"), "DynamicPartitioning");
        for own in ["delivery_streams[0].destination.buffering.size_mib", "destination.unheard", "seed"] {
            assert_eq!(by_aws(own), own);
        }
    }

    #[test]
    fn kinds_have_the_names_of_files_there_and_those_of_aws_on_the_page() {
        assert_eq!(kind_name(&DestinationKind::S3), "Amazon S3");
        let kinds = ["s3".to_owned(), "splunk".to_owned()];
        assert_eq!(values_by_aws("logs.destination.kind", &kinds), "Amazon S3, Splunk");
        assert_eq!(values_by_aws("delivery_streams[0].destination.kind", &kinds), "s3, splunk");
    }
}
