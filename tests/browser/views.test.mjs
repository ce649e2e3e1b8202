// The views: opened by the header, the keyboard and the address; each with the playback, each as it was left.

import assert from "node:assert/strict";
import { browserTests, button, clock, lane, notice, until, untilPlays, untilText, why } from "./harness.mjs";

const inBrowser = browserTests();

const VIEWS = ["Lab", "Pipeline", "Console", "Region", "Limits"];
const link = (page, name) => page.getByRole("navigation", { name: "Views" }).getByRole("link", { name, exact: true });
const main = (page, name) => page.getByRole("main", { name, exact: true });
const search = (page) => new URL(page.url()).searchParams;
const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);

/** Checks that this view is open and no other. */
async function isOpen(page, name) {
  await main(page, name).waitFor();
  assert.equal(await page.getByRole("main").count(), 1, "one view at a time");
  for (const view of VIEWS) {
    assert.equal(await link(page, view).getAttribute("aria-current"), view === name ? "page" : null, view);
  }
  assert.equal(search(page).get("view"), name === "Lab" ? null : name.toLowerCase());
  assert.match(await page.title(), name === "Lab" ? /^Shardscope$/ : new RegExp(`^${name} – Shardscope$`));
}

inBrowser("the header opens views, and the browser goes back and forth between them", {}, async (page) => {
  await isOpen(page, "Lab");
  for (const view of ["Limits", "Console", "Lab", "Limits"]) {
    await link(page, view).click();
    await isOpen(page, view);
    await untilPlays(page);
    await button(page, "Pause").waitFor();
  }
  for (const view of ["Lab", "Console", "Limits", "Lab"]) {
    await page.goBack();
    await isOpen(page, view);
  }
  await page.goForward();
  await isOpen(page, "Limits");
});

inBrowser("a view is found again as it was left", {}, async (page) => {
  await page.getByRole("textbox", { name: "Partition key" }).fill("device-7");
  await lane(page, 3).click();
  await link(page, "Limits").click();
  await page.getByRole("searchbox", { name: "Search" }).fill("retention");
  await link(page, "Console").click();
  await page.getByRole("textbox", { name: "Command" }).fill("aws kinesis li");
  await link(page, "Lab").click();
  assert.equal(await page.getByRole("textbox", { name: "Partition key" }).inputValue(), "device-7");
  await untilText(why(page), /^Why\?shardId-000000000003/);
  await link(page, "Limits").click();
  assert.equal(await page.getByRole("searchbox", { name: "Search" }).inputValue(), "retention");
  await link(page, "Console").click();
  assert.equal(await page.getByRole("textbox", { name: "Command" }).inputValue(), "aws kinesis li");
});

inBrowser("the Lab is up to date when it opens, also while the time stands still", {}, async (page) => {
  await link(page, "Limits").click();
  await untilPlays(page);
  await button(page, "Pause").click();
  await button(page, "Play").waitFor();
  await page.keyboard.press("2");
  await button(page, "Pause").click();
  await button(page, "Play").waitFor();
  await link(page, "Lab").click();
  await page.getByRole("button", { name: /Even load$/, pressed: true }).waitFor();
  await untilText(why(page), /keeps up|is idle/);
});

inBrowser("letters open views and the focus follows", {}, async (page) => {
  const prompt = page.getByRole("textbox", { name: "Command" });
  await page.keyboard.press("q");
  await isOpen(page, "Limits");
  // Something stands in for the view until it is fetched, and hands the focus on.
  await until("the view has the focus", () => hasFocus(main(page, "Limits")));
  await page.keyboard.press("Space");
  await button(page, "Play").waitFor();
  await page.keyboard.press("/");
  assert.ok(await hasFocus(page.getByRole("searchbox", { name: "Search" })));
  await page.keyboard.type("clq");
  assert.equal(await page.getByRole("searchbox").inputValue(), "clq");
  await isOpen(page, "Limits");
  await link(page, "Limits").focus();
  await page.keyboard.press("c");
  await isOpen(page, "Console");
  await until("the prompt has the focus", () => hasFocus(prompt));
  await page.keyboard.type("l 2.");
  assert.equal(await prompt.inputValue(), "l 2.", "letters belong to the prompt");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("l");
  await isOpen(page, "Lab");
  assert.ok(await hasFocus(main(page, "Lab")));
  const at = await clock(page);
  await page.keyboard.press("Shift+ArrowRight");
  await until(
    "a second passes",
    () => clock(page),
    (now) => now >= at + 1,
  );
});

inBrowser("the address opens a view and keeps what else it says", { search: "?lang=zh&view=limits" }, async (page) => {
  await page.getByRole("main", { name: "限制" }).waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "实验室" }).click();
  await page.getByRole("main", { name: "实验室" }).waitFor();
  assert.equal(search(page).toString(), "lang=zh");
  await page.getByRole("navigation").getByRole("link", { name: "控制台" }).click();
  assert.equal(search(page).toString(), "lang=zh&view=console");
});

inBrowser("the address opens the console ready to type", { search: "?view=console" }, async (page) => {
  await isOpen(page, "Console");
  const prompt = page.getByRole("textbox", { name: "Command" });
  await until("the prompt has the focus", () => hasFocus(prompt));
  await page.keyboard.type("help");
  assert.equal(await prompt.inputValue(), "help");
});

inBrowser("an unknown view gives a notice and the Lab", { search: "?view=cockpit" }, async (page) => {
  await notice(page, /view=cockpit/).waitFor();
  await main(page, "Lab").waitFor();
  await untilPlays(page);
});
