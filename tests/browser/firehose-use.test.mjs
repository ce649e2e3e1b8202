// How Firehose's view is used: refusals lead to it, fields take and refuse what is typed, keys do what is said, and the
// focus is never lost.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import {
  begin,
  beginWithObjects,
  destination,
  direct,
  inspector,
  isFocused,
  openNewest,
  press,
  traffic,
  type,
  untilValue,
  view,
} from "./firehose-helpers.mjs";
import {
  amount,
  browserTests,
  button,
  clock,
  region,
  seconds,
  setSpeed,
  slider,
  until,
  untilPlays,
  untilText,
} from "./harness.mjs";

const inBrowser = browserTests();

const lessons = (page) => page.getByRole("list", { name: "Ready delivery streams" }).getByRole("button");
const field = (page, name) => inspector(page).getByRole("textbox", { name, exact: true });
const fault = (page) => inspector(page).getByRole("alert").filter({ hasText: /\S/ });
const chosen = (page) => page.getByRole("combobox", { name: "Delivery stream", exact: true });

const ofBytes = (bytes) => ({ fixed: { bytes } });

/** More than a delivery stream takes in a second, and another one that nobody calls. */
const refused = {
  version: 1,
  name: "refused",
  plan: {
    seed: 7,
    limits: "current",
    // With a template, records would be as large as that makes them.
    producers: [{ name: "web", delivery_stream: "logs", traffic: { ...traffic(8000), record_size: ofBytes(1000), template: null } }],
    delivery_streams: [{ name: "calm" }, { name: "logs" }],
  },
};

async function pause(page) {
  await button(page, "Pause").click();
  await button(page, "Play").waitFor();
}

inBrowser("N stops at the first refusal of a delivery stream, whose button in the bar leads to it", {}, async (page) => {
  await begin(page, refused);
  await chosen(page).selectOption("calm");
  await pause(page);
  await button(page, "Begin anew").click();
  await until("the beginning", () => clock(page), (now) => now === 0);
  const chip = page.getByRole("button", { name: /^(logs|calm) from .* refused \(Direct PUT\)$/ });
  assert.equal(await chip.count(), 0);
  await page.keyboard.press("n");
  const [, at, count] = await untilText(chip, /^logs from ([\d:.]+): ([\d,.]+) refused/);
  await button(page, "Play").waitFor();
  // 5 MiB may come at once and 5 MiB/s later: 8 MB/s are more than that after about two seconds.
  assert.ok(seconds(at) >= 1.5 && seconds(at) < 3, at);
  assert.ok((await clock(page)) - seconds(at) < 0.25, `stopped at ${await clock(page)}`);
  assert.ok(amount(count) <= 2000, `soon after the first refusal: ${count}`);
  await page.keyboard.press("l");
  await view(page).waitFor({ state: "hidden" });
  await press(chip);
  await view(page).waitFor();
  await untilValue(chosen(page), "logs");
  await inspector(page).getByRole("heading", { name: "logs" }).waitFor();
});

inBrowser("reads that a stream refuses to a delivery stream stand in the bar", {}, async (page) => {
  await untilPlays(page);
  await page.keyboard.press("f");
  await press(lessons(page).filter({ hasText: "A stream as source, among other consumers" }));
  await setSpeed(page, 1);
  const chip = page.getByRole("button", { name: /^archive from .*: \d+ refused \(reads\)$/ });
  await chip.waitFor();
  await page.keyboard.press("l");
  await view(page).waitFor({ state: "hidden" });
  await press(chip);
  await view(page).waitFor();
  await untilText(region(page, "Source"), /reads throttled: [1-9]/);
});

inBrowser("numbers may have commas; other texts are refused with the bounds, and stay", {}, async (page) => {
  await begin(page, direct({ kind: { open_search: { index: "events" } }, retry_s: 300 }));
  const retry = field(page, "RetryOptions.DurationInSeconds");
  await retry.waitFor();
  for (const wrong of ["1e3", "５", "-5", "", "7,201", "72,00"]) {
    await type(retry, wrong);
    const words = "RetryOptions.DurationInSeconds: a whole number from 0 to 7,200, please.";
    await until("it is refused", () => fault(page).allTextContents(), (texts) => texts.join() === words);
    assert.equal(await retry.inputValue(), wrong, "what was typed can be mended");
    assert.equal(await retry.getAttribute("aria-invalid"), "true");
    await type(retry, "7,200");
    await untilValue(retry, "7200");
    await until("nothing is wrong", () => fault(page).count(), (count) => count === 0);
    await type(retry, "1,800");
    await untilValue(retry, "1800");
  }
});

inBrowser("a malformed partition key says how it is written, and changes nothing", {}, async (page) => {
  const partitioning = { keys: [{ name: "type", query: ".type" }] };
  const prefix = "!{partitionKeyFromQuery:type}/";
  const bucket = { prefix, error_output_prefix: "failed/" };
  await begin(page, direct({ partitioning, bucket, buffering: { size_mib: 64, interval_s: 60 } }));
  const keys = field(page, "DynamicPartitioning");
  await untilValue(keys, "type=.type");
  for (const wrong of ["type=", "=.type", "type=.type; day"]) {
    await type(keys, wrong);
    await untilText(fault(page), /^DynamicPartitioning: each key as name=\.query, with semicolons between, please\.$/);
    assert.equal(await keys.inputValue(), wrong);
  }
  await page.getByRole("link", { name: "Lab" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save").click()]);
  const { plan } = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.deepEqual(plan.delivery_streams[0].destination.partitioning, partitioning);
});

inBrowser("a prefix with expressions has an ErrorOutputPrefix filled in", {}, async (page) => {
  await begin(page, direct());
  assert.equal(await field(page, "ErrorOutputPrefix").inputValue(), "");
  await type(field(page, "Prefix"), "!{timestamp:yyyy}/");
  await untilValue(field(page, "ErrorOutputPrefix"), "errors/!{firehose:error-output-type}/");
  assert.equal(await field(page, "Prefix").inputValue(), "!{timestamp:yyyy}/");
  assert.equal(await fault(page).count(), 0);
});

inBrowser("the empty view lists the ready delivery streams, and one begins by keyboard", {}, async (page) => {
  await untilPlays(page);
  await page.keyboard.press("f");
  await lessons(page).first().waitFor();
  assert.deepEqual(await lessons(page).allTextContents(), [
    "Size wins",
    "Interval wins",
    "The missing newline",
    "A transformation that fails",
    "Destination down, with and without backup",
    "Small files",
    "A stream as source, among other consumers",
  ]);
  await press(lessons(page).nth(1));
  await untilValue(page.getByRole("combobox", { name: "Ready delivery streams" }), "interval-wins");
  await region(page, "Buffer").getByText(/Interval first, in /).waitFor();
  assert.equal(await lessons(page).count(), 0);
  await until("the focus stays in the view", () => view(page).evaluate((main) => main.contains(document.activeElement)));
});

inBrowser("an outage of an hour says until when it lasts, and ends by itself", {}, async (page) => {
  await begin(page, direct({ buffering: { size_mib: 128, interval_s: 300 } }, 10));
  await pause(page);
  await press(inspector(page).getByRole("button", { name: "Out of service for an hour" }));
  const [, text] = await untilText(destination(page), /out of service until (\d\d:\d\d:\d\d)/);
  const until_s = seconds(`${text}.0`);
  assert.ok(Math.abs(until_s - (await clock(page)) - 3600) <= 1, `until ${text} at ${await clock(page)}`);
  const out = inspector(page).getByRole("switch", { name: "Destination out of service" });
  await until("the switch is on", () => out.getAttribute("aria-checked"), (is) => is === "true");
  await setSpeed(page, 3);
  await button(page, "Play").click();
  await untilText(region(page, "On its way"), /attempt \d+ failed/);
  await untilText(destination(page), /[1-9]\d* by interval/);
  await pause(page);
  assert.doesNotMatch((await destination(page).textContent()) ?? "", /out of service/);
  assert.equal(await out.getAttribute("aria-checked"), "false");
  // What left the buffer first, after five minutes, arrives when the hour is over.
  await press(button(page, "Deliveries and why"));
  await press(page.getByRole("button", { name: /^Why did it leave at 00:05:0/ }));
  await untilText(region(page, "Flushed because of the interval"), /The delivery took 5[5-9] min( \d+ s)? and \d\d attempts/);
});

inBrowser("the focus stays on Download, and in the view when a delivery stream is removed", {}, async (page) => {
  const scenario = direct();
  scenario.plan.delivery_streams.push({ name: "other" });
  await beginWithObjects(page, scenario);
  await openNewest(page);
  const download = button(page, "Download");
  await Promise.all([page.waitForEvent("download"), press(download)]);
  await until("it can be pressed again", () => download.getAttribute("aria-disabled"), (is) => is === "false");
  assert.ok(await isFocused(download));

  for (const [name, then] of [
    ["clicks", inspector(page).getByRole("heading", { name: "other" })],
    ["other", view(page).getByText(/Add a delivery stream to begin/)],
  ]) {
    await press(inspector(page).getByRole("button", { name: "Remove", exact: true }));
    await page.getByRole("dialog").getByText(`Remove “${name}”`, { exact: false }).waitFor();
    await press(page.getByRole("dialog").getByRole("button", { name: "Remove it" }));
    await then.waitFor();
    assert.ok(await view(page).evaluate((main) => main.contains(document.activeElement)), `the focus is lost with ${name}`);
  }
});

inBrowser("Space pauses and plays while the slider of the speed has the focus", {}, async (page) => {
  await begin(page, direct());
  const speed = slider(page, "Speed");
  await speed.focus();
  const value = await speed.inputValue();
  for (const becomes of ["Play", "Pause", "Play"]) {
    await page.keyboard.press("Space");
    await button(page, becomes).waitFor();
    assert.ok(await isFocused(speed));
  }
  await page.keyboard.press("ArrowRight");
  await until("the slider has its own keys still", () => speed.inputValue(), (now) => Number(now) === Number(value) + 1);
});

inBrowser("a delivery is asked why by its time", {}, async (page) => {
  await beginWithObjects(page, direct());
  await type(field(page, "IntervalInSeconds"), "2");
  await untilValue(field(page, "IntervalInSeconds"), "2");
  await button(page, "Play").click();
  await untilText(destination(page), /[1-9]\d* by interval/);
  await pause(page);
  await button(page, "Deliveries and why").click();
  const rows = region(page, "Deliveries and why").getByRole("table").getByRole("row");
  for (const [cause, title] of [
    ["by size", "Flushed because of its size"],
    ["by interval", "Flushed because of the interval"],
  ]) {
    const row = rows.filter({ hasText: cause }).first();
    const time = row.getByRole("button");
    assert.equal(await time.getAttribute("aria-label"), `Why did it leave at ${await time.textContent()}?`);
    await press(time);
    await region(page, title).waitFor();
    await until("it is the one", () => time.getAttribute("aria-pressed"), (is) => is === "true");
    assert.equal(await rows.getByRole("button", { pressed: true }).count(), 1);
  }
});
