// The lineage and those who read: how far each consumer has come on the axis of time, what the trim horizon does to who
// stays behind, and shards that have expired.

import assert from "node:assert/strict";
import { violations } from "./axe.mjs";
import { browserTests, button, region, setKnob, shardId, untilText } from "./harness.mjs";

const inBrowser = browserTests();
const HOUR_MS = 3_600_000;
const WORDS = {
  en: { pause: "Pause", lineage: "Lineage", whole: "Whole run", figure: "Lineage: the shards over time", table: "Table", readers: "Consumers: how far each has read" },
  "zh-CN": { pause: "暂停", lineage: "谱系", whole: "整个运行", figure: "谱系：各 shard 随时间的变化", table: "表格", readers: "消费者：各自读到哪里" },
};

/** A test in a page that is paused and asks AWS by `kinesis(operation, input)`. */
function inPage(name, { lang = "en", ...options }, body) {
  inBrowser(name, { search: `?lang=${lang}`, ...options }, async (page) => {
    const words = WORDS[lang];
    await button(page, words.pause).click();
    await page.evaluate(() => {
      window.kinesis = async (operation, input) => {
        const { status, body } = await window.shardscope.request(`Kinesis_20131202.${operation}`, input);
        if (status !== 200) throw new Error(`${operation}: ${JSON.stringify(body)}`);
        return body;
      };
      window.registered = async (ConsumerName) => {
        const { StreamDescriptionSummary } = await kinesis("DescribeStreamSummary", { StreamName: "clickstream" });
        const StreamARN = StreamDescriptionSummary.StreamARN;
        const { Consumer } = await kinesis("RegisterStreamConsumer", { StreamARN, ConsumerName });
        await window.shardscope.advance(11_000);
        return Consumer.ConsumerARN;
      };
      window.subscribed = (ConsumerARN, ShardId) =>
        kinesis("SubscribeToShard", { ConsumerARN, ShardId, StartingPosition: { Type: "LATEST" } });
      window.polled = async (ShardId, Limit) => {
        const start = { StreamName: "clickstream", ShardId, ShardIteratorType: "TRIM_HORIZON" };
        const { ShardIterator } = await kinesis("GetShardIterator", start);
        return kinesis("GetRecords", { ShardIterator, Limit });
      };
    });
    await body(page, words);
  });
}

const rows = (page, words) => page.getByRole("list", { name: words.readers, exact: true });

for (const [lang, slowest, keepsUp, idle] of [
  ["en", /^slowest 0001 · 00:\d\d behind · MillisBehindLatest ([\d,]+)$/, /keeps up/, /has not begun to read a shard/],
  ["zh-CN", /^最慢 0001 · 落后 00:\d\d · MillisBehindLatest ([\d,]+)$/, /跟得上/, /尚未开始读取任何 shard/],
]) {
  inPage(`each consumer has a row with its slowest shard and MillisBehindLatest: ${lang}`, { lang }, async (page, words) => {
    await button(page, words.lineage).click();
    const figure = region(page, words.figure);
    await figure.getByText("SubscribeToShard").waitFor();
    const behind_ms = await page.evaluate(async (shards) => {
      const billing = await registered("billing");
      await registered("audit");
      for (const shard of shards) await subscribed(billing, shard);
      await window.shardscope.advance(3_000);
      return (await polled(shards[1], 50)).MillisBehindLatest;
    }, [0, 1, 2, 3].map(shardId));
    const row = (name) => rows(page, words).getByRole("button", { name: new RegExp(`^${name} `) });
    const told = await untilText(row("GetRecords").locator(".reader-words > span:not(.reader-letter)"), slowest);
    assert.equal(Number(told[1].replaceAll(",", "")), behind_ms, "the page says what GetRecords answered");
    await untilText(row("billing"), keepsUp);
    await untilText(row("audit"), idle);

    await row("GetRecords").focus();
    await page.keyboard.press("Enter");
    await untilText(figure.getByRole("status"), /^0001 · .*GetRecords 00:00:00.*billing 00:00:\d\d/);

    await figure.getByText(words.table, { exact: true }).click();
    const table = page.getByRole("table", { name: words.readers, exact: true });
    const cells = await table.getByRole("row").nth(1).locator("th, td").allTextContents();
    assert.deepEqual(cells.slice(0, 5), ["GetRecords", "1", "0001", "00:00:00", told[1]]);
    assert.equal(await table.getByRole("row").count(), 4);
  });
}

inPage("who stays behind meets the trim horizon, and expired shards stay in the picture", {}, async (page, words) => {
  await setKnob(page, "Rate", 100);
  await page.evaluate(async ([first, HOUR_MS]) => {
    const billing = await registered("billing");
    const NewStartingHashKey = String(2n ** 125n);
    await kinesis("SplitShard", { StreamName: "clickstream", ShardToSplit: first[0], NewStartingHashKey });
    await window.shardscope.advance(HOUR_MS);
    await polled(first[2], 10);
    await subscribed(billing, first[1]);
    await window.shardscope.advance(14 * HOUR_MS);
  }, [[0, 1, 2].map(shardId), HOUR_MS]);
  await button(page, words.lineage).click();
  await button(page, words.whole).click();
  const row = (name) => rows(page, words).getByRole("button", { name: new RegExp(`^${name} `) });
  await untilText(row("billing"), /⚠ near the trim horizon \(5\d % of 24 h\) · stopped/);

  await page.evaluate((ms) => window.shardscope.advance(ms), 11 * HOUR_MS);
  await untilText(row("billing"), /⚠ losing records: [\d.,]+( [kM])? expired unread · stopped/);
  await untilText(row("GetRecords"), /⚠ losing records/);
  await region(page, words.figure).getByText(/^5 open shards, 0 closed, 1 expired; 1 split/).waitFor();
  await region(page, words.figure).getByText(words.table, { exact: true }).click();
  const expired = page.getByRole("table", { name: words.figure, exact: true }).getByRole("row", { name: /^0000 / });
  await untilText(expired, /EXPIRED/);
  assert.equal(await expired.getByRole("button").count(), 0, "nothing can be asked of it");
});

for (const [name, options] of [
  ["light", { width: 1_280, height: 720 }],
  ["dark", { width: 1_280, height: 720, colorScheme: "dark" }],
  ["on a phone", { width: 390, height: 844 }],
]) {
  inPage(`axe finds nothing wrong with the readers, and they fit: ${name}`, options, async (page, words) => {
    await page.evaluate(async (shards) => {
      for (let number = 0; number < 7; number++) {
        const consumer = await registered(`consumer-${number}`);
        for (const shard of shards.slice(0, 1 + (number % 4))) await subscribed(consumer, shard);
      }
      await polled(shards[1], 50);
    }, [0, 1, 2, 3].map(shardId));
    await button(page, words.lineage).click();
    await rows(page, words).getByRole("button").first().waitFor();
    assert.equal(await rows(page, words).getByRole("button").count(), 5);
    await page.getByText(/3 more stand in the table/).waitFor();
    const found = await violations(page, "the readers");
    const across = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(across <= 0, `${across} px too wide`);
    await region(page, words.figure).getByText(words.table, { exact: true }).click();
    found.push(...(await violations(page, "their table")));
    assert.deepEqual(found, []);
  });
}
