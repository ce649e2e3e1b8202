// How long a PutRecords request of 500 records takes: ours through the line protocol, kinesalite's over HTTP.
//
// Both run beside this program and answer one request at a time. Rounds of both alternate, and the median round of each
// counts, so that a busy machine disturbs the ratio little. Ours must be ten times as fast.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { Random } from "./random.mjs";
import { Simulator } from "./simulator.mjs";

const SHARDS = 10;
const RECORDS = 500;
const BYTES = 100;
const ROUNDS = 15;
/** Requests in a round: enough to last some tens of milliseconds. */
const OURS = 40;
const THEIRS = 4;
const LEAST_RATIO = 10;

const random = new Random(1);
const text = (bytes) => Buffer.from(Array.from({ length: bytes }, () => random.below(256)));
const bodies = Array.from({ length: 20 }, () => ({
  StreamName: "bench",
  Records: Array.from({ length: RECORDS }, () => ({
    PartitionKey: `user-${random.below(1_000_000)}`,
    Data: text(BYTES).toString("base64"),
  })),
}));
const create = { StreamName: "bench", ShardCount: SHARDS };
const target = (operation) => `Kinesis_20131202.${operation}`;

/** Our simulator: its time passes when it is told to, which counts. */
async function ours() {
  const simulator = new Simulator();
  await simulator.set({ create_stream_ms: 0 });
  await simulator.request(target("CreateStream"), create);
  await simulator.advance(1_000);
  const line = (body) => `{"target":"${target("PutRecords")}","body":${JSON.stringify(body)}}`;
  const lines = bodies.map(line);
  const put = async (index) => {
    if (index % 5 === 0) await simulator.line('{"advance_ms":1000}');
    return simulator.line(lines[index % lines.length]);
  };
  return { put, close: () => simulator.close() };
}

/** kinesalite in a process of its own. */
async function theirs() {
  const script = `
    const server = require("kinesalite")({ createStreamMs: 0, shardLimit: ${SHARDS} });
    server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ["-e", script], { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(child.stdout, "data");
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = async (operation, body) => {
    const headers = {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": target(operation),
      "x-amz-date": "now",
      authorization: "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c",
      "content-length": Buffer.byteLength(body),
    };
    const sent = request({ agent, host: "127.0.0.1", port: Number(port), method: "POST", headers });
    sent.end(body);
    const [response] = await once(sent, "response");
    const chunks = [];
    for await (const chunk of response) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  await send("CreateStream", JSON.stringify(create));
  while (!(await send("DescribeStream", '{"StreamName":"bench"}')).includes("ACTIVE"));
  const texts = bodies.map((body) => JSON.stringify(body));
  const close = () => {
    agent.destroy();
    child.kill();
  };
  return { put: (index) => send("PutRecords", texts[index % texts.length]), close };
}

/** Milliseconds a request, in one round. */
async function round({ put }, first, count) {
  const started = performance.now();
  for (let index = first; index < first + count; index++) await put(index);
  return (performance.now() - started) / count;
}

/** Whether an answer says that all records were stored. */
function check(answer) {
  const { FailedRecordCount, Records } = JSON.parse(answer).body ?? JSON.parse(answer);
  assert.equal(FailedRecordCount, 0);
  assert.equal(Records.length, RECORDS);
}

const [us, them] = [await ours(), await theirs()];
for (const index of bodies.keys()) {
  check(await us.put(index));
  check(await them.put(index));
}
const measured = { us: [], them: [] };
for (let number = 0; number < ROUNDS; number++) {
  measured.us.push(await round(us, number * OURS, OURS));
  measured.them.push(await round(them, number * THEIRS, THEIRS));
}
us.close();
them.close();

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const [our_ms, their_ms] = [median(measured.us), median(measured.them)];
const ratio = their_ms / our_ms;
console.log(`PutRecords of ${RECORDS} records of ${BYTES} bytes into ${SHARDS} shards, one request at a time`);
console.log(`  Shardscope, line protocol  ${our_ms.toFixed(3).padStart(9)} ms a request`);
console.log(`  kinesalite 3.3.3, HTTP     ${their_ms.toFixed(3).padStart(9)} ms a request`);
console.log(`  ratio                      ${ratio.toFixed(1).padStart(9)}`);
if (ratio < LEAST_RATIO) {
  console.error(`error: Shardscope must be ${LEAST_RATIO} times as fast`);
  process.exitCode = 1;
}
