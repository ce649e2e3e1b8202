//! The rules for buckets and for what is written to them.
//!
//! Documented (Firehose API model 2015-08-04, `BucketARN` and `FileExtension`; Firehose Developer Guide, Dynamic
//! partitioning): how buckets and extensions may be called, and 50 partition keys at most. Leaves out: S3's own rules for
//! names, which Firehose does not check.

use super::format::query::Query;
use super::plan::{BucketPlan, DestinationPlan};
use super::validate::like;
use crate::engine::error::{Rule, Violation};
use crate::engine::limits::LimitId;

/// From and to so many characters has the name of a bucket.
const NAME_CHARACTERS: std::ops::RangeInclusive<usize> = 1..=255;
/// The longest extension.
const EXTENSION_CHARACTERS_MAX: usize = 128;

/// Whether a delivery stream can name such a bucket: letters, digits and three signs.
pub fn is_bucket_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    NAME_CHARACTERS.contains(&name.len()) && name.bytes().all(is_allowed)
}

/// Whether objects can have this extension: a dot, then small letters, digits and a few signs.
pub fn is_extension(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!-_.*'()".contains(&byte);
    let rest = text.strip_prefix('.').filter(|rest| !rest.is_empty());
    rest.is_some_and(|rest| rest.bytes().all(is_allowed)) && text.len() <= EXTENSION_CHARACTERS_MAX
}

impl BucketPlan {
    /// Checks how it and its objects are called.
    pub(super) fn validate_names(&self, field: &str) -> Result<(), Violation> {
        if !is_bucket_name(&self.bucket) {
            return Err(Violation::new(format!("{field}.bucket"), &self.bucket, like(&["my-bucket", "logs.2026"])));
        }
        match self.file_extension.as_ref().filter(|extension| !is_extension(extension)) {
            Some(wrong) => Err(Violation::new(format!("{field}.file_extension"), wrong, like(&[".json", ".log.gz"]))),
            None => Ok(()),
        }
    }
}

impl DestinationPlan {
    /// Checks the partition keys: how many there are, and that each is found by a query.
    pub(super) fn validate_partitioning(&self, field: &str) -> Result<(), Violation> {
        let keys = self.partitioning.as_ref().map_or(&[][..], |partitioning| &partitioning.keys);
        let (limit, allowed) = (LimitId::FirehosePartitionKeys, LimitId::FirehosePartitionKeys.row().current);
        if keys.len() as u64 > allowed {
            let rule = Rule::WithinLimit { limit, allowed };
            return Err(Violation::new(format!("{field}.partitioning.keys"), keys.len(), rule));
        }
        let mut places = keys.iter().enumerate();
        if let Some((_, again)) = places.find(|(at, key)| keys[..*at].iter().any(|before| before.name == key.name)) {
            return Err(Violation::new(format!("{field}.partitioning.keys"), &again.name, Rule::Unique));
        }
        match keys.iter().find(|key| Query::parse(&key.query).is_err()) {
            Some(wrong) => Err(Violation::new(
                format!("{field}.partitioning.keys.{}", wrong.name),
                &wrong.query,
                like(&[".type", ".user.name", ".time | strftime(\"%Y\")"]),
            )),
            None => Ok(()),
        }
    }

    /// Checks that AWS would let this take the place of `before`: partitioning begins with a delivery stream, and a backup of
    /// everything does not end.
    pub(in crate::engine) fn validate_change(&self, before: &Self, field: &str) -> Result<(), Violation> {
        if self.partitioning.is_some() && before.partitioning.is_none() {
            return Err(Violation::new(format!("{field}.partitioning"), "", Rule::Settled));
        }
        if before.keeps_source() && !self.keeps_source() && self.kind == before.kind {
            return Err(Violation::new(format!("{field}.backup"), "", Rule::Settled));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_named_as_the_model_of_the_api_allows() {
        for name in ["b", "my-bucket.2026", "My_bucket"] {
            assert!(is_bucket_name(name), "{name}");
        }
        for name in ["", "数据", "my bucket", "a/b", "b!", "b".repeat(256).as_str()] {
            assert!(!is_bucket_name(name), "{name}");
        }
    }

    #[test]
    fn extensions_begin_with_a_dot() {
        for text in [".json", ".log.gz", ".(1)"] {
            assert!(is_extension(text), "{text}");
        }
        for text in ["", ".", "json", ".JSON", ".a b", ".数", "."] {
            assert!(!is_extension(text), "{text}");
        }
    }
}
