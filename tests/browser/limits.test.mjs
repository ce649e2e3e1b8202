// The view of the limits: every row, the search, the differences, the switch of the profile, what is used now.

import assert from "node:assert/strict";
import { browserTests, button, choice, setKnob, until, untilText } from "./harness.mjs";

const inBrowser = browserTests();

const limits = (page) => page.getByRole("main", { name: /^(Limits|限制)$/ });
const table = (page) => limits(page).getByRole("table");
/** The rows of limits: each has a row header that is not a group's. */
const rows = (page) => table(page).getByRole("row").filter({ has: page.getByRole("cell") });
const row = (page, name) => rows(page).filter({ has: page.getByRole("rowheader", { name, exact: true }) });
const cells = (page, name) => row(page, name).getByRole("cell").allTextContents();
const search = (page) => limits(page).getByRole("searchbox");
const differing = (page) => limits(page).getByRole("checkbox");
const told = (page) => limits(page).getByRole("status");

/** Waits until so many rows are shown, and the words say the same. */
async function untilShown(page, count) {
  await until(
    `${count} rows`,
    () => rows(page).count(),
    (now) => now === count,
  );
  const numbers = (await told(page).textContent()).match(/\d+/g).map(Number);
  assert.ok(numbers.includes(count), `${numbers} tell of ${count} rows`);
}

const open = { search: "?view=limits" };

inBrowser("every limit is there with both values, its error and its source", open, async (page) => {
  const [, shown, all] = (await told(page).textContent()).match(/^(\d+) of (\d+) shown$/);
  assert.ok(Number(all) >= 69 && shown === all, shown);
  await untilShown(page, Number(all));
  const columns = await table(page).getByRole("columnheader").allTextContents();
  const names = ["Limit", "Applies to", "AWS today in force", "Course notes", "Error on a breach", "Source"];
  assert.deepEqual(columns, names);
  for (const group of ["Writing", "Reading", "Enhanced fan-out", "Retention", "Encryption", "API calls"]) {
    await table(page)
      .getByRole("rowheader", { name: new RegExp(`^${group} \\d+$`) })
      .waitFor();
  }
  const [scope, now, other, error, source] = await cells(page, "PutRecords size per request");
  assert.deepEqual([scope, now, error], ["each request", "10 MiB", "InvalidArgumentException"]);
  assert.match(other, /≠ differs: ?5 MiB/);
  assert.match(source, /Developer Guide.* · checked \d{4}-\d\d$/);
  assert.equal(await row(page, "PutRecords size per request").getByText("10 MiB").getAttribute("title"), "10,485,760 bytes");
  for (const line of await rows(page).all()) {
    const texts = await line.getByRole("cell").allTextContents();
    assert.ok(texts.length === 5 && texts.every((text) => text.trim() !== ""), texts.join(" | "));
  }
  await limits(page).getByText(/1,048,576 bytes, which is 1 MiB/).waitFor();
});

inBrowser("the search finds names, errors, values and sources", open, async (page) => {
  for (const [query, name] of [
    ["retention max", "Maximum retention period"],
    ["ExpiredIterator", "Shard iterator lifetime"],
    ["8760", "Maximum retention period"],
    ["8,760 hours", "Maximum retention period"],
    ["october 2025", "Record data payload size, raised"],
  ]) {
    await search(page).fill(query);
    await untilShown(page, 1);
    await row(page, name).waitFor();
  }
  await search(page).fill("no such thing");
  await limits(page).getByText("No limit matches “no such thing”.").waitFor();
  assert.equal(await table(page).count(), 0);
  await button(page, "Show all").click();
  assert.ok(await search(page).evaluate((element) => element === document.activeElement));
  await until(
    "all rows",
    () => rows(page).count(),
    (count) => count >= 69,
  );
  await page.keyboard.type("expired");
  await untilShown(page, 2);
  await page.keyboard.press("Escape");
  assert.equal(await search(page).inputValue(), "");
});

inBrowser("the switch shows only what differs, and says what changing the profile changes", open, async (page) => {
  await differing(page).check();
  const count = await rows(page).count();
  assert.ok(count >= 8 && count < 30, `${count} differ`);
  await untilShown(page, count);
  const changes = limits(page).getByRole("region", { name: "Limits in force" }).getByRole("listitem");
  assert.equal(await changes.count(), count, "the list of changes holds the same");
  await changes.filter({ hasText: /Shards per account and Region: 20,000 shards → 500 shards/ }).waitFor();
  for (const line of await rows(page).all()) assert.match(await line.textContent(), /≠/);
});

inBrowser("the profile is switched for the run, here and in the Lab alike", open, async (page) => {
  const notes = page.getByRole("radio", { name: "Course notes" });
  await notes.focus();
  await page.keyboard.press("Space");
  await untilText(table(page).getByRole("columnheader").nth(2), /^Course notes in force$/);
  assert.deepEqual((await cells(page, "Shards per account and Region"))[1].match(/[\d,]+ shards/)[0], "500 shards");
  await limits(page).getByText(/Switching to “AWS today” changes \d+ limits/).waitFor();
  await page.keyboard.press("l");
  assert.equal(await choice(page, "Limits").inputValue(), "course");
  await choice(page, "Limits").selectOption({ label: "AWS today" });
  await page.getByRole("link", { name: "Limits" }).click();
  await page.getByRole("radio", { name: "AWS today", checked: true }).waitFor();
});

inBrowser("what is used of a limit now stands beside it", {}, async (page) => {
  await setKnob(page, "Shards", 5);
  await page.getByRole("link", { name: "Limits" }).click();
  const used = (name, pattern) => untilText(row(page, name).getByRole("cell").nth(1), pattern);
  const [, records] = await used("Shard write throughput, records", /✕ over the limit: \d{4} now: (1,\d{3}) records\/s, 1\d\d %$/);
  assert.ok(Number(records.replace(",", "")) > 1_000);
  await used("Shard write throughput, bytes", /\d{4} now: [\d.]+ KiB\/s, \d+ %/);
  await used("Shards per account and Region", /now 5, 0\.0\d %$/);
});

inBrowser("in Chinese the search knows Chinese and English", { search: "?view=limits&lang=zh" }, async (page) => {
  await search(page).fill("加密");
  await untilShown(page, 1);
  await search(page).fill("ExpiredNextTokenException");
  await untilShown(page, 1);
  await search(page).fill("168 小时");
  await untilShown(page, 1);
  await row(page, "Maximum retention period").waitFor();
  await search(page).fill("并非限制");
  await button(page, "全部显示").click();
});

inBrowser("on a phone each limit is a card", { ...open, width: 390, height: 844 }, async (page) => {
  const line = row(page, "Maximum retention period");
  await line.scrollIntoViewIfNeeded();
  const box = await line.boundingBox();
  assert.ok(box.width <= 390 && box.height > 100, JSON.stringify(box));
  for (const cell of await line.getByRole("cell").all()) {
    const { x, width } = await cell.boundingBox();
    assert.ok(x >= 0 && x + width <= 390);
    const label = await cell.evaluate((element) => getComputedStyle(element, "::before").content);
    assert.match(label, /^"\S.*"$/, "the column's name stands beside the value");
  }
  const across = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(across <= 0, `${across} px too wide`);
});

inBrowser("on paper the table is all there is", { ...open, colorScheme: "dark" }, async (page) => {
  await page.emulateMedia({ media: "print" });
  assert.ok(await table(page).isVisible());
  assert.equal(await page.getByRole("banner").count(), 0);
  assert.equal(await search(page).count(), 0);
  const { colour, height } = await page.evaluate(() => ({
    colour: getComputedStyle(document.body).backgroundColor,
    height: document.documentElement.scrollHeight,
  }));
  assert.equal(colour, "rgb(255, 255, 255)");
  assert.ok(height > 1_500, `all rows are on the paper, ${height} px`);
});
