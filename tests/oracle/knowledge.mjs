// What is known of the account while a sequence runs: enough to ask sensible things, and to tell which known
// differences may show. It is learnt from kinesalite's answers and from the times that things take.

/** How long control operations take in both worlds: all different, so that none hides another. */
export const TIMES = { create_ms: 1_000, delete_ms: 2_000, update_ms: 1_500 };
export const HASH_KEYS = 1n << 128n;

/** The number in a shard's name, read as kinesalite does; `undefined` where there is none. */
export function shardNumber(text) {
  if (typeof text !== "string") return undefined;
  const number = text.split("-")[1] || text;
  return /^\d+$/.test(number) && Number(number) <= 2147483647 ? Number(number) : undefined;
}

export class Knowledge {
  now_ms;
  /** The streams that there are, by name. */
  streams = new Map();
  /** Iterators that were given: where they came from and what they read. */
  iterators = new Map();
  #generations = 0;

  constructor(now_ms) {
    this.now_ms = now_ms;
  }

  stream(name) {
    return typeof name === "string" ? this.streams.get(name) : undefined;
  }

  /** A shard of a stream by a name in any spelling. */
  shard(stream, text) {
    return this.stream(stream)?.shards[shardNumber(text)];
  }

  /** A stream whose shards are not those that were described last. */
  stale() {
    return [...this.streams.values()].find((stream) => stream.isStale)?.name;
  }

  /** Open shards of all streams, those in creation included. */
  openShards() {
    const counts = [...this.streams.values()].map((stream) =>
      stream.phase === "CREATING" ? stream.planned : stream.shards.filter((shard) => shard.isOpen).length,
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Whether a shard is closed and all that was in it is past its retention, for `since_ms` at least. */
  isExpired(stream, shard, since_ms = 0) {
    return shard?.expired_ms !== undefined && this.now_ms - shard.expired_ms >= since_ms;
  }

  /** Whether some record of a stream is past its retention. */
  hasExpired(stream) {
    return stream.records.some((record) => record.at_ms < stream.horizon_ms + 2_000);
  }

  /** Notes what is past the retention, which does not come back when it is made longer. */
  #expire(stream) {
    const retention_ms = stream.retention_h * 3_600_000;
    for (const shard of stream.shards.filter((shard) => shard.closed_ms <= this.now_ms - retention_ms)) {
      shard.expired_ms ??= Math.max(shard.closed_ms + retention_ms, stream.retention_set_ms);
    }
    stream.horizon_ms = Math.max(stream.horizon_ms, this.now_ms - retention_ms);
  }

  /** Lets time pass. */
  advance(now_ms) {
    this.now_ms = now_ms;
    for (const stream of this.streams.values()) this.#expire(stream);
    for (const stream of this.streams.values()) {
      if (now_ms < stream.until_ms) continue;
      if (stream.phase === "DELETING") {
        this.streams.delete(stream.name);
        continue;
      }
      for (const shard of stream.closing.flatMap((closing) => stream.shards[closing] ?? [])) {
        shard.isOpen = false;
        shard.closed_ms = stream.until_ms;
      }
      stream.closing = [];
      stream.phase = "ACTIVE";
      stream.isStale = true;
      stream.until_ms = Infinity;
      this.#expire(stream);
    }
  }

  /** When all that goes on is over. */
  settled() {
    const ends = [...this.streams.values()].map((stream) => stream.until_ms).filter(Number.isFinite);
    return Math.max(this.now_ms, ...ends);
  }

  /** Learns from an answer that was no refusal. */
  learn(step, operation, body, answer) {
    const stream = this.stream(body.StreamName);
    switch (operation) {
      case "CreateStream":
        this.#create(body);
        break;
      case "DeleteStream":
        if (stream) this.#begin(stream, "DELETING", TIMES.delete_ms, []);
        break;
      case "SplitShard":
        this.#begin(stream, "UPDATING", TIMES.update_ms, [shardNumber(body.ShardToSplit)]);
        break;
      case "MergeShards":
        this.#begin(stream, "UPDATING", TIMES.update_ms, [
          shardNumber(body.ShardToMerge),
          shardNumber(body.AdjacentShardToMerge),
        ]);
        break;
      case "DescribeStream":
        this.#describe(stream, answer.StreamDescription);
        break;
      case "IncreaseStreamRetentionPeriod":
      case "DecreaseStreamRetentionPeriod":
        this.#expire(stream);
        stream.retention_h = Math.floor(body.RetentionPeriodHours);
        stream.retention_set_ms = this.now_ms;
        this.#expire(stream);
        break;
      case "AddTagsToStream":
        stream.wasTaggedInCreation ||= stream.phase === "CREATING";
        break;
      case "PutRecord":
        this.#put(stream, step, [answer]);
        break;
      case "PutRecords":
        this.#put(stream, step, answer.Records);
        break;
      case "GetShardIterator":
        this.iterators.set(step, {
          stream: body.StreamName,
          generation: stream.generation,
          shard: shardNumber(body.ShardId),
          type: body.ShardIteratorType,
        });
        break;
    }
  }

  /** The next iterator of a read reads on where the one before did. */
  learnNext(step, before) {
    this.iterators.set(step, before);
  }

  #create(body) {
    this.streams.set(body.StreamName, {
      name: body.StreamName,
      generation: ++this.#generations,
      planned: Math.floor(body.ShardCount),
      phase: "CREATING",
      until_ms: this.now_ms + TIMES.create_ms,
      created_ms: this.now_ms,
      retention_h: 24,
      retention_set_ms: this.now_ms,
      horizon_ms: 0,
      closing: [],
      shards: [],
      records: [],
      isStale: false,
    });
  }

  #begin(stream, phase, takes_ms, closing) {
    stream.phase = phase;
    stream.until_ms = this.now_ms + takes_ms;
    stream.closing = closing;
  }

  #describe(stream, description) {
    stream.isStale = false;
    stream.shards = description.Shards.map((shard, index) => ({
      id: shard.ShardId,
      parents: [shard.ParentShardId, shard.AdjacentParentShardId].filter(Boolean),
      start: BigInt(shard.HashKeyRange.StartingHashKey),
      end: BigInt(shard.HashKeyRange.EndingHashKey),
      isOpen: shard.SequenceNumberRange.EndingSequenceNumber === undefined,
      closed_ms: stream.shards[index]?.closed_ms,
      expired_ms: stream.shards[index]?.expired_ms,
      numbered_ms: stream.shards[index]?.numbered_ms,
    }));
    // Children are numbered as if they had been created a second later.
    for (const shard of stream.shards.filter((shard) => shard.parents.length > 0)) {
      shard.numbered_ms ??= (stream.shards[shardNumber(shard.parents[0])].closed_ms ?? this.now_ms) + 1_000;
    }
  }

  #put(stream, step, records) {
    records.forEach(({ ShardId }, index) => {
      const shard = shardNumber(ShardId);
      stream.records.push({ step, index, shard, at_ms: this.now_ms });
      stream.hasEarlyRecords ||= this.now_ms < (stream.shards[shard]?.numbered_ms ?? 0) + 1_000;
    });
  }
}
