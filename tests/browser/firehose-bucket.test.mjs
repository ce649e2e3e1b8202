// Firehose: the bucket with its objects, opened, downloaded and read by Node's own zlib; the trap of records that stick
// together; size against interval, measured, and the hints that come of it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { violations } from "./axe.mjs";
import { beginWithObjects, below, direct, folder, inspector, openNewest, press } from "./firehose-helpers.mjs";
import { browserTests, button, region, slider, until, untilText } from "./harness.mjs";

const inBrowser = browserTests();

inBrowser("folders open, an object shows its records, and the trap of records that stick together is mended", {}, async (page) => {
  await beginWithObjects(page, direct());
  await openNewest(page);
  await page.getByRole("group", { name: "What is in it" }).getByText(/^\{"/).first().waitFor();
  const trap = region(page, "Records stick together");
  await untilText(trap, /of the first ([\d,]+) that another one follows, \1 do not end with a line feed/);
  await press(trap.getByRole("button", { name: "Put a line feed behind every record" }));
  await trap.getByText("New objects have a line feed", { exact: false }).waitFor();
  await button(page, "Play").click();
  await below(page).getByRole("button", { name: /^clicks-2-/ }).nth(1).waitFor();
  await button(page, "Pause").click();
  await press(below(page).getByRole("button", { name: /^clicks-2-/ }).first());
  await page.getByRole("heading", { name: /clicks-2-/ }).waitFor();
  await page.getByRole("group", { name: "What is in it" }).waitFor();
  assert.equal(await trap.count(), 0);
  await press(below(page).getByRole("button", { name: "bucket/", expanded: true }));
  await until("the folder is closed", () => below(page).getByRole("button", { name: /^clicks-/ }).count(), (count) => count === 0);
});

inBrowser("a downloaded object has its name and is what gzip reads", {}, async (page) => {
  await beginWithObjects(page, direct({ bucket: { compression: "gzip" }, appends_delimiter: true }));
  await openNewest(page);
  await page.getByText(/MiB before, .* KiB in the bucket: \d+/).waitFor();
  await page.getByRole("group", { name: "The first bytes of the object itself" }).getByText(/^0000 {2}1f 8b/).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), press(button(page, "Download"))]);
  assert.match(download.suggestedFilename(), /^clicks-1-\d{4}-.*\.gz$/);
  const lines = gunzipSync(await readFile(await download.path())).toString("utf8").trimEnd().split("\n");
  assert.ok(lines.length > 3_000, `${lines.length} records`);
  assert.ok(lines.every((line) => typeof JSON.parse(line) === "object"));
  const shown = await page.getByRole("group", { name: "What is in it" }).textContent();
  assert.ok(shown?.startsWith(lines[0]), "what is shown is what is in the file");
});

inBrowser("what goes to a search domain is listed as requests", {}, async (page) => {
  await beginWithObjects(page, direct({ kind: { open_search: { index: "events" } } }));
  await press(button(page, "Bucket"));
  await press(folder(page, "Requests to the destination, which keeps no objects"));
  await press(below(page).getByRole("button", { name: "request 0" }));
  await page.getByText("A request has no key", { exact: false }).waitFor();
  assert.equal(await button(page, "Download").count(), 0);
});

inBrowser("size against interval is measured, chosen with the sliders, and put in force", {}, async (page) => {
  await beginWithObjects(page, direct());
  await press(button(page, "Size against interval"));
  await press(button(page, "Measure"));
  await below(page).getByText(/\d+ runs measured\./).waitFor({ timeout: 120_000 });
  const rows = below(page).getByRole("table").getByRole("row");
  assert.ok((await rows.count()) > 8);
  await page.getByRole("img", { name: "Age at delivery (99 %) against objects an hour" }).waitFor();
  const size = slider(page, "SizeInMBs");
  await size.focus();
  await size.press("End");
  await until("the greatest size is chosen", () => size.getAttribute("aria-valuetext"), (text) => text === "128 MiB");
  await untilText(below(page), /With 128 MiB and 60 s half of the records are delivered within .* times fewer objects/);
  await press(button(page, "Use 128 MiB and 60 s"));
  const field = inspector(page).getByRole("textbox", { name: "SizeInMBs" }).first();
  await until("the hint is in force", () => field.inputValue(), (value) => value === "128");
  await below(page).getByText("These hints are in force.").waitFor();
  assert.equal(await below(page).getByText("Settings or traffic have changed since", { exact: false }).count(), 0);
  await inspector(page).getByRole("switch", { name: "AppendDelimiterToRecord" }).click();
  await below(page).getByText("Settings or traffic have changed since", { exact: false }).waitFor();
});

inBrowser("measuring can be stopped", {}, async (page) => {
  await beginWithObjects(page, direct());
  await press(button(page, "Size against interval"));
  await press(button(page, "Measure"));
  await press(button(page, "Stop measuring"));
  await button(page, "Measure again").waitFor();
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark on a phone", { colorScheme: "dark", width: 390, height: 844 }],
]) {
  inBrowser(`axe finds nothing wrong in the bucket and in what was measured: ${name}`, options, async (page) => {
    await beginWithObjects(page, direct({ transformation: { function: "mask-field", buffer_interval_s: 1 } }));
    await openNewest(page);
    await page.getByText("Records as the function got them, and as they are now").click();
    const found = await violations(page, "Bucket");
    await press(button(page, "Size against interval"));
    await press(button(page, "Measure"));
    await below(page).getByRole("row").nth(3).waitFor({ timeout: 60_000 });
    found.push(...(await violations(page, "Size against interval")));
    assert.deepEqual(found, []);
    const overflow = await page.getByRole("main", { name: "Firehose" }).evaluate((main) => main.scrollWidth - main.clientWidth);
    assert.ok(overflow <= 0, `the view is ${overflow} pixels too wide`);
  });
}
