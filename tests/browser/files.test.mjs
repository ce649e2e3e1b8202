// A file of one's own keys: choosing, dropping, columns, the report against numbers of the test's own, and its traffic.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { browserTests, button, clock, file, until, untilClock, untilPlays, untilText, why } from "./harness.mjs";

const inBrowser = browserTests();

let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), "shardscope-files-"))));
after(() => rm(folder, { recursive: true, force: true }));

const dialog = (page) => page.getByRole("dialog");
const column = (page, name) => dialog(page).getByRole("combobox", { name });
const columnOf = (page, name) => column(page, name).evaluate((select) => select.selectedOptions[0].label);

async function openFile(page, given) {
  await button(page, "Your keys…").click();
  await page.getByLabel("Choose a file").setInputFiles(given);
}

/** Drops a file where `locator` is, as a mouse would. */
async function drop(page, locator, { name, buffer, mimeType }) {
  const dataTransfer = await page.evaluateHandle(
    ([name, text, type]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name, { type }));
      return transfer;
    },
    [name, buffer.toString("utf8"), mimeType],
  );
  await locator.dispatchEvent("dragover", { dataTransfer });
  await locator.dispatchEvent("drop", { dataTransfer });
}

const grouped = (number) => number.toLocaleString("en-US");

/** A share as the page writes it. */
const percent = (share) => (share < 0.1 ? (100 * share).toFixed(1) : (100 * share).toFixed(0));

/** Rows as [key, records] in the report's terms: records, distinct keys, the hottest key and its share. */
function expected(rows) {
  const records = new Map();
  for (const [key, weight] of rows) records.set(key, (records.get(key) ?? 0) + weight);
  const sum = [...records.values()].reduce((sum, count) => sum + count, 0);
  const [top, most] = [...records].reduce((top, entry) => (entry[1] > top[1] ? entry : top));
  return { sum, keys: records.size, top, share: most / sum, counts: records };
}

async function report(page, name, rows, within_ms = 20_000) {
  const { sum, keys, top, share } = expected(rows);
  await untilText(
    dialog(page).getByText("distinct keys."),
    new RegExp(
      `^${name}: ${grouped(sum)} records with ${grouped(keys)} distinct keys\\. ` +
        `The most frequent, “${top}”, has ${percent(share).replace(".", "\\.")} % of them\\.`,
    ),
    within_ms,
  );
  const first = dialog(page)
    .getByRole("row")
    .filter({ has: page.getByRole("cell", { name: top, exact: true }) });
  await untilText(first, new RegExp(`${percent(share).replace(".", "\\.")} %`));
}

// 40 % of these rows are of one vehicle.
const VEHICLES = Array.from({ length: 1_000 }, (_, row) => [row % 5 < 2 ? "truck-7" : `truck-${100 + (row % 37)}`, 1]);
const vehiclesCsv = ["time,vehicle_id,speed", ...VEHICLES.map(([key], row) => `${row},${key},${row % 90}`)].join("\n");

inBrowser("a chosen CSV file is read, reported and sent", {}, async (page) => {
  await openFile(page, file("vehicles.csv", vehiclesCsv, "text/csv"));
  await page.getByText(/^vehicles\.csv: .* 3 columns\. Which column is the partition key\?$/).waitFor();
  assert.equal(await columnOf(page, "Partition key"), "vehicle_id", "the likely column is suggested");
  assert.equal(await columnOf(page, "Records a row stands for"), "(none)");
  await button(page, "Read the file").click();
  await report(page, "vehicles\\.csv", VEHICLES);
  await dialog(page).getByRole("spinbutton", { name: "Rate" }).fill("5000");
  await dialog(page).getByRole("spinbutton", { name: "Rate" }).press("Enter");
  const verdict = dialog(page).getByRole("status");
  await untilText(verdict, /No number of shards helps: “truck-7” alone asks 2,000 records\/s/);
  await button(page, "Send this traffic").click();
  await until(
    "the dialog closes",
    () => dialog(page).count(),
    (count) => count === 0,
  );
  await untilText(why(page), /“truck-7” alone sends (1,[89]|2,[012])\d\d records\/s/);
  await untilText(why(page), /refused [\d,]+ records in the last second\..*Splitting the shard will not help/);
  await page.getByText("As in vehicles.csv, column “vehicle_id”.").waitFor();
});

const COUNTS = [
  ["ABE", 300],
  ["ATL", 40_000],
  ["ATL", 2_345],
  ["ORD", 41_000],
  ["Zürich, HB", 7],
  ["北京", 1],
];
const countsCsv = COUNTS.map(([key, count], row) => `${row + 0.5},"${key}",${count}`).join("\r\n");

inBrowser("a dropped CSV file counts by the column that says how many", {}, async (page) => {
  await drop(
    page,
    page.getByRole("heading", { name: "Where keys land" }),
    file("airports.csv", `id,city,count\r\n${countsCsv}\r\n`),
  );
  await column(page, "Partition key").selectOption({ label: "city" });
  await column(page, "Records a row stands for").selectOption({ label: "count" });
  await button(page, "Read the file").click();
  await report(page, "airports\\.csv", COUNTS);
  await button(page, "Another file").click();
  await drop(page, page.getByText("Drop a file here, or"), file("again.csv", `id,city,count\n${countsCsv}`));
  await column(page, "Partition key").selectOption({ label: "city" });
  await column(page, "Records a row stands for").selectOption({ label: "(none)" });
  await button(page, "Read the file").click();
  await report(
    page,
    "again\\.csv",
    COUNTS.map(([key]) => [key, 1]),
  );
});

inBrowser("JSON Lines and plain text are read too", {}, async (page) => {
  const users = Array.from({ length: 300 }, (_, row) => [`u-${Math.floor(Math.sqrt(row))}`, 1]);
  const lines = users.map(([key], row) => JSON.stringify({ at: row, user: { id: key } })).join("\n");
  await openFile(page, file("users.jsonl", lines, "application/json"));
  assert.equal(await columnOf(page, "Partition key"), "user.id");
  await button(page, "Read the file").click();
  await report(page, "users\\.jsonl", users);
  await button(page, "Another file").click();
  await page.getByLabel("Choose a file").setInputFiles(file("hosts.txt", users.map(([key]) => `${key}\n`).join("")));
  await button(page, "Read the file").click();
  await report(page, "hosts\\.txt", users);
});

inBrowser("the sample that comes along works", {}, async (page) => {
  await button(page, "Your keys…").click();
  await button(page, "Use the sample").click();
  const sample = await readFile(new URL("../../static/samples/flights-by-airport.csv", import.meta.url), "utf8");
  const rows = sample
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));
  await untilText(dialog(page).getByText("Which column"), /flights-by-airport\.csv/);
  assert.equal(await columnOf(page, "Partition key"), "origin");
  assert.equal(await columnOf(page, "Records a row stands for"), "count");
  await button(page, "Read the file").click();
  await report(
    page,
    "flights-by-airport\\.csv",
    rows.map(([origin, , count]) => [origin, Number(count)]),
  );
});

inBrowser("a file that cannot be used is refused by name and the run goes on", {}, async (page) => {
  await button(page, "Your keys…").click();
  for (const [name, content, reason] of [
    ["photo.csv", Buffer.from([0x89, 0, 1, 2, 0, 3, 10, 0, 7]), /not text/],
    ["empty.csv", "", /is empty/],
    ["blank.csv", " \n\n", /is empty/],
    ["header.csv", "user_id,count\n", /no rows/],
    ["wrong.json", '{"users": [1, 2', /neither JSON Lines .* nor one array/],
    ["numbers.json", "[1, 2, 3]", /neither JSON Lines .* nor one array/],
    ["latin.csv", Buffer.from("city,count\nZ\xfcrich,1\n", "latin1"), /not UTF-8/],
  ]) {
    await page.getByLabel("Choose a file").setInputFiles(file(name, content));
    const refused = dialog(page)
      .getByRole("alert")
      .filter({ hasText: `${name} cannot be used.` });
    const read = button(page, "Read the file");
    await refused.or(read).waitFor();
    // A header alone looks like a file of rows until it is read.
    if (await read.isVisible()) await read.click();
    await untilText(refused, reason);
    await untilPlays(page);
  }
});

const LARGE_BYTES = 20 << 20;

/** A file of 20 MB with 5,000 keys, and what is in it. */
async function largeFile() {
  const block = Array.from(
    { length: 5_000 },
    (_, row) => `${row},device-${row % 7 === 0 ? 7 : row},${row % 13}\n`,
  ).join("");
  const times = Math.ceil(LARGE_BYTES / block.length);
  const path = join(folder, "large.csv");
  await writeFile(path, `time,device_id,value\n${block.repeat(times)}`);
  return { path, rows: Array.from({ length: 5_000 }, (_, row) => [`device-${row % 7 === 0 ? 7 : row}`, times]) };
}

/** Notes, as long as a file is being read, how far it is and what the clock shows. */
const watchImport = (page) =>
  page.evaluate(() => {
    window.seen = [];
    const look = () => {
      const progress = document.querySelector("progress");
      const clock = document.querySelector('[aria-label="Simulated time"]').textContent;
      if (progress) window.seen.push({ part: progress.position, clock, words: progress.labels[0]?.textContent });
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  });

inBrowser("a file of 20 MB is read while the clock goes on", {}, async (page) => {
  const { path, rows } = await largeFile();
  await openFile(page, path);
  await watchImport(page);
  const read = button(page, "Read the file");
  await read.waitFor();
  const [from, began] = [await clock(page), performance.now()];
  await read.click();
  await report(page, "large\\.csv", rows, 60_000);
  const [passed, took] = [(await clock(page)) - from, (performance.now() - began) / 1_000];
  // What lags by more than a tenth of a second is given up, so that the clock may lose some of it, but never stands.
  assert.ok(passed > 0.4 * took - 0.4, `${passed.toFixed(1)} simulated seconds in ${took.toFixed(1)} s`);
  const seen = await page.evaluate(() => window.seen);
  const parts = new Set(seen.map(({ part }) => part));
  assert.ok(parts.size >= 5, `progress was seen ${parts.size} times`);
  assert.ok(
    seen.every(({ part }, at) => at === 0 || part >= seen[at - 1].part),
    "it only grows",
  );
  assert.match(seen[0].words, /^Reading large\.csv: .* of 20\.\d MiB, [\d,]+ rows$/);
  await untilPlays(page);
});

inBrowser("reading can be cancelled", {}, async (page) => {
  const { path } = await largeFile();
  await openFile(page, path);
  await page.evaluate(() => {
    const cancel = () =>
      [...document.querySelectorAll("dialog[open] button")].find((button) => button.textContent === "Cancel")?.click();
    new MutationObserver(cancel).observe(document.body, { subtree: true, childList: true });
  });
  await button(page, "Read the file").click();
  await page.getByText("Drop a file here, or").waitFor();
  // Nothing of the cancelled file comes later.
  await untilClock(page, (await clock(page)) + 2);
  assert.equal(await dialog(page).getByText("distinct keys").count(), 0);
  await page.getByText("Drop a file here, or").waitFor();
  await page.getByLabel("Choose a file").setInputFiles(file("vehicles.csv", vehiclesCsv));
  await button(page, "Read the file").click();
  await report(page, "vehicles\\.csv", VEHICLES);
});
