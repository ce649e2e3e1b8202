// The running stream: shards are split and merged by pointing and by keys, scaled, and told as a lineage; what AWS refuses
// is said in its words.

import assert from "node:assert/strict";
import { violations } from "./axe.mjs";
import {
  browserTests,
  button,
  clock,
  lane,
  laneButtons,
  notice,
  region,
  setKnob,
  setSpeed,
  shardId,
  until,
  untilClock,
  untilText,
  why,
} from "./harness.mjs";

const inBrowser = browserTests();

const stream = (page) => region(page, "The running stream");
const menu = (page, shard) => page.getByRole("dialog", { name: shardId(shard), exact: true });
const openMenu = (page, shard) => button(page, `Split or merge ${shardId(shard)}`).click();

/** The names of the lanes, from the lowest hash keys on. */
const shards = async (page) => (await laneButtons(page).allTextContents()).map((text) => text.slice(0, 4)).join(" ");

/** Waits until the lanes are these; a change of shards takes half a minute of simulated time, which is not waited for. */
async function untilShards(page, names) {
  await setSpeed(page, 1);
  await until(
    `the shards are ${names}`,
    () => shards(page),
    (found) => found === names,
  );
  await setSpeed(page, 0);
}

/** The rows of the lineage's table, each its first six cells. */
async function lineage(page) {
  const rows = await page.getByRole("table", { name: "Lineage: the shards over time" }).getByRole("row").all();
  const cells = async (row) => (await row.locator("th, td").allTextContents()).slice(0, 6);
  return Promise.all(rows.slice(1).map(cells));
}

async function openLineage(page) {
  await button(page, "Lineage").click();
  const figure = region(page, "Lineage: the shards over time");
  await figure.getByText("Table", { exact: true }).click();
  return figure;
}

inBrowser("a shard is split and merged by pointing, and the lineage tells it", { height: 900 }, async (page) => {
  const picture = await openLineage(page);
  await openMenu(page, 1);
  await menu(page, 1).getByText(/of the hash space/).waitFor();
  await menu(page, 1).getByText(/≈ \d/).first().waitFor();
  await button(page, "Split at the middle").click();
  await menu(page, 1).waitFor({ state: "detached" });
  await untilText(stream(page), /UPDATING 0:\d\d/);
  await untilShards(page, "0000 0004 0005 0002 0003");
  await untilText(stream(page), /ACTIVE.*5 open, 1 closed/);
  const [first, split, , , lower, upper] = await lineage(page);
  assert.deepEqual(first, ["0000", "0000…00–3fff…ff", "", "", "00:00:00.000", "–"]);
  assert.deepEqual(split.slice(0, 4), ["0001", "4000…00–7fff…ff", "", "0004, 0005"]);
  assert.deepEqual(lower, ["0004", "4000…00–5fff…fe", "0001", "", split[5], "–"]);
  assert.deepEqual(upper, ["0005", "5fff…ff–7fff…ff", "0001", "", split[5], "–"]);
  await picture.getByText(/5 open shards, 1 closed; 1 split, 0 merges/).waitFor();

  await openMenu(page, 4);
  await menu(page, 4).getByText(/together \d+ % of a shard's limit/).first().waitFor();
  await button(page, "Merge with 0005 (higher hash keys)").click();
  await untilShards(page, "0000 0006 0002 0003");
  const merged = (await lineage(page)).at(-1);
  assert.deepEqual(merged.slice(0, 4), ["0006", "4000…00–7fff…ff", "0004, 0005", ""]);
  await picture.getByText(/1 split, 1 merge /).waitFor();
});

inBrowser("the keyboard alone splits, merges and walks the lineage", {}, async (page) => {
  const hasFocus = (locator) => until("it has the focus", () => locator.evaluate((e) => e === document.activeElement));
  await lane(page, 1).focus();
  await page.keyboard.press("s");
  await hasFocus(button(page, "Split at the middle"));
  await page.keyboard.press("Escape");
  await menu(page, 1).waitFor({ state: "detached" });
  await hasFocus(lane(page, 1));
  await page.keyboard.press("s");
  await hasFocus(button(page, "Split at the middle"));
  await page.keyboard.press("Enter");
  await untilShards(page, "0000 0004 0005 0002 0003");
  await lane(page, 4).focus();
  await page.keyboard.press("m");
  await hasFocus(button(page, "Merge with 0005 (higher hash keys)"));
  await page.keyboard.press("Enter");
  await untilShards(page, "0000 0006 0002 0003");

  await button(page, "Lineage").click();
  const plot = page.getByRole("group", { name: /^Lineage of the shards\. 4 open shards, 3 closed/ });
  await plot.focus();
  const told = region(page, "Lineage: the shards over time").getByRole("status");
  for (const [key, shard] of [
    ["ArrowDown", "0003|0002"],
    ["ArrowUp", "0006|0002"],
    ["ArrowUp", "0006|0000"],
  ]) {
    await page.keyboard.press(key);
    await untilText(told, new RegExp(`^(${shard}) · .* records · .* parents .* children`));
  }
  await page.keyboard.press("s");
  await page.getByRole("dialog", { name: /^shardId-/ }).waitFor();
});

inBrowser("what AWS refuses is said in its words, and what cannot be is disabled with its reason", {}, async (page) => {
  await openMenu(page, 0);
  await page.getByLabel("Or at hash key (NewStartingHashKey)").fill("1");
  await button(page, "Split there").click();
  await notice(
    page,
    /InvalidArgumentException: NewStartingHashKey 1 used in SplitShard\(\) on shard shardId-000000000000 in stream clickstream under account \d{12} is not both greater than one plus/,
  ).waitFor();
  await page.getByLabel("Or at hash key (NewStartingHashKey)").fill("2");
  await button(page, "Split there").click();
  await menu(page, 0).waitFor({ state: "detached" });
  await untilText(stream(page), /UPDATING/);
  await openMenu(page, 2);
  await menu(page, 2).getByText("The stream is UPDATING: one change at a time. Wait until it is ACTIVE.").waitFor();
  for (const name of ["Split at the middle", "Split there", "Merge with 0003 (higher hash keys)"]) {
    assert.ok(await button(page, name).isDisabled(), name);
  }
  await page.keyboard.press("Escape");
  await untilShards(page, "0004 0005 0001 0002 0003");
  await openMenu(page, 4);
  await menu(page, 4).getByText("This shard is too narrow to be split.").waitFor();
  await menu(page, 4).getByText("No shard has lower hash keys.").waitFor();
});

inBrowser("UpdateShardCount scales the running stream by AWS's rules", {}, async (page) => {
  await setKnob(page, "Rate", 1_500);
  const target = stream(page).getByRole("spinbutton", { name: "UpdateShardCount to" });
  assert.equal(await target.inputValue(), "8", "double is what is offered first");
  await target.fill("9");
  await button(page, "Scale").click();
  await notice(page, /LimitExceededException: UpdateShardCount cannot scale up over double.* 4 Target shard count: 9/).waitFor();
  await target.fill("8");
  const from = await clock(page);
  await button(page, "Scale").click();
  await untilShards(page, "0004 0005 0006 0007 0008 0009 0010 0011");
  assert.ok((await clock(page)) >= from + 30, "the run goes on");
  await untilText(stream(page), /8 open, 4 closed.*4 to 16.*1 of 10/s);
  await untilText(why(page), /shardId-0000000000(04|05|06|07|08|09|10|11)/);
});

for (const [search, words] of [
  ["?lang=en", { panel: "The running stream", more: /^Retention, mode/, hours: "Hours", longer: "Increase", now: "48 h" }],
  ["?lang=zh-CN", { panel: "运行中的流", more: /^保留期、模式/, hours: "小时", longer: "延长", now: "48 小时" }],
]) {
  inBrowser(`the retention period changes by AWS's rules: ${search}`, { search }, async (page) => {
    const panel = region(page, words.panel);
    await panel.getByText(words.more).click();
    const hours = panel.getByRole("spinbutton", { name: words.hours, exact: true });
    await hours.fill("48");
    await button(page, words.longer).click();
    await panel.getByText(words.now).first().waitFor();
    await hours.fill("24");
    await button(page, words.longer).click();
    const text = /InvalidArgumentException.{1,2}Requested retention period \(24 hours\) for stream clickstream can not be shorter than existing/;
    await notice(page, text).waitFor();
  });
}

inBrowser("an on-demand stream is scaled by AWS alone", {}, async (page) => {
  await stream(page).getByText(/^Retention, mode/).click();
  await button(page, "Switch to ON_DEMAND").click();
  await untilText(stream(page), /UPDATING.*ON_DEMAND/);
  await stream(page).getByText(/AWS looks at the load again in \d:\d\d/).waitFor();
  await openMenu(page, 0);
  await menu(page, 0).getByText(/ON_DEMAND: AWS splits and merges by itself/).waitFor();
  assert.ok(await button(page, "Split at the middle").isDisabled());
  await page.keyboard.press("Escape");
  // The shard of the hot key is asked more than 500 KB/s or 500 records/s: the first review splits it.
  await setSpeed(page, 2);
  await untilClock(page, 310);
  await untilText(stream(page), /([5-9]|1\d) open, [1-9]/);
});

inBrowser("another stream is created, comes into view, and is deleted", {}, async (page) => {
  await stream(page).getByText(/^Retention, mode/).click();
  await button(page, "Create").click();
  await untilText(stream(page), /CREATING/);
  await setSpeed(page, 1);
  await untilText(stream(page), /ACTIVE/);
  await setSpeed(page, 0);
  await untilText(stream(page), /2 open/);
  const choice = stream(page).getByRole("combobox", { name: "Stream in view" });
  await choice.selectOption("clickstream");
  await untilText(stream(page), /4 open/);
  await choice.selectOption("orders");
  await button(page, "Delete orders").click();
  await page.getByRole("dialog", { name: /^Delete orders\?/ }).getByRole("button", { name: "Delete", exact: true }).click();
  await untilText(stream(page), /DELETING/);
  await setSpeed(page, 1);
  await untilText(stream(page), /clickstream.*4 open/);
});

inBrowser("of many shards the lineage and the hottest are shown", { width: 1_440, height: 900 }, async (page) => {
  await setKnob(page, "Shards", 300);
  await page.getByText("The 20 hottest of 300 shards.").waitFor();
  await page.getByRole("group", { name: /^Lineage of the shards\. 300 open shards/ }).waitFor();
  const hottest = page.getByRole("table", { name: "The hottest shards", exact: true }).getByRole("row").nth(1);
  const [, shard] = await untilText(hottest, /^(\d{4}).*✕ \d/);
  await untilText(why(page), new RegExp(`shardId-0{8}${shard}`));
  await page.getByRole("img", { name: /^300 shards in hash order, 1 refusing/ }).waitFor();
});

for (const [name, options] of [
  ["light", { width: 1_280, height: 720 }],
  ["dark", { width: 1_280, height: 720, colorScheme: "dark" }],
  ["on a phone", { width: 390, height: 844 }],
]) {
  inBrowser(`axe finds nothing wrong with streams, and they fit: ${name}`, options, async (page) => {
    const found = [];
    const look = async (state) => {
      found.push(...(await violations(page, state)));
      const across = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (across > 0) found.push(`${state}: ${across} px too wide`);
    };
    await openLineage(page);
    await stream(page).getByText(/^Retention, mode/).click();
    await look("the lineage");
    await openMenu(page, 1);
    await look("the menu");
    await button(page, "Split at the middle").click();
    await untilShards(page, "0000 0004 0005 0002 0003");
    await look("after a split");
    for (const shards of [40, 200]) {
      await setKnob(page, "Shards", shards);
      await page.getByText(`hottest of ${shards} shards.`).waitFor();
      await look(`${shards} shards`);
    }
    assert.deepEqual(found, []);
  });
}
