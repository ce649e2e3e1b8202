//! Partition keys and the prefix, which AWS wants to agree: what is set in one field is put right in the other.

use crate::engine::firehose::plan::{BucketPlan, DestinationPlan, PartitionQuery, Partitioning};

/// What stands for an empty `ErrorOutputPrefix` once `Prefix` has expressions, which make it necessary.
const ERROR_PREFIX: &str = "errors/!{firehose:error-output-type}/";
const FROM_QUERY: &str = "partitionKeyFromQuery";
const FROM_FUNCTION: &str = "partitionKeyFromLambda";

/// Sets these keys of queries. Each new one gets its place at the end of the prefix, and one that is gone has none there.
pub fn set_keys(plan: &mut DestinationPlan, keys: Vec<PartitionQuery>) {
    let before = plan.partitioning.take().map_or_else(Vec::new, |partitioning| partitioning.keys);
    let has = |keys: &[PartitionQuery], name: &str| keys.iter().any(|key| key.name == name);
    for gone in before.iter().filter(|key| !has(&keys, &key.name)) {
        plan.bucket.prefix = without(&plan.bucket.prefix, FROM_QUERY, Some(&gone.name));
    }
    let prefix = &mut plan.bucket.prefix;
    for PartitionQuery { name, .. } in &keys {
        if !prefix.contains(&format!("!{{{FROM_QUERY}:{name}}}")) {
            let slash = if prefix.is_empty() || prefix.ends_with('/') { "" } else { "/" };
            *prefix = format!("{prefix}{slash}{name}=!{{{FROM_QUERY}:{name}}}/");
        }
    }
    let is_on = !keys.is_empty() || has_keys_of_function(prefix);
    plan.partitioning = is_on.then_some(Partitioning { keys });
    need_error_prefix(&mut plan.bucket);
}

/// Sets the prefix of the destination. A key of a function in it needs no other field to be set.
pub fn set_prefix(plan: &mut DestinationPlan, prefix: String) {
    let has_queries = plan.partitioning.as_ref().is_some_and(|partitioning| !partitioning.keys.is_empty());
    let is_on = has_queries || has_keys_of_function(&prefix);
    if is_on != plan.partitioning.is_some() {
        plan.partitioning = is_on.then(|| Partitioning { keys: Vec::new() });
        // Partitions are gathered by hints of their own.
        (plan.buffering, plan.bucket.buffering) = (None, None);
    }
    plan.bucket.prefix = prefix;
    need_error_prefix(&mut plan.bucket);
}

/// Takes all partition keys away, from the prefix too.
pub fn take_away(plan: &mut DestinationPlan) {
    if plan.partitioning.take().is_some() {
        let rest = without(&plan.bucket.prefix, FROM_QUERY, None);
        plan.bucket.prefix = without(&rest, FROM_FUNCTION, None);
        need_error_prefix(&mut plan.bucket);
    }
}

/// AWS wants both prefixes together, and a person types one after the other. What was filled in for the one goes with it.
pub fn need_error_prefix(bucket: &mut BucketPlan) {
    let has_expressions = bucket.prefix.contains("!{");
    if has_expressions && bucket.error_output_prefix.is_empty() {
        ERROR_PREFIX.clone_into(&mut bucket.error_output_prefix);
    } else if !has_expressions && bucket.error_output_prefix == ERROR_PREFIX {
        bucket.error_output_prefix.clear();
    }
}

fn has_keys_of_function(prefix: &str) -> bool {
    prefix.contains(&format!("!{{{FROM_FUNCTION}:"))
}

/// The prefix without the keys of this source, or without the one of this name; a folder that only told the key goes too.
fn without(prefix: &str, source: &str, name: Option<&str>) -> String {
    let (mut kept, mut rest) = (String::new(), prefix);
    let opening = format!("!{{{source}:");
    while let Some(start) = rest.find(&opening) {
        let inside = &rest[start + opening.len()..];
        let Some((key, after)) = inside.split_once('}') else { break };
        if name.is_some_and(|name| name != key) {
            kept.push_str(&rest[..start + opening.len()]);
            rest = inside;
            continue;
        }
        let before = rest[..start].strip_suffix(&format!("{key}=")).unwrap_or(&rest[..start]);
        kept.push_str(before);
        let is_whole_folder = kept.is_empty() || kept.ends_with('/');
        rest = after.strip_prefix('/').filter(|_| is_whole_folder).unwrap_or(after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(names: &[&str]) -> Vec<PartitionQuery> {
        names.iter().map(|name| PartitionQuery { name: (*name).to_owned(), query: format!(".{name}") }).collect()
    }

    #[test]
    fn the_prefix_follows_the_keys() {
        let mut plan = DestinationPlan::default();
        plan.bucket.prefix = "logs".to_owned();
        for (names, prefix) in [
            (&["type"][..], "logs/type=!{partitionKeyFromQuery:type}/"),
            (&["type", "day"], "logs/type=!{partitionKeyFromQuery:type}/day=!{partitionKeyFromQuery:day}/"),
            (&["day"], "logs/day=!{partitionKeyFromQuery:day}/"),
            (&[], "logs/"),
        ] {
            set_keys(&mut plan, keys(names));
            assert_eq!(plan.bucket.prefix, prefix);
            assert_eq!(plan.partitioning.is_some(), !names.is_empty());
            assert_eq!(plan.bucket.error_output_prefix, if names.is_empty() { "" } else { ERROR_PREFIX });
        }
    }

    #[test]
    fn a_key_of_a_function_in_the_prefix_is_enough() {
        let mut plan = DestinationPlan::default();
        set_prefix(&mut plan, "!{partitionKeyFromLambda:a}/b".to_owned());
        assert_eq!(plan.partitioning, Some(Partitioning { keys: Vec::new() }));
        set_keys(&mut plan, keys(&["c"]));
        set_keys(&mut plan, keys(&[]));
        assert_eq!(plan.bucket.prefix, "!{partitionKeyFromLambda:a}/b/");
        assert!(plan.partitioning.is_some());
        take_away(&mut plan);
        assert_eq!((plan.bucket.prefix.as_str(), plan.partitioning), ("b/", None));
        assert_eq!(plan.bucket.error_output_prefix, "");
    }

    #[test]
    fn only_what_tells_the_key_goes() {
        for (prefix, left) in [
            ("a/k=!{partitionKeyFromQuery:k}/b/", "a/b/"),
            ("a-!{partitionKeyFromQuery:k}/b", "a-/b"),
            ("!{partitionKeyFromQuery:k}", ""),
            ("!{partitionKeyFromQuery:other}/", "!{partitionKeyFromQuery:other}/"),
            ("!{partitionKeyFromQuery:k", "!{partitionKeyFromQuery:k"),
        ] {
            assert_eq!(without(prefix, FROM_QUERY, Some("k")), left, "{prefix}");
        }
    }
}
