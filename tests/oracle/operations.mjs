// The operations that both answer, each with its members and their types.

export const SERVICE = "Kinesis_20131202";

const stream = { StreamName: "name" };

export const OPERATIONS = {
  AddTagsToStream: { ...stream, Tags: "tags" },
  CreateStream: { ...stream, ShardCount: "integer" },
  DecreaseStreamRetentionPeriod: { ...stream, RetentionPeriodHours: "integer" },
  DeleteStream: stream,
  DescribeStream: { ...stream, Limit: "integer", ExclusiveStartShardId: "shard" },
  DescribeStreamSummary: stream,
  GetRecords: { ShardIterator: "iterator", Limit: "integer" },
  GetShardIterator: {
    ...stream,
    ShardId: "shard",
    ShardIteratorType: "choice",
    StartingSequenceNumber: "number",
    Timestamp: "timestamp",
  },
  IncreaseStreamRetentionPeriod: { ...stream, RetentionPeriodHours: "integer" },
  ListShards: {
    ...stream,
    ExclusiveStartShardId: "shard",
    MaxResults: "integer",
    NextToken: "text",
    StreamCreationTimestamp: "timestamp",
  },
  ListStreams: { Limit: "integer", ExclusiveStartStreamName: "name" },
  ListTagsForStream: { ...stream, Limit: "integer", ExclusiveStartTagKey: "text" },
  MergeShards: { ...stream, ShardToMerge: "shard", AdjacentShardToMerge: "shard" },
  PutRecord: {
    ...stream,
    PartitionKey: "text",
    ExplicitHashKey: "hash",
    Data: "blob",
    SequenceNumberForOrdering: "number",
  },
  PutRecords: { ...stream, Records: "records" },
  RemoveTagsFromStream: { ...stream, TagKeys: "keys" },
  SplitShard: { ...stream, ShardToSplit: "shard", NewStartingHashKey: "hash" },
};

/** The members of an entry of `PutRecords`. */
export const ENTRY = { PartitionKey: "text", ExplicitHashKey: "hash", Data: "blob" };

/** Operations after which a world is another one. */
const CHANGING = /^(Add|Create|Decrease|Delete|Increase|Merge|Put|Remove|Split)/;
export const changes = (operation) => CHANGING.test(operation);
