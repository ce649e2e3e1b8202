//! Why a pasted text cannot be used: what is wrong, and what is allowed.

use crate::engine::hash::HashKey;
use crate::engine::ids::ShardId;
use thiserror::Error;

/// Why a pasted text cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are named in the texts")]
pub enum PasteError {
    /// Nothing was pasted.
    #[error("there is nothing here; paste what `aws kinesis list-shards --stream-name …` prints")]
    Empty,
    /// Another form of output.
    #[error("this looks like {form} output; only JSON is read. Run the command again with --output json")]
    OtherForm { form: &'static str },
    /// What an error prints.
    #[error("this is an error that the AWS CLI printed, not an output: {text}")]
    CliError { text: String },
    /// Not JSON at all, or cut off.
    #[error("this is not complete JSON: {fault} (line {line}, column {column}). Paste the whole output, from {{ to }}")]
    NotJson { fault: String, line: usize, column: usize },
    /// JSON of something else.
    #[error(
        "this JSON is not an output of list-shards, describe-stream or describe-stream-summary: it has {found}, and none \
         of Shards, StreamDescription, StreamDescriptionSummary"
    )]
    OtherOutput { found: String },
    /// A member is missing or of another kind.
    #[error("{path}: {fault}")]
    Member { path: String, fault: String },
    /// There are more pages.
    #[error(
        "the list of shards is cut off ({member} says that there are more). Run the command again without --max-items, \
         --max-results, --limit and --no-paginate"
    )]
    CutOff { member: &'static str },
    /// No shards at all.
    #[error("there are no shards in it; a stream has at least one")]
    NoShards,
    /// A shard id of another form.
    #[error("{path}: \"{id}\" is not a shard id; they are shardId- and twelve digits, up to {max}")]
    ShardId { path: String, id: String, max: ShardId },
    /// One id twice.
    #[error("{id} is there twice; paste the output of one command only")]
    SecondShard { id: ShardId },
    /// A range that ends before it begins.
    #[error("{id}: its range begins at {start} and ends before that, at {end}")]
    Backwards { id: ShardId, start: HashKey, end: HashKey },
    /// All shards are closed.
    #[error(
        "all {count} shards are closed; at least one must be open. A filter such as Type=AT_TRIM_HORIZON may hide it"
    )]
    NoneOpen { count: usize },
    /// Hash keys that no open shard takes.
    #[error("no open shard takes the hash keys from {from} to {to}; the open shards must cover 0 to 2^128 - 1")]
    Gap { from: HashKey, to: HashKey },
    /// Hash keys that two open shards take.
    #[error("{first} and {second} are both open and both take the hash keys from {from} to {to}")]
    Overlap { first: ShardId, second: ShardId, from: HashKey, to: HashKey },
    /// A parent that is not older.
    #[error("{id} names {parent} as its parent; a parent has a smaller number")]
    YoungerParent { id: ShardId, parent: ShardId },
    /// A parent that is open.
    #[error("{id} names {parent} as its parent, which is open; a shard is closed when it is split or merged")]
    OpenParent { id: ShardId, parent: ShardId },
    /// Two parents that are one, or a second without a first.
    #[error("{id}: a shard has no parent, one ParentShardId, or a ParentShardId and another AdjacentParentShardId")]
    Parents { id: ShardId },
    /// A range that its parents did not have.
    #[error("{id} takes the hash keys from {start} to {end}, which is not what its parents leave it")]
    NotOfParents { id: ShardId, start: HashKey, end: HashKey },
}
