// Scenario files: opened, refused with the field that is wrong, saved and opened again.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import {
  browserTests,
  button,
  clock,
  file,
  knob,
  laneButtons,
  notice,
  setKnob,
  until,
  untilClock,
  untilPlays,
} from "./harness.mjs";

const inBrowser = browserTests();

const hotKey = JSON.parse(await readFile(new URL("../../static/scenarios/hot-key.json", import.meta.url), "utf8"));

const changed = (change) => {
  const scenario = structuredClone(hotKey);
  change(scenario);
  return JSON.stringify(scenario);
};

const open = (page, name, text) => page.getByLabel("Open…").setInputFiles(file(name, text, "application/json"));

inBrowser("a wrong scenario file is told its fault and the run goes on", {}, async (page) => {
  await untilClock(page, 1);
  for (const [text, reason] of [
    ['{"version": 1, "name": ', /not JSON: line 1, column \d+/],
    ["", /not JSON/],
    ["[1, 2]", /scenario/i],
    [
      changed((it) => (it.plan.producers[0].traffic.rate_records_per_s = 1e9)),
      /rate_records_per_s.*1,000,000 records\/s/,
    ],
    [changed((it) => (it.plan.stream.shard_count = 4)), /plan\.stream.*shard_count/],
    [changed((it) => (it.plan.producers[0].traffic.record_size = { fixed: { bytes: 2_000_000 } })), /bytes.*1,048,576/],
    [changed((it) => delete it.plan.stream), /stream/],
    [changed((it) => (it.version = 2)), /version 2.*version 1/],
    [" ".repeat(1_048_577), /1,048,577 bytes.*1,048,576/],
  ]) {
    const before = await clock(page);
    await open(page, "wrong.json", text);
    await notice(page, reason).waitFor();
    assert.ok((await untilPlays(page)) > before, "the run goes on");
    await page.getByRole("button", { name: "Hot key", pressed: true }).waitFor();
    await button(page, "Dismiss").first().click();
    await until(
      "the notice goes",
      () => notice(page, reason).count(),
      (count) => count === 0,
    );
  }
});

inBrowser("a good scenario file runs at once", {}, async (page) => {
  await untilClock(page, 2);
  await open(
    page,
    "lesson.json",
    changed((it) => (Object.assign(it, { name: "lesson-3" }).plan.stream.shards = 2)),
  );
  await page.getByText("lesson-3", { exact: true }).waitFor();
  await until(
    "two lanes",
    () => laneButtons(page).count(),
    (count) => count === 2,
  );
  await untilPlays(page);
});

inBrowser("what is saved is what runs, and opens again", {}, async (page) => {
  await setKnob(page, "Rate", 777);
  await until(
    "the rate is set",
    () => knob(page, "Rate").inputValue(),
    (now) => now === "777",
  );
  await untilPlays(page);
  const coming = page.waitForEvent("download");
  await button(page, "Save").click();
  const download = await coming;
  assert.equal(download.suggestedFilename(), "hot-key.json");
  const text = await readFile(await download.path(), "utf8");
  const saved = JSON.parse(text);
  assert.equal(saved.plan.producers[0].traffic.rate_records_per_s, 777);
  saved.plan.producers[0].traffic.rate_records_per_s = hotKey.plan.producers[0].traffic.rate_records_per_s;
  // What may be left out of a file is written out.
  const whole = structuredClone(hotKey);
  whole.plan.stream.mode = null;
  whole.plan.producers.forEach((producer) => Object.assign(producer, { stream: null, delivery_stream: null, kind: "sdk" }));
  whole.plan.producers.forEach(({ traffic }) => Object.assign(traffic, { shape: "steady", template: null }));
  Object.assign(whole.plan, {
    further_streams: [],
    consumers: [],
    stores: [],
    delivery_streams: [],
    functions: [],
  });
  assert.deepEqual(saved, whole, "nothing else is changed");
  await page.getByRole("button", { name: /Even load$/ }).click();
  await until(
    "another scenario runs",
    () => knob(page, "Rate").inputValue(),
    (now) => now === "2600",
  );
  await open(page, "hot-key.json", text);
  await until(
    "the saved one runs again",
    () => knob(page, "Rate").inputValue(),
    (now) => now === "777",
  );
  await page.getByRole("button", { name: "Hot key", pressed: true }).waitFor();
  await untilPlays(page);
});
