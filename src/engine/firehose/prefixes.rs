//! The rules for the prefixes of a plan, beside those that the prefixes keep by themselves ([`format::prefix`]).
//!
//! Documented (Firehose Developer Guide, Custom prefixes and Dynamic partitioning): partition keys need dynamic
//! partitioning, which needs one in the prefix, and every key of a query there; objects that a cluster copies have no
//! expressions in theirs; neither is longer than its limit. Assumed: a key that no query finds is refused.
//!
//! [`format::prefix`]: super::format::prefix

use super::format::prefix::{KeySource, PrefixFault, Prefixes, Which, least_length};
use super::plan::{BucketPlan, DestinationKind, DestinationPlan};
use crate::engine::error::{Rule, Violation};
use crate::engine::limits::LimitId;

impl DestinationPlan {
    /// Checks the prefixes of both buckets.
    pub(super) fn validate_prefixes(&self, field: &str) -> Result<(), Violation> {
        let is_copied = matches!(self.kind, DestinationKind::Redshift { .. });
        check(&self.bucket, &format!("{field}.bucket"), is_copied, |prefixes| self.check_keys(prefixes))?;
        let none = |prefixes: &Prefixes| keyless(prefixes.keys());
        self.backup_bucket
            .as_ref()
            .map_or(Ok(()), |bucket| check(bucket, &format!("{field}.backup_bucket"), is_copied, none))
    }

    /// Checks the partition keys in the prefix.
    fn check_keys(&self, prefixes: &Prefixes) -> Result<(), PrefixFault> {
        let Some(partitioning) = &self.partitioning else {
            return keyless(prefixes.keys());
        };
        prefixes.check_keys(partitioning.keys.iter().map(|key| key.name.as_str()))?;
        if prefixes.keys().next().is_none() { Err(PrefixFault::NoKey) } else { Ok(()) }
    }

    /// The names of the partition keys that the prefix takes from the function, each once.
    pub fn keys_of_function(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let prefixes = Prefixes::parse(&self.bucket.prefix, &self.bucket.error_output_prefix);
        for (source, name) in prefixes.iter().flat_map(Prefixes::keys) {
            if source == KeySource::Lambda && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }
}

/// Says which partition key stands where there are none.
fn keyless<'a>(mut keys: impl Iterator<Item = (KeySource, &'a str)>) -> Result<(), PrefixFault> {
    keys.next().map_or(Ok(()), |(_, key)| Err(PrefixFault::KeyWithoutPartitioning(key.to_owned())))
}

fn check(
    bucket: &BucketPlan,
    field: &str,
    is_copied: bool,
    check_keys: impl FnOnce(&Prefixes) -> Result<(), PrefixFault>,
) -> Result<(), Violation> {
    let both = [("prefix", &bucket.prefix), ("error_output_prefix", &bucket.error_output_prefix)];
    let (limit, allowed) = (LimitId::FirehosePrefixCharacters, LimitId::FirehosePrefixCharacters.row().current);
    for (name, prefix) in both {
        let length = least_length(prefix);
        if length > allowed {
            let rule = Rule::WithinLimit { limit, allowed };
            return Err(Violation::new(format!("{field}.{name}"), length, rule));
        }
    }
    let parsed = Prefixes::parse(&bucket.prefix, &bucket.error_output_prefix);
    let checked = parsed.and_then(|prefixes| match prefixes.expressions() {
        Some(which) if is_copied => Err(PrefixFault::ExpressionForCluster(which)),
        _ => check_keys(&prefixes),
    });
    checked.map_err(|fault| {
        let (name, prefix) = if fault.which() == Which::Prefix { both[0] } else { both[1] };
        let value = fault.text().unwrap_or(prefix).to_owned();
        Violation::new(format!("{field}.{name}"), value, Rule::Prefix { fault: Box::new(fault) })
    })
}
