// The engine in the browser makes the very run that the native program makes: the same trace, the same sums.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { browserTests, clock, untilPlays } from "./harness.mjs";

const inBrowser = browserTests();

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SCENARIOS = `${ROOT}static/scenarios/`;
const names = (await readdir(SCENARIOS)).filter((name) => name.endsWith(".json"));

/** The summary that the command line prints. */
async function native(name, duration) {
  const given = process.env.SHARDSCOPE_HEADLESS;
  const [program, ...words] = given ? [given] : ["cargo", "run", "--quiet", "--example", "headless", "--"];
  const { stdout } = await promisify(execFile)(program, [...words, "run", SCENARIOS + name, "--for", duration], {
    cwd: ROOT,
  });
  return JSON.parse(stdout);
}

const inPage = (page, scenario, duration) =>
  page.evaluate(([scenario, duration]) => window.shardscope.run(scenario, duration), [scenario, duration]);

test("there are ready scenarios", () => assert.ok(names.length >= 4, names.join()));

for (const name of names) {
  inBrowser(`${name} makes the same run in the browser and natively`, {}, async (page) => {
    const text = await readFile(SCENARIOS + name, "utf8");
    const [expected, found] = await Promise.all([native(name, "60s"), inPage(page, text, "60s")]);
    assert.match(found.trace_hash, /^[0-9a-f]{16}$/);
    assert.ok(found.total.offered.records > 500);
    delete expected.wall_ms;
    delete found.wall_ms;
    assert.deepEqual(found, expected);
    assert.deepEqual(await inPage(page, JSON.parse(text), "1m"), found, "an object serves as well as text");
    await untilPlays(page);
  });
}

inBrowser("another seed makes another run", {}, async (page) => {
  const scenario = JSON.parse(await readFile(`${SCENARIOS}hot-key.json`, "utf8"));
  const first = await inPage(page, scenario, "10s");
  scenario.plan.seed += 1;
  assert.notEqual((await inPage(page, scenario, "10s")).trace_hash, first.trace_hash);
});

inBrowser("what cannot be run is refused with what is wrong", {}, async (page) => {
  const good = JSON.parse(await readFile(`${SCENARIOS}hot-key.json`, "utf8"));
  const wrong = (change) => {
    const scenario = structuredClone(good);
    change(scenario.plan);
    return scenario;
  };
  for (const [scenario, duration, message] of [
    ["{", "60s", /not JSON: line 1, column \d+/],
    ["", "60s", /not JSON/],
    [{}, "60s", /lacks “version”/],
    [{ ...good, version: 9 }, "60s", /version 9.*version 1/],
    [wrong((plan) => (plan.producers[0].traffic.rate_records_per_s = 1e9)), "60s", /rate_records_per_s.*1,000,000/],
    [wrong((plan) => (plan.stream.shard_count = 4)), "60s", /shard_count/],
    [wrong((plan) => (plan.stream.shards = 0)), "60s", /shards: 0.*between 1 and 500/],
    [good, "soon", /duration.*whole number with a unit/],
    [good, "", /duration/],
    [good, 60, /duration/],
    [good, "90000h", /hours/],
  ]) {
    const outcome = await inPage(page, scenario, duration).then(
      (summary) => assert.fail(`${JSON.stringify(summary).slice(0, 100)} for ${message}`),
      (error) => error.message,
    );
    assert.match(outcome, message);
  }
  const from = await clock(page);
  assert.ok((await untilPlays(page)) > from);
});
