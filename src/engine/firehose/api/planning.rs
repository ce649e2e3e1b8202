//! Turns the settings that a request gives into a plan: of a new delivery stream, or of one whose destination changes.
//!
//! Documented (API model 2015-08-04, `UpdateDestination`): what an update gives replaces what was there and the rest
//! stays, unless the type of the destination changes; then nothing stays; search domains and HTTP endpoints do not change
//! into other types. Observed: an update of `ProcessingConfiguration` replaces all of it. Assumed: dynamic partitioning can
//! be switched off.

use super::destination::{Destination, FormatConversion, Hints, Writer};
use super::error::{ArgumentFault, FirehoseError};
use super::request::{CreateDeliveryStream, DestinationType, UpdateDestination};
use super::values::{COMPRESSIONS, DeliveryStreamType, ORC, PARQUET, ROTATIONS, value_of};
use super::{DESTINATION_ID, processing, rules};
use crate::engine::firehose::plan::{
    Backup, BucketPlan, BufferingHints, ColumnFormat, Conversion, DeliveryStreamPlan, DestinationKind, DestinationPlan,
    IndexRotation, Partitioning, SourcePlan,
};
use crate::engine::limits::Profile;

type Done = Result<(), FirehoseError>;

/// The modes of a backup that keep everything.
const BACKUP_OF_ALL: [&str; 4] = ["Enabled", "AllDocuments", "AllEvents", "AllData"];

/// The plan of a new delivery stream.
pub fn create(request: &CreateDeliveryStream, profile: Profile) -> Result<DeliveryStreamPlan, FirehoseError> {
    if let Some(member) = request.unsimulated() {
        return Err(not_simulated(member));
    }
    let source = match request.delivery_stream_type.unwrap_or_default() {
        DeliveryStreamType::DirectPut => SourcePlan::DirectPut,
        DeliveryStreamType::KinesisStreamAsSource => {
            let source = request.kinesis_stream_source_configuration.as_ref().ok_or(ArgumentFault::SourceMissing)?;
            SourcePlan::KinesisStream { stream: last_part(&source.kinesis_stream_arn).to_owned() }
        }
        other => return Err(not_simulated(other.name())),
    };
    let [(kind, given)] = request.destinations()[..] else { return Err(ArgumentFault::DestinationCount.into()) };
    let mut destination = DestinationPlan::default();
    fill(&mut destination, kind, given, Change { has_all: true, is_first: true, profile })?;
    Ok(DeliveryStreamPlan { name: request.delivery_stream_name.clone(), source, destination })
}

/// What a destination becomes.
pub fn update(
    request: &UpdateDestination,
    before: &DestinationPlan,
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
    fill(&mut plan, kind, given, Change { has_all: !is_same, is_first: false, profile })?;
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
struct Change {
    /// Whether what is needed must be given, because nothing is there.
    has_all: bool,
    /// Whether the delivery stream is new.
    is_first: bool,
    profile: Profile,
}

/// Fills in what is given, and checks the whole.
fn fill(plan: &mut DestinationPlan, kind: DestinationType, given: &Destination, change: Change) -> Done {
    match kind {
        DestinationType::S3 | DestinationType::ExtendedS3 => {
            plan.kind = DestinationKind::S3;
            bucket(&mut plan.bucket, given, change)?;
            plan.buffering = hints(given.buffering_hints.as_ref(), plan.buffering)?;
        }
        _ => {
            special(&mut plan.kind, kind, given)?;
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
        processing::apply(plan, given, change.profile)?;
    }
    rules::check(plan, change.profile)
}

/// What a destination other than S3 is.
fn special(kind: &mut DestinationKind, of: DestinationType, given: &Destination) -> Done {
    let before = std::mem::take(kind);
    let missing = |member: &str| FirehoseError::from(ArgumentFault::Missing { member: member.to_owned() });
    *kind = match of {
        DestinationType::Redshift => {
            let table = given.copy_command.as_ref().and_then(|copy| copy.data_table_name.clone());
            let old = if let DestinationKind::Redshift { table } = before { Some(table) } else { None };
            DestinationKind::Redshift { table: table.or(old).ok_or_else(|| missing("CopyCommand"))? }
        }
        DestinationType::HttpEndpoint => {
            let url = given.endpoint_configuration.as_ref().and_then(|endpoint| endpoint.url.clone());
            let old = if let DestinationKind::HttpEndpoint { url } = before { Some(url) } else { None };
            DestinationKind::HttpEndpoint { url: url.or(old).ok_or_else(|| missing("EndpointConfiguration"))? }
        }
        DestinationType::Splunk => {
            let old = if let DestinationKind::Splunk { endpoint } = before { Some(endpoint) } else { None };
            let endpoint = given.hec_endpoint.clone().or(old).ok_or_else(|| missing("HECEndpoint"))?;
            DestinationKind::Splunk { endpoint }
        }
        _ => {
            let (old, old_rotation) = match before {
                DestinationKind::Elasticsearch { index, rotation }
                | DestinationKind::OpenSearch { index, rotation } => (Some(index), rotation),
                _ => (None, IndexRotation::default()),
            };
            let index = given.index_name.clone().or(old).ok_or_else(|| missing("IndexName"))?;
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
fn beside(plan: &mut DestinationPlan, given: &Destination, change: Change) -> Done {
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
fn backup_bucket(plan: &mut DestinationPlan, given: &Destination, change: Change) -> Done {
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

fn bucket(plan: &mut BucketPlan, given: &Destination, change: Change) -> Done {
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
            (None, Some(key)) => Some(key.aws_kms_key_arn.clone()),
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
    if before.is_none() && given.input_format_configuration.is_none() {
        return Err(missing("InputFormatConfiguration"));
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
    let table = given.schema_configuration.as_ref().map(|schema| {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        format!("{}.{}", part(&schema.database_name), part(&schema.table_name))
    });
    match (table, before) {
        (Some(table), Some(before)) if before.table == table => Ok(Some(Conversion { format, ..before })),
        (Some(table), _) => Ok(Some(Conversion { format, table, columns: Vec::new() })),
        (None, Some(before)) => Ok(Some(Conversion { format, ..before })),
        (None, None) => Err(missing("SchemaConfiguration")),
    }
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

/// What follows the last slash.
fn last_part(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or_default()
}

/// Says that AWS takes this and the simulator does not.
pub(super) fn not_simulated(what: &str) -> FirehoseError {
    FirehoseError::NotSimulated { what: what.to_owned() }
}
