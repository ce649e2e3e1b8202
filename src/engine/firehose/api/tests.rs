//! Requests become plans, plans become descriptions, and what AWS refuses is refused.

mod plans;

use super::describing;
use super::destination::Destination;
use super::error::{ArgumentFault as F, FirehoseError};
use super::planning;
use super::request::{CreateDeliveryStream, FirehoseOperation, FirehoseRequest, UpdateDestination};
use crate::engine::account::Account;
use crate::engine::firehose::format::compression::Compression;
use crate::engine::firehose::plan::{
    Backup, BucketPlan, BufferingHints, DeliveryStreamPlan, DestinationKind, DestinationPlan, PartitionQuery,
    Partitioning, SourcePlan, Transformation,
};
use crate::engine::limits::Profile;
use plans::plans;
use serde_json::{Value, json};

const ROLE: &str = "arn:aws:iam::123456789012:role/firehose";

fn with_role(mut fields: Value, name: &str) -> Value {
    fields["RoleARN"] = json!(ROLE);
    fields[name] = json!("arn:aws:s3:::lake");
    fields
}

/// What a request makes of a plan, in a profile.
#[expect(clippy::needless_pass_by_value, reason = "callers make it for this call")]
fn create(profile: Profile, member: &str, fields: Value) -> Result<DeliveryStreamPlan, FirehoseError> {
    let request = json!({ "DeliveryStreamName": "orders", member: fields });
    planning::create(&read::<CreateDeliveryStream>(request), &Account::default(), profile)
}

fn read<T: serde::de::DeserializeOwned>(fields: Value) -> T {
    serde_json::from_value(fields).expect("the request has the fields of its type")
}

fn s3(profile: Profile, fields: Value) -> Result<DestinationPlan, FirehoseError> {
    create(profile, "ExtendedS3DestinationConfiguration", with_role(fields, "BucketARN")).map(|plan| plan.destination)
}

#[expect(clippy::needless_pass_by_value, reason = "callers make it for this call")]
fn update(before: &DestinationPlan, member: &str, fields: Value) -> Result<DestinationPlan, FirehoseError> {
    let request = json!({
        "DeliveryStreamName": "orders",
        "CurrentDeliveryStreamVersionId": "1",
        "DestinationId": super::DESTINATION_ID,
        member: fields,
    });
    planning::update(&read::<UpdateDestination>(request), before, &Account::default(), Profile::Current)
}

fn fault(refused: Result<DestinationPlan, FirehoseError>) -> F {
    match refused.expect_err("it is refused") {
        FirehoseError::Argument(fault) => fault,
        other => panic!("{other:?}"),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "callers make it for this call")]
fn partitioned(fields: Value) -> Value {
    let query = "{customer: .customer.id, kind: .kind}";
    let mut all = json!({
        "Prefix": "c=!{partitionKeyFromQuery:customer}/k=!{partitionKeyFromQuery:kind}/",
        "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
        "DynamicPartitioningConfiguration": { "Enabled": true },
        "ProcessingConfiguration": { "Enabled": true, "Processors": [{ "Type": "MetadataExtraction", "Parameters": [
            { "ParameterName": "MetadataExtractionQuery", "ParameterValue": query },
            { "ParameterName": "JsonParsingEngine", "ParameterValue": "JQ-1.6" },
        ] }] },
    });
    let fields = fields.as_object().expect("an object").clone();
    all.as_object_mut().expect("an object").extend(fields);
    all
}

fn lambda(parameters: &[(&str, &str)]) -> Value {
    let parameters: Vec<_> =
        parameters.iter().map(|(name, value)| json!({ "ParameterName": name, "ParameterValue": value })).collect();
    json!({ "ProcessingConfiguration": {
        "Enabled": true,
        "Processors": [{ "Type": "Lambda", "Parameters": parameters }, { "Type": "AppendDelimiterToRecord" }],
    } })
}

const FUNCTION: (&str, &str) = ("LambdaArn", "arn:aws:lambda:us-east-1:123456789012:function:mask:$LATEST");

#[test]
fn a_bucket_takes_everything_that_is_given() {
    let plan = s3(
        Profile::Current,
        json!({
            "Prefix": "in/",
            "ErrorOutputPrefix": "bad/",
            "BufferingHints": { "SizeInMBs": 64, "IntervalInSeconds": 120 },
            "CompressionFormat": "Snappy",
            "EncryptionConfiguration": { "KMSEncryptionConfig": { "AWSKMSKeyARN": "arn:aws:kms:us-east-1:123456789012:key/k" } },
            "FileExtension": ".log",
            "CloudWatchLoggingOptions": { "Enabled": true },
            "S3BackupMode": "Enabled",
            "S3BackupConfiguration": { "RoleARN": ROLE, "BucketARN": "arn:aws:s3:::raw" },
        }),
    );
    let bucket = BucketPlan {
        bucket: "lake".to_owned(),
        prefix: "in/".to_owned(),
        error_output_prefix: "bad/".to_owned(),
        compression: Compression::Snappy,
        buffering: None,
        kms_key: Some("arn:aws:kms:us-east-1:123456789012:key/k".to_owned()),
        file_extension: Some(".log".to_owned()),
    };
    let expected = DestinationPlan {
        buffering: Some(BufferingHints { size_mib: 64, interval_s: 120 }),
        bucket,
        backup: Backup::All,
        backup_bucket: Some(BucketPlan { bucket: "raw".to_owned(), ..BucketPlan::default() }),
        ..DestinationPlan::default()
    };
    assert_eq!(plan, Ok(expected));
}

#[test]
fn a_stream_is_read_by_its_name() {
    let request = json!({
        "DeliveryStreamName": "orders",
        "DeliveryStreamType": "KinesisStreamAsSource",
        "KinesisStreamSourceConfiguration": { "KinesisStreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/clicks", "RoleARN": ROLE },
        "S3DestinationConfiguration": { "RoleARN": ROLE, "BucketARN": "arn:aws:s3:::lake" },
    });
    let plan = planning::create(&read(request), &Account::default(), Profile::Current).expect("it is allowed");
    assert_eq!(plan.source, SourcePlan::KinesisStream { stream: "clicks".to_owned() });
}

#[test]
fn steps_become_parts_of_the_plan() {
    let mut both =
        vec![FUNCTION, ("BufferSizeInMBs", "0.2"), ("BufferIntervalInSeconds", "60"), ("NumberOfRetries", "0")];
    let plan = s3(Profile::Current, lambda(&both)).expect("it is allowed");
    let expected = Transformation {
        function: "mask".to_owned(),
        buffer_size_kib: Some(205),
        buffer_interval_s: Some(60),
        retries: Some(0),
    };
    assert_eq!(plan.transformation, Some(expected));
    assert!(plan.appends_delimiter);
    both[1].1 = "1";
    let mut alone = lambda(&both);
    alone["ProcessingConfiguration"]["Processors"].as_array_mut().expect("a list").pop();
    assert!(s3(Profile::CourseNotes, alone).is_ok());
    let later = FirehoseError::Later { what: "AppendDelimiterToRecord".to_owned() };
    assert_eq!(s3(Profile::CourseNotes, lambda(&both)), Err(later));
    let plan = s3(Profile::Current, partitioned(json!({}))).expect("it is allowed");
    let key = |name: &str, query: &str| PartitionQuery { name: name.to_owned(), query: query.to_owned() };
    let keys = vec![key("customer", ".customer.id"), key("kind", ".kind")];
    assert_eq!(plan.partitioning, Some(Partitioning { keys }));
}

#[test]
fn what_aws_refuses_is_refused() {
    let hints = |size: u32, interval: u32| json!({ "SizeInMBs": size, "IntervalInSeconds": interval });
    let conversion = json!({
        "SchemaConfiguration": { "RoleARN": ROLE, "DatabaseName": "d", "TableName": "t" },
        "InputFormatConfiguration": { "Deserializer": { "OpenXJsonSerDe": {} } },
        "OutputFormatConfiguration": { "Serializer": { "ParquetSerDe": {} } },
    });
    let without = |member: &str| {
        let mut conversion = conversion.clone();
        conversion.as_object_mut().expect("an object").remove(member);
        json!({ "DataFormatConversionConfiguration": conversion })
    };
    let missing = |member: &str| F::Missing { member: member.to_owned() };
    let bounds = |member: &str, least, most| F::HintBounds { member: member.to_owned(), least, most };
    let hint = |parameter: &str, least: &str, most: &str| F::LambdaHint {
        parameter: parameter.to_owned(),
        least: least.to_owned(),
        most: most.to_owned(),
    };
    let (now, then) = (Profile::Current, Profile::CourseNotes);
    let cases = [
        (now, json!({ "BufferingHints": { "SizeInMBs": 5 } }), F::HintsNeedBoth),
        (now, json!({ "BufferingHints": hints(129, 60) }), bounds("SizeInMBs", 1, 128)),
        (then, json!({ "BufferingHints": hints(32, 59) }), bounds("IntervalInSeconds", 60, 900)),
        (now, json!({ "EncryptionConfiguration": {} }), F::BucketEncryption),
        (now, json!({ "S3BackupMode": "Enabled" }), F::BackupBucketMissing),
        (
            now,
            json!({ "S3BackupMode": "Enabled", "S3BackupConfiguration":
                { "BucketARN": "arn:aws:s3:::raw", "BufferingHints": hints(5, 0) } }),
            bounds("IntervalInSeconds", 60, 900),
        ),
        (now, json!({ "Prefix": "!{timestamp:yyyy}/" }), F::ErrorPrefixMissing),
        (now, json!({ "Prefix": "!{timestamp", "ErrorOutputPrefix": "e/" }), F::PrefixInvalid),
        (
            now,
            json!({ "Prefix": "!{time:x}", "ErrorOutputPrefix": "e/" }),
            F::PrefixNamespace { namespace: "time".to_owned() },
        ),
        (now, json!({ "Prefix": "!{firehose:error-output-type}", "ErrorOutputPrefix": "e/" }), F::PrefixErrorType),
        (
            now,
            json!({ "Prefix": "!{timestamp:yyyy}/", "ErrorOutputPrefix": "!{timestamp:yyyy}/" }),
            F::ErrorTypeMissing,
        ),
        (
            now,
            json!({ "Prefix": "!{timestamp:T}/", "ErrorOutputPrefix": "e/" }),
            F::PrefixPattern { is_of_errors: false },
        ),
        (now, json!({ "Prefix": "!{partitionKeyFromQuery:a}", "ErrorOutputPrefix": "e/" }), F::PartitionNamespace),
        (now, without("InputFormatConfiguration"), missing("InputFormatConfiguration")),
        (now, without("OutputFormatConfiguration"), missing("OutputFormatConfiguration")),
        (now, without("SchemaConfiguration"), missing("SchemaConfiguration")),
        (
            now,
            json!({ "DataFormatConversionConfiguration": conversion, "CompressionFormat": "GZIP" }),
            F::ConversionCompression,
        ),
        (
            now,
            json!({ "DataFormatConversionConfiguration": conversion, "BufferingHints": hints(63, 60) }),
            F::ConversionSize { least: 64 },
        ),
        (now, partitioned(json!({ "BufferingHints": hints(63, 60) })), F::PartitioningSize { least: 64 }),
        (now, partitioned(json!({ "BufferingHints": hints(64, 59) })), F::PartitioningInterval { least: 60 }),
        (now, partitioned(json!({ "Prefix": "!{timestamp:yyyy}/" })), F::PartitioningPrefix),
        (now, partitioned(json!({ "Prefix": "!{partitionKeyFromQuery:kind}/" })), F::PartitionKeysInPrefix),
        (now, partitioned(json!({ "DynamicPartitioningConfiguration": null })), F::MetadataWithoutPartitioning),
        (now, lambda(&[]), F::LambdaArnMissing),
        (now, lambda(&[FUNCTION, ("BufferSizeInMBs", "1")]), F::LambdaHintsNeedBoth),
        (now, lambda(&[FUNCTION, ("BufferSizeInMBs", "0.1")]), hint("BufferSizeInMBs", "0.2", "3")),
        (then, lambda(&[FUNCTION, ("BufferSizeInMBs", "0.9")]), hint("BufferSizeInMBs", "1", "3")),
        (now, lambda(&[FUNCTION, ("BufferIntervalInSeconds", "-1")]), hint("BufferIntervalInSeconds", "0", "900")),
        (now, lambda(&[FUNCTION, ("NumberOfRetries", "301")]), F::LambdaRetries { most: 300 }),
        (now, json!({ "ProcessingConfiguration": { "Enabled": true, "Processors": [] } }), F::ProcessorCount),
    ];
    for (profile, fields, expected) in cases {
        assert_eq!(fault(s3(profile, fields.clone())), expected, "{fields}");
    }
}

#[test]
fn a_cluster_cannot_read_everything() {
    let redshift = |bucket: Value| {
        let fields =
            json!({ "CopyCommand": { "DataTableName": "t" }, "S3Configuration": with_role(bucket, "BucketARN") });
        create(Profile::Current, "RedshiftDestinationConfiguration", fields).map(|plan| plan.destination)
    };
    let hints = json!({ "SizeInMBs": 9, "IntervalInSeconds": 90 });
    let plan = redshift(json!({ "BufferingHints": hints, "CompressionFormat": "GZIP" })).expect("it is allowed");
    assert_eq!(plan.buffering, Some(BufferingHints { size_mib: 9, interval_s: 90 }));
    assert_eq!(plan.kind, DestinationKind::Redshift { table: "t".to_owned(), copy_options: String::new() });
    for compression in ["ZIP", "Snappy", "HADOOP_SNAPPY"] {
        assert_eq!(fault(redshift(json!({ "CompressionFormat": compression }))), F::RedshiftCompression);
    }
    let prefix = json!({ "Prefix": "!{timestamp:yyyy}/", "ErrorOutputPrefix": "e/" });
    assert_eq!(fault(redshift(prefix)), F::PrefixOfRedshift);
}

#[test]
fn what_is_not_simulated_is_said() {
    for member in [
        "SnowflakeDestinationConfiguration",
        "IcebergDestinationConfiguration",
        "AmazonOpenSearchServerlessDestinationConfiguration",
        "MSKSourceConfiguration",
        "DatabaseSourceConfiguration",
    ] {
        let refused = create(Profile::Current, member, json!({ "Whatever": 1 }));
        assert_eq!(refused, Err(FirehoseError::NotSimulated { what: member.to_owned() }));
    }
    let unpacked =
        json!({ "ProcessingConfiguration": { "Enabled": true, "Processors": [{ "Type": "Decompression" }] } });
    let refused = s3(Profile::Current, unpacked);
    assert_eq!(refused, Err(FirehoseError::NotSimulated { what: "Decompression".to_owned() }));
}

#[test]
fn exactly_one_destination_is_given() {
    let none = json!({ "DeliveryStreamName": "a" });
    let bucket = json!({ "RoleARN": ROLE, "BucketARN": "arn:aws:s3:::lake" });
    let two = json!({ "DeliveryStreamName": "a", "S3DestinationConfiguration": bucket, "ExtendedS3DestinationConfiguration": bucket });
    for request in [none, two] {
        let refused = planning::create(&read(request), &Account::default(), Profile::Current);
        assert_eq!(refused, Err(F::DestinationCount.into()));
    }
}

#[test]
fn an_update_replaces_what_is_given() {
    let before = s3(Profile::Current, lambda(&[FUNCTION])).expect("it is allowed");
    let after = update(&before, "S3DestinationUpdate", json!({ "Prefix": "new/" })).expect("it is allowed");
    let bucket = BucketPlan { prefix: "new/".to_owned(), ..before.bucket.clone() };
    assert_eq!(after, DestinationPlan { bucket, ..before.clone() });
    let steps = json!({ "ProcessingConfiguration": { "Enabled": false } });
    let after = update(&before, "ExtendedS3DestinationUpdate", steps).expect("it is allowed");
    assert!(after.transformation.is_none() && !after.appends_delimiter);
    let other = json!({ "CopyCommand": { "DataTableName": "t" }, "S3Update": { "BucketARN": "arn:aws:s3:::stage" } });
    let after = update(&before, "RedshiftDestinationUpdate", other).expect("it is allowed");
    assert!(after.transformation.is_none(), "nothing stays when the type changes");
    assert_eq!(after.bucket.bucket, "stage");
}

#[test]
fn what_cannot_be_updated_is_refused() {
    let on = json!({ "DynamicPartitioningConfiguration": { "Enabled": true } });
    let plain = s3(Profile::Current, json!({})).expect("it is allowed");
    assert_eq!(fault(update(&plain, "ExtendedS3DestinationUpdate", on)), F::PartitioningLater);
    let backup = json!({ "S3BackupMode": "Enabled", "S3BackupConfiguration": { "BucketARN": "arn:aws:s3:::raw" } });
    let backed_up = s3(Profile::Current, backup).expect("it is allowed");
    let off = json!({ "S3BackupMode": "Disabled" });
    assert_eq!(fault(update(&backed_up, "ExtendedS3DestinationUpdate", off)), F::BackupOff);
    let missing = F::Missing { member: "S3Configuration".to_owned() };
    let cluster = json!({ "CopyCommand": { "DataTableName": "t" } });
    assert_eq!(fault(update(&plain, "RedshiftDestinationUpdate", cluster)), missing);
    let endpoint = json!({ "EndpointConfiguration": { "Url": "https://a" } });
    let changed = F::DestinationType { name: "HTTP".to_owned() };
    assert_eq!(fault(update(&plain, "HttpEndpointDestinationUpdate", endpoint)), changed);
    let index = json!({ "IndexName": "i" });
    let changed = F::DestinationType { name: "Elasticsearch".to_owned() };
    assert_eq!(fault(update(&plain, "ElasticsearchDestinationUpdate", index)), changed);
}

/// A description as the request that makes what it describes.
fn as_given(shown: Destination) -> Destination {
    Destination {
        s3_configuration: shown.s3_destination_description.clone(),
        s3_backup_configuration: shown.s3_backup_description.clone(),
        ..shown
    }
}

#[test]
fn what_is_described_makes_the_same_plan() {
    for plan in plans() {
        let shown = as_given(describing::destination(&plan, &Account::default(), Profile::Current));
        let given = Some(Box::new(shown));
        let mut request = CreateDeliveryStream { delivery_stream_name: "a".to_owned(), ..Default::default() };
        let member = match plan.kind {
            DestinationKind::S3 => &mut request.extended_s3_destination_configuration,
            DestinationKind::Redshift { .. } => &mut request.redshift_destination_configuration,
            DestinationKind::Elasticsearch { .. } => &mut request.elasticsearch_destination_configuration,
            DestinationKind::OpenSearch { .. } => &mut request.amazonopensearchservice_destination_configuration,
            DestinationKind::HttpEndpoint { .. } => &mut request.http_endpoint_destination_configuration,
            DestinationKind::Splunk { .. } => &mut request.splunk_destination_configuration,
        };
        *member = given;
        let made =
            planning::create(&request, &Account::default(), Profile::Current).expect("what is described is allowed");
        assert_eq!(made.destination, plan);
    }
}

#[test]
fn requests_cross_to_the_worker() {
    for plan in plans() {
        let shown = Box::new(as_given(describing::destination(&plan, &Account::default(), Profile::Current)));
        let request = CreateDeliveryStream { splunk_destination_configuration: Some(shown), ..Default::default() };
        let request = FirehoseRequest::CreateDeliveryStream(request);
        let bytes = postcard::to_allocvec(&request).expect("it can be written");
        assert_eq!(postcard::from_bytes::<FirehoseRequest>(&bytes), Ok(request));
    }
}

#[test]
fn all_but_puts_have_rates() {
    let free: Vec<_> = FirehoseOperation::ALL.iter().filter(|operation| operation.rate().is_none()).collect();
    assert_eq!(free, [&FirehoseOperation::PutRecord, &FirehoseOperation::PutRecordBatch]);
}
