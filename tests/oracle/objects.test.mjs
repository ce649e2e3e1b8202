// Objects of delivery streams: zlib, fflate, SnappyJS and hyparquet read what the simulator writes, byte for byte and value
// by value. Nobody reads ORC in JavaScript; its files were compared with Apache's own reader by hand.

import { unzipSync } from "fflate";
import { parquetReadObjects } from "hyparquet";
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import snappy from "snappyjs";
import { Random } from "./random.mjs";
import { Simulator } from "./simulator.mjs";

const SETS = 60;
const SNAPPY_JAVA_HEADER = Buffer.from("82534e41505059000000000100000001", "hex");

const writer = new Simulator(["objects"]);
after(() => writer.close());

async function written(records, wanted) {
  const line = { records: records.map((record) => Buffer.from(record).toString("base64")), ...wanted };
  const { data, ...rest } = JSON.parse(await writer.line(JSON.stringify(line)));
  return { data: Buffer.from(data, "base64"), ...rest };
}

/** What stands in blocks, each behind its length, and with `hasSize` behind its size too. */
function blocks(data, hasSize) {
  const parts = [];
  for (let at = 0; at < data.length;) {
    const size = hasSize ? data.readUInt32BE((at += 4) - 4) : undefined;
    const length = data.readUInt32BE(at);
    parts.push(Buffer.from(snappy.uncompress(data.subarray(at + 4, at + 4 + length))));
    if (hasSize) assert.equal(parts.at(-1).length, size);
    at += 4 + length;
  }
  return Buffer.concat(parts);
}

const READERS = {
  uncompressed: (data) => data,
  gzip: gunzipSync,
  zip(data) {
    const files = Object.entries(unzipSync(data));
    assert.equal(files.length, 1);
    assert.match(files[0][0], /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    return Buffer.from(files[0][1]);
  },
  snappy(data) {
    assert.ok(data.subarray(0, 16).equals(SNAPPY_JAVA_HEADER));
    return blocks(data.subarray(16), false);
  },
  hadoop_snappy: (data) => blocks(data, true),
};

const NAMES = ["id", "price", "is_new", "name", "größe"];

function record(random) {
  const value = {
    id: random.below(2_000_000) - 1_000_000,
    price: random.below(1_000_000) / 64,
    is_new: random.chance(0.5),
    name: "é中🚀".repeat(random.below(4)) + "x".repeat(random.below(random.pick([1, 5, 300]))),
    größe: random.pick(["S", "M", "L"]),
  };
  for (const name of NAMES) if (random.chance(0.2)) value[name] = null;
  return value;
}

const sets = Array.from({ length: SETS }, (_, seed) => {
  const random = new Random(seed + 1);
  const count = seed === 0 ? 0 : random.between(1, random.pick([1, 9, 300, 3_000]));
  return Array.from({ length: count }, () => record(random));
});

const lines = (records) => records.map((value) => JSON.stringify(value) + "\n");

for (const [compression, read] of Object.entries(READERS)) {
  test(`${compression} of ${SETS} generated sets of records`, async () => {
    for (const records of sets) {
      const { data } = await written(lines(records), { compression });
      assert.ok(Buffer.from(read(data)).equals(Buffer.from(lines(records).join(""))));
    }
    const noise = Buffer.from(Array.from({ length: 100_000 }, (_, n) => (n * n * 2_654_435_761) >>> 24));
    const { data } = await written([noise], { compression });
    assert.ok(Buffer.from(read(data)).equals(noise));
  });
}

const COLUMNS = [["id", "bigint"], ["price", "double"], ["is_new", "boolean"], ["name", "string"], ["größe", "string"]];
const columns = COLUMNS.map(([name, kind]) => ({ name, kind }));
const compressors = { GZIP: (input) => new Uint8Array(gunzipSync(input)) };

async function table(data) {
  const file = data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
  const rows = await parquetReadObjects({ file, compressors });
  return rows.map((row) => ({ ...row, id: row.id === null ? null : Number(row.id) }));
}

for (const format of ["parquet_uncompressed", "parquet_gzip", "parquet_snappy"]) {
  test(`${format} of ${SETS} generated sets of records`, async () => {
    for (const records of sets) {
      const bad = ["no JSON", '{"id":"x"}', "[]"];
      const { data, rows, failed } = await written([...lines(records), ...bad], { format, columns });
      assert.deepEqual({ rows, failed }, { rows: records.length, failed: bad.length });
      assert.deepEqual(await table(data), records);
    }
  });
}
