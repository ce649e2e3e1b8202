// Sequences written by hand, for what chance seldom makes.

const stream = (StreamName, ShardCount = 1) => ({ operation: "CreateStream", body: { StreamName, ShardCount } });
const put = (bytes, more) => ({
  operation: "PutRecord",
  body: { StreamName: "a", PartitionKey: "k", Data: Buffer.alloc(bytes).toString("base64"), ...more },
});
const putMany = (count, bytes) => ({
  operation: "PutRecords",
  body: {
    StreamName: "a",
    Records: Array.from({ length: count }, (_, index) => ({
      PartitionKey: `key-${index}`,
      Data: Buffer.alloc(bytes, index).toString("base64"),
    })),
  },
});
const describe = { operation: "DescribeStream", body: { StreamName: "a" } };
const second = { advance: 1_000 };
const active = (shards = 1) => [stream("a", shards), second, describe];
const tag = (...keys) => ({
  operation: "AddTagsToStream",
  body: { StreamName: "a", Tags: Object.fromEntries(keys.map((key) => [key, "v"])) },
});
const tens = [..."abcdefghij"];
const iterator = (ShardIteratorType, more) => ({
  operation: "GetShardIterator",
  body: { StreamName: "a", ShardId: "shardId-000000000000", ShardIteratorType, ...more },
});
const read = (step, more) => ({ operation: "GetRecords", body: { ShardIterator: { $: "iterator", step }, ...more } });
const letters = (count) => Array.from({ length: count }, (_, index) => `stream-${String.fromCharCode(97 + index)}`);

export const CASES = {
  "records of 1 MiB": [...active(), put(1_048_575), { advance: 5_000 }, put(1_048_576), second, put(1_048_577)],
  "500 records, and no more throughput than a shard has": [
    ...active(),
    putMany(500, 10),
    iterator("TRIM_HORIZON"),
    read(4, { Limit: 499 }),
    read(5),
    putMany(500, 10),
    putMany(500, 10),
  ],
  "500 records in ten shards": [...active(10), putMany(500, 20), putMany(500, 20), iterator("TRIM_HORIZON"), read(5)],
  "large requests": [...active(5), putMany(6, 880_000)],
  "50 tags and one more": [
    ...active(),
    ...[..."12345"].map((digit) => tag(...tens.map((letter) => letter + digit))),
    tag("a1"),
    tag("one-more"),
    { operation: "RemoveTagsFromStream", body: { StreamName: "a", TagKeys: ["a1"] } },
    tag("one-more"),
    { operation: "ListTagsForStream", body: { StreamName: "a", Limit: 10, ExclusiveStartTagKey: "b4" } },
    { operation: "ListTagsForStream", body: { StreamName: "a" } },
  ],
  "tags in no order": [
    ...active(),
    { operation: "AddTagsToStream", body: { StreamName: "a", Tags: { z: "v".repeat(257), a: "b" } } },
  ],
  "keys that AWS keeps for itself": [...active(), tag("aws:a")],
  "twelve streams": [
    ...letters(12).flatMap((name) => [stream(name), second]),
    { operation: "ListStreams", body: {} },
    { operation: "ListStreams", body: { Limit: 12 } },
    { operation: "ListStreams", body: { Limit: 5, ExclusiveStartStreamName: "stream-c" } },
  ],
  "six streams at a time": letters(6).map((name) => stream(name)),
  "a shard that is read to its end, and the ones after it": [
    ...active(2),
    putMany(40, 5),
    { operation: "MergeShards", body: { StreamName: "a", ShardToMerge: "0", AdjacentShardToMerge: "1" } },
    putMany(40, 5),
    { advance: 1_500 },
    describe,
    { advance: 2_000 },
    putMany(40, 5),
    ...["0", "1", "2"].flatMap((ShardId) => [iterator("TRIM_HORIZON", { ShardId })]),
    ...[9, 10, 11].flatMap((step) => [read(step, { Limit: 7 }), read(step)]),
  ],
  "iterators grow old": [
    ...active(),
    putMany(3, 5),
    iterator("TRIM_HORIZON"),
    { advance: 300_000 },
    read(4),
    { advance: 1 },
    read(4),
    read(6),
  ],
  "records grow old": [
    ...active(),
    putMany(3, 5),
    { advance: 12 * 3_600_000 },
    putMany(3, 5),
    { advance: 12 * 3_600_000 + 2_000 },
    iterator("TRIM_HORIZON"),
    read(7),
    { operation: "IncreaseStreamRetentionPeriod", body: { StreamName: "a", RetentionPeriodHours: 48 } },
    { advance: 12 * 3_600_000 },
    iterator("TRIM_HORIZON"),
    read(11),
  ],
};
