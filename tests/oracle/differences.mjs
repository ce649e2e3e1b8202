// Every way in which kinesalite 3.3.3 and Shardscope are known to differ. What is not here fails the comparison.
//
// An entry is for the differences whose `path` it matches, of the operations that it matches (all, where it names none).
// `explains` is given the difference (`theirs`, `ours`), both whole `answers`, the `body` as kinesalite got it, what is
// `known` and the `pair` of worlds; it is true only where Shardscope does exactly what `ours` says. `because` names what Shardscope follows: the API model (botocore 1.44.5), the API reference and the Developer Guide
// of today, the Smithy specification; where AWS says nothing, that is said. After `isTheEnd`, and after a change that only
// one of the two made, the accounts differ and the sequence is over.

import { shardNumber } from "./knowledge.mjs";
import { parts } from "./numbers.mjs";
import { SERVICE } from "./operations.mjs";

/** Whether Shardscope refuses with this exception and such a text. */
const refuses = ({ answers }, type, pattern) =>
  answers.ours.kind === "refusal" && answers.ours.type === type && (pattern?.test(answers.ours.message) ?? true);
const answersOf = ({ answers }) => answers.ours.kind === "answer";

/** What a breach speaks of: its value, its place and its constraint. */
function breach(text) {
  const [, value, place, constraint] =
    text?.match(/^Value (null|'[^]*') at '([^']*)' failed to satisfy constraint: ([^]*)$/) ?? [];
  return { value: value?.replace(/^'|'$/g, ""), place, constraint };
}

/** How long Shardscope may take to notice that something is past its retention. */
const TRIM_MS = 10_000;

/** Whether Shardscope lists the shards that it should, by what kinesalite lists and what is known. */
function listsAsAsked({ known, body, operation, answers }) {
  const stream = known.stream(body.StreamName);
  const after = shardNumber(body.ExclusiveStartShardId) ?? -1;
  const most = Math.floor(body.Limit ?? body.MaxResults ?? 100);
  const ids =
    operation === "DescribeStream"
      ? answers.theirs.body.StreamDescription.Shards.map((shard) => shard.ShardId)
      : stream.shards.map((shard) => shard.id);
  const answer = answers.ours.body.StreamDescription ?? answers.ours.body;
  const given = answer.Shards.map((shard) => shard.ShardId);
  const isExpired = (id, since_ms) => known.isExpired(stream, stream.shards[shardNumber(id)], since_ms);
  const candidates = ids.filter((id) => shardNumber(id) > after && !isExpired(id, TRIM_MS));
  const all = candidates.filter((id) => given.includes(id) || !isExpired(id, 0));
  const mayHaveMore = candidates.indexOf(given.at(-1)) + 1 < candidates.length;
  const hasMore = answer.HasMoreShards ?? answer.NextToken !== undefined;
  return given.join() === all.slice(0, most).join() && (hasMore ? mayHaveMore : all.length <= most);
}

/** The records that kinesalite has from the place on that a request asks for. */
async function recordsOf({ pair }, iterator, reads = 1) {
  const records = [];
  for (let left = reads; left > 0 && iterator; left--) {
    const { body } = await pair.emulator.request(`${SERVICE}.GetRecords`, { ShardIterator: iterator });
    records.push(...body.Records);
    iterator = body.NextShardIterator;
  }
  return { records, isAtEnd: iterator === undefined };
}

/** The keys and values of the tags in a request. */
const texts = ({ Tags, TagKeys }) => TagKeys ?? Object.entries(Tags).flat();

/** The pairs of a printed map, sorted. */
const pairsOf = (value) => value?.slice(1, -1).split(", ").sort().join(", ");

const IN_UTF_16 = /^Member must have length (less|greater) than or equal to (\d+)$/;

export const DIFFERENCES = [
  {
    id: "newer-members",
    path: /./,
    theirs: "does not have the members that answers have gained since 2018",
    ours: "gives them",
    because: "API model: StreamModeDetails, EncryptionType, StreamId, MaxRecordSizeInKiB, StreamSummaries, ChildShards …",
    explains: ({ path, theirs, operation }) => theirs === undefined && NEWER_MEMBERS[operation]?.includes(path),
  },
  {
    id: "creation-time",
    path: /\.StreamCreationTimestamp$/,
    theirs: "tells a creation time of whole seconds, two seconds early, as its sequence numbers need it",
    ours: "tells when the stream was created",
    because: "API reference: StreamCreationTimestamp is the approximate time that the stream was created",
    explains: ({ theirs, ours, known, body }) =>
      theirs === Math.floor(ours - 2) &&
      ours === known.stream(body.StreamName).created_ms / 1_000,
  },
  {
    id: "millis-behind-latest",
    path: /^MillisBehindLatest$/,
    operation: /^GetRecords$/,
    theirs: "is behind by 0 in an open shard, and at the end of a closed one by the time since it was closed",
    ours: "tells how far the tip is from what was read, and 0 at the end",
    because: "API reference: a value of zero indicates that record processing is caught up",
    explains: ({ ours, known, answers, iterator }) =>
      answers.ours.body.NextShardIterator === undefined
        ? ours === 0
        : Number.isInteger(ours) && ours > 0 && ours <= known.now_ms - known.stream(iterator.stream).created_ms,
  },
  {
    id: "end-of-shard",
    path: /^NextShardIterator$/,
    operation: /^GetRecords$/,
    theirs: "gives an iterator with the last records of a closed shard, and only after an empty answer or two none",
    ours: "gives none any more, and the shards that go on",
    because: "API reference: null once the shard is closed and the iterator does not return any more data",
    explains: async (difference) => {
      const { ours, raw, answers } = difference;
      if (ours !== undefined || !answers.ours.body.ChildShards) return false;
      const { records, isAtEnd } = await recordsOf(difference, raw.theirs.body.NextShardIterator, 3);
      return records.length === 0 && isAtEnd;
    },
  },
  {
    id: "arrival-in-new-shard",
    path: /^Records\[\]\.ApproximateArrivalTimestamp$/,
    operation: /^GetRecords$/,
    theirs: "dates records of a shard's first second to when its numbers begin, which is up to a second ahead",
    ours: "tells when they arrived",
    because: "API reference: the approximate time that the record was inserted into the stream",
    explains: ({ theirs, ours, known, iterator }) => {
      const { numbered_ms } = known.stream(iterator.stream).shards[iterator.shard];
      return theirs === Math.floor(numbered_ms / 1_000) && ours < theirs && ours >= numbered_ms / 1_000 - 1;
    },
  },
  {
    id: "places-in-new-shard",
    path: /^Records/,
    operation: /^GetRecords$/,
    theirs: "finds such records by the time that it has dated them to, and may give the first the number with which the shard begins",
    ours: "finds them by when they arrived, and gives them numbers of their own",
    because: "as above; API reference: each record has a unique sequence number",
    isTheEnd: true,
    explains: ({ known, iterator }) =>
      /^A/.test(iterator.type) && known.stream(iterator.stream)?.hasEarlyRecords,
  },
  {
    id: "timestamp-without-records",
    path: /^no answer$/,
    operation: /^GetShardIterator$/,
    theirs: "never answers where no record is as young as the timestamp",
    ours: "gives an iterator behind the last record",
    because: "API reference: AT_TIMESTAMP starts from the position denoted by the timestamp; there need not be a record",
    explains: async (difference) => {
      const { theirs, body, pair } = difference;
      if (theirs !== "silence") return false;
      const first = { StreamName: body.StreamName, ShardId: body.ShardId, ShardIteratorType: "TRIM_HORIZON" };
      const { ShardIterator } = (await pair.emulator.request(`${SERVICE}.GetShardIterator`, first)).body;
      const { records } = await recordsOf(difference, ShardIterator);
      const isThere = records.some((record) => record.ApproximateArrivalTimestamp >= body.Timestamp);
      return body.ShardIteratorType === "AT_TIMESTAMP" && !isThere && answersOf(difference);
    },
  },
  {
    id: "timestamp-and-number",
    path: /^(outcome|refusal|no answer)$/,
    operation: /^GetShardIterator$/,
    theirs: "takes AT_TIMESTAMP with a number for AFTER_SEQUENCE_NUMBER",
    ours: "refuses it as the other types that take no number",
    because: "API reference: StartingSequenceNumber is used with AT_ and AFTER_SEQUENCE_NUMBER",
    explains: (difference) =>
      difference.body.ShardIteratorType === "AT_TIMESTAMP" &&
      refuses(difference, "InvalidArgumentException", /Request specified AT_TIMESTAMP and also a StartingSequenceNumber/),
  },
  {
    id: "oldest-numbers",
    path: /^refusal$/,
    operation: /^GetShardIterator$/,
    theirs: "fails with status 500 at a number of the oldest layout in the shard that it encodes",
    ours: "says that it did not come from this stream",
    because: "a simulator has nothing to fail at; the text is the one for numbers of the layout between",
    explains: (difference) =>
      difference.theirs.type === "InternalFailure" &&
      refuses(difference, "InvalidArgumentException", /because it did not come from this stream\.$/),
  },
  {
    id: "negative-shards",
    path: /^outcome$/,
    operation: /^PutRecord$/,
    theirs: "takes a number for ordering whose shard is negative",
    ours: "refuses it",
    because: "kinesalite's own recordings of 2014",
    explains: (difference) =>
      parts(difference.body.SequenceNumberForOrdering ?? 0).shard > 2147483647 &&
      refuses(difference, "InvalidArgumentException", /^ExclusiveMinimumSequenceNumber .* is invalid\.$/),
  },
  {
    id: "stream-name-optional",
    path: /^breach$/,
    operation: /^(?!CreateStream)/,
    theirs: "must have StreamName",
    ours: "must have one of StreamName, StreamARN and StreamId, which is asked after the constraints",
    because: "API model: StreamName is not required any more where StreamARN may stand for it",
    explains: ({ theirs, answers }) =>
      theirs === "Value null at 'streamName' failed to satisfy constraint: Member must not be null" &&
      (answers.theirs.breaches.length > 1 ||
        answers.ours.breaches?.length > 0 ||
        /^Either StreamName or StreamARN should/.test(answers.ours.message)),
  },
  {
    id: "shard-count-optional",
    path: /^breach$/,
    operation: /^CreateStream$/,
    theirs: "must have ShardCount, of at most 100000",
    ours: "asks for it after the constraints, where the stream is not on demand, and refuses too many by the quota",
    because: "API model: ShardCount is not required any more, and has no upper bound",
    explains: ({ theirs, answers }) => {
      const { place, constraint } = breach(theirs);
      const isMeant = /^Member must (not be null|have value less than or equal to 100000)$/.test(constraint);
      const isAlone = answers.theirs.breaches?.length === 1;
      const isNext = /'shardCount'.*not be null|^This request would exceed|already exists/.test(answers.ours.message);
      return place === "shardCount" && isMeant && (!isAlone || isNext);
    },
  },
  {
    id: "partition-key-optional",
    path: /^breach$/,
    operation: /^PutRecord/,
    theirs: "must have PartitionKey",
    ours: "asks for it after the constraints and the stream, where the stream does not distribute records by itself",
    because: "API model: PartitionKey is not required any more, since RecordDistributionStrategy",
    explains: ({ theirs, answers }) =>
      /^Value null at '(records\.\d+\.member\.)?partitionKey' failed .* not be null$/.test(theirs) &&
      (answers.theirs.breaches.some((other) => !other.includes("artitionKey'")) ||
        answers.ours.breaches?.length > 0 ||
        /^Either StreamName|not found\.$|ExplicitHashKey/.test(answers.ours.message)),
  },
  {
    id: "retention-bounds",
    path: /^breach$/,
    operation: /RetentionPeriod$/,
    theirs: "takes 1 to 168 hours by the constraints",
    ours: "has no such constraint and refuses less than 24 and more than 8760 hours (course notes: 168) as an argument",
    because: "API model: RetentionPeriodHours has no range; API reference: up to 8760 hours",
    explains: (difference) => {
      const { theirs, answers, body, limits } = difference;
      const { place, constraint } = breach(theirs);
      if (place !== "retentionPeriodHours") return false;
      const isMeant = /^Member must have value (less than or equal to 168|greater than or equal to 1)$/.test(constraint);
      const isAlone = answers.theirs.breaches.length === 1;
      const isTooLong = body.RetentionPeriodHours > (limits === "current" ? 8_760 : 168);
      const next = isTooLong ? /too long\.$/ : body.RetentionPeriodHours < 24 ? /too short\.$/ : /can not be longer|not ACTIVE/;
      const isNext = refuses(difference, answers.ours.type, next) || /not found\.$/.test(answers.ours.message);
      return isMeant && (!isAlone || isNext || (!isTooLong && answersOf(difference)));
    },
  },
  {
    id: "retention-while-changing",
    path: /^outcome$/,
    operation: /RetentionPeriod$/,
    theirs: "changes the retention of a stream in any state",
    ours: "refuses it unless the stream is ACTIVE",
    because: "API reference: ResourceInUseException, for successful operation the resource must be in the ACTIVE state",
    explains: (difference) =>
      difference.known.stream(difference.body.StreamName).phase !== "ACTIVE" &&
      refuses(difference, "ResourceInUseException", /not ACTIVE, instead in state (CREATING|UPDATING|DELETING)$/),
  },
  {
    id: "tags-at-a-time",
    path: /^breach$/,
    operation: /Tags/,
    theirs: "puts, takes off and lists up to 10 tags at a time",
    ours: "puts up to 200, takes off up to 50 and lists up to 50",
    because: "API model: TagMap up to 200, TagKeyList up to 50, ListTagsForStream's Limit up to 50",
    explains: ({ theirs, ours }) => {
      const [before, after] = [breach(theirs), breach(ours)];
      const isMeant = /^Member must have (length|value) less than or equal to (10|50|200)$/;
      const place = before.place ?? after.place;
      return (
        ["tags", "tagKeys", "limit"].includes(place) &&
        isMeant.test(before.constraint ?? after.constraint)
      );
    },
  },
  {
    id: "tag-characters",
    path: /^(outcome|refusal)$/,
    operation: /^(AddTags|RemoveTags)/,
    theirs: "takes characters of some ranges for letters, and does not name the colon",
    ours: "takes letters, digits and white space of all scripts, and the colon",
    because: "AWS's rules for tags: letters, numbers and spaces representable in UTF-8, and _ . : / = + - @",
    explains: (difference) => {
      const { path, theirs, ours, answers } = difference;
      const reworded = (text) => text?.replace("= + - % @.", "= + - % @ :.").replace("'-','@'.", "'-','@',':'.");
      if (path === "refusal") return reworded(theirs.message) === ours.message && theirs.type === ours.type;
      const isLegal = texts(difference.body).every((text) => /^[\p{L}\p{N}\p{Z}_./=+\-@:]*$/u.test(text));
      const isRefused = refuses(difference, "InvalidArgumentException", /^Some tags contain/);
      return isLegal ? /^Some tags contain/.test(answers.theirs.message) && answersOf(difference) : isRefused;
    },
  },
  {
    id: "tags-in-creation",
    path: /^(Tags|HasMoreTags)/,
    operation: /^ListTagsForStream$/,
    theirs: "forgets the tags that a stream is given while it is CREATING",
    ours: "keeps them",
    because: "API reference: tags can be given to a stream as it is created",
    isTheEnd: true,
    explains: ({ known, body }) => known.stream(body.StreamName).wasTaggedInCreation,
  },
  {
    id: "system-tags",
    path: /^(outcome|refusal)$/,
    operation: /^AddTags/,
    theirs: "takes keys that begin with aws: for bad characters or for keys like others",
    ours: "says that they are reserved",
    because: "API reference: tag keys that begin with aws: are reserved",
    explains: (difference) => refuses(difference, "InvalidArgumentException", /^Tag key aws:.* are reserved\.$/i),
  },
  {
    id: "ten-breaches",
    path: /^breach$/,
    theirs: "lists no more than ten breaches",
    ours: "lists no more than ten either, which are others where one of the differences below shows",
    because: "as recorded",
    explains: ({ theirs, ours, answers }) =>
      theirs === undefined ? answers.theirs.breaches?.length === 10 : answers.ours.breaches?.length === 10 && ours === undefined,
  },
  {
    id: "order-of-a-map",
    path: /^breach$/,
    operation: /^AddTags/,
    theirs: "prints a map's entries as the request has them",
    ours: "prints them sorted by key",
    because: "AWS prints a Java map, whose order neither has",
    explains: ({ theirs, ours, answers }) => {
      const { value, place, constraint } = breach(theirs ?? ours);
      const others = (theirs === undefined ? answers.theirs : answers.ours).breaches ?? [];
      const isTwin = (other) =>
        breach(other).place === place && breach(other).constraint === constraint && pairsOf(breach(other).value) === pairsOf(value);
      return place === "tags" && others.some(isTwin);
    },
  },
  {
    id: "anchors",
    path: /^breach$/,
    theirs: "lets hash keys and numbers pass that only begin with 0 or only end in a number, such as 00 and x5",
    ours: "refuses them",
    because: "API model: the pattern is for the whole text",
    explains: ({ theirs, ours }) => {
      const { value, constraint } = breach(ours);
      const [, pattern] = constraint?.match(/regular expression pattern: (0\|[^]*)$/) ?? [];
      return theirs === undefined && pattern && new RegExp(`^${pattern}$`).test(value);
    },
  },
  {
    id: "length-in-characters",
    path: /^breach$/,
    theirs: "counts the length of a text in UTF-16 units",
    ours: "counts characters",
    because: "Smithy specification: the length of a string is its number of Unicode code points",
    explains: ({ theirs }) => {
      const { value, constraint } = breach(theirs);
      const [, side, bound] = constraint?.match(IN_UTF_16) ?? [];
      return side === "less" && value.length > Number(bound) && [...value].length <= Number(bound);
    },
  },
  {
    id: "least-integer",
    path: /^breach$/,
    theirs: "keeps a number that is below the range of an integer",
    ours: "takes it for the least integer, as it takes one that is above for the greatest",
    because: "Java's conversion of large numbers to int; recorded for the greatest only",
    explains: ({ theirs, ours, answers }) => {
      const clamped = (text) => text?.replace(/^Value '-\d{10,}'/, "Value '-2147483648'");
      return theirs
        ? answers.ours.breaches?.includes(clamped(theirs))
        : answers.theirs.breaches?.some((other) => clamped(other) === ours);
    },
  },
  {
    id: "list-as-body",
    path: /./,
    theirs: "takes a list for an object without members",
    ours: "refuses it",
    because: "the recorded text for a list where a structure is expected",
    explains: (difference) =>
      Array.isArray(difference.body) &&
      refuses(difference, "SerializationException", /^Start of list found where not expected$/),
  },
  {
    id: "null-in-a-list",
    path: /^(no answer|breach)$/,
    theirs: "stops working when a list or a map has a null in it",
    ours: "says that a member of a list must not be null, and takes a tag without a value",
    because: "API model: the members of these lists must be there, the values of tags need not; the text is assumed",
    explains: (difference) =>
      (difference.path === "breach"
        ? /^Value null at 'records\.\d+\.member' failed to satisfy/.test(difference.ours)
        : difference.theirs.startsWith("TypeError")) &&
      /"(Records|TagKeys)":\[[^]*null|"Tags":\{[^]*null/.test(JSON.stringify(difference.body)) &&
      (answersOf(difference) || /validation error|not found\.|should be provided/.test(difference.answers.ours.message)),
  },
  {
    id: "next-token",
    path: /^no answer$/,
    operation: /^ListShards$/,
    theirs: "stops working when shards are listed by a token",
    ours: "lists the next page, or refuses a token that it has not given",
    because: "API reference: NextToken of ListShards",
    explains: (difference) =>
      difference.body.NextToken !== undefined &&
      refuses(difference, "InvalidArgumentException", /^Invalid NextToken\.|cannot be provided together/),
  },
  {
    id: "pages-of-shards",
    path: /(^|\.)(Shards|HasMoreShards|NextToken)/,
    operation: /^(DescribeStream|ListShards)$/,
    theirs: "lists all shards whatever Limit, MaxResults and the ExclusiveStartShardId of DescribeStream say, and compares that of ListShards as text",
    ours: "lists as many as are asked for, from the shard on that is named in any spelling",
    because: "API reference: Limit, MaxResults, ExclusiveStartShardId, HasMoreShards and NextToken",
    explains: (difference) => {
      const { Limit, MaxResults, ExclusiveStartShardId } = difference.body;
      return (Limit ?? MaxResults ?? ExclusiveStartShardId) !== undefined && listsAsAsked(difference);
    },
  },
  {
    id: "expired-shards",
    path: /^(outcome|refusal|no answer)$|(^|\.)Shards/,
    operation: /^(DescribeStream|ListShards|GetShardIterator|GetRecords|SplitShard|MergeShards)$/,
    theirs: "lists a closed shard for ever",
    ours: "lists it until all its records are past their retention, and names parents as long as they are listed",
    because: "Developer Guide: a closed shard whose records are past their retention is EXPIRED",
    explains: (difference) => {
      const { path, ours, known, body, iterator } = difference;
      const stream = known.stream(iterator?.stream ?? body.StreamName);
      if (!path.includes("Shards")) {
        const names = [body.ShardId, body.ShardToSplit, body.ShardToMerge, body.AdjacentShardToMerge];
        const shards = [stream?.shards[iterator?.shard], ...names.map((name) => known.shard(body.StreamName, name))];
        const isGone = shards.some((shard) => known.isExpired(stream, shard));
        return isGone && refuses(difference, "ResourceNotFoundException", /^Shard .* does not exist$|^Could not find shard/);
      }
      if (!stream.shards.some((shard) => known.isExpired(stream, shard))) return false;
      return path.endsWith("ParentShardId") ? ours === undefined : listsAsAsked(difference);
    },
  },
  {
    id: "expired-records",
    path: /^Records/,
    operation: /^GetRecords$/,
    theirs: "counts records that are past their retention towards Limit, and takes whole seconds for their age",
    ours: "does not, and takes when they arrived",
    because: "API reference: Limit is the maximum number of records to return",
    isTheEnd: true,
    explains: ({ known, iterator, answers, body }) => {
      const stream = known.stream(iterator.stream);
      if (!known.hasExpired(stream)) return false;
      const isKept = (record) => Math.floor(record.ApproximateArrivalTimestamp) >= stream.horizon_ms / 1_000;
      const names = ({ body: { Records } }) => Records.filter(isKept).map((record) => record.SequenceNumber);
      const [before, after] = [names(answers.theirs), names(answers.ours)];
      const isPrefix = (one, other) => one.every((name, index) => name === other[index]);
      return body.Limit === undefined ? before.join() === after.join() : isPrefix(before, after) || isPrefix(after, before);
    },
  },
  {
    id: "closed-shards",
    path: /^(outcome|refusal)$/,
    operation: /^(SplitShard|MergeShards)$/,
    theirs: "splits and merges closed shards again",
    ours: "refuses them",
    because: "Developer Guide: after a reshard the parent is CLOSED; the text is that of the moto emulator",
    explains: (difference) => {
      const { known, body } = difference;
      const names = [body.ShardToSplit, body.ShardToMerge, body.AdjacentShardToMerge];
      const isClosed = names.some((name) => known.shard(body.StreamName, name)?.isOpen === false);
      return isClosed && refuses(difference, "InvalidArgumentException", /has already been merged or split/);
    },
  },
  {
    id: "shards-in-creation",
    path: /^(outcome|refusal)$/,
    operation: /^(CreateStream|SplitShard)$/,
    theirs: "does not count the shards of streams that are CREATING towards the shard quota",
    ours: "counts them",
    because: "API reference: CreateStream is refused where more shards are asked for than are authorized for the account",
    explains: (difference) => {
      const { known } = difference;
      const isCreating = [...known.streams.values()].some((stream) => stream.phase === "CREATING");
      const [, count] = difference.answers.ours.message?.match(/Current shard count for the account: (\d+)\./) ?? [];
      return isCreating && refuses(difference, "LimitExceededException") && Number(count) === known.openShards();
    },
  },
  {
    id: "throughput",
    path: /./,
    operation: /^PutRecord/,
    theirs: "stores records at any rate",
    ours: "stores 1000 records and 1 MiB a second in a shard",
    because: "Developer Guide: quotas of a shard",
    isTheEnd: true,
    explains: (difference) =>
      difference.operation === "PutRecords"
        ? difference.answers.ours.body?.FailedRecordCount > 0
        : refuses(difference, "ProvisionedThroughputExceededException"),
  },
  {
    id: "record-bytes",
    path: /^outcome$/,
    operation: /^PutRecords?$/,
    theirs: "takes 1 MiB of data beside the partition key, and as many bytes in a request as it reads",
    ours: "takes 1 MiB with the key in a record, and 10 MiB (course notes: 5) in a request",
    because: "API reference: the size of the data blob and the partition key must not exceed the maximum record size",
    explains: (difference) =>
      refuses(difference, "InvalidArgumentException", /^The record's data and partition key have|^Records size exceeds \d+ MB limit$/),
  },
  {
    id: "streams-at-a-time",
    path: /^(StreamNames|HasMoreStreams)/,
    operation: /^ListStreams$/,
    theirs: "lists 10 streams where no limit is named",
    ours: "lists 100",
    because: "API reference: the default value is 100",
    explains: ({ body, answers }) => {
      const [before, after] = [answers.theirs.body.StreamNames, answers.ours.body.StreamNames];
      return body.Limit === undefined && after.length > 10 && before.join() === after.slice(0, 10).join();
    },
  },
  {
    id: "streams-in-creation",
    path: /^outcome$/,
    operation: /^CreateStream$/,
    theirs: "creates any number of streams at a time",
    ours: "has 5 in CREATING at most",
    because: "API reference: more than five streams in the CREATING state make a LimitExceededException; the text is reported",
    explains: (difference) =>
      refuses(difference, "LimitExceededException", /simultaneously be in CREATING/) &&
      [...difference.known.streams.values()].filter((stream) => stream.phase === "CREATING").length === 5,
  },
  {
    id: "reads-while-deleting",
    path: /^(Records|NextShardIterator|MillisBehindLatest)$/,
    operation: /^GetRecords$/,
    theirs: "drops the records of a stream as soon as it is DELETING",
    ours: "gives them until it is gone",
    because: "API reference: reads may go on on a stream in the DELETING state until the deletion is complete",
    explains: ({ known, iterator, answers }) =>
      known.stream(iterator.stream)?.phase === "DELETING" &&
      answers.theirs.body.Records.length === 0,
  },
  {
    id: "iterators-by-name",
    path: /^(outcome|refusal)$/,
    operation: /^GetRecords$/,
    theirs: "goes on reading in another stream of the same name",
    ours: "knows that the stream of the iterator is gone",
    because: "API reference: deleting a stream deletes its shards; an iterator is one of a shard",
    explains: (difference) => {
      const { known, iterator } = difference;
      const isOther = known.stream(iterator?.stream)?.generation !== iterator?.generation;
      return isOther && refuses(difference, "ResourceNotFoundException", /does not exist$/);
    },
  },
];

/** What is kept from showing, as nothing could be compared after it. */
export const AVOIDED = [
  {
    id: "timers-outlive-streams",
    theirs: "lets what was begun with a stream go on after it was deleted, in the next stream of its name too",
    ours: "ends it",
    because: "API reference: the stream is in the DELETING state until its deletion is complete",
    how: "after a deletion of a stream that is not ACTIVE, time passes until it is gone (sequence.mjs)",
  },
  {
    id: "numbers-of-another-time",
    theirs: "compares numbers as a whole, the time of the record in them included",
    ours: "reads at the index that is in the number",
    because: "nothing says where a number lies that was never given",
    how: "such numbers are used for ordering alone (generate.mjs)",
  },
];

const NEWER_MEMBERS = {
  DescribeStream: ["StreamDescription.StreamModeDetails"],
  DescribeStreamSummary: [
    "StreamDescriptionSummary.StreamModeDetails",
    "StreamDescriptionSummary.StreamId",
    "StreamDescriptionSummary.MaxRecordSizeInKiB",
    "StreamDescriptionSummary.RecordDistributionStrategy",
  ],
  ListStreams: ["StreamSummaries", "NextToken"],
  PutRecord: ["EncryptionType"],
  PutRecords: ["EncryptionType"],
  GetRecords: ["ChildShards", "Records[].EncryptionType"],
};
