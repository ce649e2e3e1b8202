// Lists what differs between two answers, once what differs by nature is put in the same words.

import { shardNumber } from "./knowledge.mjs";

/** The members that are numbers, with what they are the numbers of. */
const NUMBER_MEMBERS = { SequenceNumber: "record", StartingSequenceNumber: "start", EndingSequenceNumber: "end" };
const ITERATOR_MEMBERS = new Set(["ShardIterator", "NextShardIterator", "NextToken"]);
const BREACHES = /^\d+ validation errors? detected: /;

/** A refusal in the words that both worlds share, or the answer of a call that succeeded. */
export function outcome({ status, body, crash, silence }) {
  if (crash !== undefined || silence) return { kind: "none", crash, silence };
  if (status === 200) return { kind: "answer", body };
  const message = body.message ?? body.Message;
  const found = message?.match(BREACHES);
  const breaches =
    body.__type === "ValidationException" && found
      ? message.slice(found[0].length).split(/; (?=Value (?:null|'[^]*?) at ')/)
      : undefined;
  const members = Object.keys(body).sort().join(", ");
  return { kind: "refusal", status, type: body.__type, members, message, breaches };
}

/** The differences: each with its `path` and the values of both sides. */
export function differences(theirs, ours) {
  if (theirs.kind === "none") return [{ path: "no answer", theirs: theirs.crash ?? "silence", ours }];
  if (theirs.breaches || ours.breaches) return ofBreaches(theirs, ours);
  if (theirs.kind !== ours.kind) return [{ path: "outcome", theirs, ours }];
  if (theirs.kind === "refusal") {
    const isSame = ["status", "type", "members", "message"].every((name) => theirs[name] === ours[name]);
    return isSame ? [] : [{ path: "refusal", theirs, ours }];
  }
  const found = [];
  ofValues("", theirs.body, ours.body, found);
  return found;
}

function ofBreaches(theirs, ours) {
  const [before, after] = [theirs.breaches ?? [], ours.breaches ?? []];
  const found = [];
  for (const breach of before) if (!after.includes(breach)) found.push({ path: "breach", theirs: breach });
  for (const breach of after) if (!before.includes(breach)) found.push({ path: "breach", ours: breach });
  const both = (breaches, others) => breaches.filter((breach) => others.includes(breach)).join("; ");
  if (both(before, after) !== both(after, before)) found.push({ path: "order of breaches", theirs, ours });
  return found;
}

function ofValues(path, theirs, ours, found) {
  const areObjects = [theirs, ours].every((value) => typeof value === "object" && value !== null);
  if (!areObjects || Array.isArray(theirs) !== Array.isArray(ours)) {
    if (theirs !== ours) found.push({ path, theirs, ours });
  } else if (Array.isArray(theirs) && theirs.length !== ours.length) {
    found.push({ path, theirs, ours });
  } else {
    for (const name of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
      ofValues(Array.isArray(theirs) ? `${path}[]` : path ? `${path}.${name}` : name, theirs[name], ours[name], found);
    }
  }
}

/** What one world has answered so far, and the names of the numbers that it gave. */
export class Side {
  /** Answers by step. */
  #answers = new Map();
  /** Numbers of shards, by stream and shard. */
  #edges = new Map();
  /** By stream: the name of each number. */
  #names = new Map();
  /** By stream and shard: the greatest number so far. */
  #greatest = new Map();

  /** What a symbol stands for here; `undefined` where it is not known. */
  value({ $: kind, step, index, stream, shard, end }) {
    const answer = this.#answers.get(step);
    switch (kind) {
      case "record":
        return (answer?.Records?.[index] ?? answer)?.SequenceNumber;
      case "iterator":
        return answer?.ShardIterator ?? answer?.NextShardIterator;
      default:
        return this.#edges.get(stream)?.[shard]?.[end ? "EndingSequenceNumber" : "StartingSequenceNumber"];
    }
  }

  /** Learns the numbers of an answer. Gives a sentence where a shard's numbers do not rise. */
  learn(step, operation, stream, answer) {
    this.#answers.set(step, answer);
    const names = this.#names.get(stream) ?? new Map();
    this.#names.set(stream, names);
    if (operation === "CreateStream") {
      this.#names.delete(stream);
      this.#edges.delete(stream);
      for (const key of this.#greatest.keys()) if (key.startsWith(`${stream} `)) this.#greatest.delete(key);
    }
    if (operation === "DescribeStream" && answer.StreamDescription.Shards.length > 0) {
      const { Shards } = answer.StreamDescription;
      const edges = this.#edges.get(stream) ?? [];
      this.#edges.set(stream, edges);
      for (const { ShardId, SequenceNumberRange: range } of Shards) {
        edges[shardNumber(ShardId)] = range;
        names.set(`start ${range.StartingSequenceNumber}`, `start of ${ShardId}`);
        names.set(`end ${range.EndingSequenceNumber}`, `end of ${ShardId}`);
      }
    }
    if (operation === "PutRecord") return this.#record(stream, names, answer, `record ${step}.0`);
    if (operation !== "PutRecords") return undefined;
    return answer.Records.map((record, index) => this.#record(stream, names, record, `record ${step}.${index}`)).find(
      Boolean,
    );
  }

  #record(stream, names, { ShardId, SequenceNumber }, name) {
    if (SequenceNumber === undefined) return undefined;
    names.set(`record ${SequenceNumber}`, name);
    const key = `${stream} ${ShardId}`;
    const [before, number] = [this.#greatest.get(key) ?? 0n, BigInt(SequenceNumber)];
    this.#greatest.set(key, number);
    return number > before && SequenceNumber.length === 56 ? undefined : `${name}: ${number} comes after ${before}`;
  }

  /** An outcome in which numbers have names, iterators are only there or not, and `symbols` of the call stand for values. */
  shared(found, stream, symbols) {
    if (found.kind === "none") return found;
    if (found.kind === "answer") return { ...found, body: this.#named(found.body, stream) };
    const say = (text) => symbols.reduce((text, [value, symbol]) => text?.replaceAll(value, symbol), text);
    return { ...found, message: say(found.message), breaches: found.breaches?.map(say) };
  }

  #named(value, stream, member) {
    if (Array.isArray(value)) return value.map((entry) => this.#named(entry, stream));
    if (value !== null && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, this.#named(entry, stream, name)]));
    }
    const kind = NUMBER_MEMBERS[member];
    if (kind && typeof value === "string") return this.#names.get(stream)?.get(`${kind} ${value}`) ?? "unknown number";
    return ITERATOR_MEMBERS.has(member) && typeof value === "string" ? "an iterator" : value;
  }
}
