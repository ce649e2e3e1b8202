// The console: what is typed and what comes back, earlier lines, completion, copying, clearing, pasting, dropping.

import assert from "node:assert/strict";
import { browserTests, button, scenario, until, untilText } from "./harness.mjs";

const declare = browserTests();
const open = { search: "?view=console" };

/** A test that begins, at an address of the console, when one can type. */
const inBrowser = (name, options, body) =>
  declare(name, options, async (page, context) => {
    if (options.search) await until("the prompt has the focus", () => hasFocus(prompt(page)));
    await body(page, context);
  });

const SUMMARY = "aws kinesis describe-stream-summary --stream-name clickstream";

const prompt = (page) => page.getByRole("textbox", { name: "Command" });
const log = (page) => page.getByRole("log", { name: "Commands and answers" });
const entries = (page) => log(page).getByRole("listitem");
const output = (page, line) => log(page).getByRole("group", { name: `Output of ${line}` });
const options = (page) => page.getByRole("listbox", { name: "Completions" }).getByRole("option");
const shown = (page) => prompt(page).inputValue();
const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);

/** Waits until the log has so many entries. */
const untilEntries = (page, count) =>
  until(
    `${count} entries`,
    () => entries(page).count(),
    (now) => now === count,
  );

/** Types a line and runs it. */
async function run(page, line) {
  await prompt(page).fill(line);
  await page.keyboard.press("Enter");
}

/** Pastes a text as the clipboard gives it. */
const paste = (page, text) =>
  prompt(page).evaluate((element, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);

inBrowser("a line runs, its answer stands below with the time, and is read out", open, async (page) => {
  await page.keyboard.type(SUMMARY);
  await page.keyboard.press("Enter");
  await untilText(output(page, "aws kinesis describe-stream-summary"), /^\{\s+"StreamDescriptionSummary": \{\s+"StreamName": "clickstream",/);
  assert.equal(await shown(page), "");
  assert.match(await entries(page).first().textContent(), /^00:00:\d\d\.\d{3} \$aws kinesis describe/);
  const heard = page.getByRole("main").getByRole("status").filter({ hasText: "StreamDescriptionSummary" });
  await untilText(heard, /^\{.* … and \d+ more lines$/s);
  await run(page, "no such command");
  await log(page).getByRole("group", { name: "Error of no such command" }).waitFor();
  assert.ok(await hasFocus(prompt(page)));
});

inBrowser("arrows bring earlier lines, also after the page was loaded again", open, async (page) => {
  await run(page, "help");
  await run(page, "one");
  await run(page, "two");
  await page.keyboard.type("draft");
  for (const line of ["two", "one", "help", "help"]) {
    await page.keyboard.press("ArrowUp");
    assert.equal(await shown(page), line);
  }
  for (const line of ["one", "two", "draft", "draft"]) {
    await page.keyboard.press("ArrowDown");
    assert.equal(await shown(page), line);
  }
  await page.reload();
  await prompt(page).waitFor();
  await page.keyboard.press("ArrowUp");
  assert.equal(await shown(page), "two");
});

inBrowser("Tab completes what is certain and lists the rest", open, async (page) => {
  await page.keyboard.type("aws kinesis list-sh");
  await page.keyboard.press("Tab");
  await until(
    "the only command is put in",
    () => shown(page),
    (text) => text === "aws kinesis list-shards ",
  );
  assert.equal(await options(page).count(), 0);
  await prompt(page).fill("aws kinesis pu");
  await page.keyboard.press("Tab");
  await untilText(options(page), /^put-record\s*\S.*\.$/);
  const count = await options(page).count();
  assert.ok(count >= 2, `${count} commands begin so`);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const active = await prompt(page).getAttribute("aria-activedescendant");
  assert.equal(await options(page).nth(1).getAttribute("id"), active);
  assert.equal(await options(page).nth(1).getAttribute("aria-selected"), "true");
  const [chosen] = (await options(page).nth(1).textContent()).match(/^put-[a-z]+(-[a-z]+)*?(?=[A-Z]|$)/);
  await page.keyboard.press("Enter");
  assert.equal(await shown(page), `aws kinesis ${chosen} `);
  assert.equal(await options(page).count(), 0);
  assert.equal(await entries(page).count(), 0, "taking a completion runs nothing");
});

inBrowser("names of the world are completed", open, async (page) => {
  await page.keyboard.type("aws kinesis split-shard --stream-name cl");
  await page.keyboard.press("Tab");
  await until(
    "the stream's name is put in",
    () => shown(page),
    (text) => text.startsWith("aws kinesis split-shard --stream-name clickstream"),
  );
  await prompt(page).fill("aws kinesis split-shard --shard-to-split ");
  await page.keyboard.press("Tab");
  await until(
    "the shards are listed",
    () => options(page).count(),
    (count) => count === 4,
  );
  assert.equal(await shown(page), "aws kinesis split-shard --shard-to-split shardId-00000000000");
});

inBrowser("the list follows the typing, takes a click, and Escape closes it", open, async (page) => {
  await page.keyboard.type("aws kinesis ");
  await page.keyboard.press("Tab");
  await options(page).first().waitFor();
  const many = await options(page).count();
  await page.keyboard.type("get");
  await until(
    "the list is shorter",
    () => options(page).count(),
    (count) => count >= 2 && count < many / 2,
  );
  await options(page).filter({ hasText: "get-shard-iterator" }).click();
  assert.equal(await shown(page), "aws kinesis get-shard-iterator ");
  assert.ok(await hasFocus(prompt(page)));
  await prompt(page).fill("aws kinesis ");
  await page.keyboard.press("Tab");
  await options(page).first().waitFor();
  await page.keyboard.press("Escape");
  await until(
    "the list closes",
    () => options(page).count(),
    (count) => count === 0,
  );
  assert.equal(await shown(page), "aws kinesis ");
});

inBrowser("the keyboard is not kept at the prompt", open, async (page) => {
  await page.keyboard.press("Tab");
  assert.ok(!(await hasFocus(prompt(page))), "Tab at an empty prompt goes on");
  await page.keyboard.press("Shift+Tab");
  assert.ok(await hasFocus(prompt(page)));
  await page.keyboard.type("help");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.ok(!(await hasFocus(prompt(page))), "Escape, then Tab goes on");
  await prompt(page).focus();
  await page.keyboard.press("Shift+Tab");
  assert.ok(!(await hasFocus(prompt(page))), "Shift Tab goes back");
});

inBrowser(
  "answers are copied, the log is cleared",
  { ...open, permissions: ["clipboard-read", "clipboard-write"] },
  async (page) => {
    await run(page, "help");
    await output(page, "help").waitFor();
    await button(page, "Copy the output of help").click();
    await untilText(page.getByRole("status").filter({ hasText: "Copied" }), /^Copied$/);
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, await output(page, "help").textContent());
    await button(page, "Clear").click();
    await untilEntries(page, 0);
    await run(page, "help");
    await output(page, "help").waitFor();
    await page.keyboard.press("Control+L");
    await untilEntries(page, 0);
    await page.keyboard.type("a draft");
    await page.keyboard.press("Control+C");
    assert.equal(await shown(page), "");
  },
);

inBrowser("several lines are pasted as they are and run in their order", open, async (page) => {
  await paste(page, "# first\r\n$ help\naws kinesis list-shards \\\n  --stream-name clickstream\n");
  assert.equal((await shown(page)).split("\n").length, 4);
  await page.keyboard.press("Enter");
  await untilEntries(page, 2);
  const lines = await entries(page).getByRole("code").allTextContents();
  assert.deepEqual(lines, ["help", "aws kinesis list-shards --stream-name clickstream"]);
});

inBrowser("pasted JSON goes as one line", open, async (page) => {
  await paste(page, '{\n    "Shards": [\n        { "ShardId": "shardId-000000000000" }\n    ]\n}\n');
  assert.equal(await shown(page), '{ "Shards": [ { "ShardId": "shardId-000000000000" } ] }');
  await page.keyboard.press("Enter");
  await untilEntries(page, 1);
});

inBrowser("what the AWS CLI printed can be dropped anywhere and goes to the console", {}, async (page) => {
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['{\n "Shards": []\n}'], "shards.json", { type: "application/json" }));
    document.querySelector("main").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
  });
  await page.getByRole("main", { name: "Console" }).waitFor();
  await untilEntries(page, 1);
  assert.deepEqual(await entries(page).getByRole("code").allTextContents(), ['{ "Shards": [] }']);
});

inBrowser("lines wait for their turn, and cancelling one drops those behind it", open, async (page) => {
  const wait = "aws kinesis wait stream-not-exists --stream-name clickstream";
  for (const cancel of [() => page.keyboard.press("Escape"), () => button(page, "Cancel (Esc)").click()]) {
    await paste(page, `${wait}\nhelp`);
    await page.keyboard.press("Enter");
    await untilText(entries(page).first(), /Runs…/);
    await untilText(entries(page).nth(1), /Comes after the line before it/);
    await cancel();
    await untilText(entries(page).first(), /\^C/);
    await untilText(entries(page).nth(1), /Not run: the line before it was cancelled/);
    await run(page, "help");
    await output(page, "help").waitFor();
    await run(page, "clear");
    await untilEntries(page, 0);
    await prompt(page).focus();
  }
});

inBrowser("examples fill the prompt for the stream that runs", open, async (page) => {
  await button(page, "list-shards").click();
  assert.equal(await shown(page), "aws kinesis list-shards --stream-name clickstream");
  assert.ok(await hasFocus(prompt(page)));
  await button(page, "split-shard").click();
  const [, shard, middle] = (await shown(page)).match(/--shard-to-split (\S+) --new-starting-hash-key (\d+)$/);
  const number = BigInt(shard.slice(-4));
  const width = 2n ** 128n / 4n;
  assert.ok(BigInt(middle) > number * width && BigInt(middle) < (number + 1n) * width, "within the shard");
  assert.equal(await entries(page).count(), 0, "nothing has run yet");
});

inBrowser("the log follows what is printed and marks where another run begins", open, async (page) => {
  for (let count = 1; count <= 8; count++) {
    await run(page, "help");
    await untilEntries(page, count);
  }
  const rest = () => log(page).evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
  await until("the end is in view", rest, (pixels) => pixels < 4);
  await page.getByRole("link", { name: "Lab" }).click();
  await scenario(page, /Even load$/);
  await page.getByRole("link", { name: "Console" }).click();
  await entries(page).filter({ hasText: "A run of “Even load” begins." }).waitFor();
});

inBrowser("an input method's Enter runs nothing", open, async (page) => {
  await prompt(page).fill("aws kinesis 分");
  await prompt(page).dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true });
  assert.equal(await shown(page), "aws kinesis 分");
  assert.equal(await entries(page).count(), 0);
});

inBrowser("the console works on a phone", { ...open, width: 390, height: 844 }, async (page) => {
  await run(page, "help");
  await output(page, "help").waitFor();
  const { across, inside } = await page.evaluate(() => {
    const printed = document.querySelector("pre");
    return {
      across: document.documentElement.scrollWidth - innerWidth,
      inside: printed.scrollWidth - printed.clientWidth,
    };
  });
  assert.ok(across <= 0, `${across} px too wide`);
  assert.ok(inside <= 0, "long sentences wrap");
});
