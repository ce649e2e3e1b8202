// The pipeline: built from nothing by keyboard alone, broken by hand, looked into; what is refused says why.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { violations } from "./axe.mjs";
import { browserTests, button, file, notice, region, setSpeed, until, untilPlays, untilText } from "./harness.mjs";

const inBrowser = browserTests();

const board = (page) => region(page, "The parts of the pipeline");
const card = (page, name) => board(page).getByRole("button", { name: new RegExp(`^${name}\\b`) });
const inspector = (page) => page.getByRole("complementary", { name: "The chosen part" });
const isFocused = (locator) => locator.evaluate((element) => element === document.activeElement).catch(() => false);

/** Presses Tab until an element has the focus, as somebody does who has no pointer. */
async function tabTo(page, locator) {
  await locator.waitFor();
  for (let pressed = 0; pressed < 150; pressed += 1) {
    if (await isFocused(locator)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail("Tab does not lead there");
}

/** Opens the form below a column by keyboard; the focus is in it then. */
async function openForm(page, name) {
  await tabTo(page, button(page, name));
  await page.keyboard.press("Enter");
  const form = page.getByRole("form", { name, exact: true });
  const kind = form.getByRole("combobox", { name: "Kind" });
  await until("the form has the focus", () => isFocused(kind));
  return form;
}

/** Fills in the name in the form and adds the part; the focus goes back to the button. */
async function submit(page, form, add, name) {
  await tabTo(page, form.getByRole("textbox", { name: "Name" }));
  await page.keyboard.press("Control+A");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await card(page, name).waitFor();
  await until("the button has the focus", () => isFocused(button(page, add)));
}

inBrowser("a pipeline is built from an empty page by keyboard alone", { height: 900 }, async (page) => {
  await untilPlays(page);
  await page.keyboard.press("p");
  await tabTo(page, button(page, "Start with nothing"));
  await page.keyboard.press("Enter");
  await board(page).getByText("No stream yet: begin here.").waitFor();
  await button(page, "+ Producer").and(page.locator(":disabled")).waitFor();

  await submit(page, await openForm(page, "+ Stream"), "+ Stream", "orders");
  await tabTo(page, page.getByRole("slider", { name: "Speed" }));
  for (let pressed = 0; pressed < 6; pressed += 1) await page.keyboard.press("ArrowRight");

  const producer = await openForm(page, "+ Producer");
  await page.keyboard.type("Producer");
  await producer.getByText(/go together as one aggregated Kinesis record/).waitFor();
  await submit(page, producer, "+ Producer", "shop");
  await submit(page, await openForm(page, "+ Store"), "+ Store", "ledger");
  await submit(page, await openForm(page, "+ Consumer"), "+ Consumer", "billing");

  await tabTo(page, inspector(page).getByRole("combobox", { name: "Delivers to" }));
  await page.keyboard.press("ArrowDown");
  await until(
    "records have come through to the store",
    async () => (await card(page, "ledger").textContent()) ?? "",
    (text) => /[1-9]\d*(\.\d+)? ?k? items(?!\/s)/.test(text),
  );
  await untilText(card(page, "billing"), /→ ledger/);
  await region(page, "The life of one record").getByText("billing delivers").waitFor();

  // What was built is what is saved, and what a new beginning has.
  await tabTo(page, button(page, "Begin anew"));
  await page.keyboard.press("Enter");
  for (const name of ["orders", "shop", "billing", "ledger"]) await card(page, name).waitFor();

  await tabTo(page, card(page, "shop"));
  await page.keyboard.press("Enter");
  await tabTo(page, inspector(page).getByRole("button", { name: "Remove" }));
  await page.keyboard.press("Enter");
  await board(page).getByText("Nobody sends anything yet.").waitFor();
});

inBrowser("a crashed worker's leases are taken by another", { search: "?view=pipeline&scenario=worker-crash" }, async (page) => {
  await card(page, "billing").click();
  const leases = inspector(page).getByRole("table").first();
  await setSpeed(page, 1);
  await until(
    "both workers hold leases",
    async () => (await leases.textContent()) ?? "",
    (text) => text.includes("worker-1") && text.includes("worker-2"),
  );
  await setSpeed(page, 0);
  await button(page, "Crash worker-1").click();
  await leases.getByText("crashed").first().waitFor();
  await untilText(card(page, "billing"), /leases without a worker: [1-4]/);
  await setSpeed(page, 1);
  await until(
    "the other worker holds all leases",
    async () => (await leases.getByText("worker-2", { exact: true }).count()) === 4,
  );
  assert.equal(await leases.getByText("crashed").count(), 0);
  await inspector(page).getByRole("button", { name: "Pause 20 s: worker-2" }).click();
  await inspector(page).getByText("stands still").waitFor();
});

inBrowser("settings have AWS's names, and what is out of bounds is refused with the reason", { search: "?view=pipeline&scenario=worker-crash" }, async (page) => {
  await card(page, "billing").click();
  const field = inspector(page).getByRole("textbox", { name: "failoverTimeMillis" });
  await field.waitFor();
  assert.equal(await field.inputValue(), "10000");
  await field.fill("5");
  await field.press("Enter");
  const wrong = inspector(page).getByRole("alert").filter({ hasText: "failoverTimeMillis" });
  await untilText(wrong, /1,000.*600,000/);
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await field.fill("30000");
  await field.press("Enter");
  await wrong.waitFor({ state: "detached" });
  await until("the setting is in force", () => field.inputValue(), (value) => value === "30000");
  await field.fill("30,000");
  await field.press("Enter");
  await until("thousands may have their comma", () => field.inputValue(), (value) => value === "30000");
  await field.fill("20，000");
  await field.press("Enter");
  await until("the wide comma of Chinese keyboards too", () => field.inputValue(), (value) => value === "20000");
});

inBrowser("a form whose part is refused stays open with what was typed", { search: "?view=pipeline&scenario=worker-crash" }, async (page) => {
  const form = page.getByRole("form", { name: "+ Consumer", exact: true });
  const [name, kind] = [form.getByRole("textbox", { name: "Name" }), form.getByRole("combobox", { name: "Kind" })];
  const refusal = form.getByRole("alert").filter({ hasText: "billing" });
  const refuse = async () => {
    await name.fill("billing");
    await form.getByRole("button", { name: "Add" }).click();
    await refusal.waitFor();
  };
  await button(page, "+ Consumer").click();
  await kind.selectOption("lambda");
  await refuse();
  assert.deepEqual([await name.inputValue(), await kind.inputValue()], ["billing", "lambda"]);
  await name.fill("billing-again");
  await refusal.waitFor({ state: "hidden" });
  await refuse();
  await form.getByRole("button", { name: "Cancel" }).click();
  await form.waitFor({ state: "detached" });
  assert.equal(await page.getByRole("alert").filter({ hasText: "billing" }).count(), 0, "nothing is left of the refusal");
  await button(page, "+ Consumer").click();
  assert.equal(await refusal.count(), 0);
  await refuse();
  await name.fill("audit");
  await form.getByRole("button", { name: "Add" }).click();
  await card(page, "audit").waitFor();
  await form.waitFor({ state: "detached" });
  await until("the button has the focus", () => isFocused(button(page, "+ Consumer")));
  await inspector(page).getByRole("heading", { name: "audit", exact: true }).waitFor();
});

for (const [lang, words] of [
  ["en", /“nowhere”, which is not known\. “Hot key” is shown instead/],
  ["zh", /“nowhere”无法识别，已改为显示“热点 key”/],
]) {
  inBrowser(`an unknown scenario is named with what is shown instead: ${lang}`, { search: `?view=pipeline&scenario=nowhere&lang=${lang}` }, async (page) => {
    await notice(page, words).waitFor();
  });
}

inBrowser("a store is made to fail and to recover, and its items are saved", { search: "?view=pipeline&scenario=duplicate-after-timeout", acceptDownloads: true }, async (page) => {
  await untilText(card(page, "ledger"), /duplicates: [1-9]/);
  await card(page, "ledger").click();
  await inspector(page).getByRole("switch", { name: /^Idempotent writes/ }).click();
  await untilText(card(page, "ledger"), /duplicates dropped: [1-9]|duplicates: [1-9]/);
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Download the newest items").click()]);
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\n");
  const item = JSON.parse(lines.at(-1));
  assert.match(item.sequenceNumber, /^\d{56}$/);
  assert.match(item.partitionKey, /^user-\d+$/);
  await inspector(page).getByRole("switch", { name: /^Out of service/ }).click();
  await untilText(card(page, "ledger"), /out of service/);
  await setSpeed(page, 1);
  await untilText(card(page, "billing"), /(1\d|[2-9]\d|\d{3,})\.\d s behind/);
  await inspector(page).getByRole("switch", { name: /^Out of service/ }).click();
  await untilText(card(page, "billing"), /(?<!\d)[0-7]\.\d s behind/);
});

inBrowser("a producer's records have a template, and the lines of a real log", { search: "?view=pipeline&scenario=agent-rotation" }, async (page) => {
  await card(page, "server").click();
  const template = inspector(page).getByRole("combobox", { name: "Record template" });
  const samples = inspector(page).getByRole("list").filter({ hasText: "HTTP/1.1" }).getByRole("listitem");
  await until("five samples", () => samples.count(), (count) => count === 5);
  await template.selectOption("text");
  const text = inspector(page).getByRole("textbox", { name: "own text" });
  await text.fill("{{nonsense}}");
  await inspector(page).getByRole("alert").filter({ hasText: "nonsense" }).waitFor();
  await text.fill("order {{integer 1 6}} of {{key}}");
  await text.press("Tab");
  await inspector(page).getByText(/^order [1-6] of /).first().waitFor();
  await inspector(page).getByLabel("Take the lines of a log file…").setInputFiles(file("app.log", "first line\n\nsecond line\n"));
  await notice(page, /2 lines of app\.log/).waitFor();
  await until("the template is the file", () => template.inputValue(), (value) => value === "lines");
});

inBrowser("an agent is crashed and started, with its files in view", { search: "?view=pipeline&scenario=agent-rotation" }, async (page) => {
  await card(page, "server").click();
  const files = inspector(page).getByRole("table").first();
  await setSpeed(page, 1);
  await files.getByText("/var/log/app/access.log.1").waitFor();
  await button(page, "Crash the Agent").click();
  await inspector(page).getByText("crashed: the application goes on writing").waitFor();
  await button(page, "Start the Agent").click();
  await inspector(page).getByText("runs", { exact: true }).waitFor();
});

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark on a phone", { colorScheme: "dark", width: 390, height: 844 }],
]) {
  const search = "?view=pipeline&scenario=duplicate-after-timeout";
  inBrowser(`axe finds nothing wrong in the pipeline: ${name}`, { ...options, search }, async (page) => {
    await region(page, "The life of one record").getByText(/billing processes/).waitFor();
    await button(page, "Pause").click();
    const found = await violations(page, "the pipeline");
    for (const part of ["shop", "orders", "billing", "ledger"]) {
      await card(page, part).click();
      await inspector(page).getByRole("heading", { name: part, exact: true }).waitFor();
      found.push(...(await violations(page, part)));
    }
    await button(page, "+ Consumer").click();
    found.push(...(await violations(page, "a form")));
    assert.deepEqual(found, []);
  });
}

inBrowser("the pipeline speaks Chinese", { search: "?view=pipeline&scenario=poison-record&lang=zh" }, async (page) => {
  await page.getByRole("main", { name: "管道" }).waitFor();
  await button(page, "修复函数").waitFor();
  const text = await page.getByRole("main", { name: "管道" }).innerText();
  assert.doesNotMatch(text, /\b(scenario|card|fact|setting|kind|life)-[a-z]/, "no id of a message is shown");
});
