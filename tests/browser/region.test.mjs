// The view of the Region: zones that fail, keys that refuse, what it costs, and what CloudWatch shows.

import assert from "node:assert/strict";
import { violations } from "./axe.mjs";
import { browserTests, button, described, notice, region, setSpeed, until, untilClock, untilText } from "./harness.mjs";

const inBrowser = browserTests();
const open = { search: "?view=region" };

const main = (page) => page.getByRole("main");
const zone = (page, letter) => main(page).getByRole("group", { name: `us-east-1${letter}`, exact: true });
const zones = (page) => region(page, "Three zones");
const keys = (page) => region(page, "Encryption at rest");
const cost = (page) => region(page, "Cost");
const metrics = (page) => region(page, "What CloudWatch shows");
const put = (page) => zones(page).getByRole("img", { name: /^The last put/ });
const refusal = (panel) => panel.getByRole("alert");
const set = (page, letter, state) => zone(page, letter).getByRole("button", { name: state, exact: true }).click();
const records = async (page, letter, term) =>
  Number((await described(zone(page, letter), term).textContent()).match(/^([\d.,]+)( [kM])?/)[1].replaceAll(",", ""));

/** Waits until the label of a picture matches. */
const untilLabel = (picture, pattern) =>
  until(
    `the label says ${pattern}`,
    () => picture.getAttribute("aria-label"),
    (label) => pattern.test(label),
  );
const untilQuiet = (panel) =>
  until(
    "the refusals end",
    () => refusal(panel).textContent(),
    (text) => text === "",
  );

/** Runs a command in the console and gives what it prints. */
async function run(page, line) {
  await page.getByRole("link", { name: "Console" }).click();
  // A long line is named by its beginning, which another line may have too.
  const named = (what) => page.getByRole("log").getByRole("group", { name: `${what} of ${line.slice(0, 60)}` });
  const printed = named("Output").or(named("Error"));
  const before = await printed.count();
  await page.getByRole("textbox", { name: "Command" }).fill(line);
  await page.keyboard.press("Enter");
  return printed.nth(before).textContent();
}

inBrowser("a slow zone binds, a failed one misses records and catches up, and nothing is lost", open, async (page) => {
  await untilLabel(put(page), /us-east-1[abc] was slowest, so the put was answered after \d\d?\.\d ms/);
  await zone(page, "b").getByRole("slider", { name: "Slow by" }).fill("300");
  await zone(page, "b").getByRole("button", { name: "Slow", pressed: true }).waitFor();
  await untilText(zone(page, "b"), /slow by 300 ms/);
  await untilLabel(put(page), /us-east-1b was slowest, so the put was answered after 3\d\d\.\d ms/);
  await set(page, "c", "Fail");
  await until("c misses records", () => records(page, "c", "Missing"), (count) => count > 0);
  assert.equal(await records(page, "a", "Missing"), 0);
  await untilText(zones(page), /Nothing acknowledged is lost.* [1-9][\d,]* in two, 0 in one and 0 in none/);
  await zones(page).getByText("out of service, not waited for").first().waitFor();
  await set(page, "c", "Healthy");
  await set(page, "b", "Healthy");
  await until("c has caught up", () => records(page, "c", "Missing"), (count) => count === 0);
  await untilText(zones(page), / 0 in two, 0 in one and 0 in none/);
});

inBrowser("without two zones puts fail with InternalFailureException", open, async (page) => {
  await set(page, "a", "Fail");
  assert.equal(await refusal(zones(page)).textContent(), "");
  await set(page, "b", "Fail");
  await untilText(refusal(zones(page)), /InternalFailureException: Internal service failure\./);
  const [, failed] = await untilText(zones(page), /([\d,]+) requests of producers failed, with [\d,]+ records/);
  await untilText(zones(page), new RegExp(`(?!${failed})[\\d,]+ requests of producers failed`));
  const printed = await run(page, "aws kinesis put-record --stream-name clickstream --partition-key a --data YQ==");
  assert.match(printed, /\(InternalFailureException\).*reached max retries.*Internal service failure\./);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Region" }).click();
  await set(page, "a", "Healthy");
  await untilQuiet(zones(page));
  await untilText(zones(page), /Nothing acknowledged is lost/);
});

inBrowser("a stream is encrypted with a key, and refuses while the key cannot be used", open, async (page) => {
  const panel = keys(page);
  await panel.getByText("New records are not encrypted.").waitFor();
  await button(page, "Create a key").click();
  const line = panel.getByRole("row", { name: /^stream-key-1 / });
  await line.waitFor();
  const choice = panel.getByRole("combobox", { name: "Key" });
  await choice.selectOption({ index: 1 });
  await button(page, "Start encryption").click();
  await panel.getByText(/^The stream is UPDATING: in up to 30 s new records will be encrypted with stream-key-1 /).waitFor();
  await button(page, "Start encryption").click();
  await notice(page, /ResourceInUseException: .*UPDATING/).waitFor();
  await button(page, "Let 30 s pass").click();
  await untilText(panel, /Records stored since 00:00:\d\d are encrypted with stream-key-1 .*; older ones stay/);
  await untilText(panel, /[1-9][\d,]* of the records that can be read are encrypted, [1-9][\d,]* are not\./);
  await untilText(described(panel, "Calls of KMS"), /GenerateDataKey 1/);
  await line.getByRole("button", { name: "Disable" }).click();
  await untilText(refusal(panel), /KMSDisabledException: arn:aws:kms:us-east-1:\d{12}:key\/[-0-9a-f]+ is disabled\./);
  await untilText(panel, /[\d,]+ requests of producers failed because of a key/);
  await line.getByRole("button", { name: "Enable" }).click();
  await untilQuiet(panel);
  await line.getByRole("switch", { name: /^Producers may/ }).click();
  await untilText(refusal(panel), /KMSAccessDeniedException/);
  await line.getByRole("switch", { name: /^Producers may/, checked: false }).click();
  await untilQuiet(panel);
  await panel.getByRole("switch", { name: "KMS throttles" }).click();
  await untilText(refusal(panel), /KMSThrottlingException/);
  await panel.getByRole("switch", { name: "KMS throttles", checked: true }).click();
  await panel.getByRole("spinbutton", { name: "Days until a key is deleted" }).fill("5");
  await line.getByRole("button", { name: "Schedule deletion" }).click();
  await notice(page, /ValidationException: PendingWindowInDays must be between 7 and 30, but was 5\./).waitFor();
  await panel.getByRole("spinbutton").fill("7");
  await line.getByRole("button", { name: "Schedule deletion" }).click();
  await untilText(line, /PendingDeletion.*goes at 7 d/);
  await untilText(refusal(panel), /KMSInvalidStateException/);
  await line.getByRole("button", { name: "Cancel deletion" }).click();
  await untilText(line, /Disabled/);
  await page.getByRole("link", { name: "Console" }).click();
  await page.getByRole("log").getByText(/^aws kms schedule-key-deletion --key-id [-0-9a-f]+ --pending-window-in-days 7$/).waitFor();
  await page.getByRole("log").getByText(/^aws kinesis start-stream-encryption --stream-name clickstream/).first().waitFor();
});

inBrowser("the meter runs, and the other mode is reckoned from the same traffic", open, async (page) => {
  const dollars = async (term) => Number((await described(cost(page), term).textContent()).replace(/[$,]/g, ""));
  await setSpeed(page, 1);
  const before = await until("something was paid for", () => dollars("So far"));
  await until("more was paid for", () => dollars("So far"), (now) => now > before);
  // Four shards at $0.015 are $0.06; what is put comes on top once a minute is over.
  await until("an hour costs more than its shards", () => dollars("Per hour"), (now) => now > 0.06, 60_000);
  await button(page, "Pause").click();
  const bill = cost(page).getByRole("table", { name: "Bill" });
  const last = async (name) => {
    const cells = await bill.getByRole("row", { name }).getByRole("cell").allTextContents();
    return Number(cells.at(-1).slice(1));
  };
  assert.equal(await last(/^Shard hour/), 0.06);
  const sum = (await last(/^Shard hour/)) + (await last(/^PUT payload units/));
  assert.ok(Math.abs(sum - (await last(/^Total/))) < 2e-6);
  await untilText(cost(page), /clickstream as On-demand Standard would cost \$0\.\d{6} an hour instead of \$0\.\d{6}/);
  await cost(page).getByText(/^Prices of us-east-1, read 2026-11\./).waitFor();
});

inBrowser("the table of a metric is what the API answers", open, async (page) => {
  await setSpeed(page, 1.3);
  await untilClock(page, 190, 60_000);
  await button(page, "Pause").click();
  await button(page, "Play").waitFor();
  const panel = metrics(page);
  await panel.getByText("Table", { exact: true }).click();
  for (const [metric, statistic] of [
    ["IncomingRecords", "Sum"],
    ["PutRecords.Latency", "Average"],
  ]) {
    await panel.getByRole("combobox", { name: "Metric" }).selectOption(metric);
    await panel.getByRole("columnheader", { name: new RegExp(`^${statistic} `) }).waitFor();
    const table = panel.getByRole("table", { name: metric });
    const rows = await until("three minutes", () => table.getByRole("row").count(), (count) => count === 4);
    const shown = [];
    for (let row = 1; row < rows; row++) {
      shown.push((await table.getByRole("row").nth(row).getByRole("cell").allTextContents()).slice(0, 2));
    }
    const command = await panel.getByText(/^aws cloudwatch get-metric-statistics /).textContent();
    const { Datapoints } = JSON.parse(await run(page, command));
    const told = Datapoints.map((point) => [
      point.Timestamp.slice(11, 19),
      point[statistic].toLocaleString("en", {
        minimumFractionDigits: Number.isInteger(point[statistic]) ? 0 : 3,
        maximumFractionDigits: 3,
      }),
    ]);
    assert.deepEqual(shown, told);
    await page.getByRole("link", { name: "Region" }).click();
  }
});

const even = { search: "?view=region&scenario=even-load" };

inBrowser("a minute hides a burst, and metrics by shard are there while they are on", even, async (page) => {
  const panel = metrics(page);
  await panel.getByRole("switch", { name: /^Burst/ }).click();
  await panel.getByRole("switch", { name: "Metrics by shard" }).click();
  await untilText(panel, /Enhanced monitoring is on.*IncomingBytes, IncomingRecords/);
  await setSpeed(page, 1.3);
  await untilText(panel, /shows [\d,]+, \d+ % of sixty times the limit\. Yet in \d of its seconds/, 60_000);
  await panel.getByText("limit of the open shards × 60 s: 240,000 a minute").waitFor();
  await panel.getByRole("combobox", { name: "Of" }).selectOption("shardId-000000000002");
  await panel.getByText(/StreamName = \S+ · ShardId = shardId-000000000002 · Count$/).waitFor();
  await panel.getByText("limit of the open shards × 60 s: 60,000 a minute").waitFor();
  await untilText(panel, /The minute from 00:0\d:00: [\d,]+/);
  await panel.getByRole("switch", { name: "Metrics by shard" }).click();
  await untilText(panel, /metrics by ShardId do not exist/);
});

inBrowser("the keyboard does everything", open, async (page) => {
  const failed = zone(page, "a").getByRole("button", { name: "Fail" });
  const tabTo = async (control) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      if (await control.evaluate((element) => element === document.activeElement)) return;
    }
    assert.fail("Tab does not come there");
  };
  await tabTo(failed);
  await page.keyboard.press("Enter");
  await untilText(zone(page, "a"), /failed/);
  await tabTo(zone(page, "b").getByRole("slider"));
  await page.keyboard.press("ArrowRight");
  await untilText(zone(page, "b"), /slow by 110 ms/);
  await tabTo(keys(page).getByRole("switch", { name: "KMS throttles" }));
  await page.keyboard.press("Space");
  await keys(page).getByRole("switch", { name: "KMS throttles", checked: true }).waitFor();
  await tabTo(button(page, "Copy the command"));
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark on a phone", { colorScheme: "dark", width: 390, height: 844 }],
]) {
  inBrowser(`axe finds nothing wrong: ${name}`, { ...open, ...options }, async (page) => {
    await button(page, "Create a key").click();
    await set(page, "a", "Fail");
    await set(page, "b", "Fail");
    await untilText(refusal(zones(page)), /InternalFailureException/);
    await button(page, "Pause").click();
    await button(page, "Play").waitFor();
    assert.deepEqual(await violations(page, "the Region"), []);
  });
}

inBrowser("the view speaks Chinese and leaves AWS's terms", { search: "?view=region&lang=zh" }, async (page) => {
  await page.getByRole("main", { name: "账户与 Region" }).waitFor();
  for (const name of ["三个可用区", "静态加密", "费用", "CloudWatch 所见"]) await region(page, name).waitFor();
  await zone(page, "b").getByRole("button", { name: "故障" }).click();
  await zone(page, "c").getByRole("button", { name: "故障" }).click();
  await untilText(region(page, "三个可用区").getByRole("alert"), /InternalFailureException/);
  await untilText(region(page, "三个可用区"), /生产者有 [\d,]+ 个请求失败/);
});
