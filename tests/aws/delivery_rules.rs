//! Firehose: the settings that it refuses, in its words.

use crate::talk::Talk;
use serde_json::{Value, json};
use shardscope::engine::limits::Profile;
use shardscope::engine::world::World;

const ROLE: &str = "arn:aws:iam::123456789012:role/firehose";
pub const FILTER: &str = "arn:aws:lambda:us-east-1:123456789012:function:filter";
pub const ARGUMENT: &str = "InvalidArgumentException";

pub fn empty(profile: Profile) -> Talk {
    Talk { world: World::empty(1, profile) }
}

/// Fields with others put over them; nulls take fields away.
pub fn with(mut fields: Value, others: &Value) -> Value {
    for (name, value) in others.as_object().expect("an object") {
        fields[name] = value.clone();
    }
    fields
}

fn bucket(fields: &Value) -> Value {
    with(json!({ "RoleARN": ROLE, "BucketARN": "arn:aws:s3:::b" }), fields)
}

pub fn to_bucket(fields: &Value) -> Value {
    json!({ "ExtendedS3DestinationConfiguration": bucket(fields) })
}

pub fn to_search(fields: &Value) -> Value {
    let search = json!({ "RoleARN": ROLE, "IndexName": "logs", "S3Configuration": bucket(&json!({})),
        "DomainARN": "arn:aws:es:us-east-1:123456789012:domain/logs" });
    json!({ "AmazonopensearchserviceDestinationConfiguration": with(search, fields) })
}

pub fn to_cluster(fields: &Value) -> Value {
    let cluster = json!({
        "RoleARN": ROLE,
        "ClusterJDBCURL": "jdbc:redshift://c.a1.us-east-1.redshift.amazonaws.com:5439/dev",
        "CopyCommand": { "DataTableName": "t" },
        "Username": "u",
        "Password": "secret",
        "S3Configuration": bucket(&json!({})),
    });
    json!({ "RedshiftDestinationConfiguration": with(cluster, fields) })
}

pub fn to_endpoint(fields: &Value) -> Value {
    let endpoint = json!({ "EndpointConfiguration": { "Url": "https://a/" }, "S3Configuration": bucket(&json!({})) });
    json!({ "HttpEndpointDestinationConfiguration": with(endpoint, fields) })
}

pub fn to_splunk(endpoint: &str) -> Value {
    json!({ "SplunkDestinationConfiguration":
        { "HECEndpoint": endpoint, "HECEndpointType": "Raw", "S3Configuration": bucket(&json!({})) } })
}

pub fn step(kind: &str, parameters: &[(&str, &str)]) -> Value {
    let parameters: Vec<_> =
        parameters.iter().map(|(name, value)| json!({ "ParameterName": name, "ParameterValue": value })).collect();
    json!({ "ProcessingConfiguration":
        { "Enabled": true, "Processors": [{ "Type": kind, "Parameters": parameters }] } })
}

fn lambda(arn: &str) -> Value {
    to_bucket(&step("Lambda", &[("LambdaArn", arn)]))
}

fn conversion(fields: &Value) -> Value {
    let whole = json!({
        "SchemaConfiguration": { "RoleARN": ROLE, "DatabaseName": "d", "TableName": "t" },
        "InputFormatConfiguration": { "Deserializer": { "OpenXJsonSerDe": {} } },
        "OutputFormatConfiguration": { "Serializer": { "ParquetSerDe": {} } },
    });
    to_bucket(&json!({ "DataFormatConversionConfiguration": with(whole, fields) }))
}

/// What `CreateDeliveryStream` answers: nothing, or the exception and the text.
pub fn create(talk: &mut Talk, fields: &Value) -> Option<(String, String)> {
    let body = with(json!({ "DeliveryStreamName": "lake" }), fields);
    let (status, answer) = talk.ask_firehose("CreateDeliveryStream", &body);
    let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    (status != 200).then(|| (text("__type"), text("message")))
}

pub fn refused(profile: Profile, fields: &Value) -> (String, String) {
    create(&mut empty(profile), fields).unwrap_or_else(|| panic!("{fields} is not refused"))
}

#[track_caller]
pub fn assert_argument(fields: &Value, text: &str) {
    assert_eq!(refused(Profile::Current, fields), (ARGUMENT.to_owned(), text.to_owned()), "{fields}");
}

#[track_caller]
pub fn assert_taken(fields: &Value) {
    assert_eq!(create(&mut empty(Profile::Current), fields), None, "{fields}");
}

#[test]
fn functions_are_named_by_their_arn_in_this_account_and_region() {
    for arn in [FILTER.to_owned(), format!("{FILTER}:$LATEST"), format!("{FILTER}:7")] {
        assert_taken(&lambda(&arn));
    }
    for arn in
        ["filter", "arn:aws:iam::123456789012:role/filter", "arn:aws:lambda:us-east-1:123456789012:filter", "a:b"]
    {
        assert_argument(&lambda(arn), &format!("Invalid LambdaArn: {arn}"));
    }
    for arn in [
        "arn:aws:lambda:us-east-1:210987654321:function:filter",
        "arn:aws:lambda:eu-west-1:123456789012:function:filter",
        "arn:aws:lambda:us-east-1:123456789012:function:nothing",
    ] {
        assert_argument(&lambda(arn), &format!("Function not found: {arn}"));
    }
    let with_role = |role: &str| to_bucket(&step("Lambda", &[("LambdaArn", FILTER), ("RoleArn", role)]));
    assert_taken(&with_role(ROLE));
    assert_argument(&with_role("firehose"), "Invalid RoleArn: firehose");
    let (exception, text) = refused(Profile::Current, &to_bucket(&json!({ "RoleARN": "firehose" })));
    assert_eq!(exception, "ValidationException");
    assert!(text.contains("extendedS3DestinationConfiguration.roleARN"), "{text}");
}

#[test]
fn search_domains_are_named_once() {
    let endpoint = json!({ "DomainARN": null, "ClusterEndpoint": "https://search" });
    assert_taken(&to_search(&json!({})));
    assert_taken(&to_search(&endpoint));
    let neither = "Provide either the Elasticsearch cluster endpoint or domain arn.";
    assert_argument(&to_search(&json!({ "DomainARN": null })), neither);
    let both = format!(
        "Cannot provide both Elasticsearch cluster endpoint and domain ARN. {}",
        neither.replace("the Elasticsearch", "the")
    );
    assert_argument(&to_search(&json!({ "ClusterEndpoint": "https://search" })), &both);
    for index in ["Logs", "_logs", "a b", "a*"] {
        let (exception, text) = refused(Profile::Current, &to_search(&json!({ "IndexName": index })));
        assert_eq!(exception, ARGUMENT);
        assert!(text.starts_with(&format!("Invalid IndexName: {index}.")), "{text}");
    }
}

#[test]
fn a_conversion_names_its_table_its_reader_and_its_writer() {
    assert_taken(&conversion(&json!({})));
    for (member, others) in [
        ("RoleARN", json!({ "DatabaseName": "d", "TableName": "t" })),
        ("DatabaseName", json!({ "RoleARN": ROLE, "TableName": "t" })),
        ("TableName", json!({ "RoleARN": ROLE, "DatabaseName": "d" })),
        ("RoleARN", json!({})),
    ] {
        let text = format!("{member} must not be null");
        assert_argument(&conversion(&json!({ "SchemaConfiguration": others })), &text);
    }
    for member in ["SchemaConfiguration", "InputFormatConfiguration", "OutputFormatConfiguration"] {
        assert_argument(&conversion(&json!({ member: null })), &format!("{member} must not be null"));
    }
    for (member, text) in [
        (json!({ "InputFormatConfiguration": {} }), "Deserializer must not be null"),
        (json!({ "InputFormatConfiguration": { "Deserializer": {} } }), "Deserializer must not be null"),
        (
            json!({ "InputFormatConfiguration": { "Deserializer": { "OpenXJsonSerDe": {}, "HiveJsonSerDe": {} } } }),
            "More than one deserializer specified. Only one may be chosen.",
        ),
        (json!({ "OutputFormatConfiguration": {} }), "Serializer must not be null"),
        (
            json!({ "OutputFormatConfiguration": { "Serializer": { "OrcSerDe": {}, "ParquetSerDe": {} } } }),
            "More than one serializer specified. Only one may be chosen.",
        ),
    ] {
        assert_argument(&conversion(&member), text);
    }
    assert_taken(&conversion(&json!({ "Enabled": false, "SchemaConfiguration": null })));
}

#[test]
fn sources_are_read_or_put_into() {
    let arn = |region: &str, account: &str| format!("arn:aws:kinesis:{region}:{account}:stream/s");
    let source = |kind: Option<&str>, arn: String| {
        let source = json!({ "KinesisStreamARN": arn, "RoleARN": ROLE });
        let fields = json!({ "DeliveryStreamType": kind, "KinesisStreamSourceConfiguration": source });
        with(to_bucket(&json!({})), &fields)
    };
    let here = || arn("us-east-1", "123456789012");
    let not_wanted = "KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream type";
    for kind in [None, Some("DirectPut")] {
        assert_argument(&source(kind, here()), not_wanted);
    }
    let missing = with(to_bucket(&json!({})), &json!({ "DeliveryStreamType": "KinesisStreamAsSource" }));
    assert_argument(&missing, "KinesisSourceStreamConfig is mandatory for KinesisStreamAsSource stream type.");
    let stream = Some("KinesisStreamAsSource");
    for (region, account) in [("us-east-1", "210987654321"), ("eu-west-1", "123456789012")] {
        let told = create(&mut Talk::with_stream(1), &source(stream, arn(region, account)));
        let text = format!("Stream s under account {account} not found.");
        assert_eq!(told, Some((ARGUMENT.to_owned(), text)));
    }
    assert_eq!(create(&mut Talk::with_stream(1), &source(stream, here())), None);
}

#[test]
fn what_is_not_kept_is_checked_all_the_same() {
    let zone = |name: &str| to_bucket(&json!({ "CustomTimeZone": name }));
    for name in ["", "UTC", "Asia/Tokyo", "Europe/Kiev", "America/Buenos_Aires"] {
        assert_taken(&zone(name));
    }
    let unknown = "Provided custom time zone is not supported. Custom time zones are limited to UTC and non-3-letter IANA \
                   time zones.";
    for name in ["Mars/Phobos", "Europe/Nowhere", "Europe/", "EST", "Asia/Kolkata", "Asia"] {
        assert_argument(&zone(name), unknown);
    }
    let logs = |fields: Value| to_bucket(&json!({ "CloudWatchLoggingOptions": fields }));
    assert_taken(&logs(json!({ "Enabled": false })));
    assert_taken(&logs(json!({ "Enabled": true, "LogGroupName": "g", "LogStreamName": "s" })));
    let group = "CloudWatch Log Group Name is required if CloudWatch Logging is enabled";
    assert_argument(&logs(json!({ "Enabled": true })), group);
    let beside = bucket(&json!({ "CloudWatchLoggingOptions": { "Enabled": true } }));
    assert_argument(&to_search(&json!({ "S3Configuration": beside })), group);
    assert_taken(&to_cluster(&json!({ "Password": null, "SecretsManagerConfiguration": { "Enabled": true } })));
    let password = "Redshift Database Password is required for Redshift Destination";
    assert_argument(&to_cluster(&json!({ "Password": null })), password);
    let attributes = |names: &[&str]| {
        let attributes: Vec<_> =
            names.iter().map(|name| json!({ "AttributeName": name, "AttributeValue": "" })).collect();
        to_endpoint(&json!({ "RequestConfiguration": { "CommonAttributes": attributes } }))
    };
    assert_taken(&attributes(&["a", "b"]));
    assert_argument(&attributes(&["a", "b", "a"]), "Http Endpoint Common Attributes have duplicate name a");
    assert_taken(&to_splunk("https://splunk:8088"));
    let endpoint = "Invalid HECEndpoint. Supported endpoint format is https://<domain>:<port>.";
    assert_argument(&to_splunk("http://splunk:8088"), endpoint);
    let key = |arn: &str| {
        to_bucket(&json!({ "EncryptionConfiguration": { "KMSEncryptionConfig": { "AWSKMSKeyARN": arn } } }))
    };
    assert_taken(&key("arn:aws:kms:us-east-1:123456789012:key/a"));
    let elsewhere = "arn:aws:kms:eu-west-1:123456789012:key/a";
    let text = format!("KMS Key {elsewhere} does not exist in the same region as the S3 bucket");
    assert_argument(&key(elsewhere), &text);
}

#[test]
fn prefixes_have_512_characters_at_most() {
    let long = |length: usize| "a".repeat(length);
    let expression = "!{firehose:random-string}";
    assert_taken(&to_bucket(&json!({ "Prefix": long(512), "ErrorOutputPrefix": long(512) })));
    assert_taken(&to_bucket(&json!({ "Prefix": long(511) + expression, "ErrorOutputPrefix": "e/" })));
    let text = |what: &str| format!("Length of evaluated {what} cannot be greater than 512");
    for prefix in [long(513), long(512) + expression, expression.to_owned() + &long(512)] {
        let fields = json!({ "Prefix": prefix, "ErrorOutputPrefix": "e/" });
        assert_argument(&to_bucket(&fields), &text("prefix"));
    }
    assert_argument(&to_bucket(&json!({ "ErrorOutputPrefix": long(513) })), &text("ErrorOutputPrefix"));
}

#[test]
fn texts_about_values_name_the_package_of_firehose() {
    let records = vec![json!({ "Data": "YQ==" }); 501];
    let body = json!({ "DeliveryStreamName": "lake", "Records": records });
    let (_, answer) = empty(Profile::Current).ask_firehose("PutRecordBatch", &body);
    let text = answer["message"].as_str().expect("a text");
    assert!(text.contains("com.amazonaws.firehose.v20150804.Record@") && !text.contains("kinesis"), "{}", &text[..200]);
}

#[test]
fn a_cluster_copies_with_the_options_that_are_given() {
    let described = |talk: &mut Talk| {
        let (_, answer) = talk.ask_firehose("DescribeDeliveryStream", &json!({ "DeliveryStreamName": "lake" }));
        let destination = &answer["DeliveryStreamDescription"]["Destinations"][0];
        destination["RedshiftDestinationDescription"]["CopyCommand"].clone()
    };
    let mut talk = empty(Profile::Current);
    let copy = json!({ "DataTableName": "t", "CopyOptions": "JSON 'auto' GZIP" });
    assert_eq!(create(&mut talk, &to_cluster(&json!({ "CopyCommand": copy }))), None);
    talk.wait(60);
    assert_eq!(described(&mut talk), copy);
    let update = |talk: &mut Talk, version: &str, fields: Value| {
        let body = json!({
            "DeliveryStreamName": "lake",
            "CurrentDeliveryStreamVersionId": version,
            "DestinationId": "destinationId-000000000001",
            "RedshiftDestinationUpdate": fields,
        });
        assert_eq!(talk.ask_firehose("UpdateDestination", &body).0, 200, "{body}");
    };
    update(&mut talk, "1", json!({ "RetryOptions": { "DurationInSeconds": 60 } }));
    assert_eq!(described(&mut talk), copy, "what is not given stays");
    update(&mut talk, "2", json!({ "CopyCommand": { "DataTableName": "u" } }));
    assert_eq!(described(&mut talk), json!({ "DataTableName": "u" }), "the command is replaced as a whole");
    let allowed = "Only the following compression formats are allowed when using Redshift: [UNCOMPRESSED, GZIP]";
    for compression in ["ZIP", "Snappy", "HADOOP_SNAPPY"] {
        let staged = bucket(&json!({ "CompressionFormat": compression }));
        assert_argument(&to_cluster(&json!({ "S3Configuration": staged })), allowed);
    }
}
