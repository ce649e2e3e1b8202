//! Plans for round trips.

use crate::engine::firehose::format::compression::Compression;
use crate::engine::firehose::plan::{
    Backup, BucketPlan, BufferingHints, ColumnFormat, Conversion, DestinationKind, DestinationPlan, IndexRotation,
    PartitionQuery, Partitioning, Splitting, Transformation,
};

/// Plans of every kind, with everything that the API can say.
pub fn plans() -> Vec<DestinationPlan> {
    let bucket = BucketPlan {
        bucket: "lake".to_owned(),
        prefix: "in/".to_owned(),
        error_output_prefix: "bad/".to_owned(),
        compression: Compression::Gzip,
        buffering: Some(BufferingHints { size_mib: 7, interval_s: 70 }),
        kms_key: Some("arn:aws:kms:us-east-1:123456789012:key/k".to_owned()),
        file_extension: Some(".x".to_owned()),
    };
    let rest = DestinationPlan {
        bucket: bucket.clone(),
        backup: Backup::All,
        transformation: Some(Transformation {
            function: "f".to_owned(),
            buffer_size_kib: Some(262),
            buffer_interval_s: Some(60),
            retries: Some(9),
        }),
        splitting: Some(Splitting::Delimited { delimiter: "####".to_owned() }),
        appends_delimiter: true,
        delimiter: Some("|\n".to_owned()),
        ..DestinationPlan::default()
    };
    let hints = Some(BufferingHints { size_mib: 64, interval_s: 60 });
    let of_bucket = BucketPlan { buffering: None, ..bucket.clone() };
    let index = || "i".to_owned();
    let other = |kind, buffering| DestinationPlan { kind, buffering, retry_s: Some(11), ..rest.clone() };
    let converted = DestinationPlan {
        bucket: BucketPlan { compression: Compression::Uncompressed, ..of_bucket.clone() },
        backup: Backup::FailedOnly,
        buffering: hints,
        conversion: Some(Conversion { format: ColumnFormat::OrcZlib, table: "d.t".to_owned(), columns: Vec::new() }),
        ..rest.clone()
    };
    let keys = vec![PartitionQuery { name: "a".to_owned(), query: ".a.b".to_owned() }];
    let partitioned = DestinationPlan {
        splitting: Some(Splitting::Json),
        bucket: BucketPlan { prefix: "!{partitionKeyFromQuery:a}/".to_owned(), ..of_bucket.clone() },
        buffering: hints,
        backup_bucket: Some(bucket),
        partitioning: Some(Partitioning { keys }),
        ..rest.clone()
    };
    let cluster = DestinationPlan {
        bucket: of_bucket.clone(),
        backup_bucket: Some(of_bucket),
        ..other(DestinationKind::Redshift { table: "t".to_owned(), copy_options: "GZIP".to_owned() }, hints)
    };
    let cluster = DestinationPlan {
        backup_bucket: cluster.backup_bucket.map(|bucket| BucketPlan { buffering: hints, ..bucket }),
        ..cluster
    };
    vec![
        converted,
        partitioned,
        cluster,
        other(DestinationKind::Elasticsearch { index: index(), rotation: IndexRotation::OneHour }, hints),
        other(DestinationKind::OpenSearch { index: index(), rotation: IndexRotation::NoRotation }, hints),
        other(DestinationKind::HttpEndpoint { url: "https://a".to_owned() }, hints),
        other(
            DestinationKind::Splunk { endpoint: "https://b".to_owned() },
            Some(BufferingHints { size_mib: 5, interval_s: 60 }),
        ),
    ]
}
