// What the page shows where there is nothing to draw: no stream, puts that fail as a whole, a stream that is not ACTIVE.

import assert from "node:assert/strict";
import {
  browserTests,
  button,
  clock,
  lane,
  laneButtons,
  region,
  scenario,
  setSpeed,
  total,
  until,
  untilPlays,
  untilText,
  why,
} from "./harness.mjs";

const inBrowser = browserTests();

const stream = (page) => region(page, "The running stream");
const stage = (page) => region(page, "Shards against their two write limits");
const question = (page) => page.getByRole("dialog", { name: /^Delete / });

/** Deletes the stream in view by its button and the question that follows. */
async function remove(page, name) {
  await button(page, `Delete ${name}`).click();
  await question(page).getByText(new RegExp(`^Delete ${name}\\? [\\d,]+ records that can be read now will be gone`)).waitFor();
  await question(page).getByRole("button", { name: "Delete", exact: true }).click();
}

/** Waits until the sums of the stream agree: offered is accepted, refused and failed together. */
const untilSumsAgree = async (page) => {
  await button(page, "Pause").click();
  await button(page, "Play").waitFor();
  const sums = await Promise.all(["offered", "accepted", "refused", "failed"].map((term) => total(page, term)));
  const [offered, ...parts] = sums;
  const sum = parts.reduce((all, part) => all + part, 0);
  assert.ok(Math.abs(offered - sum) <= 0.01 * offered, `${offered} is not ${parts}`);
};

inBrowser("without a stream time goes on, and the page says who fails and what to do", {}, async (page) => {
  await stream(page).getByText(/^Retention, mode/).click();
  await button(page, "Delete clickstream").click();
  await button(page, "Cancel").click();
  assert.equal(await question(page).count(), 0);
  await remove(page, "clickstream");
  await untilText(stream(page), /DELETING 0:\d\d/);
  assert.ok(await button(page, "Delete clickstream").isDisabled());
  assert.ok(await button(page, "Split or merge shardId-000000000000").isDisabled());
  await untilText(why(page), /Requests of web fail with ResourceNotFoundException: [\d,]+ records in the last second\./);
  await setSpeed(page, 1);
  await untilText(stage(page), /There is no stream\.Producer web gets ResourceNotFoundException: [\d,]+ records\/s\./);
  await setSpeed(page, 0);
  await untilText(stream(page), /clickstream is gone\. No stream is left\./);
  await untilPlays(page);
  await page.getByRole("link", { name: "Region" }).click();
  await page.getByRole("main").getByText("There is no stream.").waitFor();
  await page.getByRole("link", { name: "Lab" }).click();
  await button(page, "Create the stream clickstream").click();
  await untilText(stage(page), /clickstream is CREATING until 00:00:\d\d\.\d+, for another 0:\d\d\. Until then puts get ResourceNotFoundException\./);
  await setSpeed(page, 1);
  await lane(page, 1).waitFor();
  assert.equal(await laneButtons(page).count(), 4);
});

inBrowser("after a deletion the focus is on the choice of the stream, not on what deletes the next", {}, async (page) => {
  await stream(page).getByText(/^Retention, mode/).click();
  await stream(page).getByRole("textbox", { name: "Name" }).fill("zeta");
  await button(page, "Create").click();
  await setSpeed(page, 1);
  await untilText(stream(page), /ACTIVE/);
  await untilText(stage(page), /Nobody sends to zeta/);
  await remove(page, "zeta");
  await untilText(stream(page), /zeta is gone; clickstream is in view now\./);
  const focused = () => page.evaluate(() => (document.activeElement === document.body ? "" : document.activeElement?.textContent));
  await until("the stream has the focus", focused, (text) => text === "clickstream");
  await page.keyboard.press("Enter");
  assert.equal(await question(page).count(), 0);
});

inBrowser("puts that fail in the zones are counted, explained and no idleness", {}, async (page) => {
  await untilPlays(page);
  await page.getByRole("link", { name: "Region" }).click();
  for (const letter of ["a", "b", "c"]) {
    await page.getByRole("group", { name: `us-east-1${letter}`, exact: true }).getByRole("button", { name: "Fail" }).click();
  }
  await page.getByRole("link", { name: "Lab" }).click();
  await untilText(why(page), /Requests of web fail with InternalFailureException.*At least two of the three zones/);
  await until("no lane is idle", async () => (await laneButtons(page).allTextContents()).join(), (text) => /puts fail/.test(text) && !/idle/.test(text));
  assert.ok(!/nothing was sent/i.test(await why(page).textContent()));
  await untilText(page.getByRole("list", { name: "Throttling" }), /InternalFailureException from 00:00:\d\d\.\d+: .* failed/);
  assert.ok((await total(page, "failed")) > 0);
  await untilSumsAgree(page);
});

inBrowser("a search for the next throttle tells how far it is, and stops", {}, async (page) => {
  await scenario(page, /Even load$/);
  await untilPlays(page);
  await button(page, "Next throttle").click();
  await page.getByText(/^Searching… \d\d:\d\d:\d\d$/).waitFor();
  await button(page, "Stop searching").click();
  await button(page, "Next throttle").waitFor();
  const at = await clock(page);
  await button(page, "Play").click();
  await until("it plays", () => clock(page), (now) => now > at);
});

inBrowser("one notice at most, and none after the view has changed", { width: 390, height: 844 }, async (page) => {
  const notices = page.getByRole("button", { name: "Dismiss" });
  await page.getByRole("link", { name: "Region" }).click();
  const days = page.getByRole("spinbutton", { name: "Days until a key is deleted" });
  await button(page, "Create a key").click();
  const row = page.getByRole("row", { name: /^stream-key-1 / });
  for (const wrong of ["5", "99"]) {
    await days.fill(wrong);
    await row.getByRole("button", { name: "Schedule deletion" }).click();
    await page.getByRole("alert").filter({ hasText: `but was ${wrong}` }).waitFor();
    assert.equal(await notices.count(), 1);
  }
  const across = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(across <= 0, `${across} px too wide`);
  await page.getByRole("link", { name: "Lab" }).click();
  await until("the notice goes", () => notices.count(), (count) => count === 0);
});

inBrowser("what a dialog is refused is said in it, as the API says it", {}, async (page) => {
  await button(page, "Split or merge shardId-000000000000").click();
  const menu = page.getByRole("dialog", { name: "shardId-000000000000" });
  const field = menu.getByLabel("Or at hash key (NewStartingHashKey)");
  for (const wrong of ["abc", "", "1".repeat(41)]) {
    await field.fill(wrong);
    await button(page, "Split there").click();
    const text = `ValidationException: 1 validation error detected: Value '${wrong}' at 'newStartingHashKey' failed to satisfy constraint`;
    await menu.getByRole("alert").filter({ hasText: text }).waitFor();
  }
  assert.equal(await page.getByRole("button", { name: "Dismiss" }).count(), 0);
  const inside = () => menu.evaluate((element) => element.contains(document.activeElement));
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press("Tab");
    assert.ok(await inside(), "Tab stays in the menu");
  }
});

inBrowser("the lane of a child inherits the focus, and the parent keeps its line", {}, async (page) => {
  await setSpeed(page, 1);
  await lane(page, 1).focus();
  await page.keyboard.press("s");
  await until("the menu has the focus", () => button(page, "Split at the middle").evaluate((e) => e === document.activeElement));
  await page.keyboard.press("Enter");
  await lane(page, 4).waitFor();
  await until("the first child has the focus", () => lane(page, 4).evaluate((element) => element === document.activeElement));
  const lines = page.getByRole("list", { name: "Lines" });
  await untilText(lines, /0000.*0001 *\(closed\).*0004.*0005/);
});

inBrowser("on a phone the console's prompt stays above the playback bar", { width: 390, height: 844 }, async (page) => {
  await page.getByRole("link", { name: "Console" }).click();
  const prompt = page.getByRole("textbox", { name: "Command" });
  for (const line of ["help", "aws kinesis list-shards --stream-name nobody-has-made-a-stream-of-this-long-name"]) {
    await prompt.fill(line);
    await page.keyboard.press("Enter");
  }
  const error = page.getByRole("log").getByRole("group", { name: /^Error of aws kinesis list-shards/ });
  await error.waitFor();
  const isWide = await error.evaluate((element) => element.scrollWidth > element.clientWidth + 1);
  assert.ok(!isWide, "the error wraps");
  const [field, bar] = [await prompt.boundingBox(), await region(page, "Playback").boundingBox()];
  assert.ok(field.y + field.height <= bar.y + 1, `${field.y + field.height} > ${bar.y}`);
});
