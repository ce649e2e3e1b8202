//! Describes a plan as the API does, with the defaults where nothing was said.
//!
//! Assumed: the role, the cluster and the domain that AWS would show; the plan does not know them.

use super::destination::{
    ColumnSerializer, CopyCommand, Deserializer, Destination, DynamicPartitioning, Encryption, EncryptionKey, Endpoint,
    FormatConversion, Hints, InputFormat, OutputFormat, Present, Retry, Schema, Writer,
};
use super::processing;
use super::values::{COMPRESSIONS, ORC, PARQUET, ROTATIONS, text_of};
use crate::engine::account::Account;
use crate::engine::firehose::hints::{HintBounds, backup_hints, retry_hint};
use crate::engine::firehose::plan::{Backup, BucketPlan, BufferingHints, Conversion, DestinationKind, DestinationPlan};
use crate::engine::limits::Profile;

/// The role that a description shows.
pub fn role_arn(account: &Account) -> String {
    format!("arn:aws:iam::{}:role/firehose", account.id)
}

/// The hints by which a destination gathers: its own, or its defaults.
pub fn hints(plan: &DestinationPlan, profile: Profile) -> BufferingHints {
    let HintBounds { size_mib, interval_s } = plan.bounds(profile);
    plan.buffering.unwrap_or(BufferingHints { size_mib: size_mib.2, interval_s: interval_s.2 })
}

/// The settings of a destination.
pub fn destination(plan: &DestinationPlan, account: &Account, profile: Profile) -> Destination {
    let role = role_arn(account);
    let own_hints = Some(written(hints(plan, profile)));
    let is_bucket = plan.kind == DestinationKind::S3;
    let mut shown = if is_bucket { bucket(&plan.bucket, &role, profile) } else { Destination::default() };
    if !is_bucket {
        let mut beside = bucket(&plan.bucket, &role, profile);
        if matches!(plan.kind, DestinationKind::Redshift { .. }) {
            beside.buffering_hints.clone_from(&own_hints);
        }
        shown.role_arn = Some(role.clone());
        shown.s3_destination_description = Some(Box::new(beside));
    }
    shown.buffering_hints = own_hints.filter(|_| !matches!(plan.kind, DestinationKind::Redshift { .. }));
    shown.s3_backup_mode = Some(backup_mode(plan).to_owned());
    let backup = plan.backup_bucket.as_ref().filter(|_| plan.backup == Backup::All);
    shown.s3_backup_description = backup.map(|backup| Box::new(bucket(backup, &role, profile)));
    let duration_in_seconds = retry_hint(&plan.kind).map(|(_, _, default)| plan.retry_s.unwrap_or(default));
    shown.retry_options = duration_in_seconds.map(|_| Retry { duration_in_seconds });
    shown.processing_configuration = processing::describe(plan, account, &role, profile);
    shown.data_format_conversion_configuration = plan.conversion.as_ref().map(|one| conversion(one, account, &role));
    let is_partitioned = is_bucket && plan.partitioning.is_some();
    shown.dynamic_partitioning_configuration = is_partitioned.then_some(DynamicPartitioning { enabled: Some(true) });
    special(&mut shown, &plan.kind, account);
    shown
}

fn special(shown: &mut Destination, kind: &DestinationKind, account: &Account) {
    let Account { id, region, .. } = account;
    match kind {
        DestinationKind::S3 => {}
        DestinationKind::Redshift { table, copy_options } => {
            let url = format!("jdbc:redshift://cluster.{id}.{region}.redshift.amazonaws.com:5439/dev");
            shown.cluster_jdbc_url = Some(url);
            let copy_options = Some(copy_options.clone()).filter(|options| !options.is_empty());
            shown.copy_command = Some(CopyCommand { data_table_name: Some(table.clone()), copy_options });
        }
        DestinationKind::Elasticsearch { index, rotation } | DestinationKind::OpenSearch { index, rotation } => {
            shown.domain_arn = Some(format!("arn:aws:es:{region}:{id}:domain/domain"));
            shown.index_name = Some(index.clone());
            shown.index_rotation_period = text_of(&ROTATIONS, *rotation).map(str::to_owned);
        }
        DestinationKind::HttpEndpoint { url } => {
            shown.endpoint_configuration = Some(Endpoint { url: Some(url.clone()), name: None });
        }
        DestinationKind::Splunk { endpoint } => {
            shown.role_arn = None;
            shown.hec_endpoint = Some(endpoint.clone());
            shown.hec_endpoint_type = Some("Raw".to_owned());
        }
    }
}

/// What the API calls the mode of the backup.
fn backup_mode(plan: &DestinationPlan) -> &'static str {
    let is_all = plan.backup == Backup::All;
    match plan.kind {
        DestinationKind::S3 | DestinationKind::Redshift { .. } => {
            if is_all {
                "Enabled"
            } else {
                "Disabled"
            }
        }
        DestinationKind::Elasticsearch { .. } | DestinationKind::OpenSearch { .. } => {
            if is_all {
                "AllDocuments"
            } else {
                "FailedDocumentsOnly"
            }
        }
        DestinationKind::HttpEndpoint { .. } => {
            if is_all {
                "AllData"
            } else {
                "FailedDataOnly"
            }
        }
        DestinationKind::Splunk { .. } => {
            if is_all {
                "AllEvents"
            } else {
                "FailedEventsOnly"
            }
        }
    }
}

fn bucket(plan: &BucketPlan, role: &str, profile: Profile) -> Destination {
    let HintBounds { size_mib, interval_s } = backup_hints(profile);
    let default = BufferingHints { size_mib: size_mib.2, interval_s: interval_s.2 };
    let is_given = |text: &String| !text.is_empty();
    let key = plan.kms_key.as_ref().map(|key| EncryptionKey { aws_kms_key_arn: key.clone() });
    Destination {
        role_arn: Some(role.to_owned()),
        bucket_arn: Some(format!("arn:aws:s3:::{}", plan.bucket)),
        prefix: Some(plan.prefix.clone()).filter(is_given),
        error_output_prefix: Some(plan.error_output_prefix.clone()).filter(is_given),
        buffering_hints: Some(written(plan.buffering.unwrap_or(default))),
        compression_format: text_of(&COMPRESSIONS, plan.compression).map(str::to_owned),
        encryption_configuration: Some(Encryption {
            no_encryption_config: key.is_none().then(|| "NoEncryption".to_owned()),
            kms_encryption_config: key,
        }),
        file_extension: plan.file_extension.clone(),
        ..Destination::default()
    }
}

fn written(hints: BufferingHints) -> Hints {
    Hints { size_in_mbs: Some(hints.size_mib), interval_in_seconds: Some(hints.interval_s) }
}

fn conversion(plan: &Conversion, account: &Account, role: &str) -> FormatConversion {
    let (database, table) = plan.table.split_once('.').unwrap_or(("", &plan.table));
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let writer = |table| text_of(table, plan.format).map(|text| Writer { compression: Some(text.to_owned()) });
    let deserializer = Deserializer { open_x_json: Some(Present {}), hive_json: None };
    FormatConversion {
        enabled: Some(true),
        schema_configuration: Some(Schema {
            role_arn: Some(role.to_owned()),
            database_name: given(database),
            table_name: given(table),
            region: Some(account.region.clone()),
            version_id: Some("LATEST".to_owned()),
        }),
        input_format_configuration: Some(InputFormat { deserializer: Some(deserializer) }),
        output_format_configuration: Some(OutputFormat {
            serializer: Some(ColumnSerializer { parquet: writer(&PARQUET), orc: writer(&ORC) }),
        }),
    }
}
