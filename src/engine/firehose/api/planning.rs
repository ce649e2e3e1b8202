//! Turns the settings that a request gives into a plan: of a new delivery stream, or of one whose destination changes.
//!
//! Documented (API model 2015-08-04, `UpdateDestination`): what an update gives replaces what was there and the rest
//! stays, unless the type of the destination changes; then nothing stays; search domains and HTTP endpoints do not change
//! into other types; a conversion needs role, database and table. Observed: an update of `ProcessingConfiguration` replaces
//! all of it. Assumed: an update of `CopyCommand` does so too; dynamic partitioning can be switched off; streams of other
//! accounts and Regions are not found.

use super::destination::{Destination, EncryptionKey, FormatConversion, Hints, InputFormat, Schema, Writer};
use super::error::{ArgumentFault, FirehoseError};
use super::request::{CreateDeliveryStream, DestinationType, UpdateDestination};
use super::values::{COMPRESSIONS, DeliveryStreamType, ORC, PARQUET, ROTATIONS, value_of};
use super::{DESTINATION_ID, processing, rules};
use crate::engine::account::Account;
use crate::engine::firehose::plan::{
    Backup, BucketPlan, BufferingHints, ColumnFormat, Conversion, DeliveryStreamPlan, DestinationKind, DestinationPlan,
    IndexRotation, Partitioning, SourcePlan,
};
use crate::engine::firehose::validate::is_index_name;
use crate::engine::limits::Profile;

type Done = Result<(), FirehoseError>;

/// The modes of a backup that keep everything.
const BACKUP_OF_ALL: [&str; 4] = ["Enabled", "AllDocuments", "AllEvents", "AllData"];

/// The plan of a new delivery stream.
pub fn create(
    request: &CreateDeliveryStream,
    account: &Account,
    profile: Profile,
) -> Result<DeliveryStreamPlan, FirehoseError> {
    if let Some(member) = request.unsimulated() {
        return Err(not_simulated(member));
    }
    let source = match (request.delivery_stream_type.unwrap_or_default(), &request.kinesis_stream_source_configuration)
    {
        (DeliveryStreamType::DirectPut, None) => SourcePlan::DirectPut,
        (DeliveryStreamType::DirectPut, Some(_)) => return Err(ArgumentFault::SourceNotWanted.into()),
        (DeliveryStreamType::KinesisStreamAsSource, None) => return Err(ArgumentFault::SourceMissing.into()),
        (DeliveryStreamType::KinesisStreamAsSource, Some(source)) => {
            SourcePlan::KinesisStream { stream: stream_name(&source.kinesis_stream_arn, account)? }
        }
        (other, _) => return Err(not_simulated(other.name())),
    };
    let [(kind, given)] = request.destinations()[..] else { return Err(ArgumentFault::DestinationCount.into()) };
    let mut destination = DestinationPlan::default();
    fill(&mut destination, kind, given, Change { has_all: true, is_first: true, account, profile })?;
    Ok(DeliveryStreamPlan { name: request.delivery_stream_name.clone(), source, destination })
}

/// What a destination becomes.
pub fn update(
    request: &UpdateDestination,
    before: &DestinationPlan,
    account: &Account,
    profile: Profile,
) -> Result<DestinationPlan, FirehoseError> {
    if request.destination_id != DESTINATION_ID {
        return Err(ArgumentFault::DestinationId { id: request.destination_id.clone() }.into());
    }
    if let Some(member) = request.unsimulated() {
        return Err(not_simulated(member));
    }
    let [(kind, given)] = request.destinations()[..] else { return Err(ArgumentFault::DestinationCount.into()) };
    let is_same = is_same_type(kind, &before.kind)?;
    let mut plan = if is_same { before.clone() } else { DestinationPlan::default() };
    fill(&mut plan, kind, given, Change { has_all: !is_same, is_first: false, account, profile })?;
    if is_same && before.backup == Backup::All && plan.backup != Backup::All {
        return Err(ArgumentFault::BackupOff.into());
    }
    Ok(plan)
}

/// Whether an update is of the type that is there; refuses changes of type that AWS does not make.
fn is_same_type(kind: DestinationType, before: &DestinationKind) -> Result<bool, FirehoseError> {
    use DestinationType as T;
    let family = |kind: T| match kind {
        T::S3 | T::ExtendedS3 => T::S3,
        T::Elasticsearch | T::OpenSearch => T::OpenSearch,
        other => other,
    };
    let (from, to) = (family(T::of(before)), family(kind));
    for (fixed, name) in [(T::OpenSearch, "Elasticsearch"), (T::HttpEndpoint, "HTTP")] {
        if from != to && (from == fixed || to == fixed) {
            return Err(ArgumentFault::DestinationType { name: name.to_owned() }.into());
        }
    }
    Ok(from == to)
}

/// How settings are taken.
#[derive(Clone, Copy)]
struct Change<'a> {
    /// Whether what is needed must be given, because nothing is there.
    has_all: bool,
    /// Whether the delivery stream is new.
    is_first: bool,
    account: &'a Account,
    profile: Profile,
}

/// Fills in what is given, and checks the whole.
fn fill(plan: &mut DestinationPlan, kind: DestinationType, given: &Destination, change: Change<'_>) -> Done {
    match kind {
        DestinationType::S3 | DestinationType::ExtendedS3 => {
            plan.kind = DestinationKind::S3;
            bucket(&mut plan.bucket, given, change)?;
            plan.buffering = hints(given.buffering_hints.as_ref(), plan.buffering)?;
        }
        _ => {
            special(&mut plan.kind, kind, given, change.has_all)?;
            beside(plan, given, change)?;
        }
    }
    if let Some(mode) = &given.s3_backup_mode {
        plan.backup = if BACKUP_OF_ALL.contains(&mode.as_str()) { Backup::All } else { Backup::FailedOnly };
    }
    backup_bucket(plan, given, change)?;
    if let Some(retry) = &given.retry_options {
        plan.retry_s = retry.duration_in_seconds.or(plan.retry_s);
    }
    if let Some(conversion) = &given.data_format_conversion_configuration {
        plan.conversion = converted(conversion, plan.conversion.take())?;
    }
    if let Some(partitioning) = &given.dynamic_partitioning_configuration {
        match (partitioning.enabled.unwrap_or_default(), &plan.partitioning) {
            (true, None) if !change.is_first => return Err(ArgumentFault::PartitioningLater.into()),
            (true, None) => plan.partitioning = Some(Partitioning { keys: Vec::new() }),
            (true, Some(_)) => {}
            (false, _) => plan.partitioning = None,
        }
    }
    if let Some(given) = &given.processing_configuration {
        processing::apply(plan, given, change.account, change.profile)?;
    }
    let later = plan.later_than(change.profile).map(|later| later.member);
    let zone =
        given.custom_time_zone.as_ref().filter(|_| change.profile == Profile::CourseNotes).map(|_| "CustomTimeZone");
    if let Some(what) = later.or(zone) {
        return Err(FirehoseError::Later { what: what.to_owned() });
    }
    rules::check(plan, change.profile)
}

/// What a destination other than S3 is.
fn special(kind: &mut DestinationKind, of: DestinationType, given: &Destination, has_all: bool) -> Done {
    let before = std::mem::take(kind);
    let missing = |member: &str| FirehoseError::from(ArgumentFault::Missing { member: member.to_owned() });
    *kind = match of {
        DestinationType::Redshift => {
            let old = if let DestinationKind::Redshift { .. } = before { Some(before) } else { None };
            let new = given.copy_command.as_ref().map(|copy| DestinationKind::Redshift {
                table: copy.data_table_name.clone().unwrap_or_default(),
                copy_options: copy.copy_options.clone().unwrap_or_default(),
            });
            new.or(old).ok_or_else(|| missing("CopyCommand"))?
        }
        DestinationType::HttpEndpoint => {
            let url = given.endpoint_configuration.as_ref().and_then(|endpoint| endpoint.url.clone());
            let old = if let DestinationKind::HttpEndpoint { url } = before { Some(url) } else { None };
            DestinationKind::HttpEndpoint { url: url.or(old).ok_or_else(|| missing("EndpointConfiguration"))? }
        }
        DestinationType::Splunk => {
            let old = if let DestinationKind::Splunk { endpoint } = before { Some(endpoint) } else { None };
            let endpoint = given.hec_endpoint.clone().or(old).ok_or_else(|| missing("HECEndpoint"))?;
            if !endpoint.starts_with("https://") {
                return Err(ArgumentFault::HecEndpoint.into());
            }
            DestinationKind::Splunk { endpoint }
        }
        _ => {
            match (&given.domain_arn, &given.cluster_endpoint) {
                (Some(_), Some(_)) => return Err(ArgumentFault::DomainTwice.into()),
                (None, None) if has_all => return Err(ArgumentFault::DomainMissing.into()),
                _ => {}
            }
            let (old, old_rotation) = match before {
                DestinationKind::Elasticsearch { index, rotation }
                | DestinationKind::OpenSearch { index, rotation } => (Some(index), rotation),
                _ => (None, IndexRotation::default()),
            };
            let index = given.index_name.clone().or(old).ok_or_else(|| missing("IndexName"))?;
            if !is_index_name(&index) {
                return Err(ArgumentFault::IndexName { index }.into());
            }
            let rotation = match &given.index_rotation_period {
                Some(text) => known(&ROTATIONS, "IndexRotationPeriod", text)?,
                None => old_rotation,
            };
            if of == DestinationType::Elasticsearch {
                DestinationKind::Elasticsearch { index, rotation }
            } else {
                DestinationKind::OpenSearch { index, rotation }
            }
        }
    };
    Ok(())
}

/// The bucket beside a destination other than S3. A cluster copies from it, so it has the destination's hints.
fn beside(plan: &mut DestinationPlan, given: &Destination, change: Change<'_>) -> Done {
    let is_cluster = matches!(plan.kind, DestinationKind::Redshift { .. });
    match given.bucket() {
        Some(of_bucket) => {
            bucket(&mut plan.bucket, of_bucket, change)?;
            let hints_of = if is_cluster { &mut plan.buffering } else { &mut plan.bucket.buffering };
            *hints_of = hints(of_bucket.buffering_hints.as_ref(), *hints_of)?;
        }
        None if change.has_all => return Err(ArgumentFault::Missing { member: "S3Configuration".to_owned() }.into()),
        None => {}
    }
    if !is_cluster {
        plan.buffering = hints(given.buffering_hints.as_ref(), plan.buffering)?;
    }
    Ok(())
}

/// The bucket of source records, where they are kept.
fn backup_bucket(plan: &mut DestinationPlan, given: &Destination, change: Change<'_>) -> Done {
    let keeps_sources = matches!(plan.kind, DestinationKind::S3 | DestinationKind::Redshift { .. });
    if plan.backup != Backup::All || !keeps_sources {
        plan.backup_bucket = None;
        return Ok(());
    }
    if let Some(given) = given.backup_bucket() {
        let has_all = plan.backup_bucket.is_none();
        let of_backup = plan.backup_bucket.get_or_insert_default();
        bucket(of_backup, given, Change { has_all, ..change })?;
        of_backup.buffering = hints(given.buffering_hints.as_ref(), of_backup.buffering)?;
    }
    if plan.backup_bucket.is_none() { Err(ArgumentFault::BackupBucketMissing.into()) } else { Ok(()) }
}

fn bucket(plan: &mut BucketPlan, given: &Destination, change: Change<'_>) -> Done {
    match &given.bucket_arn {
        Some(arn) => arn.rsplit(':').next().unwrap_or_default().clone_into(&mut plan.bucket),
        None if change.has_all => return Err(ArgumentFault::Missing { member: "BucketARN".to_owned() }.into()),
        None => {}
    }
    if let Some(prefix) = &given.prefix {
        plan.prefix.clone_from(prefix);
    }
    if let Some(prefix) = &given.error_output_prefix {
        plan.error_output_prefix.clone_from(prefix);
    }
    if let Some(text) = &given.compression_format {
        plan.compression = known(&COMPRESSIONS, "CompressionFormat", text)?;
    }
    if let Some(encryption) = &given.encryption_configuration {
        plan.kms_key = match (&encryption.no_encryption_config, &encryption.kms_encryption_config) {
            (Some(_), None) => None,
            (None, Some(EncryptionKey { aws_kms_key_arn: arn })) => {
                if arn.split(':').nth(3) != Some(&change.account.region) {
                    return Err(ArgumentFault::BucketKeyRegion { key: arn.clone() }.into());
                }
                Some(arn.clone())
            }
            _ => return Err(ArgumentFault::BucketEncryption.into()),
        };
    }
    if let Some(extension) = &given.file_extension {
        plan.file_extension = Some(extension.clone()).filter(|extension| !extension.is_empty());
    }
    Ok(())
}

/// Size and interval come together. Documented.
fn hints(given: Option<&Hints>, before: Option<BufferingHints>) -> Result<Option<BufferingHints>, FirehoseError> {
    match given.map(|hints| (hints.size_in_mbs, hints.interval_in_seconds)) {
        None | Some((None, None)) => Ok(before),
        Some((Some(size_mib), Some(interval_s))) => Ok(Some(BufferingHints { size_mib, interval_s })),
        Some(_) => Err(ArgumentFault::HintsNeedBoth.into()),
    }
}

/// The conversion that is wanted, of which an update may leave out what is there.
fn converted(given: &FormatConversion, before: Option<Conversion>) -> Result<Option<Conversion>, FirehoseError> {
    if given.enabled == Some(false) {
        return Ok(None);
    }
    let missing = |member: &str| FirehoseError::from(ArgumentFault::Missing { member: member.to_owned() });
    match &given.input_format_configuration {
        Some(input) => check_reader(input)?,
        None if before.is_none() => return Err(missing("InputFormatConfiguration")),
        None => {}
    }
    let format = match (&given.output_format_configuration, &before) {
        (Some(output), _) => {
            let serializer = output.serializer.clone().unwrap_or_default();
            match (&serializer.parquet, &serializer.orc) {
                (Some(writer), None) => columns(writer, &PARQUET, ColumnFormat::ParquetSnappy)?,
                (None, Some(writer)) => columns(writer, &ORC, ColumnFormat::OrcSnappy)?,
                (both, _) => {
                    let count = if both.is_some() { 2 } else { 0 };
                    return Err(ArgumentFault::SerializerCount { count }.into());
                }
            }
        }
        (None, Some(before)) => before.format,
        (None, None) => return Err(missing("OutputFormatConfiguration")),
    };
    let table = given.schema_configuration.as_ref().map(table_of).transpose()?;
    match (table, before) {
        (Some(table), Some(before)) if before.table == table => Ok(Some(Conversion { format, ..before })),
        (Some(table), _) => Ok(Some(Conversion { format, table, columns: Vec::new() })),
        (None, Some(before)) => Ok(Some(Conversion { format, ..before })),
        (None, None) => Err(missing("SchemaConfiguration")),
    }
}

/// Whichever of the two readers is chosen makes no difference here, but one has to be.
fn check_reader(given: &InputFormat) -> Done {
    let reader = given.deserializer.clone().unwrap_or_default();
    match (reader.open_x_json, reader.hive_json) {
        (Some(_), None) | (None, Some(_)) => Ok(()),
        (both, _) => Err(ArgumentFault::DeserializerCount { count: if both.is_some() { 2 } else { 0 } }.into()),
    }
}

/// The table of the Glue catalogue, as `database.table`.
fn table_of(schema: &Schema) -> Result<String, FirehoseError> {
    let needed = |member: &str, value: &Option<String>| {
        value.clone().ok_or_else(|| ArgumentFault::Missing { member: member.to_owned() })
    };
    needed("RoleARN", &schema.role_arn)?;
    Ok(needed("DatabaseName", &schema.database_name)? + "." + &needed("TableName", &schema.table_name)?)
}

fn columns(
    writer: &Writer,
    table: &[(&str, ColumnFormat)],
    default: ColumnFormat,
) -> Result<ColumnFormat, FirehoseError> {
    writer.compression.as_ref().map_or(Ok(default), |text| known(table, "Compression", text))
}

fn known<T: Copy>(table: &[(&str, T)], member: &str, text: &str) -> Result<T, FirehoseError> {
    let unknown = || ArgumentFault::Value { member: member.to_owned(), value: text.to_owned() }.into();
    value_of(table, text).ok_or_else(unknown)
}

/// The name of a stream of this account and Region.
fn stream_name(arn: &str, account: &Account) -> Result<String, FirehoseError> {
    let name = arn.rsplit('/').next().unwrap_or_default();
    let mut place = arn.rsplit(':').skip(1);
    let (id, region) = (place.next().unwrap_or_default(), place.next().unwrap_or_default());
    if (id, region) == (account.id.as_str(), account.region.as_str()) {
        return Ok(name.to_owned());
    }
    Err(ArgumentFault::SourceStreamNotFound { stream: name.to_owned(), account: id.to_owned() }.into())
}

/// Says that AWS takes this and the simulator does not.
pub(super) fn not_simulated(what: &str) -> FirehoseError {
    FirehoseError::NotSimulated { what: what.to_owned() }
}
