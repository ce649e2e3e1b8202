//! What was written, as bytes: the keys of objects in their buckets, and what they hold.
//!
//! Documented: keys, error lines and the manifest; see [`format`](crate::engine::firehose::format). An object of a cluster
//! is what its `COPY` loads. Leaves out: requests to destinations other than buckets, which are known by their records.

use crate::engine::firehose::DeliveryStream;
use crate::engine::firehose::format::columns::{Table, check};
use crate::engine::firehose::format::compression::compress;
use crate::engine::firehose::format::failed::{CatalogTable, FailedAt, FailedRecord, manifest};
use crate::engine::firehose::format::name::{extension, object_name, uuid};
use crate::engine::firehose::format::prefix::{ErrorOutput, KeySource, Prefixes};
use crate::engine::firehose::lane::Route;
use crate::engine::firehose::object::Object;
use crate::engine::firehose::plan::{BucketPlan, DestinationKind, DestinationPlan};
use crate::engine::firehose::run::{Fault, FaultKind, Run};
use crate::engine::kms::key::KeyState;
use crate::engine::random::{draw, stream_seed};
use crate::engine::time::{EPOCH_UNIX_S, SimTime};
use crate::engine::world::World;
use std::ops::ControlFlow;

/// What an object holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectBytes {
    /// What is in it, before compression; of files of columns, the records of which they were made.
    pub plain: Vec<u8>,
    /// The object as it lies in the bucket.
    pub written: Vec<u8>,
    /// Where each record ends in what is in it.
    pub ends: Vec<usize>,
    /// Whether it goes on: only its first records were made.
    pub is_cut: bool,
}

impl Object {
    /// The bucket in which it lies; nothing for requests to a destination that is none.
    pub fn bucket(&self) -> Option<&BucketPlan> {
        let is_request = self.route == Route::Destination && !self.destination.is_bucket();
        (!is_request).then(|| self.destination.bucket_of(self.route))
    }
}

impl DestinationPlan {
    /// The bucket to which objects of this route are written.
    pub(in crate::engine) fn bucket_of(&self, route: Route) -> &BucketPlan {
        let backup = self.backup_bucket.as_ref().filter(|_| route == Route::Backup);
        backup.unwrap_or(&self.bucket)
    }
}

impl World {
    /// Whether the key of AWS KMS that encrypts the objects of a bucket cannot be used. A key that this account does not
    /// know is taken for one that can.
    pub fn refuses_key_of(&self, bucket: &BucketPlan) -> bool {
        let key = bucket.kms_key.as_deref().and_then(|key| self.keys.find(key, self.now));
        key.is_some_and(|key| key.state != KeyState::Enabled)
    }

    /// The key of an object in its bucket.
    pub fn object_key(&self, stream: &DeliveryStream, object: &Object) -> Option<String> {
        let bucket = object.bucket()?;
        let seed = stream_seed(self.plan.seed, &stream.name);
        let chance = draw(seed, object.number);
        let unique = u128::from(draw(seed ^ 1, object.number)) << 64 | u128::from(draw(seed ^ 2, object.number));
        let prefixes = Prefixes::parse(&bucket.prefix, &bucket.error_output_prefix).ok()?;
        let unix_s = object.oldest.unix_seconds();
        let conversion = object.conversion.as_deref();
        if object.route == Route::DeliveryFailed && matches!(object.destination.kind, DestinationKind::Redshift { .. })
        {
            let folder = prefixes.data(unix_s, chance, &[]);
            return Some(format!("{folder}errors/manifests/{}-{}-manifest", stream.name, uuid(unique)));
        }
        let folder = match error_output(object) {
            None => {
                let plan = object.destination.partitioning.iter().flat_map(|partitioning| &partitioning.keys);
                let from_function = object.destination.keys_of_function();
                let names = plan.map(|key| (KeySource::Query, key.name.as_str()));
                let names = names.chain(from_function.iter().map(|name| (KeySource::Lambda, name.as_str())));
                let values = object.partition.iter().flat_map(|values| values.iter());
                let keys: Vec<_> = names.zip(values).map(|((source, name), value)| (source, name, &**value)).collect();
                prefixes.data(unix_s, chance, &keys)
            }
            Some(output) => prefixes.errors(unix_s, chance, output),
        };
        let extension =
            if error_output(object).is_some() { extension(bucket, None) } else { extension(bucket, conversion) };
        Some(folder + &object_name(&stream.name, u64::from(object.version), unix_s, unique, extension))
    }

    /// What an object holds, made again; at most so many bytes before compression. Nothing where its runs are not kept.
    pub fn object_bytes(&self, stream: &DeliveryStream, object: &Object, most: usize) -> Option<ObjectBytes> {
        let runs = object.runs.as_ref()?;
        let is_redshift = matches!(object.destination.kind, DestinationKind::Redshift { .. });
        if object.route == Route::DeliveryFailed && is_redshift {
            let staged = Object { route: Route::Destination, ..object.clone() };
            let key = self.object_key(stream, &staged)?;
            let plain = manifest([format!("s3://{}/{key}", object.bucket()?.bucket).as_str()]).into_bytes();
            return Some(ObjectBytes { written: plain.clone(), ends: vec![plain.len()], plain, is_cut: false });
        }
        let mut found = ObjectBytes::default();
        let mut table =
            object.conversion.as_ref().map(|conversion| (Table::new(&conversion.columns), conversion.format));
        for run in runs.iter() {
            self.each_record(run, &mut |data| {
                if found.plain.len() >= most {
                    found.is_cut = true;
                    return ControlFlow::Break(());
                }
                match error_output(object) {
                    Some(_) => found.plain.extend(self.failed_line(object, run, data).into_bytes()),
                    None => found.plain.extend_from_slice(data),
                }
                found.ends.push(found.plain.len());
                if let Some((table, _)) = &mut table {
                    let converted = table.push(data);
                    assert!(converted.is_ok(), "what cannot be converted is in another object");
                }
                ControlFlow::Continue(())
            });
        }
        let compression = object.bucket()?.compression;
        let name = uuid(u128::from(draw(stream_seed(self.plan.seed, &stream.name) ^ 3, object.number)));
        found.written = match table {
            Some((table, format)) => table.file(format),
            None => compress(compression, &name, &found.plain),
        };
        Some(found)
    }

    fn failed_line(&self, object: &Object, run: &Run, data: &[u8]) -> String {
        let destination: &DestinationPlan = &object.destination;
        let unknown = Fault { kind: FaultKind::Delivery, attempts: 1, ended: object.delivered, function: None };
        let fault = run.steps.fault.as_ref().unwrap_or(&unknown);
        let lambda_arn = self.account.function_arn(fault.function.as_ref().map_or("", |function| &function.name));
        let conversion = destination.conversion.as_ref();
        let (code, message) = words(fault.kind, object, data);
        let index = destination.kind.index_at(run.arrival().unix_seconds()).unwrap_or_default();
        let at = match (fault.kind, &destination.kind) {
            (FaultKind::Parts | FaultKind::PartitionKey | FaultKind::Partitions, _) => FailedAt::Partitioning,
            (FaultKind::Conversion, _) => FailedAt::Conversion {
                sequence_number: "",
                table: CatalogTable {
                    catalog_id: &self.account.id,
                    region: &self.account.region,
                    table: conversion.map_or("", |conversion| &conversion.table),
                },
            },
            (FaultKind::Delivery | FaultKind::Document, kind) => match kind {
                DestinationKind::Elasticsearch { .. } | DestinationKind::OpenSearch { .. } => {
                    FailedAt::Index { document_id: "", index: &index }
                }
                DestinationKind::Splunk { .. } => FailedAt::Splunk { event_id: "" },
                _ => FailedAt::HttpEndpoint { data_id: "" },
            },
            _ => FailedAt::Function { lambda_arn: &lambda_arn },
        };
        FailedRecord {
            at,
            attempts_made: fault.attempts,
            arrival_unix_ms: unix_ms(run.arrival()),
            ended_unix_ms: unix_ms(fault.ended),
            code: &code,
            message: &message,
            data,
        }
        .line()
    }
}

/// Why what is in an object is among the errors, if it is.
fn error_output(object: &Object) -> Option<ErrorOutput> {
    Some(match object.route {
        Route::Destination | Route::Backup => return None,
        Route::ProcessingFailed => ErrorOutput::Processing,
        Route::ConversionFailed => ErrorOutput::FormatConversion,
        Route::PartitionsExceeded => ErrorOutput::ActivePartitions,
        Route::DeliveryFailed => match object.destination.kind {
            DestinationKind::Elasticsearch { .. } => ErrorOutput::Elasticsearch,
            DestinationKind::OpenSearch { .. } => ErrorOutput::OpenSearch,
            DestinationKind::Splunk { .. } => ErrorOutput::Splunk,
            DestinationKind::S3 | DestinationKind::Redshift { .. } | DestinationKind::HttpEndpoint { .. } => {
                ErrorOutput::HttpEndpoint
            }
        },
    })
}

const fn unix_ms(at: SimTime) -> u64 {
    EPOCH_UNIX_S * 1_000 + at.0 / 1_000
}

/// AWS's code and words for what went wrong. Assumed where the guide has none.
fn words(kind: FaultKind, object: &Object, data: &[u8]) -> (String, String) {
    let own = |code: &str, message: &str| (code.to_owned(), message.to_owned());
    match kind {
        FaultKind::Result => own(
            "Lambda.ProcessingFailedStatus",
            "The Lambda function successfully processed the record but returned the result status as 'ProcessingFailed'.",
        ),
        FaultKind::Function => {
            own("Lambda.FunctionError", "The Lambda function was successfully invoked but it returned an error result.")
        }
        FaultKind::TimedOut => own(
            "Lambda.FunctionError",
            "The Lambda function was successfully invoked but it returned an error result: Task timed out.",
        ),
        FaultKind::Missing => own(
            "Lambda.ResourceNotFound",
            "The Lambda function was not found. Check that it exists and that the role may invoke it.",
        ),
        FaultKind::Parts => own(
            "DynamicPartitioning.RecordDeAggregationFailed",
            "The record could not be taken apart: it does not hold records of the type that is set.",
        ),
        FaultKind::PartitionKey => own(
            "DynamicPartitioning.MetadataExtractionFailed",
            "Partition keys could not be extracted from the record.",
        ),
        FaultKind::Partitions => {
            own("DynamicPartitioning.ActivePartitionLimitExceeded", "The active partition count limit was exceeded.")
        }
        FaultKind::Delivery => own(
            "Delivery.RetryDurationExceeded",
            "The destination did not accept the records within the retry duration.",
        ),
        FaultKind::Document => own("400", "The document could not be parsed: it is not one JSON object."),
        FaultKind::Conversion => {
            let columns = object.destination.conversion.as_ref().map_or(&[][..], |conversion| &conversion.columns);
            match check(data, columns) {
                Err(fault) => (fault.code().to_owned(), fault.message()),
                Ok(()) => own("DataFormatConversion.ParseError", "The record does not fit into the columns."),
            }
        }
    }
}
