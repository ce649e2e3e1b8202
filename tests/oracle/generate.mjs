// Makes up calls that fit what is known: mostly such as succeed, some that are refused for what they ask, and some that
// are bad in every way.
//
// What differs between the two worlds by nature stands in a call as a symbol, an object with the member `$`:
// `{$: "record", step, index, change}` is the number that a record got, `{$: "edge", stream, shard, end, change}` where
// the numbers of a shard begin or end, `{$: "iterator", step, change}` the iterator that a step gave.

import { HASH_KEYS } from "./knowledge.mjs";
import { CHANGES } from "./numbers.mjs";
import { spoil } from "./spoil.mjs";

const NAMES = ["a", "orders", "x.y_z-1"];
const KEYS = ["user-1", "user-42", "a", "ключ", "用户", "\u{1f600}", "é", "e\u0301", " ", "\u0000", "k".repeat(256)];
const TYPES = ["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER", "AT_TIMESTAMP"];
const TAGS = ["team", "cost centre", "ключ", "a/b", "x=y", "p+q", "mail@example.org", "under_score", "1"];
const ADVANCES = [1, 10, 200, 499, 500, 999, 1_000, 1_001, 1_500, 2_000, 5_000, 60_000];
const LONG_ADVANCES = [299_999, 300_000, 300_001, 3_600_000, 12 * 3_600_000, 24 * 3_600_000, 25 * 3_600_000];
export const ITERATOR_CHANGES = {
  shorter: (text) => text.slice(0, -4),
  unpadded: (text) => text.replace(/=+$/, "").slice(0, -1),
  longer: (text) => text + "AAAA",
  otherHead: (text) => "AAAAAAAAAAI" + text.slice(11),
  otherBody: (text) => text.slice(0, 14) + (text[14] === "A" ? "B" : "A") + text.slice(15),
  spaced: (text) => text + "\n",
};

/** The next step of a sequence. */
export function next(random, known) {
  const stale = known.stale();
  if (stale !== undefined) return { operation: "DescribeStream", body: { StreamName: stale } };
  if (known.streams.size === 0 && random.chance(0.8)) return create(random, known, 0);
  const busy = [...known.streams.values()].some((stream) => stream.phase !== "ACTIVE");
  if (random.chance(busy ? 0.35 : 0.12))
    return { advance: random.pick(random.chance(0.06) ? LONG_ADVANCES : ADVANCES) };
  const step = MAKE[random.weighted(WEIGHTS)](random, known);
  const badness = known.streams.size === 0 ? 0.5 : 0.2;
  return random.chance(badness) ? { ...step, body: spoil(random, step.operation, step.body) } : step;
}

const WEIGHTS = {
  create: 4,
  remove: 2,
  describe: 3,
  summarise: 2,
  listStreams: 2,
  listShards: 4,
  split: 6,
  merge: 6,
  putRecord: 18,
  putRecords: 14,
  iterator: 22,
  read: 26,
  retention: 4,
  tag: 3,
  untag: 2,
  listTags: 3,
};

const MAKE = {
  create: (random, known) => create(random, known, 0.15),
  remove: (random, known) => ({ operation: "DeleteStream", body: { StreamName: name(random, known) } }),
  describe: (random, known) => {
    const body = { StreamName: name(random, known) };
    if (random.chance(0.15)) body.Limit = random.between(1, 4);
    if (random.chance(0.15)) body.ExclusiveStartShardId = shard(random, known, body.StreamName);
    return { operation: "DescribeStream", body };
  },
  summarise: (random, known) => ({ operation: "DescribeStreamSummary", body: { StreamName: name(random, known) } }),
  listStreams: (random) => {
    const body = {};
    if (random.chance(0.4)) body.Limit = random.between(1, 3);
    if (random.chance(0.3)) body.ExclusiveStartStreamName = random.pick([...NAMES, "b", "A", "orders0"]);
    return { operation: "ListStreams", body };
  },
  listShards: (random, known) => {
    const body = { StreamName: name(random, known) };
    if (random.chance(0.3)) body.ExclusiveStartShardId = shard(random, known, body.StreamName);
    if (random.chance(0.2)) body.MaxResults = random.between(1, 4);
    return { operation: "ListShards", body };
  },
  split: (random, known) => {
    const StreamName = name(random, known);
    const ShardToSplit = shard(random, known, StreamName, 0.95);
    const found = known.shard(StreamName, ShardToSplit);
    const at = found ? within(random, found.start, found.end) : hashKey(random, known, StreamName);
    return { operation: "SplitShard", body: { StreamName, ShardToSplit, NewStartingHashKey: String(at) } };
  },
  merge: (random, known) => {
    const StreamName = name(random, known);
    const open = (known.stream(StreamName)?.shards ?? []).filter((shard) => shard.isOpen);
    const pairs = open.flatMap((lower) =>
      open.filter((upper) => lower.end + 1n === upper.start).map((upper) => [lower, upper]),
    );
    let [lower, upper] = pairs.length > 0 ? random.pick(pairs).map((shard) => shard.id) : [];
    if (random.chance(0.15)) [lower, upper] = [upper, lower];
    if (lower === undefined || random.chance(0.1)) lower = shard(random, known, StreamName);
    if (upper === undefined || random.chance(0.1)) upper = shard(random, known, StreamName);
    return { operation: "MergeShards", body: { StreamName, ShardToMerge: lower, AdjacentShardToMerge: upper } };
  },
  putRecord: (random, known) => {
    const body = { StreamName: name(random, known), ...record(random, known) };
    if (random.chance(0.3)) {
      const ordering = number(random, known, body.StreamName, undefined, Object.keys(CHANGES));
      if (ordering !== undefined) body.SequenceNumberForOrdering = ordering;
    }
    return { operation: "PutRecord", body };
  },
  putRecords: (random, known) => {
    const Records = Array.from({ length: random.between(1, 12) }, () => record(random, known));
    return { operation: "PutRecords", body: { StreamName: name(random, known), Records } };
  },
  iterator: (random, known) => {
    const StreamName = name(random, known);
    const body = { StreamName, ShardId: shard(random, known, StreamName), ShardIteratorType: random.pick(TYPES) };
    const isBySequence = body.ShardIteratorType.includes("SEQUENCE");
    if (random.chance(isBySequence ? 0.95 : 0.04)) {
      const starting = number(random, known, StreamName, body.ShardId);
      if (starting !== undefined) body.StartingSequenceNumber = starting;
    }
    if (random.chance(body.ShardIteratorType === "AT_TIMESTAMP" ? 0.95 : 0.04)) body.Timestamp = time(random, known);
    return { operation: "GetShardIterator", body };
  },
  read: (random, known) => {
    const steps = [...known.iterators.keys()];
    if (steps.length === 0) return MAKE.iterator(random, known);
    const step = random.chance(0.6) ? steps.at(-1) : random.pick(steps);
    const ShardIterator = { $: "iterator", step };
    if (random.chance(0.04)) ShardIterator.change = random.pick(Object.keys(ITERATOR_CHANGES));
    const body = { ShardIterator };
    if (random.chance(0.4)) body.Limit = random.pick([1, 2, 3, 5, 10_000]);
    return { operation: "GetRecords", body };
  },
  retention: (random, known) => {
    const operation = random.pick(["IncreaseStreamRetentionPeriod", "DecreaseStreamRetentionPeriod"]);
    const RetentionPeriodHours = random.pick([24, 25, 48, 100, 168, 168, 23, 1]);
    return { operation, body: { StreamName: name(random, known), RetentionPeriodHours } };
  },
  tag: (random, known) => {
    const chosen = Array.from({ length: random.between(1, 4) }, () => random.pick(TAGS));
    const Tags = Object.fromEntries(
      chosen.map((key) => [key, random.pick(["", "v", "значение", "a b", "x:y".slice(2)])]),
    );
    return { operation: "AddTagsToStream", body: { StreamName: name(random, known), Tags } };
  },
  untag: (random, known) => {
    const TagKeys = Array.from({ length: random.between(1, 3) }, () => random.pick(TAGS));
    return { operation: "RemoveTagsFromStream", body: { StreamName: name(random, known), TagKeys } };
  },
  listTags: (random, known) => {
    const body = { StreamName: name(random, known) };
    if (random.chance(0.3)) body.Limit = random.between(1, 3);
    if (random.chance(0.3)) body.ExclusiveStartTagKey = random.pick([...TAGS, "b", "\u0000"]);
    return { operation: "ListTagsForStream", body };
  },
};

function create(random, known, oddity) {
  const free = NAMES.filter((name) => !known.streams.has(name));
  const StreamName = free.length === 0 || random.chance(oddity) ? random.pick(NAMES) : random.pick(free);
  const ShardCount = random.chance(0.08) ? random.pick([30, 61, 100, 100_000]) : random.between(1, 5);
  return { operation: "CreateStream", body: { StreamName, ShardCount } };
}

function name(random, known) {
  const names = [...known.streams.keys()];
  return names.length === 0 || random.chance(0.02) ? random.pick([...NAMES, "missing"]) : random.pick(names);
}

/** A shard of the stream, mostly an open one. */
function shard(random, known, stream, openness = 0.6) {
  const shards = known.stream(stream)?.shards ?? [];
  const open = shards.filter((shard) => shard.isOpen);
  if (shards.length === 0 || random.chance(0.02)) return `shardId-${String(random.below(9)).padStart(12, "0")}`;
  const { id } = random.pick(open.length > 0 && random.chance(openness) ? open : shards);
  const spelling = random.weighted({ whole: 20, number: 1, short: 1, other: 1 });
  return { whole: id, number: id.slice(8), short: String(Number(id.slice(8))), other: `x-${Number(id.slice(8))}` }[
    spelling
  ];
}

/** A hash key within a range, rather at its borders. */
function within(random, start, end) {
  const near = BigInt(random.between(-2, 2));
  switch (random.weighted({ middle: 6, start: 2, end: 2, anywhere: 2 })) {
    case "middle":
      return (start + end) / 2n;
    case "start":
      return clamp(start + 2n + near);
    case "end":
      return clamp(end + near);
    default:
      return start + (((random.bits() << 64n) | random.bits()) % (end - start + 1n));
  }
}

const clamp = (key) => (key < 0n ? 0n : key >= HASH_KEYS + 2n ? HASH_KEYS : key);

function hashKey(random, known, stream) {
  const shards = known.stream(stream)?.shards ?? [];
  if (shards.length === 0) return (random.bits() << 64n) | random.bits();
  const { start, end } = random.pick(shards);
  return within(random, start, end);
}

function record(random, known) {
  const made = { PartitionKey: random.chance(0.5) ? random.pick(KEYS) : `key-${random.below(1_000)}` };
  made.Data = Buffer.from(String(random.bits()).repeat(random.below(3))).toString("base64");
  if (random.chance(0.4)) made.ExplicitHashKey = String(hashKey(random, known, name(random, known)));
  return made;
}

/** What makes a number of another time is left out: which place such a number has is told nowhere. */
const PLACE_CHANGES = Object.keys(CHANGES).filter((change) => change !== "future");

/** A number that the stream has given, or one like it. */
function number(random, known, stream, shard, changes = PLACE_CHANGES) {
  const found = known.stream(stream);
  if (found === undefined) return undefined;
  const change = random.chance(0.15) ? random.pick(changes) : undefined;
  const asked = known.shard(stream, shard);
  const records = found.records.filter(
    (record) => random.chance(0.1) || !asked || found.shards[record.shard] === asked,
  );
  if (records.length > 0 && random.chance(0.7)) {
    const { step, index } = random.pick(records);
    return { $: "record", step, index, change };
  }
  if (found.shards.length === 0) return undefined;
  const of = asked && random.chance(0.9) ? asked : random.pick(found.shards);
  const end = !of.isOpen && random.chance(0.5);
  return { $: "edge", stream, shard: found.shards.indexOf(of), end, change };
}

/** An instant, in seconds: now, a while ago, when a record was put, or not yet. */
function time(random, known) {
  const records = [...known.streams.values()].flatMap((stream) => stream.records);
  switch (random.weighted({ now: 3, before: 4, record: records.length > 0 ? 8 : 0, future: 1 })) {
    case "now":
      return known.now_ms / 1_000;
    case "before":
      return (known.now_ms - random.pick([1, 500, 1_000, 60_000, 100_000_000])) / 1_000;
    case "record":
      return (random.pick(records).at_ms + random.pick([0, 0, 0, 1, -1])) / 1_000;
    default:
      return Math.ceil(known.now_ms / 1_000) + random.pick([0, 1, 3_600]);
  }
}
