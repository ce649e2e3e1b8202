// Aggregated records: aws-kinesis-agg, AWS's own, reads what the simulator wrote and writes what the simulator reads.
//
// Where both can write a set of user records, they write the same bytes. aws-kinesis-agg lists keys as an object's, which
// puts those that are small whole numbers first and loses their places; sets with such keys are written by ours alone. It
// reads a missing index as 0, which gives a record without explicit hash key the first of the list, if there is one.

import agg from "aws-kinesis-agg";
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Random } from "./random.mjs";
import { Simulator } from "./simulator.mjs";

const SETS = 300;
const MEBIBYTE = 1 << 20;

const writer = new Simulator(["aggregate"]);
const reader = new Simulator(["deaggregate"]);
after(() => [writer, reader].forEach((program) => program.close()));

const LETTERS = ["a", "Z", "7", "-", ".", "é", "ß", "中", "文", "🚀", "\u0000", "\u2028", "\ufeff", '"', "\\", " "];

function partitionKey(random) {
  const length = random.chance(0.1) ? random.between(200, 256) : random.between(1, 12);
  return Array.from({ length }, () => random.pick(LETTERS)).join("");
}

function explicitHashKey(random) {
  return (((random.bits() << 64n) | random.bits()) >> BigInt(random.below(128))).toString();
}

/** User records that name each other's keys now and then; data from none to `bytes`. */
function userRecords(random, count, bytes) {
  const keys = Array.from({ length: random.between(1, 6) }, () => partitionKey(random));
  const hashKeys = [random.pick(["0", explicitHashKey(random)]), String(2n ** 128n - 1n), ...Array.from({ length: 3 }, () => explicitHashKey(random))];
  return Array.from({ length: count }, () => {
    const data = Buffer.from(Array.from({ length: random.below(bytes + 1) }, () => random.below(256)));
    const record = { partition_key: random.pick(keys), data };
    return random.chance(0.4) ? { ...record, explicit_hash_key: random.pick(hashKeys) } : record;
  });
}

const written = ({ data, ...record }) => ({ ...record, data: data.toString("base64") });

async function ours(records) {
  const answer = JSON.parse(await writer.line(JSON.stringify({ records: records.map(written) })));
  assert.deepEqual(Object.keys(answer), ["data"]);
  return Buffer.from(answer.data, "base64");
}

function theirs(records) {
  const aggregator = new agg.RecordAggregator();
  for (const { partition_key, explicit_hash_key, data } of records) {
    aggregator.putRecords.push({ partitionKey: partition_key, explicitHashKey: explicit_hash_key, data });
  }
  return aggregator.build().data;
}

const read = async (data) => JSON.parse(await reader.line(JSON.stringify({ data: data.toString("base64") })));

function readByTheirs(data) {
  let found;
  const record = { data: data.toString("base64"), partitionKey: "outer", sequenceNumber: "1" };
  agg.deaggregateSync(record, true, (error, records) => {
    if (error) throw error;
    found = records;
  });
  return found.map(({ partitionKey, explicitPartitionKey, data }) => {
    const record = { partition_key: partitionKey, data };
    return explicitPartitionKey === undefined ? record : { ...record, explicit_hash_key: explicitPartitionKey };
  });
}

/** Whether aws-kinesis-agg keeps the places of these keys: see above. */
function keepsPlaces(keys) {
  const listed = [...new Set(keys.filter((key) => key !== undefined))];
  const byObject = Object.keys(Object.fromEntries(listed.map((key) => [key, true])));
  return listed.every((key, place) => byObject[place] === key);
}

async function agree(records) {
  const data = await ours(records);
  const wanted = records.map(written);
  const first = records.find((record) => record.explicit_hash_key !== undefined)?.explicit_hash_key;
  const isMissing = (record) => first !== undefined && record.explicit_hash_key === undefined;
  assert.deepEqual(
    readByTheirs(data),
    wanted.map((record) => (isMissing(record) ? { ...record, explicit_hash_key: first } : record)),
  );
  assert.deepEqual(await read(data), { records: wanted });
  const areForBoth = ["partition_key", "explicit_hash_key"].every((name) => keepsPlaces(records.map((r) => r[name])));
  if (!areForBoth) return false;
  const other = theirs(records);
  assert.deepEqual(await read(other), { records: wanted });
  assert.ok(data.equals(other), "the bytes are the same");
  return true;
}

test(`${SETS} generated sets of user records`, async (context) => {
  let both = 0;
  for (let seed = 1; seed <= SETS; seed++) {
    const random = new Random(seed);
    const records = userRecords(random, random.between(1, 40), random.pick([0, 5, 200]));
    await agree(records).then(
      (isForBoth) => (both += isForBoth),
      (error) => {
        context.diagnostic(`seed ${seed}`);
        throw error;
      },
    );
  }
  assert.ok(both > SETS / 4, `${both} sets were written by both`);
});

test("user records of up to 1 MiB", async () => {
  const random = new Random(1);
  for (const bytes of [51_200, MEBIBYTE - 1_000, MEBIBYTE]) {
    await agree([{ partition_key: "large", data: Buffer.alloc(bytes, 7) }]);
  }
  await agree(Array.from({ length: 20_000 }, (_, n) => ({ partition_key: `user-${n}`, data: Buffer.alloc(30, n) })));
  await agree(userRecords(random, 2_000, 500));
});

test("what is no aggregated record, or a spoiled one, is told so by both", async () => {
  const data = await ours(userRecords(new Random(2), 20, 50));
  const random = new Random(3);
  for (let spoiled = 0; spoiled < 200; spoiled++) {
    const copy = Buffer.from(data);
    copy[random.between(4, copy.length - 1)] ^= 1 << random.below(8);
    assert.throws(() => readByTheirs(copy));
    assert.deepEqual(await read(copy), { error: "not an aggregated record" });
  }
  for (const other of [Buffer.alloc(0), Buffer.from("hello"), data.subarray(1), data.subarray(0, 4)]) {
    assert.deepEqual(await read(other), { error: "not an aggregated record" });
  }
});
