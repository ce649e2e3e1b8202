//! Which destinations AWS refuses, in the order in which it would be told.
//!
//! Documented: bounds of hints, 64 MiB where records are converted or partitioned, no compression outside converted files,
//! no zero buffering for the backup and for partitions, what prefixes must and must not hold, what a cluster cannot read.
//! Observed: most texts, which belong to these values. Assumed: the order.

use super::error::{ArgumentFault, FirehoseError};
use crate::engine::firehose::format::compression::Compression;
use crate::engine::firehose::format::prefix::{PrefixFault, Prefixes, Which, least_length};
use crate::engine::firehose::hints::{
    CONVERSION_SIZE_MIB, HintBounds, INTERVAL_S_WITHOUT_ZERO_BUFFERING, PARTITIONING_SIZE_MIB, backup_hints, hints_of,
};
use crate::engine::firehose::plan::{BucketPlan, BufferingHints, DestinationKind, DestinationPlan};
use crate::engine::limits::{LimitId, Profile};

type Done = Result<(), FirehoseError>;

/// What a name of a partition key stands behind in a prefix.
const FROM_QUERY: &str = "partitionKeyFromQuery";
const FROM_LAMBDA: &str = "partitionKeyFromLambda";
const NAMESPACES: [&str; 4] = ["timestamp", "firehose", FROM_QUERY, FROM_LAMBDA];

/// Checks a destination as a whole.
pub fn check(plan: &DestinationPlan, profile: Profile) -> Done {
    within(plan.buffering, hints_of(&plan.kind, profile))?;
    let of_backup = backup_hints(profile);
    within(plan.bucket.buffering, of_backup)?;
    within(plan.backup_bucket.as_ref().and_then(|bucket| bucket.buffering), of_backup)?;
    let is_cluster = matches!(plan.kind, DestinationKind::Redshift { .. });
    if is_cluster && !matches!(plan.bucket.compression, Compression::Uncompressed | Compression::Gzip) {
        return Err(ArgumentFault::RedshiftCompression.into());
    }
    prefixes(&plan.bucket, is_cluster, plan.partitioning.is_some())?;
    if let Some(bucket) = &plan.backup_bucket {
        prefixes(bucket, is_cluster, false)?;
    }
    conversion(plan)?;
    partitioning(plan)
}

fn within(given: Option<BufferingHints>, allowed: HintBounds) -> Done {
    let Some(BufferingHints { size_mib, interval_s }) = given else { return Ok(()) };
    let hints = [("SizeInMBs", size_mib, allowed.size_mib), ("IntervalInSeconds", interval_s, allowed.interval_s)];
    for (member, value, (least, most, _)) in hints {
        if !(least..=most).contains(&value) {
            return Err(ArgumentFault::HintBounds { member: member.to_owned(), least, most }.into());
        }
    }
    Ok(())
}

fn prefixes(bucket: &BucketPlan, is_cluster: bool, is_partitioned: bool) -> Done {
    let fault = |fault: ArgumentFault| Err(fault.into());
    let of_prefix = expressions(&bucket.prefix)?;
    let of_errors = expressions(&bucket.error_output_prefix)?;
    if is_cluster && !(of_prefix.is_empty() && of_errors.is_empty()) {
        return fault(ArgumentFault::PrefixOfRedshift);
    }
    if !of_prefix.is_empty() && bucket.error_output_prefix.is_empty() {
        return fault(ArgumentFault::ErrorPrefixMissing);
    }
    if of_prefix.contains(&("firehose", "error-output-type")) {
        return fault(ArgumentFault::PrefixErrorType);
    }
    let is_key = |(namespace, _): &(&str, &str)| [FROM_QUERY, FROM_LAMBDA].contains(namespace);
    if of_errors.iter().any(is_key) || (!is_partitioned && of_prefix.iter().any(is_key)) {
        return fault(ArgumentFault::PartitionNamespace);
    }
    let limit = LimitId::FirehosePrefixCharacters.row().current;
    for (prefix, is_of_errors) in [(&bucket.prefix, false), (&bucket.error_output_prefix, true)] {
        if least_length(prefix) > limit {
            return fault(ArgumentFault::PrefixLength { is_of_errors, limit });
        }
    }
    let whole = Prefixes::parse(&bucket.prefix, &bucket.error_output_prefix);
    whole.map(|_| ()).map_err(|wrong| match wrong {
        PrefixFault::Pattern(which, ..) => {
            ArgumentFault::PrefixPattern { is_of_errors: which == Which::ErrorOutputPrefix }.into()
        }
        PrefixFault::ErrorTypeMissing => ArgumentFault::ErrorTypeMissing.into(),
        _ => ArgumentFault::PrefixInvalid.into(),
    })
}

/// The expressions of a prefix: what stands before and behind the colon.
fn expressions(prefix: &str) -> Result<Vec<(&str, &str)>, ArgumentFault> {
    let mut rest = prefix;
    let mut found = Vec::new();
    while let Some(start) = rest.find("!{") {
        let (inside, after) = rest[start + 2..].split_once('}').ok_or(ArgumentFault::PrefixInvalid)?;
        let (namespace, value) = inside.split_once(':').ok_or(ArgumentFault::PrefixInvalid)?;
        if !NAMESPACES.contains(&namespace) {
            return Err(ArgumentFault::PrefixNamespace { namespace: namespace.to_owned() });
        }
        found.push((namespace, value));
        rest = after;
    }
    Ok(found)
}

fn conversion(plan: &DestinationPlan) -> Done {
    let least = CONVERSION_SIZE_MIB.0;
    if plan.conversion.is_none() {
        Ok(())
    } else if plan.bucket.compression != Compression::Uncompressed {
        Err(ArgumentFault::ConversionCompression.into())
    } else if plan.buffering.is_some_and(|hints| hints.size_mib < least) {
        Err(ArgumentFault::ConversionSize { least }.into())
    } else {
        Ok(())
    }
}

fn partitioning(plan: &DestinationPlan) -> Done {
    let Some(partitioning) = &plan.partitioning else { return Ok(()) };
    let (least, interval_least) = (PARTITIONING_SIZE_MIB.0, INTERVAL_S_WITHOUT_ZERO_BUFFERING);
    let limit = LimitId::FirehosePartitionKeys.row().current;
    let names = expressions(&plan.bucket.prefix)?;
    let has = |namespace: &str| names.iter().any(|(other, _)| *other == namespace);
    let is_in_prefix = |name: &str| names.contains(&(FROM_QUERY, name));
    let fault = if plan.buffering.is_some_and(|hints| hints.size_mib < least) {
        ArgumentFault::PartitioningSize { least }
    } else if plan.buffering.is_some_and(|hints| hints.interval_s < interval_least) {
        ArgumentFault::PartitioningInterval { least: interval_least }
    } else if partitioning.keys.len() as u64 > limit {
        ArgumentFault::PartitionKeys { limit }
    } else if !(has(FROM_QUERY) || has(FROM_LAMBDA)) {
        ArgumentFault::PartitioningPrefix
    } else if partitioning.keys.iter().any(|key| !is_in_prefix(&key.name)) {
        ArgumentFault::PartitionKeysInPrefix
    } else {
        return Ok(());
    };
    Err(fault.into())
}
