//! Requests of Firehose: checked, carried out, and answered or refused in its words.
//!
//! Texts were recorded against AWS (by the authors of emulators and checkers, and in reports of users), except where
//! `assumed` stands. What the simulator refuses and AWS would not, it refuses under a name of its own.

use crate::aws::error::Refusal;
use crate::aws::error_texts;
use crate::aws::model::OperationModel;
use crate::aws::services::unkept;
use crate::aws::{Backend, check};
use crate::engine::account::Account;
use crate::engine::api::values::Timestamp;
use crate::engine::firehose::api::DESTINATION_ID;
use crate::engine::firehose::api::destination::Destination;
use crate::engine::firehose::api::error::{ArgumentFault, FirehoseError};
use crate::engine::firehose::api::request::{DestinationType, FirehoseOperation, FirehoseRequest};
use crate::engine::firehose::api::response::{Description, EncryptionDescription, FirehoseResponse};
use crate::engine::time::SimTime;
use serde_json::{Value, json};

/// What Firehose tells those for whom there is no room.
const SLOW_DOWN: &str = "Slow down.";
const THROTTLED: &str = "ServiceUnavailableException";
/// What there is instead of what is not simulated.
const SIMULATED: &str = "Sources: DirectPut and KinesisStreamAsSource. Destinations: S3, Redshift, Elasticsearch, OpenSearch \
    Service, HTTP endpoints and Splunk. Steps: RecordDeAggregation, Lambda, MetadataExtraction and AppendDelimiterToRecord.";

const BAD_REQUEST: u16 = 400;
const UNAVAILABLE: u16 = 503;

/// Has a request carried out whose body was read already.
pub fn perform<B: Backend + ?Sized>(
    operation: &'static OperationModel,
    body: Value,
    backend: &mut B,
) -> Result<Value, Refusal> {
    let request = request(operation, body)?;
    let answer = backend.deliver(request).map_err(|error| Refusal::of_firehose(&error, backend.account()))?;
    Ok(rendered(answer))
}

/// Checks the body of a request and reads it as the engine's type.
pub fn request(operation: &'static OperationModel, body: Value) -> Result<FirehoseRequest, Refusal> {
    let fields = Value::Object(check::check(operation, body)?);
    unkept::check(&fields).map_err(Refusal::invalid_argument)?;
    let known = FirehoseOperation::ALL.iter().find(|known| known.name() == operation.name);
    known.and_then(|known| FirehoseRequest::read(*known, fields).ok()).ok_or_else(Refusal::unreadable)
}

/// An answer as AWS's JSON.
fn rendered(answer: FirehoseResponse) -> Value {
    match answer {
        FirehoseResponse::Done => json!({}),
        FirehoseResponse::Created(arn) => json!({ "DeliveryStreamARN": arn }),
        FirehoseResponse::Described(description) => json!({ "DeliveryStreamDescription": described(&description) }),
        FirehoseResponse::Listed(names, has_more) => {
            json!({ "DeliveryStreamNames": names, "HasMoreDeliveryStreams": has_more })
        }
        FirehoseResponse::Tags(tags, has_more) => given(json!({ "Tags": tags, "HasMoreTags": has_more })),
        FirehoseResponse::Put { record_id, encrypted } => json!({ "RecordId": record_id, "Encrypted": encrypted }),
        FirehoseResponse::PutBatch { records, encrypted } => {
            let failed = records.iter().filter(|record| record.is_none()).count();
            let entry = |record: Option<String>| match record {
                Some(id) => json!({ "RecordId": id }),
                None => json!({ "ErrorCode": THROTTLED, "ErrorMessage": SLOW_DOWN }),
            };
            let entries: Vec<_> = records.into_iter().map(entry).collect();
            json!({ "FailedPutCount": failed, "Encrypted": encrypted, "RequestResponses": entries })
        }
    }
}

fn described(description: &Description) -> Value {
    let instant = |at: SimTime| json!(Timestamp::from(at));
    let source = description.source.as_ref().map(|(arn, since)| {
        json!({ "KinesisStreamSourceDescription": {
            "KinesisStreamARN": arn, "RoleARN": description.role_arn, "DeliveryStartTimestamp": instant(*since),
        } })
    });
    let mut destination = json!({ "DestinationId": DESTINATION_ID });
    destination[description.destination_type.description()] = json!(description.destination);
    // Observed: what there is of a bucket is told in the older member too.
    if description.destination_type == DestinationType::ExtendedS3 {
        destination[DestinationType::S3.description()] = json!(plain_bucket(&description.destination));
    }
    given(json!({
        "DeliveryStreamName": description.name,
        "DeliveryStreamARN": description.arn,
        "DeliveryStreamStatus": description.status.name(),
        "DeliveryStreamEncryptionConfiguration": description.encryption.as_ref().map(encryption),
        "DeliveryStreamType": description.kind,
        "VersionId": description.version.to_string(),
        "CreateTimestamp": instant(description.created),
        "LastUpdateTimestamp": description.updated.map(instant),
        "Source": source,
        "Destinations": [destination],
        "HasMoreDestinations": false,
    }))
}

fn encryption(encryption: &EncryptionDescription) -> Value {
    json!({ "KeyARN": encryption.key_arn, "KeyType": encryption.key_type, "Status": encryption.status })
}

/// What `S3DestinationDescription` has of a bucket.
fn plain_bucket(of: &Destination) -> Destination {
    Destination {
        role_arn: of.role_arn.clone(),
        bucket_arn: of.bucket_arn.clone(),
        prefix: of.prefix.clone(),
        error_output_prefix: of.error_output_prefix.clone(),
        buffering_hints: of.buffering_hints.clone(),
        compression_format: of.compression_format.clone(),
        encryption_configuration: of.encryption_configuration.clone(),
        ..Destination::default()
    }
}

/// The same without nulls.
fn given(mut value: Value) -> Value {
    match &mut value {
        Value::Object(fields) => {
            fields.retain(|_, field| !field.is_null());
            fields.values_mut().for_each(|field| *field = given(field.take()));
        }
        Value::Array(entries) => entries.iter_mut().for_each(|entry| *entry = given(entry.take())),
        _ => {}
    }
    value
}

impl Refusal {
    /// What Firehose refused, in AWS's words.
    pub fn of_firehose(error: &FirehoseError, account: &Account) -> Self {
        use FirehoseError as E;
        if let E::NotSimulated { what } = error {
            return Self::not_simulated(format!(
                "{what} is a setting of Firehose that Shardscope does not simulate. {SIMULATED}"
            ));
        }
        if let E::OwnBound { max, quota } = error {
            return Self::not_simulated(format!(
                "Shardscope simulates {max} delivery streams at most. That bound is its own: AWS allows up to {quota} in a \
                 Region."
            ));
        }
        if let E::Later { what } = error {
            return Self::not_simulated(format!(
                "{what} came later than the course notes, whose limits hold. They have the destinations S3, Redshift, \
                 Elasticsearch and OpenSearch Service; the current limits have it."
            ));
        }
        let (status, code) = match error {
            E::NotFound { .. } | E::NotActive { .. } => (BAD_REQUEST, "ResourceNotFoundException"),
            E::Exists { .. } | E::Busy { .. } | E::EncryptionBusy { .. } => (BAD_REQUEST, "ResourceInUseException"),
            E::StreamQuota { .. } | E::TagQuota { .. } | E::EncryptionSwitches { .. } | E::KeyQuota { .. } => {
                (BAD_REQUEST, "LimitExceededException")
            }
            E::Version { .. } => (BAD_REQUEST, "ConcurrentModificationException"),
            E::Kms(_) => (BAD_REQUEST, "InvalidKMSResourceException"),
            E::Throttled { .. } => (UNAVAILABLE, THROTTLED),
            E::CallRate => (BAD_REQUEST, "ThrottlingException"),
            E::Argument(_) | E::Plan(_) | E::NotSimulated { .. } | E::Later { .. } | E::OwnBound { .. } => {
                (BAD_REQUEST, "InvalidArgumentException")
            }
        };
        Self { status, code, message: Some(text(error, account)) }
    }
}

fn text(error: &FirehoseError, account: &Account) -> String {
    use FirehoseError as E;
    let id = &account.id;
    match error {
        E::NotFound { stream } => format!("Firehose {stream} under account {id} not found."),
        E::NotActive { stream } => format!("Firehose {stream} is not active in {id} account."),
        E::Exists { stream } => format!("Firehose {stream} under accountId {id} already exists"),
        // assumed, after the one for updates
        E::Busy { stream, status } => {
            format!("Cannot update firehose: {stream} when it is in {} status", status.name())
        }
        // assumed
        E::EncryptionBusy { stream } => {
            format!("Firehose {stream} under account {id} is already changing its encryption.")
        }
        E::StreamQuota { limit, names } => format!(
            "You have already consumed your firehose quota of {limit} hoses. Firehose names: [{}]",
            names.join(", ")
        ),
        // assumed
        E::TagQuota { stream, limit } => {
            format!("Firehose {stream} under account {id} cannot have more than {limit} tags.")
        }
        // assumed
        E::EncryptionSwitches { stream, limit } => format!(
            "Firehose {stream} under account {id} has changed its encryption {limit} times within the last 24 hours."
        ),
        // assumed
        E::KeyQuota { key, limit } => format!("The key {key} encrypts {limit} delivery streams already."),
        E::Version { stream, current, given } => format!(
            "Cannot update firehose: {stream} since the current version id: {current} and specified version id: {given} \
             do not match"
        ),
        E::Argument(fault) => argument(fault),
        // the simulator's own bounds
        E::Plan(violation) => format!("Invalid value for {}: {}", violation.field, violation.value),
        E::Kms(fault) => error_texts::kms(fault, account),
        E::Throttled { .. } => SLOW_DOWN.to_owned(),
        E::CallRate => "Rate exceeded".to_owned(),
        E::NotSimulated { what } | E::Later { what } => what.clone(),
        E::OwnBound { max, .. } => max.to_string(),
    }
}

fn argument(fault: &ArgumentFault) -> String {
    use ArgumentFault as F;
    match fault {
        F::Missing { member } => format!("{member} must not be null"),
        // assumed: the checks before the engine have told it
        F::Value { member, value } => format!("Invalid {member}: {value}"),
        F::DestinationId { id } => format!("Destination Id {id} not found"),
        F::DestinationType { name } => {
            format!("Changing the destination type to or from {name} is not supported at this time.")
        }
        // assumed
        F::SourceStreamNotFound { stream, account } => format!("Stream {stream} under account {account} not found."),
        // assumed
        F::FunctionNotFound { arn } => format!("Function not found: {arn}"),
        // assumed
        F::LambdaArn { arn } => format!("Invalid LambdaArn: {arn}"),
        // assumed
        F::IndexName { index } => format!(
            "Invalid IndexName: {index}. Index names are in lower case, do not begin with -, _ or + and have none of \
             \\ / * ? \" < > | , # and space."
        ),
        F::BucketKeyRegion { key } => format!("KMS Key {key} does not exist in the same region as the S3 bucket"),
        F::BatchBytes { limit, .. } => format!("Records size exceeds {} MB limit", limit.0 >> 20),
        // assumed
        F::HintBounds { member, least, most } => {
            format!("BufferingHints.{member} must be between {least} and {most}.")
        }
        F::ConversionSize { least } => {
            format!("BufferingHints.SizeInMBs must be at least {least} when data format conversion is enabled.")
        }
        F::SerializerCount { count: 0 } => "Serializer must not be null".to_owned(),
        F::DeserializerCount { count: 0 } => "Deserializer must not be null".to_owned(),
        F::PartitioningSize { least } => {
            format!("BufferingHints.SizeInMBs must be at least {least} when Dynamic Partitioning is enabled.")
        }
        // assumed, after the one before
        F::PartitioningInterval { least } => {
            format!("BufferingHints.IntervalInSeconds must be at least {least} when Dynamic Partitioning is enabled.")
        }
        // assumed
        F::PartitionKeys { limit } => format!("A maximum of {limit} partition keys is supported."),
        // assumed
        F::MetadataQuery { query } => format!("MetaDataExtraction JQ Query is not valid: {query}"),
        F::PrefixNamespace { namespace } => {
            format!("Namespace to the left of colon ({namespace}) is an invalid keyword!")
        }
        F::PrefixLength { is_of_errors, limit } => {
            let name = if *is_of_errors { "ErrorOutputPrefix" } else { "prefix" };
            format!("Length of evaluated {name} cannot be greater than {limit}")
        }
        F::PrefixPattern { is_of_errors } => {
            let name = if *is_of_errors { "ErrorOutputPrefix" } else { "Prefix" };
            format!("Invalid conversion character used in the value of the expression in {name}")
        }
        F::ProcessorTwice { kind } => format!("Cannot have more than 1 {kind} processor."),
        F::LambdaHint { parameter, least, most } => {
            format!("{parameter} for lambda processor must be between {least} and {most}.")
        }
        F::LambdaRetries { most } => format!("Number of retries for lambda must be between 0 and {most}."),
        // assumed
        F::SystemTag { key } => format!("Tag key {key} is reserved for AWS."),
        // assumed
        F::TagTwice { key } => format!("Duplicate tag key: {key}"),
        other => same(other).to_owned(),
    }
}

/// The texts without anything in them.
const fn same(fault: &ArgumentFault) -> &'static str {
    use ArgumentFault as F;
    match fault {
        F::DestinationCount => "Exactly one destination configuration is supported for a Firehose",
        F::SourceMissing => "KinesisSourceStreamConfig is mandatory for KinesisStreamAsSource stream type.",
        F::PutToStreamSource => "This operation is not permitted on KinesisStreamAsSource delivery stream type.",
        // assumed
        F::HintsNeedBoth => "BufferingHints needs both SizeInMBs and IntervalInSeconds.",
        F::ConversionCompression => {
            "The S3 destination's compression format must be set to UNCOMPRESSED when data format conversion is enabled"
        }
        // Recorded by an emulator.
        F::SourceNotWanted => "KinesisSourceStreamConfig is only applicable for KinesisStreamAsSource stream type",
        F::DomainMissing => "Provide either the Elasticsearch cluster endpoint or domain arn.",
        F::DomainTwice => {
            "Cannot provide both Elasticsearch cluster endpoint and domain ARN. Provide either the cluster endpoint or \
             domain arn."
        }
        F::HecEndpoint => "Invalid HECEndpoint. Supported endpoint format is https://<domain>:<port>.",
        F::DeserializerCount { .. } => "More than one deserializer specified. Only one may be chosen.",
        F::SerializerCount { .. } => "More than one serializer specified. Only one may be chosen.",
        // assumed
        F::PartitioningLater => "Dynamic Partitioning cannot be enabled for an existing Firehose.",
        F::PartitioningPrefix => {
            "S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is enabled"
        }
        F::PartitionKeysInPrefix => {
            "MetaDataExtraction JQ Query can't contain keys that are not present in the S3 Prefix expression"
        }
        F::PartitionNamespace => {
            "Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic Partitioning is enabled."
        }
        F::MetadataWithoutPartitioning => {
            "class com.amazonaws.services.firehose.internal.model.MetadataExtractionProcessor can only be present when \
             Dynamic Partitioning is enabled."
        }
        F::JsonParsingEngine => "MetaDataExtraction JSON Parsing Engine has to be one of JQ-1.6",
        // AWS writes it so.
        F::ErrorPrefixMissing => {
            "Ths supplied prefix(es) do not satisfy the following constraint: ErrorOutputPrefix cannot be null or empty \
             when Prefix contains expressions"
        }
        F::ErrorTypeMissing => {
            "ErrorOutputPrefix must contain at least one occurrence of !{firehose:error-output-type}"
        }
        F::PrefixErrorType => "Prefix must not contain any occurrence of !{firehose:error-output-type}",
        F::PrefixOfRedshift => {
            "Prefix Expressions or ErrorOutputPrefix is currently not supported for this destination"
        }
        F::RedshiftCompression => {
            "Only the following compression formats are allowed when using Redshift: [UNCOMPRESSED, GZIP]"
        }
        F::BackupOff => "Disabling S3 backup is not currently supported.",
        F::BackupBucketMissing => "S3 backup destination configuration is required when enabling S3 backup.",
        F::BucketEncryption => "Exactly one of NoEncryptionConfig or KMSEncryptionConfig must be specified",
        F::ProcessorCount => {
            "A maximum of 5 and a minimum of 1 processor needs to be supplied when processing is enabled."
        }
        F::LambdaArnMissing => "LambdaArn is required when Lambda processor is used.",
        F::LambdaHintsNeedBoth => {
            "Both BufferSizeInMBs and BufferIntervalInSeconds are required to configure buffering for lambda processor."
        }
        F::KeyArnMissing => "KeyARN has to be specified when KeyType is CUSTOMER_MANAGED_CMK",
        F::KeyArnNotWanted => "KeyARN cannot be specified when KeyType is AWS_OWNED_CMK",
        F::KeyRegion => "Cross-region keys are not allowed for SSE. Please provide CMKs in the same region as firehose",
        F::EncryptionOfStreamSource => {
            "Server side encryption from firehose is only allowed for direct put delivery streams and database as a \
             source delivery streams"
        }
        _ => "Invalid expression usage",
    }
}
